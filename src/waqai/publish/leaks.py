"""Text that is to leave -> what in it might endanger somebody: numbers, addresses, names, homes, hidden marks.

The patterns and the words of `leaks.tsv` are heuristics. They see a name behind a title (the citizen, the witness) or
two given names in a row; they do NOT see a name alone that is not in the list, a nickname, a job or a family tie that
only neighbours understand, a face in a picture that a link leads to. A person has to read what leaves.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from waqai.publish.cells import BIDI_CONTROLS

LeakKind = Literal[
    "phone", "e-mail", "handle", "name", "home", "shelter", "coordinates", "hidden text", "metadata"
]
KINDS: tuple[LeakKind, ...] = get_args(LeakKind)
WORDS = Path(__file__).with_name("leaks.tsv")
FEWEST, MOST = 9, 15  # digits of a phone number
HIDDEN = "[\u2026]"  # what stands where words were taken out
# letters that are written in several ways: alef with hamza or madda, ta marbuta; alef maqsura tells `on` from Ali and stays
SPELLINGS = str.maketrans("\u0622\u0623\u0625\u0671\u0629", "\u0627\u0627\u0627\u0627\u0647")
PRIVATE_FOLDERS = r"(?:home|Users|Desktop|Documents)"
NETWORKS = r"(?:facebook|x|twitter|instagram|tiktok)"
PATTERNS: tuple[tuple[LeakKind, re.Pattern[str]], ...] = (
    ("e-mail", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("metadata", re.compile(rf"(?:file:/|[A-Za-z]:\\|~/|/)(?:[^\s/\\:]+[/\\])*?{PRIVATE_FOLDERS}[/\\][^\s;]+")),
    ("metadata", re.compile(r"(?<=://)[^\s/@]+:[^\s/@]+(?=@)|[?&](?:token|key|auth|session|sig|password)=[^\s&;]+")),
    ("handle", re.compile(rf"(?<![\w@.])@\w{{3,}}|\b(?:t|wa)\.me/[\w+/]+|\b{NETWORKS}\.com/@?[\w.?=]+")),
    ("coordinates", re.compile(r"(?<![\d.])-?\d{1,2}\.\d{3,}\s*[,;\s]\s*-?\d{1,3}\.\d{3,}")),
    ("phone", re.compile(r"(?<![\w.,])(?:\+|00)?\(?\d[\d\s().-]{6,22}\d(?![\w.])")),
)  # fmt: skip
DATE = re.compile(r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d")
WORD = re.compile(r"\w+")
JOINED = ("\u0648", "\u0641", "\u0628", "\u0644")  # and, so, by, for: written onto the next word
SON = {"\u0628\u0646", "\u0627\u0628\u0646", "\u0628\u0646\u062a"}  # son of, daughter of


class Leak(NamedTuple):
    """Words that may be a leak: the kind, and where they stand in the text that was looked at."""

    kind: LeakKind
    start: int
    end: int


class Folded(NamedTuple):
    """A text without vowel signs, tatweel and foreign digits, and where each of its characters stood."""

    text: str
    places: tuple[int, ...]


def leaks_of(text: str) -> list[Leak]:
    """What might be a leak, in the order of text; where two overlap the longer one."""
    if not text:
        return []
    folded = fold(text)
    found = [Leak("hidden text", match.start(), match.end()) for match in BIDI_CONTROLS.finditer(text)]
    for leak in (*_patterned(folded.text), *_worded(folded.text)):
        found.append(Leak(leak.kind, folded.places[leak.start], folded.places[leak.end - 1] + 1))
    kept: list[Leak] = []
    for leak in sorted(found, key=lambda one: (one.start - one.end, KINDS.index(one.kind), one.start)):
        if all(leak.end <= other.start or leak.start >= other.end for other in kept):
            kept.append(leak)
    return sorted(kept, key=lambda one: one.start)


def name_of(kind: LeakKind, words: str) -> str:
    """A finding's id: the same for the same words, however they are spelt; ten hexadecimal digits."""
    folded = " ".join(fold(words).text.split()) if kind != "hidden text" else words
    return hashlib.sha256(f"{kind}:{folded}".encode()).hexdigest()[:10]


def fold(text: str) -> Folded:
    """A text made plain, with the way back."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if unicodedata.category(letter) in ("Mn", "Cf") or letter == "\u0640":
            continue
        digit = unicodedata.digit(letter, None)
        letters.append(str(digit) if digit is not None else letter.translate(SPELLINGS))
        places.append(place)
    return Folded("".join(letters), tuple(places))


@cache
def load_words(path: Path = WORDS) -> dict[str, frozenset[str]]:
    """The words by their kind, folded as texts are."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        kind, word, _ = line.split("\t")
        found.setdefault(kind, set()).add(fold(word).text)
    return {kind: frozenset(words) for kind, words in found.items()}


def _patterned(text: str) -> Iterator[Leak]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if kind != "phone" or _is_number(match[0]):
                yield Leak(kind, match.start(), match.end())


def _is_number(words: str) -> bool:
    """Whether digits may be a phone number: neither too few, nor a date with something behind it."""
    return FEWEST <= sum(letter.isdigit() for letter in words) <= MOST and not DATE.match(words)


def _worded(text: str) -> Iterator[Leak]:
    """Names behind a title or in a row; homes and shelters."""
    known = load_words()
    words = list(WORD.finditer(text))
    for number, word in enumerate(words):
        bare = _bare(word[0], known)
        after = words[number + 1 : number + 5]
        if bare in known["title"] | known["named"]:
            name = _name(after, known, named=bare in known["named"])
            if name:
                yield Leak("name", name[0].start(), name[-1].end())
        elif bare in known["given"]:
            name = _row_of_names([word, *after], known)
            if len(name) > 1:
                yield Leak("name", name[0].start(), name[-1].end())
        for kind in ("home", "shelter"):
            if bare in known[kind] or _bare(bare.removeprefix("\u0627\u0644"), known) in known[kind]:
                yield Leak("home" if kind == "home" else "shelter", word.start(), _whose(text, word, after))


def _whose(text: str, word: re.Match[str], after: list[re.Match[str]]) -> int:
    """The end of a home with the next word, which says whose: a name of a place with that word is a finding of its own."""
    beside = bool(after) and text[word.end() : after[0].start()].isspace()
    return after[0].end() if beside else word.end()


def _bare(word: str, known: dict[str, frozenset[str]]) -> str:
    """A word without what is written onto its front, where only so it is known."""
    everything = frozenset().union(*known.values())
    if word not in everything and word[:1] in JOINED and word[1:] in everything:
        return word[1:]
    return word


def _name(after: list[re.Match[str]], known: dict[str, frozenset[str]], named: bool) -> list[re.Match[str]]:
    """The words behind a title that are a name: a row of given names and what follows it, or any two if `named`."""
    row = _row_of_names(after, known)
    return row or (after[:2] if named else [])


def _row_of_names(words: list[re.Match[str]], known: dict[str, frozenset[str]]) -> list[re.Match[str]]:
    """Given names in a row, with one word more for the family's; empty where the first is none."""
    given = 0
    for word in words:
        if word[0] not in known["given"] | SON:
            break
        given += 1
    if not given:
        return []
    family = words[given : given + 1]
    is_family = bool(family) and family[0][0].startswith("\u0627\u0644")
    return words[: given + is_family]
