"""`waqai export`: the claims of a store -> a file in a format that others read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.options import overwrite_option, store_option

if TYPE_CHECKING:
    from waqai.store import Store

FORMATS = ("jsonl", "acled")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where to write it."
)
@store_option
@overwrite_option
def export(form: str, output: Path, store: Path, overwrite: bool) -> None:
    """Write the store's claims to FILE: JSON lines (the codebook's record) or a CSV with ACLED's columns.

    JSON lines give each claim the `event_key` of its event, once `waqai resolve` has found it.
    FILE appears only when it is whole. A file that is there already is kept unless `--overwrite` is given.
    """
    from waqai.publish.whole import write_whole
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        write_whole(output, _pieces(form, opened), overwrite)
        click.echo(f"Wrote {output} ({form}, {opened.count():,} documents)")


def _pieces(form: str, store: Store) -> Iterator[str]:
    if form == "jsonl":
        from waqai.publish.jsonl import lines
        from waqai.store.membership import Membership

        membership = Membership(store)
        return lines(store.kept(), membership.event_keys if membership.is_there else None)
    from waqai.commands.register import load_parties
    from waqai.publish.acled import rows

    return rows(store.kept(), load_parties())
