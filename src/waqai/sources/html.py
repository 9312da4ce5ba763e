"""A page of HTML, saved or fetched -> one Document: the article's text, title, outlet, day and address.

trafilatura finds the article. The page's own words about itself win; what it does not say comes from the user, then from
the file. Pages saved as one file (MHTML) are opened first.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document
from waqai.sources.apart import extract_apart
from waqai.sources.decode import guess_encoding
from waqai.sources.loaded import (
    ID_LENGTH,
    Extract,
    LoadOptions,
    Result,
    digest,
    is_date,
)
from waqai.sources.whole import load_whole

META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
MHTML = re.compile(
    rb"\A\s*(From: |MIME-Version: |Content-Type: multipart/related|Snapshot-Content-Location: )", re.I
)
MOST_SPOILT = 0.01  # share of characters; a page that is worse is in another encoding


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a saved page, or the error that it is."""
    yield from load_whole("html", path, options)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of a page. `context` may have its `url` and the `encoding` that came with it."""
    return extract_apart("html", raw, context, "page")[0]


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """The document, made in this process; `date_is_guess` where the page does not say its day."""
    from trafilatura import bare_extraction

    page, url = _unpacked(raw) if MHTML.match(raw[:400]) else (raw, None)
    text, notes = _decoded(page, context.get("encoding"))
    given = context.get("url") or url
    found: Any = bare_extraction(
        text, url=given, with_metadata=True, include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )  # fmt: skip
    body = (found.text or "").strip() if found is not None else ""
    if found is None or not body:
        raise SourceError(
            "is a page without an article: a list, a form or scripts alone; give the article's own page"
        )
    day = found.date if is_date(found.date) else None
    url = given or found.url
    key = f"url {url}" if context.get("url") else f"page {url} {found.title} {body}"
    document = Document(
        digest(key.encode("utf-8", "replace"))[:ID_LENGTH],
        body,
        day or context["published"],
        found.sitename or context.get("source") or found.hostname or "",
        url,
        found.title or None,
    )
    return [Extract(document, "", (), notes, day is None)]


def _unpacked(raw: bytes) -> tuple[bytes, str | None]:
    """The page inside a page saved as one file, and its address."""
    import email

    message = email.message_from_bytes(raw)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
            if isinstance(body, bytes):
                return body, str(url) if url and str(url).startswith("http") else None
    raise SourceError("is a saved page without HTML in it; save it again")


def _decoded(raw: bytes, given: str | None) -> tuple[str, tuple[str, ...]]:
    """The page's text, in the encoding that the user, its first bytes or its own words name; UTF-8 where none does."""
    named = given or _by_mark(raw) or _by_meta(raw) or "utf-8"
    text = raw.decode(named, errors="replace").removeprefix("\ufeff")
    spoilt = text.count("\ufffd")
    if spoilt > MOST_SPOILT * max(len(text), 1):
        guess = guess_encoding(re.sub(rb"<[^>]*>", b" ", raw))
        advice = (
            f"it looks like {guess}: read it with `--encoding {guess}`" if guess else "is it a page at all?"
        )
        raise SourceError(f"says that it is {named} and is not; {advice}")
    note = f"{spoilt:,} characters are damaged and shown as \ufffd"
    return text, (note,) if spoilt else ()


def _by_mark(raw: bytes) -> str | None:
    marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    return next((name for mark, name in marks.items() if raw.startswith(mark)), None)


def _by_meta(raw: bytes) -> str | None:
    match = META.search(raw[:4096])
    name = match[1].decode("ascii").lower() if match else ""
    name = {"iso-8859-1": "windows-1252", "ascii": "windows-1252"}.get(name, name)  # as browsers take them
    try:
        return codecs.lookup(name).name if name and codecs.lookup(name)._is_text_encoding else None
    except LookupError:
        return None
