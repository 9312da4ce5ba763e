"""Alignments -> the figures: detection, typed and claim F1, each slot, false claims (codebook, section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from waqai.evaluate.agreement import WEIGHTS
from waqai.evaluate.alignment import Alignment

_DIGITS = 4


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one set of documents.

    `slots` holds the mean agreement of paired claims; a slot that no pair has is left out.
    """

    documents: int
    gold_claims: int
    predicted_claims: int
    detection: Rates
    typed: Rates
    claim: Rates
    slots: dict[str, float]
    negatives: int
    false_claims: int

    @property
    def false_claims_per_negative(self) -> float:
        """Claims read from documents without events, a document."""
        return self.false_claims / self.negatives if self.negatives else 0.0


def score(alignments: Sequence[Alignment]) -> Scores:
    """The figures over all the alignments given."""
    gold = sum(a.gold_claims for a in alignments)
    predicted = sum(a.predicted_claims for a in alignments)
    found_of = sum(a.found_of for a in alignments)
    return Scores(
        documents=len(alignments),
        gold_claims=gold,
        predicted_claims=predicted,
        detection=rates(sum(a.found for a in alignments), found_of, gold),
        typed=rates(sum(len(a.pairs) for a in alignments), predicted, gold),
        claim=rates(sum(a.value for a in alignments), predicted, gold),
        slots=_slot_means(alignments),
        negatives=sum(a.is_negative for a in alignments),
        false_claims=sum(a.on_negative for a in alignments),
    )


def rates(hits: float, predicted: int, gold: int) -> Rates:
    """Precision, recall and F1 of the hits; nothing predicted where nothing was wanted is perfect."""
    precision = hits / predicted if predicted else float(not gold)
    recall = hits / gold if gold else float(not predicted)
    both = precision + recall
    return Rates(precision, recall, 2 * precision * recall / both if both else 0.0)


def _slot_means(alignments: Iterable[Alignment]) -> dict[str, float]:
    values: dict[str, list[float]] = defaultdict(list)
    for alignment in alignments:
        for pair in alignment.pairs:
            for slot, value in pair.slots.items():
                values[slot].append(value)
    return {slot: sum(values[slot]) / len(values[slot]) for slot in WEIGHTS if values[slot]}


def by_source(alignments: Iterable[Alignment]) -> dict[str, Scores]:
    """The figures of each outlet, the one with the most documents first, then by name."""
    groups: dict[str, list[Alignment]] = defaultdict(list)
    for alignment in alignments:
        groups[alignment.document.source].append(alignment)
    ordered = sorted(groups, key=lambda source: (-len(groups[source]), source))
    return {source: score(groups[source]) for source in ordered}


def worst(alignments: Iterable[Alignment], number: int) -> list[Alignment]:
    """The documents that lose most, worst first; at most `number`, and none that lose nothing."""
    losing = [a for a in alignments if a.loss > 0]
    return sorted(losing, key=lambda a: -a.loss)[:number]


def figures(scores: Scores) -> dict[str, Any]:
    """The figures as plain values, rounded to four digits, ready for `json.dumps`."""
    return {
        "documents": scores.documents,
        "gold_claims": scores.gold_claims,
        "predicted_claims": scores.predicted_claims,
        **{
            name: {key: round(value, _DIGITS) for key, value in getattr(scores, name)._asdict().items()}
            for name in ("detection", "typed", "claim")
        },
        "slots": {slot: round(value, _DIGITS) for slot, value in scores.slots.items()},
        "negatives": {"documents": scores.negatives, "false_claims": scores.false_claims},
    }
