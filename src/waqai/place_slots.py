"""Frame + places -> what the model `location` sees of each place: what it is, and where it stands to the act's words."""

from __future__ import annotations

from typing import Any

from waqai.frames import Frame
from waqai.model import Bundle, bundled
from waqai.standing import Ground, is_fine, stand, stands

Row = Any  # a place


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
        stands(shared.spot(first).before),
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
    bundles, trigger, side, spot = stand(frame, first, shared)
    sentence, before = spot.sentence, spot.before
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
