"""Time expressions, resolved against Wednesday 27 November 2019."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import open_page
from waqai.pipeline import read
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
    ("بين 5 و10 تشرين الأول", "2019-10-05", "2019-10-10", 1),
    ("من 3 إلى 7 يناير 2018", "2018-01-03", "2018-01-07", 1),
    ("5-7 شباط 2019", "2019-02-05", "2019-02-07", 1),
    ("15 جمادى الآخرة 1440 الموافق 20 شباط 2019", "2019-02-20", None, 1),
]
SPANS = [
    ("خلال الساعات الماضية", "2019-11-26", "2019-11-27", 2),
    ("خلال اليومين الماضيين", "2019-11-25", "2019-11-27", 2),
    ("الشهر الماضي", "2019-10-01", "2019-10-31", 3),
    ("منذ عام 2015", "2015-01-01", "2015-12-31", 3),
    ("منتصف شباط 2019", "2019-02-10", "2019-02-19", 3),
    ("أواخر عام 2016", "2016-09-01", "2016-12-31", 3),
    ("صيف 2013", "2013-06-01", "2013-08-31", 3),
    ("شتاء عام 2015", "2015-12-01", "2016-02-29", 3),
    ("15 رمضان 1439", "2018-05-30", None, 2),
    ("العاشر من محرم 1440 هـ", "2018-09-20", None, 2),
    ("1439/9/15 هـ", "2018-05-30", None, 2),
    ("شهر رمضان الماضي", "2019-05-06", "2019-06-03", 3),
    ("عام 1435 هـ", "2013-11-04", "2014-10-24", 3),
    ("المولد النبوي", "2019-11-09", "2019-11-11", 2),
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


@pytest.mark.parametrize(
    ("text", "told", "start", "precision"),
    [
        ("قتلوا في 31/02/2019", "no day of the calendar", "2019-02-01", 3),
        ("قتلوا في 30 شباط 2019", "no day of the calendar", "2019-02-01", 3),
        ("قتلوا في 2019-02-30", "no day of the calendar", "2019-02-01", 3),
        ("قتلوا في 13/25/2019", "no day of the calendar", None, 0),
        ("قتلوا في 1439/9/31 هـ", "no day of the Hijri calendar", None, 0),
        ("يوم الأحد 20 تشرين الثاني 2019", "2019-11-20 is a Wednesday", "2019-11-20", 1),
        ("الأربعاء 27 نوفمبر 2018", "the text writes 2018-11-27", "2019-11-27", 1),
        ("15 رمضان 1439 الموافق 20 شباط 2019", "the Hijri date beside it is 2018-05-30", "2019-02-20", 1),
    ],
)
def test_what_is_wrong_is_flagged(text: str, told: str, start: str | None, precision: int) -> None:
    """A date that is none, or goes against its weekday, is never mended in silence: the page says so."""
    page = open_page(Document("d", text, "2019-11-27", "s"), PACK)
    find_times(page)
    assert any(told in message for message in page.flagged), page.flagged
    assert [(t.start.isoformat(), t.precision) for t in page.times] == ([(start, precision)] if start else [])


def test_the_reading_tells_of_it() -> None:
    """The user learns of a date in doubt from the notes of a reading."""
    reading = read(Document("d", "قصف الطيران بلدة مارع في 31/02/2019.", "2019-11-27"), PACK)
    assert any("31/02/2019 (at 25)" in note for note in reading.notes), reading.notes
