"""Documents with their claims -> one HTML file that needs nothing else: no network, no other file.

Each report stands right to left with its spans coloured by slot, beside it its claims; a cell of a claim
points to the words it rests on. The page's policy lets only its own style and script run, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from waqai.publish.cells import CONTROLS
from waqai.publish.segments import Mark, Segment, segments
from waqai.publish.values import SLOTS, Value, heading, values_of
from waqai.records import Actor, Claim
from waqai.store import Kept

TEMPLATES = Path(__file__).with_name("templates")
GENERATOR = '<meta name="generator" content="waqai">'  # by which a report is known as waqai's own
EVIDENCE = "evidence"
JOINT = "casualties_joint"  # a column only where a document has such figures
LEGEND = {**SLOTS, EVIDENCE: "evidence"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A slot of a claim: its values, the keys of the marks that they point to, and each actor's name."""

    slot: str
    label: str
    values: tuple[tuple[str, str, str], ...]  # words, the marks' keys parted by blanks, the actor's name


@dataclass(frozen=True, slots=True)
class Row:
    """A claim: its cells, the marks of its evidence, and what is to be said of it as a whole."""

    claim: Claim
    evidence: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: its classes (the ground's slot, a line's), its marks' keys, and their labels."""

    text: str
    classes: str = ""
    keys: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A document as the page shows it."""

    kept: Kept
    title: str
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]


def pieces(kept: Iterable[Kept], names: Mapping[str, str]) -> Iterator[str]:
    """The page in pieces, a document in memory at a time; `names` gives actors' names by their ids."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    style, script = (_source(name) for name in ("report.css", "report.js"))
    return environment.get_template("report.html").generate(
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        generator=GENERATOR,
        legend=LEGEND,
        sections=(section(one, names) for one in kept if one.reading is not None),
    )


def section(kept: Kept, names: Mapping[str, str]) -> Section:
    """One document made ready for the page."""
    marks: list[Mark] = []
    claims = kept.reading.claims if kept.reading else ()
    slots = [slot for slot in SLOTS if slot != JOINT or any(claim.casualties_joint for claim in claims)]
    rows = tuple(_row(claim, slots, marks, names) for claim in claims)
    return Section(
        kept, heading(kept.document), tuple(map(_piece, segments(kept.document.text, marks))), rows
    )


def shown(text: str) -> str:
    """Text of a document for the page: control codes, which no page may hold, become U+FFFD."""
    return CONTROLS.sub(lambda match: _visible(match[0]), text)


def _visible(codes: str) -> str:
    return "".join(code if code in "\t\n\r\u2028\u2029" else "\ufffd" for code in codes)


def _row(claim: Claim, slots: Sequence[str], marks: list[Mark], names: Mapping[str, str]) -> Row:
    evidence = " ".join(_mark(marks, span.start, span.end, EVIDENCE) for span in claim.evidence)
    cells = tuple(_cell(claim, slot, marks, evidence, names) for slot in slots)
    return Row(claim, evidence, cells)


def _cell(claim: Claim, slot: str, marks: list[Mark], evidence: str, names: Mapping[str, str]) -> Cell:
    """A slot's cell; a value without words of its own points to the evidence."""
    values = values_of(claim, slot)
    actors: Sequence[Actor] = getattr(claim, slot) if slot in ("actor1", "actor2") else ()
    said = [names.get(actor.id, actor.id) for actor in actors] or [""] * len(values)
    keys = [_value_key(marks, value, slot) or evidence for value in values]
    words = [value.words for value in values]
    return Cell(slot, SLOTS[slot], tuple(zip(words, keys, said, strict=True)))


def _value_key(marks: list[Mark], value: Value, slot: str) -> str:
    if value.start is None or value.end is None:
        return ""
    return _mark(marks, value.start, value.end, slot)


def _mark(marks: list[Mark], start: int, end: int, slot: str) -> str:
    marks.append(Mark(start, end, slot, len(marks)))
    return str(len(marks) - 1)


def _piece(segment: Segment) -> Piece:
    """The shortest span gives the ground, the next of another slot a line; evidence only shows alone."""
    if not segment.marks:
        return Piece(segment.text)
    slots = [slot for slot in dict.fromkeys(mark.slot for mark in segment.marks) if slot != EVIDENCE]
    ground, *others = slots or [EVIDENCE]
    return Piece(
        segment.text,
        " ".join([f"s-{ground}", *(f"u-{slot}" for slot in others[:1])]),
        " ".join(str(mark.key) for mark in segment.marks),
        ", ".join(LEGEND[slot] for slot in slots),
    )


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def is_report(path: Path) -> bool:
    """Whether a file is a report that waqai wrote, which a newer one may replace."""
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(4096)
