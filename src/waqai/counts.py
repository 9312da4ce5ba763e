"""Page -> casualty figures: who was killed, wounded or both, how many, of which group (codebook, section 4).

A figure is found from its harm word: a noun (`the killing of 3`), a verb (`3 were killed`), or a person word that counts
by itself (`3 dead`). Subsets (`among them a child`) are never figures of their own.
"""

from __future__ import annotations

from waqai.figures import (
    INJURE, JOINT, KILL, PERSONS, Figure, figure, figures, joint_figures, negated, person_figures, quantity_before,
    slot_of, zero,
)  # fmt: skip
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.people import STOPS, People, chain_at, people_at, people_before, qualifier, readings
from waqai.records import Group

_REACH = 16  # tokens after a harm verb within which its people stand
_NOUN_REACH = 3
_ACTS = ("harm.kill.noun", "harm.injure.noun", "harm.kill.verb", "harm.injure.verb")
_BARRIERS = ("relative", "discourse.break", "say.verb", "number.subset", "result", "harm.", "irrealis")
_NOMINAL = frozenset({"in", "to", "pron", "the", "like"})
_GOVERNORS = ("result", "number.to", "number.of", "say.prep", "time.ago", "prep.", "light", "link.", "irrealis")
_MEASURED = ("time.", "number.measure", "place.unit", "object", "weapon", "number.tail")
_UNREAL = frozenset({"threat", "plan", "future", "possible", "prevent", "call", "attempt", "able", "aim", "court"})


def find_counts(page: Page) -> None:
    """Fill `page.counts`, in order of their anchors; each stretch of text gives one figure a slot."""
    found: list[Figure] = []
    ends: set[int] = set()
    for position, hits in enumerate(page.at):
        if not hits and not page.has(position, "hedge", "result"):
            continue
        hit = _reading(page, position, ends)
        if hit is not None and not _unreal(page, position):
            found.extend(f for f in _told(page, hit, ends) if not _subset(page, f))
    page.counts = _bounded(_inherited(page, _distinct(found)))


def _told(page: Page, hit: Hit, ends: set[int]) -> list[Figure]:
    """The figures of one harm word."""
    label = hit.entry.label
    if label.endswith(".person"):
        return person_figures(page, hit)
    if label == "harm.joint":
        return joint_figures(page, hit)
    if label == "harm.none":
        survived = hit.entry.value.get("survived") == "yes"
        return [] if survived else zero(page, hit.first, hit.last, hit.first)
    if hit.form.tense:
        return _verb(page, hit, ends)
    return _noun(page, hit)


def _unreal(page: Page, position: int) -> bool:
    """A word of threat, plan, attempt or the like governs the harm: it stands just before."""
    for place in range(max(page.sentence(position).first, position - 3), position):
        hit = page.hit(place, "irrealis")
        if hit and hit.entry.value.get("type") in _UNREAL and "ambiguous" not in hit.entry.value:
            return True
    return False


def _reading(page: Page, position: int, ends: set[int]) -> Hit | None:
    """What a harm word is here: a noun that also reads as a verb is a noun only where something governs it."""
    found = [h for h in readings(page, position) if h.entry.label.startswith("harm.")]
    if not found or position in ends:
        return None
    least = min(h.cost for h in found)
    found.sort(key=lambda h: (h.form.tense == "present", h.entry.value.get("subject") == "agent"), reverse=True)
    kinds = {h.entry.label.rsplit(".", 1)[1]: h for h in found if h.cost == least}
    if "none" in kinds or "joint" in kinds:
        return kinds.get("none") or kinds["joint"]
    if "idiom" in kinds:
        return kinds["idiom"]
    if "person" in kinds:
        noun, person = kinds.get("noun"), kinds["person"]
        if noun is None or noun.entry.text != person.entry.text or quantity_before(page, person)[1]:
            return person
    if "noun" in kinds and "verb" in kinds:
        governed = position > 0 and page.has(position - 1, *_GOVERNORS)
        return kinds["noun"] if governed or kinds["noun"].flags & _NOMINAL else kinds["verb"]
    return kinds.get("noun") or kinds.get("verb")


def _coupled(page: Page, hit: Hit) -> tuple[str, int] | None:
    """The slot and the end of a harm word with its partner (`the killing and wounding of`); None for the partner."""
    slot, last = slot_of(hit.entry.label), hit.last
    if hit.first and "and" in hit.flags:
        before = page.hit(hit.first - 1, *_ACTS)
        if before and _couples(before, hit):
            return None
    if last < len(page.at):
        other = page.hit(last, *_ACTS)
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


def _noun(page: Page, hit: Hit) -> list[Figure]:
    """The people of a harm noun stand right after it; `his killing and his driver's` adds up."""
    if negated(page, hit.first):
        any_one = hit.entry.label == "harm.injure.noun" and hit.form.number == "p"
        return zero(page, hit.first, hit.last, hit.first) if any_one else []
    coupled = _coupled(page, hit)
    alone = "the" in hit.flags and hit.last - hit.first == 1
    if coupled is None or hit.entry.value.get("light") == "yes" or alone:
        return []
    slot, last = coupled
    if "pron" in hit.flags or "pron" in hit.entry.value:
        if hit.entry.value.get("pron") == "p":
            return []
        number = 2 if hit.entry.value.get("pron") == "2" else 1
        own = People(hit.first, last, number, number, "unspecified", False, True, "pronoun")
        return figures([_with_companions(page, own)], slot, hit.first, "pronoun")
    for position in range(last, min(page.sentence(hit.first).last, last + _NOUN_REACH)):
        if page.tokens.words[position] in STOPS or (
            position > last and page.has(position, "harm.", "act.", "number.subset")
        ):
            break
        if page.hit(position, "number.subset") and position == last:
            return figures([_some(page, position)], slot, hit.first, "noun")
        chain = chain_at(page, position)
        if chain and _counts_people(page, chain[0]):
            return figures(chain, slot, hit.first, "noun")
    if hit.entry.value.get("mass") == "yes" and "found" not in hit.entry.value:
        return [Figure(hit.first, hit.last, KILL, None, None, "unspecified", hit.first, "mass")]
    named = _named(page, last)
    return figures([named], slot, hit.first, "name") if named else _wounds(page, hit)


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
    return page.tokens.words[position].isalpha() and all(label == "name.starter" for label in labels)


def _wounds(page: Page, hit: Hit) -> list[Figure]:
    """`injuries occurred`: some were wounded; so are they in `injuries in the ranks of the army`."""
    if hit.entry.label != "harm.injure.noun" or hit.form.number != "p" or hit.flags & _NOMINAL - {"in"}:
        return []
    people = people_at(page, hit.first)
    told = hit.first > 0 and page.has(
        hit.first - 1, "result", "harm.fall", "light", "hedge", "prep.about"
    )
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
            if more and own.low is not None and more.low is not None and (more.kin or plus):
                total = own.low + more.low
                return own._replace(last=more.last, low=total, high=total, group=more.group)
    return own


def _flags(page: Page, position: int) -> frozenset[str]:
    return page.at[position][0].flags if page.at[position] else frozenset()


def _counts_people(page: Page, people: People) -> bool:
    """A numeral alone is no toll where a unit, a thing or a month follows."""
    if people.head != "number":
        return True
    last = people.last
    return not page.has(people.first, "time.", "place.kind") and not (
        last < len(page.at) and (page.has(last, *_MEASURED) or page.tokens.words[last] in "%/")
    )


def _verb(page: Page, hit: Hit, ends: set[int]) -> list[Figure]:
    """The people of a harm verb: before a plural or dual one, else after it, else before."""
    value, last = hit.entry.value, hit.last
    coupled = _coupled(page, hit)
    if coupled is None or negated(page, hit.first) or "will" in hit.flags:
        return []
    slot, last = coupled
    if "end" in value:
        end = next((p for p in range(hit.last, len(page.at)) if page.has(p, "harm.end." + value["end"])), None)
        if end is not None:
            ends.add(end)
            if value["end"] in ("life", "victim", "soul"):
                last = end + 1
    elif value.get("light") == "yes":
        return []
    many = hit.form.number == "d" or (hit.form.number == "p" and hit.form.gender != "f")
    if many:
        before = people_before(page, hit.first)
        if before and not (value.get("subject") in ("agent", "either") and _patient_follows(page, last)):
            return figures(before, slot, hit.first, "verb")
    if "pron" in hit.flags or last >= len(page.at):
        return []
    plus = page.hit(last, "number.plus", "link.with")
    if plus and value.get("subject") != "agent":
        own = People(hit.first, last, 1, 1, "unspecified", False, True, "pronoun")
        both = _with_companions(page, own)
        return figures([both], slot, hit.first, "verb") if both.low != 1 else []
    chain = _people_after(page, last, value.get("subject", "victim"), weak=value.get("ambiguous") == "yes")
    if not chain and not many and value.get("subject") != "agent" and value.get("ambiguous") != "yes":
        before = people_before(page, hit.first)
        chain = before if before and before[-1].low == 1 else []
    if not chain and value.get("subject") in ("victim", "either") and not many and "ambiguous" not in value:
        named = _named(page, last)
        chain = [named] if named and page.tokens.words[named.last - 1] != page.tokens.words[last] else []
    return figures(chain, slot, hit.first, "verb")


def _patient_follows(page: Page, position: int) -> bool:
    people = people_at(page, position) if position < len(page.at) else None
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
        if not near and (page.has(position, *_BARRIERS) and not page.has(position, "person")):
            break
        chain = chain_at(page, position, near=near)
        if not chain or not _counts_people(page, chain[0]):
            position += 1
            continue
        head = chain[0]
        if near and subject != "victim" and (head.definite or head.head in ("force", "actor")) and not head.exact:
            agent = chain
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


def _subset(page: Page, figure: Figure) -> bool:
    """Whether `among them` governs the figure: it stands before it in the clause, with only people between."""
    for position in range(figure.first - 1, max(-1, figure.first - 10), -1):
        if page.tokens.words[position] in STOPS:
            return False
        if page.has(position, *_ACTS, "result", "act."):
            return False
        if page.has(position, "number.subset"):
            return figure.rule in ("person", "verb", "noun") and figure.anchor >= position
    return False


def _distinct(figures: list[Figure]) -> list[Figure]:
    """One figure a slot for each stretch of words; the one whose words say more wins."""
    kept: list[Figure] = []
    for figure in sorted(figures, key=lambda f: (f.first, -(f.last - f.first))):
        clash = next(
            (k for k in kept if k.slot == figure.slot and k.first < figure.last and figure.first < k.last),
            None,
        )
        if clash is None:
            kept.append(figure)
        elif clash.low is None and figure.low is not None:
            kept[kept.index(clash)] = figure
    return kept


def _inherited(page: Page, found: list[Figure]) -> list[Figure]:
    """`3 soldiers were killed and 5 others wounded`: the others are soldiers; `3, among them a child`: civilians."""
    out: list[Figure] = []
    for one in found:
        if one.group == "unspecified" and one.rule != "none":
            group = qualifier(page, one.last) if one.last < len(page.at) else None
            before = out[-1] if out else None
            if group:
                one = one._replace(group=group)
            elif before and one.rule in ("noun", "verb") and not _has_noun(page, one):
                if page.sentence_of[before.first] == page.sentence_of[one.first]:
                    one = one._replace(group=before.group)
        out.append(one)
    return out


def _has_noun(page: Page, one: Figure) -> bool:
    return any(page.has(p, "person", "force", "nationality") for p in range(one.first, one.last))


def _bounded(figures: list[Figure]) -> list[Figure]:
    """`at least three` anywhere makes an exact three of the same toll a lower bound (codebook 7.16)."""
    least = {(f.slot, f.low) for f in figures if f.high is None and f.low is not None}
    return [f._replace(high=None) if f.low == f.high and (f.slot, f.low) in least else f for f in figures]
