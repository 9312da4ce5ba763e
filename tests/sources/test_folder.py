"""Paths, folders and .txt files -> documents, and an error for each file that is none."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from waqai.errors import SourceError
from waqai.sources.folder import load_paths
from waqai.sources.loaded import Loaded, LoadOptions

TEXT = "قصف على المدينة"


def write(folder: Path, **files: str | bytes) -> None:
    """Write files by their names."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())


def test_a_folder_gives_its_files_in_the_order_of_names(tmp_path: Path) -> None:
    """Texts and JSON lines are read, sub-folders too; hidden files and other kinds are passed over."""
    row = '{"id": "j", "published": "2024-01-01", "text": "x"}\n'
    write(tmp_path, **{"b.txt": TEXT, "a.jsonl": row, "c/d.TXT": TEXT + "2", ".e.txt": TEXT, "f.png": "1"})
    found = list(load_paths([tmp_path, tmp_path / "b.txt"], LoadOptions(published="2024-05-01")))
    assert [Path(item.where).name for item in found if isinstance(item, Loaded)] == [
        "a.jsonl:1",
        "b.txt",
        "d.TXT",
    ]


def test_a_text_has_its_id_from_its_bytes(tmp_path: Path) -> None:
    """The id is the beginning of the SHA-256; source and date are the user's; the title stays null."""
    write(tmp_path, **{"a.txt": TEXT})
    (loaded,) = load_paths([tmp_path / "a.txt"], LoadOptions(published="2024-05-01", source="me"))
    assert isinstance(loaded, Loaded)
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert (loaded.sha256, loaded.document.id) == (sha256, sha256[:16])
    assert (loaded.document.source, loaded.document.title) == ("me", None) and not loaded.notes


@pytest.mark.parametrize(
    ("name", "given", "published", "is_guess"),
    [
        ("2024-03-02-bulletin.txt", None, "2024-03-02", False),
        ("2024-03-02.txt", "2024-05-01", "2024-05-01", False),
        ("bulletin.txt", None, "2020-01-02", True),
        ("bulletin-2024-03-02.txt", None, "2020-01-02", True),
    ],
)
def test_the_date_of_a_text(
    tmp_path: Path, name: str, given: str | None, published: str, is_guess: bool
) -> None:
    """The user's date wins, then the name's, then the file's own with a note that says so."""
    write(tmp_path, **{name: TEXT})
    os.utime(tmp_path / name, (1577966400, 1577966400))
    (loaded,) = load_paths([tmp_path], LoadOptions(published=given))
    assert isinstance(loaded, Loaded) and loaded.document.published == published
    assert loaded.date_is_guess is is_guess and bool(loaded.notes) is is_guess


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"\0\1\2" * 50, "binary"),
        ("old.txt", (TEXT + " الأحياء السكنية").encode("cp1256"), "--encoding windows-1256"),
        ("2024-13-01.txt", b"text", "no day of the calendar"),
        ("long.txt", b"x" * 2000, "longer than 1,000 bytes"),
        ("missing.txt", None, "no such file"),
        ("table.ods", b"1,2", "is in no format that waqai reads"),
    ],
)
def test_a_bad_file_is_named_and_the_rest_goes_on(
    tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    """Every fault of a file is an error that names it; the next file is read."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    write(tmp_path, **{"z.txt": TEXT})
    error, after = load_paths([tmp_path / name, tmp_path / "z.txt"], LoadOptions(most_bytes=1000))
    assert isinstance(error, SourceError) and isinstance(after, Loaded)
    assert error.where == str(tmp_path / name) and words in error.message


def test_a_link_to_nothing_in_a_folder_is_an_error(tmp_path: Path) -> None:
    """A file that the system will not give is named with the reason."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    (error,) = load_paths([tmp_path], LoadOptions())
    assert isinstance(error, SourceError) and "No such file" in error.message
