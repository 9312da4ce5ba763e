"""Frame + mentions -> which mention fills which slot: features of every candidate, judged by one model a slot.

A mention is one of several of its kind; that it is *meant* by this act is what the models learn: from prepositions and
agent words before it, from its place among the parties of the sentence, and from its distance to the act's words. What
a mention is stands apart from where it stands to an act, so that it is scored once a page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from waqai.frames import Frame
from waqai.mentions import Page
from waqai.model import Bundle
from waqai.standing import Ground, stand
from waqai.triggers import Trigger

Row = Any  # a mention of any kind; all have `first`


def party_static(party: Row, shared: Ground) -> list[str]:
    """What a party is, whatever the act."""
    page, first = shared.page, party.first
    sort, civil = _sort(page, party), _civil(party)
    out = ["1", f"s={sort}", f"i={civil}", f"m={min(shared.named[party.id], 4)}"]
    out.extend(f"b={mark}" for mark in shared.before(first))
    if party.definite:
        out.append("def")
    if any(page.has(p, "harm.") for p in range(max(page.sentence(first).first, first - 3), first)):
        out.append("harmed")
    return out


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


def place_static(place: Row, shared: Ground) -> list[str]:
    """What a place is, whatever the act."""
    page, first = shared.page, place.first
    level, cue = _level(place), place.cue
    out = ["1", f"l={level}", f"cue={cue}", f"cl={cue}:{level}", f"lead={place.lead}"]
    out.append(f"ch={'b' if place.held_by else ''}{'h' if place.holds else ''}{'p' if place.partner else ''}")
    out.extend((f"g={place.grade}", f"g={place.grade}:{cue}"))
    again = sum(1 for p in page.places if p.name == place.name)
    out.append(f"m={min(again, 4)}")
    if place.near:
        out.append(f"near:{level}")
    out.extend(f"b={mark}" for mark in shared.before(first))
    if first in shared.speaking:
        out.append("spk")
    if any(p.first <= first < p.last for p in page.parties):
        out.append(f"inparty:{level}")
    country = place.choice.country
    home = "none" if country is None else "home" if country == page.country else "away"
    out.extend((f"cc={home}", f"cc={home}:{cue}", f"cc={home}:{level}"))
    out.append(f"sure={place.choice.place is not None or place.choice.admin1 is not None}:{cue}")
    sentence = page.sentence_of[first]
    finer = any(
        p is not place
        and p.level not in ("country", "admin1", "region")
        and page.sentence_of[p.first] == sentence
        for p in page.places
    )
    out.append(f"finer={finer}:{level}")
    return out


def place_features(frame: Frame, place: Row, shared: Ground) -> list[Bundle]:
    """What the model `location` sees of a candidate place beside what it is."""
    first = place.first
    bundles, trigger, side, _, _ = stand(frame, first, shared)
    out: list[str] = []
    sentence = shared.page.sentence_of[first]
    out.extend(
        (
            f"l={_level(place)}:{side}",
            f"cue={place.cue}:{side}",
            f"ch={'b' if place.held_by else ''}{'h' if place.holds else ''}:{side}",
        )
    )
    out.extend(f"b={mark}:{side}" for mark in shared.before(first))
    out.append(f"o={min(shared.order.get(('place', first), 9), 4)}:{side[1]}")
    starts = shared.starts.get(("place", sentence), ())
    low, high = min(first, trigger.first), max(first, trigger.first)
    out.append(f"r={side}{min(sum(1 for p in starts if low < p < high), 3)}:{'v' if trigger.verb else 'n'}")
    out.append(f"lead={sentence == 0}:{side[1]}")
    if side[1] == "x":
        here = shared.starts.get(("place", trigger.sentence))
        out.append(
            f"away={'some' if here else 'none'}:{min(shared.order.get(('place', first), 9), 2)}:{sentence == 0}"
        )
    bundles.append(tuple(out))
    return bundles


def count_static(figure: Row, shared: Ground) -> list[str]:
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
    return out


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


def time_static(time: Row, shared: Ground) -> list[str]:
    """What a time is, whatever the act."""
    age = _age(shared.page, time)
    return ["1", f"age={age}:{time.rule}", *(f"b={mark}:{age}" for mark in shared.before(time.first))]


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


def speaker_static(speaker: Row, shared: Ground) -> list[str]:
    """What a speaker is, whatever the act."""
    out = ["1", f"weak={speaker.weak}:{speaker.way}"]
    hit = shared.page.hit(speaker.verb, "say.")
    if hit:
        out.append(f"verb={hit.entry.text}")
    return out


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


Static = Callable[[Row, Ground], list[str]]
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
    return static(row, shared) + [f for bundle in relative(frame, row, shared) for f in bundle]
