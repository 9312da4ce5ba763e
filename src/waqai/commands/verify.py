"""`waqai verify`: a store -> whether all in it still holds: hashes, log, extractions, readings, timestamps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import click

from waqai.commands.faults import Checked, log_faults, raw_faults, source_faults
from waqai.commands.messages import tell
from waqai.commands.options import store_option
from waqai.store import Store, open_store


@click.command()
@store_option
@click.option("--quick", is_flag=True, help="Hash and check the log; extract and read nothing again.")
@click.option("--head", metavar="HASH", help="A hash of the log that was noted elsewhere; it must be in it.")
@click.option(
    "--certificates",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="PEM certificates of the timestamp authority's root, to check its tokens.",
)
@click.pass_context
def verify(
    context: click.Context, store: Path, quick: bool, head: str | None, certificates: Path | None
) -> None:
    """Hash all raw bytes again, check the log's chain, take every text from its bytes and every claim from its text.

    Each cell that no longer follows from its source is a line. The exit status is 0 if all holds, 1 if not. Needs no
    network. Note the log's last hash elsewhere: with it, nobody can write the log anew unseen.
    """
    checked, found = Checked(), 0
    with open_store(store, readonly=True) as opened:
        for fault in _guarded(_faults(opened, quick, head, certificates, checked), store):
            found += 1
            tell("fault", fault)
        last = opened.evidence.chain.head() if opened.evidence.chain.is_there() else None
    for words, count in checked.counts.items():
        click.echo(f"{count:9,} {words}")
    for words, count in checked.unchecked.items():
        click.echo(f"{count:9,} not checked: {words}")
    if last:
        click.echo(f"The log's last hash: {last}")
    click.echo(f"{found:,} faults in {store}" if found else f"All holds in {store}")
    if found:
        context.exit(1)


def _faults(
    store: Store, quick: bool, head: str | None, certificates: Path | None, checked: Checked
) -> Iterator[str]:
    yield from raw_faults(store, checked)
    yield from log_faults(store, checked, head)
    yield from _timestamp_faults(store, certificates, checked)
    if not quick:
        from waqai.commands.reader import load_reader

        yield from source_faults(store, load_reader(), checked)


def _timestamp_faults(store: Store, certificates: Path | None, checked: Checked) -> Iterator[str]:
    timestamps = store.evidence.timestamps()
    if not timestamps:
        return
    if certificates is None:
        checked.unchecked["timestamps (give the authority's `--certificates`)"] += len(timestamps)
        return
    from waqai.sources.timestamps import fault_of, load_certificates

    roots = load_certificates(certificates)
    for each in timestamps:
        checked.counts["timestamps checked"] += 1
        fault = fault_of(each.token, each.head, roots)
        if fault is None and not store.evidence.chain.holds(each.head):
            fault = "is of a hash that the log does not have"
        if fault:
            yield f"timestamp of {each.authority} for {each.head[:16]}…: {fault}"


def _guarded(faults: Iterator[str], store: Path) -> Iterator[str]:
    """A store so damaged that SQLite cannot read it is a fault too, not an end without a word."""
    try:
        yield from faults
    except sqlite3.Error as error:
        yield f"{store}: the file itself is damaged ({error}); restore a copy of it"
