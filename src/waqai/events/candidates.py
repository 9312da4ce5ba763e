"""Traits -> candidate pairs, by blocks of family, days and place; never all pairs.

A claim has keys that it is found under and keys that it asks for; two claims meet where one asks for what the other is
found under, whichever came first. A date that is vague is found under more days, a place of which only the region is
known under its region. `is_candidate` then decides, so that blocks may be generous.
"""

from __future__ import annotations

from collections.abc import Iterator

from waqai.events.comparisons import gap_days
from waqai.events.places import ARTICLE, compare_places, is_region
from waqai.events.traits import Spot, Trait

DAYS = {1: 1, 2: 3, 3: 12}  # how far apart candidates may lie, by the vaguer precision
LONGEST = 10  # days; a longer span is vague
CELL = 0.12  # degrees, some 13 km north to south
PLACED = frozenset({"same", "near", "within", "close", "namesake"})

Key = tuple[object, ...]


def is_candidate(one: Trait, two: Trait) -> bool:
    """Whether a pair is worth comparing: of one family, near in time, and near in place or alike in toll or words."""
    return lie_of(one, two) is not None


def lie_of(one: Trait, two: Trait) -> tuple[str, str] | None:
    """How the places of a candidate pair lie to each other (as `compare_places`); null where the pair is none."""
    if one.document_id == two.document_id or one.family != two.family:
        return None
    gap = gap_days(one, two)
    if gap > DAYS[1] and gap > DAYS[max(vagueness(one), vagueness(two))]:
        return None
    lie = compare_places(one.spots, two.spots)
    near = lie[0] in PLACED or names_other(one, two) or names_other(two, one)
    if near or (lie[0] != "far" and shares_toll(one, two)) or shares_text(one, two):
        return lie
    return None


def names_other(one: Trait, two: Trait) -> bool:
    """Whether the first one's text has a rare word of the second one's places."""
    return not two.names.isdisjoint(one.story)


def vagueness(trait: Trait) -> int:
    """The precision of its date; a span of many days is as vague as a month."""
    return 3 if trait.last - trait.first > LONGEST else trait.precision


def shares_toll(one: Trait, two: Trait) -> bool:
    """Whether both count the same dead, two or more."""
    return bool({f for f in one.figures & two.figures if f > 1})


def shares_text(one: Trait, two: Trait) -> bool:
    """Whether the documents are near-copies."""
    return bool(set(one.copy) & set(two.copy))


def found_under(trait: Trait) -> Iterator[Key]:
    """The keys that others find a claim by."""
    return _keys(trait, _found_days(trait), _found_areas(trait))


def asks_for(trait: Trait) -> Iterator[Key]:
    """The keys that a claim looks for others by."""
    return _keys(trait, _asked_days(trait), _asked_areas(trait))


def named_at(trait: Trait) -> Iterator[tuple[int, int]]:
    """The words of a claim's places on each day that it may have been; see `tells_of`."""
    reach = DAYS[vagueness(trait)]
    days = range(trait.first - reach, min(trait.last, trait.first + LONGEST) + reach + 1)
    return ((word, day) for word in trait.names for day in days)


def tells_of(trait: Trait) -> Iterator[tuple[int, int]]:
    """The words of a claim's report on its days: where they are `named_at` another, the report names the other's place.

    Both ways are to be looked up, since either may name the other's.
    """
    reach = min(DAYS[vagueness(trait)], DAYS[2]) - 1
    days = range(trait.first - reach, min(trait.last, trait.first + LONGEST) + reach + 1)
    return ((word, day) for word in trait.story for day in days)


def _keys(trait: Trait, days: set[Key], areas: set[Key]) -> Iterator[Key]:
    for day in days:
        for area in areas:
            yield (*day, trait.family, *area)
    for band in trait.copy:
        yield ("copy", trait.family, band)


def _found_days(trait: Trait) -> set[Key]:
    """`p`: the days of a precise date; `v`: those that a vague one may mean; `m`: fortnights, both ways."""
    vague = vagueness(trait)
    if vague == 3:
        return {("m", period) for period in _periods(trait.first - DAYS[3], trait.last + DAYS[3])}
    own = range(trait.first, trait.last + 1)
    out: set[Key] = {("o", period) for period in _periods(trait.first, trait.last)}
    if vague == 1:
        return out | {("p", day) for day in own}
    return out | {("v", day) for day in range(trait.first - DAYS[2], trait.last + DAYS[2] + 1)}


def _asked_days(trait: Trait) -> set[Key]:
    vague = vagueness(trait)
    if vague == 3:
        periods = _periods(trait.first - DAYS[3], trait.last + DAYS[3])
        return {(role, period) for period in periods for role in ("o", "m")}
    reach = DAYS[vague]
    out: set[Key] = {("m", period) for period in _periods(trait.first, trait.last)}
    out |= {("v", day) for day in range(trait.first, trait.last + 1)}
    return out | {("p", day) for day in range(trait.first - reach, trait.last + reach + 1)}


def _periods(first: int, last: int) -> range:
    """The fortnights that a span of days touches, at most twelve of them."""
    return range(first // 14, min(last // 14, first // 14 + 11) + 1)


def _found_areas(trait: Trait) -> set[Key]:
    areas: set[Key] = set(_tolls(trait))
    for spot in trait.spots:
        if is_region(spot):
            areas.add(("region", _unit(spot)))
        else:
            areas.add(("unit", _unit(spot)))
        areas |= {("name", spot.name), _start(spot)}
        if spot.latitude is not None and spot.longitude is not None:
            areas.add(("cell", *_cell(spot.latitude, spot.longitude)))
    return areas


def _asked_areas(trait: Trait) -> set[Key]:
    areas: set[Key] = set(_tolls(trait))
    for spot in trait.spots:
        areas.add(("region", _unit(spot)))
        areas |= {("name", spot.name), _start(spot)}
        if is_region(spot):
            areas.add(("unit", _unit(spot)))
        if spot.latitude is not None and spot.longitude is not None:
            row, column = _cell(spot.latitude, spot.longitude)
            areas |= {("cell", row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
    return areas


def _tolls(trait: Trait) -> Iterator[Key]:
    """A figure of two dead or more, of those in one country: reports of one act that ground its place apart."""
    countries = {spot.country for spot in trait.spots} or {""}
    return (("toll", figure, country) for figure in trait.figures if figure > 1 for country in countries)


def _start(spot: Spot) -> Key:
    """The beginning of a name in its unit: spellings of one name mostly differ later."""
    return ("start", spot.name.removeprefix(ARTICLE)[:3], _unit(spot))


def _unit(spot: Spot) -> str:
    return f"{spot.country}.{spot.admin1}"


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return int(latitude // CELL), int(longitude // CELL)
