"""Cross-validated reading of a gold folder, and what is wrong by slot: `python scripts/mistakes.py GOLD [SLOT] [-n 30]`.

Each document is read by models that did not see it. Without a slot only the figures are printed; with one, each pair of
claims that disagrees in it is shown: gold's value, the predicted one, and gold's evidence. `missed` and `false` list
claims without a partner.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from train import cross_validated, read_pages
from written import load_any

from waqai.evaluate.alignment import Alignment, align_all
from waqai.evaluate.scores import Scores, score

FIELDS = {"location": "locations", "admin1": "locations", "date": "event_date"}


def line(name: str, scores: Scores) -> str:
    """The figures in one line."""
    slots = " ".join(f"{slot} {value:.2f}" for slot, value in scores.slots.items())
    return (
        f"{name}: detection {scores.detection.f1:.3f} typed {scores.typed.f1:.3f} claim {scores.claim.f1:.3f} "
        f"(P {scores.claim.precision:.3f} R {scores.claim.recall:.3f}) {slots} "
        f"false {scores.false_claims} in {scores.negatives}"
    )


def shown(claim: Any, slot: str) -> str:
    """A slot's value in short."""
    value = getattr(claim, FIELDS.get(slot, slot))
    if not isinstance(value, tuple):
        return str(value)
    rows = []
    for row in value:
        if slot == "location":
            rows.append(row.name)
        elif slot == "admin1":
            rows.append(f"{row.name}<{row.admin1}")
        else:
            head = (
                getattr(row, "id", None) or getattr(row, "kind", None) or f"{row.group} {row.low}-{row.high}"
            )
            rows.append(f"{head} «{row.text}»")
    return "[" + ", ".join(rows) + "]"


def disagreements(alignments: tuple[Alignment, ...], slot: str) -> list[str]:
    """One block for each mistake."""
    out = []
    for alignment in alignments:
        if slot in ("missed", "false"):
            for claim in getattr(alignment, slot):
                words = " // ".join(e.text for e in claim.evidence)[:300]
                out.append(
                    f"{alignment.document.id} {claim.sub_event_type} {claim.confidence}\n      {words}"
                )
            continue
        for pair in alignment.pairs:
            value = pair.slots.get(slot)
            if value is not None and value < 0.99:
                words = " // ".join(e.text for e in pair.gold.evidence)[:380]
                gold, ours = shown(pair.gold, slot), shown(pair.predicted, slot)
                out.append(
                    f"{alignment.document.id} {pair.gold.sub_event_type}\n   gold {gold}\n   ours {ours}\n      {words}"
                )
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("slot", nargs="?")
    parser.add_argument("-n", "--number", type=int, default=30)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--folds", type=int, default=4)
    options = parser.parse_args()
    gold = list(load_any(options.gold))
    predicted = cross_validated(read_pages(gold), options.folds)
    alignments = align_all(gold, predicted)
    print(line(options.gold.name, score(alignments)))
    if options.slot:
        rows = disagreements(alignments, options.slot)
        print("\n".join(rows[options.skip : options.skip + options.number]))
        print(f"{len(rows)} in all")


if __name__ == "__main__":
    main()
