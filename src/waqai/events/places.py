"""Two traits' places -> how they lie to each other: the nearest pair of them, and whether one set holds the other."""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from functools import lru_cache

from waqai.events.traits import Spot

ARTICLE = "\u0627\u0644"
ALIKE = 0.74  # share of letters
NEAR, CLOSE, REGION = 3.0, 12.0, 45.0  # kilometres: one place, its surroundings, another district
# level -> how good a match it is; the best pair of places counts
RANK = {"same": 6, "near": 5, "within": 4, "close": 3, "unit": 2, "namesake": 1.5, "country": 1, "far": 0}


def distance_km(one: Spot, two: Spot) -> float | None:
    """Great-circle distance, null where either is not on the map."""
    if one.latitude is None or one.longitude is None or two.latitude is None or two.longitude is None:
        return None
    a, b = math.radians(one.latitude), math.radians(two.latitude)
    turn = math.radians(two.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


@lru_cache(maxsize=1 << 17)
def relation(one: Spot, two: Spot) -> str:
    """How two places lie to each other, by RANK; `within`: one is the other's unit or only its
    region is known; `namesake`: the name is the same and the place is not, by what grounded it."""
    if (one.place_id and one.place_id == two.place_id) or one.name == two.name:
        apart = distance_km(one, two)
        clash = one.admin1 and two.admin1 and one.admin1 != two.admin1
        if apart is None and not clash:
            return "same"
        if apart is not None and apart <= REGION:
            return "same"
        return "namesake"
    if one.country and two.country and one.country != two.country:
        return "far"
    if is_alike(one.name, two.name) and one.admin1 == two.admin1 and not is_region(one):
        return "same"
    large, small = (one, two) if is_region(one) else (two, one)
    if is_region(large) and (large.name == small.admin1 or large.admin1 == small.admin1 or not small.admin1):
        return "within"
    apart = distance_km(one, two)
    if apart is not None:
        for limit, level in ((NEAR, "near"), (CLOSE, "close"), (REGION, "unit")):
            if apart <= limit:
                return level
        return "country" if apart <= 4 * REGION else "far"
    if one.admin1 and one.admin1 == two.admin1:
        return "close" if shares_word(one.name, two.name) else "unit"
    return "country" if not (one.admin1 and two.admin1) else "far"


@lru_cache(maxsize=1 << 16)
def is_alike(one: str, two: str) -> bool:
    """Whether two names may be spellings of one: at most one letter in four differs, the article left out."""
    a, b = (name.removeprefix(ARTICLE) for name in (one, two))
    return min(len(a), len(b)) >= 4 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


def shares_word(one: str, two: str) -> bool:
    """Whether two names share a word of some length (a quarter named with its town)."""
    return any(len(word) > 4 for word in set(one.split()) & set(two.split()))


def is_region(spot: Spot) -> bool:
    """Whether only a region is known, not a place."""
    return spot.precision >= 3 or spot.name == spot.admin1


def compare_places(one: tuple[Spot, ...], two: tuple[Spot, ...]) -> tuple[str, str]:
    """The best relation of any two places, and the spread: alike, subset (one list holds the other), partial, none."""
    if not one or not two:
        return ("unsaid" if not one and not two else "half"), "none"
    if len(one) == len(two) == 1:
        return relation(one[0], two[0]), "alike"
    best = max((relation(a, b) for a in one for b in two), key=RANK.__getitem__)
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    met = sum(any(RANK[relation(a, b)] >= 4 for b in many) for a in few)
    back = sum(any(RANK[relation(a, b)] >= 4 for a in few) for b in many)
    if met == len(few) and back == len(many):
        return best, "alike"
    if met == len(few):
        return best, "subset"
    return best, "partial" if met else "apart"
