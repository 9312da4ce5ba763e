"""`waqai actors`: the register searched and shown, and a table of the user's own over it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from waqai.commands.main import main

Captured = pytest.CaptureFixture[str]
HEADER = "id\tname_ar\tname_en\taliases\tinter\tcountry\tvalid_from\tvalid_to"
OWN = "xx.falcons\tصقور الزيزفون\tZayzafun Falcons\tعصابات الزيزفون|ميليشيا الزيزفون\t2\tSY\t2015-02\t2020"


def table(path: Path, *lines: str) -> str:
    """A table of actors with its header."""
    path.write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("داعش", "is"), ("تنظيم الدولة", "is"), ("ميليشيات الأسد", "sy.gov"), ("عصابات الأسد", "sy.gov"),
        ("قوات الاحتلال", "il"), ("ميليشيا الحوثي", "ye.houthi"), ("Hayat Tahrir al-Sham", "sy.hts"),
        ("sy.nusra", "sy.nusra"), ("فتح الشام", "sy.nusra"), ("Jabhat Fatah al-Sham", "sy.nusra"),
    ],
)  # fmt: skip
def test_a_name_finds_its_actor(capsys: Captured, name: str, first: str) -> None:
    """Own names, hostile names, English ones and ids: the actor of that very name comes first."""
    assert main(["actors", "search", name]) == 0
    assert capsys.readouterr().out.splitlines()[1].split("\t")[0] == first


@pytest.mark.parametrize(("day", "there"), [("2017-05-05", "sy.gov"), ("2025-05-05", "sy.new")])
def test_the_day_decides(capsys: Captured, day: str, there: str) -> None:
    """The Syrian army is not the same actor in 2017 and in 2025."""
    assert main(["actors", "search", "الجيش السوري", "--on", day]) == 0
    assert capsys.readouterr().out.splitlines()[1].split("\t")[0] == there


def test_nothing_found(capsys: Captured) -> None:
    """It is said, and the status is 1."""
    assert main(["actors", "search", "لا أحد هكذا"]) == 1
    assert main(["actors", "show", "nobody"]) == 1
    assert "actors search" in capsys.readouterr().err


@pytest.mark.parametrize("actor", ["sy.nusra", "sy.hts"])
def test_an_actor_is_shown_with_its_names_in_turn(capsys: Captured, actor: str) -> None:
    """Nusra, Fatah al-Sham and Tahrir al-Sham are one line with three dated names, from wherever one looks."""
    assert main(["actors", "show", actor]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    start = lines.index("names in turn") + 1
    assert [line.partition("  ")[0] for line in lines[start : start + 3]] == [
        "2012-01-23 to 2016-07-28",
        "2016-07-28 to 2017-01-28",
        "2017-01-28 to 2025-01-29",
    ]


def test_relations_of_a_day(capsys: Captured) -> None:
    """With a day, only what held on it is shown."""
    assert main(["actors", "show", "sy.gov", "--on", "2014-01-01"]) == 0
    early = capsys.readouterr().out
    assert main(["actors", "show", "sy.gov", "--on", "2016-01-01"]) == 0
    late = capsys.readouterr().out
    assert "allied-with ru " not in early and "allied-with ru " in late
    assert "on 2016-01-01  there" in late


def test_an_actor_of_the_users_own_is_read(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its names, hostile ones too, give its id in claims; a name that the pack has goes to the user's actor."""
    own = OWN.replace("عصابات الزيزفون", "عصابات الزيزفون|قوات سوريا الديمقراطية")
    assert main(["actors", "add", table(tmp_path / "own.tsv", own)]) == 0
    assert "Added 1 actors, 1 of them new; 1 of your own in all" in capsys.readouterr().out
    for name in ("صقور الزيزفون", "ميليشيا الزيزفون", "قوات سوريا الديمقراطية"):
        text = f"قصفت {name} بالمدفعية بلدة مارع بريف حلب اليوم، ما أدى إلى مقتل ثلاثة مدنيين."
        line = json.dumps({"id": "d", "published": "2019-03-02", "text": text}, ensure_ascii=False) + "\n"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
        assert main(["extract"]) == 0
        claim = json.loads(capsys.readouterr().out)["claims"][0]
        assert [actor["id"] for actor in claim["actor1"]] == ["xx.falcons"], name
    assert main(["actors", "search", "Zayzafun"]) == 0
    assert main(["actors", "show", "xx.falcons"]) == 0
    assert "2015-02 to 2020" in capsys.readouterr().out


def test_tables_add_up(tmp_path: Path, capsys: Captured) -> None:
    """A second table keeps what the first had; an id that is there is replaced."""
    assert main(["actors", "add", table(tmp_path / "a.tsv", OWN)]) == 0
    other = OWN.replace("xx.falcons", "xx.hawks").replace("Falcons", "Hawks")
    assert main(["actors", "add", table(tmp_path / "b.tsv", other, OWN.replace("2020", "2021"))]) == 0
    assert "2 of your own in all" in capsys.readouterr().out
    assert main(["actors", "show", "xx.falcons"]) == 0
    assert "2015-02 to 2021" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x", "1 columns for 8"),
        (OWN.replace("xx.falcons", "Falcons!"), "the id 'Falcons!' is none"),
        (OWN.replace("\t2\t", "\t9\t"), "ACLED's kinds are 1 to 8"),
        (OWN.replace("2015-02", "2015-13"), "valid_from is '2015-13'"),
        (OWN.replace("\t2020", "\t2014"), "lies before"),
        (OWN.replace("Zayzafun Falcons", ""), "name_en must not be empty"),
    ],
)
def test_broken_lines_cost_themselves_alone(
    tmp_path: Path, capsys: Captured, line: str, message: str
) -> None:
    """They are told with file and line, and the good one is added."""
    good = OWN.replace("xx.falcons", "xx.good")
    assert main(["actors", "add", table(tmp_path / "own.tsv", good, line)]) == 1
    captured = capsys.readouterr()
    assert message in captured.err and "own.tsv:3" in captured.err
    assert "Added 1 actors" in captured.out


@pytest.mark.parametrize("content", ["", "id\tname\n", "\n"])
def test_a_table_without_the_columns(tmp_path: Path, capsys: Captured, content: str) -> None:
    """The error names what is needed, and nothing is added."""
    (tmp_path / "own.tsv").write_text(content, "utf-8")
    assert main(["actors", "add", str(tmp_path / "own.tsv")]) == 1
    assert "the header lacks" in capsys.readouterr().err
    assert main(["actors", "add", str(tmp_path / "none.tsv")]) == 1
