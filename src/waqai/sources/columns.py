"""A table's header and first rows -> which column is which field of a document; a row with that -> its Document.

The guess is shown before it is taken, and what was taken is kept for the next table with the same header.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, digest, is_date

FIELDS = ("text", "published", "id", "source", "url", "title")
DATE_FORMAT = "date_format"
DATE_FORMATS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y")
SAMPLE_ROWS = 20
SHOWN = 60  # characters of a cell in a preview


@dataclass(frozen=True, slots=True)
class Preview:
    """A table whose columns nobody has named yet: its header, the guess, and its first rows."""

    where: str
    header: tuple[str, ...]
    guess: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        """What the guess takes from the first row, a line for each field."""
        row = dict(zip(self.header, self.rows[0], strict=False)) if self.rows else {}
        shown = {name: column for name, column in self.guess.items() if name in FIELDS}
        return [
            f"{name:10} from column {column!r}: {row.get(column, '')[:SHOWN]}"
            for name, column in shown.items()
        ]

    def option(self) -> str:
        """The guess as `--columns` takes it."""
        return ",".join(f"{name}={column}" for name, column in self.guess.items())


def columns_of(
    header: Sequence[str], rows: Sequence[Sequence[str]], where: str, options: LoadOptions
) -> dict[str, str]:
    """The columns of a table as the user named or accepted them. Raises SourceError where nobody did."""
    preview = Preview(where, tuple(header), guess(header, rows), tuple(map(tuple, rows[:3])))
    columns = options.choose_columns(preview) if options.choose_columns else None
    if columns is None:
        first = "; ".join(" ".join(line.split()) for line in preview.lines())
        raise SourceError(
            f"nobody has said yet which column is what. If this is right ({first}), accept it: "
            f"--columns '{preview.option()}'",
            where=where,
        )
    unknown = [column for name, column in columns.items() if name in FIELDS and column not in header]
    wrong = [name for name in columns if name not in (*FIELDS, DATE_FORMAT)]
    if unknown or wrong or "text" not in columns:
        raise SourceError(
            f"`--columns` must name a column for `text`, and only fields of {', '.join((*FIELDS, DATE_FORMAT))}; "
            f"the columns here are {', '.join(header)}",
            where=where,
        )
    return dict(columns)


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The likeliest column of each field: by its name; for the text, else the column with the longest cells."""
    found: dict[str, str] = {}
    for name in header:
        field = _known_names().get(name.strip().lower())
        if field and field not in found:
            found[field] = name
    if "text" not in found and header:
        lengths = [sum(len(row[place]) for row in rows if place < len(row)) for place in range(len(header))]
        longest = header[max(range(len(header)), key=lengths.__getitem__)]
        found = {"text": longest} | {field: name for field, name in found.items() if name != longest}
    if "published" in found:
        place = list(header).index(found["published"])
        form = _date_format([row[place] for row in rows if place < len(row) and row[place].strip()])
        found |= {DATE_FORMAT: form} if form else {}
    return {field: found[field] for field in (*FIELDS, DATE_FORMAT) if field in found}


def document_of(row: Mapping[str, str], context: Mapping[str, Any], where: str) -> Extract:
    """The document in a row. Raises SourceError for a row without words or with a day that is none."""
    columns: Mapping[str, str] = context["columns"]
    cells = {field: row.get(columns[field], "").strip() for field in FIELDS if field in columns}
    text = cells.get("text", "")
    if not text:
        raise SourceError(f"its column {columns['text']!r} is empty", where=where)
    day = day_of(cells.get("published", ""), columns.get(DATE_FORMAT)) or context.get("published")
    if not day:
        said = cells.get("published")
        problem = f"its day {said[:40]!r} is none" if said else "has no day"
        raise SourceError(
            f"{problem}; name the form in `--columns` (date_format=%d/%m/%Y), or give `--published`",
            where=where,
        )
    source = cells.get("source") or context.get("source") or ""
    made_id = digest(f"row {source} {day} {text}".encode("utf-8", "replace"))[:ID_LENGTH]
    return Extract(
        Document(
            cells.get("id") or made_id,
            text,
            day,
            source,
            cells.get("url") or None,
            cells.get("title") or None,
        )
    )


def day_of(said: str, form: str | None) -> str | None:
    """A cell's day, YYYY-MM-DD: in the form that was named, or in ISO's; null for anything else."""
    try:
        if form:
            return (
                datetime.datetime.strptime(said.split(" ")[0] if " " not in form else said, form)
                .date()
                .isoformat()
            )
        if is_date(said[:10]) and (len(said) == 10 or said[10] in "T "):
            return said[:10]
    except (ValueError, IndexError):
        return None
    return None


def _date_format(said: Sequence[str]) -> str | None:
    """The one form that fits all the days; null for ISO days and where none or several fit: then the user must say."""
    if not said or all(day_of(each, None) for each in said):
        return None
    fitting = [form for form in DATE_FORMATS if all(day_of(each, form) for each in said)]
    return fitting[0] if len(fitting) == 1 else None


@cache
def _known_names() -> dict[str, str]:
    lines = Path(__file__).with_name("columns.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: field for field, name in rows}
