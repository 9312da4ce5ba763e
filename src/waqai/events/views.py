"""The claims of one event -> the event as people see it: a view, made anew each time; nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from waqai.events.accounts import Account, accounts_of
from waqai.events.contradictions import contradictions_of
from waqai.events.grades import grade_of
from waqai.events.origins import origins_of
from waqai.events.parties import Kinship
from waqai.events.policies import Case, values_of
from waqai.events.tolls import tolls_of
from waqai.language.pack import Pack
from waqai.records import EVENT_TYPES, Claim, Document, Event, Location


class Eye(NamedTuple):
    """What a view is made with: the pack's spelling and the register's kinship."""

    pack: Pack
    kinship: Kinship


def view(
    key: str,
    claims: Iterable[tuple[Document, Claim]],
    eye: Eye,
    part_of: Sequence[str] = (),
    parts: Sequence[str] = (),
) -> Event:
    """The event of some claims; the same claims give the same event, in whatever order they come. Needs one claim."""
    accounts = accounts_of(claims)
    origins = origins_of(accounts, eye.pack)
    tolls = tolls_of(accounts)
    contradictions = contradictions_of(accounts, tolls, eye.kinship)
    grade, rule = grade_of(accounts, origins, contradictions)
    kind = _most([account.claim.sub_event_type for account in accounts])
    start, end = _days(accounts)
    return Event(
        key,
        tuple(sorted(account.claim.claim_id for account in accounts)),
        tuple(sorted({account.document.id for account in accounts})),
        EVENT_TYPES[kind],
        kind,
        start,
        end,
        _locations(accounts),
        origins,
        values_of(Case(accounts, tolls, origins)),
        tolls,
        contradictions,
        tuple(part_of),
        tuple(parts),
        grade,
        rule,
    )


def _most(words: Sequence[str]) -> str:
    """The most frequent, of several the first in the order of text."""
    votes = Counter(words)
    return min(votes, key=lambda word: (-votes[word], word))


def _days(accounts: Sequence[Account]) -> tuple[str, str | None]:
    """First and last day by the most precise accounts; of these, the days that most give."""
    finest = min(account.claim.time_precision for account in accounts)
    rows = [a.claim for a in accounts if a.claim.time_precision == finest]
    votes = Counter((claim.event_date, claim.end_date or "") for claim in rows)
    start, end = min(votes, key=lambda days: (-votes[days], days))
    return start, end or None


def _locations(accounts: Sequence[Account]) -> tuple[Location, ...]:
    """Each place once, as the first account that is most precise of it names it; what most name first."""
    votes: Counter[str] = Counter()
    best: dict[str, Location] = {}
    for account in accounts:
        for place in account.claim.locations:
            key = place.place_id or place.name
            votes[key] += 1
            if key not in best or place.geo_precision < best[key].geo_precision:
                best[key] = place
    return tuple(best[key] for key in sorted(best, key=lambda k: (best[k].geo_precision > 2, -votes[k], k)))
