"""Names of places by their words, for finding them in text; and the mention that every place stage passes on.

In: a gazetteer, the pack's `ambiguous_places.txt` and clitics. Out: how many tokens from a position on are a
name, and how well known it is. What is asked of a word is remembered by word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from waqai.gazetteer import ARTICLE, Choice, Gazetteer

MAX_WORDS = 4
CACHE_LIMIT = 60_000
_NO_NAME = frozenset({"the", "will", "like", "ask"})
LARGE, TOWN = 60_000, 5_000
# How well known a name is: tiny or another spelling; of a town or listed by hand; of a city, unit, country
FAINT, KNOWN, FAMOUS = 1, 2, 3


class PlaceMention(NamedTuple):
    """A place at tokens [first, last) with its name from raw `start` on.

    `level` is its kind word's level, `cue` how it was found, `lead` the label of its kind word; `held_by` the
    next mention holds this one, `holds` this one holds the one before, `partner` it is coordinated with the
    one before; `near` it is beside the place; `grade` is how well known the name is, 0 for a name that no
    gazetteer has.
    """

    first: int
    last: int
    name: str
    level: str
    cue: str
    lead: str
    choice: Choice
    held_by: bool = False
    holds: bool = False
    partner: bool = False
    start: int = 0
    near: bool = False
    grade: int = 0


Tails = dict[str, tuple[tuple[str, ...], ...]]  # the second word of names -> the further words of each


class Stem(NamedTuple):
    """A word that may begin a name, without its proclitics: `skip` letters with those `flags` were taken off.

    `tails` are those of the names that it begins, as it stands and with its article dropped or added;
    `alone`: of one word all.
    """

    text: str
    flags: frozenset[str]
    skip: int
    tails: tuple[Tails, ...]
    alone: bool


@dataclass(slots=True)
class Names:
    """Names by first word and second word ("" for none), as the further words of each, longest first."""

    rest: dict[str, Tails]
    ambiguous: frozenset[str]
    prefixes: dict[str, frozenset[str]]
    gazetteer: Gazetteer
    letters: frozenset[str]
    seen: dict[str, tuple[Stem, ...]] = field(default_factory=dict)
    begun: dict[str, tuple[Tails, ...]] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)

    def length(self, words: list[str], position: int, word: str) -> int:
        """How many tokens from a position on are a name, its first word given without clitics; 0 for none."""
        found = self.begun.get(word)
        if found is None:
            if len(self.begun) > CACHE_LIMIT:
                self.begun.clear()
            found = self.begun[word] = self._tails(word)
        return reach(found, words, position) if found else 0

    def _tails(self, word: str) -> tuple[Tails, ...]:
        """What follows a word in names, as it stands and then with its article dropped or added."""
        one, other = self.rest.get(word), self.rest.get(_other_way(word))
        if one is None:
            return () if other is None else (other,)
        return (one,) if other is None else (one, other)

    def stems(self, word: str) -> tuple[Stem, ...]:
        """The ways to take proclitics off a word that leave a name's first word, fewest letters first."""
        found = self.seen.get(word)
        if found is None:
            if len(self.seen) > CACHE_LIMIT:
                self.seen.clear()
            begins = word[:1] in self.letters or word in self.rest or _other_way(word) in self.rest
            found = self.seen[word] = tuple(self._peeled(word)) if begins else ()
        return found

    def _peeled(self, word: str) -> Iterator[Stem]:
        names, prefixes = self.rest, self.prefixes
        for size in range(min(4, len(word) - 2) if word[:1] in self.letters else len(word) > 2):
            flags = prefixes.get(word[:size])
            if flags is None:
                continue
            stem = word[size:]
            if "to" in flags and stem.startswith(ARTICLE[1]):
                stem = ARTICLE[0] + stem
            if stem not in names and _other_way(stem) not in names:
                continue
            tails = self._tails(stem)
            alone = all(len(rest) == 1 and "" in rest for rest in tails)
            if not size or not alone or (self.grade(stem) >= KNOWN and not self.is_ambiguous(stem)):
                yield Stem(stem, flags, size, tails, alone)

    def is_ambiguous(self, name: str) -> bool:
        """Whether a folded name is an ordinary word too, with or without its article."""
        return name in self.ambiguous or name.removeprefix(ARTICLE) in self.ambiguous

    def grade(self, name: str) -> int:
        """`FAINT`, `KNOWN` or `FAMOUS`; 0 for a name that the gazetteer lacks. Other spellings are faint."""
        found = self.grades.get(name)
        if found is None:
            if len(self.grades) > CACHE_LIMIT:
                self.grades.clear()
            found = self.grades[name] = _grade(self.gazetteer, name)
        return found


def reach(tails: tuple[Tails, ...], words: list[str], position: int) -> int:
    """How many tokens the longest name has that goes on with one of the tails; 0 where the text has none."""
    following = words[position + 1] if position + 1 < len(words) else ""
    for rest in tails:
        alone = "" in rest
        if following and len(rest) > alone:
            for second in (following, _other_way(following)):
                for tail in rest.get(second, ()):
                    end = position + 2 + len(tail)
                    if not tail or _agree(tail, words[position + 2 : end]):
                        return end - position
        if alone:
            return 1
    return 0


def _agree(tail: tuple[str, ...], words: list[str]) -> bool:
    """Whether words are those of a name, each with or without its article."""
    return len(tail) == len(words) and all(
        word == part or word == _other_way(part) for part, word in zip(tail, words, strict=True)
    )


def _other_way(word: str) -> str:
    """A word with its article dropped or added."""
    return word[2:] if word.startswith(ARTICLE) and len(word) > 4 else ARTICLE + word


def _grade(gazetteer: Gazetteer, name: str) -> int:
    exact = gazetteer.exact_ids(name)
    best = 0
    for place in gazetteer.candidates(name):
        if place.id not in exact:
            grade = FAINT
        elif place.kind in ("admin1", "country") or place.population >= LARGE:
            grade = FAMOUS
        elif place.known or place.kind in ("admin2", "admin3") or place.population >= TOWN:
            grade = KNOWN
        else:
            grade = FAINT
        best = max(best, grade)
    return best


@lru_cache(maxsize=2)
def load_names(gazetteer: Gazetteer, prefixes: tuple[tuple[str, frozenset[str]], ...]) -> Names:
    """The names of a gazetteer and the proclitics of a pack, read once."""
    rest: dict[str, Tails] = {}
    for words in sorted(
        (words for words in gazetteer.names() if len(words) <= MAX_WORDS), key=len, reverse=True
    ):
        tails = rest.setdefault(words[0], {})
        second = words[1] if len(words) > 1 else ""
        tails[second] = (*tails.get(second, ()), words[2:])
    path = gazetteer.folder / "ambiguous_places.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    taken_off = {prefix: flags for prefix, flags in prefixes if not flags & _NO_NAME}
    return Names(
        rest,
        frozenset(gazetteer.fold(line.split("#")[0]) for line in lines if line.split("#")[0].strip()),
        taken_off,
        gazetteer,
        frozenset(prefix[0] for prefix in taken_off if prefix),
    )
