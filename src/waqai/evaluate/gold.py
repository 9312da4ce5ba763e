"""A folder with docs.jsonl and claims.jsonl -> documents with their gold claims; predictions likewise.

Every error names the file and the line. The fields are those of the codebook, section 5; a gold claim
may also have `"optional": true` (section 1), and then does not count whether it is found or not.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import EVENT_TYPES, Claim, Document, claim_from_json

DOCUMENTS = "docs.jsonl"
CLAIMS = "claims.jsonl"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what a coder found in it; `optional` holds the indexes of claims that do not count."""

    document: Document
    claims: tuple[Claim, ...] = ()
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Record:
    """The claims of one document, as one line gives them, and where that line is."""

    where: str
    claims: tuple[Claim, ...]
    optional: frozenset[int]


def load_gold(folder: Path) -> tuple[GoldDocument, ...]:
    """The documents of a gold folder with their claims, in the order of docs.jsonl.

    Raises SourceError for a file that cannot be read, a line that is no record, an id that stands twice
    or in one file alone, and a span that is not that slice of its document's text.
    """
    records = _records(folder / CLAIMS)
    documents: dict[str, GoldDocument] = {}
    for where, row in _rows(folder / DOCUMENTS):
        document = _document(where, row)
        if document.id in documents:
            raise SourceError(f"the id {document.id!r} stands twice; each document has one line", where=where)
        record = records.get(document.id)
        if record is None:
            raise SourceError(
                f"no claims for {document.id!r} in {CLAIMS}; a document without events has an empty list",
                where=where,
            )
        _check_spans(record, document.text)
        documents[document.id] = GoldDocument(document, record.claims, record.optional)
    for name, record in records.items():
        if name not in documents:
            raise SourceError(f"no document {name!r} in {DOCUMENTS}", where=record.where)
    return tuple(documents.values())


def load_predictions(path: Path) -> dict[str, tuple[Claim, ...]]:
    """The claims of a file that `waqai extract` or another reader wrote, by document id.

    Raises SourceError as `load_gold` does; ids that gold lacks are no error.
    """
    return {name: record.claims for name, record in _records(path).items()}


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's place and its JSON object; empty lines are passed over."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _object(f"{path}:{number}", line)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error


def _object(where: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"not UTF-8: {error.reason} at byte {error.start}", where=where) from error
    except ValueError as error:
        raise SourceError(f"not JSON: {error}", where=where) from error
    if not isinstance(row, dict):
        raise SourceError(f"a {type(row).__name__} where a JSON object is wanted", where=where)
    return row


def _document(where: str, row: dict[str, Any]) -> Document:
    for name in ("id", "text", "published"):
        if not isinstance(row.get(name), str):
            raise SourceError(
                f"{name!r} is missing or no text; a document needs id, text, published", where=where
            )
    _check_date(where, "published", row["published"])
    return Document(
        row["id"], row["text"], row["published"], row.get("source") or "", row.get("url"), row.get("title")
    )


def _records(path: Path) -> dict[str, _Record]:
    records: dict[str, _Record] = {}
    for where, row in _rows(path):
        name, claims = row.get("id"), row.get("claims")
        if not isinstance(name, str) or not isinstance(claims, list):
            raise SourceError(
                "not a record of claims: 'id' (text) and 'claims' (list) are wanted", where=where
            )
        if name in records:
            raise SourceError(
                f"the id {name!r} stands twice; the first is at {records[name].where}", where=where
            )
        optional = frozenset(
            n for n, claim in enumerate(claims) if isinstance(claim, dict) and claim.get("optional")
        )
        read = tuple(_claim(f"{where}, claim {number}", claim) for number, claim in enumerate(claims, 1))
        records[name] = _Record(where, read, optional)
    return records


def _claim(where: str, data: Any) -> Claim:
    if not isinstance(data, dict):
        raise SourceError(f"a {type(data).__name__} where a claim is wanted", where=where)
    sub_event_type = data.get("sub_event_type")
    if sub_event_type not in EVENT_TYPES:
        raise SourceError(f"sub_event_type {sub_event_type!r} is not in the codebook, section 3", where=where)
    wanted = EVENT_TYPES[sub_event_type]
    if data.get("event_type", wanted) != wanted:
        raise SourceError(
            f"{sub_event_type!r} belongs to {wanted!r}, not {data['event_type']!r}", where=where
        )
    _check_date(where, "event_date", data.get("event_date"))
    try:
        return claim_from_json(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"not a claim of the codebook, section 5: {error}", where=where) from error


def _check_date(where: str, name: str, value: Any) -> None:
    try:
        datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise SourceError(f"{name} {value!r} is not a date such as 2017-05-24", where=where) from error


def _check_spans(record: _Record, text: str) -> None:
    for claim in record.claims:
        for name, span in _spans(claim):
            if span.start is not None and text[span.start : span.end] != span.text:
                found = f"{span.text!r} is not at {span.start}-{span.end} of the text"
                raise SourceError(f"{claim.claim_id}, {name}: {found}", where=record.where)


def _spans(claim: Claim) -> Iterator[tuple[str, Any]]:
    """Whatever in the claim has words of its own, with its field's name."""
    for each in fields(claim):
        value = getattr(claim, each.name)
        if isinstance(value, tuple):
            yield from ((each.name, row) for row in value if hasattr(row, "text"))
