"""`waqai locate`: every place of a text, where it is, how surely, and why."""

from __future__ import annotations

import io
import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from waqai.commands.main import main

Patch = pytest.MonkeyPatch
Captured = pytest.CaptureFixture[str]
SARAQIB = (35.8645, 36.8059)
DEIR = (35.3359, 40.1408)


def located(text: str, monkeypatch: Patch, capsys: Captured) -> list[dict[str, Any]]:
    """The places of a text that comes by standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(text.encode()))))
    assert main(["locate"]) == 0
    record = json.loads(capsys.readouterr().out)
    for place in record["locations"]:
        assert text[place["start"] : place["end"]] == place["text"]
    places: list[dict[str, Any]] = record["locations"]
    return places


def km(place: dict[str, Any], point: tuple[float, float]) -> float:
    """Kilometres from a place to a point, on a plane: good enough for some tens of them."""
    north = (place["latitude"] - point[0]) * 111.2
    east = (place["longitude"] - point[1]) * 111.2 * math.cos(math.radians(point[0]))
    return math.hypot(north, east)


@pytest.mark.parametrize(
    ("text", "point", "far", "most", "codes"),
    [
        ("سقطت قذيفة على مدينة سراقب", SARAQIB, 1, 3_000, (1, 1)),
        ("اشتباكات على أطراف سراقب", SARAQIB, 1, 8_000, (2, 2)),
        ("اشتباكات في محيط مدينة سراقب", SARAQIB, 1, 10_000, (2, 2)),
        ("انفجار قرب سراقب", SARAQIB, 1, 10_000, (2, 2)),
        ("انفجار على بعد 45 كم جنوب شرق دير الزور", DEIR, 48, 30_000, (2, 5)),
        ("سقطت قذيفة 10 كيلومترات شمالي مدينة سراقب", SARAQIB, 11, 8_000, (2, 2)),
        ("وقع ذلك على بعد خمسة كيلومترات من مدينة سراقب", SARAQIB, 1, 10_000, (2, 2)),
        ("عثر عليه على بعد كيلومترين من مدينة سراقب", SARAQIB, 1, 6_000, (2, 2)),
    ],
)
def test_words_beside_a_name_move_and_widen_it(
    monkeypatch: Patch, capsys: Captured, text: str, point: tuple[float, float], far: float, most: int,
    codes: tuple[int, int],
) -> None:  # fmt: skip
    """The point is as far from the name's own as the words say, and the circle follows from them."""
    [place] = located(text, monkeypatch, capsys)
    assert far - 6 <= km(place, point) <= far + 1
    assert 100 <= place["uncertainty_m"] <= most
    assert (place["geo_precision"], place["where_precision"]) == codes
    assert place["why"]["position"]


def test_a_direction_shifts_the_right_way(monkeypatch: Patch, capsys: Captured) -> None:
    """East of a town lies east of it, its western countryside west."""
    [east] = located("قصف شرقي سراقب", monkeypatch, capsys)
    assert east["longitude"] > SARAQIB[1] and abs(east["latitude"] - SARAQIB[0]) < 0.02
    [west] = located("قصف على ريف درعا الغربي", monkeypatch, capsys)
    [whole] = located("قصف على ريف درعا", monkeypatch, capsys)
    assert west["longitude"] < whole["longitude"]
    assert west["uncertainty_m"] < whole["uncertainty_m"]
    assert (whole["geo_precision"], whole["where_precision"]) == (3, 4)


@pytest.mark.parametrize(
    ("text", "ends", "ucdp"),
    [
        ("كمين على طريق أثريا – خناصر", [(35.36, 37.77), (35.78, 37.50)], 5),
        ("هجوم على الطريق الواصل بين سراقب وأريحا", [SARAQIB, (35.81, 36.61)], 2),
        ("هجوم على الطريق بين دمشق وحمص", [(33.51, 36.29), (34.72, 36.73)], 5),
    ],
)
def test_a_road_is_a_line_between_its_ends(
    monkeypatch: Patch, capsys: Captured, text: str, ends: list[tuple[float, float]], ucdp: int
) -> None:
    """It has both ends' points, and a circle that covers the line."""
    [line] = [place for place in located(text, monkeypatch, capsys) if place["shape"]]
    assert line["kind"] == "road" and line["shape"]["type"] == "LineString"
    points = [(latitude, longitude) for longitude, latitude in line["shape"]["coordinates"]]
    assert points == [pytest.approx(end, abs=0.02) for end in ends]
    half = km(line, ends[0])
    assert 1000 * half <= line["uncertainty_m"] <= 1250 * half + 3_000
    assert line["where_precision"] == ucdp


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("قصف على بلدة سراقب، ثم غارات على المنطقة نفسها.", "المنطقة نفسها"),
        ("قصف على بلدة سراقب، ثم غارات على البلدة ذاتها.", "البلدة ذاتها"),
    ],
)
def test_words_that_point_back(monkeypatch: Patch, capsys: Captured, text: str, back: str) -> None:
    """The same area is the place before it, no sharper than it."""
    first, second = located(text, monkeypatch, capsys)
    assert second["text"] == back and second["place_id"] == first["place_id"]
    assert second["uncertainty_m"] >= first["uncertainty_m"]


def test_a_candidate_against_the_governorate_is_refused(monkeypatch: Patch, capsys: Captured) -> None:
    """A name that lies elsewhere stands at the governorate that the text names, with its precision; `why` shows all."""
    village = located("قصف على بلدة خان شيخون بريف الحسكة", monkeypatch, capsys)[0]
    assert (village["admin1"], village["geo_precision"], village["kind"]) == ("الحسكة", 3, "admin1")
    assert km(village, (36.50, 40.75)) < 30
    refused = village["why"]["candidates"]
    assert refused and all(row["refused"] and not row["chosen"] for row in refused)


def test_every_candidate_shows_its_score(monkeypatch: Patch, capsys: Captured) -> None:
    """The chosen one comes first, and each score is the sum of its parts."""
    [place] = located("انفجار في مدينة طرابلس", monkeypatch, capsys)
    rows = place["why"]["candidates"]
    assert len(rows) > 1 and rows[0]["chosen"] and rows[0]["place_id"] == place["place_id"]
    for row in rows:
        assert row["score"] == pytest.approx(sum(row["parts"].values()), abs=0.05)


@pytest.mark.parametrize(
    "text", ["نشرت الصحيفة تقريرا عن الحرية والعدالة.", "قال المتحدث إن القوات تقدمت بشكل جيد", "", "   "]
)
def test_ordinary_words_stay_silent(tmp_path: Path, capsys: Captured, text: str) -> None:
    """Words that are also names of places are none here."""
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": "d", "text": text}) + "\n", encoding="utf-8")
    assert main(["locate", str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "d", "locations": []}


def test_files_of_both_kinds(tmp_path: Path, capsys: Captured) -> None:
    """JSON lines need no day of publication; a bad line is told and the rest goes on; a text is one document."""
    lines = ['{"id": "a", "text": "قصف على سراقب"}', '{"id": 5}', '{"id": "b", "text": "قصف على حمص"}']
    (tmp_path / "d.jsonl").write_text("\n".join(lines), "utf-8")
    assert main(["locate", str(tmp_path / "d.jsonl")]) == 1
    captured = capsys.readouterr()
    assert [json.loads(row)["id"] for row in captured.out.splitlines()] == ["a", "b"]
    assert "d.jsonl:2" in captured.err and "1 of the lines failed" in captured.err
    (tmp_path / "d.txt").write_text("قصف على سراقب\nوحمص", "utf-8")
    assert main(["locate", str(tmp_path / "d.txt")]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["locations"]] == ["سراقب", "حمص"]
    assert main(["locate", str(tmp_path / "none")]) == 1


def test_the_record_has_the_fields_that_are_promised(monkeypatch: Patch, capsys: Captured) -> None:
    """Programs may rely on their names and their order."""
    [place] = located("قصف على سراقب", monkeypatch, capsys)
    assert list(place) == [
        "start", "end", "text", "name", "place_id", "kind", "admin1", "country", "latitude", "longitude",
        "geo_precision", "where_precision", "uncertainty_m", "shape", "why",
    ]  # fmt: skip
