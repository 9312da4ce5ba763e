"""The Arabic pack, and a copy of it that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from waqai.language.pack import PACKS, Pack, load_pack


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The Arabic pack."""
    return load_pack("ar")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the Arabic pack's letters, affixes and clitics, with a lexicon of one empty table."""
    folder = tmp_path / "small"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "grammar").mkdir()
    for name in ("letters.tsv", "affixes.tsv", "clitics.tsv"):
        shutil.copy(PACKS / "ar" / name, folder)
    (folder / "lexicon" / "words.tsv").write_text("entry\tclass\tparadigm\tvalue\tnote\n", encoding="utf-8")
    return folder
