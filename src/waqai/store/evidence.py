"""Raw bytes by their SHA-256, the extractions made of them, where they came from, and what was fetched.

Nothing is overwritten: another tool's extraction of the same bytes, and another place that they came from, are
added beside what is there. Every row is logged in the chain.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any, NamedTuple

from waqai.errors import StoreError
from waqai.records import Capture, Fetch, Mark, Provenance, to_json
from waqai.store.chain import Chain

SCHEMA = """
CREATE TABLE IF NOT EXISTS raws (
    number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
    packed INTEGER NOT NULL, body BLOB NOT NULL  -- packed: by zlib; the hash is of the bytes as they came
);
CREATE TABLE IF NOT EXISTS extractions (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (number), raw TEXT NOT NULL,
    format TEXT NOT NULL, part TEXT NOT NULL, context TEXT NOT NULL, tool TEXT NOT NULL, at INTEGER NOT NULL,
    marks TEXT NOT NULL, UNIQUE (document, raw, part, format, context, tool)
);
CREATE INDEX IF NOT EXISTS extractions_by_raw ON extractions (raw);
CREATE TABLE IF NOT EXISTS origins (
    number INTEGER PRIMARY KEY, raw TEXT NOT NULL, place TEXT NOT NULL, details TEXT NOT NULL,
    at INTEGER NOT NULL, tool TEXT NOT NULL, UNIQUE (raw, place, details)
);
CREATE TABLE IF NOT EXISTS fetches (
    number INTEGER PRIMARY KEY, url TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL,
    sha256 TEXT, etag TEXT, modified TEXT, error TEXT
);
CREATE INDEX IF NOT EXISTS fetches_by_url ON fetches (url, number);
CREATE TABLE IF NOT EXISTS timestamps (
    number INTEGER PRIMARY KEY, head TEXT NOT NULL, at INTEGER NOT NULL, authority TEXT NOT NULL, token BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS column_choices (header TEXT PRIMARY KEY, columns TEXT NOT NULL, at INTEGER NOT NULL);
"""
PACKED_FROM = 512  # bytes; shorter ones do not gain by packing
NEWEST = 1 << 62


class Extraction(NamedTuple):
    """One extraction of a document: its row, the document's row and id, and all of its capture but the bytes."""

    number: int
    document: int
    document_id: str
    raw: str
    format: str
    part: str
    context: str
    tool: str
    at: int
    marks: tuple[Mark, ...]


class Seen(NamedTuple):
    """A place that bytes came from, when they first did (unix seconds), and the tool that took them."""

    place: str
    details: str
    at: int
    tool: str


class Timestamp(NamedTuple):
    """A token of a timestamp authority for a hash of the log."""

    head: str
    at: int
    authority: str
    token: bytes


class Evidence:
    """The evidence of an open store; call its writing methods inside the store's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` is that of the store; one without these tables (an older store, read) holds no evidence."""
        self._connection = connection
        self.chain = Chain(connection)

    def keep(self, document: int, sha256: str, capture: Capture, origin: Provenance) -> None:
        """Keep the bytes, extraction and origin of the document in a row; what is there already is passed over."""
        self.keep_raw(sha256, capture.raw)
        marks = json.dumps(to_json(capture.marks), ensure_ascii=False)
        row = (document, sha256, capture.format, capture.part, capture.context, capture.tool)
        self._add(
            "extraction",
            "extractions (document, raw, format, part, context, tool, at, marks)",
            *row,
            now(),
            marks,
        )
        origin_row = (sha256, origin.place, origin.details, now(), capture.tool)
        self._add("origin", "origins (raw, place, details, at, tool)", *origin_row)

    def keep_raw(self, sha256: str, raw: bytes) -> None:
        """Keep bytes under their hash. Raises StoreError where it is not theirs."""
        if self._connection.execute("SELECT 1 FROM raws WHERE sha256 = ?", (sha256,)).fetchone():
            return
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise StoreError(
                f"bytes came under the hash {sha256[:16]}…, which is not theirs; read them again"
            )
        packed = zlib.compress(raw, 6) if len(raw) >= PACKED_FROM else raw
        body = min(packed, raw, key=len)
        self._add("raw", "raws (sha256, size, packed, body)", sha256, len(raw), body is not raw, body)

    def keep_fetch(self, fetch: Fetch) -> None:
        """Log a request."""
        self._add("fetch", "fetches (url, at, status, sha256, etag, modified, error)", *astuple(fetch))

    def keep_timestamp(self, timestamp: Timestamp) -> None:
        """Keep an authority's token."""
        self._add("timestamp", "timestamps (head, at, authority, token)", *timestamp)

    def keep_columns(self, header: Sequence[str], columns: Mapping[str, str]) -> None:
        """Keep which column of a table is which field, for the next table with this header."""
        row = (json.dumps(list(header)), json.dumps(dict(columns)), now())
        self._connection.execute("INSERT OR REPLACE INTO column_choices VALUES (?, ?, ?)", row)

    def columns(self, header: Sequence[str]) -> dict[str, str] | None:
        """Which column is which field in tables with this header; null where nobody has said it."""
        rows = self._all("SELECT columns FROM column_choices WHERE header = ?", json.dumps(list(header)))
        return dict(json.loads(rows[0][0])) if rows else None

    def raw(self, sha256: str) -> bytes | None:
        """The bytes under a hash, as they are kept (`verify` hashes them again); null where there are none.

        Raises StoreError where they cannot be unpacked.
        """
        if not self._is_there():
            return None
        query = "SELECT packed, CAST(body AS BLOB), size FROM raws WHERE sha256 = ?"
        row = self._connection.execute(query, (sha256,)).fetchone()
        return None if row is None else _unpacked(sha256, *row)

    def hashes(self) -> Iterator[str]:
        """The hashes that bytes are kept under."""
        last = ""
        query = "SELECT sha256 FROM raws WHERE sha256 > ? ORDER BY sha256 LIMIT 500"
        while self._is_there() and (page := self._connection.execute(query, (last,)).fetchall()):
            yield from (row[0] for row in page)
            last = page[-1][0]

    def extractions(self, document_id: str | None = None) -> Iterator[Extraction]:
        """All extractions, or those of all versions of one document; grouped by the bytes that they were made of."""
        if not self._is_there():
            return
        condition = "" if document_id is None else "WHERE documents.id = ?"
        query = (
            "SELECT extractions.number, document, documents.id, raw, format, part, context, tool, at, marks"
            f" FROM extractions JOIN documents ON documents.number = document {condition} ORDER BY raw, extractions.number"
        )
        for row in self._connection.execute(query, () if document_id is None else (document_id,)):
            yield Extraction._make((*row[:-1], tuple(Mark(**mark) for mark in json.loads(row[-1]))))

    def documents_of(self, sha256: str, form: str, context: str, tool: str) -> list[str]:
        """The ids of the documents that were extracted from bytes in just this way."""
        query = (
            "SELECT documents.id FROM extractions JOIN documents ON documents.number = document"
            " WHERE raw = ? AND format = ? AND context = ? AND tool = ?"
        )
        return [row[0] for row in self._all(query, sha256, form, context, tool)]

    def origins(self, sha256: str) -> list[Seen]:
        """The places that bytes came from, in the order in which they did."""
        query = "SELECT place, details, at, tool FROM origins WHERE raw = ? ORDER BY number"
        return [Seen(*row) for row in self._all(query, sha256)]

    def fetches(self, url: str | None = None, newest: int = NEWEST) -> list[Fetch]:
        """The requests for a URL, or all, newest first, at most so many."""
        condition, values = ("", ()) if url is None else ("WHERE url = ?", (url,))
        columns = "url, at, status, sha256, etag, modified, error"
        query = f"SELECT {columns} FROM fetches {condition} ORDER BY number DESC LIMIT ?"
        return [Fetch(*row) for row in self._all(query, *values, newest)]

    def last_kept_fetch(self, url: str) -> Fetch | None:
        """The last request for a URL that gave something which is kept, or found it unchanged; null without one."""
        columns = "url, at, status, sha256, etag, modified, error"
        query = (
            f"SELECT {columns} FROM fetches WHERE url = ? AND error IS NULL AND"
            " (sha256 IS NULL OR EXISTS (SELECT 1 FROM raws WHERE raws.sha256 = fetches.sha256))"
            " ORDER BY number DESC LIMIT 1"
        )
        rows = self._all(query, url)
        return Fetch(*rows[0]) if rows else None

    def timestamps(self) -> list[Timestamp]:
        """The tokens of timestamp authorities, in the order in which they came."""
        return [
            Timestamp(*row)
            for row in self._all("SELECT head, at, authority, token FROM timestamps ORDER BY number")
        ]

    def _add(self, kind: str, columns: str, *values: object) -> None:
        """Add a row and its entry in the log; a row that is there already is passed over."""
        places = ", ".join("?" * len(values))
        cursor = self._connection.execute(
            f"INSERT INTO {columns} VALUES ({places}) ON CONFLICT DO NOTHING", values
        )
        if cursor.rowcount and cursor.lastrowid:
            self.chain.add(kind, cursor.lastrowid)

    def _is_there(self) -> bool:
        query = "SELECT 1 FROM sqlite_master WHERE name = 'timestamps'"
        return self._connection.execute(query).fetchone() is not None

    def _all(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall() if self._is_there() else []


def now() -> int:
    """Unix seconds."""
    return int(time.time())


def _unpacked(sha256: str, packed: int, body: bytes, size: int) -> bytes:
    if not packed:
        return bytes(body)
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(body, size + 1)
    except zlib.error:
        raise StoreError(f"the bytes under {sha256} cannot be unpacked: the store is damaged") from None
    return data
