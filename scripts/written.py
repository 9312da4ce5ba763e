"""Reports of our own writing, with their claims, as gold: `python scripts/written.py training/ar` checks them.

A report gives its claims by the words of its text; the place of a slot's words is looked for inside the claim's evidence,
then nearest to it. Everything that is no slice of the text, no kind, no actor of the register or no date is an error that
names the file and the report.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from waqai.actors import load_register
from waqai.evaluate.gold import GoldDocument, load_gold
from waqai.records import EVENT_TYPES, Actor, Attribution, Claim, Count, Document, Location, Span

GROUPS = ("civilians", "combatants", "unspecified")
KINDS = ("outlet", "witness", "activist", "monitor", "official", "belligerent", "media", "medical")
FIELDS = {
    "kind", "date", "end", "precision", "evidence", "places", "actor1", "actor2", "killed", "wounded", "joint", "said",
    "denied", "hedged", "optional", "event",
}  # fmt: skip


PREFIX = "written:"  # of the ids of written reports


def is_written(item: GoldDocument) -> bool:
    """Whether a report is of our own writing."""
    return item.document.id.startswith(PREFIX)


class WrittenError(Exception):
    """What is wrong with a report, and where."""


def load_written(folder: Path) -> list[GoldDocument]:
    """The reports of each `.yaml` file of a folder, in the order of their names. Raises WrittenError."""
    ids = {entry.id for entry in load_register()}
    reports, seen = [], set()
    for path in sorted(folder.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            where = f"{path.name}, {row.get('id')}"
            try:
                reports.append(_report(row, ids))
            except (WrittenError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise WrittenError(f"{where}: {type(error).__name__}: {error}") from error
            if row["id"] in seen:
                raise WrittenError(f"{where}: the id stands twice")
            seen.add(row["id"])
    return reports


def load_any(folder: Path) -> tuple[GoldDocument, ...]:
    """The reports of a gold folder, or of a folder of written ones."""
    return load_gold(folder) if (folder / "docs.jsonl").exists() else tuple(load_written(folder))


def _report(row: dict[str, Any], ids: set[str]) -> GoldDocument:
    text = row["text"].strip()
    document = Document(
        PREFIX + row["id"], text, _day(row["published"]), row.get("source") or "", None, row.get("title")
    )
    claims = tuple(_claim(document, number, claim, ids) for number, claim in enumerate(row["claims"]))
    optional = frozenset(n for n, claim in enumerate(row["claims"]) if claim.get("optional"))
    return GoldDocument(document, claims, optional)


def _claim(document: Document, number: int, row: dict[str, Any], ids: set[str]) -> Claim:
    unknown = set(row) - FIELDS
    if unknown:
        raise WrittenError(f"claim {number}: no such field: {', '.join(sorted(unknown))}")
    if row["kind"] not in EVENT_TYPES:
        raise WrittenError(f"claim {number}: no such kind: {row['kind']}")
    evidence = tuple(_span(document.text, words, ()) for words in row["evidence"])

    def actors(name: str) -> tuple[Actor, ...]:
        return tuple(_actor(document.text, cell, evidence, ids) for cell in row.get(name) or ())

    def counts(name: str) -> tuple[Count, ...]:
        return tuple(_count(document.text, cell, evidence) for cell in row.get(name) or ())

    return Claim(
        f"{document.id}:{number}",
        f"{document.id}:{row.get('event', number)}",
        row["kind"],
        _day(row["date"]),
        _day(row["end"]) if row.get("end") else None,
        int(row.get("precision", 1)),
        tuple(_place(document.text, cell, evidence) for cell in row.get("places") or ()),
        actors("actor1"),
        actors("actor2"),
        counts("killed"),
        counts("wounded"),
        counts("joint"),
        tuple(_speaker(document.text, cell, evidence) for cell in row.get("said") or ("outlet",)),
        "denied" if row.get("denied") else "asserted",
        "hedged" if row.get("hedged") else "stated",
        evidence,
    )


def _day(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()


def _span(text: str, words: str, near: tuple[Span, ...]) -> Span:
    """Where words stand: inside one of the spans, else nearest to the first of them, else first in the text."""
    places = list(_places(text, words))
    if not places:
        raise WrittenError(f"not in the text: {words!r}")
    for span in near:
        for place in places:
            if span.start <= place and place + len(words) <= span.end:
                return Span(place, place + len(words), words)
    start = min(places, key=lambda place: abs(place - near[0].start)) if near else places[0]
    return Span(start, start + len(words), words)


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _actor(text: str, cell: str, near: tuple[Span, ...], ids: set[str]) -> Actor:
    """`ru: words`, or `?ru: words` where the text only believes it."""
    name, _, words = cell.partition(": ")
    suspected, name = name.startswith("?"), name.removeprefix("?")
    if name not in ids:
        raise WrittenError(f"no such actor: {name!r}")
    span = _span(text, words, near)
    return Actor(name, span.text, span.start, span.end, suspected)


def _count(text: str, cell: str, near: tuple[Span, ...]) -> Count:
    """`civilians 3 3: words`, with an actor id before the colon if the text gives one, and `-` for an unknown bound."""
    head, _, words = cell.partition(": ")
    group, low, high, *of = head.split()
    if group not in GROUPS:
        raise WrittenError(f"no such group: {group!r}")
    span = _span(text, words, near)
    low_value, high_value = (None if bound == "-" else int(bound) for bound in (low, high))
    return Count(
        group,  # type: ignore[arg-type]
        of[0] if of else None,
        low_value,
        high_value,
        span.text,
        span.start,
        span.end,
    )


def _place(text: str, cell: str, near: tuple[Span, ...]) -> Location:
    """`words = name / admin1 / country`, `-` for an admin1 that is not known."""
    words, _, rest = cell.partition(" = ")
    name, admin1, country = (part.strip() for part in rest.split(" / "))
    if name not in words and name.removeprefix("ال") not in words:
        raise WrittenError(f"the name {name!r} is not in the words {words!r}")
    span = _span(text, words, near)
    return Location(span.text, span.start, span.end, name, None if admin1 == "-" else admin1, country)


def _speaker(text: str, cell: str, near: tuple[Span, ...]) -> Attribution:
    """`monitor: words`, or `outlet` alone."""
    kind, _, words = cell.partition(": ")
    if kind not in KINDS:
        raise WrittenError(f"no such kind of speaker: {kind!r}")
    if not words:
        return Attribution(kind)  # type: ignore[arg-type]
    span = _span(text, words, near)
    return Attribution(kind, span.text, span.start, span.end)  # type: ignore[arg-type]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    try:
        reports = load_written(options.folder)
    except WrittenError as error:
        sys.exit(str(error))
    kinds = Counter(claim.sub_event_type for report in reports for claim in report.claims)
    print(
        f"{len(reports)} reports, {sum(not r.claims for r in reports)} without claims, {kinds.total()} claims"
    )
    for kind, number in kinds.most_common():
        print(f"{number:5} {kind}")


if __name__ == "__main__":
    main()
