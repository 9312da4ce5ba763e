"""An RSS or Atom feed -> its entries as Documents; an entry that comes again with another text is a later version."""

from __future__ import annotations

import datetime
import email.utils
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document, Provenance
from waqai.sources.apart import extract_apart
from waqai.sources.file import day_of_file, file_origin, read_file
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, Result, Skipped, digest, loaded
from waqai.sources.markup import text_of

MOST_ENTRIES = 20_000


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The entries of a feed that was saved as a file."""
    try:
        raw, modified = read_file(path, options.most_file_bytes)
        day, notes = day_of_file(path, options.published, modified)
        yield from load_bytes(raw, options, file_origin(path, modified), str(path), day, notes)
    except SourceError as error:
        yield error


def load_bytes(
    raw: bytes,
    options: LoadOptions,
    origin: Provenance,
    where: str,
    day: str,
    notes: tuple[str, ...] = (),
    url: str | None = None,
) -> Iterator[Result]:
    """The entries of a feed; `day` is for those that do not say theirs, with `notes` about it. Raises SourceError."""
    context = {"published": day, "source": options.source or None, "url": url}
    for number, made in enumerate(extract_apart("feed", raw, context, where), 1):
        place = f"{where}#{number}"
        if not made.document.text:
            yield Skipped(place, "an entry of a feed without words")
            continue
        more = notes if made.date_is_guess else ()
        made = replace(made, notes=(*more, *made.notes), date_is_guess=made.date_is_guess and bool(notes))
        item = loaded(made, raw, "feed", context, origin, place)
        yield replace(item, size=len(raw) if number == 1 else 0)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """One entry of a feed's bytes, by its part. Raises SourceError where it has none of that."""
    for made in extract_apart("feed", raw, context, "feed"):
        if made.part == part:
            return made
    raise SourceError(f"has no entry {part}")


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """All entries, made in this process; one without words has an empty text."""
    import feedparser

    # no sanitising: the markup is taken off here; no relative links: nothing is fetched from them
    parsed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and (parsed.bozo or not parsed.version):
        reason = type(parsed.get("bozo_exception", None)).__name__
        raise SourceError(f"is no feed that can be read ({reason}); get it again from its address")
    if len(parsed.entries) > MOST_ENTRIES:
        raise SourceError(f"has more than {MOST_ENTRIES:,} entries; split it")
    outlet = _string(parsed.feed.get("title")) or context.get("source") or ""
    return [_entry(entry, outlet, context) for entry in parsed.entries]


def links(raw: bytes, where: str) -> list[str]:
    """The addresses of a feed's entries, in their order."""
    made = extract_apart("feed", raw, {"published": "1970-01-01"}, where)
    return [url for each in made if (url := each.document.url)]


def _entry(entry: Any, outlet: str, context: Mapping[str, Any]) -> Extract:
    title = text_of(_string(entry.get("title"))).replace("\n", " ") or None
    bodies = [_string(each.get("value")) for each in entry.get("content") or []] or [
        _string(entry.get("summary"))
    ]
    text = "\n".join(filter(None, map(text_of, bodies))) or title or ""
    link = _string(entry.get("link")) or None
    name = _string(entry.get("id")) or link or f"{title} {text}"
    part = digest(f"{context.get('url') or outlet} {name}".encode("utf-8", "replace"))[:ID_LENGTH]
    day, notes = _day(entry)
    document = Document(part, text, day or context["published"], outlet, link, title)
    return Extract(document, part, (), notes, day is None)


def _day(entry: Any) -> tuple[str | None, tuple[str, ...]]:
    """The day on which an entry came out, in the outlet's own time zone; a date that is none is said."""
    for name in ("published", "created", "updated"):
        said, parsed = _string(entry.get(name)), entry.get(f"{name}_parsed")
        if not said:
            continue
        for read in (email.utils.parsedate_to_datetime, datetime.datetime.fromisoformat):
            try:
                return read(said.strip()).date().isoformat(), ()
            except (ValueError, TypeError, OverflowError):
                continue
        if parsed:
            return datetime.date(*parsed[:3]).isoformat(), ()
        return None, (f"its date {said[:40]!r} is none",)
    return None, ()


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
