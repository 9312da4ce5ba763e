"""Entries -> an index of every form -> hits in tokens. Reading a word is one dictionary look-up once it was seen.

A lexicon file is tab-separated: entry, class, paradigm, value (`key=value;key=value`), note. An entry of several words
matches them in sequence; the first may carry clitics, each later one the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from waqai.errors import PackError
from waqai.language.morphology import Form, Morphology
from waqai.language.normal import Folding
from waqai.language.tokens import tokenise

CACHE_LIMIT = 200_000
COLUMNS = ["entry", "class", "paradigm", "value", "note"]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One line of a lexicon file. `label` is its class, `where` its `file:line` within the pack."""

    text: str
    label: str
    value: dict[str, str]
    where: str


class Hit(NamedTuple):
    """An entry found at tokens [first, last); `flags` are the clitics that its first word carried."""

    first: int
    last: int
    entry: Entry
    form: Form
    flags: frozenset[str]
    cost: int


Single = tuple[Entry, Form, frozenset[str], int]
Several = tuple[
    int, tuple[str, ...], Single
]  # its order, the words after the second, the reading of the first


class Known(NamedTuple):
    """What the lexicon knows of a word: entries of one word; entries of which it is the first word, by their second.

    The second word stands as it is entered and with the article. `columns` are the readings of `single` by field.
    """

    single: tuple[Single, ...]
    several: dict[str, list[Several]]
    labels: frozenset[str]
    columns: tuple[tuple[Any, ...], ...]


class Found(NamedTuple):
    """Of a list of words: the hits that start at each, and the labels of all hits that cover it."""

    at: list[tuple[Hit, ...]]
    labels: list[frozenset[str]]


NO_HITS: tuple[Hit, ...] = ()
NO_LABELS: frozenset[str] = frozenset()
NOTHING = Known((), {}, NO_LABELS, ())
_QUOTES = frozenset('"(')
_NOMINAL_ONLY = frozenset({"the", "in", "like"})


class Lexicon:
    """All entries of a pack by form. `cover` reads the words of a page."""

    def __init__(
        self, entries: Iterable[tuple[Entry, str]], morphology: Morphology, folding: Folding
    ) -> None:
        """`entries` are pairs of an entry and its paradigm."""
        self.morphology = morphology
        self.entries: list[Entry] = []
        self._single: dict[str, list[tuple[Entry, Form]]] = {}
        self._several: dict[str, list[tuple[tuple[str, ...], Entry, Form]]] = {}
        self._stems: set[str] = set()
        self._cache: dict[str, Known] = {}
        self._label_sets: dict[frozenset[str], frozenset[str]] = {NO_LABELS: NO_LABELS}
        self._article = folding.fold(next(p for p, flags in morphology.prefixes if flags == {"the"}))
        for entry, paradigm in entries:
            self._add(entry, paradigm, folding)

    def _add(self, entry: Entry, paradigm: str, folding: Folding) -> None:
        self.entries.append(entry)
        words = tokenise(folding.normalise(entry.text)).words
        head = words[0]
        if len(words) > 1 and head.startswith(self._article) and len(head) > 4:
            head = head[len(self._article) :] if paradigm != "-" else head
        kind, _, rest = paradigm.partition(":")
        seen: set[str] = set()
        try:
            forms = list(self.morphology.forms(head, f"{kind}:{folding.fold(rest)}" if rest else kind))
        except ValueError as error:
            raise PackError(str(error), where=entry.where) from None
        for form in forms:
            if form.text in seen:
                continue
            seen.add(form.text)
            self._stems.add(form.text)
            if len(words) == 1:
                self._single.setdefault(form.text, []).append((entry, form))
            else:
                self._several.setdefault(form.text, []).append((tuple(words[1:]), entry, form))

    def known(self, word: str) -> Known:
        """All that is known of a normal word, cheapest reading first; remembered."""
        found = self._cache.get(word)
        if found is None:
            found = self._look(word)
            if len(self._cache) >= CACHE_LIMIT:
                self._cache.clear()
            self._cache[word] = found
        return found

    def _look(self, word: str) -> Known:
        single: list[Single] = []
        several: dict[str, list[Several]] = {}
        order = 0
        best: dict[int, int] = {}
        for stem, flags, cost in self.morphology.readings(word, self._stems):
            for entry, form in self._single.get(stem, ()):
                if _allowed(form, flags) and best.setdefault(id(entry), cost) == cost:
                    single.append((entry, form, flags, cost))
            for rest, entry, form in self._several.get(stem, ()):
                if _allowed(form, flags):
                    row = order, rest[1:], (entry, form, flags, cost)
                    for second in (rest[0], self._article + rest[0]):
                        several.setdefault(second, []).append(row)
                    order += 1
        if not single and not several:
            return NOTHING
        single.sort(key=lambda reading: reading[3])
        columns = tuple(zip(*single, strict=True))
        return Known(tuple(single), several, self.shared([reading[0].label for reading in single]), columns)

    def shared(self, labels: Iterable[str]) -> frozenset[str]:
        """The labels as a set; equal sets are one object, so that asking about them is cheap."""
        found = frozenset(labels)
        return self._label_sets.setdefault(found, found)

    def cover(self, words: list[str]) -> Found:
        """What starts at each word and what covers it; an entry of several words hides the shorter ones that it covers."""
        at: list[tuple[Hit, ...]] = [NO_HITS] * len(words)
        labels = [NO_LABELS] * len(words)
        until = 0
        new, hits, following = tuple.__new__, repeat(Hit), [*words[1:], ""]
        for position, known in enumerate(map(self._cache.get, words)):
            if known is NOTHING:
                continue
            single, several, own, columns = known or self.known(words[position])
            if several and (following[position] in several or following[position] in _QUOTES):
                longest = self._longest(words, position, several)
                if longest and longest[0].last > until:
                    at[position] = tuple(longest)
                    until = longest[0].last
                    own = self.shared([hit.entry.label for hit in longest])
                    for covered in range(position, until):
                        labels[covered] = self.shared(own | labels[covered]) if labels[covered] else own
                    continue
            if position >= until and single:
                if len(single) == 1:
                    at[position] = (new(Hit, (position, position + 1) + single[0]),)
                else:
                    rows = zip(repeat(position), repeat(position + 1), *columns)
                    at[position] = tuple(map(new, hits, rows))
                labels[position] = own
        return Found(at, labels)

    def _longest(
        self, words: list[str], position: int, several: dict[str, list[Several]]
    ) -> list[Hit] | None:
        """The longest entries of several words that start here, in their order; later words may carry the article."""
        second = position + 1
        if second < len(words) and words[second] in _QUOTES:
            second += 1
        rows = several.get(words[second]) if second < len(words) else None
        if not rows:
            return None
        best: list[Hit] = []
        until = 0
        for _, rest, reading in rows:
            end = self._end(words, second + 1, rest)
            if end > until:
                best, until = [], end
            if end and end == until:
                best.append(Hit(position, end, *reading))
        return best

    def _end(self, words: list[str], end: int, rest: tuple[str, ...]) -> int:
        """Where the rest of an entry ends that goes on at `end`; 0 where it does not."""
        for part in rest:
            if end < len(words) and words[end] in _QUOTES:
                end += 1
            if end >= len(words) or (words[end] != part and words[end] != self._article + part):
                return 0
            end += 1
        return end


def _allowed(form: Form, flags: frozenset[str]) -> bool:
    """Verbs take no article or preposition but the future and `to`; constructs of nouns take no article.

    A feminine ending that became tied needs the suffix that it became so for, else the word is a verb.
    """
    if form.tense:
        return not flags & _NOMINAL_ONLY and ("will" not in flags or form.tense == "present")
    if "will" in flags:
        return False
    if not form.construct or "pron" in flags:
        return True
    return "the" not in flags and (form.gender == "m" or form.number == "d")


def parse_value(text: str) -> dict[str, str]:
    """`a=1;b=2` as a dict. Raises ValueError for a part without `=`."""
    return {} if text == "-" else dict(part.split("=", 1) for part in text.split(";") if part)


def read_entries(path: Path, root: Path, check: Callable[[str], str]) -> Iterator[tuple[Entry, str]]:
    """The entries of one lexicon file with their paradigms. Raises PackError with file and line.

    `check` folds an entry to its normal spelling.
    """
    name = path.relative_to(root).as_posix()
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{name}:{number}"
        cells = line.split("\t")
        if number == 1:
            if cells != COLUMNS:
                raise PackError(f"header is {cells}, must be {COLUMNS}", where=where)
            continue
        if not line.strip() or line.startswith("#"):
            continue
        if len(cells) != len(COLUMNS):
            raise PackError(f"{len(cells)} columns, {len(COLUMNS)} are needed: {COLUMNS}", where=where)
        text, label, paradigm, value, _note = cells
        folded = check(text)
        if not any(map(str.isalnum, folded)):
            raise PackError("an entry without letters", where=where)
        first = seen.setdefault((folded, label, paradigm, value), number)
        if first != number:
            raise PackError(f"{text} repeats line {first}; take one of them out", where=where)
        try:
            yield Entry(text, label, parse_value(value), where), paradigm
        except ValueError:
            raise PackError(f"value {value!r} is not key=value;key=value", where=where) from None
