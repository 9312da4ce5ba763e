"""A user's own actors (TSV) -> what overlays the pack's register: its entries, and the names that texts use.

Columns: `id name_ar name_en aliases inter country valid_from valid_to parent code source`; `|` stands between aliases
and between codes. Only id, names and inter (ACLED's kind, 1 to 8) are needed. An id of the register is replaced; a
new one is coded as itself, or as the actor in `code`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from waqai.actors import COLUMNS, Register, RegisterEntry, load_register, register_entry
from waqai.errors import PackError

FIELDS = (
    "id",
    "name_ar",
    "name_en",
    "aliases",
    "inter",
    "country",
    "valid_from",
    "valid_to",
    "parent",
    "code",
    "source",
)
NEEDED = ("id", "name_ar", "name_en", "inter")
KINDS = {
    1: "state",
    2: "rebels",
    3: "militia",
    4: "militia",
    5: "rioters",
    6: "protesters",
    7: "civilians",
    8: "external",
}
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


class OverlayRow(NamedTuple):
    """An actor of the user's with the names that texts use for it."""

    entry: RegisterEntry
    aliases: tuple[str, ...]


def load_overlay(path: Path, register: Register) -> tuple[list[OverlayRow], list[str]]:
    """The actors of a user's table, and what is wrong with the lines that are none, each with file and line.

    Raises PackError for a file that cannot be read, or whose header lacks a column.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"cannot be read as UTF-8 text ({error}); check the path", where=str(path)) from None
    header = lines[0].split("\t") if lines else []
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise PackError(
            f"the header lacks {', '.join(missing)}; it may have, parted by tabs: {' '.join(FIELDS)}",
            where=f"{path}:1",
        )
    rows: dict[str, OverlayRow] = {}
    faults: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = _row(where, header, line.split("\t"))
            if row.entry.id in rows:
                raise PackError(
                    f"the id {row.entry.id!r} stands already at {rows[row.entry.id].entry.where}", where=where
                )
        except PackError as error:
            faults.append(str(error))
        else:
            rows[row.entry.id] = row
    kept = []
    for row in rows.values():
        fault = _reference_fault(row.entry, rows, register)
        if fault:
            faults.append(fault)
        else:
            kept.append(row)
    return kept, faults


def _row(where: str, header: list[str], cells: list[str]) -> OverlayRow:
    if len(cells) != len(header):
        raise PackError(f"{len(cells)} columns for {len(header)}", where=where)
    row = dict.fromkeys(FIELDS, "") | {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if not _ID.fullmatch(row["id"]):
        raise PackError(
            f"the id {row['id']!r} is none; small letters and digits are, parted by . or -", where=where
        )
    if row["inter"] not in map(str, KINDS):
        raise PackError(f"inter is {row['inter']!r}; ACLED's kinds are 1 to 8", where=where)
    row["code"] = row["code"] or row["id"]
    row["type"] = KINDS[int(row["inter"])]
    entry = register_entry(where, {name: row[name] for name in COLUMNS})
    aliases = dict.fromkeys((row["name_ar"], *(each.strip() for each in row["aliases"].split("|"))))
    return OverlayRow(entry, tuple(alias for alias in aliases if alias and any(map(str.isalpha, alias))))


def _reference_fault(entry: RegisterEntry, rows: dict[str, OverlayRow], register: Register) -> str:
    for code in entry.codes:
        if code not in rows and code not in register:
            return f"{entry.where}: the code {code!r} is no id of the register or of this table"
    if entry.parent and entry.parent not in rows and entry.parent not in register:
        return f"{entry.where}: the parent {entry.parent!r} is no id of the register or of this table"
    return ""


def lexicon_lines(rows: list[OverlayRow]) -> str:
    """The aliases as a lexicon of the pack's shape, each once."""
    found = {alias: row.entry.id for row in rows for alias in row.aliases}
    lines = [f"{alias}\tactor\t-\tid={identity}\tadded by the user" for alias, identity in found.items()]
    return "\n".join(("entry\tclass\tparadigm\tvalue\tnote", *lines)) + "\n"


def table_lines(rows: list[OverlayRow]) -> str:
    """The actors as a table that `load_overlay` reads."""
    lines = [
        "\t".join(
            (
                e.id, e.names["ar"], e.names["en"], "|".join(aliases), str(e.inter), e.country or "", e.valid_from or "",
                e.valid_to or "", e.parent or "", "|".join(e.codes), e.source,
            )
        )
        for e, aliases in rows
    ]  # fmt: skip
    return "\n".join(("\t".join(FIELDS), *lines)) + "\n"


def overlaid(register: Register, rows: list[OverlayRow]) -> Register:
    """The register with the user's actors in it, each in the place of one of its id."""
    entries = dict(register.entries) | {row.entry.id: row.entry for row in rows}
    return Register(entries, register.relations, register.names)


_LOADED: dict[tuple[Path, int], Register] = {}


def register_with(path: Path | None) -> Register:
    """The pack's register, with the table at `path` over it where there is one; loaded once a version of the file."""
    if path is None:
        return load_register()
    key = path, path.stat().st_mtime_ns
    if key not in _LOADED:
        register = load_register()
        _LOADED[key] = overlaid(register, load_overlay(path, register)[0])
    return _LOADED[key]
