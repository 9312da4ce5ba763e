"""Page -> mentions of places, not yet grounded: a kind word with a name, a known name, or an unknown word of a chain.

Known names that stand alone are taken only where they are well known, or where something beside them says place:
a preposition, a hashtag, another place that they are coordinated with.
"""

from __future__ import annotations

from functools import lru_cache

from waqai.gazetteer import ARTICLE, Choice
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.place_names import FAINT, FAMOUS, KNOWN, Names, PlaceMention

(
    HEAD,
    DEICTIC,
    NEAR,
    IN,
    COUNTRY,
    NATION,
    STARTER,
    FUNCTION,
    STOP,
    NEVER,
    COMMON,
    SOFT,
    PLAIN,
    ACT,
    DIRECTION,
) = (1 << bit for bit in range(15))
# The bit of a mark and the labels that set it, by their beginnings
_MARKS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (HEAD, ("place.kind", "place.countryside", "place.direction")),
    (DIRECTION, ("place.direction",)),
    (DEICTIC, ("place.deictic",)),
    (NEAR, ("place.near", "place.direction")),
    (IN, ("prep.in",)),
    (COUNTRY, ("country",)),
    (NATION, ("nationality",)),
    (STARTER, ("name.starter",)),
    (ACT, ("act.",)),
    # words that are never a name, whatever stands before them
    (FUNCTION, (
        "prep", "relative", "negation", "link", "say.prep", "place.near", "discourse", "number.bound", "number.to",
    )),
    (STOP, ("place.stop",)),
    (NEVER, (
        "prep", "relative", "negation", "link", "say.prep", "say.verb", "place.near", "place.stop", "place.deictic",
        "discourse", "number.bound", "number.vague", "time.", "result", "irrealis", "hedge",
    )),
    # words that are no name even where the gazetteer has one of that spelling
    (COMMON, (
        "act.", "harm.", "say.", "time.", "number", "person", "force", "weapon", "object", "negation", "irrealis",
        "link", "relative", "prep", "actor", "speaker", "light", "result", "nationality", "hedge", "deny", "discourse",
        "place.", "off.", "ethnic",
    )),
    # words that are named after or with what they mean: a quarter, a checkpoint
    (PLAIN, ("place.kind", "place.deictic", "object.", "speaker", "name.starter")),
    # of these, what a well-known place may also be read as: it speaks, or its people do
    (SOFT, ("speaker", "capital", "ethnic")),
)  # fmt: skip
_COMMON = next(prefixes for bit, prefixes in _MARKS if bit == COMMON)
_OPEN, _CLOSE = "\"(\u00ab'", "\")\u00bb'"
_SKIPPED = frozenset("\"#('\u00ab")
_COMMAS = frozenset((",", "\u060c"))
_DASHES = frozenset(("-", "\u2013", "\u2014", "/"))
_SETTLED = frozenset(("ppl", "nbhd", "admin1", "admin2", "admin3", "natural"))
_NO_CHOICE = Choice(None, None, None, "")
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=20_000)
def marks(labels: frozenset[str]) -> int:
    """The marks of a set of labels, as bits."""
    bits = 0
    for bit, prefixes in _MARKS:
        if bit in (SOFT, PLAIN):
            common = [label for label in labels if label.startswith(_COMMON)]
            bits |= bit if common and all(label.startswith(prefixes) for label in common) else 0
        elif any(label.startswith(prefixes) for label in labels):
            bits |= bit
    return bits


class Finder:
    """Finds the mentions of one page, from left to right."""

    def __init__(self, page: Page, names: Names) -> None:
        """A finder at the first token."""
        self.page, self.names = page, names
        self.words = page.tokens.words
        self.bits = [marks(labels) if labels else 0 for labels in page.labels]
        self.found: list[PlaceMention] = []
        self.listed = False

    def find(self) -> list[PlaceMention]:
        """All mentions, in order."""
        position, size = 0, len(self.words)
        while position < size:
            mention = self._at(position)
            if mention is None:
                position += 1
                continue
            self.found.append(mention)
            position = mention.last
        return self.found

    def _at(self, position: int) -> PlaceMention | None:
        bits = self.bits[position]
        if bits & (HEAD | COUNTRY):
            for hit in self.page.at[position]:
                label, flags = hit.entry.label, hit.flags
                if label == "country" and "pron" not in flags:
                    skip = len(self.words[position]) - len(hit.form.text) if flags - {"the"} else 0
                    return self._mention(
                        (hit.first, hit.last), (hit.first, hit.last), "country", "country", skip=max(skip, 0)
                    )
                if label in _MARKS[0][1] and not hit.form.tense and not flags & {"pron", "like"}:
                    mention = self._kinded(hit)
                    if mention:
                        self.listed = hit.form.number in ("p", "d")
                        return mention
                    break
        return self._partner(position) or self._bare(position)

    # --- a kind word and the name after it

    def _kinded(self, hit: Hit) -> PlaceMention | None:
        whole = self._whole(hit)
        if whole or (hit.entry.label == "place.direction" and self.words[hit.first].startswith(ARTICLE)):
            return whole
        level, last = self._kinds(hit)
        if last >= len(self.words) or not self._same_sentence(hit.first, last):
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
        return self._mention((hit.first, self._directed(end)), (last, end), level, cue, lead)

    def _known_after_kind(self, last: int, hit: Hit) -> int:
        """The length of a known name after a kind word; one ordinary word is none where it cannot be a name."""
        length, bits = self.names.length(self.words, last, self.words[last]), self.bits[last]
        if length == 1 and (self._starter(last) or self._directional(last, hit)):
            return 0
        if length > 1 and all(
            self.bits[p] & (DIRECTION | HEAD) == DIRECTION | HEAD for p in range(last, last + length)
        ):
            return 0
        if bits & NATION and self.words[last].startswith(ARTICLE) and "the" not in hit.flags:
            return length if self.names.grade(self.words[last]) >= KNOWN else 0
        definite = self.words[last].startswith(ARTICLE) and "the" not in hit.flags
        if length == 1 and bits & STOP and not definite and self._plainly(last):
            return 0
        if length == 1 and bits & (FUNCTION | DEICTIC | NATION):
            level = hit.entry.value.get("level")
            return length if bits & DEICTIC and not bits & FUNCTION and level in ("nbhd", "road") else 0
        return length

    def _directional(self, position: int, hit: Hit) -> bool:
        """Whether a word only says which side: the *northern* side; a governorate may be called so."""
        return bool(
            self.bits[position] & DIRECTION
            and "the" in hit.flags
            and hit.entry.value.get("level") != "admin1"
        )

    def _kinds(self, hit: Hit) -> tuple[str, int]:
        """The level that the kind words give together, and the token after them."""
        level = hit.entry.value.get("level", "region" if hit.entry.label == "place.direction" else "")
        last, words, lead = hit.last, self.words, hit.entry.label
        while last < len(words):
            bits = self.bits[last]
            if words[last] in _SKIPPED or words[last] == "-":
                last += 1
                continue
            if (
                bits & NATION
                and not bits & COUNTRY
                and ("the" in hit.flags or lead != "place.kind" or level == "ppl")
            ):
                last += 1
                continue
            more = self.page.hit(last, *_MARKS[0][1]) if bits & HEAD else None
            if more is None or (level in _SETTLED and bits & STARTER and lead == "place.kind"):
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
            if more.entry.label == "place.kind" and (lead != "place.kind" or level == "region"):
                level = more.entry.value.get("level", level)
            elif more.entry.label == "place.kind" and hit.entry.value.get("level") == "region":
                level = more.entry.value.get("level", level)
            last = more.last
        return level, last

    def _name_at(self, position: int) -> bool:
        """Whether a well-known name begins at a token."""
        if position >= len(self.words):
            return False
        length = self.names.length(self.words, position, self.words[position])
        return bool(length) and self.names.grade(" ".join(self.words[position : position + length])) >= KNOWN

    def _whole(self, hit: Hit) -> PlaceMention | None:
        """A name that begins with a kind word itself (a tell, a mountain, a bridge) and that the gazetteer knows."""
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

    def _quoted(self, position: int) -> int:
        """The end of a quoted name of up to five tokens that begins here; 0 where there is none."""
        before = self.words[position - 1] if position else ""
        if before not in _OPEN or not self.words[position][0].isalpha():
            return 0
        for end in range(position + 1, min(position + 6, len(self.words))):
            if self.words[end] in _CLOSE:
                return end
            if not (self.words[end][0].isalnum() or self.words[end] in _DASHES):
                return 0
        return 0

    def _nameless(self, hit: Hit, last: int) -> bool:
        """Whether what follows a kind word is no name.

        A kind word without an article before a word with one is an annexation, so that word is a name; before a word
        without one, only a word that the lexicon does not know is.
        """
        word, bits = self.words[last], self.bits[last]
        if not word[0].isalpha() or len(word) < 3 or "the" in hit.flags:
            return True
        if bits & (FUNCTION if self._starter(last) or word.startswith(ARTICLE) and bits & STOP else NEVER):
            return True
        # a kind word that is also something else needs a name that is known
        if self.bits[hit.first] & ACT or self._verbal(hit.first) or bits & (DEICTIC | NATION):
            return True
        hits = self.page.at[last]
        flags = hits[0].flags if hits else _NONE
        article = "the" in flags or word.startswith(ARTICLE)
        value = hit.entry.value
        settled = value.get("level") in _SETTLED
        if flags & {"and", "so", "to", "in", "like", "pron"} and not (
            article and not flags & {"and", "to", "in"}
        ):
            return True
        if self.words[last - 1] in _SKIPPED and hit.form.number == "s":
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

    def _starter(self, position: int) -> bool:
        """Whether a word without the article is one that names begin with, and another word follows."""
        following = position + 1
        return bool(
            self.bits[position] & STARTER
            and not self.words[position].startswith(ARTICLE)
            and following < len(self.words)
            and self.words[following][0].isalpha()
            and not self.bits[following] & NEVER
        )

    def _framed(self, position: int) -> bool:
        """Whether what follows an unknown name goes on as it would behind a name: where it is, or what it is for."""
        if position >= len(self.words) or not self.words[position][0].isalpha():
            return True
        word = self.words[position]
        return bool(self.bits[position] & (IN | NEAR | HEAD)) or word.startswith((ARTICLE[1] * 2, ARTICLE))

    def _verbal(self, position: int) -> bool:
        """Whether a word may be a verb or an act as well as a kind of place."""
        return any(
            h.form.tense or h.entry.label.startswith(("say.", "harm.")) for h in self.page.at[position]
        )

    def _unknown_length(self, position: int) -> int:
        """How many words an unknown name has: one, or two where the second also has the article or follows a starter."""
        words, following = self.words, position + 1
        if following >= len(words) or not words[following][0].isalpha():
            return 1
        if not self._same_sentence(position, following):
            return 1
        if self.names.prefixes.get(words[following][:1]) == {"and"} and len(words[following]) > 3:
            return 1
        article, second = words[position].startswith(ARTICLE), words[following].startswith(ARTICLE)
        plain = not self.page.labels[following]
        if self.bits[position] & STARTER and not self.bits[following] & NEVER:
            return 2
        if article:
            return 2 if second and plain else 1
        return 2 if plain and (second or bool(self.page.labels[position])) else 1

    def _between(self, end: int) -> int:
        """Past the second end of a road that is named by both: `road A - B`."""
        words = self.words
        if end + 1 >= len(words) or words[end] not in _DASHES or not words[end + 1][0].isalpha():
            return end
        return end + 1 + max(1, self.names.length(words, end + 1, words[end + 1]))

    def _directed(self, last: int) -> int:
        """Past direction adjectives after a name: the countryside of X *the northern*."""
        for _ in range(2):
            hit = self.page.hit(last, "place.direction") if last < len(self.words) else None
            if hit is None or not self.words[last].startswith(ARTICLE):
                break
            last = hit.last
        return last

    # --- names without a kind word

    def _partner(self, position: int) -> PlaceMention | None:
        """The next name of a list: after a comma or with `and`, right behind a place."""
        before = self.found[-1] if self.found else None
        if before is None or before.level == "country":
            return None
        words = self.words
        if (
            position == before.last
            and self.listed
            and (self._starter(position) or not self.bits[position] & (COMMON | NEVER))
        ):
            mention = self._listed_name(position, 0, before, known=True)
            if mention:
                return mention
        comma = position - before.last == 1 and words[position - 1] in (_COMMAS | _DASHES)
        if not (comma or position == before.last) or not self._same_sentence(before.first, position):
            return None
        if not words[position][0].isalpha():
            return None
        joint = next((s for s in (1,) if self.names.prefixes.get(words[position][:s]) == {"and"}), 0)
        if not comma and not joint:
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
        """A name of a list from a word without its first letters; of those that are known alone, where asked."""
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
        elif known or not self.listed or bits & (FUNCTION | HEAD | ACT | DEICTIC) and not bits & STARTER:
            return None
        elif (
            bits & (COMMON | NEVER)
            and not bits & STARTER
            and not (skip and self._nominal(position) and self._followed(position + 1))
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

    def _closed(self, position: int) -> bool:
        """Whether an item of a list ends here: a comma, a bracket or another `and` follows."""
        if position >= len(self.words) or self.words[position] in _COMMAS or self.words[position] in _CLOSE:
            return True
        return "and" in self._flags(position)

    def _plainly(self, position: int) -> bool:
        """Whether the lexicon's reading of a word takes no clitic off it but the article and `and`."""
        hits = self.page.at[position]
        return not hits or any(not h.flags - {"the", "and"} for h in hits)

    def _bare(self, position: int) -> PlaceMention | None:
        """A name without a kind word: well known, or with something beside it that says place."""
        word = self.words[position]
        stems = self.names.stems(word)
        if not stems and not self.bits[position] & STARTER:
            return None
        before = position - 1
        same = position > 0 and self._same_sentence(before, position)
        tagged = self._joined(position) or (position > 0 and self.words[before] == "#")
        placed = same and bool(self.bits[before] & (IN | NEAR))
        for stem, flags, skip in stems:
            length = self.names.length(self.words, position, stem)
            if length and self._sound(position, length, stem, bool(skip), placed or "in" in flags, tagged):
                cue = "tag" if tagged else "in" if placed or "in" in flags else "bare"
                end = position + length
                return self._mention((position, self._directed(end)), (position, end), "", cue, skip=skip)
        return self._started(position) if placed else None

    def _sound(self, position: int, length: int, stem: str, peeled: bool, placed: bool, tagged: bool) -> bool:
        """Whether a known name may stand here without a kind word."""
        bits, name = self.bits[position], " ".join([stem, *self.words[position + 1 : position + length]])
        grade = self.names.grade(name)
        if bits & NATION and not bits & COUNTRY or not name[0].isalpha():
            return False
        if length > 1 and all(self.bits[p] & HEAD for p in range(position, position + length)):
            return False
        if length > 1 and bits & DIRECTION and self.bits[position + length - 1] & DEICTIC:
            return False
        if length > 1:
            return grade >= KNOWN or placed or not (bits & NEVER or self.bits[position + length - 1] & NEVER)
        common = bool(bits & COMMON) and (self._plainly(position) or peeled)
        if common and bits & SOFT and grade == FAMOUS:
            common = False
        if bits & (FUNCTION | STOP) or bits & NEVER and common:
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

    def _joined(self, position: int) -> bool:
        """Whether a word follows another of one hashtag."""
        start = self.page.tokens.starts[position]
        return start > 0 and self.page.tokens.normal.text[start - 1] == "_"

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

    def _flags(self, position: int) -> frozenset[str]:
        return self.page.at[position][0].flags if self.page.at[position] else _NONE

    def _same_sentence(self, one: int, other: int) -> bool:
        return self.page.sentence_of[one] == self.page.sentence_of[other]

    def _mention(
        self,
        span: tuple[int, int],
        name: tuple[int, int],
        level: str,
        cue: str,
        lead: str = "",
        skip: int = 0,
    ) -> PlaceMention:
        """The mention at tokens `span` with its name as the text writes it, without `skip` letters of clitics."""
        tokens, page = self.page.tokens, self.page
        start = tokens.normal.raw(tokens.starts[name[0]] + skip, tokens.ends[name[0]])[0]
        end = tokens.raw(name[0], name[1])[1]
        first = span[0]
        near = lead == "place.direction" or (first > 0 and bool(self.bits[first - 1] & NEAR))
        folded = " ".join([self.words[name[0]][skip:], *self.words[name[0] + 1 : name[1]]])
        grade = FAMOUS if level == "country" else self.names.grade(folded)
        return PlaceMention(
            first, span[1], page.document.text[start:end], level, cue, lead, _NO_CHOICE, start=start, near=near,
            grade=max(grade, FAINT if cue in ("kind", "whole") else 0),
        )  # fmt: skip
