"""The formats of events by name -> how each is written: as text in pieces, or into a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from waqai.publish import (
    acled_events,
    bayanat,
    datapackage,
    followthemoney,
    geojson,
    geopackage,
    hapi,
    parquet,
    table,
    ucdp,
    uwazi,
    xlsx,
)
from waqai.publish import annotations as web_annotations
from waqai.publish.acled import Party
from waqai.publish.columns import COLUMNS, flat
from waqai.publish.datapackage import About
from waqai.publish.rows import EventRow, Tombstone
from waqai.publish.whole import whole_file, write_whole
from waqai.records import Policy


@dataclass(frozen=True, slots=True)
class Edition:
    """What is to be written: the rows, the tombstones, the register's parties, what the file says of itself.

    `hxl`: a row of HXL tags under the header; `circles`: areas for points that are not exact.
    """

    rows: Iterable[EventRow]
    gone: Iterable[Tombstone]
    parties: Mapping[str, Party]
    about: About
    hxl: bool = False
    circles: bool = False


class Format(NamedTuple):
    """A format: what it is, in a line; its pieces of text or its writer; the one policy that it allows, if so.

    `quotes`: whether words of reports go into it.
    """

    what: str
    pieces: Callable[[Edition], Iterator[str]] | None = None
    write: Callable[[Path, Edition], None] | None = None
    policy: Policy | None = None
    quotes: bool = True


FORMATS: dict[str, Format] = {
    "csv": Format("a table with typed columns", lambda e: table.pieces(e.rows, e.hxl)),
    "acled-events": Format("ACLED's 31 columns, CSV", lambda e: acled_events.pieces(e.rows, e.parties)),
    "acled-xlsx": Format(
        "ACLED's 31 columns, XLSX",
        write=lambda path, e: xlsx.write(path, acled_events.cells(e.rows, e.parties)),
    ),
    "ucdp": Format("UCDP GED's 49 columns, CSV", lambda e: ucdp.pieces(e.rows, e.parties), policy="ucdp"),
    "xlsx": Format(
        "the table with typed columns, XLSX", write=lambda path, e: xlsx.write(path, _lines(e.rows))
    ),
    "geojson": Format("GeoJSON (RFC 7946)", lambda e: geojson.pieces(e.rows, e.circles)),
    "gpkg": Format("GeoPackage", write=lambda path, e: geopackage.write(path, e.rows, e.about.title)),
    "parquet": Format("Parquet, also for DuckDB", write=lambda path, e: parquet.write(path, e.rows)),
    "datapackage": Format(
        "Frictionless Data Package, zip",
        write=lambda path, e: datapackage.write(path, e.rows, e.gone, e.about),
    ),
    "hapi": Format("monthly counts by P-code, CSV", lambda e: hapi.pieces(e.rows), quotes=False),
    "annotations": Format("W3C Web Annotations, JSON lines", lambda e: web_annotations.pieces(e.rows)),
    "ftm": Format("FollowTheMoney entities, JSON lines", lambda e: followthemoney.pieces(e.rows, e.parties)),
    "bayanat": Format("CSV for Bayanat's import", lambda e: bayanat.pieces(e.rows, e.parties)),
    "uwazi": Format("CSV for Uwazi's import", lambda e: uwazi.pieces(e.rows, e.parties)),
    "tombstones": Format("events that are no more, CSV", lambda e: table.gone_pieces(e.gone), quotes=False),
}


def write_events(path: Path, name: str, edition: Edition, overwrite: bool = False) -> None:
    """Write a file whole or not at all. Raises WaqaiError as `write_whole`, or where a package is missing."""
    form = FORMATS[name]
    if form.pieces is not None:
        write_whole(path, form.pieces(edition), overwrite)
    elif form.write is not None:
        with whole_file(path, overwrite) as part:
            form.write(part, edition)


def _lines(rows: Iterable[EventRow]) -> Iterator[list[object]]:
    yield [column.name for column in COLUMNS]
    for row in rows:
        yield list(flat(row).values())
