"""Made-up Arabic articles of 2,000 characters: war bulletins mixed with ordinary news, the same every time.

python benchmarks/articles.py [NUMBER] [SEED] > articles.jsonl

Sentences and words are in sentences.txt and slots.yaml. A part of the words is built from roots and patterns,
so that the vocabulary grows with the text as a real one does and a cache of words is no better than there.
"""

from __future__ import annotations

import datetime
import json
import random
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LENGTH = 2000

_HERE = Path(__file__).resolve().parent
_SLOT = re.compile(r"\{(\w+)\}")
# the share of war sentences in an article, drawn for each
_WAR_SHARES = (0.0, 0.1, 0.3, 0.6, 0.9)
_PREFIXES = ("", "", "", "و", "ف")
_SUFFIXES = ("", "", "", "", "ه", "ها", "هم", "نا", "ين")
_TAIL_SHARE = 0.45
_FIRST_DAY = datetime.date(2014, 1, 1)
_DAYS = 4000


@cache
def sentences() -> dict[str, list[str]]:
    """The templates by section: `war`, `news`, and the `tail` that a sentence may take behind it."""
    sections: dict[str, list[str]] = {}
    for line in (_HERE / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    return sections


@cache
def slots() -> dict[str, Any]:
    """The words of each slot, the roots and the patterns."""
    loaded: dict[str, Any] = yaml.safe_load((_HERE / "slots.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def roots() -> tuple[str, ...]:
    """The roots, three letters each."""
    return tuple(root for root in slots()["roots"].split() if len(root) == 3)


def fill(template: str, chance: random.Random) -> str:
    """The template with a word in each slot."""
    return _SLOT.sub(lambda match: word(match[1], chance), template)


def word(slot: str, chance: random.Random) -> str:
    """A word for the slot: a figure, one from its list, or one built from a root and a pattern."""
    if slot == "number":
        return str(chance.choice((chance.randint(2, 99), chance.randint(100, 9000))))
    if slot == "year":
        return str(chance.randint(1920, 2026))
    patterns = slots()["patterns"]
    if slot == "the_noun":
        return "ال" + built(patterns["noun"], chance)
    if slot in patterns:
        return built(patterns[slot], chance)
    return str(chance.choice(slots()[slot]))


def built(patterns: list[str], chance: random.Random) -> str:
    """A random root in a random pattern, at times with a pronoun or an ending behind it."""
    first, second, third = chance.choice(roots())
    pattern = str(chance.choice(patterns))
    stem = pattern.translate({ord("1"): first, ord("2"): second, ord("3"): third})
    return stem + chance.choice(_SUFFIXES)


def article(chance: random.Random) -> str:
    """One article of at most LENGTH characters, cut after a word; paragraphs of one to three sentences."""
    share = chance.choice(_WAR_SHARES)
    text, separator = "", ""
    while len(text) < LENGTH:
        section = "war" if chance.random() < share else "news"
        sentence = fill(chance.choice(sentences()[section]), chance)
        if chance.random() < _TAIL_SHARE:
            sentence = sentence.removesuffix(".") + fill(chance.choice(sentences()["tail"]), chance) + "."
        text += separator + chance.choice(_PREFIXES) + sentence
        separator = chance.choice((" ", " ", "\n\n"))
    return text[:LENGTH].rpartition(" ")[0]


def articles(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Articles as the codebook's documents."""
    chance = random.Random(seed)
    for count in range(number):
        published = _FIRST_DAY + datetime.timedelta(days=chance.randrange(_DAYS))
        yield {
            "id": f"made:{seed}:{count}",
            "published": published.isoformat(),
            "source": "made",
            "text": article(chance),
        }


if __name__ == "__main__":
    for row in articles(*map(int, sys.argv[1:3] or ["300"])):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
