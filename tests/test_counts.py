"""Casualty figures, construction by construction: text -> slot, low, high, group."""

from __future__ import annotations

import pytest

from waqai.counts import find_counts
from waqai.language.pack import load_pack
from waqai.mentions import open_page
from waqai.records import Document

PACK = load_pack()
KILL, INJURE, JOINT = "fatalities", "injuries", "casualties_joint"


def figures(text: str) -> list[tuple[str, int | None, int | None, str]]:
    """The figures of a text in short."""
    page = open_page(Document("d", text, "2019-11-27", "s"), PACK)
    find_counts(page)
    return [(f.slot, f.low, f.high, f.group) for f in page.counts]


AMOUNTS = [
    ("مقتل ثلاثة مدنيين", [(KILL, 3, 3, "civilians")]),
    ("مقتل ما لا يقل عن 12 شخصا", [(KILL, 12, None, "unspecified")]),
    ("قتل 9 أشخاص، على الأقل، في الانفجار", [(KILL, 9, None, "unspecified")]),
    ("إصابة العشرات من الطرفين", [(INJURE, None, None, "combatants")]),
    ("أصيب عدد (5) من الجنود", [(INJURE, 5, 5, "combatants")]),
    ("مقتل جنديين اثنين", [(KILL, 2, 2, "combatants")]),
    ("مقتل الحراس الثلاثة", [(KILL, 3, 3, "combatants")]),
    ("قتل إيطاليان في الهجوم", [(KILL, 2, 2, "unspecified")]),
]
ORDER = [
    ("إن سبعة رجال قتلوا في الكمين", [(KILL, 7, 7, "unspecified")]),
    ("إن 15 عنصرا على الأقل من قوات الجيش قتلوا", [(KILL, 15, None, "combatants")]),
    ("قتلت القوات 6 مسلحين", [(KILL, 6, 6, "combatants")]),
    ("لقي معلم وزوجته مصرعهما", [(KILL, 2, 2, "civilians")]),
    ("لقي 3 عمال حتفهم وأصيب 4 آخرون", [(KILL, 3, 3, "civilians"), (INJURE, 4, 4, "civilians")]),
    ("مقتل وإصابة عدد من المدنيين", [(KILL, None, None, "civilians"), (INJURE, None, None, "civilians")]),
]
SUMS = [
    ("استشهاد أربعة أطفال وامرأة", [(KILL, 5, 5, "civilians")]),
    ("أدى إلى مقتله وسائقه", [(KILL, 2, 2, "civilians")]),
    ("مقتل مدني وثلاثة جنود", [(KILL, 1, 1, "civilians"), (KILL, 3, 3, "combatants")]),
    ("جرح كل من سمير قباني (20 عاما)، نديم صوان (31 عاما)", [(INJURE, 2, 2, "unspecified")]),
]
PERSONS = [
    ("سقوط 5 قتلى و7 جرحى", [(KILL, 5, 5, "unspecified"), (INJURE, 7, 7, "unspecified")]),
    ("سقوط 20 بين قتيل وجريح", [(JOINT, 20, 20, "unspecified")]),
    ("وقوع قتلى وجرحى في صفوف الجيش", [(KILL, None, None, "combatants"), (INJURE, None, None, "combatants")]),
    ("ارتفع عدد القتلى إلى 31 شخصا", [(KILL, 31, 31, "unspecified")]),
]
NONE = [
    ("دون وقوع إصابات", [(KILL, 0, 0, "unspecified"), (INJURE, 0, 0, "unspecified")]),
    ("لم يسقط أي مدنيين", [(KILL, 0, 0, "civilians"), (INJURE, 0, 0, "civilians")]),
]
AGAINST = [
    "هدد بقتل الرهائن",
    "محاولة اغتيال الوزير",
    "قتل الوقت",
    "نجا قائد من محاولة اغتيال",
    "القتلى من المسلحين",
    "يبلغ من العمر 40 عاما",
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS + ORDER + SUMS + PERSONS + NONE)
def test_figures(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    """Each construction gives the figures that a reader takes from it."""
    assert figures(text) == expected


@pytest.mark.parametrize("text", AGAINST)
def test_no_figures(text: str) -> None:
    """Threats, attempts, ages and mentions of the dead as known give none."""
    assert figures(text) == []


def test_subset_is_no_figure() -> None:
    """`among them` adds nobody, but tells of which group they were."""
    assert figures("مقتل ستة أشخاص بينهم طفلان") == [(KILL, 6, 6, "civilians")]


def test_bound_holds_for_the_same_toll() -> None:
    """`at least ten` anywhere makes an exact ten of the same toll a lower bound (codebook 7.16)."""
    text = "مقتل 10 مدنيين في الغارة. وقال المرصد إن 10 مدنيين على الأقل قتلوا"
    assert {(low, high) for _, low, high, _ in figures(text)} == {(10, None)}
