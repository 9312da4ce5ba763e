"""Raw bytes -> text: UTF-8 or the encoding the user names; the rest is refused with a guess at what it is.

A wrong guess would change names and numbers without a sound, so waqai never decodes by a guess: it says which
encoding the bytes look like, and the user names it.
"""

from __future__ import annotations

import codecs

from waqai.errors import SourceError

# Encodings that Arabic files are found in, the commonest first; the name is the one the user will know.
ARABIC_ENCODINGS = {
    "windows-1256": "cp1256",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "iso-8859-6": "iso8859_6",
    "mac-arabic": "mac_arabic",
    "cp720": "cp720",
    "cp864": "cp864",
}
SAMPLE_BYTES = 64 * 1024
ARTICLE = chr(0x0627) + chr(0x0644)  # alef, lam: opens about every third word of Arabic prose
MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"SQLite format 3": "an SQLite file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"{\\rtf": "an RTF file",
}


def decode(data: bytes, where: str, encoding: str | None = None) -> str:
    """The text of `data`: UTF-8 (a byte order mark is dropped) or `encoding`, an encoding that Python knows.

    Raises SourceError for empty and binary data, and for bytes that are not of that encoding.
    """
    if not data.strip():
        raise SourceError("is empty; give a file with the text of a report", where=where)
    kind = next((name for magic, name in MAGIC.items() if data.startswith(magic)), None)
    if kind:
        raise SourceError(f"is {kind}, not plain text; save its text as .txt in UTF-8", where=where)
    try:
        text = data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(_not_decoded(data, error, encoding), where=where) from None
    if "\0" in text:
        raise SourceError(_not_text(data), where=where)
    return text.removeprefix("\ufeff")


def known_encoding(name: str) -> bool:
    """Whether Python can decode text by this name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def splits_lines(encoding: str | None) -> bool:
    """Whether a line feed is the byte that it is in ASCII, so that lines can be cut before decoding."""
    return "\n{".encode(encoding or "utf-8") == b"\n{"


def guess_encoding(data: bytes) -> str | None:
    """The encoding that the bytes look like; null where nothing fits, as for binary data."""
    sample = data[:SAMPLE_BYTES]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    scores = {name: _arabic_score(sample, codec) for name, codec in ARABIC_ENCODINGS.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0.5:
        return best
    if b"\0" in sample:
        return None
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding.replace("_", "-") if match else None


def _arabic_score(sample: bytes, codec: str) -> float:
    """How much the sample reads as Arabic in a codec: the share of letters, and of articles among them."""
    even = sample[: len(sample) // 2 * 2] if codec.startswith("utf-16") else sample
    try:
        text = even.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    beyond_ascii = [char for char in text if char > "\x7f"]
    letters = sum("\u0621" <= char <= "\u0652" for char in beyond_ascii)
    if not letters:
        return 0.0
    controls = sum(char < " " and char not in "\t\r\n" for char in text)
    share = letters / (len(beyond_ascii) + controls)
    return share + min(text.count(ARTICLE) * 10 / letters, 1.0)


def _not_decoded(data: bytes, error: UnicodeDecodeError, encoding: str | None) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    found = f"byte {error.start + 1:,} (0x{data[error.start]:02x}, line {line:,})"
    if encoding:
        return f"is not {encoding}: {found}; name the encoding that it was saved in"
    if _nearly_utf8(data):
        return f"is damaged UTF-8: {found}; mend that place or save the file again as UTF-8"
    guess = guess_encoding(data)
    if guess is None:
        return f"is not text: {found} is not UTF-8 and no other encoding fits; give a UTF-8 text file"
    return f"is not UTF-8: {found}; it {_looks_like(guess)}"


def _not_text(data: bytes) -> str:
    guess = guess_encoding(data)
    if guess is None or not guess.startswith("utf-16"):
        return "is binary data (it has NUL bytes); give a UTF-8 text file"
    return f"is not UTF-8; it {_looks_like(guess)}"


def _looks_like(guess: str) -> str:
    return f"looks like {guess}: read it with `--encoding {guess}`, or save it again as UTF-8"


def _nearly_utf8(data: bytes) -> bool:
    """Whether almost all that is not ASCII decodes as UTF-8: a cut or spoilt file, not another encoding."""
    text = data[:SAMPLE_BYTES].decode("utf-8", errors="replace")
    spoilt = text.count("\ufffd")
    good = sum(char > "\x7f" for char in text) - spoilt
    return good > 20 * spoilt
