"""Gold folders and predictions, good and broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from waqai.errors import SourceError
from waqai.evaluate.gold import load_gold, load_predictions
from waqai.records import Claim, Span, to_json

ClaimMaker = Callable[..., Claim]

_DOCUMENT = {"id": "d1", "text": "قصف على بارودة", "published": "2017-05-24", "source": "s", "url": None}


def line(row: Any) -> str:
    """A row as a line of JSON."""
    return json.dumps(row, ensure_ascii=False) + "\n"


@pytest.fixture
def record(claim: ClaimMaker) -> Callable[..., str]:
    """A line with one claim on the document above; keywords change the claim's JSON."""
    base = claim(locations=(), actor1=(), fatalities=(), evidence=(Span(0, 3, "قصف"),))
    return lambda **changes: line({"id": "d1", "claims": [to_json(base) | changes]})


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes docs.jsonl and claims.jsonl and gives their folder."""

    def write(documents: str, claims: str) -> Path:
        (tmp_path / "docs.jsonl").write_text(documents, encoding="utf-8")
        (tmp_path / "claims.jsonl").write_text(claims, encoding="utf-8")
        return tmp_path

    return write


def test_a_folder(folder: Callable[[str, str], Path], record: Callable[..., str]) -> None:
    """Documents come in their order with their claims, and empty lines are passed over."""
    empty = _DOCUMENT | {"id": "d0"}
    path = folder(
        line(empty) + "\n" + line(_DOCUMENT), record(optional=True) + line({"id": "d0", "claims": []})
    )
    first, second = load_gold(path)
    assert (first.document.id, first.claims) == ("d0", ())
    assert second.claims[0].evidence == (Span(0, 3, "قصف"),)
    assert second.optional == {0}
    assert second.document.source == "s"


@pytest.mark.parametrize(
    ("documents", "claims", "where", "what"),
    [
        ("{", "", "docs.jsonl:1", "not JSON"),
        ("\n[]\n", "", "docs.jsonl:2", "a list where a JSON object"),
        (line({"id": "d1"}), "", "docs.jsonl:1", "'text' is missing"),
        (line(_DOCUMENT | {"published": "24/5"}), "", "docs.jsonl:1", "not a date"),
        (line(_DOCUMENT), "", "docs.jsonl:1", "no claims for 'd1'"),
        (line(_DOCUMENT) * 2, line({"id": "d1", "claims": []}), "docs.jsonl:2", "stands twice"),
        ("", line({"id": "d1", "claims": []}) * 2, "claims.jsonl:2", "stands twice"),
        ("", line({"id": "d1", "claims": []}), "claims.jsonl:1", "no document 'd1'"),
        ("", line({"id": "d1"}), "claims.jsonl:1", "not a record of claims"),
        ("", line({"id": "d1", "claims": [3]}), "claims.jsonl:1, claim 1", "a int where a claim"),
        ("", line({"id": "d1", "claims": [{}]}), "claims.jsonl:1, claim 1", "sub_event_type None"),
    ],
)
def test_broken_folders(
    folder: Callable[[str, str], Path], documents: str, claims: str, where: str, what: str
) -> None:
    """Each error names the file, the line and what is wanted."""
    with pytest.raises(SourceError, match=what) as caught:
        load_gold(folder(documents, claims))
    assert str(caught.value.where).endswith(where)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"sub_event_type": "Ambush"}, "not in the codebook"),
        ({"event_type": "Battles"}, "belongs to 'Explosions/Remote violence'"),
        ({"event_date": None}, "not a date"),
        ({"evidence": [{"start": 0}]}, "not a claim of the codebook"),
        ({"evidence": [{"start": 1, "end": 4, "text": "قصف"}]}, "is not at 1-4"),
    ],
)
def test_broken_claims(
    folder: Callable[[str, str], Path], record: Callable[..., str], changes: dict[str, Any], what: str
) -> None:
    """A claim that breaks the contract is named with its line."""
    with pytest.raises(SourceError, match=what) as caught:
        load_gold(folder(line(_DOCUMENT), record(**changes)))
    assert "claims.jsonl:1" in str(caught.value)


def test_a_missing_file_and_bad_bytes(tmp_path: Path) -> None:
    """A file that is not there and a line that is not UTF-8 are said so."""
    with pytest.raises(SourceError, match="cannot be read"):
        load_gold(tmp_path)
    (tmp_path / "claims.jsonl").write_bytes(b'{"id": "a", "claims": []}\n{"id": "\xe3"}\n')
    with pytest.raises(SourceError, match=r"claims\.jsonl:2: not UTF-8"):
        load_predictions(tmp_path / "claims.jsonl")


def test_predictions(tmp_path: Path, record: Callable[..., str]) -> None:
    """Predictions are the same records, by document id."""
    path = tmp_path / "predicted.jsonl"
    path.write_text(record(), encoding="utf-8")
    assert load_predictions(path)["d1"][0].sub_event_type == "Air/drone strike"
