"""Where a mention stands to a frame: distance, direction, clause, and whose words are nearer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from waqai.frames import Frame
from waqai.gazetteer import ARTICLE
from waqai.language.lexicon import Hit
from waqai.mentions import CLAIMS, SAYS, Page
from waqai.model import Bundle, Whole, bundled
from waqai.triggers import Trigger

_BEFORE = (
    "link.", "prep.", "light", "say.", "place.near", "object.", "harm.", "act.", "number.subset", "negation", "result",
    "weapon", "relative",
)  # fmt: skip
_CLITICS = ("in", "to", "and", "like")
Row = Any  # a mention of any kind; all have `first`


def is_fine(place: Any) -> bool:
    """Whether a place is finer than a country, a unit or a region."""
    return place.level not in ("country", "admin1", "region")


class Spot(NamedTuple):
    """Where a mention begins: its sentence and clause, labels of the two tokens before it with its own clitics; the first
    tokens of the acts' words in its sentence, and the frame of the nearest of them, -1 for none.
    """

    sentence: int
    before: Bundle
    clause: int
    told: Sequence[int]
    owner: int


class Order:
    """The mentions of one kind by sentence: first tokens in order, and the place of each among those of its sentence."""

    def __init__(self, page: Page, rows: list[Row]) -> None:
        """Put the mentions of a page in order."""
        self.starts: dict[int, list[int]] = {}
        self.order: dict[int, int] = {}
        for row in rows:
            starts = self.starts.setdefault(page.sentence_of[row.first], [])
            self.order[row.first] = len(starts)
            starts.append(row.first)
        for starts in self.starts.values():
            starts.sort()

    def of(self, first: int) -> int:
        """The place of a mention in its sentence, from 0; 4 for all from the fifth on."""
        return min(self.order.get(first, 9), 4)

    def between(self, sentence: int, one: int, other: int) -> int:
        """How many mentions of a sentence begin between two tokens; 3 for more."""
        starts = self.starts.get(sentence)
        return min(_between(starts, one, other), 3) if starts else 0


def _nearest(told: Sequence[int], first: int) -> int:
    """The nearest of some tokens in order, of two the earlier."""
    later = bisect_left(told, first)
    if later == 0 or (later < len(told) and told[later] - first < first - told[later - 1]):
        return told[later]
    return told[later - 1]


def _between(starts: Sequence[int], one: int, other: int) -> int:
    """How many of some tokens in order lie between two others."""
    low, high = (one, other) if one < other else (other, one)
    return max(bisect_left(starts, high) - bisect_right(starts, low), 0)


@bundled
def _marks(*marks: str) -> Bundle:
    """Marks as one object, the same for the same marks."""
    return marks


class Ground:
    """What candidates of one page share: clauses, order in the sentence, the frame that owns each trigger."""

    def __init__(self, page: Page, frames: list[Frame]) -> None:
        """Look at a page and its frames once."""
        self.page = page
        self.clauses = page.clauses
        self.parties, self.places = Order(page, page.parties), Order(page, page.places)
        self.owners = {t.first: number for number, frame in enumerate(frames) for t in frame.triggers}
        self.told: dict[int, list[int]] = {}
        for first in sorted(self.owners):
            self.told.setdefault(page.sentence_of[first], []).append(first)
        self.speakers = sorted(page.sentence_of[s.first] for s in page.speakers)
        self.speaking = frozenset(p for s in page.speakers for p in range(s.first, s.last))
        self.named = Counter(p.id for p in page.parties)
        self.names = Counter(p.name for p in page.places)
        self.finer = Counter(page.sentence_of[p.first] for p in page.places if is_fine(p))
        self.inside = frozenset(token for p in page.parties for token in range(p.first, p.last))
        self.claimers = claimers(page)
        self._spots: dict[int, Spot] = {}

    def bare_name(self, name: str) -> str:
        """A name in normal spelling without its article: two spellings of one place are one."""
        return self.page.pack.folding.fold(name).removeprefix(ARTICLE)

    def spot(self, first: int) -> Spot:
        """Where the mention stands that begins at a token; remembered."""
        found = self._spots.get(first)
        if found is None:
            sentence = self.page.sentence_of[first]
            told = self.told.get(sentence, ())
            owner = self.owners[_nearest(told, first)] if told else -1
            before = _marks(*_before(self.page, first))
            found = self._spots[first] = Spot(sentence, before, self.clauses[first], told, owner)
        return found


def _before(page: Page, first: int) -> Iterator[str]:
    start = page.sentence(first).first
    for step in (1, 2):
        position = first - step
        if position < start:
            yield f"{step}^"
            break
        labels = page.labels[position]
        if not labels:
            word = page.tokens.words[position]
            yield f"{step}{'o' if word[0].isalnum() else word}"
        else:
            for label in labels:
                if label.startswith(_BEFORE):
                    yield f"{step}{label}"
    if page.at[first]:
        for flag in page.at[first][0].flags:
            if flag in _CLITICS:
                yield f"fl{flag}"


def claimers(page: Page) -> frozenset[int]:
    """The first tokens of parties that claim an act: `the movement announced its responsibility for the attack`."""
    found = set()
    for position in page.marked(CLAIMS | SAYS):
        verb = _claiming(page, position)
        if verb is None:
            continue
        bounds = page.sentence(position)
        if any("negation" in page.labels[p] for p in range(max(bounds.first, position - 3), position)):
            continue
        near = range(position + 1, min(bounds.last, position + 16))
        owned = next((p for p in near if "claim.noun" in page.labels[p]), None)
        end = position + 5 if owned is None else owned
        if owned is None and verb.entry.label == "claim.verb" and "alone" not in verb.entry.value:
            continue
        after = [p.first for p in page.parties if position < p.first < end]
        before = [p.first for p in page.parties if bounds.first <= p.first < position]
        found.update(after[:1] or before[-1:])
    return frozenset(found)


def _claiming(page: Page, position: int) -> Hit | None:
    """The verb of a claim of responsibility at a token, alone or with its noun."""
    hit = page.hit(position, "claim.verb", "say.verb")
    return hit if hit and (hit.entry.label == "claim.verb" or hit.entry.value.get("claim") == "yes") else None


def nearest(frame: Frame, sentence: int, position: int) -> Trigger:
    """The frame's trigger nearest to a token, those of its own sentence first."""
    best = frame.triggers[0]
    if len(frame.triggers) == 1:
        return best
    apart, away = abs(best.sentence - sentence), abs(position - best.first)
    for trigger in frame.triggers[1:]:
        gap = abs(trigger.sentence - sentence)
        if gap < apart or (gap == apart and abs(position - trigger.first) < away):
            best, apart, away = trigger, gap, abs(position - trigger.first)
    return best


_STEPS = (0, 1, 2, 4, 4, 7, 7, 7, 12, 12, 12, 12, 12, 20, 20, 20, 20, 20, 20, 20, 20)


def stand(frame: Frame, first: int, shared: Ground) -> tuple[list[Bundle], Trigger, str, Spot]:
    """Where a mention stands to the act: features, the nearest trigger, the side (`+c`, `-s`, `+x`), the spot."""
    spot = shared.spot(first)
    sentence, _, own, told, owner = spot
    trigger = nearest(frame, sentence, first)
    gap = sentence - trigger.sentence
    if gap == 0:
        distance = first - trigger.last + 1 if first >= trigger.last else first - trigger.first
        size = abs(distance)
        step = _STEPS[size] if size <= 20 else 40
        clause = "c" if own == trigger.clause else "s"
        features, side = _where(
            step if distance > 0 else -step, clause, trigger.family, trigger.verb, frame.kind
        )
    else:
        features, side = _where(max(-4, min(4, gap)), "x", trigger.family, trigger.verb, frame.kind)
    out = [features]
    if told:
        mine = owner == shared.owners[frame.triggers[0].first]
        out.append(_among(mine, min(_between(told, first, trigger.first), 3), side[1]))
    return out, trigger, side, spot


@lru_cache(maxsize=1 << 14)
def _where(step: int, same: str, head: str, verb: bool, kind: str) -> tuple[Bundle, str]:
    """Distance and direction: in tokens within the sentence, in sentences (`same` is x) beyond it."""
    sign = "+" if step > 0 else "-"
    where = f"{sign}{'S' if same == 'x' else ''}{abs(step)}"
    side, part = sign + same, "v" if verb else "n"
    bundle = Whole(
        (
            f"d={where}",
            f"d={where}{same}",
            f"h={head}:{side}",
            f"v={part}:{where}",
            f"hv={head}{part}:{side}",
            f"k={kind}:{side}",
        )
    )
    return bundle, side


@bundled
def _among(mine: bool, between: int, same: str) -> Bundle:
    return f"own={'y' if mine else 'n'}:{same}", f"btw={between}:{same}"


@bundled
def stands(marks: Bundle) -> Bundle:
    """What stands before a mention, whatever the act."""
    return tuple(f"b={mark}" for mark in marks)
