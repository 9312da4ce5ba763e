"""The made-up articles are the same every time, long enough, and varied."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from waqai.store import open_store


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


@pytest.fixture(scope="module")
def sources(root: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """benchmarks/sources.py as a module."""
    sys.path.insert(0, str(root / "benchmarks"))
    try:
        return load_script(root / "benchmarks" / "sources.py")
    finally:
        sys.path.remove(str(root / "benchmarks"))


@pytest.mark.skipif(sys.platform != "linux", reason="needs signals and /proc")
def test_a_web_archive_is_resumed_in_little_memory(sources: ModuleType, tmp_path: Path) -> None:
    """Killed on its way and run again, each page is kept and read once; memory stays far below the archive's limit."""
    pages = sources.make_archive(tmp_path / "a.warc.gz", 20)
    sources.run(tmp_path, "a.warc.gz", kill_after=2.5)
    measured = sources.run(tmp_path, "a.warc.gz")
    assert float(measured["peak_mb"]) < 400
    with open_store(tmp_path / "waqai.db", readonly=True) as store:
        assert store.count() == pages and all(kept.reading for kept in store.kept())


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_telegram_export_is_read_whole(sources: ModuleType, tmp_path: Path) -> None:
    """Every post of an export becomes a document with its reading."""
    sources.make_telegram(tmp_path / "result.json", 120)
    assert float(sources.run(tmp_path, "result.json")["peak_mb"]) < 400
    with open_store(tmp_path / "waqai.db", readonly=True) as store:
        assert store.count() == 120 and all(kept.reading for kept in store.kept())
