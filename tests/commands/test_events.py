"""`waqai resolve`, `events`, `event` and `decide`: from claims to events at the command line, and back out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import TEXT, Reader

from waqai.commands.main import main


@pytest.fixture(autouse=True)
def store(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """A store of three reports of one strike."""
    rows = [
        {"id": name, "published": "2024-05-01", "source": f"outlet {name}", "text": f"{TEXT} {more}"}
        for name, more in (("a", "صباحا"), ("b", "قرب الفرن"), ("c", "أمس"))
    ]
    Path("a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert main(["read", "a.jsonl"]) == 0
    capsys.readouterr()


@pytest.fixture
def key(capsys: pytest.CaptureFixture[str]) -> str:
    """The key of their event, once they are resolved."""
    assert main(["resolve"]) == 0
    line = capsys.readouterr().out.splitlines()[0]
    return line.split()[0]


def test_resolve_says_what_changed(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first run finds the event, the next has nothing to do."""
    assert key.startswith("ev-")
    assert main(["resolve"]) == 0
    assert "0 new readings with 0 claims" in capsys.readouterr().out


def test_events_are_listed_and_shown(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The list counts reports and origins; one event shows policies, origins and judgements with their comparisons."""
    assert main(["events"]) == 0
    assert f"{key}  2024-05-01  Air/drone strike  مارع  killed" in capsys.readouterr().out
    assert main(["event", key[:7]]) == 0
    shown = capsys.readouterr().out
    assert "3 reports, 1 origin" in shown and "suggestion same" in shown
    assert all(f"  {policy:<8}" in shown for policy in ("acled", "ucdp", "airwars", "mode"))
    assert main(["event", key, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"] == ["a#1", "b#1", "c#1"]


def test_decisions_split_and_come_back(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A claim held apart leaves; the feed says so; undoing brings it back."""
    for other in "ab":
        assert (
            main(["decide", "different", f"{other}#1", "c#1", "--by", "Rana", "--reason", "another day"]) == 0
        )
    out = capsys.readouterr().out
    assert "Judgement" in out and "split" in out
    assert main(["events", "--since", "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 3
    assert main(["event", key]) == 0
    assert "c#1" not in capsys.readouterr().out
    numbers = [line.split(":")[0].split()[1] for line in out.splitlines() if line.startswith("Judgement")]
    for number in numbers:
        assert main(["decide", "undo", number, "--by", "Rana"]) == 0
    capsys.readouterr()
    assert main(["event", key]) == 0
    assert "c#1" in capsys.readouterr().out


def test_export_gives_each_claim_its_event(key: str) -> None:
    """JSON lines name the event of each claim that is resolved."""
    assert main(["export", "--format", "jsonl", "-o", "out.jsonl"]) == 0
    rows = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {claim["event_key"] for row in rows for claim in row["claims"]} == {key}


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["event", "ev-none"], 1, "no event ev-none"),
        (["decide", "same", "a#1", "--by", "Rana"], 2, "two claim ids"),
        (["decide", "undo", "x", "--by", "Rana"], 2, "the number of one judgement"),
        (["decide", "same", "a#1", "z#1", "--by", "Rana"], 1, "no claim z#1 is resolved"),
    ],
)
def test_errors_teach(
    key: str, arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be done is one error that says what to do."""
    assert main(arguments) == status
    assert words in capsys.readouterr().err
