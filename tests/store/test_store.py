"""The store: what is kept stays, a second time changes nothing, and faults say what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from samples import TEXT, sample_claim

from waqai.errors import SourceError, StoreError
from waqai.records import Document, Leftover, Reading
from waqai.store import file, open_store
from waqai.store import store as store_module

DOCUMENT = Document("a", TEXT, "2024-05-01", "s", "http://u", "t")


def reading(document: Document = DOCUMENT, version: str = "1") -> Reading:
    """A reading with a claim, a leftover and a note."""
    return Reading(
        document.id, version, (sample_claim(document),), (Leftover(0, 3, TEXT[:3], "acts:1"),), ("a note",)
    )


def test_what_is_kept_comes_out_the_same(tmp_path: Path) -> None:
    """Documents, readings and claims survive the file, with every field."""
    path = tmp_path / "waqai.db"
    with open_store(path) as store:
        assert store.keep(DOCUMENT, "f" * 64) and store.add_reading(reading(), read_at=7)
    with open_store(path, readonly=True) as store:
        (kept,) = store.kept()
        assert (kept.document, kept.sha256, kept.reading, kept.read_at) == (
            DOCUMENT,
            "f" * 64,
            reading(),
            7,
        )
        assert list(store.claims()) == [(DOCUMENT, sample_claim(DOCUMENT))]
        assert list(store.documents()) == [DOCUMENT] and store.count() == 1
        assert store.find("a") == kept and store.find("b") is None


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """Keeping and reading a second time with one pack version adds no row."""
    with open_store(tmp_path / "waqai.db") as store:
        assert [store.keep(DOCUMENT, "f") for _ in range(2)] == [True, False]
        assert [store.add_reading(reading()) for _ in range(2)] == [True, False]
        assert len(list(store.claims())) == 1


def test_another_pack_version_is_added_beside(tmp_path: Path) -> None:
    """The latest reading counts, the earlier one stays in the file."""
    path = tmp_path / "waqai.db"
    with open_store(path) as store:
        store.keep(DOCUMENT, "f")
        store.add_reading(reading())
        assert list(store.unread("2")) == [DOCUMENT] and list(store.unread("1")) == []
        store.add_reading(Reading("a", "2"))
        assert list(store.claims()) == [] and store.is_read("a", "1") and store.is_read("a", "2")
        assert store.claim("a#1") is None
    assert sqlite3.connect(path).execute("SELECT count(*) FROM readings").fetchone() == (2,)


def test_a_better_date_is_a_later_version(tmp_path: Path) -> None:
    """Another date or source is kept beside the first, unread; a guessed date is no news."""
    later = Document("a", TEXT, "2024-06-01", "s", "http://u", "t")
    with open_store(tmp_path / "waqai.db") as store:
        store.keep(DOCUMENT, "f")
        store.add_reading(reading())
        assert not store.keep(later, "f", date_is_guess=True)
        assert store.keep(later, "f") and not store.is_read("a", "1")
        assert list(store.documents()) == [later] and list(store.claims()) == []
        with pytest.raises(SourceError, match="id a is kept already, with another text"):
            store.keep(Document("a", "other", "2024-05-01"), "e")


def test_a_claim_is_found_by_its_beginning(tmp_path: Path) -> None:
    """A whole id or a beginning that fits one claim finds it; one that fits several is refused."""
    claims = tuple(sample_claim(DOCUMENT, number) for number in (1, 2, 10))
    with open_store(tmp_path / "waqai.db") as store:
        store.keep(DOCUMENT, "f")
        store.add_reading(Reading("a", "1", claims))
        for asked, found in (("a#1", "a#1"), ("a#10", "a#10"), ("a#2", "a#2")):
            answer = store.claim(asked)
            assert answer and answer[1].claim_id == found
        assert store.claim("b") is None
        with pytest.raises(StoreError, match="several claims"):
            store.claim("a#")


def test_iterators_go_by_pages_and_allow_writing_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unread documents can be read and their readings added while they are gone through."""
    monkeypatch.setattr(store_module, "PAGE", 3)
    with open_store(tmp_path / "waqai.db") as store, open_store(tmp_path / "waqai.db") as other:
        with store.transaction():
            for number in range(10):
                store.keep(Document(f"d{number}", TEXT, "2024-05-01"), "f")
        for document in other.unread("1"):
            store.add_reading(Reading(document.id, "1"))
        assert [kept.document.id for kept in store.kept()] == [f"d{number}" for number in range(10)]
        assert list(store.unread("1")) == []


def test_a_transaction_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """What goes wrong inside takes back all that was kept inside."""
    with open_store(tmp_path / "waqai.db") as store:
        with pytest.raises(KeyboardInterrupt), store.transaction():
            store.keep(DOCUMENT, "f")
            raise KeyboardInterrupt
        assert store.count() == 0
        with pytest.raises(StoreError, match="keep it before its reading"):
            store.add_reading(reading())


def test_commits_outlast_a_power_cut(tmp_path: Path) -> None:
    """The file is in WAL mode and every commit waits for the disk."""
    with open_store(tmp_path / "waqai.db") as store:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2)):
            assert store._connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def _not_a_database(path: Path) -> None:
    path.write_bytes(b"this is no database" * 100)


def _another_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def _newer(path: Path) -> None:
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_not_a_database, "is not a waqai store"),
        (_another_database, "not a waqai store"),
        (_newer, "newer waqai .*upgrade"),
        (lambda path: path.mkdir(), "is a folder; name a file"),
    ],
)
def test_what_is_no_store_is_refused_and_left_alone(
    tmp_path: Path, make: object, words: str, readonly: bool
) -> None:
    """Other files are not written to, and the error says what they are and what to do."""
    path = tmp_path / "waqai.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=words) as caught:
        open_store(path, readonly)
    assert caught.value.where == str(path)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_store_is_not_made_by_readers(tmp_path: Path) -> None:
    """Opening read-only what is not there is an error that names the command that makes a store."""
    with pytest.raises(StoreError, match="`waqai read` makes one"):
        open_store(tmp_path / "waqai.db", readonly=True)
    assert not list(tmp_path.iterdir())
    with pytest.raises(StoreError, match="check that its folder exists"):
        open_store(tmp_path / "no" / "waqai.db")


def test_a_locked_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits for another one, then gives up with advice."""
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    path = tmp_path / "waqai.db"
    with open_store(path) as store, open_store(path) as other, store.transaction():
        store.keep(DOCUMENT, "f")
        with pytest.raises(StoreError, match="locked by another program; wait"):
            other.keep(DOCUMENT, "f")
        assert other.count() == 0


def test_a_read_only_store_can_be_read_not_written(tmp_path: Path) -> None:
    """Read-only opening gives all documents, and writing is refused with advice."""
    path = tmp_path / "waqai.db"
    with open_store(path) as store:
        store.keep(DOCUMENT, "f")
    with open_store(path, readonly=True) as store:
        assert store.count() == 1
        with pytest.raises(StoreError, match="cannot be written; change its permissions"):
            store.keep(Document("b", TEXT, "2024-05-01"), "e")


def test_a_full_disk_loses_only_what_was_not_committed(tmp_path: Path) -> None:
    """SQLite's own page limit stands in for the disk: the error says so, and the store goes on afterwards."""
    with open_store(tmp_path / "waqai.db") as store:
        store.keep(DOCUMENT, "f")
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="disk is full; free some space"):
            store.keep(Document("b", "x" * 100_000, "2024-05-01"), "e")
        store._connection.execute("PRAGMA max_page_count = 1000000")
        assert [document.id for document in store.documents()] == ["a"]
        assert store.keep(Document("b", "x" * 100_000, "2024-05-01"), "e")
