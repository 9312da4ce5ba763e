"""What tests of the commands share: the stand-in reader, installed, and the program's front door."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from samples import Reader


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Reader:
    """The stand-in reader, installed for one test that runs in an empty folder."""
    modules: dict[str, types.ModuleType] = {}
    stand_in = Reader()
    stand_in.install(modules)
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(tmp_path)
    return stand_in
