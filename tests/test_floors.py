"""The quality gate: what is read from the dev gold must not fall below the floors in floors.toml."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

from waqai.evaluate.agreement import WEIGHTS
from waqai.evaluate.alignment import align_all
from waqai.evaluate.gold import CLAIMS, DOCUMENTS, load_gold
from waqai.evaluate.scores import Scores, score
from waqai.language.pack import load_pack
from waqai.pipeline import read

FLOORS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))

RATES = ("detection_f1", "typed_f1", "claim_f1")


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Path:
    """The gold folder that the floors are for, held to its fingerprint."""
    folder: Path = shared / FLOORS["corpus"]["folder"]
    content = b"".join((folder / name).read_bytes() for name in (DOCUMENTS, CLAIMS))
    fingerprint = hashlib.sha256(content).hexdigest()
    assert fingerprint == FLOORS["corpus"]["sha256"], (
        f"{folder} is not the gold that the floors were measured on (now {fingerprint}): "
        "measure again, and change sha256 and floors in tests/floors.toml together"
    )
    return folder


@pytest.fixture(scope="module")
def scores(corpus: Path) -> Scores:
    """The figures of this tree's reader."""
    gold, pack = load_gold(corpus), load_pack()
    claims = {each.document.id: read(each.document, pack).claims for each in gold}
    return score(align_all(gold, claims))


def test_only_known_metrics() -> None:
    """A floor under a misspelt metric would hold nothing, so each is one that is measured."""
    assert set(FLOORS) == {"corpus", "floors", "ceilings"}
    assert set(FLOORS["corpus"]) == {"folder", "sha256"}
    assert set(FLOORS["floors"]) == {*RATES, "slots"}
    assert set(FLOORS["floors"]["slots"]) <= set(WEIGHTS)
    assert set(FLOORS["ceilings"]) == {"false_claims_per_negative"}


def test_floors_are_shares() -> None:
    """Every floor lies between 0 and 1, and the ceiling is no less than 0."""
    floors = [FLOORS["floors"][name] for name in RATES] + list(FLOORS["floors"]["slots"].values())
    assert all(0 <= floor <= 1 for floor in floors)
    assert FLOORS["ceilings"]["false_claims_per_negative"] >= 0


@pytest.mark.parametrize("name", RATES)
def test_claims_hold_their_floor(scores: Scores, name: str) -> None:
    """Detection, typed and claim F1 are not below their floors."""
    measured = getattr(scores, name.removesuffix("_f1")).f1
    assert measured >= FLOORS["floors"][name], f"{name} is {measured:.3f}"


@pytest.mark.parametrize("slot", FLOORS["floors"]["slots"])
def test_slots_hold_their_floor(scores: Scores, slot: str) -> None:
    """Each slot's agreement on paired claims is not below its floor."""
    measured = scores.slots.get(slot, 0.0)
    assert measured >= FLOORS["floors"]["slots"][slot], f"{slot} is {measured:.3f}"


def test_false_claims_hold_their_ceiling(scores: Scores) -> None:
    """Documents without events give no more claims than the ceiling allows."""
    measured = scores.false_claims_per_negative
    assert measured <= FLOORS["ceilings"]["false_claims_per_negative"], f"{measured:.2f} a document"
