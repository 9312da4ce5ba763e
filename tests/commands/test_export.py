"""`waqai export` and `waqai report`: whole files or none, from what the store holds."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main
from waqai.publish import jsonl


@pytest.fixture(autouse=True)
def store(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A store of two documents, one of them with a claim."""
    rows = [
        {"id": name, "published": "2024-05-01", "text": text} for name, text in (("a", TEXT), ("b", "لا"))
    ]
    Path("a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert main(["read", "a.jsonl"]) == 0
    capsys.readouterr()


def test_json_lines_are_what_extract_writes(capsys: pytest.CaptureFixture[str]) -> None:
    """The export of a store and the stateless way give the same bytes."""
    assert main(["export", "--format", "jsonl", "-o", "out.jsonl"]) == 0
    assert "Wrote out.jsonl (jsonl, 2 documents)" in capsys.readouterr().out
    main(["extract", "a.jsonl"])
    assert Path("out.jsonl").read_text(encoding="utf-8") == capsys.readouterr().out


def test_the_table_is_the_same_each_time() -> None:
    """The ACLED file opens with a byte order mark, has a row a claim, and does not depend on the clock."""
    for name in ("one.csv", "two.csv"):
        assert main(["export", "--format", "acled", "-o", name]) == 0
    data = Path("one.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfevent_id_cnty,") and data == Path("two.csv").read_bytes()
    with Path("one.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["actor1"], row["fatalities"], row["iso"]) == ("Military forces of Russia", "3", "760")


def test_a_file_that_is_there_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither export nor report write over a file of somebody else's; a report replaces a report."""
    Path("mine").write_text("mine", encoding="utf-8")
    for arguments in (["export", "--format", "jsonl", "-o", "mine"], ["report", "-o", "mine"]):
        assert main(arguments) == 1
        assert (
            "error: mine: there is one already; name another or give `--overwrite`" in capsys.readouterr().err
        )
        assert Path("mine").read_text(encoding="utf-8") == "mine"
        assert main([*arguments, "--overwrite"]) == 0
        Path("mine").write_text("mine", encoding="utf-8")
    assert main(["report"]) == 0 and main(["report"]) == 0
    assert "<!DOCTYPE html>" in Path("waqai.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_no_half_file_is_left(
    fault: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupt or a full disk in the middle leaves the old file and nothing beside it."""

    def broken(*_: object) -> Iterator[str]:
        yield "half"
        raise fault

    monkeypatch.setattr(jsonl, "lines", broken)
    Path("out.jsonl").write_text("old", encoding="utf-8")
    before = sorted(Path().iterdir())
    status = main(["export", "--format", "jsonl", "-o", "out.jsonl", "--overwrite"])
    assert status == (130 if isinstance(fault, KeyboardInterrupt) else 1)
    assert capsys.readouterr().err.count("\n") == 1
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old" and sorted(Path().iterdir()) == before


def test_a_folder_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A place that cannot be written to is named, with what to do."""
    assert main(["export", "--format", "jsonl", "-o", "no/out.jsonl"]) == 1
    assert "no/out.jsonl: cannot be written (No such file or directory); check" in capsys.readouterr().err
