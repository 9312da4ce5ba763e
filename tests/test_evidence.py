"""Denial and doubt over an act: sentences of our own, for and against."""

from __future__ import annotations

import pytest

from waqai.evidence import denial, doubt
from waqai.frames import Frame
from waqai.language.pack import load_pack
from waqai.pipeline import fill_page
from waqai.records import Document

PACK = load_pack()


def marks(text: str, word: str) -> tuple[bool, bool]:
    """Whether the act that a word tells is denied, and whether it is doubted."""
    page = fill_page(Document("d", text, "2024-05-15", "s"), PACK)
    at = text.index(word)
    trigger = next(
        t for t in page.triggers if page.span(t.first, t.last)[0] <= at < page.span(t.first, t.last)[1]
    )
    frame = Frame([trigger])
    return denial(page, frame) is not None, doubt(page, frame) is not None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("قالت الوزارة إن طائراتها لم تقصف أي هدف في المنطقة.", "تقصف"),
        ("ونفى المتحدث باسم الحكومة في مؤتمر صحفي أن تكون القوات قد قصفت الميناء.", "قصفت"),
        ("وأكد أن القوات لم تستخدم أي غازات سامة.", "غازات"),
        ("تنفي القيادة العامة ما تروجه بعض القنوات عن دخول المسلحين إلى المدينة.", "دخول"),
        ("لا صحة للأنباء عن اقتحام المدينة.", "اقتحام"),
        ("وقال إن ما يشاع عن حرق القرى لا أساس له.", "حرق"),
        ("وقال إن أحدا لم يعتقل.", "يعتقل"),
    ],
)
def test_denied(text: str, word: str) -> None:
    """An act that somebody says did not happen is denied."""
    assert marks(text, word)[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ونفى الحزب رواية الوزارة، مؤكدا أن الأسرى قتلوا في القصف.", "قتلوا"),
        ("ونفت الوزارة الخبر لكنها أقرت بعدها وأعلنت قصف الموقع.", "قصف"),
        ("ونفى المتحدث مسؤوليته عن قصف السوق.", "قصف"),
        ("ونفى وجود خلاف. وقصفت الطائرات البلدة.", "قصفت"),
    ],
)
def test_not_denied(text: str, word: str) -> None:
    """What is asserted after a denial, or whose author alone is denied, is not denied."""
    assert not marks(text, word)[0]


@pytest.mark.parametrize(
    ("text", "word", "doubted"),
    [
        ("وردت أنباء عن قصف البلدة.", "قصف", True),
        ("أفيد بقصف البلدة ليلا.", "بقصف", True),
        ("أفاد الدفاع المدني بقصف البلدة ليلا.", "بقصف", False),
        ("أفاد شهود عيان بسقوط قذيفة دون إصابات.", "بسقوط", False),
    ],
)
def test_doubt(text: str, word: str, doubted: bool) -> None:
    """News of an act doubts it; that somebody reported it does not."""
    assert marks(text, word)[1] is doubted
