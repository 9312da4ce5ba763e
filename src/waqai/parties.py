"""Page -> parties: every phrase that names somebody who can act or be hit, with its register id.

A phrase grows to the right from its head: forces, names, nationalities and what ties them (`loyal to`). A name decides
the id, else a nationality with a force, else the force alone. The date and the country of the report choose between
namesakes (codebook, section 4 and 7.1-7.4).
"""

from __future__ import annotations

from typing import NamedTuple

from waqai.actors import Register, load_register
from waqai.language.lexicon import Hit
from waqai.mentions import Page

HEADS = (
    "actor",
    "force",
    "nationality",
    "country",
    "capital",
    "person",
    "object.",
    "harm.kill.person",
    "harm.injure.person",
)
_QUOTES = frozenset("\"'()")
_STATE_KINDS = frozenset({"army", "air", "navy", "leader", "security", "police", "state"})


class Party(NamedTuple):
    """A party at tokens [first, last). `kind` is what its head is; `id` "" where it names nobody who can be coded."""

    first: int
    last: int
    id: str
    kind: str
    definite: bool
    rule: str


def find_parties(page: Page) -> None:
    """Fill `page.parties`, in order; a phrase inside a longer one is not listed."""
    register = load_register()
    parties: list[Party] = []
    position, size = 0, len(page.tokens.words)
    while position < size:
        head = page.hit(position, *HEADS) if page.at[position] else None
        if head is None:
            position += 1
            continue
        party = _grow(page, register, head)
        parties.append(party)
        position = max(party.last, position + 1)
    page.parties = parties


def _grow(page: Page, register: Register, head: Hit) -> Party:
    pieces = [head]
    position, size = head.last, len(page.tokens.words)
    linked = False
    while position < size and position < head.first + 14:
        if page.tokens.words[position] in _QUOTES:
            position += 1
            continue
        hit = page.hit(position, "actor", "force", "nationality", "country", "capital", "person")
        if hit is None:
            if page.has(position, "link.of") and page.hit(position, "link.of"):
                linked = True
                position = page.hit(position, "link.of").last  # type: ignore[union-attr]
                continue
            break
        if not _absorbs(pieces, hit, linked):
            break
        pieces.append(hit)
        position = hit.last
    last = pieces[-1].last
    if last < size and page.tokens.words[last] == '"' and page.tokens.words[head.first : last].count('"') % 2:
        last += 1
    id_, rule = _identity(page, register, pieces)
    return Party(head.first, last, id_, head.entry.label.split(".")[0], "the" in head.flags, rule)


def _absorbs(pieces: list[Hit], hit: Hit, linked: bool) -> bool:
    """Whether a phrase goes on with this entry: no conjunction, no preposition but after a link."""
    if "and" in hit.flags or "so" in hit.flags or hit.form.tense:
        return False
    if hit.flags & {"in", "like"}:
        return False
    label, before = hit.entry.label, pieces[-1].entry.label
    if "to" in hit.flags:
        return (linked or before in ("force", "actor") or before.startswith("object")) and label != "person"
    if label == "nationality":
        return hit.form.number != "p" or before in ("force", "person", "actor") or before.startswith("harm")
    if label in ("country", "capital"):
        return before == "force" or linked
    if label == "person":
        return (before in ("person", "force") and "the" not in hit.flags) or before.startswith("object")
    return before != "nationality" or linked or label == "nationality"


def _identity(page: Page, register: Register, pieces: list[Hit]) -> tuple[str, str]:
    nations = [p for p in pieces if p.entry.label in ("nationality", "country", "capital")]
    iso = next((n.entry.value["iso"] for n in nations if n.entry.value.get("iso")), None)
    for piece in reversed(pieces):
        if piece.entry.label == "actor":
            named = _named(page, register, piece, iso)
            if named:
                return named, piece.entry.where
    head = pieces[0]
    forces = [p for p in pieces if p.entry.label == "force"]
    if nations and (forces or head.entry.label in ("nationality", "country", "capital", "actor")):
        nation = nations[0]
        if not forces:
            if head.entry.label == "nationality" and head.form.number == "p":
                return "civilians", head.entry.where
            return _state(page, register, nation), nation.entry.where
        return _national(page, register, forces[0], nation), forces[0].entry.where
    if forces:
        return _generic(page, register, forces[0]), forces[0].entry.where
    return _people(head), head.entry.where


def _named(page: Page, register: Register, piece: Hit, iso: str | None) -> str:
    """The code of a name, where its country condition holds; the one of several that is valid on the day."""
    when = piece.entry.value.get("when")
    if when and not ({iso, page.country} & set(when.split("|"))):
        other = next(
            (
                h
                for h in page.at[piece.first]
                if h is not piece
                and h.entry.label == "actor"
                and {iso, page.country} & set(h.entry.value.get("when", "").split("|"))
            ),
            None,
        )
        if other is None:
            other = next(
                (
                    h
                    for h in page.at[piece.first]
                    if h is not piece and h.entry.label == "actor" and "when" not in h.entry.value
                ),
                None,
            )
        if other is None:
            return ""
        piece = other
    return _valid(page, register, piece.entry.value["id"])


def _valid(page: Page, register: Register, ids: str) -> str:
    """The code of the first of several ids that is valid on the day; a single id stands even outside its dates."""
    options = [i for i in ids.split("|") if i]
    if not options:
        return ""
    day = page.published.isoformat()
    return register.code(next((i for i in options if register.valid_on(i, day)), options[-1]), day)


def _state(page: Page, register: Register, nation: Hit) -> str:
    return _valid(page, register, nation.entry.value.get("state", "")) or "state"


def _national(page: Page, register: Register, force: Hit, nation: Hit) -> str:
    """A force of a nation: its military, its air force or police where listed, or armed people of that place."""
    kind, value = force.entry.value.get("kind", ""), nation.entry.value
    state = _state(page, register, nation)
    if kind == "air" and "air" in value:
        return _valid(page, register, value["air"])
    if kind == "police":
        return _valid(page, register, value["police"]) if "police" in value else "police"
    if kind in ("militia", "group", "fighters") and force.entry.value.get("code") == "armed":
        return (
            f"{state}.militia" if register.get(f"{state}.militia") else "ps" if state == "ps.pa" else "armed"
        )
    return state


def _generic(page: Page, register: Register, force: Hit) -> str:
    """A force without a name: the report's country where it is the state's, else the codebook's unnamed entries."""
    return force.entry.value.get("code", "armed")


_SUBS = {
    "journalist": "civilians.journalists",
    "medic": "civilians.medics",
    "protester": "civilians.protesters",
    "rioter": "civilians.rioters",
}


def _people(head: Hit) -> str:
    value = head.entry.value
    if head.entry.label == "object.civilian":
        return "civilians"
    if value.get("group") == "civilians":
        return _SUBS.get(value.get("sub", ""), "civilians")
    if value.get("group") == "combatants":
        return "armed"
    return ""
