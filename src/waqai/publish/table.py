"""Rows of events -> a CSV with typed columns (`columns.py`), with a row of HXL tags where they are asked for.

UTF-8 with a byte order mark, so that Excel shows Arabic; a data package says so too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from waqai.publish.cells import csv_line
from waqai.publish.columns import COLUMNS, Cell, flat, moment
from waqai.publish.rows import EventRow, Tombstone

# the tags of HXL 1.1, for columns that have one
HXL = {
    "event_key": "#event+code", "event_type": "#event+type", "sub_event_type": "#event+type+sub",
    "date_start": "#date+start", "date_end": "#date+end", "place": "#loc+name+i_ar", "admin1": "#adm1+name+i_ar",
    "country": "#country+code+v_iso2", "place_id": "#loc+code", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "actor1": "#group+name+first", "actor2": "#group+name+second", "killed_low": "#affected+killed+min",
    "killed_best": "#affected+killed", "killed_high": "#affected+killed+max", "injured_low": "#affected+injured+min",
    "injured_best": "#affected+injured", "injured_high": "#affected+injured+max", "sources": "#meta+source",
    "urls": "#meta+url", "quotation": "#description+i_ar", "updated": "#date+updated",
}  # fmt: skip
GONE = ("event_key", "kind", "at", "successors", "why")


def pieces(rows: Iterable[EventRow], hxl: bool = False, mark: bool = True) -> Iterator[str]:
    """The file: the mark, the header, the tags if wanted, a line an event."""
    yield ("\ufeff" if mark else "") + csv_line(column.name for column in COLUMNS)
    if hxl:
        yield csv_line(HXL.get(column.name, "") for column in COLUMNS)
    for row in rows:
        yield csv_line(map(words, flat(row).values()))


def gone_pieces(tombstones: Iterable[Tombstone], mark: bool = True) -> Iterator[str]:
    """The events that are no more as a CSV: whoever has them drops them, and looks under their successors."""
    yield ("\ufeff" if mark else "") + csv_line(GONE)
    for one in tombstones:
        yield csv_line((one.key, one.kind, moment(one.at), "; ".join(one.successors), one.why))


def words(cell: Cell) -> object:
    """A cell as a CSV has it: true and false as Table Schema writes them."""
    return str(cell).lower() if isinstance(cell, bool) else cell
