"""A name as a person types it -> the actors of the register that it may mean, with the names that texts use for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from waqai.actors import Register, RegisterEntry
from waqai.language.pack import Pack
from waqai.place_search import plain

LABELS = ("actor", "leader")


class ActorHit(NamedTuple):
    """An actor with the name that was found."""

    entry: RegisterEntry
    name: str


def aliases_of(pack: Pack) -> dict[str, list[str]]:
    """Id -> the names by which the lexicon knows an actor, hostile ones among them, in its order.

    A name that means several actors by date or country stands with each.
    """
    found: dict[str, list[str]] = {}
    for entry in pack.lexicon.entries:
        if entry.label in LABELS:
            for actor in entry.value.get("id", "").split("|"):
                found.setdefault(actor, []).append(entry.text)
    return found


def search_actors(register: Register, pack: Pack, name: str, day: str | None = None) -> list[ActorHit]:
    """The actors called `name` or with it in a name; those of that very name first. Of a `day`, those alive on it."""
    aliases = aliases_of(pack)
    arabic = pack.folding.fold(name.strip())
    latin = plain(name)
    exact: list[ActorHit] = []
    within: list[ActorHit] = []
    for entry in register:
        if day is not None and not entry.valid_on(day):
            continue
        hit = _match(entry, _names(entry, aliases, register), arabic, latin, pack)
        if hit is not None:
            (exact if hit[1] else within).append(hit[0])
    return exact + within


def _names(entry: RegisterEntry, aliases: Mapping[str, list[str]], register: Register) -> Iterable[str]:
    yield from (entry.id, *entry.names.values(), *aliases.get(entry.id, ()))
    yield from (name for dated in register.names if dated.actor == entry.id for name in dated.names.values())


def _match(
    entry: RegisterEntry, names: Iterable[str], arabic: str, latin: str, pack: Pack
) -> tuple[ActorHit, bool] | None:
    """The name of an actor that a search finds, and whether it is that very name."""
    partly = None
    for name in names:
        own = plain(name) if name.isascii() else pack.folding.fold(name)
        wanted = latin if name.isascii() else arabic
        if not wanted:
            continue
        if own == wanted or entry.id == wanted:
            return ActorHit(entry, name), True
        if partly is None and f" {wanted} " in f" {own} ":
            partly = ActorHit(entry, name)
    return (partly, False) if partly else None
