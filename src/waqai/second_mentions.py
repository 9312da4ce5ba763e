"""The parties of a page so far -> whom a phrase without a name points back to: `its forces`, `the gunmen`, `the army`.

By type and by country (codebook, section 4 and 7.4): soldiers and armies go to the last state that was named, groups and
militias to the last armed group, and what has nothing before it to the first after it, or to the report's country.
"""

from __future__ import annotations

from waqai.identities import NATIONS, Party, Phrase, Scene, code, is_unnamed, proxy
from waqai.language.lexicon import Hit

_OWNED = frozenset({"army", "militia", "group", "air", "navy", "fighters"})
_REACH = 4  # sentences over which `the gunmen` are those named before


class Memory:
    """The parties of one page in order, and those that wait for a nation to be named."""

    def __init__(self, scene: Scene) -> None:
        """Nothing is remembered at the page's start."""
        self.scene = scene
        self.page = scene.page
        self.parties: list[Party] = []
        self.waiting: list[int] = []

    def back(self, phrase: Phrase, id_: str) -> str:
        """The party that an unnamed force points back to: `its forces`, `the organisation`, `soldiers`."""
        head = phrase.head
        if head.entry.label != "force" or phrase.of(*NATIONS) or phrase.of("actor", "leader"):
            return ""
        value = head.entry.value
        kind = value.get("kind", "")
        owned = "pron" in head.flags and "the" not in head.flags and (kind in _OWNED or "proxy" in value)
        if owned or phrase.tie == "loyal":
            loyal = phrase.tie == "loyal" or kind in ("militia", "fighters")
            owner = (self.last({"state"}) if loyal else "") or next(
                (p.id for p in reversed(self.parties[-6:]) if not is_unnamed(p.id)), ""
            )
            return proxy(self.scene, owner) if owner and loyal else owner
        if not is_unnamed(id_):
            return ""
        last = phrase.pieces[-1]
        group = last.entry.label == "force" and last.entry.value.get("kind") in ("group", "militia")
        alone = len(phrase.pieces) == 1
        numbered = kind == "group" and self._numbered(last.last)
        if group and not numbered and "the" in last.flags and (alone or head.form.construct):
            return self.last({"rebels", "militia"})
        if (
            id_ == "armed"
            and alone
            and kind == "fighters"
            and "the" in head.flags
            and head.form.number == "p"
        ):
            return self._only_fighters(head)
        if value.get("code") == "state" or numbered:
            found = (self._namesake(head) if alone else "") or self._army(kind)
            if not found:
                self.waiting.append(len(self.parties))
            return found
        return ""

    def _numbered(self, position: int) -> bool:
        """Whether a unit's number follows, as armies have them: `Brigade 112`."""
        words = self.page.tokens.words
        return position < len(words) and words[position].isdigit()

    def _army(self, kind: str) -> str:
        """The last state named; of its air force or police, the state itself where soldiers are meant."""
        found = self.last({"state"})
        entry = self.scene.register.get(found)
        if entry and entry.parent and kind in ("army", "fighters"):
            return entry.parent
        return found

    def _namesake(self, head: Hit) -> str:
        """The last named party whose name begins with the same word: `the forces`, after `the X forces`."""
        if "the" not in head.flags:
            return ""
        named = next((p for p in reversed(self.parties[-6:]) if not is_unnamed(p.id)), None)
        if named is None or named.kind != "actor":
            return ""
        word = self.page.tokens.words[named.first]
        entry = self.scene.register.get(named.id)
        return (
            named.id
            if entry and entry.type in ("rebels", "militia") and word.endswith(head.form.text)
            else ""
        )

    def _only_fighters(self, head: Hit) -> str:
        """The one armed group that was named before `the gunmen`, if it was not long ago and no other was."""
        named = [p for p in self.parties if self._is_armed_group(p)]
        some = not self.page.at[head.first - 1] and self.page.has(head.first - 1, "number.vague")
        if len({p.id for p in named}) != 1 or some or "ambiguous" in head.entry.value:
            return ""
        far = self.page.sentence_of[head.first] - self.page.sentence_of[named[-1].first]
        return named[-1].id if far <= _REACH else ""

    def _is_armed_group(self, party: Party) -> bool:
        if is_unnamed(party.id) or party.kind in ("country", "capital"):
            return False
        entry = self.scene.register.get(party.id)
        return entry is not None and entry.type in ("rebels", "militia")

    def settle(self) -> None:
        """Give armies named before any nation the first nation after them, else the report's country."""
        home = self.scene.home
        for number in self.waiting:
            party = self.parties[number]
            reach = self.page.sentence_of[party.first] + 2
            near = [p for p in self.parties[:number:-1] if self.page.sentence_of[p.first] <= reach]
            later = self.last({"state"}, near)
            id_ = (
                later
                or code(self.scene, self._enemy() or home.get("army") or home.get("state", ""))
                or party.id
            )
            self.parties[number] = party._replace(id=id_, rule="back" if later else "home")

    def _enemy(self) -> str:
        """Whose soldiers are meant where only their enemy is named."""
        pairs = (pair.split(":") for pair in self.scene.home.get("against", "").split("|") if pair)
        told = {p.id for p in self.parties}
        return next((two for one, two in pairs if one in told), "")

    def last(self, types: set[str], rows: list[Party] | None = None) -> str:
        """The last party of such a type that its name or nation names; of `rows`, else of those so far."""
        for party in reversed(self.parties if rows is None else rows):
            if is_unnamed(party.id) or party.kind in ("country", "capital"):
                continue
            entry = self.scene.register.get(party.id)
            if entry is not None and entry.type in types:
                return party.id
        return ""
