"""Where each character of one line is shown: the rules of UAX #9 that need no explicit marks, as a reference for tests."""

from __future__ import annotations

import unicodedata


def shown(text: str) -> list[str]:
    """The characters of a line that runs right to left, in the order of sight from the left."""
    classes = [unicodedata.bidirectional(char) for char in text]
    _weak(classes)
    _neutral(classes)
    levels = [{"R": 1, "L": 2, "EN": 2, "AN": 2}[each] for each in classes]
    chars = list(text)
    for level in (2, 1):
        start = 0
        while start < len(chars):
            end = start
            while end < len(chars) and levels[end] >= level:
                end += 1
            chars[start:end] = chars[start:end][::-1]
            levels[start:end] = levels[start:end][::-1]
            start = end + 1
    return chars


def _weak(classes: list[str]) -> None:
    strong = "R"
    for place, kind in enumerate(classes):
        if kind in ("R", "AL", "L"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            classes[place] = "AN"  # W2
    classes[:] = ["R" if kind == "AL" else kind for kind in classes]  # W3
    for place in range(1, len(classes) - 1):  # W4
        before, kind, after = classes[place - 1 : place + 2]
        if before == after and (
            (kind == "CS" and before in ("EN", "AN")) or (kind == "ES" and before == "EN")
        ):
            classes[place] = before
    for step in (1, -1):  # W5
        for place in range(len(classes))[::step]:
            beside = place - step
            if classes[place] == "ET" and 0 <= beside < len(classes) and classes[beside] == "EN":
                classes[place] = "EN"
    classes[:] = ["ON" if kind in ("ES", "CS", "ET", "WS") else kind for kind in classes]  # W6
    strong = "R"
    for place, kind in enumerate(classes):  # W7
        if kind in ("R", "L"):
            strong = kind
        elif kind == "EN" and strong == "L":
            classes[place] = "L"


def _neutral(classes: list[str]) -> None:
    place = 0
    while place < len(classes):
        end = place
        while end < len(classes) and classes[end] not in ("R", "L", "EN", "AN"):
            end += 1
        before = classes[place - 1] if place else "R"
        after = classes[end] if end < len(classes) else "R"
        kind = "L" if before == after == "L" else "R"  # N1, N2
        classes[place:end] = [kind] * (end - place)
        place = end + 1
