"""The words of cells: figures, dates and marks of doubt."""

from __future__ import annotations

import dataclasses

import pytest
from samples import TEXT, sample_claim

from waqai.publish.values import SLOTS, count_words, date_words, figure_words, heading, type_words, values_of
from waqai.records import Claim, Count, Document

CLAIM = sample_claim(Document("a", TEXT, "2024-05-01"))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(3, 3, "3"), (3, None, "≥3"), (None, 7, "≤7"), (2, 4, "2–4"), (None, None, "some"), (0, 0, "0")],
)
def test_figures(low: int | None, high: int | None, words: str) -> None:
    """Bounds that are open or differ show as such."""
    assert figure_words(Count("civilians", None, low, high, "", 0, 0)) == words


def test_one_is_one() -> None:
    """The group follows the figure, in the singular after an exact one."""
    for group, low, high, words in (
        ("civilians", 1, 1, "1 civilian"),
        ("combatants", 1, None, "≥1 combatants"),
        ("unspecified", 1, 1, "1"),
    ):
        assert count_words(Count(group, None, low, high, "", 0, 0)) == words  # type: ignore[arg-type]


def test_dates_and_types_say_how_sure_they_are() -> None:
    """Tildes stand for precision; denial and doubt follow the type."""
    doubted = dataclasses.replace(
        CLAIM, end_date="2024-05-03", time_precision=2, stance="denied", certainty="hedged"
    )
    assert date_words(doubted) == "~2024-05-01 – 2024-05-03"
    assert type_words(doubted) == "Air/drone strike (denied, unsure)"


def test_every_slot_has_values_or_none() -> None:
    """All slots are said for a full claim, none fails for a bare one, and an unknown one is a KeyError."""
    assert all(values_of(CLAIM, slot) for slot in SLOTS if slot != "casualties_joint")
    bare = Claim("x", "e", "Other", "2024-05-01")
    assert [slot for slot in SLOTS if values_of(bare, slot)] == ["event_date", "sub_event_type"]
    with pytest.raises(KeyError):
        values_of(CLAIM, "stance")


def test_headings_are_short() -> None:
    """The title, else the first line, else the id; long ones are cut."""
    assert heading(Document("a", "\n\n first\nsecond", "2024-05-01")) == "first"
    assert heading(Document("a", "x", "2024-05-01", title="t")) == "t"
    assert heading(Document("a", " ", "2024-05-01")) == "a"
    assert len(heading(Document("a", "x" * 500, "2024-05-01"))) == 91
