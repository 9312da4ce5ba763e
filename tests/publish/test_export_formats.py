"""Events in the formats of others: each file is read by a program that others wrote, and says what the row says."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from event_samples import PLACES, claim, dead, keep, report, resolve

from waqai.commands.export import EVENT_FORMATS, rows_of, write_edition
from waqai.commands.main import main
from waqai.errors import WaqaiError
from waqai.events.book import Book
from waqai.publish import acled, formats, ucdp
from waqai.publish.columns import COLUMNS, flat, from_words
from waqai.publish.rows import EventRow
from waqai.records import Actor
from waqai.store import Store, open_store

NASTY = "=HYPERLINK(1)\n\u202eوكالة"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three events: a strike in two reports, a clash with dead of both sides, one without a place and with bad words."""
    fighters = (Actor("ru", "", 0, 0),), (Actor("is", "", 0, 0),)
    clash = claim(
        "c#1", sub_event_type="Armed clash", event_date="2024-06-01", end_date="2024-06-03",
        locations=(replace(PLACES["بنش"], place_id="ocha:SY070103", uncertainty_m=2000),),
        actor1=fighters[0], actor2=fighters[1],
        fatalities=(dead(3, "combatants", "ru"), dead(5, "combatants", "is"), dead(2)),
    )  # fmt: skip
    nowhere = claim("d#1", event_date="2024-09-09", locations=(), fatalities=(), time_precision=3)
    with open_store(tmp_path / "waqai.db") as opened:
        keep(opened, [report("a"), report("b"), report("c", clash, published="2024-06-04"),
                      report("d", nowhere, published="2024-09-30", source=NASTY)])  # fmt: skip
        resolve(opened)
        yield opened


def rows(store: Store, policy: Any = "acled") -> list[EventRow]:
    """The rows of a store."""
    return list(rows_of(Book(store), policy))


def written(store: Store, form: str, **choices: Any) -> Path:
    """The file of a format."""
    path = store.path.with_name(f"out-{form}.{form.rpartition('-')[2]}")
    write_edition(store, form, path, overwrite=True, **choices)
    return path


def lines(path: Path) -> list[dict[str, str]]:
    """A CSV by its header."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_every_format_is_listed_once() -> None:
    """The command's list and the table of formats are one."""
    assert tuple(formats.FORMATS) == EVENT_FORMATS


@pytest.mark.parametrize("form", EVENT_FORMATS)
def test_the_same_store_gives_the_same_bytes(store: Store, form: str) -> None:
    """No clock and no order of chance goes into a file."""
    first = written(store, form).read_bytes()
    assert first and written(store, form).read_bytes() == first


def test_csv_goes_round(store: Store) -> None:
    """Cells read back are the row's, also those that a spreadsheet might have run; bidi marks and lines are gone."""
    path = written(store, "csv")
    assert [from_words(line) for line in lines(path)] == [flat(row) for row in rows(store)]
    cells = [line["sources"] for line in lines(path)]
    assert "'=HYPERLINK(1) وكالة" in cells and "\u202e" not in path.read_text(encoding="utf-8")


def test_hxl_tags_stand_under_the_header(store: Store) -> None:
    """The second line has a tag for what HXL has a word for, and as many cells."""
    tags, *_ = lines(written(store, "csv", hxl=True))
    assert tags["killed_best"] == "#affected+killed" and tags["latitude"] == "#geo+lat"


def test_acled_xlsx_says_what_the_csv_says(store: Store) -> None:
    """The workbook has ACLED's columns, numbers as numbers, no formula, and the words of the CSV."""
    sheet = openpyxl.load_workbook(written(store, "acled-xlsx"))["events"]
    header, *body = sheet.iter_rows()
    names = [cell.value for cell in header]
    assert tuple(names) == acled.COLUMNS
    assert not [cell for line in body for cell in line if cell.data_type == "f"]
    said = [
        {name: "" if cell.value is None else str(cell.value) for name, cell in zip(names, line, strict=True)}
        for line in body
    ]
    assert said == lines(written(store, "acled-events"))
    assert {line["fatalities"] for line in said} == {"3", "10", "0"}


def test_ucdp_counts_by_side(store: Store) -> None:
    """49 columns; sides add up to the best, low ≤ best ≤ high; an event without a death is left out."""
    found = {line["date_start"]: line for line in lines(written(store, "ucdp"))}
    assert len(ucdp.COLUMNS) == 49 and set(found) == {"2024-05-01", "2024-06-01"}
    for line in found.values():
        parts = [int(line[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
        assert sum(parts) == int(line["best"]) and int(line["low"]) <= int(line["best"]) <= int(line["high"])
    clash = found["2024-06-01"]
    assert [clash[n] for n in ("deaths_a", "deaths_b", "deaths_civilians", "date_prec", "type_of_violence")] == [
        "3", "5", "2", "2", "1",
    ]  # fmt: skip
    with pytest.raises(WaqaiError, match="policy ucdp alone"):
        written(store, "ucdp", policy="mode")


def test_geojson_is_read_by_gdal(store: Store) -> None:
    """GDAL finds each event with its properties; points are longitude before latitude; no place is no geometry."""
    pyogrio = pytest.importorskip("pyogrio")
    path = written(store, "geojson")
    data = json.loads(path.read_text(encoding="utf-8"))
    assert [one["properties"] for one in data["features"]] == [flat(row) for row in rows(store)]
    info = pyogrio.read_info(path)
    assert (info["features"], info["crs"]) == (3, "EPSG:4326")
    _, _, shapes, _ = pyogrio.raw.read(path)
    assert sum(shape is None for shape in shapes) == 1
    points = [one["geometry"]["coordinates"] for one in data["features"] if one["geometry"]]
    assert [37.19, 36.48] in points


def test_circles_are_closed_and_against_the_clock(store: Store) -> None:
    """A place that is right within two kilometres is an area of that radius; the ring turns left and closes."""
    data = json.loads(written(store, "geojson", circles=True).read_text(encoding="utf-8"))
    (ring,) = [one["geometry"]["coordinates"][0] for one in data["features"]
               if one["geometry"] and one["geometry"]["type"] == "Polygon"]  # fmt: skip
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
    assert ring[0] == ring[-1] and area > 0
    assert max(point[1] for point in ring) - 35.95 == pytest.approx(2000 / 111_195, rel=0.01)


def test_geopackage_is_read_by_gdal(store: Store) -> None:
    """GDAL opens it without a warning, with the types of the columns and equal cells."""
    pyogrio = pytest.importorskip("pyogrio")
    path = written(store, "gpkg")
    meta, _, shapes, columns = pyogrio.raw.read(path)
    assert list(meta["fields"]) == [column.name for column in COLUMNS] and meta["geometry_type"] == "Point"
    keys = list(columns[list(meta["fields"]).index("event_key")])
    assert keys == [row.key for row in rows(store)]
    best = columns[list(meta["fields"]).index("killed_high")]
    assert sorted(float(value) for value in best if value == value) == [3.0, 10.0]
    assert sum(shape is None for shape in shapes) == 1


def test_parquet_goes_round(store: Store) -> None:
    """pyarrow gives back each row's cells, days as days."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(written(store, "parquet"))
    back = [{name: _plain(value) for name, value in line.items()} for line in table.to_pylist()]
    assert back == [{name: _plain(value) for name, value in flat(row).items()} for row in rows(store)]
    assert str(table.schema.field("date_start").type) == "date32[day]"


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


@pytest.mark.filterwarnings("ignore")
def test_data_package_is_valid(store: Store, tmp_path: Path) -> None:
    """frictionless finds no fault in it; it names licence, policy and packs; tombstones come along."""
    frictionless = pytest.importorskip("frictionless")
    path = written(store, "datapackage", licence="CC-BY-4.0", policy="mode")
    with zipfile.ZipFile(path) as package:
        package.extractall(tmp_path / "package")
    found = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])
    said = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert said["licenses"] == [{"name": "CC-BY-4.0"}]
    assert (said["waqai"]["policy"], said["waqai"]["packs"]) == ("mode", ["test"])
    assert [one["name"] for one in said["resources"]] == ["events", "tombstones"]


@pytest.mark.filterwarnings("ignore")
def test_entities_hold_to_the_model(store: Store) -> None:
    """followthemoney takes every entity; each property has a valid value; references lead to entities."""
    model = pytest.importorskip("followthemoney").model
    found = [json.loads(line) for line in written(store, "ftm").read_text(encoding="utf-8").splitlines()]
    ids = {one["id"] for one in found}
    for data in found:
        entity = model.get_proxy(data, cleaned=False)
        entity.schema.validate(data)
        assert sum(map(len, data["properties"].values())) == len(list(entity.itervalues()))
    events = [one for one in found if one["schema"] == "Event"]
    assert len(events) == 3 and all(set(one["properties"]["proof"]) <= ids for one in events)
    assert {one["properties"]["name"][0] for one in found if one["schema"] == "Organization"}


def test_annotations_point_to_the_words(store: Store) -> None:
    """Each selector's position in the kept document has its words, prefix and suffix."""
    found = [
        json.loads(line) for line in written(store, "annotations").read_text(encoding="utf-8").splitlines()
    ]
    assert len(found) == 4
    for one in found:
        quote, position = one["target"]["selector"]
        kept = store.find(one["target"]["source"].rpartition(":")[2])
        assert kept is not None
        text = kept.document.text
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[: position["start"]].endswith(quote["prefix"])
        assert text[position["end"] :].startswith(quote["suffix"]) and one["@context"].endswith("anno.jsonld")


def test_monthly_counts_by_pcode(store: Store) -> None:
    """A place of OCHA's is counted under its district's code; one of another gazetteer has a warning."""
    found = {line["reference_period_start"]: line for line in lines(written(store, "hapi"))}
    june = found["2024-06-01"]
    assert [june[n] for n in ("admin1_code", "admin2_code", "admin_level", "events", "fatalities")] == [
        "SY07", "SY0701", "2", "1", "10",
    ]  # fmt: skip
    assert june["reference_period_end"] == "2024-06-30" and not june["warning"]
    assert "no P-code" in found["2024-05-01"]["warning"] and found["2024-09-01"]["error"] == "no country"


def test_hand_over_tables(store: Store) -> None:
    """Uwazi's points and ranges are as its import parts them; Bayanat's rows have titles and days."""
    uwazi = {line["event_key"]: line for line in lines(written(store, "uwazi"))}
    bayanat = {line["originid"]: line for line in lines(written(store, "bayanat"))}
    assert set(uwazi) == set(bayanat)
    clash = next(line for line in uwazi.values() if line["sub_event_type"] == "Armed clash")
    assert (clash["geolocation"], clash["days"]) == ("35.95|36.71", "2024-06-01:2024-06-03")
    assert bayanat[clash["event_key"]]["to_date"] == "2024-06-03"


def test_merged_events_leave_tombstones(store: Store) -> None:
    """An event that was merged into another is in no table, but among the tombstones with its successor."""
    one, two = sorted({row.key: row for row in rows(store)}.values(), key=lambda row: row.start)[:2]
    book = Book(store)
    book.decide(one.claims[0], two.claims[0], "same", "editor", "one event", 200)
    resolve(store, 300)
    (gone,) = lines(written(store, "tombstones"))
    left = {row.key for row in rows(store)}
    assert gone["kind"] == "merged" and gone["event_key"] not in left and gone["successors"] in left


def test_nothing_resolved_and_files_that_are_there(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A store without events says what to do; a file that is there stays."""
    with open_store(tmp_path / "empty.db"):
        pass
    arguments = ["export", "--format", "gpkg", "-o", str(tmp_path / "x.gpkg"), "--store"]
    assert main([*arguments, str(tmp_path / "empty.db")]) == 1
    assert "run `waqai resolve` first" in capsys.readouterr().err
    (tmp_path / "x.gpkg").write_text("mine", encoding="utf-8")
    assert main([*arguments, str(store.path)]) == 1
    assert (tmp_path / "x.gpkg").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
@pytest.mark.parametrize("form", ["csv", "gpkg", "xlsx", "parquet", "datapackage"])
def test_no_half_file_is_left(
    store: Store, form: str, fault: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt or a full disk amid the rows leaves nothing under the name or beside it."""
    store.evidence.chain.head()
    before = sorted(store.path.parent.iterdir())

    def broken(*_: object) -> Iterator[EventRow]:
        yield rows(store)[0]
        raise fault

    monkeypatch.setattr("waqai.commands.export.rows_of", broken)
    with pytest.raises((KeyboardInterrupt, WaqaiError)):
        write_edition(store, form, store.path.with_name("out"))
    assert sorted(store.path.parent.iterdir()) == before
