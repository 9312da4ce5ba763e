"""Lemma and paradigm -> forms; word -> its clitics."""

from __future__ import annotations

import pytest

from waqai.language.pack import Pack

FORMS = [
    ("قذيفة", "n:قذائف", "قذيفتين", ("", "d")),
    ("قذيفة", "n:قذائف", "القذائف", ("", "p")),
    ("مسلح", "n:+ون", "مسلحو", ("m", "p")),
    ("مسلح", "n:+ون", "مسلحين", ("m", "p")),
    ("غارة", "n:+ات", "غارات", ("f", "p")),
    ("محلي", "adj", "المحلية", ("f", "s")),
    ("قصف", "v:يقصف", "قصفت", ("f", "s")),
    ("قصف", "v:يقصف", "ستقصف", ("f", "s")),
    ("ألقى", "v:يلقي", "ألقوا", ("m", "p")),
    ("ألقى", "v:يلقي", "يلقون", ("m", "p")),
]


def forms_of(pack: Pack, lemma: str, paradigm: str) -> dict[str, tuple[str, str]]:
    """A lemma's forms in normal spelling, with gender and number; the first reading of each."""
    out: dict[str, tuple[str, str]] = {}
    fold = pack.folding.fold
    kind, _, rest = paradigm.partition(":")
    for form in pack.morphology.forms(fold(lemma), f"{kind}:{fold(rest)}" if rest else kind):
        out.setdefault(form.text, (form.gender, form.number))
    return out


@pytest.mark.parametrize(("lemma", "paradigm", "word", "features"), FORMS)
def test_words_are_read_through_their_paradigm(
    pack: Pack, lemma: str, paradigm: str, word: str, features: tuple[str, str]
) -> None:
    """A form with its clitics leads to the lemma, with its gender and number."""
    forms = forms_of(pack, lemma, paradigm)
    stems = [reading.stem for reading in pack.morphology.readings(pack.folding.fold(word), forms)]
    assert stems, word
    assert forms[stems[0]] == features


@pytest.mark.parametrize(
    ("word", "stem", "flags", "cost"),
    [
        ("وبالقصف", "قصف", {"and", "in", "the"}, 4),
        ("للقصف", "قصف", {"to", "the"}, 2),
        ("فقصفهم", "قصف", {"so", "pron"}, 4),
        ("قصف", "قصف", set(), 0),
    ],
)
def test_clitics(pack: Pack, word: str, stem: str, flags: set[str], cost: int) -> None:
    """Clitics come off in their order, and each says what it is."""
    readings = list(pack.morphology.readings(word, {stem}))
    assert [(r.stem, set(r.flags), r.cost) for r in readings] == [(stem, flags, cost)]


def test_stems_keep_two_letters(pack: Pack) -> None:
    """No clitic is taken off that leaves one letter."""
    everything = {"و", "ل", "ب", "ه", "ول"}
    assert [r.stem for r in pack.morphology.readings("ول", everything)] == ["ول"]


def test_an_unknown_paradigm_is_refused_with_the_known_ones(pack: Pack) -> None:
    """The error lists what is allowed."""
    with pytest.raises(ValueError, match="allowed: -, n, n:PLURALS"):
        list(pack.morphology.forms("قصف", "x"))
