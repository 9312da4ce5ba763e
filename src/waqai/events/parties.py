"""Two sets of actor ids and a day -> how they compare, by the dated register: same, nested, allied, hostile, other."""

from __future__ import annotations

from functools import lru_cache

from waqai.actors import Register

UNNAMED = frozenset({"unknown", "armed", "state"})
ORDER = ("same", "nested", "allied", "other", "hostile")


class Kinship:
    """What the register knows of two actors on a day; remembered by month, since relations rarely change faster."""

    def __init__(self, register: Register) -> None:
        """`register` is the pack's."""
        self._register = register
        self.between = lru_cache(maxsize=1 << 16)(self._between)
        self._sets = lru_cache(maxsize=1 << 16)(self._compare)

    def compare(self, one: frozenset[str], two: frozenset[str], day: str) -> str:
        """The best relation of any two; `unsaid` and `half` where both or one name nobody. `day` counts by its month."""
        return self._sets(one, two, day[:7])

    def _compare(self, one: frozenset[str], two: frozenset[str], day: str) -> str:
        if one and one == two and not one <= UNNAMED:
            return "same"
        first, second = one - UNNAMED, two - UNNAMED
        if not first or not second:
            return "half" if first or second else "unsaid"
        return min((self.between(a, b, day) for a in first for b in second), key=ORDER.index)

    def _between(self, one: str, two: str, day: str) -> str:
        if one == two:
            return "same"
        above, beyond = self._above(one), self._above(two)
        if one in beyond or two in above:
            return "nested"
        for kind, level in (("part-of", "nested"), ("hostile-to", "hostile"), ("allied-with", "allied")):
            if self._related(above, beyond, kind, day):
                return level
        return "allied" if above & beyond else "other"

    def _related(self, one: set[str], two: set[str], kind: str, day: str) -> bool:
        if any(two.intersection(self._register.related(a, kind, day)) for a in one):
            return True
        return any(one.intersection(self._register.related(b, kind, day)) for b in two)

    def _above(self, actor: str) -> set[str]:
        """The actor and all larger bodies that it belongs to, by the register and by its id's dots."""
        found: set[str] = set()
        step: str | None = actor
        while step and step not in found:
            found.add(step)
            above = self._register.parent(step) if step in self._register else None
            step = above or step.rpartition(".")[0]
        return found
