"""Parties of a page -> the same, those without a name coded by what they do: protesters, rioters, attackers, captives.

`Hundreds of lawyers who demonstrated` are protesters, `young men` who throw stones rioters, `a man` who opens fire
is armed, and `a man` who was arrested a civilian (codebook 4, 7.1-7.3). Crowds that only a number names (`hundreds
went out`) are added.
"""

from __future__ import annotations

from collections.abc import Iterator

from waqai.identities import Party
from waqai.label_marks import by_prefix
from waqai.language.lexicon import Hit
from waqai.mentions import Page
from waqai.qualifiers import COMMAS

PROTESTERS, RIOTERS, CIVILIANS, ARMED = (
    "civilians.protesters", "civilians.rioters", "civilians", "armed",
)  # fmt: skip
_PROTEST = ("act.protest",)
_RIOT = ("act.riot",)
_RUIN = ("act.riot", "act.loot", "harm.damage.verb")
_ATTACK = ("act.shoot", "act.attack", "act.grenade", "act.suicide", "act.blast", "act.strike")
_SEIZE = ("act.arrest", "act.abduct")
_UNSETTLED = frozenset({"", CIVILIANS, PROTESTERS})
_SKIPPED = ("number", "link.of", "relative", "time", "place.stop", "discourse.background", "irrealis")
_STOPS = frozenset(".;:!?") | COMMAS
_NEAR = 5  # tokens between a party and the verb that it goes with
_FIELD = 7  # tokens behind a party in which the march is told that it goes on
_CROWD, _PROTESTS = 1, 2
MARKS = by_prefix(("number.vague",), ("act.protest", "act.disperse", "act.riot"))


def settle_doers(page: Page, parties: list[Party]) -> list[Party]:
    """The parties with ids by their deeds, and crowds that a number names; in order."""
    marks = MARKS.of(page.labels)
    told = [_told(page, party) if party.id in _UNSETTLED else party for party in parties]
    if not any(bits & _PROTESTS for bits in marks):
        return told
    taken = {token for party in parties for token in range(party.first, party.last)}
    more = [
        crowd
        for position, bits in enumerate(marks)
        if bits & _CROWD and position not in taken
        for crowd in _crowd(page, position, taken)
    ]
    return sorted((*told, *more), key=lambda party: party.first) if more else told


def _told(page: Page, party: Party) -> Party:
    hit = page.hit(party.first, "person", "nationality")
    if hit is None or party.kind not in ("person", "nationality") or page.has(party.first, "time"):
        return party
    many = hit.form.number != "s" or page.has(party.first - 1, "number")
    id_ = _deed(page, party, hit, many)
    return party._replace(id=id_, rule="deed") if id_ and id_ != party.id else party


def _deed(page: Page, party: Party, hit: Hit, many: bool) -> str:
    """The id that a party's deed gives it, "" where it does nothing that tells."""
    before, after = _verb_before(page, party), _verb_after(page, party, hit)
    acts = (*before, *after)
    unknown = party.id == "" and hit.entry.value.get("group") == "unspecified"
    if many and party.id in (CIVILIANS, PROTESTERS, "") and (unknown or party.id):
        if _any(acts, _RIOT) or (party.id != "" and _any(acts, (*_RUIN, "act.clash"))):
            return RIOTERS
        if party.id != PROTESTERS and (_any(acts, _PROTEST) or _dispersed(page, party)):
            return PROTESTERS
        if party.id != PROTESTERS and not _any(before, ("harm.",)) and _marches(page, party):
            return PROTESTERS
    if not unknown:
        return ""
    if "anyone" in hit.entry.value and _attacks(acts):
        return ARMED
    return CIVILIANS if _seized(page, party) else ""


def _attacks(acts: tuple[Hit, ...]) -> bool:
    """Whether somebody attacks; words of harm alone may as well tell what befell them."""
    return _any(acts, ("act.attack",)) or (_any(acts, _ATTACK) and not _any(acts, ("harm.",)))


def _any(hits: tuple[Hit, ...], labels: tuple[str, ...]) -> bool:
    return any(hit.entry.label.startswith(labels) for hit in hits)


def _verb_before(page: Page, party: Party) -> tuple[Hit, ...]:
    """The verb or the act's noun right before a party, over its number: `[there] demonstrated hundreds of ...`."""
    start = page.sentence(party.first).first
    head = page.hit(party.first, "person", "nationality", "number")
    feminine = head is not None and (head.form.gender == "f" or head.form.number == "p")
    for position in range(party.first - 1, max(start, party.first - _NEAR) - 1, -1):
        verbs = tuple(
            h for h in page.at[position] if h.form.tense and h.entry.label.startswith(("act.", "harm."))
        )
        if verbs:
            return () if verbs[0].form.gender == "f" and not feminine else verbs
        if page.tokens.words[position] in _STOPS or not page.has(position, *_SKIPPED):
            return ()
    return ()


def _verb_after(page: Page, party: Party, head: Hit) -> tuple[Hit, ...]:
    """The verb behind a party that it is the subject of: `residents cut the road`, `lawyers who demonstrated`."""
    end = min(page.sentence(party.first).last, party.last + _NEAR)
    for position in range(party.last, end):
        if page.tokens.words[position] in _STOPS:
            return ()
        verbs = tuple(h for h in page.at[position] if h.form.tense and not h.entry.label.startswith("place."))
        if not verbs:
            continue
        if "irrealis" in page.labels[position] or "discourse.background" in page.labels[position]:
            continue
        if "and" in verbs[0].flags:
            return ()
        agrees = verbs[0].form.number == head.form.number and verbs[0].form.gender in (
            head.form.gender,
            "m",
            "",
        )
        another = page.has(position + 1, "force", "actor", "person")
        return verbs if agrees and not another else ()
    return ()


def _dispersed(page: Page, party: Party) -> bool:
    """Whether a party is what was dispersed."""
    start = max(page.sentence(party.first).first, party.first - 3)
    for position in range(party.first - 1, start - 1, -1):
        if page.has(position, "act.disperse"):
            return True
        if not page.has(position, "number"):
            return False
    return False


def _marches(page: Page, party: Party) -> bool:
    """Whether a protest is told right behind a party: `thousands of citizens in a march`."""
    end = min(page.sentence(party.first).last, party.last + _FIELD)
    for position in range(party.last, end):
        if page.tokens.words[position] in _STOPS or page.has(position, "harm.", "act.shoot", "act.blast"):
            return False
        if page.has(position, *_PROTEST):
            return True
    return False


def _seized(page: Page, party: Party) -> bool:
    """Whether a party is what an arrest or abduction before it is about."""
    start = page.sentence(party.first).first
    for position in range(party.first - 1, max(start, party.first - 8) - 1, -1):
        if page.has(position, *_SEIZE):
            return True
        if page.tokens.words[position] in _STOPS or page.has(position, "act.", "harm.", "say."):
            return False
    return False


def _crowd(page: Page, position: int, taken: set[int]) -> Iterator[Party]:
    """The crowd that a vague number alone names, if it protests, riots or is dispersed."""
    hit = page.hit(position, "number.vague")
    if (
        hit is None
        or "other" in hit.entry.value
        or any(token in taken for token in range(position, hit.last + 2))
    ):
        return
    party = Party(position, hit.last, "", "person", "the" in hit.flags, "deed")
    acts = _verb_before(page, party)
    if _any(acts, _RIOT):
        yield party._replace(id=RIOTERS)
    elif _any(acts, _PROTEST) or _dispersed(page, party) or (not acts and _marches(page, party)):
        yield party._replace(id=PROTESTERS)
