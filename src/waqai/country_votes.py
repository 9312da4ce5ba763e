"""Page -> votes for countries: which one its text is about, by words, armed groups, and places of one country alone."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from waqai.actors import load_register
from waqai.gazetteer import Gazetteer
from waqai.label_marks import LabelMarks
from waqai.mentions import Page
from waqai.place_choice import ranked
from waqai.place_names import PlaceMention

SURE = 4.5  # the weight of a candidate from which its country is a vote
_NATIONS = frozenset({"country", "nationality"})
_LABELS = _NATIONS | {"actor"}
TELLING = LabelMarks(lambda labels: int(not _LABELS.isdisjoint(labels)))


def page_country(page: Page, gazetteer: Gazetteer, found: list[PlaceMention]) -> Counter[str]:
    """Votes for countries: words for countries and nations, their armed groups, places that can be in one alone.

    Nations that fight abroad say little of where; they count where nothing else does.
    """
    votes: dict[str, int] = {}
    abroad: dict[str, int] = {}
    for position in [p for p, telling in enumerate(TELLING.of(page.labels)) if telling]:
        for hit in page.at[position]:
            label, value = hit.entry.label, hit.entry.value
            if label == "actor":
                home = _home(value.get("id", ""))
                if home:
                    votes[home] = votes.get(home, 0) + 1
            elif label in _NATIONS and value.get("iso"):
                box = abroad if label == "nationality" and value.get("abroad") else votes
                box[value["iso"]] = box.get(value["iso"], 0) + (2 if label == "country" else 1)
    for mention in found:
        if mention.level != "country":
            country, weight = vote_of(gazetteer, mention.name, mention.grade)
            if country:
                votes[country] = votes.get(country, 0) + weight
    return Counter(votes or abroad)


def with_theatres(page: Page, votes: Counter[str]) -> Counter[str]:
    """The votes, and where all are for states that fight abroad, as many for where they do."""
    theatres = page.pack.settings.get("where", {}).get("theatres", {})
    if not votes or not votes.keys() <= theatres.keys():
        return votes
    most = max(votes.values())
    both = Counter(votes)
    both.update({country: most for state in votes for country in theatres[state] if country not in votes})
    return both


@lru_cache(maxsize=5_000)
def _home(ids: str) -> str | None:
    """The country of an armed group, or of a state that fights in its own; of those that fight abroad none."""
    entry = load_register().get(ids.partition("|")[0])
    return entry.country if entry and entry.fights_at_home else None


@lru_cache(maxsize=20_000)
def vote_of(gazetteer: Gazetteer, name: str, grade: int) -> tuple[str, int]:
    """The country that a name speaks for and how loudly; none where it may as well be elsewhere."""
    rows = ranked(gazetteer, name, None)
    if not rows:
        return "", 0
    best, place = rows[0]
    other = next((score for score, p in rows if p.country != place.country), None)
    if other is None:
        return place.country, grade if best >= SURE else 1
    return (place.country, grade - 1) if best - other >= 1.5 and grade > 1 else ("", 0)
