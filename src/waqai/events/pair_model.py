"""Comparisons -> how likely two claims tell one event, or one a part of the other: a small model that explains itself.

The weights (`pair_weights.json`, learned by `scripts/train_pairs.py`) are those of a multinomial logistic regression:
each level adds to the log-odds of `same` and of `part`, both against `different`. There are two sets: `read`
for claims that a reader made, whose slots are often wrong or missing, and `coded` for claims that people coded.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from waqai.records import Comparison, Verdict

WEIGHTS = Path(__file__).with_name("pair_weights.json")
UNSURE = 0.8  # log-odds on both sides of even within which the model is unsure


class Scored(NamedTuple):
    """Log-odds of `same` against all else, and of `part` against all else."""

    same: float
    part: float


class PairModel:
    """The learned weights; `version` changes with any of them."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` holds `bias` and `weights`, both as [same, part], and `shift`, added to the log-odds of `same`."""
        self.bias: tuple[float, float] = tuple(data["bias"])
        self.weights: dict[str, tuple[float, float]] = {k: tuple(v) for k, v in data["weights"].items()}
        self.shift = float(data.get("shift", 0.0))
        self.part_shift = float(data.get("part_shift", 0.0))
        self.version = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:8]

    def score(self, levels: Iterable[str]) -> Scored:
        """The log-odds of a pair by its levels."""
        same, part = self.bias
        get = self.weights.get
        for level in levels:
            weight = get(level)
            if weight is not None:
                same += weight[0]
                part += weight[1]
        return Scored(
            same - math.log1p(math.exp(min(part, 60.0))) + self.shift,
            part - math.log1p(math.exp(min(same, 60.0))) + self.part_shift,
        )

    def explain(self, levels: Iterable[str]) -> tuple[Comparison, ...]:
        """Each comparison with what its level adds to the log-odds of `same` against `different`."""
        rows = (level.partition(":") for level in levels)
        return tuple(
            Comparison(name, level, self.weights.get(f"{name}:{level}", (0.0, 0.0))[0])
            for name, _, level in rows
        )


def verdict(scored: Scored) -> Verdict:
    """What the model suggests: the likelier of same and part where it is sure of one, else different or unsure."""
    if scored.same >= UNSURE and scored.same >= scored.part:
        return "same"
    if scored.part > 0 and scored.part > scored.same:
        return "part"
    return "different" if max(scored.same, scored.part) < -UNSURE else "unsure"


def load_pair_model(kind: Literal["read", "coded"] = "read", path: Path = WEIGHTS) -> PairModel:
    """The shipped weights for claims of some kind, or those in `path`."""
    return PairModel(json.loads(path.read_text(encoding="utf-8"))[kind])
