"""Page -> triggers: the words that may tell an act, and how much each looks like one.

A trigger is an entry of the `act.` or `harm.` classes. Whether it tells an act that is reported to have happened
(codebook, section 1) is decided by the model `event` over what stands around it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from waqai.mentions import Page

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


def find_triggers(page: Page) -> None:
    """Fill `page.clauses` and `page.triggers` with all candidates, each with the probability that it tells an act."""
    page.clauses = clauses = clause_numbers(page)
    found: list[Trigger] = []
    until = 0
    for position, hits in enumerate(page.at):
        acts = [
            h
            for h in hits
            if h.entry.label.startswith(("act.", "harm.kill", "harm.injure", "harm.damage.verb"))
        ]
        if not acts or position < until:
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


def gated(page: Page, trigger: Trigger) -> str:
    """The id of the pack's rule that keeps a word from telling an act (`grammar/gates.yaml`); empty where none does."""
    for rule in page.pack.settings.get("gates", ()):
        if _closes(page, trigger, rule):
            return str(rule["id"])
    return ""


def _closes(page: Page, trigger: Trigger, rule: dict[str, Any]) -> bool:
    first, last, _ = page.tokens.sentences[trigger.sentence]
    if "of" in rule and not trigger.family.startswith(tuple(rule["of"])):
        return False
    if "sentence" in rule and not any(page.has(p, *rule["sentence"]) for p in range(first, last)):
        return False
    if "before" in rule and not _stands_before(page, trigger, rule, first):
        return False
    return not ("unless" in rule and any(page.has(p, *rule["unless"]) for p in range(first, last)))


def _stands_before(page: Page, trigger: Trigger, rule: dict[str, Any], first: int) -> bool:
    """Whether an entry of the rule's classes and types stands before the word in its clause."""
    labels, types = tuple(rule["before"]), rule.get("types")
    return any(
        hit.entry.label in labels and (types is None or hit.entry.value.get("type") in types)
        for position in range(max(first, trigger.first - rule["within"]), trigger.first)
        if page.clauses[position] == trigger.clause
        for hit in page.at[position]
    )


def clause_numbers(page: Page) -> list[int]:
    """The clause of each token: cut at punctuation, relative pronouns, and `and` before a verb."""
    numbers, number = [], 0
    sentence = -1
    for position, word in enumerate(page.tokens.words):
        if page.sentence_of[position] != sentence:
            sentence = page.sentence_of[position]
            number += 1
        elif (
            word in _BREAKS
            or page.has(position, "relative", "result")
            or (
                page.at[position] and any(h.form.tense and h.flags & {"and", "so"} for h in page.at[position])
            )
        ):
            number += 1
        numbers.append(number)
    return numbers


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


def features(page: Page, trigger: Trigger, shared: Context) -> list[str]:
    """What the model `event` sees of a trigger."""
    family = trigger.families[0]
    shape = f"{family}:{'v' if trigger.verb else 'n'}"
    out = [
        "1",
        f"f={family}",
        f"fv={shape}",
        f"l={trigger.lemma}",
        f"l={trigger.lemma}:{trigger.tense}",
        f"t={trigger.tense}",
    ]
    out.extend(f"fl={flag}" for flag in trigger.flags)
    if "the" in trigger.flags:
        out.append(f"the:{shape}")
    sentence = page.tokens.sentences[trigger.sentence]
    out.append(f"s={min(trigger.sentence, 5)}")
    out.append(f"s={min(trigger.sentence, 3)}/{min(shared.size, 6)}")
    out.append(f"p={min(trigger.first - sentence.first, 12) // 3}")
    kinds = shared.kinds[trigger.sentence]
    out.extend(f"k={kind}" for kind in kinds)
    out.extend(f"nk={kind}" for kind in ("time_near", "place", "party", "count") if kind not in kinds)
    if shared.background[trigger.sentence]:
        out.append(f"bg={'old' if 'time_old' in kinds else 'bare'}")
    out.append(f"{shared.off}:{family}")
    out.append(shared.off)
    out.extend(_near(page, trigger, sentence.first, sentence.last))
    return out


def _near(page: Page, trigger: Trigger, start: int, end: int) -> list[str]:
    """Labels of the neighbours, and marks of doubt or denial that stand before it in the sentence."""
    out: list[str] = []
    for step in (1, 2, 3):
        before, after = trigger.first - step, trigger.last + step - 1
        if before >= start:
            out.extend(
                f"-{min(step, 2)}:{label}"
                for label in page.labels[before]
                if step < 3 or label in ("negation", "irrealis")
            )
            if not page.labels[before]:
                out.append(
                    f"-{step}:{page.tokens.words[before] if page.tokens.words[before] in _BREAKS else 'o'}"
                )
        elif step == 1:
            out.append("-1:start")
        if after < end:
            out.extend(f"+{min(step, 2)}:{label}" for label in page.labels[after] if step < 3)
    for hit_position in range(max(start, trigger.first - 12), trigger.first):
        for hit in page.at[hit_position]:
            label = hit.entry.label
            if label.startswith(_AROUND):
                kind = hit.entry.value.get("type", "")
                near = "c" if trigger.first - hit_position <= 5 else "s"
                out.append(f"b{near}:{label}:{kind}")
                if label in ("irrealis", "negation"):
                    out.append(f"bl:{hit.entry.text}")
    for hit_position in range(trigger.last, min(end, trigger.last + 6)):
        for label in page.labels[hit_position]:
            if label.startswith(_AROUND):
                out.append(f"a:{label}")
    return out
