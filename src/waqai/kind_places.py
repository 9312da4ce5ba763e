"""A kind word -> the place that it names with what follows: the *town* of X, the *countryside* of X."""

from __future__ import annotations

from waqai.gazetteer import ARTICLE
from waqai.language.lexicon import Hit
from waqai.place_names import KNOWN, PlaceMention
from waqai.place_words import (
    ACT,
    COMMON,
    COUNTRY,
    DEICTIC,
    DIRECTION,
    FUNCTION,
    HEAD,
    HEADS,
    IN,
    NATION,
    NEAR,
    NEVER,
    NONE,
    PLAIN,
    SETTLED,
    SKIPPED,
    STARTER,
    STOP,
    Words,
)  # fmt: skip


class KindPlaces(Words):
    """Finds the place that a kind word names."""

    def _kinded(self, hit: Hit) -> PlaceMention | None:
        whole = self._whole(hit)
        if whole or (hit.entry.label == "place.direction" and self.words[hit.first].startswith(ARTICLE)):
            return whole
        level, last = self._kinds(hit)
        if last >= len(self.words) or not self._same_sentence(hit.first, last):
            return None
        if self.page.has(last, "time.relative"):  # `east of the town at dawn today`
            return None
        lead = hit.entry.label
        if self.bits[last] & COUNTRY:
            country = self.page.hit(last, "country")
            if country is None:
                return None
            start = hit.first if lead == "place.direction" else last
            return self._mention((hit.first, country.last), (start, country.last), "region", "kind", lead)
        quoted = self._quoted(last)
        known = self._known_after_kind(last, hit)
        if quoted and not known:
            return self._mention((hit.first, quoted), (last, quoted), level, "kind_unknown", lead)
        length = known
        if not length and (lead == "place.direction" or self._nameless(hit, last)):
            return None
        cue = "kind" if length else "kind_unknown"
        end = last + (length or self._unknown_length(last))
        if level == "road":
            end = self._between(end)
        close = self._directed(end)
        if level == "facility" and end < len(self.words) and self.words[end].startswith(ARTICLE):
            close += bool(self.bits[end] & STOP)
        return self._mention((hit.first, close), (last, end), level, cue, lead)

    def _known_after_kind(self, last: int, hit: Hit) -> int:
        """The length of a known name after a kind word; 0 for an ordinary word that cannot be one."""
        length, bits = self.names.length(self.words, last, self.words[last]), self.bits[last]
        if length == 1 and (self._starter(last) or self._directional(last, hit)):
            return 0
        if length > 1 and bits & DIRECTION and self._all_directions(last, last + length):
            return 0
        if bits & NATION and self.words[last].startswith(ARTICLE) and "the" not in hit.flags:
            return length if self.names.grade(self.words[last]) >= KNOWN else 0
        if length == 1 and bits & STOP:
            definite = self.words[last].startswith(ARTICLE) and "the" not in hit.flags
            if not definite and self._plainly(last):
                return 0
        if length == 1 and bits & (FUNCTION | DEICTIC | NATION):
            level = hit.entry.value.get("level")
            named = hit.form.number == "s" and level in (
                "nbhd",
                "road",
            )  # quarters *of the town*, many: no name
            return length if bits & DEICTIC and not bits & FUNCTION and named else 0
        return length

    def _all_directions(self, first: int, last: int) -> bool:
        """Whether all words of a name say which side: no name but two directions."""
        both = DIRECTION | HEAD
        return all(bits & both == both for bits in self.bits[first:last])

    def _kinds(self, hit: Hit) -> tuple[str, int]:
        """The level that the kind words give together, and the token after them."""
        level = hit.entry.value.get("level", "region" if hit.entry.label == "place.direction" else "")
        last, words, lead = hit.last, self.words, hit.entry.label
        while last < len(words):
            bits = self.bits[last]
            if words[last] in SKIPPED or words[last] == "-":
                last += 1
                continue
            if (
                bits & NATION
                and not bits & COUNTRY
                and ("the" in hit.flags or lead != "place.kind" or level == "ppl")
            ):
                last += 1
                continue
            more = self.page.hit(last, *HEADS) if bits & HEAD else None
            if more is None or (level in SETTLED and bits & STARTER and lead == "place.kind"):
                break
            if (bits & STARTER or level in SETTLED) and self._several(last):
                break
            definite = "the" in more.flags or words[last].startswith(ARTICLE)
            if definite and more.entry.label != "place.direction":
                after = more.last + (more.last < len(words) and bool(self.bits[more.last] & NATION))
                if bits & DEICTIC and self._name_at(after):
                    level = "ppl" if lead == "place.kind" else level
                    last = after
                    continue
                break
            if "and" in more.flags or last - hit.first >= 5 or definite:
                break
            if (more.entry.label == "place.kind" and (lead != "place.kind" or level == "region")) or (
                more.entry.label == "place.kind" and hit.entry.value.get("level") == "region"
            ):
                level = more.entry.value.get("level", level)
            last = more.last
        return level, last

    def _several(self, position: int) -> bool:
        """Whether a well-known name of several words begins at a token, so that its first is no kind word."""
        length = self.names.length(self.words, position, self.words[position])
        return length > 1 and self._name_at(position)

    def _directional(self, position: int, hit: Hit) -> bool:
        """Whether a word only says which side: the *northern* side; a governorate may be called so."""
        return bool(
            self.bits[position] & DIRECTION
            and ("the" in hit.flags or hit.form.text.startswith(ARTICLE))
            and hit.entry.value.get("level") != "admin1"
        )

    def _whole(self, hit: Hit) -> PlaceMention | None:
        """A known name that begins with a kind word itself (a tell, a mountain, a bridge)."""
        value = hit.entry.value.get("level")
        if (
            hit.last - hit.first > 1
            or hit.entry.label == "place.countryside"
            or value in ("admin1", "region")
        ):
            return None
        length = self.names.length(self.words, hit.first, hit.form.text)
        if length < 2:
            return None
        ending = hit.first + length - 1
        known = self.names.grade(" ".join([hit.form.text, *self.words[hit.first + 1 : ending + 1]])) >= KNOWN
        if self.bits[ending] & (FUNCTION if known else FUNCTION | HEAD) or (
            self.bits[ending] & STOP and self._plainly(ending)
        ):
            return None
        skip = len(self.words[hit.first]) - len(hit.form.text)
        if "the" in hit.flags:
            skip -= len(ARTICLE) if self.words[hit.first][skip - len(ARTICLE) : skip] == ARTICLE else 0
        span = (hit.first, hit.first + length)
        level = value or ("region" if hit.entry.label == "place.direction" else "")
        return self._mention(span, span, level, "whole", skip=skip)

    def _nameless(self, hit: Hit, last: int) -> bool:
        """Whether what follows a kind word is no name.

        A kind word without an article before a word with one is an annexation, so that word is a name; before
        a word without one, only a word that the lexicon does not know is.
        """
        word, bits = self.words[last], self.bits[last]
        if not word[0].isalpha() or len(word) < 3 or "the" in hit.flags:
            return True
        if bits & (FUNCTION if self._starter(last) or (word.startswith(ARTICLE) and bits & STOP) else NEVER):
            return True
        # a kind word that is also something else needs a name that is known
        if self.bits[hit.first] & ACT or self._verbal(hit.first) or bits & (DEICTIC | NATION):
            return True
        hits = self.page.at[last]
        flags = hits[0].flags if hits else NONE
        article = "the" in flags or word.startswith(ARTICLE)
        value = hit.entry.value
        settled = value.get("level") in SETTLED
        if flags & {"and", "so", "to", "in", "like", "pron"} and not (
            article and not flags & {"and", "to", "in"}
        ):
            return True
        if self.words[last - 1] in SKIPPED and hit.form.number == "s":
            return False
        if article:
            soft = settled or (hit.form.number == "s" and value.get("proper") == "yes")
            return bool(bits & COMMON and not (soft and bits & PLAIN)) or value.get("proper") == "no"
        if any(h.form.tense for h in hits) or value.get("proper", "no") == "no":
            return True
        if self.page.labels[last]:
            return not (settled and bits & STARTER)
        # an unknown word without an article: a name after a settlement, else mostly an adjective
        if word[:2] == ARTICLE[1] * 2:
            return True
        return not settled and (hit.form.number != "s" or not self._framed(last + 1))

    def _framed(self, position: int) -> bool:
        """Whether what follows an unknown name is what follows names: where it is, or what it is for."""
        if position >= len(self.words) or not self.words[position][0].isalpha():
            return True
        word = self.words[position]
        return bool(self.bits[position] & (IN | NEAR | HEAD)) or word.startswith((ARTICLE[1] * 2, ARTICLE))

    def _verbal(self, position: int) -> bool:
        """Whether a word may be a verb or an act as well as a kind of place."""
        return any(
            h.form.tense or h.entry.label.startswith(("say.", "harm.")) for h in self.page.at[position]
        )
