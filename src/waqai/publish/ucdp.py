"""Rows of events -> a CSV with the 49 columns of UCDP's Georeferenced Event Dataset, one row an event.

Figures are those of the policy `ucdp`: best is what the sides add up to, low ≤ best ≤ high. What only UCDP assigns
(conflict, dyad and actor numbers, the grid cell, Gleditsch-Ward numbers) stays empty; `relid` is our event key.
UCDP wants at least one direct death: events without one are left out unless `all_events`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from waqai.publish.acled import CIVILIANS, STATE, Country, Party, load_countries, number
from waqai.publish.acled_events import names
from waqai.publish.cells import csv_line
from waqai.publish.rows import EventRow, Source

NAMES = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name"
    " dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b"
    " number_of_sources source_article source_office source_date source_headline source_original where_prec"
    " where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id"
    " region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best"
    " high low gwnoa gwnob"
)
COLUMNS = tuple(NAMES.split())
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
COUNTRY = 6  # where_prec of no more than the country


def pieces(rows: Iterable[EventRow], parties: Mapping[str, Party], all_events: bool = False) -> Iterator[str]:
    """The file as CSV: a byte order mark, the header, the lines."""
    countries = load_countries()
    yield "\ufeff" + csv_line(COLUMNS)
    for row in rows:
        if all_events or (row.deaths.all_together.high or 0) > 0:
            cells = cells_of(row, parties, countries)
            yield csv_line([cells.get(name, "") for name in COLUMNS])


def cells_of(
    row: EventRow, parties: Mapping[str, Party], countries: Mapping[str, Country]
) -> dict[str, object]:
    """One event by UCDP's columns; those that only UCDP assigns are not there."""
    side_a, side_b = (", ".join(names(actors, parties)) or "unknown" for actors in (row.actor1, row.actor2))
    place = row.location
    country = countries.get(place.country or "") if place else None
    point = place is not None and place.latitude is not None and place.longitude is not None
    low, best, high = (bound or 0 for bound in row.deaths.all_together)
    precision = date_precision(row)
    return {
        "id": int(number(row.key)),
        "relid": row.key,
        "year": row.start[:4],
        "code_status": "Clear" if row.stated and not row.disputed else "Check",
        "type_of_violence": violence(row, parties),
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": row.origins,
        "source_article": "; ".join(_article(source) for source in row.sources),
        "source_office": "; ".join(dict.fromkeys(s.name for s in row.sources if s.name)),
        "source_date": "; ".join(source.published for source in row.sources),
        "source_headline": "; ".join(source.title for source in row.sources if source.title),
        "where_prec": (place.where_precision or min(place.geo_precision, 5)) if place else COUNTRY,
        "where_coordinates": place.name if place else "",
        "where_description": place.text if place else "",
        "adm_1": place.admin1 if place else "",
        "latitude": place.latitude if place and point else "",
        "longitude": place.longitude if place and point else "",
        "geom_wkt": f"POINT ({place.longitude} {place.latitude})" if place and point else "",
        "country": country.name if country else "",
        "region": country.region if country else "",
        "event_clarity": 2 if row.parts or precision >= 3 else 1,
        "date_prec": precision,
        "date_start": row.start,
        "date_end": row.end or row.start,
        "deaths_a": row.deaths.side_a,
        "deaths_b": row.deaths.side_b,
        "deaths_civilians": row.deaths.civilians,
        "deaths_unknown": row.deaths.unknown,
        "best": best,
        "high": high,
        "low": low,
    }


def violence(row: EventRow, parties: Mapping[str, Party]) -> int:
    """UCDP's type: one-sided where civilians are hit or only civilians died, state-based where a state is a side."""
    kinds = [
        [parties[actor].inter for actor in side if actor in parties] for side in (row.actor1, row.actor2)
    ]
    if row.event_type == "Violence against civilians" or CIVILIANS in kinds[1][:1]:
        return ONE_SIDED
    return STATE_BASED if STATE in kinds[0] + kinds[1] else NON_STATE


def date_precision(row: EventRow) -> int:
    """1 a day, 2 a range of two to six days, 3 a week, 4 up to a month, 5 more, by the span and by how sure it is."""
    days = (date.fromisoformat(row.end) - date.fromisoformat(row.start)).days + 1 if row.end else 1
    span = 1 if days <= 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5
    return max(span, {1: 1, 2: 3, 3: 4}[row.time_precision])


def _article(source: Source) -> str:
    parts = [source.name, source.published, source.url or source.document]
    return ", ".join(part for part in parts if part)
