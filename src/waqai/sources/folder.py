"""Paths and folders -> the documents in them, file after file; an error for each that is none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from waqai.errors import SourceError
from waqai.sources.jsonl import load_jsonl
from waqai.sources.loaded import LoadOptions, Result, file_error
from waqai.sources.text import load_text

TEXT_SUFFIXES = (".txt",)
LINE_SUFFIXES = (".jsonl", ".ndjson")


def find_files(paths: Iterable[Path]) -> Iterator[Path | SourceError]:
    """The files that the paths stand for, each once: a file itself, a folder all its .txt and .jsonl files.

    Folders are walked in the order of names; hidden files, links to folders and other kinds of file in them
    are passed over. A path that is missing, or a named file of another kind, is an error.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else (_named_file(path),):
            if isinstance(found, SourceError):
                yield found
            elif found.absolute() not in seen:
                seen.add(found.absolute())
                yield found


def load_files(files: Iterable[Path | SourceError], options: LoadOptions) -> Iterator[Result]:
    """The documents of the files, in order; errors are yielded where they stand."""
    for file in files:
        if isinstance(file, SourceError):
            yield file
        elif file.suffix.lower() in LINE_SUFFIXES:
            yield from load_jsonl(file, options)
        else:
            try:
                yield load_text(file, options)
            except SourceError as error:
                yield error


def load_paths(paths: Iterable[Path], options: LoadOptions) -> Iterator[Result]:
    """The documents of all files that the paths stand for."""
    return load_files(find_files(paths), options)


def _named_file(path: Path) -> Path | SourceError:
    if not path.exists():
        return SourceError("no such file or folder; check its path", where=str(path))
    if not path.is_file() or path.suffix.lower() not in TEXT_SUFFIXES + LINE_SUFFIXES:
        return SourceError("is not a .txt or .jsonl file; give one of these or a folder", where=str(path))
    return path


def _walk(folder: Path) -> Iterator[Path | SourceError]:
    errors: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))
        for entry in sorted(files):
            path = Path(name, entry)
            if not entry.startswith(".") and path.suffix.lower() in TEXT_SUFFIXES + LINE_SUFFIXES:
                yield path
        while errors:
            error = errors.pop()
            yield file_error(str(error.filename or name), error)
    for error in errors:
        yield file_error(str(error.filename or folder), error)
