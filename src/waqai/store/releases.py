"""What people decided on possible leaks, and what left under which profile: lines in, lines out, each in the log."""

from __future__ import annotations

from typing import NamedTuple

from waqai.store.store import Store

# made when first needed, so that a store of an older waqai takes them too
TABLES = (
    "CREATE TABLE IF NOT EXISTS leak_decisions (number INTEGER PRIMARY KEY, finding TEXT NOT NULL, kind TEXT NOT NULL,"
    " profile TEXT NOT NULL, verdict TEXT NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS releases (number INTEGER PRIMARY KEY, profile TEXT NOT NULL, format TEXT NOT NULL,"
    " policy TEXT NOT NULL, events INTEGER NOT NULL, sha256 TEXT NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL)",
)


class LeakDecision(NamedTuple):
    """What somebody decided of one finding for one profile: `keep` or `hide`, why, and when (unix seconds).

    The words themselves are not kept here: `finding` is a digest of them.
    """

    finding: str
    kind: str
    profile: str
    verdict: str
    author: str
    at: int
    reason: str


class Release(NamedTuple):
    """A file that was written under a profile: its format, policy, how many events, and its SHA-256."""

    profile: str
    format: str
    policy: str
    events: int
    sha256: str
    author: str
    at: int


class Releases:
    """The decisions and releases of one open store; errors are StoreError."""

    def __init__(self, store: Store) -> None:
        """`store` is open; writing needs one open for writing."""
        self._store = store

    def decide(self, decision: LeakDecision) -> None:
        """Add a decision; of several on one finding and profile the last counts."""
        self._add("leak_decision", "leak_decisions", LeakDecision._fields, decision)

    def add(self, release: Release) -> None:
        """Add a file that was written."""
        self._add("release", "releases", Release._fields, release)

    def verdicts(self, profile: str) -> dict[str, str]:
        """The verdict that counts on each finding, for a profile."""
        if not self._is_there():
            return {}
        query = "SELECT finding, verdict FROM leak_decisions WHERE profile = ? ORDER BY number"
        return dict(self._store.rows(query, profile))

    def releases(self) -> list[Release]:
        """What was written, in its order."""
        if not self._is_there():
            return []
        columns = ", ".join(Release._fields)
        return [Release(*row) for row in self._store.rows(f"SELECT {columns} FROM releases ORDER BY number")]

    def _is_there(self) -> bool:
        return bool(self._store.rows("SELECT 1 FROM sqlite_master WHERE name = 'releases'"))

    def _add(self, kind: str, table: str, columns: tuple[str, ...], values: tuple[object, ...]) -> None:
        with self._store.transaction():
            for statement in TABLES:
                self._store.write(statement)
            marks = ", ".join("?" * len(columns))
            number = self._store.write(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", *values
            )
            self._store.evidence.chain.add(kind, number)
