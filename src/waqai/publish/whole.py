"""Text in pieces -> one whole file under its final name, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from waqai.errors import WaqaiError


def write_whole(path: Path, pieces: Iterable[str], overwrite: bool = False) -> None:
    """Write UTF-8 text to a name beside `path` and move it there when all of it is on the disk.

    Raises WaqaiError where `path` exists and `overwrite` is not set, or where it cannot be written (a full
    disk); then, and on an interrupt, nothing is left and an existing file stays as it was.
    """
    if path.exists() and not (overwrite and path.is_file()):
        advice = "name another" if path.is_dir() else "name another or give `--overwrite`"
        raise WaqaiError(f"there is one already; {advice}", where=str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WaqaiError(
            f"cannot be written ({reason}); check its folder and the space left, or name another",
            where=str(path),
        ) from None
    finally:
        part.unlink(missing_ok=True)
