"""Rows of gazetteers: places, what stands for none, and when two rows are one place. Degrees are WGS84."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

EARTH_KM = 6371.0
NEAR_KM = 15.0  # two rows of one name and unit this near are one place


class Place(NamedTuple):
    """A row of a gazetteer. `admin1` is in the pack's spelling; population 0 is unknown; `within` its town.

    `known` marks places of the hand-written list: reports on the region's wars name them.
    """

    id: str
    name: str
    kind: str
    admin1: str | None
    country: str
    latitude: float | None
    longitude: float | None
    population: int
    within: str = ""
    known: bool = False


class Choice(NamedTuple):
    """What a name stands for: the place, or where none is certain the unit and country that are."""

    place: Place | None
    admin1: str | None
    country: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that was skipped: `where` is file:line."""

    where: str
    message: str


def distance_km(one: Place, other: Place) -> float | None:
    """The great-circle distance, or None where either has no coordinates."""
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    d = math.radians(other.longitude - one.longitude)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(d)
    return EARTH_KM * math.acos(min(1.0, max(-1.0, cosine)))


def distinct(places: list[Place]) -> list[Place]:
    """One row for one place: same id, or same unit with points near or missing; what one lacks is filled."""
    kept: list[Place] = []
    for place in places:
        twin = next((number for number, other in enumerate(kept) if _same(place, other)), None)
        if twin is None:
            kept.append(place)
        else:
            kept[twin] = _merged(kept[twin], place)
    return kept


def _merged(one: Place, other: Place) -> Place:
    """The earlier row with the later one's point, population and fame where it has none of its own."""
    given, lent = (one, other) if one.latitude is not None or other.latitude is None else (other, one)
    population = max(one.population, other.population)
    within, known = one.within or other.within, one.known or other.known
    kind = lent.kind if lent.known and given.kind == "ppl" and not population else given.kind
    return given._replace(population=population, within=within, known=known, kind=kind)


def _same(one: Place, other: Place) -> bool:
    if one.id.replace("gn:", "geonames:") == other.id.replace("gn:", "geonames:"):
        return True
    units = {"country", "admin1"}
    if (
        one.country != other.country
        or one.admin1 != other.admin1
        or (one.kind in units) != (other.kind in units)
    ):
        return False
    if one.kind in units or other.kind in units:
        return one.kind == other.kind
    apart = distance_km(one, other)
    return apart is None or apart <= NEAR_KM


def pack_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a pack's TSV without comments and its header; none where there is no such file."""
    if not path.exists():
        return
    lines = (line for line in path.read_text(encoding="utf-8").split("\n") if line and line[0] != "#")
    next(lines, None)
    for line in lines:
        yield line.split("\t")
