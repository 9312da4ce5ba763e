"""The claims of one event with their documents -> accounts: what policies, origins and contradictions rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from waqai.records import Claim, Document, Group

WHOSE: tuple[Group, ...] = ("civilians", "unspecified", "combatants")
# whom to believe where figures tie: who counts bodies before who counts reports, who fights last
RANKS = ("medical", "monitor", "official", "media", "outlet", "activist", "witness", "belligerent")


class Account(NamedTuple):
    """One claim as told in one document. `line` is its line of reporting: the speaker who is named, or the outlet."""

    document: Document
    claim: Claim
    line: str
    rank: int


def accounts_of(claims: Iterable[tuple[Document, Claim]]) -> list[Account]:
    """Accounts in the order of publication, then of claim ids."""
    rows = [Account(document, claim, line_of(document, claim), rank_of(claim)) for document, claim in claims]
    return sorted(rows, key=lambda a: (a.document.published, a.claim.claim_id))


def line_of(document: Document, claim: Claim) -> str:
    """Whose line of reporting a claim is: its one named speaker's, else its outlet's, else its document's own."""
    named = [a.text for a in claim.attribution if a.text and a.kind != "witness"]
    if len(named) == 1 and named[0]:
        return f"speaker: {' '.join(named[0].split())}"
    return f"outlet: {document.source}" if document.source else f"document: {document.id}"


def rank_of(claim: Claim) -> int:
    """The place of the best of its speakers in RANKS."""
    return min((RANKS.index(a.kind) for a in claim.attribution), default=RANKS.index("outlet"))
