"""A document's text -> a signature, so that near-copies (reposts, wire copy) are found without comparing all pairs.

MinHash (rensa) over runs of three words of the normal text, cut into bands: two texts that share half of their runs
have a band in common in 19 of 20 cases. `resemblance` is then the exact share.
"""

from __future__ import annotations

import re
import zlib

from waqai.language.pack import Pack

PERMUTATIONS, BANDS = 64, 16
SEED = 42
RUN = 3  # words
FEWEST = 6  # runs; a shorter text is too little to be called a copy
COPY = 0.5  # share of common runs from which two texts are near-copies
_WORD = re.compile(r"\w+")


def runs(text: str, pack: Pack) -> frozenset[str]:
    """The runs of three words of a text in the pack's spelling."""
    words = _WORD.findall(pack.folding.normalise(text).text)
    return frozenset(" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def signature(text: str, pack: Pack) -> tuple[int, ...]:
    """BANDS numbers; empty where the text is too short."""
    from rensa import RMinHash  # compiled; loaded when events are first asked for

    found = runs(text, pack)
    if len(found) < FEWEST:
        return ()
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(found))
    digest = sketch.digest()
    rows = PERMUTATIONS // BANDS
    return tuple(
        zlib.crc32(repr((band, digest[band * rows : (band + 1) * rows])).encode()) for band in range(BANDS)
    )


def resemblance(one: frozenset[str], two: frozenset[str]) -> float:
    """The share of the smaller set of runs that the other has too, 0 to 1; 0 where it is too small to say."""
    least = min(len(one), len(two))
    return len(one & two) / least if least >= FEWEST else 0.0
