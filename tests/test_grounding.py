"""How well the dev gold's places are grounded, with the shared tables added: a gate, as the floors are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from waqai.evaluate.gold import GoldDocument, load_gold
from waqai.language.pack import Pack, load_pack

RIGHT = 0.90  # of the gold locations that the gazetteer holds


@pytest.fixture(scope="module")
def benchmark(root: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """benchmarks/grounding.py as a module."""
    return load_script(root / "benchmarks" / "grounding.py")


@pytest.fixture(scope="module")
def pack(shared: Path) -> Pack:
    """The pack with the shared tables of places."""
    return replace(load_pack(), gazetteers=tuple(sorted((shared / "gazetteer").glob("*.tsv"))))


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[GoldDocument]:
    """The dev gold."""
    return list(load_gold(shared / "gold" / "dev"))


def test_held_places_get_their_true_id(benchmark: ModuleType, gold: list[GoldDocument], pack: Pack) -> None:
    """Nine in ten of the places that the gazetteer holds are resolved to the right one."""
    rows = list(benchmark.resolved(gold, pack))
    right = sum(benchmark.same_place(got, ids) for _, ids, got, _ in rows)
    assert len(rows) > 250
    assert right / len(rows) >= RIGHT, f"{right} of {len(rows)}"


def test_no_point_contradicts_the_governorate(
    benchmark: ModuleType, gold: list[GoldDocument], pack: Pack
) -> None:
    """No claim gives coordinates in another governorate than gold's for that place."""
    assert benchmark.contradictions(gold, pack) == []


def test_the_true_ids_are_a_table(benchmark: ModuleType) -> None:
    """Each line has a country, a name and an id; no place stands twice."""
    rows = benchmark.true_ids()
    assert len(rows) > 150
    assert all(len(country) == 2 and name and all(ids) for (country, _, name), ids in rows.items())
