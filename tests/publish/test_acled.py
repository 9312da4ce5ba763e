"""ACLED's table: its columns, its words, and conservative figures."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from samples import TEXT, sample_claim

from waqai.publish.acled import COLUMNS, Party, fatalities, load_countries, row_of, rows
from waqai.records import EVENT_TYPES, Actor, Claim, Count, Document, Location, Reading
from waqai.store import Kept

DOCUMENT = Document("a", TEXT, "2024-05-01", "وكالة")
CLAIM = sample_claim(DOCUMENT)
PARTIES = {
    "ru": Party("Military forces of Russia", 1, "RU"),
    "civilians": Party("Civilians", 7),
    "is": Party("IS", 2),
}


def row(claim: Claim) -> dict[str, object]:
    """A claim's row."""
    return row_of(DOCUMENT, claim, 1_700_000_000, PARTIES, load_countries())


def count(low: int | None, high: int | None) -> Count:
    """A figure."""
    return Count("unspecified", None, low, high, "", 0, 0)


def test_a_claim_is_a_row_of_31_cells() -> None:
    """All columns stand in ACLED's order with what the claim says."""
    written = "".join(rows([Kept(DOCUMENT, "f", Reading("a", "1", (CLAIM,)), 1_700_000_000)], PARTIES))
    header, line = csv.reader(io.StringIO(written.removeprefix("\ufeff")))
    assert tuple(header) == tuple(COLUMNS) and len(header) == 31
    cells = dict(zip(header, line, strict=True))
    assert cells.pop("event_id_cnty").startswith("SYR") and cells.pop("notes").endswith(f"“{TEXT[:-1]}”")
    assert "claim_id=a#1" in cells.pop("tags")
    assert list(cells.values()) == [
        "2024-05-01", "2024", "1", "Political violence", "Explosions/Remote violence", "Air/drone strike",
        "Military forces of Russia", "", "External/Other forces", "Civilians", "", "Civilians",
        "Civilians-External/Other forces", "Civilian targeting", "760", "Middle East", "Syria", "حلب", "", "",
        "مارع", "36.4816", "37.1964", "1", "وكالة", "", "3", "1700000000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "stance", "number"),
    [
        ((), "asserted", 0),
        ((count(3, 3), count(2, None)), "asserted", 5),
        ((count(None, 9),), "asserted", 0),
        ((count(None, None),), "asserted", 0),
        ((count(2, 4),), "asserted", 2),
        ((count(5, 5),), "denied", 0),
    ],
)
def test_fatalities_are_what_is_sure(counts: tuple[Count, ...], stance: str, number: int) -> None:
    """Lower bounds add up; no figure, only an upper bound, or a denial count nothing."""
    claim = dataclasses.replace(CLAIM, fatalities=counts, stance=stance)
    assert fatalities(claim) == number


@pytest.mark.parametrize(
    ("sub_event_type", "disorder", "targets"),
    [
        ("Armed clash", "Political violence", "Civilian targeting"),
        ("Attack", "Political violence", "Civilian targeting"),
        ("Peaceful protest", "Demonstrations", ""),
        ("Excessive force against protesters", "Political violence; Demonstrations", "Civilian targeting"),
        ("Mob violence", "Political violence", "Civilian targeting"),
        ("Violent demonstration", "Demonstrations", "Civilian targeting"),
        ("Arrests", "Strategic developments", ""),
    ],
)
def test_kinds_of_disorder(sub_event_type: str, disorder: str, targets: str) -> None:
    """ACLED's wider kinds follow from the type and from who is hit."""
    cells = row(dataclasses.replace(CLAIM, sub_event_type=sub_event_type))
    assert (cells["disorder_type"], cells["civilian_targeting"]) == (disorder, targets)


def test_every_type_has_a_row_and_gaps_stay_empty() -> None:
    """No type fails; a claim without actors, place or figures leaves those cells empty."""
    for sub_event_type in EVENT_TYPES:
        assert row(dataclasses.replace(CLAIM, sub_event_type=sub_event_type))["event_type"]
    bare = row(Claim("x", "e", "Other", "2024-05-01"))
    names = (
        "actor1",
        "inter1",
        "actor2",
        "interaction",
        "iso",
        "country",
        "location",
        "latitude",
        "geo_precision",
    )
    assert [bare[name] for name in names] == [""] * len(names)
    assert str(bare["event_id_cnty"]).startswith("XXX") and bare["fatalities"] == 0


def test_actors_beyond_the_first_are_associates() -> None:
    """Further actors go beside the first; an id that the register does not know stands for itself."""
    actors = tuple(Actor(name, "", 0, 0) for name in ("is", "ru", "ru", "new.one"))
    cells = row(dataclasses.replace(CLAIM, actor1=actors, actor2=()))
    assert (cells["actor1"], cells["assoc_actor_1"]) == ("IS", "Military forces of Russia; new.one")
    assert (cells["inter1"], cells["interaction"]) == ("Rebel group", "Rebel group only")


def test_numbers_of_events_are_stable_and_differ() -> None:
    """The same claim has the same number each time, two claims have two."""
    one, two = (row(sample_claim(DOCUMENT, n))["event_id_cnty"] for n in (1, 2))
    assert one == row(CLAIM)["event_id_cnty"] != two


def test_documents_cannot_put_formulas_into_the_file() -> None:
    """Text from outside stands in cells that no spreadsheet runs."""
    place = Location("=cmd()", 0, 1, "=cmd()", "@x", "SY")
    document = dataclasses.replace(DOCUMENT, source="+evil\n=1")
    kept = Kept(document, "f", Reading("a", "1", (dataclasses.replace(CLAIM, locations=(place,)),)), 1)
    written = "".join(rows([kept], PARTIES)).removeprefix("\ufeff")
    cells = dict(zip(*csv.reader(io.StringIO(written)), strict=True))
    assert (cells["location"], cells["admin1"], cells["source"]) == ("'=cmd()", "'@x", "'+evil =1")


def test_the_table_of_countries_is_whole() -> None:
    """Codes are unique and shaped as they must be; the region's own are there."""
    countries = load_countries()
    assert len({one.iso3 for one in countries.values()}) == len(countries)
    for code, one in countries.items():
        assert code == one.iso2 and len(one.iso3) == 3 and one.m49.isdigit() and one.name and one.region
    expected = {"SY": "760", "YE": "887", "SD": "729", "IQ": "368", "LY": "434", "PS": "275", "LB": "422"}
    assert {code: countries[code].m49 for code in expected} == expected
