"""Words for periods -> times: `last week`, `the past two days`, `in March 2015`, `24 hours ago`, `yesterday`."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.quantities import number_at


class Time(NamedTuple):
    """A time at tokens [first, last): start and end (None for one day) and precision 1 day, 2 week, 3 month or vaguer.

    `sense` is past, or future where the words point ahead of publication. `flag` says what is wrong or unsure with the
    words themselves; empty where nothing is.
    """

    first: int
    last: int
    start: date
    end: date | None
    precision: int
    sense: str
    rule: str
    flag: str = ""


def year_at(page: Page, position: int) -> tuple[int | None, int]:
    """The year at a token or after a word for year, and the token after it."""
    return year_word_at(page, position, 1980, 2100)


def year_word_at(page: Page, position: int, least: int, most: int) -> tuple[int | None, int]:
    """As `year_at`, between two bounds, which are the calendar's."""
    words = page.tokens.words
    for start in (position, position + 1):
        if start >= len(words) or not _is_year(words[start], least, most):
            continue
        led = page.has(position, "time.unit", "time.of") or words[position] in (",", "\u060c")
        if start == position or led:
            return int(words[start]), start + 1
    return None, position


def _is_year(word: str, least: int, most: int) -> bool:
    return word.isdigit() and len(word) == 4 and least <= int(word) <= most


def modifier_at(page: Page, position: int) -> tuple[int | None, int]:
    """Whether the next word points back (-1) or ahead (1), and the token after it."""
    hit = page.hit(position, "time.modifier") if position < len(page.tokens.words) else None
    return (int(hit.entry.value["dir"]), hit.last) if hit else (None, position)


def relative_time(page: Page, hit: Hit) -> Time | None:
    """`yesterday`, `in the past hours`, `this month`."""
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
    year, after = year_at(page, hit.last)
    if value.get("unit") == "year" and year is not None:
        return Time(
            hit.first, after, date(year, 1, 1), min(date(year, 12, 31), page.published), 3, "past", "year"
        )
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
        return month_range(page, first, last, index // 12, index % 12 + 1)
    if unit == "year":
        year = today.year + offset
        end = date(year, 12, 31) if offset else today
        return Time(first, last, date(year, 1, 1), end, 3, sense, "relative")
    if unit == "day" and offset:
        return Time(first, last, today + timedelta(days=offset), None, 1, sense, "relative")
    return None


def month_range(page: Page, first: int, last: int, year: int, month: int) -> Time:
    """A whole month; the one of publication up to that day."""
    end = date(year, month, calendar.monthrange(year, month)[1])
    start = date(year, month, 1)
    sense = "future" if start > page.published else "past"
    return Time(first, last, start, min(end, page.published) if sense == "past" else end, 3, sense, "month")


def after_second_name(page: Page, position: int) -> int:
    """Past the second name of a doubled month (shubat/fibrayer) and a `current` or `past` after it."""
    words = page.tokens.words
    if (
        position + 1 < len(words)
        and words[position] in ("/", "(", "-")
        and page.has(position + 1, "time.month")
    ):
        second = page.hit(position + 1, "time.month")
        position = second.last if second else position + 2
        if position < len(words) and words[position] == ")":
            position += 1
    if position < len(words) and page.has(position, "time.modifier"):
        position += 1
    return position


def month_time(page: Page, hit: Hit) -> Time | None:
    """A month without a day: the whole month, of the year that is named or of the latest such month."""
    if "month" not in hit.entry.value:
        return None
    month = int(hit.entry.value["month"])
    direction, last = modifier_at(page, after_second_name(page, hit.last))
    year, last = year_at(page, last)
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
    return month_range(page, hit.first, last, year, month)


def unit_time(page: Page, hit: Hit) -> Time | None:
    """`last week`, `the past two days`, `in the year 2013`, `24 hours ago`."""
    value = hit.entry.value.get("unit", "")
    direction, last = modifier_at(page, hit.last)
    if direction is None and hit.form.number == "p" and hit.last < len(page.at):
        direction, last = modifier_at(page, hit.last + 1)  # past `few` or `seven`
    year, after = year_at(page, hit.last)
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
