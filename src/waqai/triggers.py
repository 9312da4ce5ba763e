"""Page -> triggers: the words that may tell an act, and how much each looks like one.

A trigger is an entry of the `act.` or `harm.` classes. Whether it tells an act that is reported to have happened
(codebook, section 1) is decided by the model `event` over what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from waqai.language.lexicon import Hit
from waqai.language.pack import Pack
from waqai.mentions import BACKGROUND, CUTS, OFF, TELLING, TELLS, TINGES, TINGES_BY, Page, any_starts
from waqai.model import Bundle, bundled

_BREAKS = frozenset('.!?:;,()"\u060c\u061b\u061f-|')


@dataclass(slots=True)
class Trigger:
    """A word that may tell an act at tokens [first, last). `families` are its entries' classes, `lemma` its first entry."""

    first: int
    last: int
    families: tuple[str, ...]
    lemma: str
    verb: bool
    tense: str
    flags: frozenset[str]
    sentence: int
    clause: int
    family: str
    share: float = 1.0

    def with_share(self, share: float) -> Trigger:
        """The same word with another share."""
        return Trigger(
            self.first, self.last, self.families, self.lemma, self.verb, self.tense, self.flags, self.sentence,
            self.clause, self.family, share,
        )  # fmt: skip


def find_triggers(page: Page) -> None:
    """Fill `page.clauses`, and `page.triggers` with every word that may tell an act and that no gate keeps out."""
    page.clauses = clauses = clause_numbers(page)
    found: list[Trigger] = []
    until = 0
    for position in page.marked(TELLS):
        if position < until:
            continue
        hits = page.at[position]
        acts = [h for h in hits if h.entry.label.startswith(TELLING) and not _is_borrowed(h, hits)]
        if not acts:
            continue
        best = acts[0]
        last = max([h.last for h in acts])
        families = tuple(dict.fromkeys([h.entry.label for h in acts]))
        tense = next(filter(None, [h.form.tense for h in acts]), "")
        verb = bool(tense) and best.flags.isdisjoint(_NOMINAL)
        found.append(
            Trigger(
                position,
                last,
                families,
                best.entry.text,
                verb,
                tense,
                best.flags,
                page.sentence_of[position],
                clauses[position],
                ".".join(families[0].split(".")[:2]),
            )
        )
        until = last
    page.triggers = [t for t in found if not gated(page, t)]


def _is_borrowed(act: Hit, hits: tuple[Hit, ...]) -> bool:
    """Whether an act's word with a possessive is another word whole: `families` beside `captured him`."""
    return "pron" in act.flags and any(
        hit.entry.label.startswith(_WHOLE) and "pron" not in hit.flags and hit.last >= act.last
        for hit in hits
    )


def gated(page: Page, trigger: Trigger) -> str:
    """The id of the pack's rule that keeps a word from telling an act (`grammar/gates.yaml`); empty where none does."""
    for rule in _gates(page.pack):
        if _closes(page, trigger, rule):
            return rule.id
    return ""


def _closes(page: Page, trigger: Trigger, rule: Gate) -> bool:
    """Whether all conditions of a gate hold of a word."""
    return not (
        (rule.of and not trigger.families[0].startswith(rule.of))
        or (rule.flags and trigger.flags.isdisjoint(rule.flags))
        or (rule.self and not page.has(trigger.first, *rule.self))
        or (rule.next and not page.has(trigger.last, *rule.next))
        or (rule.before and not _stands_before(page, trigger, rule))
        or (rule.sentence and not _holds(page, trigger.sentence, rule.sentence))
        or (rule.unless and _holds(page, trigger.sentence, rule.unless))
    )


class Gate(NamedTuple):
    """A rule of `grammar/gates.yaml`; what it does not ask for is empty."""

    id: str
    of: tuple[str, ...]
    before: frozenset[str]
    types: frozenset[str] | None
    within: int
    sentence: tuple[str, ...]
    unless: tuple[str, ...]
    flags: frozenset[str]
    self: tuple[str, ...]
    next: tuple[str, ...]


_GATES: dict[str, tuple[Gate, ...]] = {}


def _gates(pack: Pack) -> tuple[Gate, ...]:
    """The gates of a pack, read once."""
    found = _GATES.get(pack.version)
    if found is None:
        rules = pack.settings.get("gates", ())
        found = _GATES[pack.version] = tuple(_gate(rule) for rule in rules)
    return found


def _gate(rule: dict[str, Any]) -> Gate:
    return Gate(
        str(rule["id"]),
        tuple(rule.get("of", ())),
        frozenset(rule.get("before", ())),
        frozenset(rule["types"]) if "types" in rule else None,
        rule.get("within", 0),
        tuple(rule.get("sentence", ())),
        tuple(rule.get("unless", ())),
        frozenset(rule.get("flags", ())),
        tuple(rule.get("self", ())),
        tuple(rule.get("next", ())),
    )


def _holds(page: Page, sentence: int, prefixes: tuple[str, ...]) -> bool:
    """Whether a sentence has an entry of one of the classes; remembered."""
    known = page.known.get((sentence, prefixes))
    if known is None:
        first, last, _ = page.tokens.sentences[sentence]
        known = any(any_starts(labels, prefixes) for labels in {*page.labels[first:last]})
        page.known[sentence, prefixes] = known
    return known


def _stands_before(page: Page, trigger: Trigger, rule: Gate) -> bool:
    """Whether an entry of the rule's classes and types stands before the word in its clause."""
    first = page.tokens.sentences[trigger.sentence].first
    for position in range(max(first, trigger.first - rule.within), trigger.first):
        if page.clauses[position] == trigger.clause and not rule.before.isdisjoint(page.labels[position]):
            for hit in page.at[position]:
                value = hit.entry.value
                if hit.entry.label in rule.before and (rule.types is None or value.get("type") in rule.types):
                    return True
    return False


def clause_numbers(page: Page) -> list[int]:
    """The clause of each token: cut at punctuation, relative pronouns, and `and` before a verb."""
    words, at, letters = page.tokens.words, page.at, page.pack.morphology.beginnings(_JOINING)
    cuts = [0] * len(words)
    for position, word in enumerate(words):
        if word in _BREAKS:
            cuts[position] = not page.labels[position]
        elif word[0] in letters:
            cuts[position] = any(h.form.tense and not _JOINING.isdisjoint(h.flags) for h in at[position])
    for position in page.marked(CUTS):
        cuts[position] = 1
    for sentence in page.tokens.sentences:
        cuts[sentence.first] = 1
    return list(accumulate(cuts))


_WHOLE = ("person", "place.", "object.", "off.", "nationality", "country", "time.")
_NOMINAL = frozenset({"the", "in"})
_JOINING = frozenset({"and", "so"})


class Context(NamedTuple):
    """What features of all triggers of a page share."""

    off: str
    size: int
    kinds: list[frozenset[str]]
    background: list[str]


def context(page: Page) -> Context:
    """Per sentence: which kinds of mention it has, whether it recalls the past; per page: what else it is about."""
    number = len(page.tokens.sentences)
    kinds: list[set[str]] = [set() for _ in range(number)]
    for time in page.times:
        days = (page.published - time.start).days
        kinds[page.sentence_of[time.first]].add(
            "time_future"
            if time.sense == "future"
            else "time_near"
            if days <= 8 and time.precision <= 2
            else "time_old"
        )
    for name, rows in (("place", page.places), ("party", page.parties), ("speaker", page.speakers)):
        for row in rows:
            kinds[page.sentence_of[row.first]].add(name)
    for count in page.counts:
        kinds[page.sentence_of[count.first]].add("count" if count.low is not None else "vague")
    off = sum(h.entry.label.startswith("off.") for position in page.marked(OFF) for h in page.at[position])
    acts = len(page.triggers)
    ratio = off / (acts + 1)
    background = []
    for sentence in page.tokens.sentences:
        opening = sentence.first, min(sentence.first + 3, sentence.last)
        background.append("background" if page.any_marked(*opening, BACKGROUND) else "")
    return Context(
        "off0" if not off else "off1" if ratio < 0.3 else "off2" if ratio < 1 else "off3",
        number,
        [frozenset(k) for k in kinds],
        background,
    )


def features(page: Page, trigger: Trigger, shared: Context) -> list[Bundle]:
    """What the model `event` sees of a trigger."""
    number = trigger.sentence
    first, last, _ = page.tokens.sentences[number]
    family = trigger.families[0]
    return [
        _word(family, trigger.lemma, trigger.verb, trigger.tense, trigger.flags),
        _seat(min(number, 5), min(shared.size, 6), min(trigger.first - first, 12) // 3),
        _company(shared.kinds[number], bool(shared.background[number]), shared.off, family),
        *_near(page, trigger, first, last),
    ]


@bundled
def _word(family: str, lemma: str, verb: bool, tense: str, flags: frozenset[str]) -> Bundle:
    """What the word is."""
    shape = f"{family}:{'v' if verb else 'n'}"
    out = ["1", f"f={family}", f"fv={shape}", f"l={lemma}", f"l={lemma}:{tense}", f"t={tense}"]
    out.extend(f"fl={flag}" for flag in sorted(flags))
    if "the" in flags:
        out.append(f"the:{shape}")
    return tuple(out)


@bundled
def _seat(sentence: int, size: int, place: int) -> Bundle:
    """Where it stands in the report."""
    return f"s={sentence}", f"s={min(sentence, 3)}/{size}", f"p={place}"


@bundled
def _company(kinds: frozenset[str], background: bool, off: str, family: str) -> Bundle:
    """What else its sentence and its report tell."""
    out = [f"k={kind}" for kind in sorted(kinds)]
    out.extend(f"nk={kind}" for kind in ("time_near", "place", "party", "count") if kind not in kinds)
    if background:
        out.append(f"bg={'old' if 'time_old' in kinds else 'bare'}")
    return *out, f"{off}:{family}", off


def _near(page: Page, trigger: Trigger, start: int, end: int) -> Iterator[Bundle]:
    """Labels of the neighbours, and marks of doubt or denial that stand around it in the sentence."""
    labels, marks, words = page.labels, page.marks, page.tokens.words
    for step in (1, 2, 3):
        before, after = trigger.first - step, trigger.last + step - 1
        if before >= start:
            known = labels[before]
            word = "" if known else words[before] if words[before] in _BREAKS else "o"
            yield _before(step, known, word)
        elif step == 1:
            yield ("-1:start",)
        if after < end and step < 3 and labels[after]:
            yield _after(step, labels[after])
    for position in range(max(start, trigger.first - 12), trigger.first):
        if marks[position] & TINGES:
            near = "c" if trigger.first - position <= 5 else "s"
            for hit in page.at[position]:
                if hit.entry.label.startswith(TINGES_BY):
                    yield _mark(near, hit.entry.label, hit.entry.value.get("type", ""), hit.entry.text)
    for position in range(trigger.last, min(end, trigger.last + 6)):
        if marks[position] & TINGES:
            yield _marks(labels[position])


@bundled
def _before(step: int, labels: frozenset[str], word: str) -> Bundle:
    if not labels:
        return (f"-{step}:{word}",)
    kept = labels if step < 3 else labels & {"negation", "irrealis"}
    return tuple(f"-{min(step, 2)}:{label}" for label in sorted(kept))


@bundled
def _after(step: int, labels: frozenset[str]) -> Bundle:
    return tuple(f"+{step}:{label}" for label in sorted(labels))


@bundled
def _marks(labels: frozenset[str]) -> Bundle:
    """The marks of doubt, denial and speech among the labels of a token after a trigger."""
    return tuple(f"a:{label}" for label in sorted(labels) if label.startswith(TINGES_BY))


@bundled
def _mark(near: str, label: str, kind: str, entry: str) -> Bundle:
    feature = f"b{near}:{label}:{kind}"
    return (feature, f"bl:{entry}") if label in ("irrealis", "negation") else (feature,)
