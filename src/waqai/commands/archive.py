"""`waqai archive`: what a store's pages were fetched as -> a web archive, WARC or WACZ."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from waqai.commands.options import overwrite_option, store_option
from waqai.errors import WaqaiError
from waqai.publish.archive import Page, write_wacz, write_warc
from waqai.store import Store


@click.command()
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Where: .warc.gz or .wacz.",
)
@store_option
@overwrite_option
def archive(output: Path, store: Path, overwrite: bool) -> None:
    """Write every page that was fetched from an address as a web archive, with its headers and its time.

    FILE ends in .warc.gz, or in .wacz for one that carries its own list of pages and hashes. It appears only when
    it is whole.
    """
    from waqai.store import open_store

    if not output.name.endswith((".warc.gz", ".wacz")):
        raise WaqaiError("must end in .warc.gz or .wacz", where=str(output))
    if output.exists() and not overwrite:
        raise WaqaiError("is there already; `--overwrite` replaces it", where=str(output))
    with open_store(store, readonly=True) as opened, tempfile.TemporaryDirectory(dir=output.parent) as folder:
        warc = Path(folder, "data.warc.gz")
        number = write_warc(warc, _pages(opened))
        if output.name.endswith(".wacz"):
            packed = Path(folder, "whole.wacz")
            write_wacz(packed, warc, _pages(opened))
            packed.replace(output)
        else:
            warc.replace(output)
    click.echo(f"Wrote {output} ({number:,} pages)")


def _pages(store: Store) -> Iterator[Page]:
    """What was fetched, one page for each time that an address gave other bytes."""
    titles = {kept.sha256: kept.document.title or "" for _, kept in store.versions()}
    for sha256 in store.evidence.hashes():
        for origin in store.evidence.origins(sha256):
            details = json.loads(origin.details)
            if not origin.place.startswith(("http://", "https://")) or "status" not in details:
                continue
            if "archive" in details:
                continue  # it came out of an archive, and is in that
            headers = tuple((name, value) for name, value in details["headers"])
            body = store.evidence.raw(sha256) or b""
            yield Page(
                origin.place, details["fetched"], details["status"], headers, body, titles.get(sha256, "")
            )
