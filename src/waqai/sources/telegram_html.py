"""An export of Telegram Desktop in HTML -> its posts as Documents; each file holds a thousand of them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document, Provenance
from waqai.sources.apart import extract_apart
from waqai.sources.file import file_origin, read_file
from waqai.sources.loaded import (
    ID_LENGTH,
    Extract,
    LoadOptions,
    Result,
    Skipped,
    as_json,
    digest,
    loaded,
)
from waqai.sources.markup import element_text

DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NUMBER = re.compile(r"message(-?\d+)\Z")


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The posts of a file of the export."""
    where = str(path)
    context = {"source": options.source or None}
    try:
        raw, modified = read_file(path, options.most_file_bytes)
        extracts = extract_apart("telegram-html", raw, context, where)
    except SourceError as error:
        yield error
        return
    origin = file_origin(path, modified)
    for number, made in enumerate(extracts):
        place = f"{where}#{made.part}"
        if not made.document.text:
            yield Skipped(place, "Telegram posts without words")
            continue
        if not made.document.published:
            yield SourceError("has no date; export the chat again", where=place)
            continue
        details = dict(note.partition(": ")[::2] for note in made.notes)
        mine = Provenance(origin.place, as_json({"post": made.part, **details}))
        item = loaded(replace(made, notes=()), raw, "telegram-html", context, mine, place)
        yield replace(item, size=0 if number else len(raw))


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """One post of a file, by its number."""
    for made in extract_apart("telegram-html", raw, context, "export"):
        if made.part == part:
            return made
    raise SourceError(f"has no post {part}")


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """All posts, made in this process; `notes` say who forwarded what, and which post is answered."""
    from lxml import html

    root = html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    heads = _by_class(root, "page_header")
    chat = element_text(heads[0]).split("\n")[-1] if heads else ""
    source = context.get("source") or chat or "Telegram"
    posts = [
        _post(element, chat, source)
        for element in root.iter("div")
        if "message" in (classes := (element.get("class") or "").split()) and "default" in classes
    ]
    if not posts:
        raise SourceError("has no posts; is it an export of Telegram Desktop?")
    return posts


def _post(element: Any, chat: str, source: str) -> Extract:
    match = NUMBER.match(element.get("id") or "")
    number = match[1] if match else ""
    date = next((each.get("title") or "" for each in _by_class(element, "date") if each.get("title")), "")
    day = DATE.match(date)
    published = _day(day) if day else ""
    notes = []
    for body in _by_class(element, "forwarded"):
        name = next((element_text(each).split("\n")[0] for each in _by_class(body, "from_name")), "")
        notes.append(f"forwarded_from: {name}")
    for reply in _by_class(element, "reply_to"):
        target = next((link.get("href") or "" for link in reply.iter("a")), "")
        notes.append(f"reply_to_message_id: {target.rpartition('message')[2]}")
    text = "\n".join(element_text(each) for each in _by_class(element, "text"))
    key = f"telegram-html {chat} {number or digest(text.encode('utf-8', 'replace'))}"
    document = Document(digest(key.encode("utf-8", "replace"))[:ID_LENGTH], text, published, source)
    return Extract(document, number or document.id, (), tuple(notes))


def _by_class(element: Any, name: str) -> list[Any]:
    return [each for each in element.iter("div", "span") if name in (each.get("class") or "").split()]


def _day(match: re.Match[str]) -> str:
    day, month, year = map(int, match.groups())
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
