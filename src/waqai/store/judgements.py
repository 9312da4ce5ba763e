"""The append-only log of judgements in the store: lines in, lines out; nothing of it is changed or dropped.

A suggestion keeps the levels of its comparisons as numbers (two bytes each, table `levels`) and the version of its
model, whose weights are kept beside (table `models`): so a million of them stay small and each can still be explained.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from waqai.errors import StoreError
from waqai.records import Comparison, Judgement, JudgementKind, Verdict
from waqai.store.store import Store

MANY = 400  # values bound to one query
FIELDS = "number, kind, left_claim, right_claim, verdict, score, left_seal, right_seal, undoes"


class Suggestion(NamedTuple):
    """What the model says of a pair; `levels` as comparisons give them."""

    left: str
    right: str
    verdict: Verdict
    score: float
    levels: tuple[str, ...]
    left_seal: str
    right_seal: str


class Line(NamedTuple):
    """A judgement as far as clusters need it."""

    number: int
    kind: JudgementKind
    left: str
    right: str
    verdict: Verdict
    score: float | None
    left_seal: str
    right_seal: str
    undoes: int | None


class Judgements:
    """The log of one open store; use it within the store's transactions to write several lines together."""

    def __init__(self, store: Store) -> None:
        """`store` is open; its methods' errors are StoreError."""
        self._store = store
        self._levels: dict[str, int] = {}

    def keep_model(self, version: str, weights: Any) -> None:
        """Keep a model's weights, so that what it suggests can be explained for good."""
        self._store.write("INSERT OR IGNORE INTO models VALUES (?, ?)", version, json.dumps(weights))

    def suggest(self, suggestions: Iterable[Suggestion], model: str, at: int) -> None:
        """Add suggestions of a model that is kept."""
        add = (
            "INSERT INTO judgements (kind, left_claim, right_claim, verdict, author, at, reason, score, model,"
            " levels, left_seal, right_seal) VALUES ('suggestion', ?, ?, ?, 'waqai', ?, '', ?, ?, ?, ?, ?)"
        )
        self._levels = {name: number for number, name in self._store.rows("SELECT number, name FROM levels")}
        self._store.write_all(
            add,
            (
                (
                    *(s.left, s.right, s.verdict, at, round(s.score, 4), model),
                    *(self._encoded(s.levels), s.left_seal, s.right_seal),
                )
                for s in suggestions
            ),
        )

    def add(self, judgement: Judgement) -> int:
        """Add a decision or an undo; its number in the log. `number` and `comparisons` of the record are not used."""
        return self._store.write(
            "INSERT INTO judgements (kind, left_claim, right_claim, verdict, author, at, reason, left_seal,"
            " right_seal, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            judgement.kind,
            judgement.left,
            judgement.right,
            judgement.verdict,
            judgement.author,
            judgement.at,
            judgement.reason,
            *judgement.seals,
            judgement.undoes,
        )

    def about(self, claims: Iterable[str]) -> list[Line]:
        """The lines on any of some claims, in the order of the log."""
        wanted = list(claims)
        found: dict[int, Line] = {}
        for start in range(0, len(wanted), MANY):
            part = wanted[start : start + MANY]
            marks = ",".join("?" * len(part))
            for side in ("left_claim", "right_claim"):
                query = f"SELECT {FIELDS} FROM judgements WHERE {side} IN ({marks})"
                found |= {row[0]: Line(*row) for row in self._store.rows(query, *part)}
        return [found[number] for number in sorted(found)]

    def all(self) -> Iterator[Line]:
        """All lines, in the order of the log."""
        return (Line(*row) for row in self._store.pages(f"SELECT {FIELDS} FROM judgements", "number"))

    def find(self, number: int) -> Judgement | None:
        """One judgement with its comparisons; null where there is none of that number."""
        return next(iter(self._records("number = ?", number)), None)

    def between(self, claims: Iterable[str]) -> list[Judgement]:
        """All judgements on pairs of some claims, with their comparisons."""
        wanted = sorted(set(claims))
        lines = (line for line in self.about(wanted) if line.left in wanted and line.right in wanted)
        return [judgement for line in lines for judgement in self._records("number = ?", line.number)]

    def decisions(self) -> list[Judgement]:
        """What people decided and took back, in the order of the log."""
        return self._records("kind != 'suggestion'")

    def _records(self, condition: str, *values: object) -> list[Judgement]:
        query = (
            "SELECT number, left_claim, right_claim, verdict, kind, author, at, reason, score, model, levels,"
            f" left_seal, right_seal, undoes FROM judgements WHERE {condition} ORDER BY number"
        )
        found = []
        for row in self._store.rows(query, *values):
            number, left, right, verdict, kind, author, at, reason, score, model, levels, *seals, undoes = row
            comparisons = self._explained(model, levels)
            head = (number, left, right, verdict, kind, author, at, reason, score)
            found.append(Judgement(*head, comparisons, (seals[0], seals[1]), undoes))
        return found

    def _explained(self, model: str | None, levels: bytes | None) -> tuple[Comparison, ...]:
        if model is None or levels is None:
            return ()
        weights = json.loads(self._store.rows("SELECT body FROM models WHERE version = ?", model)[0][0])[
            "weights"
        ]
        numbers = array("H", levels)
        known = dict(self._store.rows("SELECT number, name FROM levels"))
        rows = (known[number].partition(":") for number in numbers)
        return tuple(
            Comparison(name, level, weights.get(f"{name}:{level}", (0.0,))[0]) for name, _, level in rows
        )

    def _encoded(self, levels: tuple[str, ...]) -> bytes:
        return array("H", map(self._level, levels)).tobytes()

    def _level(self, name: str) -> int:
        number = self._levels.get(name)
        if number is None:
            self._store.write("INSERT OR IGNORE INTO levels (name) VALUES (?)", name)
            number = int(self._store.rows("SELECT number FROM levels WHERE name = ?", name)[0][0])
            if number > 0xFFFF:
                raise StoreError(
                    "holds more than 65,535 levels of comparisons, which none of waqai's models has"
                )
            self._levels[name] = number
        return number
