"""A DOCX file -> one Document: its paragraphs and the rows of its tables, in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.apart import extract_apart
from waqai.sources.file import day_of_file, file_origin, read_file
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, Result, Unchanged, digest, loaded
from waqai.sources.zipped import check_zip

MOST_UNPACKED = 256 << 20


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a DOCX file, or the error that it is."""
    where = str(path)
    try:
        raw, modified = read_file(path, options.most_file_bytes)
        published, notes = day_of_file(path, options.published, modified)
        context = {"published": published, "source": options.source}
        if options.is_known(digest(raw), "docx", context):
            yield Unchanged(where, len(raw))
            return
        (made,) = extract_apart("docx", raw, context, where)
    except SourceError as error:
        yield error
        return
    made = replace(made, notes=notes, date_is_guess=bool(notes))
    yield loaded(made, raw, "docx", context, file_origin(path, modified), where)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of a DOCX file."""
    return extract_apart("docx", raw, context, "docx")[0]


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """The document, made in this process. Raises SourceError for a file without words, damaged or beyond bounds."""
    import docx
    from docx.table import Table
    from lxml import etree

    check_zip(raw, MOST_UNPACKED)
    try:
        content = docx.Document(io.BytesIO(raw)).iter_inner_content()
        lines = [
            line for block in content for line in (_rows(block) if isinstance(block, Table) else [block.text])
        ]
    except (KeyError, ValueError, etree.LxmlError, zipfile.BadZipFile, OSError, AttributeError) as error:
        raise SourceError(
            f"is a damaged DOCX file ({type(error).__name__}); open it and save it again"
        ) from None
    text = "\n".join(lines).strip()
    if not text:
        raise SourceError("has no words; does it hold images alone? Give their text")
    document = Document(digest(raw)[:ID_LENGTH], text, context["published"], context["source"])
    return [Extract(document)]


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(
            cell.text.strip() for cell in row.cells
        )  # a merged cell comes once for each column
        yield " | ".join(cell for cell in cells if cell)
