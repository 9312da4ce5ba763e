"""What went wrong, counted by cause."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from waqai.evaluate.alignment import align
from waqai.evaluate.gold import GoldDocument
from waqai.evaluate.mistakes import NOTHING, Confusion, find_mistakes, mistakes_figures, top_confusions
from waqai.records import Actor, Attribution, Claim, Count, Span

ClaimMaker = Callable[..., Claim]
GoldMaker = Callable[..., GoldDocument]


def test_causes_of_a_slots_mistakes(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """Empty against a value is missing, a value against empty is spurious, two values are wrong."""
    predicted = claim(fatalities=(), actor2=(Actor("us", "", 0, 0, True),), event_date="2017-05-23")
    mistakes = find_mistakes([align(gold_document(claim()), [predicted])])
    assert (mistakes.slots["fatalities"].missing, mistakes.slots["fatalities"].lost) == (
        1,
        pytest.approx(2 / 14),
    )
    assert mistakes.slots["actor2"].spurious == 1
    assert mistakes.slots["date"].wrong == 1
    assert mistakes.slots["location"].judged == 1
    assert mistakes.confusions[Confusion("actor2", NOTHING, "us?")] == 1
    assert mistakes.confusions[Confusion("fatalities", "civilians 3-3", NOTHING)] == 1


def test_lost_adds_up_to_what_the_pair_lacks(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """What the slots lost together is what keeps the pair's score from 1."""
    alignment = align(gold_document(claim()), [claim(event_date="2017-05-23", actor1=(), stance="denied")])
    lost = sum(counts.lost for counts in find_mistakes([alignment]).slots.values())
    assert lost == pytest.approx(1 - alignment.pairs[0].score)


def test_missed_and_false_claims(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """A missed claim is mistyped where another type took its evidence, else unseen."""
    far = claim(sub_event_type="Arrests", evidence=(Span(500, 560, ""),))
    mistakes = find_mistakes([align(gold_document(claim(), far), [claim(sub_event_type="Armed clash")])])
    assert mistakes.mistyped == {"Air/drone strike": 1}
    assert mistakes.unseen == {"Arrests": 1}
    assert mistakes.false == {"Armed clash": 1}


def test_top_confusions_and_plain_form(claim: ClaimMaker, gold_document: GoldMaker) -> None:
    """The confusion that recurs comes first, with the documents that show it."""
    said = claim(
        attribution=(Attribution("witness", "شهود", 0, 4),),
        injuries=(Count("civilians", None, 1, None, "", 0, 0),),
    )
    read = claim(attribution=(Attribution("outlet"),), certainty="hedged")
    alignments = [
        align(gold_document(said, name="a"), [read]),
        align(gold_document(claim(), name="b"), [read]),
    ]
    mistakes = find_mistakes(alignments)
    assert top_confusions(mistakes, 1) == [(Confusion("certainty", "stated", "hedged"), 2)]
    assert top_confusions(mistakes, 5, "injuries") == [(Confusion("injuries", "civilians 1-?", NOTHING), 1)]
    first = mistakes_figures(mistakes)["confusions"][0]
    assert (first["times"], first["documents"]) == (2, ["a", "b"])
    assert Confusion("attribution", "witness: شهود", "outlet") in mistakes.confusions
