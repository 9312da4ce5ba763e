"""Mentions of places -> the same with place, first-level unit and country.

What the text says outright (a holder, a nationality beside the name) binds. What it says elsewhere
(countries, units of other places) only weighs: each candidate of a name gets its own weight and what the text
adds to it.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from waqai.country_votes import TELLING, vote_of, with_theatres
from waqai.gazetteer import Choice, Gazetteer, Place
from waqai.mentions import NATION, Page
from waqai.place_choice import MARGIN, choose, ranked
from waqai.place_names import FAINT, FAMOUS, PlaceMention

LEAST = 4.0  # the weight, with what the text adds, below which a candidate is no choice
HOME = 3.0  # what the country of the page adds; other countries a share by their votes
FOREIGN = -1.5
SAME_SENTENCE, SAME_PAGE = 2.0, 1.0
_CHOICE = PlaceMention._fields.index("choice")
CITY = 150_000
FEW = 4  # a country with less than one vote in so many of the first one's is not what the text is about
_SETTLED = frozenset({"ppl", "admin1", "admin2", "admin3", "country"})
_BY_SCORE = itemgetter(0)
Unit = tuple[str, str]


class Trace(NamedTuple):
    """How a mention was grounded: bound to a unit (`name` in `admin1`), or weighed, with what the text added.

    `added` is, for each candidate's id, what its country and its unit got from the rest of the text.
    """

    name: str
    admin1: str | None
    country: str | None
    kind: str | None
    added: dict[str, tuple[float, float]] | None = None


Traces = dict[int, Trace]  # first token of a mention -> its last trace


def grounded(
    page: Page,
    gazetteer: Gazetteer,
    found: list[PlaceMention],
    votes: Counter[str],
    traces: Traces | None = None,
) -> list[PlaceMention]:
    """Every mention with its choice: those that are plain first, then the rest beside them.

    `traces` is filled where it is given, for those who want to see every candidate.
    """
    return _Ground(page, gazetteer, found, votes, traces).run()


class _Ground:
    """The grounding of one page."""

    def __init__(
        self,
        page: Page,
        gazetteer: Gazetteer,
        found: list[PlaceMention],
        votes: Counter[str],
        traces: Traces | None,
    ) -> None:
        self.page, self.gazetteer, self.out, self.traces = page, gazetteer, found, traces
        self.choices = [m.choice for m in found]
        self.votes = with_theatres(page, votes)
        self.top = max(self.votes.values(), default=1)
        self.cast = sum(self.votes.values())
        self.national = TELLING.of(page.labels)
        self.sentences = [page.sentence_of[m.first] for m in found]
        self.kinds = [_kind(page, m) for m in found]
        self.units: dict[int, set[Unit]] = {}
        self.all_units: set[Unit] = set()

    def run(self) -> list[PlaceMention]:
        """Plain ones, then the others from the last to the first, then those without a candidate."""
        for number, mention in enumerate(self.out):
            if mention.grade >= FAMOUS or mention.level in ("country", "region", "admin1"):
                self._settle(number, self._first(number))
        for number in range(len(self.out) - 1, -1, -1):
            if self.out[number].held_by or not self.choices[number].why:
                self._settle(number, self._second(number))
        self._lend()
        rows = zip(self.out, self.choices, strict=True)
        return [tuple.__new__(PlaceMention, (*m[:_CHOICE], choice, *m[_CHOICE + 1 :])) for m, choice in rows]

    def _settle(self, number: int, choice: Choice | None) -> None:
        if choice is None:
            return
        self.choices[number] = choice
        if choice.admin1 and choice.country:
            unit = choice.country, choice.admin1
            self.units.setdefault(self.sentences[number], set()).add(unit)
            self.all_units.add(unit)

    def _first(self, number: int) -> Choice | None:
        """A country, or a name so well known that it needs no neighbours."""
        mention = self.out[number]
        hit = self.page.hit(mention.first, "country") or (
            self.page.hit(mention.last - 1, "country") if mention.level == "region" else None
        )
        if hit:
            return Choice(None, None, hit.entry.value.get("iso"), "lexicon")
        return self._weighed(number, self._nation(number))

    def _second(self, number: int) -> Choice | None:
        """A name beside what is settled; a holder that is a unit or well known binds, another one weighs."""
        mention = self.out[number]
        if self.choices[number].why == "lexicon":
            return None
        outer = self._holder(number)
        if outer is None or outer.country is None:
            return None if self.choices[number].why else self._weighed(number, self._nation(number))
        if outer.admin1 is None:
            return self._weighed(number, outer.country)
        if not self._binds(number + 1):
            return self._beside(number, outer)
        kind = self.page.tokens.words[mention.first] if self.kinds[number] else None
        choice = _choose(self.gazetteer, mention.name, outer.admin1, outer.country, kind)
        if self.traces is not None:
            self.traces[mention.first] = Trace(mention.name, outer.admin1, outer.country, kind)
        if choice.place is None and not ranked(self.gazetteer, mention.name, None):
            choice = self._misspelt(mention, {(outer.country, outer.admin1)}) or choice
        if choice.admin1 is None:
            choice = choice._replace(admin1=outer.admin1, country=outer.country)
        return choice

    def _binds(self, number: int) -> bool:
        """Whether what a mention holds must lie in its unit."""
        holder = self.out[number]
        place, country = self.choices[number].place, self.choices[number].country
        if country is None or self.votes[country] <= 0:
            return False
        unit = holder.level == "admin1" or holder.lead == "place.countryside"
        return unit or (
            place is not None and (place.kind == "admin1" or holder.grade >= FAMOUS) and not holder.near
        )

    def _beside(self, number: int, outer: Choice) -> Choice | None:
        """A name held by a lesser place: its own choice counts the holder's unit; the holder may follow."""
        self.units.setdefault(self.sentences[number], set()).add((outer.country or "", outer.admin1 or ""))
        choice = self._weighed(number, self._nation(number))
        if choice is None or choice.admin1 is None:
            return Choice(None, outer.admin1, outer.country, "no such name; unit of its holder")
        if (choice.admin1, choice.country) != (outer.admin1, outer.country):
            kind = self.page.tokens.words[self.out[number + 1].first] if self.kinds[number + 1] else None
            follower = _choose(self.gazetteer, self.out[number + 1].name, choice.admin1, choice.country, kind)
            if follower.place is not None:
                self.choices[number + 1] = follower
        return choice

    def _holder(self, number: int) -> Choice | None:
        """The choice of the mention that holds this one."""
        if not self.out[number].held_by or number + 1 >= len(self.out):
            return None
        return self.choices[number + 1]

    def _nation(self, number: int) -> str | None:
        """The country of a nationality in or right behind a mention: the Syrian town of X, X the Syrian."""
        mention, page = self.out[number], self.page
        if mention.level in ("facility", "road", "natural"):
            return None
        last = mention.last + 1
        if not page.any_marked(mention.first, last, NATION):
            return None
        for position in range(mention.first, min(last, page.sentence(mention.first).last)):
            for hit in page.at[position]:
                if hit.entry.label == "nationality" and "the" in hit.flags:
                    return hit.entry.value.get("iso")
        return None

    def _weighed(self, number: int, nation: str | None) -> Choice | None:
        mention = self.out[number]
        rows = ranked(self.gazetteer, mention.name, self.kinds[number])
        if not rows:
            return self._misspelt(mention, self.all_units)
        home, own = vote_of(self.gazetteer, mention.name, mention.grade)
        votes, top = self.votes.get, self.top
        own = own if votes(home, 0) < top or mention.grade < FAMOUS else 0
        foreign = FOREIGN if self.cast > own else 0
        near, far = self.units.get(self.sentences[number], ()), self.all_units
        scored: list[tuple[float, Place]] = []
        added: dict[str, tuple[float, float]] = {}
        for score, place in rows:
            country = place.country
            count = votes(country, 0) - (own if country == home else 0)
            if (nation and country != nation) or self._elsewhere(mention, place, count):
                continue
            home_share = HOME * count / top if count > 0 else foreign
            unit = country, place.admin1 or ""
            beside = SAME_SENTENCE if unit in near else SAME_PAGE if unit in far else 0
            scored.append((score + home_share + beside, place))
            if self.traces is not None:
                added[place.id] = home_share, beside
        if self.traces is not None:
            self.traces[mention.first] = Trace(mention.name, None, nation, self.kinds[number], added)
        if len(scored) > 1:
            scored.sort(key=_BY_SCORE, reverse=True)
        if not scored or scored[0][0] < LEAST:
            return Choice(None, None, nation, "refused: no candidate goes with the text")
        best, place = scored[0]
        country, admin1 = place.country, place.admin1
        rivals = [
            p for s, p in scored[1:] if best - s < MARGIN and (p.country != country or p.admin1 != admin1)
        ]
        if rivals and place.kind != "country":
            countries = {p.country for p in (place, *rivals)}
            return Choice(None, None, place.country if len(countries) == 1 else nation, "ambiguous")
        return Choice(
            place, place.admin1, place.country, f"{place.kind} {place.id}, {best:.1f} of {len(rows)}"
        )

    def _misspelt(self, mention: PlaceMention, units: set[Unit]) -> Choice | None:
        """The one settlement a letter away from an unknown name behind a kind word, in a unit that the text names."""
        if mention.cue != "kind_unknown" or mention.level not in ("ppl", "nbhd") or len(mention.name) < 4:
            return None
        found = [
            place
            for place in _one_edit_away(self.gazetteer, self.gazetteer.fold(mention.name))
            if place.kind == mention.level and (place.country, place.admin1 or "") in units
        ]
        if len(found) != 1:
            return None
        place = found[0]
        return Choice(
            place, place.admin1, place.country, f"{place.kind} {place.id}, one letter from {place.name}"
        )

    def _elsewhere(self, mention: PlaceMention, place: Place, votes: int) -> bool:
        """Whether a candidate is not what is meant: a town for a road, or a little-known place where the text is not."""
        if mention.level == "road" and place.kind in _SETTLED:
            return True
        if votes * FEW <= self.top and self._abroad(mention, place):
            return True
        if place.population >= CITY and self._is_small(mention):
            return True
        little = mention.grade <= FAINT or place.kind == "nbhd"  # names of quarters come again in every town
        if not little or place.kind in ("country", "admin1", "region"):
            return False
        here = {unit for country, unit in self.all_units if country == place.country}
        return bool(here) and place.admin1 is not None and place.admin1 not in here

    def _is_small(self, mention: PlaceMention) -> bool:
        """Whether the kind word says that it is a small place: a hamlet is no city."""
        hits = self.page.at[mention.first] if mention.cue == "kind" and mention.level == "ppl" else ()
        return any(hit.entry.value.get("size") == "small" and hit.form.number == "s" for hit in hits)

    def _abroad(self, mention: PlaceMention, place: Place) -> bool:
        """Whether a candidate lies in a country of which the text says nothing, while it names places of another."""
        famous = mention.grade >= FAMOUS and vote_of(self.gazetteer, mention.name, mention.grade)[0]
        if famous or not self.all_units or place.kind == "country":
            return False
        return all(country != place.country for country, _ in self.all_units)

    def _follow(self) -> None:
        """A bare name means the place that the text has named in full: with its kind word or what it lies in."""
        full: dict[str, Choice] = {}
        for mention, choice in zip(self.out, self.choices, strict=True):
            if (
                choice.place is not None
                and (mention.held_by or mention.cue == "kind")
                and mention.level != "region"
            ):
                full.setdefault(mention.name, choice)
        for number, mention in enumerate(self.out):
            meant = full.get(mention.name)
            bare = not mention.held_by and mention.cue in ("bare", "in", "tag", "list")
            own = self.choices[number].place
            other = meant is not None and meant.country == self.choices[number].country
            if meant and other and bare and meant.place and own and own.admin1 != meant.place.admin1:
                self.choices[number] = meant._replace(why=f"{meant.why}; as named in full")

    def _lend(self) -> None:
        """A name keeps the ground that it has elsewhere; one without any takes its neighbour's unit."""
        self._follow()
        known: dict[str, Choice] = {}
        for mention, choice in zip(self.out, self.choices, strict=True):
            if choice.admin1:
                known.setdefault(mention.name, choice)
        for number, mention in enumerate(self.out):
            choice = self.choices[number]
            whole = choice.place is not None and choice.place.kind == "country"
            if choice.admin1 or whole or mention.level in ("country", "region") or choice.why == "lexicon":
                continue
            lent = known.get(mention.name) or self._neighbour(number)
            if lent:
                admin1, country, why = lent.admin1, lent.country, choice.why or "no such name"
                choice = Choice(None, admin1, country, f"{why}; unit of its neighbour")
                choice = lent if mention.name in known else choice
            elif choice.country is None:
                choice = choice._replace(country=self.page.country, why=choice.why or "no such name")
            self.choices[number] = choice

    def _neighbour(self, number: int) -> Choice | None:
        """The choice of the nearest place of the sentence that has a unit, partners before others."""
        sentence = self.sentences[number]
        best: tuple[int, Choice] | None = None
        for other, choice in enumerate(self.choices):
            if self.sentences[other] != sentence or not choice.admin1 or choice.place is None:
                continue
            if choice.country != self.page.country and self.votes[self.page.country or ""] > 0:
                continue
            distance = 2 * abs(other - number) - (other < number)
            if best is None or distance < best[0]:
                best = distance, choice
        return best[1] if best else None


def _kind(page: Page, mention: PlaceMention) -> str | None:
    """The level of a mention's kind word."""
    return mention.level or None if mention.cue in ("kind", "kind_unknown", "list", "whole") else None


@lru_cache(maxsize=20_000)
def _choose(
    gazetteer: Gazetteer, name: str, admin1: str | None, country: str | None, kind: str | None
) -> Choice:
    return choose(gazetteer, name, admin1, country, kind)


@lru_cache(maxsize=5_000)
def _one_edit_away(gazetteer: Gazetteer, name: str) -> tuple[Place, ...]:
    return gazetteer.one_edit_away(name)
