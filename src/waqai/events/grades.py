"""The accounts of one event -> Airwars' grade of its reporting, with the rule that gave it."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.events.accounts import Account
from waqai.records import Contradiction, Origin


def grade_of(
    accounts: Sequence[Account], origins: Sequence[Origin], contradictions: Sequence[Contradiction]
) -> tuple[str, str]:
    """Confirmed, Contested, Discounted, Fair or Weak, and why; tried in this order. Empty where nobody was harmed."""
    asserted = [account for account in accounts if account.claim.stance == "asserted"]
    if not asserted:
        return "Discounted", "every report denies it"
    if admits := [a for a in asserted if _admits(a)]:
        return "Confirmed", f"who did it says that civilians were harmed ({admits[0].claim.claim_id})"
    kinds = {contradiction.kind for contradiction in contradictions}
    if "actor" in kinds:
        return "Contested", "reports name different authors"
    if "occurrence" in kinds:
        return "Contested", "it is denied"
    counted = [c for a in asserted for c in (*a.claim.fatalities, *a.claim.injuries)]
    if counted and all(c.group == "combatants" or c.high == 0 for c in counted):
        return "Discounted", "all who are counted are fighters, or none was hurt"
    if len(origins) > 1:
        return "Fair", f"{len(origins)} origins report it, and no other author is named"
    return "Weak", "one origin alone reports it"


def _admits(account: Account) -> bool:
    """Whether the one who acted tells of harm to civilians: a belligerent's word that has the author's name in it."""
    claim = account.claim
    said = {word for a in claim.attribution if a.kind == "belligerent" for word in (a.text or "").split()}
    own = any(said & set(actor.text.split()) for actor in claim.actor1)
    return own and any(c.group == "civilians" and c.high != 0 for c in (*claim.fatalities, *claim.injuries))
