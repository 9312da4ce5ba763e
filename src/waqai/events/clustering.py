"""The claims that wait to be clustered -> their events, and the lines that say what changed and why.

A step takes some waiting claims with all that they may share an event with (their component: what pairs likely to be the
same tie together, and what is in one event now), makes the events anew, and compares them with what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from waqai.events.partition import Group, groups
from waqai.records import ChangeKind
from waqai.store.judgements import Judgements, Line
from waqai.store.membership import Member, Membership

STEP = 2_000  # claims


class Entry(NamedTuple):
    """A line for the feed; without claims a tombstone."""

    key: str
    kind: ChangeKind
    why: str
    successors: tuple[str, ...]
    claims: tuple[str, ...]


class Settled(NamedTuple):
    """What one step gives: each claim's event (event key, claim id), and the lines for the feed."""

    keys: list[tuple[str, str]]
    entries: list[Entry]


def next_step(membership: Membership, judgements: Judgements) -> Settled | None:
    """Cluster the next waiting claims; null where none wait. Nothing is written."""
    waiting = membership.pending(STEP)
    if not waiting:
        return None
    members, lines = component(waiting, membership, judgements)
    found, _ = groups(members, lines)
    keys = [(group.key, claim) for group in found for claim in group.claims]
    return Settled(keys, _entries(found, members, lines))


def component(
    start: Iterable[str], membership: Membership, judgements: Judgements
) -> tuple[dict[str, Member], list[Line]]:
    """Some claims with all that likely pairs, shared nodes and present events tie to them; and the lines on these."""
    members: dict[str, Member] = {}
    lines: dict[int, Line] = {}
    ends = membership.members("claim_id", start)
    while ends:
        fresh = {member.claim_id: member for member in ends if member.claim_id not in members}
        members |= fresh
        beside = membership.members("node", {m.node for m in fresh.values()})
        beside += membership.members("event_key", {m.event_key for m in fresh.values() if m.event_key})
        beyond: set[str] = set()
        for line in judgements.about(fresh):
            lines[line.number] = line
            if line.verdict == "same" or (line.score or 0.0) > 0:
                beyond |= {claim for claim in (line.left, line.right) if claim not in members}
        ends = [member for member in beside if member.claim_id not in members]
        ends += membership.members("claim_id", beyond)
    return members, [lines[number] for number in sorted(lines)]


def _entries(found: Sequence[Group], members: Mapping[str, Member], lines: Sequence[Line]) -> list[Entry]:
    """What changed: new events, events with other claims, tombstones of keys that are no more."""
    before: dict[str, set[str]] = {}
    for member in members.values():
        if member.event_key:
            before.setdefault(member.event_key, set()).add(member.claim_id)
    now = {claim: group.key for group in found for claim in group.claims}
    entries = []
    ties = _ties(now, lines)
    for group in found:
        had = before.get(group.key, set())
        if had == set(group.claims):
            continue
        heirs = _heirs(had, now)
        kind: ChangeKind = "new" if not had else "split" if heirs - {group.key} else "changed"
        why = _why(group, had, members, ties.get(group.key, ()))
        entries.append(Entry(group.key, kind, why, tuple(sorted(heirs - {group.key})), group.claims))
    present = {group.key for group in found}
    for key in sorted(before.keys() - present):
        heirs = _heirs(before[key], now)
        kind = "gone" if not heirs else "merged" if len(heirs) == 1 else "split"
        why = f"its claims are in {', '.join(sorted(heirs))} now" if heirs else "its claims are read no more"
        entries.append(Entry(key, kind, why, tuple(sorted(heirs)), ()))
    return entries


def _heirs(claims: Iterable[str], now: Mapping[str, str]) -> set[str]:
    return {now[claim] for claim in claims if claim in now}


def _why(group: Group, had: set[str], members: Mapping[str, Member], ties: Sequence[Line]) -> str:
    """What came and what went, and the strongest line that ties what came to the rest."""
    came, went = sorted(set(group.claims) - had), sorted(had - set(group.claims))
    parts = []
    if came and had:
        parts.append(f"{_list(came)} came")
    if went:
        parts.append(f"{_list(went)} went")
    merged = sorted({members[c].event_key or "" for c in came} - {"", group.key})
    if merged:
        parts.append(f"from {', '.join(merged)}")
    fresh = set(came)
    ties = [line for line in ties if line.left in fresh or line.right in fresh] or ties
    tie = max(ties, key=lambda line: (line.kind == "decision", line.score or 0.0, -line.number), default=None)
    if tie is not None and len(group.nodes) > 1:
        said = "somebody decided" if tie.kind == "decision" else f"log-odds {tie.score:+.1f}"
        parts.append(f"judgement {tie.number} ties {tie.left} and {tie.right} ({said})")
    return "; ".join(parts) or ("first claim" if len(group.claims) == 1 else "first claims")


def _ties(home: Mapping[str, str], lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines that say `same` within each event, by its key."""
    out: dict[str, list[Line]] = {}
    for line in lines:
        if line.verdict == "same" and line.kind != "undo" and home.get(line.left) == home.get(line.right):
            out.setdefault(home.get(line.left, ""), []).append(line)
    return out


def _list(claims: Sequence[str]) -> str:
    return claims[0] if len(claims) == 1 else f"{len(claims)} claims ({claims[0]} …)"
