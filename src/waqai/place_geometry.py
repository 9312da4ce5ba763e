"""Points on the earth and how far a place reaches: WGS84 degrees, kilometres along great circles.

A radius says within what distance of its point nearly all of a place lies. For units it is measured on the
places that the embedded gazetteer has in them; for settlements it follows from their people.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from waqai.gazetteer import Gazetteer
from waqai.place_rows import EARTH_KM, Place, distance_km

BEARINGS = {"n": 0, "ne": 45, "e": 90, "se": 135, "s": 180, "sw": 225, "w": 270, "nw": 315}
PEOPLE_A_KM2 = 6000  # of towns of the region, within a factor of two
REACH_KM = {"country": 400.0, "admin1": 80.0, "admin2": 25.0, "admin3": 12.0, "region": 30.0,
            "nbhd": 1.0, "facility": 1.0, "road": 15.0, "natural": 5.0}  # fmt: skip
HAMLET_KM = 1.5  # a settlement of unknown size, and what gazetteers' points are off by
SHARE = 0.95


class Point(NamedTuple):
    """Degrees of latitude and longitude."""

    latitude: float
    longitude: float


def shifted(point: Point, bearing: float, distance: float) -> Point:
    """The point so many kilometres away along a bearing in degrees, clockwise from north."""
    turn, angle = distance / EARTH_KM, math.radians(bearing)
    latitude, longitude = math.radians(point.latitude), math.radians(point.longitude)
    sine = math.sin(latitude) * math.cos(turn) + math.cos(latitude) * math.sin(turn) * math.cos(angle)
    east = math.sin(angle) * math.sin(turn) * math.cos(latitude)
    far = longitude + math.atan2(east, math.cos(turn) - math.sin(latitude) * sine)
    return Point(round(math.degrees(math.asin(sine)), 5), round((math.degrees(far) + 540) % 360 - 180, 5))


def middle(one: Point, other: Point) -> Point:
    """The point halfway; good enough below some hundred kilometres, not across the date line."""
    return Point(
        round((one.latitude + other.latitude) / 2, 5), round((one.longitude + other.longitude) / 2, 5)
    )


def point_of(place: Place | None) -> Point | None:
    """A place's point, None where it has none."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return Point(place.latitude, place.longitude)


def apart(one: Point, other: Point) -> float:
    """Kilometres between two points."""
    rows = [Place("", "", "", None, "", point.latitude, point.longitude, 0) for point in (one, other)]
    return distance_km(*rows) or 0.0


def reach_km(gazetteer: Gazetteer, place: Place) -> float:
    """The radius of a place."""
    if place.kind == "admin1":
        found = unit_reaches(gazetteer).get((place.country, place.admin1 or ""))
        return found or REACH_KM["admin1"]
    if place.kind == "ppl":
        return max(HAMLET_KM, math.sqrt(place.population / PEOPLE_A_KM2 / math.pi))
    return REACH_KM.get(place.kind, HAMLET_KM)


@lru_cache(maxsize=2)
def unit_reaches(gazetteer: Gazetteer) -> dict[tuple[str, str], float]:
    """(country, first-level unit) -> the distance from its seat within which nearly all of its places lie."""
    seats: dict[tuple[str, str], Place] = {}
    distances: dict[tuple[str, str], list[float]] = {}
    for place in gazetteer.embedded_places():
        unit = place.country, place.admin1 or ""
        if place.kind == "admin1":
            seats[unit] = place
        elif unit in seats:
            distance = distance_km(seats[unit], place)
            if distance is not None:
                distances.setdefault(unit, []).append(distance)
    return {
        unit: max(5.0, sorted(row)[int(SHARE * (len(row) - 1))])
        for unit, row in distances.items()
        if len(row) >= 5
    }


@lru_cache(maxsize=300)
def country_reach(gazetteer: Gazetteer, country: str) -> tuple[Point, float] | None:
    """The middle of the seats of a country's units, and the distance within which nearly all of them lie."""
    seats = [point for unit in gazetteer.unit_places(country) if (point := point_of(unit))]
    if len(seats) < 4:
        return None
    center = Point(sum(p.latitude for p in seats) / len(seats), sum(p.longitude for p in seats) / len(seats))
    return center, sorted(apart(center, seat) for seat in seats)[int(0.9 * (len(seats) - 1))]
