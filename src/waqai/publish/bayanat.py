"""Rows of events -> a CSV for Bayanat's import of sheets, a bulletin an event, under the names of its fields.

Bayanat asks which column is which field when it imports (and keeps the answer); these names are its own, so that the
answer is the same name. Labels and sources must be there before; several stand parted by commas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from waqai.publish.acled import Party
from waqai.publish.acled_events import notes, range_words
from waqai.publish.cells import csv_lines
from waqai.publish.rows import EventRow

COLUMNS = (
    "originid", "title", "title_ar", "description", "source_link", "publish_date", "documentation_date", "sources",
    "labels", "locations", "latlng", "event_type", "from_date", "to_date", "estimated", "tags", "comments",
)  # fmt: skip


def pieces(rows: Iterable[EventRow], parties: Mapping[str, Party]) -> Iterator[str]:
    """The file: a byte order mark, the header, a line an event."""
    return csv_lines(COLUMNS, (cells_of(row, parties) for row in rows))


def cells_of(row: EventRow, parties: Mapping[str, Party]) -> dict[str, object]:
    """One event by Bayanat's fields; `latlng` is latitude and longitude with a comma between."""
    place = row.location
    point = place is not None and place.latitude is not None and place.longitude is not None
    links = [source.url for source in row.sources if source.url]
    first = row.sources[0] if row.sources else None
    return {
        "originid": row.key,
        "title": f"{row.sub_event_type}, {place.name if place else 'an unnamed place'}, {row.start}",
        "title_ar": (first.title if first else None) or "",
        "description": notes(row, parties) + f" Killed: {range_words(row.killed) or 'unknown'}.",
        "source_link": links[0] if links else "",
        "publish_date": first.published if first else "",
        "documentation_date": first.published if first else "",
        "sources": ", ".join(dict.fromkeys(source.name for source in row.sources if source.name)),
        "labels": f"{row.event_type}, {row.sub_event_type}",
        "locations": place.name if place else "",
        "latlng": f"{place.latitude}, {place.longitude}" if place and point else "",
        "event_type": row.sub_event_type,
        "from_date": row.start,
        "to_date": row.end or row.start,
        "estimated": str(row.time_precision > 1).lower(),
        "tags": f"waqai, {row.policy}",
        "comments": f"Imported from waqai: event {row.key}, claims {', '.join(row.claims)}",
    }
