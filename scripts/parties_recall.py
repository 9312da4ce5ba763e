"""How well parties and speakers are found, apart from which are chosen: `python scripts/parties_recall.py GOLD [-n 30]`.

Each gold actor needs a party that overlaps it with its id, each gold speaker a speaker that overlaps it with its kind.
What is missed is printed by cause: no mention there, one that names nobody, one of another id or kind. Optional claims
are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from written import load_any

from waqai.evaluate.gold import GoldDocument
from waqai.language.pack import load_pack
from waqai.mentions import Page, open_page
from waqai.pipeline import STAGES, language_note

NEEDED = ("times", "places", "parties", "speakers")


class Miss(NamedTuple):
    """A gold mention without its like: what gold says, what was found there, and the words around."""

    document: str
    want: str
    text: str
    found: tuple[str, ...]
    around: str

    @property
    def cause(self) -> str:
        """What went wrong: nothing found, found without a value, or found with another."""
        return "none" if not self.found else "empty" if not any(self.found) else "other"


class Tally(NamedTuple):
    """Gold mentions by value, those that were found, and the rest."""

    gold: Counter[str]
    right: Counter[str]
    misses: list[Miss]

    def line(self, name: str) -> str:
        """Recall, and misses by cause."""
        causes = Counter(m.cause for m in self.misses)
        size = sum(self.gold.values())
        share = sum(self.right.values()) / max(size, 1)
        return f"{name}: {share:.3f} of {size}; {dict(causes)}"


def pages(gold: list[GoldDocument]) -> Iterator[tuple[GoldDocument, Page]]:
    """Each Arabic document with the mentions that are measured."""
    pack = load_pack()
    for item in gold:
        if language_note(item.document.text):
            continue
        page = open_page(item.document, pack)
        for stage in STAGES:
            if stage.name in NEEDED:
                stage.run(page)
        yield item, page


def compare(tally: Tally, page: Page, want: str, gold: Any, rows: list[tuple[int, int, str]]) -> None:
    """Count one gold mention against the (start, end, value) found on its page."""
    told = [value for start, end, value in rows if start < gold.end and gold.start < end]
    tally.gold[want] += 1
    if want in told:
        tally.right[want] += 1
        return
    text = page.document.text
    around = (
        text[max(0, gold.start - 40) : gold.start]
        + "<<"
        + text[gold.start : gold.end]
        + ">>"
        + text[gold.end : gold.end + 30]
    ).replace("\n", " / ")
    tally.misses.append(Miss(page.document.id, want, gold.text, tuple(told), around))


def measure(
    gold: list[GoldDocument],
) -> tuple[dict[str, Tally], list[tuple[Page, list[tuple[int, int, str]], list[Any]]]]:
    """Tallies of both slots of actors and of speakers, and the parties of each page beside its gold actors."""
    tallies = {
        name: Tally(Counter(), Counter(), []) for name in ("actor1", "actor2", "attribution", "speaker words")
    }
    seen = []
    for item, page in pages(gold):
        parties = [(*page.tokens.raw(p.first, p.last), p.id) for p in page.parties]
        speakers = [(*page.tokens.raw(s.first, s.last), s.kind) for s in page.speakers]
        spoken = [(start, end, "any") for start, end, _ in speakers]
        actors = []
        for number, claim in enumerate(item.claims):
            if number in item.optional:
                continue
            for name in ("actor1", "actor2"):
                for actor in getattr(claim, name):
                    if actor.start is not None and actor.end > actor.start:
                        compare(tallies[name], page, actor.id, actor, parties)
                        actors.append(actor)
            for said in claim.attribution:
                if said.start is not None and said.end > said.start:
                    compare(tallies["attribution"], page, said.kind, said, speakers)
                    compare(tallies["speaker words"], page, "any", said, spoken)
        seen.append((page, parties, actors))
    return tallies, seen


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("slot", nargs="?", help="actor1, actor2, attribution: print what is missed")
    parser.add_argument("-n", "--number", type=int, default=30)
    parser.add_argument("--skip", type=int, default=0)
    options = parser.parse_args()
    tallies, seen = measure(list(load_any(options.gold)))
    for name, tally in tallies.items():
        print(tally.line(name))
        worst = Counter({k: tally.gold[k] - tally.right[k] for k in tally.gold})
        print("   ", " ".join(f"{k} -{n}/{tally.gold[k]}" for k, n in worst.most_common(14) if n))
    wrong: Counter[tuple[str, str]] = Counter()
    for _, parties, actors in seen:
        for start, end, id_ in parties:
            told = {a.id for a in actors if a.start < end and start < a.end}
            if id_ and told and id_ not in told:
                wrong[id_, sorted(told)[0]] += 1
    print(f"parties over gold actors with another id: {sum(wrong.values())}")
    print("   ", " ".join(f"{one}/{two}:{n}" for (one, two), n in wrong.most_common(24)))
    if options.slot:
        rows = tallies[options.slot].misses
        for miss in rows[options.skip : options.skip + options.number]:
            print(f"{miss.document} want {miss.want} found {list(miss.found)}\n      {miss.around}")


if __name__ == "__main__":
    main()
