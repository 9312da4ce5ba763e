"""The accounts of one event -> its contradictions, typed, each side with its claims and their words.

A figure that a later one of the same line took the place of contradicts nothing; what is only vaguer neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from waqai.events.accounts import Account
from waqai.events.disagreements import GAINS, compare_actors, days_apart, nominal, places_apart
from waqai.events.parties import Kinship
from waqai.records import Contradiction, ContradictionKind, Side, Toll

WORDS = 240  # code points of a quotation


def contradictions_of(
    accounts: Sequence[Account], tolls: Sequence[Toll], kinship: Kinship
) -> tuple[Contradiction, ...]:
    """All contradictions, in the order occurrence, outcome, toll, actor, place, date."""
    asserted = [account for account in accounts if account.claim.stance == "asserted"]
    gains = [account for account in asserted if account.claim.sub_event_type in GAINS]

    def other_author(one: Account, two: Account) -> bool:
        return compare_actors(one.claim, two.claim, kinship) == "other"

    found = [
        _occurrence(accounts),
        _parted("outcome", gains, other_author, _authors),
        *(_toll(slot, asserted, tolls) for slot in ("fatalities", "injuries", "casualties_joint")),
        _parted("actor", asserted, other_author, _authors),
        _parted("place", asserted, lambda a, b: places_apart(a.claim.locations, b.claim.locations), _places),
        _parted("date", asserted, lambda a, b: days_apart(a.claim, b.claim), lambda a: a.claim.event_date),
    ]
    return tuple(one for one in found if one is not None)


def _occurrence(accounts: Sequence[Account]) -> Contradiction | None:
    sides = [[a for a in accounts if a.claim.stance == stance] for stance in ("asserted", "denied")]
    if not all(sides):
        return None
    rows = (_side(says, side) for says, side in zip(("it happened", "it did not happen"), sides, strict=True))
    return Contradiction("occurrence", tuple(rows))


def _toll(slot: str, accounts: Sequence[Account], tolls: Sequence[Toll]) -> Contradiction | None:
    """Sums that differ, each of the last figures of a line."""
    past = {(toll.claim_id, toll.group) for toll in tolls if toll.slot == slot and toll.superseded_by}
    by_sum: dict[int, list[Account]] = {}
    for account in accounts:
        counts = [c for c in getattr(account.claim, slot) if (account.claim.claim_id, c.group) not in past]
        figure = nominal(counts)
        if figure is not None:
            by_sum.setdefault(figure, []).append(account)
    if len(by_sum) < 2:
        return None
    return Contradiction("toll", tuple(_side(str(figure), by_sum[figure]) for figure in sorted(by_sum)), slot)


def _parted(
    kind: ContradictionKind,
    accounts: Sequence[Account],
    apart: Callable[[Account, Account], bool],
    says: Callable[[Account], str],
) -> Contradiction | None:
    """The accounts by what they say, where any two of what is said cannot both be; what fits all sides is left out."""
    by_words: dict[str, list[Account]] = {}
    for account in accounts:
        if says(account):
            by_words.setdefault(says(account), []).append(account)
    heads = {words: rows[0] for words, rows in by_words.items()}
    clashing = [w for w in heads if any(apart(heads[w], other) for v, other in heads.items() if v != w)]
    if len(clashing) < 2:
        return None
    return Contradiction(kind, tuple(_side(words, by_words[words]) for words in sorted(clashing)))


def _authors(account: Account) -> str:
    return ", ".join(sorted({actor.id for actor in account.claim.actor1}))


def _places(account: Account) -> str:
    return ", ".join(dict.fromkeys(place.name for place in account.claim.locations))


def _side(says: str, accounts: Sequence[Account]) -> Side:
    return Side(says, tuple(a.claim.claim_id for a in accounts), tuple(words_of(a) for a in accounts))


def words_of(account: Account) -> str:
    """The words of a claim's evidence, cut to WORDS."""
    words = " … ".join(span.text for span in account.claim.evidence)
    return words if len(words) <= WORDS else words[:WORDS].rstrip() + "…"
