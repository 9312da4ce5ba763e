"""`waqai evaluate` on a gold folder made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from waqai.commands.evaluate import evaluate
from waqai.errors import SourceError

_TEXT = "قصفت طائرات حربية بارودة"


def claim(**changes: Any) -> dict[str, Any]:
    """A strike told by the text above, as JSON."""
    return {
        "claim_id": "d1#1",
        "event_id": "d1#e1",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "event_date": "2017-05-24",
        "locations": [{"text": "بارودة", "start": 18, "end": 24, "name": "بارودة"}],
        "evidence": [{"text": _TEXT, "start": 0, "end": 24}],
    } | changes


def write(path: Path, *rows: dict[str, Any]) -> Path:
    """Write the rows as JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two documents, one with a claim and one without."""
    base = {"published": "2017-05-24", "text": _TEXT}
    write(tmp_path / "docs.jsonl", base | {"id": "d1", "source": "[x]"}, base | {"id": "d2", "source": "y"})
    write(tmp_path / "claims.jsonl", {"id": "d1", "claims": [claim()]}, {"id": "d2", "claims": []})
    return tmp_path


@pytest.fixture
def predicted(gold: Path) -> Path:
    """A reading with a wrong date, a false claim in a document without events, and one of another type."""
    found = [
        claim(event_date="2017-05-23"),
        claim(sub_event_type="Arrests", event_type="Strategic developments"),
    ]
    return write(gold / "predicted.jsonl", {"id": "d1", "claims": found}, {"id": "d2", "claims": [claim()]})


def run(*arguments: object) -> str:
    """Run the command and give what it printed."""
    result = CliRunner().invoke(evaluate, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_json(gold: Path, predicted: Path) -> None:
    """The JSON form has the judge's figures, the mistakes, the worst documents and each outlet."""
    result = json.loads(run(gold, "--predicted", predicted, "--json", "--by", "source", "--worst", 1))
    assert (result["documents"], result["gold_claims"], result["predicted_claims"]) == (2, 1, 3)
    assert result["negatives"] == {"documents": 1, "false_claims": 1}
    assert result["slots"]["date"] == 0.0
    assert result["mistakes"]["false"] == {"Arrests": 1, "Air/drone strike": 1}
    assert result["mistakes"]["confusions"][0]["documents"] == ["d1"]
    assert [row["id"] for row in result["worst"]] == ["d1"]
    assert result["by_source"]["[x]"]["detection"]["recall"] == 1.0


def test_tables(gold: Path, predicted: Path) -> None:
    """The printed form names the figures, the slots, the confusion and the outlets."""
    output = run(gold, "--predicted", predicted, "--by", "source")
    for words in (
        "2 documents, 1 gold claims, 3 predicted, 1 false in 1 documents without events",
        "detection",
        "Claims without a pair",
        "2017-05-23",
        "By outlet",
        "[x]",
        "Worst documents",
    ):
        assert words in output
    assert "By outlet" not in run(gold, "--predicted", predicted)


def test_a_perfect_reading(gold: Path) -> None:
    """Where nothing is wrong no table of mistakes is printed."""
    output = run(gold, "--predicted", gold / "claims.jsonl")
    assert "1.000" in output
    assert "Most confused" not in output
    assert "Worst documents" not in output


def test_broken_gold(gold: Path) -> None:
    """An error in a gold file reaches the user with file and line."""
    write(gold / "claims.jsonl", {"id": "d1"})
    result = CliRunner().invoke(evaluate, [str(gold)])
    assert isinstance(result.exception, SourceError)
    assert "claims.jsonl:1" in str(result.exception)
