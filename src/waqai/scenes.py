"""Frame -> its scene: what stands around its words, which means are told, who acts by the grammar of the sentence.

The kind of act is decided on scenes (`kinds.py`), by the pack's rules and by what the model sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from waqai.actor_overlay import register_with
from waqai.actors import Register, RegisterEntry
from waqai.frames import Frame
from waqai.mentions import Page, any_starts
from waqai.triggers import Trigger

_NEARBY = ("object", "act.", "harm.", "off.", "force", "person", "mark.")
_MEANS = (
    "weapon.air", "weapon.shell", "weapon.ied", "weapon.suicide", "weapon.chemical", "weapon.grenade", "weapon.small",
    "weapon.defence",
)  # fmt: skip
_NAMES = ("actor", "force", "object.military")
_BETWEEN = ("prep.", "link.with", "link.against", "number.of", "relative")
_SUBJECT = 4  # how many tokens after a verb its subject may begin
_REACH = 17  # how many tokens after a word its weapon may stand; other labels, 11
_FLOWN = 6  # how many tokens from a verb its aircraft may stand


class Scene(NamedTuple):
    """What stands around a frame.

    `acts`: the families of its words; `words`: all classes of its words, whole and by their first two parts; `near`:
    labels within reach of its words, with their least distance; `told`: labels anywhere in its sentences; `means`: the
    nearest class of weapon; `parties`: (id, sort, stands before the head); `agents`: sorts of the armed ones around the
    head; `agent`: the sort of the one that acts by the grammar; `victims`: groups of the figures.
    """

    head: Trigger
    acts: set[str]
    words: frozenset[str]
    near: dict[str, int]
    told: frozenset[str]
    means: str
    parties: list[tuple[str, str, bool]]
    agents: list[str]
    agent: str
    victims: frozenset[str]


def open_scene(page: Page, frame: Frame) -> Scene:
    """Look at the sentences of a frame once."""
    acts = [t for t in frame.triggers if t.families[0].startswith("act.")]
    head = acts[0] if acts else frame.triggers[0]
    near = _near(page, frame)
    means = min((m for m in _MEANS if m in near), key=lambda m: near[m], default="none")
    if (
        means == "weapon.shell"
        and head.verb
        and near.get("weapon.air", 99) <= _FLOWN
        and _is_flown(page, head)
    ):
        means = "weapon.air"
    sentences = {t.sentence for t in frame.triggers[:4]}
    parties, agents = [], []
    for party in page.parties:
        if party.id and page.sentence_of[party.first] in sentences:
            sort = sort_of(page, party.id)
            parties.append((party.id, sort, party.first < head.first))
            if head.first - 12 <= party.first < head.first + 8 and sort != "civilians":
                agents.append(sort)
    taking = next((t for t in acts if t.family == "act.capture"), head)
    victims = frozenset(
        f.group for f in page.counts if page.sentence_of[f.first] in sentences and f.rule != "none"
    )
    labels = {label for t in frame.triggers for label in t.families}
    words = frozenset(labels | {".".join(label.split(".")[:2]) for label in labels})
    bounds = [page.tokens.sentences[number] for number in sentences]
    told = frozenset().union(*{*chain.from_iterable(page.labels[first:last] for first, last, _ in bounds)})
    agent = _agent(page, taking) or (agents[0] if agents else "")
    return Scene(
        head, {t.family for t in frame.triggers}, words, near, told, means, parties, agents, agent, victims
    )


def sort_of(page: Page, party: str) -> str:
    """What sort of party an id is: `allied` for an armed group on the side of its own country's state on that day."""
    if party.startswith("civilians"):
        return "civilians"
    register, day = register_with(page.pack.actors), page.published.isoformat()
    key = id(register), party, day  # registers stay loaded, so that an id is one register's
    found = _SORTS.get(key)
    if found is None:
        found = _SORTS[key] = _sort(register, party, day)
    return found


_SORTS: dict[tuple[int, str, str], str] = {}


def _sort(register: Register, party: str, day: str) -> str:
    entry = register.get(party)
    if entry is None:
        return ""
    if entry.type in ("rebels", "militia") and any(
        friend.type == "state" and friend.country == entry.country
        for friend in _friends(register, party, day)
    ):
        return "allied"
    return entry.type


def _friends(register: Register, party: str, day: str) -> Iterator[RegisterEntry]:
    """The entries that a party is part of or allied with, and those of its parents."""
    here: str | None = party
    while here:
        for kind in ("part-of", "allied-with"):
            for other in register.related(here, kind, day):
                entry = register.get(other)
                if entry is not None:
                    yield entry
        here = register.parent(here)


def _near(page: Page, frame: Frame) -> dict[str, int]:
    """Labels within reach of a frame's words, each with its least distance to one.

    Persons give their group and role too (`person.combatants`, `person.protester`); names of forces give the aircraft and
    guns in them; names of places give nothing, for an air base is no aircraft. What is shot at gives `aim.` labels.
    """
    near: dict[str, int] = {}
    placed = {position for place in page.places for position in range(place.first + 1, place.last)}
    for trigger in frame.triggers[:6]:
        bounds = page.sentence(trigger.first)
        aims = _aims(page, trigger, bounds.last)
        first, last = max(bounds.first, trigger.first - 9), min(bounds.last, trigger.last + _REACH)
        for position, covering in enumerate(page.labels[first:last], first):
            if not covering:
                continue
            distance = abs(position - trigger.first)
            labels, weapons = _nearby(covering)
            if position < trigger.last + 11:
                if "person" in covering:
                    labels = *labels, *_groups(page, position)
                _keep(near, labels, distance)
                if position in aims:
                    _keep(near, [f"aim.{label}" for label in (*labels, *weapons)], distance)
            if position not in placed and not _is_aim(page, position, trigger):
                _keep(near, (*weapons, *_inner(page, position, covering)), distance)
    return near


def _keep(near: dict[str, int], labels: Iterable[str], distance: int) -> None:
    for label in labels:
        if near.get(label, 99) > distance:
            near[label] = distance


@lru_cache(maxsize=1 << 14)
def _nearby(covering: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of a token that say what kind of act is told beside it, acts by two parts too; weapons apart."""
    labels = [label for label in covering if label.startswith(_NEARBY)]
    parents = {".".join(label.split(".")[:2]) for label in labels if label.startswith("act.")}
    return (*parents.difference(labels), *labels), tuple(x for x in covering if x.startswith("weapon"))


def _inner(page: Page, position: int, covering: frozenset[str]) -> list[str]:
    """The aircraft and guns among the words of a force's name."""
    if not any_starts(covering, _NAMES):
        return []
    known = page.pack.lexicon.known(page.tokens.words[position])
    return [label for label in known.labels if label in _MEANS]


def _aims(page: Page, trigger: Trigger, end: int) -> range:
    """The tokens after the `on` of a word of shooting, striking or taking: what it is aimed at."""
    if trigger.family in ("act.shoot", "act.strike", "act.capture", "act.clash"):
        for position in range(trigger.last - 1, min(end, trigger.last + 7)):
            if page.has(position, "prep.on"):
                return range(position + 1, min(end, position + 4))
    return range(0)


def _is_flown(page: Page, trigger: Trigger) -> bool:
    """Whether aircraft act by the grammar, whatever they fire: they stand around the verb without `by`."""
    for position in range(max(0, trigger.first - _FLOWN), trigger.last + 3):
        hits = page.at[position]
        if hits and not any("in" in hit.flags for hit in hits):
            labels = page.pack.lexicon.known(page.tokens.words[position]).labels
            if "weapon.air" in labels and page.clauses[position] == page.clauses[trigger.first]:
                return True
    return False


def _is_aim(page: Page, position: int, trigger: Trigger) -> bool:
    """Whether a weapon is what a word of destroying takes as its object: it follows at once, without `by`."""
    return (
        position == trigger.last
        and trigger.families[0] == "act.strike.destroy"
        and not any("in" in hit.flags for hit in page.at[position])
    )


def _groups(page: Page, position: int) -> Iterator[str]:
    for hit in page.at[position]:
        value = hit.entry.value
        if hit.entry.label == "person" and "ambiguous" not in value:
            yield f"person.{value.get('group', 'unspecified')}"
            if "sub" in value:
                yield f"person.{value['sub']}"


def _agent(page: Page, trigger: Trigger) -> str:
    """The sort of the party that acts: the one told by `by`, a verb's or noun's next party, else the nearest before."""
    bounds = page.sentence(trigger.first)
    rows = [p for p in page.parties if p.id and bounds.first <= p.first < bounds.last]
    for party in rows:
        if party.first >= trigger.last and page.has(party.first - 1, "link.by"):
            return sort_of(page, party.id)
    for party in rows:
        if trigger.last <= party.first < trigger.last + _SUBJECT and _is_subject(page, trigger, party.first):
            return sort_of(page, party.id)
    before = [p for p in rows if p.last <= trigger.first]
    return sort_of(page, before[-1].id) if before else ""


def _is_subject(page: Page, trigger: Trigger, position: int) -> bool:
    """Whether a party after an act's word is its subject: no preposition between, and none on the party's first word."""
    if any("in" in hit.flags or "to" in hit.flags for hit in page.at[position]):
        return False
    return not any(page.has(place, *_BETWEEN) for place in range(trigger.last, position))
