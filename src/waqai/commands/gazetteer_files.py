"""What `waqai gazetteer add` is given -> rows of places: the format told by the file, a country fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from waqai.errors import GazetteerError
from waqai.gazetteer import Gazetteer
from waqai.gazetteers.geonames import load_dump
from waqai.place_rows import Broken
from waqai.place_table import Row, load_table

_COUNTRY = re.compile(r"[A-Za-z]{2}")


class Loaded(NamedTuple):
    """Rows with the name that their table would have, where they come from, and their format."""

    name: str
    origin: str
    format: str
    rows: Iterable[Row | Broken]
    nameless: int = 0


def load_rows(what: str, mirror: str) -> Loaded:
    """The places of a file, or of a country by its code. Raises GazetteerError for what is neither."""
    path = Path(what)
    if path.is_file():
        return _from_file(path)
    if _COUNTRY.fullmatch(what):
        return _from_geonames(what.upper(), mirror)
    raise GazetteerError(
        "there is no such file; give a file, or a country's two letters (ISO 3166), as SY", where=what
    )


def _from_file(path: Path) -> Loaded:
    origin, name = str(path.resolve()), path.stem
    if path.suffix.lower() == ".xlsx":
        from waqai.gazetteers.boundaries import load_boundaries

        return Loaded(name, origin, "ocha", load_boundaries(path))
    if path.suffix.lower() == ".zip" or _is_dump(path):
        dump = load_dump(path, Gazetteer().unit_name)
        return Loaded(name, origin, "geonames", [*dump.rows, *dump.broken], dump.nameless)
    return Loaded(name, origin, "tsv", load_table(path))


def _is_dump(path: Path) -> bool:
    """Whether a text is a dump of GeoNames: it opens with a number, and has no header."""
    try:
        with path.open("rb") as file:
            first = file.readline(1 << 16)
    except OSError as error:
        raise GazetteerError(
            f"cannot be read ({error.strerror}); check its rights", where=str(path)
        ) from None
    return first.split(b"\t")[0].isdigit() and first.count(b"\t") > 12


def _from_geonames(country: str, mirror: str) -> Loaded:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from waqai.data_folder import data_folder
    from waqai.gazetteers.fetch import fetch

    url = f"{mirror.rstrip('/')}/{country}.zip"
    target = data_folder() / "downloads" / f"{country}.zip"
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"Fetching {country}.zip", total=None)
        fetch(url, target, lambda done, total: progress.update(task, completed=done, total=total))
    try:
        dump = load_dump(target, Gazetteer().unit_name)
    finally:
        target.unlink(missing_ok=True)
    return Loaded(country, url, "geonames", [*dump.rows, *dump.broken], dump.nameless)
