"""The options that several verbs take, and their checks at the command line."""

from __future__ import annotations

from pathlib import Path

import click

store_option = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default="waqai.db",
    show_default=True,
    metavar="FILE",
    help="The store: an SQLite file.",
)
overwrite_option = click.option("--overwrite", is_flag=True, help="Replace FILE where there is one.")


def check_date(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A day of the calendar, or a usage error."""
    from waqai.sources.loaded import is_date

    if value is not None and not is_date(value):
        raise click.BadParameter(f"{value!r} is no day of the calendar; write it as 2024-05-01")
    return value


def check_encoding(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """An encoding that Python can read text in, or a usage error."""
    from waqai.sources.decode import known_encoding

    if value is not None and not known_encoding(value):
        raise click.BadParameter(f"{value!r} is no known encoding; write for example windows-1256")
    return value
