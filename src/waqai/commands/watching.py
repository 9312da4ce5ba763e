"""A watchlist -> its sources looked at again and again, what is new kept and read; each step one JSON object.

What was done stands in the store alone, so that a kill at any point loses nothing: a request counts as done when its
answer is kept, and how long to wait after failures is counted from the store's log of requests.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from waqai.commands.choices import chooser
from waqai.commands.intake import Run, batches, catch_up, is_known, read_batch
from waqai.commands.reader import Reader
from waqai.commands.visits import load_url, visit_of
from waqai.commands.watchlist import Watched, Watchlist
from waqai.errors import WaqaiError
from waqai.sources.fetch import Policy
from waqai.sources.folder import Found, find_files, load_files
from waqai.sources.loaded import LoadOptions, Result
from waqai.store import Store, open_store

LONGEST_WAIT = 24 * 3600
SETTLED = 2.0  # seconds since a file was last changed; before that it may be half written
Write = Callable[[str], None]


@dataclass(slots=True)
class State:
    """How a source stands: when it was looked at and will be (unix seconds), failures in a row, and its figures."""

    last: float = 0.0
    due: float = 0.0
    failures: int = 0
    kept: int = 0
    error: str = ""
    files: dict[Path, tuple[int, int]] = field(default_factory=dict)  # size and time of files that were read


class Watch:
    """A running watch: `poll` looks at one source, `run` at all of them until it is stopped."""

    def __init__(self, watchlist: Watchlist, reader: Reader, write: Write) -> None:
        """`write` takes the log's lines."""
        self.watchlist, self.reader, self._write = watchlist, reader, write
        self.states = {each.place: State() for each in watchlist.sources}
        self.stopped = threading.Event()

    def run(self, once: bool, refresh: Callable[[], None]) -> int:
        """Look at each source when it is due, or at all of them once; how many of the last looks failed."""
        self.restore()
        self.log("started", sources=len(self.states), store=str(self.watchlist.store))
        self._catch_up()
        while not self.stopped.is_set():
            for source in self.watchlist.sources:
                if not self.stopped.is_set() and (once or self.states[source.place].due <= time.time()):
                    self.poll(source)
                    refresh()
            if once:
                break
            refresh()
            next_due = min(state.due for state in self.states.values())
            self.stopped.wait(min(max(next_due - time.time(), 0.1), 5.0))
        self.log("stopped")
        return sum(state.failures > 0 for state in self.states.values())

    def restore(self) -> None:
        """Take from the store when each address was last asked for, and how often it failed since."""
        with open_store(self.watchlist.store) as store:
            for source in self.watchlist.sources:
                state = self.states[source.place]
                fetches = store.evidence.fetches(source.place, 32) if source.is_url else []
                state.failures = next(
                    (n for n, fetch in enumerate(fetches) if fetch.error is None), len(fetches)
                )
                state.last = float(fetches[0].at) if fetches else 0.0
                state.due = state.last + wait_after(source.interval, state.failures) if fetches else 0.0

    def _catch_up(self) -> None:
        """Read what an earlier watch had kept when it was killed."""
        run = Run(tell=lambda kind, message: self.log(kind, message=str(message)))
        with open_store(self.watchlist.store) as store:
            catch_up(store, self.reader, run)
        if run.shown:
            self.log("caught up", documents_read=len(run.shown), claims=run.claims)

    def poll(self, source: Watched) -> None:
        """Look at a source once; whatever goes wrong is logged, and the next look comes later each time."""
        state, run, start = self.states[source.place], Run(tell=partial(self._tell, source)), time.time()
        taken: dict[Path, tuple[int, int]] = {}
        try:
            with open_store(self.watchlist.store) as store:
                for batch in batches(self._results(source, store, taken)):
                    read_batch(batch, store, self.reader, run)
                    if self.stopped.is_set():
                        break
                else:
                    state.files |= taken  # only now is all that was in them kept
        except WaqaiError as error:  # a store that is locked or full: try again later
            run.failed += 1
            self._tell(source, "error", error)
        failed = bool(run.failed) and not (run.kept or run.unchanged)
        state.failures = state.failures + 1 if failed else 0
        if not run.failed:
            state.error = ""
        state.kept += run.kept
        state.last = time.time()
        state.due = state.last + wait_after(source.interval, state.failures)
        self.log(
            "polled", source=source.place, kept=run.kept, unchanged=run.unchanged, failed=run.failed,
            skipped=run.skipped.total(), versions=run.versions, near_copies=run.copies, documents_read=len(run.shown),
            claims=run.claims, seconds=round(state.last - start, 2), next=_iso(state.due),
        )  # fmt: skip

    def _results(self, source: Watched, store: Store, taken: dict[Path, tuple[int, int]]) -> Iterator[Result]:
        known = partial(is_known, store, self.reader.version)
        options = LoadOptions(
            None, source.name, source.encoding, choose_columns=chooser(store, None, ask=False), known=known
        )
        if source.is_url:
            policy = Policy(delay=self.watchlist.delay, allow_private=self.watchlist.allow_private)
            visit = visit_of(store, policy, source.follow, source.revisit_hours * 3600)
            yield from load_url(source.place, options, visit)
        else:
            yield from load_files(self._changed(source, taken), options)

    def _changed(self, source: Watched, taken: dict[Path, tuple[int, int]]) -> Iterator[Found]:
        """The files that are new or were changed since they were last read, and are no longer being written."""
        files = self.states[source.place].files
        for found in find_files([Path(source.place)]):
            if not isinstance(found, Path):
                yield found
                continue
            try:
                stat = found.stat()
            except OSError:
                continue  # gone between the look and the stat
            stamp = (stat.st_size, stat.st_mtime_ns)
            if files.get(found) != stamp and time.time() - stat.st_mtime >= SETTLED:
                taken[found] = stamp
                yield found

    def _tell(self, source: Watched, kind: str, message: object) -> None:
        text = str(message)
        if kind == "error":
            self.states[source.place].error = text
        self.log(kind, source=source.place, message=text)

    def log(self, event: str, **more: Any) -> None:
        """Write one line of the log."""
        self._write(json.dumps({"at": _iso(time.time()), "event": event, **more}, ensure_ascii=False))


def wait_after(interval: float, failures: int) -> float:
    """Seconds until the next look: twice as long after each failure in a row, a day at most."""
    return min(interval * 2.0 ** min(failures, 16), max(LONGEST_WAIT, interval))


def _iso(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
