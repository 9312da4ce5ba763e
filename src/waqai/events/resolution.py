"""A store -> its events: new readings get traits, traits are compared, claims are clustered; each step is committed whole.

Only what is new is compared, and only what that touches is clustered again: a new report costs what it touches. Whatever
interrupts it, a step is done or not done, and the next run goes on from there.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from waqai.events import clustering, comparing
from waqai.events.clustering import Entry
from waqai.events.pair_model import PairModel, load_pair_model
from waqai.events.workers import READINGS, Worker, Workers, workers
from waqai.store import Store
from waqai.store.judgements import Judgements
from waqai.store.membership import Membership


@dataclass(slots=True)
class Progress:
    """What a run has done so far; `entries` are the changes of the last step."""

    readings: int = 0
    claims: int = 0
    pairs: int = 0
    suggestions: int = 0
    entries: list[Entry] = field(default_factory=list)


@contextmanager
def uncollected() -> Iterator[None]:
    """The garbage collector held off: the records of a step make no circles, and looking for some costs a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Resolver:
    """Brings the events of one open store up to date, step by step."""

    def __init__(self, store: Store, model: PairModel | None = None) -> None:
        """`store` is open for writing; `model` is the shipped one unless given."""
        self.store = store
        self.membership, self.judgements = Membership(store), Judgements(store)
        self.model = model or load_pair_model()
        self._worker = Worker(store, self.model)

    def run(self, at: int | None = None) -> Iterator[Progress]:
        """Do all that is to be done; yields after each step, when its work is on the disk. `at` is in unix seconds."""
        now = int(time.time()) if at is None else at
        progress = Progress()
        with self.store.transaction():
            self.judgements.keep_model(self.model.version, {"weights": self.model.weights})
        much = max(self.membership.count_new(), self.membership.count_uncompared())
        with uncollected():
            with workers(self.store, self._worker, much) as hands:
                yield from self._admit(progress, hands)
                yield from self._compare(progress, now, hands)
            yield from self._cluster(progress, now)

    def _admit(self, progress: Progress, hands: Workers) -> Iterator[Progress]:
        """Make traits of the next readings; of a document read again, in place of the old ones."""
        while True:
            starts = self.membership.batches(READINGS, 4 * hands.processes)
            for batch in hands.admit(starts):
                if batch is None:
                    continue
                with self.store.transaction():
                    for document, rows in batch.rows:
                        self.membership.replace(document, rows)
                    self.membership.set_known_reading(batch.last)
                progress.readings += len(batch.rows)
                progress.claims += sum(len(rows) for _, rows in batch.rows)
                yield progress
            if not starts:
                return

    def _compare(self, progress: Progress, now: int, hands: Workers) -> Iterator[Progress]:
        """Compare what waits; steps are made at once and written in their order."""
        while steps := comparing.plan(self.membership, 2 * hands.processes if hands.processes > 1 else 1):
            for step in hands.compare(steps):
                own = set(step.claims)
                ends = {c for row in step.suggestions if row.score > 0 for c in (row.left, row.right)}
                with self.store.transaction():
                    self.judgements.suggest(step.suggestions, self.model.version, now)
                    self.membership.set_compared(step.claims)
                    self.membership.set_pending(sorted(ends - own))
                progress.pairs += step.pairs
                progress.suggestions += len(step.suggestions)
                yield progress

    def _cluster(self, progress: Progress, now: int) -> Iterator[Progress]:
        """Make the events of what waits, and say what changed."""
        while settled := clustering.next_step(self.membership, self.judgements):
            with self.store.transaction():
                self.membership.settle(settled.keys)
                self.membership.log(
                    (e.key, e.kind, now, e.why, e.successors, e.claims) for e in settled.entries
                )
            progress.entries = settled.entries
            yield progress
        progress.entries = []
