"""`waqai gazetteer`: tables of places of every format in, listed, searched, used for reading, taken away."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from waqai.commands.main import main
from waqai.place_table import HEADER

GOOD = "x:1\tالزيزفونية\tZayzafuniya\tالزيزفونيه|Zaizafun\tppl\tحلب\t\t\tSY\t36.1\t37.1\t900\tme"
Captured = pytest.CaptureFixture[str]


def table(path: Path, *rows: str) -> Path:
    """A table of places with its header."""
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_table_is_added_listed_searched_and_removed(
    tmp_path: Path, capsys: Captured, data_folder: Path
) -> None:
    """One place goes all the way; the data folder holds it until it is removed."""
    assert main(["gazetteer", "add", str(table(tmp_path / "own.tsv", GOOD))]) == 0
    assert "Added own: 1 places, 1 with a name in Arabic script" in capsys.readouterr().out
    assert (data_folder / "gazetteers" / "own.tsv").exists()
    assert main(["gazetteer", "list"]) == 0
    assert "own\ttsv\t1\t1\t0\t" in capsys.readouterr().out
    for name in ("زيزفونية", "الزيزفونية", "الزيزفونيا", "zayzafuniya", "Zayzafuniyah"):
        assert main(["gazetteer", "search", name]) == 0, name
        assert "x:1\tالزيزفونية\tppl\tحلب\tSY\t36.1000\t37.1000\t900\town" in capsys.readouterr().out, name
    assert main(["gazetteer", "remove", "own"]) == 0
    assert list((data_folder / "gazetteers").iterdir()) == []
    assert main(["gazetteer", "remove", "own"]) == 1
    assert main(["gazetteer", "search", "الزيزفونية"]) == 1


def test_reading_uses_what_was_added(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim at the user's own place has its id and its point."""
    text = "قصف الطيران الروسي بلدة الزيزفونية بريف حلب اليوم، ما أدى إلى مقتل ثلاثة مدنيين."
    document = json.dumps({"id": "d", "published": "2019-03-02", "text": text}, ensure_ascii=False).encode()

    def places() -> list[tuple[str | None, float | None]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document + b"\n")))
        assert main(["extract"]) == 0
        claim = json.loads(capsys.readouterr().out)["claims"][0]
        return [(place["place_id"], place["latitude"]) for place in claim["locations"]]

    before = places()
    main(["gazetteer", "add", str(table(tmp_path / "own.tsv", GOOD))])
    capsys.readouterr()
    assert ("x:1", 36.1) not in before
    assert ("x:1", 36.1) in places()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x:2\tقصير", "2 columns for 13"),
        (GOOD.replace("x:1", "x:2").replace("36.1", "136.1"), "coordinates outside the earth: 136.1, 37.1"),
        (GOOD.replace("x:1", "x:2").replace("37.1", "nan"), "coordinates outside the earth"),
        (GOOD.replace("x:1", "x:2").replace("37.1", "east"), "no number"),
        (GOOD.replace("x:1", "x:2").replace("37.1", ""), "a latitude without a longitude"),
        (GOOD.replace("x:1", "x:2").replace("SY", "Syria"), "two capital letters"),
        (GOOD.replace("x:1", "x:2").replace("ppl", "town"), "the kind is 'town'"),
        (GOOD.replace("x:1", ""), "the id must be one word"),
        (GOOD.replace("x:1", "x:2").replace("\t900", "\t-1"), "a population of -1"),
        (GOOD.replace("36.1", "36.2"), "a second place with this id"),
        (GOOD.replace("الزيزفونية\tZayzafuniya", "\t").replace("x:1", "x:2"), "needs a name"),
    ],
)
def test_broken_lines_cost_themselves_alone(tmp_path: Path, capsys: Captured, data_folder: Path, line: str,
                                            message: str) -> None:  # fmt: skip
    """A broken line is told with its file and line, counted and listed; the good one is added; the status says so."""
    assert main(["gazetteer", "add", str(table(tmp_path / "own.tsv", GOOD, line))]) == 1
    captured = capsys.readouterr()
    assert "Added own: 1 places" in captured.out
    assert message in captured.err and "1 lines were left out" in captured.err
    assert message in (data_folder / "gazetteers" / "own.skipped.txt").read_text("utf-8")


def test_bytes_that_are_not_utf8_cost_their_line(tmp_path: Path, capsys: Captured) -> None:
    """The line is told, the others are added."""
    path = table(tmp_path / "own.tsv", GOOD)
    path.write_bytes(path.read_bytes() + b"x:3\t\xff\xfe" + b"\t" * 11 + b"\n")
    assert main(["gazetteer", "add", str(path)]) == 1
    assert "own.tsv:3: not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"name\tlat\tlon\n", "the header lacks id, name_ar, kind, country"),
        (HEADER.encode() + b"\n", "no place in it can be used"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"PK\x03\x04", "is not UTF-8|lacks"),
    ],
)
def test_a_file_that_is_no_table_adds_nothing(
    tmp_path: Path, capsys: Captured, data_folder: Path, content: bytes, message: str
) -> None:
    """It is one error with what is allowed, and the shelf stays empty."""
    import re

    (tmp_path / "own.tsv").write_bytes(content)
    assert main(["gazetteer", "add", str(tmp_path / "own.tsv")]) == 1
    assert re.search(message, capsys.readouterr().err)
    assert not (data_folder / "gazetteers").exists()


def test_a_name_that_is_taken_is_kept(tmp_path: Path, capsys: Captured) -> None:
    """A second table of one name needs --overwrite or another name."""
    path = str(table(tmp_path / "own.tsv", GOOD))
    assert main(["gazetteer", "add", path]) == 0
    assert main(["gazetteer", "add", path]) == 1
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert main(["gazetteer", "add", path, "--overwrite"]) == 0
    assert main(["gazetteer", "add", path, "--name", "../own"]) == 1
    assert main(["gazetteer", "add", path, "--name", "second"]) == 0


def test_one_id_in_two_tables_is_told(tmp_path: Path, capsys: Captured) -> None:
    """The user learns which places two tables share, and which of them lie elsewhere."""
    moved = GOOD.replace("36.1", "33.1")
    assert main(["gazetteer", "add", str(table(tmp_path / "a.tsv", GOOD))]) == 0
    assert main(["gazetteer", "add", str(table(tmp_path / "b.tsv", moved))]) == 0
    told = capsys.readouterr().err
    assert "1 ids are in a too" in told and "x:1 lies elsewhere in a" in told


def test_nothing_that_exists_is_an_error(capsys: Captured) -> None:
    """Neither a file nor a country: the message says what may stand there."""
    assert main(["gazetteer", "add", "nowhere.tsv"]) == 1
    assert "give a file, or a country's two letters" in capsys.readouterr().err
