"""Page -> its time expressions, each resolved against the day of publication (codebook, section 4 and 7.14).

A weekday is the latest such day not after publication; a day and month without a year is the latest such date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from waqai.hijri_dates import FIRST, FLAG, LAST, feast, gregorian, hijri_day, hijri_month, hijri_whole_year
from waqai.language.lexicon import Hit
from waqai.mentions import MONTH, TIMED, Page
from waqai.periods import (
    Time,
    after_second_name,
    modifier_at,
    month_range,
    month_time,
    relative_time,
    unit_time,
    year_at,
)  # fmt: skip
from waqai.quantities import number_at
from waqai.time_spans import with_start, within

_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_DAYS = re.compile(r"(\d{1,2})[-/\u2013](\d{1,2})")
NO_DAY = "no day of the calendar"
_DAY_REACH = (
    24  # tokens after the first of a day within which its month stands, far more than numbers to 31 have
)
_FILLERS = frozenset('(),"-/') | {"\u060c", "\u2013"}


def find_times(page: Page) -> None:
    """Fill `page.times`, in order; neighbours that tell one time are merged."""
    found: list[Time] = []
    until = 0
    for position, (marks, word) in enumerate(zip(page.marks, page.tokens.words, strict=True)):
        if position < until or not (marks & TIMED or word[0].isdigit()):
            continue
        time = _time_at(page, position)
        if time is None:
            continue
        time = within(page, with_start(page, time))
        if found and _joins(page, found[-1], time):
            time = _merge(found.pop(), time)
        found.append(time)
        until = time.last
    page.times = [t for t in found if t.start <= page.published + timedelta(days=400)]
    for time in page.times:
        if time.flag and time.flag not in (FLAG, NO_DAY):
            flag(page, time.first, time.last, time.flag)


def _joins(page: Page, one: Time, two: Time) -> bool:
    gap = page.tokens.words[one.last : two.first]
    return (
        two.first - one.last <= 2
        and all(w in _FILLERS or _gloss(page, one.last + n) for n, w in enumerate(gap))
        and (page.sentence_of[one.first] == page.sentence_of[two.first])
    )


def _gloss(page: Page, position: int) -> bool:
    """Whether a word stands between two tellings of one time: a part of the day, `corresponding to`."""
    hit = page.hit(position, "time.modifier")
    return page.has(position, "time.part") or bool(hit and hit.entry.value.get("gloss"))


def _merge(one: Time, two: Time) -> Time:
    """The sharper of the two, over both; a calendar date outranks a weekday, which outranks a relative word."""
    order = {"date": 3, "weekday": 2, "night": 2, "relative": 1, "part": 0}
    best = max((one, two), key=lambda t: (-t.precision, order.get(t.rule, 1)))
    if one.rule in ("weekday", "night") and two.rule == "weekday" and one.start != two.start:
        if one.rule == "night":  # the night of one day to the next: from the evening of the first
            one = one._replace(start=two.start - timedelta(days=1))
        start = one.start - timedelta(days=7 * (one.start > two.start))
        if two.start - start == timedelta(days=1):
            return Time(one.first, two.last, start, two.start, 1, one.sense, "weekday")
    other = two if best is one else one
    if best.rule == "date" and other.precision == 1 and _slip(best.start, other.start):
        best = other._replace(flag=f"the text writes {best.start.isoformat()}, against the day that it names")
    elif best.rule == "date" and other.rule == "weekday" and best.start.weekday() != other.start.weekday():
        best = best._replace(
            flag=f"{best.start.isoformat()} is a {best.start:%A}, the text names another day"
        )
    elif best.rule == "date" and other.rule == "hijri" and abs((best.start - other.start).days) > 2:
        best = best._replace(flag=f"the Hijri date beside it is {other.start.isoformat()}")
    return best._replace(first=one.first, last=two.last)


def _slip(one: date, other: date) -> bool:
    """The same day of another year: the year was written wrong."""
    return one.year != other.year and (one.month, one.day) == (other.month, other.day)


def _time_at(page: Page, position: int) -> Time | None:
    word = page.tokens.words[position]
    if word[0].isdigit():
        return _numeric(page, position) or _day_month(page, position)
    for hit in page.at[position]:
        label = hit.entry.label
        if not label.startswith("time."):
            continue
        reader = _READERS.get(label)
        time = reader(page, hit) if reader else None
        if time:
            return time
    if page.has(position, "number"):
        return _day_month(page, position)
    return None


def _numeric(page: Page, position: int) -> Time | None:
    match = _NUMERIC.fullmatch(page.tokens.words[position])
    if not match:
        return None
    one, two, three = (int(part) for part in match.groups())
    year, month, day = (one, two, three) if one > 31 else (three if three > 31 else 2000 + three, two, one)
    if FIRST <= year <= LAST:
        return _hijri_numeric(page, position, year, month, day)
    if month > 12 >= day:
        month, day = day, month
    return _day(page, position, position + 1, year, month, day)


def _hijri_numeric(page: Page, position: int, year: int, month: int, day: int) -> Time | None:
    when = gregorian(year, month, day)
    if when is None:
        flag(page, position, position + 1, "no day of the Hijri calendar")
        return None
    return Time(position, position + 1, when, None, 2, "past", "hijri", FLAG)


def _day(page: Page, first: int, last: int, year: int, month: int, day: int) -> Time | None:
    """A day of the calendar; where there is no such day, its month, flagged."""
    try:
        when = date(year, month, day)
    except ValueError:
        flag(page, first, last, NO_DAY)
        if not (1 <= month <= 12 and 1980 <= year <= 2100):
            return None
        return month_range(page, first, last, year, month)._replace(flag=NO_DAY)
    return Time(first, last, when, None, 1, "future" if when > page.published else "past", "date")


def flag(page: Page, first: int, last: int, message: str) -> None:
    """Keep what is wrong with the words of a time, for the reader of the claims."""
    start, _, text = page.span(first, last)
    page.flagged.append(f"{text} (at {start}): {message}")


def _day_month(page: Page, position: int) -> Time | None:
    """`7 April [2018]`, with doubled month names and a day in words; `3 to 7 April`; days of Hijri months."""
    if not page.any_marked(position + 1, position + _DAY_REACH, MONTH):
        return None
    number = number_at(page, position) or _ordinal(page, position)
    if not number:
        return _day_range(page, position)
    if not 1 <= number[0] <= 99 or number[1] >= len(page.tokens.words):
        return None
    place = number[1]
    if (page.tokens.words[place] in ("/", "-") or page.has(place, "number.of")) and place + 1 < len(
        page.tokens.words
    ):
        place += 1
    if page.has(place, "time.of"):
        place += 1
    month = page.hit(place, "time.month") if place < len(page.tokens.words) else None
    if month and "hijri" in month.entry.value and number[0] <= 30:
        return hijri_day(page, position, number[0], int(month.entry.value["hijri"]), month.last)
    if not month or "month" not in month.entry.value:
        return None
    if number[0] > 31:
        flag(page, position, month.last, NO_DAY)
        return None
    return _day_of(page, position, number[0], month)


def _day_range(page: Page, position: int) -> Time | None:
    """`5-7 February [2019]`, written as one word."""
    match = _DAYS.fullmatch(page.tokens.words[position])
    month = page.hit(position + 1, "time.month") if match and position + 1 < len(page.tokens.words) else None
    if match is None or month is None or "month" not in month.entry.value:
        return None
    first, last = int(match[1]), int(match[2])
    time = _day_of(page, position, last, month)
    if time is None or time.precision > 1 or not 1 <= first < time.start.day:
        return time
    return time._replace(start=time.start.replace(day=first), end=time.start)


def _day_of(page: Page, position: int, number: int, month: Hit) -> Time | None:
    """A day of a month that is named, of the year that is told or the latest."""
    last = after_second_name(page, month.last)
    year, last = year_at(page, last)
    wanted = int(month.entry.value["month"])
    second = page.hit(month.last + 1, "time.month") if month.last + 1 < last else None
    months = {wanted, int(second.entry.value.get("month", wanted))} if second else {wanted}
    days = [d for m in months if (d := _latest(page, year, m, number))]
    if not days:
        return _day(page, position, last, year or page.published.year, wanted, number)
    when = min(days, key=lambda d: abs((page.published - d).days))  # where the two names differ, the nearer
    return Time(position, last, when, None, 1, "future" if when > page.published else "past", "date")


def _ordinal(page: Page, position: int) -> tuple[int, int] | None:
    """`the first` of a month."""
    hit = page.hit(position, "number")
    if hit and hit.entry.value.get("kind") == "ordinal":
        return int(hit.entry.value["n"]), hit.last
    return None


def _latest(page: Page, year: int | None, month: int, day: int) -> date | None:
    """The day of the year that is told, else the latest such day."""
    try:
        when = date(year or page.published.year, month, day)
        if year is None and when > page.published + timedelta(days=1):
            when = date(page.published.year - 1, month, day)
    except ValueError:
        return None
    return when


def _weekday(page: Page, hit: Hit) -> Time | None:
    direction, last = modifier_at(page, hit.last)
    back = (page.published.weekday() - int(hit.entry.value["day"])) % 7
    if direction == 1:
        when = page.published + timedelta(days=7 - back if back else 7)
        return Time(hit.first, last, when, None, 1, "future", "weekday")
    if direction == -1 and back == 0:
        back = 7
    first = hit.first
    if (
        first
        and page.has(first - 1, "time.part")
        and _is_night(page, first - 1)
        and page.tokens.words[first - 1] == page.pack.settings.get("when", {}).get("night_of")
    ):
        back += 1
    return Time(first, last, page.published - timedelta(days=back), None, 1, "past", "weekday")


def _is_night(page: Page, position: int) -> bool:
    hit = page.hit(position, "time.part")
    return bool(hit and hit.entry.value.get("part") == "night")


def _part(page: Page, hit: Hit) -> Time | None:
    """`the eve of Saturday` is the night before it (codebook 7.14); `by night` alone is the night before publication."""
    value = hit.entry.value
    if value.get("eve") == "yes":
        known = page.pack.lexicon.known(page.tokens.words[hit.last - 1]).single
        day = next((int(e.value["day"]) for e, *_ in known if e.label == "time.weekday"), None)
        if day is None:
            return None
        direction, last = modifier_at(page, hit.last)
        back = (page.published.weekday() - day) % 7 or 7 * (direction == -1)
        return Time(hit.first, last, page.published - timedelta(days=back + 1), None, 1, "past", "night")
    if value.get("adverb") == "yes":
        return Time(hit.first, hit.last, page.published - timedelta(days=1), None, 1, "past", "part")
    return None


def _month(page: Page, hit: Hit) -> Time | None:
    return hijri_month(page, hit) if "hijri" in hit.entry.value else month_time(page, hit)


def _season(page: Page, hit: Hit) -> Time | None:
    """A season of a year that is told, else a feast."""
    start = _SEASONS.get(hit.entry.value.get("season", ""))
    if start is None:
        return feast(page, hit)
    year, last = year_at(page, hit.last)
    if year is None:
        return None
    after = date(year + (start > 9), (start + 2) % 12 + 1, 1)
    return Time(hit.first, last, date(year, start, 1), after - timedelta(days=1), 3, "past", "season")


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def _relative(page: Page, hit: Hit) -> Time | None:
    return relative_time(page, hit) or hijri_whole_year(page, hit)


def _unit(page: Page, hit: Hit) -> Time | None:
    return unit_time(page, hit) or hijri_whole_year(page, hit)


_READERS: dict[str, Callable[[Page, Hit], Time | None]] = {
    "time.part": _part,
    "time.weekday": _weekday,
    "time.relative": _relative,
    "time.month": _month,
    "time.season": _season,
    "time.unit": _unit,
}
