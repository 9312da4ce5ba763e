"""`waqai resolve`: the claims of a store -> its events, brought up to date; what changed and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.messages import tell
from waqai.commands.options import store_option

if TYPE_CHECKING:
    from waqai.store import Store

SHOWN = 40  # changes printed; `waqai events --since` has them all


@click.command()
@store_option
@click.option("--all", "show_all", is_flag=True, help=f"Print all changes, not the first {SHOWN} alone.")
def resolve(store: Path, show_all: bool) -> None:
    """Find which claims of the store tell one event, and print what changed and why.

    Only what came since the last time is compared, with the claims near it in time and place. Nothing is
    overwritten: each suggestion is a line of a log that people can overrule (`waqai decide`). Interrupted, it
    goes on where it was when it is run again.
    """
    from waqai.store import open_store

    with open_store(store) as opened:
        resolve_store(opened, store, show_all)


def resolve_store(opened: Store, path: Path, show_all: bool) -> None:
    """Bring the events of an open store up to date and print what changed."""
    from waqai.events.resolution import Progress, Resolver
    from waqai.publish.cells import one_line

    last, shown, changes = Progress(), 0, 0
    try:
        for last in Resolver(opened).run():
            for entry in last.entries:
                changes += 1
                if show_all or shown < SHOWN:
                    shown += 1
                    click.echo(f"{entry.key}  {entry.kind:<8} {one_line(entry.why)}")
    except BaseException:
        tell("stopped", "what was done is kept; run `waqai resolve` to go on")
        raise
    if shown < changes:
        click.echo(f"… and {changes - shown:,} changes more; `waqai events --since 0` lists them all")
    click.echo(
        f"{last.readings:,} new readings with {last.claims:,} claims, {last.pairs:,} pairs compared, "
        f"{last.suggestions:,} suggestions, {changes:,} changes to events, in {path}"
    )
