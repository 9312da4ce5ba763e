"""`waqai gazetteer`: places of the user's own -> the data folder, for every later reading; and what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from waqai.commands.messages import tell
from waqai.commands.rows import print_rows

if TYPE_CHECKING:
    from waqai.gazetteers.shelf import Added, Clash
    from waqai.place_rows import Broken, Place

LISTED = 10  # skipped lines that are shown; all stand in a file beside the table
MIRROR = "https://download.geonames.org/export/dump/"


@click.group()
def gazetteer() -> None:
    """Places of your own beside those that waqai comes with.

    They are kept in the data folder: that of the system for programs' data, or $WAQAI_DATA where it is set.
    Every later `waqai read`, `extract` and `locate` uses them.
    """


@gazetteer.command()
@click.argument("what", metavar="FILE|COUNTRY")
@click.option("--name", metavar="NAME", help="Keep it under this name instead of the file's.")
@click.option("--overwrite", is_flag=True, help="Replace the table of that name.")
@click.option("--mirror", default=MIRROR, show_default=True, metavar="URL", help="Where GeoNames' dumps are.")
@click.pass_context
def add(context: click.Context, what: str, name: str | None, overwrite: bool, mirror: str) -> None:
    """Add the places of FILE, or GeoNames' places of COUNTRY (two letters, as SY), which are fetched.

    FILE is a table of places (.tsv with the columns id name_ar name_en alt_names kind admin1 admin2 admin3
    country lat lon population source), a dump of GeoNames (XX.txt, XX.zip), or a common operational
    dataset of OCHA (.xlsx with P-codes; needs the extra `documents`). A download that stops goes on where it was
    when the same is run again. Broken lines are left out, counted and listed, and the exit status is 1.
    """
    from waqai.commands.gazetteer_files import load_rows

    loaded = load_rows(what, mirror)
    from waqai.gazetteers import shelf

    note, broken, clashes = shelf.add(
        name or loaded.name, loaded.origin, loaded.format, loaded.rows, loaded.nameless, overwrite
    )
    click.echo(f"Added {note.name}: {note.places:,} places, {note.arabic:,} with a name in Arabic script")
    if note.nameless:
        click.echo(f"Left out: {note.nameless:,} places without a name in Arabic script")
    if note.places and not note.arabic:
        tell("note", "none of them has a name in Arabic script: no text can be read with them")
    _tell_clashes(clashes)
    if broken:
        _tell_broken(note, broken)
        context.exit(1)


@gazetteer.command(name="list")
def list_tables() -> None:
    """List what was added: its name, format, places, those with an Arabic name, the day, where it came from."""
    from waqai.gazetteers import shelf

    notes = shelf.notes()
    rows = [("name", "format", "places", "Arabic", "skipped", "added", "from")]
    rows += [
        (n.name, n.format, f"{n.places:,}", f"{n.arabic:,}", f"{n.skipped:,}", n.added, n.origin)
        for n in notes
    ]
    print_rows(rows)
    if not notes:
        click.echo(f"nothing in {shelf.folder()}; `waqai gazetteer add SY` adds GeoNames' places of Syria")


@gazetteer.command()
@click.argument("name")
@click.option("-n", "--number", default=20, show_default=True, metavar="N", help="Show at most N places.")
@click.pass_context
def search(context: click.Context, name: str, number: int) -> None:
    """Show the places called NAME, in any spelling and in Arabic or Latin script, of all gazetteers.

    Where none is called so, those whose name has NAME in it or differs in one letter. Exit status 1: none at all.
    """
    from waqai.gazetteer import load_gazetteer
    from waqai.gazetteers import shelf
    from waqai.place_search import search_places

    found = search_places(load_gazetteer(shelf.tables()), name, number)
    if not found:
        tell("note", f"no place is called {name[:60]!r}, nor nearly so")
        context.exit(1)
    rows = [("id", "name", "kind", "admin1", "country", "latitude", "longitude", "population", "from")]
    print_rows(rows + [(*_cells(hit.place), hit.source) for hit in found])


@gazetteer.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take the table NAME away; `waqai gazetteer list` shows the names."""
    from waqai.gazetteers import shelf

    note = shelf.remove(name)
    click.echo(f"Removed {note.name}: {note.places:,} places from {note.origin}")


def _cells(place: Place) -> tuple[str, ...]:
    point = [f"{degrees:.4f}" if degrees is not None else "" for degrees in (place.latitude, place.longitude)]
    people = f"{place.population:,}" if place.population else ""
    return place.id, place.name, place.kind, place.admin1 or "", place.country, *point, people


def _tell_clashes(clashes: list[Clash]) -> None:
    """Say which ids other tables have too: of those the table first by name decides."""
    apart = [clash for clash in clashes if clash.apart]
    if not clashes:
        return
    others = ", ".join(sorted({clash.other for clash in clashes}))
    tell(
        "note",
        f"{len(clashes):,} ids are in {others} too; of two such places the one of the table first by name is used",
    )
    for clash in apart[:LISTED]:
        tell("note", f"{clash.id} lies elsewhere in {clash.other}")
    if len(apart) > LISTED:
        tell("note", f"and {len(apart) - LISTED:,} more lie elsewhere")


def _tell_broken(note: Added, broken: list[Broken]) -> None:
    from waqai.gazetteers import shelf

    for one in broken[:LISTED]:
        tell("skipped", f"{one.where}: {one.message}")
    more = f"; all of them: {shelf.skipped_path(note.name)}" if len(broken) > LISTED else ""
    tell("error", f"{len(broken):,} lines were left out{more}; the others were added")
