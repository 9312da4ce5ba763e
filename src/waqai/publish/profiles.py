"""Rows of events, and for whom they are -> the rows that may leave: findings hidden or kept as decided, points blurred.

`public`: points to two decimals (a kilometre), at a home or shelter to one. `partner`: to three. `court`: as they are.
Every text of a row is looked at. What a person has not decided yet lets nothing leave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple, get_args

from waqai.publish.leaks import HIDDEN, Leak, LeakKind, leaks_of, name_of
from waqai.publish.rows import EventRow, Source, Tombstone
from waqai.records import Location

ProfileName = Literal["public", "partner", "court"]
Verdict = Literal["keep", "hide"]
PROFILE_NAMES: tuple[ProfileName, ...] = get_args(ProfileName)
SHOWN = 40  # code points around a finding
METRES = 111_195  # of a degree


class Profile(NamedTuple):
    """For whom: decimals of points, those at homes and shelters (null: as they are), and whether to keep context."""

    decimals: int | None
    decimals_at_homes: int | None
    context: bool
    keep_all: bool  # whether one decision may keep all findings


PROFILES: dict[ProfileName, Profile] = {
    "public": Profile(2, 1, False, False),
    "partner": Profile(3, 2, False, True),
    "court": Profile(None, None, True, True),
}


class Finding(NamedTuple):
    """Words that may be a leak: an id, the kind, the words, what stands around them, and the events that have them."""

    id: str
    kind: LeakKind
    words: str
    around: str
    events: tuple[str, ...]


def findings(rows: Iterable[EventRow], profile: ProfileName) -> list[Finding]:
    """What is to be decided before rows leave, each once, in the order in which it is met."""
    found: dict[str, Finding] = {}
    for row in rows:

        def note(text: str, row: EventRow = row) -> str:
            for leak in leaks_of(text):
                finding = _finding(text, leak, row.key)
                old = found.get(finding.id, finding)
                found[finding.id] = old._replace(events=tuple(dict.fromkeys((*old.events, row.key))))
            return text

        _with_texts(_less_context(row, PROFILES[profile]), note)
    return list(found.values())


def cleared(
    rows: Iterable[EventRow], profile: ProfileName, verdicts: Mapping[str, Verdict]
) -> Iterator[EventRow]:
    """The rows as they may leave; a finding without a verdict is hidden."""
    for row in rows:
        yield _blurred(
            _with_texts(_less_context(row, PROFILES[profile]), lambda text: _hidden(text, verdicts)),
            PROFILES[profile],
            at_home=any(_is_home(text, verdicts) for text in _texts(row)),
        )


def cleared_tombstones(gone: Iterable[Tombstone], profile: ProfileName) -> Iterator[Tombstone]:
    """Tombstones without the words that say why, which may be of reports; those for a court keep them."""
    for one in gone:
        yield one if PROFILES[profile].context else replace(one, why="")


def _finding(text: str, leak: Leak, key: str) -> Finding:
    words = text[leak.start : leak.end]
    around = text[max(0, leak.start - SHOWN) : leak.end + SHOWN]
    return Finding(name_of(leak.kind, words), leak.kind, words, around, (key,))


def _is_home(text: str, verdicts: Mapping[str, Verdict]) -> bool:
    """Whether a text tells of a home or shelter that nobody has said may be told."""
    homes = (leak for leak in leaks_of(text) if leak.kind in ("home", "shelter"))
    return any(verdicts.get(name_of(leak.kind, text[leak.start : leak.end])) != "keep" for leak in homes)


def _hidden(text: str, verdicts: Mapping[str, Verdict]) -> str:
    pieces, last = [], 0
    for leak in leaks_of(text):
        words = text[leak.start : leak.end]
        if verdicts.get(name_of(leak.kind, words)) != "keep":
            pieces += [text[last : leak.start], _instead(leak.kind, words)]
            last = leak.end
    return "".join([*pieces, text[last:]])


def _instead(kind: LeakKind, words: str) -> str:
    """What stands for hidden words; ids stay apart from each other, direction marks leave nothing."""
    if kind == "hidden text":
        return ""
    return f"id-{hashlib.sha256(words.encode()).hexdigest()[:12]}" if kind == "metadata" else HIDDEN


def _less_context(row: EventRow, profile: Profile) -> EventRow:
    if profile.context:
        return row
    return replace(row, quotes=tuple(replace(quote, before="", behind="") for quote in row.quotes))


def _texts(row: EventRow) -> list[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _with_texts(row, note)
    return found


def _with_texts(row: EventRow, change: Callable[[str], str]) -> EventRow:
    """A row with each text of a report changed; words of our own (kinds, grades, actors' ids) are left."""
    quotes = tuple(
        replace(q, text=change(q.text), before=change(q.before), behind=change(q.behind), document=change(q.document),
                claim=change(q.claim))
        for q in row.quotes
    )  # fmt: skip
    return replace(
        row,
        location=_place_with(row.location, change) if row.location else None,
        more_places=tuple(map(change, row.more_places)),
        sources=tuple(_source_with(source, change) for source in row.sources),
        claims=tuple(map(change, row.claims)),
        quotes=quotes,
        grade_rule=change(row.grade_rule),
    )


def _place_with(place: Location, change: Callable[[str], str]) -> Location:
    known = (place.place_id or "").startswith(
        ("gn:", "ocha:")
    )  # a town of a public gazetteer, whatever its name
    return replace(place, text=change(place.text), name=place.name if known else change(place.name))


def _source_with(source: Source, change: Callable[[str], str]) -> Source:
    return Source(
        change(source.document),
        change(source.name),
        source.published,
        change(source.url) if source.url else None,
        change(source.title) if source.title else None,
    )


def _blurred(row: EventRow, profile: Profile, at_home: bool) -> EventRow:
    """A row whose point is no finer than the profile allows; how far it may be off then is said."""
    place, decimals = row.location, profile.decimals_at_homes if at_home else profile.decimals
    if place is None or decimals is None or place.latitude is None or place.longitude is None:
        return row
    off = round(METRES * 10**-decimals)
    point = round(place.latitude, decimals), round(place.longitude, decimals)
    if point == (place.latitude, place.longitude) and (place.uncertainty_m or 0) >= off:
        return row
    wider = max(place.uncertainty_m or 0, off)
    place_id = None if at_home else place.place_id
    blurred = replace(place, latitude=point[0], longitude=point[1], uncertainty_m=wider, place_id=place_id)
    return replace(row, location=blurred)
