"""Name -> candidate places. Places: GeoNames (CC BY 4.0) and the pack's own lists.

In: `places.tsv.gz`, `countries.tsv`, `admin1.tsv`, `places_extra.tsv` of a pack and any TSV that users bring.
Out: `Place` rows in WGS84 degrees; folded names as tuples of words for a trie. Rows are parsed only when
asked for.
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from waqai.place_rows import Broken, Choice, Place, distance_km, distinct, pack_rows
from waqai.place_table import load_table

__all__ = ["ARTICLE", "PACK", "Broken", "Choice", "Gazetteer", "Place", "distance_km", "load_gazetteer"]
CACHE_LIMIT = 20_000
PACK = Path(__file__).parent / "packs" / "ar"
ARTICLE = "\u0627\u0644"
_MARKS = dict.fromkeys(
    [
        *range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), 0x640, 0xAD, 0xFEFF,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A),
    ]
)  # fmt: skip


class _Source(NamedTuple):
    """Rows of one table, parsed by `parse` when a candidate needs them; `latin` is the column of Latin names."""

    start: int
    lines: list[str]
    parse: Callable[[str], Place]
    name: str
    latin: int | None = None


class _Named(NamedTuple):
    """The places of a name: all, and the ids of those with the very spelling."""

    places: tuple[Place, ...]
    exact: frozenset[str]


class Gazetteer:
    """Places by name. `broken` lists the lines of users' files that could not be read."""

    def __init__(self, folder: Path = PACK) -> None:
        """A gazetteer with the letters, countries and first-level units of the pack in `folder` alone."""
        self.folder = folder
        self.broken: list[Broken] = []
        self._letters = _letters(folder / "letters.tsv")
        spelling = list(pack_rows(folder / "place_spelling.tsv"))
        self._joins = {self.fold(row[0]) for row in spelling if row[1] == "join"}
        self._kinds = {row[0] for row in spelling if row[1] == "strip"}
        self._sources: list[_Source] = []
        self._index: dict[str, int | tuple[int, ...]] = {}
        self._places: dict[int, Place] = {}
        self._found: dict[str, _Named] = {}
        self._units: dict[str, dict[str, str]] = {}
        self._codes: dict[str, str] = {}
        self.weight: dict[str, int] = {}
        self._alphabet: list[str] = []
        self._add_units()

    def fold(self, text: str) -> str:
        """The normal spelling of a name by the pack's letters, with single spaces and no underscores."""
        return " ".join(text.translate(self._letters).lower().replace("_", " ").split())

    def spellings(self, folded: str) -> set[str]:
        """The name itself and the ways that its first two words are also written: together or apart."""
        found = {folded}
        first, _, rest = folded.partition(" ")
        if rest and first in self._joins:
            found.add(first + rest)
        elif not rest:
            for size in (2, 3, 4, 5):
                head, tail = first[:size], first[size:]
                if head in self._joins and len(tail) > 2 and (size > 2 or tail.startswith(ARTICLE)):
                    found.add(f"{head} {tail}")
        return found

    def candidates(self, name: str | tuple[str, ...]) -> tuple[Place, ...]:
        """The places of that name, exact spelling first, then with the article toggled; one row a place."""
        return self._named(name if isinstance(name, str) else " ".join(name)).places

    def exact_ids(self, name: str) -> frozenset[str]:
        """The ids of the places that have that very name, article and all."""
        return self._named(name).exact

    def _named(self, name: str) -> _Named:
        """The places of a name; remembered, since every stage of places asks for them."""
        found = self._found.get(name)
        if found is None:
            if len(self._found) > CACHE_LIMIT:
                self._found.clear()
            key = self.fold(name)
            exact = [self._place(number) for number in self._numbers(key)]
            numbers = dict.fromkeys((*self._numbers(key), *self._numbers(toggled(key)))) if key else ()
            places = tuple(distinct([self._place(number) for number in numbers]))
            found = self._found[name] = _Named(places, frozenset(place.id for place in exact))
        return found

    def rows(self, key: str) -> Iterator[tuple[Place, str]]:
        """The rows of one folded name, with and without its article, none merged, each with the name of its table."""
        for number in dict.fromkeys((*self._numbers(key), *self._numbers(toggled(key)))):
            yield self.row(number)

    def row(self, number: int) -> tuple[Place, str]:
        """A row by its number, with the name of its table."""
        return self._place(number), self._source(number).name

    def latin_names(self) -> Iterator[tuple[int, str]]:
        """The number of each row that has a Latin name, and that name."""
        for source in self._sources:
            if source.latin is not None:
                for number, line in enumerate(source.lines, source.start):
                    yield number, line.split("\t", source.latin + 1)[source.latin]

    def one_edit_away(self, name: str) -> tuple[Place, ...]:
        """The places whose name differs from a folded one by one letter that is changed, dropped or added."""
        letters = (
            sorted({letter for key in self._index for letter in key})
            if not self._alphabet
            else self._alphabet
        )
        self._alphabet = letters
        cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
        near = {head + tail[1:] for head, tail in cuts if tail}
        near |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
        near |= {head + letter + tail for head, tail in cuts for letter in letters}
        return tuple(distinct([self._place(n) for key in sorted(near - {name}) for n in self._numbers(key)]))

    def names(self) -> Iterator[tuple[str, ...]]:
        """Every folded name as its words, in one pass, for a trie."""
        for key in self._index:
            yield tuple(key.split(" "))

    def units(self, name: str | None, country: str | None = None) -> frozenset[tuple[str, str]]:
        """First-level units by any of their names: (country, name in the pack's spelling)."""
        known = self._units.get(self.fold(name), {}).items() if name else ()
        return frozenset(pair for pair in known if country is None or pair[0] == country)

    def unit(self, name: str | None, country: str | None = None) -> tuple[str, str] | None:
        """The one first-level unit of that name; None where there is none or more than one."""
        found = self.units(name, country)
        return next(iter(found)) if len(found) == 1 else None

    def unit_name(self, country: str, code: str) -> str:
        """The name of a first-level unit by its GeoNames code; empty where the pack has none."""
        return self._codes.get(f"{country}.{code}", "")

    def add(self, path: Path) -> int:
        """Read a user's table of places (`waqai.place_table`); gives how many of its rows can be found by name.

        Lines that are no rows go to `broken`. Raises GazetteerError for a file that is no such table.
        """
        start = self.size
        kept: list[str] = []
        for row in load_table(path):
            if isinstance(row, Broken):
                self.broken.append(row)
            elif names := row.names:
                bare = (name.partition(" ")[2] for name in names if name.partition(" ")[0] in self._kinds)
                self._file(start + len(kept), (*names, *bare))
                kept.append("\t".join((row.id, names[0], row.name_en, *row[4:6], *row[8:12])))
        self._sources.append(_Source(start, kept, self._user_place, path.stem, 2))
        return len(kept)

    def add_embedded(self) -> None:
        """The pack's own places: the file built from GeoNames, then the hand-written lists."""
        packed = self.folder / "places.tsv.gz"
        if packed.exists():
            lines = gzip.decompress(packed.read_bytes()).decode().split("\n")
            lines = [line for line in lines if line and line[0] != "#"]
            start, index = self.size, self._index
            self._found.clear()
            for number, line in enumerate(lines, start):
                for key in line[line.rindex("\t") + 1 :].split("|"):
                    index[key] = number if key not in index else _joined(index[key], number)
            self._sources.append(_Source(start, lines, self._packed_place, "geonames", 2))
        rows = ["\t".join(row) for row in pack_rows(self.folder / "places_extra.tsv")]
        start = self.size
        for number, line in enumerate(rows, start):
            name, alternatives, _ = line.split("\t", 2)
            self._file(number, [name, *alternatives.split("|")])
        self._sources.append(_Source(start, rows, self._extra_place, "waqai"))

    def embedded_places(self) -> Iterator[Place]:
        """Every place of the pack itself, its units first."""
        for source in self._sources:
            if source.name in ("waqai", "geonames"):
                yield from map(source.parse, source.lines)

    def unit_places(self, country: str) -> list[Place]:
        """The first-level units of a country."""
        return [
            p for p in map(_unit_place, self._sources[0].lines) if p.kind == "admin1" and p.country == country
        ]

    @property
    def size(self) -> int:
        """How many rows there are, those of one place counted each."""
        return self._sources[-1].start + len(self._sources[-1].lines) if self._sources else 0

    def _file(self, number: int, names: Iterable[str]) -> None:
        index = self._index
        self._found.clear()
        for name in names:
            folded = self.fold(name)
            if folded:
                for key in self.spellings(folded):
                    index[key] = number if key not in index else _joined(index[key], number)

    def _numbers(self, key: str) -> tuple[int, ...]:
        found = self._index.get(key, ())
        return (found,) if isinstance(found, int) else found

    def _source(self, number: int) -> _Source:
        return self._sources[bisect_right(self._sources, number, key=lambda s: s.start) - 1]

    def _place(self, number: int) -> Place:
        place = self._places.get(number)
        if place is None:
            source = self._source(number)
            place = self._places[number] = source.parse(source.lines[number - source.start])
        return place

    def _add_units(self) -> None:
        """Countries and first-level units: places, and the spellings that other files are brought to."""
        places: list[str] = []
        for code, name, alternatives, latin, _, weight in pack_rows(self.folder / "countries.tsv"):
            self.weight[code] = int(weight)
            self._file(len(places), [name, *_names(alternatives)])
            places.append("\t".join((f"country:{code}", name, "country", "", code, "", "", latin)))
        for country, code, name, alternatives, latin, latitude, longitude, _ in pack_rows(
            self.folder / "admin1.tsv"
        ):
            number = len(places)
            self._codes[f"{country}.{code}"] = name
            for spelling in (name, *alternatives.replace("=", "").split("|")):
                if spelling:
                    self._units.setdefault(self.fold(spelling), {}).setdefault(country, name)
            self._file(number, [name, *_names(alternatives)])
            places.append(
                "\t".join(
                    (f"geonames:{country}.{code}", name, "admin1", name, country, latitude, longitude, latin)
                )
            )
        self._sources.append(_Source(0, places, _unit_place, "waqai", 7))

    def _packed_place(self, line: str) -> Place:
        number, name, _, kind, code, country, latitude, longitude, population, _ = line.split("\t")
        unit = self._codes.get(f"{country}.{code}")
        return Place(
            f"geonames:{number}",
            name,
            kind,
            unit,
            country,
            float(latitude),
            float(longitude),
            int(population),
        )

    def _extra_place(self, line: str) -> Place:
        name, _, kind, admin1, within, country, latitude, longitude, *_ = line.split("\t")
        unit = self.unit(admin1, country)
        identity = f"waqai:{country}.{self.fold(admin1)}.{self.fold(name)}".replace(" ", "_")
        return Place(
            identity,
            name,
            kind,
            unit[1] if unit else None,
            country,
            _degrees(latitude),
            _degrees(longitude),
            0,
            within,
            True,
        )

    def _user_place(self, line: str) -> Place:
        identity, name, _, kind, admin1, country, latitude, longitude, population = line.split("\t")
        unit = self.unit(name if kind == "admin1" else admin1, country)
        return Place(
            identity,
            name,
            kind,
            unit[1] if unit else admin1 or None,
            country,
            _degrees(latitude),
            _degrees(longitude),
            int(population or 0),
        )


@lru_cache(maxsize=4)
def load_gazetteer(extra_paths: tuple[Path, ...] = (), folder: Path = PACK) -> Gazetteer:
    """The embedded gazetteer of the pack with users' files added; loaded once for each set of files."""
    gazetteer = Gazetteer(folder)
    gazetteer.add_embedded()
    for path in extra_paths:
        gazetteer.add(path)
    return gazetteer


def toggled(key: str) -> str:
    """A folded name with its article dropped or added."""
    return key[2:] if key.startswith(ARTICLE) and len(key) > 4 else ARTICLE + key


def _unit_place(line: str) -> Place:
    identity, name, kind, admin1, country, latitude, longitude, _ = line.split("\t")
    return Place(identity, name, kind, admin1 or None, country, _degrees(latitude), _degrees(longitude), 0)


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


def _joined(found: int | tuple[int, ...], number: int) -> int | tuple[int, ...]:
    numbers = (found,) if isinstance(found, int) else found
    return found if number in numbers else (*numbers, number)


def _names(alternatives: str) -> list[str]:
    """Alternatives that texts write; those marked `=` are spellings of other datasets alone."""
    return [name for name in alternatives.split("|") if name and name[0] != "="]


def _letters(path: Path) -> dict[int, str | None]:
    """A translation table with the effect of `waqai.language.normal` on names, quick enough for 100,000."""
    table: dict[int, str | None] = {**_MARKS}
    for old, new, *_ in pack_rows(path):
        table[ord(old)] = new or None
    return table
