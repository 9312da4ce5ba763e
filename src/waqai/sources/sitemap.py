"""A sitemap -> the addresses that it lists; it holds no documents, so reading one from a file says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from waqai.errors import SourceError
from waqai.sources.file import read_file
from waqai.sources.loaded import Extract, LoadOptions, Result, Skipped

MOST_ADDRESSES = 50_000  # the most that the sitemap protocol allows in one file


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """A note of how many pages it lists: nothing is fetched unless an address is given."""
    try:
        raw, _ = read_file(path, options.most_file_bytes)
        number = len(addresses(raw, str(path)))
    except SourceError as error:
        yield error
        return
    yield Skipped(str(path), f"a sitemap of {number:,} pages; give its address with `--follow` to fetch them")


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """A sitemap has no document."""
    raise SourceError("a sitemap has no document")


def addresses(raw: bytes, where: str) -> list[str]:
    """The addresses in a sitemap or an index of sitemaps, in their order.

    Raises SourceError for what is not XML. Entities are not expanded and nothing is fetched.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"is no sitemap ({error}); get it again from its address", where=where) from None
    if root is None:
        raise SourceError("is no sitemap; get it again from its address", where=where)
    found: dict[str, None] = {}
    for element in root.iter("{*}loc", "loc"):
        address = (element.text or "").strip()
        if address.startswith(("http://", "https://")) and len(found) < MOST_ADDRESSES:
            found[address] = None
    return list(found)


def is_index(raw: bytes) -> bool:
    """Whether a sitemap lists other sitemaps."""
    return b"<sitemapindex" in raw[:4096]
