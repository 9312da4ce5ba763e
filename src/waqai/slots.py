"""Frame + mentions -> which mention fills which slot: features of every candidate, judged by one model a slot.

A mention is one of several of its kind; that it is *meant* by this act is what the models learn: from prepositions and
agent words before it, from its place among the parties of the sentence, and from its distance to the act's words.
"""

from __future__ import annotations

from dataclasses import dataclass

from waqai.frames import Frame, coarse
from waqai.mentions import Page
from waqai.triggers import Trigger

_BEFORE = (
    "link.",
    "prep.",
    "light",
    "say.",
    "place.near",
    "object.military",
    "object.",
    "harm.",
    "act.",
    "number.subset",
    "negation",
    "result",
    "weapon",
    "relative",
)


@dataclass(slots=True)
class Ground:
    """What candidates of one page share: clauses, order in the sentence, frames that own each trigger token."""

    clauses: list[int]
    order: dict[tuple[str, int], int]
    owners: dict[int, int]
    speaker_tokens: frozenset[int]


def ground(page: Page, clauses: list[int], frames: list[Frame]) -> Ground:
    """Prepare `Ground` for a page and its frames."""
    order: dict[tuple[str, int], int] = {}
    for name, rows in (("party", page.parties), ("place", page.places)):
        seen: dict[int, int] = {}
        for row in rows:
            sentence = page.sentence_of[row.first]
            order[name, row.first] = seen.get(sentence, 0)
            seen[sentence] = seen.get(sentence, 0) + 1
    owners = {t.first: number for number, frame in enumerate(frames) for t in frame.triggers}
    speaking = frozenset(p for s in page.speakers for p in range(s.first, s.last))
    return Ground(clauses, order, owners, speaking)


def nearest(frame: Frame, page: Page, position: int) -> tuple[Trigger, int]:
    """The frame's trigger nearest to a token, those of its own sentence first, and the signed distance in tokens."""
    sentence = page.sentence_of[position]

    def key(trigger: Trigger) -> tuple[int, int, int]:
        return abs(trigger.sentence - sentence), abs(position - trigger.first), trigger.first

    best = min(frame.triggers, key=key)
    distance = position - best.last + 1 if position >= best.last else position - best.first
    return best, distance


def _bucket(distance: int) -> str:
    size = abs(distance)
    step = (
        size
        if size <= 2
        else 4
        if size <= 4
        else 7
        if size <= 7
        else 12
        if size <= 12
        else 20
        if size <= 20
        else 40
    )
    return f"{'+' if distance > 0 else '-'}{step}"


def before(page: Page, first: int) -> list[str]:
    """Labels of the two tokens before a mention, and its own clitics."""
    out = []
    start = page.sentence(first).first
    for step in (1, 2):
        position = first - step
        if position < start:
            out.append(f"{step}^")
            break
        labels = [label for label in page.labels[position] if label.startswith(_BEFORE)]
        out.extend(f"{step}{label}" for label in labels)
        if not page.labels[position]:
            out.append(
                f"{step}{page.tokens.words[position] if not page.tokens.words[position][0].isalnum() else 'o'}"
            )
    if page.at[first]:
        out.extend(f"fl{flag}" for flag in page.at[first][0].flags if flag in ("in", "to", "and", "like"))
    return out


def _relation(page: Page, frame: Frame, first: int, shared: Ground) -> tuple[list[str], Trigger, str]:
    """Features of where a mention stands to the act, for any kind of mention."""
    trigger, distance = nearest(frame, page, first)
    sentence = page.sentence_of[first]
    gap = sentence - trigger.sentence
    head = coarse(trigger)
    if gap == 0:
        where = _bucket(distance)
        same = "c" if shared.clauses[first] == trigger.clause else "s"
    else:
        where = f"{'+' if gap > 0 else '-'}S{min(abs(gap), 4)}"
        same = "x"
    side = where[0] + same
    out = [
        "1",
        f"d={where}",
        f"d={where}{same}",
        f"h={head}:{side}",
        f"v={'v' if trigger.verb else 'n'}:{where}",
        f"hv={head}{'v' if trigger.verb else 'n'}:{side}",
    ]
    others = [t for t in page.triggers if t.sentence == sentence and shared.owners.get(t.first) is not None]
    if others:
        owner = min(others, key=lambda t: abs(t.first - first))
        mine = shared.owners.get(owner.first) == shared.owners.get(frame.triggers[0].first)
        out.append(f"own={'y' if mine else 'n'}:{same}")
        between = [t for t in others if min(t.first, trigger.first) < t.first < max(first, trigger.first)]
        out.append(f"btw={min(len(between), 3)}:{same}")
    out.append(f"k={frame.kind}:{side}")
    return out, trigger, side


def party_features(page: Page, frame: Frame, party: object, shared: Ground) -> list[str]:
    """What the models `actor1` and `actor2` see of a candidate party."""
    first = party.first  # type: ignore[attr-defined]
    out, trigger, side = _relation(page, frame, first, shared)
    kind = party.kind  # type: ignore[attr-defined]
    head = coarse(trigger)
    shape = f"{head}{'v' if trigger.verb else 'n'}"
    labels = page.labels[first]
    sort = next((label for label in ("object.military", "object.civilian") if label in labels), kind)
    civil = (
        "civ"
        if party.id.startswith("civilians")
        else party.id
        if party.id in ("armed", "unknown", "state", "police")
        else "named"
    )  # type: ignore[attr-defined]
    out.extend(
        (
            f"s={sort}",
            f"s={sort}:{side}",
            f"i={civil}",
            f"i={civil}:{side}",
            f"si={sort}{civil}:{shape}",
            f"i={civil}:{frame.kind}",
            f"ih={civil}:{head}:{side}",
        )
    )
    for mark in before(page, first):
        out.append(f"b={mark}")
        out.append(f"b={mark}:{side[0]}:{shape}")
        if side[1] != "x":
            out.append(f"bs={mark}:{civil}")
    order = shared.order.get(("party", first), 9)
    out.append(f"o={min(order, 4)}:{side[1]}")
    out.append(f"o={min(order, 2)}:{shape}:{side}")
    rank = _rank(page, trigger, first)
    out.append(f"r={rank}:{shape}")
    out.append(f"r={rank}:{civil}")
    if first in shared.speaker_tokens:
        out.append(f"spk:{side[1]}")
    if party.definite:  # type: ignore[attr-defined]
        out.append("def")
    harm = any(page.has(p, "harm.") for p in range(max(page.sentence(first).first, first - 3), first))
    if harm:
        out.append("harmed")
    mentions = sum(1 for p in page.parties if p.id == party.id)  # type: ignore[attr-defined]
    out.append(f"m={min(mentions, 4)}")
    return out


def _rank(page: Page, trigger: Trigger, first: int) -> str:
    """The place of a party among those after (or before) the trigger in its sentence."""
    if page.sentence_of[first] != trigger.sentence:
        return "x"
    if first > trigger.first:
        return f"+{min(sum(1 for p in page.parties if trigger.first < p.first < first), 3)}"
    return f"-{min(sum(1 for p in page.parties if first < p.first < trigger.first), 3)}"


def place_features(page: Page, frame: Frame, place: object, shared: Ground) -> list[str]:
    """What the model `location` sees of a candidate place."""
    first = place.first  # type: ignore[attr-defined]
    out, trigger, side = _relation(page, frame, first, shared)
    level = place.level or (place.choice.place.kind if place.choice.place else "none")  # type: ignore[attr-defined]
    cue = place.cue  # type: ignore[attr-defined]
    shape = f"{'v' if trigger.verb else 'n'}"
    out.extend((f"l={level}", f"l={level}:{side}", f"cue={cue}", f"cue={cue}:{side}", f"cl={cue}:{level}"))
    out.append(f"ch={'b' if place.held_by else ''}{'h' if place.holds else ''}{'p' if place.partner else ''}")  # type: ignore[attr-defined]
    out.append(f"ch={'b' if place.held_by else ''}{'h' if place.holds else ''}:{side}")  # type: ignore[attr-defined]
    if place.near:  # type: ignore[attr-defined]
        out.append(f"near:{level}")
    out.append(f"lead={place.lead}")  # type: ignore[attr-defined]
    for mark in before(page, first):
        out.append(f"b={mark}")
        out.append(f"b={mark}:{side}")
    order = shared.order.get(("place", first), 9)
    out.append(f"o={min(order, 4)}:{side[1]}")
    rank = sum(
        1
        for p in page.places
        if page.sentence_of[p.first] == page.sentence_of[first]
        and min(first, trigger.first) < p.first < max(first, trigger.first)
    )
    out.append(f"r={side}{min(rank, 3)}:{shape}")
    if first in shared.speaker_tokens:
        out.append("spk")
    if any(p.first <= first < p.last for p in page.parties):
        out.append(f"inparty:{level}")
    country = place.choice.country  # type: ignore[attr-defined]
    home = "none" if country is None else "home" if country == page.country else "away"
    out.extend((f"cc={home}", f"cc={home}:{cue}", f"cc={home}:{level}"))
    sure = place.choice.place is not None or place.choice.admin1 is not None  # type: ignore[attr-defined]
    out.append(f"sure={sure}:{cue}")
    finer = any(
        p.level not in ("country", "admin1", "region")
        and page.sentence_of[p.first] == page.sentence_of[first]
        and p is not place
        for p in page.places
    )
    out.append(f"finer={finer}:{level}")
    near_time = page.sentence_of[first] == 0
    out.append(f"lead={near_time}:{side[1]}")
    return out


def count_features(page: Page, frame: Frame, figure: object, shared: Ground) -> list[str]:
    """What the model `count` sees of a casualty figure."""
    first, anchor = figure.first, figure.anchor  # type: ignore[attr-defined]
    out, trigger, side = _relation(page, frame, first, shared)
    owner = shared.owners.get(anchor)
    mine = owner is not None and owner == shared.owners.get(frame.triggers[0].first)
    out.append(f"anchor={'mine' if mine else 'none' if owner is None else 'other'}")
    out.append(f"anchor={'mine' if mine else 'none' if owner is None else 'other'}:{side}")
    known = figure.low is not None or figure.high is not None  # type: ignore[attr-defined]
    out.append(f"rule={figure.rule}:{known}")  # type: ignore[attr-defined]
    out.append(f"rule={figure.rule}:{side}")  # type: ignore[attr-defined]
    out.append(f"slot={figure.slot}:{known}:{figure.group}")  # type: ignore[attr-defined]
    rivals = [
        f
        for f in page.counts
        if f.slot == figure.slot and f is not figure and shared.owners.get(f.anchor) == owner
    ]  # type: ignore[attr-defined]
    out.append(f"rivals={min(len(rivals), 3)}")
    if any(f.first < first for f in rivals):
        out.append(f"later:{known}")
        same = any(f.first < first and (f.low, f.high) == (figure.low, figure.high) for f in rivals)  # type: ignore[attr-defined]
        out.append(f"repeat={same}")
        if known and any(f.first < first and f.low is None for f in rivals):
            out.append("sharper")
    for mark in before(page, first):
        out.append(f"b={mark}")
    return out


def time_features(page: Page, frame: Frame, time: object, shared: Ground) -> list[str]:
    """What the model `time` sees of a candidate time."""
    first = time.first  # type: ignore[attr-defined]
    out, _, side = _relation(page, frame, first, shared)
    days = (page.published - time.start).days  # type: ignore[attr-defined]
    age = (
        "future"
        if time.sense == "future"
        else "0"
        if days == 0
        else "1"
        if days == 1
        else "w"
        if days <= 8
        else "m"
        if days <= 40
        else "old"
    )  # type: ignore[attr-defined]
    out.extend(
        (
            f"age={age}:{side}",
            f"rule={time.rule}:{side}",
            f"pr={time.precision}:{side}",
            f"age={age}:{time.rule}",
        )
    )  # type: ignore[attr-defined]
    for mark in before(page, first):
        out.append(f"b={mark}:{age}")
    if page.sentence_of[first] == 0:
        out.append(f"lead:{side}:{age}")
    return out


def speaker_features(page: Page, frame: Frame, speaker: object, shared: Ground) -> list[str]:
    """What the model `attribution` sees of a candidate speaker."""
    first = speaker.first  # type: ignore[attr-defined]
    out, trigger, side = _relation(page, frame, first, shared)
    out.extend(
        (
            f"kind={speaker.kind}:{side}",
            f"way={speaker.way}:{side}",
            f"weak={speaker.weak}:{speaker.way}",
            f"weak={speaker.weak}:{side}",
        )
    )  # type: ignore[attr-defined]
    hit = page.hit(speaker.verb, "say.")  # type: ignore[attr-defined]
    if hit:
        out.append(f"verb={hit.entry.text}")
        out.extend(f"val={key}:{side[1]}" for key in hit.entry.value)
    gap = trigger.sentence - page.sentence_of[first]
    later = [
        s for s in page.speakers if page.sentence_of[first] < page.sentence_of[s.first] <= trigger.sentence
    ]
    out.append(f"later={min(len(later), 2)}:{min(max(gap, 0), 3)}")
    same = sum(1 for s in page.speakers if page.sentence_of[s.first] == page.sentence_of[first])
    out.append(f"same={min(same, 3)}:{side[1]}")
    if side[1] == "x":
        first_token = page.tokens.sentences[trigger.sentence].first
        says = any(
            page.has(p, "say.verb") for p in range(first_token, min(first_token + 3, len(page.tokens.words)))
        )
        out.append(f"says={says}:{min(max(gap, -1), 3)}")
        quoted = page.tokens.words[first_token] == '"'
        out.append(f"quoted={quoted}:{min(max(gap, -1), 3)}")
    return out
