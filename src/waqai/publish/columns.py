"""A row of an event -> flat, typed cells under names that say what they hold; and cells read back from text.

The columns are the schema of every general format: CSV, data package, GeoPackage, Parquet, the properties of GeoJSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from waqai.publish.cells import one_line
from waqai.publish.rows import EventRow

Kind = Literal["string", "integer", "number", "date", "datetime", "boolean"]
Cell = str | int | float | bool | None


class Column(NamedTuple):
    """A column: its name, the kind of its cells (Table Schema's types), what it holds, and how a row gives it."""

    name: str
    kind: Kind
    description: str
    cell: Callable[[EventRow], Cell]
    minimum: float | None = None
    maximum: float | None = None


def flat(row: EventRow) -> dict[str, Cell]:
    """An event by columns; words stand on one line, without direction marks and control codes."""
    return {column.name: _safe(column.cell(row)) for column in COLUMNS}


def from_words(words: Mapping[str, str]) -> dict[str, Cell]:
    """The inverse of a CSV of these columns: each cell's words as a value. Raises KeyError for a missing column."""
    return {column.name: _value(column.kind, words[column.name]) for column in COLUMNS}


def moment(seconds: int) -> str:
    """Unix seconds as a time in UTC, ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _safe(cell: Cell) -> Cell:
    return (one_line(cell) or None) if isinstance(cell, str) else cell


def _value(kind: Kind, words: str) -> Cell:
    if words == "":
        return None
    if kind == "integer":
        return int(words)
    if kind == "number":
        return float(words)
    if kind == "boolean":
        return words == "true"
    guarded = words.startswith("'") and words[1:].lstrip()[:1] in tuple("=+-@")
    return words[1:] if guarded else words


def _joined(words: tuple[str, ...]) -> str:
    return "; ".join(words)


def _place(name: str) -> Callable[[EventRow], Cell]:
    return lambda row: getattr(row.location, name) if row.location else None


COLUMNS = (
    Column("event_key", "string", "The event's key; it stays while reports arrive", lambda r: r.key),
    Column("event_type", "string", "The type of the act, ACLED's words", lambda r: r.event_type),
    Column("sub_event_type", "string", "The kind of the act, ACLED's words", lambda r: r.sub_event_type),
    Column("date_start", "date", "The first day", lambda r: r.start),
    Column("date_end", "date", "The last day; empty for one day", lambda r: r.end),
    Column(
        "date_precision", "integer", "1 the day, 2 the week, 3 the month", lambda r: r.time_precision, 1, 3
    ),
    Column("place", "string", "The place's name in Arabic", _place("name")),
    Column("place_as_written", "string", "The place as a report writes it", _place("text")),
    Column("more_places", "string", "Other places of the event", lambda r: _joined(r.more_places)),
    Column("admin1", "string", "The first-level unit", _place("admin1")),
    Column("country", "string", "The country, ISO 3166 alpha-2", _place("country")),
    Column(
        "place_id",
        "string",
        "The place's id in its gazetteer (gn: GeoNames, ocha: P-code)",
        _place("place_id"),
    ),
    Column("latitude", "number", "Degrees north, WGS84", _place("latitude"), -90, 90),
    Column("longitude", "number", "Degrees east, WGS84", _place("longitude"), -180, 180),
    Column(
        "uncertainty_m", "integer", "The point is right within so many metres", _place("uncertainty_m"), 0
    ),
    Column(
        "geo_precision", "integer", "ACLED's code: 1 town, 2 near it, 3 region", _place("geo_precision"), 1, 3
    ),
    Column("where_precision", "integer", "UCDP's code, 1 to 7", _place("where_precision"), 1, 7),
    Column("actor1", "string", "Who acts: ids of the register", lambda r: _joined(r.actor1)),
    Column("actor2", "string", "The other side or the target: ids", lambda r: _joined(r.actor2)),
    Column("killed_low", "integer", "Killed, at least", lambda r: r.killed.low, 0),
    Column("killed_best", "integer", "Killed, the policy's estimate", lambda r: r.killed.best, 0),
    Column("killed_high", "integer", "Killed, at most", lambda r: r.killed.high, 0),
    Column("injured_low", "integer", "Injured, at least", lambda r: r.injured.low, 0),
    Column("injured_best", "integer", "Injured, the policy's estimate", lambda r: r.injured.best, 0),
    Column("injured_high", "integer", "Injured, at most", lambda r: r.injured.high, 0),
    Column("policy", "string", "The policy behind the figures", lambda r: r.policy),
    Column("asserted", "boolean", "Some report asserts it; else all deny it", lambda r: r.asserted),
    Column("stated", "boolean", "Some report asserts it without doubt", lambda r: r.stated),
    Column("disputed", "string", "What reports contradict each other on", lambda r: _joined(r.disputed)),
    Column("grade", "string", "How well it is attested, Airwars' words", lambda r: r.grade),
    Column("reports", "integer", "How many reports tell it", lambda r: len(r.sources), 0),
    Column("origins", "integer", "How many of them are independent", lambda r: r.origins, 0),
    Column(
        "sources",
        "string",
        "The outlets",
        lambda r: _joined(tuple(dict.fromkeys(s.name for s in r.sources if s.name))),
    ),
    Column("urls", "string", "Where the reports are", lambda r: " ".join(s.url for s in r.sources if s.url)),
    Column("claims", "string", "The ids of its claims", lambda r: _joined(r.claims)),
    Column(
        "quotation",
        "string",
        "The words of its first claim",
        lambda r: r.quotes[0].text if r.quotes else None,
    ),
    Column("part_of", "string", "Events that it is a part of", lambda r: _joined(r.part_of)),
    Column("updated", "datetime", "When the event last changed, UTC", lambda r: moment(r.updated)),
)
