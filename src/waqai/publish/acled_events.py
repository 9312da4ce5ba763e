"""Rows of events -> ACLED's 31 columns, one row an event, beside `acled.py` that does so for claims.

`fatalities` is the policy's best figure (for `airwars` its least), 0 where it has none. `timestamp` is when the event
last changed, so that the same store gives the same bytes; ids stay the same while reports arrive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from waqai.publish.acled import (
    COLUMNS,
    INTER,
    QUOTED,
    Country,
    Party,
    disorder,
    inter_of,
    interaction,
    load_countries,
    number,
    targets_civilians,
    where,
)
from waqai.publish.cells import csv_line
from waqai.publish.deaths import Figure
from waqai.publish.rows import EventRow


def cells(rows: Iterable[EventRow], parties: Mapping[str, Party]) -> Iterator[list[object]]:
    """The header, then the cells of each event."""
    countries = load_countries()
    yield list(COLUMNS)
    for row in rows:
        named = cells_of(row, parties, countries)
        yield [named[name] for name in COLUMNS]


def pieces(rows: Iterable[EventRow], parties: Mapping[str, Party]) -> Iterator[str]:
    """The file as CSV: a byte order mark, by which Excel knows UTF-8, and the lines."""
    yield "\ufeff"
    yield from map(csv_line, cells(rows, parties))


def cells_of(
    row: EventRow, parties: Mapping[str, Party], countries: Mapping[str, Country]
) -> dict[str, object]:
    """One event by ACLED's columns."""
    place = row.location
    land = place.country if place else None
    country = countries.get(land or "")
    inter1, inter2 = inter_of(row.actor1, parties, land), inter_of(row.actor2, parties, land)
    return {
        "event_id_cnty": (country.iso3 if country else "XXX") + number(row.key),
        "event_date": row.start,
        "year": row.start[:4],
        "time_precision": row.time_precision,
        "disorder_type": disorder(row),
        "event_type": row.event_type,
        "sub_event_type": row.sub_event_type,
        **_side(1, row.actor1, parties, inter1),
        **_side(2, row.actor2, parties, inter2),
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if targets_civilians(row, inter2) else "",
        **where(place, country),
        "source": "; ".join(dict.fromkeys(source.name for source in row.sources if source.name)),
        "source_scale": "",
        "notes": notes(row, parties),
        "fatalities": fatalities(row.killed),
        "tags": tags(row),
        "timestamp": row.updated,
    }


def fatalities(killed: Figure) -> int:
    """ACLED's one figure: the best, else the lowest, else 0."""
    return killed.best if killed.best is not None else killed.low or 0


def notes(row: EventRow, parties: Mapping[str, Party]) -> str:
    """A short sentence on the event, then the words of its first quotation."""
    who, whom = (", ".join(names(actors, parties)) for actors in (row.actor1, row.actor2))
    spot = row.location.name if row.location else "an unnamed place"
    days = row.start + (f" – {row.end}" if row.end else "")
    target = f", other side or target {whom}" if whom else ""
    parts = [f"{days}: {row.sub_event_type} by {who or 'an unnamed actor'}{target}, at {spot}."]
    parts += ["Every report denies it."] * (not row.asserted)
    parts += ["No report is sure of it."] * (row.asserted and not row.stated)
    parts += [f"Reports differ on {', '.join(row.disputed)}."] * bool(row.disputed)
    if row.quotes:
        words = row.quotes[0].text
        parts.append(f"“{words[:QUOTED].rstrip() + '…' if len(words) > QUOTED else words}”")
    return " ".join(parts)


def tags(row: EventRow) -> str:
    """What ACLED has no column for, as `name=value` parted by semicolons."""
    said = {
        "event_key": row.key,
        "policy": row.policy,
        "end_date": row.end,
        "fatalities": None if row.killed.low is None and row.killed.best is None else range_words(row.killed),
        "injuries": None
        if row.injured.low is None and row.injured.best is None
        else range_words(row.injured),
        "origins": row.origins,
        "grade": row.grade,
        "disputed": "+".join(row.disputed),
        "part_of": "+".join(row.part_of),
        "uncertainty_m": row.location.uncertainty_m if row.location else None,
    }
    return "; ".join(f"{name}={value}" for name, value in said.items() if value not in (None, ""))


def range_words(figure: Figure) -> str:
    """Bounds and best as 3, 3..5 or 3..4..5; an unknown bound is empty."""
    low, best, high = ("" if bound is None else str(bound) for bound in figure)
    if low == high:
        return low
    return f"{low}..{high}" if best in ("", low, high) else f"{low}..{best}..{high}"


def names(actors: Iterable[str], parties: Mapping[str, Party]) -> list[str]:
    """The English names of actors, each once; one that `parties` does not know goes by its id."""
    return list(dict.fromkeys(parties[actor].name if actor in parties else actor for actor in actors))


def _side(side: int, actors: tuple[str, ...], parties: Mapping[str, Party], inter: int) -> dict[str, object]:
    first, *others = names(actors, parties) or [""]
    return {
        f"actor{side}": first,
        f"assoc_actor_{side}": "; ".join(others),
        f"inter{side}": INTER.get(inter, ""),
    }
