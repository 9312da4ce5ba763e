"""A folder -> a validated pack: letters, affixes, lexicon, grammar and weights of one language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from waqai.errors import PackError
from waqai.language.lexicon import Lexicon, read_entries
from waqai.language.morphology import Morphology, load_morphology
from waqai.language.normal import Folding, load_folding
from waqai.language.tokens import UNWRAPPED, Wrapping

PACKS = Path(__file__).parent.parent / "packs"


@dataclass(frozen=True)
class Pack:
    """The knowledge of one language. `version` changes with any byte of it.

    `gazetteers` are tables of places that a user added to the pack's own, `actors` is one of actors (see
    `waqai.additions`).
    """

    name: str
    folder: Path
    version: str
    folding: Folding
    morphology: Morphology
    lexicon: Lexicon
    settings: dict[str, Any] = field(default_factory=dict)
    wrapping: Wrapping = UNWRAPPED
    gazetteers: tuple[Path, ...] = ()
    actors: Path | None = None

    @cached_property
    def models(self) -> dict[str, Any]:
        """The learned weights, by model; empty where the pack has none."""
        import json

        path = self.folder / "weights.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def load_pack(name_or_path: str | Path = "ar", lexicon: Path | None = None) -> Pack:
    """The pack of that name, or in that folder; loaded once. Raises PackError with file and line.

    The entries of a further `lexicon` go before the pack's own.
    """
    folder = Path(name_or_path)
    if not folder.is_dir():
        folder = PACKS / str(name_or_path)
    if not (folder / "letters.tsv").exists():
        raise PackError(
            f"no pack {str(name_or_path)!r}; there are: {', '.join(sorted(p.name for p in PACKS.iterdir() if p.is_dir()))}"
        )
    return _load(folder, lexicon)


@lru_cache(maxsize=4)
def _load(folder: Path, lexicon: Path | None) -> Pack:
    folding = load_folding(folder / "letters.tsv")
    morphology = load_morphology(folder, folding)
    entries = list(read_entries(lexicon, lexicon.parent, folding.fold)) if lexicon else []
    for path in sorted((folder / "lexicon").glob("*.tsv")):
        entries.extend(read_entries(path, folder, folding.fold))
    settings: dict[str, Any] = {}
    for path in sorted((folder / "grammar").glob("*.yaml")):
        settings[path.stem] = _rules(path)
    return Pack(
        folder.name,
        folder,
        _version(folder),
        folding,
        morphology,
        Lexicon(entries, morphology, folding),
        settings,
        _load_wrapping(folder / "wrapping.tsv", folding),
    )


def _load_wrapping(path: Path, folding: Folding) -> Wrapping:
    """Read `wrapping.tsv`: word, side (`end` of a line or `start` of the next), note; a pack may do without."""
    sides: dict[str, set[str]] = {"end": set(), "start": set()}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines[1:], 2):
        word, side, *note = line.split("\t")
        if side not in sides or len(note) != 1:
            raise PackError("not: word, side (end or start), note", where=f"{path.name}:{number}")
        sides[side].add(folding.fold(word))
    return Wrapping(frozenset(sides["end"]), frozenset(sides["start"]))


def _rules(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(f"no YAML: {error.problem}", where=f"grammar/{path.name}:{line}") from None


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{folder.name}-{digest.hexdigest()[:12]}"
