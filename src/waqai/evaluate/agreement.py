"""Two claims -> how far they agree, slot by slot and as one score (codebook, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from waqai.evaluate.assignment import assign
from waqai.evaluate.names import fold, name_words, same_name
from waqai.records import Actor, Attribution, Claim, Count, Location, Span

# slot -> its weight in a pair's score
WEIGHTS: dict[str, float] = {
    "sub_event_type": 2.0,
    "date": 1.0,
    "location": 3.0,
    "admin1": 1.0,
    "actor1": 2.0,
    "actor2": 2.0,
    "fatalities": 2.0,
    "injuries": 1.0,
    "casualties_joint": 1.0,
    "attribution": 1.0,
    "certainty": 0.5,
    "stance": 0.5,
}

_LEAST_SHARED_EVIDENCE = 0.1
_PARENT_OR_CHILD = 0.5
_ONE_ONLY_SUSPECTED = 0.8
_SAME_FIGURE_OTHER_GROUP = 2 / 3


def location_similarity(gold: Location, predicted: Location) -> float:
    """1 for the same name, else 0."""
    return float(same_name(gold.name, predicted.name))


def actor_similarity(gold: Actor, predicted: Actor) -> float:
    """1 for the same id, a half for a parent or child; a fifth less where only one of them is suspected."""
    if gold.id == predicted.id:
        same = 1.0
    elif gold.id and predicted.id and _is_family(gold.id, predicted.id):
        same = _PARENT_OR_CHILD
    else:
        return 0.0
    return same if bool(gold.suspected) == bool(predicted.suspected) else _ONE_ONLY_SUSPECTED * same


def _is_family(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def count_similarity(gold: Count, predicted: Count) -> float:
    """0 where the figures differ; the group that they were of is worth a third."""
    if (gold.low, gold.high) != (predicted.low, predicted.high):
        return 0.0
    return 1.0 if gold.group == predicted.group else _SAME_FIGURE_OTHER_GROUP


def attribution_similarity(gold: Attribution, predicted: Attribution) -> float:
    """Half for the kind of speaker, half for a shared word in its name; the outlet needs no words."""
    same_kind = gold.kind == predicted.kind
    if same_kind and gold.kind == "outlet":
        return 1.0
    return 0.5 * same_kind + 0.5 * bool(name_words(gold.text) & name_words(predicted.text))


Similarity = Callable[[Any, Any], float]

# slot -> the claim's field, how alike two of its values are
LISTS: dict[str, tuple[str, Similarity]] = {
    "location": ("locations", location_similarity),
    "actor1": ("actor1", actor_similarity),
    "actor2": ("actor2", actor_similarity),
    "fatalities": ("fatalities", count_similarity),
    "injuries": ("injuries", count_similarity),
    "casualties_joint": ("casualties_joint", count_similarity),
    "attribution": ("attribution", attribution_similarity),
}

# slot -> the claim's field, equal or not
VALUES: dict[str, str] = {
    "sub_event_type": "sub_event_type",
    "date": "event_date",
    "certainty": "certainty",
    "stance": "stance",
}


def list_agreement(gold: Sequence[Any], predicted: Sequence[Any], similarity: Similarity) -> float:
    """F1 of two lists whose members are paired for the highest similarity; 0 where either is empty."""
    if not gold or not predicted:
        return 0.0
    pairs = assign([[similarity(g, p) for p in predicted] for g in gold])
    return 2 * sum(score for _, _, score in pairs) / (len(gold) + len(predicted))


def admin1_names(claim: Claim) -> set[str]:
    """The folded names of the first levels below the country that the claim's locations give."""
    return {fold(location.admin1) for location in claim.locations if location.admin1}


def slot_scores(gold: Claim, predicted: Claim) -> dict[str, float]:
    """Each slot's agreement in [0, 1].

    A slot that both leave empty is left out, and so is admin1 where gold has none: silence earns nothing.
    """
    scores = {
        slot: float(getattr(gold, field) == getattr(predicted, field)) for slot, field in VALUES.items()
    }
    for slot, (field, similarity) in LISTS.items():
        expected, got = getattr(gold, field), getattr(predicted, field)
        if expected or got:
            scores[slot] = list_agreement(expected, got, similarity)
    wanted = admin1_names(gold)
    if wanted:
        given = admin1_names(predicted)
        scores["admin1"] = float(any(same_name(one, other) for one in wanted for other in given))
    return scores


def shares_evidence(gold: Sequence[Span], predicted: Sequence[Span]) -> bool:
    """True where the spans share at least a tenth of the characters of the longer side.

    Evidence as long as the report is no evidence.
    """
    if not gold or not predicted:
        return False
    shared = sum(max(0, min(g.end, p.end) - max(g.start, p.start)) for g in gold for p in predicted)
    longer = max(sum(span.end - span.start for span in spans) for spans in (gold, predicted))
    return shared > 0 and shared >= _LEAST_SHARED_EVIDENCE * longer


def can_pair(gold: Claim, predicted: Claim) -> bool:
    """True for the same event type and shared evidence, or the same place on the same date."""
    if gold.event_type != predicted.event_type:
        return False
    if shares_evidence(gold.evidence, predicted.evidence):
        return True
    return gold.event_date == predicted.event_date and any(
        same_name(g.name, p.name) for g in gold.locations for p in predicted.locations
    )


def pair_score(gold: Claim, predicted: Claim) -> float:
    """The weighted share of slots that agree; 0 where the two cannot be a pair."""
    if not can_pair(gold, predicted):
        return 0.0
    scores = slot_scores(gold, predicted)
    agreed = sum(WEIGHTS[slot] * score for slot, score in scores.items())
    return agreed / sum(WEIGHTS[slot] for slot in scores)
