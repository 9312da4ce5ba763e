"""Triggers: the words that may tell an act, their class, form and clause, and what the model sees of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from waqai.language.pack import load_pack
from waqai.mentions import Page, open_page
from waqai.pipeline import STAGES
from waqai.records import Document
from waqai.triggers import clause_numbers, context, features, find_triggers

PACK = load_pack()


def page_of(text: str, published: str = "2024-05-15") -> Page:
    """A page through all stages."""
    page = open_page(Document("d", text, published, "s"), PACK)
    for stage in STAGES:
        stage.run(page)
    return page


FOUND = [
    ("قصفت المدفعية بلدة سرمين", [("act.shell", True)]),
    ("شن الطيران غارات على صعدة", [("act.air", False)]),
    ("وقعت اشتباكات في الأبيض", [("act.clash", False)]),
    ("سيطر الجيش على سنجة", [("act.capture", True)]),
    ("قتل مدنيان في غارة على عيترون", [("harm.kill", True), ("act.air", False)]),
    ("انفجرت عبوة ناسفة في بعقوبة", [("act.blast", True), ("act.blast", False)]),
    ("فجر انتحاري نفسه في عدن", [("act.suicide", False)]),
    ("اعتقلت الشرطة ناشطا", [("act.arrest", True)]),
    ("تظاهر المئات في بيروت", [("act.protest", True)]),
    ("اتفاق لوقف إطلاق النار", [("act.deal", False), ("act.deal", False)]),
    ("مقتل طفل وجرح امرأة", [("harm.kill", False), ("harm.injure", True)]),
    ("زار الوزير المدينة والتقى سكانها", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_may_tell_an_act(text: str, expected: list[tuple[str, bool]]) -> None:
    """Each word of an act or a harm is a trigger once, verb or noun."""
    assert [(t.family, t.verb) for t in page_of(text).triggers] == expected


NOT_YET = [
    ("اندلعت اشتباكات في الأبيض", [("act.clash", False)], "a light verb is a harm to things as well"),
    ("مقتل طفل وإصابة امرأة", [("harm.kill", False), ("harm.injure", False)], "a noun read as a verb"),
    ("أطلق مسلحون النار على دورية", [("act.shoot", True)], "an entry split by its subject"),
    ("أصيب مدنيان في صعدة", [("harm.injure", True)], "wounded is read as struck"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(t, rows, marks=pytest.mark.xfail(strict=False, reason=why)) for t, rows, why in NOT_YET],
)
def test_what_is_not_found_right_yet(text: str, expected: list[tuple[str, bool]]) -> None:
    """Triggers that are wrong or missing; a right one moves up."""
    assert [(t.family, t.verb) for t in page_of(text).triggers] == expected


LONGEST = [("غارة جوية", 2), ("هجوم كيماوي", 2), ("وقف إطلاق النار", 3), ("قصف مدفعي", 2)]


@pytest.mark.parametrize(("text", "words"), LONGEST)
def test_the_longest_entry_is_one_trigger(text: str, words: int) -> None:
    """Words of one entry are not triggers again."""
    assert [(t.first, t.last) for t in page_of(text).triggers] == [(0, words)]


def test_triggers_stand_in_order_without_overlap() -> None:
    """Each begins after the one before it ends, in the sentence and clause of its first token."""
    page = page_of(
        "قتل خمسة مدنيين في غارة جوية على صعدة، وقصفت المدفعية حرض. انفجرت سيارة مفخخة في عدن وأصيب جندي."
    )
    until = 0
    for trigger in page.triggers:
        assert until <= trigger.first < trigger.last
        until = trigger.last
        assert trigger.sentence == page.sentence_of[trigger.first]
        assert trigger.clause == page.clauses[trigger.first]
        assert trigger.family == ".".join(trigger.families[0].split(".")[:2])
    assert {t.sentence for t in page.triggers} == {0, 1}


CLAUSES = [
    ("قصف الجيش البلدة", 1),
    ("قصف الجيش البلدة، وقتل مدني", 2),
    ("قصف الجيش البلدة وقتل مدنيا", 2),
    ("قصف الجيش البلدة التي يسيطر عليها مسلحون", 2),
    ("قصف الجيش البلدة. قتل مدني", 2),
    ("قصف الجيش القرية والبلدة", 1),
]


@pytest.mark.parametrize(("text", "number"), CLAUSES)
def test_clauses(text: str, number: int) -> None:
    """A clause ends at punctuation, at a relative pronoun, at `and` before a verb, and with its sentence."""
    page = page_of(text)
    own = {page.clauses[t] for t, word in enumerate(page.tokens.words) if word[0].isalnum()}
    assert len(own) == number


def test_clause_numbers_only_rise() -> None:
    """Numbers run on through the page, one a token, and no clause goes over a sentence's end."""
    page = page_of("قصف الجيش البلدة، وقتل مدني. ثم انسحب، وعاد.\nانفجار في عدن")
    numbers = clause_numbers(page)
    assert len(numbers) == len(page.tokens.words)
    assert all(later - earlier in (0, 1) for earlier, later in pairwise(numbers))
    for earlier, later in pairwise(page.tokens.sentences):
        assert numbers[earlier.last - 1] < numbers[later.first]


SEEN = [
    ("لم تقع اشتباكات في صعدة", "bc:negation"),
    ("نفى الجيش قصف صعدة", "bc:"),
    ("حاول الجيش قصف صعدة", "bc:irrealis"),
    ("قصف الجيش صعدة اليوم", "k=time_near"),
    ("قصف الجيش صعدة", "nk=time_near"),
    ("قصف الجيش صعدة", "k=place"),
    ("مقتل ثلاثة مدنيين في صعدة", "k=count"),
]


@pytest.mark.parametrize(("text", "feature"), SEEN)
def test_features_tell_what_stands_around(text: str, feature: str) -> None:
    """Negation, threat, time, place and figures around a trigger are seen."""
    page = page_of(text)
    seen = [f for bundle in features(page, page.triggers[-1], context(page)) for f in bundle]
    assert any(each.startswith(feature) for each in seen), sorted(seen)


def test_features_of_a_page_are_the_same_twice() -> None:
    """The same page gives the same features, whatever was read between."""
    text = "قتل خمسة مدنيين في غارة جوية على صعدة أمس، بحسب مصادر محلية"
    one, two = page_of(text), page_of(text)
    page_of("قصف آخر")
    for first, second in zip(one.triggers, two.triggers, strict=True):
        assert sorted(features(one, first, context(one))) == sorted(features(two, second, context(two)))


def test_sport_around_a_trigger_is_seen() -> None:
    """What a page is about besides acts is graded."""
    assert context(page_of("قصف الجيش صعدة")).off == "off0"
    assert context(page_of("سجل المنتخب هدفا في المباراة من ضربة حرة أمام جماهير الملعب")).off in (
        "off2",
        "off3",
    )


def test_triggers_do_not_depend_on_earlier_stages() -> None:
    """Triggers are found from tokens alone."""
    text = "قصفت المدفعية بلدة سرمين أمس وقتل طفل"
    page = open_page(Document("d", text, "2024-05-15", "s"), PACK)
    find_triggers(page)
    assert page.triggers == page_of(text).triggers
