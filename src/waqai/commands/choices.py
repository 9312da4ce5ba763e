"""A table's columns -> what the user says that they are: named, accepted on the terminal, or kept from last time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import click

from waqai.publish.cells import one_line
from waqai.sources.columns import Preview
from waqai.store import Store

Chooser = Callable[[Preview], Mapping[str, str] | None]


def parse_columns(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> dict[str, str] | None:
    """`text=Body,published=Date` as a mapping, or a usage error."""
    if value is None:
        return None
    pairs = [pair.partition("=") for pair in value.split(",")]
    if any(not name.strip() or not column for name, _, column in pairs):
        raise click.BadParameter(f"{value!r} is no list of columns; write it as text=Body,published=Date")
    return {name.strip(): column for name, _, column in pairs}


def chooser(store: Store, named: Mapping[str, str] | None, ask: bool = True) -> Chooser:
    """What says which column is which: the option, else the store, else (`ask`) the user at the terminal."""

    def choose(preview: Preview) -> Mapping[str, str] | None:
        columns = named or store.evidence.columns(preview.header) or (_asked(preview) if ask else None)
        if columns is not None and store.evidence.columns(preview.header) != columns:
            with store.transaction():
                store.evidence.keep_columns(preview.header, columns)
        return columns

    return choose


def _asked(preview: Preview) -> Mapping[str, str] | None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    click.echo(f"{one_line(preview.where)} would be read so:", err=True)
    for line in preview.lines():
        click.echo(f"  {one_line(line)}", err=True)
    return preview.guess if click.confirm("Is this right?", err=True) else None
