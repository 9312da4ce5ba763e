"""Linear models over named features: small files of weights that explain themselves.

A model is `{"bias": float, "weights": {feature: float}}` in the pack's `weights.json`, learned by `scripts/train.py`
(logistic regression). A score is log-odds; what each feature added can be listed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, ParamSpec, cast

Bundle = tuple[str, ...]  # features that come together, made by a remembered function of a few small values
_BUNDLES = 200_000
_REMEMBERED = 1 << 14
_Values = ParamSpec("_Values")
_exp = math.exp


class Whole(tuple[str, ...]):
    """A bundle that is told from others as an object, not by its features: finding its weight costs no look at them."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__


def bundled(make: Callable[_Values, Bundle]) -> Callable[_Values, Bundle]:
    """A function that makes bundles of small values, which it remembers: the same values give the same object."""

    @lru_cache(maxsize=_REMEMBERED)
    @wraps(make)
    def remembered(*values: _Values.args, **more: _Values.kwargs) -> Bundle:
        return Whole(make(*values, **more))

    return cast(Callable[_Values, Bundle], remembered)


class Linear:
    """One binary decision. `score` gives log-odds, `share` the probability."""

    __slots__ = ("bias", "bundles", "weights")

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` holds `bias` and `weights`."""
        self.bias: float = float(data.get("bias", 0.0))
        self.weights: dict[str, float] = dict(data.get("weights", {}))
        self.bundles: dict[Bundle, float] = {}

    def add_bundles(self, bundles: Iterable[Bundle]) -> float:
        """The sum of the weights of bundled features; the sum of each bundle is remembered."""
        known = self.bundles
        total = 0.0
        get = known.get
        for bundle in bundles:
            weight = get(bundle)
            if weight is None:
                if len(known) >= _BUNDLES:
                    known.clear()
                weight = known[bundle] = self.add(bundle)
            total += weight
        return total

    def add(self, features: Iterable[str]) -> float:
        """The sum of the weights of features; those without one count nothing."""
        get = self.weights.get
        total = 0.0
        for feature in features:
            weight = get(feature)
            if weight is not None:
                total += weight
        return total

    def score(self, features: Iterable[str]) -> float:
        """Log-odds of yes."""
        return self.bias + self.add(features)

    def share(self, features: Iterable[str]) -> float:
        """Probability of yes."""
        return probability(self.score(features))

    def reasons(self, features: Iterable[str], number: int = 3) -> list[tuple[str, float]]:
        """The features that moved the score most, with what each added."""
        rows = [(f, self.weights[f]) for f in dict.fromkeys(features) if f in self.weights]
        return sorted(rows, key=lambda row: -abs(row[1]))[:number]


class Panel:
    """Models that judge the same candidates: the scores of bundles are found for all of them at once."""

    __slots__ = ("bundles", "judges")

    def __init__(self, judges: Sequence[Linear]) -> None:
        """One or two models."""
        self.judges = tuple(judges)
        self.bundles: dict[Bundle, tuple[float, ...]] = {}

    def _weights(self, bundle: Bundle) -> tuple[float, ...]:
        if len(self.bundles) >= _BUNDLES:
            self.bundles.clear()
        weights = self.bundles[bundle] = tuple([judge.add(bundle) for judge in self.judges])
        return weights

    def add_bundles(self, bundles: Iterable[Bundle]) -> tuple[float, ...]:
        """The sum of the weights of bundled features for each model."""
        if len(self.judges) == 1:
            return (self.judges[0].add_bundles(bundles),)
        get = self.bundles.get
        one = two = 0.0
        for bundle in bundles:
            first, second = get(bundle) or self._weights(bundle)
            one += first
            two += second
        return one, two


def probability(score: float) -> float:
    """Log-odds as a probability."""
    if -30.0 < score < 30.0:
        return 1.0 / (1.0 + _exp(-score))
    return 1.0 / (1.0 + _exp(-30.0 if score > 0 else 30.0))


class Choice:
    """One decision among classes, by the highest linear score. `data` maps a class to a `Linear`'s data."""

    __slots__ = ("biases", "classes", "names", "weights")

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Each class with its own bias and weights; kept by feature, since most classes have no weight for most."""
        self.classes = {name: Linear(row) for name, row in sorted(data.items())}
        self.names = list(self.classes)
        self.biases = [model.bias for model in self.classes.values()]
        self.weights: dict[str, list[tuple[int, float]]] = {}
        for number, model in enumerate(self.classes.values()):
            for feature, weight in model.weights.items():
                self.weights.setdefault(feature, []).append((number, weight))

    def ranked(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """Classes with their scores, best first; ties in the order of their names."""
        return sorted(zip(self.names, self._totals(features), strict=True), key=lambda r: (-r[1], r[0]))

    def best(self, features: Iterable[str]) -> tuple[str, float] | None:
        """The first of `ranked`; None where there are no classes."""
        totals = self._totals(features)
        if not totals:
            return None
        most = max(totals)
        return self.names[totals.index(most)], most

    def _totals(self, features: Iterable[str]) -> list[float]:
        """The score of each class, in the order of their names."""
        totals = self.biases.copy()
        get = self.weights.get
        for feature in features:
            for number, weight in get(feature, ()):
                totals[number] += weight
        return totals


# kind of mention -> the models that judge it
JUDGES = {
    "party": ("actor1", "actor2"),
    "place": ("location",),
    "count": ("count",),
    "time": ("time",),
    "speaker": ("attribution",),
}
LINEAR = ("event", "link", "frame", "actor1", "actor2", "location", "count", "time", "attribution")


class Models:
    """The pack's weights, ready to score, and the limits from which decisions are taken."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """`data` as in `weights.json`; a missing model scores nothing."""
        self.linear = {name: Linear(data.get(name, {})) for name in LINEAR}
        self.kind = Choice(data.get("kind", {}))
        self.panels = {kind: Panel([self.linear[name] for name in names]) for kind, names in JUDGES.items()}
        self.limits: dict[str, float] = dict(data.get("limits", {}))

    def limit(self, name: str) -> float:
        """The probability (for `link` the log-odds) from which a decision is taken; a half where none is set."""
        return self.limits.get(name, 0.5)
