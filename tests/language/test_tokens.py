"""Normal text -> sentences of tokens."""

from __future__ import annotations

import pytest

from waqai.language.pack import Pack
from waqai.language.tokens import Tokens, Wrapping, tokenise


def tokens_of(pack: Pack, text: str) -> Tokens:
    """A text's tokens."""
    return tokenise(pack.folding.normalise(text))


def sentences_of(pack: Pack, text: str) -> list[str]:
    """A text's sentences, their tokens with spaces between them."""
    tokens = tokens_of(pack, text)
    return [" ".join(tokens.words[first:last]) for first, last, _ in tokens.sentences]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قتل 3 مدنيين", ["قتل", "3", "مدنيين"]),
        ("12/5/2020 و10:30", ["12/5/2020", "و", "10:30"]),
        ("1,200 نازح", ["1,200", "نازح"]),
        ("#ريف_حلب", ["#", "ريف", "حلب"]),
        ("5قذائف", ["5", "قذايف"]),
        ("انظر https://x.example/a?b=1 هنا", ["انظر", "هنا"]),
        ("كتب @user أمس", ["كتب", "@", "user", "امس"]),
        ("عاجل🔴قصف", ["عاجل", "🔴", "قصف"]),
        ("   ", []),
    ],
)
def test_words(pack: Pack, text: str, words: list[str]) -> None:
    """Numbers keep their separators, words part from digits and signs, addresses of the web are no words."""
    assert tokens_of(pack, text).words == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("قصف هنا. صمت هناك.", ["قصف هنا .", "صمت هناك ."]),
        ('قال: "انتهى." ثم خرج.', ['قال : " انتهي . "', "ثم خرج ."]),
        ("هل عادوا؟ نعم!", ["هل عادوا ؟", "نعم !"]),
        ("وقال ج. محمود ذلك.", ["وقال ج . محمود ذلك ."]),
        ("سطر أول\n\nسطر ثان", ["سطر اول", "سطر ثان"]),
        ("بلغ 3.5 كيلومتر.", ["بلغ 3.5 كيلومتر ."]),
    ],
)
def test_sentences(pack: Pack, text: str, sentences: list[str]) -> None:
    """Sentences end at stops with the quotes that close behind them, and at line breaks, not at initials or decimals."""
    assert sentences_of(pack, text) == sentences


def test_paragraphs_count_lines_that_hold_text(pack: Pack) -> None:
    """Empty lines count for nothing, two sentences of a line have one number."""
    tokens = tokens_of(pack, "\nأول. ثان.\n\n\nثالث\n")
    assert [sentence.paragraph for sentence in tokens.sentences] == [0, 0, 1]


def test_sentences_cover_every_token_once(pack: Pack) -> None:
    """The sentences' bounds meet, from the first token to the last."""
    tokens = tokens_of(pack, 'أ. ب.". ج\n." د! (هـ.) و..\n')
    edges = [edge for first, last, _ in tokens.sentences for edge in range(first, last)]
    assert edges == list(range(len(tokens.words)))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("قصف الطيران الحربي صباح اليوم\nعلى قرية آمنة", 1),
        ("قصفت المدفعية أطراف البلدة ما أدى إلى\nمقتل طفل", 1),
        ("قتل في الحي أحمد،\nمحمود، وسامر", 1),
        ("ريف حلب\nعلى صعيد آخر هدأت الجبهة", 2),
        ("انتهى القصف على القرية أمس.\nعلى الجبهة هدوء", 2),
        ("قصف عنيف هز المدينة ليلا\nقتل طفل", 2),
        ("إلى\nأهلنا", 2),
    ],
)
def test_sentences_wrapped_over_lines(pack: Pack, text: str, number: int) -> None:
    """A line that ends in a word that needs another, or a long one before a word that goes on, ends no sentence."""
    assert len(tokenise(pack.folding.normalise(text), pack.wrapping).sentences) == number
    assert len(tokenise(pack.folding.normalise(text), Wrapping()).sentences) == 2
