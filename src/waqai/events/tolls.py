"""The accounts of one event -> its toll history: every figure, which later one of the same line took its place, and which
are a belligerent's for its enemy's dead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from waqai.events.accounts import Account
from waqai.records import Claim, Count, CountSlot, Toll

SLOTS: tuple[CountSlot, ...] = ("fatalities", "injuries", "casualties_joint")


def tolls_of(accounts: Sequence[Account]) -> tuple[Toll, ...]:
    """All figures of the accounts that assert the event, in the order of publication; superseded ones say by what."""
    history = [
        toll_of(account, slot, count)
        for account in accounts
        if account.claim.stance == "asserted"
        for slot in SLOTS
        for count in cast("tuple[Count, ...]", getattr(account.claim, slot))
    ]
    return tuple(_superseded(toll, history) for toll in history)


def toll_of(account: Account, slot: CountSlot, count: Count) -> Toll:
    """One figure as a line of the history."""
    return Toll(
        account.claim.claim_id,
        account.document.published,
        account.line,
        slot,
        count.group,
        count.of,
        count.low,
        count.high,
        count.text,
        by_enemy=is_by_enemy(account.claim, count),
    )


def is_by_enemy(claim: Claim, count: Count) -> bool:
    """Whether a belligerent counts the other side's fighters: the speaker fights, and the dead are not the speaker's."""
    if count.group != "combatants" or not any(a.kind == "belligerent" for a in claim.attribution):
        return False
    dead = {count.of} if count.of else {actor.id for actor in claim.actor2}
    if not dead:
        return False
    said = {word for a in claim.attribution if a.kind == "belligerent" for word in (a.text or "").split()}
    own = [actor for actor in (*claim.actor1, *claim.actor2) if said & set(actor.text.split())]
    return not any(actor.id == id_ or actor.id.startswith(f"{id_}.") for actor in own for id_ in dead)


def _superseded(toll: Toll, history: Sequence[Toll]) -> Toll:
    """The toll, with the last claim of its line that gives a figure of the same people on a later day."""
    if toll.low is None and toll.high is None:
        return toll
    later = [
        other
        for other in history
        if (other.line, other.slot, other.group, other.of) == (toll.line, toll.slot, toll.group, toll.of)
        and (other.low, other.high) != (None, None)
        and other.published > toll.published
    ]
    return replace(toll, superseded_by=later[-1].claim_id) if later else toll
