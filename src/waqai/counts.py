"""Page -> casualty figures: who was killed, wounded or both, how many, of which group (codebook, section 4).

A figure is found from its harm word: a noun (`the killing of 3`), a verb (`3 were killed`), or a person word that counts
by itself (`3 dead`). Subsets (`among them a child`) are never figures of their own.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.quantities import Quantity, bound_after, quantity_at, rebound
from waqai.records import Group

KILL, INJURE, JOINT = "fatalities", "injuries", "casualties_joint"
_REACH = 14  # tokens after a harm word within which its people stand
_STOPS = frozenset(".!?:;\u061f\u061b")


class People(NamedTuple):
    """A phrase for people at tokens [first, last); `exact` where a numeral stands, `definite` where the head has an article."""

    first: int
    last: int
    low: int | None
    high: int | None
    group: Group
    exact: bool
    definite: bool
    head: str


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


def people_at(page: Page, first: int, *, names: bool = False) -> People | None:
    """The people phrase that starts at a token: an amount, a noun for people, or both, with what qualifies it."""
    size = len(page.tokens.words)
    quantity = quantity_at(page, first)
    position = quantity.last if quantity else first
    while quantity and position < size and page.tokens.words[position] in (")", '"', "("):
        position += 1
    if quantity and position < size and page.has(position, "number.of"):
        position += 1
    head = (
        page.hit(position, "person", "harm.kill.person", "harm.injure.person", "force", "number.vague")
        if position < size
        else None
    )
    if head and head.entry.label == "number.vague" and head.entry.value.get("other") != "yes":
        head = None
    if (
        head
        and not quantity
        and head.entry.label == "force"
        and head.entry.value.get("kind") not in _PERSONAL
    ):
        head = None
    if head and head.entry.label == "force" and head.entry.value.get("kind") in ("air",):
        head = None
    if not head:
        return _bare(quantity) if quantity else None
    people = _from_head(page, first, quantity, head)
    return _coordinated(page, _extended(page, people))


_PERSONAL = ("fighters", "leader", "police", "army", "security")


def _bare(quantity: Quantity) -> People | None:
    """A numeral without a noun; a vague amount alone tells nothing of people."""
    if quantity.rule == "vague":
        return None
    return People(quantity.first, quantity.last, quantity.low, quantity.high, "unspecified", True, False, "")


def _from_head(page: Page, first: int, quantity: Quantity | None, head: Hit) -> People:
    group: Group = head.entry.value.get("group", "unspecified")  # type: ignore[assignment]
    definite = "the" in head.flags
    last = head.last
    after = bound_after(page, last)
    if quantity:
        if after:
            quantity, last = rebound(quantity, after[0]), after[1]
        return People(
            first,
            last,
            quantity.low,
            quantity.high,
            group,
            quantity.rule != "vague",
            definite,
            head.entry.label,
        )
    number = head.form.number
    collective = head.entry.value.get("collective") == "yes" or head.entry.value.get("kind") in (
        "army",
        "police",
        "security",
    )
    value = None if collective else {"s": 1, "d": 2}.get(number)
    if head.entry.value.get("other") == "yes":
        value = (
            {"s": 1, "d": 2}.get(number) if head.entry.value.get("n") is None else int(head.entry.value["n"])
        )
    low = high = value
    if after and value is not None:
        low, high, last = value, None, after[1]
    return People(first, last, low, high, group, False, definite, head.entry.label)


def _extended(page: Page, people: People) -> People:
    """Take in what qualifies the head: `from` + group, adjectives, another bound."""
    position, group = people.last, people.group
    size = len(page.tokens.words)
    while position < size:
        if page.has(position, "number.of") and page.has(
            position + 1, "force", "actor", "person", "nationality"
        ):
            hit = page.hit(position + 1, "person")
            if hit and group == "unspecified":
                group = hit.entry.value.get("group", group)  # type: ignore[assignment]
            elif (page.has(position + 1, "force", "actor") and not hit and people.head != "person") or (page.has(position + 1, "force", "actor") and not hit and group == "unspecified"):
                group = "combatants"
            position += 2
        elif (
            page.has(position, "nationality", "person", "force")
            and "and" not in _flags(page, position)
            and not _harm(page, position)
        ):
            hit = page.hit(position, "person", "force")
            if hit and hit.entry.label == "person" and group == "unspecified":
                group = hit.entry.value.get("group", group)  # type: ignore[assignment]
            elif hit and hit.entry.label == "force" and group == "unspecified":
                group = "combatants"
            position += 1
        elif page.has(position, "number.vague") and _is_other(page, position):
            position += 1
        else:
            break
    after = bound_after(page, position)
    low, high = people.low, people.high
    if after and low is not None:
        low, high, position = (low, None, after[1]) if after[0] == "low" else (low, high, after[1])
    return people._replace(last=position, group=group, low=low, high=high)


def _is_other(page: Page, position: int) -> bool:
    hit = page.hit(position, "number.vague")
    return bool(hit and hit.entry.value.get("other") == "yes" and "and" not in hit.flags)


def _harm(page: Page, position: int) -> bool:
    return page.has(position, "harm.kill", "harm.injure")


def _flags(page: Page, position: int) -> frozenset[str]:
    return page.at[position][0].flags if page.at[position] else frozenset()


def _coordinated(page: Page, people: People) -> People:
    """`four children and a woman`: one figure, the sum (codebook 7.18); only for nouns of one group."""
    position = people.last
    if (
        people.head != "person"
        or position >= len(page.tokens.words)
        or people.low is None
        or people.low != people.high
    ):
        return people
    word = page.tokens.words[position]
    start = position
    if word in (",", "\u060c") and position + 1 < len(page.tokens.words):
        start = position + 1
    if "and" not in _flags(page, start):
        return people
    quantity = quantity_at(page, start)
    head = page.hit(quantity.last if quantity and quantity.last < len(page.tokens.words) else start, "person")
    if not head or head.entry.value.get("group") != people.group:
        return people
    more = people_at(page, start)
    if not more or more.low is None or more.low != more.high or more.definite:
        return people
    return people._replace(last=more.last, low=people.low + more.low, high=people.low + more.low)


def find_counts(page: Page) -> None:
    """Fill `page.counts`, in order of their anchors; each stretch of text gives one figure a slot."""
    found: list[Figure] = []
    for hit in page.hits("harm."):
        label = hit.entry.label
        if label.endswith(".person"):
            figures = _person(page, hit)
        elif label.endswith((".noun", ".verb", ".idiom")):
            figures = _act(page, hit)
        elif label == "harm.joint":
            figures = _joint(page, hit)
        elif label == "harm.none":
            figures = [
                Figure(hit.first, hit.last, s, 0, 0, "unspecified", hit.first, "none") for s in (KILL, INJURE)
            ]
        else:
            continue
        found.extend(f for f in figures if not _subset(page, f))
    page.counts = _distinct(found)


def _slot(label: str) -> str:
    return KILL if label.startswith("harm.kill") else INJURE


def _negated(page: Page, first: int) -> bool:
    """A negation word within the three tokens before, with no stop between."""
    for position in range(first - 1, max(-1, first - 4), -1):
        if page.tokens.words[position] in _STOPS or page.tokens.words[position] == "\u060c":
            return False
        if page.has(position, "negation"):
            return True
    return False


def _person(page: Page, hit: Hit) -> list[Figure]:
    """`5 dead`, `dead and wounded`, `the number of dead rose to 52`, `15 between dead and wounded`."""
    start, quantity = _quantity_before(page, hit.first)
    slot = _slot(hit.entry.label)
    if _negated(page, start):
        slots = (KILL, INJURE) if hit.entry.value.get("any") == "yes" else (slot,)
        return [Figure(start, hit.last, s, 0, 0, "unspecified", hit.first, "none") for s in slots]
    pair = _partner(page, hit)
    if quantity and pair:
        return [Figure(start, pair, JOINT, quantity.low, quantity.high, "unspecified", hit.first, "joint")]
    if pair is not None and page.has(hit.first - 1, "number.joint"):
        return []
    if page.has(hit.first - 1, "number.joint") or _partner_before(page, hit):
        return []
    rising = _rising(page, hit)
    if rising:
        return [
            Figure(hit.first, rising.last, slot, rising.low, rising.high, "unspecified", hit.first, "total")
        ]
    people = people_at(page, start)
    if not people:
        return []
    told = page.has(
        start - 1, "light", "result", "harm.fall", "harm.kill.person", "harm.injure.person", "number.vague"
    )
    if people.definite and not people.exact and not quantity and not told:
        return []
    group = _ranks(page, people.last, people.group)
    return [Figure(people.first, people.last, slot, people.low, people.high, group, hit.first, "person")]


def _ranks(page: Page, position: int, group: Group) -> Group:
    """Whose the dead and wounded are, where it stands after them: in the ranks of, of the civilians."""
    end = min(len(page.tokens.words), position + 5)
    while position < end and group == "unspecified":
        if page.has(position, "link.in"):
            civil = any(
                h.entry.value.get("group") == "civilians"
                for p in (position + 1, position + 2)
                if p < len(page.at)
                for h in page.at[p]
            )
            return "civilians" if civil else "combatants"
        hit = page.hit(position, "person")
        if hit and hit.entry.value.get("group") in ("civilians", "combatants"):
            return hit.entry.value["group"]  # type: ignore[return-value]
        if not page.has(position, "harm.kill.person", "harm.injure.person", "number.of"):
            break
        position += 1
    return group


def _quantity_before(page: Page, first: int) -> tuple[int, Quantity | None]:
    """The quantity that ends where a noun begins, and where it starts."""
    for start in range(max(0, first - 6), first):
        quantity = quantity_at(page, start)
        if quantity:
            end = quantity.last
            while end < first and (
                page.tokens.words[end] in '()"' or page.has(end, "number.of", "number.joint")
            ):
                end += 1
            if end == first:
                return start, quantity
    return first, None


def _partner(page: Page, hit: Hit) -> int | None:
    """The end of `wounded` in `dead and wounded`, where the two share one figure."""
    if hit.last < len(page.tokens.words):
        other = page.hit(hit.last, "harm.kill.person", "harm.injure.person")
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
    other = page.hit(hit.first - 1, "harm.kill.person", "harm.injure.person")
    return bool(
        other
        and other.form.number == "s"
        and _slot(other.entry.label) != _slot(hit.entry.label)
        and _quantity_before(page, other.first)[1]
    )


def _rising(page: Page, hit: Hit) -> Quantity | None:
    """`the number of dead rose to ten`: the figure stands after the noun."""
    if not any(page.has(p, "number.rise", "number.total") for p in range(max(0, hit.first - 4), hit.first)):
        return None
    for position in range(hit.last, min(len(page.tokens.words), hit.last + 9)):
        if page.tokens.words[position] in _STOPS:
            return None
        if page.has(position, "harm.kill.person", "harm.injure.person"):
            return None
        if page.has(position, "number.to", "number.rise") and position + 1 < len(page.tokens.words):
            quantity = quantity_at(page, position + 1)
            if quantity:
                return quantity
    return None


def _act(page: Page, hit: Hit) -> list[Figure]:
    """The people of a harm noun or verb: after it, or before a verb."""
    slot = _slot(hit.entry.label)
    if _negated(page, hit.first):
        if hit.entry.label.endswith("noun") and hit.entry.value.get("any") == "yes":
            return [
                Figure(hit.first, hit.last, s, 0, 0, "unspecified", hit.first, "none") for s in (KILL, INJURE)
            ]
        return []
    last = hit.last
    if last < len(page.tokens.words):
        other = page.hit(last, "harm.kill.noun", "harm.injure.noun", "harm.kill.verb", "harm.injure.verb")
        if other and "and" in other.flags and _slot(other.entry.label) != slot:
            slot, last = JOINT, other.last
    before = (
        page.hit(hit.first - 1, "harm.kill.noun", "harm.injure.noun", "harm.kill.verb", "harm.injure.verb")
        if hit.first
        else None
    )
    if before and "and" in hit.flags and _slot(before.entry.label) != _slot(hit.entry.label):
        return []
    verb = bool(hit.form.tense)
    if hit.entry.value.get("end") in ("life", "victim", "soul"):
        last = next(p for p in range(hit.last, len(page.tokens.words)) if page.has(p, "harm.end")) + 1
    people = _people_after(page, last, verb) or (_people_before(page, hit.first) if verb else None)
    if people is None and "pron" in hit.flags and not verb:
        return [Figure(hit.first, hit.last, slot, 1, 1, "unspecified", hit.first, "pronoun")]
    if people is None:
        return []
    if slot == JOINT and people.low is None and people.high is None:
        return [
            Figure(people.first, people.last, s, None, None, people.group, hit.first, "noun")
            for s in (KILL, INJURE)
        ]
    return [
        Figure(
            people.first,
            people.last,
            slot,
            people.low,
            people.high,
            people.group,
            hit.first,
            "verb" if verb else "noun",
        )
    ]


def _people_after(page: Page, first: int, verb: bool) -> People | None:
    """The first people phrase after a harm word; after an active verb one with a numeral outranks a definite subject."""
    sentence_end = page.sentence(first).last if first < len(page.tokens.words) else first
    fallback: People | None = None
    for position in range(first, min(sentence_end, first + (_REACH if verb else 6))):
        word = page.tokens.words[position]
        if word in _STOPS:
            break
        if position > first and page.has(position, "harm.kill", "harm.injure", "number.subset", "result"):
            if not page.has(position, "harm.kill.person", "harm.injure.person") or fallback:
                break
        people = people_at(page, position)
        if people is None or not (people.head or people.exact):
            continue
        if page.has(position, "time.", "place.kind") and not people.head:
            continue
        if not people.head and (
            people.last < sentence_end
            and page.has(people.last, "time.unit", "time.month", "place.unit", "object", "weapon")
        ):
            continue
        if people.exact or not people.definite or not verb:
            return people if people.exact or fallback is None else fallback
        fallback = fallback or people
    return fallback


def _people_before(page: Page, first: int) -> People | None:
    """`five persons were killed`: the people phrase that ends just before the verb."""
    start = page.sentence(first).first
    for position in range(max(start, first - 8), first):
        people = people_at(page, position)
        if (
            people
            and people.head
            and people.last <= first <= people.last + 4
            and not _crosses(page, people.last, first)
        ):
            return people
    return None


def _crosses(page: Page, first: int, last: int) -> bool:
    return any(
        page.tokens.words[p] in _STOPS or page.has(p, "act.", "harm.", "say.verb") for p in range(first, last)
    )


def _joint(page: Page, hit: Hit) -> list[Figure]:
    """Words for killed and wounded together; negated they mean neither."""
    if _negated(page, hit.first):
        return [
            Figure(hit.first, hit.last, s, 0, 0, "unspecified", hit.first, "none") for s in (KILL, INJURE)
        ]
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
        if page.has(
            position,
            "harm.kill.noun",
            "harm.injure.noun",
            "harm.kill.verb",
            "harm.injure.verb",
            "result",
            "act.",
        ):
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
