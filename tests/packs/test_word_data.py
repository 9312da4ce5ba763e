"""The word lists of the Arabic pack: one table for each kind of word, each line complete."""

import re
from pathlib import Path

import pytest

LEXICON = Path(__file__).parents[2] / "src/waqai/packs/ar/lexicon"
HEADER = ["entry", "class", "paradigm", "value", "note"]
FOLD = str.maketrans("أإآٱىةؤئ", "اااايهوي")

CLASSES = {
    "people": r"person|ethnic|sides",
    "harm": (
        r"harm\.(kill|injure)\.(noun|verb|person)|harm\.(joint|none|damage|damage\.verb|kill\.idiom|fall)|ranks"
        r"|harm\.end\.[a-z]+|result"
    ),
    "objects": r"object\.(civilian|military|vehicle|infrastructure)",
    "speakers": r"speaker",
    "say": r"say\.(verb|noun|prep)|hedge|deny|irrealis|negation",
    "time": r"time\.(relative|weekday|part|month|unit|ago|modifier|season|zone)",
    "numbers": r"number(\.(vague|bound|subset|plus|rise|each|measure|any))?",
    "discourse": r"discourse\.(break|same|background|boilerplate)",
    "off_topic": (
        r"off\.(sport|economy|weather|culture|crime|accident|health|court|traffic|politics|metaphor|drill)"
    ),
}
ARABIC_WORDS = re.compile(r"[\u0621-\u063a\u0641-\u064a0-9]+( [\u0621-\u063a\u0641-\u064a0-9]+)*")
PARADIGM = re.compile(
    r"-|(n|adj)(:\+?[\u0621-\u064a]+(,\+?[\u0621-\u064a]+)*)?|v:[\u0621-\u064a]+(,[\u0621-\u064a]+)*"
)
VALUE = re.compile(r"-|[a-z]+=[^=;\s]+(;[a-z]+=[^=;\s]+)*")

ALLOWED = {
    "group": {"civilians", "combatants", "unspecified"},
    "kind": {
        "witness", "activist", "monitor", "official", "belligerent", "media", "medical", "outlet", "inherit",
        "unit", "teen", "ten", "hundred", "thousand", "million", "billion", "fraction", "ordinal", "tail",
    },
    "subject": {"agent", "victim", "either", "attacker", "finder"},
    "bound": {"low", "high", "about", "range"},
    "part": {"dawn", "morning", "noon", "afternoon", "evening", "night", "day", "unknown"},
    "month": {str(n) for n in range(1, 13)},
    "hijri": {str(n) for n in range(1, 13)},
}  # fmt: skip


def rows(name: str) -> list[list[str]]:
    """The cells of one word list, header first."""
    return [line.split("\t") for line in (LEXICON / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]


def values(cell: str) -> dict[str, str]:
    """The pairs of one value cell."""
    return {} if cell == "-" else dict(pair.split("=") for pair in cell.split(";"))


@pytest.mark.parametrize("name", CLASSES)
def test_every_line_has_five_filled_cells(name: str) -> None:
    """Every line has the five columns of the header, none of them empty."""
    header, *lines = rows(name)
    assert header == HEADER
    assert [
        line for line in lines if len(line) != 5 or not all(cell.strip() == cell != "" for cell in line)
    ] == []


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_known(name: str) -> None:
    """Every line's class is one that the file is for, and the file has each of them."""
    assert [line for line in rows(name)[1:] if not re.fullmatch(CLASSES[name], line[1])] == []


@pytest.mark.parametrize("name", CLASSES)
def test_entries_are_plain_arabic(name: str) -> None:
    """Entries have no vowel marks, tatweel, punctuation, foreign letters or double spaces."""
    assert [line for line in rows(name)[1:] if not ARABIC_WORDS.fullmatch(line[0])] == []


@pytest.mark.parametrize("name", CLASSES)
def test_paradigms_and_values_are_well_formed(name: str) -> None:
    """Paradigms are fixed, noun, adjective or verb, and values are pairs of known words."""
    for line in rows(name)[1:]:
        assert PARADIGM.fullmatch(line[2]), line
        assert VALUE.fullmatch(line[3]), line
        for key, value in values(line[3]).items():
            assert value in ALLOWED.get(key, {value}), line


@pytest.mark.parametrize("name", CLASSES)
def test_no_entry_stands_twice_in_a_class(name: str) -> None:
    """Two entries of one class stay different when alef, yeh, teh marbuta and hamza variants are folded."""
    seen: dict[tuple[str, str], str] = {}
    for entry, kind, *_ in rows(name)[1:]:
        key = (entry.translate(FOLD), kind)
        assert key not in seen, (entry, seen[key], kind)
        seen[key] = entry


@pytest.mark.parametrize(
    ("name", "kind", "keys"),
    [
        ("people", "person", {"group"}),
        ("harm", "harm.kill.verb", {"subject"}),
        ("harm", "harm.injure.verb", {"subject"}),
        ("speakers", "speaker", {"kind"}),
        ("say", "hedge", {"scope"}),
        ("say", "irrealis", {"type"}),
        ("say", "negation", {"scope"}),
        ("time", "time.weekday", {"day"}),
        ("time", "time.part", {"part"}),
        ("time", "time.unit", {"unit"}),
        ("numbers", "number", {"n", "kind"}),
        ("numbers", "number.bound", {"bound", "side"}),
    ],
)
def test_values_that_a_class_needs(name: str, kind: str, keys: set[str]) -> None:
    """Every line of a class whose meaning is in its value has that value."""
    lines = [line for line in rows(name)[1:] if line[1] == kind]
    assert lines
    assert [line for line in lines if not keys <= values(line[3]).keys()] == []


def test_verbs_give_their_present() -> None:
    """A verb's paradigm starts with a present form of the third person."""
    verbs = [line for name in CLASSES for line in rows(name)[1:] if line[2].startswith("v:")]
    assert verbs
    assert [line for line in verbs if line[2][2] != "\u064a"] == []


@pytest.mark.parametrize(
    "number", [*range(20), *range(20, 100, 10), *range(100, 1000, 100), 1000, 2000, 10**6]
)
def test_every_number_word_is_there(number: int) -> None:
    """Every number that Arabic has its own word for can be read."""
    assert str(number) in {values(line[3])["n"] for line in rows("numbers")[1:] if line[1] == "number"}


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_levantine_and_egyptian_names(month: int) -> None:
    """Every month is named in at least two calendars of the press, and every Hijri month once."""
    lines = [values(line[3]) for line in rows("time")[1:] if line[1] == "time.month"]
    assert sum(line.get("month") == str(month) for line in lines) >= 2
    assert any(line.get("hijri") == str(month) for line in lines)
