"""The figures of cases reckoned on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from waqai.evaluate.alignment import align, align_all
from waqai.evaluate.gold import GoldDocument
from waqai.evaluate.scores import by_source, figures, rates, score, worst
from waqai.records import Claim, Span

ClaimMaker = Callable[..., Claim]
GoldMaker = Callable[..., GoldDocument]


@pytest.mark.parametrize(
    ("hits", "predicted", "gold", "expected"),
    [
        (0, 0, 0, (1.0, 1.0, 1.0)),
        (0, 2, 0, (0.0, 0.0, 0.0)),
        (0, 0, 2, (0.0, 0.0, 0.0)),
        (1, 2, 1, (0.5, 1.0, 2 / 3)),
    ],
)
def test_rates(hits: float, predicted: int, gold: int, expected: tuple[float, float, float]) -> None:
    """Nothing predicted where nothing was wanted is perfect; all else is hits over what there was."""
    assert rates(hits, predicted, gold) == pytest.approx(expected)


def test_a_perfect_reading(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """Gold read back as it is scores 1 throughout, and no document is among the worst."""
    gold = gold_document(claim(), claim(sub_event_type="Arrests"))
    alignments = [align(gold, gold.claims)]
    scores = score(alignments)
    assert scores.detection == scores.typed == scores.claim == (1.0, 1.0, 1.0)
    assert set(scores.slots.values()) == {1.0}
    assert worst(alignments, 5) == []


def test_another_type_is_detected_but_no_pair(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """Detection asks for the evidence alone; a pair also for the event type."""
    alignment = align(gold_document(claim()), [claim(sub_event_type="Armed clash")])
    scores = score([alignment])
    assert scores.detection.f1 == 1.0
    assert scores.typed.f1 == scores.claim.f1 == 0.0
    assert len(alignment.missed) == len(alignment.false) == 1
    assert scores.slots == {}


def test_optional_claims_are_taken_out_of_both_sides(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """An optional claim neither earns when found nor costs when it is not."""
    other = claim(sub_event_type="Arrests", evidence=(Span(100, 160, ""),))
    gold = gold_document(claim(), other, optional=(1,))
    for predicted in ([claim(), other], [claim()]):
        scores = score([align(gold, predicted)])
        assert (scores.gold_claims, scores.predicted_claims) == (1, 1)
        assert scores.detection.f1 == scores.claim.f1 == 1.0


def test_a_document_without_events(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """Claims from a document whose gold is empty are counted as false, by document."""
    scores = score(align_all([gold_document(name="a"), gold_document(name="b")], {"a": (claim(), claim())}))
    assert (scores.negatives, scores.false_claims) == (2, 2)
    assert scores.false_claims_per_negative == 1.0


def test_one_to_one(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """A claim told twice is one pair and one false claim, and the better of the two is the pair."""
    alignment = align(gold_document(claim()), [claim(event_date="2017-05-20"), claim()])
    assert [pair.score for pair in alignment.pairs] == [1.0]
    assert [c.event_date for c in alignment.false] == ["2017-05-20"]
    assert alignment.loss == 1.0


def test_by_source_and_worst(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """Outlets come with the most documents first; the document that loses most comes first."""
    gold = [
        gold_document(claim(), name="a", source="x"),
        gold_document(claim(), claim(), name="b", source="y"),
        gold_document(claim(), name="c", source="y"),
    ]
    alignments = align_all(gold, {"c": gold[2].claims})
    sources = by_source(alignments)
    assert list(sources) == ["y", "x"]
    assert sources["y"].claim.recall == pytest.approx(1 / 3)
    assert [a.document.id for a in worst(alignments, 2)] == ["b", "a"]


def test_figures_are_rounded(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """The plain form has four digits and the judge's names."""
    result = figures(score([align(gold_document(claim(), claim(), claim()), [claim()])]))
    assert result["claim"] == {"precision": 1.0, "recall": 0.3333, "f1": 0.5}
    assert result["negatives"] == {"documents": 0, "false_claims": 0}
