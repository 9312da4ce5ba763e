"""How long, in how much memory and how well synthetic claims are linked: `python benchmarks/linking.py 10000 100000`.

Each number is a run in a process of its own: claims with known truth are written into a store, `waqai resolve` works on it,
and CPU time, wall time, peak memory, pairs compared and B-cubed F1 are printed. The rates below follow what people found
in reports of several outlets: most events have one report, a quarter of reports are near-copies, tolls grow and are
misread, places are missing or only their region is known. Claims come at the same density in time whatever their number.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from waqai.events.resolution import Resolver
from waqai.gazetteer import Place, load_gazetteer
from waqai.language.pack import Pack, load_pack
from waqai.records import Actor, Attribution, Claim, Count, Document, Location, Reading, Span
from waqai.store import Store, open_store

PER_DAY = 270  # claims; a million are ten years
REPORTS = (0.48, 0.2, 0.11, 0.07, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)  # share of events with 1, 2, … reports
COPIED = 0.25  # of the later reports: the words of an earlier one, with a line of its own
GREW, MISREAD = 0.25, 0.08  # tolls of later reports; figures read wrong
NO_PLACE, REGION_ONLY, NEARBY = 0.02, 0.08, 0.04  # places
VAGUE, DAY_OFF = 0.25, 0.03  # dates
NO_ACTOR, WRONG_ACTOR = 0.3, 0.05
OTHER_KIND = 0.1
KINDS = {
    "Air/drone strike": "Shelling/artillery/missile attack",
    "Shelling/artillery/missile attack": "Air/drone strike",
    "Armed clash": "Government regains territory",
    "Remote explosive/landmine/IED": "Suicide bomb",
    "Attack": "Armed clash",
    "Arrests": "Abduction/forced disappearance",
    "Peaceful protest": "Violent demonstration",
}
ACTORS = (
    "sy.gov",
    "ru",
    "tr",
    "sy.sdf",
    "is",
    "il",
    "coalition",
    "ye.houthi",
    "sa.coalition",
    "iq.pmf",
    "armed",
)
TARGETS = ("civilians", "sy.opp", "sy.sdf", "is", "sy.gov")
OUTLETS = 60


class World:
    """Places, words and the dice of one run; the same seed gives the same claims."""

    def __init__(self, claims: int, seed: int) -> None:
        """So many claims are wanted."""
        self.claims = claims
        self.dice = random.Random(seed)
        pack = load_pack()
        self.places = _places(self.dice)
        self.weights = [1 / (rank + 3) for rank in range(len(self.places))]
        self.words = _words(pack)
        self.days = max(3, claims // PER_DAY)

    def documents(self) -> Iterator[tuple[Document, Reading, str]]:
        """Each document with its reading and the name of the true event of its one claim."""
        made = number = 0
        while made < self.claims:
            number += 1
            event = self._event(f"e{number}")
            many = self.dice.choices(range(1, len(REPORTS) + 1), REPORTS)[0]
            texts: list[str] = []
            for report in range(min(many, self.claims - made)):
                yield self._report(made, event, report, texts)
                made += 1

    def _event(self, name: str) -> tuple[str, Claim, list[str]]:
        """The truth: a claim without errors, and the words that its reports have in common."""
        dice = self.dice
        day = date(2014, 1, 1) + timedelta(days=dice.randrange(self.days))
        place = dice.choices(self.places, self.weights)[0]
        kind = dice.choices(list(KINDS), (30, 30, 14, 8, 8, 6, 4))[0]
        dead = dice.choices((0, 1, 2, 3, 5, 8, 13, 30), (35, 25, 13, 10, 7, 5, 3, 2))[0]
        target = dice.choices(TARGETS, (70, 10, 8, 6, 6))[0]
        truth = Claim(
            name,
            name,
            kind,
            day.isoformat(),
            locations=(_location(place),),
            actor1=(_actor(dice.choice(ACTORS)),),
            actor2=(_actor(target),),
            fatalities=(_count(dead, "civilians" if target == "civilians" else "combatants"),)
            if dead
            else (),
            attribution=(Attribution("outlet"),),
        )
        return name, truth, dice.sample(self.words, 14)

    def _report(
        self, number: int, event: tuple[str, Claim, list[str]], report: int, texts: list[str]
    ) -> tuple[Document, Reading, str]:
        name, truth, words = event
        dice = self.dice
        place = truth.locations[0].name
        if texts and dice.random() < COPIED:
            text = texts[0] + " " + " ".join(dice.sample(self.words, 3))
        else:
            text = " ".join([place, *dice.sample(words, 8), *dice.sample(self.words, 8), place])
            texts.append(text)
        published = date.fromisoformat(truth.event_date) + timedelta(days=min(report // 3, 3))
        document = Document(f"d{number}", text, published.isoformat(), f"outlet {dice.randrange(OUTLETS)}")
        claim = self._told(truth, report, published)
        claim = replace(
            claim, claim_id=f"d{number}#1", event_id=f"d{number}#e1", evidence=(Span(0, len(text), text),)
        )
        return document, Reading(document.id, "synthetic", (claim,)), name

    def _told(self, truth: Claim, report: int, published: date) -> Claim:
        """What a reader makes of a report of the event."""
        dice, claim = self.dice, truth
        if dice.random() < VAGUE:
            claim = replace(claim, event_date=published.isoformat(), time_precision=2)
        elif dice.random() < DAY_OFF:
            day = date.fromisoformat(claim.event_date) + timedelta(days=dice.choice((-1, 1)))
            claim = replace(claim, event_date=day.isoformat())
        if dice.random() < OTHER_KIND:
            claim = replace(claim, sub_event_type=KINDS[claim.sub_event_type])
        chance = dice.random()
        if chance < NO_ACTOR:
            claim = replace(claim, actor1=())
        elif chance < NO_ACTOR + WRONG_ACTOR:
            claim = replace(claim, actor1=(_actor(dice.choice(ACTORS)),))
        return replace(self._placed(claim), fatalities=self._counted(claim.fatalities, report))

    def _placed(self, claim: Claim) -> Claim:
        chance, place = self.dice.random(), claim.locations[0]
        if chance < NO_PLACE:
            return replace(claim, locations=())
        if chance < NO_PLACE + REGION_ONLY and place.admin1:
            region = replace(
                place, name=place.admin1, place_id=None, latitude=None, longitude=None, geo_precision=3
            )
            return replace(claim, locations=(region,))
        if chance < NO_PLACE + REGION_ONLY + NEARBY and place.latitude is not None:
            return replace(claim, locations=(replace(place, place_id=None, latitude=place.latitude + 0.03),))
        return claim

    def _counted(self, counts: tuple[Count, ...], report: int) -> tuple[Count, ...]:
        dice = self.dice
        if not counts:
            return ()
        figure = counts[0].low or 1
        if report == 0 and dice.random() < GREW:
            figure = max(1, figure * 2 // 3)
        elif dice.random() < MISREAD:
            figure = max(1, figure + dice.choice((-2, -1, 1, 2, 5)))
        return () if dice.random() < 0.2 else (_count(figure, counts[0].group),)


def _places(dice: random.Random) -> list[Place]:
    gazetteer = load_gazetteer()
    found: dict[str, Place] = {}
    for name in sorted(gazetteer.names()):
        for place in gazetteer.candidates(name):
            if (
                place.country in ("SY", "IQ", "YE")
                and place.latitude is not None
                and place.admin1
                and place.kind != "admin1"
            ):
                found[place.id] = place
    chosen = sorted(found.values(), key=lambda place: place.id)
    dice.shuffle(chosen)
    return chosen[:3000]


def _words(pack: Pack) -> list[str]:
    """Words that texts are made of: things hit, acts, and words that nobody knows, as names are."""
    known = [
        e.text for e in pack.lexicon.entries if e.label.startswith(("object.", "act.")) and " " not in e.text
    ]
    letters = sorted({letter for word in known for letter in word})
    dice = random.Random(1)
    names = ["".join(dice.choices(letters, k=dice.randint(4, 7))) for _ in range(20_000)]
    return sorted(set(known) | set(names))


def _location(place: Place) -> Location:
    name = place.name
    return Location(
        name, 0, len(name), name, place.admin1, place.country, place.id, place.latitude, place.longitude, 1
    )


def _actor(name: str) -> Actor:
    return Actor(name, name, 0, 1)


def _count(figure: int, group: str) -> Count:
    return Count(group, None, figure, figure, str(figure), 0, 1)  # type: ignore[arg-type]


def write(store: Store, world: World) -> dict[str, str]:
    """Keep a world's claims; the true event of each claim."""
    truth: dict[str, str] = {}
    rows = list(world.documents())
    random.Random(2).shuffle(rows)  # reports do not come in the order of events
    for start in range(0, len(rows), 5_000):
        with store.transaction():
            for document, reading, name in rows[start : start + 5_000]:
                store.keep(document, hashlib.sha256(document.text.encode()).hexdigest())
                store.add_reading(reading, 0)
                truth[reading.claims[0].claim_id] = name
    return truth


def b_cubed(truth: dict[str, str], found: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering."""
    both = Counter((truth[c], found[c]) for c in truth)
    true, said = Counter(truth.values()), Counter(found[c] for c in truth)
    precision = sum(n * n / said[key] for (_, key), n in both.items()) / len(truth)
    recall = sum(n * n / true[name] for (name, _), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(claims: int, seed: int) -> None:
    """One run, as one line of JSON."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "waqai.db")
        truth = write(store, World(claims, seed))
        resolver = Resolver(store)
        marks: dict[str, float] = {}
        begin, wall, progress = _cpu(), time.perf_counter(), None
        last = wall
        for progress in resolver.run(0):
            now = time.perf_counter()
            step = "cluster" if progress.entries else "compare" if progress.pairs else "traits"
            marks[step] = marks.get(step, 0.0) + now - last
            last = now
        cpu, wall = _cpu() - begin, time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak += (os.cpu_count() or 1) * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        found = {m.claim_id: m.event_key or "" for m in resolver.membership.all_members()}
        precision, recall, f1 = b_cubed(truth, found)
        new = _one_more(store, resolver)
        print(
            json.dumps(
                {
                    "claims": claims,
                    "CPU s": round(cpu, 1),
                    "wall s": round(wall, 1),
                    **{f"{name} s": round(seconds, 1) for name, seconds in marks.items()},
                    "peak MB": peak // 1024,
                    "pairs": progress.pairs if progress else 0,
                    "store MB": store.path.stat().st_size // 2**20,
                    "one report more s": round(new, 2),
                    "B-cubed P": round(precision, 4),
                    "R": round(recall, 4),
                    "F1": round(f1, 4),
                }
            )
        )


def _cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _one_more(store: Store, resolver: Resolver) -> float:
    """CPU seconds of resolving one report more."""
    document, reading, _ = next(iter(World(10, 9).documents()))
    reading = replace(
        reading, document_id="new", claims=(replace(reading.claims[0], claim_id="new#1", event_id="new#e1"),)
    )
    with store.transaction():
        store.keep(replace(document, id="new"), "")
        store.add_reading(reading, 0)
    begin = time.process_time()
    for _ in resolver.run(1):
        pass
    return time.process_time() - begin


def main() -> None:
    """Run each size in a process of its own, so that peak memory is that of one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=int, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help="run in this process")
    options = parser.parse_args()
    for claims in options.claims:
        if options.here:
            measure(claims, options.seed)
        else:
            subprocess.run(
                [sys.executable, __file__, str(claims), "--seed", str(options.seed), "--here"], check=True
            )


if __name__ == "__main__":
    main()
