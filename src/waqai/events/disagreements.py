"""Two claims of one event -> the slots on which their accounts cannot both be right, and where one is only vaguer.

`occurrence`: one asserts what the other denies. `toll`: another figure of the same people. `actor`: another author.
`date`, `place`, `type`: another day, place or kind of act. `outcome`: who holds the place, or won, differs. `certainty`:
one states what the other doubts. `precision`: one only says less: no figure, no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from waqai.events.kinds import nearness
from waqai.events.parties import UNNAMED, Kinship
from waqai.events.places import distance_km, is_alike
from waqai.events.traits import Spot
from waqai.records import Claim, Count, Location

SLOTS = ("fatalities", "injuries", "casualties_joint")
GAINS = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
FAR_KM = 12.0


def disagreements(one: Claim, two: Claim, kinship: Kinship) -> frozenset[str]:
    """The names of what two claims differ in; empty where one account could be both."""
    if one.stance != two.stance:
        actors = {"actor"} if compare_actors(one, two, kinship) == "other" else set()
        return frozenset({"occurrence", *actors})
    found: set[str] = set()
    if one.certainty != two.certainty:
        found.add("certainty")
    tolls = {compare_counts(getattr(one, slot), getattr(two, slot)) for slot in SLOTS}
    if one.stance == "asserted":
        found |= {
            {"other": "toll", "vaguer": "precision"}[toll] for toll in tolls if toll in ("other", "vaguer")
        }
    actor = compare_actors(one, two, kinship)
    found |= {"actor"} if actor == "other" else {"precision"} if actor == "vaguer" else set()
    if days_apart(one, two):
        found.add("date")
    if places_apart(one.locations, two.locations):
        found.add("place")
    if nearness(one.sub_event_type, two.sub_event_type) == "apart" and one.fatalities and two.fatalities:
        found.add("type")
    if one.sub_event_type in GAINS and two.sub_event_type in GAINS and actor == "other":
        found.add("outcome")
    return frozenset(found)


def nominal(counts: Iterable[Count]) -> int | None:
    """The figure that counts name, summed: `at least 40` is 40; null where any names none."""
    figures = [count.low if count.low is not None else count.high for count in counts]
    return sum(f for f in figures if f is not None) if figures and None not in figures else None


def compare_counts(one: tuple[Count, ...], two: tuple[Count, ...]) -> str:
    """`other` for two figures of the same people that differ, `vaguer` where one has words alone, else empty."""
    if not one or not two:
        return ""
    groups = {c.group for c in one} & {c.group for c in two}
    if len({c.group for c in one}) > 1 and len({c.group for c in two}) > 1 and groups:
        one, two = (tuple(c for c in row if c.group in groups) for row in (one, two))
    a, b = nominal(one), nominal(two)
    if a is None or b is None:
        return "" if a is None and b is None else "vaguer"
    if a != b:
        return "other"
    bounds = [{(c.low is None, c.high is None) for c in row} for row in (one, two)]
    return "vaguer" if bounds[0] != bounds[1] else ""


def compare_actors(one: Claim, two: Claim, kinship: Kinship) -> str:
    """`other` for another author, `vaguer` where one leaves open whom the other names, else empty."""
    first, second = ({actor.id for actor in claim.actor1} - UNNAMED for claim in (one, two))
    if not first or not second:
        return "vaguer" if first or second else ""
    relation = kinship.compare(frozenset(first), frozenset(second), min(one.event_date, two.event_date))
    return "other" if relation in ("allied", "other", "hostile") else ""


def days_apart(one: Claim, two: Claim) -> bool:
    """Whether two dates that are known to the day do not meet."""
    if max(one.time_precision, two.time_precision) > 1:
        return False
    starts = [date.fromisoformat(claim.event_date) for claim in (one, two)]
    ends = [date.fromisoformat(claim.end_date or claim.event_date) for claim in (one, two)]
    return max(starts) > min(ends)


def places_apart(one: tuple[Location, ...], two: tuple[Location, ...]) -> bool:
    """Whether both name places themselves, and none of one can be a place of the other."""
    first, second = ([place for place in row if place.geo_precision < 3] for row in (one, two))
    if not first or not second:
        return False
    return all(_apart(a, b) for a in first for b in second)


def _apart(one: Location, two: Location) -> bool:
    if one.name == two.name or is_alike(one.name, two.name):
        return False
    a, b = (
        Spot(
            p.place_id or "",
            p.name,
            p.admin1 or "",
            p.country or "",
            p.latitude,
            p.longitude,
            p.geo_precision,
        )
        for p in (one, two)
    )
    apart = distance_km(a, b)
    return apart is not None and apart > FAR_KM
