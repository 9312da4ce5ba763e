"""JSON lines -> documents, and an error with file and line for each that is none."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqai.errors import SourceError
from waqai.sources.jsonl import load, load_lines
from waqai.sources.loaded import Loaded, LoadOptions

OLD = '{"id": "a", "text": "قصف المدينة اليوم"}'.encode("cp1256")
GOOD = {"id": "a", "published": "2024-05-01", "text": "نص"}


def lines(*rows: object, options: LoadOptions | None = None) -> list[Loaded | SourceError]:
    """Load rows (objects are dumped, strings and bytes go as they are) from a stream called `in`."""
    data = b"\n".join(
        row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row)).encode()
        for row in rows
    )
    return list(load_lines(io.BytesIO(data), "in", options or LoadOptions()))


def test_a_line_is_a_document() -> None:
    """All fields come over; the options fill in what the line leaves out."""
    full = GOOD | {"source": "s", "url": "http://u", "title": "t"}
    bare = {"id": "b", "text": ""}
    first, second = lines(full, "", bare, options=LoadOptions(published="2024-06-01", source="me"))
    assert isinstance(first, Loaded) and isinstance(second, Loaded)
    assert (first.document.source, first.document.url, first.document.title) == ("s", "http://u", "t")
    assert first.document.published == "2024-05-01" and len(first.sha256) == 64
    assert (second.document.published, second.document.source, second.where) == ("2024-06-01", "me", "in:3")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("[1, 2]", "is a list, not a JSON object"),
        ("null", "is null, not a JSON object"),
        ("12", "is a number, not a JSON object"),
        ('{"id": "a"', "is not JSON"),
        ("[" * 100_000, "beyond bounds"),
        ("1" * 6000, "beyond bounds"),
        ({"id": "a", "published": "2024-05-01"}, "`text` is missing"),
        (GOOD | {"text": 5}, "`text` is a number; it must be a string"),
        (GOOD | {"text": None}, "`text` is null"),
        ({"published": "2024-05-01", "text": "x"}, "`id` is missing"),
        (GOOD | {"id": " "}, "`id` is empty"),
        (GOOD | {"id": 7}, "`id` is a number"),
        ({"id": "a", "text": "x"}, "`published` is missing"),
        (GOOD | {"published": "2024-02-30"}, "`published` is \"2024-02-30\""),
        (GOOD | {"published": "20240501"}, "2024-05-01"),
        (GOOD | {"published": "٢٠٢٤-٠٥-٠١"}, "`published` is"),
        (GOOD | {"published": 3}, "`published` is a number"),
        (GOOD | {"text": "ab\ud800c"}, r"lone surrogate, \\ud800\) at offset 2"),
        (GOOD | {"source": ["x"]}, "`source` is a list"),
        (OLD, "--encoding windows-1256"),
        (b"\0\0\0", "binary"),
    ],
)  # fmt: skip
def test_a_bad_line_says_why_and_the_rest_goes_on(row: object, words: str) -> None:
    """Each fault has its own words, its file and line; the lines before and after it are read."""
    before, error, after = lines(GOOD, row, GOOD | {"id": "z"})
    assert isinstance(before, Loaded) and isinstance(after, Loaded)
    assert isinstance(error, SourceError) and error.where == "in:2"
    with pytest.raises(SourceError, match=words):
        raise error


def test_a_line_beyond_bounds_is_skipped_not_held() -> None:
    """A 20 MB line is an error of its own, counted as one line."""
    row = b'{"id": "a", "text": "' + b"x" * 20_000_000 + b'"}'
    error, after = lines(row, GOOD)
    assert (
        isinstance(error, SourceError) and error.where == "in:1" and "longer than 8,388,608" in error.message
    )
    assert isinstance(after, Loaded) and after.where == "in:2"


def test_a_named_encoding_reads_the_lines() -> None:
    """windows-1256 lines are read when it is named; UTF-16 cannot be cut in lines and says so."""
    row = json.dumps(GOOD, ensure_ascii=False).encode("cp1256")
    (loaded,) = lines(row, options=LoadOptions(encoding="windows-1256"))
    assert isinstance(loaded, Loaded) and loaded.document.text == "نص"
    (error,) = lines(row, options=LoadOptions(encoding="utf-16"))
    assert isinstance(error, SourceError) and "save the file again as UTF-8" in error.message


def test_a_byte_order_mark_before_the_first_line_is_no_fault(tmp_path: Path) -> None:
    """Files that Windows tools write open with a mark and end lines with CR LF."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n")
    (loaded,) = load(path, LoadOptions())
    assert isinstance(loaded, Loaded) and loaded.document.id == "a"


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    """A file without one line is named."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n \n")
    (error,) = load(path, LoadOptions())
    assert isinstance(error, SourceError) and "is empty" in error.message


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("2024-05-01")
rows = st.dictionaries(st.sampled_from(["id", "text", "published", "url"]), values).map(json.dumps)


@given(st.lists(st.binary(max_size=30) | rows.map(str.encode), max_size=5))
def test_whatever_comes_is_a_document_or_an_error(pieces: list[bytes]) -> None:
    """Random bytes and random objects end in typed results, none of them in another exception."""
    data = b"\n".join(pieces)
    results = list(load_lines(io.BytesIO(data), "in", LoadOptions(most_bytes=100)))
    assert len(results) == sum(bool(line.strip()) for line in data.split(b"\n"))
    for result in results:
        assert isinstance(result, SourceError) or result.document.text.encode()
