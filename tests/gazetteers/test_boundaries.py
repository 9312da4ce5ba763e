"""OCHA's common operational datasets: the columns' names of every generation, units by P-code."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from waqai.commands.main import main
from waqai.gazetteers.shelf import tables

openpyxl = pytest.importorskip("openpyxl")
Captured = pytest.CaptureFixture[str]

OLD = (
    ["admin2Name_en", "admin2Name_ar", "admin2Pcode", "admin1Name_en", "admin1Name_ar", "admin1Pcode", "admin0Pcode"],
    ["Nahr", "منطقة النهر", "SY0901", "Aleppo", "حلب", "SY09", "SY"],
)  # fmt: skip
MIDDLE = (
    ["ADM2_EN", "ADM2_AR", "ADM2_PCODE", "ADM1_EN", "ADM1_AR", "ADM1_PCODE", "ADM0_PCODE"],
    OLD[1],
)
NEW = (
    ["adm2_name", "adm2_name1", "adm2_pcode", "adm1_name", "adm1_name1", "adm1_pcode", "adm0_pcode",
     "center_lat", "center_lon"],
    [*OLD[1][:6], "SYR", 36.5, 37.5],
)  # fmt: skip
PLACES = (
    ["admin4Name_en", "admin4Name_ar", "admin4Pcode", "admin1Name_ar", "admin1Pcode", "Latitude", "Longitude"],
    ["Qarya", "قرية الزيزفون", "C9001", "حلب", "SY09", 36.1, 37.2],
)  # fmt: skip


def book(path: Path, *sheets: tuple[list[str], list[object]]) -> Path:
    """An XLSX file with those sheets, each a header and one row."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"ADM{number}")
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


@pytest.mark.parametrize(("sheet", "point"), [(OLD, ""), (MIDDLE, ""), (NEW, "36.5")])
def test_every_generation_of_columns(
    tmp_path: Path, sheet: tuple[list[str], list[object]], point: str
) -> None:
    """A district comes in by its P-code, with its names, its governorate and its point where it has one."""
    assert main(["gazetteer", "add", str(book(tmp_path / "syr.xlsx", sheet))]) == 0
    row = tables()[0].read_text("utf-8").splitlines()[1].split("\t")
    assert row[:6] == ["ocha:SY0901", "منطقة النهر", "Nahr", "", "admin2", "حلب"]
    assert (row[8], row[9]) == ("SY", point)


def test_sheets_of_several_levels(tmp_path: Path, capsys: Captured) -> None:
    """Each unit comes once; a place whose own code names no country has that of its governorate."""
    assert main(["gazetteer", "add", str(book(tmp_path / "syr.xlsx", OLD, OLD, PLACES))]) == 0
    rows = [line.split("\t") for line in tables()[0].read_text("utf-8").splitlines()[1:]]
    assert [(row[0], row[4], row[8]) for row in rows] == [
        ("ocha:SY0901", "admin2", "SY"),
        ("ocha:C9001", "ppl", "SY"),
    ]


def test_a_row_off_the_earth(tmp_path: Path, capsys: Captured) -> None:
    """It is left out and told by its sheet and row."""
    far = (PLACES[0], [*PLACES[1][:5], 136.1, 37.2])
    assert main(["gazetteer", "add", str(book(tmp_path / "syr.xlsx", OLD, far))]) == 1
    assert "ADM1:2: coordinates outside the earth" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"text"])
def test_a_file_that_is_no_xlsx(tmp_path: Path, capsys: Captured, content: bytes) -> None:
    """It is one error."""
    (tmp_path / "x.xlsx").write_bytes(content)
    assert main(["gazetteer", "add", str(tmp_path / "x.xlsx")]) == 1
    assert "is no XLSX file" in capsys.readouterr().err


def test_a_book_without_codes(tmp_path: Path, capsys: Captured) -> None:
    """The error says which columns are looked for."""
    path = book(tmp_path / "x.xlsx", (["a", "b"], ["c", "d"]))
    assert main(["gazetteer", "add", str(path)]) == 1
    assert "ADM1_PCODE" in capsys.readouterr().err


def test_without_the_extra(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    path = book(tmp_path / "x.xlsx", OLD)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert main(["gazetteer", "add", str(path)]) == 1
    assert "pip install 'waqai[documents]'" in capsys.readouterr().err
