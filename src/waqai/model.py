"""Linear models over named features: small files of weights that explain themselves.

A model is `{"bias": float, "weights": {feature: float}}` in the pack's `weights.json`, learned by `scripts/train.py`
(logistic regression). A score is log-odds; what each feature added can be listed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


class Linear:
    """One binary decision. `score` gives log-odds, `share` the probability."""

    __slots__ = ("bias", "weights")

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` holds `bias` and `weights`."""
        self.bias: float = float(data.get("bias", 0.0))
        self.weights: dict[str, float] = dict(data.get("weights", {}))

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of yes; features without a weight count nothing."""
        get = self.weights.get
        total = self.bias
        for feature in features:
            total += get(feature, 0.0)
        return total

    def share(self, features: Iterable[str]) -> float:
        """Probability of yes."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))

    def reasons(self, features: Iterable[str], number: int = 3) -> list[tuple[str, float]]:
        """The features that moved the score most, with what each added."""
        rows = [(f, self.weights[f]) for f in dict.fromkeys(features) if f in self.weights]
        return sorted(rows, key=lambda row: -abs(row[1]))[:number]


class Choice:
    """One decision among classes, by the highest linear score. `data` maps a class to a `Linear`'s data."""

    __slots__ = ("classes",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Each class with its own bias and weights."""
        self.classes = {name: Linear(row) for name, row in data.items()}

    def ranked(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """Classes with their scores, best first; ties in the order of their names."""
        features = list(features)
        return sorted(
            ((name, model.score(features)) for name, model in self.classes.items()),
            key=lambda r: (-r[1], r[0]),
        )
