"""A pack -> the same with what the user has added to it: tables of places, and actors, in the data folder.

The version says so: documents are read again after something was added or taken away.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from waqai.data_folder import data_folder
from waqai.gazetteers.shelf import tables

if TYPE_CHECKING:
    from waqai.language.pack import Pack

ACTORS, LEXICON = "actors.tsv", "actor_lexicon.tsv"


def user_actors() -> Path | None:
    """The user's table of actors, None where there is none; its names for texts stand beside it."""
    path = data_folder() / ACTORS
    return path if path.exists() and path.with_name(LEXICON).exists() else None


def extended(pack: Pack) -> Pack:
    """The pack with the user's additions; the very same where there are none."""
    places, actors = tables(), user_actors()
    if not places and actors is None:
        return pack
    digest = hashlib.sha256()
    for path in (*places, *([actors] if actors else [])):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    if actors is not None:
        from waqai.language.pack import load_pack

        pack = load_pack(pack.folder, actors.with_name(LEXICON))
    version = f"{pack.version}+{digest.hexdigest()[:8]}"
    return replace(pack, gazetteers=places, actors=actors, version=version)
