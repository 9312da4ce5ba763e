"""`waqai export`: the claims or events of a store -> a file in a format that others read."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from waqai.commands.options import overwrite_option, store_option
from waqai.errors import WaqaiError
from waqai.records import Policy

if TYPE_CHECKING:
    from waqai.events.book import Book
    from waqai.publish.profiles import ProfileName, Verdict
    from waqai.publish.rows import EventRow, Tombstone
    from waqai.store import Store
    from waqai.store.releases import Release

CLAIM_FORMATS = ("jsonl", "acled")
EVENT_FORMATS = (
    "csv", "acled-events", "acled-xlsx", "ucdp", "xlsx", "geojson", "gpkg", "parquet", "datapackage", "hapi",
    "annotations", "ftm", "bayanat", "uwazi", "tombstones",
)  # fmt: skip


@click.command()
@click.option(
    "--format", "form", type=click.Choice(CLAIM_FORMATS + EVENT_FORMATS), required=True, help="What to write."
)
@click.option(
    "-o", "output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where to write it."
)
@click.option(
    "--policy",
    type=click.Choice(get_args(Policy)),
    help="By which policy figures are settled; acled if not given, ucdp for the format ucdp.",
)
@click.option(
    "--licence", default="", metavar="NAME", help="The licence that a data package names: CC-BY-4.0."
)
@click.option(
    "--title", default="Events", show_default=True, help="What a data package or GeoPackage is called."
)
@click.option("--hxl", is_flag=True, help="With csv: a row of HXL tags under the header.")
@click.option("--circles", is_flag=True, help="With geojson: areas in place of points that are not exact.")
@click.option(
    "--profile",
    type=click.Choice(("public", "partner", "court")),
    help="For whom: findings hidden or kept as decided, points blurred. Without it the file is for your own use.",
)
@click.option("--by", default="", metavar="NAME", help="With --profile: who lets it leave.")
@store_option
@overwrite_option
def export(form: str, output: Path, store: Path, overwrite: bool, **choices: Any) -> None:
    """Write the store's claims or events to FILE.

    Claims: jsonl (the codebook's record, each claim with the `event_key` of its event) and acled (a row a claim). All
    other formats have events, as `waqai resolve` found them: figures by one policy, places with their precision,
    sources, and tombstones in datapackage and tombstones. The same store gives the same bytes.
    With `--profile` nothing is written while `waqai publish check` has undecided findings; what left is in the log.
    FILE appears only when it is whole. A file that is there already is kept unless `--overwrite` is given.
    """
    from waqai.store import open_store

    profile = choices["profile"]
    if profile and form in CLAIM_FORMATS:
        raise WaqaiError(
            f"the format {form} has whole reports' words and knows no profiles; choose one of events"
        )
    if profile and not choices["by"].strip():
        raise WaqaiError("what leaves needs the name of who lets it; give one with `--by`")
    with open_store(store, readonly=not profile) as opened:
        if form in CLAIM_FORMATS:
            from waqai.publish.whole import write_whole

            write_whole(output, _pieces(form, opened), overwrite)
            click.echo(f"Wrote {output} ({form}, {opened.count():,} documents)")
            return
        written = write_edition(opened, form, output, overwrite, **choices)
        click.echo(f"Wrote {output} ({form}, of {written:,} events)")
        if not profile:
            click.echo(
                "For your own use: nobody has looked for leaks. Give `--profile` for what leaves.", err=True
            )


def write_edition(
    store: Store,
    form: str,
    output: Path,
    overwrite: bool = False,
    policy: Policy | None = None,
    licence: str = "",
    title: str = "Events",
    hxl: bool = False,
    circles: bool = False,
    profile: ProfileName | None = None,
    by: str = "",
) -> int:
    """Write a store's events in a format, under a leak profile if one is named; how many there were."""
    from waqai import __version__
    from waqai.commands.register import load_parties
    from waqai.publish.datapackage import About
    from waqai.publish.formats import FORMATS, Edition, write_events
    from waqai.publish.rows import tombstones
    from waqai.store.releases import Release

    fixed = FORMATS[form].policy
    if fixed and policy not in (None, fixed):
        raise WaqaiError(f"the format {form} has figures by the policy {fixed} alone; leave --policy out")
    chosen: Policy = fixed or policy or "acled"
    book = book_of(store)
    rows, gone = rows_of(book, chosen), tombstones(book.changes())
    if profile:
        rows, gone = _cleared(store, profile, rows, gone)
    count = Count(rows)
    about = About(title, licence, chosen, _packs(store), f"waqai {__version__}", profile or "")
    write_events(output, form, Edition(count, gone, load_parties(), about, hxl, circles), overwrite)
    if profile:
        _note(store, output, Release(profile, form, chosen, count.passed, "", " ".join(by.split()), 0))
    return count.passed


def _cleared(
    store: Store, profile: ProfileName, rows: Iterator[EventRow], gone: Iterator[Tombstone]
) -> tuple[Iterator[EventRow], Iterator[Tombstone]]:
    """What may leave under a profile. Raises WaqaiError while a finding is undecided."""
    from waqai.commands.publish import undecided
    from waqai.publish.profiles import cleared, cleared_tombstones
    from waqai.store.releases import Releases

    if left := undecided(store, profile):
        raise WaqaiError(
            f"{left:,} findings are undecided for the profile {profile}; see `waqai publish check --profile {profile}`,"
            f" decide with `waqai publish decide`"
        )
    verdicts = cast("dict[str, Verdict]", Releases(store).verdicts(profile))
    return cleared(rows, profile, verdicts), cleared_tombstones(gone, profile)


def _note(store: Store, output: Path, release: Release) -> None:
    """Log what was written, with the hash of its bytes."""
    from waqai.store.releases import Releases

    with output.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    Releases(store).add(release._replace(sha256=digest, at=int(time.time())))


class Count:
    """Rows as they pass by, counted, with progress on a terminal."""

    def __init__(self, rows: Iterable[EventRow]) -> None:
        """`rows` are passed through once."""
        self.passed = 0
        self._rows = rows

    def __iter__(self) -> Iterator[EventRow]:
        for row in self._shown():
            self.passed += 1
            yield row

    def _shown(self) -> Iterable[EventRow]:
        if not sys.stderr.isatty():
            return self._rows
        from rich.console import Console
        from rich.progress import track

        return track(self._rows, "Writing", console=Console(stderr=True))


def rows_of(book: Book, policy: Policy) -> Iterator[EventRow]:
    """The rows of a store's events, in the order of their keys."""
    from waqai.publish.rows import event_rows

    updated = {change.event_key: change.at for change in book.changes(with_events=False)}
    return event_rows(book.told(), lambda key: updated.get(key, 0), policy)


def book_of(store: Store) -> Book:
    """The events of a store. Raises WaqaiError where there are none yet."""
    from waqai.events.book import Book

    book = Book(store)
    if not book.membership.is_there or not next(iter(book.membership.keys()), None):
        raise WaqaiError("has no events yet; run `waqai resolve` first", where=str(store.path))
    return book


def _packs(store: Store) -> tuple[str, ...]:
    rows = store.rows("SELECT DISTINCT pack_version FROM readings ORDER BY pack_version")
    return tuple(row[0] for row in rows)


def _pieces(form: str, store: Store) -> Iterator[str]:
    if form == "jsonl":
        from waqai.publish.jsonl import lines
        from waqai.store.membership import Membership

        membership = Membership(store)
        return lines(store.kept(), membership.event_keys if membership.is_there else None)
    from waqai.commands.register import load_parties
    from waqai.publish.acled import rows

    return rows(store.kept(), load_parties())
