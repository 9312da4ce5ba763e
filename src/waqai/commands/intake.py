"""Results of sources -> kept, read and counted, a small batch at a time; what `waqai read` and `waqai watch` share.

A batch is kept, then read, then its readings are kept. So an interrupt costs at most one batch's reading, and the next
run goes on from there: what is kept and read is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from waqai.commands.messages import tell
from waqai.commands.reader import Reader, read_one
from waqai.errors import SourceError
from waqai.records import Document, Reading
from waqai.sources.copies import LEAST_SHARE, bands_of, share_with
from waqai.sources.loaded import Loaded, Result, Skipped, Unchanged, tool_of
from waqai.store import Store

BATCH = 20


@dataclass(slots=True)
class Run:
    """What one run has done so far; `shown` are the ids of the documents read now, `tell` hears of errors and notes."""

    kept: int = 0
    unchanged: int = 0
    failed: int = 0
    claims: int = 0
    versions: int = 0
    copies: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    tell: Callable[[str, object], None] = tell


def read_batch(batch: Sequence[Result], store: Store, reader: Reader, run: Run) -> None:
    """Keep a batch with its evidence, then read what is new in it; all is counted in `run`."""
    came: list[tuple[Loaded, bool]] = []
    with store.transaction():
        for item in batch:
            try:
                if isinstance(item, SourceError):
                    raise item
                if isinstance(item, Skipped | Unchanged):
                    _pass_over(item, run)
                    continue
                came.append((item, _keep(item, store, run)))
            except SourceError as error:
                _fail(error, run)
    _count(came, run)
    unread = [item for item, new in came if new or not store.is_read(item.document.id, reader.version)]
    readings: list[Reading] = []
    for item in unread:
        try:
            readings.append(read_one(reader, _as_kept(item, store), item.where))
        except SourceError as error:
            _fail(error, run)
    with store.transaction():
        added = [reading for reading in readings if store.add_reading(reading)]
    run.shown += [reading.document_id for reading in added]
    run.claims += sum(len(reading.claims) for reading in added)


def catch_up(store: Store, reader: Reader, run: Run) -> None:
    """Read what an earlier run kept and was ended before it read."""
    for document in store.never_read():
        try:
            reading = read_one(reader, document, document.id)
        except SourceError as error:
            _fail(error, run)
            continue
        if store.add_reading(reading):
            run.shown.append(document.id)
            run.claims += len(reading.claims)


def is_known(store: Store, version: str, sha256: str, form: str, context: str) -> bool:
    """Whether bytes were kept in just this way, and all that came of them was read with this version of the pack."""
    documents = store.evidence.documents_of(sha256, form, context, tool_of(form))
    return bool(documents) and all(store.is_read(each, version) for each in documents)


def _pass_over(item: Skipped | Unchanged, run: Run) -> None:
    if isinstance(item, Skipped):
        run.skipped[item.reason] += 1
    else:
        run.unchanged += 1


def _keep(item: Loaded, store: Store, run: Run) -> bool:
    """Keep a document; true where it was not kept before. Raises SourceError for an id with other content."""
    document = item.document
    content = hash(document)
    first, where = run.seen.setdefault(document.id, (content, item.where))
    if where != item.where and first != content and not (item.date_is_guess or item.may_be_edited):
        raise SourceError(
            f"the id {document.id} came before, at {where}, with other content; "
            "give each document an id of its own, and the same text one date and source",
            where=item.where,
        )
    try:
        known = item.may_be_edited and store.is_kept(document.id)
        new = store.keep(document, item.sha256, item.date_is_guess, item.may_be_edited)
        number = store.number_of(document.id)
        store.evidence.keep(number, item.sha256, item.capture, item.origin)
    except SourceError as error:
        raise SourceError(error.message, where=item.where) from None
    if new:
        run.versions += known
        run.copies += bool(
            store.copies.add(number, bands_of(document.text), partial(share_with, document.text), LEAST_SHARE)
        )
    return new


def _count(came: Sequence[tuple[Loaded, bool]], run: Run) -> None:
    """Count what is kept now that it is on the disk, and say what is to be known of the new ones."""
    for item, new in came:
        run.kept += new
        run.unchanged += not new
        for note in item.notes if new else ():
            run.tell("note", f"{item.where}: {note}")


def _as_kept(item: Loaded, store: Store) -> Document:
    """The document as the store has it: where the file's date was a guess, an earlier one may be better."""
    kept = store.find(item.document.id) if item.date_is_guess else None
    return kept.document if kept else item.document


def _fail(error: SourceError, run: Run) -> None:
    run.failed += 1
    run.faults[_kind_of(error)] += 1
    run.tell("error", error)


def _kind_of(error: SourceError) -> str:
    """A fault without what is particular to one file, for the summary."""
    return re.split(r"[;:(]", error.message)[0].strip()[:60]


def batches(items: Iterable[Result]) -> Iterator[list[Result]]:
    """The results in lists of BATCH."""
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch
