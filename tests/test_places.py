"""Places in sentences: what is found, what it is called, where it lies, and what is no place."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import Page, open_page
from waqai.place_names import PlaceMention
from waqai.places import find_places
from waqai.records import Document


def page_of(text: str) -> Page:
    """A page with its places."""
    page = open_page(Document("d", text, "2019-03-02", "s"), load_pack())
    find_places(page)
    return page


def places(text: str) -> list[PlaceMention]:
    """The places of a text."""
    return page_of(text).places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("سقطت قذيفة على قرية معردبسة صباحا", ["معردبسة"]),
        ("غارة على مطار حلب الدولي", ["حلب"]),
        ("قتل مدني في حي \"كرم الطراب\" مساء", ["كرم الطراب"]),
        ("اشتباك في قرى كفرزيتا واللطامنة والزكاة", ["كفرزيتا", "اللطامنة", "الزكاة"]),
        ("قصف قرى (كفرزيتا، اللطامنة، الزكاة) ليلا", ["كفرزيتا", "اللطامنة", "الزكاة"]),
        ("قصف على أطراف سراقب", ["سراقب"]),
        ("انفجار في #دير_الزور اليوم", ["دير_الزور"]),
        ("انفجار في العاصمة الليبية طرابلس", ["طرابلس"]),
        ("غارة على جنوب لبنان", ["جنوب لبنان"]),
        ("هجوم شمال شرقي سوريا", ["شمال شرقي سوريا"]),
        ("قصف شرقي الحسكة", ["الحسكة"]),
        ("كمين في حي المطار ليلا", ["المطار"]),
        ("قصف بلدة الجديدة بريف إدلب", ["الجديدة", "إدلب"]),
        ("قصف منطقة وادي المرجان شمالا", ["المرجان"]),
    ],
)  # fmt: skip
def test_names_are_found(text: str, names: list[str]) -> None:
    """A place bears the name that the text writes, without its kind word."""
    assert [place.name for place in places(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "جرى ذلك في إطار التعاون بين الطرفين",
        "قال المتحدث إن القوات تقدمت بشكل جيد",
        "مواجهات جديدة في مناطق متفرقة",
        "أعلنت سيطرة الحوثيين بعد معارك عنيفة",
        "حلقت طائرة في سماء المنطقة",
        "قوات في تلال تتمركز فيها منذ شهر",
        "أصيب صالح وبكر ووليد في الهجوم",
        "تضررت محطة نفطية في قرية صغيرة",
        "نشر البيان على موقعه الرسمي",
        "انتشرت القوات وسط المدينة",
        "توقف القصف على أطراف المدينة فجر اليوم",
    ],
)
def test_words_are_no_places(text: str) -> None:
    """Ordinary words, people and words that point back are no names, though a gazetteer has some of them."""
    assert [place.name for place in places(text)] == []


@pytest.mark.parametrize(
    ("text", "name", "admin1", "country"),
    [
        ("قصف على قرية حربنفسه بريف حماة الجنوبي", "حربنفسه", "حماة", "SY"),
        ("هجوم في طرابلس شمالي لبنان", "طرابلس", "الشمال", "LB"),
        ("هجوم في العاصمة الليبية طرابلس", "طرابلس", "طرابلس", "LY"),
        ("قصف على سراقب ومعرة النعمان وقرية الوهمية في إدلب", "الوهمية", "إدلب", "SY"),
        ("غارة على قرية السكرية بمحافظة دير الزور السورية", "السكرية", "دير الزور", "SY"),
        ("قصف منطقة الريان بالجهة الشرقية من مدينة تعز اليمنية", "تعز", "تعز", "YE"),
    ],
)
def test_the_text_decides_between_places_of_one_name(text: str, name: str, admin1: str, country: str) -> None:
    """Holders, countries and neighbours say where a name lies; an unknown one takes the unit of what holds it."""
    choice = next(place.choice for place in places(text) if place.name == name)
    assert (choice.admin1, choice.country) == (admin1, country), choice.why


def test_a_chain_is_marked_from_the_inside_out() -> None:
    """The later names hold the earlier; names of one list are partners."""
    inner, outer = places("قصف حي القصور في مدينة حمص")
    assert inner.held_by
    assert outer.holds
    _, second = places("قصف قريتي كفرزيتا واللطامنة")
    assert second.partner


def test_near_is_not_in() -> None:
    """A place that only says beside what it happened is marked as near."""
    assert places("انفجار قرب سراقب")[0].near
    assert not places("انفجار في سراقب")[0].near


@pytest.mark.parametrize(
    ("text", "country"),
    [("قصف في حلب وإدلب وحماة", "SY"), ("هجوم في بغداد والموصل", "IQ"), ("قال إن الأمر جيد", None)],
)
def test_the_page_has_the_country_of_most_of_its_places(text: str, country: str | None) -> None:
    """The country that places and words for countries speak for; none where nothing does."""
    assert page_of(text).country == country


@pytest.mark.parametrize("text", ["", "قرية", 'قرية "', "في", "#", "قرى،،", "طريق -", "حي حي حي"])
def test_fragments_break_nothing(text: str) -> None:
    """Text that ends in the middle of a name gives places with spans inside it, or none."""
    for place in places(text):
        assert 0 <= place.first < place.last


def test_a_bare_name_means_the_place_named_in_full() -> None:
    """Once a text has said which place it means, its name alone means the same, before and behind."""
    text = "قصف على قرية الزيارة بريف حلب. وكانت الزيارة هدفا للقصف أمس. قال سكان من حماة إنهم سمعوه."
    found = [place.choice for place in places(text) if place.name == "الزيارة"]
    assert found and {choice.admin1 for choice in found} == {"حلب"}, found


def test_a_name_one_letter_off_is_found_in_the_unit_that_the_text_names() -> None:
    """A misspelt village is the one a letter away, in the governorate of the text, and nowhere else."""
    near = places("قصف على بلدة خان شيخوم بريف إدلب")[0].choice
    assert near.place is not None and near.place.name == "خان شيخون" and "one letter" in near.why
    assert places("قصف على بلدة خان شيخوم بريف درعا")[0].choice.place is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قصف على قرية بيروت بريف إدلب", "بيروت"),
        ("قصف على حي الحمدانية في مدينة الرقة", "الحمدانية"),
        ("انفجار في شارع الموصل وسط دمشق", "الموصل"),
    ],
)
def test_what_the_text_rules_out_gets_no_point(text: str, name: str) -> None:
    """A hamlet is no far city, a quarter belongs to its own town, a street is not the town that it is called after."""
    choice = next(place.choice for place in places(text) if place.name == name)
    assert choice.place is None, choice


def test_states_that_fight_abroad_do_not_say_where() -> None:
    """A Russian strike on a town of one name in several countries is taken to be where Russia fights."""
    assert page_of("قصف روسي على مدينة أريحا").country == "RU"
    choice = places("قصف روسي على مدينة أريحا")[0].choice
    assert (choice.country, choice.admin1) == ("SY", "إدلب"), choice.why
