"""People phrases in a row -> chains: `four children and a woman`, `a man and his wife`; what is of one kind is summed."""

from __future__ import annotations

from collections.abc import Iterator

from waqai.mentions import Page
from waqai.people import People, people_at
from waqai.qualifiers import COMMAS, MARKS, STOPS, subset

_SINGULAR_ENDS = "\u0627\u0647"  # of the accusative and the feminine, in normal spelling
AND = "\u0648"  # before figures it is a word of its own
_DUAL_END = "\u064a\u0646"  # of duals, and of regular plurals
_BEFORE = 20  # tokens before a verb within which its subject starts


def chain_at(page: Page, first: int, *, near: bool = True) -> list[People]:
    """A people phrase and those that are added to it; what is of one kind is summed (codebook 7.18)."""
    people = people_at(page, first, near=near)
    if people is None:
        return []
    found = [people]
    for more in _added(page, people):
        last = found[-1] = _dual_beside(page, found[-1], more)
        if more.head in ("number", "vague"):
            break
        if _shares_noun(page, last, more):
            found[-1] = last._replace(last=more.last)
        elif more.kin or _same_kind(last, more):
            found[-1] = _sum(last, more)
        else:
            found.append(more)
    return found


def _same_kind(one: People, two: People) -> bool:
    """Whether two phrases are one entry: not where they name two sides of the fight, each with its figure."""
    if one.side and two.side and one.side != two.side and _told(one) and _told(two):
        return False
    return one.group == two.group or (
        "combatants" not in (one.group, two.group) and "force" not in (one.head, two.head)
    )


def _dual_beside(page: Page, one: People, two: People) -> People:
    """`two policemen and seven protesters`: beside a figure, what may be dual or plural in its letters is a dual."""
    open_ended = (
        one.number == "p" and not (one.amount or one.definite) and one.low is None and one.head == "person"
    )
    if (
        open_ended
        and two.amount
        and two.low is not None
        and page.tokens.words[one.last - 1].endswith(_DUAL_END)
    ):
        return one._replace(low=2, high=2)
    return one


def _told(one: People) -> bool:
    """Whether a phrase says how many, were it a dual or a vague amount."""
    return one.amount or one.low is not None


def _shares_noun(page: Page, one: People, two: People) -> bool:
    """`26 policemen and men`: after a number from eleven on a bare singular is a second noun of the same count."""
    if not (one.exact and (one.low or one.high or 0) > 10) or two.amount or two.low != 1 or two.definite:
        return False
    bare = page.tokens.words[one.last - 1][-1] != _SINGULAR_ENDS[0]
    return not two.kin and (bare or page.tokens.words[two.first][-1] in _SINGULAR_ENDS)


def _sum(one: People, two: People) -> People:
    """Both together; unknown where one of them is."""
    low = one.low + two.low if one.low is not None and two.low is not None else None
    high = one.high + two.high if one.high is not None and two.high is not None else None
    group = one.group if one.group != "unspecified" else two.group
    if low is None and one.low is not None and not two.kin:
        return one
    return one._replace(
        last=two.last, low=low, high=high, group=group, exact=one.exact and two.exact, added=True
    )


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
        if page.tokens.words[position] == AND and position + 1 < size:
            joined, position = True, position + 1
        else:
            joined = False
        plus = page.hit(position, "number.plus")
        start = plus.last if plus else position
        flags = frozenset().union(*(h.flags for h in page.at[position])) if page.at[position] else frozenset()
        if start >= size or not (plus or joined or "and" in flags):
            return
        more = people_at(page, start)
        if (
            more is None
            or more.head.startswith("harm.")
            or (more.head in ("force", "actor") and not more.exact and more.definite)
        ):
            return
        if (people.head == "other" and more.head != "person") or (
            plus and " " not in plus.entry.text and not more.kin
        ):
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
        if not chain or chain[0].head == "number":
            continue
        last = _past_subset(page, chain[-1].last, first)
        if 0 <= first - last <= 3 and not _crosses(page, last, first):
            return chain
    return []


def _past_subset(page: Page, position: int, end: int) -> int:
    """Past `, among them two children,` between people and their verb."""
    hit = subset(page, position)
    if hit is None or hit.first >= end:
        return position
    if page.tokens.words[end - 1] in COMMAS:
        return end
    after = hit.last
    while after < end and page.has(after, "person", "number", "force"):
        after += 1
    return after


def _crosses(page: Page, first: int, last: int) -> bool:
    return any(
        page.tokens.words[p] in STOPS
        or page.tokens.words[p] in COMMAS
        or page.has(p, "act.", "harm.", "say.verb", "prep.", "relative", "that")
        for p in range(first, last)
    )
