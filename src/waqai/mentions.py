"""Tokens -> marks on tokens: which entries stand where. The page is what the stages of one reading share.

Every stage after this one asks two questions of a token: which labels cover it (`page.has(i, "number")`), and which
entries start at it (`page.at[i]`). Mentions of each kind are found by `times`, `counts`, `parties`, `places`, `speakers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waqai.language.lexicon import Hit
from waqai.language.pack import Pack
from waqai.language.tokens import Sentence, Tokens, tokenise
from waqai.records import Document

_NO_HITS: tuple[Hit, ...] = ()


@dataclass(slots=True)
class Page:
    """One document on its way to claims. `at[i]` holds the hits that start at token i, `labels[i]` all that cover it."""

    document: Document
    pack: Pack
    published: date
    tokens: Tokens
    at: list[tuple[Hit, ...]] = field(default_factory=list)
    labels: list[frozenset[str]] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    parties: list[Any] = field(default_factory=list)
    places: list[Any] = field(default_factory=list)
    speakers: list[Any] = field(default_factory=list)
    triggers: list[Any] = field(default_factory=list)
    country: str | None = None

    def hit(self, position: int, *prefixes: str) -> Hit | None:
        """The first entry at a token whose label starts with one of the prefixes."""
        for hit in self.at[position]:
            if hit.entry.label.startswith(prefixes):
                return hit
        return None

    def has(self, position: int, *prefixes: str) -> bool:
        """Whether a token within the page is covered by an entry with such a label."""
        return 0 <= position < len(self.labels) and any(
            label.startswith(prefixes) for label in self.labels[position]
        )

    def span(self, first: int, last: int) -> tuple[int, int, str]:
        """Raw start, end and text of tokens [first, last)."""
        start, end = self.tokens.raw(first, last)
        return start, end, self.document.text[start:end]

    def sentence(self, position: int) -> Sentence:
        """The sentence that a token stands in."""
        return self.tokens.sentences[self.sentence_of[position]]

    def hits(self, *prefixes: str) -> Iterator[Hit]:
        """All hits with such a label, in order."""
        for hits in self.at:
            for hit in hits:
                if hit.entry.label.startswith(prefixes):
                    yield hit


def open_page(document: Document, pack: Pack) -> Page:
    """Normalise, tokenise and look everything up once."""
    tokens = tokenise(pack.folding.normalise(document.text))
    page = Page(document, pack, date.fromisoformat(document.published), tokens)
    size = len(tokens.words)
    at: list[list[Hit]] = [[] for _ in range(size)]
    labels: list[set[str]] = [set() for _ in range(size)]
    for hit in pack.lexicon.find(tokens.words):
        if hit.entry.label.endswith(".idiom") and not _idiom_end(tokens, pack, hit):
            continue
        at[hit.first].append(hit)
        for position in range(hit.first, hit.last):
            labels[position].add(hit.entry.label)
    page.at = [tuple(hits) if hits else _NO_HITS for hits in at]
    page.labels = [frozenset(found) for found in labels]
    for number, sentence in enumerate(tokens.sentences):
        page.sentence_of.extend([number] * (sentence.last - sentence.first))
    return page


def _idiom_end(tokens: Tokens, pack: Pack, hit: Hit) -> int | None:
    """Where the noun stands that an idiom's verb needs (`met ... his death`); at most 16 tokens on, before a full stop."""
    wanted = "harm.end." + hit.entry.value["end"]
    for position in range(hit.last, min(len(tokens.words), hit.last + 16)):
        if tokens.words[position] == ".":
            return None
        if any(entry.label == wanted for entry, *_ in pack.lexicon.known(tokens.words[position]).single):
            return position
    return None
