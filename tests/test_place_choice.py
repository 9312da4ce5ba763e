"""Candidates of a name, weighed; and what the text must not contradict."""

from __future__ import annotations

import pytest

from waqai.gazetteer import load_gazetteer
from waqai.place_choice import choose, ranked


def test_the_heaviest_candidate_comes_first() -> None:
    """A city weighs more than a village of its name."""
    rows = ranked(load_gazetteer(), "طرابلس", None)
    assert [score for score, _ in rows] == sorted((score for score, _ in rows), reverse=True)
    assert rows[0][1].country == "LY"


@pytest.mark.parametrize(("level", "kind"), [("admin1", "admin1"), ("ppl", "ppl")])
def test_a_level_prefers_its_kind(level: str, kind: str) -> None:
    """A governorate's kind word brings the governorate, a town's the town."""
    assert ranked(load_gazetteer(), "حلب", level)[0][1].kind == kind


@pytest.mark.parametrize(
    ("name", "unit", "place"),
    [("خان شيخون", "إدلب", True), ("خان شيخون", "درعا", False), ("لا اسم كهذا", "درعا", False)],
)
def test_a_unit_is_kept_where_no_candidate_lies_in_it(name: str, unit: str, place: bool) -> None:
    """What the text says stands, with a place only where one agrees."""
    choice = choose(load_gazetteer(), name, unit, "SY")
    assert (choice.admin1, choice.place is not None) == (unit, place)
