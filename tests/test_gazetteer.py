"""Names to places: what is found, what is refused, what a broken file costs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from waqai.gazetteer import PACK, Gazetteer, Place, distance_km, load_gazetteer
from waqai.place_choice import choose

SHARED = Path(__file__).resolve().parents[2] / "shared" / "gazetteer"
HEADER = (
    "id\tname_ar\tname_en\talt_names\tkind\tadmin1\tadmin2\tadmin3\tcountry\tlat\tlon\tpopulation\tsource"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The embedded gazetteer alone."""
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "admin1", "country"),
    [
        ("دوما", "ريف دمشق", "SY"),
        ("كفرنبل", "إدلب", "SY"),
        ("كفر نبل", "إدلب", "SY"),
        ("تلرفعت", "حلب", "SY"),
        ("جباليا", "قطاع غزة", "PS"),
        ("الفاشر", "شمال دارفور", "SD"),
        ("أوباري", "وادي الحياة", "LY"),
        ("خان_شيخون", "إدلب", "SY"),
        ("الأنبار", "الأنبار", "IQ"),
        ("قرقوش", "نينوى", "IQ"),
    ],
)
def test_a_name_alone_gives_its_unit(gazetteer: Gazetteer, name: str, admin1: str, country: str) -> None:
    """A well-known name needs no hint, in any of its spellings."""
    choice = choose(gazetteer, name)
    assert (choice.admin1, choice.country) == (admin1, country), choice.why


def test_a_candidate_that_contradicts_the_unit_is_refused(gazetteer: Gazetteer) -> None:
    """The text's governorate stands alone where no place of that name lies in it."""
    choice = choose(gazetteer, "خان شيخون", admin1_hint="الحسكة")
    assert choice.place is None
    assert (choice.admin1, choice.country) == ("الحسكة", "SY")


def test_a_hint_decides_between_places_of_one_name(gazetteer: Gazetteer) -> None:
    """Tripoli is in Libya alone, and in Lebanon where the text says so."""
    assert choose(gazetteer, "طرابلس").country == "LY"
    assert choose(gazetteer, "طرابلس", country_hint="LB").admin1 == "الشمال"
    assert choose(gazetteer, "طرابلس", admin1_hint="لبنان الشمالي").country == "LB"


def test_a_kind_word_decides_between_a_unit_and_its_town(gazetteer: Gazetteer) -> None:
    """A governorate is not its town."""
    unit, town = (
        choose(gazetteer, "حلب", kind_word="محافظة").place,
        choose(gazetteer, "حلب", kind_word="مدينة").place,
    )
    assert unit is not None
    assert town is not None
    assert (unit.kind, town.kind) == ("admin1", "ppl")


@pytest.mark.parametrize("name", ["", "   ", "زقزقزق", "ء", "_", "a" * 10_000])
def test_an_unknown_name_gives_nothing(gazetteer: Gazetteer, name: str) -> None:
    """No place, no unit, no country, and no error."""
    assert gazetteer.candidates(name) == ()
    assert choose(gazetteer, name)[:3] == (None, None, None)


def test_names_are_folded_words(gazetteer: Gazetteer) -> None:
    """Every name is as the pack folds it, and each begins with a word that is known as a beginning."""
    names = list(gazetteer.names())
    assert len(names) > 20_000
    for words in names:
        assert gazetteer.fold(" ".join(words)) == " ".join(words)


def test_folding_agrees_with_the_pack(gazetteer: Gazetteer) -> None:
    """The quick table of letters gives what the normaliser gives."""
    normal = pytest.importorskip("waqai.language.normal", reason="the normaliser is not in this tree")
    folding = normal.load_folding(PACK / "letters.tsv")
    for word in ("إِدْلِب", "صنعاء", "الضبعة", "ـحلب", "گلار", "خانه سور"):
        assert gazetteer.fold(word) == folding.fold(word)


def test_every_unit_of_the_pack_is_a_place_and_every_extra_row_has_its_unit(gazetteer: Gazetteer) -> None:
    """Hand-written rows name units that exist, kinds that are known and points on the earth."""
    kinds = {"admin2", "admin3", "ppl", "nbhd", "facility", "road", "natural", "region"}
    lines = (PACK / "places_extra.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[3:], 4):
        name, _, kind, admin1, _, country, latitude, longitude, _ = line.split("\t")
        assert name, number
        assert kind in kinds, number
        assert country in gazetteer.weight, number
        assert not admin1 or gazetteer.unit(admin1, country), f"{number}: {country} {admin1}"
        assert bool(latitude) == bool(longitude), number
        assert not latitude or (abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180), number


def test_broken_lines_are_skipped_and_listed(tmp_path: Path) -> None:
    """A short line, a point off the earth and a word for a number cost themselves alone."""
    rows = [
        "x:1\tقرية تجريبية\tTest\t\tppl\tحلب\t\t\tSY\t36.1\t37.1\t0\tme",
        "x:2\tقصير",
        "x:3\tبعيد\tFar\t\tppl\tحلب\t\t\tSY\t136.1\t37.1\t0\tme",
        "x:4\tخطأ\tWrong\t\tppl\tحلب\t\t\tSY\tnorth\t37.1\t0\tme",
    ]
    path = tmp_path / "own.tsv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    gazetteer = Gazetteer()
    assert gazetteer.add(path) == 1
    assert [broken.where for broken in gazetteer.broken] == [f"{path}:{n}" for n in (3, 4, 5)]
    assert gazetteer.candidates("قرية تجريبية")[0].id == "x:1"


def test_it_loads_quickly() -> None:
    """The embedded set is ready in a tenth of a second; five times that is allowed on a busy machine."""
    begun = time.process_time()
    gazetteer = Gazetteer()
    gazetteer.add_embedded()
    assert time.process_time() - begun < 0.5
    assert (PACK / "places.tsv.gz").stat().st_size < 12_000_000


def test_distance_needs_two_points() -> None:
    """A great circle where both have points, None where one has not."""
    aleppo = Place("a", "a", "ppl", None, "SY", 36.2, 37.16, 0)
    idlib = Place("b", "b", "ppl", None, "SY", 35.93, 36.63, 0)
    assert distance_km(aleppo, idlib) == pytest.approx(56, abs=3)
    assert distance_km(aleppo, idlib._replace(latitude=None)) is None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared gazetteers are not beside this checkout")
def test_shared_gazetteers_load_whole() -> None:
    """All of the shared rows are read, and a known place keeps its unit among them."""
    gazetteer = load_gazetteer(tuple(sorted(SHARED.glob("*.tsv"))))
    assert gazetteer.broken == []
    assert choose(gazetteer, "دوما", country_hint="SY").admin1 == "ريف دمشق"
