"""Where a mention stands to a frame: distance, direction, clause, and whose words are nearer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from waqai.frames import Frame
from waqai.gazetteer import ARTICLE
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.model import Bundle
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


class Ground:
    """What candidates of one page share: clauses, order in the sentence, the frame that owns each trigger."""

    def __init__(self, page: Page, frames: list[Frame]) -> None:
        """Look at a page and its frames once."""
        self.page = page
        self.clauses = page.clauses
        self.order: dict[tuple[str, int], int] = {}
        self.starts: dict[tuple[str, int], list[int]] = {}
        for name, rows in (("party", page.parties), ("place", page.places)):
            for row in rows:
                starts = self.starts.setdefault((name, page.sentence_of[row.first]), [])
                self.order[name, row.first] = len(starts)
                starts.append(row.first)
        self.owners = {t.first: number for number, frame in enumerate(frames) for t in frame.triggers}
        self.told: dict[int, list[int]] = {}
        for first in sorted(self.owners):
            self.told.setdefault(page.sentence_of[first], []).append(first)
        self.speaking = frozenset(p for s in page.speakers for p in range(s.first, s.last))
        self.named = Counter(p.id for p in page.parties)
        self.names = Counter(p.name for p in page.places)
        self.finer = Counter(page.sentence_of[p.first] for p in page.places if is_fine(p))
        self.inside = frozenset(token for p in page.parties for token in range(p.first, p.last))
        self.claimers = claimers(page)
        self._before: dict[int, tuple[str, ...]] = {}

    def bare_name(self, name: str) -> str:
        """A name in normal spelling without its article: two spellings of one place are one."""
        return self.page.pack.folding.fold(name).removeprefix(ARTICLE)

    def before(self, first: int) -> tuple[str, ...]:
        """Labels of the two tokens before a mention, and its own clitics; remembered."""
        found = self._before.get(first)
        if found is None:
            found = self._before[first] = tuple(_before(self.page, first))
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
    for position, labels in enumerate(page.labels):
        verb = _claiming(page, position) if labels else None
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


class Stand(NamedTuple):
    """Where a mention stands to a frame: features, the nearest trigger, its family, and the side (`+c`, `-s`, `+x`)."""

    features: list[Bundle]
    trigger: Trigger
    side: str
    head: str
    shape: str


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


def stand(frame: Frame, first: int, shared: Ground) -> Stand:
    """Features of where a mention stands to the act, for any kind of mention."""
    sentence = shared.page.sentence_of[first]
    trigger = nearest(frame, sentence, first)
    gap = sentence - trigger.sentence
    if gap == 0:
        distance = first - trigger.last + 1 if first >= trigger.last else first - trigger.first
        size = abs(distance)
        step = _STEPS[size] if size <= 20 else 40
        clause = "c" if shared.clauses[first] == trigger.clause else "s"
        features, side = _where(
            step if distance > 0 else -step, clause, trigger.family, trigger.verb, frame.kind
        )
    else:
        features, side = _where(max(-4, min(4, gap)), "x", trigger.family, trigger.verb, frame.kind)
    out = [features]
    told = shared.told.get(sentence)
    if told:
        owner, far, between = told[0], 1 << 30, 0
        low, high = (first, trigger.first) if first < trigger.first else (trigger.first, first)
        for other in told:
            if abs(other - first) < far:
                owner, far = other, abs(other - first)
            if low < other < high:
                between += 1
        mine = shared.owners[owner] == shared.owners[frame.triggers[0].first]
        out.append(_among(mine, min(between, 3), side[1]))
    return Stand(out, trigger, side, trigger.family, trigger.family + ("v" if trigger.verb else "n"))


@lru_cache(maxsize=1 << 14)
def _where(step: int, same: str, head: str, verb: bool, kind: str) -> tuple[Bundle, str]:
    """Distance and direction: in tokens within the sentence, in sentences (`same` is x) beyond it."""
    sign = "+" if step > 0 else "-"
    where = f"{sign}{'S' if same == 'x' else ''}{abs(step)}"
    side, part = sign + same, "v" if verb else "n"
    bundle = (
        f"d={where}",
        f"d={where}{same}",
        f"h={head}:{side}",
        f"v={part}:{where}",
        f"hv={head}{part}:{side}",
        f"k={kind}:{side}",
    )
    return bundle, side


@lru_cache(maxsize=64)
def _among(mine: bool, between: int, same: str) -> Bundle:
    return f"own={'y' if mine else 'n'}:{same}", f"btw={between}:{same}"
