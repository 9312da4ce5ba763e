"""Segments: overlapping and nested spans cut a text into pieces that put together are the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from waqai.publish.segments import Mark, segments

marks = st.lists(
    st.builds(Mark, st.integers(-2, 12), st.integers(-2, 14), st.sampled_from("ab"), st.integers(0, 99)),
    max_size=8,
)


def test_nested_and_overlapping_spans() -> None:
    """Each piece has all the marks over it, the shortest first."""
    outer, inner, across = Mark(0, 6, "e", 0), Mark(1, 3, "a", 1), Mark(2, 8, "b", 2)
    found = [
        (piece.text, [mark.key for mark in piece.marks])
        for piece in segments("abcdefghij", [outer, inner, across])
    ]
    assert found == [("a", [0]), ("b", [1, 0]), ("c", [1, 0, 2]), ("def", [0, 2]), ("gh", [2]), ("ij", [])]
    assert list(segments("", [])) == []


@given(st.text(max_size=10), marks)
def test_pieces_are_the_text(text: str, given_marks: list[Mark]) -> None:
    """Nothing is lost or doubled, and every mark inside the text covers exactly its words."""
    found = list(segments(text, given_marks))
    assert "".join(piece.text for piece in found) == text and all(piece.text for piece in found)
    for mark in given_marks:
        if 0 <= mark.start < mark.end <= len(text):
            assert "".join(p.text for p in found if mark in p.marks) == text[mark.start : mark.end]
