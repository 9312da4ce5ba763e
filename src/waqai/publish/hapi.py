"""Rows of events -> monthly counts by district and type, under the columns of HDX HAPI's conflict events.

P-codes come from places of a dataset of OCHA (`waqai gazetteer add`), whose ids hold them; a place without one is counted
under its country and first-level name, and a `warning` says so. An event counts in the month of its first day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from waqai.publish.acled import Country, load_countries
from waqai.publish.acled_events import fatalities
from waqai.publish.cells import csv_line
from waqai.publish.rows import EventRow

NAMES = (
    "location_code has_hrp in_gho provider_admin1_name provider_admin2_name admin1_code admin1_name admin2_code"
    " admin2_name admin_level event_type events fatalities reference_period_start reference_period_end dataset_id"
    " resource_id warning error"
)
COLUMNS = tuple(NAMES.split())
# two letters of the country (three in some), then two digits a level
PCODE = re.compile(r"ocha:(([A-Z]{2,3}[0-9]{2})([0-9]{2})?[0-9]*)")
TYPES = {
    "Battles": "political_violence",
    "Explosions/Remote violence": "political_violence",
    "Violence against civilians": "civilian_targeting",
    "Riots": "political_violence",
    "Protests": "demonstration",
}  # the platform's own three; strategic developments are none of them


class Cell(NamedTuple):
    """What is counted together: the country (alpha-3), P-codes and name of its units, the month, the type."""

    country: str
    admin1_code: str
    admin1_name: str
    admin2_code: str
    month: str
    event_type: str


def pieces(rows: Iterable[EventRow]) -> Iterator[str]:
    """The file as CSV, in the order of its cells."""
    countries = load_countries()
    counts: dict[Cell, list[int]] = {}
    for row in rows:
        kind = TYPES.get(row.event_type)
        if kind is not None:
            count = counts.setdefault(cell_of(row, kind, countries), [0, 0])
            count[0] += 1
            count[1] += fatalities(row.killed)
    yield csv_line(COLUMNS)
    for cell in sorted(counts):
        named = _named(cell, *counts[cell])
        yield csv_line(named.get(name, "") for name in COLUMNS)


def cell_of(row: EventRow, kind: str, countries: Mapping[str, Country]) -> Cell:
    """Where and when an event is counted."""
    place = row.location
    country = countries.get(place.country or "") if place else None
    code = PCODE.fullmatch(place.place_id or "") if place else None
    admin2 = code[1][: code.end(3) - code.start(1)] if code and code[3] else ""
    return Cell(
        country.iso3 if country else "",
        code[2] if code else "",
        (place.admin1 or "") if place else "",
        admin2,
        row.start[:7],
        kind,
    )


def _named(cell: Cell, events: int, dead: int) -> dict[str, object]:
    year, month = map(int, cell.month.split("-"))
    level = 2 if cell.admin2_code else 1 if cell.admin1_code or cell.admin1_name else 0
    return {
        "location_code": cell.country,
        "provider_admin1_name": cell.admin1_name,
        "admin1_code": cell.admin1_code,
        "admin1_name": cell.admin1_name,
        "admin2_code": cell.admin2_code,
        "admin_level": level,
        "event_type": cell.event_type,
        "events": events,
        "fatalities": dead,
        "reference_period_start": f"{cell.month}-01",
        "reference_period_end": f"{cell.month}-{monthrange(year, month)[1]:02d}",
        "warning": "" if cell.admin1_code else "no P-code: the place is of no dataset of OCHA",
        "error": "" if cell.country else "no country",
    }
