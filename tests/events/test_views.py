"""What an event shows: values by policy, toll history, contradictions, origins, grade; whatever order claims come in."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from event_samples import PLACES, claim, dead, report

from waqai.actors import load_register
from waqai.events.parties import Kinship
from waqai.events.views import Eye, view
from waqai.language.pack import load_pack
from waqai.records import Actor, Attribution, Claim, Count, Document, Event, Value

MONITOR = (Attribution("monitor", "المرصد السوري", 0, 4),)
ARMY = (Attribution("belligerent", "الجيش الروسي", 0, 4),)
RUSSIA = (Actor("ru", "الجيش الروسي", 0, 4),)
TEXTS = (
    "قصف على سوق البلدة قتل باعة خضار في الصباح الباكر وأصاب آخرين كانوا قرب المخبز",
    "غارة جوية عنيفة هزت الحي الشرقي بعد منتصف الليل ودمرت بيوتا كثيرة فوق ساكنيها",
    "نقل المسعفون جثث الضحايا إلى مشفى قريب فيما تواصل البحث تحت أنقاض البناء المنهار",
    "شهود تحدثوا عن طائرتين حلقتا على علو منخفض ثم ألقتا صواريخ على الشارع الرئيسي",
)


@pytest.fixture(scope="module")
def eye() -> Eye:
    """The pack and the register that views are made with."""
    return Eye(load_pack(), Kinship(load_register()))


def told(
    number: int, text: str = "", published: str = "2024-05-01", source: str = "", **changes: object
) -> tuple[Document, Claim]:
    """One report with one claim, in a text of its own unless one is given."""
    name = f"r{number}"
    document, _ = report(
        name, text=text or TEXTS[number % 4] + f" {name}", published=published, source=source
    )
    return document, claim(f"{name}#1", **changes)


def value(event: Event, slot: str, policy: str, group: str | None = None) -> Value:
    """One value of an event."""
    return next(
        v
        for v in event.values
        if (v.slot, v.policy) == (slot, policy) and (group is None or v.group == group)
    )


@pytest.mark.parametrize(
    ("figures", "acled", "ucdp", "airwars", "mode"),
    [
        ((3, 3, 5), 3, (3, 3, 5), (3, 5), 3),
        ((4, 6), 4, (4, 4, 6), (4, 6), None),
        ((2,), 2, (2, 2, 2), (2, 2), 2),
        ((None, 7), 7, (7, 7, 7), (7, 7), 7),
    ],
)
def test_policies_differ_and_say_so(
    eye: Eye,
    figures: tuple[int | None, ...],
    acled: int,
    ucdp: tuple[int, int, int],
    airwars: tuple[int, int],
    mode: int | None,
) -> None:
    """Each policy gives its own figure, names its claims and its rule, and what would change it; nothing is summed."""
    event = view("ev-1", [told(n, fatalities=(dead(f),)) for n, f in enumerate(figures)], eye)
    one = value(event, "fatalities", "acled")
    assert (one.low, one.best, one.high) == (acled,) * 3
    two = value(event, "fatalities", "ucdp", "civilians")
    assert (two.low, two.best, two.high) == ucdp
    three = value(event, "fatalities", "airwars")
    assert (three.low, three.high) == airwars
    assert value(event, "fatalities", "mode").best == mode
    for each in (one, two, three):
        assert each.claims and each.rule and each.changes_if


def test_no_figure_is_not_a_number(eye: Eye) -> None:
    """Words without a figure give nobody's count: acled's 0 says so, the others stay empty."""
    event = view("ev-1", [told(0, fatalities=(dead(None),))], eye)
    assert (value(event, "fatalities", "acled").best, value(event, "fatalities", "acled").claims) == (0, ())
    assert (
        value(event, "fatalities", "airwars").low is None and value(event, "fatalities", "mode").best is None
    )


def test_a_later_toll_of_one_line_supersedes(eye: Eye) -> None:
    """An outlet's rising figure is one line: the last counts, all stay in the history, and nothing contradicts."""
    days = [("2024-05-01", 3), ("2024-05-02", 5), ("2024-05-03", 8)]
    rows = [told(n, published=day, source="one", fatalities=(dead(f),)) for n, (day, f) in enumerate(days)]
    event = view("ev-1", rows, eye)
    assert [(t.low, t.superseded_by) for t in event.tolls] == [(3, "r2#1"), (5, "r2#1"), (8, None)]
    assert value(event, "fatalities", "acled").best == 8 and not event.contradictions


def test_a_belligerents_figure_of_its_enemy_is_marked(eye: Eye) -> None:
    """An army's count of the other side's dead is marked and is no best estimate; of its own it counts."""
    enemy = Count("combatants", "sy.opp", 40, 40, "قتيلا", 0, 4)
    own = replace(enemy, of="ru", low=2, high=2)
    rows = [
        told(0, actor1=RUSSIA, attribution=ARMY, fatalities=(enemy,)),
        told(1, fatalities=(dead(6, "combatants", "sy.opp"),)),
    ]
    event = view("ev-1", rows, eye)
    assert [t.by_enemy for t in event.tolls] == [True, False]
    fighters = value(event, "fatalities", "ucdp", "combatants")
    assert (fighters.low, fighters.best, fighters.high) == (6, 6, 40)
    (toll,) = view("ev-2", [told(0, actor1=RUSSIA, attribution=ARMY, fatalities=(own,))], eye).tolls
    assert not toll.by_enemy


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, set()),
        ({"stance": "denied", "fatalities": ()}, {"occurrence"}),
        ({"fatalities": (dead(9),)}, {"toll"}),
        ({"fatalities": (dead(None),)}, set()),
        ({"actor1": (Actor("il", "إسرائيل", 0, 4),)}, {"actor"}),
        ({"locations": (PLACES["بنش"],)}, {"place"}),
        ({"event_date": "2024-05-04"}, {"date"}),
        ({"event_date": "2024-05-04", "time_precision": 2}, set()),
    ],
)
def test_contradictions_are_typed(eye: Eye, changes: dict[str, object], kinds: set[str]) -> None:
    """Each kind of contradiction is found with its sides and their words; what is only vaguer is none."""
    event = view("ev-1", [told(0, actor1=RUSSIA), told(1, **{"actor1": RUSSIA} | changes)], eye)
    assert {c.kind for c in event.contradictions} == kinds
    for contradiction in event.contradictions:
        assert len(contradiction.sides) == 2
        assert {c for side in contradiction.sides for c in side.claims} == {"r0#1", "r1#1"}
        assert all(words for side in contradiction.sides for words in side.words)


def test_a_capture_told_by_both_sides_contradicts_in_outcome(eye: Eye) -> None:
    """Two sides that each say that they took the place differ on the outcome."""
    gain = {"sub_event_type": "Government regains territory", "actor1": (Actor("sy.gov", "النظام", 0, 4),)}
    loss = {
        "sub_event_type": "Non-state actor overtakes territory",
        "actor1": (Actor("is", "التنظيم", 0, 4),),
    }
    event = view("ev-1", [told(0, fatalities=(), **gain), told(1, fatalities=(), **loss)], eye)
    assert "outcome" in {c.kind for c in event.contradictions}


def test_copies_and_one_speaker_are_one_origin(eye: Eye) -> None:
    """A repost and two outlets that cite one monitor count as one each: five reports, three origins."""
    rows = [
        told(0, text=TEXTS[0]),
        told(1, text=TEXTS[0] + " منقول"),
        told(2, attribution=MONITOR),
        told(3, attribution=(Attribution("monitor", "المرصد السوري لحقوق الإنسان", 0, 4),)),
        told(5),
    ]
    event = view("ev-1", rows, eye)
    assert [(o.kind, o.documents) for o in event.origins] == [
        ("copy", ("r0", "r1")),
        ("speaker", ("r2", "r3")),
        ("report", ("r5",)),
    ]


@pytest.mark.parametrize(
    ("rows", "grade"),
    [
        (({},), "Weak"),
        (({}, {}), "Fair"),
        (({"actor1": RUSSIA}, {"actor1": (Actor("il", "إسرائيل", 0, 4),)}), "Contested"),
        (({"actor1": RUSSIA, "attribution": ARMY}, {}), "Confirmed"),
        (({"fatalities": (dead(4, "combatants"),)},), "Discounted"),
        (({"stance": "denied"},), "Discounted"),
    ],
)
def test_grades(eye: Eye, rows: tuple[dict[str, object], ...], grade: str) -> None:
    """The grade is the first of Airwars' that fits, with the rule that gave it."""
    event = view("ev-1", [told(n, **row) for n, row in enumerate(rows)], eye)
    assert event.grade == grade and event.grade_rule


def test_the_order_of_claims_does_not_change_an_event(eye: Eye) -> None:
    """Claims in any order give the same event, to the last field."""
    rows = [told(n, fatalities=(dead(n % 3 + 1),), published=f"2024-05-0{n % 3 + 1}") for n in range(7)]
    first = view("ev-1", rows, eye)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert view("ev-1", rows, eye) == first
