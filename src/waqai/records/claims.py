"""The contract of reading: documents, claims and their parts. Nothing flows in.

Offsets count Unicode code points in `Document.text`, exactly as given; `text` of a span is that slice.
The fields and their JSON form are those of the codebook, section 5 (`docs/reference/codebook.md`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

Group = Literal["civilians", "combatants", "unspecified"]
Stance = Literal["asserted", "denied"]
Certainty = Literal["stated", "hedged"]
SpeakerKind = Literal[
    "outlet", "witness", "activist", "monitor", "official", "belligerent", "media", "medical"
]

# sub_event_type -> event_type, in the codebook's order (section 3)
EVENT_TYPES: dict[str, str] = {
    "Armed clash": "Battles",
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Air/drone strike": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Chemical weapon": "Explosions/Remote violence",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Sexual violence": "Violence against civilians",
    "Peaceful protest": "Protests",
    "Protest with intervention": "Protests",
    "Excessive force against protesters": "Protests",
    "Violent demonstration": "Riots",
    "Mob violence": "Riots",
    "Agreement": "Strategic developments",
    "Arrests": "Strategic developments",
    "Change to group/activity": "Strategic developments",
    "Disrupted weapons use": "Strategic developments",
    "Headquarters or base established": "Strategic developments",
    "Looting/property destruction": "Strategic developments",
    "Non-violent transfer of territory": "Strategic developments",
    "Other": "Strategic developments",
}


class Span(NamedTuple):
    """A slice of a document's text: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One report as it came. `published` is an ISO date (YYYY-MM-DD) in the outlet's own time zone."""

    id: str
    text: str
    published: str
    source: str = ""
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A named place as the text writes it; WGS84 degrees, null where no gazetteer gives them.

    The point is right within `uncertainty_m` metres; `where_precision` is UCDP's code, 1 to 6.
    """

    text: str
    start: int
    end: int
    name: str
    admin1: str | None = None
    country: str | None = None
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: int = 1
    uncertainty_m: int | None = None
    where_precision: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or is hit. `id` is a register id; `suspected` where the text only believes it."""

    id: str
    text: str
    start: int
    end: int
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """People killed or wounded, one group as the text counts it; null bounds are unknown, 0 and 0 is none."""

    group: Group
    of: str | None
    low: int | None
    high: int | None
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose word it is. The outlet itself, unnamed, has no words: text, start and end are null."""

    kind: SpeakerKind
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot has its value: the rule, entry or model that gave it, the words it saw, and its weight.

    `slot` is a field of Claim; `source` names what decided (`lexicon/acts.tsv:12`, `grammar/when.yaml#weekday`,
    `model/actor1`); `note` says it in words; `score` is a log-odds where a model had a say.
    """

    slot: str
    source: str
    note: str = ""
    start: int | None = None
    end: int | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One event, as told by one source, in one document (codebook, section 1)."""

    claim_id: str
    event_id: str
    sub_event_type: str
    event_date: str
    end_date: str | None = None
    time_precision: int = 1
    locations: tuple[Location, ...] = ()
    actor1: tuple[Actor, ...] = ()
    actor2: tuple[Actor, ...] = ()
    fatalities: tuple[Count, ...] = ()
    injuries: tuple[Count, ...] = ()
    casualties_joint: tuple[Count, ...] = ()
    attribution: tuple[Attribution, ...] = ()
    stance: Stance = "asserted"
    certainty: Certainty = "stated"
    evidence: tuple[Span, ...] = ()
    confidence: float = 1.0
    why: tuple[Reason, ...] = ()

    @property
    def event_type(self) -> str:
        """The event type that the sub-event type belongs to."""
        return EVENT_TYPES[self.sub_event_type]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that the lexicon knew and no claim used: what recall may be missing."""

    start: int
    end: int
    text: str
    entry: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass over one document gave. `notes` are for the user: another language, an empty text."""

    document_id: str
    pack_version: str
    claims: tuple[Claim, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document's text that its extraction is not sure of, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Capture:
    """The raw bytes that a document was taken from, and all that its extraction depended on.

    `format` is a name of `waqai sources`; `part` says which document of those in the bytes; `context` is a JSON
    object of settings (the day that the user gave, an encoding, a table's mapping); `tool` names the programs with
    their versions. The same bytes, part and context give the same document with the same tool.
    """

    raw: bytes
    format: str
    part: str = ""
    context: str = "{}"
    tool: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where raw bytes came from: a path as the user gave it or a URL, and what is known of the way here.

    `details` is a JSON object (a web archive's record, HTTP headers, a file's time, who forwarded a post).
    """

    place: str
    details: str = "{}"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request to the network: what came back, whether anything did, and what lets the next one ask for changes.

    `at` is in unix seconds; `status` is HTTP's, 0 where no answer came; `sha256` is that of the body, if one came.
    """

    url: str
    at: int
    status: int
    sha256: str | None = None
    etag: str | None = None
    modified: str | None = None
    error: str | None = None


def to_json(record: Any) -> Any:
    """A record as plain dicts and lists, ready for `json.dumps`; spans as objects, claims with their event_type."""
    if isinstance(record, Span):
        return {"start": record.start, "end": record.end, "text": record.text}
    if is_dataclass(record) and not isinstance(record, type):
        out = {f.name: to_json(getattr(record, f.name)) for f in fields(record)}
        return out | {"event_type": record.event_type} if isinstance(record, Claim) else out
    if isinstance(record, (tuple, list)):
        return [to_json(item) for item in record]
    return record


def claim_from_json(data: dict[str, Any]) -> Claim:
    """The inverse of `to_json` for a claim; unknown fields are passed over, missing optional ones take their default.

    Raises KeyError or TypeError where a required field is missing or of another shape.
    """
    rows: dict[str, type] = {
        "locations": Location, "actor1": Actor, "actor2": Actor, "fatalities": Count, "injuries": Count,
        "casualties_joint": Count, "attribution": Attribution, "evidence": Span, "why": Reason,
    }  # fmt: skip
    known = _names(Claim)
    values = {name: value for name, value in data.items() if name in known}
    for name, kind in rows.items():
        if name in values:
            values[name] = tuple(_row(kind, row) for row in values[name])
    return Claim(**values)


def _row(kind: type, row: dict[str, Any]) -> Any:
    return kind(**{name: row[name] for name in _names(kind) if name in row})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(kind._fields) if kind is Span else tuple(f.name for f in fields(kind))
