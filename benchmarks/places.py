"""How many gold locations the gazetteer knows, and how often it gives their first-level unit.

Run: `PYTHONPATH=src python benchmarks/places.py [claims.jsonl] [extra.tsv ...]`. Prints one line a question.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from waqai.gazetteer import load_gazetteer
from waqai.place_choice import choose

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    """Measure on the claims named first, or on the shared training claims; further arguments are gazetteers."""
    claims = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "gold" / "train" / "claims.jsonl"
    begun = time.perf_counter()
    gazetteer = load_gazetteer(tuple(Path(path) for path in sys.argv[2:]))
    print(f"load {1000 * (time.perf_counter() - begun):.0f} ms")
    seen, missing = Counter[str](), Counter[str]()
    for name, text, unit, country in _locations(claims):
        kind_word = text.partition(" ")[0] if text != name else None
        found = gazetteer.candidates(name)
        seen["locations"] += 1
        seen["known"] += bool(found)
        if not found:
            missing[f"{country} {unit}: {name}"] += 1
        if unit is None:
            continue
        seen["with unit"] += 1
        seen["a candidate in the unit"] += any(p.admin1 == unit and p.country == country for p in found)
        seen["unit right, no hint"] += choose(gazetteer, name, None, None, kind_word).admin1 == unit
        choice = choose(gazetteer, name, None, country, kind_word)
        seen["unit right, country given"] += choice.admin1 == unit
        seen["unit wrong, country given"] += choice.admin1 not in (unit, None)
        seen["place, unit given"] += choose(gazetteer, name, unit, country, kind_word).place is not None
    for question, number in seen.items():
        print(
            f"{question:28} {number:5} {number / seen['locations']:.3f} of all {number / seen['with unit']:.3f}"
        )
    print(*(f"missing {n}x {name}" for name, n in missing.most_common(60)), sep="\n")


def _locations(path: Path) -> list[tuple[str, str, str | None, str | None]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [place for line in lines for claim in json.loads(line)["claims"] for place in claim["locations"]]
    return [(p["name"], p["text"], p["admin1"], p["country"]) for p in places]


if __name__ == "__main__":
    main()
