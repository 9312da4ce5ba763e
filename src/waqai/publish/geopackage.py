"""Rows of events -> a GeoPackage (OGC 12-128r19, an SQLite file) with one table of points, for any GIS.

Columns are those of `columns.py`; `last_change` is when the newest event changed, so that the same events give the
same bytes. An event without a point has a row without a geometry.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from waqai.publish.columns import COLUMNS, Cell, Kind, flat, moment
from waqai.publish.geojson import point_of
from waqai.publish.rows import EventRow

APPLICATION_ID = 0x47504B47  # "GPKG"
VERSION = 10300
TYPES: dict[Kind, str] = {
    "string": "TEXT", "integer": "INTEGER", "number": "DOUBLE", "date": "DATE", "datetime": "DATETIME",
    "boolean": "BOOLEAN",
}  # fmt: skip
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84),
)
SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,
    max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name)
);
"""


def write(path: Path, rows: Iterable[EventRow], description: str = "") -> None:
    """Write the rows into an empty file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # the file takes its name only when it is whole
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("BEGIN")
        for statement in SCHEMA.split(";\n")[:-1]:
            connection.execute(statement)
        connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)", SYSTEMS)
        columns = ", ".join(f"{column.name} {TYPES[column.kind]}" for column in COLUMNS)
        connection.execute(f"CREATE TABLE events (fid INTEGER PRIMARY KEY, geom POINT, {columns})")
        extent = Extent()
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        connection.executemany(f"INSERT INTO events VALUES (NULL, {marks})", _lines(rows, extent))
        values = ("events", "features", "events", description, moment(extent.updated).replace("Z", ".000Z"))
        connection.execute(
            "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 4326)", (*values, *extent.box())
        )
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0)")
        connection.execute("COMMIT")
    finally:
        connection.close()


class Extent:
    """The smallest box around points, and the time of the newest event."""

    def __init__(self) -> None:
        """Start with no points."""
        self.updated = 0
        self._west = self._south = float("inf")
        self._east = self._north = float("-inf")

    def add(self, point: tuple[float, float]) -> None:
        """Take in a point, longitude and latitude."""
        self._west, self._east = min(self._west, point[0]), max(self._east, point[0])
        self._south, self._north = min(self._south, point[1]), max(self._north, point[1])

    def box(self) -> tuple[float | None, ...]:
        """West, south, east, north; nulls without points."""
        found = (self._west, self._south, self._east, self._north)
        return found if self._west <= self._east else (None,) * 4


def _lines(rows: Iterable[EventRow], extent: Extent) -> Iterator[tuple[Cell | bytes, ...]]:
    for row in rows:
        extent.updated = max(extent.updated, row.updated)
        point = point_of(row)
        if point:
            extent.add(point)
        yield (point and blob(*point), *flat(row).values())


def blob(longitude: float, latitude: float) -> bytes:
    """A point as GeoPackage keeps it: its header (version 0, little-endian, no envelope, WGS84), then WKB."""
    return struct.pack("<2sBBi", b"GP", 0, 1, 4326) + struct.pack("<BIdd", 1, 1, longitude, latitude)
