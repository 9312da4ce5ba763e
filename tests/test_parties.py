"""Parties: who is named, with which id, by construction; sentences are made up, each rule with one for and one against."""

from __future__ import annotations

import pytest

from waqai.identities import Party
from waqai.language.pack import load_pack
from waqai.mentions import Page, open_page
from waqai.parties import find_parties
from waqai.records import Document


def page_of(text: str, country: str | None = None, published: str = "2018-03-01") -> Page:
    """A page of a report about a country, with its parties."""
    page = open_page(Document("d", text, published), load_pack())
    page.country = country
    find_parties(page)
    return page


def party_at(page: Page, words: str) -> Party | None:
    """The party that covers the first character of some words."""
    start = page.document.text.index(words)
    for party in page.parties:
        first, last = page.tokens.raw(party.first, party.last)
        if first <= start < last:
            return party
    return None


@pytest.mark.parametrize(
    ("text", "words", "country", "id_"),
    [
        # a name behind a preposition that swallowed the article
        ("قصفت طائرات للتحالف تلة قرب القرية", "طائرات", "YE", "sa.coalition"),
        ("قصفت طائرات تلة قرب القرية", "طائرات", "YE", "unknown"),
        ("استهدف القصف مواقع للمعارضة قرب البلدة", "مواقع", "SY", "sy.opp"),
        # an owner after a link
        ("حلقت طائرة بلا طيار تابعة للولايات المتحدة فوق الوادي", "طائرة", "PK", "us"),
        ("هاجمت ميليشيات تابعة لإيران الحاجز", "ميليشيات", "IQ", "ir.militia"),
        # a nationality decides between states, and over another state's name
        ("أغارت الطائرات الروسية على التلة", "الطائرات", "SY", "ru"),
        ("قصفت طائرات الاحتلال الروسي التلة", "طائرات", "SY", "ru"),
        ("قصفت قوات الاحتلال الإسرائيلي التلة", "قوات", "SY", "il"),
        # those who are only loyal to a state are its militias
        ("تقدمت قوات النظام ومسلحون متحالفون معها نحو التلة", "مسلحون", "SY", "sy.gov.militia"),
        ("هاجم مسلحون الحاجز", "مسلحون", "SY", "armed"),
        # the country of the report
        ("تقدمت القوات الحكومية نحو التلة", "القوات", "SY", "sy.gov"),
        ("تقدمت القوات الحكومية نحو التلة", "القوات", "YE", "ye.gov"),
        # a member of something
        ("قتل قيادي في تنظيم داعش", "قيادي", "IQ", "is"),
        ("قتل ثلاثة جنود من الجيش اللبناني", "جنود", "LB", "lb"),
        ("انسحب الجنود من الجيش", "الجيش", "EG", "eg"),
        # persons
        ("استشهاد فلسطيني قرب الحاجز", "فلسطيني", "PS", "civilians"),
        ("قصف إسرائيلي على الحقول", "إسرائيلي", "PS", "il"),
        ("أصيب طبيب في القصف", "طبيب", "SY", "civilians.medics"),
        ("فرقت الشرطة مظاهرات وسط المدينة", "مظاهرات", "IQ", "civilians.protesters"),
    ],
)
def test_a_phrase_has_the_id_of_its_owner(text: str, words: str, country: str, id_: str) -> None:
    """Names, links, nationalities and the report's country decide, in that order."""
    party = party_at(page_of(text, country), words)
    assert party is not None
    assert party.id == id_


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("شنت طائرات روسية وسورية غارات", ["ru", "sy.gov.air"]),
        ("تقدمت القوات التركية والأميركية", ["tr", "us"]),
        ("شنت طائرات روسية غارات", ["ru"]),
    ],
)
def test_two_nations_of_one_head_are_two_parties(text: str, ids: list[str]) -> None:
    """The second adjective, joined by `and`, is a party of its own."""
    assert [p.id for p in page_of(text, "SY").parties if p.id] == ids


@pytest.mark.parametrize(
    ("text", "words", "country", "id_"),
    [
        ("أعلن تنظيم القاعدة الهجوم. وقال سكان إن مسلحي التنظيم انسحبوا", "مسلحي", "YE", "ye.aqap"),
        ("تقدم الجيش التركي نحو البلدة. وقتل خمسة جنود", "جنود", "SY", "tr"),
        ("وقتل خمسة جنود في الهجوم", "جنود", "SY", "sy.gov"),
        ("اشتبك حزب الله مع قوة متقدمة، وأصيب خمسة جنود", "جنود", "LB", "il"),
    ],
)
def test_unnamed_forces_point_back(text: str, words: str, country: str, id_: str) -> None:
    """A definite group or soldiers without a nation are those named before, else the report's country's."""
    party = party_at(page_of(text, country), words)
    assert party is not None
    assert party.id == id_


@pytest.mark.parametrize(("day", "id_"), [("2018-03-01", "sy.gov"), ("2025-03-01", "sy.new")])
def test_the_day_decides_whose_army_it_is(day: str, id_: str) -> None:
    """A state whose forces changed with its government is coded by the day of the report."""
    party = party_at(page_of("قصف الجيش السوري التلة", "SY", day), "الجيش")
    assert party is not None
    assert party.id == id_
