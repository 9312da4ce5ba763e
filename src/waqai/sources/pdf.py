"""A PDF -> one Document: its text from the places of its glyphs, checked against a second extractor.

Common extractors turn numbers round in Arabic lines and take the negation out of them. Here the order is worked out
from where each glyph stands (pdf_glyphs, pdf_lines, bidi); pdfium extracts the text too, and where the two differ in a
number or a negation, the words are marked and the document says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document, Mark
from waqai.sources.apart import extract_apart
from waqai.sources.loaded import ID_LENGTH, Extract, LoadOptions, Result, digest
from waqai.sources.whole import load_whole

BREAK = "\n\n"  # between pages
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"\w+")
LEAST_LETTERS = 3  # on a page; fewer are a page number, or nothing


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The document in a PDF, or the error that it is."""
    yield from load_whole("pdf", path, options)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of a PDF."""
    return extract_apart("pdf", raw, context, "pdf")[0]


def extract_all(raw: bytes, context: Mapping[str, Any]) -> list[Extract]:
    """The document, made in this process. Raises SourceError for a PDF without text, protected or damaged."""
    from waqai.sources.pdf_glyphs import load_pages
    from waqai.sources.pdf_lines import page_text

    try:
        pages = [(page_text(page.glyphs), page.images, page.unknown) for page in load_pages(raw)]
    except (SourceError, MemoryError):
        raise
    except Exception as error:  # pdfminer lets through whatever a damaged file does to it
        raise SourceError(f"is a damaged PDF ({type(error).__name__}); open it and save it again") from None
    texts = [text for text, _, _ in pages]
    if not any(map(_has_text, texts)):
        raise SourceError(_without_text(pages))
    marks, notes = _compare(texts, _second_texts(raw))
    notes = [*_page_notes(pages), *notes]
    document = Document(digest(raw)[:ID_LENGTH], BREAK.join(texts), context["published"], context["source"])
    return [Extract(document, "", tuple(marks), tuple(notes), date_is_guess=True)]


def _has_text(text: str) -> bool:
    return sum(char.isalnum() for char in text) >= LEAST_LETTERS


def _without_text(pages: Sequence[tuple[str, int, int]]) -> str:
    if not pages:
        return "is a PDF without pages, or cut short; get it again"
    if any(images for _, images, _ in pages):
        return f"holds images and no text on its {len(pages):,} pages; have the text recognised (OCR) and give that"
    return f"has no text on its {len(pages):,} pages; give the text itself"


def _page_notes(pages: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    for number, (text, images, unknown) in enumerate(pages, 1):
        if images and not _has_text(text):
            yield f"page {number} is only an image: nothing was read there; have its text recognised (OCR)"
        if unknown:
            yield f"page {number} has {unknown:,} letters that the file does not name; they are shown as \ufffd"


def _second_texts(raw: bytes) -> list[str] | None:
    """The text of each page by pdfium; null where it cannot read the file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        try:
            return [document[number].get_textpage().get_text_range() for number in range(len(document))]
        finally:
            document.close()
    except (pypdfium2.PdfiumError, UnicodeError, ValueError):
        return None


def _compare(texts: Sequence[str], others: Sequence[str] | None) -> tuple[list[Mark], list[str]]:
    """The words in which two extractions differ, marked in the first; and a note for each page that has some."""
    if others is None or len(others) != len(texts):
        return [], [
            "the second extractor could not read this PDF; numbers and negations are not cross-checked"
        ]
    marks: list[Mark] = []
    notes: list[str] = []
    start = 0
    for number, (text, other) in enumerate(zip(texts, others, strict=True), 1):
        found = [
            *_differing(text, other, numbers_of),
            *_differing(text, other, negations_of),
            *_impossible(text),
        ]
        marks += [
            Mark(start + a, start + b, text[a:b], f"page {number}: the second extractor differs")
            for a, b in found
        ]
        missing = [*_missing(text, other, numbers_of), *_missing(text, other, negations_of)]
        if found or missing:
            words = ", ".join(dict.fromkeys([text[a:b] for a, b in found] + missing))
            notes.append(f"page {number}: two extractors differ on {words}; check them against the page")
        start += len(text) + len(BREAK)
    return marks, notes


Keyed = list[tuple[str, int, int]]  # what to compare, with where it stands


def numbers_of(text: str) -> Keyed:
    """The runs of digits in a text, by their value in any script."""
    return [
        ("".join(str(unicodedata.digit(char)) for char in each[0]), each.start(), each.end())
        for each in NUMBER.finditer(text)
    ]


def negations_of(text: str) -> Keyed:
    """The negations in a text. pdfium turns the two letters of lam-alef round, so the order of letters is left out."""
    keys = {"".join(sorted(word)) for word in _negations()}
    words = ((_bare(each[0]), each.start(), each.end()) for each in _words(text))
    return [(key, start, end) for word, start, end in words if (key := "".join(sorted(word))) in keys]


def _impossible(text: str) -> list[tuple[int, int]]:
    """Words that are a turned negation of lam-alef and nothing else: the article alone."""
    turned = {word[:-2] + word[:-3:-1] for word in _negations() if word.endswith(_negations()[0])}
    turned -= set(_negations())
    return [each.span() for each in _words(text) if _bare(each[0]) in turned and len(_bare(each[0])) < 4]


def _words(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"[\w\u064b-\u0652\u0670]+", text)


def _bare(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", word) if not unicodedata.combining(char))


def _differing(text: str, other: str, find: Any) -> list[tuple[int, int]]:
    extra = Counter(key for key, _, _ in find(text)) - Counter(key for key, _, _ in find(other))
    return [(start, end) for key, start, end in find(text) if extra[key]]


def _missing(text: str, other: str, find: Any) -> list[str]:
    missing = Counter(key for key, _, _ in find(other)) - Counter(key for key, _, _ in find(text))
    return [other[start:end] for key, start, end in find(other) if missing[key]]


@cache
def _negations() -> tuple[str, ...]:
    lines = Path(__file__).with_name("negations.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
