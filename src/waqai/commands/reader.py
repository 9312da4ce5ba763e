"""The pack and the pipeline, loaded when a verb first needs them -> a function from Document to Reading."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from waqai.errors import SourceError, WaqaiError
from waqai.records import Document, Reading

if TYPE_CHECKING:
    from waqai.language.pack import Pack


class Reader(NamedTuple):
    """A loaded pack's version, and what reads a document with it."""

    version: str
    read: Callable[[Document], Reading]


def load_reader() -> Reader:
    """The reader with the Arabic pack and what the user has added. Raises PackError for a pack that is not whole."""
    from waqai.pipeline import read

    pack = load_reading_pack()
    return Reader(pack.version, lambda document: read(document, pack))


def load_reading_pack() -> Pack:
    """The Arabic pack with what the user has added.

    It stays for as long as the program runs, so the garbage collector need not go through it again and again: without
    that, reading takes a fifteenth longer.
    """
    from waqai.additions import extended
    from waqai.language.pack import load_pack

    pack = extended(load_pack("ar"))
    gc.freeze()
    return pack


def read_one(reader: Reader, document: Document, where: str) -> Reading:
    """A reading of one document; whatever goes wrong in it is a SourceError, so that the others go on."""
    try:
        return reader.read(document)
    except WaqaiError as error:
        raise SourceError(f"could not be read: {error}", where=where) from error
    except Exception as error:
        raise SourceError(
            f"could not be read: {type(error).__name__}: {error}; this is a fault of waqai, please report it "
            "with the document's text",
            where=where,
        ) from error
