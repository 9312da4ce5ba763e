"""Page + an entry that may begin a party -> whether it names nobody: only an adjective, a place, or another word.

Written Arabic leaves out vowels, so the letters of `a well` stand in `big`, and those of `a student` are `he
demanded`. What is often another word (`ambiguous=yes`) names somebody only where the words around ask for people
or things.
"""

from __future__ import annotations

from waqai.gazetteer import ARTICLE
from waqai.identities import NATIONS
from waqai.language.lexicon import Hit
from waqai.mentions import Page

# before whom words for people and things stand: who counts, harms, seizes, attacks
_ASKS = (
    *("harm.", "number", "link.against", "link.by", "act.arrest", "act.abduct", "act.attack", "act.strike"),
    *(
        "act.shell",
        "act.shoot",
        "act.air",
        "act.loot",
        "act.riot",
        "act.capture",
        "act.disperse",
        "act.blast",
    ),
    *("act.grenade", "act.sexual", "act.suicide", "act.chemical", "prep.on"),
)
# what an adjective does not stand behind: its noun would be these
_NO_NOUN = (
    *("harm.", "number", "link.", "prep.", "say.", "negation", "that", "time", "light", "hedge", "irrealis"),
    *("result", "relative", "discourse", "deny", "place.near", "act.arrest", "act.abduct"),
)
_NO_ADJECTIVE = ("harm.", "number", "link.", "prep.", "say.verb", "say.prep")
# where a country or its capital is only a place
_PLACED = (
    "prep.in",
    "prep.to",
    "prep.from",
    "prep.on",
    "place.near",
    "place.kind",
    "place.unit",
    "place.direction",
)
_OTHERS = ("speaker", "off.", "place.kind", "object.civilian", "object.infrastructure", "say.noun")
_ARMED = ("act.", "harm.", "weapon", "force", "actor")
_PERSONAL = ("person", "force", "object")


def names_nobody(page: Page, head: Hit, place: int | None) -> bool:
    """Whether a head names nobody; `place` is the first token of the place that covers it."""
    label = head.entry.label.split(".")[0]
    if place is not None and (place < head.first or label == "person"):
        return True
    if label in NATIONS:
        return _is_placed(page, head) if label != "nationality" else _is_foreign_adjective(page, head)
    if label not in _PERSONAL:
        return False
    if head.flags and ("like" in head.flags or _is_false_suffix(page, head)):
        return True
    kind = page.hit(head.first, "place.kind") if label == "person" else None
    if kind is not None and kind.cost <= head.cost:
        return True
    if _is_adjective(page, head) or (label == "person" and _is_speaker(page, head)):
        return True
    return head.entry.value.get("ambiguous") == "yes" and not _is_asked(page, head)


def _is_placed(page: Page, head: Hit) -> bool:
    """A country or capital behind a preposition of place: `in Cairo`, `south of Syria`."""
    before = head.first - 1
    if "in" in head.flags:
        return True
    if "to" in head.flags or before < page.sentence(head.first).first:
        return False
    return page.has(before, *_PLACED) and not page.has(before, "link.", "act.", "harm.")


def _is_foreign_adjective(page: Page, head: Hit) -> bool:
    """A nationality that goes with a noun for speakers, places or things: `the Libyan League`."""
    before = head.first - 1
    if before < page.sentence(head.first).first or head.form.number != "s":
        return False
    if page.has(before - 1, *_ARMED) or page.has(before, *_ARMED, "number"):
        return False
    return page.has(before, *_OTHERS)


def _is_false_suffix(page: Page, head: Hit) -> bool:
    """A weak letter that was taken for `my`: it rather ends another word."""
    if "pron" not in head.flags:
        return False
    word, stem = page.tokens.words[head.first], head.form.text
    ending = word[word.rfind(stem) + len(stem) :]
    return len(ending) == 1 and ending in page.pack.morphology.letters["weak"]


def _is_adjective(page: Page, head: Hit) -> bool:
    """A word that agrees with the noun before it: `an armed conflict`, `the military governor`."""
    form, before = head.form, head.first - 1
    if form.number != "s":
        return False
    feminine = form.gender == "f" and len(form.text) > len(head.entry.text)
    if not feminine and "adj" not in head.entry.value:
        return False
    word = page.tokens.words[before]
    if before < page.sentence(head.first).first or not word[0].isalpha():
        return False
    article = "the" in head.flags
    if feminine and article:
        return not page.has(before, *_NO_ADJECTIVE)
    if page.has(before, *_NO_NOUN):
        return False
    if head.entry.value.get("adj") == "act" and not page.has(before, "act.", "weapon"):
        return False
    if head.flags - {"the"} or any(hit.form.tense for hit in page.at[before]):
        return False
    return article == word.startswith(ARTICLE)


def _is_speaker(page: Page, head: Hit) -> bool:
    """A person who only speaks: `our reporter said`, `according to a resident`."""
    before = head.first - 1
    if before < page.sentence(head.first).first or page.hit(head.first, "speaker") is None:
        return False
    return page.has(before, "say.verb", "say.prep") and not page.has(before, "act.", "harm.", "number")


def _is_asked(page: Page, head: Hit) -> bool:
    """Whether the words around an ambiguous word ask for people or things, or its form does."""
    label, before = head.entry.label, head.first - 1
    if (label == "person" and head.form.number == "p") or (label == "force" and "the" in head.flags):
        return True
    if label != "person" and page.has(head.last, "force", "actor", "nationality", "person"):
        return True
    if before < page.sentence(head.first).first:
        return False
    one = page.hit(before, "person")
    counted = page.tokens.words[before][0].isdigit() or (one is not None and "of" in one.entry.value)
    return counted or page.has(before, *_ASKS)
