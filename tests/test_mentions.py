"""The page: what stages ask of tokens."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import TELLS, TIMED, Page, open_page
from waqai.records import Document


def page_of(text: str) -> Page:
    """A page of one text."""
    return open_page(Document("d", text, "2024-05-01"), load_pack())


def test_questions_about_a_token() -> None:
    """A token has the classes of the entries over it, by their beginnings; outside the page nothing has any."""
    page = page_of("شنت غارة جوية اليوم")
    assert page.has(1, "act.air") and page.has(2, "act.") and page.has(2, "weapon", "act")
    assert not page.has(1, "weapon") and not page.has(-1, "act.") and not page.has(99, "act.")
    hit = page.hit(1, "act.")
    assert hit is not None and (hit.first, hit.last) == (1, 3)
    assert page.hit(2, "act.") is None
    assert page.marked(TELLS) == [1, 2] and page.marked(TELLS | TIMED) == [1, 2, 3]
    assert page.any_marked(0, 2, TELLS) and not page.any_marked(0, 1, TELLS)


def test_spans_are_slices() -> None:
    """A span of tokens is the raw slice from the first's start to the last's end."""
    page = page_of("قَصَفَ «الطيران» البلدة")
    start, end, text = page.span(0, 3)
    assert text == page.document.text[start:end] == "قَصَفَ «الطيران"


@pytest.mark.parametrize(
    ("text", "idiom"),
    [
        ("لقي رجل مصرعه أمس.", True),
        ("لقي العرض استحسانا أمس.", False),
        ("لقي رجل من أهل القرية كان يعمل في الحقل مصرعه.", True),
        ("لقي العرض استحسانا. وكان رجل لقي مصرعه.", False),
    ],
)
def test_an_idiom_needs_its_noun(text: str, idiom: bool) -> None:
    """The verb of `met his death` is one of killing only where the noun follows before the sentence's end."""
    page = page_of(text)
    assert page.has(0, "harm.kill.idiom") == idiom
    assert any(hit.entry.label == "harm.kill.idiom" for hit in page.at[0]) == idiom
