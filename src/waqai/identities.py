"""The entries of a phrase -> whose it is: the register id that a name, a nationality or a force stands for.

A name decides, else a nationality with a force, else the force in the report's country. Owners that are only
backed or allied (`loyal`) give the id of their local proxies. What names nobody is "" (codebook, section 4
and 7.1-7.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from waqai.actors import Register
from waqai.language.lexicon import Hit
from waqai.mentions import Page

NATIONS = ("nationality", "country", "capital")
_ARMIES = frozenset({"army", "air", "navy", "leader", "fighters"})
_UNNAMED = frozenset({"", "armed", "unknown", "state", "police", "tribes"})
_SUBS = {
    "journalist": "civilians.journalists",
    "medic": "civilians.medics",
    "protester": "civilians.protesters",
    "rioter": "civilians.rioters",
    "settler": "il.settlers",
}
_HOMES: dict[str, dict[str, dict[str, str]]] = {}


class Party(NamedTuple):
    """A party at tokens [first, last). `kind` is its head's; `id` is "" where nobody can be coded.

    `rule` is the lexicon line that decided the id, or `back` where the phrase points to a party named before.
    """

    first: int
    last: int
    id: str
    kind: str
    definite: bool
    rule: str


class Phrase(NamedTuple):
    """The entries of one phrase in order; `tie` is how its owner is tied to it: "", own, loyal or part.

    The owner stands from the piece `tied` on.
    """

    pieces: tuple[Hit, ...]
    tie: str = ""
    tied: int = 0

    @property
    def head(self) -> Hit:
        """The first entry."""
        return self.pieces[0]

    def of(self, *labels: str) -> list[Hit]:
        """The entries of some classes."""
        return [p for p in self.pieces if p.entry.label in labels]


class Scene(NamedTuple):
    """What the identities of one page depend on: the register, the day, the country that the report is about.

    `codes` remembers what `code` gave.
    """

    page: Page
    register: Register
    day: str
    home: dict[str, str]
    codes: dict[str, str]


def open_scene(page: Page, register: Register) -> Scene:
    """The scene of a page; `home` holds the values of its country's entry, none where it is unknown."""
    homes = _HOMES.get(page.pack.version)
    if homes is None:
        rows = [e.value for e in page.pack.lexicon.entries if e.label == "country" and "iso" in e.value]
        homes = _HOMES[page.pack.version] = {row["iso"]: row for row in reversed(rows)}
    return Scene(page, register, page.published.isoformat(), homes.get(page.country or "", {}), {})


def is_unnamed(id_: str) -> bool:
    """Whether an id is none, or one of the codebook's for those without a name."""
    return id_ in _UNNAMED or id_.startswith("civilians")


def named(scene: Scene, hits: Iterable[Hit], iso: str | None = None) -> Hit | None:
    """The entry of a name that holds here: for the phrase's nation, for the report's country, for any."""
    rows = [h for h in hits if h.entry.label in ("actor", "leader")]
    bound = [(h, h.entry.value["when"].split("|")) for h in rows if "when" in h.entry.value]
    for place in (iso, scene.page.country) if bound else ():
        for row, countries in bound:
            if place and place in countries:
                return row
    return next((row for row in rows if "when" not in row.entry.value), None)


def code(scene: Scene, ids: str) -> str:
    """The codebook id of the first of several ids valid on the day; the last stands outside its dates too."""
    found = scene.codes.get(ids)
    if found is None:
        register, day = scene.register, scene.day
        options = [i for i in ids.split("|") if i]
        valid = (i for i in options if register.valid_on(i, day))
        found = register.code(next(valid, options[-1]), day) if options else ""
        scene.codes[ids] = found
    return found


def identify(scene: Scene, phrase: Phrase, names: dict[int, tuple[Hit, ...]]) -> tuple[str, str]:
    """The id of a phrase and the lexicon line that gave it; `names` are those that start at each token."""
    if len(phrase.pieces) == 1:
        return _alone(scene, phrase.head, names)
    nations = [n for n in phrase.of(*NATIONS) if len(n.entry.value) > 1 or not phrase.of("force")]
    iso = next((n.entry.value["iso"] for n in nations if n.entry.value.get("iso")), None)
    names_first = [p for p in phrase.pieces[: phrase.tied] if p.entry.label == "actor"]
    for piece in (*names_first, *reversed(phrase.of("actor", "leader"))):
        row = named(scene, names.get(piece.first, (piece,)), iso)
        if row and not (nations and _foreign(scene, row, nations[-1])):
            return _owned(scene, phrase, code(scene, row.entry.value["id"])), row.entry.where
    forces = phrase.of("force")
    force = next((f for f in forces if f.entry.value.get("code") != "armed"), forces[0] if forces else None)
    if nations:
        nation = nations[-1] if phrase.tie else nations[0]
        if force is not None:
            return _national(scene, phrase, force, nation), force.entry.where
        if phrase.of("actor") or phrase.head.entry.label == "object.military":
            return state(scene, nation), nation.entry.where
        if phrase.head.entry.label in NATIONS:
            return _nation(scene, phrase.head, nation), nation.entry.where
    if force is not None:
        return _generic(scene, force), force.entry.where
    return _people(phrase.head), phrase.head.entry.where


def _alone(scene: Scene, head: Hit, names: dict[int, tuple[Hit, ...]]) -> tuple[str, str]:
    """As `identify`, of a phrase of one entry."""
    label = head.entry.label
    if label == "force":
        return _generic(scene, head), head.entry.where
    if label in NATIONS:
        return _nation(scene, head, head), head.entry.where
    row = named(scene, names.get(head.first, (head,))) if label in ("actor", "leader") else None
    if row is not None:
        return code(scene, row.entry.value["id"]), row.entry.where
    return _people(head), head.entry.where


def proxy(scene: Scene, owner: str) -> str:
    """Who fights for an owner in the report's country: its militias, the factions it backs, else itself."""
    militia = scene.register.get(f"{owner}.militia")
    if militia and militia.country in (None, scene.page.country):
        return militia.id
    backed = scene.home.get("backed", "")
    return next((two for one, two in (p.split(":") for p in backed.split("|") if p) if one == owner), owner)


def _foreign(scene: Scene, row: Hit, nation: Hit) -> bool:
    """Whether the nation beside a state's name is not its own (`the occupation`, of whichever state)."""
    entry = scene.register.get(row.entry.value["id"].split("|")[0])
    iso = nation.entry.value.get("iso")
    return (
        entry is not None and entry.type == "state" and iso is not None and entry.country not in (None, iso)
    )


def _owned(scene: Scene, phrase: Phrase, owner: str) -> str:
    """The id of a phrase with a named owner: fighters who are only loyal to a state are its proxies."""
    force = phrase.head.entry
    if phrase.tie == "loyal" and force.label in ("force", "person"):
        return proxy(scene, owner)
    if force.label == "force" and force.value.get("kind") == "air":
        wing = scene.register.get(f"{owner}.air")
        return scene.register.code(wing.id, scene.day) if wing else owner
    return owner


def _nation(scene: Scene, head: Hit, nation: Hit) -> str:
    """A nationality or a country alone: its people where it is a plural, else its state."""
    if "iso" not in nation.entry.value:
        return "civilians" if head.form.number != "s" else ""
    if head.entry.label == "nationality" and head.form.number != "s":
        abroad = nation.entry.value.get("abroad") and nation.entry.value.get("iso") != scene.page.country
        if not (abroad and "the" in head.flags):
            return "civilians"
    return state(scene, nation)


def state(scene: Scene, nation: Hit) -> str:
    """The state of a nation, or the codebook's unnamed one."""
    return code(scene, nation.entry.value.get("state", "")) or "state"


def _national(scene: Scene, phrase: Phrase, force: Hit, nation: Hit) -> str:
    """A force of a nation: its military, police or rebels where listed; those it backs where only loyal."""
    kind, value = force.entry.value.get("kind", ""), nation.entry.value
    mine = state(scene, nation)
    unnamed = force.entry.value.get("code")
    if "people" in value:
        return unnamed or "armed"
    if phrase.tie == "loyal":
        return proxy(scene, mine)
    if kind == "air" and "air" in value:
        return code(scene, value["air"])
    if kind == "security" and unnamed == "state":
        return mine
    if kind in ("police", "security"):
        return code(scene, value.get(kind) or value.get("police", "")) or (
            "police" if kind == "police" or scene.register.get(f"{mine}.police") else mine
        )
    if kind == "militia":
        militia = scene.register.get(f"{mine}.militia")
        return militia.id if militia else code(scene, value.get("rebels", "")) or "armed"
    if kind in ("group", "fighters", "leader") and unnamed == "armed" and not phrase.tie:
        return code(scene, value.get("rebels", "")) or ("armed" if kind != "leader" else mine)
    return (code(scene, value.get("army", "")) if kind in _ARMIES else "") or mine


def _generic(scene: Scene, force: Hit) -> str:
    """A force without a name: of the report's country where it is a state's, else the codebook's unnamed."""
    value, home = force.entry.value, scene.home
    unnamed = value.get("code", "armed")
    if value.get("kind") == "air" and unnamed == "unknown" and "skies" in home:
        return code(scene, home["skies"])
    if unnamed == "police" and "police" in home:
        return code(scene, home["police"])
    if value.get("home") == "yes" and home:
        return code(scene, home.get("army", "") or home.get("state", "")) or unnamed
    return unnamed


def _people(head: Hit) -> str:
    value = head.entry.value
    if head.entry.label == "object.civilian":
        return "civilians"
    if head.entry.label == "act.protest":
        return "civilians.protesters"
    if value.get("group") == "civilians":
        return _SUBS.get(value.get("sub", ""), "civilians")
    return "armed" if value.get("group") == "combatants" else ""
