"""The words beside a mention -> how it stands to the place that it names: so far from it, on that side, near it."""

from __future__ import annotations

import re
from typing import NamedTuple

from waqai.mentions import Page
from waqai.place_names import PlaceMention
from waqai.quantities import number_at

DIRECTION, NEAR = "place.direction", "place.near"
_SMALLER = ("ppl", "admin2", "admin3")
FAR = 5  # tokens between a length and the name
_ENDS = re.compile(r"\s*[-\u2013\u2014/_]\s*")


class Relation(NamedTuple):
    """`distance` and `near` are kilometres, `direction` one of n ne e se s sw w nw; empty and None where unsaid.

    `town`: a kind word between the countryside and the name says that it is a town's, or a district's.
    """

    direction: str = ""
    distance: float | None = None
    near: float | None = None
    countryside: bool = False
    town: bool = False
    between: bool = False


class _Words(NamedTuple):
    """The pack's words for lengths, folded."""

    lengths: dict[str, float]
    duals: frozenset[str]
    joints: frozenset[str]


_KNOWN: dict[str, _Words] = {}  # pack version -> its words


def _words(page: Page) -> _Words:
    found = _KNOWN.get(page.pack.version)
    if found is None:
        where, fold = page.pack.settings.get("where", {}), page.pack.folding.fold
        found = _KNOWN[page.pack.version] = _Words(
            {fold(word): float(km) for word, km in where.get("lengths", {}).items()},
            frozenset(map(fold, where.get("duals", ()))),
            frozenset(map(fold, where.get("joints", ()))),
        )
    return found


def relation_of(page: Page, mention: PlaceMention) -> Relation:
    """What the words of a mention beside its name, and those before and after it, say."""
    countryside = mention.level == "region" and mention.lead in ("place.kind", "place.countryside")
    near, between = _near(page, mention)
    town = countryside and any(
        hit.entry.value.get("level") in _SMALLER
        for position in range(mention.first, mention.last)
        for hit in page.at[position]
        if hit.entry.label == "place.kind"
    )
    return Relation(_direction(page, mention), _distance(page, mention), near, countryside, town, between)


def _direction(page: Page, mention: PlaceMention) -> str:
    """The direction in the words of a mention, or right before it; none in the centre."""
    first = max(0, mention.first - 1)
    found = ""
    for position in range(first, mention.last):
        hit = page.hit(position, DIRECTION)
        if hit is not None and hit.last <= mention.last:
            value = hit.entry.value.get("dir", "")
            inside = position >= mention.first or hit.last == mention.first
            if inside and value and value != "c" and (not found or len(value) > len(found)):
                found = value
    return found


def _near(page: Page, mention: PlaceMention) -> tuple[float | None, bool]:
    """How near the words before a mention put it, in km; and whether they put it between two places."""
    for position in range(mention.first - 1, max(-1, mention.first - 4), -1):
        if page.sentence_of[position] != page.sentence_of[mention.first]:
            break
        hit = page.hit(position, NEAR)
        if hit is None:
            if page.has(position, NEAR):  # within an entry of several words
                continue
            break
        value = hit.entry.value.get("near", "")
        if value == "between":
            return None, True
        return (float(value) if value.isdigit() else None), False
    return None, False


def _distance(page: Page, mention: PlaceMention) -> float | None:
    """The length told before a mention (45 km [from, south-east of] X) or right behind it (X by 45 km)."""
    words = _words(page)
    if not words.lengths:
        return None
    for position in range(mention.first - 1, max(-1, mention.first - FAR), -1):
        if page.sentence_of[position] != page.sentence_of[mention.first]:
            return None
        length = _length_at(page, position, words)
        if length is not None:
            return length
        word = page.tokens.words[position]
        if not (word in words.joints or page.has(position, DIRECTION, NEAR, "prep")):
            break
    for position in range(mention.last, min(mention.last + 3, len(page.tokens.words))):
        if (
            page.sentence_of[position] == page.sentence_of[mention.first]
            and page.tokens.words[position][0].isdigit()
        ):
            after = number_at(page, position)
            if after is not None and after[1] < len(page.tokens.words):
                return _length_at(page, after[1], words)
    return None


def _length_at(page: Page, position: int, words: _Words) -> float | None:
    """The length whose unit stands at a token: a number before it, or a dual."""
    unit = page.tokens.words[position]
    if unit in words.duals:
        return 2 * words.lengths.get(unit, 1.0)
    if unit not in words.lengths:
        return None
    for first in range(max(0, position - 3), position):
        number = number_at(page, first)
        if number is not None and number[1] == position and number[0] < 2000:
            return number[0] * words.lengths[unit]
    return None


def road_ends(name: str) -> tuple[str, str] | None:
    """The two ends in a road's name (A - B), its quotation marks and kind word left to the gazetteer."""
    parts = [part.strip("\"'\u00ab\u00bb\u201c\u201d ") for part in _ENDS.split(name)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(len(part) > 1 for part in parts) else None
