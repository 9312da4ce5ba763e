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


SUBSETS = [
    ("مقتل ستة أشخاص بينهم طفلان", [(KILL, 6, 6, "unspecified")]),
    ("مقتل خمسة أشخاص بينهم ثلاث نساء وطفلان", [(KILL, 5, 5, "civilians")]),
    ("مقتل ستة أشخاص جميعهم من الجنود", [(KILL, 6, 6, "combatants")]),
    ("سقوط قتلى وجرحى بينهم أطفال", [(KILL, None, None, "civilians"), (INJURE, None, None, "civilians")]),
    (
        "سقوط 22 شهيدا بينهم جندي و124 جريحا",
        [(KILL, 22, 22, "unspecified"), (INJURE, 124, 124, "unspecified")],
    ),
    ("إن أكثر من 90 شخصا، بينهم 20 طفلا على الأقل، لقوا حتفهم", [(KILL, 90, None, "unspecified")]),
    ("هاجموا عمالا في المزرعة وقتلوا سبعة منهم", [(KILL, 7, 7, "civilians")]),
    ("اشتبكت مع مسلحين وقتلت عددا منهم", [(KILL, None, None, "combatants")]),
]
SIDES = [
    ("مقتل أربعة جنود وسبعة من المتمردين", [(KILL, 4, 4, "combatants"), (KILL, 7, 7, "combatants")]),
    ("مقتل ثلاثة جنود وضابط", [(KILL, 4, 4, "combatants")]),
    ("أعدم التنظيم 26 شرطيا ورجلا", [(KILL, 26, 26, "combatants")]),
    ("استشهاد تسعة رجال وطفل", [(KILL, 10, 10, "civilians")]),
    ("إصابة شرطيين وسبعة محتجين", [(INJURE, 2, 2, "combatants"), (INJURE, 7, 7, "civilians")]),
]
KIN = [
    ("استشهد رجل وطفلاه في قصف", [(KILL, 3, 3, "civilians")]),
    ("أصيب والداها بجروح", [(INJURE, 2, 2, "civilians")]),
    ("قتل أب وثلاثة من أطفاله", [(KILL, 4, 4, "civilians")]),
    ("وقتلوا زوجها واثنين من جيرانها", [(KILL, 3, 3, "civilians")]),
    ("قتلت القذيفة ابنة أخيه", [(KILL, 1, 1, "civilians")]),
    ("أودى بحياة سائقها ومرافقه", [(KILL, 2, 2, "civilians")]),
    ("فأصابت عروسا وستة من أفراد أسرتها", [(INJURE, 7, 7, "civilians")]),
]
AGENTS = [
    ("اغتال مسلحون ناشطا في المدينة", [(KILL, 1, 1, "civilians")]),
    ("أردى مسلحان يستقلان دراجة موظفا", [(KILL, 1, 1, "civilians")]),
    ("قضت مفرزة للجيش على مسلحين (02) إثر كمين", [(KILL, 2, 2, "combatants")]),
    ("قضى خمسة أشخاص على الطريق", [(KILL, 5, 5, "unspecified")]),
    ("راح ضحيته 14 شخصا", [(KILL, 14, 14, "unspecified")]),
]
SPELLING = [
    ("إصابة واحد وعشرين مدنيا", [(INJURE, 21, 21, "civilians")]),
    ("مقتل أحد المدنيين", [(KILL, 1, 1, "civilians")]),
    ("مقتل المدنيَين في القصف", [(KILL, 2, 2, "civilians")]),
    ("مقتل 20 مصليا", [(KILL, 20, 20, "civilians")]),
    ("في مدينة نوى أوقعت أربعة قتلى", [(KILL, 4, 4, "unspecified")]),
    ("عثرت الشرطة على ست جثث مجهولة الهوية", [(KILL, 6, 6, "unspecified")]),
]
TOTALS = [
    ("عدد قتلى التفجير الذي استهدف المعسكر ارتفع إلى 80", [(KILL, 80, 80, "unspecified")]),
    ("ارتفع إلى أكثر من 200 عدد المصابين", [(INJURE, 200, None, "unspecified")]),
]
NOBODY = [
    "سقطت خمسة صواريخ من دون أن توقع إصابات",
    "ولم تسجل أي خسائر",
    "ولم ينتج عن عملية الاعتراض أي إصابات",
    "ولم يسفر الانفجار عن أضرار بشرية",
    "واقتصرت أضرارهما على الماديات",
    "قائلا إن أحدا لم يقتل",
    "ونفى مصدر سقوط أي شهداء",
    "ونفت الوزارة تسجيل أي وفاة",
]
UNTOLD = [
    "ولم ترد أنباء عن ضحايا",
    "دون أن ترد معلومات عن إصابات",
    "لم يذكر البيان عدد القتلى",
    "ولا نستطيع إخراج الجرحى",
    "أغلب الضحايا مدنيون",
    "وأحد القتيلين قائد محلي",
    "ومن بين قتلى العرض قائد معروف",
    "أحرق محتجون غاضبون ستة مقار",
    "ودمرت ثلاثة أطقم",
    "تصفية حسابات شخصية",
    "حتى القضاء على آخر مسلح",
]


@pytest.mark.parametrize(("text", "expected"), SUBSETS + SIDES + KIN + AGENTS + SPELLING + TOTALS)
def test_whose_figures(text: str, expected: list[tuple[str, int | None, int | None, str]]) -> None:
    """Subsets, sides, relatives, agents and totals: who is counted, how many, and of which group."""
    assert figures(text) == expected


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    """What says that nobody was harmed is nought in both slots."""
    assert [row[:3] for row in figures(text)] == [(KILL, 0, 0), (INJURE, 0, 0)]


@pytest.mark.parametrize("text", UNTOLD)
def test_untold(text: str) -> None:
    """What leaves it open, or tells of some of those told already, gives no figure."""
    assert figures(text) == []


def test_bound_holds_for_the_same_toll() -> None:
    """`at least ten` anywhere makes an exact ten of the same toll a lower bound (codebook 7.16)."""
    text = "مقتل 10 مدنيين في الغارة. وقال المرصد إن 10 مدنيين على الأقل قتلوا"
    assert {(low, high) for _, low, high, _ in figures(text)} == {(10, None)}
