"""What a user has added -> tables of places in the data folder, each with a note of where it came from.

`gazetteers/NAME.tsv` is the table, `NAME.json` the note, `NAME.skipped.txt` the lines that were left out. A table
gets its name only when it is whole, so an interrupt leaves no half of one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from waqai.data_folder import data_folder
from waqai.errors import GazetteerError
from waqai.place_rows import Broken
from waqai.place_table import HEADER, Row, load_table

NAME = re.compile(r"\w[\w.-]{0,60}")


@dataclass(frozen=True, slots=True)
class Added:
    """A table of the shelf: how many places, how many of them with an Arabic name, and from where.

    `skipped` lines were broken, `nameless` places had no name in Arabic script and were left out.
    """

    name: str
    origin: str
    format: str
    sha256: str
    added: str
    places: int
    arabic: int
    skipped: int = 0
    nameless: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """A place of a new table whose id another table has: `apart` where the two lie elsewhere."""

    id: str
    other: str
    apart: bool


def folder() -> Path:
    """Where the tables are."""
    return data_folder() / "gazetteers"


def tables() -> tuple[Path, ...]:
    """The tables that were added, by name."""
    return tuple(sorted(folder().glob("*.tsv")))


def notes() -> list[Added]:
    """The notes of all tables, by name; a table that lost its note is told by its name alone."""
    return [_note(path) for path in tables()]


def add(name: str, origin: str, format_: str, rows: Iterable[Row | Broken], nameless: int = 0,
        overwrite: bool = False) -> tuple[Added, list[Broken], list[Clash]]:  # fmt: skip
    """Keep rows as a table: gives its note, the lines that were left out, and ids that other tables have too.

    Raises GazetteerError for a name that is taken or is none, and where no row holds.
    """
    if not NAME.fullmatch(name):
        raise GazetteerError(
            f"{name[:60]!r} is no name for a table; letters, digits, - and . are, as in `--name syria`"
        )
    path = folder() / f"{name}.tsv"
    if path.exists() and not overwrite:
        raise GazetteerError(
            f"there is a table {name} already ({_note(path).origin}); `waqai gazetteer remove {name}` takes it away, "
            "--overwrite replaces it, --name keeps both"
        )
    kept, broken = _unique(rows)
    if not kept:
        first = f"; the first fault: {broken[0].where}: {broken[0].message}" if broken else ""
        raise GazetteerError(f"no place in it can be used{first}", where=origin)
    clashes = _clashes(kept, path)
    text = "\n".join((HEADER, *(row.line() for row in kept.values()))) + "\n"
    arabic = sum(bool(row.names) for row in kept.values())
    note = Added(name, origin, format_, hashlib.sha256(text.encode()).hexdigest(), date.today().isoformat(),
                 len(kept), arabic, len(broken), nameless)  # fmt: skip
    _write(path, text, note, broken)
    return note, broken, clashes


def remove(name: str) -> Added:
    """Take a table away and give its note. Raises GazetteerError where there is none of that name."""
    path = folder() / f"{name}.tsv"
    if path not in tables():
        there = ", ".join(each.stem for each in tables()) or "none"
        raise GazetteerError(f"there is no table {name[:60]!r}; there are: {there}")
    note = _note(path)
    for beside in (path, path.with_suffix(".json"), path.with_suffix(".skipped.txt")):
        beside.unlink(missing_ok=True)
    return note


def skipped_path(name: str) -> Path:
    """Where the lines stand that were left out of a table."""
    return folder() / f"{name}.skipped.txt"


def _unique(rows: Iterable[Row | Broken]) -> tuple[dict[str, Row], list[Broken]]:
    """The rows by id, the first of each, and what is left out."""
    kept: dict[str, Row] = {}
    broken: list[Broken] = []
    for row in rows:
        if isinstance(row, Broken):
            broken.append(row)
        elif kept.setdefault(row.id, row) != row:
            broken.append(Broken(row.id, "a second place with this id; the first is kept"))
    return kept, broken


def _clashes(kept: dict[str, Row], path: Path) -> list[Clash]:
    found = []
    for other in tables():
        if other == path:
            continue
        for row in load_table(other):
            mine = kept.get(row.id) if isinstance(row, Row) else None
            if mine is not None and isinstance(row, Row):
                found.append(Clash(row.id, other.stem, (mine.lat, mine.lon) != (row.lat, row.lon)))
    return found


def _note(path: Path) -> Added:
    try:
        return Added(**json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Added(path.stem, "unknown: its note is lost", "tsv", "", "", 0, 0)


def _write(path: Path, text: str, note: Added, broken: list[Broken]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        skipped = "".join(f"{one.where}: {one.message}\n" for one in broken)
        for target, content in (
            (skipped_path(note.name), skipped),
            (path.with_suffix(".json"), json.dumps(asdict(note), ensure_ascii=False, indent=1) + "\n"),
            (path, text),
        ):
            fresh = target.with_name(target.name + ".new")
            fresh.write_text(content, encoding="utf-8")
            fresh.replace(target)
        if not broken:
            skipped_path(note.name).unlink(missing_ok=True)
    except OSError as error:
        raise GazetteerError(f"cannot be written ({error.strerror or error})", where=str(path)) from None
