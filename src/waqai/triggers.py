"""Page -> triggers: the words that may tell an act, and how much each looks like one.

A trigger is an entry of the `act.` or `harm.` classes. Whether it tells an act that is reported to have happened
(codebook, section 1) is decided by the model `event` over what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.model import Bundle

_BREAKS = frozenset('.!?:;,()"\u060c\u061b\u061f-|')
_AROUND = (
    "negation",
    "irrealis",
    "hedge",
    "deny",
    "say.verb",
    "say.prep",
    "light",
    "result",
    "link.by",
    "number.subset",
    "relative",
)


class Trigger(NamedTuple):
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


_WHOLE = ("person", "place.", "object.", "off.", "nationality", "country", "time.")
_TELLING = ("act.", "harm.kill", "harm.injure", "harm.damage.verb")


@lru_cache(maxsize=1 << 14)
def _tells(labels: frozenset[str]) -> bool:
    return any(label.startswith(_TELLING) for label in labels)


def find_triggers(page: Page) -> None:
    """Fill `page.clauses`, and `page.triggers` with every word that may tell an act and that no gate keeps out."""
    page.clauses = clauses = clause_numbers(page)
    found: list[Trigger] = []
    until = 0
    for position, hits in enumerate(page.at):
        if not hits or position < until or not _tells(page.labels[position]):
            continue
        acts = [h for h in hits if h.entry.label.startswith(_TELLING) and not _is_borrowed(h, hits)]
        if not acts:
            continue
        best = acts[0]
        last = max(h.last for h in acts)
        families = tuple(dict.fromkeys(h.entry.label for h in acts))
        verb = any(h.form.tense for h in acts) and not best.flags & {"the", "in"}
        tense = next((h.form.tense for h in acts if h.form.tense), "")
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
    for rule in page.pack.settings.get("gates", ()):
        if _closes(page, trigger, rule):
            return str(rule["id"])
    return ""


def _closes(page: Page, trigger: Trigger, rule: dict[str, Any]) -> bool:
    """Whether all conditions of a gate's rule hold of a word."""
    return not (
        ("of" in rule and not trigger.families[0].startswith(tuple(rule["of"])))
        or ("noun" in rule and trigger.verb)
        or ("flags" in rule and not trigger.flags.intersection(rule["flags"]))
        or ("self" in rule and not page.has(trigger.first, *rule["self"]))
        or ("next" in rule and not page.has(trigger.last, *rule["next"]))
        or ("before" in rule and not _stands_before(page, trigger, rule))
        or ("sentence" in rule and not _holds(page, trigger.sentence, tuple(rule["sentence"])))
        or ("unless" in rule and _holds(page, trigger.sentence, tuple(rule["unless"])))
    )


def _holds(page: Page, sentence: int, prefixes: tuple[str, ...]) -> bool:
    """Whether a sentence has an entry of one of the classes."""
    return any(label.startswith(prefixes) for label in page.sentence_labels(sentence))


def _stands_before(page: Page, trigger: Trigger, rule: dict[str, Any]) -> bool:
    """Whether an entry of the rule's classes and types stands before the word in its clause."""
    first = page.tokens.sentences[trigger.sentence].first
    labels, types = tuple(rule["before"]), rule.get("types")
    return any(
        hit.entry.label in labels and (types is None or hit.entry.value.get("type") in types)
        for position in range(max(first, trigger.first - rule["within"]), trigger.first)
        if page.clauses[position] == trigger.clause
        for hit in page.at[position]
    )


def clause_numbers(page: Page) -> list[int]:
    """The clause of each token: cut at punctuation, relative pronouns, and `and` before a verb."""
    numbers, number, words, labels = [], 0, page.tokens.words, page.labels
    for sentence in page.tokens.sentences:
        number += 1
        numbers.append(number)
        for position in range(sentence.first + 1, sentence.last):
            known = labels[position]
            if not known:
                number += words[position] in _BREAKS
            elif _cuts(known):
                number += 1
            else:
                for hit in page.at[position]:
                    if hit.flags and hit.form.tense and hit.flags & _JOINING:
                        number += 1
                        break
            numbers.append(number)
    return numbers


_JOINING = frozenset({"and", "so"})


@lru_cache(maxsize=1 << 14)
def _cuts(labels: frozenset[str]) -> bool:
    return any(label.startswith(("relative", "result")) for label in labels)


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
    off = sum(1 for hit in page.hits("off."))
    acts = len(page.triggers)
    ratio = off / (acts + 1)
    background = []
    for sentence in page.tokens.sentences:
        label = ""
        for position in range(sentence.first, min(sentence.first + 3, sentence.last)):
            if page.has(position, "discourse.background"):
                label = "background"
        background.append(label)
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


@lru_cache(maxsize=1 << 14)
def _word(family: str, lemma: str, verb: bool, tense: str, flags: frozenset[str]) -> Bundle:
    """What the word is."""
    shape = f"{family}:{'v' if verb else 'n'}"
    out = ["1", f"f={family}", f"fv={shape}", f"l={lemma}", f"l={lemma}:{tense}", f"t={tense}"]
    out.extend(f"fl={flag}" for flag in sorted(flags))
    if "the" in flags:
        out.append(f"the:{shape}")
    return tuple(out)


@lru_cache(maxsize=1 << 10)
def _seat(sentence: int, size: int, place: int) -> Bundle:
    """Where it stands in the report."""
    return f"s={sentence}", f"s={min(sentence, 3)}/{size}", f"p={place}"


@lru_cache(maxsize=1 << 14)
def _company(kinds: frozenset[str], background: bool, off: str, family: str) -> Bundle:
    """What else its sentence and its report tell."""
    out = [f"k={kind}" for kind in sorted(kinds)]
    out.extend(f"nk={kind}" for kind in ("time_near", "place", "party", "count") if kind not in kinds)
    if background:
        out.append(f"bg={'old' if 'time_old' in kinds else 'bare'}")
    return *out, f"{off}:{family}", off


def _near(page: Page, trigger: Trigger, start: int, end: int) -> Iterator[Bundle]:
    """Labels of the neighbours, and marks of doubt or denial that stand around it in the sentence."""
    labels, words = page.labels, page.tokens.words
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
        if labels[position] and _marks(labels[position]):
            near = "c" if trigger.first - position <= 5 else "s"
            for hit in page.at[position]:
                if hit.entry.label.startswith(_AROUND):
                    yield _mark(near, hit.entry.label, hit.entry.value.get("type", ""), hit.entry.text)
    for position in range(trigger.last, min(end, trigger.last + 6)):
        if labels[position]:
            found = _marks(labels[position])
            if found:
                yield found


@lru_cache(maxsize=1 << 14)
def _before(step: int, labels: frozenset[str], word: str) -> Bundle:
    if not labels:
        return (f"-{step}:{word}",)
    kept = labels if step < 3 else labels & {"negation", "irrealis"}
    return tuple(f"-{min(step, 2)}:{label}" for label in sorted(kept))


@lru_cache(maxsize=1 << 14)
def _after(step: int, labels: frozenset[str]) -> Bundle:
    return tuple(f"+{step}:{label}" for label in sorted(labels))


@lru_cache(maxsize=1 << 14)
def _marks(labels: frozenset[str]) -> Bundle:
    """The marks of doubt, denial and speech among the labels of a token after a trigger."""
    return tuple(f"a:{label}" for label in sorted(labels) if label.startswith(_AROUND))


@lru_cache(maxsize=1 << 14)
def _mark(near: str, label: str, kind: str, entry: str) -> Bundle:
    feature = f"b{near}:{label}:{kind}"
    return (feature, f"bl:{entry}") if label in ("irrealis", "negation") else (feature,)
