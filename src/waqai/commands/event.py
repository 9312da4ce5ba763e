"""`waqai event`: one event of a store -> its values by policy, toll history, contradictions, origins, judgements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.events import counted, span
from waqai.commands.options import store_option
from waqai.errors import WaqaiError

if TYPE_CHECKING:
    from waqai.events.book import Book
    from waqai.records import Event, Judgement

STRONGEST = 3  # comparisons shown of a judgement


@click.command()
@click.argument("key", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the event as JSON.")
@store_option
def event(key: str, as_json: bool, store: Path) -> None:
    """Show the event ID, or the one whose key begins so: what each report says, and what follows by each policy.

    Each value names the policy and its rule, the claims that it rests on, and what would change it. Judgements are
    shown with their numbers: `waqai decide undo NUMBER` takes one back.
    """
    from waqai.events.book import Book
    from waqai.publish.cells import one_line
    from waqai.records import to_json
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        book = Book(opened)
        found = book.find(key)
        if found is None:
            raise WaqaiError(
                f"no event {key} in {store}; `waqai resolve` finds events, `waqai events` lists them"
            )
        shown = book.event(found)
        if shown is None:
            last = book.membership.latest(found)
            heirs = ", ".join(last.successors) if last and last.successors else "none"
            raise WaqaiError(f"{found} is no event any more; its successors: {heirs}")
        if as_json:
            click.echo(json.dumps(to_json(shown), ensure_ascii=False))
            return
        for line in _lines(book, shown):
            click.echo(one_line(line))


def _lines(book: Book, shown: Event) -> Iterator[str]:
    days = shown.event_date + (f" – {shown.end_date}" if shown.end_date else "")
    yield f"Event {shown.event_key}"
    yield f"  {days}  {shown.sub_event_type}  {', '.join(place.name for place in shown.locations)}"
    yield f"  {counted(shown)}" + (f"; {shown.grade}: {shown.grade_rule}" if shown.grade else "")
    for label, keys in (("a part of", shown.part_of), ("has the parts", shown.parts)):
        if keys:
            yield f"  {label} {', '.join(keys)}"
    yield from _values(shown)
    if shown.tolls:
        yield ""
        yield "toll history"
    for toll in shown.tolls:
        marks = ["its enemy's dead, by a belligerent"] * toll.by_enemy
        marks += [f"superseded by {toll.superseded_by}"] if toll.superseded_by else []
        tail = f"  ({'; '.join(marks)})" if marks else ""
        figure = f"{span(toll.low, toll.high)} {toll.group}"
        yield f"  {toll.published}  {toll.slot}  {figure}  {toll.line}  {toll.claim_id}{tail}"
    for contradiction in shown.contradictions:
        yield ""
        yield f"differ on {contradiction.kind}" + (f" ({contradiction.slot})" if contradiction.slot else "")
        for side in contradiction.sides:
            for claim, words in zip(side.claims, side.words, strict=True):
                yield f"  {side.says}: {claim} «{words}»"
    yield ""
    yield "origins"
    for origin in shown.origins:
        yield f"  {origin.kind}  {origin.name}  {', '.join(origin.claims)}"
    yield from _judgements(book.judgements.between(shown.claims))


def _values(shown: Event) -> Iterator[str]:
    for slot in dict.fromkeys(value.slot for value in shown.values):
        yield ""
        yield slot
        for value in (v for v in shown.values if v.slot == slot):
            figure = span(value.low, value.high)
            if value.best is not None and value.low != value.high:
                figure += f", best {value.best}"
            group = f" {value.group}" if value.group else ""
            said = value.value or (figure if figure != "?" else "indeterminate")
            yield f"  {value.policy:<8}{said}{group}: {value.rule}; rests on {', '.join(value.claims) or 'nothing'}"
            if value.changes_if:
                yield f"          would change with {value.changes_if}"


def _judgements(found: list[Judgement]) -> Iterator[str]:
    if found:
        yield ""
        yield "judgements"
    undone = {judgement.undoes for judgement in found}
    for judgement in found:
        tail = " (taken back)" if judgement.number in undone else ""
        if judgement.kind == "suggestion":
            top = sorted(judgement.comparisons, key=lambda c: -abs(c.weight))[:STRONGEST]
            why = "; ".join(f"{c.name} {c.level} {c.weight:+.1f}" for c in top)
            said = f"log-odds {judgement.score:+.1f}: {why}"
        else:
            said = judgement.reason or "no reason given"
        head = f"{judgement.number}  {judgement.kind} {judgement.verdict}  {judgement.left} {judgement.right}"
        yield f"  {head}  by {judgement.author}: {said}{tail}"
