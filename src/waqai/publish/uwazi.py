"""Rows of events -> a CSV for Uwazi's import, an entity an event: several values parted by `|`, a point as `lat|lon`.

The template in Uwazi needs properties of these names (text, date, daterange, geolocation, numeric, select,
multiselect, link); days are written as YYYY-MM-DD, a range of days with a colon between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from waqai.publish.acled import Party
from waqai.publish.acled_events import names, notes
from waqai.publish.cells import csv_lines
from waqai.publish.rows import EventRow

COLUMNS = (
    "title", "event_key", "event_type", "sub_event_type", "days", "place", "admin1", "geolocation", "actor_1", "actor_2",
    "killed_low", "killed_best", "killed_high", "sources", "link", "summary", "quotation",
)  # fmt: skip


def pieces(rows: Iterable[EventRow], parties: Mapping[str, Party]) -> Iterator[str]:
    """The file; without a byte order mark, which Uwazi would take for a part of the first name."""
    return csv_lines(COLUMNS, (cells_of(row, parties) for row in rows), mark=False)


def cells_of(row: EventRow, parties: Mapping[str, Party]) -> dict[str, object]:
    """One event by the properties of its template."""
    place = row.location
    point = place is not None and place.latitude is not None and place.longitude is not None
    link = next((source for source in row.sources if source.url), None)
    return {
        "title": f"{row.sub_event_type}, {place.name if place else 'an unnamed place'}, {row.start}",
        "event_key": row.key,
        "event_type": row.event_type,
        "sub_event_type": row.sub_event_type,
        "days": f"{row.start}:{row.end or row.start}",
        "place": place.name if place else "",
        "admin1": place.admin1 if place else "",
        "geolocation": f"{place.latitude}|{place.longitude}" if place and point else "",
        "actor_1": _several(names(row.actor1, parties)),
        "actor_2": _several(names(row.actor2, parties)),
        "killed_low": row.killed.low,
        "killed_best": row.killed.best,
        "killed_high": row.killed.high,
        "sources": _several(dict.fromkeys(source.name for source in row.sources if source.name)),
        "link": f"{(link.title or link.name or link.document).replace('|', ' ')}|{link.url}" if link else "",
        "summary": notes(row, parties),
        "quotation": row.quotes[0].text if row.quotes else "",
    }


def _several(values: Iterable[str]) -> str:
    return "|".join(value.replace("|", " ") for value in values)
