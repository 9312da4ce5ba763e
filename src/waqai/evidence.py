"""A frame -> the clauses that say it, and the words of denial and doubt that stand over it."""

from __future__ import annotations

from waqai.frames import Frame
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.records import Span

_CUT = frozenset(".!?:\u061f\u061b")
_COMMA = "\u060c"
_FAR = 12  # tokens before an act's word after which a comma or quotation mark may begin its clause
_TAIL = 6  # tokens after an act's word after which a comma ends its clause
_OVER = 10  # tokens before an act within which a word of denial or doubt governs it


def evidence(page: Page, frame: Frame) -> list[Span]:
    """The clauses that hold the frame's triggers, as raw spans, one a sentence."""
    spans = []
    for sentence in sorted({t.sentence for t in frame.triggers}):
        own = [t for t in frame.triggers if t.sentence == sentence]
        bounds = page.tokens.sentences[sentence]
        first = _clause_start(page, min(t.first for t in own), bounds.first)
        last = _clause_end(page, max(t.last for t in own), bounds.last)
        spans.append(Span(*page.span(first, last)))
    return spans


def _clause_start(page: Page, position: int, start: int) -> int:
    """Back to the sentence's start, or to what introduces the clause: a colon, a break, a far comma or quotation mark."""
    first = position
    while first > start:
        word = page.tokens.words[first - 1]
        if word in _CUT or page.has(first - 1, "discourse.break"):
            break
        if word in (_COMMA, '"') and position - first > _FAR:
            break
        first -= 1
    return first


def _clause_end(page: Page, position: int, end: int) -> int:
    """On to the sentence's end, or to a colon or a comma that is not right behind."""
    last = position
    while last < end:
        word = page.tokens.words[last]
        if word in _CUT or (last - position > _TAIL and word == _COMMA):
            break
        last += 1
    return max(last, position)


def denial(page: Page, frame: Frame) -> Hit | None:
    """The word that denies the frame's first act, if one stands over it."""
    return next(
        (h for h in _over(page, frame) if h.entry.label == "deny" or h.entry.value.get("deny") == "yes"), None
    )


def doubt(page: Page, frame: Frame) -> Hit | None:
    """The word that doubts the frame's first act, if one stands over it; doubt about who did it is none."""
    for hit in _over(page, frame):
        if hit.entry.label == "hedge" and hit.entry.value.get("scope", "act") == "act":
            return hit
        if hit.entry.label == "say.verb" and hit.entry.value.get("hedge") == "yes":
            return hit
    return None


def _over(page: Page, frame: Frame) -> list[Hit]:
    """The entries that stand before the first act in its sentence, near enough to govern it."""
    trigger = frame.triggers[0]
    start = max(page.sentence(trigger.first).first, trigger.first - _OVER)
    return [hit for position in range(start, trigger.first + 1) for hit in page.at[position]]
