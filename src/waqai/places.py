"""Page -> mentions of places, each grounded: its unit and country, and its point where the gazetteer is sure.

A place is a kind word with a name, a name that the gazetteer knows, or an unknown word where only a place can
stand. A chain (`quarter X in the city of Y in the countryside of Z`) is several mentions; each later one
holds the one before it.
"""

from __future__ import annotations

from collections import Counter

from waqai.country_votes import page_country
from waqai.gazetteer import load_gazetteer
from waqai.grounding import Traces, grounded
from waqai.mentions import Page
from waqai.place_names import KNOWN, PlaceMention, load_names
from waqai.toponyms import Finder

_COMMAS = frozenset((",", "\u060c"))
_LINKS = frozenset((",", "\u060c", "(", '"', ")", "-", "#", "_", "/", "\u2013"))

__all__ = ["PlaceMention", "find_places"]


def find_places(page: Page, traces: Traces | None = None) -> None:
    """Fill `page.places`, in order, and `page.country`; and `traces`, where they are asked for."""
    gazetteer = load_gazetteer(page.pack.gazetteers)
    names = load_names(gazetteer, page.pack.morphology.prefixes)
    found = _chained(page, Finder(page, names).find())
    votes = page_country(page, gazetteer, found)
    page.country = votes.most_common(1)[0][0] if votes else None
    places = grounded(page, gazetteer, found, votes, traces)
    page.places = [place for place in places if _stands(place, votes)]


def _stands(place: PlaceMention, votes: Counter[str]) -> bool:
    """Whether a name alone is a place: one that few know needs a country that the text speaks of."""
    if place.cue != "bare" or place.grade > KNOWN or (place.grade == KNOWN and place.last - place.first > 1):
        return True
    country = place.choice.country
    return place.choice.place is not None and country is not None and votes[country] > 0


def _chained(page: Page, found: list[PlaceMention]) -> list[PlaceMention]:
    """Mark neighbours: across a preposition, comma or bracket the later holds the earlier."""
    out = list(found)
    for number in range(1, len(out)):
        one, two = out[number - 1], out[number]
        gap = range(one.last, two.first)
        if len(gap) > 2 or page.sentence_of[one.first] != page.sentence_of[two.first]:
            continue
        words = [page.tokens.words[p] for p in gap]
        comma = bool(words) and words[-1] in _COMMAS and two.cue != "in" and not two.lead
        if two.cue == "list" or "and" in _clitics(page, two) or comma:
            out[number] = two._replace(partner=True)
        elif not any(page.at[p] and "and" in page.at[p][0].flags for p in gap) and all(
            w in _LINKS or page.has(p, "prep.in", "prep.from", "place.near", "place.direction", "link.of")
            for p, w in zip(gap, words, strict=True)
        ):
            out[number - 1] = out[number - 1]._replace(held_by=True)
            out[number] = two._replace(holds=True)
    return out


def _clitics(page: Page, mention: PlaceMention) -> frozenset[str]:
    """The proclitics of a mention's first word."""
    if page.at[mention.first] and mention.lead:
        return page.at[mention.first][0].flags
    names = load_names(load_gazetteer(page.pack.gazetteers), page.pack.morphology.prefixes)
    skip = mention.start - page.tokens.raw(mention.first, mention.first + 1)[0]
    return (
        names.prefixes.get(page.tokens.words[mention.first][:skip], frozenset()) if skip > 0 else frozenset()
    )
