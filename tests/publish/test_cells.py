"""Cells: no formulas, no control codes, no hidden direction marks, and plain numbers stay numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqai.publish.cells import csv_cell, one_line


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (3, "3"),
        (-36.5, "-36.5"),
        ("-12", "-12"),
        ("نص عادي", "نص عادي"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("  =1", "'  =1"),
        ("\n plain", "'  plain"),
        ("\u00a0\u200b=1", "'\u00a0\u200b=1"),
        ("＝1", "'＝1"),
        ("\u202e=1", "'=1"),
        ("\u200f=1", "'=1"),
        ("a\u202eb\nc\x00d", "ab c d"),
    ],
)
def test_cells_are_safe(value: object, cell: str) -> None:
    """An apostrophe stands before what a spreadsheet would run; codes and marks go."""
    assert csv_cell(value) == cell


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n \u202e\u200f\u00a0\ufeff1aب'＝"), max_size=12))
def test_no_cell_opens_a_formula(text: str) -> None:
    """Whatever blanks and marks stand before it, the first sign that counts is no formula's."""
    cell = csv_cell(text)
    first = cell.strip().strip("\ufeff\u200b ")[:1]
    assert first not in ("=", "+", "@", "＝") and (first != "-" or float(cell) <= 0)
    assert not set("\t\r\n\u202e\u200f") & set(cell)


def test_one_line_keeps_the_words() -> None:
    """Lines become one; letters, joiners and vowel signs stay."""
    assert one_line("قُتل\u200cثلاثة\r\nاليوم") == "قُتل\u200cثلاثة اليوم"
