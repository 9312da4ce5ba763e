"""Tokens -> phrases for people: an amount, a noun for people, or both, with what qualifies them and what is added to them.

The grammar in short: `[at least] [three] [at least] [of] HEAD [the three] [adjectives] [of X | in the ranks of X] [at
least]`, and after it `and` or `with` further phrases. A singular is one, a dual two, a plural without a figure unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.quantities import Quantity, bound_after, number_at, quantity_at, rebound
from waqai.records import Group

MARKS = frozenset("()\"'[]\u00ab\u00bb\u201c\u201d")
COMMAS = frozenset(",\u060c")
STOPS = frozenset(".!?:;\u061f\u061b\u2026")
_BEFORE = 16  # tokens before a verb within which its subject starts
_PERSONAL = ("fighters", "leader")
_CROWD = ("fighters", "leader", "army", "police", "security", "unknown_agent")
_THROUGH = ("speaker", "link.in", "hedge", "actor", "force")  # entries of several words that hide a noun for people
_NOUNS = ("person", "harm.kill.person", "harm.injure.person", "force", "nationality", "ethnic", "number.vague")
_OWNERS = ("force", "actor", "person", "nationality", "ethnic", "sides", "speaker", "country")
_MANY = frozenset({"p", "d"})


class People(NamedTuple):
    """A phrase for people at tokens [first, last); `exact` where a numeral stands, `definite` where the head has an article.

    `head` is the label of its noun, "number" where there is none, "other" for `others`; `kin` marks `his wife`.
    """

    first: int
    last: int
    low: int | None
    high: int | None
    group: Group
    exact: bool
    definite: bool
    head: str
    kin: bool = False
    added: bool = False


class Amount(NamedTuple):
    """How many, before any noun; `of` where a partitive follows, so that bodies of people may be the noun."""

    last: int
    quantity: Quantity | None
    of: bool
    definite: bool = False
    whole: bool = False


def readings(page: Page, position: int) -> tuple[Hit, ...]:
    """The entries that start at a token, with those that a longer entry of another kind hides."""
    if position >= len(page.at):
        return ()
    hits = page.at[position]
    if all(hit.last - hit.first == 1 for hit in hits) and (hits or not page.labels[position]):
        return hits
    if not page.has(position, *_THROUGH):
        return hits
    known = page.pack.lexicon.known(page.tokens.words[position]).single
    return hits + tuple(Hit(position, position + 1, *row) for row in known)


def person_at(page: Page, position: int) -> Hit | None:
    """The noun for people at a token, which may stand inside a longer entry of any kind."""
    known = page.pack.lexicon.known(page.tokens.words[position]).single
    return next((Hit(position, position + 1, *row) for row in known if row[0].label == "person"), None)


def people_at(page: Page, first: int, *, near: bool = True) -> People | None:
    """The people phrase that starts at a token. `near`: the words before it make people likely."""
    if not page.labels[first] and not page.tokens.words[first][0].isdigit():
        return None
    amount = _amount(page, first)
    head = _head(page, amount, near) if amount.last < len(page.at) else None
    if head is None:
        return _bare(page, first, amount)
    return _qualified(page, _sized(page, first, amount, head))


def _amount(page: Page, first: int) -> Amount:
    size = len(page.at)
    one = page.hit(first, "person")
    if one and one.entry.value.get("of") == "yes" and one.last < size:
        following = one.last + page.has(one.last, "number.of")
        return Amount(following, Quantity(first, one.last, 1, 1, "one"), True)
    quantity = quantity_at(page, first)
    if not quantity:
        return Amount(first, None, False)
    hit = page.hit(first, "number.vague")
    whole = bool(hit and quantity.rule == "vague" and hit.entry.value.get("people") == "yes")
    definite = bool(hit and "the" in hit.flags)
    position, of = quantity.last, bool(hit and " " in hit.entry.text)
    after = bound_after(page, position)
    if after:
        quantity, position = rebound(quantity, after[0]), after[1]
    while position < size and page.tokens.words[position] in MARKS:
        position += 1
    if position < size and _is_of(page, position):
        position, of = position + 1, True
    return Amount(position, quantity, of, definite, whole)


def _is_of(page: Page, position: int) -> bool:
    """The partitive preposition, which a longer entry may hide."""
    if page.hit(position, "number.of"):
        return True
    known = page.pack.lexicon.known(page.tokens.words[position]).single if page.labels[position] else ()
    return any(row[0].label == "number.of" and not row[2] for row in known)


def _head(page: Page, amount: Amount, near: bool) -> Hit | None:
    """The noun for people that an amount counts, or that stands alone."""
    hits = readings(page, amount.last)
    if any(hit.entry.label.startswith(("object", "place.kind", "time.month")) for hit in hits):
        return None
    best = next((hit for hit in hits if hit.entry.label in ("person", "sides")), None)
    for hit in hits:
        label, value = hit.entry.label, hit.entry.value
        if best or not label.startswith((*_NOUNS, "actor", "link.in", "ranks")):
            continue
        if (label == "number.vague" and value.get("other") != "yes") or (
            "and" in hit.flags and amount.quantity
        ):
            continue
        if label == "force" and not _personal(hit, amount):
            continue
        if label in ("actor", "link.in", "ranks") and not amount.of:
            continue
        if label in ("nationality", "ethnic") and not (
            amount.quantity or (near and "the" not in hit.flags) or hit.form.number == "d"
        ):
            continue
        best = hit
    if best and "and" in best.flags and amount.quantity:
        return None
    if best and not amount.quantity and best.entry.value.get("ambiguous") == "yes" and not near:
        return None
    return best


def _personal(hit: Hit, amount: Amount) -> bool:
    kind = hit.entry.value.get("kind")
    if amount.of:
        return kind != "air"
    return kind in (_CROWD if amount.quantity else _PERSONAL)


def _bare(page: Page, first: int, amount: Amount) -> People | None:
    """A numeral without a noun; of vague amounts only those that name people: `dozens`, `those aboard`."""
    quantity = amount.quantity
    if quantity is None or quantity.rule == "one":
        return None
    last = quantity.last
    if quantity.rule == "vague":
        if not (amount.whole or amount.definite):
            return None
        return _qualified(
            page, People(first, last, None, None, "unspecified", False, amount.definite, "vague")
        )
    after = bound_after(page, last)
    last = after[1] if after else last
    low, high = (rebound(quantity, after[0]) if after else quantity)[2:4]
    return _qualified(page, People(first, last, low, high, "unspecified", True, False, "number"))


def _sized(page: Page, first: int, amount: Amount, head: Hit) -> People:
    """The phrase up to its noun and the number that may follow it."""
    value, label = head.entry.value, head.entry.label
    group = _group(head)
    other = value.get("other") == "yes" and label == "number.vague"
    kin = "pron" in head.flags and label == "person"
    name = "other" if other else label
    last, quantity = head.last, amount.quantity
    definite = "the" in head.flags
    if quantity:
        if quantity.rule == "one" and amount.of:
            definite = False
        return People(
            first, last, quantity.low, quantity.high, group, quantity.rule not in ("vague", "one"), definite, name, kin,
        )  # fmt: skip
    low: int | None = {"s": 1, "d": 2}.get(head.form.number)
    if label == "person" and "n" in value:
        low = 2 if value["n"] == "2" else None
    if other:
        low = int(value["n"]) if "n" in value else None
    elif value.get("collective") == "yes" or label in ("sides", "number.vague"):
        low = None
    exact = False
    if last < len(page.at) and low != 1 and page.tokens.words[last][0].isalpha():
        number = _number_after(page, last)
        if number:
            low, last, exact = number[0], number[1], True
    elif low == 1 and last < len(page.at) and _number_after(page, last) == (1, last + 1):
        last, exact = last + 1, True
    return People(first, last, low, low, group, exact, definite and not exact, name, kin)


def _number_after(page: Page, position: int) -> tuple[int, int] | None:
    """A number word that follows its noun: `the three recruits`, `two soldiers`."""
    hit = page.hit(position, "number")
    if not hit or hit.entry.label != "number" or "and" in hit.flags or not page.tokens.words[position].isalpha():
        return None
    number = number_at(page, position)
    return number if number and number[0] < 100 and not page.has(number[1], "person", "time.unit") else None


def _group(hit: Hit) -> Group:
    label, value = hit.entry.label, hit.entry.value
    if label in ("force", "actor", "link.in", "ranks", "sides"):
        civil = label in ("force", "actor") and (value.get("id", "").startswith("civilian"))
        return "civilians" if civil else "combatants"
    if value.get("sub") == "kin":
        return "civilians"
    return value.get("group", "unspecified")  # type: ignore[return-value]


def _qualified(page: Page, people: People) -> People:
    """Take in what qualifies the noun: adjectives, owners, `of X`, `in the ranks of X`, a bound that stands last."""
    position, group = people.last, people.group
    size = len(page.at)
    while position < size:
        step = (
            _ranks(page, position)
            or _partitive(page, position)
            or _adjective(page, position, people)
            or (_further_owner(page, position) if position > people.last else None)
        )
        if step is None:
            break
        position, more = step
        if group == "unspecified" and more:
            group = more
    after = _bound_after(page, position)
    low, high = people.low, people.high
    if after:
        position = after[1]
        if after[0] == "low" and low is not None:
            high = None
    return people._replace(last=position, group=group, low=low, high=high)


def _owner_group(page: Page, position: int) -> Group | None:
    """Whom a body or a noun for people makes its members: fighters of a force, or the group of the noun."""
    hits = readings(page, position)
    person = next((h for h in hits if h.entry.label == "person"), None)
    if person:
        found = _group(person)
        return found if found != "unspecified" else None
    if any(h.entry.label in ("force", "actor", "sides") for h in hits):
        return "combatants"
    return None


def _partitive(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`of X`, where X is people or a body of people."""
    if not page.has(position, "number.of", "number.joint") or position + 1 >= len(page.at):
        return None
    if page.has(position, "number.joint") and not page.has(position + 1, "sides"):
        return None
    if not page.has(position + 1, *_OWNERS):
        return None
    hit = page.hit(position + 1, *_OWNERS)
    return (hit.last if hit else position + 2), _owner_group(page, position + 1)


def _bound_after(page: Page, position: int) -> tuple[str, int] | None:
    """A bound that stands last, also after a comma."""
    comma = position < len(page.at) and page.tokens.words[position] in COMMAS
    return bound_after(page, position + comma)


def _further_owner(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`fighters of the army and the police`: a second body after the first."""
    if page.tokens.words[position] in COMMAS:
        return None
    hit = page.hit(position, "force", "actor")
    if hit and "and" in hit.flags and ("the" in hit.flags or hit.entry.label == "actor"):
        return hit.last, None
    return None


def _ranks(page: Page, position: int) -> tuple[int, Group | None] | None:
    """`in the ranks of X`: civilians if X is, else fighters."""
    hit = page.hit(position, "link.in", "ranks")
    if not hit:
        return None
    for place in range(hit.last, min(hit.last + 2, len(page.at))):
        group = _owner_group(page, place)
        if group:
            return place + 1, group
    return hit.last, "combatants"


def _adjective(page: Page, position: int, people: People) -> tuple[int, Group | None] | None:
    """An adjective or an owner right after the noun: `Turkish`, `armed`, `of the army`."""
    hits = readings(page, position)
    if people.head in ("number", "vague"):
        hits = tuple(h for h in hits if h.entry.label == "number.vague")
    for hit in hits:
        label, value = hit.entry.label, hit.entry.value
        if "and" in hit.flags or "pron" in hit.flags or "in" in hit.flags or "to" in hit.flags:
            continue
        if label == "number.vague" and value.get("other") == "yes":
            return hit.last, None
        if label in ("nationality", "ethnic", "sides"):
            return hit.last, None
        if label == "link.of":
            return _affiliated(page, hit)
        if hit.form.number == "d" and people.low != 2:
            continue
        if label in ("force", "actor"):
            return hit.last, "combatants"
        if label == "person" and value.get("sub") != "kin":
            group = _group(hit)
            return hit.last, group if group != "unspecified" else None
    return None


def _affiliated(page: Page, hit: Hit) -> tuple[int, Group | None]:
    """`loyal to the army`, `loyal to it`: past the body or the pronoun."""
    last = hit.last
    if last < len(page.at) and (body := page.hit(last, "force", "actor")):
        return body.last, "combatants"
    return last + (last < len(page.at) and len(page.tokens.words[last]) <= 3), None


def chain_at(page: Page, first: int, *, near: bool = True) -> list[People]:
    """A people phrase and those that are added to it; what is of one kind is summed (codebook 7.18)."""
    people = people_at(page, first, near=near)
    if people is None:
        return []
    found = [people]
    for more in _added(page, people):
        last = found[-1]
        if more.head in ("number", "vague"):
            break
        if more.kin or _same_kind(last, more):
            found[-1] = _sum(last, more)
        else:
            found.append(more)
    return found


def _same_kind(one: People, two: People) -> bool:
    return one.group == two.group or (
        "combatants" not in (one.group, two.group) and "force" not in (one.head, two.head)
    )


def _sum(one: People, two: People) -> People:
    """Both together; unknown where one of them is."""
    low = one.low + two.low if one.low is not None and two.low is not None else None
    high = one.high + two.high if one.high is not None and two.high is not None else None
    group = one.group if one.group != "unspecified" else two.group
    if low is None and one.low is not None and not two.kin:
        return one
    return one._replace(last=two.last, low=low, high=high, group=group, exact=one.exact and two.exact, added=True)


def _added(page: Page, people: People) -> Iterator[People]:
    """The phrases that follow with `and`, `in addition to` or `with his`."""
    position, size = people.last, len(page.at)
    for _ in range(6):
        position = _past_name(page, position) if people.low == 1 else position
        while position < size and page.tokens.words[position] in MARKS:
            position += 1
        if position < size and page.tokens.words[position] in COMMAS:
            position += 1
        if position >= size or page.has(position, "harm.kill.noun", "harm.injure.noun"):
            return
        plus = page.hit(position, "number.plus")
        start = plus.last if plus else position
        flags = frozenset().union(*(h.flags for h in page.at[position])) if page.at[position] else frozenset()
        if start >= size or not (plus or "and" in flags):
            return
        more = people_at(page, start)
        if more is None or more.head.startswith("harm.") or more.head in ("force", "actor") and not more.exact and more.definite:
            return
        if people.head == "other" or (plus and " " not in plus.entry.text and not more.kin):
            return
        yield more
        position = more.last


def _past_name(page: Page, position: int) -> int:
    """Past a name in quotes or an age in brackets."""
    words = page.tokens.words
    if position >= len(words) or words[position] not in MARKS:
        return position
    for place in range(position + 1, min(len(words), position + 8)):
        if words[place] in MARKS:
            return place + 1
    return position


def people_before(page: Page, first: int) -> list[People]:
    """`five persons were killed`: the people phrases that end just before a verb, with at most three tokens between."""
    start = page.sentence(min(first, len(page.at) - 1)).first
    for position in range(max(start, first - _BEFORE), first):
        chain = chain_at(page, position, near=False)
        if not chain:
            continue
        last = chain[-1].last
        if chain[0].head != "number" and 0 <= first - last <= 3 and not _crosses(page, last, first):
            return chain
    return []


def _crosses(page: Page, first: int, last: int) -> bool:
    return any(
        page.tokens.words[p] in STOPS
        or page.tokens.words[p] in COMMAS
        or page.has(p, "act.", "harm.", "say.verb", "prep.", "relative")
        for p in range(first, last)
    )


def qualifier(page: Page, position: int) -> Group | None:
    """The group that the words after a figure give it: in the ranks of X, of X, among them children."""
    size = len(page.at)
    if position < size and (page.tokens.words[position] in COMMAS or page.tokens.words[position] in MARKS):
        position += 1
    if position >= size:
        return None
    step = _ranks(page, position) or _partitive(page, position)
    if step:
        return step[1]
    if page.has(position, "number.subset"):
        for place in range(position + 1, min(size, position + 5)):
            if page.tokens.words[place] in STOPS:
                break
            group = _owner_group(page, place)
            if group:
                return group
        return None
    hit = page.hit(position, "person")
    if hit and not hit.flags & {"and", "pron"}:
        group = _group(hit)
        return group if group != "unspecified" else None
    return None
