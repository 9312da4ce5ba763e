"""A path -> its bytes, its day, its origin; and a typed error for whatever the system will not give."""

from __future__ import annotations

import datetime
import stat
from pathlib import Path

from waqai.errors import SourceError
from waqai.records import Provenance
from waqai.sources.loaded import ISO_DATE, as_json, file_error, is_date, too_long


def read_file(path: Path, most_bytes: int) -> tuple[bytes, float]:
    """The bytes of a file and when it was changed (unix seconds).

    Raises SourceError for what is no file, cannot be read, or has more than `most_bytes`.
    """
    where = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
            modified = path.stat().st_mtime
    except OSError as error:
        raise file_error(where, error) from None
    if len(data) > most_bytes:
        raise too_long(where, most_bytes)
    if not data.strip():
        raise SourceError("is empty; give a file with the text of a report", where=where)
    return data, modified


def is_plain_file(path: Path) -> bool:
    """Whether a path is a file, not a pipe or a device that would be read without an end."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def file_origin(path: Path, modified: float, **details: object) -> Provenance:
    """The origin of a file's bytes: its path as given and its own time, in UTC."""
    time = datetime.datetime.fromtimestamp(int(modified), datetime.UTC).isoformat()
    return Provenance(str(path), as_json({"file_modified": time, **details}))


def day_of_file(path: Path, given: str | None, modified: float) -> tuple[str, tuple[str, ...]]:
    """The day of publication by the user or the file's name, and a note where it is no more than the file's date."""
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
