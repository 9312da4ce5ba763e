"""The order of reading from the order of sight: every line that the algorithm shows is read back as it was."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqai.sources.bidi import logical, with_brackets

spec = importlib.util.spec_from_file_location("forward", Path(__file__).with_name("forward.py"))
assert spec and spec.loader
forward = importlib.util.module_from_spec(spec)
spec.loader.exec_module(forward)

WORDS = st.sampled_from(["قتل", "لا", "جرحى", "ولم", "بين", "في", "حلب", "بلا", "المدينة"])
NUMBERS = st.one_of(
    st.integers(0, 99999).map(str),
    st.integers(0, 99999).map(lambda n: str(n).translate({48 + d: 0x660 + d for d in range(10)})),
    st.sampled_from(
        ["25/3/2024", "٢٥/٣/٢٠٢٤", "14:30", "1,250", "٣٫٥", "12.5", "5-7", "٥-٧", "٤٠٪", "25%", "100-200"]
    ),
)
LATIN = st.sampled_from(["UN", "BM-21", "Su-24", "T-72", "M5"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of Arabic with numbers and Latin words; what has more than one reading by sight is left out.

    A number next to a Latin word is one of these: `UN 12` and `12 UN` look the same in an Arabic line.
    """
    parts = [draw(WORDS)]
    for _ in range(draw(st.integers(0, 8))):
        parts.append(draw(st.one_of(WORDS, NUMBERS, LATIN)))
        parts.append(draw(WORDS))
    return draw(st.sampled_from([" ", " ، ", " - "])).join(parts) + draw(st.sampled_from(["", ".", "؟", "!"]))


@given(lines())
def test_what_is_shown_is_read_back(text: str) -> None:
    """Numbers, dates, ranges, Latin words and negations stand where they stood before they were shown."""
    assert logical(forward.shown(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "قتل 12 شخصا", "قتل ١٢ شخصا", "بين ٥-٧ جرحى", "بين 5-7 جرحى", "يوم ٢٥/٣/٢٠٢٤", "عند 14:30 ظهرا", "لا إصابات",
        "نسبة 25% منهم", "بلغ ٤٠٪ منهم", "من طراز Su-24 فوق", "5-7 جرحى", "٢٠٢٤", "1,250",
    ],
)  # fmt: skip
def test_numbers_keep_their_order(text: str) -> None:
    """The commonest forms, each alone in its line."""
    assert logical(forward.shown(text)) == text


@pytest.mark.parametrize(
    ("units", "page_is_rtl", "text"),
    [
        (list("Report 45: 12 killed."), True, "Report 45: 12 killed."),
        (list(".Report 45: 12 killed"), True, "Report 45: 12 killed."),
        (["ا", "ض", " ", "لا"], True, "لا ضا"),
        (list("In 12 ةنس people of an army"), False, "In 12 سنة people of an army"),
        ([], True, ""),
    ],
)
def test_lines_that_are_not_arabic_alone(units: list[str], page_is_rtl: bool, text: str) -> None:
    """A Latin line is not turned, its full stop goes to its end; a ligature's letters keep their order."""
    assert logical(units, page_is_rtl) == text


def test_brackets_are_turned_only_where_that_pairs_them() -> None:
    """A program may write the bracket that is seen or the one that is meant; the page as a whole tells."""
    assert with_brackets("قال )أبو عمر( نعم") == "قال (أبو عمر) نعم"
    assert with_brackets("قال (أبو عمر) نعم ») ") == "قال (أبو عمر) نعم ») "
