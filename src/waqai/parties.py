"""Page -> parties: every phrase that names somebody who can act or be hit, with its register id.

A phrase grows to the right from its head: forces, names, nationalities and what ties them (`loyal to`). Two
nations that share a head are two parties. What names nobody by itself (`the organisation`, `its forces`,
`soldiers`) points back to a party named before (codebook, section 4 and 7.1-7.4).
"""

from __future__ import annotations

from waqai.actor_overlay import register_with
from waqai.doers import settle_doers
from waqai.heads import AS_BODY, BODY, HEADS, LINK, PART, Heads
from waqai.identities import (
    NATIONS,
    Party,
    Phrase,
    Scene,
    code,
    identify,
    open_scene,
)
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.second_mentions import Memory

_GROWS = AS_BODY | LINK | PART
_PASSED = frozenset("\"'()#")
_LONGEST = 14


def find_parties(page: Page) -> None:
    """Fill `page.parties`, in order; a phrase inside a longer one is not listed."""
    scene = open_scene(page, register_with(page.pack.actors))
    finder = _Finder(scene)
    reached = 0
    for position in finder.heads.openings():
        if position >= reached:
            head = finder.heads.pick(position, HEADS)
            if head is not None and not finder.heads.is_void(head):
                reached = finder.add(head)
    finder.memory.settle()
    page.parties = settle_doers(page, finder.memory.parties)


class _Finder:
    """The parties of one page so far, and the phrase that is being read."""

    def __init__(self, scene: Scene) -> None:
        """A finder at the page's start."""
        self.scene = scene
        self.page = scene.page
        self.heads = Heads(scene)
        self.memory = Memory(scene)

    def add(self, head: Hit) -> int:
        """Read the phrase of a head and list its parties; gives the token after it."""
        phrase, pair = self._grow(head)
        last = self._closed(head.first, phrase.pieces[-1].last)
        id_, rule = identify(self.scene, phrase, self.heads.names)
        id_, rule = self._refined(phrase, id_, rule)
        kind = head.entry.label.split(".")[0]
        definite = "the" in head.flags
        self.memory.parties.append(Party(head.first, last, id_, kind, definite, rule))
        if pair is not None:
            pieces = (*(p for p in phrase.pieces if p.entry.label not in NATIONS), pair)
            id_, rule = self._refined(Phrase(pieces), *identify(self.scene, Phrase(pieces), {}))
            self.memory.parties.append(Party(pair.first, pair.last, id_, kind, definite, rule))
            last = pair.last
        return last

    def _closed(self, first: int, last: int) -> int:
        words = self.page.tokens.words
        if last < len(words) and words[last] == '"' and words[first:last].count('"') % 2:
            return last + 1
        return last

    def _grow(self, head: Hit) -> tuple[Phrase, Hit | None]:
        """The phrase of a head, and a second nation that shares it (`Russian and Syrian warplanes`)."""
        page, pieces, position = self.page, [head], head.last
        tie, tied = "loyal" if head.entry.value.get("loyal") else "", 0
        if head.last - head.first > len(head.entry.text.split()):
            tie = "part"  # an office with its preposition: `a leader in`
        words, marks = page.tokens.words, self.heads.marks
        size = min(len(words), head.first + _LONGEST)
        while position < size:
            if words[position] in _PASSED:
                position += 1
                continue
            if not marks[position] & _GROWS:
                doubt = page.hit(position, "hedge") if head.entry.label == "force" else None
                if doubt is None or doubt.entry.value.get("scope") != "actor":
                    break
                position = doubt.last  # `aircraft believed to be Russian`
                continue
            link = page.hit(position, "link.of", "link.title") if marks[position] & LINK else None
            if link is not None and not link.flags & {"and", "so", "pron"}:
                if link.entry.label == "link.of":
                    tie, tied = "loyal" if link.entry.value.get("loyal") else tie or "own", len(pieces)
                    position = link.last
                    continue
                if tie or pieces[-1].entry.label == "force":
                    position = link.last
                    continue
            hit = self.heads.pick(position, BODY)
            if hit is None:
                if not tie and marks[position] & PART and _opens_part(page, pieces, position):
                    tie, tied, position = "part", 0, position + 1
                    continue
                break
            if self._is_apart(pieces[-1], hit):
                break
            if _shares(pieces, hit):
                return Phrase(tuple(pieces), tie, tied), hit
            if not _absorbs(pieces, hit, tie) or (not tie and self._parts(pieces[-1], hit)):
                break
            pieces.append(hit)
            position = hit.last
        return Phrase(tuple(pieces), tie if len(pieces) > 1 or tie == "loyal" else "", tied), None

    def _is_apart(self, before: Hit, hit: Hit) -> bool:
        """Whether a sound plural of several words stands alone: `unknown gunmen [attacked] the checkpoint`."""
        if before.last - before.first < 2 or hit.entry.label != "force" or "the" not in hit.flags:
            return False
        plural = tuple(suffix for _, suffix, *_ in self.page.pack.morphology.affixes["plural_masculine"])
        return self.page.tokens.words[before.last - 1].endswith(plural)

    def _parts(self, before: Hit, hit: Hit) -> bool:
        """Whether an indefinite force begins anew after a definite one: `the factions [shelled] a column`."""
        definite = "the" in before.flags or before.entry.text.startswith(self.heads.article)
        return hit.entry.label == "force" and definite and "the" not in hit.flags

    def _refined(self, phrase: Phrase, id_: str, rule: str) -> tuple[str, str]:
        """The id where the words around decide it: whom it points back to, persons, who has aircraft."""
        head = phrase.head
        if head.entry.label == "nationality" and len(phrase.pieces) == 1:
            return self._bare_nation(head, id_), rule
        if head.entry.label in ("person", "act") and id_ == "civilians.protesters" and self._in_riot(head):
            return "civilians.rioters", "riot"
        back = self.memory.back(phrase, id_)
        return (back, "back") if back else (id_, rule)

    def _bare_nation(self, head: Hit, id_: str) -> str:
        """A nationality alone: a person after a verb or a word of harm, an air force after an air strike."""
        page, before = self.page, head.first - 1
        start = page.sentence(head.first).first
        while before > start and page.has(before, "nationality"):
            before -= 1
        if before < start:
            return id_
        if head.form.number == "s" and head.form.gender == "m" and "the" not in head.flags:
            noun = any(not h.form.tense for h in page.at[before] if h.entry.label.startswith("act."))
            verb = any(h.form.tense for h in page.at[before]) and not noun
            if verb or page.has(before, "harm.kill", "harm.injure", "number"):
                return "civilians"
        if page.has(before, "act.air") and "air" in head.entry.value:
            return code(self.scene, head.entry.value["air"])
        return id_

    def _in_riot(self, head: Hit) -> bool:
        sentence = self.page.sentence(head.first)
        return any(self.page.has(p, "act.riot") for p in range(sentence.first, sentence.last))


def _opens_part(page: Page, pieces: list[Hit], position: int) -> bool:
    """Whether `of` or `in` makes a member of something follow: `fighters of the party`, `a leader in it`."""
    head = pieces[-1]
    if len(pieces) > 2 or head.entry.label not in ("force", "person"):
        return False
    leader = head.entry.value.get("kind") == "leader" or head.entry.value.get("sub") == "rank"
    if page.hit(position, "number.of") is not None:
        return "the" not in head.flags
    return page.hit(position, "prep.in") is not None and leader


def _shares(pieces: list[Hit], hit: Hit) -> bool:
    """Whether a second nationality of another nation follows the first, with or without a conjunction."""
    before = pieces[-1]
    return (
        hit.entry.label == before.entry.label == "nationality"
        and hit.entry.value.get("iso") not in (None, before.entry.value.get("iso"))
        and "iso" in before.entry.value
        and hit.form.number != "p"
        and ("the" in hit.flags) == ("the" in before.flags)
    )


def _absorbs(pieces: list[Hit], hit: Hit, tie: str) -> bool:
    """Whether a phrase goes on with this entry: no conjunction, no preposition but after a link."""
    if "and" in hit.flags or "so" in hit.flags or hit.form.tense:
        return False
    if hit.flags & {"in", "like"}:
        return bool(tie) and pieces[-1].entry.label == "force"
    label, before, head = hit.entry.label, pieces[-1].entry.label, pieces[0]
    if label == "force" and _is_object(hit) and not _is_object(pieces[-1]):
        return False
    if tie == "part":
        return label in ("actor", "force", "leader") or (label == "nationality" and before != "person")
    if "to" in hit.flags:
        return (
            bool(tie) or before in ("force", "actor") or before.startswith("object")
        ) and label != "person"
    if label == "nationality":
        plain = hit.form.number == "s" or before in ("force", "person", "actor")
        return plain or before.startswith("harm")
    if label == "leader":
        return bool(tie) or before == "force"
    if label in ("country", "capital"):
        return before == "force" or bool(tie)
    if label == "person":
        return (before in ("person", "force") and "the" not in hit.flags) or before.startswith("object")
    if label in ("force", "actor") and head.entry.value.get("anyone") == "alone" and not tie:
        return False
    if label == "force" and (
        before in ("country", "capital") or (_is_closed(pieces[-1]) and "the" in hit.flags)
    ):
        return False
    return before != "nationality" or bool(tie) or head.entry.label == "object"


def _is_object(hit: Hit) -> bool:
    """Whether a noun stands in the indefinite accusative: `[a man stabbed] a policeman`."""
    form = hit.form
    return (
        form.number == "s"
        and form.gender == "m"
        and not hit.flags
        and len(form.text) == len(hit.entry.text) + 1
    )


def _is_closed(hit: Hit) -> bool:
    """Whether a sound plural stands alone, so that no owner follows: `gunmen [attacked] the checkpoint`."""
    form = hit.form
    return form.number in ("p", "d") and form.gender == "m" and not form.construct
