"""`waqai extract`: one record a document, in order, as a stream."""

from __future__ import annotations

import io
import json
import os
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main
from waqai.publish.jsonl import ORDER
from waqai.records import claim_from_json


def row(name: str, text: str = TEXT) -> str:
    """A document as a line."""
    return json.dumps({"id": name, "published": "2024-05-01", "text": text}) + "\n"


def test_records_come_in_order_also_without_claims(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every document has its line, with the codebook's fields in its order, and can be read back."""
    Path("in.jsonl").write_text(row("a") + row("b", "لا شيء") + row("c", ""), encoding="utf-8")
    assert main(["extract", "in.jsonl"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(record["id"], len(record["claims"])) for record in records] == [("a", 1), ("b", 0), ("c", 0)]
    (claim,) = records[0]["claims"]
    assert [*claim, "why"] == list(ORDER) and claim["event_type"] == "Explosions/Remote violence"
    for slot in ("locations", "actor1", "actor2", "fatalities", "injuries", "attribution", "evidence"):
        for span in claim[slot]:
            assert TEXT[span["start"] : span["end"]] == span["text"]
    assert claim_from_json(claim).sub_event_type == "Air/drone strike"
    assert not Path("waqai.db").exists()


def test_why_adds_the_reasons(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """With --why each claim lists what gave its slots."""
    Path("in.jsonl").write_text(row("a"), encoding="utf-8")
    assert main(["extract", "--why", "in.jsonl"]) == 0
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["why"][0]["source"] == "lexicon/acts.tsv:12"


def test_bad_lines_fail_alone(
    reader: Reader, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard input is read where no file is named; a bad line and a fault of the reader do not end it."""
    data = row("a") + "{oops}\n" + row("b", "boom") + row("c")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    assert main(["extract"]) == 1
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["a", "c"]
    assert "error: standard input:2: is not JSON" in said.err
    assert "error: standard input:3: could not be read: ZeroDivisionError" in said.err
    assert "2 of the lines failed" in said.err


def test_a_missing_file_is_one_line(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be opened is named."""
    assert main(["extract", "gone.jsonl"]) == 1
    assert capsys.readouterr().err.startswith("error: gone.jsonl: cannot be read (No such file")


class Endless(io.RawIOBase):
    """Lines without end to all intents, made as they are read."""

    def __init__(self, number: int) -> None:
        self._lines = self._make(number)

    def _make(self, number: int) -> Iterator[bytes]:
        for n in range(number):
            yield row(f"d{n}", "x" * 2000).encode()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        line = next(self._lines, b"")
        buffer[: len(line)] = line
        return len(line)


def test_memory_does_not_grow_with_the_stream(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the documents need no more memory."""
    reader.documents = _Forgetful()

    def peak(number: int) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless(number))))
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            monkeypatch.setattr(sys, "stdout", nowhere)
            tracemalloc.start()
            assert main(["extract"]) == 0
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return highest

    peak(10)
    assert peak(2000) < peak(200) + 100_000


class _Forgetful(list[str]):
    def append(self, item: str) -> None:
        pass
