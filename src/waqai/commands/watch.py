"""`waqai watch`: a list of feeds, pages and folders -> looked at again and again, what is new kept and read."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.publish.cells import one_line

if TYPE_CHECKING:
    from rich.table import Table

    from waqai.commands.watching import Watch


@click.command()
@click.argument("config", metavar="CONFIG", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="Look at each source once, then end.")
@click.option("--status", is_flag=True, help="Show how each source stands, and fetch nothing.")
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Append the log to FILE.",
)
@click.pass_context
def watch(context: click.Context, config: Path, once: bool, status: bool, log: Path | None) -> None:
    """Look at the feeds, pages and folders that CONFIG lists, again and again; keep and read what is new.

    CONFIG is a TOML file: `store` and `interval` (seconds), then a [[source]] for each, with a `url` (and `follow`: pages
    of a feed or sitemap to fetch) or a `path`. What has not changed is not fetched again; after a failure the next look
    comes later. It may be killed at any point. The log is one JSON object a line; with `--log`, a terminal shows the
    status instead. The exit status of `--once` is 1 if a source failed.
    """
    from waqai.commands.reader import load_reader
    from waqai.commands.watching import Watch
    from waqai.commands.watchlist import load_watchlist

    watchlist = load_watchlist(config)
    with _writer(log) as write:
        running = Watch(watchlist, load_reader(), write)
        if status:
            running.restore()
            _print_status(running)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: running.stopped.set())
        with _live(running, log is not None and sys.stdout.isatty()) as refresh:
            failed = running.run(once, refresh)
    if once and failed:
        context.exit(1)


@contextlib.contextmanager
def _writer(log: Path | None) -> Iterator[Callable[[str], None]]:
    if log is None:
        yield lambda line: click.echo(line, err=True)
        return
    with log.open("a", encoding="utf-8", buffering=1) as file:
        yield lambda line: print(line, file=file)


@contextlib.contextmanager
def _live(running: Watch, shown: bool) -> Iterator[Callable[[], None]]:
    """A table that stays in its place on the terminal, and what brings it up to date."""
    if not shown:
        yield lambda: None
        return
    from rich.live import Live

    with Live(_table(running), auto_refresh=False, transient=False) as live:
        yield lambda: live.update(_table(running), refresh=True)


def _print_status(running: Watch) -> None:
    from rich.console import Console

    Console(width=None if sys.stdout.isatty() else 160).print(_table(running))


def _table(running: Watch) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for heading in ("source", "last", "next", "failures", "kept", "last error"):
        table.add_column(heading, overflow="fold")
    now = time.time()
    for place, state in running.states.items():
        due = "now" if state.due <= now else f"in {_span(state.due - now)}"
        last = f"{_span(now - state.last)} ago" if state.last else "never"
        cells = (place, last, due, str(state.failures), f"{state.kept:,}", state.error)
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return table


def _span(seconds: float) -> str:
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
