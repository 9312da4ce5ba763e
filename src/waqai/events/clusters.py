"""Nodes and judged pairs -> clusters: the partition of claims into events, without chaining through a contradiction.

Clusters grow from the most certain pair to the least. Two clusters become one only where the mean of the log-odds over
all pairs between them is positive, a pair that nobody judged counting UNJUDGED, and no pair between them is known to be
different: so two reports that contradict each other are not joined by a third that could be either. What people
decided comes first. The result depends on the set of nodes and pairs alone, not on their order.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

UNJUDGED = -2.0  # log-odds of a pair that is no candidate

Pair = tuple[str, str]


@dataclass(slots=True)
class _Cluster:
    """Nodes that tell one event; `sums` and `counts` are of judged pairs to other clusters, by their number."""

    nodes: list[str]
    documents: set[str]
    sums: dict[int, float] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


def pair(one: str, two: str) -> Pair:
    """Two names in the order of text."""
    return (one, two) if one <= two else (two, one)


def cluster(
    documents: Mapping[str, str],
    scores: Mapping[Pair, float],
    decided: Mapping[Pair, bool],
    unjudged: float = UNJUDGED,
) -> list[tuple[str, ...]]:
    """The partition of the nodes, each cluster sorted, in the order of their first nodes.

    `documents` maps each node to its document: two nodes of one document never meet, unless decided so. `scores` are
    log-odds of telling one event, `decided` what people said of pairs; both are keyed by `pair`.
    """
    return _Partition(documents, scores, decided, unjudged).grow()


class _Partition:
    def __init__(
        self,
        documents: Mapping[str, str],
        scores: Mapping[Pair, float],
        decided: Mapping[Pair, bool],
        unjudged: float,
    ) -> None:
        self.unjudged = unjudged
        names = sorted(documents)
        self.number = {name: number for number, name in enumerate(names)}
        self.clusters: dict[int, _Cluster] = {
            number: _Cluster([name], {documents[name]}) for name, number in self.number.items()
        }
        self.home = list(range(len(names)))
        self.never: dict[int, set[int]] = {}
        for (one, two), same in sorted(decided.items()):
            if not same:
                self._forbid(self.number[one], self.number[two])
        for (one, two), score in scores.items():
            self._add(self.number[one], self.number[two], score)
        for (one, two), same in sorted(decided.items()):
            if same:
                self._join(self.number[one], self.number[two])

    def grow(self) -> list[tuple[str, ...]]:
        """Merge, best mean first, until no two clusters agree."""
        heap = [
            (-self._mean(one, two), one, two)
            for one, cluster in self.clusters.items()
            for two in cluster.sums
            if one < two
        ]
        heap = [row for row in heap if row[0] < 0]
        heapq.heapify(heap)
        while heap:
            score, one, two = heapq.heappop(heap)
            if one not in self.clusters or two not in self.clusters or -self._mean(one, two) != score:
                continue
            if two in self.never.get(one, ()) or self.clusters[one].documents & self.clusters[two].documents:
                continue
            kept = self._merge(one, two)
            for other in self.clusters[kept].sums:
                mean = self._mean(kept, other)
                if mean > 0:
                    heapq.heappush(heap, (-mean, min(kept, other), max(kept, other)))
        return sorted(tuple(sorted(cluster.nodes)) for cluster in self.clusters.values())

    def _mean(self, one: int, two: int) -> float:
        a, b = self.clusters[one], self.clusters[two]
        pairs = len(a.nodes) * len(b.nodes)
        # sums of floats depend on their order: rounding makes equal sets of pairs give equal means
        return round((a.sums[two] + (pairs - a.counts[two]) * self.unjudged) / pairs, 6)

    def _add(self, one: int, two: int, score: float) -> None:
        for a, b in ((one, two), (two, one)):
            row = self.clusters[a]
            row.sums[b] = row.sums.get(b, 0.0) + score
            row.counts[b] = row.counts.get(b, 0) + 1

    def _forbid(self, one: int, two: int) -> None:
        self.never.setdefault(one, set()).add(two)
        self.never.setdefault(two, set()).add(one)

    def _join(self, one: int, two: int) -> None:
        """Merge because people said so, unless people said of others of the two clusters that they differ."""
        a, b = self._find(one), self._find(two)
        if a != b and b not in self.never.get(a, ()):
            self._merge(a, b)

    def _find(self, number: int) -> int:
        while self.home[number] != number:
            self.home[number] = self.home[self.home[number]]
            number = self.home[number]
        return number

    def _merge(self, one: int, two: int) -> int:
        """Put two clusters together under the smaller number."""
        kept, gone = min(one, two), max(one, two)
        a, b = self.clusters[kept], self.clusters.pop(gone)
        self.home[gone] = kept
        a.nodes += b.nodes
        a.documents |= b.documents
        a.sums.pop(gone, None)
        a.counts.pop(gone, None)
        for other, total in b.sums.items():
            if other == kept:
                continue
            row = self.clusters[other]
            row.sums[kept] = a.sums[other] = a.sums.get(other, 0.0) + total
            row.counts[kept] = a.counts[other] = a.counts.get(other, 0) + b.counts[other]
            del row.sums[gone], row.counts[gone]
        for other in self.never.pop(gone, ()):
            self.never[other].discard(gone)
            self._forbid(kept, other)
        return kept
