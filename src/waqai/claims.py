"""Frames + their candidates -> claims: every slot filled, with the words that say it and why it is so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from waqai.cast import Cast, Ranked
from waqai.evidence import denial, doubt, evidence
from waqai.frames import Frame
from waqai.grouping import find_frames
from waqai.mentions import Page
from waqai.model import Models
from waqai.positions import location_of
from waqai.records import EVENT_TYPES, Actor, Attribution, Claim, Count, Location, Reason

_COUNT_SLOTS = ("fatalities", "injuries", "casualties_joint")


def find_claims(page: Page, models: Models) -> tuple[Claim, ...]:
    """All claims of a page."""
    return build_claims(page, models, find_frames(page, models))


def build_claims(page: Page, models: Models, frames: list[Frame]) -> tuple[Claim, ...]:
    """Fill the slots of every frame."""
    cast = Cast(page, models, frames)
    counts = cast.owners()
    return tuple(_claim(cast, frame, number, counts.get(number, [])) for number, frame in enumerate(frames))


class Filled(NamedTuple):
    """The rows of a slot, and for each why it is there."""

    rows: tuple[Any, ...]
    why: tuple[Reason, ...]


class When(NamedTuple):
    """The date of an act, its end where it is a span, and its precision (codebook, section 4)."""

    start: str
    end: str | None
    precision: int
    why: Reason


def _claim(cast: Cast, frame: Frame, number: int, figures: Ranked) -> Claim:
    page = cast.page
    doers, hit = _sides(*cast.ranked("party", frame))
    sides = {"actor1": _actors(cast, doers, "actor1"), "actor2": _actors(cast, hit, "actor2")}
    filled = {
        **sides,
        "locations": _locations(cast, frame),
        "attribution": _attribution(cast, frame),
        **{slot: _owned(page, _counts(page, figures, slot), sides) for slot in _COUNT_SLOTS},
    }
    when = _when(cast, frame)
    denied, doubted = denial(page, frame), doubt(page, frame)
    marks = (("stance", denied), ("certainty", doubted))
    why = [*_act(page, frame), when.why, *(r for slot in filled.values() for r in slot.why)]
    why.extend(_reason(page, slot, h.first, h.last, h.entry.where, h.entry.text) for slot, h in marks if h)
    return Claim(
        claim_id=f"{page.document.id}#{number + 1}",
        event_id=f"{page.document.id}#e{number + 1}",
        sub_event_type=frame.kind if frame.kind in EVENT_TYPES else "Other",
        event_date=when.start,
        end_date=when.end,
        time_precision=when.precision,
        **{slot: rows for slot, (rows, _) in filled.items()},
        stance="denied" if denied else "asserted",
        certainty="hedged" if doubted else "stated",
        evidence=tuple(evidence(page, frame)),
        confidence=round(frame.share, 3),
        why=tuple(why),
    )


def _reason(
    page: Page, slot: str, first: int, last: int, source: str, note: str, score: float | None = None
) -> Reason:
    start, end = page.tokens.raw(first, last)
    return Reason(slot, source, note, start, end, None if score is None else round(score, 3))


def _act(page: Page, frame: Frame) -> list[Reason]:
    """The words that made the act, and the rule that its kind came from."""
    rows = []
    for trigger in frame.triggers:
        hit = page.hit(trigger.first, trigger.families[0])
        source = hit.entry.where if hit else "model/event"
        rows.append(
            _reason(page, "evidence", trigger.first, trigger.last, source, trigger.lemma, trigger.share)
        )
    head = frame.scene.head
    source = f"grammar/kinds.yaml#{frame.rule}" if frame.verdict == frame.kind else "model/kind"
    note = f"rule {frame.rule or 'none'} says {frame.verdict or 'nothing'}; the model chose {frame.kind}"
    rows.append(_reason(page, "sub_event_type", head.first, head.last, source, note, frame.kind_score))
    return rows


def _sides(doers: Ranked, hit: Ranked) -> tuple[Ranked, Ranked]:
    """Each mention on the side where it is likelier: nobody acts and is hit in the same words."""
    acting = {id(row): share for share, row in doers}
    struck = {id(row): share for share, row in hit}
    return (
        [(share, row) for share, row in doers if share >= struck[id(row)]],
        [(share, row) for share, row in hit if share > acting[id(row)]],
    )


def _actors(cast: Cast, ranked: Ranked, slot: str) -> Filled:
    """The likeliest party, and further ones of another id that are likely too; one row an id."""
    page = cast.page
    chosen: dict[str, tuple[Actor, Reason]] = {}
    for share, party in ranked:
        if share < cast.models.limit(slot + "+" if chosen else slot):
            break
        if party.id not in chosen:
            start, end, text = page.span(party.first, party.last)
            actor = Actor(party.id, text, start, end, _suspected(page, party))
            chosen[party.id] = actor, Reason(slot, party.rule, f"model/{slot}", start, end, round(share, 3))
    rows = sorted(chosen.values(), key=lambda pair: pair[0].start)
    return Filled(tuple(a for a, _ in rows), tuple(r for _, r in rows))


def _suspected(page: Page, party: Any) -> bool:
    """A word of suspicion stands just before the party."""
    start = max(page.sentence(party.first).first, party.first - 4)
    return any(
        hit.entry.label == "hedge" and hit.entry.value.get("scope") == "actor"
        for position in range(start, min(party.last + 2, len(page.at)))
        for hit in page.at[position]
    )


def _locations(cast: Cast, frame: Frame) -> Filled:
    """The likeliest place with its coordinated partners, each once by name."""
    page, limit = cast.page, cast.models.limit
    ranked = cast.ranked("place", frame)[0]
    if not ranked or ranked[0][0] < limit("location"):
        return Filled((), ())
    top = ranked[0][1]
    listed = {id(place) for place in _run(page, top)}
    chosen: dict[str, tuple[Location, Reason]] = {}
    for share, place in sorted(ranked, key=lambda pair: pair[1].first):
        if place is not top and share < limit("partner" if id(place) in listed else "location+"):
            continue
        location = location_of(page, place)
        why = f"model/location, found as {place.cue}; {place.choice.why}".rstrip("; ")
        reason = Reason("locations", "gazetteer", why, location.start, location.end, round(share, 3))
        chosen.setdefault(cast.shared.bare_name(place.name), (location, reason))
    return Filled(tuple(x for x, _ in chosen.values()), tuple(r for _, r in chosen.values()))


def _run(page: Page, place: Any) -> list[Any]:
    """The places coordinated with one, in both directions."""
    first = page.places.index(place)
    last = first + 1
    while first > 0 and page.places[first].partner:
        first -= 1
    while last < len(page.places) and page.places[last].partner:
        last += 1
    return page.places[first:last]


def _counts(page: Page, figures: Ranked, slot: str) -> Filled:
    """The figures of one slot: one told twice stands once, a vague one falls away beside an exact one of its group."""
    kept: list[tuple[Count, Reason]] = []
    for share, figure in figures:
        if figure.slot != slot:
            continue
        start, end, text = page.span(figure.first, figure.last)
        row = Count(figure.group, None, figure.low, figure.high, text, start, end)
        if not any(_same(row, other) for other, _ in kept):
            kept.append((row, Reason(slot, "counts", figure.rule, start, end, round(share, 3))))
    exact = [pair for pair in kept if not _vague(pair[0])]
    known = {row.group for row, _ in exact}
    kept = [
        pair
        for pair in kept
        if not _vague(pair[0]) or not exact or not known & {pair[0].group, "unspecified"}
    ]
    kept = kept if exact else kept[:1]
    return Filled(tuple(c for c, _ in kept), tuple(r for _, r in kept))


def _owned(page: Page, filled: Filled, sides: dict[str, Filled]) -> Filled:
    """Whose fighters were counted (codebook 4, `of`): the party named within the figure, else the one armed side hit."""
    struck = [a for a in sides["actor2"].rows if not a.id.startswith("civil")]
    armed = [
        (page.tokens.raw(p.first, p.last)[0], p.id)
        for p in page.parties
        if p.id and not p.id.startswith("civil")
    ]
    rows = []
    for row in filled.rows:
        named = [id_ for start, id_ in armed if row.start <= start < row.end]
        hit = [a.id for a in struck]
        owner = named[0] if named else hit[0] if len(hit) == 1 else None
        rows.append(replace(row, of=owner) if row.group == "combatants" else row)
    return filled._replace(rows=tuple(rows))


def _vague(row: Count) -> bool:
    return row.low is None and row.high is None


def _same(row: Count, other: Count) -> bool:
    groups = {row.group, other.group}
    return (row.low, row.high) == (other.low, other.high) and (len(groups) == 1 or "unspecified" in groups)


def _when(cast: Cast, frame: Frame) -> When:
    """The likeliest time, else the day of publication with precision 2 (codebook 7.15)."""
    ranked = cast.ranked("time", frame)[0]
    if not ranked or ranked[0][0] < cast.models.limit("time"):
        reason = Reason("event_date", "times", "no time in the text: the day of publication")
        return When(cast.page.published.isoformat(), None, 2, reason)
    share, time = ranked[0]
    end = time.end.isoformat() if time.end and time.end != time.start else None
    reason = _reason(
        cast.page,
        "event_date",
        time.first,
        time.last,
        "times",
        "; ".join(filter(None, (time.rule, time.flag))),
        share,
    )
    return When(time.start.isoformat(), end, time.precision, reason)


def _attribution(cast: Cast, frame: Frame) -> Filled:
    """The likeliest speaker, further ones that are likely too, else the outlet itself."""
    chosen: list[tuple[float, Any]] = []
    for share, speaker in cast.ranked("speaker", frame)[0]:
        if share < cast.models.limit("attribution+" if chosen else "attribution"):
            break
        chosen.append((share, speaker))
    if not chosen:
        return Filled(
            (Attribution("outlet"),), (Reason("attribution", "speakers", "nobody named: the outlet"),)
        )
    rows, why = [], []
    for share, speaker in sorted(chosen, key=lambda pair: pair[1].first):
        start, end, text = cast.page.span(speaker.first, speaker.last)
        rows.append(Attribution(speaker.kind, text, start, end))
        why.append(Reason("attribution", "speakers", speaker.way, start, end, round(share, 3)))
    return Filled(tuple(rows), tuple(why))
