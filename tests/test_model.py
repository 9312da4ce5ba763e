"""Linear models: sums of named weights, equal to a computation by hand; weights hold nothing of reports."""

from __future__ import annotations

import json
import math
import random
import re
from pathlib import Path

import pytest

from waqai.language.pack import load_pack
from waqai.model import Choice, Linear, Models, probability

PACK = load_pack()
WEIGHTS = json.loads((Path(PACK.folder) / "weights.json").read_text(encoding="utf-8"))
BINARY = sorted(name for name in WEIGHTS if name not in ("limits", "kind"))

TOY = {"bias": 0.5, "weights": {"a": 1.0, "b": -2.0, "c": 0.25}}
SCORES = [
    ([], 0.5),
    (["a"], 1.5),
    (["a", "b"], -0.5),
    (["a", "a", "c"], 2.75),
    (["nobody saw this"], 0.5),
]


@pytest.mark.parametrize(("features", "score"), SCORES)
def test_a_score_is_the_bias_and_the_weights_of_features(features: list[str], score: float) -> None:
    """Repeated features count as often as they stand, unknown ones not at all."""
    model = Linear(TOY)
    assert model.score(features) == pytest.approx(score)
    assert model.share(features) == pytest.approx(1 / (1 + math.exp(-score)))
    assert model.add(features) == pytest.approx(score - 0.5)
    for _ in range(2):  # the second time from memory
        assert model.add_bundles([tuple(features), ("c",)]) == pytest.approx(score - 0.25)


@pytest.mark.parametrize("score", [-1e9, -30.0, -1.0, 0.0, 1.0, 30.0, 1e9])
def test_probability_stays_between_none_and_all(score: float) -> None:
    """Even absurd log-odds give a share, and shares of opposite scores add up to one."""
    assert 0 < probability(score) < 1 or abs(score) >= 30
    assert probability(score) + probability(-score) == pytest.approx(1)


def test_reasons_are_the_strongest_weights_once() -> None:
    """A repeated feature is one reason; the order is that of the absolute weight."""
    assert Linear(TOY).reasons(["c", "a", "b", "b", "x"]) == [("b", -2.0), ("a", 1.0), ("c", 0.25)]
    assert Linear(TOY).reasons(["c", "a", "b"], number=1) == [("b", -2.0)]


def test_a_model_without_data_scores_nothing() -> None:
    """A pack that lacks a model still reads: every decision of it is even."""
    assert Linear({}).share(["a"]) == 0.5
    assert Choice({}).ranked(["a"]) == []
    assert Models({}).kind.names == []
    assert Models({}).limit("frame") == 0.5


@pytest.mark.parametrize("seed", range(20))
def test_choice_equals_a_naive_computation(seed: int) -> None:
    """Classes kept by feature score as each class's own Linear does, best first and ties by name."""
    rows = random.Random(seed)
    names = [f"f{n}" for n in range(12)]
    data = {
        kind: {
            "bias": rows.choice([0.0, 0.5, -1.25]),
            "weights": {f: rows.choice([-2.0, -0.5, 0.5, 1.0]) for f in rows.sample(names, 5)},
        }
        for kind in ("w", "x", "y", "z")
    }
    features = rows.choices([*names, "unknown"], k=9)
    naive = []
    for kind, row in data.items():
        total = row["bias"]
        for feature in features:
            total += row["weights"].get(feature, 0.0)
        naive.append((kind, total))
    naive.sort(key=lambda pair: (-pair[1], pair[0]))
    assert Choice(data).ranked(features) == naive


def test_ties_go_by_name() -> None:
    """Equal scores are ordered by the name of the class, whatever the order of the data."""
    data = {name: {"bias": 1.0, "weights": {}} for name in ("z", "a", "m")}
    assert [name for name, _ in Choice(data).ranked(["f"])] == ["a", "m", "z"]


def lexicon_words() -> frozenset[str]:
    """Every entry that the lexicon's tables hold, as models name them."""
    words: set[str] = set()
    for path in sorted((Path(PACK.folder) / "lexicon").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            if line and not line.startswith("#"):
                entry = line.split("\t")[0]
                words |= {entry, PACK.folding.fold(entry)}
    return frozenset(words)


def foreign_words(features: list[str], known: frozenset[str]) -> list[str]:
    """Features whose letters are neither ASCII nor an entry; prefix and tense around an entry aside."""
    wrong = []
    for feature in features:
        if not any(c.isalpha() and not c.isascii() for c in feature):
            continue
        word = re.sub(r"^(l=|hl=|bl:|verb=|e=)", "", feature)
        if word not in known and word.rpartition(":")[0] not in known:
            wrong.append(feature)
    return wrong


def test_weights_hold_no_words_of_reports() -> None:
    """Keys are ASCII or entries of the lexicon, so that weights give nothing of closed text away."""
    known = lexicon_words()
    found = [
        f"{name}: {row}" for name in BINARY for row in foreign_words(list(WEIGHTS[name]["weights"]), known)
    ]
    for kind, row in WEIGHTS["kind"].items():
        found += [f"kind/{kind}: {feature}" for feature in foreign_words(list(row["weights"]), known)]
    assert not found, found[:20]
    assert foreign_words(["l=كلمات من خبر", "hl=كلمات:past"], known), "the check itself must see raw words"


def test_weights_have_every_model_and_limits_are_shares() -> None:
    """What `Models` asks for is there, and every number is finite."""
    assert {*Models({}).linear, "kind", "limits"} <= set(WEIGHTS)
    assert all(-5 < limit < 1 for limit in WEIGHTS["limits"].values())
    rows = [WEIGHTS[name] for name in BINARY] + list(WEIGHTS["kind"].values())
    assert all(math.isfinite(w) for row in rows for w in [row["bias"], *row["weights"].values()])
