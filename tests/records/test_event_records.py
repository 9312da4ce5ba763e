"""The records above claims: their JSON form and back."""

from __future__ import annotations

import json

from waqai.records import (
    Contradiction,
    Event,
    Location,
    Origin,
    Side,
    Toll,
    Value,
    event_from_json,
    to_json,
)

EVENT = Event(
    event_key="ev-1",
    claims=("a#1", "b#1"),
    documents=("a", "b"),
    event_type="Explosions/Remote violence",
    sub_event_type="Air/drone strike",
    event_date="2024-05-01",
    end_date=None,
    locations=(Location("بلدة مارع", 3, 12, "مارع"),),
    origins=(Origin("copy", "a", ("a", "b"), ("a#1", "b#1")),),
    values=(Value("fatalities", "ucdp", "civilians", low=1, best=2, high=3, claims=("a#1",)),),
    tolls=(Toll("a#1", "2024-05-01", "outlet: a", "fatalities", "civilians", None, 1, 1, "قتيل"),),
    contradictions=(
        Contradiction("toll", (Side("1", ("a#1",), ("قتيل",)), Side("3", ("b#1",), ("ثلاثة",)))),
    ),
    parts=("ev-2",),
)


def test_an_event_comes_back_from_json() -> None:
    """What `to_json` writes of an event, `event_from_json` reads into an equal one."""
    assert event_from_json(json.loads(json.dumps(to_json(EVENT)))) == EVENT
