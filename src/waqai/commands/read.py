"""`waqai read`: files, folders and addresses -> documents and their claims, kept in a store and shown as a table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

import click

from waqai.commands.choices import chooser, parse_columns
from waqai.commands.intake import Run, batches, is_known, read_batch
from waqai.commands.messages import tell
from waqai.commands.options import check_date, check_encoding, store_option
from waqai.commands.reader import load_reader
from waqai.commands.visits import is_url, load_url, visit_of
from waqai.publish.cells import one_line
from waqai.sources.fetch import Policy
from waqai.sources.folder import Found, find_files, load_files
from waqai.sources.loaded import Loaded, LoadOptions, Unchanged
from waqai.store import Store, open_store

SHOWN, PIPED = 100, 1_000  # documents that a terminal shows, and a pipe
LONG = 200_000  # bytes of input from which on a progress bar is worth its place


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--published", callback=check_date, metavar="DATE", help="The day of publication, 2024-05-01.")
@click.option("--source", default="", metavar="NAME", help="Who published it.")
@click.option(
    "--encoding", callback=check_encoding, metavar="NAME", help="Of files that are not UTF-8: windows-1256."
)
@click.option(
    "--columns",
    callback=parse_columns,
    metavar="FIELD=COLUMN,…",
    help="Which column of a table is which field; kept for the next table with its header.",
)
@click.option(
    "--follow",
    default=0,
    metavar="N",
    help="Of a feed or sitemap at an address, fetch N of the pages that it lists.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show the summary alone, not the claims.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses of private networks too.")
@store_option
@click.pass_context
def read(
    context: click.Context,
    paths: Sequence[str],
    published: str | None,
    source: str,
    encoding: str | None,
    columns: dict[str, str] | None,
    follow: int,
    quiet: bool,
    allow_private: bool,
    store: Path,
) -> None:
    """Read the documents in PATH into claims and keep both. PATH is a file, a folder, or an address (https://…).

    `waqai sources` lists the formats. A file is published on the day that it says itself, else on the one its name
    opens with (2024-05-01-name.txt), else on the one of `--published`; text, PDF and Word files take `--published`
    first. Nothing is fetched but the addresses given. Reading the same again changes nothing.
    """
    run = Run()
    reader = load_reader()
    with open_store(store) as opened:
        known = partial(is_known, opened, reader.version)
        options = LoadOptions(
            published, source, encoding, choose_columns=chooser(opened, columns), known=known
        )
        try:
            files = list(find_files(Path(path) for path in paths if not is_url(path)))
            visit = visit_of(opened, Policy(allow_private=allow_private), follow)
            pages = (item for path in paths if is_url(path) for item in load_url(path, options, visit))
            with _progress(files) as advance:
                for batch in batches(chain(load_files(files, options), pages)):
                    read_batch(batch, opened, reader, run)
                    advance(sum(item.size for item in batch if isinstance(item, Loaded | Unchanged)))
        except BaseException:
            tell("stopped", f"{_summary(run, store)}; run it again to go on")
            raise
        if not quiet:
            _show(run, opened)
        click.echo("\n" * bool(run.shown and not quiet) + _summary(run, store))
        for line in _details(run):
            click.echo(line)
        if not quiet:
            _hint(run, opened)
    if run.failed:
        context.exit(1)


@contextmanager
def _progress(files: Iterable[Found]) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, if that is a terminal and the input long; gives what moves it on."""
    total = sum(file.stat().st_size for file in files if isinstance(file, Path) and file.exists())
    if total < LONG or not sys.stderr.isatty():
        yield lambda size: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=total)
        yield lambda size: bar.advance(task, size)


def _show(run: Run, store: Store) -> None:
    from waqai.commands.table import print_documents

    shown = run.shown[: SHOWN if sys.stdout.isatty() else PIPED]
    print_documents(kept for kept in map(store.find, shown) if kept is not None)
    if len(shown) < len(run.shown):
        click.echo(
            f"… and {len(run.shown) - len(shown):,} documents more; `waqai report` and `waqai export` give all"
        )


def _summary(run: Run, store: Path) -> str:
    if not (run.kept or run.shown or run.failed):
        return f"Nothing new: {run.unchanged:,} unchanged, kept and read already in {store}"
    return (
        f"{run.kept:,} kept, {run.unchanged:,} unchanged, {run.failed:,} failed; "
        f"{_many(len(run.shown), 'document')} read, {_many(run.claims, 'claim')}, in {store}"
    )


def _details(run: Run) -> Iterator[str]:
    """What else there is to know of a run, one line each."""
    if run.versions:
        yield f"  {_many(run.versions, 'document')} kept in a later version; `waqai history ID` shows all versions"
    if run.copies:
        yield f"  {run.copies:,} nearly the same as an earlier one; kept, and linked to it"
    for kind, reasons in (("skipped", run.skipped), ("failed", run.faults)):
        if reasons:
            yield f"  {kind}: " + ", ".join(
                f"{count:,} ({reason})" for reason, count in reasons.most_common(6)
            )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _hint(run: Run, store: Store) -> None:
    for kept in map(store.find, run.shown):
        if kept and kept.reading and kept.reading.claims:
            claim_id = one_line(kept.reading.claims[0].claim_id)
            click.echo(f"Why one of them is what it is: waqai explain '{claim_id}'")
            return
