"""Claims and judgements -> the partition of claims into events, with a key for each: a pure function of both.

An event's key is made of the claim of it that came first. So a key stays while reports arrive; of two events that become
one the elder's key stays; of one that falls apart the part with its first claim keeps the key; and where a merge is undone,
the old key comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from waqai.events.clusters import cluster
from waqai.events.decided import Held, held
from waqai.store.judgements import Line
from waqai.store.membership import Member


class Group(NamedTuple):
    """One event: its key, its claims, the nodes that they are of."""

    key: str
    claims: tuple[str, ...]
    nodes: tuple[str, ...]


def key_of(claim_id: str) -> str:
    """The key of an event whose first claim this is."""
    return "ev-" + hashlib.sha256(claim_id.encode()).hexdigest()[:12]


def groups(members: Mapping[str, Member], lines: Iterable[Line]) -> tuple[list[Group], Held]:
    """The events of some claims and what held when they were made; whole components in, whole events out."""
    nodes: dict[str, list[Member]] = {}
    for member in members.values():
        nodes.setdefault(member.node, []).append(member)
    holding = held(lines, members)
    documents = {node: claims[0].document for node, claims in nodes.items()}
    found = []
    for part in cluster(documents, holding.scores, holding.decided):
        claims = [member for node in part for member in nodes[node]]
        first = min(claims, key=lambda member: member.arrival)
        ids = tuple(sorted(member.claim_id for member in claims))
        found.append(Group(key_of(first.claim_id), ids, part))
    return sorted(found), holding
