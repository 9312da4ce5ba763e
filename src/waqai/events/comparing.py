"""The claims not compared yet -> suggestions in the log: each with the claims around it in time, by blocks.

The work goes in spans of days: the traits that touch a span are loaded, indexed by their keys, compared, and dropped.
A step is committed whole, so that whatever interrupts it, the next run goes on after the last step.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from waqai.events.candidates import Key, asks_for, found_under, lie_of, named_at, tells_of
from waqai.events.comparisons import compare
from waqai.events.pair_model import PairModel, verdict
from waqai.events.parties import Kinship
from waqai.events.trait_rows import LANES, from_row
from waqai.events.traits import Trait
from waqai.store.judgements import Suggestion
from waqai.store.membership import Membership

STEP = 4_000  # claims in one step
SPAN = 30  # days
FLOOR = -1.5  # log-odds; a less likely pair is not worth a line: it counts as one that is no candidate


class Judge(NamedTuple):
    """What compares: the model and the register's kinship."""

    model: PairModel
    kinship: Kinship


class Step(NamedTuple):
    """What one step gives: the claims now compared, what is suggested of them, how many pairs were looked at."""

    claims: list[str]
    suggestions: list[Suggestion]
    pairs: int


Waiting = tuple[str, int, int]  # a claim not compared yet, and the first and last day that others may match


def plan(membership: Membership, steps: int) -> list[list[Waiting]]:
    """The next claims to be compared, the earliest first, in at most so many steps; empty where none wait."""
    out: list[list[Waiting]] = []
    for row in membership.uncompared(STEP * steps):
        if not out or len(out[-1]) == STEP or row[1] >= out[-1][0][1] + SPAN:
            out.append([])
        out[-1].append(row)
    return out[:steps]


def step_of(membership: Membership, judge: Judge, chosen: list[Waiting]) -> Step:
    """Compare some claims with all that they may match. Nothing is written; steps may be made at once, if they are
    written in their order."""
    order = {row[0]: (row[1], row[0]) for row in chosen}
    around = _load(membership, chosen[0][1], max(row[2] for row in chosen), order)
    suggestions: list[Suggestion] = []
    pairs = 0
    for trait, other, lie in around.pairs():
        # of two claims that wait, the later looks at the earlier, once
        if around.fresh.get(other.claim_id, (0, "")) > order[trait.claim_id]:
            continue
        pairs += 1
        suggestion = _suggest(trait, other, lie, judge, around.seals)
        if suggestion is not None:
            suggestions.append(suggestion)
    return Step([trait.claim_id for trait in around.mine], suggestions, pairs)


@dataclass(slots=True)
class _Around:
    """The traits around some days: by key, their seals, those not compared yet with their
    place in the order of steps, and those to be compared now."""

    index: dict[Key, list[Trait]] = field(default_factory=dict)
    named: dict[tuple[int, int], list[Trait]] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, tuple[int, str]] = field(default_factory=dict)
    mine: list[Trait] = field(default_factory=list)
    all: list[Trait] = field(default_factory=list)

    def add(self, trait: Trait) -> None:
        """Index a trait."""
        self.all.append(trait)
        for key in found_under(trait):
            self.index.setdefault(key, []).append(trait)
        for word in named_at(trait):
            self.named.setdefault(word, []).append(trait)

    def pairs(self) -> Iterator[tuple[Trait, Trait, tuple[str, str]]]:
        """Each claim to be compared with each of its candidates, and how their places lie."""
        naming = self._naming()
        for trait in self.mine:
            near = {id(other): other for key in asks_for(trait) for other in self.index.get(key, ())}
            near |= {id(other): other for word in tells_of(trait) for other in self.named.get(word, ())}
            near |= naming.get(trait.claim_id, {})
            near.pop(id(trait), None)
            for other in near.values():
                lie = lie_of(trait, other)
                if lie is not None:
                    yield trait, other, lie

    def _naming(self) -> dict[str, dict[int, Trait]]:
        """For each claim to be compared, those whose reports name its places."""
        own: dict[tuple[int, int], list[Trait]] = {}
        for trait in self.mine:
            for word in named_at(trait):
                own.setdefault(word, []).append(trait)
        out: dict[str, dict[int, Trait]] = {}
        for other in self.all:
            for word in tells_of(other):
                for trait in own.get(word, ()):
                    out.setdefault(trait.claim_id, {})[id(other)] = other
        return out


def _load(membership: Membership, low: int, high: int, names: Container[str]) -> _Around:
    around = _Around()
    for lane, width in enumerate(LANES):
        for body, seal, compared, begin in membership.around(lane, low, high, width):
            trait = from_row(body)
            around.seals[trait.claim_id] = seal
            if not compared:
                around.fresh[trait.claim_id] = (begin, trait.claim_id)
            if trait.claim_id in names:
                around.mine.append(trait)
            around.add(trait)
    around.mine.sort()
    return around


def _suggest(
    one: Trait, two: Trait, lie: tuple[str, str], judge: Judge, seals: dict[str, str]
) -> Suggestion | None:
    left, right = (one, two) if one.claim_id < two.claim_id else (two, one)
    levels = compare(left, right, judge.kinship, lie)
    scored = judge.model.score(levels)
    if max(scored) < FLOOR:
        return None
    ends = (seals[left.claim_id], seals[right.claim_id])
    return Suggestion(left.claim_id, right.claim_id, verdict(scored), scored.same, levels, *ends)
