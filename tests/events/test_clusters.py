"""Clusters and the log under random input: what holds for any log of judgements."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from waqai.events.clusters import cluster, pair
from waqai.events.partition import groups
from waqai.store.judgements import Line
from waqai.store.membership import Member

NAMES = [f"c{number}" for number in range(9)]
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda two: two[0] != two[1])
SCORES = st.dictionaries(
    PAIRS.map(lambda two: pair(*two)), st.floats(-5, 5).map(lambda x: round(x, 3)), max_size=25
)
VERDICTS = st.sampled_from(["same", "different", "part", "unsure"])
ENTRIES = st.lists(
    st.one_of(
        st.tuples(st.just("suggestion"), PAIRS, VERDICTS, st.floats(-4, 4).map(lambda x: round(x, 3))),
        st.tuples(st.just("decision"), PAIRS, VERDICTS, st.none()),
        st.tuples(st.just("undo"), PAIRS, st.just("same"), st.integers(1, 20)),
    ),
    max_size=25,
)


def log_of(entries: list[tuple[str, tuple[str, str], str, float | int | None]]) -> list[Line]:
    """Lines numbered in their order; an undo's number is what it takes back."""
    lines = []
    for number, (kind, (one, two), verdict, more) in enumerate(entries, 1):
        left, right = pair(one, two)
        score = more if kind == "suggestion" else None
        undoes = int(more) if kind == "undo" and more is not None else None
        lines.append(Line(number, kind, left, right, verdict, score, "w.t", "w.t", undoes))  # type: ignore[arg-type]
    return lines


def members(homes: list[int]) -> dict[str, Member]:
    """Claims of documents, each claim an event of its own there."""
    return {
        name: Member(name, f"d{home}", name, "w.t", number, None)
        for number, (name, home) in enumerate(zip(NAMES, homes, strict=True))
    }


HOMES = st.lists(st.integers(0, 5), min_size=len(NAMES), max_size=len(NAMES))


@given(SCORES, HOMES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_clusters_do_not_depend_on_order(
    scores: dict[tuple[str, str], float], homes: list[int], dice: random.Random
) -> None:
    """The same nodes and pairs in another order give the same partition; no two nodes of one document are together."""
    documents = {name: f"d{home}" for name, home in zip(NAMES, homes, strict=True)}
    found = cluster(documents, scores, {})
    rows, nodes = list(scores.items()), list(documents.items())
    dice.shuffle(rows)
    dice.shuffle(nodes)
    assert cluster(dict(nodes), dict(rows), {}) == found
    assert sorted(name for part in found for name in part) == NAMES
    assert all(len({documents[name] for name in part}) == len(part) for part in found)


@given(ENTRIES, HOMES)
@settings(max_examples=150, deadline=None)
def test_a_log_is_a_function_and_undoing_the_last_line_is_exact(
    entries: list[tuple[str, tuple[str, str], str, float | int | None]], homes: list[int]
) -> None:
    """Replaying a log gives the same events; a line and its undoing at the end leave them as they were."""
    claims, lines = members(homes), log_of(entries)
    before = groups(claims, lines)[0]
    assert groups(dict(reversed(claims.items())), lines)[0] == before
    end = len(lines) + 1
    decision = Line(end, "decision", "c0", "c1", "same", None, "w.t", "w.t", None)
    undo = Line(end + 1, "undo", "c0", "c1", "same", None, "w.t", "w.t", end)
    # an undo earlier in the log may name the number that comes next; it takes back nothing that is there
    if not any(line.undoes in (end, end + 1) for line in lines):
        assert groups(claims, [*lines, decision, undo])[0] == before


@given(ENTRIES, HOMES)
@settings(max_examples=150, deadline=None)
def test_what_people_hold_apart_is_apart(
    entries: list[tuple[str, tuple[str, str], str, float | int | None]], homes: list[int]
) -> None:
    """No chain of suggestions or decisions joins two claims that the latest decision on them holds apart."""
    claims = members(homes)
    end = len(entries) + 1
    apart = Line(end, "decision", "c0", "c1", "different", None, "w.t", "w.t", None)
    lines = [*(line for line in log_of(entries) if line.undoes != end), apart]
    homes_now = {claim: group.key for group in groups(claims, lines)[0] for claim in group.claims}
    assert homes_now["c0"] != homes_now["c1"]


def test_a_third_does_not_chain_a_contradiction() -> None:
    """Two that clearly differ stay apart, though a third is like both."""
    documents = {name: name for name in "abc"}
    scores = {("a", "b"): -4.0, ("a", "c"): 3.0, ("b", "c"): 2.5}
    assert cluster(documents, scores, {}) == [("a", "c"), ("b",)]
