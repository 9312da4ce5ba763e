"""Raw bytes -> text, or an error that names the encoding and the way out."""

from __future__ import annotations

import pytest

from waqai.errors import SourceError
from waqai.sources.decode import decode, guess_encoding, known_encoding, splits_lines

PROSE = (
    "قُتل ثلاثة مدنيين وأصيب خمسة آخرون صباح اليوم جراء قصف مدفعي على الأحياء السكنية في المدينة، "
    "وقالت مصادر محلية إن القصف استمر ساعتين وإن سيارات الإسعاف نقلت الجرحى إلى المشفى."
)
BARE = PROSE.replace("ُ", "")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (PROSE.encode(), None, PROSE),
        (PROSE.encode("utf-8-sig"), None, PROSE),
        (PROSE.encode("cp1256"), "windows-1256", PROSE),
        (PROSE.encode("utf-16"), "utf-16", PROSE),
        (b"line\r\nline", None, "line\r\nline"),
    ],
)
def test_text_comes_out_as_it_went_in(data: bytes, encoding: str | None, text: str) -> None:
    """UTF-8 and a named encoding give the text; a byte order mark goes, line ends stay."""
    assert decode(data, "a.txt", encoding) == text


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp1256", "windows-1256"),
        ("iso8859_6", "iso-8859-6"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("mac_arabic", "mac-arabic"),
        ("cp720", "cp720"),
    ],
)
def test_arabic_encodings_are_told_apart(codec: str, name: str) -> None:
    """The guess names the encoding that Arabic prose was written in, and reading with it gives the prose."""
    text = BARE if codec in ("iso8859_6", "mac_arabic", "cp720") else PROSE
    text = text.replace("،", "") if codec == "cp720" else text
    data = text.encode(codec)
    assert guess_encoding(data) == name
    assert decode(data, "a.txt", name) == text
    with pytest.raises(SourceError, match=f"--encoding {name}"):
        decode(data, "a.txt")


def test_a_short_headline_in_windows_1256_is_known() -> None:
    """Few words are enough for the commonest encoding, mixed with Latin letters and figures too."""
    for text in ("مقتل 3 مدنيين بقصف على درعا", "قصف على البلدة BBC 2017"):
        assert guess_encoding(text.encode("cp1256")) == "windows-1256"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04....", "is a ZIP"),
        (bytes(range(256)) * 4, "not text|looks like"),
        (b"text\0with\0zeros" * 3, "binary data"),
        ((PROSE * 20).encode() + b"\xff", "damaged UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    """Empty, binary and spoilt data are refused, each for what it is, with the file named."""
    with pytest.raises(SourceError, match=words) as caught:
        decode(data, "folder/a.txt")
    assert caught.value.where == "folder/a.txt"


def test_the_wrong_encoding_says_where_it_fails() -> None:
    """A named encoding that does not fit is refused with the byte and the line."""
    with pytest.raises(SourceError, match=r"is not ascii: byte 3 .*line 2"):
        decode("a\nب".encode(), "a.txt", "ascii")


def test_encodings_are_known_by_name() -> None:
    """Text encodings are known, others are not; and only some let lines be cut before decoding."""
    assert known_encoding("windows-1256") and known_encoding("UTF-8")
    assert not known_encoding("rot13") and not known_encoding("no-such")
    assert splits_lines(None) and splits_lines("cp1256") and not splits_lines("utf-16")
