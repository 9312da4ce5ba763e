"""Gold and predicted claims of one document -> which of them are pairs (codebook, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from waqai.evaluate.agreement import pair_score, shares_evidence, slot_scores
from waqai.evaluate.assignment import assign
from waqai.evaluate.gold import GoldDocument
from waqai.records import Claim, Document


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted claim of one type that tell the same act, with what they agree on."""

    gold: Claim
    predicted: Claim
    score: float
    slots: dict[str, float]


@dataclass(frozen=True, slots=True)
class Alignment:
    """One document's comparison, optional gold claims and what was paired with them already taken out.

    `found` counts the pairs by evidence alone, whatever their type, and `found_of` the predicted claims
    that could have been such a pair; `seen` are the gold claims in them.
    """

    document: Document
    pairs: tuple[Pair, ...] = ()
    missed: tuple[Claim, ...] = ()
    false: tuple[Claim, ...] = ()
    seen: tuple[Claim, ...] = field(default=(), repr=False)
    found: int = 0
    found_of: int = 0
    is_negative: bool = False
    on_negative: int = 0

    @property
    def gold_claims(self) -> int:
        """How many gold claims count."""
        return len(self.pairs) + len(self.missed)

    @property
    def predicted_claims(self) -> int:
        """How many predicted claims count."""
        return len(self.pairs) + len(self.false)

    @property
    def value(self) -> float:
        """The sum of the pairs' scores."""
        return sum(pair.score for pair in self.pairs)

    @property
    def loss(self) -> float:
        """How far the value is below what a perfect reading of the same document would have."""
        return max(self.gold_claims, self.predicted_claims) - self.value


def align(gold: GoldDocument, predicted: Sequence[Claim]) -> Alignment:
    """Pair the claims of one document one to one for the highest total score."""
    typed = assign([[pair_score(g, p) for p in predicted] for g in gold.claims])
    found = assign([[float(shares_evidence(g.evidence, p.evidence)) for p in predicted] for g in gold.claims])
    pairs = tuple(
        Pair(gold.claims[g], predicted[p], score, slot_scores(gold.claims[g], predicted[p]))
        for g, p, score in typed
        if g not in gold.optional
    )
    paired_gold, paired_predicted = {g for g, _, _ in typed}, {p for _, p, _ in typed}
    seen = tuple(gold.claims[g] for g, _, _ in found if g not in gold.optional)
    return Alignment(
        document=gold.document,
        pairs=pairs,
        missed=tuple(c for g, c in enumerate(gold.claims) if g not in paired_gold | gold.optional),
        false=tuple(c for p, c in enumerate(predicted) if p not in paired_predicted),
        seen=seen,
        found=len(seen),
        found_of=len(predicted) - sum(g in gold.optional for g, _, _ in found),
        is_negative=not gold.claims,
        on_negative=0 if gold.claims else len(predicted),
    )


def align_all(
    gold: Iterable[GoldDocument], predicted: Mapping[str, Sequence[Claim]]
) -> tuple[Alignment, ...]:
    """One alignment for each gold document; one that the prediction lacks counts as predicted empty."""
    return tuple(align(each, predicted.get(each.document.id, ())) for each in gold)
