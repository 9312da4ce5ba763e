"""A name as a person types it -> the places of a gazetteer that it may mean, the likeliest first.

Names in Arabic script are compared as in reading; Latin ones without case, marks and the article.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from waqai.gazetteer import Gazetteer, Place
from waqai.place_table import is_arabic


class Hit(NamedTuple):
    """A place with the name of the table that it stands in."""

    place: Place
    source: str


def search_places(gazetteer: Gazetteer, name: str, number: int) -> list[Hit]:
    """At most `number` places: those of that very name, else those with it in theirs or one letter apart."""
    if is_arabic(name.strip()):
        found = list(gazetteer.rows(gazetteer.fold(name))) or list(_nearly(gazetteer, gazetteer.fold(name)))
    else:
        found = list(_latin(gazetteer, name))
    hits = {(place.id, source): Hit(place, source) for place, source in found}
    order = sorted(hits.values(), key=lambda hit: (-hit.place.population, hit.place.id))
    return order[:number]


def _nearly(gazetteer: Gazetteer, key: str) -> Iterator[tuple[Place, str]]:
    """Places whose name holds another as whole words, or differs from it in one letter."""
    if len(key) < 3:
        return
    for words in gazetteer.names():
        name = " ".join(words)
        if f" {key} " in f" {name} " or one_edit(key, name):
            yield from gazetteer.rows(name)


def one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter that is changed, dropped or added."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _latin(gazetteer: Gazetteer, name: str) -> Iterator[tuple[Place, str]]:
    key = plain(name)
    if len(key) < 2:
        return
    every = [(number, plain(latin)) for number, latin in gazetteer.latin_names()]
    exact = [number for number, latin in every if latin == key]
    near = exact or [n for n, latin in every if f" {key} " in f" {latin} " or one_edit(key, latin)]
    yield from map(gazetteer.row, near)


def plain(name: str) -> str:
    """A Latin name in small letters, without marks, hyphens and the article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalnum() or c in " -")
    words = bare.replace("-", " ").split()
    return " ".join(
        words[1:] if len(words) > 1 and words[0] in ("al", "el", "ad", "as", "ar", "at", "an") else words
    )
