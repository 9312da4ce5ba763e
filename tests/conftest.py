"""What tests of all stages share: where the repository and the shared gold are."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for what users add: no test sees what its developer has added."""
    folder = tmp_path_factory.mktemp("data")
    folder.chmod(0o755)  # some tests run a child without the rights of the user
    monkeypatch.setenv("WAQAI_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder with gold, codebook and judge beside the checkout; tests that need it skip without it."""
    folder = root.parent / "shared"
    if not (folder / "score.py").is_file():
        pytest.skip(
            f"no gold and no score.py in {folder}: they stay with their publishers, outside the checkout"
        )
    return folder


@pytest.fixture(scope="session")
def load_script() -> Callable[[Path], ModuleType]:
    """Loads a script that is no part of the package as a module."""

    def load(path: Path) -> ModuleType:
        if str(path.parent) not in sys.path:  # a script imports those beside it
            sys.path.append(str(path.parent))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
