"""Paths and folders -> what is in their files, file after file; an error for each that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from waqai.errors import SourceError
from waqai.sources.formats import ALLOWED, SUFFIXES, load_file
from waqai.sources.loaded import LoadOptions, Result, Skipped, file_error

Found = Path | Skipped | SourceError


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """The files that the paths stand for, each once: a file itself, a folder all its files that waqai may read.

    Folders are walked in the order of names. Hidden files and links to folders in them are passed over, other kinds
    of file are skipped and said; a link that leads out of the folder, and a path that is missing, is an error.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else (_named_file(path),):
            if not isinstance(found, Path):
                yield found
            elif found.absolute() not in seen:
                seen.add(found.absolute())
                yield found


def load_files(files: Iterable[Found], options: LoadOptions) -> Iterator[Result]:
    """The documents of the files, in order; errors are yielded where they stand."""
    for file in files:
        if isinstance(file, Path):
            yield from load_file(file, options)
        else:
            yield file


def load_paths(paths: Iterable[Path], options: LoadOptions) -> Iterator[Result]:
    """The documents of all files that the paths stand for."""
    return load_files(find_files(paths), options)


def _named_file(path: Path) -> Path | SourceError:
    if not path.exists():
        return SourceError("no such file or folder; check its path", where=str(path))
    if not path.is_file():
        return SourceError("is neither a file nor a folder; give one of these", where=str(path))
    return path


def _walk(folder: Path) -> Iterator[Found]:
    errors: list[OSError] = []
    root = folder.resolve()
    for name, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        for entry in sorted(files):
            if not entry.startswith("."):
                yield _file_in(Path(name, entry), root)
        while errors:
            error = errors.pop()
            yield file_error(str(error.filename or name), error)
    for error in errors:
        yield file_error(str(error.filename or folder), error)


def _file_in(path: Path, root: Path) -> Found:
    name = path.name.lower()
    if not name.endswith(tuple(SUFFIXES)):
        return Skipped(str(path), f"{path.suffix.lower() or 'nameless'} files are not read; {ALLOWED}")
    if path.is_symlink() and path.exists() and root not in path.resolve().parents:
        return SourceError("is a link that leads out of the folder; name the file itself", where=str(path))
    return path
