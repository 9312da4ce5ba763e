"""Page -> speakers: who says it, found from saying verbs, nouns and prepositions (codebook, section 4 and 7.19).

A speaker is the phrase after a saying verb or preposition, before a colon, or a known speaker with the verb after it.
What names nobody by itself (`the source`, a surname) has the kind of the speaker that it points back to.
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.identities import Party
from waqai.language.lexicon import Hit
from waqai.mentions import Page

_STOPS = frozenset(".!?;:\u061f\u061b\n|")
_PAUSES = frozenset(",\u060c")
_QUOTES = frozenset("\"'#()")
_ACTS = ("act.", "harm.kill", "harm.injure", "say.verb")
_THAT_FLAGS = frozenset({"and", "in", "pron"})
_SPEAKING = frozenset({"actor", "force", "country", "capital", "nationality", "person"})
_LONGEST = 14
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
    """A speaker at tokens [first, last); `kind` is the codebook's; `verb` is the token that makes it speak, `way` how."""

    first: int
    last: int
    kind: str
    verb: int
    way: str
    party: str
    weak: bool


def find_speakers(page: Page) -> None:
    """Fill `page.speakers`, in order of their words. Needs `page.parties` and `page.places`."""
    page.speakers = _Finder(page).find()


class _Finder:
    """The speakers of one page: what may speak where, and what was found."""

    def __init__(self, page: Page) -> None:
        """Index the page's speakers, parties and places by their first token."""
        self.page = page
        self.words = page.tokens.words
        self.parties: dict[int, Party] = {p.first: p for p in page.parties}
        self.fighting = {p.id for p in page.parties if p.id and p.kind in ("actor", "force")}
        self.places = {p.first: p.last for p in page.places}
        self.starts: dict[int, Hit] = {}
        for hit in page.hits("speaker"):
            if hit.first not in self.starts or hit.cost < self.starts[hit.first].cost:
                self.starts[hit.first] = hit
        self.found: dict[int, Speaker] = {}

    def find(self) -> list[Speaker]:
        """All speakers, each once, those of unknown kind settled by the ones before."""
        for hit in self.page.hits("say.verb", "say.prep", "say.noun", "discourse.same"):
            way = "prep" if hit.entry.label == "discourse.same" else hit.entry.label[4:]
            for speaker in self._of(hit, way):
                self._keep(speaker)
        self._colons()
        return self._settled()

    def _keep(self, speaker: Speaker) -> None:
        old = self.found.get(speaker.first)
        if old is None or (old.weak and not speaker.weak):
            self.found[speaker.first] = speaker

    def _of(self, hit: Hit, way: str) -> list[Speaker]:
        """The speakers of one saying word: after it, else before it; whom they quote; who is joined to them."""
        subject = self._before(hit) if way == "verb" else None
        close = subject is not None and subject.last == hit.first and hit.form.tense == "present"
        speaker = subject if close else self._after(hit, way) or subject
        if speaker is None:
            return []
        out = [speaker]
        joined = self._joined(speaker)
        if joined:
            out.append(joined)
        quoted = self._quoted(hit, out[-1].last) if way == "verb" and speaker.way != "subject" else None
        return [*out, quoted] if quoted else out

    def _doubtful(self, start: Hit) -> bool:
        """Whether a word is a speaker only right beside the word of saying: capitals, outlets named like other things."""
        return bool(start.entry.value.get("ambiguous") or start.entry.value.get("metonym"))

    def _joined(self, speaker: Speaker) -> Speaker | None:
        """`Residents and local officials said`: a second speaker, joined by `and`."""
        start = self.starts.get(speaker.last)
        if start is None or "and" not in start.flags or start.entry.value.get("ambiguous"):
            return None
        return self._phrase(start.first, start, speaker.verb, speaker.way)

    def _quoted(self, verb: Hit, position: int) -> Speaker | None:
        """`The agency quoted X as saying`: the speaker after `about`, within three tokens."""
        for place in range(position, min(self.page.sentence(verb.first).last, position + 3)):
            if self._stops(place):
                return None
            if self.page.hit(place, "prep.about") and verb.entry.value.get("quotes"):
                return self._scan(place + 1, place + 9, verb.first, "about")
        return None

    def _after(self, hit: Hit, way: str) -> Speaker | None:
        """The speaker within a few tokens after the verb or preposition, or the last word of a set phrase with one."""
        reach = 2 if way == "noun" else 6
        for inner in range(hit.first + 1, hit.last):
            if inner in self.starts:
                return self._phrase(inner, self.starts[inner], hit.first, way)
            for entry, form, flags, cost in self.page.pack.lexicon.known(self.words[inner]).single:
                if entry.label == "speaker" and not entry.value.get("ambiguous"):
                    start = Hit(inner, inner + 1, entry, form, flags, cost)
                    return self._phrase(inner, start, hit.first, way)
        return self._scan(hit.last, hit.last + reach, hit.first, way)

    def _scan(self, first: int, end: int, verb: int, way: str) -> Speaker | None:
        """The first speaker from a token on: a known one, a party, or a name with its office after a comma."""
        page, name = self.page, -1
        said = page.hit(verb, "say.")
        weak = said is not None and ("ambiguous" in said.entry.value or "weak" in said.entry.value)
        position, end = first, min(page.sentence(verb).last, end)
        while position < end:
            word = self.words[position]
            start, party = self.starts.get(position), self.parties.get(position)
            if self._stops(position) and start is None and (party is None or page.has(position, "act.")):
                return None
            if way == "verb" and page.has(position, "relative"):
                return None
            if start is not None and self._doubtful(start) and position > first:
                start = None
            if start is not None and (way == "prep" or not self._audience(start)):
                return self._phrase(name if name >= 0 else position, start, verb, way)
            if party is not None and start is None and (way == "prep" or "to" not in self._flags(position)):
                speaker = None if weak else self._party(party, verb, way)
                if speaker:
                    return speaker
                position = party.last
                continue
            if word in _PAUSES:
                if name < 0:
                    return None
                end = min(page.sentence(verb).last, position + 5)
            elif word not in _QUOTES and not page.labels[position] and name < 0:
                name = position
            position += 1
        return None

    def _audience(self, start: Hit, kind: str = "") -> bool:
        """Whether a speaker with `to` is whom it is told: `he told the agency`."""
        told = ("media", "outlet") if kind == "inherit" else ("media", "outlet", "activist")
        return "to" in start.flags and start.entry.value.get("kind") in told

    def _stops(self, position: int) -> bool:
        """Whether a speaker ends before a token: a stop, an act, another verb of saying, `that`."""
        if self.words[position] in _STOPS or self.page.has(position, *_ACTS):
            return True
        that = self.page.hit(position, "that")
        return that is not None and that.flags <= _THAT_FLAGS

    def _before(self, hit: Hit) -> Speaker | None:
        """A speaker that stands just before its verb, as in headlines: `the army announces`."""
        start = self.page.sentence(hit.first).first
        for position in range(hit.first - 1, max(start, hit.first - 9) - 1, -1):
            head, party = self.starts.get(position), self.parties.get(position)
            if head is not None and head.last <= hit.first - 1 and self._doubtful(head):
                head = None
            if head is not None and head.last <= hit.first:
                return self._phrase(position, head, hit.first, "subject")
            if party is not None and party.last <= hit.first <= party.last + 3:
                return self._covering(party, hit.first) or self._party(party, hit.first, "subject")
            if self._stops(position):
                return None
        return None

    def _covering(self, party: Party, verb: int) -> Speaker | None:
        """The longer speaker that a party qualifies: `the country's media`."""
        for position in range(party.first - 1, max(-1, party.first - 5), -1):
            if self.words[position] in _STOPS:
                return None
            if position in self.starts:
                longer = self._phrase(position, self.starts[position], verb, "subject")
                return longer if longer.last >= party.last else None
        return None

    def _phrase(self, first: int, start: Hit, verb: int, way: str) -> Speaker:
        """A lexicon speaker with what qualifies it: its owner decides the kind of a bearer such as `statement`."""
        last, kind, party = start.last, start.entry.value.get("kind", "inherit"), ""
        size = min(len(self.words), start.first + _LONGEST)
        while last < size:
            if self.words[last] in _QUOTES:
                last += 1
                continue
            more, owner = self.starts.get(last), self.parties.get(last)
            if more is None and owner is None and self._ends(last):
                break
            if last in self.places and self.page.has(last - 1, "prep.in"):
                last = self.places[last]
            elif more is not None and not more.flags & {"and", "so"} and not self._audience(more, kind):
                kind, last = _whole(kind, more.entry.value.get("kind", "inherit")), more.last
            elif owner is not None and not self._flags(last) & {"and", "so"}:
                kind, party, last = self._owned(kind, owner), owner.id or party, owner.last
            elif self._qualifies(last):
                last += 1
            elif (ahead := self._ahead(last)) and kind in ("inherit", "official", "activist"):
                last = ahead
            else:
                break
        while last > start.last and self.words[last - 1] in _QUOTES - {'"'}:
            last -= 1
        if start.entry.value.get("metonym") and self.parties.get(start.first):
            kind = self._party_kind(self.parties[start.first])
        return Speaker(first, last, kind, verb, way, party, False)

    def _ahead(self, position: int) -> int:
        """Where an owner with `to` follows within two tokens (`the public office of the army`), else 0."""
        for place in range(position, min(len(self.words), position + 3)):
            if self._ends(place):
                return 0
            owner = place in self.parties or (place in self.starts and not self._audience(self.starts[place]))
            if owner and "to" in self._flags(place):
                return place
        return 0

    def _ends(self, position: int) -> bool:
        word = self.words[position]
        return (
            word in _PAUSES
            or self._stops(position)
            or self.page.has(position, "number.of", "relative", "prep.about")
        ) and not (self.page.hit(position, "number.of") and self._opens(position))

    def _opens(self, position: int) -> bool:
        """Whether `of` ties a speaker to a party: `sources of the resistance`."""
        return position - 1 in self.starts and position + 1 in self.parties

    def _qualifies(self, position: int) -> bool:
        """Whether a token may stand within a speaker: a nation, a place, `in`."""
        if self.page.has(position, "prep.in") or position in self.places or self.page.has(position, "link.of"):
            return True
        labels = ("nationality", "country", "place.kind", "force", "actor", "link.of")
        return self.page.has(position, *labels) and not self._flags(position) & {"and", "so"}

    def _owned(self, kind: str, owner: Party) -> str:
        """The kind of a bearer with the party that it belongs to."""
        if owner.kind in ("nationality", "country", "capital"):
            return "official" if kind == "inherit" and owner.id else kind
        if not owner.id or owner.kind not in _SPEAKING:
            return kind
        theirs = self._party_kind(owner)
        if kind == "belligerent" and owner.id == "police":
            return "official"
        if kind == "media" and owner.id in ("state", "police"):
            return kind
        return _whole(kind, theirs) if theirs != "witness" else kind

    def _flags(self, position: int) -> frozenset[str]:
        hits = self.page.at[position]
        return hits[0].flags if hits else frozenset()

    def _party(self, party: Party, verb: int, way: str) -> Speaker | None:
        """A party that speaks: a side of the fight, people on the spot, a government; not an indefinite fighter."""
        if not party.id or party.kind not in _SPEAKING or (party.kind == "person" and party.id == "armed"):
            return None
        kind, last = self._party_kind(party), party.last
        more = self.starts.get(last)
        if more is not None and more.flags <= {"the"} and more.entry.value.get("kind") in ("medical", "monitor"):
            kind, last = more.entry.value["kind"], more.last
        return Speaker(party.first, last, kind, verb, way, party.id, True)

    def _party_kind(self, party: Party) -> str:
        """Codebook 7.19: governments and police are official, but a government whose army fights here is a side."""
        if party.id.startswith("civilians"):
            return "witness"
        if party.id in ("police", "unifil"):
            return "official"
        if party.kind in ("country", "capital", "nationality"):
            return "belligerent" if party.id in self.fighting else "official"
        known = self.page.pack.lexicon.known(self.words[party.first]).single
        governs = any(e.label == "speaker" and e.value.get("kind") == "official" for e, *_ in known)
        return "official" if governs else "belligerent"

    def _colons(self) -> None:
        """`A military source: ...`: a speaker that begins a line or follows a bar and ends at a colon."""
        for sentence in self.page.tokens.sentences:
            begin = sentence.first
            for position in range(sentence.first, min(sentence.last, sentence.first + 22)):
                if self.words[position] not in (":", "|"):
                    continue
                for speaker in self._titled(begin, position):
                    self._keep(speaker)
                begin = position + 1

    def _titled(self, begin: int, colon: int) -> list[Speaker]:
        """The speakers between a line's start and a colon: the first, and whom it quotes."""
        if colon - begin > _LONGEST or self.page.has(colon - 1, "act.", "harm."):
            return []
        out: list[Speaker] = []
        about = False
        for position in range(begin, colon):
            about = about or self.page.hit(position, "prep.about") is not None
            if out and (not about or position < out[-1].last):
                continue
            start = self.starts.get(position)
            if start is not None and not (self._doubtful(start) and (position > begin or start.last < colon)):
                out.append(self._phrase(position, start, colon, "colon"))
            elif position in self.parties:
                speaker = self._party(self.parties[position], colon, "colon")
                out.extend([speaker] if speaker else [])
            if len(out) > 1:
                break
        return out

    def _settled(self) -> list[Speaker]:
        """The speakers in order; one of unknown kind has that of the last known before it, or of its party."""
        out: list[Speaker] = []
        last = ""
        for first in sorted(self.found):
            speaker = self.found[first]
            if out and speaker.first < out[-1].last and speaker.weak:
                continue
            if speaker.kind == "inherit":
                speaker = speaker._replace(kind="belligerent" if speaker.party else last or "official")
            elif speaker.way != "noun":
                last = speaker.kind
            out.append(speaker)
        return out


def _whole(kind: str, more: str) -> str:
    """The kind of a bearer with a body named after it."""
    if kind == "inherit":
        return more
    return _WHOLE.get((kind, more), kind)
