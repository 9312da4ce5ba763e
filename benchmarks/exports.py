"""How long a store's events take to export: python benchmarks/exports.py [EVENTS] [FORMAT...].

Makes a store of that many events (1.33 reports each) in a temporary folder and prints CPU seconds, the events a second,
and the part that is making the events' views. The goal: 50,000 events to CSV within 10 s.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from waqai.commands.export import book_of, rows_of, write_edition
from waqai.records import Actor, Claim, Count, Document, Location, Reading, Span
from waqai.store import Store, open_store
from waqai.store.membership import Membership

PLACE = Location("Town", 0, 4, "Town", "Province", "SY", "gn:1", 36.4816, 37.1964)


def reports(event: int) -> Iterator[tuple[Document, Reading]]:
    """The reports of an event: one, or of every third event two."""
    day = f"20{14 + event % 10}-{1 + event % 12:02}-{1 + event % 28:02}"
    for copy in range(1 + (event % 3 == 0)):
        name = f"d{event}-{copy}"
        text = f"A strike hit the market of Town on day {event}; {event % 9} people were killed, says source {copy}."
        count = Count("civilians", None, event % 9, event % 9, "killed", 0, 4)
        claim = Claim(
            f"{name}#1", f"{name}#e1", "Air/drone strike", day, locations=(PLACE,),
            actor2=(Actor("civilians", "people", 0, 6),), fatalities=(count,), evidence=(Span(0, len(text), text),),
        )  # fmt: skip
        yield Document(name, text, day, f"outlet {event % 7}"), Reading(name, "benchmark", (claim,))


def fill(store: Store, events: int) -> None:
    """Keep the reports, and put them into events as resolving them would."""
    membership, reading = Membership(store), 0
    with store.transaction():
        for event in range(events):
            for document, read in reports(event):
                reading += 1
                store.keep(document, "0" * 64)
                store.add_reading(read, 1_700_000_000)
                store.write(
                    "INSERT INTO traits VALUES (?, ?, ?, '', ?, 0, 0, 0, ?, 0, '{}', 1, 0, ?)",
                    f"{document.id}#1", document.id, f"{document.id}#e1", reading, reading, f"event{event}",
                )  # fmt: skip
            membership.log([(f"event{event}", "new", 1_700_000_000, "first told", [], [f"d{event}-0#1"])])


def main() -> None:
    """Make the store, then time each format."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "waqai.db") as store:
        fill(store, events)
        began = time.process_time()
        for _ in rows_of(book_of(store), "acled"):
            pass
        print(f"rows          {time.process_time() - began:6.1f} s CPU")
        for form in sys.argv[2:] or ["csv"]:
            began = time.process_time()
            write_edition(store, form, Path(folder) / f"out.{form}")
            seconds = time.process_time() - began
            print(f"{form:<12}  {seconds:6.1f} s CPU  {events / seconds:8,.0f} events a second")


if __name__ == "__main__":
    main()
