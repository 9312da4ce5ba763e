"""Documents and their readings -> one SQLite file, and out again as streams in the order they were kept in.

Append-only: nothing that was kept is changed or dropped. A document that comes again with another date or
source, an edited post with another text, and a reading with another pack version are added beside what is
there; the latest counts, `versions` gives all. Whatever is added is logged (`chain.py`).
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from waqai.errors import SourceError, StoreError
from waqai.records import Claim, Document, Leftover, Reading, claim_from_json, to_json
from waqai.store.copies import Copies
from waqai.store.evidence import Evidence
from waqai.store.file import open_file, store_error

PAGE = 200  # documents fetched at once by the iterators, so that no read holds the file for long
LATEST = "number = (SELECT max(number) FROM documents AS later WHERE later.id = documents.id)"
UNREAD = "NOT EXISTS (SELECT 1 FROM readings WHERE document = documents.number AND pack_version = ?)"
NEVER_READ = "NOT EXISTS (SELECT 1 FROM readings WHERE document = documents.number)"
HOLDERS = (
    "SELECT DISTINCT documents.id FROM claims JOIN readings ON readings.number = claims.reading"
    " JOIN documents ON documents.number = readings.document"
    " WHERE claim_id >= ? AND claim_id < ? LIMIT 50"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document with its raw bytes' SHA-256, its latest reading (null: unread) and when, in unix seconds."""

    document: Document
    sha256: str
    reading: Reading | None
    read_at: int | None


def open_store(path: Path | str, readonly: bool = False) -> Store:
    """The store in a file; made where there is none, unless `readonly`.

    Raises StoreError where the file is missing (readonly), locked, not a store, or of a newer waqai.
    """
    return Store(Path(path), open_file(Path(path), readonly))


class Store:
    """An open store, to be used as a context manager; its methods raise StoreError, with what to do next."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Take over an open connection to a file that holds the schema; `open_store` is the way to it."""
        self.path = path
        self._connection = connection
        self.evidence = Evidence(connection)
        self.copies = Copies(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is kept inside is committed together, or none of it. Keep it short: others wait."""
        if self._connection.in_transaction:
            yield
            return
        with self._errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def keep(
        self, document: Document, sha256: str, date_is_guess: bool = False, may_be_edited: bool = False
    ) -> bool:
        """Keep a document; false where it is there already.

        The same id and text with another date, source, url or title is kept as a later version, unless only
        a guessed date differs; so is one with another text, if it `may_be_edited` (its id names a post or page).
        Else raises SourceError where the id is there with another text.
        """
        row = (document.text, document.published, document.source, document.url, document.title)
        query = (
            "SELECT text, published, source, url, title FROM documents"
            " WHERE id = ? ORDER BY number DESC LIMIT 1"
        )
        add = (
            "INSERT INTO documents (id, sha256, text, published, source, url, title)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        with self.transaction():
            there = self._row(query, document.id)
            if there is not None and there[0] != document.text and not may_be_edited:
                raise SourceError(
                    f"the id {document.id} is kept already, with another text; "
                    "give each document an id of its own"
                )
            same = there is not None and there[0] == row[0] and there[2:] == row[2:]
            if same and (date_is_guess or there == row):
                return False
            number = self._connection.execute(add, (document.id, sha256, *row)).lastrowid
            self.evidence.chain.add("document", int(number or 0))
            return True

    def is_kept(self, document_id: str) -> bool:
        """Whether a document of this id is kept."""
        with self._errors():
            return self._row("SELECT 1 FROM documents WHERE id = ? LIMIT 1", document_id) is not None

    def number_of(self, document_id: str) -> int:
        """The row of a document's latest version. Raises StoreError for an unknown document."""
        number = self._row("SELECT max(number) FROM documents WHERE id = ?", document_id)[0]
        if number is None:
            raise StoreError(f"no document {document_id} is kept; keep it before its reading")
        return int(number)

    def add_reading(self, reading: Reading, read_at: int | None = None) -> bool:
        """Add a reading of a kept document; false where that pack version has read it already.

        `read_at` is in unix seconds, now where it is not given. Raises StoreError for an unknown document.
        """
        add = (
            "INSERT INTO readings (document, pack_version, read_at, notes, leftovers) VALUES (?, ?, ?, ?, ?)"
        )
        with self.transaction():
            if self.is_read(reading.document_id, reading.pack_version):
                return False
            number = self.number_of(reading.document_id)
            at = int(time.time()) if read_at is None else read_at
            values = (number, reading.pack_version, at, _dump(reading.notes), _dump(reading.leftovers))
            added = self._connection.execute(add, values).lastrowid
            self._connection.executemany(
                "INSERT INTO claims (reading, position, claim_id, body) VALUES (?, ?, ?, ?)",
                ((added, place, claim.claim_id, _dump(claim)) for place, claim in enumerate(reading.claims)),
            )
            self.evidence.chain.add("reading", int(added or 0))
            return True

    def is_read(self, document_id: str, pack_version: str) -> bool:
        """Whether the latest version of a document has a reading with this pack version."""
        query = (
            "SELECT 1 FROM readings WHERE pack_version = ? AND document ="
            " (SELECT max(number) FROM documents WHERE id = ?)"
        )
        with self._errors():
            return self._row(query, pack_version, document_id) is not None

    def unread(self, pack_version: str) -> Iterator[Document]:
        """The documents whose latest version this pack version has not read."""
        return (document for _, document, _ in self._pages(UNREAD, pack_version))

    def never_read(self) -> Iterator[Document]:
        """The documents whose latest version no pack has read: a run was ended between keeping and reading it."""
        return (document for _, document, _ in self._pages(NEVER_READ))

    def documents(self) -> Iterator[Document]:
        """All documents, each in its latest version."""
        return (document for _, document, _ in self._pages("1"))

    def kept(self) -> Iterator[Kept]:
        """All documents with their latest readings."""
        for number, document, sha256 in self._pages("1"):
            yield Kept(document, sha256, *self._latest_reading(number, document.id))

    def claims(self) -> Iterator[tuple[Document, Claim]]:
        """The claims of each document's latest reading."""
        for kept in self.kept():
            for claim in kept.reading.claims if kept.reading else ():
                yield kept.document, claim

    def find(self, document_id: str) -> Kept | None:
        """One document with its latest reading; null where it is not kept."""
        for number, document, sha256 in self._pages("id = ?", document_id):
            return Kept(document, sha256, *self._latest_reading(number, document.id))
        return None

    def versions(self, document_id: str | None = None) -> Iterator[tuple[int, Kept]]:
        """All versions of one document or of all, each with its row's number and its own latest reading."""
        last = 0
        page: list[Any] = [None]
        query = (
            "SELECT number, sha256, id, text, published, source, url, title FROM documents"
            f" WHERE number > ? AND (? IS NULL OR id = ?) ORDER BY number LIMIT {PAGE}"
        )
        while page:
            with self._errors():
                page = self._all(query, last, document_id, document_id)
            for number, sha256, *fields in page:
                last, document = number, Document(*fields)
                yield number, Kept(document, sha256, *self._latest_reading(number, document.id))

    def claim(self, claim_id: str) -> tuple[Document, Claim] | None:
        """One claim of a latest reading, by its id or by the beginning of it; null where there is none.

        Raises StoreError where the beginning fits several.
        """
        with self._errors():
            holders = [row[0] for row in self._all(HOLDERS, claim_id, claim_id + "\U0010ffff")]
        found: dict[str, tuple[Document, Claim]] = {}
        for kept in filter(None, map(self.find, holders)):
            for claim in kept.reading.claims if kept.reading else ():
                if claim.claim_id == claim_id:
                    return kept.document, claim
                if claim.claim_id.startswith(claim_id):
                    found[claim.claim_id] = (kept.document, claim)
        if len(found) > 1:
            some = ", ".join(sorted(found)[:5])
            raise StoreError(f"{claim_id} is the beginning of several claims ({some}); give more of it")
        return next(iter(found.values()), None)

    def count(self) -> int:
        """How many documents are kept."""
        with self._errors():
            return int(self._row("SELECT count(DISTINCT id) FROM documents")[0])

    def rows(self, query: str, *values: object) -> list[Any]:
        """The rows of a query; for the tables of this package's other modules."""
        with self._errors():
            return self._all(query, *values)

    def pages(self, query: str, order: str, size: int = 5_000) -> Iterator[Any]:
        """The rows of a query without condition by pages; its first column is `order`, a number above 0."""
        last = 0
        while page := self.rows(f"{query} WHERE {order} > ? ORDER BY {order} LIMIT {size}", last):
            yield from page
            last = page[-1][0]

    def write(self, query: str, *values: object) -> int:
        """Run one statement in the transaction that is open, or in its own; the number of the row it added."""
        with self.transaction():
            return self._connection.execute(query, values).lastrowid or 0

    def write_all(self, query: str, values: Iterable[tuple[object, ...]]) -> None:
        """Run a statement for each row of values in the transaction that is open, or in its own."""
        with self.transaction():
            self._connection.executemany(query, values)

    def _latest_reading(self, number: int, document_id: str) -> tuple[Reading | None, int | None]:
        query = (
            "SELECT number, pack_version, read_at, notes, leftovers FROM readings"
            " WHERE document = ? ORDER BY number DESC LIMIT 1"
        )
        with self._errors():
            row = self._row(query, number)
            if row is None:
                return None, None
            bodies = self._all("SELECT body FROM claims WHERE reading = ? ORDER BY position", row[0])
        claims = tuple(claim_from_json(json.loads(body)) for (body,) in bodies)
        leftovers = tuple(Leftover(**data) for data in json.loads(row[4]))
        return Reading(document_id, row[1], claims, leftovers, tuple(json.loads(row[3]))), row[2]

    def _pages(self, condition: str, *values: object) -> Iterator[tuple[int, Document, str]]:
        """Latest versions that meet a condition, by pages: between them the file is free for writers."""
        query = (
            "SELECT number, sha256, id, text, published, source, url, title FROM documents"
            f" WHERE {condition} AND {LATEST} AND number > ? ORDER BY number LIMIT {PAGE}"
        )
        last = 0
        page: list[Any] = [None]
        while page:
            with self._errors():
                page = self._all(query, *values, last)
            for number, sha256, *fields in page:
                yield number, Document(*fields), sha256
                last = number

    def _row(self, query: str, *values: object) -> Any:
        return self._connection.execute(query, values).fetchone()

    def _all(self, query: str, *values: object) -> list[Any]:
        return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise store_error(error, self.path) from None


def _dump(record: object) -> str:
    return json.dumps(to_json(record), ensure_ascii=False, separators=(",", ":"))
