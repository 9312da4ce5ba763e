"""Tokens -> quantities: numerals and number words with their bounds (at least, about, between, dozens)."""

from __future__ import annotations

import re
from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page

_DIGITS = re.compile(r"\d+(?:,\d{3})*")
_RANGE = re.compile(r"(\d+)[-/](\d+)")
_LIMIT = 100_000_000


class Quantity(NamedTuple):
    """Low and high of how many, null where unknown, at tokens [first, last). `rule` says how it was read."""

    first: int
    last: int
    low: int | None
    high: int | None
    rule: str


def number_at(page: Page, first: int) -> tuple[int, int] | None:
    """The number that starts at a token and the token after it, or None. Words add up: hundreds, thousands, millions."""
    word = page.tokens.words[first]
    if word[0].isdigit():
        if not _DIGITS.fullmatch(word):
            return None
        return _multiply(page, int(word.replace(",", "")), first + 1)
    if _word(page, first) is None:
        return None
    total, current, position = 0, 0, first
    while position < len(page.tokens.words):
        hit = _word(page, position)
        if hit is None or (position > first and not _continues(hit, current)):
            break
        value = int(hit.entry.value["n"]) * (
            2 if hit.form.number == "d" and hit.entry.value["kind"] in _MULTIPLIERS else 1
        )
        kind = hit.entry.value["kind"]
        if kind in _MULTIPLIERS[1:]:
            total, current = total + (current or 1) * value, 0
        elif kind == "hundred" and 2 < current < 10 and value == 100:
            current *= value
        else:
            current += value
        position = hit.last
    return (total + current, position) if 0 < total + current < _LIMIT else None


_MULTIPLIERS = ("hundred", "thousand", "million", "billion")
_CARDINAL = frozenset({"unit", "teen", "ten", *_MULTIPLIERS})


def _word(page: Page, position: int) -> Hit | None:
    """The number word at a token; ordinals count nothing."""
    for hit in page.at[position]:
        if hit.entry.label == "number" and hit.entry.value["kind"] in _CARDINAL and "pron" not in hit.flags:
            return hit
    return None


def _continues(hit: Hit, current: int) -> bool:
    """A further number word belongs to the number if `and` joins it, if it multiplies, or if it makes a teen."""
    kind = hit.entry.value["kind"]
    return "and" in hit.flags or kind in _MULTIPLIERS or (hit.entry.value["n"] == "10" and 0 < current < 10)


def _multiply(page: Page, value: int, position: int) -> tuple[int, int]:
    """Digits followed by thousand or million."""
    if position < len(page.tokens.words):
        hit = _word(page, position)
        if hit and hit.entry.value["kind"] in _MULTIPLIERS[1:] and "and" not in hit.flags:
            return value * int(hit.entry.value["n"]), hit.last
    return value, position


def quantity_at(page: Page, first: int) -> Quantity | None:
    """The quantity that starts at a token: a bound and a number, a range, a number, or a vague amount."""
    words = page.tokens.words
    bound = page.hit(first, "number.bound")
    position, sense = first, "exact"
    if bound and bound.entry.value.get("side", "pre") != "post":
        position, sense = bound.last, bound.entry.value["bound"]
        while position < len(words) and words[position] == "(":
            position += 1
        if position >= len(words):
            return None
    vague = page.hit(position, "number.vague")
    if vague and vague.entry.value.get("other") != "yes":
        told = in_brackets(page, vague.last)
        if told:
            return Quantity(first, told[1], told[0], told[0], "exact")
        return Quantity(first, vague.last, None, None, "vague")
    pair = _RANGE.fullmatch(words[position])
    if pair and int(pair[1]) < int(pair[2]):
        return Quantity(first, position + 1, int(pair[1]), int(pair[2]), "range")
    found = number_at(page, position)
    if found is None:
        return None
    value, last = found
    if sense == "range":
        other = _range_end(page, last)
        return (
            Quantity(first, other[1], value, other[0], "range")
            if other
            else Quantity(first, last, value, value, "exact")
        )
    return Quantity(first, last, *_bounded(value, sense), sense)


def in_brackets(page: Page, position: int) -> tuple[int, int] | None:
    """`a number (4) of`: the figure in brackets, and the token after them."""
    words = page.tokens.words
    if position + 2 < len(words) and words[position] == "(" and words[position + 2] == ")":
        number = number_at(page, position + 1)
        return (number[0], position + 3) if number else None
    return None


def _range_end(page: Page, position: int) -> tuple[int, int] | None:
    if position >= len(page.tokens.words):
        return None
    if page.has(position, "number.joint") and position + 1 < len(page.tokens.words):
        position += 1
    return number_at(page, position)


def _bounded(value: int, sense: str) -> tuple[int | None, int | None]:
    if sense == "low":
        return value, None
    if sense == "high":
        return None, value
    return value, value


def bound_after(page: Page, position: int) -> tuple[str, int] | None:
    """A bound that stands after its noun: `3 people at least`."""
    if position < len(page.tokens.words):
        hit = page.hit(position, "number.bound")
        if hit and hit.entry.value.get("side") in ("post", "both"):
            return hit.entry.value["bound"], hit.last
    return None


def rebound(quantity: Quantity, sense: str) -> Quantity:
    """The quantity under another bound."""
    value = quantity.low if quantity.low is not None else quantity.high
    return (
        quantity
        if value is None
        else quantity._replace(low=_bounded(value, sense)[0], high=_bounded(value, sense)[1])
    )
