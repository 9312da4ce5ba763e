"""Frames: zones, ties and link features of triggers, the scene that rules of kinds look at, verdicts."""

from __future__ import annotations

import pytest

from waqai.frames import Frame, frame_features
from waqai.grouping import find_frames, group
from waqai.kinds import kind_features, set_verdicts
from waqai.language.pack import load_pack
from waqai.links import link_features, ties, zones
from waqai.mentions import Page
from waqai.model import Models
from waqai.pipeline import fill_page, models_of
from waqai.records import Document
from waqai.scenes import open_scene
from waqai.triggers import context

PACK = load_pack()
TWO_ACTS = (
    "قصفت قوات النظام بلدة اللطامنة بالمدفعية أمس وقتل ثلاثة مدنيين. "
    "وفي محافظة درعا، شن الطيران الروسي غارات على مدينة الصنمين أسفرت عن مقتل أربعة أشخاص."
)


def page_of(text: str) -> Page:
    """A page through all stages."""
    return fill_page(Document("d", text, "2024-05-15", "s"), PACK)


def whole(page: Page) -> Frame:
    """All triggers of a page as one frame, with its scene and verdict."""
    frame = Frame(list(page.triggers))
    set_verdicts(page, [frame])
    return frame


def everything(page: Page) -> list[object]:
    """All that linking and kinds look at, in an order of its own."""
    shared, tied = context(page), ties(page)
    triggers, frame = page.triggers, whole(page)
    links = [
        sorted(link_features(page, one, two, shared, tied))
        for number, two in enumerate(triggers)
        for one in triggers[:number]
    ]
    frame.kind = "Attack"
    return [
        (tied, zones(page), links, frame.verdict, frame.rule),
        sorted(kind_features(page, frame)),
        sorted(frame_features(page, frame, shared)),
    ]


def test_frames_are_deterministic() -> None:
    """The same text gives the same zones, ties and features, whatever was read between."""
    first = everything(page_of(TWO_ACTS))
    everything(page_of("انفجار عبوة في عدن وقتل جندي"))
    assert everything(page_of(TWO_ACTS)) == first


def test_a_zone_ends_where_the_next_act_begins() -> None:
    """Each act's word has the places, parties, means and figures up to the next act's word."""
    page = page_of(TWO_ACTS)
    fold = PACK.folding.fold
    shelling, strike = zones(page).values()
    assert (fold("اللطامنة") in shelling.places, fold("الصنمين") in shelling.places) == (True, False)
    assert (fold("اللطامنة") in strike.places, fold("الصنمين") in strike.places) == (False, True)
    assert shelling.means == {"weapon.shell"}
    assert "sy.gov" in shelling.parties
    assert shelling.counted
    assert strike.counted


def test_only_acts_have_zones() -> None:
    """Words of harm belong to the act before them."""
    page = page_of("قصفت المدفعية بلدة سرمين وقتل طفل وأصيبت امرأة")
    assert [page.tokens.words[first] for first in zones(page)] == ["قصفت"]
    assert len(page.triggers) == 3


def test_ties_know_sentences_and_breaks() -> None:
    """Places, parties and times are kept by sentence; the number of breaks never falls."""
    page = page_of(TWO_ACTS)
    tied = ties(page)
    fold = PACK.folding.fold
    assert fold("اللطامنة") in tied.places[0]
    assert fold("الصنمين") in tied.places[1]
    assert "sy.gov" in tied.parties[0]
    assert "ru" in tied.parties[1]
    assert tied.times[0] == {"2024-05-14"}
    assert len(tied.breaks) == len(page.tokens.sentences)
    assert tied.breaks == sorted(tied.breaks)


LINKS = [
    ("قصف الجيش صعدة وقتل طفلا", "d=s0"),
    ("قصف الجيش صعدة. قتل طفل", "d=s1"),
    ("قصف الجيش صعدة. وأوقع القصف قتيلا", "samef:s1"),
    ("قصف الجيش صعدة. وأوقع القصف قتيلا", "the:same:s1"),
    ("قصف الجيش صعدة، ما أدى إلى مقتل طفل", "result>harm.kill"),
    ("قصف الجيش صعدة. انفجار في عدن", "plx:1"),
    ("قصف الجيش صعدة. غارات على صعدة", "pl=:1"),
    ("قصف الجيش صعدة. غارات ليلا", "pl10:1"),
]


@pytest.mark.parametrize(("text", "feature"), LINKS)
def test_what_links_two_triggers(text: str, feature: str) -> None:
    """Distance, sameness, articles, results and places in common are seen."""
    page = page_of(text)
    bundles = link_features(page, page.triggers[0], page.triggers[1], context(page), ties(page))
    seen = {feature for bundle in bundles for feature in bundle}
    assert feature in seen, sorted(seen)


MEANS = [
    ("قصفت راجمات الصواريخ سرمين", "weapon.shell"),
    ("قصفت طائرات حربية سرمين", "weapon.air"),
    ("استهدف مجهولون سيارة بقنبلة", "weapon.ied"),
    ("هاجم انتحاريون المقر", "weapon.suicide"),
    ("هاجم مسلحون المقر", "none"),
]


@pytest.mark.parametrize(("text", "means"), MEANS)
def test_the_means_are_the_nearest_weapon(text: str, means: str) -> None:
    """Of the weapons around a frame's words the nearest one counts."""
    page = page_of(text)
    assert open_scene(page, whole(page)).means == means


def test_a_scene_holds_victims_and_agents() -> None:
    """Groups of figures and kinds of armed parties are there; the head is the first act."""
    seen = whole(page_of("قتل ثلاثة جنود في هجوم لتنظيم الدولة على حاجز في تدمر")).scene
    assert seen.head.family == "act.strike"
    assert seen.victims == {"combatants"}
    assert "rebels" in seen.agents
    assert {"harm.kill", "act.strike"} == seen.acts


def test_a_weak_verdict_looks_at_its_neighbours() -> None:
    """Harm told alone takes the sure verdict of the nearest act, and an act that is sure none."""
    page = page_of("غارة على سرمين. قتل طفل")
    frames = [Frame([page.triggers[0]]), Frame([page.triggers[1]])]
    set_verdicts(page, frames)
    assert [f.rule for f in frames] == ["air_head", "harm"]
    assert [f.near_verdict for f in frames] == ["", "Air/drone strike"]
    assert "prev=Air/drone strike" in kind_features(page, frames[1])


def test_groups_hold_each_trigger_once() -> None:
    """Grouping loses and doubles no likely trigger, and keeps the order of the text."""
    page, models = page_of(TWO_ACTS), models_of(PACK)
    frames = group(page, models, context(page))
    firsts = [t.first for frame in frames for t in frame.triggers]
    assert len(set(firsts)) == len(firsts)
    assert set(firsts) <= {t.first for t in page.triggers}
    for frame in frames:
        assert [t.first for t in frame.triggers] == sorted(t.first for t in frame.triggers)
    kept = find_frames(page, models)
    assert all(frame.kind and models.limit("frame") <= frame.share <= 1 for frame in kept)


def test_limits_decide() -> None:
    """Limits that nothing reaches leave no frame, or no link; a bias to link joins all."""
    page = page_of(TWO_ACTS)
    assert group(page, Models({"limits": {"event": 0.9}}), context(page)) == []
    alone = group(page, Models({"limits": {"event": 0.1, "link": 1.0}}), context(page))
    assert [len(frame.triggers) for frame in alone] == [1] * len(page.triggers)
    joined = group(page, Models({"limits": {"event": 0.1}, "link": {"bias": 5.0}}), context(page))
    assert [len(frame.triggers) for frame in joined] == [len(page.triggers)]
