"""Rows of words -> a plain table: on a terminal drawn with rich, into a pipe parted by tabs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


def print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table whose first row is its header; Arabic is isolated where a terminal may turn it."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*rows[0], box=SIMPLE_HEAD)
    for row in rows[1:]:
        table.add_row(*(Text(cell if cell.isascii() else f"\u2068{cell}\u2069") for cell in row))
    Console().print(table)
