"""Learning: a folder of gold -> weights; the same gold gives the same bytes, and small gold will do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from waqai.evaluate.gold import load_gold
from waqai.model import Choice, Models
from waqai.records import EVENT_TYPES

pytest.importorskip("sklearn")
pytest.importorskip("scipy")

LEARNT = ("event", "link", "kind", "frame", "actor1", "actor2", "location", "count", "time", "attribution")
# kind, actor, who it is in the text, the report
STRIKE = (
    "Air/drone strike",
    "il",
    "الطيران الإسرائيلي",
    "شن الطيران الإسرائيلي أمس غارة على بلدة {}، ما أدى إلى مقتل {} مدنيين",
)
SHELL = (
    "Shelling/artillery/missile attack",
    "sy.gov",
    "قوات النظام",
    "قصفت قوات النظام بلدة {} بالمدفعية أمس وقتل {} مدنيين",
)
ATTACK = ("Attack", "is", "تنظيم الدولة", "أعدم تنظيم الدولة أمس في بلدة {} {} مدنيين")
PLACES = ("سرمين", "عيترون", "الخيام", "كنصفرة", "اللطامنة", "داعل")
NUMBERS = (("ثلاثة", 3), ("أربعة", 4), ("خمسة", 5))
EMPTY = ("التقى الوزير نظيره في القاهرة وبحث معه التعاون", "سجل المنتخب هدف الفوز في المباراة")


def span(text: str, words: str) -> dict[str, Any]:
    """Words with where they stand."""
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def claim(
    number: int, text: str, place: str, words: tuple[str, int], model: tuple[str, ...]
) -> dict[str, Any]:
    """A gold claim of a made-up report."""
    kind, actor, who, _ = model
    return {
        "claim_id": f"t{number}#1",
        "event_id": f"t{number}#e1",
        "sub_event_type": kind,
        "event_date": "2024-05-14",
        "time_precision": 1,
        "locations": [span(text, f"بلدة {place}") | {"name": place}],
        "actor1": [span(text, who) | {"id": actor}],
        "actor2": [span(text, "مدنيين") | {"id": "civilians"}],
        "fatalities": [
            span(text, f"{words[0]} مدنيين")
            | {"group": "civilians", "of": None, "low": words[1], "high": words[1]}
        ],
        "attribution": [{"kind": "outlet", "text": None, "start": None, "end": None}],
        "evidence": [{"start": 0, "end": len(text), "text": text}],
    }


def rows() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Documents with their claims, and some without."""
    reports = [(p, n, m) for p in PLACES for n in NUMBERS for m in (STRIKE, SHELL, ATTACK)]
    for number, (place, words, model) in enumerate(reports):
        text = model[3].format(place, words[0])
        document = {"id": f"t{number}", "published": "2024-05-15", "source": "s", "url": None, "title": None}
        yield document | {"text": text}, {"claims": [claim(number, text, place, words, model)]}
    for number, text in enumerate(EMPTY):
        yield {"id": f"e{number}", "published": "2024-05-15", "source": "s", "text": text}, {"claims": []}


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny folder of made-up gold."""
    folder = tmp_path_factory.mktemp("gold")
    documents, claims = [], []
    for document, answer in rows():
        documents.append(json.dumps(document, ensure_ascii=False))
        claims.append(json.dumps({"id": document["id"]} | answer, ensure_ascii=False))
    (folder / "docs.jsonl").write_text("\n".join(documents) + "\n", encoding="utf-8")
    (folder / "claims.jsonl").write_text("\n".join(claims) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def train(root: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """The script, loaded as a module."""
    return load_script(root / "scripts" / "train.py")


def weights(train: ModuleType, gold: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What the script writes for a folder."""
    monkeypatch.setattr(sys, "argv", ["train.py", str(gold), "-o", str(output)])
    train.main()
    return output.read_bytes()


def test_learning_twice_gives_the_same_bytes(
    train: ModuleType, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs over one folder write the same file, with every model and the limits."""
    first = weights(train, gold, tmp_path / "one.json", monkeypatch)
    assert weights(train, gold, tmp_path / "two.json", monkeypatch) == first
    data = json.loads(first)
    assert {*LEARNT, "limits"} == set(data)
    assert {STRIKE[0], SHELL[0], ATTACK[0]} < set(data["kind"]) <= set(EVENT_TYPES)
    assert data["limits"] == train.LIMITS


def test_what_was_learned_is_read_again(train: ModuleType, gold: Path) -> None:
    """Weights of a handful of reports find their claims in them, and none where gold has none."""
    pages = train.read_pages(load_gold(gold))
    assert len(pages) == len(list(rows()))
    data = train.learn(pages)
    found = train.predict(pages, data)
    assert set(found) == {item.document.id for item, _ in pages}
    for item, _ in pages:
        kinds = [c.sub_event_type for c in found[item.document.id]]
        assert kinds == [c.sub_event_type for c in item.claims], item.document.text
    assert Models(data).limits == train.LIMITS


def test_a_document_that_is_not_arabic_teaches_nothing(train: ModuleType, gold: Path, tmp_path: Path) -> None:
    """Pages are made of Arabic documents alone."""
    (tmp_path / "docs.jsonl").write_text(
        '{"id": "x", "published": "2024-05-15", "source": "s", "text": "Shelling hit the town"}\n'
    )
    (tmp_path / "claims.jsonl").write_text('{"id": "x", "claims": []}\n')
    assert train.read_pages(load_gold(tmp_path)) == []


@pytest.mark.parametrize(("answers", "bias"), [([False, False], -9.0), ([True, True], 9.0)])
def test_one_answer_needs_no_fit(train: ModuleType, answers: list[bool], bias: float) -> None:
    """Where all examples agree the bias says so, without weights."""
    examples = train.Examples([["a"], ["b"]], answers, [1.0, 1.0])
    assert train.fit(examples, 1.0, 1) == {"bias": bias, "weights": {}}


FEW = [
    pytest.param(["x"], marks=pytest.mark.xfail(strict=False, reason="the solver asks for two classes")),
    pytest.param(["x", "y"], marks=pytest.mark.xfail(strict=False, reason="two classes share a row")),
    ["x", "y", "z"],
]


@pytest.mark.parametrize("kinds", FEW)
def test_few_kinds_are_learned(train: ModuleType, kinds: list[str]) -> None:
    """Gold with one kind, two or three gives a row for each."""
    examples = train.Examples([[f"l={k}"] for k in kinds] * 3, kinds * 3, [1.0] * 3 * len(kinds))
    data = train.fit_kinds(examples, 1.0, 1)
    assert set(data) == set(kinds)
    for kind in kinds:
        assert Choice(data).ranked([f"l={kind}"])[0][0] == kind


def test_rare_features_are_left_out(train: ModuleType) -> None:
    """A feature counts from the number of examples that it is seen in, repeats of one example aside."""
    examples = train.Examples([["a", "b"], ["a", "c", "c"], ["b"]], [True, False, True], [1.0] * 3)
    table, names = train.matrix(examples, 2)
    assert names == ["a", "b"]
    assert table.toarray().tolist() == [[1, 1], [1, 0], [0, 1]]
    table, names = train.matrix(examples, 1)
    assert table.toarray().tolist()[1] == [1, 0, 2]


def test_weights_are_rounded_and_tiny_ones_fall_away(train: ModuleType) -> None:
    """Three digits are kept; what cannot move a decision is not."""
    row = train.rounded(0.12345, [0.5004, -0.0394, 0.04], ["a", "b", "c"])
    assert row == {"bias": 0.123, "weights": {"a": 0.5, "c": 0.04}}
