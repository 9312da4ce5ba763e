"""Numerals and number words with their bounds."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import open_page
from waqai.quantities import quantity_at
from waqai.records import Document

PACK = load_pack()

AMOUNTS = [
    ("17 شخصا", 17, 17),
    ("ثلاثة عشر", 13, 13),
    ("خمسة وعشرون", 25, 25),
    ("مئة وعشرون", 120, 120),
    ("3 آلاف", 3000, 3000),
    ("أكثر من 40", 40, None),
    ("ما لا يقل عن ثلاثة", 3, None),
    ("نحو 50", 50, 50),
    ("عدد (4) من", 4, 4),
    ("العشرات", None, None),
    ("عدد من", None, None),
]


@pytest.mark.parametrize(("text", "low", "high"), AMOUNTS)
def test_quantities(text: str, low: int | None, high: int | None) -> None:
    """Each amount gives its bounds; vague ones give none."""
    quantity = quantity_at(open_page(Document("d", text, "2019-11-27", "s"), PACK), 0)
    assert quantity is not None
    assert (quantity.low, quantity.high) == (low, high)


@pytest.mark.parametrize("text", ["الثالث عشر", "الأولى", "شخص"])
def test_no_quantity(text: str) -> None:
    """Ordinals and nouns count nothing."""
    assert quantity_at(open_page(Document("d", text, "2019-11-27", "s"), PACK), 0) is None
