"""The pairing with the highest sum."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqai.evaluate.assignment import assign


@st.composite
def matrices(draw: st.DrawFn) -> list[list[float]]:
    """Matrices of up to five by five scores in steps of a quarter, so that ties are common."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    score = st.integers(0, 4).map(lambda quarter: quarter / 4)
    return draw(st.lists(st.lists(score, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


def best_by_trial(scores: list[list[float]]) -> float:
    """The highest sum, found by trying every pairing."""
    if len(scores) > len(scores[0]):
        scores = [list(column) for column in zip(*scores, strict=True)]
    columns = range(len(scores[0]))
    return max(
        sum(scores[r][c] for r, c in enumerate(chosen)) for chosen in permutations(columns, len(scores))
    )


@pytest.mark.parametrize(
    ("scores", "pairs"),
    [
        ([], []),
        ([[]], []),
        ([[0.0]], []),
        ([[0.5]], [(0, 0, 0.5)]),
        ([[1.0, 0.9], [0.9, 0.0]], [(1, 0, 0.9), (0, 1, 0.9)]),
        ([[0.2, 0.7, 0.1]], [(0, 1, 0.7)]),
        ([[0.2], [0.7], [0.1]], [(1, 0, 0.7)]),
        ([[1.0, 1.0]], [(0, 0, 1.0)]),
    ],
)
def test_small_cases(scores: list[list[float]], pairs: list[tuple[int, int, float]]) -> None:
    """The total decides, not the single best pair; a tie goes to the first; zero is no pair."""
    assert assign(scores) == pairs


@given(matrices())
def test_nothing_beats_it(scores: list[list[float]]) -> None:
    """No other one-to-one pairing has a higher sum, and no row or column is used twice."""
    pairs = assign(scores)
    assert sum(score for _, _, score in pairs) == pytest.approx(best_by_trial(scores))
    assert len({row for row, _, _ in pairs}) == len({column for _, column, _ in pairs}) == len(pairs)
    assert all(scores[row][column] == score > 0 for row, column, score in pairs)
