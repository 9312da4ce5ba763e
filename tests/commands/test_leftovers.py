"""`waqai leftovers`: what the lexicon knew and no claim used."""

from __future__ import annotations

from pathlib import Path

import pytest

from waqai.commands.main import main
from waqai.language.pack import load_pack
from waqai.pipeline import read
from waqai.records import Document

# one act that is a claim, one that is no more than a plan
TEXT = "قصف الطيران الحربي الروسي بلدة مارع اليوم. وقد يشن الجيش هجوما إذا فشلت المفاوضات."


def test_they_are_counted_by_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Entries are listed by frequency, each with its words and its line in the pack."""
    for number in (1, 2):
        (tmp_path / f"2024-05-0{number}-x.txt").write_text("قد يشن الجيش هجوما إذا فشلت المفاوضات.", "utf-8")
    assert main(["leftovers", str(tmp_path)]) == 0
    *rows, last = capsys.readouterr().out.splitlines()
    assert any(row.split()[:2] == ["2", "هجوما"] and "lexicon/acts.tsv:" in row for row in rows)
    assert last.endswith("in 2 documents")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are still counted, and the status says that something failed."""
    (tmp_path / "2024-05-01-x.txt").write_text(TEXT, "utf-8")
    assert main(["leftovers", str(tmp_path), str(tmp_path / "none.txt")]) == 1
    captured = capsys.readouterr()
    assert "no such file" in captured.err
    assert captured.out.endswith("in 1 documents\n")


def test_evidence_leaves_no_leftovers() -> None:
    """A word within a claim's evidence is used; each leftover is a slice of the text."""
    reading = read(Document("d", TEXT, "2024-05-01"), load_pack())
    used = [range(span.start, span.end) for claim in reading.claims for span in claim.evidence]
    assert reading.leftovers and used
    for leftover in reading.leftovers:
        assert TEXT[leftover.start : leftover.end] == leftover.text
        assert not any(leftover.start in span for span in used)
