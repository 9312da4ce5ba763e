"""The terminal's table: widths hold, Arabic is isolated only in terminals, nothing escapes from a cell."""

from __future__ import annotations

import dataclasses
import re
import sys

import pytest
from rich.cells import cell_len
from samples import TEXT, sample_claim

from waqai.commands.table import print_documents
from waqai.records import Document, Reading
from waqai.store import Kept


def show(document: Document, columns: int, capsys: pytest.CaptureFixture[str], terminal: bool) -> str:
    """Print one document with its claim, as if to a terminal of so many columns or to a pipe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        patch.setattr(sys.stdout, "isatty", lambda: terminal)
        print_documents([Kept(document, "f", Reading(document.id, "1", (sample_claim(document),)), 0)])
    return re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out)  # without bold and dim


@pytest.mark.parametrize("columns", [80, 100, 140, 190])
def test_lines_fit_the_terminal(columns: int, capsys: pytest.CaptureFixture[str]) -> None:
    """No line is wider than the terminal, and every mark that opens an isolate is closed on its line."""
    out = show(Document("a", TEXT, "2024-05-01", "s"), columns, capsys, terminal=True)
    for line in out.splitlines():
        assert cell_len(line) <= columns
        assert line.count("\u2068") == line.count("\u2069")
    assert "\u2068" in out and ("≥3 civ" in out)


def test_pipes_get_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there are no marks and whole words."""
    out = show(Document("a", TEXT, "2024-05-01", "s"), 80, capsys, terminal=False)
    assert "\u2068" not in out and "≥3 civilians" in out and "الطيران الروسي (?)" in out


def test_documents_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Control codes and direction overrides in a document do not reach the terminal."""
    document = Document("a\x1b[2J", TEXT, "2024-05-01", "\x1b]0;x\x07\u202eevil", title="[bold]t\x9b")
    out = show(dataclasses.replace(document), 140, capsys, terminal=True)
    assert not set("\x07\x9b\u202e") & set(out) and "\x1b[2J" not in out and "\x1b]" not in out
    assert "[bold]t" in out
