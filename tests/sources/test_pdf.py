"""PDFs of six producers: every number and every negation is right, and what is not sure is said."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from pathlib import Path

import pytest

from waqai.errors import SourceError
from waqai.sources.folder import load_paths
from waqai.sources.loaded import Loaded, LoadOptions
from waqai.sources.pdf import _compare, negations_of, numbers_of

GOLDEN = Path(__file__).parents[1] / "golden" / "pdf"
PRODUCERS = ("chromium", "libreoffice", "weasyprint", "fpdf2", "typst", "reportlab")
OPTIONS = LoadOptions(published="2024-03-26")


def load(path: Path) -> Loaded:
    """The one document of a PDF."""
    (loaded,) = load_paths([path], OPTIONS)
    assert isinstance(loaded, Loaded), loaded
    return loaded


def letters(text: str) -> str:
    """A text without vowel marks (which one producer leaves out), its white space folded."""
    plain = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain)


@pytest.mark.parametrize("lines", ["lines", "lines-2"])
@pytest.mark.parametrize("producer", PRODUCERS)
def test_every_line_of_every_producer(producer: str, lines: str) -> None:
    """Each line is in the text letter by letter; the numbers and negations are those of the lines, in their order."""
    wanted = (GOLDEN / f"{lines}.txt").read_text(encoding="utf-8")
    loaded = load(GOLDEN / f"{producer}{lines.removeprefix('lines')}.pdf")
    text = letters(loaded.document.text)
    for find in (numbers_of, negations_of):
        assert [key for key, _, _ in find(text)] == [key for key, _, _ in find(letters(wanted))]
    missing = [line for line in wanted.splitlines() if letters(line) not in text]
    assert not missing
    assert not loaded.capture.marks and not loaded.notes


def test_columns_are_read_from_the_right() -> None:
    """The right column comes whole before the left one."""
    wanted = letters((GOLDEN / "lines.txt").read_text(encoding="utf-8"))
    text = letters(load(GOLDEN / "columns.pdf").document.text)
    first = letters((GOLDEN / "lines.txt").read_text(encoding="utf-8").splitlines()[0])
    assert [key for key, _, _ in numbers_of(text)] == [key for key, _, _ in numbers_of(wanted)] * 2
    assert text.startswith(first) and text.count(first) == 2


def test_a_page_that_is_only_an_image_says_so() -> None:
    """The text of the other page is read; a PDF of nothing but images is an error that says what to do."""
    loaded = load(GOLDEN / "image.pdf")
    assert "12 killed" in loaded.document.text
    assert any("page 2 is only an image" in note for note in loaded.notes)


def test_a_difference_in_a_number_or_a_negation_is_marked() -> None:
    """The words that the second extractor has otherwise are marked where they stand; what only it has is named."""
    ours, other = "قتل ١٢ شخصا ولا إصابات", "قتل ٢١ شخصا وال إصابات"
    marks, notes = _compare(["صفحة", ours], ["صفحة", other])
    assert [mark.text for mark in marks] == ["١٢"]
    start = len("صفحة\n\n") + ours.index("١٢")
    assert (marks[0].start, marks[0].end) == (start, start + 2)
    assert notes == ["page 2: two extractors differ on ١٢, ٢١; check them against the page"]
    assert [mark.text for mark in _compare(["لم يقتل أحد"], ["يقتل أحد"])[0]] == ["لم"]
    assert [mark.text for mark in _compare(["وال إصابات"], ["ولا إصابات"])[0]] == ["وال"]
    assert _compare(["12"], ["12"]) == ([], []) and _compare(["12"], None)[1]


def test_numbers_are_compared_by_their_value() -> None:
    """Digits of any script are one number; a negation counts whatever its marks."""
    assert Counter(key for key, _, _ in numbers_of("١٢ و12 و۱۲")) == {"12": 3}
    assert len(negations_of("لا ولَم بِلا المدينة")) == 3


def test_a_protected_pdf_says_so() -> None:
    """A password is not guessed; the error says what to do."""
    (error,) = load_paths([GOLDEN / "protected.pdf"], OPTIONS)
    assert isinstance(error, SourceError) and "protected by a password" in error.message


def broken(kind: str) -> bytes:
    """Bytes of a PDF that is not whole."""
    data = (GOLDEN / "fpdf2.pdf").read_bytes()
    if kind == "cut":
        return data[: len(data) // 2]
    if kind == "no pages":
        return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    if kind == "loop":
        return (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
            b"trailer<</Root 1 0 R>>\n%%EOF"
        )
    return b"%PDF-1.4\n" + bytes(range(256)) * 40


def bomb() -> bytes:
    """A PDF of one page whose content, packed twice, unpacks to 600 megabytes."""
    packer = zlib.compressobj(1)
    packed = zlib.compress(
        b"".join(packer.compress(b" " * (1 << 20)) for _ in range(600)) + packer.flush(), 9
    )
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n",
        b"4 0 obj<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed),
        packed,
        b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    ]
    return b"".join(parts)


def test_a_pdf_bomb_is_an_error_and_the_next_file_is_read(tmp_path: Path) -> None:
    """A few bytes that unpack to 600 megabytes end within its bounds, and its neighbour is read."""
    (tmp_path / "a.pdf").write_bytes(bomb())
    (tmp_path / "b.pdf").write_bytes((GOLDEN / "fpdf2.pdf").read_bytes())
    error, loaded = load_paths([tmp_path], OPTIONS)
    assert isinstance(error, SourceError) and isinstance(loaded, Loaded)
    assert "memory" in error.message or "seconds" in error.message


@pytest.mark.parametrize("kind", ["cut", "no pages", "loop", "noise"])
def test_a_damaged_pdf_is_an_error(tmp_path: Path, kind: str) -> None:
    """Whatever is wrong with it, it is one typed error that names the file and says what to do."""
    path = tmp_path / "a.pdf"
    path.write_bytes(broken(kind))
    (error,) = load_paths([path], OPTIONS)
    assert isinstance(error, SourceError) and error.where == str(path) and ";" in error.message
