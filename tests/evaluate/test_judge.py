"""Our figures are those of the judge, `score.py` beside the codebook, on gold that was spoilt at random."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from waqai.evaluate.alignment import align_all
from waqai.evaluate.gold import GoldDocument, load_gold
from waqai.evaluate.scores import figures, score
from waqai.records import EVENT_TYPES, claim_from_json

RawClaims = dict[str, list[dict[str, Any]]]

_LISTS = ("locations", "actor1", "actor2", "fatalities", "injuries", "casualties_joint", "attribution")


@pytest.fixture(scope="module")
def judge(shared: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """score.py as a module."""
    return load_script(shared / "score.py")


@pytest.fixture(scope="module", params=["dev", "train"])
def raw_gold(request: pytest.FixtureRequest, shared: Path) -> RawClaims:
    """The gold claims as score.py reads them."""
    path = shared / "gold" / request.param / "claims.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["claims"] for row in rows}


@pytest.fixture(scope="module")
def gold(raw_gold: RawClaims, shared: Path) -> tuple[GoldDocument, ...]:
    """The same gold as we read it."""
    for name in ("dev", "train"):
        documents = load_gold(shared / "gold" / name)
        if {each.document.id for each in documents} == set(raw_gold):
            return documents
    raise AssertionError("the two readings are of different gold")


def spoil(gold: RawClaims, chance: random.Random) -> RawClaims:
    """A copy with claims dropped, doubled, retyped and moved, and slots emptied, swapped and blurred."""
    pool = [claim for claims in gold.values() for claim in claims]
    out: RawClaims = {}
    for name, claims in gold.items():
        kept = [copy.deepcopy(c) for c in claims for _ in range(chance.choice((0, 1, 1, 1, 1, 2)))]
        if chance.random() < 0.3:
            kept.append(copy.deepcopy(chance.choice(pool)))
        for claim in kept:
            spoil_claim(claim, pool, chance)
        chance.shuffle(kept)
        if chance.random() < 0.97:
            out[name] = kept
    return out


def spoil_claim(claim: dict[str, Any], pool: list[dict[str, Any]], chance: random.Random) -> None:
    """Change the claim in place, each part with a chance of its own."""
    other = chance.choice(pool)
    if chance.random() < 0.15:
        claim["sub_event_type"] = chance.choice(list(EVENT_TYPES))
        claim["event_type"] = EVENT_TYPES[claim["sub_event_type"]]
    for field in ("event_date", "stance", "certainty"):
        if chance.random() < 0.15:
            claim[field] = other[field]
    for field in _LISTS:
        act = chance.random()
        if act < 0.1:
            claim[field] = []
        elif act < 0.2:
            claim[field] = copy.deepcopy(other[field])
        elif act < 0.3:
            claim[field] = claim[field] + copy.deepcopy(other[field])
    for actor in claim["actor1"] + claim["actor2"]:
        if chance.random() < 0.1:
            actor["suspected"] = not actor["suspected"]
        if chance.random() < 0.1:
            actor["id"] = actor["id"].rpartition(".")[0] or actor["id"]
    for count in claim["fatalities"] + claim["injuries"]:
        if chance.random() < 0.1:
            count["group"] = "unspecified"
    for span in claim["evidence"]:
        if chance.random() < 0.3:
            span["start"] += chance.randrange(-40, 200)
            span["end"] = span["start"] + chance.randrange(1, 200)


@pytest.mark.parametrize("seed", range(8))
def test_same_figures_as_the_judge(
    judge: ModuleType, raw_gold: RawClaims, gold: tuple[GoldDocument, ...], seed: int
) -> None:
    """Every figure is the same to the last printed digit, and so is every document's value."""
    spoilt = spoil(raw_gold, random.Random(seed))
    expected, documents = judge.compare(raw_gold, spoilt)
    predicted = {name: [claim_from_json(claim) for claim in claims] for name, claims in spoilt.items()}
    alignments = align_all(gold, predicted)
    assert figures(score(alignments)) == expected
    ours = [(a.document.id, a.gold_claims, a.predicted_claims, pytest.approx(a.value)) for a in alignments]
    assert documents == ours


def test_gold_against_itself(judge: ModuleType, raw_gold: RawClaims, gold: tuple[GoldDocument, ...]) -> None:
    """Gold read back as it is has the judge's full marks."""
    expected, _ = judge.compare(raw_gold, raw_gold)
    assert figures(score(align_all(gold, {g.document.id: g.claims for g in gold}))) == expected
