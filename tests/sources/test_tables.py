"""CSV, XLSX, JSON lines with other members, DOCX: the mapping is accepted before it is used, and every row is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages import STORY, documents, word_file, workbook

from waqai.commands.main import main
from waqai.errors import SourceError
from waqai.sources.columns import guess
from waqai.sources.folder import load_paths
from waqai.sources.loaded import LoadOptions, Result

HEADER = ["النص", "التاريخ", "المصدر", "id"]
ROWS = [[STORY[0], "2024-03-25", "وكالة", "7"], [f"{STORY[1]}\nسطر", "2024-03-26", "", "8"]]
ACCEPT = LoadOptions(choose_columns=lambda preview: preview.guess)


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    """A CSV of these rows, each cell quoted."""
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)


def load(path: Path, data: bytes | str, options: LoadOptions = ACCEPT) -> list[Result]:
    """What is in a table of this content."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(load_paths([path], options))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", table([HEADER, *ROWS])),
        ("a.csv", b"\xef\xbb\xbf" + table([HEADER, *ROWS], ";").encode()),
        ("a.tsv", table([HEADER, *ROWS], "\t")),
        ("a.xlsx", workbook([HEADER, *ROWS])),
        ("a.jsonl", "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in ROWS)),
    ],
    ids=["csv", "semicolons", "tabs", "xlsx", "jsonl"],
)
def test_a_table(tmp_path: Path, name: str, data: bytes | str) -> None:
    """Each row is a document with what its columns say; a cell of several lines stays whole."""
    first, second = documents(load(tmp_path / name, data))
    assert (first.document.id, first.document.text, first.document.published, first.document.source) == (
        "7", STORY[0], "2024-03-25", "وكالة",
    )  # fmt: skip
    assert second.document.text == f"{STORY[1]}\nسطر" and second.document.source == ""


@pytest.mark.parametrize(
    ("header", "rows", "columns"),
    [
        (["Headline", "Body", "Date"], [["a", "b", "25/03/2024"]],
         {"text": "Body", "published": "Date", "title": "Headline", "date_format": "%d/%m/%Y"}),
        (["x", "y"], [["1", "a long text"]], {"text": "y"}),
        (["text", "date"], [["a", "03/04/2024"]], {"text": "text", "published": "date"}),
        (["text", "date"], [["a", "2024-04-03T10:00:00"]], {"text": "text", "published": "date"}),
        ([], [], {}),
    ],
)  # fmt: skip
def test_the_guess(header: list[str], rows: list[list[str]], columns: dict[str, str]) -> None:
    """Names tell, else length; a form of dates is taken only where no other fits."""
    assert guess(header, rows) == columns


def test_a_table_is_not_read_before_its_columns_are_accepted(tmp_path: Path) -> None:
    """Without a word from the user, the error shows what would be taken and how to accept it."""
    (error,) = load(tmp_path / "a.csv", table([HEADER, *ROWS]), LoadOptions())
    assert isinstance(error, SourceError)
    assert "--columns 'text=النص,published=التاريخ,id=id,source=المصدر'" in error.message
    assert STORY[0][:30] in error.message


def test_an_accepted_mapping_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was accepted once is used for the next table with the same header; a wrong one is refused by name."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(table([HEADER, ROWS[0]]), encoding="utf-8")
    Path("b.csv").write_text(table([HEADER, ROWS[1]]), encoding="utf-8")
    assert main(["read", "a.csv"]) == 1
    assert main(["read", "a.csv", "--columns", "text=nothing"]) == 1
    assert "the columns here are النص" in capsys.readouterr().err
    assert main(["read", "a.csv", "--columns", "text"]) == 2
    assert main(["read", "a.csv", "--columns", "text=النص,published=التاريخ,id=id"]) == 0
    assert main(["read", "b.csv"]) == 0
    assert "1 kept" in capsys.readouterr().out
    assert main(["verify"]) == 0


@pytest.mark.parametrize(
    ("name", "data", "words", "kept"),
    [
        ("a.csv", table([HEADER, ["", "2024-03-25", "", ""], ROWS[0]]), "is empty", 1),
        ("a.csv", table([HEADER, [STORY[0], "soon", "", ""], ROWS[0]]), "'soon' is none", 1),
        ("a.csv", table([HEADER, ROWS[0]]) + '\r\n"open', "never closed", 1),
        (
            "a.csv",
            table([HEADER, ROWS[0]]) + "\r\n" + "x" * 4000 + "\r\n" + table([ROWS[1]]),
            "longer than",
            2,
        ),
        ("a.csv", table([HEADER, *ROWS]).replace("١٢", "12").encode("cp1256", "replace"), "--encoding", 0),
        ("a.csv", "", "is empty", 0),
        ("a.xlsx", workbook([HEADER, ["", "2024-03-25", "", "x"], ROWS[0]]), "is empty", 1),
    ],
    ids=["no words", "no day", "quote", "long", "encoding", "empty", "sheet"],
)
def test_a_bad_row_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, data: str | bytes, words: str, kept: int
) -> None:
    """Each fault has its file and line, or sheet and row."""
    options = LoadOptions(choose_columns=lambda preview: preview.guess, most_bytes=2000)
    results = load(tmp_path / name, data, options)
    errors = [each for each in results if isinstance(each, SourceError)]
    assert len(errors) == 1 and words in errors[0].message and str(errors[0].where).startswith(str(tmp_path))
    assert len(documents(results)) == kept


def test_dates_of_a_workbook(tmp_path: Path) -> None:
    """Cells that hold a date are its day, whatever they look like."""
    import datetime

    rows = [
        ["text", "date"],
        [STORY[0], datetime.datetime(2024, 3, 25, 14, 30)],
        [STORY[1], datetime.date(2024, 3, 26)],
    ]
    found = documents(load(tmp_path / "a.xlsx", workbook(rows)))
    assert [each.document.published for each in found] == ["2024-03-25", "2024-03-26"]


def test_a_word_file(tmp_path: Path) -> None:
    """Paragraphs and rows of tables in their order."""
    data = word_file(STORY[:2], [["المدينة", "القتلى"], ["حلب", "١٢"]])
    (found,) = documents(load(tmp_path / "2024-03-25.docx", data))
    assert found.document.text == f"{STORY[0]}\n{STORY[1]}\nالمدينة | القتلى\nحلب | ١٢"
    (error,) = load(tmp_path / "b.docx", word_file([]))
    assert isinstance(error, SourceError) and "no words" in error.message
