"""The table of contents: every stage from a document to its claims, in order.

A stage takes the page, reads what earlier stages filled, and fills its own columns; what it needs and gives is
declared, and the list is checked when this module is imported.
"""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from waqai.claims import find_claims
from waqai.counts import find_counts
from waqai.language.pack import Pack
from waqai.mentions import MISSED, Page, open_page
from waqai.model import Models
from waqai.parties import find_parties
from waqai.places import find_places
from waqai.records import Claim, Document, Leftover, Reading
from waqai.speakers import find_speakers
from waqai.times import find_times
from waqai.triggers import find_triggers

# classes of words that tell of an act: one that no claim used may be a claim that was missed
_TELLING = ("act.", "harm.", "weapon.", "actor")


class Stage(NamedTuple):
    """A step of reading: `run` fills the columns `gives` of a page from the columns `needs`."""

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    run: Callable[[Page], None]


STAGES = (
    Stage("times", ("tokens",), ("times",), find_times),
    Stage("places", ("tokens",), ("places", "country"), find_places),
    Stage("parties", ("tokens", "country"), ("parties",), find_parties),
    Stage("counts", ("tokens",), ("counts",), find_counts),
    Stage("speakers", ("tokens", "parties", "places"), ("speakers",), find_speakers),
    Stage("triggers", ("tokens",), ("triggers",), find_triggers),
)


def _check(stages: tuple[Stage, ...]) -> None:
    """Each stage needs only what was given before it."""
    given = {"tokens"}
    for stage in stages:
        missing = set(stage.needs) - given
        if missing:
            raise ImportError(f"stage {stage.name} needs {sorted(missing)}, which no earlier stage gives")
        given.update(stage.gives)


_check(STAGES)


def read(document: Document, pack: Pack) -> Reading:
    """The claims of one document. Any text is read; one that is not Arabic gives no claims and a note that says so."""
    return read_timed(document, pack)[0]


def fill_page(document: Document, pack: Pack) -> Page:
    """The page of a document with every stage's column filled."""
    page = open_page(document, pack)
    for stage in STAGES:
        stage.run(page)
    return page


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector off: a page is many small objects without cycles, and looking for some costs a seventh."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
def read_timed(document: Document, pack: Pack) -> tuple[Reading, dict[str, float]]:
    """As `read`, with the seconds that each stage took."""
    note = language_note(document.text)
    if note:
        return Reading(document.id, pack.version, notes=(note,)), {}
    clock = time.perf_counter
    seconds: dict[str, float] = {}
    start = clock()
    page = open_page(document, pack)
    seconds["tokens"] = clock() - start
    for stage in STAGES:
        start = clock()
        stage.run(page)
        seconds[stage.name] = clock() - start
    start = clock()
    claims: tuple[Claim, ...] = find_claims(page, models_of(pack)) if page.triggers else ()
    seconds["claims"] = clock() - start
    notes = tuple(f"date in doubt: {flag}" for flag in page.flagged)
    return Reading(document.id, pack.version, claims, tuple(leftovers(page, claims)), notes), seconds


def leftovers(page: Page, claims: Sequence[Claim]) -> Iterator[Leftover]:
    """Words of acts, harm, weapons and actors that no claim's evidence touches, each with its first entry."""
    used = sorted({(span.start, span.end) for claim in claims for span in claim.evidence})
    until = 0
    for position in page.marked(MISSED):
        if position < until:
            continue
        for hit in page.at[position]:
            if not hit.entry.label.startswith(_TELLING):
                continue
            start, end = page.tokens.raw(hit.first, hit.last)
            if not _touches(start, end, used):
                until = hit.last
                yield Leftover(start, end, page.document.text[start:end], hit.entry.where)
                break


def _touches(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a stretch of text shares a character with one of some spans, which are sorted."""
    for first, last in spans:
        if first >= end:
            return False
        if start < last:
            return True
    return False


@lru_cache(maxsize=4)
def _models(folder: str, version: str) -> Models:
    from waqai.language.pack import load_pack

    return Models(load_pack(folder).models)


def models_of(pack: Pack) -> Models:
    """The pack's models, built once."""
    return _models(str(pack.folder), pack.version)


_LETTERS = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0600-\u077f\ufb50-\ufeff]+")
_SAMPLE = 4000


def language_note(text: str) -> str | None:
    """A note where a text holds no words or fewer than a third of the letters at its beginning are Arabic."""
    sample = text[:_SAMPLE]
    half = "".join(_ARABIC.findall(sample[: len(sample) // 2]))
    if len(half) * 3 >= len(sample) and _LETTERS.search(half):
        return None
    letters = len("".join(_LETTERS.findall(sample))) or len("".join(_LETTERS.findall(text)))
    if not letters:
        return "no claims: no words"
    arabic = len("".join(_ARABIC.findall(sample)))
    return None if arabic * 3 >= letters else "no claims: not Arabic"
