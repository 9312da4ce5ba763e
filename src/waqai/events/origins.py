"""The accounts of one event -> independent origins: near-copies and outlets that cite one speaker count as one."""

from __future__ import annotations

from collections.abc import Sequence

from waqai.events.accounts import Account
from waqai.events.copies import COPY, resemblance, runs
from waqai.language.pack import Pack
from waqai.records import Document, Origin, OriginKind

CITED = frozenset({"monitor", "official", "belligerent", "medical", "media", "activist"})


def origins_of(accounts: Sequence[Account], pack: Pack) -> tuple[Origin, ...]:
    """The origins, the earliest report first; each with the reports and claims that go back to it."""
    documents = list({account.document.id: account.document for account in accounts}.values())
    ties = _Ties(documents)
    _tie_copies(documents, pack, ties)
    _tie_speakers(accounts, pack, ties)
    return tuple(
        Origin(
            ties.kinds.get(first, "report"),
            ties.names[first],
            tuple(document.id for document in documents if ties.first(document.id) == first),
            tuple(a.claim.claim_id for a in accounts if ties.first(a.document.id) == first),
        )
        for first in dict.fromkeys(ties.first(document.id) for document in documents)
    )


class _Ties:
    """Documents that go back to one origin, each group under its first; what ties the group, and its name."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._home = {document.id: document.id for document in documents}
        self._order = {document.id: number for number, document in enumerate(documents)}
        self.kinds: dict[str, OriginKind] = {}
        self.names = {document.id: document.source or document.id for document in documents}

    def first(self, name: str) -> str:
        while self._home[name] != name:
            name = self._home[name]
        return name

    def tie(self, one: str, two: str, kind: OriginKind, name: str = "") -> None:
        """Make two groups one; a group with copies in it stays one of copies."""
        first, second = sorted((self.first(one), self.first(two)), key=self._order.__getitem__)
        if first == second:
            return
        kinds = {self.kinds.pop(second, kind), self.kinds.get(first, kind), kind}
        self.kinds[first] = "copy" if "copy" in kinds else kind
        self._home[second] = first
        if name and self.kinds[first] == kind:
            self.names[first] = name


def _tie_copies(documents: Sequence[Document], pack: Pack, ties: _Ties) -> None:
    if len(documents) < 2:
        return
    read = {document.id: runs(document.text, pack) for document in documents}
    for number, one in enumerate(documents):
        for two in documents[number + 1 :]:
            if resemblance(read[one.id], read[two.id]) >= COPY:
                ties.tie(one.id, two.id, "copy")


def _tie_speakers(accounts: Sequence[Account], pack: Pack, ties: _Ties) -> None:
    """Tie accounts that rest on one speaker alone, whose names are one or one a part of the other."""
    cited: list[tuple[frozenset[str], str, str]] = []
    for account in accounts:
        speakers = account.claim.attribution
        if len(speakers) != 1 or speakers[0].kind not in CITED or not speakers[0].text:
            continue
        words = frozenset(pack.folding.fold(speakers[0].text).replace("_", " ").split())
        for others, document, name in cited:
            if words <= others or others <= words:
                ties.tie(document, account.document.id, "speaker", name)
                break
        cited.append((words, account.document.id, " ".join(speakers[0].text.split())))
