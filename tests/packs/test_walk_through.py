"""What CONTRIBUTING.md says of adding a word is so: its own lines, on a copy of the pack."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from waqai.language.pack import PACKS, Pack, load_pack
from waqai.pipeline import read
from waqai.records import Claim, Document


def section(root: Path) -> str:
    """The section on adding a word."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition("## How to add a word\n")[2].partition("\n## ")[0]


def claims_of(sentence: str, pack: Pack) -> tuple[Claim, ...]:
    """What is read from a sentence alone."""
    return read(Document("d", sentence, "2024-05-01"), pack).claims


def test_a_word_that_is_added_is_read(root: Path, tmp_path: Path) -> None:
    """The documented sentence gives nothing; with the documented line in its table it gives a claim that names the line."""
    text = section(root)
    (sentence,) = re.findall(r"^    (\S[^\t\n]*\.)$", text, re.MULTILINE)
    ((table, line),) = re.findall(r"`(lexicon/\w+\.tsv)`\n\n +(\S[^\n]*)\n", text)
    assert len(line.split("\t")) == 5
    assert not claims_of(sentence, load_pack("ar"))

    folder = tmp_path / "ar"
    shutil.copytree(PACKS / "ar", folder)
    path = folder / table
    number = len(path.read_text(encoding="utf-8").splitlines()) + 1
    with path.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    (claim,) = claims_of(sentence, load_pack(folder))
    assert f"{table}:{number}" in {reason.source for reason in claim.why}


def test_every_file_of_the_pack_is_told_of(root: Path) -> None:
    """The table of a pack's files names each file there is, and none else."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## What a pack is\n")[2].partition("\nClasses are")[0]
    named = {
        path
        for pattern in re.findall(r"`([\w./*]+\.(?:tsv|yaml|json|gz|txt))`", table)
        for path in (PACKS / "ar").glob(pattern)
    }
    assert {path for path in (PACKS / "ar").rglob("*") if path.is_file()} == named
