"""A claim and its document -> a trait: the little that claims are compared by, in the form that compares fast.

Days are proleptic ordinals; degrees are WGS84; names are in the pack's normal spelling; words are numbers (CRC-32)
of the rarer words around the claim's evidence.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from waqai.events.kinds import FAMILIES
from waqai.language.pack import Pack
from waqai.records import Claim, Count, Document, Location

COMMON = "common_words.txt"  # of a pack: stems that many reports have, one a line
AROUND = 160  # code points on each side of the evidence whose words count too
SHORT = 1_200  # a text of at most so many code points with one claim counts whole
MOST_WORDS, LONG_STORY = 64, 240
PROCLITICS = frozenset({"the", "and", "so", "in", "to"})  # flags of what is cut from a word
_WORD = re.compile(r"[^\W\d_]{3,}")

Range = tuple[int | None, int | None]


class Spot(NamedTuple):
    """A place of a trait; `place_id` is "" and the degrees are null where it is not grounded."""

    place_id: str
    name: str
    admin1: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: int


class Trait(NamedTuple):
    """What a claim is compared by. `node` is its document's event: claims of one node tell one event.

    `first` and `last` are the days that it may have been on, before the slack of `precision`. `killed` and `hurt` are
    sums over groups, null where no figure is given; `figures` are the single figures of the dead. `words` and `story`
    are the rare words around the evidence and of the whole document, `acts` and `objects` the lexicon's entries of
    acts and of things hit that the evidence names; `names` are the words of its places' names; `copy` is the
    document's signature (`copies.py`), empty for a short text.
    """

    claim_id: str
    document_id: str
    node: str
    published: int
    first: int
    last: int
    precision: int
    kind: str
    family: str
    spots: tuple[Spot, ...]
    doers: frozenset[str]
    targets: frozenset[str]
    killed: Range | None
    hurt: Range | None
    figures: frozenset[int]
    weapons: frozenset[str]
    words: frozenset[int]
    story: frozenset[int]
    acts: frozenset[int]
    objects: frozenset[int]
    names: frozenset[int]
    denied: bool
    copy: tuple[int, ...] = ()


class Word(NamedTuple):
    """A word of a text: its number (0 where it is common) and what the lexicon knows of it."""

    number: int
    weapon: str
    act: int
    thing: int


class Wording(NamedTuple):
    """What the words around a claim give its trait."""

    words: frozenset[int]
    weapons: frozenset[str]
    acts: frozenset[int]
    objects: frozenset[int]


class TraitMaker:
    """Makes traits with the spelling and the words of one pack."""

    def __init__(self, pack: Pack) -> None:
        """Words are cut at the pack's conjunctions, prepositions and article; what is common counts nothing."""
        self.pack = pack
        starts = [text for text, flags in pack.morphology.prefixes if text and flags <= PROCLITICS]
        self._starts = tuple(sorted(starts, key=len, reverse=True))
        self._common = common_words(pack)
        self.word: Callable[[str], Word] = lru_cache(maxsize=1 << 17)(self._word)
        self.fold: Callable[[str], str] = lru_cache(maxsize=1 << 16)(self._name)
        self._split = lru_cache(maxsize=256)(self._words)

    def make_all(
        self, document: Document, claims: Sequence[Claim], copy: tuple[int, ...] = ()
    ) -> list[Trait]:
        """The traits of all claims of a document; `copy` is its signature."""
        story = self._rare(self._split(document.text), LONG_STORY)
        alone = len({claim.event_id for claim in claims}) == 1
        return [self._make(document, claim, alone, story, copy) for claim in claims]

    def _make(
        self, document: Document, claim: Claim, alone: bool, story: frozenset[int], copy: tuple[int, ...]
    ) -> Trait:
        wording = self._wording(document, claim, alone)
        first = date.fromisoformat(claim.event_date).toordinal()
        last = date.fromisoformat(claim.end_date).toordinal() if claim.end_date else first
        return Trait(
            claim.claim_id,
            document.id,
            claim.event_id,
            date.fromisoformat(document.published).toordinal(),
            first,
            max(first, last),
            claim.time_precision,
            claim.sub_event_type,
            FAMILIES[claim.sub_event_type],
            tuple(dict.fromkeys(self._spot(location) for location in claim.locations)),
            frozenset(actor.id for actor in claim.actor1),
            frozenset(actor.id for actor in claim.actor2),
            total(claim.fatalities),
            total(claim.injuries),
            frozenset(c.low or c.high or 0 for c in claim.fatalities if c.low or c.high),
            wording.weapons,
            wording.words,
            story,
            wording.acts,
            wording.objects,
            self._rare(self._split(" ".join(location.name for location in claim.locations)), MOST_WORDS),
            claim.stance == "denied",
            copy,
        )

    def _spot(self, location: Location) -> Spot:
        return Spot(
            location.place_id or "",
            self.fold(location.name),
            self.fold(location.admin1 or ""),
            location.country or "",
            location.latitude,
            location.longitude,
            location.geo_precision,
        )

    def _name(self, text: str) -> str:
        return " ".join(self.pack.folding.fold(text).replace("_", " ").split())

    def _wording(self, document: Document, claim: Claim, alone: bool) -> Wording:
        evidence = " ".join(span.text for span in claim.evidence)
        text = document.text if alone and len(document.text) <= SHORT else evidence
        if claim.evidence and text is evidence:
            start, end = min(s.start for s in claim.evidence), max(s.end for s in claim.evidence)
            text = document.text[max(0, start - AROUND) : end + AROUND] if end - start < SHORT else evidence
        near = self._split(evidence)
        return Wording(
            self._rare(self._split(text), MOST_WORDS),
            frozenset(word.weapon for word in near) - {""},
            frozenset(word.act for word in near) - {0},
            frozenset(word.thing for word in near) - {0},
        )

    def _words(self, text: str) -> list[Word]:
        normal = self.pack.folding.normalise(text).text
        return [self.word(word) for word in _WORD.findall(normal)]

    @staticmethod
    def _rare(words: Iterable[Word], most: int) -> frozenset[int]:
        """The numbers of rare words; of many, those with the smallest numbers, so that two texts keep the same."""
        return frozenset(sorted({word.number for word in words} - {0})[:most])

    def _word(self, word: str) -> Word:
        known = self.pack.lexicon.known(word)
        weapon = next((label for label in sorted(known.labels) if label.startswith("weapon.")), "")
        entry = known.single[0][0] if known.single else None
        label, number = (entry.label, zlib.crc32(entry.text.encode())) if entry else ("", 0)
        stem = next(
            (word[len(s) :] for s in self._starts if word.startswith(s) and len(word) >= len(s) + 3), word
        )
        rare = 0 if stem in self._common else zlib.crc32(stem.encode())
        return Word(rare, weapon, number * label.startswith("act."), number * label.startswith("object."))


def total(counts: Iterable[Count]) -> Range | None:
    """The sum over groups as (least, most), either null where no text bounds it; null where no figure is given."""
    rows = [c for c in counts if c.low is not None or c.high is not None]
    if not rows:
        return None
    highs = [c.high for c in rows]
    return sum(c.low or 0 for c in rows), None if None in highs else sum(h for h in highs if h is not None)


def common_words(pack: Pack) -> frozenset[str]:
    """The stems that count nothing in a comparison; none where the pack has no list."""
    path = pack.folder / COMMON
    return frozenset(path.read_text(encoding="utf-8").split()) if path.exists() else frozenset()
