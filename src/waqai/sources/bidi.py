"""Units of text in the order of sight, left to right -> the order in which they are read (the inverse of UAX #9).

A PDF places glyphs; it does not say in which order they are read. The Unicode bidirectional algorithm says where each
character of a line is shown; here its rules are followed backwards: what is right to left is turned, numbers and Latin
words in it are not. A unit is what one glyph stands for (a letter with its marks, a ligature), already in reading order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

RIGHT = {"R", "AL"}
DIGITS = {"EN", "AN"}
STOPS = {chr(code) for code in (0x2E, 0x21, 0x3F, 0x3A, 0x3B, 0x61F, 0x61B)}  # . ! ? : ; and the Arabic ones
MIRRORED = {"(": ")", "[": "]", "{": "}", "\u00ab": "\u00bb", "\u2039": "\u203a", "<": ">"}
MIRRORS = MIRRORED | {close: opening for opening, close in MIRRORED.items()}


def logical(units: Sequence[str], page_is_rtl: bool = True) -> str:
    """The text of one line. `page_is_rtl` decides for lines whose own letters do not."""
    classes = [class_of(unit) for unit in units]
    if _is_rtl(units, classes, page_is_rtl):
        return "".join(_from_right(units, classes))
    text: list[str] = []
    start = 0
    while start < len(units):
        end = _end_of_right_run(classes, start)
        part, kinds = units[start:end], classes[start:end]
        text += _from_right(part, kinds) if kinds[0] in RIGHT or "AN" in kinds else part
        start = end
    return "".join(text)


@lru_cache(maxsize=4096)
def class_of(unit: str) -> str:
    """The bidirectional class of a unit: that of its first letter or digit, else of its first character."""
    kinds = [unicodedata.bidirectional(char) for char in unit]
    return next((kind for kind in kinds if kind in RIGHT | DIGITS | {"L"}), kinds[0] if kinds else "ON")


def is_rtl(text: str) -> bool | None:
    """Whether a text has more letters that run right to left than others; null where it has none of either."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    right, left = sum(kind in RIGHT for kind in kinds), kinds.count("L")
    return None if not right and not left else right >= left


def _is_rtl(units: Sequence[str], classes: Sequence[str], page_is_rtl: bool) -> bool:
    right, left = sum(kind in RIGHT for kind in classes), classes.count("L")
    if right or not left:
        return right * 2 >= left if right else page_is_rtl or "AN" in classes
    shown = [unit for unit in units if unit.strip()]
    # a Latin line set right to left shows its full stop at the left end
    return page_is_rtl and bool(shown) and shown[0] in STOPS and shown[-1] not in STOPS


def _end_of_right_run(classes: Sequence[str], start: int) -> int:
    """Where the run that begins at `start` of a left-to-right line ends: at its last letter, or before the next run."""
    if classes[start] not in RIGHT and classes[start] != "AN":
        rest = (n for n in range(start, len(classes)) if classes[n] in RIGHT or classes[n] == "AN")
        return next(rest, len(classes))
    last = start
    for place in range(start, len(classes)):
        if classes[place] == "L":
            break
        if classes[place] in RIGHT or classes[place] == "AN":
            last = place
    return last + 1


def _from_right(units: Sequence[str], classes: Sequence[str]) -> list[str]:
    """Units of right-to-left text in reading order: groups that run left to right keep their inner order."""
    groups: list[Sequence[str]] = []
    before = _strong_to_the_right(classes)
    start = 0
    while start < len(units):
        end = max(_end_of_latin(classes, start), _end_of_number(classes, start, before[start]), start + 1)
        groups.append(units[start:end])
        start = end
    return [unit for group in reversed(groups) for unit in group]


def _end_of_latin(classes: Sequence[str], start: int) -> int:
    """The end of a run of Latin words and what stands between them; numbers after a Latin word belong to it."""
    first = start
    while first < len(classes) and classes[first] == "EN":  # digits written onto a word: 3D
        first += 1
    if first >= len(classes) or classes[first] != "L":
        return start
    end = first
    for place in range(first, len(classes)):
        if classes[place] in RIGHT or classes[place] == "AN":
            break
        if classes[place] in ("L", "EN"):
            end = place + 1
    return end


def _strong_to_the_right(classes: Sequence[str]) -> list[str]:
    """For each place the class of the nearest letter at or right of it, which is read before it; empty without one."""
    found: list[str] = []
    strong = ""
    for kind in reversed(classes):
        strong = kind if kind in RIGHT or kind == "L" else strong
        found.append(strong)
    return found[::-1]


def _end_of_number(classes: Sequence[str], start: int, strong: str) -> int:
    """The end of a number: digits of one kind, joined by what UAX #9 lets join them there (rules W2 and W4 to W6).

    `strong` is the class of the letter that is read before it.
    """
    kind = classes[start]
    if kind not in DIGITS:
        return start
    joining = {"CS"} if kind == "AN" or strong in RIGHT else {"CS", "ES"}
    end = start + 1
    while end < len(classes):
        if classes[end] == kind:
            end += 1
        elif classes[end] in joining and classes[end + 1 : end + 2] == [kind]:
            end += 2
        else:
            break
    return end


def with_brackets(text: str) -> str:
    """A page's text with brackets the right way round: some programs write the glyph that is seen, some the one meant."""
    turned = "".join(MIRRORS.get(char, char) for char in text)
    return turned if _pairs(turned) > _pairs(text) else text


def _pairs(text: str) -> int:
    """How many brackets are opened and then closed by their own kind."""
    pairs, opened = 0, dict.fromkeys(MIRRORED, 0)
    for char in text:
        if char in MIRRORED:
            opened[char] += 1
        elif char in MIRRORS and opened[MIRRORS[char]]:
            opened[MIRRORS[char]] -= 1
            pairs += 1
    return pairs
