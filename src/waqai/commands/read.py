"""`waqai read`: files and folders -> documents and their claims, kept in a store and shown as a table.

Documents go through in small batches: a batch is kept, then read, then its readings are kept. So an interrupt
costs at most one batch's reading, and the next run goes on from there: what is kept and read is passed over.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path

import click

from waqai.commands.choices import chooser, parse_columns
from waqai.commands.messages import tell
from waqai.commands.options import check_date, check_encoding, store_option
from waqai.commands.reader import Reader, load_reader, read_one
from waqai.commands.visits import is_url, load_url, visit_of
from waqai.errors import SourceError
from waqai.publish.cells import one_line
from waqai.records import Document, Reading
from waqai.sources.copies import LEAST_SHARE, bands_of, share_with
from waqai.sources.fetch import Policy
from waqai.sources.folder import Found, find_files, load_files
from waqai.sources.loaded import Loaded, LoadOptions, Result, Skipped, Unchanged, tool_of
from waqai.store import Store, open_store

BATCH = 20
SHOWN = 100  # documents that a terminal shows; a pipe gets all
LONG = 200_000  # bytes of input from which on a progress bar is worth its place


@dataclass(slots=True)
class Run:
    """What one run has done so far; `shown` are the ids of the documents read now."""

    kept: int = 0
    unchanged: int = 0
    failed: int = 0
    claims: int = 0
    versions: int = 0
    copies: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


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
        known = partial(_is_known, opened, reader.version)
        options = LoadOptions(
            published, source, encoding, choose_columns=chooser(opened, columns), known=known
        )
        try:
            files = list(find_files(Path(path) for path in paths if not is_url(path)))
            visit = visit_of(opened, Policy(allow_private=allow_private), follow)
            pages = (item for path in paths if is_url(path) for item in load_url(path, options, visit))
            with _progress(files) as advance:
                for batch in _batches(chain(load_files(files, options), pages)):
                    _read_batch(batch, opened, reader, run)
                    advance(sum(item.size for item in batch if isinstance(item, Loaded | Unchanged)))
        except BaseException:
            tell("stopped", f"{_summary(run, store)}; run it again to go on")
            raise
        _show(run, opened)
        click.echo("\n" * bool(run.shown) + _summary(run, store))
        for line in _details(run):
            click.echo(line)
        _hint(run, opened)
    if run.failed:
        context.exit(1)


def _read_batch(batch: Sequence[Result], store: Store, reader: Reader, run: Run) -> None:
    came: list[tuple[Loaded, bool]] = []
    with store.transaction():
        for item in batch:
            try:
                if isinstance(item, SourceError):
                    raise item
                if isinstance(item, Skipped | Unchanged):
                    _pass_over(item, run)
                    continue
                came.append((item, _keep(item, store, run)))
            except SourceError as error:
                _fail(error, run)
    _count(came, run)
    unread = [item for item, new in came if new or not store.is_read(item.document.id, reader.version)]
    readings: list[Reading] = []
    for item in unread:
        try:
            readings.append(read_one(reader, _as_kept(item, store), item.where))
        except SourceError as error:
            _fail(error, run)
    with store.transaction():
        added = [reading for reading in readings if store.add_reading(reading)]
    run.shown += [reading.document_id for reading in added]
    run.claims += sum(len(reading.claims) for reading in added)


def _is_known(store: Store, version: str, sha256: str, form: str, context: str) -> bool:
    documents = store.evidence.documents_of(sha256, form, context, tool_of(form))
    return bool(documents) and all(store.is_read(each, version) for each in documents)


def _pass_over(item: Skipped | Unchanged, run: Run) -> None:
    if isinstance(item, Skipped):
        run.skipped[item.reason] += 1
    else:
        run.unchanged += 1


def _keep(item: Loaded, store: Store, run: Run) -> bool:
    """Keep a document; true where it was not kept before. Raises SourceError for an id with other content."""
    document = item.document
    content = hash(document)
    first, where = run.seen.setdefault(document.id, (content, item.where))
    if where != item.where and first != content and not (item.date_is_guess or item.may_be_edited):
        raise SourceError(
            f"the id {document.id} came before, at {where}, with other content; "
            "give each document an id of its own, and the same text one date and source",
            where=item.where,
        )
    try:
        known = item.may_be_edited and store.is_kept(document.id)
        new = store.keep(document, item.sha256, item.date_is_guess, item.may_be_edited)
        number = store.number_of(document.id)
        store.evidence.keep(number, item.sha256, item.capture, item.origin)
    except SourceError as error:
        raise SourceError(error.message, where=item.where) from None
    if new:
        run.versions += known
        run.copies += bool(
            store.copies.add(number, bands_of(document.text), partial(share_with, document.text), LEAST_SHARE)
        )
    return new


def _count(came: Sequence[tuple[Loaded, bool]], run: Run) -> None:
    """Count what is kept now that it is on the disk, and say what is to be known of the new ones."""
    for item, new in came:
        run.kept += new
        run.unchanged += not new
        for note in item.notes if new else ():
            tell("note", f"{item.where}: {note}")


def _as_kept(item: Loaded, store: Store) -> Document:
    """The document as the store has it: where the file's date was a guess, an earlier one may be better."""
    kept = store.find(item.document.id) if item.date_is_guess else None
    return kept.document if kept else item.document


def _fail(error: SourceError, run: Run) -> None:
    run.failed += 1
    run.faults[_kind_of(error)] += 1
    tell("error", error)


def _kind_of(error: SourceError) -> str:
    """A fault without what is particular to one file, for the summary."""
    return re.split(r"[;:(]", error.message)[0].strip()[:60]


def _batches(items: Iterable[Result]) -> Iterator[list[Result]]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch


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

    shown = run.shown[:SHOWN] if sys.stdout.isatty() else run.shown
    print_documents(kept for kept in map(store.find, shown) if kept is not None)
    if len(shown) < len(run.shown):
        click.echo(f"… and {len(run.shown) - len(shown):,} documents more; `waqai report` shows them all")


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
