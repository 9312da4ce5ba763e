"""Nouns and verbs of harm -> figures: `the killing of 3`, `3 were killed`, `his death with his driver`.

People stand right after a noun, before a plural verb, after a singular one.
"""

from __future__ import annotations

from waqai.chains import chain_at, people_before
from waqai.figures import INJURE, JOINT, KILL, Figure, figure, figures, negated, slot_of, zero
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.people import People, people_at
from waqai.qualifiers import COMMAS, MARKS, STOPS
from waqai.records import Group

_REACH = 16  # tokens after a harm verb within which its people stand
_NOUN_REACH = 3
_OVER = 7  # tokens after a verb within which its preposition stands
ACTS = ("harm.kill.noun", "harm.injure.noun", "harm.kill.verb", "harm.injure.verb")
_BARRIERS = ("relative", "discourse.break", "say.verb", "number.subset", "result", "harm.", "irrealis")
NOMINAL = frozenset({"in", "to", "pron", "the", "like"})
_MEASURED = ("time.unit", "time.month", "number.measure", "place.unit", "object", "weapon", "number.tail")


def _coupled(page: Page, hit: Hit) -> tuple[str, int] | None:
    """The slot and the end of a harm word with its partner (`the killing and wounding of`); None for the partner."""
    slot, last = slot_of(hit.entry.label), hit.last
    if hit.first and "and" in hit.flags:
        before = page.hit(hit.first - 1, *ACTS)
        if before and _couples(before, hit):
            return None
    if last < len(page.at):
        other = page.hit(last, *ACTS)
        if other and "and" in other.flags and _couples(hit, other):
            return JOINT, other.last
    return slot, last


def _couples(one: Hit, two: Hit) -> bool:
    return (
        slot_of(one.entry.label) != slot_of(two.entry.label)
        and not {"pron"} & (one.flags | two.flags)
        and one.form.number == two.form.number == "s"
        and not one.entry.label.endswith("idiom")
    )


def noun_figures(page: Page, hit: Hit) -> list[Figure]:
    """The people of a harm noun stand right after it; `his killing and his driver's` adds up."""
    if negated(page, hit.first) and "pron" not in hit.flags:
        return []
    coupled = _coupled(page, hit)
    alone = "the" in hit.flags and hit.last - hit.first == 1
    if coupled is None or hit.entry.value.get("light") == "yes" or alone:
        return []
    slot, last = coupled
    if "pron" in hit.flags or "pron" in hit.entry.value:
        if hit.entry.value.get("pron") == "p" or hit.form.number == "p":
            return []
        number = 2 if hit.entry.value.get("pron") == "2" else 1
        own = People(hit.first, last, number, number, "unspecified", False, True, "pronoun")
        return figures([_with_companions(page, own)], slot, hit.first, "pronoun")
    for position in range(last, min(page.sentence(hit.first).last, last + _NOUN_REACH)):
        if page.tokens.words[position] in STOPS or (
            position > last and page.has(position, "harm.", "act.", "number.subset")
        ):
            break
        other = page.hit(position, "number.vague") if hit.entry.value.get("method") == "battle" else None
        if other and "other" in other.entry.value:
            return []
        listed = _listed(page, position)
        if listed:
            return figures([listed], slot, hit.first, "list")
        if page.hit(position, "number.subset") and position == last:
            return figures([_some(page, position)], slot, hit.first, "noun")
        chain = chain_at(page, position)
        if chain and _counts_people(page, chain[0]):
            return figures(chain, slot, hit.first, "noun")
    if hit.entry.value.get("mass") == "yes" and "found" not in hit.entry.value:
        return [Figure(hit.first, hit.last, KILL, None, None, "unspecified", hit.first, "mass")]
    counted = slot == KILL or page.has(hit.first, "harm.injure.person")
    named = _named(page, last) if counted and hit.form.number == "s" else None
    return figures([named], slot, hit.first, "name") if named else _wounds(page, hit)


def _listed(page: Page, first: int) -> People | None:
    """`each of A (20), B (30) and C`: as many as the names; ages and commas part them."""
    each = page.hit(first, "number.each")
    if (
        not each
        or each.last >= len(page.at)
        or not _is_name(page, each.last + (page.tokens.words[each.last] in MARKS))
    ):
        return None
    ages, parts, last = 0, 1, each.last
    while last < min(page.sentence(first).last, each.last + 60):
        word = page.tokens.words[last]
        if (word in STOPS and word != ":") or page.has(last, "act.", "say.verb", "result"):
            break
        ages += word.isdigit()
        parts += word in COMMAS or (last > each.last and "and" in _flags(page, last))
        last += 1
    number = ages if ages > 1 else parts
    return People(first, last, number, number, "unspecified", True, True, "name") if number > 1 else None


def _named(page: Page, first: int) -> People | None:
    """A proper name where people are expected: one; its group is that of the apposition that follows."""
    end = min(page.sentence(first).last, first + 5) if first < len(page.at) else first
    last = first
    while last < end and (last == first or page.tokens.words[last].isalpha()) and _is_name(page, last):
        last += 1
    if last == first:
        return None
    group: Group = "unspecified"
    for position in range(last, min(page.sentence(first).last, last + 4)):
        people = people_at(page, position, near=False)
        if people and people.group != "unspecified":
            group = people.group
            break
    return People(first, last, 1, 1, group, False, True, "name")


def _is_name(page: Page, position: int) -> bool:
    """A word that no list knows, or that only starts names."""
    labels = page.labels[position]
    word = page.tokens.words[position]
    return len(word) > 2 and word.isalpha() and all(label == "name.starter" for label in labels)


def _wounds(page: Page, hit: Hit) -> list[Figure]:
    """`injuries occurred`: some were wounded; so are they in `injuries in the ranks of the army`."""
    if hit.entry.label != "harm.injure.noun" or hit.form.number != "p" or hit.flags & NOMINAL - {"in"}:
        return []
    people = people_at(page, hit.first)
    told = hit.first > 0 and page.has(hit.first - 1, "result", "harm.fall", "light", "hedge", "prep.about")
    return [figure(people, INJURE, hit.first, "noun")] if people and told else []


def _some(page: Page, position: int) -> People:
    """`some of them`, `three of them` as the people of a harm word."""
    hit = page.hit(position, "number.subset")
    last = hit.last if hit else position + 1
    number = int(hit.entry.value["n"]) if hit and "n" in hit.entry.value else None
    return People(position, last, number, number, "unspecified", number is not None, False, "other")


def _with_companions(page: Page, own: People) -> People:
    """`his death with his driver`, `his killing and two of his guards`: the sum."""
    start = own.last
    if start < len(page.at):
        plus = page.hit(start, "number.plus")
        start = plus.last if plus else start
        if start < len(page.at) and (plus or "and" in _flags(page, start)):
            more = people_at(page, start)
            if (
                more
                and own.low is not None
                and more.low is not None
                and (more.kin or plus or (more.head == "person" and more.low == 1))
            ):
                total = own.low + more.low
                return own._replace(last=more.last, low=total, high=total, group=more.group)
    return own


def _flags(page: Page, position: int) -> frozenset[str]:
    return frozenset().union(*(hit.flags for hit in page.at[position]))


def _counts_people(page: Page, people: People) -> bool:
    """A numeral alone is no toll where a unit, a thing or a month follows."""
    if people.head != "number":
        return True
    last = people.last
    return not page.has(people.first, "time.", "place.kind") and not (
        last < len(page.at) and (page.has(last, *_MEASURED) or page.tokens.words[last] in "%/")
    )


def verb_figures(page: Page, hit: Hit, ends: set[int]) -> list[Figure]:
    """The people of a harm verb: before a plural or dual one, else after it, else before."""
    value, last = hit.entry.value, hit.last
    coupled = _coupled(page, hit)
    if coupled is None or "will" in hit.flags:
        return []
    if negated(page, hit.first):
        return zero(page, hit.first - 1, hit.last, hit.first) if "told" in value else []
    slot, last = coupled
    if "end" in value:
        end = next(
            (p for p in range(hit.last, len(page.at)) if page.has(p, "harm.end." + value["end"])), None
        )
        if end is not None:
            ends.add(end)
            if value["end"] in ("life", "victim", "soul"):
                last = end + 1
    elif value.get("light") == "yes":
        return []
    many = hit.form.number == "d" or (hit.form.number == "p" and hit.form.gender != "f")
    if many:
        before = people_before(page, hit.first)
        active = value.get("subject") == "agent" and last < len(page.at) and people_at(page, last)
        if before and not (active or (value.get("subject") == "either" and _patient_follows(page, last))):
            return figures(before, slot, hit.first, "verb")
    if "pron" in hit.flags or last >= len(page.at):
        return []
    plus = page.hit(last, "number.plus", "link.with")
    if plus and "pron" not in plus.flags and value.get("subject") != "agent":
        own = People(hit.first, last, 1, 1, "unspecified", False, True, "pronoun")
        both = _with_companions(page, own)
        return figures([both], slot, hit.first, "verb") if both.low != 1 else []
    over = _over(page, last, value.get("over", ""))
    if over:
        return figures(over, slot, hit.first, "verb")
    weak = value.get("ambiguous") == "yes" or (slot == INJURE and value.get("subject") == "agent")
    chain = _people_after(page, last, value.get("subject", "victim"), weak=weak)
    if not chain and not many and value.get("subject") != "agent" and value.get("ambiguous") != "yes":
        before = people_before(page, hit.first)
        chain = before if before and before[-1].low == 1 else []
    if not chain and value.get("subject") in ("victim", "either") and not many and "ambiguous" not in value:
        named = _named(page, last)
        chain = [named] if named and page.tokens.words[named.last - 1] != page.tokens.words[last] else []
    return figures(chain, slot, hit.first, "verb")


def _over(page: Page, first: int, preposition: str) -> list[People]:
    """`the force made an end of two gunmen`: the fighters after the verb's own preposition, past its subject."""
    for position in range(first, min(page.sentence(first).last - 1, first + _OVER)) if preposition else ():
        if page.hit(position, preposition):
            chain = chain_at(page, position + 1)
            return chain if chain and chain[0].group == "combatants" else []
        if page.tokens.words[position] in STOPS or page.has(position, "number", "act.", "harm."):
            break
    return []


def _patient_follows(page: Page, position: int) -> bool:
    if position >= len(page.at) or "and" in _flags(page, position):
        return False
    people = people_at(page, position)
    return people is not None and not people.definite


def _people_after(page: Page, first: int, subject: str, *, weak: bool) -> list[People]:
    """The first people phrase after a verb; after an active one a later phrase outranks the agent."""
    end = min(page.sentence(first).last, first + (2 if weak else _REACH)) if first < len(page.at) else first
    agent: list[People] = []
    position = first
    while position < end:
        if page.tokens.words[position] in STOPS:
            break
        near = position == first
        if page.hit(position, "number.subset") and near:
            return [_some(page, position)]
        if not near and _barred(page, position):
            break
        listed = _listed(page, position)
        if listed:
            return [listed]
        chain = chain_at(page, position, near=near)
        if not chain or not _counts_people(page, chain[0]):
            position += 1
            continue
        head = chain[0]
        if near and subject != "victim" and not head.exact and _acts(head, subject):
            agent = chain
            if weak and subject == "agent" and head.group == "combatants":
                end = min(page.sentence(first).last, first + _REACH)
            if head.low == 1 and head.head == "person":
                end = min(end, head.last + 2)
        elif not near and head.definite and not head.exact:
            agent = agent or ([] if head.head != "person" else chain)
        elif near and subject != "victim" and _patient_follows(page, head.last) and not head.exact:
            return chain_at(page, head.last)
        elif not near and head.head == "number" and position > first + 6:
            pass
        else:
            return chain
        position = head.last
    return agent


def _acts(head: People, subject: str) -> bool:
    """Whether the people right after an active verb are its subject: a body, the known, or fighters of an agent's verb."""
    armed = (
        subject == "agent" and head.group == "combatants" and head.number in ("p", "d") and not head.amount
    )
    return head.definite or head.head in ("force", "actor") or armed


def _barred(page: Page, position: int) -> bool:
    """A word past which no people of the verb are looked for; `because of that` is none."""
    hit = page.hit(position, *_BARRIERS)
    return bool(
        hit
        and hit.entry.value.get("direction") != "back"
        and not any(h.entry.label == "person" for h in page.at[position])
    )
