"""A store -> what no longer holds in it: hashes, the log, extractions, and each cell that its source does not bear out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields

from waqai.commands.reader import Reader, read_one
from waqai.errors import SourceError, StoreError
from waqai.records import Claim, Document, to_json
from waqai.sources.formats import extract
from waqai.sources.loaded import tool_of
from waqai.store import Kept, Store
from waqai.store.evidence import Extraction

SPANS = (
    "locations", "actor1", "actor2", "fatalities", "injuries", "casualties_joint", "attribution", "evidence",
)  # fmt: skip
NOT_CELLS = {"claim_id", "event_id", "why", "confidence"}


@dataclass(slots=True)
class Checked:
    """What was checked, and what could not be (each with its reason)."""

    counts: Counter[str] = field(default_factory=Counter)
    unchecked: Counter[str] = field(default_factory=Counter)


def raw_faults(store: Store, checked: Checked) -> Iterator[str]:
    """Bytes that no longer have the hash that they are kept under, and hashes that lack their bytes."""
    for sha256 in store.evidence.hashes():
        checked.counts["raw files re-hashed"] += 1
        try:
            raw = store.evidence.raw(sha256)
        except StoreError as error:
            yield f"raw {sha256}: {error.message}"
            continue
        found = hashlib.sha256(raw or b"").hexdigest()
        if found != sha256:
            yield f"raw {sha256}: the bytes were changed; their hash is now {found}"


def log_faults(store: Store, checked: Checked, head: str | None) -> Iterator[str]:
    """What does not fit in the log; `head` is a hash of it that was noted elsewhere."""
    chain = store.evidence.chain
    if not chain.is_there():
        checked.unchecked["the store is older than the log; `waqai read` begins one"] += 1
        return
    checked.counts["log entries checked"] += chain.count()
    yield from chain.faults()
    if head is not None and not chain.holds(head):
        yield f"log: has no entry {head}; it was cut or written anew since that was noted"


def source_faults(store: Store, reader: Reader | None, checked: Checked) -> Iterator[str]:
    """For every version of every document: is its text still what its bytes give, and its cells what the text gives."""
    by_document: dict[int, list[Extraction]] = {}
    for extraction in store.evidence.extractions():
        by_document.setdefault(extraction.document, []).append(extraction)
    for number, kept in store.versions():
        where = f"document {kept.document.id}"
        extractions = by_document.get(number, [])
        if not extractions:
            checked.unchecked["documents without raw bytes (kept by an older waqai)"] += 1
        texts = [kept.document.text]
        for extraction in extractions:
            checked.counts["extractions made again"] += 1
            text, fault = _extracted(store, extraction, kept.document)
            if fault:
                yield f"{where}: {fault}"
            if text is not None and text not in texts:
                texts.append(text)
        yield from (f"{where}: {fault}" for fault in _cell_faults(kept, texts, reader, checked))


def _extracted(store: Store, extraction: Extraction, document: Document) -> tuple[str | None, str | None]:
    """The text that the bytes give now, and what is wrong with it."""
    try:
        raw = store.evidence.raw(extraction.raw)
        if raw is None:
            return None, f"its raw bytes {extraction.raw} are gone"
        made = extract(extraction.format, raw, extraction.part, json.loads(extraction.context)).document
    except (SourceError, StoreError) as error:
        return None, f"cannot be extracted again from {extraction.raw[:16]}…: {error.message}"
    if made.text != document.text:
        tool = tool_of(extraction.format)
        why = (
            "the text was changed"
            if tool == extraction.tool
            else f"{extraction.tool} gave another text than {tool}"
        )
        return made.text, f"its text is not what {extraction.raw[:16]}… gives: {why}"
    # an origin's own words about itself count too: the day moves every date that hangs on it
    other = [
        name
        for name in ("published", "source", "url", "title")
        if getattr(made, name) != getattr(document, name)
    ]
    return made.text, f"its {', '.join(other)} is not what {extraction.raw[:16]}… gives" if other else None


def _cell_faults(kept: Kept, texts: Iterable[str], reader: Reader | None, checked: Checked) -> Iterator[str]:
    claims = kept.reading.claims if kept.reading else ()
    for claim in claims:
        for slot, words, start, end in spans_of(claim):
            checked.counts["cells checked"] += 1
            for text in texts:
                if start < 0 or text[start:end] != words:
                    stands = text[start:end] if 0 <= start <= end else ""
                    yield f"claim {claim.claim_id}: {slot} “{words}” does not stand at {start}–{end} (“{stands[:60]}” does)"
                    break
    if kept.reading is None or reader is None:
        return
    if kept.reading.pack_version != reader.version:
        checked.unchecked[
            f"documents read with pack {kept.reading.pack_version}, not with {reader.version}"
        ] += 1
        return
    checked.counts["documents read again"] += 1
    try:
        now = read_one(reader, kept.document, kept.document.id).claims
    except SourceError as error:
        yield error.message
        return
    yield from _differences(claims, now)


def _differences(kept: Iterable[Claim], now: Iterable[Claim]) -> Iterator[str]:
    """Each cell that a new reading with the same pack gives otherwise."""
    left = {claim.claim_id: claim for claim in now}
    for claim in kept:
        other = left.pop(claim.claim_id, None)
        if other is None:
            yield f"claim {claim.claim_id}: does not follow from the text"
            continue
        for name in (each.name for each in fields(Claim) if each.name not in NOT_CELLS):
            before, after = _cell(claim, name), _cell(other, name)
            if before != after:
                yield f"claim {claim.claim_id}: {name} is {before}; the text gives {after}"
    yield from (f"claim {claim_id}: the text gives it, and it is not kept" for claim_id in left)


def _cell(claim: Claim, name: str) -> str:
    return json.dumps(to_json(getattr(claim, name)), ensure_ascii=False, sort_keys=True)


def spans_of(claim: Claim) -> Iterator[tuple[str, str, int, int]]:
    """The words that a claim's cells rest on: slot, words, start, end."""
    for slot in SPANS:
        for row in getattr(claim, slot):
            if row.start is not None and row.end is not None:
                yield slot, row.text or "", row.start, row.end
