"""Normal text -> sentences of tokens. Tokens are columns, not objects: reading a report touches each a few times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from waqai.language.normal import Normal

# A number with its separators, a word (letters and digits that belong together), or one other visible character.
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[^\s\w]|\n")
_URL = re.compile(r"https?://\S+|www\.\S+|\b\S+@\S+\.\S+")
_ENDS = frozenset(".!?\u061f\u06d4\u2026")
_CLOSERS = frozenset("\"')]}")


class Sentence(NamedTuple):
    """Tokens [first, last) of one sentence; `paragraph` counts lines that hold text, from 0."""

    first: int
    last: int
    paragraph: int


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


def tokenise(normal: Normal) -> Tokens:
    """Split normal text into tokens and sentences; a line break always ends a sentence."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[Sentence] = []
    text = normal.text
    if "://" in text or "@" in text or "www." in text:
        text = _URL.sub(lambda m: " " * len(m.group()), text)
    first, paragraph = 0, 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word == "\n":
            if len(words) > first:
                sentences.append(Sentence(first, len(words), paragraph))
                first = len(words)
                paragraph += 1
            elif sentences and sentences[-1].paragraph == paragraph:
                paragraph += 1
            continue
        if len(words) == first and first and word in _CLOSERS and match.start() == ends[-1]:
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
            last = sentences.pop()
            first = len(words)
            sentences.append(Sentence(last.first, first, last.paragraph))
            continue
        words.append(word)
        starts.append(match.start())
        ends.append(match.end())
        if word in _ENDS and not _initial(words, first):
            sentences.append(Sentence(first, len(words), paragraph))
            first = len(words)
    if len(words) > first:
        sentences.append(Sentence(first, len(words), paragraph))
    return Tokens(normal, words, starts, ends, sentences)


def _initial(words: list[str], first: int) -> bool:
    """A full stop after a single letter (an initial) ends no sentence."""
    if words[-1] != ".":
        return False
    return len(words) - first >= 2 and len(words[-2]) == 1 and words[-2].isalpha()
