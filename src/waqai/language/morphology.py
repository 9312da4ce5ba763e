"""Lemma + paradigm -> the forms that texts write; word -> the ways to take its clitics off.

Forms are generated when a pack is loaded, so that reading is a table look-up. The letters of every affix come from the
pack's `affixes.tsv` and `clitics.tsv`; everything here is in normal spelling.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from waqai.errors import PackError
from waqai.language.normal import Folding


@dataclass(slots=True)
class Form:
    """A generated form. `tense` past|present|"" ; `gender` m|f|"" ; `number` s|d|p ; `bare` lacks what a suffix needs."""

    text: str
    tense: str = ""
    gender: str = ""
    number: str = "s"
    construct: bool = False


class Peeling(NamedTuple):
    """One way to read a word: its stem and the flags of the clitics taken off, e.g. {"and", "in", "the"}."""

    stem: str
    flags: frozenset[str]
    cost: int


NO_FLAGS: frozenset[str] = frozenset()
LETTERS = frozenset({
    "feminine", "tied", "accusative", "sound_masculine", "sound_feminine", "weak", "present", "feminine_present",
})  # fmt: skip
AFFIXES = frozenset({
    "dual", "dual_construct", "plural_masculine", "plural_construct", "plural_feminine", "adjective",
    "past", "past_weak", "present", "present_singular",
})  # fmt: skip
CLITICS = frozenset({"conjunction", "preposition", "future", "article", "merged", "suffix"})
MORE_CLITICS = frozenset({"question"})


@dataclass(frozen=True)
class Morphology:
    """The affixes and clitics of one language, from its pack."""

    affixes: dict[str, tuple[tuple[str, str, str, str], ...]]
    letters: dict[str, str]
    prefixes: tuple[tuple[str, frozenset[str]], ...]
    suffixes: tuple[tuple[str, frozenset[str]], ...]

    def forms(self, lemma: str, paradigm: str) -> Iterator[Form]:
        """All forms of a one-word lemma under a paradigm (`-`, `n:PLURALS`, `adj:PLURALS`, `v:PRESENT,MORE`).

        Raises ValueError for a paradigm that does not exist.
        """
        kind, _, rest = paradigm.partition(":")
        extra = [part.strip() for part in rest.split(",") if part.strip()]
        if kind in ("-", ""):
            yield Form(lemma)
        elif kind == "n":
            yield from self._noun(lemma, extra)
        elif kind == "adj":
            yield from self._adjective(lemma, extra)
        elif kind == "v":
            yield from self._verb(lemma, extra)
        else:
            raise ValueError(
                f"no paradigm {paradigm!r}; allowed: -, n, n:PLURALS, adj, adj:PLURALS, v:PRESENT"
            )

    def _attach(self, stem: str, name: str, tense: str = "") -> Iterator[Form]:
        """The stem with each affix of a set."""
        for prefix, suffix, gender, number in self.affixes[name]:
            yield Form(prefix + stem + suffix, tense, gender, number, name.endswith("construct"))

    def _noun(self, lemma: str, plurals: list[str]) -> Iterator[Form]:
        feminine = lemma.endswith(self.letters["feminine"])
        stem = lemma[:-1] + self.letters["tied"] if feminine else lemma
        yield Form(lemma, "", "f" if feminine else "m", "s")
        if feminine:
            yield Form(stem, "", "f", "s", True)
        else:
            yield Form(lemma + self.letters["accusative"], "", "m", "s")
        if (
            "+" + self.letters["sound_masculine"] in plurals
        ):  # before the dual, which shares a form and is rarer
            yield from self._attach(lemma, "plural_masculine")
            yield from self._attach(lemma, "plural_construct")
        yield from self._attach(stem, "dual")
        yield from self._attach(stem, "dual_construct")
        for plural in plurals:
            if plural == "+" + self.letters["sound_masculine"]:
                continue
            if plural == "+" + self.letters["sound_feminine"]:
                yield from self._attach(lemma[:-1] if feminine else lemma, "plural_feminine")
            else:
                yield Form(plural, "", "", "p")
                if plural.endswith(self.letters["feminine"]):
                    yield Form(plural[:-1] + self.letters["tied"], "", "", "p", True)
                else:
                    yield Form(plural + self.letters["accusative"], "", "", "p")

    def _adjective(self, lemma: str, plurals: list[str]) -> Iterator[Form]:
        yield Form(lemma, "", "m", "s")
        yield Form(lemma + self.letters["accusative"], "", "m", "s")
        yield from self._attach(lemma, "adjective")
        for plural in plurals:
            if not plural.startswith("+"):
                yield Form(plural, "", "m", "p")

    def _verb(self, lemma: str, extra: list[str]) -> Iterator[Form]:
        weak = lemma[-1] in self.letters["weak"]
        yield from self._attach(lemma[:-1] if weak else lemma, "past_weak" if weak else "past", "past")
        if weak:
            yield Form(lemma, "past", "m", "s")
        for position, form in enumerate(extra):
            if position == 0:
                body = form[1:]
                soft = body[-1:] in self.letters["weak"]
                yield Form(form, "present", "m", "s")
                yield from self._attach(body, "present_singular", "present")
                yield from self._attach(body[:-1] if soft else body, "present", "present")
            elif form[0] in self.letters["present"]:
                yield Form(form, "present", "m", "s")
                yield Form(self.letters["feminine_present"] + form[1:], "present", "f", "s")
            else:
                ended = form[-1] in self.letters["weak"]
                yield Form(form, "past", "m", "s")
                yield from self._attach(
                    form[:-1] if ended else form, "past_weak" if ended else "past", "past"
                )

    def readings(self, word: str, stems: Container[str]) -> Iterator[Peeling]:
        """The word as it stands, then with clitics taken off, least first; only those whose stem is among `stems`.

        A stem keeps at least two letters.
        """
        if word in stems:
            yield Peeling(word, NO_FLAGS, 0)
        endings = self._endings(word)
        for suffix, flags in endings:
            if word[: -len(suffix)] in stems:
                yield Peeling(word[: -len(suffix)], flags, len(suffix) + 1)
        for prefix, flags in self._prefixes_by_letter.get(word[0], ()):
            if not word.startswith(prefix):
                continue
            rest = word[len(prefix) :]
            if len(rest) < 2:
                break
            if rest in stems:
                yield Peeling(rest, flags, len(prefix))
            for suffix, more in endings:
                if len(rest) > len(suffix) + 1 and rest[: -len(suffix)] in stems:
                    yield Peeling(rest[: -len(suffix)], flags | more, len(prefix) + len(suffix) + 1)

    def _endings(self, word: str) -> list[tuple[str, frozenset[str]]]:
        return [
            (suffix, flags)
            for suffix, flags in self._suffixes_by_letter.get(word[-1], ())
            if len(word) > len(suffix) + 1 and word.endswith(suffix)
        ]

    def beginnings(self, flags: frozenset[str]) -> frozenset[str]:
        """The first letters of the clitics with one of some flags."""
        return frozenset(form[0] for form, own in self.prefixes if form and not own.isdisjoint(flags))

    @cached_property
    def _prefixes_by_letter(self) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
        return _by_letter(self.prefixes, 0)

    @cached_property
    def _suffixes_by_letter(self) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
        return _by_letter(self.suffixes, -1)


def _by_letter(
    clitics: tuple[tuple[str, frozenset[str]], ...], place: int
) -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Clitics by their first letter (place 0) or their last (-1), in the order given."""
    out: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for clitic, flags in clitics:
        if clitic:
            out.setdefault(clitic[place], []).append((clitic, flags))
    return {letter: tuple(rows) for letter, rows in out.items()}


def load_morphology(folder: Path, folding: Folding) -> Morphology:
    """Read `affixes.tsv` and `clitics.tsv`. Raises PackError with file and line."""
    affixes, letters = _load_affixes(folder / "affixes.tsv", folding)
    kinds: dict[str, list[tuple[str, str]]] = {}
    for where, (kind, form, flag, _note) in _rows(folder / "clitics.tsv", 4):
        _known("kind", kind, CLITICS | MORE_CLITICS, where)
        kinds.setdefault(kind, []).append((folding.fold(form), flag))
    _complete("kinds", kinds, CLITICS, folder / "clitics.tsv")
    if not any(flag == "the" for _, flag in kinds["article"]):
        raise PackError("missing: an article with the flag `the`", where="clitics.tsv")
    return Morphology(
        affixes,
        letters,
        tuple(sorted(_prefixes(kinds), key=lambda pair: len(pair[0]))),
        tuple((form, frozenset({flag})) for form, flag in kinds["suffix"]),
    )


def _load_affixes(
    path: Path, folding: Folding
) -> tuple[dict[str, tuple[tuple[str, str, str, str], ...]], dict[str, str]]:
    affixes: dict[str, list[tuple[str, str, str, str]]] = {}
    letters: dict[str, str] = {}
    for where, (name, prefix, suffix, gender, number, _note) in _rows(path, 6):
        if gender not in ("", "m", "f") or number not in ("", "s", "d", "p"):
            raise PackError(f"gender {gender!r} or number {number!r} unknown: m, f / s, d, p", where=where)
        if name.startswith("letter:"):
            _known("letter", name[7:], LETTERS, where)
            letters[name[7:]] = folding.fold(prefix)
        else:
            _known("affix", name, AFFIXES, where)
            affixes.setdefault(name, []).append((folding.fold(prefix), folding.fold(suffix), gender, number))
    _complete("letters", letters, LETTERS, path)
    _complete("affixes", affixes, AFFIXES, path)
    return {name: tuple(rows) for name, rows in affixes.items()}, letters


def _known(what: str, name: str, allowed: frozenset[str], where: str) -> None:
    if name not in allowed:
        raise PackError(f"{what} {name!r} is not one of: {', '.join(sorted(allowed))}", where=where)


def _complete(what: str, found: Container[str], needed: frozenset[str], path: Path) -> None:
    missing = sorted(name for name in needed if name not in found)
    if missing:
        raise PackError(f"missing {what}: {', '.join(missing)}", where=path.name)


def _prefixes(kinds: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every order in which proclitics may stand: conjunction, then preposition or future, then the article."""
    nothing = ("", "")
    for conjunction, one in [nothing, *kinds["conjunction"]]:
        heads = [nothing, *kinds["preposition"], *kinds["future"]]
        for head, two in heads:
            for article, three in [nothing, *kinds["article"]]:
                yield conjunction + head + article, frozenset(filter(None, (one, two, three)))
        for form, flag in kinds["merged"]:
            yield conjunction + form, frozenset(filter(None, (one, *flag.split("+"))))


def _rows(path: Path, width: int) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 or not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise PackError(f"{len(cells)} columns, {width} are needed", where=f"{path.name}:{number}")
        yield f"{path.name}:{number}", cells
