"""Tokens -> marks on tokens: which entries stand where. The page is what the stages of one reading share.

Every stage after this one asks two questions of a token: which labels cover it (`page.has(i, "number")`), and which
entries start at it (`page.at[i]`). Mentions of each kind are found by `times`, `counts`, `parties`, `places`, `speakers`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from waqai.label_marks import by_prefix
from waqai.language.lexicon import Hit
from waqai.language.pack import Pack
from waqai.language.tokens import Sentence, Tokens, tokenise
from waqai.records import Document

_IDIOM = ".idiom"
_LONGEST = 14  # no entry has more words
TELLING = ("act.", "harm.kill", "harm.injure", "harm.damage.verb")
# what stands around the word of an act and tells whether it happened
TINGES_BY = (
    *("negation", "irrealis", "hedge", "deny", "say.verb", "say.prep", "light", "result", "link.by"),
    *("number.subset", "relative"),
)
# What the labels of a token may be to a stage, a bit each: the word of an act, the cut of a clause, a time, a figure,
# another matter, what a claim may have missed; background, a break, what adds, weapons, harm, saying, claiming an act,
# a month, what tinges an act, a country or its people, what denies
(
    TELLS,
    CUTS,
    TIMED,
    FIGURES,
    OFF,
    MISSED,
    BACKGROUND,
    BREAK,
    ADDS,
    ARMS,
    HARM,
    SAYS,
    CLAIMS,
    MONTH,
    TINGES,
    NATION,
    DENIES,
) = (1 << bit for bit in range(17))
_MARKS = by_prefix(
    TELLING,
    ("relative", "result"),
    ("time.", "number"),
    ("harm.kill", "harm.injure", "harm.joint", "harm.none", "hedge", "result"),
    ("off.",),
    ("act.", "harm.", "weapon.", "actor"),
    ("discourse.background",),
    ("discourse.break",),
    ("discourse", "number.plus"),
    ("weapon.",),
    ("harm.",),
    ("say.verb",),
    ("claim.verb",),
    ("time.month",),
    TINGES_BY,
    ("country", "nationality"),
    ("negation", "deny"),
)


@dataclass(slots=True)
class Page:
    """One document on its way to claims.

    `at[i]` holds the hits that start at token i, `labels[i]` the labels of all that cover it, `marks[i]` their bits.
    `flagged` holds what is wrong with words of the text itself, for whoever reads the claims.
    """

    document: Document
    pack: Pack
    published: date
    tokens: Tokens
    at: list[tuple[Hit, ...]] = field(default_factory=list)
    labels: list[frozenset[str]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    parties: list[Any] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)
    speakers: list[Any] = field(default_factory=list)
    triggers: list[Any] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    known: dict[tuple[int, tuple[str, ...]], bool] = field(default_factory=dict)
    country: str | None = None
    flagged: list[str] = field(default_factory=list)

    def hit(self, position: int, *prefixes: str) -> Hit | None:
        """The first entry at a token whose label starts with one of the prefixes."""
        labels = self.labels[position]
        if labels and any_starts(labels, prefixes):
            for hit in self.at[position]:
                if hit.entry.label.startswith(prefixes):
                    return hit
        return None

    def has(self, position: int, *prefixes: str) -> bool:
        """Whether a token within the page is covered by an entry with such a label."""
        if not 0 <= position < len(self.labels):
            return False
        labels = self.labels[position]
        return bool(labels) and any_starts(labels, prefixes)

    def span(self, first: int, last: int) -> tuple[int, int, str]:
        """Raw start, end and text of tokens [first, last)."""
        start, end = self.tokens.raw(first, last)
        return start, end, self.document.text[start:end]

    def sentence(self, position: int) -> Sentence:
        """The sentence that a token stands in."""
        return self.tokens.sentences[self.sentence_of[position]]

    def marked(self, bits: int) -> list[int]:
        """The tokens with one of the marks, in order."""
        return [position for position, marks in enumerate(self.marks) if marks & bits]

    def any_marked(self, first: int, last: int, bits: int) -> bool:
        """Whether one of the tokens [first, last) has one of the marks."""
        return any(map(bits.__and__, self.marks[first:last]))


def open_page(document: Document, pack: Pack) -> Page:
    """Normalise, tokenise and look everything up once."""
    tokens = tokenise(pack.folding.normalise(document.text), pack.wrapping)
    page = Page(document, pack, date.fromisoformat(document.published), tokens)
    page.at, page.labels = pack.lexicon.cover(tokens.words)
    if any(map(_has_idiom, set(page.labels))):
        _drop_idioms(page)
    page.marks = _MARKS.of(page.labels)
    for number, (first, last, _) in enumerate(tokens.sentences):
        page.sentence_of += [number] * (last - first)
    return page


@lru_cache(maxsize=1 << 16)
def any_starts(labels: frozenset[str], prefixes: tuple[str, ...]) -> bool:
    """Whether a label starts with one of the prefixes. Remembered: stages ask this some thousand times a page."""
    return any(label.startswith(prefixes) for label in labels)


@lru_cache(maxsize=1 << 16)
def _has_idiom(labels: frozenset[str]) -> bool:
    return any(label.endswith(_IDIOM) for label in labels)


def _drop_idioms(page: Page) -> None:
    """Take out the idioms' verbs whose noun does not follow."""
    for position, hits in enumerate(page.at):
        if not hits or not _has_idiom(page.labels[position]):
            continue
        dropped = [h for h in hits if h.entry.label.endswith(_IDIOM) and _idiom_end(page, h) is None]
        if not dropped:
            continue
        page.at[position] = tuple(hit for hit in hits if hit not in dropped)
        for covered in range(position, max(hit.last for hit in dropped)):
            near = range(max(0, covered - _LONGEST), position + 1)
            over = [h for first in near for h in page.at[first] if h.last > covered >= h.first]
            page.labels[covered] = page.pack.lexicon.shared(hit.entry.label for hit in over)


def _idiom_end(page: Page, hit: Hit) -> int | None:
    """Where the noun stands that an idiom's verb needs (`met ... his death`); at most `within` tokens on (16), before a
    full stop. With `back`, it may stand that near before the verb as well (`rockets were fired`)."""
    value = hit.entry.value
    wanted = "harm.end." + value["end"]
    words, within = page.tokens.words, int(value.get("within", "16"))
    ahead = range(hit.last, min(len(words), hit.last + within))
    behind = range(hit.first - 1, max(-1, hit.first - 1 - min(within, 3)), -1) if "back" in value else ()
    for places in (ahead, behind):
        for position in places:
            if words[position] == ".":
                break
            if any(entry.label == wanted for entry, *_ in page.pack.lexicon.known(words[position]).single):
                return position
    return None
