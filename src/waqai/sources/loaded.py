"""What a source gives: a Document with its SHA-256 and where it came from; and the checks that sources share.

Every source yields `Loaded | SourceError`, in the order of its input: an error is one file or line that was
left out, and never ends the rest.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass

from waqai.errors import SourceError
from waqai.records import Document

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the user says about input that does not say it: a date (YYYY-MM-DD), a source, an encoding.

    In JSON lines what a line itself says wins over these; `published` wins over a .txt file's name.
    `most_bytes` bounds one document: a longer line or .txt file is an error, and is never held in memory.
    """

    published: str | None = None
    source: str = ""
    encoding: str | None = None
    most_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document as it came: `sha256` of its raw bytes, `where` (file or file:line), `size` in bytes.

    `date_is_guess` where nobody gave the day of publication; `notes` are for the user.
    """

    document: Document
    sha256: str
    where: str
    size: int
    date_is_guess: bool = False
    notes: tuple[str, ...] = ()


Result = Loaded | SourceError


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
