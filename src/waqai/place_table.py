"""The table of places that users bring (a TSV with a header) -> rows that hold, and what is wrong with the others.

Columns: `id name_ar name_en alt_names kind admin1 admin2 admin3 country lat lon population source`, in any
order; `|` stands between alternative names, degrees are WGS84, population 0 is unknown. A place may lack its
coordinates, but not one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from waqai.errors import GazetteerError
from waqai.place_rows import Broken

KINDS = frozenset(
    ("country", "admin1", "admin2", "admin3", "ppl", "nbhd", "facility", "road", "natural", "region")
)
NEEDED = ("id", "name_ar", "kind", "country", "lat", "lon")
LONGEST_LINE = 1 << 20
MOST_PEOPLE = 10**10
_MARKS = "\u200e\u200f\u202a\u202b\u202c\ufeff "


class Row(NamedTuple):
    """A line of the table, each cell as text."""

    id: str
    name_ar: str
    name_en: str = ""
    alt_names: str = ""
    kind: str = "ppl"
    admin1: str = ""
    admin2: str = ""
    admin3: str = ""
    country: str = ""
    lat: str = ""
    lon: str = ""
    population: str = "0"
    source: str = ""

    @property
    def names(self) -> list[str]:
        """The names in Arabic script: the first of the place, then its others."""
        return [name for name in (self.name_ar, *self.alt_names.split("|")) if is_arabic(name)]

    def line(self) -> str:
        """The row as a line of the table, without its end."""
        return "\t".join(" ".join(cell.split()) for cell in self)


HEADER = "\t".join(Row._fields)


def is_arabic(name: str) -> bool:
    """Whether a name is written in Arabic script."""
    return any("\u0600" <= character <= "\u06ff" for character in name[:3])


def fault(row: Row) -> str:
    """What is wrong with a row; empty where nothing is."""
    if not row.id or " " in row.id or not row.id.isprintable():
        return "the id must be one word"
    if not (row.name_ar or row.name_en):
        return "a place needs a name, in name_ar or name_en"
    if row.kind not in KINDS:
        return f"the kind is {row.kind[:20]!r}; it must be one of {', '.join(sorted(KINDS))}"
    if len(row.country) != 2 or not (row.country.isascii() and row.country.isupper()):
        return f"the country is {row.country[:20]!r}; it must be two capital letters (ISO 3166)"
    return _number_fault(row)


def _number_fault(row: Row) -> str:
    if bool(row.lat) != bool(row.lon):
        return "a latitude without a longitude, or the other way round"
    try:
        latitude, longitude = float(row.lat or 0), float(row.lon or 0)
        population = int(row.population or 0)
    except ValueError:
        return "a latitude, longitude or population that is no number"
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return f"coordinates outside the earth: {latitude}, {longitude}"
    return "" if 0 <= population <= MOST_PEOPLE else f"a population of {population}"


def load_table(path: Path) -> Iterator[Row | Broken]:
    """The rows of a file in its order, a `Broken` for each line that is none.

    Raises GazetteerError for a file that cannot be read or whose header lacks a column.
    """
    try:
        with path.open("rb") as file:
            yield from table_rows(file, str(path))
    except OSError as error:
        raise GazetteerError(f"cannot be read ({error.strerror}); check the path", where=str(path)) from None


def table_rows(lines: Iterable[bytes], name: str) -> Iterator[Row | Broken]:
    """As `load_table`, from lines of bytes."""
    width = 0
    order: list[int] | None = None
    for number, raw in enumerate(lines, 1):
        where = f"{name}:{number}"
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            if order is None:
                raise GazetteerError("is not UTF-8; save it as UTF-8 again", where=where) from None
            yield Broken(where, "not UTF-8")
            continue
        if order is None:
            width, order = _order(text, where)
        elif len(text) > LONGEST_LINE:
            yield Broken(where, f"longer than {LONGEST_LINE:,} characters")
        elif text.strip():
            yield _row(text.split("\t"), width, order, where)
    if order is None:
        raise GazetteerError(f"is empty; its first line must be {' '.join(Row._fields)}", where=name)


def _order(text: str, where: str) -> tuple[int, list[int]]:
    """How many columns a header has, and where each field of a row stands; -1 for one that it lacks."""
    columns = [name.strip(_MARKS) for name in text.split("\t")]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise GazetteerError(
            f"the header lacks {', '.join(missing)}; it must be, parted by tabs: {' '.join(Row._fields)}",
            where=where,
        )
    return len(columns), [columns.index(name) if name in columns else -1 for name in Row._fields]


def _row(cells: list[str], width: int, order: list[int], where: str) -> Row | Broken:
    if len(cells) != width:
        return Broken(where, f"{len(cells)} columns for {width}")
    row = Row._make([cells[column].strip(_MARKS) if column >= 0 else "" for column in order])
    message = fault(row)
    return Broken(where, message) if message else row
