"""The two costly stages of resolving, spread over processes: readings -> rows of traits, waiting claims -> steps.

Each process reads the store by itself and gives back what is to be written; the one that asked writes, in order. Few
claims are not worth starting processes for: then all is done in the one that asks.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from waqai.actors import load_register
from waqai.events.comparing import Judge, Step, Waiting, step_of
from waqai.events.copies import signature
from waqai.events.pair_model import PairModel
from waqai.events.parties import Kinship
from waqai.events.trait_rows import row_of
from waqai.events.traits import TraitMaker
from waqai.language.pack import load_pack
from waqai.store import Store, open_store
from waqai.store.membership import Membership, Row

MANY = 20_000  # readings or claims from which on more processes are worth their start
READINGS = 500  # in one batch
MOST = 8  # processes


class Batch(NamedTuple):
    """The traits of some readings: rows by document, and the number of the last reading."""

    rows: list[tuple[str, list[Row]]]
    last: int


class Worker:
    """What one process works with."""

    def __init__(self, store: Store, model: PairModel) -> None:
        """`store` may be open for reading alone."""
        self.membership = Membership(store)
        self.judge = Judge(model, Kinship(load_register()))
        self.maker = TraitMaker(load_pack())

    def admit(self, after: int) -> Batch | None:
        """The traits of the READINGS readings after a number; null where there is none."""
        readings = self.membership.new_readings(READINGS, after)
        rows = []
        for reading in readings:
            copy = signature(reading.document.text, self.maker.pack) if reading.claims else ()
            traits = self.maker.make_all(reading.document, reading.claims, copy)
            rows.append((reading.document.id, [row_of(reading, n, trait) for n, trait in enumerate(traits)]))
        return Batch(rows, readings[-1].number) if readings else None

    def compare(self, waiting: list[Waiting]) -> Step:
        """One step of comparing."""
        return step_of(self.membership, self.judge, waiting)


_here: Worker | None = None


def _start(path: Path, model: PairModel) -> None:
    global _here
    gc.disable()  # what a step makes has no circles
    _here = Worker(open_store(path, readonly=True), model)


def _admit(after: int) -> Batch | None:
    assert _here is not None
    return _here.admit(after)


def _compare(waiting: list[Waiting]) -> Step:
    assert _here is not None
    return _here.compare(waiting)


class Workers:
    """One process or several, with the same answers."""

    def __init__(self, worker: Worker, pool: ProcessPoolExecutor | None, processes: int) -> None:
        """`worker` works in this process; `pool`, where there is one, in others."""
        self._worker, self._pool = worker, pool
        self.processes = processes

    def admit(self, after: list[int]) -> Iterator[Batch | None]:
        """The batches after some numbers, in their order."""
        if self._pool is None:
            yield from map(self._worker.admit, after)
        else:
            yield from self._pool.map(_admit, after)

    def compare(self, steps: list[list[Waiting]]) -> Iterator[Step]:
        """The steps of some waiting claims, in their order."""
        if self._pool is None:
            yield from map(self._worker.compare, steps)
            return
        futures: list[Future[Step]] = [self._pool.submit(_compare, step) for step in steps]
        yield from (future.result() for future in futures)


@contextmanager
def workers(store: Store, worker: Worker, much: int) -> Iterator[Workers]:
    """Workers for `much` readings or claims that wait."""
    processes = min(MOST, os.cpu_count() or 1)
    if much < MANY or processes < 2:
        yield Workers(worker, None, 1)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _start, (store.path, worker.judge.model)) as pool:
        try:
            yield Workers(worker, pool, processes)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
