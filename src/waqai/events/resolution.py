"""A store -> its events: new readings get traits, traits are compared, claims are clustered; each step is committed whole.

Only what is new is compared, and only what that touches is clustered again: a new report costs what it touches. Whatever
interrupts it, a step is done or not done, and the next run goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from waqai.actors import load_register
from waqai.events import clustering, comparing
from waqai.events.clustering import Entry
from waqai.events.comparing import Judge
from waqai.events.copies import signature
from waqai.events.pair_model import PairModel, load_pair_model
from waqai.events.parties import Kinship
from waqai.events.trait_rows import row_of
from waqai.events.traits import TraitMaker
from waqai.language.pack import load_pack
from waqai.store import Store
from waqai.store.judgements import Judgements
from waqai.store.membership import Membership, Row

READINGS = 500  # in one step


@dataclass(slots=True)
class Progress:
    """What a run has done so far; `entries` are the changes of the last step."""

    readings: int = 0
    claims: int = 0
    pairs: int = 0
    suggestions: int = 0
    entries: list[Entry] = field(default_factory=list)


class Resolver:
    """Brings the events of one open store up to date, step by step."""

    def __init__(self, store: Store, model: PairModel | None = None) -> None:
        """`store` is open for writing; `model` is the shipped one unless given."""
        self.store = store
        self.membership, self.judgements = Membership(store), Judgements(store)
        self.model = model or load_pair_model()
        self._judge = Judge(self.model, Kinship(load_register()))
        self._maker = TraitMaker(load_pack())

    def run(self, at: int | None = None) -> Iterator[Progress]:
        """Do all that is to be done; yields after each step, when its work is on the disk. `at` is in unix seconds."""
        now = int(time.time()) if at is None else at
        progress = Progress()
        with self.store.transaction():
            self.judgements.keep_model(self.model.version, {"weights": self.model.weights})
        while self._admit(progress):
            yield progress
        while self._compare(progress, now):
            yield progress
        while self._cluster(progress, now):
            yield progress

    def _admit(self, progress: Progress) -> bool:
        """Make traits of the next readings; of a document read again, in place of the old ones."""
        readings = self.membership.new_readings(READINGS)
        made: list[tuple[str, list[Row]]] = []
        for reading in readings:
            copy = signature(reading.document.text, self._maker.pack) if reading.claims else ()
            traits = self._maker.make_all(reading.document, reading.claims, copy)
            rows = [row_of(reading, position, trait) for position, trait in enumerate(traits)]
            made.append((reading.document.id, rows))
        if not readings:
            return False
        with self.store.transaction():
            for document, rows in made:
                self.membership.replace(document, rows)
            self.membership.set_known_reading(readings[-1].number)
        progress.readings += len(readings)
        progress.claims += sum(len(rows) for _, rows in made)
        progress.entries = []
        return True

    def _compare(self, progress: Progress, now: int) -> bool:
        step = comparing.next_step(self.membership, self._judge)
        if step is None:
            return False
        with self.store.transaction():
            self.judgements.suggest(step.suggestions, self.model.version, now)
            self.membership.set_compared(step.claims)
            self.membership.set_pending(self._touched(step))
        progress.pairs += step.pairs
        progress.suggestions += len(step.suggestions)
        return True

    @staticmethod
    def _touched(step: comparing.Step) -> list[str]:
        """The claims, not of this step, that something new is known of."""
        own = set(step.claims)
        ends = {claim for row in step.suggestions if row.score > 0 for claim in (row.left, row.right)}
        return sorted(ends - own)

    def _cluster(self, progress: Progress, now: int) -> bool:
        settled = clustering.next_step(self.membership, self.judgements)
        if settled is None:
            return False
        with self.store.transaction():
            self.membership.settle(settled.keys)
            self.membership.log((e.key, e.kind, now, e.why, e.successors, e.claims) for e in settled.entries)
        progress.entries = settled.entries
        return True
