"""The folder of what a user adds (gazetteers, actors): `$WAQAI_DATA`, else the system's place for such data."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

VARIABLE = "WAQAI_DATA"


def data_folder() -> Path:
    """The folder, which may not exist yet; whoever writes into it makes it."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("waqai", appauthor=False))
