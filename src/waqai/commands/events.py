"""`waqai events`: the events of a store, one a line; or what changed since a line of the feed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.options import store_option

if TYPE_CHECKING:
    from waqai.records import Event, EventChange


@click.command()
@click.option(
    "--since", type=click.IntRange(min=0), metavar="NUMBER", help="List changes after this line of the feed."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines, each with the whole event.")
@store_option
def events(since: int | None, as_json: bool, store: Path) -> None:
    """List the events of the store: key, day, kind, place, dead, reports and origins, contradictions.

    With `--since 0` the whole feed of changes is listed, with `--since NUMBER` what came after that line. An event
    that was merged, split or lost its claims leaves a line that names its successors.
    """
    from waqai.events.book import Book
    from waqai.records import to_json
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        book = Book(opened)
        rows = book.events() if since is None else book.changes(since, with_events=as_json)
        for row in rows:
            click.echo(json.dumps(to_json(row), ensure_ascii=False) if as_json else _line(row))


def _line(row: Event | EventChange) -> str:
    from waqai.publish.cells import one_line
    from waqai.records import EventChange

    if isinstance(row, EventChange):
        heirs = f" -> {', '.join(row.successors)}" if row.successors else ""
        return f"{row.number}  {row.event_key}  {row.kind:<8}{heirs} {one_line(row.why)}"
    place = row.locations[0].name if row.locations else "-"
    kinds = ", ".join(dict.fromkeys(one.kind for one in row.contradictions))
    return one_line(
        f"{row.event_key}  {row.event_date}  {row.sub_event_type}  {place}  killed {_killed(row)}  "
        f"{counted(row)}" + (f"  differ on {kinds}" if kinds else "")
    )


def _killed(event: Event) -> str:
    value = next(v for v in event.values if (v.slot, v.policy) == ("fatalities", "airwars"))
    fighters = [
        v for v in event.values if (v.slot, v.policy, v.group) == ("fatalities", "ucdp", "combatants")
    ]
    words = [] if value.low is None and value.high is None else [span(value.low, value.high)]
    words += [f"{span(v.low, v.high)} fighters" for v in fighters]
    return " + ".join(words) or "?"


def span(low: int | None, high: int | None) -> str:
    """A range as 3, 3–5, ≥3 or ?."""
    if low is None and high is None:
        return "?"
    if low == high:
        return str(low)
    return f"≥{low}" if high is None else f"≤{high}" if low is None else f"{low}–{high}"


def counted(event: Event) -> str:
    """How many reports and origins: `5 reports, 2 origins`."""
    reports, origins = len(event.documents), len(event.origins)
    return f"{reports} report{'s' * (reports != 1)}, {origins} origin{'s' * (origins != 1)}"
