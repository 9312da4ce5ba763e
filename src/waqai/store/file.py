"""A path -> an open SQLite file that holds the store's schema; and SQLite's errors in the user's words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from waqai.errors import StoreError
from waqai.store import chain, copies, evidence

APPLICATION_ID = 0x77617161  # "waqa" in ASCII: marks an SQLite file as a store
SCHEMA_VERSION = 2
BUSY_SECONDS = 10.0

SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,  -- a later row of one id is a later version of it
    id TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL, published TEXT NOT NULL,
    source TEXT NOT NULL, url TEXT, title TEXT
);
CREATE INDEX documents_by_id ON documents (id, number);
CREATE TABLE readings (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (number),
    pack_version TEXT NOT NULL, read_at INTEGER NOT NULL, notes TEXT NOT NULL, leftovers TEXT NOT NULL,
    UNIQUE (document, pack_version)
);
CREATE TABLE claims (
    reading INTEGER NOT NULL REFERENCES readings (number), position INTEGER NOT NULL,
    claim_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (reading, position)
) WITHOUT ROWID;
CREATE INDEX claims_by_id ON claims (claim_id);
"""

# What version 2 adds: judgements and events. The log and the feed are only ever added to; traits, places in the queue and
# the present event of each claim are remembered results, made anew from claims and judgements at will.
EVENT_SCHEMA = """
CREATE TABLE judgements (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, left_claim TEXT NOT NULL, right_claim TEXT NOT NULL,
    verdict TEXT NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL, reason TEXT NOT NULL, score REAL,
    model TEXT, levels BLOB, left_seal TEXT NOT NULL, right_seal TEXT NOT NULL, undoes INTEGER
);
CREATE INDEX judgements_left ON judgements (left_claim);
CREATE INDEX judgements_right ON judgements (right_claim);
CREATE TABLE levels (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE models (version TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE traits (
    claim_id TEXT PRIMARY KEY, document TEXT NOT NULL, node TEXT NOT NULL, seal TEXT NOT NULL,
    arrival INTEGER NOT NULL, lane INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    reading INTEGER NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
    compared INTEGER NOT NULL, pending INTEGER NOT NULL, event_key TEXT
) WITHOUT ROWID;
CREATE INDEX traits_by_time ON traits (lane, low);
CREATE INDEX traits_by_document ON traits (document);
CREATE INDEX traits_by_event ON traits (event_key);
CREATE INDEX traits_uncompared ON traits (low) WHERE compared = 0;
CREATE INDEX traits_pending ON traits (claim_id) WHERE pending = 1;
CREATE TABLE event_log (
    number INTEGER PRIMARY KEY, event_key TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL,
    why TEXT NOT NULL, successors TEXT NOT NULL, claims TEXT NOT NULL
);
CREATE INDEX event_log_by_key ON event_log (event_key, number);
CREATE TABLE progress (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
# tables that came after the first schema; a store without them is given them when it is opened for writing
LATER_TABLES = (evidence.SCHEMA, copies.SCHEMA, chain.SCHEMA)

LOCKED = "is locked by another program; wait until it is done, or close it, and run this again"
ADVICE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: "cannot be written; change its permissions or name another with `--store`",
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run this again: what was kept stays kept",
    sqlite3.SQLITE_IOERR: "cannot be read or written; is the disk full or failing? Mend it, run this again",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a copy of it or name another with `--store`",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "is not a waqai store; name another file with `--store`",
}


def store_error(error: sqlite3.Error, path: Path) -> StoreError:
    """What went wrong with the file and what to do about it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StoreError(ADVICE.get(code, f"cannot be used ({error})"), where=str(path))


def open_file(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection to a store's file, in autocommit; the file is made where there is none, unless `readonly`.

    Raises StoreError where the file is missing (readonly), locked, not a store, or of a newer waqai.
    """
    if readonly and not path.exists():
        raise StoreError(
            "no store here; `waqai read` makes one, `--store FILE` names another", where=str(path)
        )
    if path.is_dir():
        raise StoreError("is a folder; name a file with `--store`", where=str(path))
    try:
        return _open(path, readonly)
    except sqlite3.Error as error:
        raise store_error(error, path) from None


def _open(path: Path, readonly: bool) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    try:
        # Readers open for writing too and then forbid it: only so does SQLite clear its side files away.
        return _connect(address + ("?mode=rw" if readonly else "?mode=rwc"), path, readonly)
    except sqlite3.OperationalError:
        # A store on a medium that cannot be written has no room for SQLite's side files; without a
        # journal to replay it is safe to read as it lies.
        journal = path.with_name(path.name + "-wal")
        if not readonly or (journal.exists() and journal.stat().st_size):
            raise
        return _connect(address + "?mode=ro&immutable=1", path, readonly)


def _connect(address: str, path: Path, readonly: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA query_only = ON" if readonly else "PRAGMA synchronous = FULL")
        _check(connection, path, readonly)
        if not readonly:
            _add_later_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
    """Make the schema in an empty file; refuse what is no store, or a newer one."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if not application and not readonly and _is_empty(connection):
        _make_schema(connection)
    elif application != APPLICATION_ID:
        raise StoreError(
            "is a database but not a waqai store; name another file with `--store`", where=str(path)
        )
    elif version > SCHEMA_VERSION:
        raise StoreError(
            f"was written by a newer waqai (schema {version}, this one knows {SCHEMA_VERSION}); "
            "upgrade waqai or name another file with `--store`",
            where=str(path),
        )
    elif version < SCHEMA_VERSION and not readonly:
        _upgrade(connection)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _make_schema(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if _is_empty(connection):  # another process may have made it between the look and the lock
        for statement in (SCHEMA + EVENT_SCHEMA).split(";")[:-1]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _upgrade(connection: sqlite3.Connection) -> None:
    """Add to an older store what this version keeps beside; what is there stays as it is."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
        for statement in EVENT_SCHEMA.split(";")[:-1]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _add_later_tables(connection: sqlite3.Connection) -> None:
    """Give an older store the tables that it lacks, and log what it holds already."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'log'").fetchone():
        return  # the log is made last
    connection.execute("BEGIN IMMEDIATE")
    for schema in LATER_TABLES:
        for statement in schema.split(";\n")[:-1]:
            connection.execute(statement)
    log = chain.Chain(connection)
    if not log.count():
        log.adopt()
    connection.execute("COMMIT")
