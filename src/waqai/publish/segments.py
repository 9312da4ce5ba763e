"""A text and its spans -> pieces in reading order, each with all the spans that cover it.

Spans may overlap and lie in one another; the pieces do not, and put together they are the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A span of a text with what it stands for."""

    start: int
    end: int
    slot: str
    key: int


class Segment(NamedTuple):
    """A piece of a text and the marks that cover it, the shortest first."""

    text: str
    marks: tuple[Mark, ...]


def segments(text: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Cut a text where marks begin and end; marks that lie outside it or are empty are passed over."""
    within = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    opening: dict[int, list[Mark]] = {}
    for mark in within:
        opening.setdefault(mark.start, []).append(mark)
    cuts = sorted({0, len(text), *(mark.start for mark in within), *(mark.end for mark in within)})
    open_marks: list[Mark] = []
    for start, end in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > start] + opening.get(start, [])
        yield Segment(
            text[start:end], tuple(sorted(open_marks, key=lambda mark: (mark.end - mark.start, mark.key)))
        )
