"""A DOCX file -> one Document: its paragraphs and the rows of its tables, in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.apart import extract_apart
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, Result, digest
from waqai.sources.whole import load_whole
from waqai.sources.zipped import check_zip

MOST_UNPACKED = 256 << 20


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a DOCX file, or the error that it is."""
    yield from load_whole("docx", path, options)


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
    return [Extract(document, date_is_guess=True)]


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(
            cell.text.strip() for cell in row.cells
        )  # a merged cell comes once for each column
        yield " | ".join(cell for cell in cells if cell)
