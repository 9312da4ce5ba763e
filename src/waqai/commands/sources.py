"""`waqai sources`: the formats that `waqai read` recognises, and what each needs."""

from __future__ import annotations

import sys

import click


@click.command()
def sources() -> None:
    """List the formats that are read: name, endings, what becomes a document, and what is missing to read it.

    A file is recognised by what it holds; its ending decides only where that does not tell.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from waqai.sources.formats import FORMATS

    table = Table(box=None, pad_edge=False)
    for heading in ("format", "endings", "what is a document", "needs"):
        table.add_column(heading)
    for form in FORMATS.values():
        needs = f"pip install 'waqai[{form.extra}]'" if form.missing() else ""
        table.add_row(form.name, " ".join(form.suffixes), form.about, Text(needs))
    Console(width=None if sys.stdout.isatty() else 140).print(table)
