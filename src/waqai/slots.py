"""Frame + mentions -> which mention fills which slot: features of every candidate, judged by one model a slot.

A mention is one of several of its kind; that it is *meant* by this act is what the models learn: from prepositions and
agent words before it, from its place among the parties of the sentence, and from its distance to the act's words. What
a mention is stands apart from where it stands to an act, so that it is scored once a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any

from waqai.frames import Frame
from waqai.mentions import HARM, SAYS, Page
from waqai.model import Bundle, bundled
from waqai.standing import Ground, is_fine, stand
from waqai.triggers import Trigger

Row = Any  # a mention of any kind; all have `first`


def party_static(party: Row, shared: Ground) -> list[Bundle]:
    """What a party is, whatever the act."""
    page, first = shared.page, party.first
    start = max(page.sentence(first).first, first - 3)
    harmed = page.any_marked(start, first, HARM)
    sort, civil = _sort(page, party), _civil(party)
    return [
        _party_is(sort, civil, min(shared.named[party.id], 4), party.definite, harmed),
        _stands(shared.spot(first).before),
    ]


@bundled
def _party_is(sort: str, civil: str, times: int, definite: bool, harmed: bool) -> Bundle:
    out = ["1", f"s={sort}", f"i={civil}", f"m={times}"]
    return *out, *(["def"] if definite else []), *(["harmed"] if harmed else [])


@bundled
def _stands(marks: Bundle) -> Bundle:
    return tuple(f"b={mark}" for mark in marks)


def _sort(page: Page, party: Row) -> str:
    labels = page.labels[party.first]
    return (
        "object.military"
        if "object.military" in labels
        else "object.civilian"
        if "object.civilian" in labels
        else party.kind
    )


def _civil(party: Row) -> str:
    if party.id.startswith("civilians"):
        return "civ"
    return party.id if party.id in ("armed", "unknown", "state", "police") else "named"


def party_features(frame: Frame, party: Row, shared: Ground) -> list[Bundle]:
    """What the models `actor1` and `actor2` see of a candidate party beside what it is."""
    first = party.first
    out, trigger, side = stand(frame, first, shared)
    civil, verb = _civil(party), trigger.verb
    out.append(_party(_sort(shared.page, party), civil, side, trigger.family, verb, frame.kind))
    out.append(_marked(shared.spot(first).before, civil, side, trigger.family, verb))
    order, rank = shared.parties.of(first), _rank(trigger, first, shared)
    out.append(_order(order, rank, civil, side, trigger.family, verb, first in shared.speaking))
    return out


def _shape(head: str, verb: bool) -> str:
    return head + ("v" if verb else "n")


@bundled
def _party(sort: str, civil: str, side: str, head: str, verb: bool, kind: str) -> Bundle:
    shape = _shape(head, verb)
    return (
        f"s={sort}:{side}",
        f"i={civil}:{side}",
        f"si={sort}{civil}:{shape}",
        f"i={civil}:{kind}",
        f"ih={civil}:{head}:{side}",
    )


@bundled
def _marked(marks: Bundle, civil: str, side: str, head: str, verb: bool) -> Bundle:
    shape = _shape(head, verb)
    out = [f"b={mark}:{side[0]}:{shape}" for mark in marks]
    if side[1] != "x":
        out.extend(f"bs={mark}:{civil}" for mark in marks)
    return tuple(out)


@bundled
def _order(order: int, rank: str, civil: str, side: str, head: str, verb: bool, speaking: bool) -> Bundle:
    shape = _shape(head, verb)
    out = [
        f"o={order}:{side[1]}",
        f"o={min(order, 2)}:{shape}:{side}",
        f"r={rank}:{shape}",
        f"r={rank}:{civil}",
    ]
    if speaking:
        out.append(f"spk:{side[1]}")
    return tuple(out)


_RANKS = (("-0", "-1", "-2", "-3"), ("+0", "+1", "+2", "+3"))


def _rank(trigger: Trigger, first: int, shared: Ground) -> str:
    """The place of a party among those after (or before) the trigger in its sentence."""
    if shared.page.sentence_of[first] != trigger.sentence:
        return "x"
    between = shared.parties.between(trigger.sentence, first, trigger.first)
    return _RANKS[first > trigger.first][between]


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
        _stands(shared.spot(first).before),
    ]


@bundled
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


@bundled
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
    bundles, trigger, side = stand(frame, first, shared)
    sentence, before, *_ = shared.spot(first)
    places, lead = shared.places, sentence == 0
    order, between = places.of(first), places.between(sentence, first, trigger.first)
    chain = _CHAINS[place.held_by][place.holds]
    bundles.append(_place_at(_level(place), place.cue, chain, side, order, lead))
    some = trigger.sentence in places.starts if side[1] == "x" else None
    bundles.append(_place_past(side, between, trigger.verb, some, min(order, 2), lead))
    bundles.append(_stands_at(before, side))
    return bundles


_CHAINS = (("", "h"), ("b", "bh"))


@bundled
def _place_at(level: str, cue: str, chain: str, side: str, order: int, lead: bool) -> Bundle:
    return (
        f"l={level}:{side}",
        f"cue={cue}:{side}",
        f"ch={chain}:{side}",
        f"o={order}:{side[1]}",
        f"lead={lead}:{side[1]}",
    )


@bundled
def _place_past(side: str, between: int, verb: bool, some: bool | None, order: int, lead: bool) -> Bundle:
    out = f"r={side}{between}:{'v' if verb else 'n'}"
    return (out,) if some is None else (out, f"away={'some' if some else 'none'}:{order}:{lead}")


@bundled
def _stands_at(marks: Bundle, side: str) -> Bundle:
    return tuple(f"b={mark}:{side}" for mark in marks)


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
    return [tuple(out), _stands(shared.spot(figure.first).before)]


def count_features(frame: Frame, figure: Row, shared: Ground) -> list[Bundle]:
    """What the model `count` sees of a casualty figure beside what it is."""
    bundles, _, side = stand(frame, figure.first, shared)
    owner = shared.owners.get(figure.anchor)
    mine = owner is not None and owner == shared.owners.get(frame.triggers[0].first)
    anchor = "mine" if mine else "none" if owner is None else "other"
    bundles.append(_anchored(anchor, figure.rule, side))
    return bundles


@bundled
def _anchored(anchor: str, rule: str, side: str) -> Bundle:
    return f"anchor={anchor}", f"anchor={anchor}:{side}", f"rule={rule}:{side}"


def _age(page: Page, time: Row) -> str:
    days = (page.published - time.start).days
    if time.sense == "future":
        return "future"
    return "0" if days == 0 else "1" if days == 1 else "w" if days <= 8 else "m" if days <= 40 else "old"


def time_static(time: Row, shared: Ground) -> list[Bundle]:
    """What a time is, whatever the act."""
    return [_time_is(_age(shared.page, time), time.rule, shared.spot(time.first).before)]


@bundled
def _time_is(age: str, rule: str, marks: Bundle) -> Bundle:
    return "1", f"age={age}:{rule}", *(f"b={mark}:{age}" for mark in marks)


def time_features(frame: Frame, time: Row, shared: Ground) -> list[Bundle]:
    """What the model `time` sees of a candidate time beside what it is."""
    bundles, _, side = stand(frame, time.first, shared)
    lead = shared.page.sentence_of[time.first] == 0
    bundles.append(_time_at(_age(shared.page, time), time.rule, time.precision, side, lead))
    return bundles


@bundled
def _time_at(age: str, rule: str, precision: int, side: str, lead: bool) -> Bundle:
    out = f"age={age}:{side}", f"rule={rule}:{side}", f"pr={precision}:{side}"
    return (*out, f"lead:{side}:{age}") if lead else out


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
    bundles, trigger, side = stand(frame, first, shared)
    bundles.append(_speaker(speaker.kind, speaker.way, speaker.weak, side))
    hit = page.hit(speaker.verb, "say.")
    if hit:
        bundles.append(_valued(side, *hit.entry.value))
    sentence, seats = page.sentence_of[first], shared.speakers
    gap, past = trigger.sentence - sentence, bisect_right(seats, sentence)
    later = max(bisect_right(seats, trigger.sentence) - past, 0)
    bundles.append(
        _seated(min(later, 2), min(max(gap, 0), 3), min(past - bisect_left(seats, sentence), 3), side)
    )
    if side[1] == "x":
        start = page.tokens.sentences[trigger.sentence].first
        says = page.any_marked(start, start + 3, SAYS)
        bundles.append(_told(says, page.tokens.words[start] == '"', min(max(gap, -1), 3)))
    return bundles


@bundled
def _speaker(kind: str, way: str, weak: bool, side: str) -> Bundle:
    return f"kind={kind}:{side}", f"way={way}:{side}", f"weak={weak}:{side}"


@bundled
def _valued(side: str, *keys: str) -> Bundle:
    return tuple(f"val={key}:{side[1]}" for key in keys)


@bundled
def _seated(later: int, gap: int, same: int, side: str) -> Bundle:
    """How many speakers stand between a speaker and the act, and in its own sentence."""
    return f"later={later}:{gap}", f"same={same}:{side[1]}"


@bundled
def _told(says: bool, quoted: bool, gap: int) -> Bundle:
    """How the sentence of an act begins that stands apart from a speaker."""
    return f"says={says}:{gap}", f"quoted={quoted}:{gap}"


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
