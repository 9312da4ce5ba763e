"""Events with their claims -> rows: all that any format says of an event, by one policy, in one frozen record.

A format chooses columns of a row and words for them; it works out nothing of its own, so that no two files of one
export differ in what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from waqai.publish.deaths import NOBODY, Deaths, Figure, deaths_of
from waqai.records import Claim, Document, Event, EventChange, Location, Policy, Value

Told = Sequence[tuple[Document, Claim]]
CONTEXT = 32  # code points before and behind a quotation, by which others find it again
GONE = ("merged", "split", "gone")  # changes that may leave only a tombstone


@dataclass(frozen=True, slots=True)
class Source:
    """A report: its document's id, its outlet, its day, where it is."""

    document: str
    name: str
    published: str
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a document that a claim rests on, with what stands around them; offsets in code points."""

    claim: str
    document: str
    start: int
    end: int
    text: str
    before: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event by one policy. Figures have null bounds where no report gives them.

    `location` is the place that most reports name, the most precise first; `more_places` are the names of the others.
    Actors are ids of the register: what most origins say, none where they tie. `asserted` and `stated`: whether some
    claim asserts it, and without doubt. `updated` is when the event last changed, in unix seconds.
    """

    key: str
    policy: Policy
    event_type: str
    sub_event_type: str
    start: str
    end: str | None
    time_precision: int
    location: Location | None
    more_places: tuple[str, ...]
    actor1: tuple[str, ...]
    actor2: tuple[str, ...]
    killed: Figure
    injured: Figure
    deaths: Deaths
    sources: tuple[Source, ...]
    origins: int
    claims: tuple[str, ...]
    quotes: tuple[Quote, ...]
    asserted: bool
    stated: bool
    disputed: tuple[str, ...]
    grade: str
    grade_rule: str
    part_of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    updated: int = 0


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An event that is no more: why, since when (unix seconds), and the keys that its claims are found under now."""

    key: str
    kind: str
    at: int
    why: str
    successors: tuple[str, ...]


def event_rows(
    told: Iterable[tuple[Event, Told]], updated: Callable[[str], int], policy: Policy
) -> Iterator[EventRow]:
    """A row an event, in the order of events with their claims; `updated` gives when an event of a key changed."""
    for event, claims in told:
        yield event_row(event, claims, updated(event.event_key), policy)


def event_row(event: Event, told: Told, updated: int, policy: Policy) -> EventRow:
    """One event by a policy; `told` are the event's own claims, with their documents."""
    deaths = deaths_of(event)
    return EventRow(
        key=event.event_key,
        policy=policy,
        event_type=event.event_type,
        sub_event_type=event.sub_event_type,
        start=event.event_date,
        end=event.end_date,
        time_precision=min((claim.time_precision for _, claim in told), default=3),
        location=event.locations[0] if event.locations else None,
        more_places=tuple(dict.fromkeys(place.name for place in event.locations[1:])),
        actor1=_actors(event, "actor1"),
        actor2=_actors(event, "actor2"),
        killed=deaths.all_together if policy == "ucdp" else _figure(event, "fatalities", policy),
        injured=_figure(event, "injuries", policy),
        deaths=deaths,
        sources=tuple(sorted({document.id: _source(document) for document, _ in told}.values(), key=_age)),
        origins=len(event.origins),
        claims=event.claims,
        quotes=tuple(quote for document, claim in told for quote in _quotes(document, claim)),
        asserted=any(claim.stance == "asserted" for _, claim in told),
        stated=any(claim.stance == "asserted" and claim.certainty == "stated" for _, claim in told),
        disputed=tuple(dict.fromkeys(one.kind for one in event.contradictions)),
        grade=event.grade,
        grade_rule=event.grade_rule,
        part_of=event.part_of,
        parts=event.parts,
        updated=updated,
    )


def tombstones(changes: Iterable[EventChange]) -> Iterator[Tombstone]:
    """The events that are no more, in the order in which they went; a key that came back is none."""
    last: dict[str, EventChange] = {}
    for change in changes:
        last.pop(change.event_key, None)
        last[change.event_key] = change
    for change in last.values():
        if change.kind in GONE and change.event is None:
            yield Tombstone(change.event_key, change.kind, change.at, change.why, change.successors)


def _value(event: Event, slot: str, policy: Policy) -> Value | None:
    found = (value for value in event.values if value.slot == slot and value.policy == policy)
    return next(found, None)


def _figure(event: Event, slot: str, policy: Policy) -> Figure:
    if policy == "ucdp":  # the injured of all groups; the dead are put together by sides
        policy = "mode"
    value = _value(event, slot, policy)
    rests = value is not None and value.claims  # ACLED's 0 where nobody gives a figure is a format's matter
    return Figure(value.low, value.best, value.high) if value and rests else NOBODY


def _actors(event: Event, slot: str) -> tuple[str, ...]:
    value = _value(event, slot, "mode")
    return tuple(value.value.split(" + ")) if value and value.value else ()


def _source(document: Document) -> Source:
    return Source(document.id, document.source, document.published, document.url, document.title)


def _age(source: Source) -> tuple[str, str]:
    return source.published, source.document


def _quotes(document: Document, claim: Claim) -> Iterator[Quote]:
    text = document.text
    for span in claim.evidence:
        before = text[max(0, span.start - CONTEXT) : span.start]
        yield Quote(
            claim.claim_id,
            document.id,
            span.start,
            span.end,
            span.text,
            before,
            text[span.end : span.end + CONTEXT],
        )
