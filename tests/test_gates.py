"""The rules that keep an act's word from telling an act hold on their examples, for and against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from waqai.language.pack import PACKS, load_pack
from waqai.mentions import Page, open_page
from waqai.records import Document
from waqai.triggers import clause_numbers, find_triggers, gated

EXAMPLES: list[dict[str, Any]] = yaml.safe_load(
    (PACKS / "ar/examples/gates.yaml").read_text(encoding="utf-8")
)
CASES = [
    pytest.param(row["id"], case["text"], case["word"], side == "for", id=f"{row['id']} {side} {number}")
    for row in EXAMPLES
    for side in ("for", "against")
    for number, case in enumerate(row[side])
]


def page_of(text: str) -> Page:
    """A page of one sentence, looked up."""
    page = open_page(Document("d", text, "2024-05-15"), load_pack())
    page.clauses = clause_numbers(page)
    return page


def test_every_rule_has_examples_for_and_against() -> None:
    """A rule of the gates without two examples on each side is refused."""
    rules = [rule["id"] for rule in load_pack().settings["gates"]]
    assert [row["id"] for row in EXAMPLES] == rules
    assert all(len(row["for"]) >= 2 and len(row["against"]) >= 2 for row in EXAMPLES)


@pytest.mark.parametrize(("rule", "text", "word", "closed"), CASES)
def test_gates_hold_on_their_examples(rule: str, text: str, word: str, closed: bool) -> None:
    """A word that tells no act is kept out by its rule; one that may tell an act is let through."""
    page = page_of(text)
    settings = page.pack.settings
    position = page.tokens.words.index(load_pack().folding.fold(word))
    find_triggers(page)
    kept = any(t.first == position for t in page.triggers)
    assert kept is not closed
    if closed:
        page.pack = replace(page.pack, version="without gates", settings={**settings, "gates": []})
        find_triggers(page)
        trigger = next(t for t in page.triggers if t.first == position)
        page.pack = load_pack()
        assert gated(page, trigger) == rule
