"""Triggers -> frames: which triggers tell one act, and what kind of act it is.

Going through the text, each trigger joins the frame of the earlier trigger that it most likely continues (model
`link`), or opens a frame of its own. The kind of act is chosen by the model `kind` over the words of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from waqai.actors import load_register
from waqai.mentions import Page
from waqai.model import Bundle
from waqai.triggers import Context, Trigger

_REACH = 8  # earlier frames that a trigger may join


@dataclass(slots=True)
class Frame:
    """Triggers that tell one act, its kind, and how sure each decision was."""

    triggers: list[Trigger] = field(default_factory=list)
    verdict: str = ""
    rule: str = ""
    near_verdict: str = ""
    scene: Any = None
    kind: str = ""
    kind_score: float = 0.0
    share: float = 0.0


class Zone(NamedTuple):
    """What belongs to one act's word: the names, armed parties, weapons and figures from it up to the next act's word."""

    places: frozenset[str]
    parties: frozenset[str]
    means: frozenset[str]
    counted: bool
    joined: bool


@dataclass(slots=True)
class Ties:
    """For linking: what stands in each sentence and clause, found once a page."""

    places: dict[int, set[str]]
    clause_places: dict[int, set[str]]
    parties: dict[int, set[str]]
    breaks: list[int]
    times: dict[int, set[str]]
    zones: dict[int, Zone]


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
        if any(
            page.has(p, "discourse.break")
            for p in range(sentence.first, min(sentence.first + 3, sentence.last))
        ):
            number += 1
        breaks.append(number)
    return Ties(places, clause_places, parties, breaks, times, zones(page))


def zones(page: Page) -> dict[int, Zone]:
    """The zone of each act's word, by its first token."""
    out: dict[int, Zone] = {}
    acts = [t for t in page.triggers if t.families[0].startswith("act.")]
    for number, trigger in enumerate(acts):
        end = page.tokens.sentences[trigger.sentence].last
        later = next((t for t in acts[number + 1 : number + 4] if t.first - trigger.last > 3), None)
        if later is not None and later.sentence == trigger.sentence:
            end = later.first
        start = trigger.first
        before = range(max(page.tokens.sentences[trigger.sentence].first, start - 5), start)
        out[start] = Zone(
            frozenset(
                page.pack.folding.fold(p.name)
                for p in page.places
                if start <= p.first < end and p.level != "country"
            ),
            frozenset(
                p.id
                for p in page.parties
                if start <= p.first < min(end, start + 7) and p.id and not p.id.startswith("civilians")
            ),
            frozenset(
                label for p in range(start, end) for label in page.labels[p] if label.startswith("weapon.")
            ),
            any(start <= f.first < end for f in page.counts),
            any(page.has(p, "discourse", "number.plus", "act.join") for p in before),
        )
    return out


def _newness(one: Trigger, two: Trigger, tied: Ties) -> Bundle:
    """How much the later of two acts brings of its own: cues that it is another act, counted."""
    first, second = tied.zones.get(one.first), tied.zones.get(two.first)
    if first is None or second is None:
        return ()
    place = bool(second.places) and not second.places & first.places
    party = bool(second.parties) and not second.parties & first.parties
    means = bool(second.means) and not second.means & first.means
    rest = (second.counted and first.counted) + (one.family != two.family) + ("the" not in two.flags)
    near = "0" if one.sentence == two.sentence else "1"
    return _cues(place, party, second.joined, means + rest, bool(first.places), near)


@lru_cache(maxsize=1 << 12)
def _cues(place: bool, party: bool, joined: bool, rest: int, placed: bool, near: str) -> Bundle:
    return (
        f"new={place + party + joined + rest}:{near}",
        f"ownplace={placed and place}:{near}",
        f"cues={place:d}{party:d}{joined:d}:{near}",
    )


def link_features(page: Page, one: Trigger, two: Trigger, shared: Context, tied: Ties) -> list[Bundle]:
    """What the model `link` sees of an earlier and a later trigger."""
    gap = two.sentence - one.sentence
    apart = "c" if one.clause == two.clause else "s0" if gap == 0 else f"s{min(gap, 4)}"
    sentences = page.tokens.sentences
    paragraphs = min(sentences[two.sentence].paragraph - sentences[one.sentence].paragraph, 2)
    flags = two.flags
    out = [
        _pair(one.family, two.family, apart, one.verb, two.verb, "the" in flags, "pron" in flags),
        _apart(
            apart,
            paragraphs,
            one.lemma == two.lemma,
            one.sentence == 0,
            bool(gap and shared.background[two.sentence]),
            min(len(page.triggers), 12) // 3,
        ),
        _tied(one, two, tied, gap == 0),
        _newness(one, two, tied),
    ]
    if gap == 0:
        out.append(_between(page, one, two))
    return out


@lru_cache(maxsize=1 << 14)
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


@lru_cache(maxsize=1 << 12)
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


@lru_cache(maxsize=1 << 14)
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
    return "=" if first & second else "x"


def _tied(one: Trigger, two: Trigger, tied: Ties, near: bool) -> Bundle:
    """Whether two triggers share their places, parties and times."""
    a, b = one.sentence, two.sentence
    return _ties(
        _state(tied.places.get(a), tied.places.get(b)),
        _state(tied.clause_places.get(one.clause), tied.clause_places.get(two.clause)),
        _state(tied.parties.get(a), tied.parties.get(b)),
        _state(tied.times.get(a), tied.times.get(b)),
        min(tied.breaks[b] - tied.breaks[a], 2),
        near,
    )


@lru_cache(maxsize=1 << 14)
def _ties(places: str, clauses: str, parties: str, times: str, breaks: int, near: bool) -> Bundle:
    side = "0" if near else "1"
    out = [f"pl{places}:{side}", f"cp{clauses}:{side}", f"pa{parties}:{side}", f"ti{times}:{side}"]
    if breaks:
        out.append(f"break{breaks}")
    return tuple(out)


_NEARBY = ("weapon", "object", "act.", "harm.", "off.", "force", "person")


_MEANS = (
    "weapon.air", "weapon.shell", "weapon.ied", "weapon.suicide", "weapon.chemical", "weapon.grenade", "weapon.small",
    "weapon.defence",
)  # fmt: skip


class Scene(NamedTuple):
    """What stands around a frame: its head and acts, nearby labels with their distance, means, parties, agents, victims."""

    head: Trigger
    acts: set[str]
    near: dict[str, int]
    means: str
    parties: list[tuple[str, str, bool]]
    agents: list[str]
    victims: frozenset[str]


def scene(page: Page, frame: Frame) -> Scene:
    """Look at the sentences of a frame once."""
    acts = [t for t in frame.triggers if t.families[0].startswith("act.")]
    head = acts[0] if acts else frame.triggers[0]
    near = _near(page, frame)
    means = min((m for m in _MEANS if m in near), key=lambda m: near[m], default="none")
    register = load_register()
    sentences = {t.sentence for t in frame.triggers[:4]}
    parties, agents = [], []
    for party in page.parties:
        if party.id and page.sentence_of[party.first] in sentences:
            entry = register.get(party.id)
            sort = "civilians" if party.id.startswith("civilians") else entry.type if entry else ""
            parties.append((party.id, sort, party.first < head.first))
            if head.first - 12 <= party.first < head.first + 8 and sort != "civilians":
                agents.append(sort)
    victims = frozenset(
        f.group for f in page.counts if page.sentence_of[f.first] in sentences and f.rule != "none"
    )
    return Scene(head, {t.family for t in frame.triggers}, near, means, parties, agents, victims)


def _near(page: Page, frame: Frame) -> dict[str, int]:
    """Labels within reach of a frame's words, each with its least distance to one."""
    near: dict[str, int] = {}
    for trigger in frame.triggers[:6]:
        bounds = page.sentence(trigger.first)
        for position in range(max(bounds.first, trigger.first - 9), min(bounds.last, trigger.last + 11)):
            for label in page.labels[position]:
                if label.startswith(_NEARBY):
                    near[label] = min(near.get(label, 99), abs(position - trigger.first))
    return near


def verdict(page: Page, seen: Scene) -> tuple[str, str, bool]:
    """The kind that the pack's ordered rules give, the rule's id, and whether it is a weak guess."""
    for rule in page.pack.settings.get("kinds", ()):
        if _holds(rule, seen):
            return rule["kind"], rule["id"], bool(rule.get("weak"))
    return "", "", True


def _holds(rule: dict[str, Any], seen: Scene) -> bool:
    return not (
        ("head" in rule and not seen.head.families[0].startswith(tuple(rule["head"])))
        or ("acts" in rule and not seen.acts.intersection(rule["acts"]))
        or ("means" in rule and seen.means not in rule["means"])
        or ("near" in rule and not any(label in seen.near for label in rule["near"]))
        or ("none" in rule and any(label in seen.near for label in rule["none"]))
        or ("parties" in rule and not any(party in rule["parties"] for party, _, _ in seen.parties))
        or ("agents" in rule and not (seen.agents and seen.agents[0] in rule["agents"]))
        or ("victims" in rule and not seen.victims.intersection(rule["victims"]))
    )


def set_verdicts(page: Page, frames: list[Frame]) -> None:
    """The rules' verdict of every frame; a weak one takes the sure verdict of the nearest explosion told around it."""
    for frame in frames:
        frame.scene = scene(page, frame)
    rows = [(frame, *verdict(page, frame.scene)) for frame in frames]
    for number, (frame, kind, rule, weak) in enumerate(rows):
        frame.verdict, frame.rule, frame.near_verdict = kind, rule, ""
        if not weak:
            continue
        others = [
            (abs(number - n), n > number, row)
            for n, row in enumerate(rows)
            if not row[3] and abs(number - n) <= 3
        ]
        if others:
            frame.near_verdict = min(others, key=lambda o: (o[0], o[1]))[2][1]


def kind_features(page: Page, frame: Frame) -> list[str]:
    """What the model `kind` sees of a frame: the rules' verdict, its words, weapons and parties around it."""
    seen = frame.scene
    head = seen.head.families[0]
    # told four times over: a rule is worth more than one word, and learning counts repeats
    out = [
        "1",
        *[f"rule={frame.verdict}"] * 4,
        *[f"rule={frame.rule}"] * 2,
        f"h={head}",
        f"hl={seen.head.lemma}",
        f"means={seen.means}",
    ]
    if frame.near_verdict:
        out.append(f"prev={frame.near_verdict}")
        out.append(f"prev={frame.near_verdict}:{frame.rule}")
    out.extend(f"f={family}" for family in seen.acts)
    out.extend(f"l={t.lemma}" for t in frame.triggers[:6])
    out.extend(f"f2={family}" for t in frame.triggers[:6] for family in t.families[1:])
    for label, distance in seen.near.items():
        if label.startswith(("weapon", "object", "off.", "force", "person")):
            out.append(f"w={label}")
            out.append(f"w={label}:{head}")
            if distance <= 3:
                out.append(f"wn={label}")
    for party, sort, before in seen.parties:
        where = "b" if before else "a"
        out.append(f"p={sort}{where}:{head}")
        out.append(f"p={sort}{where}")
        if party in ("civilians.protesters", "civilians.rioters", "armed", "unknown", "police"):
            out.append(f"p={party}{where}")
    if seen.agents:
        out.append(f"ag={seen.agents[0]}:{head}")
    out.extend(f"c={group}" for group in seen.victims)
    return out


def frame_features(page: Page, frame: Frame, shared: Context) -> list[str]:
    """What the model `frame` sees of a grouped frame: its words' shares, what its sentences hold, where it stands."""
    shares = sorted((t.share for t in frame.triggers), reverse=True)
    head = frame.triggers[0]
    kinds = set().union(*(shared.kinds[t.sentence] for t in frame.triggers))
    acts = sum(1 for t in frame.triggers if t.families[0].startswith("act."))
    out = [
        "1",
        f"k={frame.kind}",
        f"top={int(shares[0] * 8)}",
        f"low={int(shares[-1] * 5)}",
        f"n={min(len(shares), 5)}",
        f"acts={min(acts, 3)}",
    ]
    out.append(f"n={min(len(shares), 3)}:{int(shares[0] * 5)}")
    odds = 1.0
    for share in shares:
        odds *= 1 - share
    out.append(f"any={int((1 - odds) * 10)}")
    out.extend(f"has={kind}" for kind in kinds)
    out.extend(f"no={kind}" for kind in ("place", "party", "count", "time_near") if kind not in kinds)
    out.append(f"h={head.family}")
    out.append(f"s={min(head.sentence, 4)}")
    out.append(f"s={min(head.sentence, 3)}:{min(shared.size, 8) // 2}")
    out.append(f"sure={int(min(frame.kind_score, 3))}")
    out.append(f"off={shared.off}")
    if shared.background[head.sentence]:
        out.append(f"bg:{'time_old' in kinds}")
    if "time_old" in kinds and "time_near" not in kinds:
        out.append(f"old:{min(head.sentence, 2)}")
    if "the" in head.flags:
        out.append(f"the:{min(head.sentence, 2)}")
    sole = len(page.triggers) == len(frame.triggers)
    out.append(f"sole={sole}")
    return out
