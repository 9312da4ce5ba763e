"""`waqai explain`: each slot with its value, its words and what gave it."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main


@pytest.fixture
def claim_id(reader: Reader, capsys: pytest.CaptureFixture[str]) -> str:
    """The id of the one claim in a store."""
    Path("a.jsonl").write_text(
        f'{{"id": "a", "published": "2024-05-01", "text": "{TEXT}"}}', encoding="utf-8"
    )
    assert main(["read", "a.jsonl"]) == 0
    capsys.readouterr()
    return "a#1"


def test_every_slot_is_explained(claim_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Values, words in their surroundings, and reasons stand under each slot; empty slots are left out."""
    assert main(["explain", claim_id]) == 0
    out = capsys.readouterr().out
    for words in (
        "Claim a#1", "in document a", "confidence 0.75",
        "killed\n  value    ≥3 civilians\n  words    …مارع اليوم، ما أدى إلى مقتل «ثلاثة مدنيين»",
        "«ثلاثة مدنيين» وإصابة خمسة، بحسب مصادر…",
        "  because  grammar/counts.yaml#killed\n",
        "type\n  value    Air/drone strike\n  words    «قصف» الطيران",
        "  because  lexicon/acts.tsv:12: air strike (weight +1.50)\n",
        "date\n  value    2024-05-01\n  words    قصف الطيران الروسي بلدة مارع «اليوم»",
        "evidence\n  words    قصف الطيران",
    ):  # fmt: skip
        assert words in out
    assert "killed or injured" not in out and "\u2068" not in out


def test_an_unknown_claim_is_one_line(claim_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An id that no claim has, and a store that is not there, say what to do."""
    assert main(["explain", "b#1"]) == 1
    assert main(["explain", "a#1", "--store", "no.db"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "no claim b#1 in waqai.db" in first and "`waqai read` makes one" in second
