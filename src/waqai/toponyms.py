"""Page -> mentions of places, not yet grounded: a kind word with a name, a known name, a name of a list.

Known names that stand alone are taken only where they are well known, or where something beside them says
place: a preposition, a hashtag, another place that they are coordinated with.
"""

from __future__ import annotations

from itertools import count

from waqai.kind_places import KindPlaces
from waqai.place_names import FAMOUS, KNOWN, PlaceMention, Stem, reach
from waqai.place_words import (
    ACT,
    AND,
    COMMAS,
    COMMON,
    COUNTRY,
    DASHES,
    DEICTIC,
    DIRECTION,
    FUNCTION,
    HEAD,
    HEADS,
    IN,
    NATION,
    NEAR,
    NEVER,
    OPENING,
    PLAIN,
    SOFT,
    STARTER,
    STOP,
)  # fmt: skip

_OUTRIGHT = HEAD | COUNTRY
_PARTS = COMMAS | DASHES


class Finder(KindPlaces):
    """Finds the mentions of one page, from left to right."""

    def find(self) -> list[PlaceMention]:
        """All mentions, in order."""
        words, stems_of, last = self.words, self.names.stems, -9
        for position, bits, stems in zip(count(), self.bits, map(self.names.seen.get, words), strict=False):
            if position < last or (
                not stems and stems is not None and not bits & OPENING and position - last > 1
            ):
                continue
            mention = self._at(position) if bits & _OUTRIGHT else None
            if mention is None and (position == last or (position - last == 1 and words[last] in _PARTS)):
                mention = self._partner(position)
            if mention is None and not bits & FUNCTION:
                if stems is None:
                    stems = stems_of(words[position])
                if stems or bits & STARTER:
                    mention = self._bare(position, stems)
            if mention is not None:
                self.found.append(mention)
                last = mention.last
        return self.found

    def _at(self, position: int) -> PlaceMention | None:
        """The mention at a word that is a country or says what kind of place it is."""
        for hit in self.page.at[position]:
            label, flags = hit.entry.label, hit.flags
            if label == "country" and "pron" not in flags:
                skip = len(self.words[position]) - len(hit.form.text) if flags - {"the"} else 0
                span = hit.first, hit.last
                return self._mention(span, span, "country", "country", skip=max(skip, 0))
            if label in HEADS and not hit.form.tense and not flags & {"pron", "like"}:
                mention = self._kinded(hit)
                if mention:
                    self.listed = hit.form.number in ("p", "d")
                    return mention
                break
        return None

    def _partner(self, position: int) -> PlaceMention | None:
        """The next name of a list: right behind a place, with `and` or after a comma or dash."""
        before = self.found[-1] if self.found else None
        if before is None or before.level == "country":
            return None
        words = self.words
        comma = position - before.last == 1
        if (
            not comma
            and self.listed
            and (self._starter(position) or not self.bits[position] & (COMMON | NEVER))
        ):
            mention = self._listed_name(position, 0, before, known=True)
            if mention:
                return mention
        joint = int(self.names.prefixes.get(words[position][:1]) == AND)
        if not comma and not joint:
            return None
        if not words[position][0].isalpha() or not self._same_sentence(before.first, position):
            return None
        tries = [(0, True), (joint, True), (joint, False)] if comma else [(joint, False)]
        for skip, known in tries:
            mention = self._listed_name(position, skip, before, known)
            if mention:
                return mention
        return None

    def _listed_name(
        self, position: int, skip: int, before: PlaceMention, known: bool
    ) -> PlaceMention | None:
        """A name of a list from a word without its first letters; where asked, only a known one."""
        word = self.words[position][skip:]
        if len(word) < 3:
            return None
        length = self.names.length(self.words, position, word)
        bits = self.bits[position]
        name = " ".join([word, *self.words[position + 1 : position + length]])
        if length:
            grade = self.names.grade(name)
            if not self.listed and not (skip and grade >= KNOWN) and grade < FAMOUS:
                return None
            if length == 1 and not self._listable(position, skip, grade):
                return None
        elif (
            known
            or not self.listed
            or (bits & (FUNCTION | HEAD | ACT | DEICTIC) and not bits & STARTER)
            or (
                bits & (COMMON | NEVER)
                and not bits & STARTER
                and not (skip and self._nominal(position) and self._followed(position + 1))
            )
        ):
            return None
        length = length or self._unknown_length(position)
        span = (position, position + length)
        level = before.level if self.listed else ""
        return self._mention(span, span, level, "list", skip=skip)

    def _listable(self, position: int, skip: int, grade: int) -> bool:
        """Whether one known word of a list is its name, and not the word that the lexicon knows."""
        bits = self.bits[position]
        if not bits & (COMMON | NEVER) or not self._plainly(position):
            return True
        if self.listed and not skip:
            return self._closed(position + 1)
        if bits & (NEVER | ACT | NATION):
            return False
        return grade >= KNOWN or (self.listed and self._closed(position + 1))

    def _nominal(self, position: int) -> bool:
        """Whether a word is a plain noun for the lexicon, so that it may be a name as well."""
        return all(
            hit.entry.label in ("person", "speaker", "actor") and not hit.form.tense
            for hit in self.page.at[position]
        )

    def _followed(self, position: int) -> bool:
        """Whether the list goes on with one more name."""
        if position >= len(self.words):
            return False
        word = self.words[position]
        return (
            any("and" in stem.flags and stem.skip for stem in self.names.stems(word))
            and not self.page.labels[position]
        )

    def _bare(self, position: int, stems: tuple[Stem, ...]) -> PlaceMention | None:
        """A name without a kind word: well known, or with something beside it that says place."""
        bits, before = self.bits[position], position - 1
        placed = (
            position > 0 and bool(self.bits[before] & (IN | NEAR)) and self._same_sentence(before, position)
        )
        if not bits & NATION or bits & COUNTRY:
            for stem in stems:
                mention = self._stemmed(position, stem, placed or "in" in stem.flags)
                if mention is not None:
                    return mention
        return self._started(position) if placed else None

    def _stemmed(self, position: int, stem: Stem, placed: bool) -> PlaceMention | None:
        """The name without a kind word that begins with a word without its proclitics."""
        length = 1 if stem.alone else reach(stem.tails, self.words, position)
        if not length or not stem.text[0].isalpha():
            return None
        tagged = (self.tags and self._joined(position)) or (position > 0 and self.words[position - 1] == "#")
        if length == 1:
            sound = self._sound(position, stem, placed, tagged)
        else:
            sound = self._sound_several(position, length, stem, placed)
        if not sound:
            return None
        cue, end = "tag" if tagged else "in" if placed else "bare", position + length
        return self._mention((position, self._directed(end)), (position, end), "", cue, skip=stem.skip)

    def _sound_several(self, position: int, length: int, stem: Stem, placed: bool) -> bool:
        """Whether a known name of several words may stand here without a kind word."""
        bits, ending = self.bits[position], self.bits[position + length - 1]
        if bits & HEAD and all(self.bits[p] & HEAD for p in range(position, position + length)):
            return False
        if bits & DIRECTION and ending & DEICTIC:
            return False
        if placed or not (bits & NEVER or ending & NEVER):
            return True
        name = " ".join([stem.text, *self.words[position + 1 : position + length]])
        return self.names.grade(name) >= KNOWN

    def _sound(self, position: int, stem: Stem, placed: bool, tagged: bool) -> bool:
        """Whether a known name of one word may stand here without a kind word."""
        bits, name, peeled = self.bits[position], stem.text, bool(stem.skip)
        if bits & STOP:
            return False
        common = bool(bits & COMMON) and (peeled or self._plainly(position))
        if common and not tagged and not bits & SOFT:
            return False
        grade = self.names.grade(name)
        if common and bits & SOFT and grade == FAMOUS:
            common = False
        if bits & NEVER and common:
            return False
        if tagged:
            return grade >= KNOWN and (not common or (self._joined(position) and bool(bits & PLAIN)))
        if common:
            return False
        if self.names.is_ambiguous(name):
            return placed and not peeled
        if grade == FAMOUS:
            return True
        if peeled and grade < KNOWN:
            return False
        return placed or (grade == KNOWN and not self._person(position))

    def _person(self, position: int) -> bool:
        """Whether a word rather ends somebody's name: it follows a word that nobody knows and no place."""
        before = position - 1
        if before < 0 or not self._same_sentence(before, position) or not self.words[before][0].isalpha():
            return False
        if position + 1 < len(self.words) and (
            "in" in self._flags(position + 1) or self.bits[position + 1] & (IN | NEAR | HEAD)
        ):
            return False
        return not self.page.labels[before] or self.page.has(before, "person", "name.starter")

    def _started(self, position: int) -> PlaceMention | None:
        """An unknown name after a preposition of place that begins as names do."""
        following = position + 1
        if not self.bits[position] & STARTER or following >= len(self.words) or self._flags(position):
            return None
        if self.page.labels[following] or not self.words[following][0].isalpha():
            return None
        span = (position, position + 2)
        return self._mention(span, span, "", "unknown")
