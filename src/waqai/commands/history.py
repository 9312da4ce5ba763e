"""`waqai history`: a document of the store -> its versions, its evidence, and the claims of each."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import click

from waqai.commands.options import store_option
from waqai.errors import WaqaiError
from waqai.publish.cells import one_line
from waqai.store import Kept, Store


@click.command()
@click.argument("document_id", metavar="DOCUMENT")
@store_option
@click.option(
    "--raw",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the latest version's raw bytes to FILE.",
)
def history(document_id: str, store: Path, raw: Path | None) -> None:
    """Tell where DOCUMENT came from: each version with its raw bytes, origins, extraction and claims.

    DOCUMENT is a document's id, as `waqai read` prints it. A post that was edited has a version for each text.
    """
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        versions = list(opened.versions(document_id))
        if not versions:
            raise WaqaiError(
                f"no document {document_id} in {store}; `waqai read` prints the ids of documents"
            )
        for line in _lines(opened, document_id, versions):
            click.echo(line)
        if raw is not None:
            _write_raw(opened, document_id, versions[-1][0], raw)


def _lines(store: Store, document_id: str, versions: list[tuple[int, Kept]]) -> Iterator[str]:
    extractions = list(store.evidence.extractions(document_id))
    for place, (number, kept) in enumerate(versions, 1):
        document = kept.document
        head = " · ".join(filter(None, (document.published, document.source, document.title, document.url)))
        yield f"Version {place} of {len(versions)} · {one_line(head)} · {len(document.text):,} characters"
        for each in (extraction for extraction in extractions if extraction.document == number):
            yield f"  raw        sha256 {each.raw}"
            yield f"  extracted  {_time(each.at)} as {each.format}{' ' + each.part if each.part else ''} by {each.tool}"
            for mark in each.marks:
                yield f"  unsure     “{one_line(mark.text)}” at {mark.start}–{mark.end}: {one_line(mark.reason)}"
            for origin in store.evidence.origins(each.raw):
                yield f"  from       {one_line(origin.place)}, first {_time(origin.at)}"
                details = json.loads(origin.details)
                yield from (f"             {key}: {one_line(str(value))}" for key, value in details.items())
        claims = kept.reading.claims if kept.reading else ()
        for claim in claims:
            words = one_line(" … ".join(span.text for span in claim.evidence))[:120]
            yield f"  claim      {one_line(claim.claim_id)} {claim.sub_event_type}, {claim.event_date}: {words}"
        if not claims:
            yield "  claim      none" if kept.reading else "  claim      not read yet"
    for copy in store.copies.of(document_id):
        other = copy.other_id if copy.document_id == document_id else copy.document_id
        yield f"Nearly the same as {one_line(other)}: {copy.share:.0%} of the words in a row are common"


def _write_raw(store: Store, document_id: str, number: int, path: Path) -> None:
    mine = [each for each in store.evidence.extractions(document_id) if each.document == number]
    data = store.evidence.raw(mine[-1].raw) if mine else None
    if data is None:
        raise WaqaiError(f"no raw bytes of {document_id} are kept; read it again from its source")
    if path.exists():
        raise WaqaiError("is there already; name another file", where=str(path))
    path.write_bytes(data)
    click.echo(f"Wrote {path} ({len(data):,} bytes)")


def _time(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
