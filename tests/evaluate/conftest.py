"""Claims and gold documents made by hand, small enough to reckon their figures on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from waqai.evaluate.gold import GoldDocument
from waqai.records import Actor, Claim, Count, Document, Location, Span

_STRIKE = Claim(
    claim_id="c1",
    event_id="e1",
    sub_event_type="Air/drone strike",
    event_date="2017-05-24",
    locations=(Location("قرية بارودة", 0, 11, "بارودة", admin1="الرقة", country="SY"),),
    actor1=(Actor("ru", "الطيران الروسي", 20, 34),),
    fatalities=(Count("civilians", None, 3, 3, "ثلاثة مدنيين", 40, 52),),
    evidence=(Span(0, 60, ""),),
)


@pytest.fixture
def claim() -> Callable[..., Claim]:
    """One strike with a place, an actor and a toll; keywords change its fields."""
    return lambda **changes: replace(_STRIKE, **changes)


@pytest.fixture
def gold_document() -> Callable[..., GoldDocument]:
    """A gold document of the claims given; `optional` are the indexes that do not count."""

    def make(
        *claims: Claim, optional: tuple[int, ...] = (), name: str = "d1", source: str = "s"
    ) -> GoldDocument:
        document = Document(name, "", "2017-05-24", source)
        return GoldDocument(document, claims, frozenset(optional))

    return make
