"""`waqai verify` and `waqai history`: what was kept is proved whole, and each thing that was tampered with is named."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main
from waqai.store import open_store


@pytest.fixture
def kept(reader: Reader) -> Path:
    """A store with two documents, one of them with a claim."""
    Path("2024-05-01-a.txt").write_text(TEXT, encoding="utf-8")
    row = {"id": "b", "published": "2024-05-02", "text": "هدوء في المدينة", "source": "s"}
    Path("b.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert main(["read", "2024-05-01-a.txt", "b.jsonl"]) == 0
    return Path("waqai.db")


def test_a_whole_store_holds(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All is hashed, extracted and read again; the status is 0 and the log's last hash is told."""
    capsys.readouterr()
    assert main(["verify"]) == 0
    out = capsys.readouterr().out
    for words in (
        "2 raw files re-hashed", "log entries checked", "2 extractions made again", "2 documents read again",
        "7 cells checked", "All holds", "The log's last hash: ",
    ):  # fmt: skip
        assert words in out
    head = out.split("last hash: ")[1].split()[0]
    assert main(["verify", "--head", head, "--quick"]) == 0
    assert main(["verify", "--head", "0" * 63 + "1"]) == 1


TAMPERED = [
    ("UPDATE raws SET body = body || x'20'", "the bytes were changed"),
    ("DELETE FROM raws WHERE number = 1", "raw 1: was logged and is gone"),
    (
        "UPDATE documents SET text = replace(text, 'ثلاثة', 'ثلاثون')",
        "document 1: was changed after it was logged",
    ),
    ("UPDATE documents SET text = replace(text, 'ثلاثة', 'ثلاثون')", "its text is not what"),
    (
        "UPDATE documents SET text = replace(text, 'ثلاثة', 'ثلاثون')",
        "fatalities “ثلاثة مدنيين” does not stand at",
    ),
    ("UPDATE documents SET published = '2024-06-01'", "its published is not what"),
    ("UPDATE documents SET source = 'x' WHERE id = 'b'", "its source is not what"),
    ("UPDATE claims SET body = replace(body, '\"low\":3', '\"low\":30')", "fatalities is"),
    ("UPDATE claims SET body = replace(body, '\"low\":3', '\"low\":30')", "reading 1: was changed"),
    ("DELETE FROM claims", "the text gives it, and it is not kept"),
    ("DELETE FROM log WHERE number = 3", "log: entries 3 to 3 are gone"),
    ("UPDATE log SET at = at - 1 WHERE number = 2", "log: entry 2"),
    ("UPDATE origins SET place = 'elsewhere'", "origin 1: was changed"),
    ("INSERT INTO fetches (url, at, status) VALUES ('http://x', 1, 200)", "fetch 1: was never logged"),
    ("UPDATE raws SET packed = 1", "cannot be unpacked"),
]


@pytest.mark.parametrize(("change", "words"), TAMPERED)
def test_what_was_tampered_with_is_named(
    kept: Path, capsys: pytest.CaptureFixture[str], change: str, words: str
) -> None:
    """Each change of a kept thing is a line, and the status is 1."""
    with sqlite3.connect(kept) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        assert connection.execute(change).rowcount
    connection.close()
    capsys.readouterr()
    assert main(["verify"]) == 1
    said = capsys.readouterr()
    assert words in said.err and "faults in waqai.db" in said.out


def test_an_older_store_opens_and_is_logged_when_written(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store without evidence is read as it is; the next `read` logs what it held and adds the bytes."""
    Path("2024-05-01-a.txt").write_text(TEXT, encoding="utf-8")
    main(["read", "2024-05-01-a.txt"])
    with sqlite3.connect("waqai.db") as connection:
        tables = (
            "raws",
            "extractions",
            "origins",
            "fetches",
            "timestamps",
            "signatures",
            "near_copies",
            "log",
        )
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert "not checked: the store is older than the log" in capsys.readouterr().out
    with open_store("waqai.db", readonly=True) as store:
        assert store.count() == 1 and store.copies.all() == [] and store.evidence.raw("x") is None
        assert store.evidence.fetches() == [] and list(store.evidence.extractions()) == []
    assert main(["read", "2024-05-01-a.txt"]) == 0
    capsys.readouterr()
    assert main(["verify"]) == 0
    out = capsys.readouterr().out
    assert "1 raw files re-hashed" in out and "All holds" in out


def test_the_history_of_a_document(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it came from, its raw bytes, its tool and its claims; and the bytes themselves on demand."""
    with open_store(kept, readonly=True) as store:
        document_id = next(store.documents()).id
    capsys.readouterr()
    assert main(["history", document_id, "--raw", "raw.bin"]) == 0
    out = capsys.readouterr().out
    for words in (
        "Version 1 of 1",
        "sha256 " + document_id,
        "as text by waqai",
        "2024-05-01-a.txt, first",
        "Air/drone",
    ):
        assert words in out
    assert Path("raw.bin").read_bytes() == TEXT.encode()
    assert main(["history", document_id, "--raw", "raw.bin"]) == 1
    assert main(["history", "none"]) == 1
    assert "no document none" in capsys.readouterr().err


def test_near_copies_are_kept_and_linked(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A re-post with a few words more is a document of its own, tied to the first; another text is not."""
    posts = [
        TEXT + " وقال مراسلنا إن القصف استمر حتى المساء",
        "عاجل " + TEXT + " وقال مراسلنا إن القصف استمر حتى المساء",
    ]
    posts.append("اجتمع مجلس المدينة صباح اليوم وناقش أعضاؤه خطة توزيع المياه على الأحياء في الصيف القادم")
    rows = ({"id": f"p{n}", "published": "2024-05-01", "text": text} for n, text in enumerate(posts))
    Path("posts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main(["read", "posts.jsonl"]) == 0
    out = capsys.readouterr().out
    assert "3 kept" in out and "1 nearly the same as an earlier one" in out
    with open_store("waqai.db", readonly=True) as store:
        ((later, earlier, share),) = store.copies.all()
    assert (later, earlier) == ("p1", "p0") and share > 0.8
    assert main(["history", "p0"]) == 0
    assert "Nearly the same as p1" in capsys.readouterr().out
