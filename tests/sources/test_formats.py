"""What a file holds counts more than its name; what is made to do harm is an error, and the next file is read."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from pages import STORY, page, post, rss, telegram, telegram_html, word_file, workbook, zipped

from waqai.commands.main import main
from waqai.errors import SourceError
from waqai.sources import apart
from waqai.sources.folder import load_paths
from waqai.sources.formats import FORMATS, SUFFIXES, recognise
from waqai.sources.loaded import LIBRARIES, Loaded, LoadOptions, Skipped

GOLDEN = Path(__file__).parents[1] / "golden" / "pdf" / "fpdf2.pdf"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", GOLDEN.read_bytes(), "pdf"),
        ("a.pdf", page(), "html"),
        ("a.html", rss([]), "feed"),
        ("a.xml", page(), "html"),
        ("a.html", telegram_html(["x"]), "telegram-html"),
        ("a.json", telegram([post(1, "x")]), "telegram"),
        ("a.txt", word_file(["x"]), "docx"),
        ("a.docx", workbook([["x"]]), "xlsx"),
        ("a.txt", "<urlset xmlns='x'><url/></urlset>", "sitemap"),
        ("a.zip", zipped({"archive/data.warc.gz": b""}), "wacz"),
        ("a.dat", b"WARC/1.0\r\n", "warc"),
        ("a.csv", "x,y", "csv"),
        ("a.txt", "<قال> كذا", "text"),
        ("a.png", b"\x89PNG", None),
    ],
)  # fmt: skip
def test_a_file_is_what_it_holds(tmp_path: Path, name: str, data: bytes | str, form: str | None) -> None:
    """The first bytes decide, the ending only where they do not tell."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = recognise(path)
    assert (found.name if found else None) == form


def bomb() -> bytes:
    """A DOCX whose text unpacks to 300 megabytes."""
    return zipped({"word/document.xml": b" " * (300 << 20), "[Content_Types].xml": b"<x/>"})


BAD = {
    "old.doc.txt": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "protected by a password"),
    "cut.docx": (word_file(["x"])[:-100], "cut short or damaged"),
    "nested.zip.txt": (zipped({"inner.zip": zipped({"deeper.zip": zipped({"a.txt": b"x"})})}), "unpack it"),
    "renamed.pdf": (b"no pdf at all", "is named .pdf and is none"),
    "page.gz.txt": (b"\x1f\x8b\x08\x00" + b"x" * 50, "is a gzip file"),
    "rich.txt": (b"{\\rtf1 x}", "RTF"),
    "bomb.docx": (bomb(), "made to fill the memory"),
    "empty.html": (b"  \n", "is empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_fail_alone(tmp_path: Path, name: str) -> None:
    """One typed error with the file's name and what to do; its neighbours are read."""
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text(STORY[0], encoding="utf-8")
    error, after = load_paths([tmp_path / name, tmp_path / "z.txt"], LoadOptions(published="2024-01-01"))
    assert isinstance(error, SourceError) and isinstance(after, Loaded)
    assert error.where == str(tmp_path / name) and words in error.message


def test_links_out_of_a_folder_are_errors(tmp_path: Path) -> None:
    """A link to a file elsewhere is named and not followed; one inside is read; other kinds are skipped and said."""
    outside, folder = tmp_path / "secret.txt", tmp_path / "in"
    folder.mkdir()
    outside.write_text(STORY[0], encoding="utf-8")
    (folder / "a.txt").write_text(STORY[1], encoding="utf-8")
    (folder / "b.txt").symlink_to(outside)
    (folder / "c.txt").symlink_to(folder / "a.txt")
    (folder / "d.png").write_bytes(b"\x89PNG")
    kinds = [type(each) for each in load_paths([folder], LoadOptions())]
    assert kinds == [Loaded, SourceError, Loaded, Skipped]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.jsonl", b'{"id": "a", "text": "'),
        ("a.csv", b"text,date\n"),
        ("a.txt", b"x"),
        ("a.json", b'{"name": "x", "messages": [{"id": 1, "text": "'),
    ],
)
def test_a_line_of_a_hundred_megabytes_is_not_held(tmp_path: Path, name: str, start: bytes) -> None:
    """It is an error, and no more than its bound is ever in memory."""
    with (tmp_path / name).open("wb") as file:
        file.write(start)
        for _ in range(100):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    options = LoadOptions(published="2024-01-01", choose_columns=lambda preview: preview.guess)
    results = list(load_paths([tmp_path], options))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(results) == 1 and isinstance(results[0], SourceError) and peak < 60_000_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    """What is no file is an error."""
    os.mkfifo(tmp_path / "a.txt")
    (error,) = load_paths([tmp_path], LoadOptions())
    assert isinstance(error, SourceError) and "is not a file" in error.message


def test_a_parser_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes too long is an error; the parser's process is started anew for the next one."""
    (tmp_path / "a.html").write_text(page(STORY * 4000), encoding="utf-8")
    monkeypatch.setattr(apart, "SLACK", 0.0)
    (error,) = load_paths([tmp_path], LoadOptions())
    assert isinstance(error, SourceError) and "took longer" in error.message
    monkeypatch.undo()
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (found,) = load_paths([tmp_path], LoadOptions())
    assert isinstance(found, Loaded)


def test_a_summary_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kept, skipped and failed are counted, with reasons."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name in ("cut.docx", "empty.html"):
        Path("in", name).write_bytes(BAD[name][0])
    Path("in", "a.png").write_bytes(b"x")
    Path("in", "2024-05-01.txt").write_text(STORY[0], encoding="utf-8")
    assert main(["read", "in"]) == 1
    out = capsys.readouterr().out
    assert "1 kept, 0 unchanged, 2 failed" in out
    assert (
        "skipped: 1 (.png files are not read" in out
        and "failed: 1 (is a ZIP file" in out
        and "1 (is empty)" in out
    )


def test_the_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """`waqai sources` names each format with its endings; each has a module that loads and extracts."""
    assert main(["sources"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in FORMATS) and all(suffix in out for suffix in SUFFIXES)
    assert set(LIBRARIES) <= set(FORMATS)


def test_a_missing_library_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format whose library is not there says what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (error,) = load_paths([tmp_path], LoadOptions())
    assert isinstance(error, SourceError) and "pip install 'waqai[web]'" in error.message
