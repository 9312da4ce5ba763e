"""Documents with claims -> the codebook's record, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from waqai.records import Claim, to_json
from waqai.store import Kept

# The order of the codebook, section 5; what further fields there are come after these.
ORDER = (
    "claim_id",
    "event_id",
    "event_type",
    "sub_event_type",
    "event_date",
    "end_date",
    "time_precision",
    "locations",
    "actor1",
    "actor2",
    "fatalities",
    "injuries",
    "casualties_joint",
    "attribution",
    "stance",
    "certainty",
    "evidence",
    "confidence",
    "why",
)


def record(document_id: str, claims: Sequence[Claim], why: bool = False) -> dict[str, Any]:
    """The codebook's record of one document; the claims' reasons only with `why`."""
    return {"id": document_id, "claims": [_claim(claim, why) for claim in claims]}


def line(
    document_id: str, claims: Sequence[Claim], why: bool = False, events: Mapping[str, str] | None = None
) -> str:
    """The record as one line of JSON, with its line end; with the `event_key` of each claim that `events` has one of."""
    data = record(document_id, claims, why)
    for claim in data["claims"] if events else ():
        if events and claim["claim_id"] in events:
            claim["event_key"] = events[claim["claim_id"]]
    return json.dumps(data, ensure_ascii=False) + "\n"


def lines(kept: Iterable[Kept], events: Callable[[str], Mapping[str, str]] | None = None) -> Iterator[str]:
    """A line for each document that was read, also for those without claims.

    `events` gives the events of a document's claims, by claim id, where they are known.
    """
    for one in kept:
        if one.reading is not None:
            keys = events(one.document.id) if events else None
            yield line(one.document.id, one.reading.claims, events=keys)


def _claim(claim: Claim, why: bool) -> dict[str, Any]:
    data = to_json(claim)
    return {name: data[name] for name in ORDER if name != "why" or why}
