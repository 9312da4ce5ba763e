"""What goes wrong or must be known -> a line on standard error, without control codes from outside."""

from __future__ import annotations

import click

from waqai.publish.cells import one_line


def tell(kind: str, message: object) -> None:
    """Say one thing in one line: `error: …`, `note: …`, `stopped: …`."""
    click.echo(f"{kind}: {one_line(str(message))}", err=True)
