"""Page -> its time expressions, each resolved against the day of publication (codebook, section 4 and 7.14).

A weekday is the latest such day not after publication; a day and month without a year is the latest such date.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.quantities import number_at

_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})")
_FILLERS = frozenset('(),"-/') | {"\u060c", "\u2013"}


class Time(NamedTuple):
    """A time at tokens [first, last): start and end (None for one day) and precision 1 day, 2 week, 3 month or vaguer.

    `sense` is past, or future where the words point ahead of publication.
    """

    first: int
    last: int
    start: date
    end: date | None
    precision: int
    sense: str
    rule: str


def find_times(page: Page) -> None:
    """Fill `page.times`, in order; neighbours that tell one time are merged."""
    found: list[Time] = []
    position, size = 0, len(page.tokens.words)
    while position < size:
        time = _time_at(page, position)
        if time is None:
            position += 1
            continue
        if found and _joins(page, found[-1], time):
            time = _merge(found.pop(), time)
        found.append(time)
        position = max(time.last, position + 1)
    page.times = [t for t in found if t.start <= page.published + timedelta(days=400)]


def _joins(page: Page, one: Time, two: Time) -> bool:
    gap = page.tokens.words[one.last : two.first]
    return (
        two.first - one.last <= 2
        and all(w in _FILLERS or page.has(one.last + n, "time.part") for n, w in enumerate(gap))
        and (page.sentence_of[one.first] == page.sentence_of[two.first])
    )


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
        best = other
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
    if month > 12 >= day:
        month, day = day, month
    return _day(page, position, position + 1, year, month, day)


def _day(page: Page, first: int, last: int, year: int, month: int, day: int) -> Time | None:
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return Time(first, last, when, None, 1, "future" if when > page.published else "past", "date")


def _day_month(page: Page, position: int) -> Time | None:
    """`7 April [2018]`, with doubled month names and a day in words."""
    number = number_at(page, position) or _ordinal(page, position)
    if not number or not 1 <= number[0] <= 31 or number[1] >= len(page.tokens.words):
        return None
    place = number[1]
    if (page.tokens.words[place] in ("/", "-") or page.has(place, "number.of")) and place + 1 < len(page.tokens.words):
        place += 1
    if page.has(place, "time.of"):
        place += 1
    if place >= len(page.tokens.words):
        return None
    month = page.hit(place, "time.month")
    if not month or "month" not in month.entry.value:
        return None
    last = _second_name(page, month.last)
    year, last = _year(page, last)
    wanted = int(month.entry.value["month"])
    second = page.hit(month.last + 1, "time.month") if month.last + 1 < last else None
    months = {wanted, int(second.entry.value.get("month", wanted))} if second else {wanted}
    days = [d for m in months if (d := _latest(page, year, m, number[0]))]
    if not days:
        return None
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


def _second_name(page: Page, position: int) -> int:
    """Past the second name of a doubled month (shubat/fibrayer) and a `current` or `past` after it."""
    words = page.tokens.words
    if (
        position + 1 < len(words)
        and words[position] in ("/", "(", "-")
        and page.has(position + 1, "time.month")
    ):
        position = (
            page.hit(position + 1, "time.month").last
            if page.hit(position + 1, "time.month")
            else position + 2
        )  # type: ignore[union-attr]
        if position < len(words) and words[position] == ")":
            position += 1
    if position < len(words) and page.has(position, "time.modifier"):
        position += 1
    return position


def _year(page: Page, position: int) -> tuple[int | None, int]:
    words = page.tokens.words
    for start in (position, position + 1):
        if (
            start < len(words)
            and words[start].isdigit()
            and len(words[start]) == 4
            and 1980 <= int(words[start]) <= 2100
        ):
            if (
                start == position
                or page.has(position, "time.unit", "time.of")
                or words[position] in (",", "\u060c")
            ):
                return int(words[start]), start + 1
    return None, position


def _modifier(page: Page, position: int) -> tuple[int | None, int]:
    hit = page.hit(position, "time.modifier") if position < len(page.tokens.words) else None
    return (int(hit.entry.value["dir"]), hit.last) if hit else (None, position)


def _weekday(page: Page, hit: Hit) -> Time | None:
    direction, last = _modifier(page, hit.last)
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


def _relative(page: Page, hit: Hit) -> Time | None:
    value = hit.entry.value
    if "days" in value:
        if value.get("vague") == "yes" or value.get("anchor") == "act":
            return None
        days = int(value["days"])
        when = page.published + timedelta(days=days)
        return Time(
            hit.first,
            hit.last,
            when,
            None,
            int(value.get("precision", 1)),
            "future" if days > 0 else "past",
            "relative",
        )
    if value.get("unit") == "hour" and value.get("span") == "yes":
        back = timedelta(days=max(1, -int(value.get("offset", -24)) // 24))
        return Time(hit.first, hit.last, page.published - back, page.published, 2, "past", "span")
    if value.get("vague") == "yes" and value.get("unit") == "day":
        return Time(
            hit.first, hit.last, page.published - timedelta(days=3), page.published, 2, "past", "vague"
        )
    if value.get("vague") == "yes" or "anchor" in value:
        return None
    year, after = _year(page, hit.last)
    if value.get("unit") == "year" and year is not None:
        return Time(hit.first, after, date(year, 1, 1), min(date(year, 12, 31), page.published), 3, "past", "year")
    if value.get("unit") == "day" and value.get("span") == "yes":
        start = page.published + timedelta(days=int(value["offset"]))
        return Time(hit.first, hit.last, start, page.published, 2, "past", "span")
    if "unit" in value:
        return _shifted(page, hit.first, hit.last, value["unit"], int(value.get("offset", 0)))
    return None


def _shifted(page: Page, first: int, last: int, unit: str, offset: int) -> Time | None:
    """A whole week, month or year, so many before or after the current one."""
    today = page.published
    sense = "future" if offset > 0 else "past"
    if unit == "week":
        start = today + timedelta(days=7 * offset)
        return Time(first, last, start, start + timedelta(days=6) if offset else today, 2, sense, "relative")
    if unit == "month":
        index = today.year * 12 + today.month - 1 + offset
        return _month_range(page, first, last, index // 12, index % 12 + 1)
    if unit == "year":
        year = today.year + offset
        end = date(year, 12, 31) if offset else today
        return Time(first, last, date(year, 1, 1), end, 3, sense, "relative")
    if unit == "day" and offset:
        return Time(first, last, today + timedelta(days=offset), None, 1, sense, "relative")
    return None


def _month_range(page: Page, first: int, last: int, year: int, month: int) -> Time:
    end = date(year, month, calendar.monthrange(year, month)[1])
    start = date(year, month, 1)
    sense = "future" if start > page.published else "past"
    return Time(first, last, start, min(end, page.published) if sense == "past" else end, 3, sense, "month")


def _month(page: Page, hit: Hit) -> Time | None:
    """A month without a day: the whole month, of the year that is named or of the latest such month."""
    if "month" not in hit.entry.value:
        return None
    month = int(hit.entry.value["month"])
    direction, last = _modifier(page, _second_name(page, hit.last))
    year, last = _year(page, last)
    if year is None:
        if (
            hit.entry.value.get("alone") == "no"
            and direction is None
            and not page.has(hit.first - 1, "time.unit")
        ):
            return None
        year = page.published.year - (month > page.published.month)
        if direction == 1:
            year = page.published.year + (month <= page.published.month)
    return _month_range(page, hit.first, last, year, month)


def _unit(page: Page, hit: Hit) -> Time | None:
    """`last week`, `the past two days`, `in the year 2013`, `24 hours ago`."""
    value = hit.entry.value.get("unit", "")
    direction, last = _modifier(page, hit.last)
    if direction is None and hit.form.number == "p" and hit.last < len(page.at):
        direction, last = _modifier(page, hit.last + 1)  # past `few` or `seven`
    year, after = _year(page, hit.last)
    if value == "year" and year is not None:
        sense = "future" if year > page.published.year else "past"
        return Time(
            hit.first,
            after,
            date(year, 1, 1),
            min(date(year, 12, 31), page.published) if sense == "past" else date(year, 12, 31),
            3,
            sense,
            "year",
        )
    before = hit.first
    amount = 2 if hit.form.number == "d" else None
    for start in range(max(0, hit.first - 4), hit.first):
        number = number_at(page, start)
        if number and number[1] == hit.first:
            amount, before = number[0], start
            break
    ago = before and page.hit(before - 1, "time.ago")
    if ago and ("every" in ago.entry.value or "sequel" in ago.entry.value):
        return None
    if amount is None and hit.form.number == "p" and (ago or direction == -1):
        amount = 3
    if direction == -1 and amount is None:
        return _shifted(page, hit.first, last, value, -1)
    if direction == 1:
        return Time(before, last, page.published + timedelta(days=1), None, 2, "future", "relative")
    if amount is None and ago and hit.form.number == "s":
        amount = 1
    if amount is None or not (ago or direction is not None):
        return None
    return _span_back(page, before - 1 if ago else before, last, value, amount, ago or None)


def _span_back(page: Page, first: int, last: int, unit: str, amount: int, ago: Hit | None) -> Time | None:
    days = {
        "minute": 0,
        "hour": amount / 24,
        "day": amount,
        "week": 7 * amount,
        "month": 30 * amount,
        "year": 365 * amount,
    }.get(unit)
    if days is None or days > 40_000:
        return None
    start = page.published - timedelta(days=int(days + 0.5))
    whole = 1 if days < 1 else 2 if days <= 7 else 3
    if ago is not None and ago.entry.value.get("span", "no") == "no":
        if unit == "year":
            return Time(first, last, date(start.year, 1, 1), date(start.year, 12, 31), 3, "past", "ago")
        return Time(first, last, start, None, 1 if days <= 7 else whole, "past", "ago")
    return Time(first, last, start, page.published, max(2, whole), "past", "span")


def _part(page: Page, hit: Hit) -> Time | None:
    """`the eve of Saturday` is the night before it (codebook 7.14); `by night` alone is the night before publication."""
    value = hit.entry.value
    if value.get("eve") == "yes":
        known = page.pack.lexicon.known(page.tokens.words[hit.last - 1]).single
        day = next((int(e.value["day"]) for e, *_ in known if e.label == "time.weekday"), None)
        if day is None:
            return None
        direction, last = _modifier(page, hit.last)
        back = (page.published.weekday() - day) % 7 or 7 * (direction == -1)
        return Time(hit.first, last, page.published - timedelta(days=back + 1), None, 1, "past", "night")
    if value.get("adverb") == "yes":
        return Time(hit.first, hit.last, page.published - timedelta(days=1), None, 1, "past", "part")
    return None


_READERS = {
    "time.part": _part,
    "time.weekday": _weekday,
    "time.relative": _relative,
    "time.month": _month,
    "time.unit": _unit,
}
