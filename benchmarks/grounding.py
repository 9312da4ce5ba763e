"""How well names become places: on the dev gold's places, whose true ids were written by hand, and on its claims.

python benchmarks/grounding.py [TABLE ...]    (default: the tables of ../shared/gazetteer)

Prints the share of held gold locations that got their true id, the paired claims with the right first-level unit, the
claims' points in another governorate than gold's, grounding's share of the reading time (CPU), and memory.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from waqai.evaluate.alignment import align_all
from waqai.evaluate.gold import GoldDocument, load_gold
from waqai.evaluate.names import same_name
from waqai.evaluate.scores import score
from waqai.gazetteer import Gazetteer, load_gazetteer
from waqai.language.pack import Pack, load_pack
from waqai.mentions import Page, open_page
from waqai.pipeline import STAGES, read
from waqai.place_relations import relation_of
from waqai.places import find_places
from waqai.positions import meant

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TRUE = ROOT / "tests" / "golden" / "dev_places.tsv"
REPEATS = 3


def true_ids(path: Path = TRUE) -> dict[tuple[str, str, str], set[str]]:
    """(country, admin1, name) -> the ids of the place that is meant."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"][1:]
    rows = (line.split("\t") for line in lines)
    return {(country, admin1, name): set(ids.split("|")) for country, admin1, name, ids in rows}


def resolved(gold: list[GoldDocument], pack: Pack) -> Iterator[tuple[Any, set[str], str | None, str]]:
    """Each gold location that the gazetteer holds, its true ids, the id that it got, and why."""
    held, gazetteer = true_ids(), load_gazetteer(pack.gazetteers)
    for item in gold:
        page = open_page(item.document, pack)
        find_places(page)
        for claim in item.claims:
            for location in claim.locations:
                ids = held.get((location.country or "", location.admin1 or "", location.name))
                if ids:
                    yield location, ids, *_got(page, gazetteer, location)


def _got(page: Page, gazetteer: Gazetteer, location: Any) -> tuple[str | None, str]:
    for mention in page.places:
        start, end, _ = page.span(mention.first, mention.last)
        if start < location.end and location.start < end and same_name(mention.name, location.name):
            place = meant(page, gazetteer, mention, relation_of(page, mention))
            return (place.id if place else None), mention.choice.why
    return None, "not found as a place"


def same_place(identity: str | None, ids: set[str]) -> bool:
    """Whether an id is one of the true ones; GeoNames' have two spellings."""
    return identity is not None and identity.replace("gn:", "geonames:") in {
        i.replace("gn:", "geonames:") for i in ids
    }


def contradictions(gold: list[GoldDocument], pack: Pack) -> list[str]:
    """Points of paired claims whose governorate is none of gold's, at a place that gold names too."""
    claims = {item.document.id: read(item.document, pack).claims for item in gold}
    gazetteer = load_gazetteer(pack.gazetteers)
    wrong = []
    for aligned in align_all(gold, claims):
        for pair in aligned.pairs:
            for place in pair.predicted.locations:
                if place.latitude is None:
                    continue
                named = [g for g in pair.gold.locations if g.admin1 and same_name(g.name, place.name)]
                units = {gazetteer.unit(g.admin1, g.country) or (g.country, g.admin1) for g in named}
                if place.admin1 and units and (place.country, place.admin1) not in units:
                    wrong.append(
                        f"{aligned.document.id} {place.name}: {place.admin1}, gold {named[0].admin1}"
                    )
    return wrong


def share_of_time(gold: list[GoldDocument], pack: Pack) -> tuple[float, float]:
    """CPU seconds of the stage of places, and of all reading."""
    for item in gold:
        read(item.document, pack)
    begun = time.process_time()
    for _ in range(REPEATS):
        for item in gold:
            read(item.document, pack)
    whole = time.process_time() - begun
    places = 0.0
    for _ in range(REPEATS):
        for item in gold:
            page = open_page(item.document, pack)
            for stage in STAGES:
                begun = time.process_time()
                stage.run(page)
                places += time.process_time() - begun if stage.name == "places" else 0.0
    return places, whole


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    empty = megabytes()
    begun = time.process_time()
    load_gazetteer()
    print(
        f"embedded gazetteer      {1000 * (time.process_time() - begun):.0f} ms, {megabytes() - empty:.0f} MB"
    )
    paths = tuple(Path(each) for each in sys.argv[1:]) or tuple(sorted((SHARED / "gazetteer").glob("*.tsv")))
    before, begun = megabytes(), time.process_time()
    gazetteer = load_gazetteer(paths)
    print(f"with {len(paths)} tables           {1000 * (time.process_time() - begun):.0f} ms, "
          f"{megabytes() - before:.0f} MB, {gazetteer.size:,} places")  # fmt: skip
    pack = replace(load_pack(), gazetteers=paths)
    gold = list(load_gold(SHARED / "gold" / "dev"))
    rows = list(resolved(gold, pack))
    right = [row for row in rows if same_place(row[2], row[1])]
    print(f"held gold locations     {len(rows)}, right {len(right)}: {len(right) / len(rows):.3f}")
    for location, ids, got, why in rows:
        if not same_place(got, ids):
            print(f"    {location.name}: {got} for {'|'.join(sorted(ids))[:70]}  ({why})")
    claims = {item.document.id: read(item.document, pack).claims for item in gold}
    print(f"admin1 in paired claims {score(align_all(gold, claims)).slots['admin1']:.3f}")
    wrong = contradictions(gold, pack)
    print(f"points against gold     {len(wrong)}", *wrong, sep="\n    ")
    places, whole = share_of_time(gold, pack)
    print(
        f"places in reading       {places / whole:.2f} of {1000 * whole / REPEATS / len(gold):.2f} ms a document"
    )
    print(f"peak memory             {megabytes():.0f} MB")
    print(
        Counter(
            row[3].split(",")[0].split(" ")[0] for row in rows if not same_place(row[2], row[1])
        ).most_common(9)
    )


if __name__ == "__main__":
    main()
