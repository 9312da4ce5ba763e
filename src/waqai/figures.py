"""Words for the dead and the wounded -> figures: `5 dead`, `dead and wounded`, `no casualties`, `the toll rose to ten`.

Figures of nouns and verbs of harm are built in `counts`, from the same record.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.chains import AND, people_before
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.people import People, people_at
from waqai.qualifiers import COMMAS, MARKS, STOPS, group_of, person_at, qualifier, subset, subset_group
from waqai.quantities import Quantity, bound_after, quantity_at, rebound
from waqai.records import Group

KILL, INJURE, JOINT = "fatalities", "injuries", "casualties_joint"
PERSONS = ("harm.kill.person", "harm.injure.person")
_TOLD = ("light", "result", "harm.fall", "number.vague", "hedge", *PERSONS)
_RISE_REACH = 24
_NEAR = 4


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


def slot_of(label: str) -> str:
    """The slot of a class of harm words."""
    return KILL if label.startswith("harm.kill") else INJURE


def figure(people: People, slot: str, anchor: int, rule: str) -> Figure:
    """People as a figure."""
    return Figure(people.first, people.last, slot, people.low, people.high, people.group, anchor, rule)


def figures(chain: list[People], slot: str, anchor: int, rule: str) -> list[Figure]:
    """The figures of a chain; killed and wounded without a figure are an entry in each slot (codebook 7.17)."""
    out: list[Figure] = []
    for people in chain:
        unknown = people.low is None and people.high is None
        slots = (KILL, INJURE) if slot == JOINT and unknown else (slot,)
        out.extend(figure(people, each, anchor, rule) for each in slots)
    return out


def negated(page: Page, first: int) -> bool:
    """A negation of the next verb or noun within the four tokens before, with nothing but its object between."""
    for position in range(first - 1, max(-1, first - 5), -1):
        if page.tokens.words[position] in STOPS or page.tokens.words[position] in COMMAS:
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


def zero(page: Page, first: int, last: int, anchor: int) -> list[Figure]:
    """Explicitly nobody, killed or wounded; of the group that the words name."""
    group: Group = "unspecified"
    for position in range(first, last):
        hit = person_at(page, position)
        if hit and group_of(hit) != "unspecified":
            group = group_of(hit)
    if group == "unspecified" and last < len(page.at) and page.tokens.words[last] not in STOPS | COMMAS:
        group = qualifier(page, last) or group
    return [Figure(first, last, slot, 0, 0, group, anchor, "none") for slot in (KILL, INJURE)]


def joint_figures(page: Page, hit: Hit) -> list[Figure]:
    """Words for killed and wounded together; negated they mean neither."""
    if hit.entry.value.get("figure") == "negated":
        return []
    start, quantity = quantity_before(page, hit)
    if _part(page, hit, start, quantity):
        return []
    if quantity:
        return [
            Figure(start, hit.last, JOINT, quantity.low, quantity.high, "unspecified", hit.first, "joint")
        ]
    if "the" in hit.flags or "pron" in hit.flags:
        return []
    return [Figure(hit.first, hit.last, JOINT, None, None, "unspecified", hit.first, "joint")]


def person_figures(page: Page, hit: Hit) -> list[Figure]:
    """`5 dead`, `dead and wounded`, `the number of dead rose to 52`, `15 between dead and wounded`."""
    start, quantity = quantity_before(page, hit)
    slot = slot_of(hit.entry.label)
    pair = _partner(page, hit)
    between = _between(page, hit)
    if pair and (quantity or between):
        return _pair(page, hit, start, quantity, pair)
    if between or _partner_before(page, hit):
        return []
    rising = _rising(page, hit)
    rising = rising or _number_behind(page, hit)
    if rising:
        people = people_at(page, hit.first)
        group: Group = people.group if people else "unspecified"
        first = hit.first if 0 <= rising.first - hit.last < _NEAR else rising.first
        return [Figure(first, rising.last, slot, rising.low, rising.high, group, hit.first, "total")]
    if _part(page, hit, start, quantity):
        return []
    subject = _complement(page, hit)
    if subject:
        return [figure(subject, slot, hit.first, "person")]
    found = people_at(page, start)
    if not found or "pron" in hit.flags:
        return []
    if found.definite and not found.exact and not quantity and not page.has(start - 1, *_TOLD):
        return []
    if hit.entry.value.get("both") == "maybe" and not quantity:
        slot = JOINT
    return [figure(_toward(page, found), slot, hit.first, "person")]


def _part(page: Page, hit: Hit, start: int, quantity: Quantity | None) -> bool:
    """`the number of dead`, `most of the victims`, `one of the dead`, `from among the dead`: some of those told already."""
    if quantity is None:
        among = page.hit(hit.first - 2, "number.of") if hit.first > 1 else None
        return among is not None and among.last == hit.first
    if quantity.rule == "vague":
        vague = page.hit(start, "number.vague")
        if vague is not None and "some" in vague.entry.value:
            return True
        ends = quantity.last == hit.first and not page.has(quantity.last - 1, "number.of")
        return ends and page.has(start, "number.total")
    known = "the" in hit.flags or hit.form.number == "d"
    return known and quantity.low == quantity.high == 1


def _toward(page: Page, people: People) -> People:
    """Whose the dead and wounded are, where it stands after the whole pair: `dead and wounded in their ranks`."""
    position = people.last
    if people.group != "unspecified" or position >= len(page.at):
        return people
    other = page.hit(position, *PERSONS)
    position = other.last if other and "and" in other.flags else _past_partner(page, position)
    if position >= len(page.at):
        return people
    among = subset(page, position) if people.low is None and people.high is None else None
    group = subset_group(page, among) if among else qualifier(page, position)
    return people._replace(group=group) if group else people


def _past_partner(page: Page, position: int) -> int:
    """Past the wounded with their own figure: `two dead and seven wounded in their ranks`."""
    start = position + (page.tokens.words[position] == AND)
    quantity = quantity_at(page, start) if start < len(page.at) else None
    if quantity is None or quantity.last >= len(page.at):
        return position
    other = page.hit(quantity.last, *PERSONS)
    return other.last if other and not other.flags else position


def _between(page: Page, hit: Hit) -> bool:
    """`between dead and wounded`."""
    before = page.hit(hit.first - 1, "number.joint") if hit.first else None
    return before is not None


def _pair(page: Page, hit: Hit, start: int, quantity: Quantity | None, pair: int) -> list[Figure]:
    """`15 killed and wounded`: joint; without a figure an entry in each slot."""
    if quantity is None:
        before = people_before(page, hit.first - 1)
        return figures([before[0]._replace(last=pair)], JOINT, hit.first, "joint") if before else []
    people = People(start, pair, quantity.low, quantity.high, "unspecified", True, False, "number")
    return figures([_toward(page, people)], JOINT, hit.first, "joint")


def _complement(page: Page, hit: Hit) -> People | None:
    """`one of the guards fell dead`: a singular without article after its subject."""
    if hit.form.number != "s" or hit.flags or hit.first < 2:
        return None
    before = people_before(page, hit.first)
    if before and before[0].last == hit.first and before[0].head not in ("number", "other", *PERSONS):
        return before[0]
    return None


def quantity_before(page: Page, hit: Hit) -> tuple[int, Quantity | None]:
    """The quantity that ends where a noun begins, and where it starts."""
    first = hit.first
    if "and" in hit.flags:
        return first, None
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
        other = page.hit(hit.last, *PERSONS)
        if (
            other
            and "and" in other.flags
            and slot_of(other.entry.label) != slot_of(hit.entry.label)
            and other.form.number == hit.form.number == "s"
        ):
            return other.last
    return None


def _partner_before(page: Page, hit: Hit) -> bool:
    if "and" not in hit.flags or hit.first == 0 or hit.form.number != "s":
        return False
    other = page.hit(hit.first - 1, *PERSONS)
    return bool(
        other
        and other.form.number == "s"
        and slot_of(other.entry.label) != slot_of(hit.entry.label)
        and (quantity_before(page, other)[1] or _between(page, other))
    )


def _rising(page: Page, hit: Hit) -> Quantity | None:
    """`the number of dead rose to ten`: the figure stands after the noun, or before it: `rose to 200 the number of`."""
    start = max(0, hit.first - _NEAR)
    total = next((p for p in range(start, hit.first + 1) if page.has(p, "number.total", "result")), None)
    risen = any(page.has(p, "number.rise") for p in range(start, hit.first))
    if total is None and not risen and not page.has(hit.first, "number.rise"):
        return None
    early = _risen_before(page, total) if total is not None else None
    if early:
        return early
    end = min(page.sentence(hit.first).last, hit.last + _RISE_REACH)
    for position in range(hit.last, end - 1):
        if page.tokens.words[position] in STOPS or page.hit(position, *PERSONS):
            return None
        rises = page.has(position, "number.rise")
        if rises or (page.has(position, "number.to") and (risen or position < hit.last + _NEAR)):
            risen = True
            quantity = quantity_at(page, position + 1)
            if quantity and quantity.rule != "vague":
                return quantity
    return None


def _number_behind(page: Page, hit: Hit) -> Quantity | None:
    """`the wounded 19`: a figure right behind the definite noun, where nothing else is counted by it."""
    position = hit.last + (hit.last < len(page.at) and page.tokens.words[hit.last] == ":")
    if "the" not in hit.flags or hit.form.number != "p" or position >= len(page.at):
        return None
    quantity = quantity_at(page, position)
    if quantity is None or quantity.rule == "vague" or quantity.last >= len(page.at):
        return quantity if quantity and quantity.rule != "vague" else None
    after = bound_after(page, quantity.last)
    if after:
        return rebound(quantity, after[0])._replace(last=after[1])
    counted = page.labels[quantity.last] and page.has(
        quantity.last, "person", "force", "time.", "number", "object"
    )
    return None if counted or page.tokens.words[quantity.last] in "%/" else quantity


def _risen_before(page: Page, total: int) -> Quantity | None:
    """`rose to more than 200 the number of the wounded`: the quantity right before `the number of`."""
    for first in range(max(1, total - 5), total):
        if page.has(first - 1, "number.to", "number.rise"):
            quantity = quantity_at(page, first)
            if quantity and quantity.last == total and quantity.rule != "vague":
                return quantity
    return None
