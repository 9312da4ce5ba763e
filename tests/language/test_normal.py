"""Raw text -> one spelling, with the way back to every raw offset."""

from __future__ import annotations

import pytest

from waqai.language.pack import Pack

SPELLINGS = [
    ("أُصيبَ", "اصيب"),
    ("قـــصف", "قصف"),
    ("ق.ـصـ.ف", "قصف"),
    ("د.اعش", "داعش"),
    ("قـ ـتل", "قتل"),
    ("مستشفى", "مستشفي"),
    ("شهداء", "شهدا"),
    ("\ufeb7\ufeec\ufeaa\ufe8d\ufe80", "شهدا"),
    ("\u202bحلب\u202c", "حلب"),
    ("١٢٫٥", "12.5"),
    ("ﻻ", "لا"),
    ("«دمشق»", '"دمشق"'),
    ("NATO", "nato"),
    ("\u0130stanbul", "\u0130stanbul"),
    ("", ""),
]


@pytest.mark.parametrize(("raw", "normal"), SPELLINGS)
def test_spellings_fold_to_one(pack: Pack, raw: str, normal: str) -> None:
    """Marks, tatweel, presentation forms, controls, letter variants and split words end in one spelling."""
    assert pack.folding.fold(raw) == normal


@pytest.mark.parametrize(("raw", "normal"), SPELLINGS)
def test_folding_twice_changes_nothing(pack: Pack, raw: str, normal: str) -> None:
    """Normal text is normal."""
    assert pack.folding.fold(normal) == normal


@pytest.mark.parametrize(
    ("raw", "word", "slice_"),
    [
        ("في مَدينةِ حلب", "مدينه", "مَدينةِ"),
        ("قـــصف عنيف", "عنيف", "عنيف"),
        ("سقط شهداء اليوم", "اليوم", "اليوم"),
        ("ﺍﻟﺠﻴﺶ تقدم", "تقدم", "تقدم"),
        ("قال ﷺ", "عليه", "ﷺ"),
    ],
)
def test_normal_words_lead_back_to_the_raw_slice(pack: Pack, raw: str, word: str, slice_: str) -> None:
    """The raw slice of a normal word is the word as written, its marks included."""
    normal = pack.folding.normalise(raw)
    start = normal.text.index(word)
    first, last = normal.raw(start, start + len(word))
    assert raw[first:last] == slice_


def test_full_stops_between_sentences_join_no_words(pack: Pack) -> None:
    """A full stop without a space behind it splits two sentences, not one word."""
    assert pack.folding.fold("انتهى القصف.وعاد السكان") == "انتهي القصف.وعاد السكان"
