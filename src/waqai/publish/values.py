"""A claim -> what its cells say: each slot's values in short words, with the span that they rest on.

All that people look at (the terminal's table, the report, the notes of exports) says slots with these words.
"""

from __future__ import annotations

from dataclasses import dataclass

from waqai.records import Attribution, Claim, Count, Document

SLOTS = {
    "event_date": "date",
    "sub_event_type": "type",
    "locations": "place",
    "actor1": "actor 1",
    "actor2": "actor 2",
    "fatalities": "killed",
    "injuries": "injured",
    "casualties_joint": "killed or injured",
    "attribution": "according to",
}
TITLE = 90  # code points of a heading


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot; `start` and `end` are null where no words of the text stand for it."""

    words: str
    start: int | None = None
    end: int | None = None


def values_of(claim: Claim, slot: str) -> tuple[Value, ...]:
    """The values of one of SLOTS, in the claim's order; empty where the text does not say it."""
    match slot:
        case "event_date":
            return (Value(date_words(claim), *_reason_span(claim, slot)),)
        case "sub_event_type":
            return (Value(type_words(claim), *_reason_span(claim, slot)),)
        case "locations":
            return tuple(Value(one.text, one.start, one.end) for one in claim.locations)
        case "actor1" | "actor2":
            actors = claim.actor1 if slot == "actor1" else claim.actor2
            return tuple(
                Value(one.text + (" (?)" if one.suspected else ""), one.start, one.end) for one in actors
            )
        case "attribution":
            return tuple(Value(speaker_words(one), one.start, one.end) for one in claim.attribution)
        case "fatalities" | "injuries" | "casualties_joint":
            counts: tuple[Count, ...] = getattr(claim, slot)
            return tuple(Value(count_words(one), one.start, one.end) for one in counts)
    raise KeyError(slot)


def heading(document: Document) -> str:
    """A document's title, or the beginning of its first line."""
    title = document.title or next((line for line in document.text.splitlines() if line.strip()), document.id)
    title = title.strip()
    return title if len(title) <= TITLE else title[:TITLE].rstrip() + "…"


def date_words(claim: Claim) -> str:
    """The date or span of dates, with `~` before it where it is known within a week, `~~` within a month."""
    dates = claim.event_date + (f" – {claim.end_date}" if claim.end_date else "")
    return "~" * (claim.time_precision - 1) + dates


def type_words(claim: Claim) -> str:
    """The sub-event type, marked where the source denies it or the text doubts it."""
    marks = ["denied"] * (claim.stance == "denied") + ["unsure"] * (claim.certainty == "hedged")
    return claim.sub_event_type + (f" ({', '.join(marks)})" if marks else "")


def figure_words(count: Count) -> str:
    """How many: 3, ≥3, ≤3, 3–5; `some` where the text gives no figure, 0 where it says none."""
    if count.low is None:
        return "some" if count.high is None else f"≤{count.high}"
    if count.high is None:
        return f"≥{count.low}"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def count_words(count: Count) -> str:
    """How many of whom, where the text says of whom."""
    if count.group == "unspecified":
        return figure_words(count)
    alone = count.low == count.high == 1
    return f"{figure_words(count)} {count.group.removesuffix('s') if alone else count.group}"


def speaker_words(attribution: Attribution) -> str:
    """Who says it, as written; the outlet itself where nobody is named."""
    return attribution.text or "the outlet itself"


def _reason_span(claim: Claim, slot: str) -> tuple[int | None, int | None]:
    """The words that a reason gives for a slot without spans of its own."""
    for reason in claim.why:
        if reason.slot == slot and reason.start is not None:
            return reason.start, reason.end
    return None, None
