"""A PDF's bytes -> its pages, each with its glyphs: what text a glyph stands for and where it is placed."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, decode_text

from waqai.errors import SourceError

MOST_PAGES = 5_000
MOST_GLYPHS = 20_000_000
LONGEST_ACTUAL = 8  # characters; a longer ActualText is a phrase, whose glyphs say it themselves
UNKNOWN = "\ufffd"


class Glyph(NamedTuple):
    """A glyph: its text in reading order, its left and right end, its baseline and size, in points.

    `is_mark` where it stands above or below another one.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_mark: bool


@dataclass(slots=True)
class PageGlyphs:
    """The glyphs of a page in the order of the file, and how many images and unknown glyphs it has."""

    glyphs: list[Glyph] = field(default_factory=list)
    images: int = 0
    unknown: int = 0


def load_pages(data: bytes) -> Iterator[PageGlyphs]:
    """The pages of a PDF. Raises SourceError for one that is protected, damaged or beyond bounds."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        resources = PDFResourceManager()
        total = 0
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number > MOST_PAGES:
                raise SourceError(f"has more than {MOST_PAGES:,} pages; split it")
            device = _Device(resources)
            PDFPageInterpreter(resources, device).process_page(page)
            total += len(device.page.glyphs)
            if total > MOST_GLYPHS:
                raise SourceError(f"has more than {MOST_GLYPHS:,} letters; split it")
            yield device.page
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise SourceError("is protected by a password; open it with that and save it without one") from None


class _Device(PDFLayoutAnalyzer):
    """Takes each glyph as it is placed. `ActualText`, where a program gives it, replaces what its glyphs say."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources, laparams=None)
        self.page = PageGlyphs()
        self._actual: list[tuple[str | None, int]] = []  # the text of each open content, and its first glyph

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Remember the text that a marked content says it stands for."""
        given = props.get("ActualText") if isinstance(props, dict) else None
        text = plain(decode_text(given)) if isinstance(given, bytes) else None
        self._actual.append((text, len(self.page.glyphs)))

    def end_tag(self) -> None:
        """Make one glyph of those that stand for a text together: a letter and its mark, a ligature."""
        text, first = self._actual.pop() if self._actual else (None, 0)
        glyphs = self.page.glyphs[first:]
        if not text or not glyphs or len(text) > LONGEST_ACTUAL:
            return
        widest = max(glyphs, key=lambda glyph: glyph.right - glyph.left)
        if any(abs(glyph.baseline - widest.baseline) > glyph.size for glyph in glyphs):
            return
        right = max(glyph.right for glyph in glyphs if not glyph.is_mark or glyph is widest)
        left = min(glyph.left for glyph in glyphs if not glyph.is_mark or glyph is widest)
        self.page.glyphs[first:] = [
            widest._replace(text=text, left=left, right=right, is_mark=right - left < 0.01 * widest.size)
        ]

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A mark without content says nothing."""

    def receive_layout(self, ltpage: Any) -> None:
        """The glyphs were taken one by one."""

    def render_image(self, name: str, stream: Any) -> None:
        """Count an image; its content is not looked at."""
        self.page.images += 1

    def render_char(
        self, matrix: Matrix, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *rest: Any
    ) -> float:
        """Take a glyph as it is placed, and give its width back."""
        try:
            text = plain(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        width = float(font.char_width(cid) * fontsize * scaling)
        self._take(text, matrix, width, fontsize, rise)
        return width

    def _take(self, text: str, matrix: Matrix, width: float, fontsize: float, rise: float) -> None:
        if UNKNOWN in text:
            self.page.unknown += text.count(UNKNOWN)
        a, b, c, d, x, y = matrix
        x, y = x + c * rise, y + d * rise
        size = abs(fontsize) * math.hypot(c, d) or 1.0
        if abs(b) > 0.02 * abs(a):  # text that is turned is read along its own baseline, after the rest
            turn = math.atan2(b, a)
            x, y = x * math.cos(turn) + y * math.sin(turn), y * math.cos(turn) - x * math.sin(turn) - 100_000
            a = math.hypot(a, b)
        left, right = (x, x + a * width) if a * width >= 0 else (x + a * width, x)
        if math.isfinite(left) and math.isfinite(right) and math.isfinite(y) and math.isfinite(size):
            is_mark = _is_mark(text) or right - left < 0.01 * size
            self.page.glyphs.append(Glyph(text, left, right, y, size, is_mark))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A glyph's text without presentation forms and without characters that only direct; white space as one space."""
    if not text.isascii():
        # only shapes of letters: a raised two must not become a two
        text = "".join(unicodedata.normalize("NFKC", char) if char >= "\ufb00" else char for char in text)
    kept = [char for char in text if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")]
    out = "".join(" " if char.isspace() or unicodedata.category(char) == "Cc" else char for char in kept)
    return out.strip() or out[:1]


def _is_mark(text: str) -> bool:
    return bool(text) and all(unicodedata.combining(char) for char in text)
