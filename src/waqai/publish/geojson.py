"""Rows of events -> GeoJSON (RFC 7946): a point an event, with how far it may be off as a property, or as a circle.

Positions are longitude, latitude in WGS84; an event without a point has a null geometry. Properties are the columns
of `columns.py`, those of text free of direction marks.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from waqai.publish.columns import flat
from waqai.publish.rows import EventRow

CORNERS = 32  # of the polygon that stands for a circle
METRES = 6_371_008.8 * math.pi / 180  # a degree of latitude, on a sphere of the earth's mean radius
DIGITS = 6  # of degrees: a decimetre
MOST_M = 500_000  # a wider circle says nothing, and may pass a pole


def pieces(rows: Iterable[EventRow], circles: bool = False) -> Iterator[str]:
    """The file, a feature a line."""
    yield '{"type": "FeatureCollection", "features": [\n'
    comma = ""
    for row in rows:
        yield comma + json.dumps(feature(row, circles), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def feature(row: EventRow, circles: bool = False) -> dict[str, Any]:
    """An event as a feature; with `circles` its area is where the event may have been."""
    properties: dict[str, Any] = dict(flat(row))
    return {"type": "Feature", "id": row.key, "geometry": _geometry(row, circles), "properties": properties}


def point_of(row: EventRow) -> tuple[float, float] | None:
    """Longitude and latitude; null where no gazetteer gives them or they are no place on earth."""
    place = row.location
    if place is None or place.latitude is None or place.longitude is None:
        return None
    inside = abs(place.latitude) <= 90 and abs(place.longitude) <= 180
    return (round(place.longitude, DIGITS), round(place.latitude, DIGITS)) if inside else None


def _geometry(row: EventRow, circles: bool) -> dict[str, Any] | None:
    point = point_of(row)
    if point is None:
        return None
    radius = row.location.uncertainty_m if row.location else None
    if circles and radius and radius <= MOST_M and abs(point[1]) < 80 and abs(point[0]) < 170:
        return {"type": "Polygon", "coordinates": [ring(point, radius)]}
    return {"type": "Point", "coordinates": list(point)}


def ring(centre: tuple[float, float], radius: float) -> list[list[float]]:
    """A circle as a closed ring against the clock, as the standard wants it."""
    longitude, latitude = centre
    high = radius / METRES
    wide = high / math.cos(math.radians(latitude))
    turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
    found = [
        [round(longitude + wide * math.cos(turn), DIGITS), round(latitude + high * math.sin(turn), DIGITS)]
        for turn in turns
    ]
    return [*found, found[0]]
