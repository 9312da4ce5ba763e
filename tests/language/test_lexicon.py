"""Entries -> hits in words."""

from __future__ import annotations

import pytest

from waqai.language.pack import Pack
from waqai.language.tokens import tokenise


def hits_of(pack: Pack, text: str) -> list[tuple[str, str, frozenset[str]]]:
    """Each hit's words, class and clitics."""
    words = tokenise(pack.folding.normalise(text)).words
    return [
        (" ".join(words[hit.first : hit.last]), hit.entry.label, hit.flags)
        for hits in pack.lexicon.cover(words).at
        for hit in hits
    ]


def test_every_entry_can_match(pack: Pack) -> None:
    """Each line of each table is found in its own words: none is spelt so that it never matches."""
    lexicon = pack.lexicon
    silent = []
    for entry in lexicon.entries:
        words = tokenise(pack.folding.normalise(entry.text)).words
        starting = lexicon.cover(words).at[0]
        if not any(hit.entry is entry and hit.last == len(words) for hit in starting):
            silent.append(f"{entry.where} {entry.text}")
    assert not silent


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("وبالقصف", "وبالقصف", "act.shell"),
        ("ستقصف", "ستقصف", "act.shell"),
        ("الطائرات الحربية", "الطايرات الحربيه", "weapon.air"),
        ('تنظيم "الدولة"', 'تنظيم " الدوله', "actor"),
        ("لغاراتهم", "لغاراتهم", "act.air"),
    ],
)
def test_words_are_found_with_their_clitics(pack: Pack, text: str, words: str, label: str) -> None:
    """Clitics, articles and quotation marks hide no entry."""
    assert (words, label) in [hit[:2] for hit in hits_of(pack, text)]


@pytest.mark.parametrize(
    ("text", "label"),
    [("القصفت", "act.shell"), ("بقصفوا", "act.shell"), ("سغارة", "act.air"), ("x", "act.shell")],
)
def test_clitics_that_a_form_does_not_take_give_no_hit(pack: Pack, text: str, label: str) -> None:
    """A verb takes no article or preposition, a noun no future."""
    assert label not in [hit[1] for hit in hits_of(pack, text)]


def test_an_entry_of_several_words_hides_those_within_it(pack: Pack) -> None:
    """The longest entry that starts first wins; its words stand under its labels alone."""
    words = tokenise(pack.folding.normalise("شنت غارة جوية")).words
    found = pack.lexicon.cover(words)
    assert [(hit.first, hit.last) for hit in found.at[1]] == [(1, 3)]
    assert found.at[2] == ()
    assert found.labels[1] == found.labels[2] == {"act.air"}


def test_equal_label_sets_are_one_object(pack: Pack) -> None:
    """Stages ask about label sets some thousand times a page; one object for each makes that cheap."""
    words = tokenise(pack.folding.normalise("قصف ثم غارة جوية ثم قصف ثم غارة جوية")).words
    labels = pack.lexicon.cover(words).labels
    assert labels[0] is labels[5]
    assert labels[2] is labels[8]


def test_no_words_no_hits(pack: Pack) -> None:
    """An empty list is read."""
    assert pack.lexicon.cover([]) == ([], [])
