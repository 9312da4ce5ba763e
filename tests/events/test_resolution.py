"""Resolving a store: what becomes one event, keys that stay, order, replay, undoing, interrupts."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from event_samples import PLACES, STRIKE, claim, dead, events_of, keep, report, resolve

from waqai.errors import StoreError
from waqai.events.book import Book
from waqai.events.resolution import Resolver
from waqai.records import Actor, Reading
from waqai.store import Store, open_store
from waqai.store.file import EVENT_SCHEMA, SCHEMA

Make = Callable[..., Store]

BINNISH = replace(claim("x#1"), locations=(PLACES["بنش"],), fatalities=(dead(9),), event_date="2024-05-09")
BINNISH_TEXT = "غارة على مدينة بنش وسقوط تسعة قتلى هناك"
TRUCE_TEXT = "اتفاق على وقف إطلاق النار في مارع بين الطرفين"
CORPUS = [
    report("a"),
    report("b", claim("b#1", fatalities=(dead(4),))),
    report("c", claim("c#1", sub_event_type="Shelling/artillery/missile attack")),
    report("d", replace(BINNISH, claim_id="d#1", event_id="d#e1"), text=BINNISH_TEXT, published="2024-05-09"),
    report("e", claim("e#1", actor1=(Actor("ru", "روسيا", 0, 5),)), replace(BINNISH, claim_id="e#2", event_id="e#e2")),
    report("f", claim("f#1", event_date="2024-05-02", time_precision=2), published="2024-05-02"),
    report("g", claim("g#1", sub_event_type="Agreement", fatalities=()), text=TRUCE_TEXT),
]  # fmt: skip


def test_reports_of_one_strike_become_one_event(resolved: Make) -> None:
    """Reports of one act meet, another place and day and another kind of act stay apart."""
    events = events_of(resolved(*CORPUS))
    together = next(event for event in events if "a#1" in event)
    assert {"b#1", "c#1"} <= set(together) and not {"d#1", "e#2", "g#1"} & set(together)


def test_two_claims_of_one_report_never_meet(resolved: Make) -> None:
    """Claims of one document with different events stay apart, however alike; those with one event stay together."""
    twin = (claim("t#1"), claim("t#2"), replace(claim("t#3"), event_id="t#e1"))
    store = resolved(report("t", *twin), report("a"), report("b"))
    homes = {c: key for key, claims in Book(store).present() for c in claims}
    assert homes["t#1"] == homes["t#3"] != homes["t#2"]


@pytest.mark.parametrize("seed", range(6))
def test_order_of_arrival_does_not_change_the_events(tmp_path: Path, seed: int) -> None:
    """The same reports, all at once or one by one in any order, give the same events."""
    at_once = open_store(tmp_path / "one.db")
    keep(at_once, CORPUS)
    resolve(at_once)
    shuffled = CORPUS[:]
    random.Random(seed).shuffle(shuffled)
    by_one = open_store(tmp_path / "two.db")
    for one in shuffled:
        keep(by_one, [one])
        resolve(by_one)
    assert events_of(by_one) == events_of(at_once)


def test_replaying_the_log_gives_the_same_events(resolved: Make) -> None:
    """The whole log, read once more, gives the keys and claims that the store holds, bit for bit."""
    store = resolved(*CORPUS)
    book = Book(store)
    book.decide("a#1", "b#1", "different", "Rana", "another market", 5)
    resolve(store)
    number = book.decide("c#1", "f#1", "same", "Rana", "", 6)
    resolve(store)
    book.undo(number, "Rana", "", 7)
    resolve(store)
    assert [(group.key, group.claims) for group in book.replay()] == book.present()


@pytest.mark.parametrize(("one", "two", "verdict"), [("a#1", "b#1", "different"), ("a#1", "d#1", "same")])
def test_undoing_is_exact(resolved: Make, one: str, two: str, verdict: str) -> None:
    """A decision changes the events at once; taken back, keys and claims are what they were, and others stay."""
    store = resolved(*CORPUS)
    book = Book(store)
    before = book.present()
    other = book.decide("c#1", "g#1", "same", "Omar", "", 4)
    resolve(store)
    between = book.present()
    number = book.decide(one, two, verdict, "Rana", "seen both", 5)  # type: ignore[arg-type]
    resolve(store)
    homes = {c: key for key, claims in book.present() for c in claims}
    assert (homes[one] == homes[two]) is (verdict == "same")
    book.undo(number, "Rana", "wrong", 6)
    resolve(store)
    assert book.present() == between
    book.undo(other, "Omar", "", 7)
    resolve(store)
    assert book.present() == before


def test_a_contradiction_is_not_chained_over(resolved: Make) -> None:
    """Two claims that people hold apart stay apart, though a third goes with both."""
    store = resolved(report("a"), report("b"), report("c"))
    book = Book(store)
    book.decide("a#1", "b#1", "different", "Rana", "", 5)
    book.decide("a#1", "c#1", "same", "Rana", "", 6)
    book.decide("b#1", "c#1", "same", "Rana", "", 7)
    resolve(store)
    homes = {c: key for key, claims in book.present() for c in claims}
    assert homes["a#1"] != homes["b#1"]


def test_keys_stay_and_tombstones_lead_on(resolved: Make) -> None:
    """An event keeps its key as reports come; a merge leaves a tombstone, and undoing it brings the old key back."""
    store = resolved(*CORPUS[:2])
    book = Book(store)
    ((key, _),) = book.present()
    keep(store, CORPUS[2:])
    resolve(store)
    assert key in dict(book.present())
    mark = max(change.number for change in book.changes(with_events=False))
    binnish = next(k for k, claims in book.present() if "d#1" in claims)
    number = book.decide("a#1", "d#1", "same", "Rana", "", 5)
    resolve(store)
    feed = {change.event_key: change for change in book.changes(mark)}
    assert feed[key].event is not None and "d#1" in feed[key].event.claims
    assert binnish not in dict(book.present()) or "d#1" not in dict(book.present())[binnish]
    if feed[binnish].event is None:
        assert feed[binnish].successors[0] in dict(book.present())
    book.undo(number, "Rana", "", 6)
    resolve(store)
    assert "d#1" in dict(book.present())[binnish]
    assert next(c for c in list(book.changes(mark))[::-1] if c.event_key == binnish).kind in (
        "new",
        "changed",
    )


def test_a_new_report_costs_what_it_touches(resolved: Make) -> None:
    """One report more is compared with those near it alone, and nothing new costs nothing."""
    far = [
        report(f"z{n}", claim(f"z{n}#1", event_date=f"2019-0{n}-01"), published=f"2019-0{n}-02")
        for n in range(1, 9)
    ]
    store = resolved(*far, *CORPUS)
    keep(store, [report("h")])
    *_, last = Resolver(store).run(200)
    assert (last.readings, last.claims) == (1, 1) and 0 < last.pairs <= len(CORPUS)
    assert list(Resolver(store).run(300)) == []


def test_a_document_read_again_replaces_its_claims(resolved: Make) -> None:
    """After a better reading its old claims are in no event, and an event of theirs alone is gone."""
    store = resolved(*CORPUS)
    book = Book(store)
    with store.transaction():
        store.add_reading(Reading("d", "test-2", ()), 1)
    resolve(store)
    assert not any("d#1" in claims for _, claims in book.present())
    assert [(group.key, group.claims) for group in book.replay()] == book.present()


@pytest.mark.parametrize("steps", range(1, 4))
def test_an_interrupt_loses_nothing(tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after any step, or in the middle of writing one, the next run ends with the same events and log."""
    from waqai.store.membership import Membership

    whole = open_store(tmp_path / "whole.db")
    keep(whole, CORPUS)
    resolve(whole)
    for method in ("set_known_reading", "set_compared", "settle"):
        store = open_store(tmp_path / f"{method}.db")
        keep(store, CORPUS)
        for _ in itertools.islice(Resolver(store).run(100), steps):
            pass
        original = getattr(Membership, method)

        def broken(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(Membership, method, broken)
        with contextlib.suppress(KeyboardInterrupt):
            resolve(store)
        monkeypatch.setattr(Membership, method, original)
        resolve(store)
        assert Book(store).present() == Book(whole).present()
        count = "SELECT count(*) FROM judgements"
        assert store.rows(count) == whole.rows(count)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_loses_nothing(tmp_path: Path) -> None:
    """Killed at any moment, `waqai resolve` resumes; the store is sound and the events are those of one run."""
    reports = [
        report(
            f"r{n}", claim(f"r{n}#1", event_date=f"2024-05-{n % 28 + 1:02}", fatalities=(dead(n % 5 + 1),))
        )
        for n in range(120)
    ]
    for name in ("one", "two"):
        keep(open_store(tmp_path / f"{name}.db"), reports)
    resolve(whole := open_store(tmp_path / "one.db"))
    command = [sys.executable, "-m", "waqai", "resolve", "--store", str(tmp_path / "two.db")]
    for pause in (0.5, 0.8, 1.1):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    again = open_store(tmp_path / "two.db")
    assert again.rows("PRAGMA integrity_check") == [("ok",)]
    assert Book(again).present() == Book(whole).present()


def test_an_old_store_opens(tmp_path: Path) -> None:
    """A store of the first schema opens for reading as it is, and for writing gets what events need."""
    path = tmp_path / "old.db"
    open_store(path).close()
    with sqlite3.connect(path) as old:
        for table in ("judgements", "levels", "models", "traits", "event_log", "progress"):
            old.execute(f"DROP TABLE {table}")
        old.execute("PRAGMA user_version = 1")
    old.close()
    assert list(Book(open_store(path, readonly=True)).events()) == []
    store = open_store(path)
    keep(store, CORPUS[:2])
    resolve(store)
    assert len(events_of(store)) == 1 and SCHEMA and EVENT_SCHEMA


def test_decisions_are_checked(resolved: Make) -> None:
    """What cannot be decided is an error that says why: unknown claims, one report's own, nobody's name, no judgement."""
    store = resolved(report("t", claim("t#1"), claim("t#2")), report("a"))
    book = Book(store)
    for arguments, words in (
        (("t#1", "nobody#1", "same", "Rana", ""), "no claim nobody#1 is resolved"),
        (("t#1", "t#2", "same", "Rana", ""), "two events of one report"),
        (("a#1", "t#2", "same", " ", ""), "needs the name"),
    ):
        with pytest.raises(StoreError, match=words):
            book.decide(*arguments)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="no suggestion or decision has the number 999"):
        book.undo(999, "Rana", "")


def test_a_decision_holds_while_its_words_do(resolved: Make) -> None:
    """Read again with the same words, a claim keeps what was decided of it; with others the decision rests."""
    store = resolved(report("a"), report("b"))
    book = Book(store)
    book.decide("a#1", "b#1", "different", "Rana", "", 5)
    resolve(store)
    assert len(events_of(store)) == 2
    again = claim("b#1", fatalities=(dead(5),))
    with store.transaction():
        store.add_reading(Reading("b", "test-2", (again,)), 1)
    resolve(store)
    assert len(events_of(store)) == 2
    with store.transaction():
        words = again.evidence[0]._replace(text=STRIKE[5:])
        store.add_reading(Reading("b", "test-3", (replace(again, evidence=(words,)),)), 2)
    resolve(store)
    assert len(events_of(store)) == 1
