"""Page -> speakers: who says it, found from saying verbs, nouns and prepositions (codebook, section 4 and 7.19).

A speaker is the phrase after a saying verb or preposition, before a colon, or a known speaker with the verb after it.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.language.lexicon import Hit
from waqai.mentions import Page

_STOPS = frozenset(".!?;:\u061f\u061b\n")
_PAUSES = frozenset(",\u060c")


class Speaker(NamedTuple):
    """A speaker at tokens [first, last); `kind` is the codebook's; `verb` is the token that makes it speak, `way` how."""

    first: int
    last: int
    kind: str
    verb: int
    way: str
    party: str
    weak: bool


def find_speakers(page: Page) -> None:
    """Fill `page.speakers`, in order of their words. Needs `page.parties`."""
    parties = {p.first: p for p in page.parties}
    starts = {h.first: h for h in page.hits("speaker")}
    found: dict[int, Speaker] = {}
    for hit in page.hits("say.verb", "say.prep", "say.noun"):
        way = hit.entry.label[4:]
        speaker = _after(page, hit, way, parties, starts)
        if speaker is None and way == "verb":
            speaker = _before(page, hit, parties, starts)
        if speaker and (speaker.first not in found or found[speaker.first].weak):
            found[speaker.first] = speaker
    for speaker in _colons(page, parties, starts):
        found.setdefault(speaker.first, speaker)
    page.speakers = [found[first] for first in sorted(found)]


def _after(
    page: Page, hit: Hit, way: str, parties: dict[int, object], starts: dict[int, Hit]
) -> Speaker | None:
    """The speaker within a few tokens after the verb or preposition."""
    end = min(page.sentence(hit.first).last, hit.last + (4 if way != "noun" else 2))
    for position in range(hit.last, end):
        if page.tokens.words[position] in _STOPS:
            return None
        if position in starts:
            return _speaker(page, starts[position], hit, way, parties)
        if position in parties:
            return _party(page, parties[position], hit, way)
        if page.has(position, "act.", "harm.", "say.verb") or (
            way == "verb" and page.has(position, "relative")
        ):
            return None
    return None


def _before(page: Page, hit: Hit, parties: dict[int, object], starts: dict[int, Hit]) -> Speaker | None:
    """A speaker that stands just before its verb, as in headlines: `the army announces`."""
    start = page.sentence(hit.first).first
    for position in range(hit.first - 1, max(start, hit.first - 9) - 1, -1):
        if page.tokens.words[position] in _STOPS or page.has(position, "act.", "harm.", "say.verb"):
            return None
        if position in starts and starts[position].last <= hit.first:
            return _speaker(page, starts[position], hit, "subject", parties)
        if position in parties and parties[position].last <= hit.first <= parties[position].last + 3:  # type: ignore[attr-defined]
            return _party(page, parties[position], hit, "subject")
    return None


def _speaker(page: Page, start: Hit, verb: Hit, way: str, parties: dict[int, object]) -> Speaker:
    """A lexicon speaker with what qualifies it: its owner decides the kind of a bearer such as `statement`."""
    last, kind, party = start.last, start.entry.value.get("kind", "inherit"), ""
    size = len(page.tokens.words)
    while last < size and last - start.first < 12:
        word = page.tokens.words[last]
        if (
            word in _STOPS
            or word in _PAUSES
            or page.has(last, "act.", "say.verb", "harm.", "number.of", "relative", "prep.about")
            or _that(page, last)
        ):
            break
        more = page.hit(last, "speaker")
        owner = parties.get(last)
        if more and "and" not in more.flags and not more.form.tense:
            if kind == "inherit" or kind == "official":
                kind = (
                    more.entry.value.get("kind", kind) if more.entry.value.get("kind") != "inherit" else kind
                )
            last = more.last
        elif owner is not None and "and" not in _flags(page, last):
            party = owner.id or party  # type: ignore[attr-defined]
            if kind == "inherit":
                kind = _party_kind(owner)
            last = owner.last  # type: ignore[attr-defined]
        elif (page.has(last, "nationality", "country", "place.kind", "force", "actor") and "and" not in _flags(
            page, last
        )) or page.has(last, "prep.in") or any(p.first == last for p in page.places):
            last += 1
        else:
            break
    return Speaker(
        start.first,
        last,
        "belligerent" if kind == "inherit" and party else "official" if kind == "inherit" else kind,
        verb.first,
        way,
        party,
        False,
    )


def _that(page: Page, position: int) -> bool:
    return page.has(position, "say.that")


def _flags(page: Page, position: int) -> frozenset[str]:
    return page.at[position][0].flags if page.at[position] else frozenset()


def _party(page: Page, party: object, verb: Hit, way: str) -> Speaker | None:
    """A party that speaks: a side of the fight, people on the spot, a government."""
    if not party.id or party.kind == "object":  # type: ignore[attr-defined]
        return None
    return Speaker(party.first, party.last, _party_kind(party), verb.first, way, party.id, True)  # type: ignore[attr-defined]


def _party_kind(party: object) -> str:
    if party.id.startswith("civilians"):  # type: ignore[attr-defined]
        return "witness"
    if party.kind in ("country", "capital") or party.id in ("police", "unifil"):  # type: ignore[attr-defined]
        return "official"
    return "belligerent"


def _colons(page: Page, parties: dict[int, object], starts: dict[int, Hit]) -> list[Speaker]:
    """`A military source: ...`: a speaker that begins a sentence and ends at a colon or a bar."""
    found = []
    for sentence in page.tokens.sentences:
        for position in range(sentence.first, min(sentence.last, sentence.first + 14)):
            if page.tokens.words[position] in (":", "|") and position > sentence.first:
                head = next(
                    (
                        p
                        for p in range(sentence.first, position)
                        if p in starts or (p in parties and parties[p].id)
                    ),
                    None,
                )  # type: ignore[attr-defined]
                if head is None or page.has(position - 1, "act.", "harm."):
                    break
                fake = page.at[head][0]._replace(first=position) if page.at[head] else None
                if fake and head in starts:
                    found.append(_speaker(page, starts[head], fake, "colon", parties))
                elif fake:
                    speaker = _party(page, parties[head], fake, "colon")
                    found.extend([speaker] if speaker else [])
                break
    return found
