"""The register of actors: `actors.tsv`, `actor_relations.tsv`, `actor_names.tsv` of a pack in, frozen records out.

A date is ISO and may be shortened to what is known (`2016-07-28`, `2016-07`, `2016`): as a beginning it
means the first day of that span, as an end the last. `code` is the codebook's id for the actor; where it
changed with time it lists alternatives, and the first that is valid on the date is meant. `inter` is ACLED's
kind of actor at home: 1 state forces, 2 rebels, 3 political militia, 4 identity militia, 5 rioters,
6 protesters, 7 civilians, 8 external and other.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from waqai.errors import PackError

REGISTER = Path(__file__).parent / "packs" / "ar" / "actors.tsv"
RELATIONS = "actor_relations.tsv"
NAMES = "actor_names.tsv"
NAME_COLUMNS = ("actor", "name_ar", "name_en", "valid_from", "valid_to", "source")
COLUMNS = (
    *("id", "code", "name_en", "name_ar", "type", "inter"),
    *("country", "valid_from", "valid_to", "parent", "source"),
)
RELATION_COLUMNS = ("from", "relation", "to", "valid_from", "valid_to", "note")
RELATION_KINDS = ("renamed-from", "part-of", "allied-with", "split-from", "hostile-to")
LANGUAGES = ("en", "ar")
TYPES = ("unidentified", "civilians", "protesters", "rioters", "rebels", "state", "militia", "external")
_ABROAD = frozenset({"IR", "TR", "RU", "US", "GB", "FR", "IL"})  # states with forces in others' wars
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of the register: an actor with its names, its kind and the span in which it existed."""

    id: str
    codes: tuple[str, ...]
    names: Mapping[str, str]
    type: str
    inter: int
    country: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    parent: str | None = None
    source: str = ""
    where: str = ""

    @property
    def fights_at_home(self) -> bool:
        """Whether the actor fights at home, so that its name says which country a report is about."""
        return (
            self.country is not None
            and self.type in ("rebels", "militia", "state")
            and self.country not in _ABROAD
        )

    def valid_on(self, day: str) -> bool:
        """Whether the actor existed on an ISO day; an open end counts as existing."""
        return _within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Relation:
    """What one actor was to another, between two dates, either of them open where null."""

    actor: str
    kind: str
    other: str
    valid_from: str | None = None
    valid_to: str | None = None
    note: str = ""

    def valid_on(self, day: str) -> bool:
        """Whether the relation held on an ISO day; an open end counts as holding."""
        return _within(day, self.valid_from, self.valid_to)


class DatedName(NamedTuple):
    """What an actor was called between two dates, either of them open where null; `names` by language."""

    actor: str
    names: Mapping[str, str]
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class Register:
    """All actors by id, in the order of the file, their relations, and the names that they had in turn."""

    entries: Mapping[str, RegisterEntry]
    relations: tuple[Relation, ...] = ()
    names: tuple[DatedName, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[RegisterEntry]:
        return iter(self.entries.values())

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self.entries

    def get(self, actor_id: str) -> RegisterEntry | None:
        """The entry of an id, or None where the register has none."""
        return self.entries.get(actor_id)

    def name(self, actor_id: str, language: str = "en") -> str:
        """The actor's name in `en` or `ar`; KeyError for an unknown id or language."""
        return self.entries[actor_id].names[language]

    def code(self, actor_id: str, day: str | None = None) -> str:
        """The codebook's id, of several the first valid on `day`, else the first; KeyError if unknown."""
        codes = self.entries[actor_id].codes
        if day is not None:
            return next((code for code in codes if self.valid_on(code, day)), codes[0])
        return codes[0]

    def valid_on(self, actor_id: str, day: str) -> bool:
        """Whether the actor existed on an ISO day; KeyError for an unknown id."""
        return self.entries[actor_id].valid_on(day)

    def parent(self, actor_id: str) -> str | None:
        """The id of the larger body, None where there is none; KeyError for an unknown id."""
        return self.entries[actor_id].parent

    def line(self, actor_id: str) -> tuple[DatedName, ...]:
        """The names of an actor and of those that it was renamed from or to, one after the other.

        KeyError for an unknown id.
        """
        members, left = {actor_id}, [actor_id]
        pairs = [(r.actor, r.other) for r in self.relations if r.kind == "renamed-from"]
        pairs = [(one, other) for one, other in pairs if self.entries[one].type != "state"]
        while left:
            one = left.pop()
            for pair in pairs:
                if one in pair:
                    fresh = set(pair) - members
                    members |= fresh
                    left.extend(fresh)
        found = [name for member in members for name in self._dated(member)]
        return tuple(sorted(found, key=lambda name: (name.valid_from or "", name.actor)))

    def _dated(self, actor_id: str) -> list[DatedName]:
        entry = self.entries[actor_id]
        own = [name for name in self.names if name.actor == actor_id]
        return own or [DatedName(actor_id, entry.names, entry.valid_from, entry.valid_to)]

    def related(self, actor_id: str, kind: str, day: str | None = None) -> tuple[str, ...]:
        """The actors that `actor_id` has this relation to; `hostile-to` and `allied-with` hold both ways."""
        mutual = kind in ("hostile-to", "allied-with")
        held = [r for r in self.relations if r.kind == kind and (day is None or r.valid_on(day))]
        found = [r.other for r in held if r.actor == actor_id]
        found += [r.actor for r in held if mutual and r.other == actor_id]
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4)
def load_register(path: Path | None = None) -> Register:
    """The pack's register, or the one in `path`, with the `actor_relations.tsv` beside it where there is one.

    Raises PackError with file and line for a wrong header, a duplicate id, an unknown code, parent, type or
    relation, and a date that is none.
    """
    path = path or REGISTER
    entries: dict[str, RegisterEntry] = {}
    for where, row in _rows(path, COLUMNS):
        entry = register_entry(where, row)
        if entry.id in entries:
            raise PackError(
                f"the id {entry.id!r} stands already at {entries[entry.id].where}; give each actor one line",
                where=where,
            )
        entries[entry.id] = entry
    for entry in entries.values():
        _check_references(entry, entries)
    beside = path.with_name(RELATIONS)
    relations = (
        tuple(_relation(w, r, entries) for w, r in _rows(beside, RELATION_COLUMNS)) if beside.exists() else ()
    )
    names_path = path.with_name(NAMES)
    names = (
        tuple(_name(w, r, entries) for w, r in _rows(names_path, NAME_COLUMNS)) if names_path.exists() else ()
    )
    return Register(entries, relations, names)


def _name(where: str, row: dict[str, str], entries: Mapping[str, RegisterEntry]) -> DatedName:
    if row["actor"] not in entries:
        raise PackError(f"{row['actor']!r} is no id of the register; add it there first", where=where)
    return DatedName(
        row["actor"], {language: row[f"name_{language}"] for language in LANGUAGES}, *_dates(where, row)
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each line as `file:line` and its cells by column; empty lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(f"cannot be read as UTF-8 text ({error}); check the path", where=str(path)) from error
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        where = f"{path}:{number}"
        if number == 1 and tuple(cells) != columns:
            raise PackError(f"the header must be {' '.join(columns)}, parted by tabs", where=where)
        if number == 1 or not cells:
            continue
        if len(cells) != len(columns):
            raise PackError(f"{len(cells)} columns for {len(columns)}: {' '.join(columns)}", where=where)
        yield where, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}


def register_entry(where: str, row: dict[str, str]) -> RegisterEntry:
    """An entry from the cells of a line by column. Raises PackError for what must not be."""
    missing = [name for name in ("id", "code", "name_en", "name_ar") if not row[name]]
    if missing:
        raise PackError(f"{', '.join(missing)} must not be empty", where=where)
    if row["type"] not in TYPES:
        raise PackError(f"the type {row['type']!r} is not one of {', '.join(TYPES)}", where=where)
    if row["inter"] not in set("12345678"):
        raise PackError(f"inter is {row['inter']!r}; ACLED's kinds are 1 to 8", where=where)
    begins, ends = _dates(where, row)
    return RegisterEntry(
        id=row["id"],
        codes=tuple(row["code"].split("|")),
        names={language: row[f"name_{language}"] for language in LANGUAGES},
        type=row["type"],
        inter=int(row["inter"]),
        country=row["country"] or None,
        valid_from=begins,
        valid_to=ends,
        parent=row["parent"] or None,
        source=row["source"],
        where=where,
    )


def _check_references(entry: RegisterEntry, entries: Mapping[str, RegisterEntry]) -> None:
    for code in entry.codes:
        if code not in entries or entries[code].codes != (code,):
            raise PackError(f"the code {code!r} of {entry.id} is no codebook actor here", where=entry.where)
    seen, parent = {entry.id}, entry.parent
    while parent is not None:
        if parent not in entries:
            raise PackError(f"the parent {parent!r} of {entry.id} has no line here", where=entry.where)
        if parent in seen:
            raise PackError(f"the parents of {entry.id} run in a circle at {parent!r}", where=entry.where)
        seen.add(parent)
        parent = entries[parent].parent


def _relation(where: str, row: dict[str, str], entries: Mapping[str, RegisterEntry]) -> Relation:
    if row["relation"] not in RELATION_KINDS:
        allowed = ", ".join(RELATION_KINDS)
        raise PackError(f"the relation {row['relation']!r} is not one of {allowed}", where=where)
    for end in ("from", "to"):
        if row[end] not in entries:
            raise PackError(f"{row[end]!r} is no id of the register; add it there first", where=where)
    begins, ends = _dates(where, row)
    return Relation(row["from"], row["relation"], row["to"], begins, ends, row["note"])


def _dates(where: str, row: dict[str, str]) -> tuple[str | None, str | None]:
    for name in ("valid_from", "valid_to"):
        if row[name] and not _is_date(row[name]):
            raise PackError(f"{name} is {row[name]!r}; write YYYY-MM-DD, YYYY-MM or YYYY", where=where)
    begins, ends = row["valid_from"] or None, row["valid_to"] or None
    if begins and ends and not _within(begins, None, ends):
        raise PackError(f"valid_to {ends} lies before valid_from {begins}", where=where)
    return begins, ends


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _within(day: str, begins: str | None, ends: str | None) -> bool:
    """Shortened ISO dates compare as text, cut to the length of the bound."""
    return (begins is None or begins <= day) and (ends is None or day[: len(ends)] <= ends)
