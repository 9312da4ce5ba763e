"""A folder -> a validated pack; every fault is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from waqai.errors import PackError
from waqai.language.pack import Pack, load_pack

GOOD = "قصف\tact.shell\tn\t-\tfor tests"


def with_lines(folder: Path, *lines: str, name: str = "lexicon/words.tsv") -> Path:
    """The folder with lines at the end of one of its tables."""
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines), "utf-8")
    return folder


def test_a_pack_of_one_word_is_read(small: Path) -> None:
    """A folder with letters, affixes, clitics and a table is a pack."""
    pack = load_pack(with_lines(small, "# a note", "", GOOD))
    assert [hit.entry.where for hit in pack.lexicon.cover(["بالقصف"]).at[0]] == ["lexicon/words.tsv:4"]


@pytest.mark.parametrize(
    ("lines", "where", "what"),
    [
        (["قصف\tact.shell\tn\t-"], "lexicon/words.tsv:2", "4 columns, 5 are needed"),
        ([GOOD, "قصف\tact.shell\tz:x\t-\t-"], "lexicon/words.tsv:3", "no paradigm 'z:x'"),
        (["ـَـ\tact.shell\tn\t-\t-"], "lexicon/words.tsv:2", "without letters"),
        (["-\tact.shell\tn\t-\t-"], "lexicon/words.tsv:2", "without letters"),
        (["قصف\tact.shell\tn\tsub\t-"], "lexicon/words.tsv:2", "'sub' is not key=value"),
        ([GOOD, "قصـف\tact.shell\tn\t-\tagain"], "lexicon/words.tsv:3", "repeats line 2"),
    ],
)
def test_a_bad_line_is_told(small: Path, lines: list[str], where: str, what: str) -> None:
    """Columns, paradigm, value and repetition are checked, and the error names the line."""
    with pytest.raises(PackError, match=f"{where}.*{what}"):
        load_pack(with_lines(small, *lines))


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("letters.tsv", "أ\tاا\ttwo letters", "one character to one or none"),
        ("letters.tsv", "أ\tا\ttwice", "each once"),
        ("affixes.tsv", "dual\t\tان", "3 columns, 6 are needed"),
        ("affixes.tsv", "dual\t\tان\tx\td\tno gender", "gender 'x'"),
        ("affixes.tsv", "letter:unknown\tا\t\t\t\tno such letter", "letter 'unknown'"),
        ("clitics.tsv", "suffix\tه", "2 columns, 4 are needed"),
        ("clitics.tsv", "infix\tه\tpron\tno such kind", "kind 'infix'"),
    ],
)
def test_a_bad_table_is_told(small: Path, name: str, line: str, what: str) -> None:
    """The tables of letters, affixes and clitics are checked like the lexicon."""
    number = len((small / name).read_text(encoding="utf-8").splitlines()) + 1
    with pytest.raises(PackError, match=f"{name}:{number}.*{what}"):
        load_pack(with_lines(small, line, name=name))


@pytest.mark.parametrize("name", ["affixes.tsv", "clitics.tsv"])
def test_a_table_that_lacks_what_the_engine_needs_is_told(small: Path, name: str) -> None:
    """A language without an article or a dual has to say so, not to leave it out in silence."""
    path = small / name
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=f"{name}.*missing"):
        load_pack(small)


def test_a_header_is_checked(small: Path) -> None:
    """A table whose columns have other names is not read as if they had these."""
    (small / "lexicon" / "words.tsv").write_text("word\tclass\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"lexicon/words\.tsv:1: header is"):
        load_pack(small)


def test_bad_yaml_is_told(small: Path) -> None:
    """A rule file that is no YAML names its file and line."""
    (small / "grammar" / "kinds.yaml").write_text("- {id: a\n- b\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"grammar/kinds\.yaml:\d+"):
        load_pack(small)


def test_an_unknown_pack_lists_those_there_are() -> None:
    """The error says which names there are."""
    with pytest.raises(PackError, match="there are: ar"):
        load_pack("xx")


def test_the_version_changes_with_any_byte(small: Path, tmp_path: Path) -> None:
    """Readings are told apart by the version of the pack that made them."""
    one = load_pack(small).version
    other = tmp_path / "other" / "small"
    other.parent.mkdir()
    small.rename(other)
    assert load_pack(other).version == one
    (other / "notes.txt").write_text("x", encoding="utf-8")
    moved = tmp_path / "moved" / "small"
    moved.parent.mkdir()
    other.rename(moved)
    assert load_pack(moved).version != one


def test_every_class_that_a_rule_names_exists(pack: Pack) -> None:
    """A rule about a class that no entry has would never hold."""
    labels = {entry.label for entry in pack.lexicon.entries}
    rules = yaml.safe_load((pack.folder / "grammar" / "kinds.yaml").read_text(encoding="utf-8"))
    silent = [
        f"{rule['id']}: {prefix}"
        for rule in rules
        for key in ("head", "acts", "near", "none")
        for prefix in rule.get(key, ())
        if not prefix.startswith(("person.", "aim."))  # a group or role from a value; what an act is aimed at
        and not any(label.startswith(prefix) for label in labels)
    ]
    assert not silent
