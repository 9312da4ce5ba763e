"""Page -> the entry meant at a token, where a party may begin or go on.

Of several readings a name that holds here comes first, then the cheapest. Names are also found behind a
swallowed article and inside set phrases; what is part of a place's name or another noun's adjective is void.
"""

from __future__ import annotations

from functools import cache

from waqai.false_heads import names_nobody
from waqai.identities import NATIONS, Scene, named
from waqai.label_marks import by_prefix
from waqai.language.lexicon import Hit
from waqai.language.pack import Pack

_RANK = {
    label: rank
    for rank, label in enumerate(("actor", "force", "leader", "harm", *NATIONS, "object", "person"))
}
HEADS = (
    "actor",
    "force",
    *NATIONS,
    "person",
    "object.",
    "harm.kill.person",
    "harm.injure.person",
    "act.protest",
)
BODY = ("actor", "force", *NATIONS, "person", "leader")
# what a token's labels say: a phrase may begin there, may go on there; what ties or follows
AS_HEAD, AS_BODY, LINK, PART, NATION = (1 << bit for bit in range(5))
MARKS = by_prefix(
    (*HEADS, "speaker"),
    (*BODY, "speaker"),
    ("link.of", "link.title"),
    ("number.of", "prep.in"),
    ("nationality",),
)
_NAMES = frozenset(("actor", *NATIONS))
_TO_THE = frozenset({"to", "the"})
_ARTICLE = 1 << 5  # a preposition may have swallowed the token's article
_SWALLOWED = _ARTICLE | AS_HEAD | AS_BODY
_DEAREST = 100  # no reading costs as much, and no rank is as high
_NAME = 0  # the rank of `actor`
_PREFIXES: dict[str, tuple[tuple[str, ...], str]] = {}

Names = dict[int, tuple[Hit, ...]]


class Heads:
    """The entries of a page as parties see them; `names` keeps the rivals of each name that was picked."""

    def __init__(self, scene: Scene) -> None:
        """Index the tokens that places cover."""
        self.scene = scene
        self.page = scene.page
        self.words = scene.page.tokens.words
        self.marks = MARKS.of(scene.page.labels)
        self.prefixes, self.article = _swallowed(scene.page.pack)
        core = min(self.prefixes, key=len)
        for position in [p for p, word in enumerate(self.words) if core in word]:
            if self.words[position].startswith(self.prefixes):
                self.marks[position] |= _SWALLOWED
        self.names: Names = {}
        self.inside: Names = {}
        self.placed = {t: p.first for p in scene.page.places for t in range(p.first, p.last)}

    def hits(self, position: int) -> tuple[Hit, ...]:
        """The entries that start at a token, with names whose article a preposition swallowed."""
        found = (self.inside and self.inside.get(position)) or self.page.at[position]
        if self.marks[position] & _ARTICLE:
            return (*found, *self._restored(position, self.words[position]))
        return found

    def _restored(self, position: int, word: str) -> tuple[Hit, ...]:
        prefix = next(p for p in self.prefixes if word.startswith(p))
        whole = self.article + word[len(prefix) :]
        found = []
        for hit in self._starting(whole, position):
            if hit.entry.label in _NAMES and not hit.flags:
                found.append(Hit(position, position + hit.last, hit.entry, hit.form, _TO_THE, 2))
        return tuple(found)

    def _starting(self, word: str, position: int) -> tuple[Hit, ...]:
        """What would start at a token if it were that word, counted from the token."""
        lexicon = self.page.pack.lexicon
        known = lexicon.known(word)
        if known.several:
            return lexicon.cover([word, *self.words[position + 1 : position + 7]]).at[0]
        return tuple([Hit(0, 1, *reading) for reading in known.single])

    def openings(self) -> list[int]:
        """The tokens where a party may begin."""
        return [position for position, marks in enumerate(self.marks) if marks & AS_HEAD]

    def pick(self, position: int, labels: tuple[str, ...]) -> Hit | None:
        """The entry meant at a token: a name that holds here, else the cheapest reading of another class."""
        if not self.marks[position] & (AS_HEAD if labels is HEADS else AS_BODY):
            return None
        hits = self.hits(position)
        if not hits:
            return None
        names: tuple[Hit, ...] = ()
        best, least = None, _DEAREST * _DEAREST
        ranks = _ranks(labels)
        for hit in hits:
            rank = ranks[hit.entry.label]
            if rank == _NAME:
                names = (*names, hit)
            elif rank >= 0 and hit.cost * _DEAREST + rank < least:
                best, least = hit, hit.cost * _DEAREST + rank
        if names:
            row = named(self.scene, names, self._nation_after(names[0].last))
            if row:
                self.names[position] = names
                return row
        if best is None:
            office = next((h for h in hits if h.entry.label == "speaker" and h.last - position > 1), None)
            plain = self._plain(position) if names or office else None
            if plain is not None and office is not None:
                leads = plain.entry.value.get("kind") == "leader"
                return plain._replace(last=office.last) if leads else None
            return plain
        if best.entry.label == "nationality" and len(hits) > 1:
            return self._country(best, hits)
        return self._cut(best)

    def _country(self, hit: Hit, hits: tuple[Hit, ...]) -> Hit:
        """The country whose letters are those of its nationality in the accusative or the feminine.

        It is the nationality behind a noun that agrees with it: one in the accusative, or any noun at all.
        """
        country = next((h for h in hits if h.entry.label == "country" and h.cost == hit.cost), None)
        if country is None or not hit.first:
            return country or hit
        if hit.form.gender == "f":
            return country if self.page.has(hit.first - 1, "prep.", "place.") else hit
        accusative = self.page.pack.morphology.letters["accusative"]
        return hit if self.words[hit.first - 1].endswith(accusative) else country

    def _cut(self, hit: Hit) -> Hit:
        """A set phrase for people or things, cut where a name begins (`members of the forces` + `of X`)."""
        if hit.last - hit.first < 2 or not hit.entry.label.startswith(("person", "object")):
            return hit
        for position in range(hit.first + 1, hit.last):
            found = []
            for inner in self._starting(self.words[position], position):
                if inner.entry.label in ("actor", "force"):
                    found.append(inner._replace(first=position, last=position + inner.last))
            if found and (found[0].last > hit.last or found[0].entry.label == "actor"):
                self.inside[position] = tuple(found)
                self.marks[position] |= AS_HEAD | AS_BODY
                return hit._replace(last=position)
        return hit

    def _nation_after(self, position: int) -> str | None:
        if position >= len(self.marks) or not self.marks[position] & NATION:
            return None
        hit = self.page.hit(position, "nationality")
        return hit.entry.value.get("iso") if hit else None

    def is_void(self, head: Hit) -> bool:
        """Whether a head names nobody."""
        return names_nobody(self.page, head, self.placed.get(head.first))

    def _plain(self, position: int) -> Hit | None:
        """The force that a name's first word is, where the name belongs to another country."""
        for entry, form, flags, cost in self.page.pack.lexicon.known(self.page.tokens.words[position]).single:
            if entry.label == "force":
                return Hit(position, position + 1, entry, form, flags, cost)
        return None


class _Ranks(dict[str, int]):
    """Label -> its rank among the classes wanted: -1 for others, `_NAME` for names."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        """`labels` are prefixes of the classes wanted."""
        super().__init__()
        self.labels = labels

    def __missing__(self, label: str) -> int:
        """Work out a label's rank once."""
        rank = _RANK.get(label.split(".")[0], len(_RANK)) if label.startswith(self.labels) else -1
        self[label] = rank
        return rank


@cache
def _ranks(labels: tuple[str, ...]) -> _Ranks:
    return _Ranks(labels)


def _swallowed(pack: Pack) -> tuple[tuple[str, ...], str]:
    """The prefixes in which a preposition has swallowed the article, and the article."""
    found = _PREFIXES.get(pack.version)
    if found is None:
        prefixes = pack.morphology.prefixes
        article = next(form for form, flags in prefixes if flags == {"the"})
        found = tuple(form for form, flags in prefixes if {"to", "the"} <= flags), article
        _PREFIXES[pack.version] = found
    return found
