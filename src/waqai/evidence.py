"""A frame -> the clauses that say it, and the words of denial and doubt that stand over it."""

from __future__ import annotations

from waqai.frames import Frame
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.records import Span
from waqai.triggers import Trigger

_CUT = frozenset(".!?:\u061f\u061b")
_COMMA = "\u060c"
_FAR = 12  # tokens before an act's word after which a comma or quotation mark may begin its clause
_TAIL = 6  # tokens after an act's word after which a comma ends its clause
_DENIED = 24  # tokens before an act within which its denial stands
_OBJECT = 8  # tokens after a word of denial within which it says what is denied
_ANY = 5  # tokens before `any` within which a negation stands
_AFTER = 8  # tokens after an act within which it is called untrue
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
    """The word that denies the frame's first act: over it, right before its verb, or after it; `nobody died` is none."""
    trigger, alone = frame.triggers[0], len(frame.triggers) == 1
    if not alone and any(f.rule == "none" and trigger.first <= f.anchor < trigger.last for f in page.counts):
        return None
    return (
        _denied_before(page, trigger)
        or (_negated(page, trigger) if alone else None)
        or _denied_after(page, trigger)
    )


def _denied_before(page: Page, trigger: Trigger) -> Hit | None:
    """A word of denial before the act with nothing asserted between; denied responsibility denies no act."""
    start = max(page.sentence(trigger.first).first, trigger.first - _DENIED)
    for position in range(trigger.first, start - 1, -1):
        if page.tokens.words[position] in _CUT - {":"} or page.has(position, "discourse.break"):
            return None
        for hit in page.at[position]:
            if hit.entry.label == "deny" or hit.entry.value.get("deny") == "yes":
                return None if _of_actor(page, hit) else hit
        if position < trigger.first and any(_asserts(hit) for hit in page.at[position]):
            return None
    return None


def _of_actor(page: Page, hit: Hit) -> bool:
    """Whether a denial is of responsibility: `denied its link`, `denied his responsibility`."""
    following = range(hit.last, min(page.sentence(hit.first).last, hit.last + _OBJECT))
    return hit.entry.value.get("scope") == "actor" or any(page.has(p, "claim.noun") for p in following)


def _asserts(hit: Hit) -> bool:
    """A verb of saying that starts anew: `and said`, `adding that`."""
    if hit.entry.label != "say.verb" or "ambiguous" in hit.entry.value:
        return False
    return bool(hit.flags & {"and", "so"}) or not hit.form.tense


def _negated(page: Page, trigger: Trigger) -> Hit | None:
    """A negation right before the act's verb, or over its indefinite noun: `did not shell`, `did not use any gas`."""
    start = page.sentence(trigger.first).first
    reach = 1 if trigger.verb else _ANY if page.has(trigger.first - 1, "number.any") else 0
    for position in range(trigger.first - 1, max(start, trigger.first - reach) - 1, -1):
        hit = page.hit(position, "negation")
        if (
            hit
            and hit.entry.value.get("scope") == "verb"
            and not hit.entry.value.keys() & {"ambiguous", "type"}
        ):
            return hit
    return None


def _denied_after(page: Page, trigger: Trigger) -> Hit | None:
    """What is said about the act after it: `the reports of shelling are untrue`."""
    for position in range(trigger.last, min(page.sentence(trigger.first).last, trigger.last + _AFTER)):
        if page.tokens.words[position] in _CUT or page.has(position, "act.", "say.verb"):
            return None
        hit = page.hit(position, "deny")
        if hit and "after" in hit.entry.value:
            return hit
    return None


def doubt(page: Page, frame: Frame) -> Hit | None:
    """The word that doubts the frame's first act, if one stands over it; doubt about who did it is none."""
    for hit in _over(page, frame):
        scope = hit.entry.value.get("scope", "act") if hit.entry.label == "hedge" else ""
        if scope == "act" or (scope == "next" and _right_before(hit, frame.triggers[0])):
            return hit
        if (
            hit.entry.label == "say.verb"
            and hit.entry.value.get("hedge") == "yes"
            and not _also_says(page, hit)
        ):
            return hit
    return None


def _right_before(hit: Hit, trigger: Trigger) -> bool:
    """Whether `reports of` stands right before an act, not before its toll."""
    return trigger.family.startswith("act.") and 0 <= trigger.first - hit.last <= 1


def _also_says(page: Page, hit: Hit) -> bool:
    """Whether the same letters are rather a plain verb of saying: `he reported`, not `it is reported`."""
    plain = (o for o in page.at[hit.first] if o.entry.label == "say.verb" and "hedge" not in o.entry.value)
    return hit.form.tense != "past" and any(o.last == hit.last and o.form.tense == "past" for o in plain)


def _over(page: Page, frame: Frame) -> list[Hit]:
    """The entries that stand before the first act in its sentence, near enough to govern it."""
    trigger = frame.triggers[0]
    start = max(page.sentence(trigger.first).first, trigger.first - _OVER)
    return [hit for position in range(start, trigger.first + 1) for hit in page.at[position]]
