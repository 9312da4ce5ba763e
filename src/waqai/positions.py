"""A grounded mention and the words beside it -> where that is: a point or a line, and within what distance.

Words that say where without a name (45 km south-east of, the eastern countryside of, on the edge of, the road
between) move the point of the name and widen its circle. Precision is told by ACLED's code (1 the place, 2 near
it or a part of its region, 3 its region) and UCDP's (1 the place, 2 within 25 km, 3 its district, 4 its
first-level unit, 5 a line or an area without borders, 6 its country).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from waqai.gazetteer import Gazetteer, Place, load_gazetteer
from waqai.mentions import Page
from waqai.place_choice import choose
from waqai.place_geometry import BEARINGS, Point, apart, country_reach, middle, point_of, reach_km, shifted
from waqai.place_names import PlaceMention
from waqai.place_relations import Relation, relation_of, road_ends
from waqai.records import Location

SECTOR = 0.4  # sine of half the sector of a direction: how far off to the side, a kilometre out
SIDE_KM = 10.0  # how far out "east of" a town mostly is, where no distance is told
UNITS = {
    "admin1": (3, 4),
    "admin2": (2, 3),
    "admin3": (2, 3),
    "region": (3, 5),
    "road": (2, 5),
    "natural": (1, 1),
}
NEAR_UCDP_KM = 25.0


WHOLE = ("facility", "road", "natural", "nbhd")
LEXICON = "lexicon"  # a country's or a region's name, known to the lexicon


class Position(NamedTuple):
    """Where a mention is: its point (None where only the country is known) and the radius around it in metres.

    `rule` says what made it; `shape` is a GeoJSON geometry where it is a line; `own` is false for a parent's point,
    `one_unit` for a line from one first-level unit to another.
    """

    point: Point | None
    uncertainty_m: int | None
    geo_precision: int
    where_precision: int
    rule: str
    shape: dict[str, Any] | None = None
    place: Place | None = None
    own: bool = True
    one_unit: bool = True


def location_of(page: Page, mention: PlaceMention) -> Location:
    """A mention as a claim's location: with a point where the text names a place that has one, never its parent's."""
    start, end, text = page.span(mention.first, mention.last)
    if mention.first == mention.last - 1 and mention.start > start:
        start, text = mention.start, page.document.text[mention.start : end]
    gazetteer, choice = load_gazetteer(page.pack.gazetteers), mention.choice
    relation = relation_of(page, mention)
    position = _beside(page, gazetteer, mention, relation) or position_of(page, gazetteer, mention, relation)
    place = meant(page, gazetteer, mention, relation)
    point = position.point if position.own else None
    return Location(
        text,
        start,
        end,
        mention.name,
        choice.admin1 if position.one_unit else None,
        choice.country,
        place.id if place else None,
        point.latitude if point else None,
        point.longitude if point else None,
        position.geo_precision,
        position.uncertainty_m if point else None,
        position.where_precision,
    )


def _beside(page: Page, gazetteer: Gazetteer, mention: PlaceMention, relation: Relation) -> Position | None:
    """The line between a mention and its partner, where the text puts something between the two."""
    number = page.places.index(mention)
    if relation.between:
        nowhere = Position(None, None, 3, 5, "between it and a place that is not known", own=False)
        other = page.places[number + 1] if number + 1 < len(page.places) else None
        line = other and other.partner and between(gazetteer, mention.choice.place, other.choice.place)
        return line or nowhere
    if mention.partner and number and relation_of(page, page.places[number - 1]).between:
        return between(gazetteer, page.places[number - 1].choice.place, mention.choice.place)
    return None


class _Base(NamedTuple):
    """The position of the name alone: its radius in km, its codes."""

    place: Place
    point: Point
    reach: float
    codes: tuple[int, int]
    rule: str


def position_of(page: Page, gazetteer: Gazetteer, mention: PlaceMention, relation: Relation) -> Position:
    """The position of a mention with what the words beside it say."""
    if mention.level == "road":
        line = _road(gazetteer, mention)
        if line is not None:
            return line
    base = _base(page, gazetteer, mention, relation)
    if base is None:
        rule = "the country alone" if mention.choice.country else "nowhere that is known"
        part = _part_of_country(gazetteer, mention, relation)
        return part or Position(None, None, 3, 6, rule)
    if base.rule != "name":  # what a parent's point is moved by is not known
        return _at(base, base.reach, base.codes, base.rule)._replace(own=False)
    return _moved(base, relation, mention)


def _base(page: Page, gazetteer: Gazetteer, mention: PlaceMention, relation: Relation) -> _Base | None:
    """The place of the name, else the town that holds it, else its first-level unit."""
    choice = mention.choice
    place = meant(page, gazetteer, mention, relation)
    point = point_of(place)
    if place is not None and point is not None:
        return _Base(place, point, reach_km(gazetteer, place), UNITS.get(place.kind, (1, 1)), "name")
    if choice.place is not None and choice.place.within:
        town = choose(gazetteer, choice.place.within, choice.admin1, choice.country, None).place
        point = point_of(town)
        if town is not None and point is not None:
            return _Base(town, point, reach_km(gazetteer, town), (2, 2), "the town that it lies in")
    unit = parent(gazetteer, choice.admin1, choice.country)
    point = point_of(unit)
    if unit is None or point is None:
        return None
    return _Base(unit, point, reach_km(gazetteer, unit), UNITS["admin1"], "the governorate that it lies in")


def meant(page: Page, gazetteer: Gazetteer, mention: PlaceMention, relation: Relation) -> Place | None:
    """The place of a mention: of several things with one name the one that its other words say.

    Kind word and name together may be the name of a facility; the countryside of a name that a unit and its town
    share is the unit's; a distance is measured from the town; and without a kind word the town is meant.
    """
    if mention.choice.place is None and mention.choice.why == LEXICON:
        rows = [row for row in gazetteer.candidates(mention.name) if row.country == mention.choice.country]
        return next((row for row in rows if row.kind in ("country", "region")), None)
    if mention.level in WHOLE:
        rows = [
            row
            for row in gazetteer.candidates(page.span(mention.first, mention.last)[2])
            if row.kind == mention.level
        ]
        where = mention.choice.country, mention.choice.admin1
        found = next((row for row in rows if where in ((row.country, row.admin1), (row.country, None))), None)
        if found is not None:
            return found
    place = mention.choice.place
    if place is None or place.kind not in ("admin1", "admin2", "admin3", "ppl"):
        return place
    if relation.countryside and not relation.town:
        unit = parent(gazetteer, mention.choice.admin1, mention.choice.country)
        return unit if unit and unit in gazetteer.candidates(mention.name) else place
    if place.kind == "ppl" or (mention.level and relation.distance is None):
        return place
    towns = [
        row
        for row in gazetteer.candidates(mention.name)
        if row.kind == "ppl" and (row.country, row.admin1) == (place.country, place.admin1)
    ]
    return max(towns, key=lambda row: (row.latitude is not None, row.population), default=place)


def parent(gazetteer: Gazetteer, admin1: str | None, country: str | None) -> Place | None:
    """The first-level unit of that name in a country, as a place."""
    if not admin1 or not country:
        return None
    rows = gazetteer.candidates(admin1)
    return next(
        (row for row in rows if row.kind == "admin1" and (row.country, row.admin1) == (country, admin1)), None
    )


def _at(
    base: _Base, radius: float, codes: tuple[int, int], rule: str, point: Point | None = None
) -> Position:
    return Position(point or base.point, max(100, 100 * round(radius * 10)), *codes, rule, None, base.place)


def _moved(base: _Base, relation: Relation, mention: PlaceMention) -> Position:
    """The position of a name moved and widened by the words beside it."""
    bearing, reach = BEARINGS.get(relation.direction), base.reach
    large = base.place.kind in ("admin1", "admin2", "country")
    if relation.distance is not None:
        return _away(base, relation.distance, bearing)
    if relation.countryside or (large and bearing is not None):
        around = max(reach, 25.0) if relation.countryside else reach
        if bearing is None:
            return _at(base, around, (3, 4) if large else (2, 2), "countryside")
        rule = f"{'countryside, ' if relation.countryside else ''}{relation.direction} part"
        return _at(base, around * 0.75, (2, 5), rule, shifted(base.point, bearing, around / 2))
    if bearing is not None:
        side = SIDE_KM / 2 + reach
        return _at(
            base, side + reach, (2, 2), f"{relation.direction} of it", shifted(base.point, bearing, side)
        )
    if relation.near is not None and relation.near > 0:
        codes = (max(base.codes[0], 2), max(base.codes[1], 2))
        return _at(base, reach + relation.near, codes, f"within {relation.near:g} km of its edge")
    rule = "the place itself" if base.codes[0] == 1 else f"the {base.place.kind} as a whole"
    return _at(base, reach, base.codes, rule)


def _away(base: _Base, distance: float, bearing: int | None) -> Position:
    """So many kilometres from a place, along a direction or along none."""
    step = 0.5 if distance < 10 else max(1.0, 0.1 * distance)  # figures of a distance are round
    within = (2, 2) if distance <= NEAR_UCDP_KM else (2, 5)
    if bearing is None:
        return _at(base, distance + base.reach + step, within, f"{distance:g} km from it, no direction")
    radius = max(SECTOR * distance, step) + base.reach
    rule = f"{distance:g} km {bearing}° of it"
    return _at(base, radius, within, rule, shifted(base.point, bearing, distance))


def _part_of_country(gazetteer: Gazetteer, mention: PlaceMention, relation: Relation) -> Position | None:
    """A side of a country: the seats of its units on that side."""
    bearing = BEARINGS.get(relation.direction)
    if bearing is None or mention.choice.country is None or mention.choice.admin1:
        return None
    whole = country_reach(gazetteer, mention.choice.country)
    if whole is None:
        return None
    point = shifted(whole[0], bearing, whole[1] / 2)
    radius = 1000 * round(whole[1] * 0.8)
    return Position(point, radius, 3, 5, f"{relation.direction} part of the country")


def _road(gazetteer: Gazetteer, mention: PlaceMention) -> Position | None:
    """A road that is named by its two ends: of all places called so in the country, the two that lie nearest."""
    ends = road_ends(mention.name)
    if ends is None:
        return None
    ones, others = (_ends(gazetteer, end, mention.choice.country) for end in ends)
    lines = [line for one in ones for other in others if (line := between(gazetteer, one, other))]
    return min(lines, key=lambda line: line.uncertainty_m or 0, default=None)


def _ends(gazetteer: Gazetteer, name: str, country: str | None) -> list[Place]:
    """The places with a point that the end of a road may be; its name may open with the word for road."""
    found = gazetteer.candidates(name) or gazetteer.candidates(name.partition(" ")[2])
    return [
        row for row in found if point_of(row) and row.kind != "country" and country in (None, row.country)
    ]


def between(gazetteer: Gazetteer, one: Place | None, other: Place | None) -> Position | None:
    """The line between two places; None where either has no point, or they are too far apart to be meant."""
    first, second = point_of(one), point_of(other)
    if first is None or second is None or one is None or other is None:
        return None
    length = apart(first, second)
    if not 0 < length < 400:
        return None
    shape = {"type": "LineString", "coordinates": [[p.longitude, p.latitude] for p in (first, second)]}
    margin = max(2.0, 0.1 * length)  # roads bend
    codes = (2, 2) if length <= NEAR_UCDP_KM else (2, 5)
    return Position(
        middle(first, second),
        100 * round((length / 2 + margin) * 10),
        *codes,
        "a line between two places",
        shape,
        one_unit=(one.country, one.admin1) == (other.country, other.admin1),
    )
