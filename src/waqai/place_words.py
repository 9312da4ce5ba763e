"""Page -> what each of its words may be to a place: marks, and small questions about a token.

The finders of places ask these; a mark is a bit, so that a token costs one look-up.
"""

from __future__ import annotations

from waqai.gazetteer import ARTICLE, Choice
from waqai.label_marks import LabelMarks
from waqai.mentions import Page
from waqai.place_names import FAINT, FAMOUS, KNOWN, Names, PlaceMention

HEAD, DIRECTION, DEICTIC, NEAR, IN, COUNTRY, NATION = (1 << bit for bit in range(7))
STARTER, FUNCTION, STOP, NEVER, COMMON, PLAIN, SOFT, ACT = (1 << bit for bit in range(7, 15))
OPENING = HEAD | COUNTRY | STARTER  # a word with none of these and no name's first word opens no mention
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
        "prep", "relative", "negation", "link", "say.prep", "place.near", "discourse", "number.bound",
        "number.to",
    )),
    (STOP, ("place.stop",)),
    (NEVER, (
        "prep", "relative", "negation", "link", "say.prep", "say.verb", "place.near", "place.stop",
        "place.deictic", "discourse", "number.bound", "number.vague", "time.", "result", "irrealis", "hedge",
    )),
    # words that are no name even where the gazetteer has one of that spelling
    (COMMON, (
        "act.", "harm.", "say.", "time.", "number", "person", "force", "weapon", "object", "negation",
        "irrealis", "link", "relative", "prep", "actor", "speaker", "light", "result", "nationality", "hedge",
        "deny", "discourse", "place.", "off.", "ethnic",
    )),
    # words that are named after or with what they mean: a quarter, a checkpoint
    (PLAIN, ("place.kind", "place.deictic", "object.", "speaker", "name.starter")),
    # of these, what a well-known place may also be read as: it speaks, or its people do
    (SOFT, ("speaker", "capital", "ethnic")),
)  # fmt: skip
HEADS = _MARKS[0][1]
_COMMON = next(prefixes for bit, prefixes in _MARKS if bit == COMMON)
_OPEN, _CLOSE = "\"(\u00ab'", "\")\u00bb'"
SKIPPED = frozenset("\"#('\u00ab")
COMMAS = frozenset((",", "\u060c"))
DASHES = frozenset(("-", "\u2013", "\u2014", "/"))
SETTLED = frozenset(("ppl", "nbhd", "admin1", "admin2", "admin3", "natural"))
_NO_CHOICE = Choice(None, None, None, "")
NONE: frozenset[str] = frozenset()
_PLAIN_CLITICS = frozenset({"the", "and"})
AND = frozenset({"and"})


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


_SEEN = LabelMarks(marks)


class Words:
    """The words of one page with their marks, and the mentions found so far."""

    def __init__(self, page: Page, names: Names) -> None:
        """The page before anything is found."""
        self.page, self.names = page, names
        self.words = page.tokens.words
        self.bits = _SEEN.of(page.labels)
        self.found: list[PlaceMention] = []
        self.listed = False
        self.tags = "_" in page.tokens.normal.text

    def _plainly(self, position: int) -> bool:
        """Whether the lexicon's reading of a word takes no clitic off it but the article and `and`."""
        hits = self.page.at[position]
        for hit in hits:
            if hit.flags <= _PLAIN_CLITICS:
                return True
        return not hits

    def _flags(self, position: int) -> frozenset[str]:
        return self.page.at[position][0].flags if self.page.at[position] else NONE

    def _same_sentence(self, one: int, other: int) -> bool:
        return self.page.sentence_of[one] == self.page.sentence_of[other]

    def _joined(self, position: int) -> bool:
        """Whether a word follows another of one hashtag."""
        start = self.page.tokens.starts[position]
        return start > 0 and self.page.tokens.normal.text[start - 1] == "_"

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

    def _closed(self, position: int) -> bool:
        """Whether an item of a list ends here: a comma, a bracket or another `and` follows."""
        if position >= len(self.words) or self.words[position] in COMMAS or self.words[position] in _CLOSE:
            return True
        return "and" in self._flags(position)

    def _name_at(self, position: int) -> bool:
        """Whether a well-known name begins at a token."""
        if position >= len(self.words):
            return False
        length = self.names.length(self.words, position, self.words[position])
        return bool(length) and self.names.grade(" ".join(self.words[position : position + length])) >= KNOWN

    def _quoted(self, position: int) -> int:
        """The end of a quoted name of up to five tokens that begins here; 0 where there is none."""
        before = self.words[position - 1] if position else ""
        if before not in _OPEN or not self.words[position][0].isalpha():
            return 0
        for end in range(position + 1, min(position + 6, len(self.words))):
            if self.words[end] in _CLOSE:
                return end
            if not (self.words[end][0].isalnum() or self.words[end] in DASHES):
                return 0
        return 0

    def _unknown_length(self, position: int) -> int:
        """How many words an unknown name has: two where the second has the article or follows a starter."""
        words, following = self.words, position + 1
        if following >= len(words) or not words[following][0].isalpha():
            return 1
        if not self._same_sentence(position, following):
            return 1
        if self.names.prefixes.get(words[following][:1]) == AND and len(words[following]) > 3:
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
        if end + 1 >= len(words) or words[end] not in DASHES or not words[end + 1][0].isalpha():
            return end
        return end + 1 + max(1, self.names.length(words, end + 1, words[end + 1]))

    def _directed(self, last: int) -> int:
        """Past direction adjectives after a name: the countryside of X *the northern*."""
        for _ in range(2):
            directed = last < len(self.words) and self.bits[last] & DIRECTION
            hit = self.page.hit(last, "place.direction") if directed else None
            if hit is None or not self.words[last].startswith(ARTICLE):
                break
            last = hit.last
        return last

    def _mention(
        self,
        span: tuple[int, int],
        name: tuple[int, int],
        level: str,
        cue: str,
        lead: str = "",
        skip: int = 0,
    ) -> PlaceMention:
        """The mention at tokens `span`, its name as the text writes it without `skip` letters of clitics."""
        tokens, page = self.page.tokens, self.page
        start, end = tokens.normal.raw(tokens.starts[name[0]], tokens.ends[name[1] - 1])
        if skip:
            start = tokens.normal.raw(tokens.starts[name[0]] + skip, tokens.ends[name[0]])[0]
        first = span[0]
        near = lead == "place.direction" or (first > 0 and bool(self.bits[first - 1] & NEAR))
        if level == "country":
            grade = FAMOUS
        else:
            folded = self.words[name[0]][skip:]
            if name[1] - name[0] > 1:
                folded = " ".join([folded, *self.words[name[0] + 1 : name[1]]])
            grade = self.names.grade(folded)
        if not grade and cue in ("kind", "whole"):
            grade = FAINT
        text = page.document.text[start:end]
        row = (first, span[1], text, level, cue, lead, _NO_CHOICE, False, False, False, start, near, grade)
        return tuple.__new__(PlaceMention, row)
