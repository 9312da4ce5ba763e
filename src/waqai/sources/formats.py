"""The formats that waqai reads: a file's first bytes and its name -> its format; a format -> its module.

What a file holds counts more than what it is called: a PDF named .txt is read as a PDF, with a note. Each module has
`load(path, options)`, which yields what is in a file, and `extract(raw, part, context)`, which makes one document of
the same bytes again.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.sources.file import is_plain_file
from waqai.sources.loaded import Extract, LoadOptions, Result, file_error

HEAD_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its module in `sources`, the endings of its files, what a document of it is.

    `needs` are the modules that it imports from outside, `extra` the extra of waqai that brings them.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]
    about: str
    needs: tuple[str, ...] = ()
    extra: str = ""

    def missing(self) -> bool:
        """Whether a library that the format needs is not installed."""
        return any(importlib.util.find_spec(name) is None for name in self.needs)


FORMATS = {
    each.name: each
    for each in (
        Format("text", "text", (".txt",), "a plain text file: one report"),
        Format(
            "pdf",
            "pdf",
            (".pdf",),
            "a PDF with text: one report; numbers and negations cross-checked",
            ("pdfminer", "pypdfium2"),
            "documents",
        ),
        Format(
            "html",
            "html",
            (".html", ".htm", ".xhtml", ".mhtml", ".mht"),
            "a saved page: its article",
            ("trafilatura", "lxml"),
            "web",
        ),
        Format(
            "feed",
            "feed",
            (".rss", ".atom", ".xml"),
            "an RSS or Atom feed: each entry",
            ("feedparser", "lxml"),
            "web",
        ),
        Format("sitemap", "sitemap", (), "a list of pages, to be fetched with `--follow`", ("lxml",), "web"),
        Format("csv", "csv", (".csv", ".tsv"), "a table: each row, by columns that you accept"),
        Format(
            "xlsx",
            "xlsx",
            (".xlsx",),
            "a workbook: each row, by columns that you accept",
            ("openpyxl",),
            "documents",
        ),
        Format("telegram", "telegram", (".json",), "a Telegram Desktop export in JSON: each post with words"),
        Format(
            "telegram-html",
            "telegram_html",
            (),
            "a Telegram Desktop export in HTML: each post with words",
            ("lxml",),
            "web",
        ),
        Format(
            "warc",
            "warc",
            (".warc", ".warc.gz"),
            "a web archive: each page",
            ("warcio", "trafilatura", "lxml"),
            "web",
        ),
        Format(
            "wacz",
            "warc",
            (".wacz",),
            "a packed web archive: each page",
            ("warcio", "trafilatura", "lxml"),
            "web",
        ),
        Format("docx", "docx", (".docx",), "a Word file: one report", ("docx",), "documents"),
        Format("jsonl", "jsonl", (".jsonl", ".ndjson"), "JSON lines: a document on each line"),
    )
}
SUFFIXES = {suffix: form for form in FORMATS.values() for suffix in form.suffixes}


def recognise(path: Path) -> Format | None:
    """The format of a file by what it holds, else by its ending; null where it is none that waqai reads.

    Raises SourceError for a file that cannot be opened, and for one whose kind is known and not read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise file_error(str(path), error) from None
    name = _by_magic(head, path) or _by_text(head, path)
    return FORMATS[name] if name else SUFFIXES.get(path.suffix.lower())


def load_file(path: Path, options: LoadOptions) -> Iterator[Result]:
    """What is in a file of any format; a fault of the file is yielded as a SourceError."""
    try:
        if not is_plain_file(path):
            path.stat()
            raise SourceError("is not a file; give a file or a folder", where=str(path))
        form = recognise(path)
        if form is None:
            raise SourceError(f"is in no format that waqai reads; {ALLOWED}", where=str(path))
        load: Callable[[Path, LoadOptions], Iterator[Result]] = module_of(form, str(path)).load
    except OSError as error:
        yield file_error(str(path), error)
    except SourceError as error:
        yield error
    else:
        yield from load(path, options)


ALLOWED = "`waqai sources` lists those that it does"


def extract(form: str, raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document that a format makes of bytes. Raises SourceError where it makes none."""
    if form not in FORMATS:
        raise SourceError(f"the format {form} is not known; {ALLOWED}")
    made: Extract = module_of(FORMATS[form], form).extract(raw, part, context)
    return made


def module_of(form: Format, where: str) -> Any:
    """A format's module, imported now. Raises SourceError where a library that it needs is missing."""
    if form.missing():
        raise SourceError(
            f"reading {form.name} needs more than is installed: pip install 'waqai[{form.extra}]'",
            where=where,
        )
    return importlib.import_module(f"waqai.sources.{form.module}")


def _by_magic(head: bytes, path: Path) -> str | None:
    """By the bytes that a format's files begin with."""
    where = str(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(path)
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        if _gunzipped(head).startswith(b"WARC/"):
            return "warc"
        raise SourceError("is a gzip file and no web archive; unpack it and read what is in it", where=where)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise SourceError(
            "is an old Word or Excel file, or one protected by a password; "
            "open it there and save it as .docx, .xlsx or .txt without a password",
            where=where,
        )
    if head.startswith(b"{\\rtf"):
        raise SourceError("is an RTF file; save it as .docx or .txt", where=where)
    return None


def _gunzipped(head: bytes) -> bytes:
    import zlib

    try:
        return zlib.decompressobj(31).decompress(head, 64)
    except zlib.error:
        return b""


_ZIP_KINDS = (
    ("docx", re.compile(r"word/document\.xml")),
    ("xlsx", re.compile(r"xl/workbook\.xml")),
    ("wacz", re.compile(r"archive/[^/]+\.warc(\.gz)?")),
)


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise SourceError(
            "is a ZIP file that is cut short or damaged; get it again", where=str(path)
        ) from None
    for kind, pattern in _ZIP_KINDS:
        if any(pattern.fullmatch(name) for name in names):
            return kind
    raise SourceError(
        "is a ZIP archive, and neither .docx, .xlsx nor .wacz; unpack it and read the folder", where=str(path)
    )


_MARKUP = (
    ("telegram-html", re.compile(rb'<div class="page_body chat_page">|<body onload="CheckLocation', re.I)),
    ("feed", re.compile(rb"<(rss|feed|rdf:RDF|channel)[\s>]")),
    ("sitemap", re.compile(rb"<(\w+:)?(urlset|sitemapindex)[\s>]")),
    ("html", re.compile(rb"<!doctype html|<(html|head|body)[\s>]", re.I)),
)
_TELEGRAM = re.compile(rb'\A\s*\{\s*"(about|name|type|id|messages|chats|personal_information|contacts)"\s*:')


def _by_text(head: bytes, path: Path) -> str | None:
    """By how a text begins; a .txt that is not markup from its first sign on stays text."""
    suffix = path.suffix.lower()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")[2:]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in (".mht", ".mhtml"):
        return "html"
    if start.startswith(b"<"):
        return next((name for name, pattern in _MARKUP if pattern.search(start)), None)
    if suffix == ".json" and _TELEGRAM.search(head):
        return "telegram"
    if suffix in SUFFIXES and SUFFIXES[suffix].name in ("pdf", "docx", "xlsx", "wacz", "warc"):
        raise SourceError(
            f"is named {suffix} and is none (cut short, damaged or misnamed); get it again or rename it",
            where=str(path),
        )
    return None
