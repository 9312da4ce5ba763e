"""The Arabic pack's actors: the register, its relations and the three lexicon files hold together."""

from __future__ import annotations

import csv
import itertools
import re
import unicodedata
from pathlib import Path

import pytest

from waqai.actors import REGISTER, Register, load_register

LEXICON = REGISTER.parent / "lexicon"
BESIDE = (folder / "shared" / "actors.tsv" for folder in Path(__file__).parents)
SHARED = next((path for path in BESIDE if path.exists()), Path("shared"))
FILES = {
    "actors.tsv": {"actor", "leader"},
    "nations.tsv": {"country", "capital", "nationality"},
    "forces.tsv": {"force"},
}
KINDS = {
    *("army", "air", "navy", "police", "security"),
    *("militia", "group", "fighters", "leader", "unknown_agent"),
}
NATION = {"iso", "state", "air", "police", "army", "security", "rebels"}
KEYS = {
    "actor": {"id", "when"},
    "leader": {"id"},
    "force": {"adj", "ambiguous", "kind", "code", "group", "home", "loyal", "proxy"},
    "country": {*NATION, "backed", "skies", "against"},
    "capital": NATION,
    "nationality": {*NATION, "abroad", "region", "people"},
}
ID_KEYS = ("id", "state", "code", "air", "police", "army", "security", "rebels", "skies")
ALEFS = {
    0x622: 0x627,
    0x623: 0x627,
    0x625: 0x627,
    0x671: 0x627,
    0x649: 0x64A,
    0x629: 0x647,
    0x624: 0x648,
    0x626: 0x64A,
}
PARADIGM = re.compile(r"-|adj(:\w+(,\w+)*)?|n:\+?\w+(,\+?\w+)*")


def fold(text: str) -> str:
    """The spelling that the engine compares: letters that writers exchange made one, marks dropped."""
    return "".join(c for c in text.translate(ALEFS) if not unicodedata.combining(c))


def rows(name: str) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """Each line as its place, its cells and its value as a mapping."""
    text = (LEXICON / name).read_text(encoding="utf-8").splitlines()
    found = []
    for number, row in enumerate(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
        value = dict(part.split("=", 1) for part in row["value"].split(";"))
        found.append((f"{name}:{number}", row, value))
    return found


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the pack."""
    return load_register()


def test_the_register_is_as_large_as_promised(register: Register) -> None:
    """At least 330 actors, each with a source, and at least 100 dated relations."""
    assert len(register) >= 330
    assert all(entry.source for entry in register)
    assert len(register.relations) >= 100


@pytest.mark.skipif(not SHARED.exists(), reason="the shared codebook is not beside this checkout")
def test_every_codebook_actor_is_in_the_register(register: Register) -> None:
    """The codebook's names, types and dates stand unchanged, and no other id is used as a code."""
    with SHARED.open(encoding="utf-8") as lines:
        shared = {row["id"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    for actor_id, row in shared.items():
        entry = register.get(actor_id)
        assert entry is not None and entry.codes == (actor_id,), actor_id
        dates = (entry.valid_from or "", entry.valid_to or "")
        assert (entry.names["ar"], entry.type, *dates) == (
            *(row["name_ar"], row["type"]),
            *(row["valid_from"], row["valid_to"]),
        )
    assert {code for entry in register for code in entry.codes} <= set(shared)


@pytest.mark.parametrize(
    ("actor", "day", "code"),
    [
        ("sy.opp.murad", "2016-09-01", "sy.opp"),
        ("sy.opp.murad", "2019-10-09", "sy.opp.sna"),
        ("al-qaeda.hurras", "2019-01-01", "al-qaeda"),
        ("sy.opp.sham", "2017-01-01", "sy.opp"),
        ("iq.pmf.salam", "2015-01-01", "iq.pmf"),
        ("kw", "2026-01-01", "state"),
        ("ye.saleh", "2015-08-01", "armed"),
    ],
)
def test_a_group_without_an_entry_has_the_nearest_code(
    register: Register, actor: str, day: str, code: str
) -> None:
    """The codebook's id of a group that it does not list is the most specific that fits on the day."""
    assert register.code(actor, day) == code


def test_the_line_of_one_group_is_dated(register: Register) -> None:
    """Nusra, HTS and the new state follow each other by renaming."""
    assert register.related("sy.hts", "renamed-from") == ("sy.nusra",)
    assert "sy.hts" in register.related("sy.new", "renamed-from")
    assert register.related("sy.ypg", "part-of", "2015-10-09") == ()
    assert register.related("sy.ypg", "part-of", "2015-10-10") == ("sy.sdf",)


@pytest.mark.parametrize("name", FILES)
def test_every_lexicon_line_holds_to_the_format(name: str) -> None:
    """Class, paradigm and value are known ones, and each line has a note."""
    for where, row, value in rows(name):
        assert row["class"] in FILES[name], where
        assert PARADIGM.fullmatch(row["paradigm"]), where
        assert set(value) <= KEYS[row["class"]], where
        assert row["note"], where
        assert value.get("kind", "army") in KINDS, where
        assert re.fullmatch("[A-Z]{2}", value.get("iso", value.get("when", "XX"))), where


@pytest.mark.parametrize("name", FILES)
def test_every_id_is_in_the_register(register: Register, name: str) -> None:
    """An alias, a nation's forces and a force's code all point to actors that exist."""
    for where, _, value in rows(name):
        ids = [one for key in ID_KEYS if key in value for one in value[key].split("|")]
        assert all(one in register for one in ids), where


@pytest.mark.parametrize("name", FILES)
def test_entries_are_spelt_plainly(name: str) -> None:
    """No vowel marks, no tatweel, no stray spaces: what a linguist reads is what the engine compares."""
    for where, row, _ in rows(name):
        entry = row["entry"]
        assert entry == " ".join(entry.split()) and entry, where
        assert not any(unicodedata.combining(c) or ord(c) == 0x640 for c in entry), where


@pytest.mark.parametrize("name", FILES)
def test_no_entry_stands_twice(name: str) -> None:
    """After folding, one entry of one class has one line, unless `when` tells them apart."""
    seen: dict[tuple[str, str, str], str] = {}
    for where, row, value in rows(name):
        key = (fold(row["entry"]), row["class"], value.get("when", ""))
        assert key not in seen, f"{where} repeats {seen[key]}"
        seen[key] = where


def test_most_actors_have_a_name_in_the_lexicon(register: Register) -> None:
    """Only what has no proper name of its own is left without an alias."""
    named = {one for _, _, value in rows("actors.tsv") for one in value["id"].split("|")}
    unnamed = {entry.id for entry in register} - named
    generic = {"unknown", "state", "police", "armed"} | {i for i in unnamed if i.startswith("civilians")}
    assert len(unnamed - generic) <= 5, sorted(unnamed - generic)


def test_relations_lie_within_the_lives_of_both(register: Register) -> None:
    """Nobody is part of, allied with or hostile to an actor before it was there, or after it was gone."""
    wrong = []
    for row in register.relations:
        if row.kind not in ("part-of", "allied-with", "hostile-to"):
            continue
        for actor in (row.actor, row.other):
            entry = register.entries[actor]
            begins = (row.valid_from, entry.valid_from)
            ends = (row.valid_to, entry.valid_to)
            early = begins[0] and begins[1] and begins[0] < begins[1][: len(begins[0])]
            late = ends[0] and ends[1] and ends[0][: len(ends[1])] > ends[1][: len(ends[0])]
            wrong += [f"{row.actor} {row.kind} {row.other}: {actor}"] if early or late else []
    assert wrong == []


def test_names_in_turn_follow_each_other(register: Register) -> None:
    """The dated names of an actor begin where the one before ends, within its own dates."""
    for actor in {name.actor for name in register.names}:
        names = [name for name in register.names if name.actor == actor]
        entry = register.entries[actor]
        assert names[0].valid_from == entry.valid_from and names[-1].valid_to == entry.valid_to
        assert all(one.valid_to == two.valid_from for one, two in itertools.pairwise(names))
