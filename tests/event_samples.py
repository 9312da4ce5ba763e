"""Sample reports for tests of events: made of a few words, kept in a store as if they had been read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from waqai.events.book import Book
from waqai.events.resolution import Resolver
from waqai.records import Actor, Attribution, Claim, Count, Document, Location, Reading, Span
from waqai.store import Store

STRIKE = "قصف الطيران الحربي سوق بلدة مارع اليوم ما أدى إلى سقوط ضحايا بين الباعة قرب المخبز القديم"
PLACES = {
    "مارع": Location("بلدة مارع", 0, 4, "مارع", "حلب", "SY", "gn:1", 36.48, 37.19),
    "بنش": Location("مدينة بنش", 0, 4, "بنش", "إدلب", "SY", "gn:2", 35.95, 36.71),
    "سرمين": Location("سرمين", 0, 4, "سرمين", "إدلب", "SY", "gn:3", 35.90, 36.72),
}


def dead(
    number: int | None, group: str = "civilians", of: str | None = None, high: int | None = None
) -> Count:
    """A figure of the dead; null number: words alone."""
    return Count(group, of, number, number if high is None else high, "قتلى", 0, 4)  # type: ignore[arg-type]


def claim(name: str, **changes: Any) -> Claim:
    """An air strike on a market in one town, by nobody named, told by the outlet itself."""
    base = Claim(
        name,
        name.replace("#", "#e"),
        "Air/drone strike",
        "2024-05-01",
        locations=(PLACES["مارع"],),
        actor2=(Actor("civilians", "الباعة", 0, 6),),
        fatalities=(dead(3),),
        attribution=(Attribution("outlet"),),
        evidence=(Span(0, len(STRIKE), STRIKE),),
    )
    return replace(base, **changes)


def report(
    name: str, *claims: Claim, text: str = "", published: str = "2024-05-01", source: str = ""
) -> tuple[Document, Reading]:
    """A document and its reading; without a text one of its own."""
    text = text or f"{STRIKE} كما ذكر {name}"
    document = Document(name, text, published, source or f"outlet {name}")
    return document, Reading(name, "test", claims or (claim(f"{name}#1"),))


def keep(store: Store, reports: Iterable[tuple[Document, Reading]]) -> None:
    """Keep reports with their readings."""
    with store.transaction():
        for document, reading in reports:
            store.keep(document, hashlib.sha256(document.text.encode()).hexdigest())
            store.add_reading(reading, 0)


def resolve(store: Store, at: int = 100) -> None:
    """Bring the events up to date."""
    for _ in Resolver(store).run(at):
        pass


def events_of(store: Store) -> list[tuple[str, ...]]:
    """The claims of each event, without the keys."""
    return sorted(claims for _, claims in Book(store).present())
