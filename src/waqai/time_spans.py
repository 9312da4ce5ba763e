"""Times -> the same narrowed or widened by the words before them: 3 to 7 January, the middle of February, late 2016."""

from __future__ import annotations

from datetime import date, timedelta

from waqai.mentions import Page
from waqai.periods import Time
from waqai.quantities import number_at

_PARTS = {"start": (0.0, 1 / 3), "middle": (1 / 3, 2 / 3), "end": (2 / 3, 1.0)}


def with_start(page: Page, time: Time) -> Time:
    """A day of a month with the earlier day of it that stands before: `3 to 7 January`."""
    join = time.first - 1
    if time.rule != "date" or time.end is not None or join < 1 or page.tokens.words[join] not in _joins(page):
        return time
    if page.sentence_of[join - 1] != page.sentence_of[time.first]:
        return time
    number = number_at(page, join - 1)
    if number is None or number[1] != join or not 1 <= number[0] < time.start.day:
        return time
    return time._replace(first=join - 1, start=time.start.replace(day=number[0]), end=time.start)


def _joins(page: Page) -> frozenset[str]:
    fold = page.pack.folding.fold
    return frozenset(fold(word) for word in page.pack.settings.get("when", {}).get("to", ()))


def within(page: Page, time: Time) -> Time:
    """A month or a year narrowed by the word before it: its beginning, its middle, its end."""
    if time.rule not in ("month", "year", "relative") or time.precision < 3 or time.end is None:
        return time
    for before in (time.first - 1, time.first - 2):
        hit = page.hit(before, "time.ago") if before >= 0 else None
        part = _PARTS.get(hit.entry.value.get("within", "")) if hit else None
        if hit is not None and part and all(page.has(p, "time.unit") for p in range(hit.last, time.first)):
            return _part(page, time._replace(first=hit.first), part)
    return time


def _part(page: Page, time: Time, part: tuple[float, float]) -> Time:
    """That part of a whole month or year; of one that goes on, of the whole."""
    end = _whole_end(time)
    days = (end - time.start).days + 1
    start = time.start + timedelta(days=round(part[0] * days))
    last = time.start + timedelta(days=round(part[1] * days) - 1)
    if time.sense == "past" and start > page.published:
        return time
    return time._replace(start=start, end=min(last, page.published) if time.sense == "past" else last)


def _whole_end(time: Time) -> date:
    """The last day of the month or the year that a time begins."""
    assert time.end is not None
    year = (time.end - time.start).days > 31 or time.rule == "year"
    after = (
        date(time.start.year + 1, 1, 1)
        if year or time.start.month == 12
        else time.start.replace(month=time.start.month + 1)
    )
    return after - timedelta(days=1)
