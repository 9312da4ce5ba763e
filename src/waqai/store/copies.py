"""Which kept documents are near-copies of one another: found when a document comes, never a reason to drop one.

A document's signature is a row of numbers; documents that share a whole band of it are looked at, and their share
of common shingles is counted (`sources/copies.py` makes both).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple

from waqai.store.chain import Chain

SCHEMA = """
CREATE TABLE IF NOT EXISTS signatures (
    band INTEGER NOT NULL, value INTEGER NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (band, value, document)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS near_copies (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL, other INTEGER NOT NULL, share REAL NOT NULL,
    UNIQUE (document, other)
);
"""
CANDIDATES = 20  # earlier documents that one is compared with, the latest first
SAME_BAND = "SELECT document FROM signatures WHERE band = ? AND value = ? AND document < ? ORDER BY document DESC LIMIT ?"


class Copy(NamedTuple):
    """Two documents by their ids and the share of their words that they have in common, 0 to 1."""

    document_id: str
    other_id: str
    share: float


class Copies:
    """The near-copies of an open store; `add` belongs inside the store's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` is that of the store."""
        self._connection = connection

    def add(
        self, document: int, bands: Iterable[int], share_with: Callable[[str], float], least: float
    ) -> list[Copy]:
        """Keep the bands of a document's row and the earlier documents that share `least` of it or more."""
        candidates: set[int] = set()
        for band, value in enumerate(bands):
            rows = self._connection.execute(SAME_BAND, (band, value, document, CANDIDATES))
            candidates.update(row[0] for row in rows)
            self._connection.execute(
                "INSERT OR IGNORE INTO signatures VALUES (?, ?, ?)", (band, value, document)
            )
        found: list[Copy] = []
        document_id = self._document(document)[0] if candidates else ""
        for other in sorted(candidates, reverse=True)[:CANDIDATES]:
            other_id, text = self._document(other)
            share = share_with(text) if other_id != document_id else 0.0
            if share >= least:
                self._keep(document, other, share)
                found.append(Copy(document_id, other_id, share))
        return found

    def of(self, document_id: str) -> list[Copy]:
        """The near-copies of a document, earlier and later ones, the nearest first."""
        return [copy for copy in self.all() if document_id in (copy.document_id, copy.other_id)]

    def all(self) -> list[Copy]:
        """All pairs, the nearest first; each has the later document first."""
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'near_copies'").fetchone():
            return []
        query = (
            "SELECT a.id, b.id, share FROM near_copies JOIN documents AS a ON a.number = document"
            " JOIN documents AS b ON b.number = other ORDER BY share DESC, near_copies.number"
        )
        return [Copy(*row) for row in self._connection.execute(query)]

    def _keep(self, document: int, other: int, share: float) -> None:
        cursor = self._connection.execute(
            "INSERT INTO near_copies (document, other, share) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (document, other, round(share, 3)),
        )
        if cursor.rowcount and cursor.lastrowid:
            Chain(self._connection).add("copy", cursor.lastrowid)

    def _document(self, number: int) -> tuple[str, str]:
        query = "SELECT id, text FROM documents WHERE number = ?"
        row = self._connection.execute(query, (number,)).fetchone()
        return str(row[0]), str(row[1])
