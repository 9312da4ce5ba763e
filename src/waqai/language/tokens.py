"""Normal text -> sentences of tokens. Tokens are columns, not objects: reading a report touches each a few times."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from waqai.language.normal import Normal

# A word (its letters stand together; most are Arabic ones), a number with its separators, or one visible character.
_TOKEN = re.compile(r"[\u0621-\u063a\u0641-\u064a]+[^\W\d_]*|[^\W\d_]+|\d+(?:[.,:/-]\d+)*|[^\s\w]")
_URL = re.compile(r"https?://\S+|www\.\S+|\b\S+@\S+\.\S+")
_ENDS = frozenset(".!?\u061f\u06d4\u2026")
_CLOSERS = frozenset("\"')]}")
_LONG = 5  # tokens of a line that may be wrapped before a word that also begins sentences


class Sentence(NamedTuple):
    """Tokens [first, last) of one sentence; `paragraph` counts lines that hold text, from 0."""

    first: int
    last: int
    paragraph: int


class Wrapping(NamedTuple):
    """Words in normal spelling that tell a line which goes on in the next: its last word, or the next one's first."""

    ends: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()


UNWRAPPED = Wrapping()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document in normal text: words, their normal offsets, and the sentences over them."""

    normal: Normal
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]

    def raw(self, first: int, last: int) -> tuple[int, int]:
        """Raw offsets of the tokens [first, last)."""
        return self.normal.raw(self.starts[first], self.ends[last - 1])


def tokenise(normal: Normal, wrapping: Wrapping = UNWRAPPED) -> Tokens:
    """Split normal text into tokens and sentences; a line break ends a sentence unless `wrapping` says it goes on."""
    text = normal.text
    if "://" in text or "@" in text or "www." in text:
        text = _URL.sub(lambda m: " " * len(m.group()), text)
    words = _TOKEN.findall(text)
    starts, position, find = [], 0, text.find
    for word in words:  # what stands between tokens is in none, so that the next place of a word is its own
        position = find(word, position)
        starts.append(position)
        position += len(word)
    tokens = Tokens(normal, words, starts, list(map(add, starts, map(len, words))), [])
    stops = [position for position, word in enumerate(words) if word in _ENDS]
    for paragraph, (first, last) in enumerate(_joined(words, _lines(text, tokens.starts), wrapping)):
        own = stops[bisect_left(stops, first) : bisect_left(stops, last)]
        tokens.sentences.extend(Sentence(*ends, paragraph) for ends in _sentences(tokens, first, last, own))
    return tokens


def _lines(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """The first token and the one after the last, of each line that has tokens."""
    first, position = 0, text.find("\n")
    while position >= 0:
        last = bisect_left(starts, position, first)
        if last > first:
            yield first, last
            first = last
        position = text.find("\n", position + 1)
    if len(starts) > first:
        yield first, len(starts)


def _joined(
    words: list[str], lines: Iterable[tuple[int, int]], wrapping: Wrapping
) -> Iterator[tuple[int, int]]:
    """Lines as paragraphs: one that a sentence was wrapped over takes the next with it."""
    start = before = 0
    wrapped = False
    for first, last in lines:
        goes_on = words[first] in wrapping.starts and first - before >= _LONG and words[first - 1].isalnum()
        if first and not wrapped and not goes_on:
            yield start, first
            start = first
        wrapped = words[last - 1] in wrapping.ends and last - first > 1
        before = first
    if words:
        yield start, len(words)


def _sentences(tokens: Tokens, first: int, last: int, stops: list[int]) -> Iterator[tuple[int, int]]:
    """The sentences of a line: each goes to a stop and the quotes and brackets that close right behind it."""
    words = tokens.words
    for stop in stops:
        if words[stop] == "." and stop > first and len(words[stop - 1]) == 1 and words[stop - 1].isalpha():
            continue  # an initial
        end = stop + 1
        while end < last and words[end] in _CLOSERS and tokens.starts[end] == tokens.ends[end - 1]:
            end += 1
        yield first, end
        first = end
    if last > first:
        yield first, last
