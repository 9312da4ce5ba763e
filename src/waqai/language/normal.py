"""Text -> normal text and the map back to raw offsets.

One spelling for everything behind the door: letter variants folded, marks, tatweel and invisible controls dropped,
words that were split to slip past filters joined. The letters are the pack's (`letters.tsv`); none stand here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from waqai.errors import PackError

_DROPPED = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u00ad"  # marks, tatweel
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f"  # controls, variants
)
_LETTER = "\u0621-\u063a\u0641-\u064a\u066e-\u06d3"
# Words split to slip past filters: by tatweels with dots, stars or spaces between them, or by dots inside a word.
_SPLIT = re.compile(
    rf"(?<=[{_LETTER}])[.*·•]*\u0640(?:[\s.*·•_/-]*\u0640)*[.*·•]*(?=[{_LETTER}])"
    rf"|(?<=[{_LETTER}])[.*·•]{{2,3}}(?=[{_LETTER}])|(?<=[{_LETTER}])\*(?=[{_LETTER}])"
    rf"|(?<=[{_LETTER}])[.·•](?=[{_LETTER}]{{1,2}}(?![{_LETTER}.]))|(?<=\b[{_LETTER}])[.·•](?=[{_LETTER}])"
)
_MAY_SPLIT = re.compile(
    "[.*·•\u0640]"
)  # every split begins with one; looking for these alone is ten times faster
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal text; `offsets[i]` is the raw offset of normal character i, or None where both are the same length.

    The last of the offsets is the raw length.
    """

    text: str
    offsets: list[int] | None

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """A normal slice [start, end) as the raw slice that it came from."""
        if self.offsets is None:
            return start, end
        if start >= end:
            return self.offsets[start], self.offsets[start]
        # what was dropped at a word's end belongs to the word, and a ligature of several words to each of them
        return self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1)


class Folding:
    """The letters of a pack: one-to-one replacements and characters that vanish."""

    def __init__(self, replaced: dict[str, str], dropped: frozenset[str]) -> None:
        """`replaced` maps one character to one; `dropped` vanish beside the marks and controls of Unicode."""
        self.replaced = tuple(replaced.items())
        extra = "".join(re.escape(c) for c in sorted(dropped))
        self._folded = lru_cache(maxsize=1 << 16)(lambda text: self.normalise(text).text)
        self._vanish = re.compile(f"[{_DROPPED}{extra}]+")

    def fold(self, text: str) -> str:
        """The normal spelling of a word or a name, without offsets; for entries of packs and gazetteers."""
        return self._folded(text)

    def normalise(self, text: str) -> Normal:
        """Normal text with its map to raw offsets. Linear in the text's length; any text is accepted."""
        gone = _splits(text)
        source = text
        for old, new in self.replaced:
            if old in source:
                source = source.replace(old, new)
        gone.extend(m.span() for m in self._vanish.finditer(source))
        lower = source.lower()
        if _PRESENTED.search(source) or len(lower) != len(source):
            return _slow(source, gone, dict(self.replaced), self._vanish)
        return _without(lower, gone) if gone else Normal(lower, None)


def _splits(text: str) -> list[tuple[int, int]]:
    """Slices that split words, in order."""
    found: list[tuple[int, int]] = []
    until = 0
    for candidate in _MAY_SPLIT.finditer(text):
        start = candidate.start()
        split = _SPLIT.match(text, start) if start >= until else None
        if split:
            until = split.end()
            found.append((start, until))
    return found


def _without(source: str, gone: list[tuple[int, int]]) -> Normal:
    """The text without the slices that are gone, which may overlap."""
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for start, end in sorted(gone):
        if start > position:
            pieces.append(source[position:start])
            offsets.extend(range(position, start))
        position = max(position, end)
    pieces.append(source[position:])
    offsets.extend(range(position, len(source) + 1))
    return Normal("".join(pieces), offsets)


def _slow(
    source: str, gone: list[tuple[int, int]], letters: dict[str, str], vanish: re.Pattern[str]
) -> Normal:
    """Character by character where lengths change: dropped characters, presentation forms, odd capitals."""
    dead = bytearray(len(source))
    for start, end in gone:
        dead[start:end] = b"\x01" * (end - start)
    characters: list[str] = []
    offsets: list[int] = []
    for position, character in enumerate(source):
        if dead[position]:
            continue
        if "\ufb50" <= character <= "\ufefc":
            for piece in unicodedata.normalize("NFKC", character):
                folded = letters.get(piece, piece)
                if not vanish.match(folded):
                    characters.append(folded)
                    offsets.append(position)
            continue
        lower = character.lower()
        characters.append(lower if len(lower) == 1 else character)
        offsets.append(position)
    return Normal("".join(characters), [*offsets, len(source)])


def load_folding(path: Path) -> Folding:
    """Read `letters.tsv`: from, to (empty drops the character), note. Raises PackError with file and line."""
    replaced: dict[str, str] = {}
    dropped: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 or not line:
            continue
        old, new, *_ = [*line.split("\t"), "", ""]
        if len(old) != 1 or len(new) > 1 or old in replaced:
            raise PackError(
                f"{old!r} -> {new!r}: one character to one or none, each once", where=f"{path.name}:{number}"
            )
        if new:
            replaced[old] = new
        else:
            dropped.add(old)
    return Folding(replaced, frozenset(dropped))
