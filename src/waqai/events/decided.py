"""Lines of the log and the claims as they are -> what holds now: a score for each pair of nodes, and what was decided.

A line counts only while the claims are what they were when it was written (their seals); of several on one pair the
latest of its kind counts, and an undone line never does. A node is a document's event: claims of one node stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from waqai.events.clusters import Pair, pair
from waqai.store.judgements import Line
from waqai.store.membership import Member


class Held(NamedTuple):
    """What holds, by pairs of nodes: log-odds of the best pair of their claims; what people decided (same or not)."""

    scores: dict[Pair, float]
    decided: dict[Pair, bool]
    parts: set[Pair]


def held(lines: Iterable[Line], members: Mapping[str, Member]) -> Held:
    """What holds of the claims in `members` (by claim id); `lines` are in the order of the log."""
    suggested: dict[Pair, Line] = {}
    decided: dict[Pair, Line] = {}
    kept = list(lines)
    undone = {line.undoes for line in kept if line.kind == "undo"}
    for line in kept:
        if line.kind == "undo" or line.number in undone:
            continue
        if line.left not in members or line.right not in members or not _is_sealed(line, members):
            continue
        (decided if line.kind == "decision" else suggested)[line.left, line.right] = line
    return _by_nodes(suggested, decided, members)


def _by_nodes(
    suggested: Mapping[Pair, Line], decided: Mapping[Pair, Line], members: Mapping[str, Member]
) -> Held:
    out = Held({}, {}, set())
    for (left, right), line in suggested.items():
        nodes = pair(members[left].node, members[right].node)
        if nodes[0] != nodes[1] and line.score is not None:
            out.scores[nodes] = max(out.scores.get(nodes, line.score), line.score)
            if line.verdict == "part" and (left, right) not in decided:
                out.parts.add(nodes)
    for (left, right), line in sorted(decided.items(), key=lambda row: row[1].number):
        nodes = pair(members[left].node, members[right].node)
        if nodes[0] == nodes[1]:
            continue
        out.parts.discard(nodes)
        out.decided.pop(nodes, None)
        if line.verdict == "unsure":  # a person who is unsure takes the machine's word away, and gives none
            out.scores[nodes] = 0.0
        else:
            out.decided[nodes] = line.verdict == "same"
            if line.verdict == "part":
                out.parts.add(nodes)
    return out


def _is_sealed(line: Line, members: Mapping[str, Member]) -> bool:
    pairs = ((line.left_seal, members[line.left].seal), (line.right_seal, members[line.right].seal))
    if line.kind == "decision":
        return all(then.partition(".")[0] == now.partition(".")[0] for then, now in pairs)
    return all(then == now for then, now in pairs)
