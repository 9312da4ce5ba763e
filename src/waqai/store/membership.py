"""What the store remembers of claims for events: their traits, what is still to be compared or clustered, their event;
and the feed of changes to events, which is only ever added to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from waqai.records import ChangeKind, Claim, Document, claim_from_json
from waqai.store.store import Store

MANY = 400  # values bound to one query
MEMBER = "claim_id, document, node, seal, arrival, event_key"


class Row(NamedTuple):
    """A claim's row: where it stands in the store, its seal, when it may have been, its trait as JSON.

    `low` and `high` are the first and last day that others may match; `lane` parts short from long spans of them.
    """

    claim_id: str
    document: str
    node: str
    seal: str
    arrival: int
    lane: int
    low: int
    high: int
    reading: int
    position: int
    body: str


class Member(NamedTuple):
    """A claim with its document's event, its seal, the order in which it came, and the event that it is in now."""

    claim_id: str
    document: str
    node: str
    seal: str
    arrival: int
    event_key: str | None


class Change(NamedTuple):
    """A line of the feed. `claims` are the event's claims from here on; none: a tombstone."""

    number: int
    event_key: str
    kind: ChangeKind
    at: int
    why: str
    successors: tuple[str, ...]
    claims: tuple[str, ...]


class NewReading(NamedTuple):
    """A reading that events do not know yet: its number, its document and that one's first number, its claims."""

    number: int
    first: int
    document: Document
    claims: tuple[Claim, ...]


class Membership:
    """The traits, the queue and the feed of one open store."""

    def __init__(self, store: Store) -> None:
        """`store` is open; errors are StoreError."""
        self._store = store

    @property
    def is_there(self) -> bool:
        """Whether the store has tables of events; one of an older waqai, opened for reading, has none."""
        return bool(self._store.rows("SELECT 1 FROM sqlite_master WHERE name = 'event_log'"))

    def new_readings(self, limit: int, after: int | None = None) -> list[NewReading]:
        """The next readings not known yet, or those `after` a number, in the order they came."""
        query = (
            "SELECT readings.number, documents.id, text, published, source, url, title,"
            " (SELECT min(number) FROM documents AS old WHERE old.id = documents.id)"
            " FROM readings JOIN documents ON documents.number = readings.document"
            " WHERE readings.number > ? ORDER BY readings.number LIMIT ?"
        )
        found = []
        for number, name, text, published, source, url, title, first in self._store.rows(
            query, self.known_reading() if after is None else after, limit
        ):
            bodies = self._store.rows("SELECT body FROM claims WHERE reading = ? ORDER BY position", number)
            claims = tuple(claim_from_json(json.loads(body)) for (body,) in bodies)
            found.append(
                NewReading(number, first, Document(name, text, published, source, url, title), claims)
            )
        return found

    def batches(self, size: int, most: int) -> list[int]:
        """The numbers after which the next batches of readings begin; empty where no reading is new."""
        query = "SELECT number FROM readings WHERE number > ? ORDER BY number LIMIT ?"
        known = self.known_reading()
        numbers = [row[0] for row in self._store.rows(query, known, size * most)]
        return [known, *(numbers[n - 1] for n in range(size, len(numbers), size))] if numbers else []

    def known_reading(self) -> int:
        """The number of the last reading that traits were made of."""
        found = self._store.rows("SELECT value FROM progress WHERE name = 'reading'")
        return int(found[0][0]) if found else 0

    def count_uncompared(self) -> int:
        """How many claims are not compared yet."""
        return int(self._store.rows("SELECT count(*) FROM traits WHERE compared = 0")[0][0])

    def count_new(self) -> int:
        """How many readings events do not know yet."""
        return int(
            self._store.rows("SELECT count(*) FROM readings WHERE number > ?", self.known_reading())[0][0]
        )

    def replace(self, document: str, rows: Sequence[Row]) -> None:
        """Put a document's new traits in place of its old ones; what was in an event with those is to be clustered."""
        old = {
            row[0] for row in self._store.rows("SELECT event_key FROM traits WHERE document = ?", document)
        }
        for key in old - {None}:
            self._store.write("UPDATE traits SET pending = 1 WHERE event_key = ?", key)
        if old:
            self._store.write("DELETE FROM traits WHERE document = ?", document)
        marks = ",".join("?" * len(Row._fields))
        self._store.write_all(f"INSERT INTO traits VALUES ({marks}, 0, 1, NULL)", rows)

    def set_known_reading(self, number: int) -> None:
        """Remember how far readings are known."""
        self._store.write("INSERT OR REPLACE INTO progress VALUES ('reading', ?)", number)

    def uncompared(self, limit: int) -> list[tuple[str, int, int]]:
        """The next claims not compared yet, the earliest first: claim id, first and last day that others may match."""
        query = "SELECT claim_id, low, high FROM traits WHERE compared = 0 ORDER BY low, claim_id LIMIT ?"
        return [tuple(row) for row in self._store.rows(query, limit)]

    def around(self, lane: int, low: int, high: int, width: int) -> Iterator[tuple[str, str, int, int]]:
        """Traits of a lane (spans of at most `width` days) that touch some days: JSON, seal, is it compared, first day."""
        query = "SELECT body, seal, compared, low FROM traits WHERE lane = ? AND low BETWEEN ? AND ? AND high >= ?"
        return iter(self._store.rows(query, lane, low - width, high, low))

    def set_compared(self, claims: Iterable[str]) -> None:
        """Note that claims have been compared with all that they may match."""
        self._store.write_all("UPDATE traits SET compared = 1 WHERE claim_id = ?", ((c,) for c in claims))

    def pending(self, limit: int) -> list[str]:
        """The next claims whose clusters are to be made."""
        query = "SELECT claim_id FROM traits WHERE pending = 1 ORDER BY claim_id LIMIT ?"
        return [row[0] for row in self._store.rows(query, limit)]

    def set_pending(self, claims: Iterable[str]) -> None:
        """Queue claims, and all that are in one event with them."""
        wanted = list(claims)
        for start in range(0, len(wanted), MANY):
            part = wanted[start : start + MANY]
            marks = ",".join("?" * len(part))
            keys = f"SELECT event_key FROM traits WHERE claim_id IN ({marks}) AND event_key IS NOT NULL"
            self._store.write(
                f"UPDATE traits SET pending = 1 WHERE pending = 0 AND (claim_id IN ({marks}) OR event_key IN ({keys}))",
                *part,
                *part,
            )

    def members(self, column: str, values: Iterable[str]) -> list[Member]:
        """The claims whose `claim_id`, `node` or `event_key` is one of some values."""
        wanted = list(values)
        found: list[Member] = []
        for start in range(0, len(wanted), MANY):
            part = wanted[start : start + MANY]
            query = f"SELECT {MEMBER} FROM traits WHERE {column} IN ({','.join('?' * len(part))})"
            found += [Member(*row) for row in self._store.rows(query, *part)]
        return found

    def all_members(self) -> list[Member]:
        """All claims."""
        return [Member(*row) for row in self._store.rows(f"SELECT {MEMBER} FROM traits ORDER BY claim_id")]

    def event_keys(self, document: str) -> dict[str, str]:
        """The events of a document's claims, by claim; a claim that is not resolved has none."""
        query = "SELECT claim_id, event_key FROM traits WHERE document = ? AND event_key IS NOT NULL"
        return dict(self._store.rows(query, document))

    def traits(self, claims: Iterable[str]) -> dict[str, str]:
        """Traits as JSON, by claim."""
        wanted = list(claims)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), MANY):
            part = wanted[start : start + MANY]
            query = f"SELECT claim_id, body FROM traits WHERE claim_id IN ({','.join('?' * len(part))})"
            found |= dict(self._store.rows(query, *part))
        return found

    def settle(self, keys: Iterable[tuple[str, str]]) -> None:
        """Note the event of each claim (event key, claim id) and that its cluster is made."""
        self._store.write_all("UPDATE traits SET event_key = ?, pending = 0 WHERE claim_id = ?", keys)

    def log(self, rows: Iterable[tuple[str, ChangeKind, int, str, Sequence[str], Sequence[str]]]) -> None:
        """Add lines to the feed: event key, kind, when, why, successors, claims."""
        add = "INSERT INTO event_log (event_key, kind, at, why, successors, claims) VALUES (?, ?, ?, ?, ?, ?)"
        self._store.write_all(
            add, ((k, kind, at, why, json.dumps(s), json.dumps(c)) for k, kind, at, why, s, c in rows)
        )

    def changes(self, since: int = 0) -> Iterator[Change]:
        """The feed after line `since`."""
        query = "SELECT number, event_key, kind, at, why, successors, claims FROM event_log"
        if since:
            rows: Iterable[Any] = self._store.rows(f"{query} WHERE number > ? ORDER BY number", since)
        else:
            rows = self._store.pages(query, "number")
        return (_change(row) for row in rows)

    def latest(self, key: str) -> Change | None:
        """The last line of the feed on an event, by its key or the beginning of one; null where there is none."""
        query = (
            "SELECT number, event_key, kind, at, why, successors, claims FROM event_log"
            " WHERE event_key >= ? AND event_key < ? ORDER BY number DESC LIMIT 1"
        )
        rows = self._store.rows(query, key, key + "\U0010ffff")
        return _change(rows[0]) if rows else None

    def keys(self) -> Iterator[str]:
        """The keys of all events that are, in their order."""
        query = "SELECT DISTINCT event_key FROM traits WHERE event_key IS NOT NULL ORDER BY event_key"
        return (row[0] for row in self._store.rows(query))

    def claims_of(self, claims: Iterable[str]) -> list[tuple[Document, Claim]]:
        """Claims with their documents, in the order of the ids."""
        query = (
            "SELECT documents.id, text, published, source, url, title, body_of.body FROM traits"
            " JOIN readings ON readings.number = traits.reading"
            " JOIN documents ON documents.number = readings.document"
            " JOIN claims AS body_of ON body_of.reading = traits.reading AND body_of.position = traits.position"
            " WHERE traits.claim_id = ?"
        )
        found = []
        for claim in sorted(claims):
            for *fields, body in self._store.rows(query, claim):
                found.append((Document(*fields), claim_from_json(json.loads(body))))
        return found


def _change(row: Sequence[Any]) -> Change:
    number, key, kind, at, why, successors, claims = row
    return Change(number, key, kind, at, why, tuple(json.loads(successors)), tuple(json.loads(claims)))
