"""A CSV file -> a Document for each row, read as a stream; the columns are those that the user accepted."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from waqai.errors import SourceError
from waqai.records import Provenance
from waqai.sources.columns import SAMPLE_ROWS, columns_of, document_of
from waqai.sources.decode import decode, splits_lines
from waqai.sources.file import file_origin
from waqai.sources.loaded import Extract, LoadOptions, Result, file_error, loaded, too_long

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 1_000


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The rows of a file, a SourceError (yielded) for each that is none."""
    where = str(path)
    try:
        with path.open("rb") as file:
            yield from _rows(file, where, options, file_origin(path, path.stat().st_mtime))
    except OSError as error:
        yield file_error(where, error)
    except SourceError as error:
        yield error


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of one row; the header is in the context."""
    (cells,) = _parsed([raw], context["delimiter"], context.get("encoding"), part)
    return document_of(dict(zip(context["header"], cells, strict=False)), context, part)


def _rows(file: IO[bytes], where: str, options: LoadOptions, origin: Provenance) -> Iterator[Result]:
    if not splits_lines(options.encoding):
        raise SourceError(
            f"CSV cannot be cut in {options.encoding}; save the file again as UTF-8", where=where
        )
    records = _records(file, where, options)
    head = next(records, None)
    if head is None:
        raise SourceError("is empty; give a table with a header", where=where)
    if isinstance(head, SourceError):
        raise head
    first = head[1].removeprefix(codecs.BOM_UTF8)
    delimiter = max(DELIMITERS, key=lambda each: first.count(each.encode()))
    (header,) = _parsed([first], delimiter, options.encoding, f"{where}:1")
    if len(header) > MOST_COLUMNS:
        raise SourceError(f"has more than {MOST_COLUMNS:,} columns; is it a table?", where=where)
    sample = list(islice(records, SAMPLE_ROWS))
    rows = []
    for each in sample:
        if not isinstance(each, SourceError):
            rows += _quietly(each[1], delimiter, options.encoding)
    context = {
        "columns": columns_of(header, rows, where, options), "header": header, "delimiter": delimiter,
        "encoding": options.encoding, "published": options.published, "source": options.source or None,
    }  # fmt: skip
    for record in chain(sample, records):
        if isinstance(record, SourceError):
            yield record
            continue
        line, raw = record
        try:
            made = extract(raw, f"{where}:{line}", context)
        except SourceError as error:
            yield SourceError(error.message, where=f"{where}:{line}")
            continue
        yield loaded(made, raw, "csv", context, origin, f"{where}:{line}", may_be_edited=False)


Record = tuple[int, bytes] | SourceError  # the line on which a row begins, and its bytes


def _records(file: IO[bytes], where: str, options: LoadOptions) -> Iterator[Record]:
    """The bytes of each row: a line, or several where a quoted cell holds line ends."""
    number, pending, start = 0, b"", 0
    while line := file.readline(options.most_bytes + 1):
        number += 1
        if len(line) > options.most_bytes and not line.endswith(b"\n"):
            while (piece := file.readline(1 << 16)) and not piece.endswith(b"\n"):
                pass
            pending = b""
            yield too_long(f"{where}:{number}", options.most_bytes)
            continue
        if not pending:
            start = number
        pending += line
        if len(pending) > options.most_bytes:
            yield SourceError("a quote is opened and never closed; mend that row", where=f"{where}:{start}")
            pending = b""
        elif pending.count(b'"') % 2 == 0:
            if pending.strip():
                yield start, pending.rstrip(b"\r\n")
            pending = b""
    if pending.strip():
        yield SourceError("a quote is opened and never closed; mend that row", where=f"{where}:{start}")


def _parsed(raws: list[bytes], delimiter: str, encoding: str | None, where: str) -> list[list[str]]:
    lines = [decode(raw, where, encoding) for raw in raws]
    csv.field_size_limit(1 << 30)
    try:
        return [
            next(csv.reader([line], delimiter=delimiter)) if "\n" not in line else _long(line, delimiter)
            for line in lines
        ]
    except (csv.Error, StopIteration) as error:
        raise SourceError(f"is no row of a table ({error}); mend it", where=where) from None


def _long(line: str, delimiter: str) -> list[str]:
    return next(csv.reader(line.splitlines(keepends=True), delimiter=delimiter))


def _quietly(raw: bytes, delimiter: str, encoding: str | None) -> list[list[str]]:
    try:
        return _parsed([raw], delimiter, encoding, "")
    except SourceError:
        return []
