"""Tokens -> phrases for people: an amount, a noun for people, or both, with what qualifies them and what is added to them.

The grammar in short: `[at least] [three] [at least] [of] HEAD [the three] [adjectives] [of X | in the ranks of X] [at
least]`, and after it `and` or `with` further phrases. A singular is one, a dual two, a plural without a figure unknown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.qualifiers import (
    COMMAS,
    MARKS,
    adjective,
    further_owner,
    group_of,
    is_of,
    is_verb,
    partitive,
    ranks,
    readings,
)
from waqai.quantities import Quantity, bound_after, in_brackets, number_at, quantity_at, rebound
from waqai.records import Group

_BEGINNINGS = (
    *("person", "number", "force", "nationality", "ethnic", "sides", "harm."),
    "speaker",
    "actor",
    "link.in",
    "hedge",
)
_THINGS = ("object", "place.kind", "time.month")
_PERSONAL = ("fighters", "leader")
_SIDES = {"state": "state", "police": "state", "armed": "armed"}
_ALIF = "\u0627"
_DUAL = re.compile("\u064e\u064a\u0652?\u0646")  # a vowel sign of a before the ending of duals and plurals
_CROWD = ("fighters", "leader", "army", "police", "security", "unknown_agent")
_NOUNS = (
    "person",
    "harm.kill.person",
    "harm.injure.person",
    "force",
    "nationality",
    "ethnic",
    "number.vague",
)


class People(NamedTuple):
    """A phrase for people at tokens [first, last); `exact` with a numeral, `definite` where the head has an article.

    `head` is the label of its noun, "number" where there is none, "other" for `others`; `kin` marks `his wife`; `number`
    is the noun's; `side` is on whose side fighters are, where the words tell; `amount` marks a figure, vague or not.
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
    number: str = ""
    side: str = ""
    amount: bool = False


class Amount(NamedTuple):
    """How many, before any noun; `of` where a partitive follows, so that bodies of people may be the noun."""

    last: int
    quantity: Quantity | None
    of: bool
    definite: bool = False
    whole: bool = False


@cache
def _may_begin(labels: frozenset[str]) -> bool:
    """Whether a people phrase may begin under these labels; remembered, since few sets of labels occur."""
    return any(label.startswith(_BEGINNINGS) for label in labels)


def people_at(page: Page, first: int, *, near: bool = True) -> People | None:
    """The people phrase that starts at a token. `near`: the words before it make people likely."""
    if not _may_begin(page.labels[first]) and not page.tokens.words[first][0].isdigit():
        return None
    amount = _amount(page, first)
    head = _head(page, amount, near) if amount.last < len(page.at) else None
    if head is None:
        return _bare(page, first, amount)
    return _qualified(page, _sized(page, first, amount, head))


def _amount(page: Page, first: int) -> Amount:
    size = len(page.at)
    one = page.hit(first, "person")
    if one and one.last < size and one.entry.value.get("of") == "yes" and not _counts_on(page, first):
        following = one.last + page.has(one.last, "number.of")
        return Amount(following, Quantity(first, one.last, 1, 1, "one"), True)
    quantity = quantity_at(page, first)
    if not quantity or (first and _is_year(page, first, quantity)):
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
    if position < size and is_of(page, position):
        position, of = position + 1, True
    return Amount(position, quantity, of, definite, whole)


def _counts_on(page: Page, first: int) -> bool:
    """`one and twenty`: a number word that goes on."""
    number = number_at(page, first) if page.hit(first, "number") else None
    return number is not None and number[0] > 1


def _is_year(page: Page, first: int, quantity: Quantity) -> bool:
    """The year of a date counts nobody."""
    return (
        quantity.low is not None
        and 1900 < quantity.low < 2100
        and page.has(first - 1, "time.month", "time.unit")
    )


def _head(page: Page, amount: Amount, near: bool) -> Hit | None:
    """The noun for people that an amount counts, or that stands alone."""
    hits = readings(page, amount.last)
    nouns = [hit for hit in hits if hit.entry.label in ("person", "sides")]
    things = [
        hit.cost for hit in hits if hit.entry.label.startswith(_THINGS) and not _is_kin(page, hit, near)
    ]
    counted = near and amount.quantity is not None and amount.quantity.rule != "vague"
    counted = counted or any({"and", "pron"} <= hit.flags for hit in nouns)
    if things and min(things) <= min((hit.cost for hit in nouns), default=9) and not (nouns and counted):
        return None
    best = min(nouns, key=lambda hit: (hit.first - hit.last, hit.cost)) if nouns else None
    for hit in hits:
        label, value = hit.entry.label, hit.entry.value
        if best or not label.startswith((*_NOUNS, "actor", "link.in", "ranks")):
            continue
        theirs = amount.of and "group" in value
        if (label == "number.vague" and value.get("other") != "yes" and not theirs) or (
            "and" in hit.flags and amount.quantity
        ):
            continue
        if label == "force" and (not _personal(hit, amount) or is_verb(page, hit.first)):
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


def _is_kin(page: Page, thing: Hit, near: bool) -> bool:
    """A month that is a father here: right after a word of harm, and somebody is added to it."""
    following = page.at[thing.last] if thing.last < len(page.at) else ()
    return near and thing.entry.label == "time.month" and any("and" in hit.flags for hit in following)


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
    among = page.hit(last, "number.subset") if last < len(page.at) else None
    if among and "them" in among.entry.value and among.last - among.first == 1:
        last = among.last
    after = bound_after(page, last)
    last = after[1] if after else last
    low, high = (rebound(quantity, after[0]) if after else quantity)[2:4]
    return _qualified(page, People(first, last, low, high, "unspecified", True, False, "number"))


def _sized(page: Page, first: int, amount: Amount, head: Hit) -> People:
    """The phrase up to its noun and the number that may follow it."""
    value, label = head.entry.value, head.entry.label
    group = group_of(head)
    other = value.get("other") == "yes" and label == "number.vague"
    kin = "pron" in head.flags and label == "person"
    name = "other" if other else label
    last, quantity = head.last, amount.quantity
    definite = "the" in head.flags
    if quantity:
        if quantity.rule == "one" and amount.of:
            definite = False
        exact = quantity.rule not in ("vague", "one")
        return People(
            first, last, quantity.low, quantity.high, group, exact, definite, name, kin,
            number=head.form.number, side=side_of(head), amount=True,
        )  # fmt: skip
    low: int | None = {"s": 1, "d": 2}.get("d" if _is_dual(page, head) else head.form.number)
    if "n" in value and not other:
        low = 2 if value["n"] == "2" else None
    if other:
        low = int(value["n"]) if "n" in value else None
    elif value.get("collective") == "yes" or label in ("sides", "number.vague"):
        low = None
    exact = False
    if (
        last < len(page.at)
        and low != 1
        and (page.tokens.words[last][0].isalpha() or page.tokens.words[last] == "(")
    ):
        number = _number_after(page, last)
        if number:
            low, last, exact = number[0], number[1], True
    elif low == 1 and last < len(page.at) and _number_after(page, last) == (1, last + 1):
        last, exact = last + 1, True
    return People(
        first, last, low, low, group, exact, definite and not exact, name, kin,
        number=head.form.number, side=side_of(head), amount=exact,
    )  # fmt: skip


def _is_dual(page: Page, head: Hit) -> bool:
    """A dual that its letters leave open: by its vowel sign, or by the ending that a pronoun leaves of it."""
    if head.form.number == "p" and _DUAL.search(page.span(head.first, head.first + 1)[2]):
        return True
    stem = head.entry.text + _ALIF
    return head.form.number == "s" and "pron" in head.flags and stem in page.tokens.words[head.first]


def side_of(hit: Hit) -> str:
    """On whose side a fighter is, where the word tells: the state's, or against it."""
    value = hit.entry.value
    if value.get("kind") == "militia":  # militias fight beside armies as often as against them
        return ""
    return value.get("side") or _SIDES.get(value.get("code", ""), "")


def _number_after(page: Page, position: int) -> tuple[int, int] | None:
    """A number word that follows its noun, or a figure in brackets: `the three recruits`, `two soldiers (02)`."""
    told = in_brackets(page, position)
    if told:
        return told
    hit = page.hit(position, "number")
    if (
        not hit
        or hit.entry.label != "number"
        or "and" in hit.flags
        or not page.tokens.words[position].isalpha()
    ):
        return None
    number = number_at(page, position)
    return number if number and number[0] < 100 and not page.has(number[1], "person", "time.unit") else None


def _qualified(page: Page, people: People) -> People:
    """Take in what qualifies the noun: adjectives, owners, `of X`, `in the ranks of X`, a bound that stands last."""
    position, group, low, high = people.last, people.group, people.low, people.high
    size, side = len(page.at), people.side
    while position < size:
        after = _bound_after(page, position)
        if after:
            position = after[1]
            high = None if after[0] == "low" and low is not None else high
            continue
        step = (
            ranks(page, position)
            or partitive(page, position)
            or adjective(page, position, people.head, people.low, people.number)
            or (further_owner(page, position) if position > people.last else None)
        )
        if step is None:
            break
        side = side or _owner_side(page, position, step[0])
        position, more = step
        if group == "unspecified" and more:
            group = more
    return people._replace(last=position, group=group, low=low, high=high, side=side)


def _owner_side(page: Page, first: int, last: int) -> str:
    """The side of the body that people are of: the state's, or the body's own id."""
    for position in range(first, last):
        hit = page.hit(position, "actor", "force", "person")
        if hit:
            return side_of(hit) or hit.entry.value.get("id", "")
    return ""


def _bound_after(page: Page, position: int) -> tuple[str, int] | None:
    """A bound that stands last, also after a comma."""
    comma = position < len(page.at) and page.tokens.words[position] in COMMAS
    return bound_after(page, position + comma)
