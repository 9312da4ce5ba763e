"""Frames + chosen mentions -> claims: evidence, slots, stance, certainty, and why each is what it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from waqai import slots
from waqai.frames import Frame, Ties, frame_features, kind_features, link_features, set_verdicts, ties
from waqai.mentions import Page
from waqai.model import Choice, Linear, probability
from waqai.records import EVENT_TYPES, Actor, Attribution, Claim, Count, Location, Reason, Span
from waqai.triggers import Context, Trigger, context, features

_MODELS = ("event", "link", "frame", "actor1", "actor2", "location", "count", "time", "attribution")
# kind of mention -> how many sentences from an act's words it may stand; the first sentence is always in reach
REACH = {"party": 2, "place": 4, "count": 3, "time": 30, "speaker": 4}


Ranked = list[tuple[float, Any]]  # candidates with their probability, best first


class Models:
    """The pack's weights, ready to score."""

    def __init__(self, data: dict[str, Any]) -> None:
        """`data` as in `weights.json`; a missing model scores nothing."""
        self.linear = {name: Linear(data.get(name, {})) for name in _MODELS}
        self.kind = Choice(data.get("kind", {}))
        self.limits: dict[str, float] = dict(data.get("limits", {}))

    def limit(self, name: str, default: float = 0.5) -> float:
        """The share from which a decision is taken."""
        return self.limits.get(name, default)


def find_frames(page: Page, models: Models, shared: Context) -> list[Frame]:
    """The frames of a page that likely tell an act, each with its kind and its probability."""
    frames = group(page, models, shared)
    set_verdicts(page, frames)
    for frame in frames:
        set_kind(page, models, frame)
        frame.share = models.linear["frame"].share(frame_features(page, frame, shared))
    return [f for f in frames if f.share >= models.limit("frame")]


def group(page: Page, models: Models, shared: Context) -> list[Frame]:
    """Triggers that may tell an act, grouped into frames."""
    tied = ties(page, page.clauses)
    frames: list[Frame] = []
    for trigger in page.triggers:
        share = models.linear["event"].share(features(page, trigger, shared))
        if share < models.limit("event"):
            continue
        trigger = trigger._replace(share=share)
        frame = _antecedent(page, models, frames, trigger, shared, tied)
        if frame is None:
            frames.append(Frame([trigger]))
        else:
            frame.triggers.append(trigger)
    return frames


def set_kind(page: Page, models: Models, frame: Frame) -> None:
    """Choose the kind of act of a frame."""
    ranked = models.kind.ranked(kind_features(page, frame))
    frame.kind, frame.kind_score = ranked[0] if ranked else ("Other", 0.0)


def _antecedent(
    page: Page, models: Models, frames: list[Frame], trigger: Trigger, shared: Context, tied: Ties
) -> Frame | None:
    """The earlier frame that a trigger continues: the best mean of its best two links, if likelier than not."""
    best, best_score = None, 0.0
    link = models.linear["link"]
    for frame in frames[-8:]:
        scores = sorted(
            (link.score(link_features(page, one, trigger, shared, tied)) for one in frame.triggers[-5:]),
            reverse=True,
        )
        score = sum(scores[:2]) / min(2, len(scores))
        if score > best_score + models.limit("link", 0.0):
            best, best_score = frame, score
    return best


def find_claims(page: Page, models: Models) -> tuple[Claim, ...]:
    """All claims of a page."""
    return build_claims(page, models, find_frames(page, models, context(page)))


def build_claims(page: Page, models: Models, frames: list[Frame]) -> tuple[Claim, ...]:
    """Fill the slots of every frame."""
    cast = Cast(page, models, frames)
    counts = cast.owners()
    return tuple(_claim(cast, frame, number, counts) for number, frame in enumerate(frames))


class Candidate(NamedTuple):
    """A mention and the score that each model gives it for what it is, its bias included."""

    row: Any
    sentence: int
    scores: dict[str, float]


# kind of mention -> the models that judge it
_JUDGES = {"party": ("actor1", "actor2"), "place": ("location",), "count": ("count",), "time": ("time",), "speaker": ("attribution",)}


class Cast:
    """The candidates of a page, and which of them a frame means."""

    def __init__(self, page: Page, models: Models, frames: list[Frame]) -> None:
        """Score every mention for what it is, once."""
        self.page, self.models, self.frames = page, models, frames
        self.shared = slots.Ground(page, frames)
        rows = {
            "party": [p for p in page.parties if p.id],
            "place": page.places,
            "count": page.counts,
            "time": [t for t in page.times if t.sense == "past"],
            "speaker": page.speakers,
        }
        self.candidates = {kind: [self._candidate(kind, row) for row in found] for kind, found in rows.items()}

    def _candidate(self, kind: str, row: Any) -> Candidate:
        static = slots.DESCRIBE[kind][0](row, self.shared)
        linear = self.models.linear
        return Candidate(row, self.page.sentence_of[row.first], {name: linear[name].score(static) for name in _JUDGES[kind]})

    def ranked(self, kind: str, frame: Frame, reach: int) -> dict[str, list[tuple[float, Any]]]:
        """For each model that judges a kind, the candidates within reach with their probability, best first."""
        relative = slots.DESCRIBE[kind][1]
        near = {s for t in frame.triggers for s in range(t.sentence - reach, t.sentence + reach + 1)} | {0}
        out: dict[str, list[tuple[float, Any]]] = {name: [] for name in _JUDGES[kind]}
        for row, sentence, scores in self.candidates[kind]:
            if sentence in near:
                found = relative(frame, row, self.shared)
                for name, score in scores.items():
                    out[name].append((probability(score + self.models.linear[name].add(found)), row))
        for rows in out.values():
            rows.sort(key=lambda pair: -pair[0])
        return out

    def owners(self) -> dict[int, list[Any]]:
        """Each figure to the frame that most likely tells it."""
        best: dict[int, tuple[float, int]] = {}
        for number, frame in enumerate(self.frames):
            for share, figure in self.ranked("count", frame, REACH["count"])["count"]:
                key = id(figure)
                if key not in best or share > best[key][0]:
                    best[key] = (share, number)
        owned: dict[int, list[Any]] = {}
        for figure in self.page.counts:
            share, number = best.get(id(figure), (0.0, 0))
            if share >= self.models.limit("count"):
                owned.setdefault(number, []).append(figure)
        return owned


def _claim(cast: Cast, frame: Frame, number: int, counts: dict[int, list[Any]]) -> Claim:
    page, models = cast.page, cast.models
    figures: dict[str, list[Count]] = {"fatalities": [], "injuries": [], "casualties_joint": []}
    for figure in counts.get(number, []):
        start, end, text = page.span(figure.first, figure.last)
        figures[figure.slot].append(Count(figure.group, None, figure.low, figure.high, text, start, end))
    parties = cast.ranked("party", frame, REACH["party"])
    actor1 = _actors(page, models, parties["actor1"], "actor1")
    actor2 = _actors(page, models, parties["actor2"], "actor2")
    locations = _locations(cast, frame)
    when, end_date, precision = _when(cast, frame)
    kind = frame.kind if frame.kind in EVENT_TYPES else "Other"
    return Claim(
        claim_id=f"{page.document.id}#{number + 1}",
        event_id=f"{page.document.id}#e{number + 1}",
        sub_event_type=kind,
        event_date=when,
        end_date=end_date,
        time_precision=precision,
        locations=tuple(locations),
        actor1=tuple(actor1),
        actor2=tuple(actor2),
        fatalities=tuple(_no_repeats(figures["fatalities"])),
        injuries=tuple(_no_repeats(figures["injuries"])),
        casualties_joint=tuple(_no_repeats(figures["casualties_joint"])),
        attribution=tuple(_attribution(cast, frame)),
        stance="denied" if _marked(page, frame, "deny") else "asserted",
        certainty="hedged" if _marked(page, frame, "hedge") else "stated",
        evidence=tuple(evidence(page, frame)),
        confidence=round(frame.share, 3),
        why=tuple(_why(page, models, frame)),
    )


def _no_repeats(rows: list[Count]) -> list[Count]:
    """One figure told twice stands once; a vague one falls away beside an exact one of its group."""
    kept: list[Count] = []
    for row in rows:
        if any(
            (k.low, k.high) == (row.low, row.high)
            and (k.group == row.group or "unspecified" in (k.group, row.group))
            for k in kept
        ):
            continue
        kept.append(row)
    return [k for k in kept if k.low is not None or k.high is not None or len(kept) == 1] or kept[:1]


def _actors(page: Page, models: Models, ranked: list[tuple[float, Any]], slot: str) -> list[Actor]:
    """The likeliest party, and further ones of another id that are likely too; one row an id."""
    chosen: dict[str, Actor] = {}
    for share, party in ranked:
        limit = models.limit(slot) if not chosen else models.limit(slot + "+", 0.6)
        if share < limit:
            break
        if party.id in chosen:
            continue
        start, end, text = page.span(party.first, party.last)
        chosen[party.id] = Actor(party.id, text, start, end, _suspected(page, party))
    return sorted(chosen.values(), key=lambda a: a.start)


def _suspected(page: Page, party: Any) -> bool:
    """A word of suspicion stands just before the party."""
    return any(
        hit.entry.value.get("scope") == "actor"
        for position in range(
            max(page.sentence(party.first).first, party.first - 4), min(party.last + 2, len(page.at))
        )
        for hit in page.at[position]
        if hit.entry.label == "hedge"
    )


def _locations(cast: Cast, frame: Frame) -> list[Location]:
    """The likeliest place with its coordinated partners, each once by name."""
    page, models = cast.page, cast.models
    ranked = cast.ranked("place", frame, REACH["place"])["location"]
    if not ranked or ranked[0][0] < models.limit("location"):
        return []
    top = ranked[0][1]
    listed = _run(page, top)
    chosen = [
        place
        for share, place in ranked
        if place is top or share >= models.limit("partner" if place in listed else "location+")
    ]
    out: dict[str, Location] = {}
    for place in sorted(chosen, key=lambda p: p.first):
        key = page.pack.folding.fold(place.name).removeprefix("\u0627\u0644")
        if key not in out:
            out[key] = _location(page, place)
    return list(out.values())


def _run(page: Page, place: Any) -> list[Any]:
    """The places coordinated with one, in both directions."""
    index = page.places.index(place)
    first, last = index, index + 1
    while first > 0 and page.places[first].partner:
        first -= 1
    while last < len(page.places) and page.places[last].partner:
        last += 1
    return page.places[first:last]


def _location(page: Page, place: Any) -> Location:
    start, end, text = page.span(place.first, place.last)
    if place.first == place.last - 1 and place.start > start:
        start, text = place.start, page.document.text[place.start : end]
    choice = place.choice
    point = choice.place if choice.place and choice.place.latitude is not None else None
    precision = (
        3
        if place.level in ("country", "region", "admin1")
        else 2
        if place.near or place.lead == "place.countryside"
        else 1
    )
    return Location(
        text, start, end, place.name, choice.admin1, choice.country,
        choice.place.id if choice.place else None,
        point.latitude if point else None, point.longitude if point else None, precision,
    )  # fmt: skip


def _when(cast: Cast, frame: Frame) -> tuple[str, str | None, int]:
    """The likeliest time, else the day of publication with precision 2 (codebook 7.15)."""
    page, models = cast.page, cast.models
    ranked = cast.ranked("time", frame, REACH["time"])["time"]
    if ranked and ranked[0][0] >= models.limit("time"):
        time = ranked[0][1]
        end = time.end.isoformat() if time.end and time.end != time.start else None
        return time.start.isoformat(), end, time.precision
    return page.published.isoformat(), None, 2


def _attribution(cast: Cast, frame: Frame) -> list[Attribution]:
    page, models = cast.page, cast.models
    ranked = cast.ranked("speaker", frame, REACH["speaker"])["attribution"]
    chosen = []
    for share, speaker in ranked:
        if share < (models.limit("attribution") if not chosen else models.limit("attribution+", 0.55)):
            break
        chosen.append(speaker)
    out = []
    for speaker in sorted(chosen, key=lambda s: s.first):
        start, end, text = page.span(speaker.first, speaker.last)
        out.append(Attribution(speaker.kind, text, start, end))
    return out or [Attribution("outlet")]


def _marked(page: Page, frame: Frame, label: str) -> bool:
    """Whether a word of denial or doubt stands over the first trigger: before it in its sentence, at most ten tokens off."""
    trigger = frame.triggers[0]
    start = max(page.sentence(trigger.first).first, trigger.first - 10)
    for position in range(start, trigger.first + 1):
        for hit in page.at[position]:
            if hit.entry.label == label and hit.entry.value.get("scope", "act") == "act":
                return True
            if label == "hedge" and hit.entry.label == "say.verb" and hit.entry.value.get("hedge") == "yes":
                return True
            if label == "deny" and hit.entry.value.get("deny") == "yes":
                return True
    return False


def evidence(page: Page, frame: Frame) -> list[Span]:
    """The clauses that hold the frame's triggers, as raw spans; neighbours in one sentence are joined."""
    pieces: list[list[int]] = []
    for sentence in sorted({t.sentence for t in frame.triggers}):
        own = [t for t in frame.triggers if t.sentence == sentence]
        bounds = page.tokens.sentences[sentence]
        first = _clause_start(page, min(t.first for t in own), bounds.first)
        last = _clause_end(page, max(t.last for t in own), bounds.last)
        pieces.append([first, last])
    return [Span(*page.span(first, last)) for first, last in pieces]


_CUT = frozenset(".!?:\u061f\u061b")


def _clause_start(page: Page, position: int, start: int) -> int:
    """Back to the sentence's start or past the verb of saying that introduces the clause."""
    first = position
    while first > start:
        before = first - 1
        if (
            page.tokens.words[before] in _CUT
            or page.has(before, "say.that", "discourse.break")
            or (page.tokens.words[before] in ("\u060c", '"')
            and position - first > 12)
        ):
            break
        first -= 1
    return first


def _clause_end(page: Page, position: int, end: int) -> int:
    last = position
    while last < end:
        if page.tokens.words[last] in _CUT:
            break
        if last - position > 6 and page.tokens.words[last] == "\u060c":
            break
        last += 1
    return max(last, position)


def _why(page: Page, models: Models, frame: Frame) -> list[Reason]:
    """The words that made the act, and what moved its kind."""
    rows = []
    for trigger in frame.triggers:
        start, end, _ = page.span(trigger.first, trigger.last)
        hit = page.hit(trigger.first, trigger.families[0])
        rows.append(
            Reason(
                "evidence",
                hit.entry.where if hit else "model/event",
                trigger.lemma,
                start,
                end,
                round(trigger.share, 3),
            )
        )
    moved = models.kind.classes.get(frame.kind)
    note = (
        ", ".join(f"{name} {weight:+.2f}" for name, weight in moved.reasons(kind_features(page, frame)))
        if moved
        else ""
    )
    rows.append(Reason("sub_event_type", "model/kind", note, score=round(frame.kind_score, 3)))
    return rows
