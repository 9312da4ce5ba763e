"""Triggers -> frames: which triggers tell one act, and what kind of act it is.

Going through the text, each trigger joins the frame of the earlier trigger that it most likely continues (model
`link`), or opens a frame of its own. The kind of act is chosen by the model `kind` over the words of the frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from waqai.mentions import Page
from waqai.triggers import Context, Trigger

_REACH = 8  # earlier frames that a trigger may join


@dataclass(slots=True)
class Frame:
    """Triggers that tell one act, its kind, and how sure each decision was."""

    triggers: list[Trigger] = field(default_factory=list)
    kind: str = ""
    kind_score: float = 0.0
    share: float = 0.0


@dataclass(slots=True)
class Ties:
    """For linking: what stands in each sentence and clause, found once a page."""

    places: dict[int, set[str]]
    clause_places: dict[int, set[str]]
    parties: dict[int, set[str]]
    breaks: list[int]
    times: dict[int, set[str]]


def ties(page: Page, clauses: list[int]) -> Ties:
    """Names of places and parties by sentence and clause; running number of discourse breaks at each sentence."""
    places: dict[int, set[str]] = {}
    clause_places: dict[int, set[str]] = {}
    for place in page.places:
        name = page.pack.folding.fold(place.name)
        places.setdefault(page.sentence_of[place.first], set()).add(name)
        clause_places.setdefault(clauses[place.first], set()).add(name)
    parties: dict[int, set[str]] = {}
    for party in page.parties:
        if party.id:
            parties.setdefault(page.sentence_of[party.first], set()).add(party.id)
    times: dict[int, set[str]] = {}
    for time in page.times:
        times.setdefault(page.sentence_of[time.first], set()).add(time.start.isoformat())
    breaks, number = [], 0
    for sentence in page.tokens.sentences:
        if any(page.has(p, "discourse.break") for p in range(sentence.first, min(sentence.first + 3, sentence.last))):
            number += 1
        breaks.append(number)
    return Ties(places, clause_places, parties, breaks, times)


def coarse(trigger: Trigger) -> str:
    """The family of a trigger without its part of speech."""
    return ".".join(trigger.families[0].split(".")[:2])


def link_features(page: Page, one: Trigger, two: Trigger, shared: Context, tied: Ties) -> list[str]:
    """What the model `link` sees of an earlier and a later trigger."""
    a, b = coarse(one), coarse(two)
    gap = two.sentence - one.sentence
    apart = "c" if one.clause == two.clause else "s0" if gap == 0 else f"s{min(gap, 4)}"
    paragraphs = page.tokens.sentences[two.sentence].paragraph - page.tokens.sentences[one.sentence].paragraph
    out = ["1", f"d={apart}", f"ab={a}>{b}", f"ab={a}>{b}:{apart}", f"par={min(paragraphs, 2)}", f"a={a}:{apart}", f"b={b}:{apart}"]
    if one.lemma == two.lemma:
        out.append(f"same:{apart}")
    if a == b:
        out.append(f"samef:{apart}")
    if "the" in two.flags:
        out.append(f"the:{'same' if a == b else b}:{apart}")
    if "pron" in two.flags:
        out.append(f"pron:{b}")
    out.append(f"vv={'v' if one.verb else 'n'}{'v' if two.verb else 'n'}:{apart}")
    if gap == 0:
        out.extend(_between(page, one, two, b))
    out.extend(_ties(one, two, tied, apart))
    if one.sentence == 0:
        out.append(f"lead:{apart}")
    if shared.background[two.sentence] and gap:
        out.append("bg")
    out.append(f"tri={min(len(page.triggers), 12) // 3}:{apart}")
    return out


def _between(page: Page, one: Trigger, two: Trigger, family: str) -> list[str]:
    out = [f"n={min((two.first - one.last) // 3, 5)}"]
    labels: set[str] = set()
    for position in range(one.last, two.first):
        labels.update(page.labels[position])
        if page.tokens.words[position] in (",", "\u060c"):
            labels.add("comma")
    out.extend(f"btw:{label}" for label in labels if label.startswith(("result", "relative", "discourse", "time.", "say.", "comma", "link.")))
    if "result" in labels:
        out.append(f"result>{family}")
    if "and" in two.flags:
        out.append(f"and>{family}")
    return out


def _ties(one: Trigger, two: Trigger, tied: Ties, apart: str) -> list[str]:
    out = []
    for name, table, keys in (
        ("pl", tied.places, (one.sentence, two.sentence)),
        ("cp", tied.clause_places, (one.clause, two.clause)),
        ("pa", tied.parties, (one.sentence, two.sentence)),
        ("ti", tied.times, (one.sentence, two.sentence)),
    ):
        first, second = table.get(keys[0]), table.get(keys[1])
        state = "00" if not first and not second else "10" if not second else "01" if not first else "=" if first & second else "x"
        out.append(f"{name}{state}:{'0' if apart in ('c', 's0') else '1'}")
    steps = tied.breaks[two.sentence] - tied.breaks[one.sentence]
    if steps:
        out.append(f"break{min(steps, 2)}")
    return out


def kind_features(page: Page, frame: Frame) -> list[str]:
    """What the model `kind` sees of a frame: its words, the weapons and parties in its clauses, its first trigger."""
    out = ["1"]
    first = frame.triggers[0]
    families = {coarse(t) for t in frame.triggers}
    acts = [t for t in frame.triggers if t.families[0].startswith("act.")]
    head = acts[0] if acts else first
    out.append(f"h={head.families[0]}")
    out.append(f"hl={head.lemma}")
    out.extend(f"f={family}" for family in families)
    out.extend(f"l={t.lemma}" for t in frame.triggers[:6])
    out.extend(f"f2={family}" for t in frame.triggers[:6] for family in t.families[1:])
    if not acts:
        out.append("noact")
    labels: dict[str, int] = {}
    clauses = {t.clause for t in frame.triggers}
    for trigger in frame.triggers[:6]:
        for position in range(max(page.sentence(trigger.first).first, trigger.first - 8), min(page.sentence(trigger.first).last, trigger.last + 10)):
            for label in page.labels[position]:
                if label.startswith(("weapon", "object", "act.suicide", "act.disperse", "act.protest", "act.air", "off.", "force", "person")):
                    labels[label] = min(labels.get(label, 99), abs(position - trigger.first))
    for label, distance in labels.items():
        out.append(f"w={label}")
        out.append(f"w={label}:{head.families[0]}")
        if distance <= 3:
            out.append(f"wn={label}")
    sentences = {t.sentence for t in frame.triggers[:4]}
    for party in page.parties:
        if page.sentence_of[party.first] in sentences and party.id:
            family = party.id.split(".")[0]
            state = "civ" if family == "civilians" else "armed" if party.id in ("armed", "unknown", "is", "al-qaeda") else "named"
            before = "b" if party.first < head.first else "a"
            out.append(f"p={state}{before}:{head.families[0]}")
            out.append(f"p={state}{before}")
            if party.id in ("civilians.protesters", "civilians.rioters") or party.kind == "object":
                out.append(f"p={party.id or party.kind}{before}")
    for figure in page.counts:
        if page.sentence_of[figure.first] in sentences:
            out.append(f"c={figure.slot}:{figure.group}")
    del clauses
    return out
