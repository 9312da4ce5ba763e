"""A .txt file -> one Document: its id from its SHA-256, its date from the user, its name or its file time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.decode import decode
from waqai.sources.file import day_of_file, file_origin, read_file
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, Result, digest, loaded


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a text file, or the error that it is.

    A file that cannot be read, is too long, empty, binary or not UTF-8 is an error; so is a name that opens with a
    date that is none.
    """
    where = str(path)
    try:
        raw, modified = read_file(path, options.most_bytes)
        published, notes = day_of_file(path, options.published, modified)
        context = {"published": published, "source": options.source, "encoding": options.encoding}
        extract = replace(text_extract(raw, where, context), notes=notes, date_is_guess=bool(notes))
    except SourceError as error:
        yield error
        return
    yield loaded(extract, raw, "text", context, file_origin(path, modified), where)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of a text file. Its line ends are kept as they are, so that offsets hold."""
    return text_extract(raw, "text", context)


def text_extract(raw: bytes, where: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of one text. Raises SourceError at `where` as `load`."""
    text = decode(raw, where, context.get("encoding"))
    return Extract(Document(digest(raw)[:ID_LENGTH], text, context["published"], context["source"]))
