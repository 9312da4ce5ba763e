"""A .txt file -> one Document: its id from its SHA-256, its date from the user, its name or its file time."""

from __future__ import annotations

import datetime
from pathlib import Path

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.decode import decode
from waqai.sources.loaded import (
    ISO_DATE,
    Loaded,
    LoadOptions,
    digest,
    file_error,
    is_date,
    too_long,
)

ID_LENGTH = 16  # hexadecimal digits of the SHA-256: 64 bits, enough for billions of documents


def load_text(path: Path, options: LoadOptions) -> Loaded:
    """The document in a text file. The file's line ends are kept as they are, so that offsets hold.

    Raises SourceError for a file that cannot be read, is too long, empty, binary or not UTF-8, and for a name
    that opens with a date that is none.
    """
    where = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(options.most_bytes + 1)
            modified = path.stat().st_mtime
    except OSError as error:
        raise file_error(where, error) from None
    if len(data) > options.most_bytes:
        raise too_long(where, options.most_bytes)
    text = decode(data, where, options.encoding)
    published, notes = _published(path, options.published, modified)
    sha256 = digest(data)
    document = Document(sha256[:ID_LENGTH], text, published, options.source)
    return Loaded(document, sha256, where, len(data), date_is_guess=bool(notes), notes=notes)


def text_document(data: bytes, where: str, options: LoadOptions) -> Loaded:
    """The document in the bytes of one text, published on the day of `options`. Raises SourceError as `load_text`."""
    if len(data) > options.most_bytes:
        raise too_long(where, options.most_bytes)
    text = decode(data, where, options.encoding)
    sha256 = digest(data)
    document = Document(sha256[:ID_LENGTH], text, options.published or "", options.source)
    return Loaded(document, sha256, where, len(data))


def _published(path: Path, given: str | None, modified: float) -> tuple[str, tuple[str, ...]]:
    """The day of publication, and a note where it is no more than the file's own date."""
    if given:
        return given, ()
    match = ISO_DATE.match(path.name)
    if match:
        if not is_date(match[0]):
            raise SourceError(
                f"its name opens with {match[0]}, which is no day of the calendar; "
                "rename it or give the day with `--published YYYY-MM-DD`",
                where=str(path),
            )
        return match[0], ()
    day = datetime.datetime.fromtimestamp(modified).date().isoformat()
    note = (
        f"published on {day}? That is the file's own date; give the right one with `--published YYYY-MM-DD`"
    )
    return day, (note,)
