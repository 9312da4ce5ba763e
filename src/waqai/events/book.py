"""The events of an open store: views over claims and judgements, the feed of their changes, decisions and their undoing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Literal

from waqai.actors import load_register
from waqai.errors import StoreError
from waqai.events.decided import held
from waqai.events.parties import Kinship
from waqai.events.partition import Group, groups
from waqai.events.trait_rows import from_row
from waqai.events.views import Eye, view
from waqai.language.pack import load_pack
from waqai.records import Claim, Document, Event, EventChange, Judgement, Verdict
from waqai.store import Store
from waqai.store.judgements import Judgements
from waqai.store.membership import Member, Membership


class Book:
    """The events of one open store; errors are StoreError, with what to do next."""

    def __init__(self, store: Store) -> None:
        """`store` may be open for reading alone; deciding needs one open for writing."""
        self.store = store
        self.membership, self.judgements = Membership(store), Judgements(store)
        self._eye = Eye(load_pack(), Kinship(load_register()))

    def events(self) -> Iterator[Event]:
        """All events, in the order of their keys."""
        return (event for event, _ in self.told())

    def told(self) -> Iterator[tuple[Event, list[tuple[Document, Claim]]]]:
        """All events with their claims and the documents of these, in the order of the events' keys."""
        for key in self.membership.keys() if self.membership.is_there else ():
            found = self._told(key)
            if found is not None:
                yield found

    def event(self, key: str) -> Event | None:
        """One event; null for a key that is not one now."""
        found = self._told(key) if self.membership.is_there else None
        return found[0] if found else None

    def _told(self, key: str) -> tuple[Event, list[tuple[Document, Claim]]] | None:
        members = {m.claim_id: m for m in self.membership.members("event_key", [key])}
        if not members:
            return None
        part_of, parts = self._parts(key, members)
        claims = self.membership.claims_of(members)
        return view(key, claims, self._eye, part_of, parts), claims

    def find(self, key: str) -> str | None:
        """The whole key of the event or tombstone that begins so; null where there is none."""
        change = self.membership.latest(key) if self.membership.is_there else None
        return change.event_key if change else None

    def changes(self, since: int = 0, with_events: bool = True) -> Iterator[EventChange]:
        """The feed after line `since`, in its order; each with its event as it is now, null where that is no more."""
        for change in self.membership.changes(since) if self.membership.is_there else ():
            event = self.event(change.event_key) if with_events else None
            yield EventChange(
                change.number, change.event_key, change.kind, change.at, change.why, change.successors, event
            )

    def decide(
        self, one: str, two: str, verdict: Verdict, author: str, reason: str, at: int | None = None
    ) -> int:
        """Write what somebody decides of two claims; its number in the log. `waqai resolve` then makes the events."""
        left, right = sorted((one, two))
        members = {m.claim_id: m for m in self.membership.members("claim_id", (left, right))}
        for claim in (left, right):
            if claim not in members:
                raise StoreError(
                    f"no claim {claim} is resolved; give whole claim ids, and run `waqai resolve` first"
                )
        if members[left].node == members[right].node:
            raise StoreError(
                f"{left} and {right} are of one event in their own report; there is nothing to decide"
            )
        if verdict == "same" and members[left].document == members[right].document:
            raise StoreError(
                f"{left} and {right} are two events of one report, which never become one; correct the claims instead"
            )
        when = int(time.time()) if at is None else at
        seals = (members[left].seal, members[right].seal)
        with self.store.transaction():
            self.membership.set_pending((left, right))
            return self.judgements.add(
                Judgement(0, left, right, verdict, "decision", _said(author), when, reason, seals=seals)
            )

    def undo(self, number: int, author: str, reason: str, at: int | None = None) -> int:
        """Take back one judgement, a suggestion or a decision, alone; the number of the line that does."""
        judgement = self.judgements.find(number)
        if judgement is None or judgement.kind == "undo":
            raise StoreError(
                f"no suggestion or decision has the number {number}; `waqai event` shows the numbers"
            )
        when = int(time.time()) if at is None else at
        ends = (judgement.left, judgement.right)
        with self.store.transaction():
            self.membership.set_pending(ends)
            return self.judgements.add(
                Judgement(0, *ends, judgement.verdict, "undo", _said(author), when, reason, undoes=number)
            )

    def replay(self) -> list[Group]:
        """The events made anew from all claims and the whole log; equal to what the store holds once it is resolved."""
        members = {member.claim_id: member for member in self.membership.all_members()}
        return groups(members, self.judgements.all())[0]

    def present(self) -> list[tuple[str, tuple[str, ...]]]:
        """The events as the store holds them: key and claims, in the order of the keys."""
        found: dict[str, list[str]] = {}
        for member in self.membership.all_members():
            if member.event_key:
                found.setdefault(member.event_key, []).append(member.claim_id)
        return sorted((key, tuple(sorted(claims))) for key, claims in found.items())

    def _parts(self, key: str, members: Mapping[str, Member]) -> tuple[list[str], list[str]]:
        """The events that this one is a part of, and those that are parts of it."""
        lines = [
            line
            for line in self.judgements.about(members)
            if line.verdict == "part" or line.kind != "suggestion"
        ]
        if not lines:
            return [], []
        ends = {claim for line in lines for claim in (line.left, line.right)}
        known = {m.claim_id: m for m in self.membership.members("claim_id", ends)} | dict(members)
        nodes: dict[str, list[Member]] = {}
        for member in known.values():
            nodes.setdefault(member.node, []).append(member)
        sides: dict[str, set[str]] = {"whole": set(), "part": set()}
        for pair in held(lines, known).parts:
            one, two = sorted(pair, key=lambda node: all(m.event_key != key for m in nodes[node]))
            other = nodes[two][0].event_key
            if other and other != key:
                sides[self._relation(nodes[one][0], nodes[two][0])].add(other)
        return sorted(sides["whole"]), sorted(sides["part"])

    def _relation(self, own: Member, other: Member) -> Literal["whole", "part"]:
        """What the other is to one's own: the whole is of more days, more places or more dead."""
        sizes = []
        bodies = self.membership.traits((own.claim_id, other.claim_id))
        for member in (own, other):
            trait = from_row(bodies[member.claim_id])
            dead = (trait.killed[1] or trait.killed[0] or 0) if trait.killed else 0
            sizes.append((trait.last - trait.first, len(trait.spots), dead, member.claim_id))
        return "whole" if sizes[1] > sizes[0] else "part"


def _said(author: str) -> str:
    name = " ".join(author.split())
    if not name:
        raise StoreError("a decision needs the name of who takes it; give one with `--by`")
    return name
