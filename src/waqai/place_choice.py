"""Candidates -> the place that a text means, by the unit, country and kind word in it; or its unit alone."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from waqai.gazetteer import Gazetteer
from waqai.place_rows import Choice, Place, pack_rows

MARGIN = 0.5  # two candidates nearer than this (in powers of ten of people) are not told apart
TOGGLED = 1.0  # the price of a spelling that differs in its article
# Where the population is unknown: what a name of that kind is worth, in powers of ten of people
PROMINENCE = {"country": 6.5, "admin1": 4.8, "admin2": 3.5, "admin3": 3.0, "region": 4.5, "ppl": 1.0}
FAMED = 0.4  # what being on that list adds to a place of known population, below the size of a city
TOWN = 100_000
KNOWN = 3.8  # a place of the hand-written list, which holds what reports on the region's wars name
# Level of the kind word -> kind of the candidate -> how well they agree; missing pairs cost 1
AGREE: dict[str, dict[str, float]] = {
    "admin1": {"admin1": 4, "region": 1, "ppl": -1},
    "admin2": {"admin2": 2, "admin3": 1, "ppl": 0.5, "region": 0.5, "nbhd": 0.2},
    "admin3": {"admin3": 2, "admin2": 1, "ppl": 0.5, "nbhd": 0.2, "region": 0.2},
    "ppl": {"ppl": 2, "admin2": 0, "admin3": 0, "admin1": -2, "country": -4, "facility": -1.5},
    "nbhd": {"nbhd": 3, "ppl": -0.5, "admin1": -3, "country": -4},
    "facility": {"facility": 3, "ppl": 0, "nbhd": 0, "admin1": -1.5, "country": -3},
    "road": {"road": 3, "ppl": 0, "nbhd": 0, "admin1": -1, "country": -3},
    "natural": {"natural": 3, "region": 0.5, "ppl": -0.5, "admin1": -2, "country": -4},
    "region": {"region": 2, "admin2": 0.5, "admin1": 0, "ppl": 0, "nbhd": 0},
}
# A capital and the governorate around it: texts say the one and mean the other (GeoNames codes)
RINGS = (("SY", "13", "08"), ("YE", "26", "16"))


class Hints(NamedTuple):
    """What the text names beside the place; `units` are (country, unit) pairs, maybe none."""

    units: frozenset[tuple[str, str]]
    rings: frozenset[tuple[str, str]]
    country: str | None
    level: str | None


def choose(
    gazetteer: Gazetteer,
    name: str,
    admin1_hint: str | None = None,
    country_hint: str | None = None,
    kind_word: str | None = None,
) -> Choice:
    """The place that `name` means where the text also names a unit, a country or a kind word (folded or not).

    A candidate that contradicts a hint is refused: then the unit and country stand alone. So they do where
    several candidates are as likely; what all of them share is kept.
    """
    hints = _hints(gazetteer, admin1_hint, country_hint, kind_word)
    found = gazetteer.candidates(name)
    left = [place for place in found if _allowed(place, hints)]
    if not left:
        return _parent(hints, "refused: contradicts the text" if found else "no such name", len(found))
    exact = gazetteer.exact_ids(name)
    scored = sorted(
        ((sum(parts_of(gazetteer, place, hints, place.id in exact)), place) for place in left),
        key=lambda s: -s[0],
    )
    best, place = scored[0]
    if place.kind == "admin1" and hints.level not in ("admin1", "admin2", "region"):
        place = _seat(place, left)
    rivals = [
        p
        for score, p in scored
        if best - score < MARGIN and (p.country, p.admin1) != (place.country, place.admin1)
    ]
    if rivals and place.kind != "country":
        return _shared([place, *rivals], hints)
    why = f"{place.kind} {place.id}, {best:.1f} of {len(found)} candidates"
    return Choice(place, place.admin1, place.country, why)


@lru_cache(maxsize=20_000)
def ranked(gazetteer: Gazetteer, name: str, level: str | None) -> tuple[tuple[float, Place], ...]:
    """The candidates of a name with a kind word of that level, each with its weight, the heaviest first."""
    hints = level_hints(level)
    exact = gazetteer.exact_ids(name)
    found = [place for place in gazetteer.candidates(name) if _allowed(place, hints)]
    rows = [(sum(parts_of(gazetteer, place, hints, place.id in exact)), place) for place in found]
    return tuple(sorted(rows, key=lambda row: -row[0]))


def level_hints(level: str | None) -> Hints:
    """The hints of a text that says no more than what kind of place it is."""
    return Hints(frozenset(), frozenset(), None, level)


@lru_cache(maxsize=2)
def kind_levels(path: Path, gazetteer: Gazetteer) -> dict[str, str]:
    """Folded kind word, singular or plural -> its level, from `place_words.tsv`."""
    levels: dict[str, str] = {}
    for entry, group, paradigm, value, *_ in pack_rows(path):
        level = value.partition(";")[0].removeprefix("level=")
        if group in ("place.kind", "place.countryside") and level:
            plurals = [word for word in paradigm.removeprefix("n:").split(",") if word[:1] not in "-+n"]
            for word in (entry, *plurals):
                levels.setdefault(gazetteer.fold(word), level)
    return levels


def _hints(gazetteer: Gazetteer, admin1: str | None, country: str | None, kind_word: str | None) -> Hints:
    units = gazetteer.units(admin1, country)
    rings: set[tuple[str, str]] = set()
    for code, *pair in RINGS:
        names = [(code, gazetteer.unit_name(code, number)) for number in pair]
        if units & set(names):
            rings.update(names)
    level = None
    if kind_word:
        words = gazetteer.fold(kind_word)
        levels = kind_levels(gazetteer.folder / "lexicon" / "place_words.tsv", gazetteer)
        level = levels.get(words) or levels.get(words[2:])
    return Hints(units, frozenset(rings) - units, country, level)


def _allowed(place: Place, hints: Hints) -> bool:
    """Whether a candidate goes with the text: same country, same unit, and a quarter is no far village."""
    if hints.country and place.country != hints.country:
        return False
    if not hints.units:
        return hints.level != "nbhd" or place.kind not in ("ppl", "country") or place.population >= 0
    if place.admin1 is None:
        return place.country in {country for country, _ in hints.units}
    pair = (place.country, place.admin1)
    return pair in hints.units or pair in hints.rings


class Parts(NamedTuple):
    """What makes a candidate's weight, in powers of ten of people; the weight is their sum."""

    prominence: float
    country: float
    spelling: float
    kind: float
    capital: float


def parts_of(gazetteer: Gazetteer, place: Place, hints: Hints, exact: bool) -> Parts:
    """How likely a text means that candidate, by cause."""
    prominence = PROMINENCE.get(place.kind, 1.0)
    if place.population:
        famed = FAMED if place.known and place.population < TOWN else 0
        prominence = max(prominence, math.log10(place.population + 10) + famed)
    if place.known:
        prominence = max(prominence, KNOWN)
    kind = AGREE.get(hints.level, {}).get(place.kind, -1) if hints.level else 0
    ring = -1.5 if (place.country, place.admin1) in hints.rings else 0
    country = 0.5 * gazetteer.weight.get(place.country, 0)
    return Parts(prominence, country, 0 if exact else -TOGGLED, kind, ring)


class Weighed(NamedTuple):
    """A candidate with its weight by cause; `refused` says why the text rules it out, empty where it does not."""

    place: Place
    parts: Parts
    refused: str = ""


def weigh(
    gazetteer: Gazetteer, name: str, admin1: str | None, country: str | None, kind_word: str | None
) -> list[Weighed]:
    """Every candidate of a name as `choose` sees it, those that the text rules out among them."""
    hints = _hints(gazetteer, admin1, country, kind_word)
    exact = gazetteer.exact_ids(name)
    rows = [
        Weighed(
            place,
            parts_of(gazetteer, place, hints, place.id in exact),
            "" if _allowed(place, hints) else f"not in {admin1 or country}, which the text names",
        )
        for place in gazetteer.candidates(name)
    ]
    return sorted(rows, key=lambda row: (bool(row.refused), -sum(row.parts)))


def _seat(unit: Place, places: list[Place]) -> Place:
    """The town that a unit is named after, where there is one: without a kind word the town is meant."""
    towns = [p for p in places if p.kind == "ppl" and (p.country, p.admin1) == (unit.country, unit.admin1)]
    return next((town for town in towns if town.population or town.known), unit)


def _parent(hints: Hints, why: str, refused: int) -> Choice:
    countries = {country for country, _ in hints.units}
    unit = next(iter(hints.units))[1] if len(hints.units) == 1 else None
    country = hints.country or (countries.pop() if len(countries) == 1 else None)
    return Choice(None, unit, country, f"{why} ({refused} candidates)")


def _shared(places: list[Place], hints: Hints) -> Choice:
    """No place, but the country that all likely candidates share."""
    countries = {place.country for place in places}
    parent = _parent(hints, "ambiguous", len(places))
    return parent._replace(country=countries.pop() if len(countries) == 1 else parent.country)
