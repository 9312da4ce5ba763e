"""Which names the comparison holds to be one."""

from __future__ import annotations

import pytest

from waqai.evaluate.names import fold, name_words, same_name


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أإآٱ", "اااا"),
        ("مَدْرَسَةٌ", "مدرسه"),
        ("مستشفى", "مستشفي"),
        ("شـــؤون", "شوون"),
        (" Daesh ", "daesh"),
        (None, ""),
    ],
)
def test_fold(written: str | None, folded: str) -> None:
    """Alefs, yehs, teh marbuta, hamza seats, marks and tatweel are one spelling."""
    assert fold(written) == folded


def test_name_words_drop_the_article_of_long_words_only() -> None:
    """The article goes where three letters remain, and hashtags fall apart into their words."""
    assert name_words("الباب") == {"باب"}
    assert name_words("الف") == {"الف"}
    assert name_words("#دير_الزور") == {"دير", "زور"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("الرقة", "رقه", True),
        ("بارودة", "قرية بارودة", True),
        ("حلب", "ريف حلب الشمالي الغربي البعيد", False),
        ("حلب", "إدلب", False),
        ("دير الزور", "دير حافر", False),
        ("", "حلب", False),
        (None, None, False),
    ],
)
def test_same_name(one: str | None, other: str | None, same: bool) -> None:
    """One name inside the other is the same place, up to three words more; nothing is no place."""
    assert same_name(one, other) is same
    assert same_name(other, one) is same
