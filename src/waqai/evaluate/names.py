"""Names as the comparison sees them: text -> folded words, two names -> the same place or not.

The spellings held to be one are data, in `spelling.tsv` beside this file.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+")
_SHORTEST_WITH_ARTICLE = 5
_MOST_EXTRA_WORDS = 3


def fold(text: str | None) -> str:
    """The text with its spelling variants made one, trimmed and in lower case; None is empty."""
    variants, _ = _spelling()
    return (text or "").translate(variants).strip().lower()


@cache
def name_words(text: str | None) -> frozenset[str]:
    """The folded words of a name, without the article and what stands between them."""
    _, article = _spelling()
    return frozenset(
        word.removeprefix(article) if len(word) >= _SHORTEST_WITH_ARTICLE else word
        for word in _WORD.findall(fold(text))
    )


def same_name(one: str | None, other: str | None) -> bool:
    """True where all words of either name are in the other, which has at most three more."""
    left, right = name_words(one), name_words(other)
    if not left or not right or abs(len(left) - len(right)) > _MOST_EXTRA_WORDS:
        return False
    return left <= right or right <= left


@cache
def _spelling() -> tuple[dict[int, str], str]:
    variants: dict[int, str] = {}
    article = ""
    table = files(__package__).joinpath("spelling.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        kind, written, compared_as, *_ = line.split("\t")
        if kind == "article":
            article = written
        else:
            variants[_code_point(written)] = compared_as
    return variants, article


def _code_point(written: str) -> int:
    return int(written[2:], 16) if written.startswith("U+") else ord(written)
