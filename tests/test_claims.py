"""Short reports through the front door: text -> claims with their kind, slots and spans (tables: golden/)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from waqai.language.pack import load_pack
from waqai.pipeline import read
from waqai.records import EVENT_TYPES, Claim, Document, claim_from_json, to_json

PACK = load_pack()
DAY = "2024-05-15"
GOLDEN = Path(__file__).parent / "golden"
REPORTS = yaml.safe_load((GOLDEN / "reports.yaml").read_text(encoding="utf-8"))
MISSED = yaml.safe_load((GOLDEN / "missed.yaml").read_text(encoding="utf-8"))
# the codebook's section 5
FIELDS = """
    claim_id event_id event_type sub_event_type event_date end_date time_precision locations actor1 actor2
    fatalities injuries casualties_joint attribution stance certainty evidence
"""
PARTS = {
    "locations": "text start end name admin1 country place_id latitude longitude geo_precision",
    "actor1": "id text start end suspected",
    "actor2": "id text start end suspected",
    "fatalities": "group of low high text start end",
    "injuries": "group of low high text start end",
    "casualties_joint": "group of low high text start end",
    "attribution": "kind text start end",
    "evidence": "start end text",
}


def names(rows: tuple[Any, ...], field: str) -> list[str]:
    """One field of each row, in order."""
    return [getattr(row, field) for row in rows]


def figures(rows: tuple[Any, ...]) -> list[list[Any]]:
    """Figures as the tables write them."""
    return [[row.group, row.low, row.high] for row in rows]


SHORT: dict[str, Callable[[Claim], Any]] = {
    "kind": lambda c: c.sub_event_type,
    "places": lambda c: names(c.locations, "name"),
    "by": lambda c: names(c.actor1, "id"),
    "to": lambda c: names(c.actor2, "id"),
    "killed": lambda c: figures(c.fatalities),
    "hurt": lambda c: figures(c.injuries),
    "joint": lambda c: figures(c.casualties_joint),
    "date": lambda c: c.event_date,
    "until": lambda c: c.end_date,
    "precision": lambda c: c.time_precision,
    "said": lambda c: names(c.attribution, "kind"),
    "stance": lambda c: c.stance,
    "certainty": lambda c: c.certainty,
}


def claims_of(text: str) -> tuple[Claim, ...]:
    """What is read from a report of DAY."""
    return read(Document("d", text, DAY, "s"), PACK).claims


def wanted(row: dict[str, Any]) -> dict[str, Any]:
    """A claim of a table, its date as text."""
    return {key: str(value) if key in ("date", "until") else value for key, value in row.items()}


def same(row: dict[str, Any]) -> None:
    """The claims of a report are those of its row, in what the row gives of each."""
    found = claims_of(row["text"])
    expected = [wanted(claim) for claim in row["claims"]]
    assert len(found) == len(expected)
    shown = [{k: SHORT[k](claim) for k in keys} for claim, keys in zip(found, expected, strict=True)]
    assert shown == expected


def title(row: dict[str, Any]) -> str:
    """What a report is about, in a word for the list of tests."""
    return " + ".join(claim["kind"] for claim in row["claims"]) or "no claim"


@pytest.mark.parametrize("row", REPORTS, ids=title)
def test_reports_are_read_right(row: dict[str, Any]) -> None:
    """Each report gives its claims and no other, with the slots that the table names."""
    same(row)


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=pytest.mark.xfail(strict=False, reason=row["why"])) for row in MISSED],
    ids=title,
)
def test_reports_that_are_not_read_right_yet(row: dict[str, Any]) -> None:
    """What the codebook wants where the reader still errs; each row says why."""
    same(row)


@pytest.mark.parametrize("row", REPORTS + MISSED, ids=title)
def test_claims_are_whole(row: dict[str, Any]) -> None:
    """Right or wrong, a claim has every field of the codebook, and each span is that slice of the text."""
    found = claims_of(row["text"])
    for number, claim in enumerate(found):
        data = json.loads(json.dumps(to_json(claim), ensure_ascii=False))
        assert set(FIELDS.split()) <= set(data)
        assert data["event_type"] == EVENT_TYPES[data["sub_event_type"]]
        for field, parts in PARTS.items():
            for entry in data[field]:
                assert set(parts.split()) <= set(entry)
                if entry["start"] is not None:
                    assert row["text"][entry["start"] : entry["end"]] == entry["text"] != ""
                else:
                    assert field == "attribution"
        assert data["evidence"]
        assert data["attribution"]
        assert claim_from_json(data) == claim
        assert claim.claim_id == f"d#{number + 1}"
        assert 0 <= claim.confidence <= 1
        assert {reason.slot for reason in claim.why} >= {"evidence", "sub_event_type"}
    assert len({claim.claim_id for claim in found}) == len(found)


def test_tables_are_tidy() -> None:
    """Keys of the tables are known, kinds are the codebook's, and no report stands twice in one."""
    for table in (REPORTS, MISSED):
        assert len({row["text"] for row in table}) == len(table)
        for row in table:
            for claim in row["claims"]:
                assert set(claim) <= set(SHORT)
                assert claim["kind"] in EVENT_TYPES
    assert all(row["why"] for row in MISSED)
    assert not any("why" in row for row in REPORTS)


def test_reading_twice_gives_the_same() -> None:
    """Claims depend on the document and the pack alone."""
    for row in REPORTS[:5]:
        assert claims_of(row["text"]) == claims_of(row["text"])


OWNERS = [
    ("قصفت الطائرات الإسرائيلية موقعا وقتل ثلاثة جنود سوريين في بلدة الصنمين أمس.", ["sy.gov"]),
    ("قتل ثلاثة مدنيين في قصف للجيش التركي على بلدة عين العرب أمس.", [None]),
]


@pytest.mark.parametrize(("text", "expected"), OWNERS)
def test_whose_fighters(text: str, expected: list[str | None]) -> None:
    """Figures of fighters say whose they were, where the words tell; those of civilians do not."""
    claims = read(Document("d", text, DAY, "s"), PACK).claims
    assert [row.of for claim in claims for row in claim.fatalities] == expected
