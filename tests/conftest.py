"""What tests of all stages share: where the repository and the shared gold are."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder with gold, codebook and judge beside the checkout; tests that need it skip without it."""
    folder = root.parent / "shared"
    if not (folder / "score.py").is_file():
        pytest.skip(
            f"no gold and no score.py in {folder}: they stay with their publishers, outside the checkout"
        )
    return folder
