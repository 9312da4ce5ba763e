"""How many gold places have a mention to choose, how many mentions are of no gold place, and how they are grounded.

`python scripts/places_recall.py GOLD [misses|bare|ground] [-n 60]`: figures, and the list that is asked for.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import Any

from written import load_any

from waqai.additions import extended
from waqai.evaluate.gold import GoldDocument
from waqai.evaluate.names import same_name
from waqai.language.pack import load_pack
from waqai.mentions import Page, open_page
from waqai.places import PlaceMention, find_places


def pages(folder: Path) -> list[tuple[GoldDocument, Page]]:
    """Each document with a page that has its places."""
    pack = extended(load_pack())
    out = [(item, open_page(item.document, pack)) for item in load_any(folder)]
    begun = time.perf_counter()
    for _, page in out:
        find_places(page)
    print(f"{1e6 * (time.perf_counter() - begun) / len(out):.0f} µs a document")
    return out


def around(text: str, start: int, end: int) -> str:
    """A span in its surroundings, on one line."""
    return f"{text[max(0, start - 50) : start]}[[{text[start:end]}]]{text[end : end + 40]}".replace(
        "\n", " ¶ "
    )


def found(page: Page, location: Any) -> PlaceMention | None:
    """The mention of a gold location: overlapping, of the same name."""
    for mention in page.places:
        start, end, _ = page.span(mention.first, mention.last)
        if start < location.end and location.start < end and same_name(mention.name, location.name):
            return mention
    return None


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("show", nargs="?", choices=("misses", "bare", "ground"))
    parser.add_argument("-n", "--number", type=int, default=60)
    parser.add_argument("--skip", type=int, default=0)
    options = parser.parse_args()
    count: Counter[str] = Counter()
    lists: dict[str, list[str]] = {"misses": [], "bare": [], "ground": []}
    cues: Counter[str] = Counter()
    for item, page in pages(options.gold):
        measure(item, page, count, lists, cues)
    print(", ".join(f"{name} {number}" for name, number in count.items()))
    print("mentions of no gold place, by cue:", dict(cues.most_common()))
    if options.show:
        rows = lists[options.show]
        print("\n".join(rows[options.skip : options.skip + options.number]))
        print(f"{len(rows)} in all")


def measure(
    item: GoldDocument, page: Page, count: Counter[str], lists: dict[str, list[str]], cues: Counter[str]
) -> None:
    """Add one document's figures."""
    text, names = item.document.text, set()
    for number, claim in enumerate(item.claims):
        for location in claim.locations:
            names.add(location.name)
            if number in item.optional:
                continue
            count["gold"] += 1
            mention = found(page, location)
            if mention is None:
                near = [
                    m.name
                    for m in page.places
                    if page.span(m.first, m.last)[0] < location.end + 10
                    and location.start - 10 < page.span(m.first, m.last)[1]
                ]
                lists["misses"].append(
                    f"{item.document.id} {location.name!r} near {near}: {around(text, location.start, location.end)}"
                )
                continue
            count["found"] += 1
            cues["gold " + mention.cue] += 1
            choice = mention.choice
            if location.admin1:
                right = choice.admin1 is not None and same_name(choice.admin1, location.admin1)
                count["unit"] += 1
                count["unit right"] += right
                count["unit none"] += choice.admin1 is None
                if not right:
                    lists["ground"].append(
                        f"{item.document.id} {location.name} {mention.cue}: gold {location.country} {location.admin1}, ours {choice.country} {choice.admin1} "
                        f"({choice.why}) page {page.country}: {around(text, location.start, location.end)}"
                    )
            elif choice.admin1:
                count["unit wanted none"] += 1
            count["country right"] += choice.country == location.country
    for mention in page.places:
        count["mentions"] += 1
        if not any(same_name(mention.name, name) for name in names):
            cues[mention.cue] += 1
            start, end, _ = page.span(mention.first, mention.last)
            lists["bare"].append(
                f"{item.document.id} {mention.cue} {mention.name!r}: {around(text, start, end)}"
            )


if __name__ == "__main__":
    main()
