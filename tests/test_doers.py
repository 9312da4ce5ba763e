"""Parties by their deeds and second mentions; sentences are made up, each rule with ones for and against."""

from __future__ import annotations

import pytest
from test_parties import page_of, party_at


@pytest.mark.parametrize(
    ("text", "words", "id_"),
    [
        # who protests
        ("تظاهر مئات المحامين في العاصمة", "المحامين", "civilians.protesters"),
        ("أصيب مئات المحامين في العاصمة", "المحامين", "civilians"),
        ("تفريق مئات النساء أمام المقر", "النساء", "civilians.protesters"),
        ("خرج آلاف المواطنين في مظاهرة كبيرة", "المواطنين", "civilians.protesters"),
        ("خرج المواطنون من القرية", "المواطنون", "civilians"),
        ("تظاهر الآلاف في الساحة", "الآلاف", "civilians.protesters"),
        # who riots
        ("رشق شبان الدورية بالحجارة", "شبان", "civilians.rioters"),
        ("أضرم محتجون النار في المبنى", "محتجون", "civilians.rioters"),
        ("فرقت الشرطة محتجين في الساحة", "محتجين", "civilians.protesters"),
        # a lone attacker, and who only came to harm
        ("اقترب رجل يحمل سكينا وطعن شرطيا. طعن رجل شرطيا", "رجل شرطيا", "armed"),
        ("أصيب رجل في القصف", "رجل", ""),
        # who was seized
        ("اعتقلت الشرطة خمسة شبان في البلدة", "شبان", "civilians"),
        ("قتل خمسة شبان في البلدة", "شبان", ""),
    ],
)
def test_a_deed_tells_who_is_meant(text: str, words: str, id_: str) -> None:
    """People without a name are coded by what they do or what is done to them."""
    party = party_at(page_of(text, "IQ"), words)
    assert (party.id if party else "") == id_


@pytest.mark.parametrize(
    ("text", "words", "country", "id_"),
    [
        # fighters are those of the one group that was named
        ("أعلنت حركة الشباب هجوما. واقتحم المسلحون الفندق", "المسلحون", "SO", "so.shabaab"),
        ("هاجم مسلحون الحاجز. واقتحم المسلحون الفندق", "المسلحون", "SO", "armed"),
        ("أعلنت حركة الشباب هجوما. واقتحم مسلحون الفندق", "مسلحون", "SO", "armed"),
        # the forces of a name that begins so
        ("اقتحمت قوات الدعم السريع القرية ونهبت القوات السوق", "القوات", "SD", "sd.rsf"),
        # what is theirs
        ("قالت وزارة الدفاع الروسية إن طائراتها لم تقصف البلدة", "طائراتها", "SY", "ru"),
        ("قصفت طائرات البلدة", "طائرات", "SY", "unknown"),
        # aircraft of a state with an air force of its own
        ("ألقت مروحيات قوات النظام براميل", "مروحيات", "SY", "sy.gov.air"),
        ("قصفت مدفعية قوات النظام البلدة", "مدفعية", "SY", "sy.gov"),
        # gunmen of several words have no owner after them
        ("هاجم مسلحون مجهولون الحاجز", "مسلحون", "SY", "armed"),
        # believed to be somebody's
        ("قصفت طائرات يعتقد أنها روسية البلدة", "طائرات", "SY", "ru"),
        ("قصفت طائرات يعتقد أنها مستأجرة البلدة", "طائرات", "SY", "unknown"),
        # a unit with a number is an army's
        ("هاجم مسلحون اللواء 112 قرب البلدة", "اللواء", "SY", "sy.gov"),
        ("هاجم مسلحون اللواء قرب البلدة", "اللواء", "SY", "armed"),
        # police of the country of the report
        ("قتل شرطي في الهجوم", "شرطي", "IQ", "iq.police"),
        ("قتل شرطي في الهجوم", "شرطي", "TN", "police"),
        # a country is not its adjective in the accusative
        ("قصفت روسيا البلدة", "روسيا", "SY", "ru"),
        ("شن هجوما تركيا على البلدة", "تركيا", "SY", "tr"),
    ],
)
def test_second_mentions_and_owners(text: str, words: str, country: str, id_: str) -> None:
    """What has no name of its own points to who was named, by type and country."""
    party = party_at(page_of(text, country), words)
    assert party is not None and party.id == id_
