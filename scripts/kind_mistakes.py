"""Which kinds of act reading mixes up: `python scripts/kind_mistakes.py FOLDER... [--alone] [-n 40] [--kind KIND]`.

Frames are grouped as gold groups them, so that only the kind can be wrong. Each document is typed by a model that learned
from the other folds of all folders together (`--alone`: of its own folder). Beside the model's share of right kinds stands
that of the pack's rules, and how many words may tell an act where nothing is told: in documents without claims, and
outside of all evidence. With `-n`, mistakes are listed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import train
from written import load_any

from waqai.kinds import kind_features, set_verdicts
from waqai.model import Models

FOLDS = 4


def typed(pages: list[Any], teach: list[Any], told: list[Any], learn: bool = True) -> None:
    """Append (document, claim, frame, kind of the model) of each claim that is not optional to `told`."""
    examples = train.collect([*teach])["kind"]
    train.add_examples(examples)
    models = Models(train.fit_all({"kind": examples}))
    for item, page in pages:
        frames = train.gold_frames(item, page)
        rows = [pair for number, pair in sorted(frames.items()) if number not in item.optional]
        set_verdicts(page, [frame for frame, _ in rows])
        for frame, claim in rows:
            ranked = models.kind.ranked(kind_features(page, frame))
            told.append((page, claim, frame, ranked[0][0]))


def precision(pages: list[Any]) -> str:
    """How many triggers stand in documents without claims, and outside of evidence in the others."""
    bare = [page for item, page in pages if not item.claims]
    within = [(item, page, trigger) for item, page in pages if item.claims for trigger in page.triggers]
    outside = sum(
        not any(train.overlaps(page.tokens.raw(t.first, t.last), c.evidence) for c in item.claims)
        for item, page, t in within
    )
    return (
        f"{sum(len(page.triggers) for page in bare)} triggers in {len(bare)} documents without claims, "
        f"{outside} of {len(within)} outside of evidence in the others"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--kind", help="list only mistakes from or to this kind")
    parser.add_argument("-n", type=int, default=0)
    options = parser.parse_args()
    sets = {folder: train.read_pages(load_any(folder)) for folder in options.folder}
    for folder, pages in sets.items():
        told: list[Any] = []
        for fold in range(FOLDS):
            teach = [
                row
                for other, rows in sets.items()
                if other == folder or not options.alone
                for n, row in enumerate(rows)
                if n % FOLDS != fold
            ]
            typed([row for n, row in enumerate(pages) if n % FOLDS == fold], teach, told)
        wrong = [(p, c, f, kind) for p, c, f, kind in told if kind != c.sub_event_type]
        rules = sum(f.verdict == c.sub_event_type for _, c, f, _ in told)
        print(
            f"{folder}: model {1 - len(wrong) / len(told):.3f}, rules {rules / len(told):.3f} of {len(told)}"
        )
        print(f"  {precision(pages)}")
        pairs = Counter((c.sub_event_type, kind) for _, c, _, kind in wrong)
        for (right, kind), number in pairs.most_common():
            print(f"  {number:3} {right} -> {kind}")
        shown = [row for row in wrong if options.kind in (None, row[1].sub_event_type, row[3])]
        for page, claim, frame, kind in shown[: options.n]:
            words = " // ".join(span.text for span in claim.evidence)[:220].replace("\n", " ")
            lemmas = ", ".join(t.lemma for t in frame.triggers)
            print(
                f"{page.document.id} {claim.sub_event_type} -> {kind} [{frame.rule}: {frame.verdict}] ({lemmas})\n    {words}"
            )


if __name__ == "__main__":
    main()
