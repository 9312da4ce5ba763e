"""How well this tree reads gold folders: one row a folder.

python benchmarks/quality.py [DIR ...]    (default: the train and dev gold in ../shared)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from waqai.additions import extended
from waqai.evaluate.agreement import WEIGHTS
from waqai.evaluate.alignment import align_all
from waqai.evaluate.gold import load_gold
from waqai.evaluate.scores import Scores, score
from waqai.language.pack import load_pack
from waqai.pipeline import read

_GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold"


def measure(folder: Path) -> tuple[Scores, float]:
    """The figures of a folder, and the seconds that reading it took."""
    gold, pack = load_gold(folder), extended(load_pack())
    start = time.perf_counter()
    claims = {each.document.id: read(each.document, pack).claims for each in gold}
    return score(align_all(gold, claims)), time.perf_counter() - start


def column(scores: Scores, seconds: float) -> list[str]:
    """The figures of a folder from top to bottom, as `rows` names them."""
    rates = [
        f"{each.f1:.3f}  ({each.precision:.2f} {each.recall:.2f})"
        for each in (scores.detection, scores.typed, scores.claim)
    ]
    slots = [f"{scores.slots[slot]:.2f}" if slot in scores.slots else "" for slot in WEIGHTS]
    false = f"{scores.false_claims_per_negative:.2f}  ({scores.false_claims} in {scores.negatives})"
    claims = f"{scores.gold_claims} / {scores.predicted_claims}"
    return [str(scores.documents), claims, *rates, false, *slots, f"{seconds:.1f}"]


def rows() -> list[str]:
    """The names of the figures."""
    rates = [f"{name} F1  (precision recall)" for name in ("detection", "typed", "claim")]
    return ["documents", "gold / predicted claims", *rates, "false claims a negative", *WEIGHTS, "seconds"]


def main() -> None:
    """Print the table."""
    folders = [Path(argument) for argument in sys.argv[1:]] or [_GOLD / "train", _GOLD / "dev"]
    table = Table("figure", *(folder.name for folder in folders))
    for cells in zip(rows(), *(column(*measure(folder)) for folder in folders), strict=True):
        table.add_row(*cells)
    Console().print(table)


if __name__ == "__main__":
    main()
