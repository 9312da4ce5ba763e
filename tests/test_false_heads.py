"""Words that look like a party and name nobody; sentences are made up, each rule with ones for and against."""

from __future__ import annotations

import pytest
from test_parties import page_of, party_at


@pytest.mark.parametrize(
    ("text", "words", "is_party"),
    [
        # letters that are often another word
        ("وقف الحشد أمام المدخل", "أمام", False),
        ("قتل إمام في القصف", "إمام", True),
        ("وصل عدد كبير إلى المكان", "كبير", False),
        ("دمر القصف بئرا في القرية", "بئرا", True),
        ("وهو أمر لا يحتمل", "أمر", False),
        ("طالب الوزير بتحقيق", "طالب", False),
        ("اختطف مسلحون ثلاثة طلاب", "طلاب", True),
        ("اعتقلت القوات 50 طالبا", "طالبا", True),
        ("توقفت حركة السير في الشارع", "حركة", False),
        ("أعلنت الحركة مسؤوليتها عن الهجوم", "الحركة", True),
        ("نقل الجرحى إلى مكان آمن", "آمن", False),
        # an adjective goes with its noun
        ("تشهد البلاد صراعا مسلحا منذ سنوات", "مسلحا", False),
        ("هاجم مسلح الحاجز", "مسلح", True),
        ("قال الحاكم العسكري إن الوضع هادئ", "العسكري", False),
        ("رفضت الأحزاب الدعوات السياسية", "السياسية", False),
        ("وقع هجوم انتحاري في المدينة", "انتحاري", False),
        ("قاد انتحاري شاحنة نحو البوابة", "انتحاري", True),
        ("أغارت الطائرات على قناة تلفزيونية سورية", "سورية", False),
        ("قتل جندي في قصف تركي", "تركي", True),
        # a feminine ending that was tied needs a suffix
        ("قتلت قذيفة امرأة", "قتلت", False),
        # a place
        ("وقع الانفجار في دمشق", "دمشق", False),
        ("قصفت إسرائيل البلدة", "إسرائيل", True),
        ("وصل الجرحى إلى تركيا", "تركيا", False),
        # who only speaks
        ("قال مراسلنا إن القصف مستمر", "مراسلنا", False),
        ("قتل مراسلنا في القصف", "مراسلنا", True),
        # a suffix of the first person, and letters that only look like one
        ("تصدت قواتنا للهجوم", "قواتنا", True),
    ],
)
def test_what_names_nobody_is_no_party(text: str, words: str, is_party: bool) -> None:
    """A word is a party only where it is read as the noun."""
    assert (party_at(page_of(text, "SY"), words) is not None) == is_party
