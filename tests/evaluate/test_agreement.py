"""How far two claims agree, slot by slot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from waqai.evaluate.agreement import pair_score, shares_evidence, slot_scores
from waqai.records import Actor, Attribution, Claim, Count, Location, Span

ClaimMaker = Callable[..., Claim]


def actor(name: str, suspected: bool = False) -> Actor:
    """An actor of which only the id and the doubt matter."""
    return Actor(name, "", 0, 0, suspected)


def count(group: Any, low: int | None, high: int | None) -> Count:
    """A count of which only the group and the figures matter."""
    return Count(group, None, low, high, "", 0, 0)


def place(name: str, admin1: str | None = None) -> Location:
    """A location of which only the names matter."""
    return Location(name, 0, 0, name, admin1)


@pytest.mark.parametrize(
    ("field", "slot", "gold", "predicted", "agreement"),
    [
        ("actor1", "actor1", (actor("ru"),), (actor("ru"),), 1.0),
        ("actor1", "actor1", (actor("sy.opp"),), (actor("sy.opp.fsa"),), 0.5),
        ("actor1", "actor1", (actor("sy.opp"),), (actor("sy.oppx"),), 0.0),
        ("actor1", "actor1", (actor("ru", True),), (actor("ru"),), 0.8),
        ("actor1", "actor1", (actor("sy.opp", True),), (actor("sy.opp.fsa"),), 0.4),
        ("actor2", "actor2", (actor("ru"), actor("us")), (actor("us"),), 2 / 3),
        ("actor2", "actor2", (), (actor("us"),), 0.0),
        ("fatalities", "fatalities", (count("civilians", 3, 3),), (count("unspecified", 3, 3),), 2 / 3),
        ("fatalities", "fatalities", (count("civilians", 3, 3),), (count("civilians", 3, None),), 0.0),
        ("injuries", "injuries", (count("civilians", None, None),), (count("civilians", None, None),), 1.0),
        ("locations", "location", (place("بارودة"), place("جبلة")), (place("قرية جبلة"),), 2 / 3),
        ("locations", "admin1", (place("بارودة", "الرقة"),), (place("جبلة", "محافظة الرقة"),), 1.0),
        ("locations", "admin1", (place("بارودة", "الرقة"),), (place("بارودة"),), 0.0),
        (
            "attribution",
            "attribution",
            (Attribution("outlet"),),
            (Attribution("outlet", "مراسلنا", 0, 7),),
            1.0,
        ),
        (
            "attribution",
            "attribution",
            (Attribution("witness", "مصدر محلي"),),
            (Attribution("media", "مصدر"),),
            0.5,
        ),
        (
            "attribution",
            "attribution",
            (Attribution("witness", "شهود"),),
            (Attribution("witness", "أهالي"),),
            0.5,
        ),
    ],
)
def test_a_slot(
    claim: ClaimMaker, field: str, slot: str, gold: Any, predicted: Any, agreement: float
) -> None:
    """Each slot's similarity is as the codebook's comparison has it."""
    scores = slot_scores(claim(**{field: gold}), claim(**{field: predicted}))
    assert scores[slot] == pytest.approx(agreement)


def test_what_both_leave_empty_is_left_out(claim: ClaimMaker) -> None:
    """Silence earns nothing: an empty slot on both sides has no score."""
    scores = slot_scores(claim(), claim(locations=(), fatalities=()))
    assert "injuries" not in scores
    assert "actor2" not in scores
    assert scores["fatalities"] == scores["location"] == scores["admin1"] == 0.0
    assert "admin1" not in slot_scores(claim(locations=()), claim())


def test_pair_score_is_the_weighted_share(claim: ClaimMaker) -> None:
    """A wrong sub-event type and date take three of the twelve weights in play."""
    wrong = claim(sub_event_type="Grenade", event_date="2017-05-23")
    assert pair_score(claim(), claim()) == 1.0
    assert pair_score(claim(), wrong) == pytest.approx(1 - 3 / 12)


@pytest.mark.parametrize(
    ("changes", "is_pair"),
    [
        ({"sub_event_type": "Armed clash"}, False),
        ({"evidence": (Span(200, 260, ""),)}, True),
        ({"evidence": (Span(200, 260, ""),), "event_date": "2017-05-20"}, False),
        ({"evidence": (Span(200, 260, ""),), "locations": ()}, False),
        ({"evidence": (), "locations": ()}, False),
        ({"event_date": "2017-05-20", "locations": ()}, True),
    ],
)
def test_what_can_be_a_pair(claim: ClaimMaker, changes: dict[str, Any], is_pair: bool) -> None:
    """The event type must agree, and the evidence or both place and date."""
    assert (pair_score(claim(), claim(**changes)) > 0) is is_pair


@pytest.mark.parametrize(
    ("gold", "predicted", "shared"),
    [
        ([(0, 10)], [(9, 12)], True),
        ([(0, 10)], [(9, 30)], False),
        ([(0, 10), (50, 60)], [(55, 65)], True),
        ([(0, 10)], [(10, 20)], False),
        ([], [(0, 5)], False),
    ],
)
def test_shared_evidence(gold: list[tuple[int, int]], predicted: list[tuple[int, int]], shared: bool) -> None:
    """A tenth of the longer side must be common: a whole report as evidence is none."""
    spans = [[Span(start, end, "") for start, end in side] for side in (gold, predicted)]
    assert shares_evidence(*spans) is shared
