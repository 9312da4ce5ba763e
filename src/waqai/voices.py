"""Page -> the phrase of a speaker: how far it goes, and its kind from the bearer and the body named after it.

The kinds are the codebook's (section 4 and 7.19); `speakers` finds where somebody speaks.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.identities import Party
from waqai.label_marks import by_prefix
from waqai.language.lexicon import Hit
from waqai.mentions import Page

STOPS = frozenset(".!?;:\u061f\u061b\n|")
PAUSES = frozenset(",\u060c")
QUOTES = frozenset("\"'#()")
ACTS = ("act.", "harm.kill", "harm.injure", "say.verb")
SPEAKS, SAYS, ACTING, THAT, IN, TIED, ENDING, OF, ABOUT, RELATIVE, QUALIFYING, ACT = (
    1 << bit for bit in range(12)
)
_VOICED = SPEAKS | SAYS
_SAYING = ("say.verb", "say.prep", "say.noun", "discourse.same")
MARKS = by_prefix(
    ("speaker",),
    _SAYING,
    ACTS,
    ("that",),
    ("prep.in",),
    ("prep.in", "link.of"),
    ("number.of", "relative", "prep.about"),
    ("number.of",),
    ("prep.about",),
    ("relative",),
    ("nationality", "country", "place.kind", "force", "actor", "link.of"),
    ("act.",),
)
_NO_FLAGS: frozenset[str] = frozenset()
_AND_SO = frozenset({"and", "so"})
_THAT_FLAGS = frozenset({"and", "in", "pron"})
_SPEAKING = frozenset({"actor", "force", "country", "capital", "nationality", "person"})
LONGEST = 14
_NAME = 5  # tokens that a name may have
# a bearer's kind and that of the body named after it -> the kind of the whole; other pairs keep the first
_WHOLE = {
    ("official", "medical"): "medical",
    ("official", "belligerent"): "belligerent",
    ("belligerent", "medical"): "medical",
    ("media", "belligerent"): "belligerent",
    **{("witness", kind): kind for kind in ("medical", "official", "monitor", "belligerent", "activist")},
    **{("activist", kind): kind for kind in ("official", "belligerent", "medical")},
}


class Speaker(NamedTuple):
    """A speaker at tokens [first, last) of a codebook `kind`; `verb` makes it speak, `way` is how."""

    first: int
    last: int
    kind: str
    verb: int
    way: str
    party: str
    weak: bool


class Voices:
    """What may speak on a page, by its first token: speakers, parties, and the places that qualify them."""

    def __init__(self, page: Page) -> None:
        """Index the page's speakers, parties and places."""
        self.page = page
        self.words = page.tokens.words
        self.parties: dict[int, Party] = {p.first: p for p in page.parties}
        self.fighting = {p.id for p in page.parties if p.id and p.kind in ("actor", "force")}
        self.places: dict[int, int] = {p.first: p.last for p in page.places}
        self.starts: dict[int, Hit] = {}
        self.marks = MARKS.of(page.labels)
        self.saying: list[Hit] = []
        for position in [p for p, marks in enumerate(self.marks) if marks & _VOICED]:
            self._index(page.at[position], self.marks[position])

    def _index(self, hits: tuple[Hit, ...], marks: int) -> None:
        """Keep the cheapest speaker and the words of saying among the entries that start at a token."""
        for hit in hits:
            label = hit.entry.label
            if marks & SPEAKS and label.startswith("speaker"):
                old = self.starts.get(hit.first)
                if old is None or hit.cost < old.cost:
                    self.starts[hit.first] = hit
            if marks & SAYS and label.startswith(_SAYING):
                self.saying.append(hit)

    def doubtful(self, start: Hit) -> bool:
        """Whether a word speaks only right beside the word of saying: capitals, outlets named like things."""
        return bool(start.entry.value.get("ambiguous") or start.entry.value.get("metonym"))

    def is_audience(self, start: Hit, kind: str = "") -> bool:
        """Whether a speaker with `to` is whom it is told: `he told the agency`."""
        told = ("media", "outlet") if kind == "inherit" else ("media", "outlet", "activist")
        return "to" in start.flags and start.entry.value.get("kind") in told

    def stops(self, position: int) -> bool:
        """Whether a speaker ends before a token: a stop, an act, another verb of saying, `that`."""
        marks = self.marks[position]
        if marks & ACTING or self.words[position] in STOPS:
            return True
        that = self.page.hit(position, "that") if marks & THAT else None
        return that is not None and that.flags <= _THAT_FLAGS

    def phrase(self, first: int, start: Hit, verb: int, way: str) -> Speaker:
        """A speaker with what qualifies it: its owner decides the kind of a bearer such as `statement`."""
        last, kind, party = start.last, start.entry.value.get("kind", "inherit"), ""
        size = min(self.page.sentence(start.first).last, start.first + LONGEST)
        while last < size:
            if self.words[last] in QUOTES:
                last += 1
                continue
            more, owner = self.starts.get(last), self.parties.get(last)
            if more is None and owner is None and self._ends(last):
                break
            if last in self.places and self.marks[last - 1] & IN:
                last = self.places[last]
            elif more is not None and not more.flags & _AND_SO and not self.is_audience(more, kind):
                kind = (
                    "official"
                    if self._polices(last)
                    else _whole(kind, more.entry.value.get("kind", "inherit"))
                )
                last = more.last
            elif owner is not None and not self.flags(last) & _AND_SO:
                kind, party, last = self._owned(kind, owner), owner.id or party, owner.last
            elif self._qualifies(last):
                last += 1
            elif (ahead := self._ahead(last)) and kind in ("inherit", "official", "activist"):
                last = ahead
            else:
                break
        while last > start.last and self.words[last - 1] in QUOTES - {'"'}:
            last -= 1
        last = self._past_name(last)
        if start.entry.value.get("metonym") and self.parties.get(start.first):
            kind = self._party_kind(self.parties[start.first])
        return Speaker(first, last, kind, verb, way, party, self._points_back(start, last))

    def _polices(self, position: int) -> bool:
        """Whether a body is a police, whose officers are officials (codebook 7.19)."""
        force = self.page.hit(position, "force")
        return force is not None and force.entry.value.get("kind") == "police"

    def _past_name(self, position: int) -> int:
        """Past the name of the person who holds an office: unknown words up to a pause, a stop or `that`."""
        end, size = position, min(len(self.words), position + _NAME)
        while end < size and self.words[end].isalpha() and not self.page.labels[end]:
            end += 1
        if end == position or end == position + _NAME:
            return position
        word = self.words[end] if end < len(self.words) else "."
        return end if word in STOPS | PAUSES or (end < size and self.marks[end] & THAT) else position

    def _points_back(self, start: Hit, last: int) -> bool:
        """Whether a speaker is a bare definite: `the source`, `the correspondent`."""
        if last - start.first > 1 or start.first == 0:
            return False
        return "the" in start.flags or start.entry.value.get("kind") == "inherit"

    def _ahead(self, position: int) -> int:
        """Where an owner with `to` follows within two tokens (`the public office of the army`), else 0."""
        for place in range(position, min(len(self.words), position + 3)):
            if self._ends(place):
                return 0
            owner = place in self.parties or (
                place in self.starts and not self.is_audience(self.starts[place])
            )
            if place > position and owner and "to" in self.flags(place):
                return place
        return 0

    def _ends(self, position: int) -> bool:
        marks = self.marks[position]
        if not (marks & ENDING or self.words[position] in PAUSES or self.stops(position)):
            return False
        return not (marks & OF and self._opens(position) and self.page.hit(position, "number.of"))

    def _opens(self, position: int) -> bool:
        """Whether `of` ties a speaker to a party: `sources of the resistance`."""
        return position - 1 in self.starts and position + 1 in self.parties

    def _qualifies(self, position: int) -> bool:
        """Whether a token may stand within a speaker: a nation, a place, `in`."""
        marks = self.marks[position]
        if marks & TIED or position in self.places:
            return True
        return bool(marks & QUALIFYING) and not self.flags(position) & _AND_SO

    def _owned(self, kind: str, owner: Party) -> str:
        """The kind of a bearer with the party that it belongs to."""
        if owner.kind in ("nationality", "country", "capital"):
            return "official" if kind == "inherit" and owner.id else kind
        if not owner.id or owner.kind not in _SPEAKING:
            return kind
        theirs = self._party_kind(owner)
        if kind == "belligerent" and owner.id.endswith("police"):
            return "official"
        if kind == "media" and owner.id in ("state", "police"):
            return kind
        return _whole(kind, theirs) if theirs != "witness" else kind

    def flags(self, position: int) -> frozenset[str]:
        """The clitics of the first entry at a token."""
        hits = self.page.at[position]
        return hits[0].flags if hits else _NO_FLAGS

    def party(self, party: Party, verb: int, way: str) -> Speaker | None:
        """A party that speaks: a side of the fight, witnesses, a government; no indefinite fighter."""
        if not party.id or party.kind not in _SPEAKING or (party.kind == "person" and party.id == "armed"):
            return None
        kind, last = self._party_kind(party), party.last
        more = self.starts.get(last)
        if (
            more is not None
            and more.flags <= {"the"}
            and more.entry.value.get("kind") in ("medical", "monitor")
        ):
            kind, last = more.entry.value["kind"], more.last
        return Speaker(party.first, last, kind, verb, way, party.id, True)

    def _party_kind(self, party: Party) -> str:
        """Codebook 7.19: governments and police are official; one whose army fights here is a side."""
        if party.id.startswith("civilians"):
            return "witness"
        if party.id.endswith("police") or party.id == "unifil":
            return "official"
        if party.kind in ("country", "capital", "nationality"):
            return "belligerent" if party.id in self.fighting else "official"
        known = self.page.pack.lexicon.known(self.words[party.first]).single
        governs = any(e.label == "speaker" and e.value.get("kind") == "official" for e, *_ in known)
        return "official" if governs else "belligerent"


def _whole(kind: str, more: str) -> str:
    """The kind of a bearer with a body named after it."""
    if kind == "inherit":
        return more
    return _WHOLE.get((kind, more), kind)
