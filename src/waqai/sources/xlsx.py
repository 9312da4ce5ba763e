"""An XLSX workbook -> a Document for each row of its sheets; the columns are those that the user accepted."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.apart import extract_apart
from waqai.sources.columns import SAMPLE_ROWS, columns_of, document_of
from waqai.sources.file import file_origin, read_file
from waqai.sources.loaded import Extract, LoadOptions, Result, loaded
from waqai.sources.zipped import check_zip

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_UNPACKED = 512 << 20


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The rows of all sheets that have a header; a sheet with less than two rows is passed over."""
    where = str(path)
    try:
        raw, modified = read_file(path, options.most_file_bytes)
        rows = extract_apart("xlsx", raw, {}, where)
    except SourceError as error:
        yield error
        return
    origin = file_origin(path, modified)
    first = True
    for sheet, group in groupby(rows, key=_sheet):
        table = [(each.part, json.loads(each.document.text)) for each in group]
        if len(table) < 2:
            continue
        place = f"{where}!{sheet}"
        header = table[0][1]
        try:
            columns = columns_of(header, [cells for _, cells in table[1 : SAMPLE_ROWS + 1]], place, options)
        except SourceError as error:
            yield error
            continue
        context = {
            "columns": columns, "header": header, "published": options.published, "source": options.source or None,
        }  # fmt: skip
        for part, cells in table[1:]:
            try:
                made = _made(part, cells, context, f"{where}!{part}")
            except SourceError as error:
                yield error
                continue
            item = loaded(made, raw, "xlsx", context, origin, f"{where}!{part}", may_be_edited=False)
            yield replace(item, size=len(raw) if first else 0)
            first = False


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in one row of a workbook, by sheet and number."""
    for each in extract_apart("xlsx", raw, {}, "workbook"):
        if each.part == part:
            return _made(part, json.loads(each.document.text), context, part)
    raise SourceError(f"has no row {part}")


def _made(part: str, cells: list[str], context: Mapping[str, Any], where: str) -> Extract:
    return replace(document_of(dict(zip(context["header"], cells, strict=False)), context, where), part=part)


def _sheet(row: Extract) -> str:
    return row.part.rpartition(":")[0]


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """Every row that is not empty, made in this process: its cells as a JSON list in the document's text."""
    import warnings

    import openpyxl

    check_zip(raw, MOST_UNPACKED)
    warnings.simplefilter("ignore")  # styles and extensions that are not known do not matter here
    out: list[Extract] = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        for sheet in book.worksheets:
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
                cells = [_cell(value) for value in row]
                if any(cells):
                    text = json.dumps(cells, ensure_ascii=False)
                    out.append(Extract(Document("", text, ""), f"{sheet.title}:{number}"))
                if number > MOST_ROWS:
                    raise SourceError(f"has more than {MOST_ROWS:,} rows; split it")
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        OSError,
        SyntaxError,
    ) as error:
        raise SourceError(
            f"is a damaged XLSX file ({type(error).__name__}); open it and save it again"
        ) from None
    return out


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
