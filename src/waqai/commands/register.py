"""The pack's register of actors -> what exports and reports need of it."""

from __future__ import annotations

from waqai.publish.acled import Party


def load_parties() -> dict[str, Party]:
    """Every actor's English name and ACLED's kind of it, by id. Raises PackError for a broken register."""
    from waqai.actors import load_register

    return {entry.id: Party(entry.names["en"], entry.inter, entry.country) for entry in load_register()}


def actor_names() -> dict[str, str]:
    """Every actor's English name, by id."""
    return {actor: party.name for actor, party in load_parties().items()}
