"""`waqai explain`: a claim of the store -> each slot with its value, its words and what gave it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from waqai.commands.options import store_option
from waqai.errors import WaqaiError
from waqai.publish.cells import one_line
from waqai.publish.values import SLOTS, values_of
from waqai.records import Claim, Document, Reason

EVIDENCE = "evidence"
CONTEXT = 30  # code points shown on each side of a slot's words


@click.command()
@click.argument("claim_id", metavar="CLAIM")
@store_option
def explain(claim_id: str, store: Path) -> None:
    """Say why CLAIM is what it is: each slot with its value, its words, and the rule or entry that gave it.

    CLAIM is a claim's id, as `waqai read` prints it, or the beginning of one.
    """
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        found = opened.claim(claim_id)
    if found is None:
        raise WaqaiError(
            f"no claim {claim_id} in {store}; `waqai read` prints the ids of the claims it finds"
        )
    for line in explanation(*found):
        click.echo(line)


def explanation(document: Document, claim: Claim) -> Iterator[str]:
    """The lines of an explanation; Arabic words are isolated where they go to a terminal."""
    yield f"Claim {one_line(claim.claim_id)}"
    heading = " · ".join(filter(None, (document.published, document.source, document.title)))
    yield f"  in document {one_line(document.id)} · {_isolated(heading)}"
    yield f"  {claim.event_type} · confidence {claim.confidence:.2f} · {claim.stance} · {claim.certainty}"
    for slot, label in SLOTS.items():
        yield from _slot(document, claim, slot, label)
    others = dict.fromkeys(reason.slot for reason in claim.why if reason.slot not in (*SLOTS, EVIDENCE))
    for slot in others:
        yield ""
        yield slot.replace("_", " ")
        yield from _reasons(document, claim, slot)
    yield ""
    yield EVIDENCE
    for span in claim.evidence:
        yield f"  words    {_isolated(span.text)}"
    yield from _reasons(document, claim, EVIDENCE)


def _slot(document: Document, claim: Claim, slot: str, label: str) -> Iterator[str]:
    values = values_of(claim, slot)
    if not values and not any(reason.slot == slot for reason in claim.why):
        return
    yield ""
    yield label
    for value in values:
        yield f"  value    {_isolated(value.words)}"
        if value.start is not None and value.end is not None:
            yield f"  words    {_quoted(document.text, value.start, value.end)}"
    if not values:
        yield "  value    (none)"
    yield from _reasons(document, claim, slot)


def _reasons(document: Document, claim: Claim, slot: str) -> Iterator[str]:
    for reason in claim.why:
        if reason.slot == slot:
            yield f"  because  {_reason_words(reason)}"
            if reason.start is not None and reason.end is not None:
                yield f"           saw {_quoted(document.text, reason.start, reason.end)}"


def _reason_words(reason: Reason) -> str:
    score = "" if reason.score is None else f" (weight {reason.score:+.2f})"
    return one_line(reason.source) + (f": {_isolated(reason.note)}" if reason.note else "") + score


def _quoted(text: str, start: int, end: int) -> str:
    """The words between angle quotes, with the whole words that stand around them."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:
        before = "…" + before.partition(" ")[2]
    if end + CONTEXT < len(text):
        after = after.rpartition(" ")[0] + "…"
    return _isolated(f"{before}«{text[start:end]}»{after}")


def _isolated(text: str) -> str:
    text = one_line(text)
    return f"\u2068{text}\u2069" if sys.stdout.isatty() else text
