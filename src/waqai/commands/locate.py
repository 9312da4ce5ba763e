"""`waqai locate`: texts -> every place that they name, where it is and how surely; nothing is kept."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from waqai.commands.messages import tell
from waqai.commands.options import check_encoding

if TYPE_CHECKING:
    from waqai.language.pack import Pack
    from waqai.records import Document
    from waqai.sources.loaded import Extract, LoadOptions, Result

PEEKED = 1 << 16
ANY_DAY = "2000-01-01"  # places need no day of publication


@click.command()
@click.argument("file", default="-", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--encoding", callback=check_encoding, metavar="NAME", help="Read the file in this encoding.")
@click.pass_context
def locate(context: click.Context, file: Path, encoding: str | None) -> None:
    """Find every place that FILE (standard input by default) names, at an event or not.

    FILE holds JSON lines of documents, as for `waqai extract`, or one plain text. Out comes a line a document:
    {"id": …, "locations": […]}. Each place has its words with their offsets, its name and id, its unit and country,
    its point, `uncertainty_m` (the radius around it), ACLED's geo_precision and UCDP's where_precision, a line
    where it is one, and in `why` every candidate with its scores. A bad line is an error on standard error, the
    rest goes on, and the exit status is 1.
    """
    from waqai.commands.extract import opened
    from waqai.commands.reader import load_reading_pack
    from waqai.errors import SourceError
    from waqai.sources.loaded import Extract, Loaded, LoadOptions

    pack = load_reading_pack()
    failed = 0
    with opened(file) as (stream, name):
        for loaded in _documents(stream, name, LoadOptions(ANY_DAY, "", encoding)):
            if isinstance(loaded, SourceError):
                failed += 1
                tell("error", loaded)
            elif isinstance(loaded, (Loaded, Extract)):
                sys.stdout.write(_line(loaded.document, pack))
                sys.stdout.flush()
    if failed:
        click.echo(f"{failed:,} of the lines failed; all others were read", err=True)
        context.exit(1)


def _documents(stream: BinaryIO, name: str, options: LoadOptions) -> Iterable[Result | Extract]:
    """JSON lines where a line begins as one does, else one text."""
    from waqai.errors import SourceError
    from waqai.sources.jsonl import load_lines
    from waqai.sources.loaded import too_long
    from waqai.sources.text import text_extract

    buffered = io.BufferedReader(stream, PEEKED) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.peek(PEEKED) if isinstance(buffered, io.BufferedReader) else b""
    if any(line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") for line in head.splitlines()):
        return load_lines(stream, name, options)
    try:
        raw = stream.read(options.most_bytes + 1)
        if len(raw) > options.most_bytes:
            raise too_long(name, options.most_bytes)
        context = {"published": options.published, "source": options.source, "encoding": options.encoding}
        return [text_extract(raw, name, context)]
    except SourceError as error:
        return [error]


def _line(document: Document, pack: Pack) -> str:
    from waqai.locations import find_locations
    from waqai.mentions import open_page

    places = [asdict(place) for place in find_locations(open_page(document, pack))]
    return json.dumps({"id": document.id, "locations": places}, ensure_ascii=False) + "\n"
