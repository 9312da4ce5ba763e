"""`waqai stamp`: the last hash of a store's log -> a signed time for it from a timestamp authority (RFC 3161)."""

from __future__ import annotations

import time
from pathlib import Path

import click

from waqai.commands.options import store_option
from waqai.errors import WaqaiError


@click.command()
@click.argument("authority", metavar="URL")
@store_option
@click.option("--allow-private", is_flag=True, help="Ask an authority in a private network too.")
def stamp(authority: str, store: Path, allow_private: bool) -> None:
    """Have a timestamp authority at URL sign that the log's last hash was there now, and keep the token.

    The authority is sent a hash of that hash and nothing else. `waqai verify --certificates FILE` checks the
    tokens; whoever changes what was kept before one can no longer make it fit.
    """
    from waqai.sources.fetch import Fetcher, Policy
    from waqai.sources.timestamps import REQUEST_TYPE, build_request, time_of
    from waqai.store import open_store
    from waqai.store.evidence import Timestamp

    with open_store(store) as opened:
        head = opened.evidence.chain.head()
        answer = Fetcher(Policy(allow_private=allow_private)).post(
            authority, build_request(head), REQUEST_TYPE
        )
        if answer.status != 200:
            raise WaqaiError(f"answers with status {answer.status}; try another authority", where=authority)
        stamped = time_of(answer.body)
        with opened.transaction():
            opened.evidence.keep_timestamp(Timestamp(head, int(time.time()), authority, answer.body))
    click.echo(f"Stamped {head} at {stamped} by {authority}")
