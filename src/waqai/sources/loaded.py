"""What a source gives: a Document with its raw bytes and where they came from; and the checks that sources share.

Every source yields `Loaded | Skipped | Unchanged | SourceError`, in the order of its input: an error is one file or line
that was left out, and never ends the rest. A format's `extract` makes the same document of the same bytes again.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

from waqai import __version__
from waqai.errors import SourceError
from waqai.records import Capture, Document, Mark, Provenance

ID_LENGTH = 16  # hexadecimal digits of a SHA-256: 64 bits, enough for billions of documents
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the user says about input that does not say it: a date (YYYY-MM-DD), a source, an encoding.

    In JSON lines what a line itself says wins over these; `published` wins over a .txt file's name.
    `most_bytes` bounds one document: a longer line or .txt file is an error, and is never held in memory;
    `most_file_bytes` bounds a file that has to be parsed whole (PDF, DOCX, XLSX, a page of a Telegram export).
    `choose_columns` is given a table's Preview (`columns.py`) and says which column is which field of a document, null
    where nobody has said it. `known` tells whether the bytes of a hash were
    kept and read with this format and context (JSON) before.
    """

    published: str | None = None
    source: str = ""
    encoding: str | None = None
    most_bytes: int = 8 * 1024 * 1024
    most_file_bytes: int = 64 * 1024 * 1024
    choose_columns: Callable[[Any], Mapping[str, str] | None] | None = None
    known: Callable[[str, str, str], bool] | None = None

    def is_known(self, sha256: str, form: str, context: Mapping[str, Any]) -> bool:
        """Whether these bytes were kept and read before with the same settings and tools; then they need no parsing."""
        return self.known is not None and self.known(sha256, form, as_json(context))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as it came: `sha256` of its raw bytes, `where` (file or file:line), `size` in bytes.

    `date_is_guess` where nobody gave the day of publication; `may_be_edited` where its id names a post or page,
    whose text may change; `notes` are for the user.
    """

    document: Document
    sha256: str
    where: str
    size: int
    capture: Capture
    origin: Provenance
    date_is_guess: bool = False
    may_be_edited: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Input that is no document and no fault, and why: an image in a folder, a post without words."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Input that was kept and read before, of `size` bytes."""

    where: str
    size: int


@dataclass(frozen=True, slots=True)
class Extract:
    """A document made of raw bytes: which part of them, words that are not sure, notes for the user."""

    document: Document
    part: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    date_is_guess: bool = False


Result = Loaded | Skipped | Unchanged | SourceError


def loaded(
    extract: Extract,
    raw: bytes,
    form: str,
    context: Mapping[str, Any],
    origin: Provenance,
    where: str,
    *,
    may_be_edited: bool = True,
) -> Loaded:
    """An extract with its evidence. `form` is the format's name; `context` is what the extraction depended on."""
    capture = Capture(raw, form, extract.part, as_json(context), tool_of(form), extract.marks)
    return Loaded(
        extract.document,
        digest(raw),
        where,
        len(raw),
        capture,
        origin,
        extract.date_is_guess,
        may_be_edited,
        extract.notes,
    )


# format -> the libraries that take its text out of its bytes; their versions are kept with each extraction
LIBRARIES = {
    "html": ("trafilatura", "lxml"),
    "warc": ("trafilatura", "lxml", "warcio"),
    "feed": ("feedparser",),
    "telegram-html": ("lxml",),
    "pdf": ("pdfminer.six", "pypdfium2"),
    "docx": ("lxml",),
    "xlsx": ("openpyxl",),
}


@cache
def tool_of(form: str) -> str:
    """waqai and the libraries that read a format, with their versions."""
    libraries = LIBRARIES.get(form, ())
    return ", ".join([f"waqai {__version__}", *(f"{name} {metadata.version(name)}" for name in libraries)])


def as_json(value: Mapping[str, Any]) -> str:
    """A JSON object in one spelling: keys in order, without what is null."""
    kept = {key: each for key, each in value.items() if each is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def digest(data: bytes) -> str:
    """The SHA-256 of raw bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_date(value: object) -> bool:
    """Whether a value is a day of the calendar written YYYY-MM-DD."""
    if not isinstance(value, str) or not ISO_DATE.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def too_long(where: str, most_bytes: int) -> SourceError:
    """The error for a file or line that is longer than one document may be."""
    return SourceError(
        f"longer than {most_bytes:,} bytes, the most that one document may have; "
        "split it into its reports, one document each",
        where=where,
    )


def file_error(where: str, error: OSError) -> SourceError:
    """The error for a file that the system will not give."""
    reason = error.strerror or type(error).__name__
    return SourceError(f"cannot be read ({reason}); check its path and its permissions", where=where)
