"""Frames + mentions -> for each frame its candidates for every slot, with their probabilities, best first."""

from __future__ import annotations

from operator import add, itemgetter
from typing import Any, NamedTuple

from waqai import slots
from waqai.frames import Frame
from waqai.mentions import Page
from waqai.model import Models, probability
from waqai.standing import Ground

Ranked = list[tuple[float, Any]]  # candidates with their probability, best first

_SHARE = itemgetter(0)
# kind of mention -> how many sentences from an act's words it may stand; the first sentence is always in reach
REACH = {"party": 1, "place": 2, "count": 2, "time": 8, "speaker": 3}


class Candidate(NamedTuple):
    """A mention and the score that each model gives it for what it is, its bias included."""

    row: Any
    sentence: int
    scores: tuple[float, ...]


class Cast:
    """The candidates of a page, and which of them a frame means."""

    def __init__(self, page: Page, models: Models, frames: list[Frame]) -> None:
        """Score every mention that is in reach of a frame for what it is, once."""
        self.page, self.models, self.frames = page, models, frames
        self.shared = Ground(page, frames)
        rows: dict[str, list[Any]] = {
            "party": [p for p in page.parties if p.id],
            "place": page.places,
            "count": page.counts,
            "time": [t for t in page.times if t.sense == "past"],
            "speaker": page.speakers,
        }
        self.candidates = {kind: self._candidates(kind, found) for kind, found in rows.items()}

    def _candidates(self, kind: str, rows: list[Any]) -> list[Candidate]:
        """Each mention in reach of any frame, scored for what it is."""
        static = slots.DESCRIBE[kind][0]
        panel = self.models.panels[kind]
        biases = [judge.bias for judge in panel.judges]
        near = reached([t.sentence for frame in self.frames for t in frame.triggers], REACH[kind])
        out = []
        for row in rows:
            sentence = self.page.sentence_of[row.first]
            if sentence in near or (kind == "party" and row.first in self.shared.claimers):
                sums = panel.add_bundles(static(row, self.shared))
                out.append(Candidate(row, sentence, tuple(map(add, biases, sums))))
        return out

    def ranked(self, kind: str, frame: Frame) -> list[Ranked]:
        """For each model that judges a kind, the candidates within reach with their probability, best first."""
        relative = slots.DESCRIBE[kind][1]
        panel = self.models.panels[kind]
        near = reached([t.sentence for t in frame.triggers], REACH[kind])
        out: list[Ranked] = [[] for _ in panel.judges]
        for row, sentence, scores in self.candidates[kind]:
            if sentence in near or (kind == "party" and row.first in self.shared.claimers):
                sums = panel.add_bundles(relative(frame, row, self.shared))
                for rows, score, more in zip(out, scores, sums, strict=True):
                    rows.append((probability(score + more), row))
        for rows in out:
            rows.sort(key=_SHARE, reverse=True)
        return out

    def owners(self) -> dict[int, Ranked]:
        """The figures of each frame, by its number: each figure goes to the frame that most likely tells it."""
        best: dict[int, tuple[float, int]] = {}
        for number, frame in enumerate(self.frames):
            for share, figure in self.ranked("count", frame)[0]:
                if share > best.get(id(figure), (0.0, 0))[0]:
                    best[id(figure)] = (share, number)
        owned: dict[int, Ranked] = {}
        for figure in self.page.counts:
            share, number = best.get(id(figure), (0.0, 0))
            if share >= self.models.limit("count"):
                owned.setdefault(number, []).append((share, figure))
        return owned


def reached(sentences: list[int], reach: int) -> set[int]:
    """The sentences within reach of some, and the first of the report."""
    return {near for s in set(sentences) for near in range(s - reach, s + reach + 1)} | {0}
