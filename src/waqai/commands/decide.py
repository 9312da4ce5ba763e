"""`waqai decide`: what somebody says of two claims, or takes back -> a line of the log, and the events made anew."""

from __future__ import annotations

from pathlib import Path

import click

from waqai.commands.options import store_option

VERDICTS = ("same", "part", "different", "unsure", "undo")


@click.command()
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.argument("what", nargs=-1, required=True, metavar="CLAIM CLAIM | NUMBER")
@click.option("--by", "author", required=True, metavar="NAME", help="Who decides; kept in the log.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log.")
@store_option
def decide(verdict: str, what: tuple[str, ...], author: str, reason: str, store: Path) -> None:
    """Say that two claims tell the same event, one a part of the other, different events, or that you are unsure.

    A decision outweighs every suggestion on its pair, for as long as both claims rest on the same words. `undo`
    takes back one judgement by its NUMBER in the log, a suggestion or a decision, and nothing else. What changes is
    printed as by `waqai resolve`.
    """
    from waqai.commands.resolve import resolve_store
    from waqai.events.book import Book
    from waqai.store import open_store

    if verdict == "undo" and not (len(what) == 1 and what[0].isdecimal()):
        raise click.UsageError("undo takes the number of one judgement, as `waqai event` shows it")
    if verdict != "undo" and len(what) != 2:
        raise click.UsageError(f"{verdict} takes two claim ids, as `waqai read` prints them")
    with open_store(store) as opened:
        book = Book(opened)
        if verdict == "undo":
            number = book.undo(int(what[0]), author, reason)
        else:
            number = book.decide(what[0], what[1], verdict, author, reason)  # type: ignore[arg-type]
        click.echo(f"Judgement {number}: {verdict} {' '.join(what)}")
        resolve_store(opened, store, show_all=False)
