"""Text of documents -> text that is safe to show: no control codes, direction marks or formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

# Direction marks, embeddings, overrides and isolates: they can make a cell show other words than it holds.
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# C0 and C1 codes, DEL, and the Unicode line and paragraph separators.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# What spreadsheets take for the beginning of a formula, in ASCII and full width, behind any blanks.
FORMULA = re.compile("[\\s\u200b\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def one_line(text: str) -> str:
    """The text on one line, without control codes and direction marks."""
    return CONTROLS.sub(" ", BIDI_CONTROLS.sub("", text))


def csv_cell(value: object) -> str:
    """A value as a CSV cell that no spreadsheet runs: an apostrophe stands before what looks like a formula.

    Plain numbers, negative ones too, stay as they are; null is an empty cell.
    """
    if value is None or isinstance(value, (int, float)):
        return "" if value is None else str(value)
    raw = str(value)
    text = one_line(raw)
    if NUMBER.fullmatch(text):
        return text
    guarded = FORMULA.match(text) or raw.startswith(("\t", "\r", "\n"))
    return "'" + text if guarded else text


def csv_line(values: Iterable[object]) -> str:
    """Values as one line of CSV, with its line end, each cell made safe."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([csv_cell(value) for value in values])
    return line.getvalue()


def csv_lines(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], mark: bool = True
) -> Iterator[str]:
    """A CSV in pieces: the mark by which Excel knows UTF-8, the header, a line a row; missing cells are empty."""
    yield ("\ufeff" if mark else "") + csv_line(columns)
    for row in rows:
        yield csv_line([row.get(name, "") for name in columns])
