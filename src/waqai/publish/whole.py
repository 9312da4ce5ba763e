"""Text or bytes in pieces -> one whole file under its final name, or none."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from waqai.errors import WaqaiError


def write_whole(path: Path, pieces: Iterable[str], overwrite: bool = False) -> None:
    """Write UTF-8 text to a name beside `path` and move it there when all of it is on the disk.

    Raises WaqaiError where `path` exists and `overwrite` is not set, or where it cannot be written (a full
    disk); then, and on an interrupt, nothing is left and an existing file stays as it was.
    """
    with whole_file(path, overwrite) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)


@contextmanager
def whole_file(path: Path, overwrite: bool = False) -> Iterator[Path]:
    """A new empty file beside `path` to be written to, which takes its name when the block ends well.

    The errors are those of `write_whole`; what other programs leave beside the file (SQLite's journal) goes too.
    """
    if path.exists() and not (overwrite and path.is_file()):
        advice = "name another" if path.is_dir() else "name another or give `--overwrite`"
        raise WaqaiError(f"there is one already; {advice}", where=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.open("xb").close()
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise WaqaiError(
            f"cannot be written ({reason}); check its folder and the space left, or name another",
            where=str(path),
        ) from None
    finally:
        for name in (part.name, f"{part.name}-journal"):
            with suppress(OSError):
                part.with_name(name).unlink(missing_ok=True)
