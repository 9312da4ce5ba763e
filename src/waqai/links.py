"""Two triggers -> whether they tell one act: what the model `link` sees of an earlier and a later trigger."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from waqai.mentions import ADDS, ARMS, BREAK, Page
from waqai.model import Bundle, bundled
from waqai.triggers import Context, Trigger


class Zone(NamedTuple):
    """What belongs to one act's word: the names, armed parties, weapons and figures from it up to the next act's word."""

    places: frozenset[str]
    parties: frozenset[str]
    means: frozenset[str]
    counted: bool
    joined: bool


class Gap(NamedTuple):
    """How an earlier and a later sentence stand to each other, for any two triggers in them."""

    apart: str
    paragraphs: int
    lead: bool
    background: bool
    places: str
    parties: str
    times: str
    breaks: int


@dataclass(slots=True)
class Ties:
    """For linking: what stands in each sentence and clause, found once a page."""

    places: dict[int, set[str]]
    clause_places: dict[int, set[str]]
    parties: dict[int, set[str]]
    breaks: list[int]
    times: dict[int, set[str]]
    zones: dict[int, Zone]
    gaps: dict[tuple[int, int], Gap] = field(default_factory=dict)


def ties(page: Page) -> Ties:
    """Names of places and parties by sentence and clause; running number of discourse breaks at each sentence."""
    places: dict[int, set[str]] = {}
    clause_places: dict[int, set[str]] = {}
    for place in page.places:
        name = page.pack.folding.fold(place.name)
        places.setdefault(page.sentence_of[place.first], set()).add(name)
        clause_places.setdefault(page.clauses[place.first], set()).add(name)
    parties: dict[int, set[str]] = {}
    for party in page.parties:
        if party.id:
            parties.setdefault(page.sentence_of[party.first], set()).add(party.id)
    times: dict[int, set[str]] = {}
    for time in page.times:
        times.setdefault(page.sentence_of[time.first], set()).add(time.start.isoformat())
    breaks, number = [], 0
    for sentence in page.tokens.sentences:
        number += page.any_marked(sentence.first, min(sentence.first + 3, sentence.last), BREAK)
        breaks.append(number)
    return Ties(places, clause_places, parties, breaks, times, zones(page))


def zones(page: Page) -> dict[int, Zone]:
    """The zone of each act's word, by its first token."""
    acts = [t for t in page.triggers if t.families[0].startswith("act.")]
    if not acts:
        return {}
    sentence_of, fold = page.sentence_of, page.pack.folding.fold
    places: dict[int, list[tuple[int, str]]] = {}
    for place in page.places:
        if place.level != "country":
            places.setdefault(sentence_of[place.first], []).append((place.first, fold(place.name)))
    parties: dict[int, list[tuple[int, str]]] = {}
    for party in page.parties:
        if party.id and not party.id.startswith("civilians"):
            parties.setdefault(sentence_of[party.first], []).append((party.first, party.id))
    counted = sorted(f.first for f in page.counts)
    out: dict[int, Zone] = {}
    for number, trigger in enumerate(acts):
        bounds, start = page.tokens.sentences[trigger.sentence], trigger.first
        later = next((t for t in acts[number + 1 : number + 4] if t.first - trigger.last > 3), None)
        end = later.first if later is not None and later.sentence == trigger.sentence else bounds.last
        out[start] = Zone(
            frozenset(name for first, name in places.get(trigger.sentence, ()) if start <= first < end),
            frozenset(
                name
                for first, name in parties.get(trigger.sentence, ())
                if start <= first < min(end, start + 7)
            ),
            _means(page, start, end),
            any(start <= first < end for first in counted),
            page.any_marked(max(bounds.first, start - 5), start, ADDS),
        )
    return out


def _means(page: Page, start: int, end: int) -> frozenset[str]:
    """The classes of weapons at tokens [start, end)."""
    found: set[str] = set()
    marks = page.marks
    for position in range(start, end):
        if marks[position] & ARMS:
            found.update(label for label in page.labels[position] if label.startswith("weapon."))
    return frozenset(found)


def _newness(one: Trigger, two: Trigger, tied: Ties) -> Bundle:
    """How much the later of two acts brings of its own: cues that it is another act, counted."""
    first, second = tied.zones.get(one.first), tied.zones.get(two.first)
    if first is None or second is None:
        return ()
    place = bool(second.places) and second.places.isdisjoint(first.places)
    party = bool(second.parties) and second.parties.isdisjoint(first.parties)
    means = bool(second.means) and second.means.isdisjoint(first.means)
    rest = (second.counted and first.counted) + (one.family != two.family) + ("the" not in two.flags)
    near = "0" if one.sentence == two.sentence else "1"
    return _cues(place, party, second.joined, means + rest, bool(first.places), near)


@bundled
def _cues(place: bool, party: bool, joined: bool, rest: int, placed: bool, near: str) -> Bundle:
    return (
        f"new={place + party + joined + rest}:{near}",
        f"ownplace={placed and place}:{near}",
        f"cues={place:d}{party:d}{joined:d}:{near}",
    )


def link_features(page: Page, one: Trigger, two: Trigger, shared: Context, tied: Ties) -> list[Bundle]:
    """What the model `link` sees of an earlier and a later trigger."""
    a, b = one.sentence, two.sentence
    gap = tied.gaps.get((a, b))
    if gap is None:
        gap = tied.gaps[a, b] = _gap(page, a, b, shared, tied)
    apart, paragraphs, lead, background, places, parties, times, breaks = gap
    if one.clause == two.clause:
        apart = "c"
    flags, crowd = two.flags, min(len(page.triggers), 12) // 3
    clauses = _state(tied.clause_places.get(one.clause), tied.clause_places.get(two.clause))
    out = [
        _pair(one.family, two.family, apart, one.verb, two.verb, "the" in flags, "pron" in flags),
        _apart(apart, paragraphs, one.lemma == two.lemma, lead, background, crowd),
        _ties(places, clauses, parties, times, breaks, a == b),
        _newness(one, two, tied),
    ]
    if a == b:
        out.append(_between(page, one, two))
    return out


def _gap(page: Page, a: int, b: int, shared: Context, tied: Ties) -> Gap:
    """How two sentences stand to each other."""
    sentences = page.tokens.sentences
    return Gap(
        f"s{min(b - a, 4)}",
        min(sentences[b].paragraph - sentences[a].paragraph, 2),
        a == 0,
        bool(b - a and shared.background[b]),
        _state(tied.places.get(a), tied.places.get(b)),
        _state(tied.parties.get(a), tied.parties.get(b)),
        _state(tied.times.get(a), tied.times.get(b)),
        min(tied.breaks[b] - tied.breaks[a], 2),
    )


@bundled
def _pair(a: str, b: str, apart: str, verb: bool, second_verb: bool, definite: bool, pronoun: bool) -> Bundle:
    """The families of two triggers."""
    out = ["1", f"ab={a}>{b}", f"ab={a}>{b}:{apart}", f"a={a}:{apart}", f"b={b}:{apart}"]
    if a == b:
        out.append(f"samef:{apart}")
    if definite:
        out.append(f"the:{'same' if a == b else b}:{apart}")
    if pronoun:
        out.append(f"pron:{b}")
    out.append(f"vv={'v' if verb else 'n'}{'v' if second_verb else 'n'}:{apart}")
    return tuple(out)


@bundled
def _apart(apart: str, paragraphs: int, same: bool, lead: bool, background: bool, crowd: int) -> Bundle:
    """How far two triggers stand apart."""
    out = [f"d={apart}", f"par={paragraphs}", f"tri={crowd}:{apart}"]
    if same:
        out.append(f"same:{apart}")
    if lead:
        out.append(f"lead:{apart}")
    if background:
        out.append("bg")
    return tuple(out)


_LINKING = ("result", "relative", "discourse", "time.", "say.", "link.")


@lru_cache(maxsize=1 << 14)
def _linking(labels: frozenset[str]) -> frozenset[str]:
    """The labels between two triggers that say how they belong together."""
    return frozenset(label for label in labels if label.startswith(_LINKING))


def _between(page: Page, one: Trigger, two: Trigger) -> Bundle:
    """What stands between two triggers of one sentence."""
    found: set[str] = set()
    for position in range(one.last, two.first):
        labels = page.labels[position]
        if labels:
            found |= _linking(labels)
        elif page.tokens.words[position] in _COMMAS:
            found.add("comma")
    steps = min((two.first - one.last) // 3, 5)
    return _joined(frozenset(found), steps, two.family, "and" in two.flags)


_COMMAS = frozenset({",", "\u060c"})


@bundled
def _joined(labels: frozenset[str], steps: int, family: str, conjunction: bool) -> Bundle:
    out = [f"n={steps}", *(f"btw:{label}" for label in sorted(labels))]
    if "result" in labels:
        out.append(f"result>{family}")
    if conjunction:
        out.append(f"and>{family}")
    return tuple(out)


def _state(first: set[str] | None, second: set[str] | None) -> str:
    """Whether two sets are empty, share something, or differ."""
    if not first or not second:
        return "00" if not first and not second else "10" if not second else "01"
    return "x" if first.isdisjoint(second) else "="


@bundled
def _ties(places: str, clauses: str, parties: str, times: str, breaks: int, near: bool) -> Bundle:
    """Whether two triggers share their places, parties and times."""
    side = "0" if near else "1"
    out = [f"pl{places}:{side}", f"cp{clauses}:{side}", f"pa{parties}:{side}", f"ti{times}:{side}"]
    if breaks:
        out.append(f"break{breaks}")
    return tuple(out)
