"""Frame + mentions -> which mention fills which slot: features of every candidate, judged by one model a slot.

A mention is one of several of its kind; that it is *meant* by this act is what the models learn: from prepositions and
agent words before it, from its place among the parties of the sentence, and from its distance to the act's words. What
a mention is stands apart from where it stands to an act, so that it is scored once a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from waqai.actors import load_register
from waqai.frames import Frame
from waqai.mentions import HARM, SAYS, Page
from waqai.model import Bundle, bundled
from waqai.place_slots import place_features, place_static
from waqai.standing import Ground, stand, stands
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
        _party_word(*_word(page, party, civil), register_type(party.id), first in shared.claimers),
        stands(shared.spot(first).before),
    ]


@bundled
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


@bundled
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
    out, trigger, side, spot = stand(frame, first, shared)
    civil, verb = _civil(party), trigger.verb
    out.append(_party(_sort(shared.page, party), civil, side, trigger.family, verb, frame.kind))
    out.append(_role(register_type(party.id), frame.kind, side, first in shared.claimers))
    out.append(_marked(spot.before, civil, side, trigger.family, verb))
    order, rank = shared.parties.of(first), _rank(trigger, first, spot.sentence, shared)
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
def _role(sort: str, kind: str, side: str, claims: bool) -> Bundle:
    """What such an actor does in such an act; one that claims it did it wherever it says so."""
    out = (f"y={sort}:{kind}", f"y={sort}:{side}")
    return (*out, f"claims:{kind}", f"claims:{side}") if claims else out


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


def _rank(trigger: Trigger, first: int, sentence: int, shared: Ground) -> str:
    """The place of a party among those after (or before) the trigger in its sentence."""
    if sentence != trigger.sentence:
        return "x"
    between = shared.parties.between(trigger.sentence, first, trigger.first)
    return _RANKS[first > trigger.first][between]


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
    return [tuple(out), stands(shared.spot(figure.first).before)]


def count_features(frame: Frame, figure: Row, shared: Ground) -> list[Bundle]:
    """What the model `count` sees of a casualty figure beside what it is."""
    bundles, _, side, _ = stand(frame, figure.first, shared)
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
    bundles, _, side, spot = stand(frame, time.first, shared)
    lead = spot.sentence == 0
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
    bundles, trigger, side, spot = stand(frame, first, shared)
    bundles.append(_speaker(speaker.kind, speaker.way, speaker.weak, side))
    hit = page.hit(speaker.verb, "say.")
    if hit:
        bundles.append(_valued(side, *hit.entry.value))
    sentence, seats = spot.sentence, shared.speakers
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
