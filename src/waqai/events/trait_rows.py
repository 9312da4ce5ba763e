"""Traits <-> rows of the store: JSON, the seal of a claim, the lane and the days of a trait."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from waqai.events.candidates import DAYS, vagueness
from waqai.events.traits import Spot, Trait
from waqai.records import Claim
from waqai.store.membership import NewReading, Row

LANES = (9, 30, 400)  # days of the widest window in each lane
POSITIONS = 100_000  # more than a document has claims


def row_of(reading: NewReading, position: int, trait: Trait) -> Row:
    """The row of a claim's trait."""
    reach = DAYS[vagueness(trait)]
    low, high = trait.first - reach, min(trait.last + reach, trait.first - reach + LANES[-1])
    lane = next(n for n, width in enumerate(LANES) if high - low <= width)
    body = to_row(trait)
    claim = reading.claims[position]
    arrival = reading.first * POSITIONS + position
    seal = seal_of(claim, body)
    return Row(
        trait.claim_id,
        trait.document_id,
        trait.node,
        seal,
        arrival,
        lane,
        low,
        high,
        reading.number,
        position,
        body,
    )


def seal_of(claim: Claim, body: str) -> str:
    """Two digests with a dot between them: of the claim's evidence, and of its trait.

    A decision holds while the first is the same, a suggestion while both are.
    """
    words = "\n".join(f"{span.start} {span.text}" for span in claim.evidence)
    return ".".join(hashlib.sha256(text.encode()).hexdigest()[:10] for text in (words, body))


def to_row(trait: Trait) -> str:
    """A trait as JSON; equal traits give equal text."""
    return json.dumps([_plain(value) for value in trait], ensure_ascii=False, separators=(",", ":"))


def from_row(body: str) -> Trait:
    """The inverse of `to_row`."""
    v: list[Any] = json.loads(body)
    v[9] = tuple(Spot(*spot) for spot in v[9])
    v[12], v[13] = _range(v[12]), _range(v[13])
    for number in (10, 11, *range(14, 21)):
        v[number] = frozenset(v[number])
    v[22] = tuple(v[22])
    return Trait._make(v)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _range(value: Sequence[int | None] | None) -> tuple[int | None, int | None] | None:
    return None if value is None else (value[0], value[1])
