"""The register of actors, the user's own over it, -> what exports and reports need of it."""

from __future__ import annotations

from waqai.publish.acled import Party


def load_parties() -> dict[str, Party]:
    """Every actor's English name and ACLED's kind of it, by id. Raises PackError for a broken register."""
    from waqai.actors import load_register
    from waqai.additions import user_actors

    register = load_register()
    if (path := user_actors()) is not None:
        from waqai.actor_overlay import register_with

        register = register_with(path)
    return {entry.id: Party(entry.names["en"], entry.inter, entry.country) for entry in register}


def actor_names() -> dict[str, str]:
    """Every actor's English name, by id."""
    return {actor: party.name for actor, party in load_parties().items()}
