"""An address on the command line or in a list -> what is there, each request logged in the store."""

from __future__ import annotations

from collections.abc import Iterator

from waqai.errors import SourceError
from waqai.records import Fetch
from waqai.sources.fetch import Fetcher, Policy
from waqai.sources.loaded import LoadOptions, Result
from waqai.sources.url import Visit, load
from waqai.store import Store


def is_url(path: str) -> bool:
    """Whether a word on the command line is an address."""
    return path.lower().startswith(("http://", "https://"))


def visit_of(store: Store, policy: Policy, follow: int, revisit: float = 86_400.0) -> Visit:
    """A visit that remembers in a store what was fetched."""

    def tell(fetch: Fetch) -> None:
        with store.transaction():
            store.evidence.keep_fetch(fetch)

    return Visit(Fetcher(policy), store.evidence.last_kept_fetch, tell, follow, revisit)


def load_url(url: str, options: LoadOptions, visit: Visit) -> Iterator[Result]:
    """What is at an address; an interrupt of the network is an error of that address alone."""
    try:
        yield from load(url, options, visit)
    except OSError as error:
        yield SourceError(f"could not be fetched ({error.strerror or error}); try again later", where=url)
