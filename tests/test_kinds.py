"""The rules of kinds and their examples: sentence -> the rule that gives the verdict on all its act words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from waqai.frames import Frame
from waqai.kinds import set_verdicts
from waqai.language.lexicon import parse_value
from waqai.language.pack import load_pack
from waqai.pipeline import fill_page
from waqai.records import EVENT_TYPES, Document

PACK = load_pack()
FOLDER = Path(PACK.folder)
RULES = yaml.safe_load((FOLDER / "grammar" / "kinds.yaml").read_text(encoding="utf-8"))
EXAMPLES = yaml.safe_load((FOLDER / "examples" / "kinds.yaml").read_text(encoding="utf-8"))
IDS = [rule["id"] for rule in RULES]
KEYS = {
    "id",
    "kind",
    "head",
    "acts",
    "near",
    "none",
    "sentence",
    "means",
    "parties",
    "agents",
    "victims",
    "weak",
}
PARTS = ("head", "acts", "near", "none", "sentence", "means")


def verdict(text: str) -> tuple[str, str]:
    """The rule and the kind that a sentence gets, read as one frame of all its triggers."""
    page = fill_page(Document("d", text, "2024-05-01", "s"), PACK)
    if not page.triggers:
        return "none", ""
    frame = Frame(list(page.triggers))
    set_verdicts(page, [frame])
    return frame.rule or "none", frame.verdict


def examples_for() -> Iterator[tuple[str, str]]:
    """Each rule with a sentence in which it gives the verdict."""
    for rule, rows in EXAMPLES.items():
        yield from ((rule, text) for text in rows["for"])


def examples_against() -> Iterator[tuple[str, str, str]]:
    """Each rule with a sentence that looks like it and the rule that wins there."""
    for rule, rows in EXAMPLES.items():
        for row in rows["against"]:
            yield from ((rule, winner, text) for winner, text in row.items())


@pytest.mark.parametrize("rule", IDS)
def test_every_rule_has_examples_for_and_against(rule: str) -> None:
    """A rule without two sentences for it and two against it is refused."""
    rows = EXAMPLES.get(rule)
    assert rows, f"grammar/kinds.yaml: rule {rule} has no examples; add them to examples/kinds.yaml"
    assert set(rows) == {"for", "against"}
    assert len(set(rows["for"])) >= 2, f"examples/kinds.yaml: {rule} needs two sentences in which it wins"
    assert len(rows["against"]) >= 2, f"examples/kinds.yaml: {rule} needs two sentences in which it loses"


def test_examples_name_rules() -> None:
    """Every rule named by the examples exists, and ids of rules stand once."""
    assert len(set(IDS)) == len(IDS)
    assert set(EXAMPLES) <= set(IDS)
    assert {winner for _, winner, _ in examples_against()} <= {*IDS, "none"}
    assert not [(rule, text) for rule, winner, text in examples_against() if rule == winner]


@pytest.mark.parametrize(("rule", "text"), list(examples_for()))
def test_examples_for(rule: str, text: str) -> None:
    """The rule gives the verdict, and its kind with it."""
    kind = next(row["kind"] for row in RULES if row["id"] == rule)
    assert verdict(text) == (rule, kind)


@pytest.mark.parametrize(("rule", "winner", "text"), list(examples_against()))
def test_examples_against(rule: str, winner: str, text: str) -> None:
    """A sentence that looks alike is left to the rule that must win there."""
    assert verdict(text)[0] == winner


# sentence -> the kind that the codebook gives where the rules still say otherwise, and why
WRONG = [
    (
        "قمعت الشرطة متظاهرين في الخرطوم ما أدى إلى مقتل شاب",
        "Excessive force against protesters",
        "protesters are no party",
    ),
    (
        "أصيب خمسة متظاهرين بعدما ألقت الشرطة قنابل مسيلة للدموع في الخرطوم",
        "Excessive force against protesters",
        "wounded by gas is an intervention to the rules",
    ),
    ("فرقت الشرطة متظاهرين في العاصمة التونسية", "Protest with intervention", "protesters are no party"),
    ("فتح مجهولون النار على مزارع في ريف ديالى", "Attack", "no figure tells a civilian"),
    ("تفجير مسيرة مفخخة في مقر بأربيل", "Air/drone strike", "the load names a means of its own"),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(text, kind, marks=pytest.mark.xfail(strict=False, reason=why))
        for text, kind, why in WRONG
    ],
)
def test_what_the_rules_do_not_get_right_yet(text: str, kind: str) -> None:
    """Sentences whose kind the codebook settles and the rules miss; a right one moves to the examples."""
    assert verdict(text)[1] == kind


def test_kinds_are_the_codebooks() -> None:
    """Rules name only sub-event types of the codebook and only the conditions that reading knows."""
    assert {rule["kind"] for rule in RULES} <= set(EVENT_TYPES)
    assert set().union(*(set(rule) for rule in RULES)) <= KEYS


UNREACHABLE: set[str] = set()  # no rule gives these yet: only the learned weights can


def test_every_kind_is_given_by_a_rule() -> None:
    """A type that no rule gives is listed here, and leaves the list when it gets one."""
    assert set(EVENT_TYPES) - {rule["kind"] for rule in RULES} == UNREACHABLE


def classes() -> frozenset[str]:
    """Every class of the lexicon."""
    found = set()
    for path in sorted((FOLDER / "lexicon").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            if line and not line.startswith("#"):
                _, label, _, value, _ = line.split("\t")
                found.add(label)
                if label == "person":
                    values = parse_value(value)
                    found |= {f"person.{values[key]}" for key in ("group", "sub") if key in values}
    return frozenset(found)


def idle_names(rule: dict[str, list[str]], known: frozenset[str]) -> list[str]:
    """The classes of a rule that no entry can ever give; `head` takes beginnings, `acts` two parts too."""
    families = {".".join(label.split(".")[:2]) for label in known}
    idle = []
    for part in PARTS:
        for name in (given.removeprefix("aim.") for given in rule.get(part, ()) if given != "none"):
            if part == "head":
                fits = any(label.startswith(name) for label in known)
            else:
                fits = name in (families | known if part == "acts" else known)
            if not fits:
                idle.append(f"{part}: {name}")
    return idle


KNOWN_IDLE: dict[str, list[str]] = {}


@pytest.mark.parametrize("rule", IDS)
def test_rules_name_classes_that_exist(rule: str) -> None:
    """A class that stands nowhere in the lexicon can never hold."""
    row = next(row for row in RULES if row["id"] == rule)
    assert idle_names(row, classes()) in ([], KNOWN_IDLE.get(rule))
