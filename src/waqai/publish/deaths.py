"""An event's tolls -> its dead by side, as UCDP counts them: low, best and high for side A, side B, civilians, unknown.

The policy `ucdp` gives a figure for each group. Here fighters are told apart by whose they are, and people of no known
side are not counted twice: where other reports give the groups, only what exceeds those is left as unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from waqai.records import Event, Toll, Value


class Figure(NamedTuple):
    """How many people: lowest, best and highest; null where no report gives one."""

    low: int | None
    best: int | None
    high: int | None


NOBODY = Figure(None, None, None)


class Deaths(NamedTuple):
    """The best figures by side, and all together; the sides add up to the best of all."""

    side_a: int
    side_b: int
    civilians: int
    unknown: int
    all_together: Figure


def deaths_of(event: Event) -> Deaths:
    """The dead of an event by side."""
    groups = {
        value.group: value
        for value in event.values
        if (value.slot, value.policy) == ("fatalities", "ucdp") and value.group
    }
    civilians, fighters = groups.get("civilians"), groups.get("combatants")
    known = [value for value in (civilians, fighters) if value]
    unspecified = groups.get("unspecified")
    if not known and not unspecified:
        return Deaths(0, 0, 0, 0, NOBODY)
    side_a, side_b, neither = _sides(event, fighters)
    both = _sum(known)
    rest = _beyond(unspecified, both, known) if unspecified else Figure(0, 0, 0)
    low, best, high = ((one or 0) + (other or 0) for one, other in zip(both, rest, strict=True))
    return Deaths(
        side_a,
        side_b,
        (civilians.best or 0) if civilians else 0,
        (rest.best or 0) + neither,
        Figure(min(low, best), best, max(best, high)),
    )


def _sum(values: Sequence[Value]) -> Figure:
    return Figure(*(sum(getattr(value, bound) or 0 for value in values) for bound in Figure._fields))


def _beyond(unspecified: Value, known: Figure, values: Sequence[Value]) -> Figure:
    """What a figure of people of no known side adds: all of it beside groups of the same claims, else what exceeds them."""
    figure = Figure(unspecified.low, unspecified.best, unspecified.high)
    own = set(unspecified.claims)
    if not values or own <= {claim for value in values for claim in value.claims}:
        return figure
    return Figure(*(max(0, (one or 0) - (other or 0)) for one, other in zip(figure, known, strict=True)))


def _sides(event: Event, fighters: Value | None) -> tuple[int, int, int]:
    """The fighters of side A, of side B, and those of neither or nobody knows which."""
    if fighters is None or not fighters.best:
        return 0, 0, 0
    sides = [_ids(event, slot) for slot in ("actor1", "actor2")]
    for claim in fighters.claims:
        tolls = [t for t in event.tolls if _counts(t, claim)]
        split = [sum(_most(t) for t in tolls if t.of in side) for side in sides]
        if sum(_most(t) for t in tolls) == fighters.best and not sides[0] & sides[1]:
            return split[0], split[1], fighters.best - sum(split)
    return 0, 0, fighters.best


def _counts(toll: Toll, claim: str) -> bool:
    of_fighters = toll.slot == "fatalities" and toll.group == "combatants"
    return of_fighters and toll.claim_id == claim and toll.superseded_by is None


def _most(toll: Toll) -> int:
    return toll.high if toll.high is not None else toll.low or 0


def _ids(event: Event, slot: str) -> set[str]:
    found = (v.value for v in event.values if (v.slot, v.policy) == (slot, "mode") and v.value)
    return {actor for value in found for actor in (value or "").split(" + ")}
