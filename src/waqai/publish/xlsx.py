"""Lines of cells -> an XLSX workbook of one sheet; the same cells give the same bytes. Needs openpyxl (`documents`)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

from waqai.errors import WaqaiError
from waqai.publish.cells import csv_cell

LONGEST = 32_767  # characters of a cell
MOST_LINES = 1_048_576  # of a sheet
LONG_AGO = (1980, 1, 1, 0, 0, 0)
TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write(path: Path, lines: Iterable[Iterable[object]], title: str = "events") -> None:
    """Write a workbook. Raises WaqaiError where openpyxl is missing, or a sheet cannot hold so many lines."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise WaqaiError("XLSX needs more than is installed: pip install 'waqai[documents]'") from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines, 1):
        if number > MOST_LINES:
            raise WaqaiError(f"a sheet holds {MOST_LINES:,} lines; write CSV or Parquet", where=str(path))
        sheet.append([_cell(value) for value in line])
    loose = path.with_name(path.name + ".loose")
    try:
        book.save(loose)
        _settle(loose, path)
    finally:
        loose.unlink(missing_ok=True)


def _cell(value: object) -> object:
    """Numbers as numbers, all else as the safe words that the CSV has."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return csv_cell(value)[:LONGEST]


def _settle(loose: Path, path: Path) -> None:
    """Pack the workbook anew without the clock: fixed times of its parts and in its properties."""
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "docProps/core.xml":
                body = TIME.sub(b"1980-01-01T00:00:00Z", body).replace(b"openpyxl", b"waqai")
            info = zipfile.ZipInfo(part.filename, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, body)
