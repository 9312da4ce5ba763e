"""Claims -> a CSV with ACLED's 31 columns in ACLED's order, one row a claim, UTF-8 with a byte order mark.

`fatalities` is what the text surely says, 0 where it gives no figure or denies the act. `timestamp` is when
the document was read, so that the same store gives the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from waqai.publish.cells import csv_line
from waqai.publish.rows import EventRow
from waqai.publish.values import count_words, date_words, figure_words, speaker_words
from waqai.records import Actor, Claim, Count, Document, Location
from waqai.store import Kept

COLUMNS = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
INTER = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}
STATE, CIVILIANS, EXTERNAL = 1, 7, 8
QUOTED = 400  # code points of evidence that go into the notes
COUNTRIES = Path(__file__).with_name("countries.tsv")


class Party(NamedTuple):
    """An actor as ACLED knows it: its English name, its kind at home (1 to 8, INTER), its home (alpha-2)."""

    name: str
    inter: int
    country: str | None = None


class Country(NamedTuple):
    """A line of countries.tsv: ISO 3166 alpha-2 and alpha-3, the M49 number, ACLED's name and region."""

    iso2: str
    iso3: str
    m49: str
    name: str
    region: str


def load_countries(path: Path = COUNTRIES) -> dict[str, Country]:
    """The countries of the world by their alpha-2 codes."""
    rows = path.read_text(encoding="utf-8").splitlines()[1:]
    return {row[:2]: Country(*row.split("\t")) for row in rows}


def rows(kept: Iterable[Kept], parties: Mapping[str, Party]) -> Iterator[str]:
    """The file in pieces: the mark and the header, then a line for each claim of each document read."""
    countries = load_countries()
    yield "\ufeff" + csv_line(COLUMNS)
    for one in kept:
        for claim in one.reading.claims if one.reading else ():
            row = row_of(one.document, claim, one.read_at or 0, parties, countries)
            yield csv_line([row[name] for name in COLUMNS])


def row_of(
    document: Document,
    claim: Claim,
    read_at: int,
    parties: Mapping[str, Party],
    countries: Mapping[str, Country],
) -> dict[str, object]:
    """One claim by ACLED's columns; an actor that `parties` does not know goes by its id, without a kind."""
    place = claim.locations[0] if claim.locations else None
    country = countries.get(place.country or "") if place else None
    land = place.country if place else None
    inter1, inter2 = _inter(claim.actor1, parties, land), _inter(claim.actor2, parties, land)
    return {
        "event_id_cnty": (country.iso3 if country else "XXX") + number(claim.claim_id),
        "event_date": claim.event_date,
        "year": claim.event_date[:4],
        "time_precision": claim.time_precision,
        "disorder_type": disorder(claim),
        "event_type": claim.event_type,
        "sub_event_type": claim.sub_event_type,
        **_side(1, claim.actor1, parties, inter1),
        **_side(2, claim.actor2, parties, inter2),
        "interaction": interaction(inter1, inter2),
        "civilian_targeting": "Civilian targeting" if targets_civilians(claim, inter2) else "",
        **where(place, country),
        "source": document.source,
        "source_scale": "",
        "notes": notes(claim, parties),
        "fatalities": fatalities(claim),
        "tags": _tags(claim),
        "timestamp": read_at,
    }


def where(place: Location | None, country: Country | None) -> dict[str, object]:
    """ACLED's columns of the place."""
    return {
        "iso": country.m49 if country else "",
        "region": country.region if country else "",
        "country": country.name if country else "",
        "admin1": place.admin1 if place else "",
        "admin2": "",
        "admin3": "",
        "location": place.name if place else "",
        "latitude": place.latitude if place else "",
        "longitude": place.longitude if place else "",
        "geo_precision": place.geo_precision if place else "",
    }


def fatalities(claim: Claim) -> int:
    """How many surely died: the sum of the lower bounds, 0 where there are none or the act is denied."""
    return 0 if claim.stance == "denied" else sum(count.low or 0 for count in claim.fatalities)


def notes(claim: Claim, parties: Mapping[str, Party]) -> str:
    """A short sentence on the act, then the words of the evidence."""
    who = _names(claim.actor1, parties) or "an unnamed actor"
    whom = _names(claim.actor2, parties)
    spots = ", ".join(_place_names(claim)) or "an unnamed place"
    parts = [
        f"{date_words(claim)}: {claim.sub_event_type} by {who}"
        + (f", other side or target {whom}" if whom else "")
        + f", at {spots}.",
        *("The source denies it." for _ in range(claim.stance == "denied")),
        *("The text is unsure of it." for _ in range(claim.certainty == "hedged")),
        *_counted("Killed", claim.fatalities),
        *_counted("Injured", claim.injuries),
        *_counted("Killed or injured", claim.casualties_joint),
        *(f"According to {speaker_words(one)} ({one.kind})." for one in claim.attribution),
    ]
    quotation = " … ".join(span.text for span in claim.evidence)
    if len(quotation) > QUOTED:
        quotation = quotation[:QUOTED].rstrip() + "…"
    return " ".join(parts) + (f" “{quotation}”" if quotation else "")


def _side(
    number: int, actors: tuple[Actor, ...], parties: Mapping[str, Party], inter: int
) -> dict[str, object]:
    names = list(dict.fromkeys(_name(actor, parties) for actor in actors)) or [""]
    return {
        f"actor{number}": names[0],
        f"assoc_actor_{number}": "; ".join(names[1:]),
        f"inter{number}": INTER.get(inter, ""),
    }


def _name(actor: Actor, parties: Mapping[str, Party]) -> str:
    return parties[actor.id].name if actor.id in parties else actor.id


def _names(actors: tuple[Actor, ...], parties: Mapping[str, Party]) -> str:
    names = (_name(one, parties) + (" (suspected)" if one.suspected else "") for one in actors)
    return ", ".join(dict.fromkeys(names))


def _inter(actors: tuple[Actor, ...], parties: Mapping[str, Party], land: str | None) -> int:
    return inter_of([actor.id for actor in actors], parties, land)


def inter_of(actors: Sequence[str], parties: Mapping[str, Party], land: str | None) -> int:
    """The kind of the first actor, 0 where it is unknown; a state's forces abroad are external."""
    party = parties.get(actors[0]) if actors else None
    if party is None:
        return 0
    abroad = party.inter == STATE and party.country and land and party.country != land
    return EXTERNAL if abroad else party.inter


def interaction(inter1: int, inter2: int) -> str:
    """The kinds of both actors in words, the lower number first; empty where there is none."""
    first, second = sorted(kind or 9 for kind in (inter1, inter2))
    if first == 9:
        return ""
    return f"{INTER[first]} only" if second == 9 else f"{INTER[first]}-{INTER[second]}"


def disorder(event: Claim | EventRow) -> str:
    """ACLED's disorder type of an act."""
    if event.sub_event_type == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event.event_type == "Protests" or event.sub_event_type == "Violent demonstration":
        return "Demonstrations"
    return event.event_type if event.event_type == "Strategic developments" else "Political violence"


def targets_civilians(event: Claim | EventRow, inter2: int) -> bool:
    """Whether ACLED says `Civilian targeting` of an act."""
    if event.event_type in ("Protests", "Strategic developments"):
        return event.sub_event_type == "Excessive force against protesters"
    return event.event_type == "Violence against civilians" or inter2 == CIVILIANS


def _place_names(claim: Claim) -> list[str]:
    return [one.name + (f" ({one.admin1})" if one.admin1 else "") for one in claim.locations]


def _counted(label: str, counts: tuple[Count, ...]) -> list[str]:
    return [f"{label}: {', '.join(count_words(one) for one in counts)}."] if counts else []


def _tags(claim: Claim) -> str:
    """What ACLED has no column for, as `name=value` parted by semicolons."""
    tags = [f"claim_id={claim.claim_id}", f"event_id={claim.event_id}"]
    tags += [f"end_date={claim.end_date}"] if claim.end_date else []
    tags += [f"stance={claim.stance}"] if claim.stance != "asserted" else []
    tags += [f"certainty={claim.certainty}"] if claim.certainty != "stated" else []
    tags += [f"injuries={'+'.join(figure_words(one) for one in claim.injuries)}"] if claim.injuries else []
    return "; ".join([*tags, f"confidence={claim.confidence:.2f}"])


def number(claim_id: str) -> str:
    """A number that stays the same for a claim or an event: twelve digits of its id's SHA-256."""
    return f"{int(hashlib.sha256(claim_id.encode()).hexdigest(), 16) % 10**12:012d}"
