"""Page -> casualty figures: who was killed, wounded or both, how many, of which group (codebook, section 4).

A figure is found from its harm word: a noun (`the killing of 3`), a verb (`3 were killed`), or a person word that counts
by itself (`3 dead`). Subsets (`among them a child`) are never figures of their own.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.people import COMMAS, MARKS, People, chain_at, people_at, person_at, readings
from waqai.quantities import Quantity, quantity_at
from waqai.records import Group

KILL, INJURE, JOINT = "fatalities", "injuries", "casualties_joint"
_REACH = 16  # tokens after a harm verb within which its people stand
_NOUN_REACH = 3
_STOPS = frozenset(".!?:;\u061f\u061b\u2026")
_PERSONS = ("harm.kill.person", "harm.injure.person")
_ACTS = ("harm.kill.noun", "harm.injure.noun", "harm.kill.verb", "harm.injure.verb")
_BARRIERS = ("relative", "discourse.break", "say.verb", "number.subset", "result", "harm.", "irrealis")
_NOMINAL = frozenset({"in", "to", "pron", "the", "like"})
_GOVERNORS = ("result", "number.to", "number.of", "say.prep", "time.ago", "prep.", "light", "link.", "irrealis")
_MEASURED = ("time.", "number.measure", "place.unit", "object", "weapon", "number.tail")


class Figure(NamedTuple):
    """A casualty figure of one slot; `anchor` is the token of the harm word that gives it."""

    first: int
    last: int
    slot: str
    low: int | None
    high: int | None
    group: Group
    anchor: int
    rule: str


def find_counts(page: Page) -> None:
    """Fill `page.counts`, in order of their anchors; each stretch of text gives one figure a slot."""
    found: list[Figure] = []
    ends: set[int] = set()
    for position, hits in enumerate(page.at):
        if len(hits) == 0 and not page.has(position, "hedge"):
            continue
        hit = _reading(page, position, ends)
        if hit is None:
            continue
        label = hit.entry.label
        if label.endswith(".person"):
            figures = _person(page, hit)
        elif label == "harm.joint":
            figures = _joint(page, hit)
        elif label == "harm.none":
            figures = _none(page, hit)
        elif hit.form.tense:
            figures = _verb(page, hit, ends)
        else:
            figures = _noun(page, hit)
        found.extend(f for f in figures if not _subset(page, f))
    page.counts = _bounded(_inherited(page, _distinct(found)))


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
        noun = kinds.get("noun")
        if noun is None or noun.entry.value.get("light") == "yes" or _quantity_before(page, position)[1]:
            return kinds["person"]
    if "noun" in kinds and "verb" in kinds:
        governed = position > 0 and page.has(position - 1, *_GOVERNORS)
        return kinds["noun"] if governed or kinds["noun"].flags & _NOMINAL else kinds["verb"]
    return kinds.get("noun") or kinds.get("verb")


def _slot(label: str) -> str:
    return KILL if label.startswith("harm.kill") else INJURE


def _figure(people: People, slot: str, anchor: int, rule: str) -> Figure:
    return Figure(people.first, people.last, slot, people.low, people.high, people.group, anchor, rule)


def _figures(chain: list[People], slot: str, anchor: int, rule: str) -> list[Figure]:
    """The figures of a chain; killed and wounded without a figure are an entry in each slot (codebook 7.17)."""
    out = []
    for people in chain:
        unknown = people.low is None and people.high is None
        slots = (KILL, INJURE) if slot == JOINT and unknown else (slot,)
        out.extend(_figure(people, each, anchor, rule) for each in slots)
    return out


def _negated(page: Page, first: int) -> bool:
    """A negation of the next verb or noun within the four tokens before, with nothing but its object between."""
    for position in range(first - 1, max(-1, first - 5), -1):
        if page.tokens.words[position] in _STOPS or page.tokens.words[position] in COMMAS:
            return False
        hit = page.hit(position, "negation")
        if hit:
            value = hit.entry.value
            return (
                value.get("scope") in ("verb", "noun")
                and value.get("ambiguous") != "yes"
                and "type" not in value
                and hit.last > first - 4
            )
    return False


def _zero(page: Page, first: int, last: int, anchor: int) -> list[Figure]:
    """Explicitly nobody, killed or wounded; of the group that the words name."""
    group: Group = "unspecified"
    for position in range(first, min(last + 4, len(page.at))):
        if position >= last and (page.tokens.words[position] in _STOPS or page.tokens.words[position] in COMMAS):
            break
        hit = person_at(page, position)
        if hit and hit.entry.value.get("group", "unspecified") != "unspecified":
            group = hit.entry.value["group"]  # type: ignore[assignment]
            break
    return [Figure(first, last, slot, 0, 0, group, anchor, "none") for slot in (KILL, INJURE)]


def _none(page: Page, hit: Hit) -> list[Figure]:
    if hit.entry.value.get("survived") == "yes":
        return []
    return _zero(page, hit.first, hit.last, hit.first)


def _person(page: Page, hit: Hit) -> list[Figure]:
    """`5 dead`, `dead and wounded`, `the number of dead rose to 52`, `15 between dead and wounded`."""
    start, quantity = _quantity_before(page, hit.first)
    slot = _slot(hit.entry.label)
    if _negated(page, start):
        return _zero(page, start, hit.last, hit.first)
    pair = _partner(page, hit)
    between = hit.first > 0 and page.has(hit.first - 1, "number.joint", "number.bound")
    if pair and (quantity or between):
        return _pair(page, hit, start, quantity, pair)
    if between or _partner_before(page, hit):
        return []
    rising = _rising(page, hit)
    if rising:
        people = People(hit.first, rising.last, rising.low, rising.high, "unspecified", True, False, "number")
        return [_figure(people, slot, hit.first, "total")]
    subject = _complement(page, hit)
    if subject:
        return [_figure(subject, slot, hit.first, "person")]
    found = people_at(page, start)
    if not found:
        return []
    told = page.has(start - 1, "light", "result", "harm.fall", *_PERSONS, "number.vague")
    if found.definite and not found.exact and not quantity and not told:
        return []
    if hit.entry.value.get("remains") == "yes" and found.definite:
        return []
    return [_figure(found, slot, hit.first, "person")]


def _pair(page: Page, hit: Hit, start: int, quantity: Quantity | None, pair: int) -> list[Figure]:
    """`15 killed and wounded`: joint; without a figure an entry in each slot."""
    if quantity is None:
        before = _people_before(page, hit.first - 1)
        if before is None:
            return []
        return _figures([before._replace(last=pair)], JOINT, hit.first, "joint")
    people = People(start, pair, quantity.low, quantity.high, "unspecified", True, False, "number")
    after = people_at(page, pair) if pair < len(page.at) else None
    if after and after.head == "sides":
        people = people._replace(group=after.group)
    return _figures([people], JOINT, hit.first, "joint")


def _complement(page: Page, hit: Hit) -> People | None:
    """`one of the guards fell dead`: a singular without article after its subject."""
    if hit.form.number != "s" or hit.flags or not hit.first or hit.first in (0, 1):
        return None
    before = _people_before(page, hit.first)
    if before and before.last == hit.first and before.head not in ("number", "other", *_PERSONS):
        return before
    return None


def _quantity_before(page: Page, first: int) -> tuple[int, Quantity | None]:
    """The quantity that ends where a noun begins, and where it starts."""
    for start in range(max(0, first - 6), first):
        if not page.labels[start] and not page.tokens.words[start][0].isdigit():
            continue
        quantity = quantity_at(page, start)
        if quantity:
            end = quantity.last
            while end < first and (
                page.tokens.words[end] in MARKS or page.has(end, "number.of", "number.joint")
            ):
                end += 1
            if end == first:
                return start, quantity
    return first, None


def _partner(page: Page, hit: Hit) -> int | None:
    """The end of `wounded` in `dead and wounded`, where the two share one figure."""
    if hit.last < len(page.at):
        other = page.hit(hit.last, *_PERSONS)
        if (
            other
            and "and" in other.flags
            and _slot(other.entry.label) != _slot(hit.entry.label)
            and other.form.number == hit.form.number == "s"
        ):
            return other.last
    return None


def _partner_before(page: Page, hit: Hit) -> bool:
    if "and" not in hit.flags or hit.first == 0 or hit.form.number != "s":
        return False
    other = page.hit(hit.first - 1, *_PERSONS)
    return bool(
        other
        and other.form.number == "s"
        and _slot(other.entry.label) != _slot(hit.entry.label)
        and (_quantity_before(page, other.first)[1] or page.has(other.first - 1, "number.joint", "number.bound"))
    )


def _rising(page: Page, hit: Hit) -> Quantity | None:
    """`the number of dead rose to ten`: the figure stands after the noun."""
    if not any(page.has(p, "number.rise", "number.total") for p in range(max(0, hit.first - 4), hit.first)):
        return None
    for position in range(hit.last, min(len(page.at), hit.last + 12)):
        if page.tokens.words[position] in _STOPS or page.hit(position, *_PERSONS):
            return None
        if page.has(position, "number.to", "number.rise") and position + 1 < len(page.at):
            quantity = quantity_at(page, position + 1)
            if quantity:
                return quantity
    return None


def _coupled(page: Page, hit: Hit) -> tuple[str, int] | None:
    """The slot and the end of a harm word with its partner (`the killing and wounding of`); None for the partner."""
    slot, last = _slot(hit.entry.label), hit.last
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
        _slot(one.entry.label) != _slot(two.entry.label)
        and not {"pron"} & (one.flags | two.flags)
        and one.form.number == two.form.number == "s"
        and not one.entry.label.endswith("idiom")
    )


def _noun(page: Page, hit: Hit) -> list[Figure]:
    """The people of a harm noun stand right after it; `his killing and his driver's` adds up."""
    if _negated(page, hit.first):
        any_one = hit.entry.label == "harm.injure.noun" and hit.form.number == "p"
        return _zero(page, hit.first, hit.last, hit.first) if any_one else []
    coupled = _coupled(page, hit)
    alone = "the" in hit.flags and hit.last - hit.first == 1
    if coupled is None or hit.entry.value.get("light") == "yes" or alone:
        return []
    slot, last = coupled
    if "pron" in hit.flags or "pron" in hit.entry.value:
        number = {"2": 2, "p": None}.get(hit.entry.value.get("pron", ""), 1)
        own = People(hit.first, last, number, number, "unspecified", False, True, "pronoun")
        return [_figure(_with_companions(page, own), slot, hit.first, "pronoun")]
    for position in range(last, min(page.sentence(hit.first).last, last + _NOUN_REACH)):
        if page.tokens.words[position] in _STOPS or (
            position > last and page.has(position, "harm.", "act.", "number.subset")
        ):
            break
        if page.hit(position, "number.subset") and position == last:
            return _figures([_some(position, page)], slot, hit.first, "noun")
        chain = chain_at(page, position)
        if chain and _counts_people(page, chain[0]):
            return _figures(chain, slot, hit.first, "noun")
    return _wounds(page, hit)


def _wounds(page: Page, hit: Hit) -> list[Figure]:
    """`injuries occurred`: some were wounded; so are they in `injuries in the ranks of the army`."""
    if hit.entry.label != "harm.injure.noun" or hit.form.number != "p" or hit.flags & _NOMINAL - {"in"}:
        return []
    people = people_at(page, hit.first)
    told = hit.first > 0 and page.has(hit.first - 1, "result", "harm.fall", "light", "hedge")
    return [_figure(people, INJURE, hit.first, "noun")] if people and told else []


def _some(position: int, page: Page) -> People:
    hit = page.hit(position, "number.subset")
    last = hit.last if hit else position + 1
    return People(position, last, None, None, "unspecified", False, False, "other")


def _with_companions(page: Page, own: People) -> People:
    """`his death with his driver`, `his killing and two of his guards`: the sum."""
    start = own.last
    if start < len(page.at):
        plus = page.hit(start, "number.plus")
        start = plus.last if plus else start
        if start < len(page.at) and (plus or "and" in _flags(page, start)):
            more = people_at(page, start)
            if more and more.kin and own.low is not None and more.low is not None:
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
    if coupled is None or _negated(page, hit.first) or "will" in hit.flags:
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
    many = hit.form.number in ("p", "d") and hit.form.gender != "f"
    if many:
        before = _people_before(page, hit.first)
        if before and not (value.get("subject") in ("agent", "either") and _patient_follows(page, last)):
            return _figures([before], slot, hit.first, "verb")
    if "pron" in hit.flags:
        return []
    chain = _people_after(page, last, value.get("subject", "victim"), weak=value.get("ambiguous") == "yes")
    if not chain and not many and value.get("subject") != "agent" and value.get("ambiguous") != "yes":
        before = _people_before(page, hit.first)
        chain = [before] if before and before.low == 1 else []
    return _figures(chain, slot, hit.first, "verb")


def _patient_follows(page: Page, position: int) -> bool:
    people = people_at(page, position) if position < len(page.at) else None
    return people is not None and not people.definite


def _people_after(page: Page, first: int, subject: str, *, weak: bool) -> list[People]:
    """The first people phrase after a verb; after an active one a later phrase outranks the agent."""
    end = min(page.sentence(first).last, first + (2 if weak else _REACH)) if first < len(page.at) else first
    agent: list[People] = []
    position = first
    while position < end:
        if page.tokens.words[position] in _STOPS:
            break
        near = position == first
        if page.hit(position, "number.subset") and near:
            return [_some(position, page)]
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


def _people_before(page: Page, first: int) -> People | None:
    """`five persons were killed`: the people phrase that ends just before the verb."""
    start = page.sentence(min(first, len(page.at) - 1)).first
    for position in range(max(start, first - 14), first):
        chain = chain_at(page, position, near=False)
        if not chain:
            continue
        people = chain[-1]
        gap = first - people.last
        if people.head != "number" and 0 <= gap <= 3 and not _crosses(page, people.last, first):
            return people
    return None


def _crosses(page: Page, first: int, last: int) -> bool:
    return any(
        page.tokens.words[p] in _STOPS
        or page.tokens.words[p] in COMMAS
        or page.has(p, "act.", "harm.", "say.verb", "prep.", "relative")
        for p in range(first, last)
    )


def _joint(page: Page, hit: Hit) -> list[Figure]:
    """Words for killed and wounded together; negated they mean neither."""
    if _negated(page, hit.first):
        return _zero(page, hit.first, hit.last, hit.first)
    start, quantity = _quantity_before(page, hit.first)
    if quantity:
        return [
            Figure(start, hit.last, JOINT, quantity.low, quantity.high, "unspecified", hit.first, "joint")
        ]
    if "the" in hit.flags or "pron" in hit.flags:
        return []
    return [Figure(hit.first, hit.last, JOINT, None, None, "unspecified", hit.first, "joint")]


def _subset(page: Page, figure: Figure) -> bool:
    """Whether `among them` governs the figure: it stands before it in the clause, with only people between."""
    for position in range(figure.first - 1, max(-1, figure.first - 10), -1):
        if page.tokens.words[position] in _STOPS:
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


def _inherited(page: Page, figures: list[Figure]) -> list[Figure]:
    """`3 soldiers were killed and 5 others wounded`: the others are soldiers too."""
    out: list[Figure] = []
    for figure in figures:
        if figure.group == "unspecified" and figure.rule in ("noun", "verb"):
            others = page.has(figure.last - 1, "number.vague") or figure.last - figure.first == 1
            before = out[-1] if out else None
            if others and before and page.sentence_of[before.first] == page.sentence_of[figure.first]:
                figure = figure._replace(group=before.group)
        out.append(figure)
    return out


def _bounded(figures: list[Figure]) -> list[Figure]:
    """`at least three` anywhere makes an exact three of the same toll a lower bound (codebook 7.16)."""
    least = {(f.slot, f.low) for f in figures if f.high is None and f.low is not None}
    return [f._replace(high=None) if f.low == f.high and (f.slot, f.low) in least else f for f in figures]
