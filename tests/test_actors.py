"""The register's loader: what it gives for a good file, and what it says about a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from waqai.actors import COLUMNS, RELATION_COLUMNS, Register, load_register
from waqai.errors import PackError

STATE = "gov\tgov\tArmy\tA\tstate\t1\tSY\t2000-07-17\t2024-12-08\t\tcodebook"
HEIR = "new\tnew\tNew army\tB\tstate\t1\tSY\t2024-12-08\t\t\tcodebook"
BRIGADE = "brigade\tnew|gov\tBrigade\tC\tstate\t1\tSY\t2016\t\tgov\tpress"


def write(folder: Path, *lines: str, relations: tuple[str, ...] = ()) -> Path:
    """A register file of these lines, with its relations beside it where there are any."""
    path = folder / "actors.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    if relations:
        text = "\n".join(["\t".join(RELATION_COLUMNS), *relations]) + "\n"
        (folder / "actor_relations.tsv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """A state, its heir and a brigade that served both."""
    relations = ("new\thostile-to\tbrigade\t2025-01\t2025-03\t", "new\trenamed-from\tgov\t2024-12-08\t\t")
    return load_register(write(tmp_path, STATE, HEIR, BRIGADE, relations=relations))


def test_a_register_answers_by_id(register: Register) -> None:
    """Names, code and parent are those of the line."""
    assert len(register) == 3
    assert "gov" in register and register.get("nobody") is None
    assert (register.name("gov", "en"), register.name("gov", "ar")) == ("Army", "A")
    assert (register.parent("brigade"), register.parent("gov")) == ("gov", None)


@pytest.mark.parametrize(
    ("actor", "day", "valid"),
    [
        ("gov", "2024-12-08", True),
        ("gov", "2024-12-09", False),
        ("gov", "2000-07-16", False),
        ("new", "2030-01-01", True),
        ("brigade", "2016-01-01", True),
        ("brigade", "2015-12-31", False),
    ],
)
def test_an_actor_is_valid_between_its_dates(register: Register, actor: str, day: str, valid: bool) -> None:
    """Both ends are included, an empty end is open, and a bare year begins on its first day."""
    assert register.valid_on(actor, day) is valid


@pytest.mark.parametrize(("day", "code"), [("2017-05-05", "gov"), ("2025-05-05", "new"), (None, "new")])
def test_the_date_decides_the_code(register: Register, day: str | None, code: str) -> None:
    """Of several codes the first that is valid on the day is taken, without a day the first."""
    assert register.code("brigade", day) == code


@pytest.mark.parametrize(("day", "found"), [("2025-03-31", ("new",)), ("2025-04-01", ()), (None, ("new",))])
def test_a_mutual_relation_holds_both_ways(
    register: Register, day: str | None, found: tuple[str, ...]
) -> None:
    """Hostility is found from either side, as long as it lasts; a shortened end means its last day."""
    assert register.related("brigade", "hostile-to", day) == found
    assert register.related("gov", "renamed-from") == ()


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ((STATE, STATE), 3, "stands already"),
        ((STATE.replace("\tgov\tArmy", "\tnobody\tArmy"),), 2, "code 'nobody'"),
        ((STATE, BRIGADE.replace("new|gov", "brigade|gov")), 3, "code 'brigade'"),
        ((STATE, BRIGADE.replace("new|gov", "gov").replace("\tgov\tpress", "\tnobody\tpress")), 3, "parent"),
        ((STATE.replace("\t\tcodebook", "\tgov\tcodebook"),), 2, "circle"),
        ((STATE.replace("2000-07-17", "2000-02-30"),), 2, "valid_from is '2000-02-30'"),
        ((STATE.replace("2024-12-08", "December"),), 2, "valid_to is 'December'"),
        ((STATE.replace("2024-12-08", "1999"),), 2, "lies before"),
        ((STATE.replace("\t1\t", "\t9\t"),), 2, "inter"),
        ((STATE.replace("\tstate\t", "\tking\t"),), 2, "type 'king'"),
        ((STATE.replace("Army", ""),), 2, "name_en"),
        ((STATE.rsplit("\t", 1)[0],), 2, "columns"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(
    tmp_path: Path, lines: tuple[str, ...], line: int, says: str
) -> None:
    """The error names file and line, and what is wrong there."""
    path = write(tmp_path, *lines)
    with pytest.raises(PackError, match=says) as caught:
        load_register(path)
    assert caught.value.where == f"{path}:{line}"


@pytest.mark.parametrize(
    ("relation", "says"),
    [
        ("gov\tmarried-to\tnew\t\t\t", "married-to"),
        ("gov\thostile-to\tnobody\t\t\t", "nobody"),
        ("gov\thostile-to\tnew\t2013-13\t\t", "2013-13"),
    ],
)
def test_a_bad_relation_is_refused(tmp_path: Path, relation: str, says: str) -> None:
    """A relation needs a known kind, two known actors and dates that exist."""
    path = write(tmp_path, STATE, HEIR, relations=(relation,))
    with pytest.raises(PackError, match=says) as caught:
        load_register(path)
    assert caught.value.where == f"{path.with_name('actor_relations.tsv')}:2"


def test_a_missing_file_and_a_wrong_header_are_pack_errors(tmp_path: Path) -> None:
    """Neither a path that is none nor a table of another shape gets past the door."""
    with pytest.raises(PackError, match="cannot be read"):
        load_register(tmp_path / "none.tsv")
    path = tmp_path / "actors.tsv"
    path.write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(PackError, match="header"):
        load_register(path)
