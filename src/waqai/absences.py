"""A harm word -> whether the text says that nobody was harmed, or that nothing is known of it, or neither.

`without causing injuries` and `no death was recorded` are explicit noughts (codebook, section 4); `no news of victims`
tells nothing; `the report did not give the number of the dead` leaves them as they were.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import DENIES, Page
from waqai.qualifiers import COMMAS, STOPS

_REACH = 9  # tokens before a harm word within which its negation stands
_NEAR = 4  # tokens within which a negation needs no word of outcome
_OUTCOME = ("result", "light", "harm.fall", "number.any", "say.verb", "say.noun")
_COUNTED = ("number.total", "number.subset", "negation.except")
_ANYBODY = ("number.any", "person")


class Absence(NamedTuple):
    """Where the negation starts; `known` where it says that there was nobody, not only that nothing is known."""

    first: int
    known: bool


def absence(page: Page, hit: Hit) -> Absence | None:
    """The negation over an indefinite noun of harm, with words of outcome between: `did not lead to any deaths`."""
    start = max(page.sentence(hit.first).first, hit.first - _REACH)
    if not page.any_marked(start, hit.first, DENIES):
        return None
    if hit.flags & {"the", "pron", "and"} and not page.has(hit.first - 1, "number.any"):
        return None
    outcome = news = False
    for position in range(hit.first - 1, start - 1, -1):
        word = page.tokens.words[position]
        if word in STOPS or word in COMMAS or word[0].isdigit() or page.has(position, *_COUNTED):
            return None
        found = _negation(page, position)
        if found is not None and found.last <= hit.first:
            if news:
                return Absence(position, known=False)
            near = hit.first - found.last < _NEAR and found.entry.label == "negation" and not hit.form.tense
            plain = hit.form.number != "s" or page.has(hit.first - 1, "number.any")
            return Absence(position, known=True) if outcome or (near and plain) else None
        news = news or _is_news(page, position)
        if not news and page.has(position, "say.verb") and not _records(page, position):
            return None
        outcome = outcome or page.has(position, *_OUTCOME)
    return None


def _is_news(page: Page, position: int) -> bool:
    """A noun for what is told: `news`, `information`; not one for what was noted."""
    hit = page.hit(position, "say.noun", "hedge")
    return hit is not None and "records" not in hit.entry.value


def _records(page: Page, position: int) -> bool:
    """Whether a verb of saying only notes what was found: `recorded`."""
    hit = page.hit(position, "say.verb")
    return hit is not None and "records" in hit.entry.value


def _negation(page: Page, position: int) -> Hit | None:
    """A word that negates what follows it, or denies it."""
    hit = page.hit(position, "negation", "deny")
    if hit is None or hit.entry.value.get("ambiguous") == "yes" or "type" in hit.entry.value:
        return None
    if hit.entry.label == "deny":
        return hit if "weak" not in hit.entry.value and "scope" not in hit.entry.value else None
    return hit if hit.entry.value.get("scope") in ("verb", "noun") else None


def nobody(page: Page, hit: Hit) -> Absence | None:
    """A negated verb of harm whose subject is `anybody`: `none of them was hurt`, `without anyone being killed`."""
    size, start = len(page.at), max(page.sentence(hit.first).first, hit.first - 3)
    if not page.any_marked(start, hit.first, DENIES):
        return None
    after = hit.last < size and _anybody(page, hit.last)
    before = hit.first - start > 1 and _anybody(page, hit.first - 2)
    if not (after or before):
        return None
    for position in range(hit.first - 1, start - 1, -1):
        found = _negation(page, position)
        if found is not None and found.entry.label == "negation":
            return Absence(position, known=True)
    return None


def _anybody(page: Page, position: int) -> bool:
    hit = page.hit(position, *_ANYBODY)
    return hit is not None and (hit.entry.label == "number.any" or hit.entry.value.get("of") == "yes")
