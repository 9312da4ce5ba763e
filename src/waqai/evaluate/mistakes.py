"""Alignments -> what went wrong: missed and false claims by type, slots by cause, values most confused.

`lost` is in the unit of the claim score: the part of a pair's score that the slot's disagreement took.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from waqai.evaluate.agreement import LISTS, VALUES, WEIGHTS, admin1_names
from waqai.evaluate.alignment import Alignment, Pair
from waqai.records import Attribution, Claim, Count

NOTHING = "∅"


class Confusion(NamedTuple):
    """A slot whose gold value was read as another, as text that stands for the value."""

    slot: str
    gold: str
    predicted: str


@dataclass(slots=True)
class SlotMistakes:
    """How one slot fared over the pairs: how often it was judged, and how often wrong in which way."""

    judged: int = 0
    missing: int = 0
    spurious: int = 0
    wrong: int = 0
    lost: float = 0.0


@dataclass(slots=True)
class Mistakes:
    """All that went wrong, counted.

    `unseen` are gold claims whose evidence no predicted claim shares; `mistyped` are seen, but paired with
    none of their event type; both by sub_event_type, and so is `false`. `examples` holds document ids.
    """

    slots: dict[str, SlotMistakes] = field(default_factory=lambda: {slot: SlotMistakes() for slot in WEIGHTS})
    unseen: Counter[str] = field(default_factory=Counter)
    mistyped: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    confusions: Counter[Confusion] = field(default_factory=Counter)
    examples: dict[Confusion, list[str]] = field(default_factory=lambda: defaultdict(list))


def find_mistakes(alignments: Iterable[Alignment]) -> Mistakes:
    """Count what the predicted claims have wrong, left out and added."""
    mistakes = Mistakes()
    for alignment in alignments:
        seen = {id(claim) for claim in alignment.seen}
        for claim in alignment.missed:
            (mistakes.mistyped if id(claim) in seen else mistakes.unseen)[claim.sub_event_type] += 1
        mistakes.false.update(claim.sub_event_type for claim in alignment.false)
        for pair in alignment.pairs:
            _count_pair(mistakes, pair, alignment.document.id)
    return mistakes


def _count_pair(mistakes: Mistakes, pair: Pair, document_id: str) -> None:
    judged = sum(WEIGHTS[slot] for slot in pair.slots)
    for slot, agreement in pair.slots.items():
        counts = mistakes.slots[slot]
        counts.judged += 1
        if agreement == 1:
            continue
        counts.lost += WEIGHTS[slot] * (1 - agreement) / judged
        confusion = Confusion(slot, value_text(pair.gold, slot), value_text(pair.predicted, slot))
        if confusion.predicted == NOTHING:
            counts.missing += 1
        elif confusion.gold == NOTHING:
            counts.spurious += 1
        else:
            counts.wrong += 1
        mistakes.confusions[confusion] += 1
        if document_id not in mistakes.examples[confusion]:
            mistakes.examples[confusion].append(document_id)


def value_text(claim: Claim, slot: str) -> str:
    """A slot's value as short text that two claims with the same value share."""
    if slot == "admin1":
        parts = sorted(admin1_names(claim))
    elif slot in VALUES:
        parts = [str(getattr(claim, VALUES[slot]))]
    else:
        parts = sorted(_row_text(row) for row in getattr(claim, LISTS[slot][0]))
    return " + ".join(parts) or NOTHING


def _row_text(row: Any) -> str:
    if isinstance(row, Count):
        return f"{row.group} {_bound(row.low)}-{_bound(row.high)}"
    if isinstance(row, Attribution):
        return f"{row.kind}: {row.text}" if row.text else row.kind
    if hasattr(row, "suspected"):
        return f"{row.id}?" if row.suspected else str(row.id)
    return str(row.name)


def _bound(value: int | None) -> str:
    return "?" if value is None else str(value)


def top_confusions(mistakes: Mistakes, number: int, slot: str | None = None) -> list[tuple[Confusion, int]]:
    """The confusions that recur most, of one slot or of all; ties go to the slot that weighs more."""
    rows = [row for row in mistakes.confusions.items() if slot is None or row[0].slot == slot]
    return sorted(rows, key=lambda row: (-row[1], -WEIGHTS[row[0].slot], row[0]))[:number]


def mistakes_figures(mistakes: Mistakes, confusions: int = 20) -> dict[str, Any]:
    """The mistakes as plain values, ready for `json.dumps`, with that many of the confusions."""
    return {
        "missed_unseen": dict(mistakes.unseen.most_common()),
        "missed_mistyped": dict(mistakes.mistyped.most_common()),
        "false": dict(mistakes.false.most_common()),
        "slots": {
            slot: {
                "judged": counts.judged,
                "missing": counts.missing,
                "spurious": counts.spurious,
                "wrong": counts.wrong,
                "lost": round(counts.lost, 2),
            }
            for slot, counts in mistakes.slots.items()
        },
        "confusions": [
            {**confusion._asdict(), "times": times, "documents": mistakes.examples[confusion][:3]}
            for confusion, times in top_confusions(mistakes, confusions)
        ],
    }
