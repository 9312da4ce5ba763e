"""Page -> speakers: who says it, by verbs, nouns and prepositions of saying (codebook, section 4 and 7.19).

A speaker is the phrase after a saying verb or preposition, before a colon, or a known speaker with the verb
after it. What names nobody by itself (`the source`, a surname) has the kind of the speaker that it points
back to.
"""

from __future__ import annotations

from collections.abc import Iterator

from waqai.identities import Party
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.voices import ABOUT, ACT, LONGEST, PAUSES, QUOTES, RELATIVE, STOPS, Speaker, Voices

_HEAD = 3  # lines at the head of a report that may name whose it is


def find_speakers(page: Page) -> None:
    """Fill `page.speakers`, in order of their words. Needs `page.parties` and `page.places`."""
    page.speakers = _Finder(page).find()


class _Finder(Voices):
    """The speakers of one page: what may speak where, and what was found."""

    def __init__(self, page: Page) -> None:
        """Nothing found yet."""
        super().__init__(page)
        self.found: dict[int, Speaker] = {}

    def find(self) -> list[Speaker]:
        """All speakers, each once, those of unknown kind settled by the ones before."""
        for hit in self.saying:
            way = "prep" if hit.entry.label == "discourse.same" else hit.entry.label[4:]
            for speaker in self._of(hit, way):
                self._keep(speaker)
        self._colons()
        self._bylines()
        return self._settled()

    def _keep(self, speaker: Speaker) -> None:
        old = self.found.get(speaker.first)
        if old is None or (old.weak and not speaker.weak):
            self.found[speaker.first] = speaker

    def _of(self, hit: Hit, way: str) -> list[Speaker]:
        """The speakers of a saying word: after it, else before it; whom they quote; who is joined to them."""
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

    def _joined(self, speaker: Speaker) -> Speaker | None:
        """`Residents and local officials said`: a second speaker, joined by `and`."""
        start = self.starts.get(speaker.last)
        if start is None or "and" not in start.flags or start.entry.value.get("ambiguous"):
            return None
        return self.phrase(start.first, start, speaker.verb, speaker.way)

    def _quoted(self, verb: Hit, position: int) -> Speaker | None:
        """`The agency quoted X as saying`: the speaker after `about`, within three tokens."""
        for place in range(position, min(self.page.sentence(verb.first).last, position + 3)):
            if self.stops(place):
                return None
            if (
                self.marks[place] & ABOUT
                and self.page.hit(place, "prep.about")
                and verb.entry.value.get("quotes")
            ):
                return self._scan(place + 1, place + 9, verb.first, "about")
        return None

    def _after(self, hit: Hit, way: str) -> Speaker | None:
        """The speaker a few tokens after the verb or preposition, or the last word of a set phrase."""
        reach = 2 if way == "noun" else 6
        for inner in range(hit.first + 1, hit.last):
            if inner in self.starts:
                return self.phrase(inner, self.starts[inner], hit.first, way)
            for entry, form, flags, cost in self.page.pack.lexicon.known(self.words[inner]).single:
                if entry.label == "speaker" and not entry.value.get("ambiguous"):
                    start = Hit(inner, inner + 1, entry, form, flags, cost)
                    return self.phrase(inner, start, hit.first, way)
        return self._scan(hit.last, hit.last + reach, hit.first, way)

    def _scan(self, first: int, end: int, verb: int, way: str) -> Speaker | None:
        """The first speaker from a token on: a known one, a party, a name with its office after a comma."""
        page, words, name = self.page, self.words, -1
        said = page.hit(verb, "say.")
        weak = said is not None and ("ambiguous" in said.entry.value or "weak" in said.entry.value)
        position, end = first, min(page.sentence(verb).last, end)
        while position < end:
            word, marks = words[position], self.marks[position]
            start, party = self.starts.get(position), self.parties.get(position)
            if start is None and (party is None or marks & ACT) and self.stops(position):
                return None
            if marks & RELATIVE and way == "verb":
                return None
            if start is not None and self.doubtful(start) and position > first:
                start = None
            if start is not None and (way == "prep" or not self.is_audience(start)):
                return self.phrase(name if name >= 0 else position, start, verb, way)
            if party is not None and start is None and (way == "prep" or "to" not in self.flags(position)):
                speaker = None if weak else self.party(party, verb, way)
                if speaker:
                    return speaker
                position = party.last
                continue
            if word in PAUSES:
                if name < 0:
                    return None
                end = min(page.sentence(verb).last, position + 5)
            elif word not in QUOTES and not page.labels[position] and name < 0:
                name = position
            position += 1
        return None

    def _before(self, hit: Hit) -> Speaker | None:
        """A speaker that stands just before its verb, as in headlines: `the army announces`."""
        start = self.page.sentence(hit.first).first
        for position in range(hit.first - 1, max(start, hit.first - 9) - 1, -1):
            head, party = self.starts.get(position), self.parties.get(position)
            if head is not None and head.last <= hit.first - 1 and self.doubtful(head):
                head = None
            if head is not None and head.last <= hit.first:
                return self.phrase(position, head, hit.first, "subject")
            if party is not None and party.last <= hit.first <= party.last + 3:
                return self._covering(party, hit.first) or self.party(party, hit.first, "subject")
            if self.stops(position):
                return None
        return None

    def _covering(self, party: Party, verb: int) -> Speaker | None:
        """The longer speaker that a party qualifies: `the country's media`."""
        for position in range(party.first - 1, max(-1, party.first - 5), -1):
            if self.words[position] in STOPS:
                return None
            if position in self.starts:
                longer = self.phrase(position, self.starts[position], verb, "subject")
                return longer if longer.last >= party.last else None
        return None

    def _colons(self) -> None:
        """`A military source: ...`: a speaker that begins a line or follows a bar and ends at a colon."""
        sentence, begin = -1, 0
        for position in sorted((*_places_of(":", self.words), *_places_of("|", self.words))):
            number = self.page.sentence_of[position]
            start = self.page.tokens.sentences[number].first
            if number != sentence:
                sentence, begin = number, start
            if position < start + 22:
                for speaker in self._titled(begin, position):
                    self._keep(speaker)
                begin = position + 1

    def _titled(self, begin: int, colon: int) -> list[Speaker]:
        """The speakers between a line's start and a colon: the first, and whom it quotes."""
        if colon - begin > LONGEST or self.page.has(colon - 1, "act.", "harm."):
            return []
        out: list[Speaker] = []
        about = False
        for position in range(begin, colon):
            about = about or (
                bool(self.marks[position] & ABOUT) and self.page.hit(position, "prep.about") is not None
            )
            if out and (not about or position < out[-1].last):
                continue
            start = self.starts.get(position)
            if start is not None and (not self.doubtful(start) or self._alone(start, begin, colon)):
                out.append(self.phrase(position, start, colon, "colon"))
            elif position in self.parties:
                speaker = self.party(self.parties[position], colon, "colon")
                out.extend([speaker] if speaker else [])
            if len(out) > 1:
                break
        return out

    def _bylines(self) -> None:
        """A line of its own at the head of a report that only names a speaker: whose statement it is."""
        sentences = self.page.tokens.sentences
        for first, last, _ in sentences[:_HEAD] if len(sentences) > 1 else ():
            while first < last and self.words[first] in QUOTES:
                first += 1
            start, party = self.starts.get(first), self.parties.get(first)
            if start is not None and not self.doubtful(start):
                speaker: Speaker | None = self.phrase(first, start, first, "byline")
            else:
                speaker = (
                    self.party(party, first, "byline")
                    if party is not None and party.kind == "actor"
                    else None
                )
            if speaker and not any(self.words[p][0].isalnum() for p in range(speaker.last, last)):
                self._keep(speaker)

    def _alone(self, start: Hit, begin: int, colon: int) -> bool:
        """Whether only marks stand before a speaker in its line, and at most two words before the colon."""
        words = self.words
        return colon - start.last <= 2 and not any(words[p][0].isalnum() for p in range(begin, start.first))

    def _meant(self, speaker: Speaker, before: list[Speaker]) -> str:
        """The kind of the last speaker named with the same word: `the source` is no spokesman, `the ministry` no army."""
        if not speaker.weak:
            return ""
        heads = self._heads(speaker.first)
        for other in reversed(before):
            if not other.weak and heads & self._heads(other.first):
                return other.kind
        return ""

    def _heads(self, position: int) -> set[str]:
        """The nouns that a token may be, without their article."""
        known = self.page.pack.lexicon.known(self.words[position]).single
        return {entry.text for entry, *_ in known if entry.label == "speaker"}

    def _settled(self) -> list[Speaker]:
        """The speakers in order; one of unknown kind has that of the last before it, or of its party."""
        out: list[Speaker] = []
        last = ""
        for first in sorted(self.found):
            speaker = self.found[first]
            if out and speaker.first < out[-1].last and speaker.weak:
                continue
            if speaker.kind == "inherit":
                kind = "belligerent" if speaker.party else self._meant(speaker, out) or last or "official"
                speaker = speaker._replace(kind=kind)
            elif speaker.way != "noun":
                last = speaker.kind
            out.append(speaker)
        return out


def _places_of(mark: str, words: list[str]) -> Iterator[int]:
    """Where a mark stands among words."""
    position = -1
    for _ in range(words.count(mark)):
        position = words.index(mark, position + 1)
        yield position
