"""`waqai report`: the documents and claims of a store -> one HTML file that needs no network."""

from __future__ import annotations

from pathlib import Path

import click

from waqai.commands.options import overwrite_option, store_option


@click.command()
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    default="waqai.html",
    show_default=True,
    metavar="FILE",
    help="Where to write it.",
)
@store_option
@overwrite_option
def report(output: Path, store: Path, overwrite: bool) -> None:
    """Write every report of the store with its words coloured by slot, and beside it its claims, as one page.

    Choosing a value shows the words that it rests on. The page is whole in itself and asks the network for
    nothing. An earlier report is replaced; any other file only with `--overwrite`.
    """
    from waqai.commands.register import actor_names
    from waqai.publish.html import is_report, pieces
    from waqai.publish.whole import write_whole
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        replace = overwrite or (output.is_file() and is_report(output))
        write_whole(output, pieces(opened.kept(), actor_names()), replace)
        click.echo(f"Wrote {output} ({opened.count():,} documents); open it in a browser")
