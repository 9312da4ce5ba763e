"""A dump of GeoNames (https://www.geonames.org, CC BY 4.0), `XX.txt` or `XX.zip` -> rows of the table of places.

The dump has 19 columns without a header. Places without a name in Arabic script are left out, since no report
can be read with them; so are kinds of features that reports do not name as where something happened.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from waqai.errors import GazetteerError
from waqai.place_rows import Broken
from waqai.place_table import LONGEST_LINE, Row, fault, is_arabic

COLUMNS = 19
MOST_BYTES = 2 << 30  # of a dump when unpacked; the largest country's has under 500 MB
CODE = re.compile(r"[A-Z]{2}")
# Letters of Persian and Urdu: such a name is kept, and never the first
_FOREIGN = re.compile("[\u0672-\u067d\u067f-\u0685\u0687-\u06ad\u06af-\u06d3]")
_FACILITIES = frozenset(
    ("AIRB", "AIRF", "AIRP", "AIRQ", "BDG", "BRKS", "CMPRF", "CSTM", "DAM", "FT", "HSP", "INSM", "INSTL")
) | frozenset(("MILB", "MSQE", "OILR", "PRT", "PRN", "PS", "RSTN", "UNIV"))
_NATURAL = frozenset(["HLL", "HLLS", "MT", "MTS", "PASS", "PK", "PLAT", "RDGE", "VAL", "WAD", "ISL"])
_REGIONS = frozenset(["AREA", "LCTY", "RGN", "CST"])
_UNITS = {"ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin3", "PCLI": "country"}
UnitName = Callable[[str, str], str]


class _Line(NamedTuple):
    """The columns of the dump that are used."""

    number: str
    name: str
    others: str
    latitude: str
    longitude: str
    cls: str
    code: str
    country: str
    admin: tuple[str, str, str]
    population: str


class Dump(NamedTuple):
    """What a dump gave: its rows and broken lines, and how many places had no name in Arabic script."""

    rows: list[Row]
    broken: list[Broken]
    nameless: int


def load_dump(path: Path, unit_name: UnitName) -> Dump:
    """The places of a dump; `unit_name(country, code)` is a first-level unit's name by its GeoNames code.

    Raises GazetteerError for a file that is no dump, and for a packed one that is damaged.
    """
    units: dict[tuple[str, ...], str] = {}
    broken: list[Broken] = []
    lines: list[_Line] = []
    nameless = 0
    for line in _lines(path):
        if isinstance(line, Broken):
            broken.append(line)
            continue
        kind = _kind(line)
        if kind is None:
            continue
        names = _arabic_names(line)
        if kind in ("admin2", "admin3"):
            depth = 2 if kind == "admin2" else 3
            units[(line.country, *line.admin[:depth])] = names[0] if names else line.name
        if names:
            lines.append(line)
        else:
            nameless += 1
    if not lines and not nameless:
        raise GazetteerError(
            "holds no place of GeoNames: a dump has 19 columns without a header", where=str(path)
        )
    rows = []
    for line in lines:
        row = _row(line, units, unit_name)
        message = fault(row)
        if message:
            broken.append(Broken(f"{path.name}: GeoNames {line.number}", message))
        else:
            rows.append(row)
    return Dump(rows, broken, nameless)


def _row(line: _Line, units: dict[tuple[str, ...], str], unit_name: UnitName) -> Row:
    names = _arabic_names(line)
    second = units.get((line.country, *line.admin[:2]), "")
    third = units.get((line.country, *line.admin), "") if line.admin[2] else ""
    return Row(
        f"geonames:{line.number}",
        names[0],
        line.name,
        "|".join(names[1:]),
        _kind(line) or "ppl",
        unit_name(line.country, line.admin[0]),
        second,
        third,
        line.country,
        line.latitude,
        line.longitude,
        line.population or "0",
        "geonames",
    )


def _kind(line: _Line) -> str | None:
    """The table's kind of a feature, None for what is left out."""
    if line.cls == "P":
        return None if line.code in ("PPLH", "PPLQ") else "nbhd" if line.code == "PPLX" else "ppl"
    if line.code in _UNITS:
        return _UNITS[line.code]
    if line.code in _FACILITIES:
        return "facility"
    return "natural" if line.code in _NATURAL else "region" if line.code in _REGIONS else None


def _arabic_names(line: _Line) -> list[str]:
    """The names in Arabic script, those in Arabic's own letters first, then the shortest."""
    names = dict.fromkeys(name.strip() for name in (line.name, *line.others.split(",")))
    arabic = [name for name in names if name and is_arabic(name)]
    return sorted(arabic, key=lambda name: (bool(_FOREIGN.search(name)), len(name), name))


def _lines(path: Path) -> Iterator[_Line | Broken]:
    with _opened(path) as (stream, name):
        for number, raw in enumerate(_bounded(stream, path), 1):
            where = f"{name}:{number}"
            if len(raw) > LONGEST_LINE:
                yield Broken(where, f"longer than {LONGEST_LINE:,} bytes")
                continue
            try:
                cells = raw.decode("utf-8").rstrip("\r\n").split("\t")
            except UnicodeDecodeError:
                yield Broken(where, "not UTF-8")
                continue
            if cells == [""]:
                continue
            if len(cells) != COLUMNS:
                yield Broken(where, f"{len(cells)} columns for {COLUMNS}")
            elif not cells[0].isdigit() or not CODE.fullmatch(cells[8]):
                yield Broken(where, "no GeoNames number at its beginning, or no country")
            else:
                yield _line(cells)


def _line(cells: list[str]) -> _Line:
    (
        number,
        name,
        _,
        others,
        latitude,
        longitude,
        cls,
        code,
        country,
        _,
        first,
        second,
        third,
        _,
        people,
        *_,
    ) = cells
    return _Line(
        number, name, others, latitude, longitude, cls, code, country, (first, second, third), people
    )


def _bounded(stream: Iterable[bytes], path: Path) -> Iterator[bytes]:
    size = 0
    for line in stream:
        size += len(line)
        if size > MOST_BYTES:
            raise GazetteerError(
                f"unpacks to more than {MOST_BYTES:,} bytes; give the dump of one country", where=str(path)
            )
        yield line


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The text of a dump, packed or not, with the name to tell lines by."""
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as file:
                yield file, str(path)
            return
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as member:
            yield member, str(path)  # type: ignore[misc]
    except OSError as error:
        raise GazetteerError(
            f"cannot be read ({error.strerror or error}); check the path", where=str(path)
        ) from None
    except (zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise GazetteerError(f"is damaged ({error}); fetch it again", where=str(path)) from None


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """The dump in a packed file: its one text that is no readme."""
    texts = [
        name for name in archive.namelist() if name.lower().endswith(".txt") and "readme" not in name.lower()
    ]
    if len(texts) != 1:
        raise GazetteerError(
            f"holds {len(texts)} texts; GeoNames packs one, XX.txt, in XX.zip", where=str(path)
        )
    return texts[0]
