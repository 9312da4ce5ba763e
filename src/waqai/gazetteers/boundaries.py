"""A common operational dataset of OCHA (XLSX, one sheet a level, P-codes) -> rows of the table of places.

Its columns have had several names: `admin1Name_ar`, `ADM1_AR`, `adm1_name1`; P-codes `admin1Pcode`,
`ADM1_PCODE`. A name's script says which language it is in. Reading XLSX needs openpyxl (the extra `documents`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from waqai.errors import GazetteerError
from waqai.place_rows import Broken
from waqai.place_table import Row, fault, is_arabic

KINDS = {1: "admin1", 2: "admin2", 3: "admin3", 4: "ppl"}
MOST_BYTES = 200 << 20
MOST_ROWS = 1_000_000
_NAME = re.compile(
    r"adm(?:in)?_?(\d)_?(?:name)?_?(?:alt\w*|ref\w*|ar|en|fr|name|1|2|3|ku|local)?\d?", re.IGNORECASE
)
_CODE = re.compile(r"adm(?:in)?_?(\d)_?p?_?code", re.IGNORECASE)
_POINT = {
    "lat": re.compile(r"(center_?|centroid_?)?(lat(itude)?|y(_?coord)?)(_?dd)?", re.IGNORECASE),
    "lon": re.compile(r"(center_?|centroid_?)?(lon(g(itude)?)?|x(_?coord)?)(_?dd)?", re.IGNORECASE),
}
# P-codes begin with two letters of the country in most datasets, with three in these
_THREE = {"TUR": "TR", "SYR": "SY", "IRQ": "IQ", "LBN": "LB", "JOR": "JO", "YEM": "YE", "LBY": "LY",
          "SDN": "SD", "PSE": "PS", "EGY": "EG", "SOM": "SO", "AFG": "AF", "PAK": "PK", "IRN": "IR",
          "TCD": "TD", "SSD": "SS", "ETH": "ET", "ERI": "ER", "DJI": "DJ", "TUN": "TN", "DZA": "DZ",
          "MAR": "MA", "MRT": "MR", "SAU": "SA"}  # fmt: skip


class _Sheet(NamedTuple):
    """Where a sheet has what: the columns of names and of codes by level, and of the point."""

    names: dict[int, list[int]]
    codes: dict[int, int]
    lat: int | None
    lon: int | None


def load_boundaries(path: Path) -> Iterator[Row | Broken]:
    """The units and places of a dataset, each once, by the order of its sheets.

    Raises GazetteerError where openpyxl is missing, the file is no XLSX, or no sheet has P-codes.
    """
    try:
        import openpyxl
    except ImportError:
        raise GazetteerError(
            "reading XLSX needs openpyxl: run `pip install 'waqai[documents]'` and then this again",
            where=str(path),
        ) from None
    if path.stat().st_size > MOST_BYTES:
        raise GazetteerError(
            f"is larger than {MOST_BYTES:,} bytes; give a table of names alone", where=str(path)
        )
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise GazetteerError(f"is no XLSX file ({error})", where=str(path)) from None
    found: set[str] = set()
    sheets = 0
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS)
            shape = _shape(next(rows, ()))
            if shape is None:
                continue
            sheets += 1
            yield from _sheet_rows(rows, shape, f"{path}:{sheet.title}", found)
    finally:
        book.close()
    if not sheets:
        raise GazetteerError(
            "no sheet has a column of P-codes (admin1Pcode, ADM1_PCODE or adm1_pcode); give the dataset's table of names",
            where=str(path),
        )


def _shape(header: Sequence[Any]) -> _Sheet | None:
    names: dict[int, list[int]] = {}
    codes: dict[int, int] = {}
    point: dict[str, int | None] = {"lat": None, "lon": None}
    for number, cell in enumerate(header):
        title = str(cell or "").strip()
        if match := _CODE.fullmatch(title):
            codes[int(match[1])] = number
        elif match := _NAME.fullmatch(title):
            names.setdefault(int(match[1]), []).append(number)
        for axis, pattern in _POINT.items():
            if point[axis] is None and pattern.fullmatch(title):
                point[axis] = number
    return _Sheet(names, codes, point["lat"], point["lon"]) if codes else None


def _sheet_rows(
    rows: Iterator[tuple[Any, ...]], shape: _Sheet, name: str, found: set[str]
) -> Iterator[Row | Broken]:
    for number, cells in enumerate(rows, 2):
        levels = [level for level, column in shape.codes.items() if _text(cells, column)]
        level = max(levels, default=0)
        if level not in KINDS:
            continue
        code = _text(cells, shape.codes[level])
        if code in found:
            continue
        found.add(code)
        row = _row(cells, shape, level, code)
        message = fault(row)
        yield Broken(f"{name}:{number}", message) if message else row


def _row(cells: tuple[Any, ...], shape: _Sheet, level: int, code: str) -> Row:
    arabic, latin = _names(cells, shape, level)
    parents = {
        up: next(iter((*_names(cells, shape, up)[0], *_names(cells, shape, up)[1])), "") for up in (1, 2, 3)
    }
    return Row(
        f"ocha:{code}",
        arabic[0] if arabic else "",
        latin[0] if latin else "",
        "|".join((*arabic[1:], *latin[1:])),
        KINDS[level],
        parents[1],
        parents[2] if level > 1 else "",
        parents[3] if level > 2 else "",
        _country(cells, shape, code),
        _text(cells, shape.lat),
        _text(cells, shape.lon),
        "0",
        "ocha-cod",
    )


def _names(cells: tuple[Any, ...], shape: _Sheet, level: int) -> tuple[list[str], list[str]]:
    """The names of a level in Arabic script and in others, each once."""
    names = dict.fromkeys(_text(cells, column) for column in shape.names.get(level, ()))
    kept = [name.replace("|", " ") for name in names if name]
    return [n for n in kept if is_arabic(n)], [n for n in kept if not is_arabic(n)]


def _country(cells: tuple[Any, ...], shape: _Sheet, code: str) -> str:
    """The country of a row: the beginning of the code of its highest unit."""
    whole = next(
        (found for level in sorted(shape.codes) if (found := _text(cells, shape.codes[level]))), code
    ).upper()
    if whole[:3] in _THREE and (len(whole) == 3 or whole[3:4].isdigit()):
        return _THREE[whole[:3]]
    return whole[:2]


def _text(cells: tuple[Any, ...], column: int | None) -> str:
    if column is None or column >= len(cells) or cells[column] is None:
        return ""
    return " ".join(str(cells[column]).split())
