"""Rows of events -> FollowTheMoney entities, one JSON object a line: events, the parties to them, the reports.

Ids are SHA-1 of what they stand for, so that a later export of the same event updates it. A report is an Article, a
mere group of people (civilians, gunmen nobody knows) is no entity. The model: followthemoney.tech, version 4.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from waqai.publish.acled import CIVILIANS, Party
from waqai.publish.acled_events import notes
from waqai.publish.cells import one_line
from waqai.publish.columns import moment
from waqai.publish.rows import EventRow

PEOPLE = range(5, CIVILIANS + 1)  # ACLED's kinds: rioters, protesters, civilians


def pieces(rows: Iterable[EventRow], parties: Mapping[str, Party]) -> Iterator[str]:
    """The file: each party and report once, before the first event that names it."""
    written: set[str] = set()
    for row in rows:
        for entity in entities(row, parties):
            if entity["id"] not in written:
                if entity["schema"] != "Event":
                    written.add(entity["id"])
                yield json.dumps(entity, ensure_ascii=False) + "\n"


def entities(row: EventRow, parties: Mapping[str, Party]) -> Iterator[dict[str, Any]]:
    """The parties, the reports, and the event, which refers to them."""
    involved: list[str | None] = []
    for actor in dict.fromkeys((*row.actor1, *row.actor2)):
        party = parties.get(actor)
        if party is not None and party.inter not in PEOPLE:
            involved.append(_id("actor", actor))
            country = [party.country.lower()] if party.country else []
            yield _entity(_id("actor", actor), "Organization", {"name": [party.name], "country": country})
    reports: list[str | None] = []
    for source in row.sources:
        reports.append(_id("document", source.document))
        properties: dict[str, list[str | None]] = {
            "title": [source.title or source.document], "publisher": [source.name], "sourceUrl": [source.url],
            "publishedAt": [source.published], "fileName": [source.document],
        }  # fmt: skip
        yield _entity(_id("document", source.document), "Article", properties)
    place = row.location
    where = ", ".join(filter(None, (place.name, place.admin1))) if place else ""
    said: dict[str, list[str | None]] = {
        "name": [f"{row.sub_event_type}, {where or 'an unnamed place'}, {row.start}"],
        "startDate": [row.start],
        "endDate": [row.end or row.start],
        "location": [where],
        "country": [place.country.lower() if place and place.country else None],
        "summary": [notes(row, parties)],
        "keywords": [row.event_type, row.sub_event_type],
        "recordId": [row.key],
        "involved": involved,
        "proof": reports,
        "modifiedAt": [moment(row.updated)[:19]],
    }
    yield _entity(_id("event", row.key), "Event", said)


def _entity(name: str, schema: str, properties: Mapping[str, Sequence[str | None]]) -> dict[str, Any]:
    words = {key: [one_line(value) for value in values if value] for key, values in properties.items()}
    return {
        "id": name,
        "schema": schema,
        "properties": {key: values for key, values in words.items() if values},
    }


def _id(kind: str, name: str) -> str:
    return hashlib.sha1(f"waqai:{kind}:{name}".encode(), usedforsecurity=False).hexdigest()
