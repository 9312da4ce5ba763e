"""The log: one entry for whatever is kept, each with the hash of the one before, so that no change goes unseen.

An entry's hash is the SHA-256 of its predecessor's hash and its own content; an entry names a row of the store
with the SHA-256 of that row. Who changes, drops or slips in a row breaks the chain or leaves it without a fit.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

SCHEMA = """
CREATE TABLE IF NOT EXISTS log (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, row INTEGER NOT NULL,
    digest TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS log_by_row ON log (kind, row);
"""
FIRST = "0" * 64
# kind of entry -> the columns of its row that are hashed
ROWS = {
    "document": "SELECT number, id, sha256, text, published, source, url, title FROM documents",
    "reading": "SELECT number, document, pack_version, read_at, notes, leftovers, "
    "(SELECT json_group_array(body) FROM (SELECT body FROM claims WHERE reading = readings.number "
    "ORDER BY position)) FROM readings",
    "raw": "SELECT number, sha256, size FROM raws",
    "extraction": "SELECT number, document, raw, format, part, context, tool, at, marks FROM extractions",
    "origin": "SELECT number, raw, place, details, at, tool FROM origins",
    "fetch": "SELECT number, url, at, status, sha256, etag, modified, error FROM fetches",
    "copy": "SELECT number, document, other, share FROM near_copies",
    "timestamp": "SELECT number, head, at, authority, hex(token) FROM timestamps",
    "leak_decision": "SELECT number, finding, kind, profile, verdict, author, at, reason FROM leak_decisions",
    "release": "SELECT number, profile, format, policy, events, sha256, author, at FROM releases",
}


class Entry(NamedTuple):
    """One entry: when (unix seconds), what kind of row, which, and the hashes of the row and of the entry."""

    number: int
    at: int
    kind: str
    row: int
    digest: str
    hash: str


def digest_of(row: Sequence[object]) -> str:
    """The SHA-256 of a row's cells as JSON, in hexadecimal."""
    return hashlib.sha256(json.dumps(list(row), ensure_ascii=False).encode("utf-8")).hexdigest()


def link(previous: str, at: int, kind: str, row: int, digest: str) -> str:
    """The hash of an entry, from that of the one before."""
    return digest_of((previous, at, kind, row, digest))


class Chain:
    """The log of an open store. Entries are added inside the transaction that adds their rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` is that of the store."""
        self._connection = connection

    def is_there(self) -> bool:
        """Whether the store has a log; one that an older waqai wrote has none until it is written again."""
        query = "SELECT 1 FROM sqlite_master WHERE name = 'log'"
        return self._connection.execute(query).fetchone() is not None

    def add(self, kind: str, row: int) -> None:
        """Log a row that was just added."""
        cells = self._connection.execute(f"{ROWS[kind]} WHERE number = ?", (row,)).fetchone()
        self.add_digest(kind, row, digest_of(cells))

    def add_digest(self, kind: str, row: int, digest: str) -> None:
        """Log a row whose digest is known; for tables that are not of ROWS."""
        at = int(time.time())
        self._connection.execute(
            "INSERT INTO log (at, kind, row, digest, hash) VALUES (?, ?, ?, ?, ?)",
            (at, kind, row, digest, link(self.head(), at, kind, row, digest)),
        )

    def head(self) -> str:
        """The hash of the last entry; zeros where there is none."""
        row = self._connection.execute("SELECT hash FROM log ORDER BY number DESC LIMIT 1").fetchone()
        return str(row[0]) if row else FIRST

    def adopt(self) -> None:
        """Log the rows that were kept before there was a log."""
        for kind, query in ROWS.items():
            for row in list(self._rows(query)):
                self.add_digest(kind, row[0], digest_of(row))

    def holds(self, head: str) -> bool:
        """Whether a hash that was noted elsewhere is that of an entry."""
        found = self._connection.execute("SELECT 1 FROM log WHERE hash = ?", (head,)).fetchone()
        return head == FIRST or found is not None

    def count(self) -> int:
        """How many entries there are."""
        return int(self._connection.execute("SELECT count(*) FROM log").fetchone()[0])

    def faults(self) -> Iterator[str]:
        """What does not fit: links that break, rows that were changed, dropped or never logged."""
        previous, expected = FIRST, 1
        query = "SELECT number, at, kind, row, digest, hash FROM log ORDER BY number"
        for entry in map(Entry._make, self._connection.execute(query)):
            if entry.number != expected:
                yield f"log: entries {expected} to {entry.number - 1} are gone"
            if entry.hash != link(previous, entry.at, entry.kind, entry.row, entry.digest):
                yield f"log: entry {entry.number} ({entry.kind} {entry.row}) does not follow from the one before"
            previous, expected = entry.hash, entry.number + 1
        for kind in ROWS:
            yield from self._row_faults(kind)

    def _row_faults(self, kind: str) -> Iterator[str]:
        digests: dict[int, str] = dict(
            self._connection.execute("SELECT row, digest FROM log WHERE kind = ?", (kind,))
        )
        for row in self._rows(ROWS[kind]):
            logged = digests.pop(row[0], None)
            if logged is None:
                yield f"{kind} {row[0]}: was never logged"
            elif logged != digest_of(row):
                yield f"{kind} {row[0]}: was changed after it was logged"
        yield from (f"{kind} {row}: was logged and is gone" for row in digests)

    def _rows(self, query: str) -> Iterator[Sequence[Any]]:
        """The rows of a kind; none where its table has not been needed yet."""
        table = query.rsplit(" ", 1)[1]
        if self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            yield from self._connection.execute(query)
