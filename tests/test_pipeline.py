"""Any text through all stages: spans lead back to it, and nothing raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waqai.language.pack import Pack, load_pack
from waqai.language.tokens import tokenise
from waqai.mentions import open_page
from waqai.pipeline import STAGES, Stage, _check, read
from waqai.records import Claim, Document

WORDS = """
    قصف الطيران الحربي بلدة قرية مدينة حي سجنة مارع حلب اليوم أمس مساء الثلاثاء
    وقتل وأصيب ثلاثة 12 ١٢ مدنيين طفل مصادر محلية قالت إن أعلن الجيش مسلحون
    مجهولون تنظيم الدولة داعش نفى لم غارات بالمدفعية على في من إلى بينهم انفجار
    عبوة ناسفة اعتقال تظاهر عشرات لقي مصرعه و24 ساعة الماضية دمشق روسية
""".split()  # noqa: SIM905
SIGNS = '\n .،؛:!؟"«»()[]#_@-–…*/%0123456789٣٤'
ODD = (
    "\u0640\u064e\u0651\u0670\u200b\u200f\u202b\u202c\u2067\ufeff\u00ad\ufe0f\ufefb\ufeb7\ufdfa\ufdf2"
    "\U0001f534\U0001f1f8\u0130\u1e9e\u03a3\ud7ff\x00\x85\u2028\U0010ffff"
)
words = st.sampled_from(WORDS)
pieces = st.one_of(
    words,
    words.map(lambda word: "\u0640".join(word)),
    words.map(lambda word: word[:2] + ".\u0640." + word[2:]),
    words.map(lambda word: "".join(letter + "\u064e" for letter in word)),
    st.sampled_from(SIGNS),
    st.text(st.sampled_from(ODD + SIGNS), max_size=3),
    st.text(max_size=4),
)
texts = st.lists(st.tuples(pieces, st.sampled_from(["", " ", " ", " ", "\n"])), max_size=40).map(
    lambda rows: "".join(word + space for word, space in rows)
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The Arabic pack."""
    return load_pack("ar")


def check_spans(text: str, claim: Claim) -> None:
    """Every span of a claim is that slice of the text."""
    rows = [
        *claim.evidence, *claim.locations, *claim.actor1, *claim.actor2, *claim.fatalities, *claim.injuries,
        *claim.casualties_joint, *(row for row in claim.attribution if row.text is not None),
    ]  # fmt: skip
    for row in rows:
        assert text[row.start : row.end] == row.text
    for reason in claim.why:
        if reason.start is not None:
            assert reason.end is not None
            assert 0 <= reason.start <= reason.end <= len(text)


@quick
@given(texts)
def test_tokens_lead_back_to_the_text(pack: Pack, text: str) -> None:
    """The raw slice of each token, folded again, is the token; slices follow each other."""
    tokens = tokenise(pack.folding.normalise(text))
    until = 0
    for position, word in enumerate(tokens.words):
        start, end = tokens.raw(position, position + 1)
        assert until <= start < end <= len(text) or "\ufb50" <= text[start] <= "\ufefc"
        until = end
        assert word in pack.folding.fold(text[start:end])
    assert [n for first, last, _ in tokens.sentences for n in range(first, last)] == list(
        range(len(tokens.words))
    )


@quick
@given(texts)
def test_any_text_is_read_and_spans_lead_back(pack: Pack, text: str) -> None:
    """Nothing raises, whatever stands in the text, and each span is a slice of it."""
    for claim in read(Document("d", text, "2024-05-01"), pack).claims:
        check_spans(text, claim)


@quick
@given(texts)
def test_pages_fit_their_tokens(pack: Pack, text: str) -> None:
    """Hits start where they stand, and the labels of a token are those of the hits that cover it."""
    page = open_page(Document("d", text, "2024-05-01"), pack)
    size = len(page.tokens.words)
    assert len(page.at) == len(page.labels) == len(page.sentence_of) == size
    covering: list[set[str]] = [set() for _ in range(size)]
    for position, hits in enumerate(page.at):
        for hit in hits:
            assert hit.first == position < hit.last <= size
            for covered in range(hit.first, hit.last):
                covering[covered].add(hit.entry.label)
    assert covering == page.labels


@pytest.mark.parametrize(
    ("text", "note"),
    [("", "no words"), ("12 !", "no words"), ("Shelling hit the town", "not Arabic"), ("قصف بلدة", "")],
)
def test_what_is_not_arabic_is_told(pack: Pack, text: str, note: str) -> None:
    """A text without Arabic gives no claims and a note that says so."""
    reading = read(Document("d", text, "2024-05-01"), pack)
    assert re.sub("^no claims: ", "", "".join(reading.notes)) == note


def test_the_stages_give_what_later_ones_need() -> None:
    """A list in which a stage needs what nobody gave is refused."""
    _check(STAGES)
    with pytest.raises(ImportError, match="needs"):
        _check((Stage("late", ("never given",), (), print), *STAGES))
