"""Page -> every place that its text names or points back to, with its position and all that spoke for it.

`waqai locate` writes these; a place needs no event. `why` holds each candidate with its weights, those refused
with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from waqai.gazetteer import Gazetteer, Place, load_gazetteer
from waqai.grounding import Trace, Traces
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.place_choice import level_hints, parts_of, weigh
from waqai.place_names import PlaceMention
from waqai.place_relations import relation_of
from waqai.places import find_places
from waqai.positions import between, meant, position_of

SAME_AREA_M = 5000
# what points back and may be resolved: the same area, the town, the village; `any` and `country` say too little
_BACK = {
    "admin1": ("admin1",),
    "admin2": ("admin2", "admin3"),
    "admin3": ("admin3", "admin2", "ppl", "nbhd", "natural", "region", "facility"),
    "ppl": ("ppl",),
    "nbhd": ("nbhd",),
    "facility": ("facility",),
}


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place as the text writes it: offsets in the raw text, WGS84 degrees, a radius in metres; null is unknown.

    `geo_precision` is ACLED's code, `where_precision` UCDP's; `shape` is GeoJSON where the place is a line.
    """

    start: int
    end: int
    text: str
    name: str
    place_id: str | None
    kind: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    geo_precision: int
    where_precision: int
    uncertainty_m: int | None
    shape: dict[str, Any] | None
    why: dict[str, Any]


def find_locations(page: Page) -> list[FoundPlace]:
    """All places of a page in the order of the text; fills `page.places` on the way."""
    traces: Traces = {}
    find_places(page, traces)
    gazetteer = load_gazetteer(page.pack.gazetteers)
    found: list[FoundPlace] = []
    for mention in page.places:
        found.append(_found(page, gazetteer, mention, traces.get(mention.first)))
    found += _lines(page, gazetteer, found)
    found += _back(page, found)
    return sorted(found, key=lambda place: (place.start, -place.end))


def _found(page: Page, gazetteer: Gazetteer, mention: PlaceMention, trace: Trace | None) -> FoundPlace:
    start, end, text = page.span(mention.first, mention.last)
    if mention.first == mention.last - 1 and mention.start > start:
        start, text = mention.start, page.document.text[mention.start : end]
    choice = mention.choice
    relation = relation_of(page, mention)
    position = position_of(page, gazetteer, mention, relation)
    place = meant(page, gazetteer, mention, relation) or position.place
    why: dict[str, Any] = {"found": mention.cue, "decided": choice.why, "position": position.rule}
    return FoundPlace(
        start,
        end,
        text,
        mention.name,
        place.id if place else None,
        place.kind if place else mention.level or None,
        choice.admin1,
        choice.country,
        position.point.latitude if position.point else None,
        position.point.longitude if position.point else None,
        position.geo_precision,
        position.where_precision,
        position.uncertainty_m,
        position.shape,
        {**why, "candidates": _candidates(gazetteer, mention, trace)},
    )


def _candidates(gazetteer: Gazetteer, mention: PlaceMention, trace: Trace | None) -> list[dict[str, Any]]:
    """Each candidate of a name with its score and the parts of it."""
    if trace is None:
        return []
    exact, hints = gazetteer.exact_ids(trace.name), level_hints(trace.kind)
    if trace.added is None:
        rows = [
            (each.place, each.parts._asdict(), each.refused)
            for each in weigh(gazetteer, trace.name, trace.admin1, trace.country, trace.kind)
        ]
    else:
        rows = []
        for place in gazetteer.candidates(trace.name):
            home, beside = trace.added.get(place.id, (0.0, 0.0))
            refused = "" if place.id in trace.added else f"not in {trace.country}, which the text names"
            parts = parts_of(gazetteer, place, hints, place.id in exact)._asdict()
            rows.append((place, parts | {"text's country": home, "text's units": beside}, refused))
    rows.sort(key=lambda row: (bool(row[2]), -sum(row[1].values())))
    chosen = mention.choice.place.id if mention.choice.place else None
    return [_shown(*row, chosen) for row in rows]


def _shown(place: Place, parts: dict[str, float], refused: str, chosen: str | None) -> dict[str, Any]:
    return {
        "place_id": place.id,
        "name": place.name,
        "kind": place.kind,
        "admin1": place.admin1,
        "country": place.country,
        "score": round(sum(parts.values()), 2),
        "parts": {cause: round(weight, 2) for cause, weight in parts.items() if weight},
        "chosen": place.id == chosen,
        "refused": refused or None,
    }


def _lines(page: Page, gazetteer: Gazetteer, found: list[FoundPlace]) -> list[FoundPlace]:
    """A line for each two places that the text puts something between."""
    made = []
    for number, (one, other) in enumerate(zip(page.places, page.places[1:], strict=False)):
        if not (relation_of(page, one).between and other.partner):
            continue
        position = between(gazetteer, one.choice.place, other.choice.place)
        if position is None or position.point is None:
            continue
        first, second = found[number], found[number + 1]
        same = first.admin1 if first.admin1 == second.admin1 else None
        made.append(
            FoundPlace(
                first.start,
                second.end,
                page.document.text[first.start : second.end],
                f"{first.name} – {second.name}",
                None,
                "road",
                same,
                first.country if first.country == second.country else None,
                *position.point,
                position.geo_precision,
                position.where_precision,
                position.uncertainty_m,
                position.shape,
                {"found": "between", "decided": f"{first.place_id} and {second.place_id}",
                 "position": position.rule, "candidates": []},
            )
        )  # fmt: skip
    return made


def _back(page: Page, found: list[FoundPlace]) -> list[FoundPlace]:
    """The words that point back to a place (the same area, the town), each with the last such place before it."""
    covered = {position for mention in page.places for position in range(mention.first, mention.last)}
    made = []
    deictic = (hit for hits in page.at for hit in hits if hit.entry.label == "place.deictic")
    for hit in deictic:
        kinds = _BACK.get(hit.entry.value.get("ref", ""))
        area = hit.entry.value.get("ref") == "admin3"
        if kinds is None or hit.first in covered or (area and hit.last - hit.first < 2):
            continue  # "the area" alone mostly means the region at large
        start, end, text = _bare(page, hit)
        before = [place for place in found if place.end <= start and place.kind in kinds and place.place_id]
        if not before:
            continue
        last = max(before, key=lambda place: place.end)
        widened = max(last.uncertainty_m or 0, SAME_AREA_M) if area else last.uncertainty_m
        why: dict[str, Any] = {
            "found": "points back",
            "decided": f"the place at {last.start}",
            "position": "the same area" if area else "the same place",
            "candidates": [],
        }
        same = replace(last, start=start, end=end, text=text, uncertainty_m=widened, why=why)
        if area:
            codes = max(last.geo_precision, 2), max(last.where_precision, 2)
            same = replace(same, geo_precision=codes[0], where_precision=codes[1])
        made.append(same)
    return made


def _bare(page: Page, hit: Hit) -> tuple[int, int, str]:
    """The raw span of an entry without the clitics before it."""
    _, end, _ = page.span(hit.first, hit.last)
    skip = len(page.tokens.words[hit.first]) - len(hit.form.text.partition(" ")[0])
    first = page.tokens.starts[hit.first] + (skip if hit.flags - {"the"} else 0)
    start, _ = page.tokens.normal.raw(first, page.tokens.ends[hit.first])
    return start, end, page.document.text[start:end]
