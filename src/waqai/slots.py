"""Frame + mentions -> which mention fills which slot: features of every candidate, judged by one model a slot.

A mention is one of several of its kind; that it is *meant* by this act is what the models learn: from prepositions and
agent words before it, from its place among the parties of the sentence, and from its distance to the act's words. What
a mention is stands apart from where it stands to an act, so that it is scored once a page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from waqai.actors import load_register
from waqai.frames import Frame
from waqai.mentions import Page
from waqai.model import Bundle
from waqai.standing import Ground, is_fine, stand
from waqai.triggers import Trigger

Row = Any  # a mention of any kind; all have `first`


def party_static(party: Row, shared: Ground) -> list[Bundle]:
    """What a party is, whatever the act."""
    page, first = shared.page, party.first
    start = max(page.sentence(first).first, first - 3)
    harmed = any(page.has(p, "harm.") for p in range(start, first))
    sort, civil = _sort(page, party), _civil(party)
    return [
        _party_is(sort, civil, min(shared.named[party.id], 4), party.definite, harmed),
        _party_word(*_word(page, party, civil), register_type(party.id), first in shared.claimers),
        *(_stands(mark) for mark in shared.before(first)),
    ]


@lru_cache(maxsize=1 << 12)
def _party_is(sort: str, civil: str, times: int, definite: bool, harmed: bool) -> Bundle:
    out = ["1", f"s={sort}", f"i={civil}", f"m={times}"]
    return *out, *(["def"] if definite else []), *(["harmed"] if harmed else [])


def _word(page: Page, party: Row, civil: str) -> tuple[str, bool]:
    """The entry of a party that has no name, and whether its letters are often another word."""
    hits = page.at[party.first]
    if not hits:
        return "", False
    entry = hits[0].entry
    return entry.text if civil != "named" else "", "ambiguous" in entry.value


@lru_cache(maxsize=1 << 12)
def _party_word(word: str, ambiguous: bool, sort: str, claims: bool) -> Bundle:
    out = [f"e={word}"] if word else []
    if ambiguous:
        out.append("ambiguous")
    if claims:
        out.append("claims")
    return *out, f"y={sort}"


@lru_cache(maxsize=1 << 12)
def register_type(id_: str) -> str:
    """What kind of actor the register holds an id for: state, rebels, militia and so on."""
    entry = load_register().get(id_)
    return entry.type if entry else ""


@lru_cache(maxsize=1 << 12)
def _stands(mark: str) -> Bundle:
    return (f"b={mark}",)


def _sort(page: Page, party: Row) -> str:
    labels = page.labels[party.first]
    return next((label for label in ("object.military", "object.civilian") if label in labels), party.kind)


def _civil(party: Row) -> str:
    if party.id.startswith("civilians"):
        return "civ"
    return party.id if party.id in ("armed", "unknown", "state", "police") else "named"


def party_features(frame: Frame, party: Row, shared: Ground) -> list[Bundle]:
    """What the models `actor1` and `actor2` see of a candidate party beside what it is."""
    first = party.first
    out, trigger, side, head, shape = stand(frame, first, shared)
    civil = _civil(party)
    out.append(_party(_sort(shared.page, party), civil, side, head, shape, frame.kind))
    out.append(_role(register_type(party.id), frame.kind, side, first in shared.claimers))
    for mark in shared.before(first):
        out.append(_mark(mark, civil, side, shape))
    order = min(shared.order.get(("party", first), 9), 4)
    out.append(_order(order, _rank(trigger, first, shared), civil, side, shape, first in shared.speaking))
    return out


@lru_cache(maxsize=1 << 14)
def _party(sort: str, civil: str, side: str, head: str, shape: str, kind: str) -> Bundle:
    return (
        f"s={sort}:{side}",
        f"i={civil}:{side}",
        f"si={sort}{civil}:{shape}",
        f"i={civil}:{kind}",
        f"ih={civil}:{head}:{side}",
    )


@lru_cache(maxsize=1 << 14)
def _role(sort: str, kind: str, side: str, claims: bool) -> Bundle:
    """What such an actor does in such an act; one that claims it did it wherever it says so."""
    out = (f"y={sort}:{kind}", f"y={sort}:{side}")
    return (*out, f"claims:{kind}", f"claims:{side}") if claims else out


@lru_cache(maxsize=1 << 14)
def _mark(mark: str, civil: str, side: str, shape: str) -> Bundle:
    if side[1] == "x":
        return (f"b={mark}:{side[0]}:{shape}",)
    return f"b={mark}:{side[0]}:{shape}", f"bs={mark}:{civil}"


@lru_cache(maxsize=1 << 14)
def _order(order: int, rank: str, civil: str, side: str, shape: str, speaking: bool) -> Bundle:
    out = [
        f"o={order}:{side[1]}",
        f"o={min(order, 2)}:{shape}:{side}",
        f"r={rank}:{shape}",
        f"r={rank}:{civil}",
    ]
    if speaking:
        out.append(f"spk:{side[1]}")
    return tuple(out)


def _rank(trigger: Trigger, first: int, shared: Ground) -> str:
    """The place of a party among those after (or before) the trigger in its sentence."""
    sentence = shared.page.sentence_of[first]
    if sentence != trigger.sentence:
        return "x"
    starts = shared.starts.get(("party", sentence), ())
    low, high = min(first, trigger.first), max(first, trigger.first)
    return f"{'+' if first > trigger.first else '-'}{min(sum(1 for p in starts if low < p < high), 3)}"


def _level(place: Row) -> str:
    return place.level or (place.choice.place.kind if place.choice.place else "none")


def place_static(place: Row, shared: Ground) -> list[Bundle]:
    """What a place is, whatever the act."""
    page, first = shared.page, place.first
    level, country = _level(place), place.choice.country
    chain = f"{'b' if place.held_by else ''}{'h' if place.holds else ''}{'p' if place.partner else ''}"
    home = "none" if country is None else "home" if country == page.country else "away"
    sure = place.choice.place is not None or place.choice.admin1 is not None
    finer = shared.finer[page.sentence_of[first]] - is_fine(place) > 0
    known = (min(shared.names[place.name], 4), place.near, first in shared.speaking, first in shared.inside)
    return [
        _place_is(level, place.cue, place.lead, chain, place.grade),
        _place_known(level, place.cue, home, sure, finer, *known),
        *(_stands(mark) for mark in shared.before(first)),
    ]


@lru_cache(maxsize=1 << 12)
def _place_is(level: str, cue: str, lead: str, chain: str, grade: int) -> Bundle:
    return (
        "1",
        f"l={level}",
        f"cue={cue}",
        f"cl={cue}:{level}",
        f"lead={lead}",
        f"ch={chain}",
        f"g={grade}",
        f"g={grade}:{cue}",
    )


@lru_cache(maxsize=1 << 12)
def _place_known(
    level: str,
    cue: str,
    home: str,
    sure: bool,
    finer: bool,
    times: int,
    near: bool,
    speaking: bool,
    inside: bool,
) -> Bundle:
    out = [
        f"m={times}",
        f"cc={home}",
        f"cc={home}:{cue}",
        f"cc={home}:{level}",
        f"sure={sure}:{cue}",
        f"finer={finer}:{level}",
    ]
    if near:
        out.append(f"near:{level}")
    if speaking:
        out.append("spk")
    if inside:
        out.append(f"inparty:{level}")
    return tuple(out)


def place_features(frame: Frame, place: Row, shared: Ground) -> list[Bundle]:
    """What the model `location` sees of a candidate place beside what it is."""
    first = place.first
    bundles, trigger, side, _, _ = stand(frame, first, shared)
    sentence = shared.page.sentence_of[first]
    order = shared.order.get(("place", first), 9)
    starts = shared.starts.get(("place", sentence), ())
    low, high = (first, trigger.first) if first < trigger.first else (trigger.first, first)
    between = sum(1 for p in starts if low < p < high)
    chain = f"{'b' if place.held_by else ''}{'h' if place.holds else ''}"
    bundles.append(_place_at(_level(place), place.cue, chain, side, min(order, 4), sentence == 0))
    some = bool(shared.starts.get(("place", trigger.sentence))) if side[1] == "x" else None
    bundles.append(_place_past(side, min(between, 3), trigger.verb, some, min(order, 2), sentence == 0))
    bundles.extend(_stands_at(mark, side) for mark in shared.before(first))
    return bundles


@lru_cache(maxsize=1 << 14)
def _place_at(level: str, cue: str, chain: str, side: str, order: int, lead: bool) -> Bundle:
    return (
        f"l={level}:{side}",
        f"cue={cue}:{side}",
        f"ch={chain}:{side}",
        f"o={order}:{side[1]}",
        f"lead={lead}:{side[1]}",
    )


@lru_cache(maxsize=1 << 12)
def _place_past(side: str, between: int, verb: bool, some: bool | None, order: int, lead: bool) -> Bundle:
    out = f"r={side}{between}:{'v' if verb else 'n'}"
    return (out,) if some is None else (out, f"away={'some' if some else 'none'}:{order}:{lead}")


@lru_cache(maxsize=1 << 12)
def _stands_at(mark: str, side: str) -> Bundle:
    return (f"b={mark}:{side}",)


def count_static(figure: Row, shared: Ground) -> list[Bundle]:
    """What a casualty figure is, whatever the act."""
    known = figure.low is not None or figure.high is not None
    owner = shared.owners.get(figure.anchor)
    out = ["1", f"rule={figure.rule}:{known}", f"slot={figure.slot}:{known}:{figure.group}"]
    rivals = [
        f
        for f in shared.page.counts
        if f.slot == figure.slot and f is not figure and shared.owners.get(f.anchor) == owner
    ]
    out.append(f"rivals={min(len(rivals), 3)}")
    earlier = [f for f in rivals if f.first < figure.first]
    if earlier:
        out.append(f"later:{known}")
        out.append(f"repeat={any((f.low, f.high) == (figure.low, figure.high) for f in earlier)}")
        if known and any(f.low is None for f in earlier):
            out.append("sharper")
    out.extend(f"b={mark}" for mark in shared.before(figure.first))
    return [tuple(out)]


def count_features(frame: Frame, figure: Row, shared: Ground) -> list[Bundle]:
    """What the model `count` sees of a casualty figure beside what it is."""
    bundles, _, side, _, _ = stand(frame, figure.first, shared)
    out: list[str] = []
    owner = shared.owners.get(figure.anchor)
    mine = owner is not None and owner == shared.owners.get(frame.triggers[0].first)
    anchor = "mine" if mine else "none" if owner is None else "other"
    out.extend((f"anchor={anchor}", f"anchor={anchor}:{side}", f"rule={figure.rule}:{side}"))
    bundles.append(tuple(out))
    return bundles


def _age(page: Page, time: Row) -> str:
    days = (page.published - time.start).days
    if time.sense == "future":
        return "future"
    return "0" if days == 0 else "1" if days == 1 else "w" if days <= 8 else "m" if days <= 40 else "old"


def time_static(time: Row, shared: Ground) -> list[Bundle]:
    """What a time is, whatever the act."""
    age = _age(shared.page, time)
    return [("1", f"age={age}:{time.rule}", *(f"b={mark}:{age}" for mark in shared.before(time.first)))]


def time_features(frame: Frame, time: Row, shared: Ground) -> list[Bundle]:
    """What the model `time` sees of a candidate time beside what it is."""
    bundles, _, side, _, _ = stand(frame, time.first, shared)
    out: list[str] = []
    age = _age(shared.page, time)
    out.extend((f"age={age}:{side}", f"rule={time.rule}:{side}", f"pr={time.precision}:{side}"))
    if shared.page.sentence_of[time.first] == 0:
        out.append(f"lead:{side}:{age}")
    bundles.append(tuple(out))
    return bundles


def speaker_static(speaker: Row, shared: Ground) -> list[Bundle]:
    """What a speaker is, whatever the act."""
    out = ["1", f"weak={speaker.weak}:{speaker.way}"]
    hit = shared.page.hit(speaker.verb, "say.")
    if hit:
        out.append(f"verb={hit.entry.text}")
    return [tuple(out)]


def speaker_features(frame: Frame, speaker: Row, shared: Ground) -> list[Bundle]:
    """What the model `attribution` sees of a candidate speaker beside what it is."""
    page, first = shared.page, speaker.first
    bundles, trigger, side, _, _ = stand(frame, first, shared)
    out: list[str] = []
    out.extend((f"kind={speaker.kind}:{side}", f"way={speaker.way}:{side}", f"weak={speaker.weak}:{side}"))
    hit = page.hit(speaker.verb, "say.")
    if hit:
        out.extend(f"val={key}:{side[1]}" for key in hit.entry.value)
    sentence = page.sentence_of[first]
    gap = trigger.sentence - sentence
    later = sum(1 for s in page.speakers if sentence < page.sentence_of[s.first] <= trigger.sentence)
    out.append(f"later={min(later, 2)}:{min(max(gap, 0), 3)}")
    out.append(
        f"same={min(sum(1 for s in page.speakers if page.sentence_of[s.first] == sentence), 3)}:{side[1]}"
    )
    if side[1] == "x":
        start = page.tokens.sentences[trigger.sentence].first
        says = any(page.has(p, "say.verb") for p in range(start, min(start + 3, len(page.tokens.words))))
        out.append(f"says={says}:{min(max(gap, -1), 3)}")
        quoted = page.tokens.words[start] == '"'
        out.append(f"quoted={quoted}:{min(max(gap, -1), 3)}")
    bundles.append(tuple(out))
    return bundles


Static = Callable[[Row, Ground], list[Bundle]]
Relative = Callable[[Frame, Row, Ground], list[Bundle]]
# kind of mention -> what it is, and where it stands to an act
DESCRIBE: dict[str, tuple[Static, Relative]] = {
    "party": (party_static, party_features),
    "place": (place_static, place_features),
    "count": (count_static, count_features),
    "time": (time_static, time_features),
    "speaker": (speaker_static, speaker_features),
}


def describe(kind: str, frame: Frame, row: Row, shared: Ground) -> list[str]:
    """All features of a candidate for a frame."""
    static, relative = DESCRIBE[kind]
    return [f for bundle in (*static(row, shared), *relative(frame, row, shared)) for f in bundle]
