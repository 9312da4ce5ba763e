"""The labels of a token -> what they mean to one stage, worked out once for each set of labels.

Stages ask the same few questions of every token; equal sets of labels are one object, so an answer is one
look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

Labels = frozenset[str]
CACHE_LIMIT = 60_000


class LabelMarks(dict[Labels, int]):
    """Labels -> their marks, as bits; filled as sets of labels are met."""

    def __init__(self, marks: Callable[[Labels], int]) -> None:
        """`marks` works the bits of a set out."""
        super().__init__()
        self._marks = marks

    def __missing__(self, labels: Labels) -> int:
        """Work out the marks of a set once."""
        if len(self) > CACHE_LIMIT:
            self.clear()
        bits = self[labels] = self._marks(labels)
        return bits

    def of(self, labels: list[Labels]) -> list[int]:
        """The marks of every token."""
        found = list(map(self.get, labels))
        if None in found:
            found = [self[each] for each in labels]
        return cast(list[int], found)


def by_prefix(*prefixes: tuple[str, ...]) -> LabelMarks:
    """Marks whose bits say, from the lowest on, whether a label starts with one of each of the prefixes."""

    def marks(labels: Labels) -> int:
        return sum(
            1 << bit for bit, starts in enumerate(prefixes) if any(x.startswith(starts) for x in labels)
        )

    return LabelMarks(marks)
