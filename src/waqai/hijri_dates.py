"""Days and months of the Hijri calendar in a text -> times of the Gregorian one, by the calendar of Umm al-Qura.

Months begin with a sighting that differs by a day or so from country to country: a day is right within that, so its
precision is 2. Dates outside 1343 to 1500 of that calendar are none.
"""

from __future__ import annotations

from datetime import date, timedelta

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.periods import Time, modifier_at, year_word_at

FIRST, LAST = 1343, 1500
FLAG = "Hijri, by the calendar of Umm al-Qura: a day off in some countries"


def gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one, None where the calendar has no such day."""
    from hijridate import Hijri

    if not FIRST <= year <= LAST:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_year(day: date) -> int:
    """The Hijri year of a Gregorian day; 0 outside the calendar."""
    from hijridate import Gregorian

    try:
        return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
    except (ValueError, OverflowError):
        return 0


def hijri_year_at(page: Page, position: int) -> tuple[int | None, int]:
    """The Hijri year at a token or after a word for year, with the letter that marks it, and the token after."""
    year, last = year_word_at(page, position, FIRST, LAST)
    if year is not None and last < len(page.tokens.words) and page.tokens.words[last] in _marks(page):
        last += 1
    return year, last


def _marks(page: Page) -> frozenset[str]:
    fold = page.pack.folding.fold
    return frozenset(fold(word) for word in page.pack.settings.get("when", {}).get("hijri", ()))


def hijri_day(page: Page, first: int, day: int, month: int, position: int) -> Time | None:
    """A day of a Hijri month whose name ends before `position`: of the year told, else the latest such day."""
    _, position = modifier_at(page, position)
    year, last = hijri_year_at(page, position)
    now = hijri_year(page.published)
    years = [year] if year is not None else [now, now - 1]
    for each in years:
        when = gregorian(each, month, day)
        if when is not None and (year is not None or when <= page.published + timedelta(days=1)):
            sense = "future" if when > page.published + timedelta(days=1) else "past"
            return Time(first, last, when, None, 2, sense, "hijri", FLAG)
    return None


def hijri_month(page: Page, hit: Hit) -> Time | None:
    """A whole Hijri month: of the year told, or with a word that points back or to now."""
    direction, position = modifier_at(page, hit.last)
    year, last = hijri_year_at(page, position)
    if year is None and direction is None:
        return None
    now, month = hijri_year(page.published), int(hit.entry.value["hijri"])
    for each in [year] if year is not None else [now, now - 1]:
        start, after = gregorian(each, month, 1), _next_month(each, month)
        if start is None or after is None or (year is None and start > page.published):
            continue
        end = min(after - timedelta(days=1), page.published)
        return Time(
            hit.first,
            last,
            start,
            max(start, end),
            3,
            "past" if start <= page.published else "future",
            "hijri",
            FLAG,
        )
    return None


def hijri_whole_year(page: Page, hit: Hit) -> Time | None:
    """A year of the Hijri calendar after the word for year."""
    year, last = hijri_year_at(page, hit.last)
    if hit.entry.value.get("unit") != "year" or year is None:
        return None
    start, after = gregorian(year, 1, 1), gregorian(year + 1, 1, 1)
    if start is None or after is None or start > page.published:
        return None
    return Time(
        hit.first, last, start, min(after - timedelta(days=1), page.published), 3, "past", "hijri", FLAG
    )


def _next_month(year: int, month: int) -> date | None:
    return gregorian(year + month // 12, month % 12 + 1, 1)


def feast(page: Page, hit: Hit) -> Time | None:
    """A feast of either calendar that has just been or is: its day and the two after it."""
    value = hit.entry.value
    if "day" not in value:
        return None
    day, today = int(value["day"]), page.published
    if "hijri" in value:
        now = hijri_year(today)
        starts = [gregorian(each, int(value["hijri"]), day) for each in (now, now - 1)]
    else:
        starts = [date(year, int(value["month"]), day) for year in (today.year, today.year - 1)]
    start = next((start for start in starts if start and start <= today + timedelta(days=1)), None)
    if start is None or today - start > timedelta(days=_LATELY):
        return None
    end = min(start + timedelta(days=2), max(start, today))
    return Time(hit.first, hit.last, start, end, 2, "past", "feast", FLAG if "hijri" in value else "")


_LATELY = 45  # a feast longer ago needs its year to be meant
