"""The layout's rules, held to the tree: imports run downwards, Arabic is data, pieces stay small."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "waqai"
MODULES = sorted(PACKAGE.rglob("*.py"))
INSIDE = [path for path in MODULES if path != PACKAGE / "__init__.py"]

LONGEST_FILE = 350
LONGEST_FUNCTION = 60

GROUND = {"records", "errors"}
LANGUAGE = {"language", "gazetteer", "place_rows", "place_search", "place_table"}

# the stages from text to claims, row by row: each may import the rows above its own, never its neighbours
STAGE_ROWS: tuple[set[str], ...] = (
    {"actors", "label_marks", "model", "place_choice", "place_geometry", "place_names"},
    {"actor_overlay", "actor_search", "mentions"},
    {"country_votes", "identities", "place_words", "qualifiers", "quantities", "triggers"},
    {
        "absences",
        "doers",
        "false_heads",
        "frames",
        "grounding",
        "kind_places",
        "links",
        "people",
        "periods",
        "place_relations",
        "second_mentions",
        "voices",
    },
    {
        "chains",
        "evidence",
        "heads",
        "hijri_dates",
        "positions",
        "scenes",
        "speakers",
        "standing",
        "time_spans",
        "toponyms",
    },
    {"figures", "kinds", "parties", "place_slots", "places", "times"},
    {"grouping", "harms", "locations", "slots"},
    {"cast", "counts"},
    {"claims"},
)
STAGES = set().union(*STAGE_ROWS)

# unit (a file or folder of waqai) -> the units that it may import; a new unit takes a line here or above
ALLOWED: dict[str, set[str]] = {
    "records": set(),
    "errors": set(),
    "sources": GROUND,
    "packs": set(),
    "language": GROUND,
    "data_folder": GROUND,
    "place_rows": GROUND,
    "place_table": GROUND | {"place_rows"},
    "gazetteer": GROUND | {"language", "place_rows", "place_table"},
    "place_search": GROUND | {"gazetteer", "place_table"},
    "gazetteers": GROUND | LANGUAGE | {"data_folder"},
    "additions": GROUND | LANGUAGE | {"data_folder", "gazetteers"},
    **{
        stage: (GROUND | LANGUAGE).union(*STAGE_ROWS[:row])
        for row, stages in enumerate(STAGE_ROWS)
        for stage in stages
    },
    "pipeline": GROUND | LANGUAGE | STAGES,
    "store": GROUND,
    # claims are compared by the register of actors and in the spelling of the pack
    "events": GROUND | {"store", "language", "actors"},
    "publish": GROUND | {"store"},
    "evaluate": GROUND | {"store"},
    "engines": {"records"},
}
# these may import anything of waqai, and nobody imports them
TOP = {"commands", "review", "__main__"}
# what any module may take from the package itself
PACKAGE_NAMES = {"__version__"}

GRAB_BAGS = {"util", "utils", "helper", "helpers", "manager", "handler", "process", "common", "misc"}
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")

# in pieces, so that this file does not name them itself
MACHINE_PATHS = tuple("/" + folder + "/" for folder in ("work", "root", "home", "opt", "Users", "mnt"))
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("npmjs", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("debian", "org"),
        ("docker", "io"),
    )
)


def name(path: Path) -> str:
    """A file's path as shown in a failure."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def unit_of(path: Path) -> str:
    """The file or folder of waqai that a module belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The units of waqai that a module imports, anywhere in it; the package's own names as `waqai.name`."""
    package = ("waqai", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("waqai."))
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            parts = (*above, *(node.module.split(".") if node.module else ()))
            if parts[:1] == ("waqai",):
                yield from parts[1:2] or (_unit_or_name(alias.name) for alias in node.names)


def _unit_or_name(imported_name: str) -> str:
    module = PACKAGE / imported_name
    return (
        imported_name if module.is_dir() or module.with_suffix(".py").exists() else f"waqai.{imported_name}"
    )


def tracked() -> list[Path]:
    """The files that git tracks or would track; without git, all that are not hidden."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
        paths = [ROOT / path for path in listed if path]
    except (OSError, subprocess.CalledProcessError):
        paths = [
            p for p in ROOT.rglob("*") if not any(part.startswith(".") for part in p.relative_to(ROOT).parts)
        ]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("path", INSIDE, ids=name)
def test_imports_run_downwards(path: Path) -> None:
    """A module imports only what its unit may, and nobody imports the commands or the desk."""
    unit = unit_of(path)
    if unit in TOP:
        return
    assert unit in ALLOWED, f"{name(path)} is of a new unit: give it a line in ALLOWED, tests/test_house.py"
    allowed = ALLOWED[unit] | {unit} | {f"waqai.{each}" for each in PACKAGE_NAMES}
    wrong = sorted(set(imported(path)) - allowed)
    assert not wrong, f"{name(path)} imports {wrong}; {unit} may import {sorted(allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_arabic_in_code(path: Path) -> None:
    """Words are data, where a linguist finds them: not one Arabic letter stands in a module."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, 1) if ARABIC.search(line)]
    assert not found, (
        f"{name(path)}: Arabic in lines {found}; put it into a pack or a table beside the module"
    )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_small_pieces_with_docstrings(path: Path) -> None:
    """Files and functions stay short enough to read at once, and every module says what it is."""
    module = tree(path)
    assert ast.get_docstring(module), f"{name(path)} has no docstring: say what flows in and out"
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST_FILE, f"{name(path)} has {length} lines, more than {LONGEST_FILE}: split it"
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{name(path)}:{node.lineno}: {node.name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_commands_print(path: Path) -> None:
    """What the user sees is written by the commands alone."""
    if unit_of(path) in TOP:
        return
    calls = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    found = [c.lineno for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]
    assert not found, f"{name(path)}: print in lines {found}; return it, or raise a WaqaiError"


def test_modules_are_named_for_what_they_yield() -> None:
    """No module or folder is a grab bag."""
    paths = [path for path in PACKAGE.rglob("*") if path.suffix == ".py" or path.is_dir()]
    found = [name(path) for path in paths if GRAB_BAGS & set(path.stem.split("_"))]
    assert not found, f"{found}: name a module for the noun that it yields"


def test_every_test_says_what_it_holds() -> None:
    """Each test has a docstring."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                assert ast.get_docstring(node), f"{name(path)}:{node.lineno}: {node.name} has no docstring"


def test_nothing_tracked_names_this_machine_or_a_registry() -> None:
    """No file holds a path of somebody's machine or the host of a package registry."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            names = [part for part in REGISTRY_HOSTS if part in line]
            names += [part for part in MACHINE_PATHS if re.search(rf"(?<![\w.\-/]){part}\w", line)]
            found += [f"{name(path)}:{number}: {part}" for part in names]
    assert not found, "\n".join(found)
