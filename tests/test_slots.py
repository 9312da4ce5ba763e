"""Slots: what is seen of each kind of mention for a frame: what it is, and where it stands to the act."""

from __future__ import annotations

from typing import Any

import pytest

from waqai import slots
from waqai.frames import Frame
from waqai.kinds import set_verdicts
from waqai.language.pack import load_pack
from waqai.mentions import Page
from waqai.pipeline import fill_page
from waqai.records import Document
from waqai.standing import Ground, nearest, stand

PACK = load_pack()
REPORT = (
    "قالت مصادر محلية إن قوات النظام قصفت أمس بلدة سرمين بالمدفعية، ما أدى إلى مقتل ثلاثة مدنيين. "
    "واستهدف الطيران الروسي مدينة الصنمين وأصيب طفل."
)


def page_of(text: str) -> Page:
    """A page through all stages."""
    return fill_page(Document("d", text, "2024-05-15", "s"), PACK)


def frames_of(page: Page) -> list[Frame]:
    """One frame a sentence, of all its triggers."""
    sentences = sorted({t.sentence for t in page.triggers})
    frames = [Frame([t for t in page.triggers if t.sentence == s], kind="Attack") for s in sentences]
    set_verdicts(page, frames)
    return frames


def row_of(page: Page, kind: str) -> Any:
    """The first mention of a kind."""
    column = {
        "party": "parties",
        "place": "places",
        "count": "counts",
        "time": "times",
        "speaker": "speakers",
    }
    return getattr(page, column[kind])[0]


SEEN = [
    ("party", ["s=", "i=named", "d=-2c", "h=act.shell:-c", "hv=act.shellv:-c", "o=0:c"]),
    ("place", ["l=", "cue=kind", "cl=kind:", "d=+", "k=Attack:+c", "lead=True:c"]),
    ("count", ["rule=", "slot=fatalities:True:civilians", "rivals=0", "anchor=mine"]),
    ("time", ["age=1:", "h=act.shell:+c", "pr=1:", "lead:"]),
    ("speaker", ["kind=witness:-", "way=", "verb=", "weak="]),
]


@pytest.mark.parametrize(("kind", "beginnings"), SEEN)
def test_describe_tells_what_and_where(kind: str, beginnings: list[str]) -> None:
    """Each kind of mention is told by what it is and by its stand to the act's nearest word."""
    page = page_of(REPORT)
    frames = frames_of(page)
    seen = slots.describe(kind, frames[0], row_of(page, kind), Ground(page, frames))
    missing = [b for b in beginnings if not any(each.startswith(b) for each in seen)]
    assert not missing, sorted(seen)


@pytest.mark.parametrize("kind", list(slots.DESCRIBE))
def test_describe_is_static_and_relative(kind: str) -> None:
    """Every description is what a mention is, then where it stands; both are strings and the same twice."""
    page = page_of(REPORT)
    frames = frames_of(page)
    ground, row = Ground(page, frames), row_of(page, kind)
    static, relative = slots.DESCRIBE[kind]
    seen = slots.describe(kind, frames[0], row, ground)
    bundles = (*static(row, ground), *relative(frames[0], row, ground))
    assert seen == [feature for bundle in bundles for feature in bundle]
    assert all(isinstance(each, str) and each for each in seen)
    again = page_of(REPORT)
    rows = frames_of(again)
    assert sorted(slots.describe(kind, rows[0], row_of(again, kind), Ground(again, rows))) == sorted(seen)


@pytest.mark.parametrize("kind", list(slots.DESCRIBE))
def test_only_the_stand_depends_on_the_frame(kind: str) -> None:
    """What a mention is stays the same for every act; where it stands does not."""
    page = page_of(REPORT)
    frames = frames_of(page)
    ground, row = Ground(page, frames), row_of(page, kind)
    static, relative = slots.DESCRIBE[kind]
    assert static(row, ground) == static(row, Ground(page, frames))
    assert relative(frames[0], row, ground) != relative(frames[1], row, ground)


def test_the_nearest_trigger_is_of_the_own_sentence_first() -> None:
    """A trigger of the same sentence is nearer than one of another, however close that stands."""
    page = page_of("قصف الجيش صعدة ثم غادر المكان بعد ساعات وانفجار في عدن. وفي حرض وقعت غارات")
    frame = Frame(list(page.triggers))
    place = next(p for p in page.places if page.sentence_of[p.first] == 1)
    assert nearest(frame, 1, place.first).family == "act.air"
    assert nearest(frame, 0, 0).family == "act.shell"


STANDS = [
    ("قصف الجيش صعدة", "صعدة", "+c"),
    ("في صعدة قصف الجيش مواقع", "صعدة", "-c"),
    ("قصف الجيش مواقع، قرب صعدة", "صعدة", "+s"),
    ("قصف الجيش مواقع. وتقع صعدة شمالا", "صعدة", "+x"),
]


@pytest.mark.parametrize(("text", "name", "side"), STANDS)
def test_the_side_of_a_mention(text: str, name: str, side: str) -> None:
    """Before or after the act's word; in its clause, its sentence, or another."""
    page = page_of(text)
    frame = Frame([page.triggers[0]], kind="Attack")
    place = next(p for p in page.places if p.name == name)
    assert stand(frame, place.first, Ground(page, [frame]))[2] == side


def test_acts_own_what_stands_nearest() -> None:
    """A mention beside another act's word is told as not this act's."""
    page = page_of("قصف الجيش صعدة ووقعت غارات على ميدي")
    frames = [Frame([t], kind="Attack") for t in page.triggers]
    place = next(p for p in page.places if p.name == "ميدي")
    ground = Ground(page, frames)
    assert "own=n" in str(stand(frames[0], place.first, ground)[0])
    assert "own=y" in str(stand(frames[1], place.first, ground)[0])
    assert len(ground.owners) == len(page.triggers)


def test_ground_orders_mentions_in_their_sentences() -> None:
    """The order of parties and of places begins anew with each sentence."""
    page = page_of(REPORT)
    ground = Ground(page, frames_of(page))
    for order, rows in ((ground.parties, page.parties), (ground.places, page.places)):
        for sentence in range(len(page.tokens.sentences)):
            orders = [order.order[r.first] for r in rows if page.sentence_of[r.first] == sentence]
            assert orders == list(range(len(orders)))
