"""Glyphs of a page -> its lines in reading order -> its text.

Glyphs on one baseline are a line; a line is cut where a gutter runs down the page, and columns are read from the right
where the page is Arabic. A line that runs to the end of its column goes on in the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from waqai.sources.bidi import is_rtl, logical, with_brackets
from waqai.sources.pdf_glyphs import Glyph

SAME_LINE = 0.35  # of the size of the letters, between two baselines of one line
SPACE = 0.17  # of the size: a gap that is a space in a line that has no spaces of its own
WIDE_SPACE = 0.5  # the same in one that has
GUTTER = 1.2  # of the size: the least width of the white between two columns
COLUMN_LINES = 4  # a column has at least so many lines
COLUMN_SHARE = 0.2  # and at least this share of the width
PROBE = 0.08  # of the size, right of a mark's origin: there is its letter
NEW_PARAGRAPH = 1.75  # of the usual distance between lines
SHORT = 0.12  # of the column's width: a line that ends so far from its end is the last of a paragraph


class Line:
    """Glyphs of one line from left to right, marks following their letters; its ends, baseline and size in points."""

    __slots__ = ("baseline", "glyphs", "left", "right", "size")

    def __init__(self, glyphs: tuple[Glyph, ...]) -> None:
        """Baseline and size are those of most letters."""
        self.glyphs = glyphs
        self.left = glyphs[0].left
        self.right = max(glyph.right for glyph in glyphs)
        self.baseline = median([glyph.baseline for glyph in glyphs])
        self.size = median([glyph.size for glyph in glyphs])


def page_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a page, lines of a paragraph joined by spaces, paragraphs by line ends."""
    glyphs = [glyph for glyph in glyphs if glyph.text]
    rtl = is_rtl("".join(glyph.text for glyph in glyphs)) is not False
    lines = list(_lines(glyphs))
    paragraphs: list[str] = []
    for column in _columns(lines, rtl):
        paragraphs += _paragraphs(column, rtl)
    return with_brackets("\n".join(paragraphs))


def _lines(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    """The lines from top to bottom. Glyphs that are drawn twice in one place (for a bold look) count once."""
    letters = sorted(
        {g[:4]: g for g in glyphs if not g.is_mark}.values(), key=lambda g: (-g.baseline, g.text == " ")
    )
    rows: list[list[Glyph]] = []
    spaces: list[Glyph] = []
    for glyph in letters:
        if rows and rows[-1][0].baseline - glyph.baseline <= SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        elif glyph.text == " ":
            spaces.append(glyph)
        else:
            mine = [s for s in spaces if s.baseline - glyph.baseline <= SAME_LINE * glyph.size]
            rows.append([glyph, *mine])
            spaces.clear()
    marks = [glyph for glyph in glyphs if glyph.is_mark]
    for row in rows:
        low = min(glyph.baseline - 0.6 * glyph.size for glyph in row)
        high = max(glyph.baseline + 0.9 * glyph.size for glyph in row)
        mine = [mark for mark in marks if low <= mark.baseline <= high]
        yield Line(tuple(_with_marks(sorted(row, key=lambda g: (g.left, g.right)), mine, row[0].baseline)))


def _with_marks(row: list[Glyph], marks: Sequence[Glyph], baseline: float) -> Iterator[Glyph]:
    """The letters of a row, each followed by the marks that stand over or under it."""
    over: dict[int, list[Glyph]] = {}
    for mark in marks:
        # the origin of a mark stands at the left edge of its letter, or within it
        middle = (mark.left + mark.right) / 2 + PROBE * mark.size
        bases = [place for place, glyph in enumerate(row) if glyph.text != " "]
        nearest = min(bases, key=lambda place: _distance(row[place], middle), default=None)
        if nearest is not None and _distance(row[nearest], middle) <= row[nearest].size * 0.5:
            over.setdefault(nearest, []).append(mark)
    for place, glyph in enumerate(row):
        said = "".join(mark.text for mark in over.get(place, ()))
        yield glyph._replace(text=glyph.text + _new_marks(glyph.text, said)) if said else glyph


def _new_marks(text: str, marks: str) -> str:
    """Marks that a letter does not have yet; a program may say the letter again with its mark."""
    return marks.removeprefix(text) if marks.startswith(text) else marks


def _distance(glyph: Glyph, place: float) -> float:
    return max(glyph.left - place, place - glyph.right, 0.0)


def _columns(lines: Sequence[Line], rtl: bool) -> Iterator[list[Line]]:
    """The columns in the order in which they are read; a page without gutters is one."""
    cut = _gutter(lines)
    if cut is None:
        yield list(lines)
        return
    top, bottom, place = cut
    between = lines[top:bottom]
    sides = [[part for line in between if (part := _part(line, place, side))] for side in (True, False)]
    yield from _columns(lines[:top], rtl) if top else ()
    for side in sides if rtl else reversed(sides):
        yield from _columns(side, rtl)
    yield from _columns(lines[bottom:], rtl) if bottom < len(lines) else ()


def _part(line: Line, place: float, right: bool) -> Line | None:
    glyphs = tuple(g for g in line.glyphs if ((g.left + g.right) / 2 > place) == right)
    return Line(glyphs) if any(g.text != " " for g in glyphs) else None


def _gutter(lines: Sequence[Line]) -> tuple[int, int, float] | None:
    """The longest run of lines (from, to) with white at one place (x) that leaves two columns; null without one."""
    if len(lines) < COLUMN_LINES:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    margin = COLUMN_SHARE * (right - left)
    candidates = {
        (a + b) / 2 for line in lines for a, b in _gaps(line) if left + margin < (a + b) / 2 < right - margin
    }
    best: tuple[int, int, float] | None = None
    for place in sorted(candidates)[:200]:
        for top, bottom in _runs(lines, place):
            if best is None or bottom - top > best[1] - best[0]:
                best = (top, bottom, place)
    return best


def _gaps(line: Line) -> Iterator[tuple[float, float]]:
    shown = [glyph for glyph in line.glyphs if glyph.text != " "]
    end = shown[0].right if shown else 0.0
    for glyph in shown[1:]:
        if glyph.left - end >= GUTTER * line.size:
            yield end, glyph.left
        end = max(end, glyph.right)


def _runs(lines: Sequence[Line], place: float) -> Iterator[tuple[int, int]]:
    """Runs of lines that leave `place` white, with enough lines on both sides of it."""
    start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and not _covers(lines[end], place):
            continue
        block = lines[start:end]
        sides = [sum(line.left < place for line in block), sum(line.right > place for line in block)]
        if min(sides) >= COLUMN_LINES:
            yield start, end
        start = end + 1


def _covers(line: Line, place: float) -> bool:
    half = GUTTER * line.size / 2
    return any(g.left < place + half and g.right > place - half for g in line.glyphs if g.text != " ")


def _paragraphs(lines: Sequence[Line], rtl: bool) -> list[str]:
    """The paragraphs of a column."""
    steps = [above.baseline - below.baseline for above, below in pairwise(lines)]
    usual = median(steps) if steps else 0.0
    left = min((line.left for line in lines), default=0.0)
    right = max((line.right for line in lines), default=0.0)
    out: list[str] = []
    goes_on = False
    for place, line in enumerate(lines):
        text = logical(list(_units(line)), rtl).strip()
        if not text:
            continue
        if goes_on and out:
            out[-1] += " " + text
        else:
            out.append(text)
        step = steps[place] if place < len(steps) else 0.0
        gap = (right - left) - (line.right - line.left)  # on both sides: some set Arabic flush left
        goes_on = gap < SHORT * (right - left) and step < NEW_PARAGRAPH * min(usual, 1.6 * line.size or usual)
    return out


def _units(line: Line) -> Iterator[str]:
    """The texts of a line's glyphs from left to right, with a space for each gap that is one."""
    has_spaces = any(glyph.text == " " for glyph in line.glyphs)
    least = WIDE_SPACE if has_spaces else SPACE
    end: float | None = None
    space = False
    for glyph in line.glyphs:
        if glyph.text == " ":
            space = end is not None
            continue
        if end is not None and (space or glyph.left - end > least * glyph.size):
            yield " "
        space = False
        yield glyph.text
        end = glyph.right if end is None else max(end, glyph.right)
