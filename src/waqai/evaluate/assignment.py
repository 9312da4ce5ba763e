"""A matrix of scores -> the one-to-one pairing of rows and columns with the highest sum.

The Hungarian method by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), cubic in the
longer side: documents hold tens of claims, not thousands. Rows join one by one, in order, and among
equally good columns the first is taken, so that equal totals always give the same pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_NOBODY = -1


@dataclass(slots=True)
class _Matching:
    """A square cost matrix on its way to the cheapest pairing: prices of both sides, and who has whom."""

    cost: list[list[float]]
    row_price: list[float] = field(init=False)
    column_price: list[float] = field(init=False)
    row_of: list[int] = field(init=False)

    def __post_init__(self) -> None:
        size = len(self.cost)
        self.row_price, self.column_price = [0.0] * size, [0.0] * size
        self.row_of = [_NOBODY] * size

    def add(self, row: int) -> None:
        """Give the row a column by the cheapest chain of exchanges among the rows that have one."""
        size = len(self.cost)
        reached, rows = [False] * size, [row]
        slack, came_from = [float("inf")] * size, [_NOBODY] * size
        column = _NOBODY
        while True:
            self._relax(rows[-1], column, reached, slack, came_from)
            column = min((c for c in range(size) if not reached[c]), key=slack.__getitem__)
            self._raise_prices(rows, reached, slack, slack[column])
            if self.row_of[column] == _NOBODY:
                break
            reached[column] = True
            rows.append(self.row_of[column])
        while column != _NOBODY:
            previous = came_from[column]
            self.row_of[column] = row if previous == _NOBODY else self.row_of[previous]
            column = previous

    def _relax(
        self, row: int, column: int, reached: list[bool], slack: list[float], came_from: list[int]
    ) -> None:
        for candidate, price in enumerate(self.column_price):
            if not reached[candidate]:
                rest = self.cost[row][candidate] - self.row_price[row] - price
                if rest < slack[candidate]:
                    slack[candidate], came_from[candidate] = rest, column

    def _raise_prices(self, rows: list[int], reached: list[bool], slack: list[float], by: float) -> None:
        for row in rows:
            self.row_price[row] += by
        for column, is_reached in enumerate(reached):
            if is_reached:
                self.column_price[column] -= by
            else:
                slack[column] -= by


def assign(scores: Sequence[Sequence[float]]) -> list[tuple[int, int, float]]:
    """Pair rows with columns one to one for the highest sum of scores.

    `scores` is rows by columns, all at or above 0. Returns (row, column, score) in the columns' order;
    a pair that scores nothing is no pair and is left out.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    if not columns:
        return []
    size = max(rows, columns)
    cost = [[0.0] * size for _ in range(size)]
    for row, values in enumerate(scores):
        cost[row][:columns] = [-value for value in values]
    matching = _Matching(cost)
    for row in range(size):
        matching.add(row)
    pairs = ((row, column) for column, row in enumerate(matching.row_of) if row < rows and column < columns)
    return [(row, column, scores[row][column]) for row, column in pairs if scores[row][column] > 0]
