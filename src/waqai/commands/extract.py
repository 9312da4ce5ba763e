"""`waqai extract`: JSON lines of documents -> the codebook's records, line by line; nothing is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from waqai.commands.messages import tell
from waqai.commands.options import check_date, check_encoding


@click.command()
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--why", is_flag=True, help="Add the reasons of each claim.")
@click.option("--published", callback=check_date, metavar="DATE", help="The date of lines without one.")
@click.option("--source", default="", metavar="NAME", help="The source of lines without one.")
@click.option("--encoding", callback=check_encoding, metavar="NAME", help="Read the file in this encoding.")
@click.pass_context
def extract(
    context: click.Context, file: Path, why: bool, published: str | None, source: str, encoding: str | None
) -> None:
    """Read JSON lines of documents from FILE (standard input by default) and write their claims.

    A document is {"id": …, "published": "YYYY-MM-DD", "text": …}, with source, url and title if known; out
    comes {"id": …, "claims": […]}, one line a document in the same order. A bad line is an error on standard
    error, the rest goes on, and the exit status is 1.
    """
    from waqai.commands.reader import load_reader, read_one
    from waqai.errors import SourceError
    from waqai.publish.jsonl import line
    from waqai.sources.jsonl import load_lines
    from waqai.sources.loaded import LoadOptions, Skipped, Unchanged

    reader = load_reader()
    failed = 0
    with opened(file) as (stream, name):
        for loaded in load_lines(stream, name, LoadOptions(published, source, encoding)):
            try:
                if isinstance(loaded, SourceError):
                    raise loaded
                if isinstance(loaded, Skipped | Unchanged):
                    continue
                reading = read_one(reader, loaded.document, loaded.where)
            except SourceError as error:
                failed += 1
                tell("error", error)
            else:
                sys.stdout.write(line(loaded.document.id, reading.claims, why))
                sys.stdout.flush()
    if failed:
        click.echo(f"{failed:,} of the lines failed; all others were read", err=True)
        context.exit(1)


@contextmanager
def opened(file: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes of a file or of standard input, with the name to tell them by."""
    if str(file) == "-":
        yield sys.stdin.buffer, "standard input"
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        from waqai.sources.loaded import file_error

        raise file_error(str(file), error) from None
    with stream:
        yield stream, str(file)
