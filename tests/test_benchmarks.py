"""The made-up articles are the same every time, long enough, and varied."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def articles(root: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """benchmarks/articles.py as a module."""
    return load_script(root / "benchmarks" / "articles.py")


def test_the_same_articles_every_time(articles: ModuleType) -> None:
    """One seed gives one set of articles, another seed others."""
    first = list(articles.articles(3, seed=1))
    assert first == list(articles.articles(3, seed=1))
    assert first[0]["text"] != next(articles.articles(1, seed=2))["text"]


def test_length_and_vocabulary(articles: ModuleType) -> None:
    """Articles are 2,000 characters to the nearest word, and their vocabulary grows as in real reports."""
    texts = [row["text"] for row in articles.articles(60)]
    assert all(articles.LENGTH - 40 < len(text) <= articles.LENGTH for text in texts)
    words = [word for text in texts for word in re.findall(r"\w+", text)]
    assert len(set(words[:15000])) > 3500


def test_templates(articles: ModuleType) -> None:
    """There are at least 150 sentences, none twice, and every slot has words."""
    sections = articles.sentences()
    sentences = sections["war"] + sections["news"]
    assert len(set(sentences)) == len(sentences) >= 150
    known = {"number", "year", "the_noun", *articles.slots(), *articles.slots()["patterns"]}
    used = {slot for lines in sections.values() for line in lines for slot in re.findall(r"\{(\w+)\}", line)}
    assert used <= known
