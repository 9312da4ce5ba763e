"""The accounts of one event -> values by named policies, each with the claims that it rests on and what would change it.

`acled`: the most conservative estimate. `ucdp`: low, best, high for each side. `airwars`: least and most civilians killed
and injured. `mode`: what most origins say. A superseded figure counts nowhere; what a belligerent says of its enemy's dead
is never a best estimate. Nothing is added up over reports.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from waqai.events.accounts import Account
from waqai.records import Group, Origin, Policy, Toll, Value

SLOTS = ("fatalities", "injuries")


class Figure(NamedTuple):
    """What one claim says of some people: bounds (null: unknown), whose claim, how much it is believed."""

    low: int | None
    high: int | None
    claim_id: str
    origin: int
    rank: int
    published: str
    by_enemy: bool

    @property
    def least(self) -> int:
        """The lower bound; 0 where there is none."""
        return self.low or 0

    @property
    def most(self) -> int:
        """The upper bound as told: of `at least 4` the 4."""
        return self.high if self.high is not None else self.low or 0


class Case(NamedTuple):
    """All that a policy may look at."""

    accounts: Sequence[Account]
    tolls: Sequence[Toll]
    origins: Sequence[Origin]

    def origin(self, claim_id: str) -> int:
        """The number of the origin that a claim goes back to."""
        return next(n for n, origin in enumerate(self.origins) if claim_id in origin.claims)


def values_of(case: Case) -> tuple[Value, ...]:
    """The values of all policies."""
    out: list[Value] = []
    for slot in SLOTS:
        out += [acled(case, slot), *ucdp(case, slot), airwars(case, slot), mode_figure(case, slot)]
    for slot, says in WORDS.items():
        out.append(mode_words(case, slot, says))
    return tuple(out)


def figures(case: Case, slot: str, groups: Iterable[Group]) -> list[Figure]:
    """What each claim says of people of some groups, its groups summed; superseded figures and mere words left out."""
    if not case.tolls:
        return []
    wanted = set(groups)
    rows: dict[str, list[Toll]] = {}
    for toll in case.tolls:
        told = toll.slot == slot and (toll.low, toll.high) != (None, None)
        if told and toll.group in wanted and toll.superseded_by is None:
            rows.setdefault(toll.claim_id, []).append(toll)
    ranks = {account.claim.claim_id: account.rank for account in case.accounts}
    return [
        Figure(
            None if all(t.low is None for t in tolls) else sum(t.low or 0 for t in tolls),
            None if any(t.high is None for t in tolls) else sum(t.high or 0 for t in tolls),
            claim,
            case.origin(claim),
            ranks[claim],
            tolls[0].published,
            all(t.by_enemy for t in tolls),
        )
        for claim, tolls in rows.items()
    ]


ALL: tuple[Group, ...] = ("civilians", "unspecified", "combatants")
UNARMED: tuple[Group, ...] = ("civilians", "unspecified")


def acled(case: Case, slot: str) -> Value:
    """The lowest figure that any report gives of all people; 0 where none gives one."""
    found = figures(case, slot, ALL)
    if not found:
        rule = "no report gives a figure: 0"
        return Value(
            slot, "acled", low=0, best=0, high=0, rule=rule, changes_if="any report that gives a figure"
        )
    least = min(f.least if f.low is not None else f.most for f in found)
    claims = tuple(f.claim_id for f in found if (f.least if f.low is not None else f.most) == least)
    lines = "a report with a lower figure, or a later one of the same line"
    return Value(
        slot,
        "acled",
        low=least,
        best=least,
        high=least,
        claims=claims,
        rule="the lowest figure",
        changes_if=lines,
    )


def ucdp(case: Case, slot: str) -> list[Value]:
    """Low, best and high for civilians, for those of no known side, and for fighters."""
    out = []
    for group in ALL:
        found = figures(case, slot, (group,))
        if not found:
            continue
        own = [f for f in found if not f.by_enemy]
        best = _usual(own)
        rule = "lowest and highest figure; best: what most origins say, of several the best source's"
        if len(own) < len(found):
            rule += "; a belligerent's figure of its enemy is no best estimate"
        out.append(
            Value(
                slot,
                "ucdp",
                group,
                low=min(f.least for f in found),
                best=best.most if best else None,
                high=max(f.most for f in found),
                claims=tuple(f.claim_id for f in found),
                rule=rule,
                changes_if=_next_figure(own, best),
            )
        )
    return out


def airwars(case: Case, slot: str) -> Value:
    """Least and most people killed or injured who are not said to fight."""
    found = figures(case, slot, UNARMED)
    if not found:
        return Value(
            slot, "airwars", "civilians", rule="no report gives a figure", changes_if="any that does"
        )
    return Value(
        slot,
        "airwars",
        "civilians",
        low=min(f.least for f in found),
        high=max(f.most for f in found),
        claims=tuple(f.claim_id for f in found),
        rule="least and most that any report gives, of people not said to be fighters",
        changes_if=f"a figure below {min(f.least for f in found)} or above {max(f.most for f in found)}",
    )


def mode_figure(case: Case, slot: str) -> Value:
    """The figure of most origins; of several that of the best source; else indeterminate."""
    found = figures(case, slot, ALL)
    best = _usual(found, strict=True)
    if best is None:
        rule = "figures tie, and their sources too" if found else "no report gives a figure"
        return Value(slot, "mode", rule=rule, changes_if="one more origin with one of the figures")
    claims = tuple(f.claim_id for f in found if (f.low, f.high) == (best.low, best.high))
    agree = len({f.origin for f in found if f.claim_id in claims})
    return Value(
        slot,
        "mode",
        low=best.low,
        best=best.most,
        high=best.high,
        claims=claims,
        rule=f"what {agree} of {len({f.origin for f in found})} origins say",
        changes_if=_next_figure(found, best),
    )


def _usual(found: Sequence[Figure], strict: bool = False) -> Figure | None:
    """The figure of most origins, then of the best rank; then the later, the lower; null for a tie if `strict`."""
    if not found:
        return None
    votes = Counter[tuple[int | None, int | None]]()
    for bounds, _ in {((f.low, f.high), f.origin) for f in found}:
        votes[bounds] += 1
    top = max(votes.values())
    rest = [f for f in found if votes[f.low, f.high] == top]
    rank = min(f.rank for f in rest)
    rest = [f for f in rest if f.rank == rank]
    if strict and len({(f.low, f.high) for f in rest}) > 1:
        return None
    day = max(f.published for f in rest)
    return min((f for f in rest if f.published == day), key=lambda f: (f.most, f.least, f.claim_id))


def _next_figure(found: Sequence[Figure], best: Figure | None) -> str:
    """How many origins more another figure would need."""
    if best is None:
        return "a figure that is not a belligerent's of its enemy"
    votes = Counter((f.low, f.high) for f in {((f.low, f.high), f.origin): f for f in found}.values())
    own = votes.pop((best.low, best.high))
    if not votes:
        return f"{own + 1} origins with another figure"
    (low, high), many = max(votes.items(), key=lambda row: (row[1], str(row[0])))
    other = low if low is not None else high
    return f"origins that say {other}: {own - many + 1} more of them"


WORDS: dict[str, Callable[[Account], str]] = {
    "event_date": lambda account: account.claim.event_date if account.claim.time_precision == 1 else "",
    "sub_event_type": lambda account: account.claim.sub_event_type,
    "location": lambda account: account.claim.locations[0].name if account.claim.locations else "",
    "actor1": lambda account: " + ".join(sorted({actor.id for actor in account.claim.actor1})),
    "actor2": lambda account: " + ".join(sorted({actor.id for actor in account.claim.actor2})),
}


def mode_words(case: Case, slot: str, says: Callable[[Account], str]) -> Value:
    """What most origins say of a slot without figures; of several what the best source says; else indeterminate."""
    policy: Policy = "mode"
    said = {a.claim.claim_id: says(a) for a in case.accounts if says(a) and a.claim.stance == "asserted"}
    if not said:
        return Value(slot, policy, rule="no report says", changes_if="any that does")
    votes = Counter(words for words, _ in {(words, case.origin(claim)) for claim, words in said.items()})
    top = max(votes.values())
    ranks = {a.claim.claim_id: a.rank for a in case.accounts}
    tied = {
        words: min(ranks[claim] for claim, other in said.items() if other == words)
        for words, many in votes.items()
        if many == top
    }
    best = [words for words, rank in tied.items() if rank == min(tied.values())]
    if len(best) > 1:
        return Value(
            slot,
            policy,
            rule="what is said ties, and the sources too",
            changes_if="one more origin",
        )
    claims = tuple(claim for claim, words in said.items() if words == best[0])
    rule = f"what {top} of {len({case.origin(claim) for claim in said})} origins say"
    return Value(
        slot,
        policy,
        value=best[0],
        claims=claims,
        rule=rule,
        changes_if=f"origins that say another: {top} more of them",
    )
