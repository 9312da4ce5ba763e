"""`waqai read`: what is kept, what is said, and that nothing is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main
from waqai.store import open_store

ROOT = Path(__file__).parents[2]


def documents(number: int, name: str = "docs.jsonl") -> Path:
    """A file of JSON lines with so many documents, each with one claim."""
    rows = ({"id": f"d{n}", "published": "2024-05-01", "text": f"{n} {TEXT}"} for n in range(number))
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Path(name)


def test_the_main_job(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A text becomes a kept document with its claim, and a row of the table with all slots."""
    Path("2024-05-01-a.txt").write_text(TEXT, encoding="utf-8")
    assert main(["read", "2024-05-01-a.txt", "--source", "me"]) == 0
    out = capsys.readouterr().out
    for words in (
        "2024-05-01", "Air/drone strike", "بلدة مارع", "الطيران الروسي (?)", "→ مدنيين", "≥3 civilians",
        "5", "مصادر محلية", "1 kept, 0 unchanged, 0 failed; 1 document read, 1 claim, in waqai.db",
        "waqai explain", "· me ·",
    ):  # fmt: skip
        assert words in out
    assert "\u2068" not in out
    with open_store("waqai.db") as store:
        ((document, claim),) = store.claims()
    assert document.text == TEXT and claim.locations[0].text == "بلدة مارع"


def test_the_same_again_changes_nothing_and_says_so(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run reads nothing, adds nothing and says that it did not."""
    main(["read", str(documents(3))])
    before = sqlite3.connect("waqai.db").execute("SELECT * FROM documents, readings, claims").fetchall()
    capsys.readouterr()
    assert main(["read", "docs.jsonl"]) == 0
    assert capsys.readouterr().out == "Nothing new: 3 unchanged, kept and read already in waqai.db\n"
    assert (
        sqlite3.connect("waqai.db").execute("SELECT * FROM documents, readings, claims").fetchall() == before
    )
    assert len(reader.documents) == 3


def test_a_new_pack_reads_again(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """Another pack version adds readings to the documents that are kept."""
    main(["read", str(documents(2))])
    reader.version = "2"
    assert main(["read", "docs.jsonl"]) == 0
    assert "0 kept, 2 unchanged, 0 failed; 2 documents read" in capsys.readouterr().out


def test_a_guessed_date_is_said_and_a_better_one_taken(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text without a date has its file's with a note; the user's date then makes a later version."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert main(["read", "a.txt"]) == 0
    assert "note: a.txt: published" in capsys.readouterr().err
    assert main(["read", "a.txt", "--published", "2024-05-01"]) == 0
    os.utime("a.txt", (0, 0))
    assert main(["read", "a.txt"]) == 0
    out = capsys.readouterr().out
    assert "1 kept" in out and "Nothing new: 1 unchanged" in out
    with open_store("waqai.db") as store:
        assert [document.published for document in store.documents()] == ["2024-05-01"]


def test_another_language_is_said(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A document without Arabic is kept, and the table says why it has no claims."""
    Path("2024-05-01.txt").write_text("Three were killed.", encoding="utf-8")
    assert main(["read", "2024-05-01.txt"]) == 0
    assert "no claims: not Arabic" in capsys.readouterr().out


def test_bad_input_fails_alone(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """Every bad file and line is named, all others are kept, and the status is 1."""
    folder = Path("in")
    folder.mkdir()
    good = {"id": "a", "published": "2024-05-01", "text": TEXT}
    rows = [good, [1], good | {"text": "other"}, good, good | {"id": "b", "text": "boom"}, good | {"id": "c"}]
    (folder / "x.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "2024-05-01-old.txt").write_bytes(TEXT.encode("cp1256"))
    assert main(["read", "in", "gone.txt"]) == 1
    said = capsys.readouterr()
    for words in (
        "error: gone.txt: no such file", "in/empty.txt: is empty", "--encoding windows-1256",
        "in/x.jsonl:2: is a list", "in/x.jsonl:3: the id a came before, at in/x.jsonl:1",
        "in/x.jsonl:5: could not be read: ZeroDivisionError: boom",
    ):  # fmt: skip
        assert words in said.err
    assert "3 kept, 1 unchanged, 6 failed; 2 documents read, 2 claims" in said.out
    assert main(["read", "in/2024-05-01-old.txt", "--encoding", "windows-1256"]) == 0


def test_an_id_with_another_text_in_the_store_is_refused(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was kept under an id stays; the newcomer is named with its line."""
    main(["read", str(documents(1))])
    Path("more.jsonl").write_text('{"id": "d0", "published": "2024-05-01", "text": "x"}', encoding="utf-8")
    assert main(["read", "more.jsonl"]) == 1
    assert "more.jsonl:1: the id d0 is kept already, with another text" in capsys.readouterr().err


def test_an_interrupt_says_what_is_kept_and_the_next_run_goes_on(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C ends with status 130 and the figures; the next run reads what is left."""
    documents(30)
    read, seen = reader.read, []

    def interrupted(document: object, pack: object) -> object:
        seen.append(document)
        if len(seen) == 25:
            raise KeyboardInterrupt
        return read(document, pack)  # type: ignore[arg-type]

    sys.modules["waqai.pipeline"].read = interrupted  # type: ignore[attr-defined]
    assert main(["read", "docs.jsonl"]) == 130
    assert "stopped: 30 kept, 0 unchanged, 0 failed; 20 documents read" in capsys.readouterr().err
    assert main(["read", "docs.jsonl"]) == 0
    assert "0 kept, 30 unchanged, 0 failed; 10 documents read, 10 claims" in capsys.readouterr().out


KILLED = """
import sys, time, types
sys.path[:0] = [{tests!r}, {source!r}]
from samples import Reader
class Slow(Reader):
    def read(self, document, pack):
        time.sleep(0.02)
        return super().read(document, pack)
Slow().install(sys.modules)
from waqai.commands.main import main
sys.exit(main(["read", "docs.jsonl"]))
"""


def start(folder: Path, **options: object) -> subprocess.Popen[bytes]:
    """Run `read` on docs.jsonl in a process of its own, with a slow stand-in reader."""
    code = KILLED.format(tests=str(ROOT / "tests"), source=str(ROOT / "src"))
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_resumes(
    number: signal.Signals, reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a kill in the middle the store is whole, and the next run reads only what is left."""
    documents(200)
    process = start(tmp_path)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not _read_so_far():
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == (-9 if number is signal.SIGKILL else 130) and b"Traceback" not in err
    done = _read_so_far()
    assert 0 < done < 200
    assert main(["read", "docs.jsonl"]) == 0
    assert f"{200 - done} documents read" in capsys.readouterr().out
    assert _read_so_far() == 200 and len(reader.documents) == 200 - done
    assert sqlite3.connect("waqai.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _read_so_far() -> int:
    try:
        with open_store("waqai.db", readonly=True) as store:
            return sum(kept.reading is not None for kept in store.kept())
    except Exception:
        return 0


@pytest.mark.skipif(os.name != "posix", reason="needs limits on files")
def test_a_full_disk_says_what_is_kept(
    reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the file may grow no more, the run stops with advice; what was committed is read on later."""
    import resource

    documents(200)
    process = start(
        tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
    )
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1 and b"Traceback" not in err
    assert b"stopped: " in err and b"is the disk full" in err
    assert main(["read", "docs.jsonl"]) == 0
    assert _read_so_far() == 200


def test_a_store_that_cannot_be_used_is_one_line(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A store that is none is named, with what to do, and nothing is read."""
    Path("waqai.db").write_text("no store at all " * 100, encoding="utf-8")
    assert main(["read", str(documents(1))]) == 1
    assert (
        capsys.readouterr().err == "error: waqai.db: is not a waqai store; name another file with `--store`\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="needs permissions of files")
def test_a_read_only_store_is_read_and_not_written(
    reader: Reader, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Without the right to write, reading the store works and `read` says what to do."""
    main(["read", str(documents(1))])
    assert main(["explain", "d0#1"]) == 0
    documents(2)
    capfd.readouterr()
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid():
            path.chmod(path.stat().st_mode | 0o011)
    (tmp_path / "waqai.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert _without_rights(["explain", "d0#1"]) == 0
        assert "بلدة مارع" in capfd.readouterr().out
        assert _without_rights(["read", "docs.jsonl"]) == 1
        assert "cannot be written; change its permissions" in capfd.readouterr().err
    finally:
        tmp_path.chmod(0o755)


def _without_rights(arguments: list[str]) -> int:
    """Run the program in a process of its own, as nobody where the tests run as root."""
    child = os.fork()
    if not child:
        status = 99
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            status = main(arguments)
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
