"""The claims not compared yet -> suggestions in the log: each with the claims around it in time, by blocks.

The work goes in spans of days: the traits that touch a span are loaded, indexed by their keys, compared, and dropped.
A step is committed whole, so that whatever interrupts it, the next run goes on after the last step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from waqai.events.candidates import Key, asks_for, found_under, is_candidate
from waqai.events.comparisons import compare
from waqai.events.pair_model import PairModel, verdict
from waqai.events.parties import Kinship
from waqai.events.trait_rows import LANES, from_row
from waqai.events.traits import Trait
from waqai.store.judgements import Suggestion
from waqai.store.membership import Membership

STEP = 4_000  # claims in one step
SPAN = 30  # days
FLOOR = -4.0  # log-odds; a less likely pair is not worth a line: it counts as one that is no candidate


class Judge(NamedTuple):
    """What compares: the model and the register's kinship."""

    model: PairModel
    kinship: Kinship


class Step(NamedTuple):
    """What one step gives: the claims now compared, what is suggested of them, how many pairs were looked at."""

    claims: list[str]
    suggestions: list[Suggestion]
    pairs: int


def next_step(membership: Membership, judge: Judge) -> Step | None:
    """Compare the earliest claims that have not been; null where there are none left. Nothing is written."""
    waiting = membership.uncompared(STEP)
    if not waiting:
        return None
    first = waiting[0][1]
    chosen = [row for row in waiting if row[1] < first + SPAN]
    names = {row[0] for row in chosen}
    index, seals, fresh, mine = _load(membership, first, max(row[2] for row in chosen), names)
    suggestions: list[Suggestion] = []
    pairs = 0
    for trait in mine:
        for other in _candidates(trait, index):
            # of two claims that wait, the later by name looks at the earlier, once
            if other.claim_id in fresh and not _goes_first(other, trait, names):
                continue
            pairs += 1
            suggestion = _suggest(trait, other, judge, seals)
            if suggestion is not None:
                suggestions.append(suggestion)
    return Step([trait.claim_id for trait in mine], suggestions, pairs)


def _goes_first(other: Trait, trait: Trait, names: set[str]) -> bool:
    """Whether a waiting claim is this step's own and before the other; those of later steps will look themselves."""
    return other.claim_id in names and other.claim_id < trait.claim_id


Loaded = tuple[dict[Key, list[Trait]], dict[str, str], set[str], list[Trait]]


def _load(membership: Membership, low: int, high: int, names: set[str]) -> Loaded:
    """The traits around some days: by key, their seals, those not compared yet, and those asked for by name."""
    index: dict[Key, list[Trait]] = {}
    seals: dict[str, str] = {}
    fresh: set[str] = set()
    mine: list[Trait] = []
    for lane, width in enumerate(LANES):
        for body, seal, compared in membership.around(lane, low, high, width):
            trait = from_row(body)
            seals[trait.claim_id] = seal
            if not compared:
                fresh.add(trait.claim_id)
            if trait.claim_id in names:
                mine.append(trait)
            for key in found_under(trait):
                index.setdefault(key, []).append(trait)
    return index, seals, fresh, sorted(mine)


def _candidates(trait: Trait, index: dict[Key, list[Trait]]) -> Iterator[Trait]:
    seen = {trait.claim_id}
    for key in asks_for(trait):
        for other in index.get(key, ()):
            if other.claim_id not in seen:
                seen.add(other.claim_id)
                if is_candidate(trait, other):
                    yield other


def _suggest(one: Trait, two: Trait, judge: Judge, seals: dict[str, str]) -> Suggestion | None:
    left, right = (one, two) if one.claim_id < two.claim_id else (two, one)
    levels = compare(left, right, judge.kinship)
    scored = judge.model.score(levels)
    if max(scored) < FLOOR:
        return None
    ends = (seals[left.claim_id], seals[right.claim_id])
    return Suggestion(left.claim_id, right.claim_id, verdict(scored), scored.same, levels, *ends)
