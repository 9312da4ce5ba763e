"""What the documentation says about the command line is so."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

ROOT = Path(__file__).resolve().parent.parent
# the change log tells of what was, too
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CHECKED = [path for path in PAGES if path.name != "CHANGELOG.md"]

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"(?<![\w/.-])(?:[\w.]+/bin/)?waqai ([a-z][a-z-]*)((?:[^\n`|&;#]|\|(?=\S))*)")


@pytest.fixture(scope="module")
def reference(load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """docs/build_reference.py as a module."""
    return load_script(ROOT / "docs" / "build_reference.py")


@pytest.fixture(scope="module")
def options(reference: ModuleType) -> dict[str, set[str]]:
    """Each command's name and its options' flags, those that every command has included."""
    return {
        str(context.info_name).removeprefix("waqai").strip(): {"--help"}
        | {flag for each in command.params if isinstance(each, click.Option) for flag in each.opts}
        | {flag for each in command.params if isinstance(each, click.Option) for flag in each.secondary_opts}
        for command, context in reference.walk(reference.root_group())
    }


def calls(text: str, known: Collection[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """Each `waqai VERB` in a page's code, or `waqai GROUP VERB` that is known, with the flags that follow it."""
    for code in CODE.findall(text):
        for verb, rest in CALL.findall(code):
            below = " ".join([verb, *rest.split()[:1]])
            yield below if below in known else verb, re.findall(r"(?<!\S)\[?(--?[a-z][\w-]*)", rest)


def test_the_reference_is_fresh(reference: ModuleType) -> None:
    """docs/reference/cli.md is what its script makes of the commands as they are."""
    written = reference.PAGE.read_text(encoding="utf-8") if reference.PAGE.exists() else ""
    assert written == reference.page(), "stale: run `python docs/build_reference.py`"


def test_every_command_has_help(reference: ModuleType) -> None:
    """Each command and each option says what it does."""
    for command, context in reference.walk(reference.root_group()):
        assert command.help, f"{context.info_name} has no help"
        for each in command.params:
            assert not isinstance(each, click.Option) or each.help, (
                f"{context.info_name} {each.opts} has no help"
            )


@pytest.mark.parametrize("path", CHECKED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documented_calls_exist(options: dict[str, set[str]], path: Path) -> None:
    """Every command and every option that a page's code shows is one."""
    for verb, flags in calls(path.read_text(encoding="utf-8"), options):
        assert verb in options, f"{path.name}: there is no `waqai {verb}`"
        unknown = sorted(set(flags) - options[verb])
        assert not unknown, f"{path.name}: `waqai {verb}` has no {unknown}"


def test_calls_are_found_in_code_alone() -> None:
    """A call counts in a code block or span, through a path and with its flags; prose does not."""
    block = "```\n.venv/bin/waqai read x --store f && waqai report -o r.html\n```"
    text = f"waqai is\n{block}\nor `waqai export --format acled`"
    assert list(calls(text)) == [("read", ["--store"]), ("report", ["-o"]), ("export", ["--format"])]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    """A link to another file of the repository has that file at its end."""
    targets = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (path.parent / t).exists()]
    assert not missing, f"{path.name}: {missing}"
