"""The contract above claims: judgements on claims, and events as views over claims. Nothing flows in.

An event is a pure function of claims and judgements; its JSON form is its fields, made by `to_json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from waqai.records.claims import Group, Location

Verdict = Literal["same", "part", "different", "unsure"]
JudgementKind = Literal["suggestion", "decision", "undo"]
Policy = Literal["acled", "ucdp", "airwars", "mode"]
CountSlot = Literal["fatalities", "injuries", "casualties_joint"]
ContradictionKind = Literal["occurrence", "outcome", "toll", "actor", "place", "date"]
OriginKind = Literal["report", "copy", "speaker"]
ChangeKind = Literal["new", "changed", "merged", "split", "gone"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two claims compare in one respect: its level of agreement in words, and the log-odds that it adds."""

    name: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the append-only log: whether two claims tell one event, who says so, when and why.

    `left` and `right` are claim ids in the order of text. A `suggestion` is the model's, with `score` (log-odds of
    `same`) and its comparisons; a `decision` is a person's and outweighs every suggestion on its pair; an `undo`
    takes back the judgement whose number is `undoes`. `at` is in unix seconds. Of several judgements on one pair the
    latest of its kind counts. `part`: one is a part of the other's sum or operation; they stay two events. `seals`
    are digests of what the two claims were when they were judged: a judgement holds only while they are the same.
    """

    number: int
    left: str
    right: str
    verdict: Verdict
    kind: JudgementKind
    author: str
    at: int
    reason: str = ""
    score: float | None = None
    comparisons: tuple[Comparison, ...] = ()
    seals: tuple[str, str] = ("", "")
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What one policy makes of one slot of an event, the claims that it rests on, and what would change it.

    Figures have `low`, `best` and `high` (null: not known); `group` is whose they are (null: all people that do not
    fight, or all together, as the policy counts). Other slots have `value`. Null everywhere is `indeterminate`.
    `rule` names the rule of the policy that gave it, in words.
    """

    slot: str
    policy: Policy
    group: Group | None = None
    value: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    claims: tuple[str, ...] = ()
    rule: str = ""
    changes_if: str = ""


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure of an event's toll history. `line` is the line of reporting that gave it: an outlet or a speaker.

    `superseded_by` is the claim with the same line's later figure. `by_enemy`: a belligerent's figure for its
    enemy's dead.
    """

    claim_id: str
    published: str
    line: str
    slot: CountSlot
    group: Group
    of: str | None
    low: int | None
    high: int | None
    text: str
    superseded_by: str | None = None
    by_enemy: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: what is said, by which claims, and a quotation of each claim's words."""

    says: str
    claims: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A slot on which the claims of one event cannot all be right; two or more sides, side by side."""

    kind: ContradictionKind
    sides: tuple[Side, ...]
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Reports that count as one: alone (`report`), near-copies (`copy`), or outlets that cite one `speaker`."""

    kind: OriginKind
    name: str
    documents: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a view over the claims that tell it; nothing of them is overwritten.

    `event_key` stays while reports arrive. `values` hold each slot once for each policy. `part_of` and `parts` are
    the keys of events with whose claims a `part` was judged. `grade` is Airwars' (Confirmed, Fair, Weak, Contested,
    Discounted), `grade_rule` what gave it.
    """

    event_key: str
    claims: tuple[str, ...]
    documents: tuple[str, ...]
    event_type: str
    sub_event_type: str
    event_date: str
    end_date: str | None
    locations: tuple[Location, ...]
    origins: tuple[Origin, ...]
    values: tuple[Value, ...]
    tolls: tuple[Toll, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    part_of: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    grade: str = ""
    grade_rule: str = ""


@dataclass(frozen=True, slots=True)
class EventChange:
    """One line of the change feed. `event` is the event as it is now; null where only a tombstone is left.

    `successors` are the keys that a merged, split or gone event's claims are found under now. `why` says in words
    what changed and why. `at` is in unix seconds, `number` the place in the feed.
    """

    number: int
    event_key: str
    kind: ChangeKind
    at: int
    why: str
    successors: tuple[str, ...] = ()
    event: Event | None = None


def event_from_json(data: dict[str, Any]) -> Event:
    """The inverse of `to_json` for an event. Raises KeyError or TypeError where the data has another shape."""
    rows: dict[str, type] = {
        "locations": Location, "origins": Origin, "values": Value, "tolls": Toll, "contradictions": Contradiction,
    }  # fmt: skip
    values: dict[str, Any] = _tuples(data)
    for name, kind in rows.items():
        values[name] = tuple(_row(kind, row) for row in data.get(name, ()))
    return Event(**values)


def _row(kind: type, data: dict[str, Any]) -> Any:
    values = _tuples(data)
    if kind is Contradiction:
        values["sides"] = tuple(_row(Side, side) for side in data["sides"])
    return kind(**values)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
