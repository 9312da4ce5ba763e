"""Two traits -> comparisons: for each respect one level of agreement, named in words that people can check.

A level is `name:level`; the pair model has a weight for each. Nothing here depends on the order of the two, except
that of two tolls the later published may be the larger.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from waqai.events.kinds import nearness
from waqai.events.parties import Kinship
from waqai.events.places import compare_places
from waqai.events.traits import Range, Trait

SLACK = {1: 1, 2: 7, 3: 31}  # days that a date of this precision may be off
GROWTH = 4.0  # how many times a toll may grow while reports come in


def compare(one: Trait, two: Trait, kinship: Kinship, lie: tuple[str, str] | None = None) -> tuple[str, ...]:
    """All levels of a pair, in a fixed order; symmetric. `lie` is what `compare_places` gives, where it is known."""
    place, spread = lie or compare_places(one.spots, two.spots)
    kind = nearness(one.kind, two.kind)
    time = compare_days(one, two)
    day = _iso(min(one.first, two.first))
    doers = kinship.compare(one.doers, two.doers, day)
    targets = kinship.compare(one.targets, two.targets, day)
    if doers in ("other", "hostile", "half") and kind in ("same", "close") and one.kind != "Attack":
        swapped = kinship.compare(one.doers | one.targets, two.doers | two.targets, day)
        if swapped in ("same", "nested") and one.doers & two.targets:
            doers = "swapped"
    later = two.published - one.published
    span = compare_spans(one, two)
    return (
        f"date:{time}",
        f"span:{span}",
        f"place:{place}",
        f"spread:{spread}",
        f"kind:{kind}",
        f"doer:{doers}",
        f"target:{targets}",
        f"killed:{compare_tolls(one.killed, two.killed, later)}",
        f"hurt:{compare_tolls(one.hurt, two.hurt, later)}",
        f"figure:{compare_figures(one, two)}",
        f"weapon:{compare_sets(one.weapons, two.weapons)}",
        f"act:{compare_sets(one.acts, two.acts)}",
        f"object:{compare_sets(one.objects, two.objects)}",
        f"wording:{compare_words(one.words, two.words)}",
        f"story:{compare_stories(one.story, two.story)}",
        f"named:{compare_names(one, two)}",
        f"stance:{'one denied' if one.denied != two.denied else 'alike'}",
        f"date and place:{time}, {place}",
        f"kind and place:{kind}, {place}",
        f"toll and spread:{ratio(one.killed, two.killed)}, {spread}",
        f"span and spread:{span}, {spread}, {'region' if place == 'within' else 'place'}",
    )


@lru_cache(maxsize=1 << 14)
def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def gap_days(one: Trait, two: Trait) -> int:
    """Days between the two spans of days; 0 where they touch."""
    gap = two.first - one.last if two.first > one.last else one.first - two.last
    return gap if gap > 0 else 0


def compare_days(one: Trait, two: Trait) -> str:
    """The gap of the days, against what their precision allows."""
    gap, loose = gap_days(one, two), max(one.precision, two.precision)
    if gap == 0:
        return "same day" if loose == 1 else "same, vague"
    if gap == 1:
        return "next day" if loose == 1 else "next, vague"
    if gap <= SLACK[loose]:
        return "within precision"
    return "days apart" if gap <= 3 else "far"


def compare_spans(one: Trait, two: Trait) -> str:
    """Whether one tells a longer span of days that holds the other: a sum over days."""
    lengths = sorted((one.last - one.first, two.last - two.first))
    if lengths[1] == 0:
        return "days"
    if gap_days(one, two) > 0:
        return "apart"
    return "holds" if lengths[1] > lengths[0] + 1 else "alike"


def compare_tolls(one: Range | None, two: Range | None, later: int) -> str:
    """Two tolls; `later` is by how many days the second was published after the first."""
    if one is None or two is None:
        return "unsaid" if one is None and two is None else "half"
    top_one, top_two = one[1] or one[0] or 0, two[1] or two[0] or 0
    if one == two:
        return "none" if top_one == 0 else "one" if top_one == 1 else "few" if top_one < 5 else "equal"
    if _reaches(one, two) and _reaches(two, one):
        return "overlap"
    small, large = sorted((top_one, top_two))
    if small == 0:
        return "none or some"
    grew = large / small <= GROWTH and (later == 0 or (top_two > top_one) == (later > 0))
    return ("grew a little" if large / small <= 1.5 else "grew") if grew else "apart"


def _reaches(one: Range, two: Range) -> bool:
    """Whether the first toll may be as high as the least of the second."""
    return one[1] is None or two[0] is None or one[1] >= two[0]


def compare_figures(one: Trait, two: Trait) -> str:
    """Whether a single figure of the dead stands in both."""
    if not one.figures or not two.figures:
        return "unsaid"
    common = one.figures & two.figures
    if not common:
        return "none"
    return "common" if max(common) > 2 else "small"


def ratio(one: Range | None, two: Range | None) -> str:
    """How many times the larger toll is the smaller; `unsaid` where either is not a number above 0."""
    tops = [(toll[1] or toll[0] or 0) if toll else 0 for toll in (one, two)]
    if not all(tops):
        return "unsaid"
    times = max(tops) / min(tops)
    return (
        "equal"
        if times == 1
        else "up to half more"
        if times <= 1.5
        else "up to three"
        if times < 3
        else "more"
    )


def compare_sets(one: frozenset[Any], two: frozenset[Any]) -> str:
    """What share of the smaller set the other holds: all, half, some, none; `unsaid` where either is empty."""
    if not one or not two:
        return "unsaid"
    share = len(one & two) / min(len(one), len(two))
    return "all" if share == 1 else "half" if share >= 0.5 else "some" if share else "none"


def compare_names(one: Trait, two: Trait) -> str:
    """Whether each text has the words of the other's places: both, one, neither; `unsaid` where no name is rare."""
    if not one.names or not two.names:
        return "unsaid"
    said = (len(one.names & two.story) / len(one.names), len(two.names & one.story) / len(two.names))
    if min(said) >= 0.5:
        return "both"
    return "one" if max(said) >= 0.5 else "neither"


def compare_stories(one: frozenset[int], two: frozenset[int]) -> str:
    """What share of the rare words of the smaller document the other has."""
    share = len(one & two) / max(1, min(len(one), len(two)))
    return "much" if share > 0.4 else "some" if share > 0.2 else "little" if share > 0.08 else "nothing"


def compare_words(one: frozenset[int], two: frozenset[int]) -> str:
    """The share of the shorter text's rare words that the other has, and how many they are."""
    least = min(len(one), len(two))
    if least < 3:
        return "few words"
    common = len(one & two)
    share = common / least
    if share >= 0.6 and common >= 5:
        return "copied"
    if share >= 0.35 and common >= 4:
        return "much"
    if common >= 3 and share >= 0.15:
        return "some"
    return "little" if common else "nothing"
