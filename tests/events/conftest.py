"""What tests of events share: an empty store, and one that keeps reports and resolves them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from event_samples import keep, resolve

from waqai.records import Document, Reading
from waqai.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return open_store(tmp_path / "waqai.db")


@pytest.fixture
def resolved(store: Store) -> Callable[..., Store]:
    """Keeps reports and resolves them."""

    def make(*reports: tuple[Document, Reading]) -> Store:
        keep(store, reports)
        resolve(store)
        return store

    return make
