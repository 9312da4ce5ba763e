"""`waqai actors`: the register of actors searched and shown, and actors of the user's own laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.messages import tell
from waqai.commands.options import check_date
from waqai.commands.rows import print_rows

if TYPE_CHECKING:
    from waqai.actors import Register, RegisterEntry
    from waqai.language.pack import Pack

LISTED = 10
on_option = click.option("--on", "day", callback=check_date, metavar="DATE", help="As of that day.")


@click.group()
def actors() -> None:
    """The register of actors: who is who, under which names, from when until when.

    A table of your own (`waqai actors add`) lies over it, for every later reading.
    """


@actors.command()
@click.argument("name")
@on_option
@click.option("-n", "--number", default=20, show_default=True, metavar="N", help="Show at most N actors.")
@click.pass_context
def search(context: click.Context, name: str, day: str | None, number: int) -> None:
    """Show the actors called NAME, in Arabic or English, hostile names too, or with NAME in a name or an id.

    Exit status 1: there is none.
    """
    from waqai.actor_search import search_actors

    register, pack = _loaded()
    found = search_actors(register, pack, name, day)
    if not found:
        tell("note", f"no actor of the register is called {name[:60]!r}" + (f" on {day}" if day else ""))
        context.exit(1)
    header = ("id", "name", "Arabic name", "kind", "country", "from", "until", "found by")
    print_rows([header, *((*_cells(entry), by) for entry, by in found[:number])])
    if len(found) > number:
        click.echo(f"{len(found) - number:,} more; `-n` shows more of them", err=True)


@actors.command()
@click.argument("actor_id", metavar="ID")
@on_option
@click.pass_context
def show(context: click.Context, actor_id: str, day: str | None) -> None:
    """Show the actor ID: its names and when it had them, its kind, its dates, its relations, the names in texts."""
    from waqai.errors import WaqaiError

    register, pack = _loaded()
    entry = register.get(actor_id)
    if entry is None:
        raise WaqaiError(f"there is no actor {actor_id[:60]!r}; `waqai actors search NAME` finds ids")
    for line in _shown(register, pack, entry, day):
        click.echo(line)


@actors.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def add(context: click.Context, file: Path) -> None:
    """Lay the actors of FILE over the register, and their names over the lexicon.

    FILE is a TSV with a header: id, name_ar, name_en and inter (ACLED's kind, 1 to 8) are needed; aliases, country,
    valid_from, valid_to, parent, code and source may be there. `|` stands between aliases. An id that is there is
    replaced. Broken lines are left out and told, and the exit status is 1.
    """
    from waqai.actor_overlay import lexicon_lines, load_overlay, table_lines
    from waqai.actors import load_register
    from waqai.additions import ACTORS, LEXICON, user_actors
    from waqai.data_folder import data_folder
    from waqai.publish.whole import write_whole

    register = load_register()
    rows, faults = load_overlay(file, register)
    earlier = load_overlay(known, register)[0] if (known := user_actors()) else []
    kept = {row.entry.id: row for row in (*earlier, *rows)}
    if rows:
        folder = data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / LEXICON, [lexicon_lines(list(kept.values()))], overwrite=True)
        write_whole(folder / ACTORS, [table_lines(list(kept.values()))], overwrite=True)
    new = sum(row.entry.id not in register for row in rows)
    click.echo(f"Added {len(rows):,} actors, {new:,} of them new; {len(kept):,} of your own in all")
    for fault in faults[:LISTED]:
        tell("skipped", fault)
    if faults:
        tell("error", f"{len(faults):,} lines were left out; the others were added")
        context.exit(1)


def _loaded() -> tuple[Register, Pack]:
    """The register and the pack with what the user has added."""
    from waqai.actor_overlay import register_with
    from waqai.additions import user_actors
    from waqai.commands.reader import load_reading_pack

    return register_with(user_actors()), load_reading_pack()


def _cells(entry: RegisterEntry) -> tuple[str, ...]:
    from waqai.publish.acled import INTER

    dates = entry.valid_from or "", entry.valid_to or ""
    return entry.id, entry.names["en"], entry.names["ar"], INTER[entry.inter], entry.country or "", *dates


def _shown(register: Register, pack: Pack, entry: RegisterEntry, day: str | None) -> Iterator[str]:
    from waqai.actor_search import aliases_of
    from waqai.publish.acled import INTER

    yield entry.id
    yield f"  name      {entry.names['en']} · {entry.names['ar']}"
    yield f"  kind      {entry.inter} {INTER[entry.inter]}; {entry.type}" + (
        f"; {entry.country}" if entry.country else ""
    )
    yield f"  dates     {_span(entry.valid_from, entry.valid_to)}"
    if day is not None:
        yield f"  on {day}  " + ("there" if entry.valid_on(day) else "not there")
    codes = {code: _span(*_dates(register, code)) for code in entry.codes}
    yield "  coded as  " + ", ".join(f"{code} ({span})" for code, span in codes.items())
    if entry.parent:
        yield f"  part of   {entry.parent} {register.name(entry.parent)}"
    if entry.source:
        yield f"  source    {entry.source} ({entry.where.rpartition('/')[2]})"
    line = register.line(entry.id)
    if len(line) > 1:
        yield "  names in turn"
        yield from (
            f"    {_span(name.valid_from, name.valid_to)}  {name.names['en']} · {name.names['ar']} ({name.actor})"
            for name in line
        )
    yield from _relations(register, entry, day)
    names = list(dict.fromkeys(aliases_of(pack).get(entry.id, ())))
    if names:
        yield f"  names in texts ({len(names)})"
        yield "    " + " · ".join(names)


def _relations(register: Register, entry: RegisterEntry, day: str | None) -> Iterator[str]:
    rows = [
        r for r in register.relations if entry.id in (r.actor, r.other) and (day is None or r.valid_on(day))
    ]
    if rows:
        yield "  relations" + (f" on {day}" if day else "")
    for row in sorted(rows, key=lambda row: row.valid_from or ""):
        own = row.actor == entry.id
        other = row.other if own else row.actor
        words = row.kind if own or row.kind in ("allied-with", "hostile-to") else _BACKWARDS[row.kind]
        note = f"  ({row.note})" if row.note else ""
        yield f"    {_span(row.valid_from, row.valid_to)}  {words} {other} {register.name(other)}{note}"


_BACKWARDS = {"renamed-from": "renamed to", "part-of": "has as a part", "split-from": "split off"}


def _dates(register: Register, actor_id: str) -> tuple[str | None, str | None]:
    entry = register.get(actor_id)
    return (entry.valid_from, entry.valid_to) if entry else (None, None)


def _span(begins: str | None, ends: str | None) -> str:
    return f"{begins or '…'} to {ends or '…'}"
