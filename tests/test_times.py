"""Time expressions, resolved against Wednesday 27 November 2019."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import open_page
from waqai.records import Document
from waqai.times import find_times

PACK = load_pack()

DAYS = [
    ("صباح اليوم", "2019-11-27", None, 1),
    ("مساء أمس الثلاثاء", "2019-11-26", None, 1),
    ("مساء اليوم الاثنين", "2019-11-25", None, 1),
    ("الجمعة الماضية", "2019-11-22", None, 1),
    ("ليلة السبت", "2019-11-22", None, 1),
    ("ليلة السبت الأحد", "2019-11-23", "2019-11-24", 1),
    ("ليل الخميس-الجمعة", "2019-11-21", "2019-11-22", 1),
    ("قبل ثلاثة أيام", "2019-11-24", None, 1),
    ("في 7 نيسان/ابريل الحالي", "2019-04-07", None, 1),
    ("الخميس 10 من تشرين الأول", "2019-10-10", None, 1),
    ("في الأول من أيار الماضي", "2019-05-01", None, 1),
    ("الأربعاء 27 نوفمبر 2018", "2019-11-27", None, 1),
    ("وقع ليلا", "2019-11-26", None, 1),
]
SPANS = [
    ("خلال الساعات الماضية", "2019-11-26", "2019-11-27", 2),
    ("خلال اليومين الماضيين", "2019-11-25", "2019-11-27", 2),
    ("الشهر الماضي", "2019-10-01", "2019-10-31", 3),
    ("منذ عام 2015", "2015-01-01", "2015-12-31", 3),
]


def times(text: str) -> list[tuple[str, str | None, int, str]]:
    """The times of a text in short."""
    page = open_page(Document("d", text, "2019-11-27", "s"), PACK)
    find_times(page)
    return [
        (t.start.isoformat(), t.end.isoformat() if t.end else None, t.precision, t.sense) for t in page.times
    ]


@pytest.mark.parametrize(("text", "start", "end", "precision"), DAYS + SPANS)
def test_times(text: str, start: str, end: str | None, precision: int) -> None:
    """Each expression gives its day or its span, and how sharp it is."""
    assert times(text) == [(start, end, precision, "past")]


@pytest.mark.parametrize("text", ["الأحد المقبل", "خلال الأيام القليلة المقبلة", "غدا"])
def test_future(text: str) -> None:
    """What lies ahead is marked, so that no act is dated by it."""
    assert [sense for *_, sense in times(text)] == ["future"]


@pytest.mark.parametrize("text", ["يبلغ من العمر 34 سنة", "بعد يومين من الهجوم", "في ساعة متأخرة", "كل يوم"])
def test_no_time(text: str) -> None:
    """Ages, what is counted from another act, hours and habits date nothing."""
    assert times(text) == []
