"""Speakers: who says it and of which kind, by construction; sentences are made up, for and against."""

from __future__ import annotations

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import open_page
from waqai.parties import find_parties
from waqai.records import Document
from waqai.speakers import find_speakers
from waqai.voices import Speaker


def speakers_of(text: str) -> list[tuple[str, str]]:
    """The words and the kind of each speaker."""
    page = open_page(Document("d", text, "2018-03-01"), load_pack())
    find_parties(page)
    find_speakers(page)
    rows: list[Speaker] = page.speakers
    return [(page.span(s.first, s.last)[2], s.kind) for s in rows]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # after a verb or a preposition; the audience does not speak
        ("قالت مصادر محلية إن البلدة قصفت", ["witness"]),
        ("أكد مصدر أمني لوكالة رويترز أن الطريق مغلق", ["official"]),
        ("بحسب ناشطين قصفت البلدة", ["activist"]),
        ("قصفت البلدة أمس", []),
        # who is quoted speaks beside who quotes
        ("نقلت وكالة رويترز عن شهود عيان أن البلدة قصفت", ["media", "witness"]),
        ("نقلت الحافلات الركاب عن الطريق", []),
        # a name takes the kind of the office after the comma
        ("وأعلن سمير حداد، المتحدث باسم الجيش اللبناني، أن القرية آمنة", ["belligerent"]),
        # two joined speakers
        ("قال سكان ومسؤولون محليون إن الجسر انهار", ["witness", "official"]),
        # before the verb, and before a colon
        ("الجيش الإسرائيلي يعلن إصابة جندي", ["belligerent"]),
        ("عاجل | مصدر طبي: وصول جرحى", ["medical"]),
        ("عاجل | غارات على البلدة", []),
        # the body after the bearer decides
        ("قال عاملون في منظمة الخوذ البيضاء إن البيت انهار", ["medical"]),
        ("وأوضح بيان للجيش اللبناني أن القرية آمنة", ["belligerent"]),
        ("وقالت الشرطة إن الشارع مغلق", ["official"]),
        # what names nobody points back
        ("قال مصدر طبي إن الجريح وصل. وأضاف المصدر أن حالته مستقرة", ["medical", "medical"]),
        ("قال مصدر عسكري إن الجسر مغلق. وأضاف المصدر أن العمل جار", ["belligerent", "belligerent"]),
    ],
)
def test_speakers_have_the_kind_of_who_they_are(text: str, kinds: list[str]) -> None:
    """Each construction gives its speakers, in order, and its counterpart none."""
    assert [kind for _, kind in speakers_of(text)] == kinds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "وأعلن سمير حداد، المتحدث باسم الجيش اللبناني، أن القرية آمنة",
            "سمير حداد، المتحدث باسم الجيش اللبناني",
        ),
        ("قالت مصادر محلية إن البلدة قصفت", "مصادر محلية"),
    ],
)
def test_a_speaker_is_told_in_full(text: str, words: str) -> None:
    """The name and what qualifies it belong to the speaker, what was said does not."""
    assert speakers_of(text)[0][0] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وفق مصدر في الشرطة ولنقابي في قطاع النقل قتل سائق.", [("مصدر في الشرطة", "official")]),
        ("روت امرأة أن مسلحين دخلوا الحي.", [("امرأة", "witness")]),
        ("دخلوا الحي وقتلوا امرأة في بيتها.", []),
        ("قال وزير الدفاع سمران بلخوري إن القصف توقف.", [("وزير الدفاع سمران بلخوري", "belligerent")]),
        ("قال مصدر أمني قزلباش الطريق مغلق.", [("مصدر أمني", "official")]),
        ("وأكد ضابط في شرطة المدينة العثور على الجثث.", [("ضابط في شرطة المدينة", "official")]),
        ("المركز الإعلامي\nسيطرت القوات على التلة.", [("المركز الإعلامي", "activist")]),
        ("سيطرت القوات على التلة", []),
    ],
)
def test_names_witnesses_and_bylines(text: str, expected: list[tuple[str, str]]) -> None:
    """People who saw it, names after an office, police officers, lines that only name a speaker; for and against."""
    assert speakers_of(text)[: max(1, len(expected))] == expected


def test_the_source_is_the_one_named_so() -> None:
    """`the source` points back to a source, whoever spoke between."""
    text = "قال مصدر طبي إن ثلاثة قتلوا. وأعلن الجيش أنه رد. وأضاف المصدر أن الجرحى نقلوا."
    assert [kind for _, kind in speakers_of(text)][-1] == "medical"
