"""A text -> the signature by which its near-copies are found: min-hashes of its shingles, in bands.

Words are compared without marks, case and punctuation, and digits by their value; a shingle is three words in a row.
Two texts that share 70 % of their shingles share a band in 97 of 100 cases (Broder 1997; Leskovec et al., chapter 3).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache

LEAST_SHARE = 0.6  # of shingles in common, from which on two texts are near-copies
SHINGLE = 3  # words
FEWEST = 8  # words; shorter texts have too few shingles to tell a copy from a phrase that all use
BANDS, ROWS = 8, 3
_WORDS = re.compile(r"\w+")
# combining marks: those of Latin and of Arabic letters, and the stretching sign
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# a permutation of all numbers of 32 bits each; on hashes as even as these, as good as a random one
_MASKS = [zlib.crc32(b"mask %d" % n) for n in range(BANDS * ROWS)]


def bands_of(text: str) -> list[int]:
    """The bands of a text's signature, each a number of 32 bits; none for a text of fewer than eight words."""
    shingles = shingles_of(text)
    if not shingles:
        return []
    least = [min(map(mask.__xor__, shingles)) for mask in _MASKS]
    return [zlib.crc32(repr(least[row : row + ROWS]).encode()) for row in range(0, len(least), ROWS)]


def share_with(text: str, other: str) -> float:
    """The share of the shingles of two texts that both have (Jaccard), 0 to 1."""
    first, second = shingles_of(text), shingles_of(other)
    return len(first & second) / (len(first | second) or 1)


@lru_cache(maxsize=64)
def shingles_of(text: str) -> frozenset[int]:
    """The shingles of a text, each as a number of 32 bits."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    words = [_plain_word(word) for word in _WORDS.findall(plain)]
    if len(words) < FEWEST:
        return frozenset()
    rows = (" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))
    return frozenset(zlib.crc32(row.encode("utf-8", "replace")) for row in rows)


def _plain_word(word: str) -> str:
    return str(int(word)) if word.isdecimal() and len(word) < 20 else word
