"""A TOML file -> what `waqai watch` looks at, how often, and where it keeps it; every line of it is checked.

store = "waqai.db"
interval = 900                 # seconds between two looks at a source, unless it says another

[[source]]
url = "https://news.example/feed.xml"
follow = 30                    # fetch the pages that a feed or sitemap lists, so many of them
name = "News"                  # the outlet, where the pages do not say it

[[source]]
path = "inbox"                 # a folder or file, beside this file
interval = 60
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqai.errors import WaqaiError
from waqai.sources.fetch import checked_url

LEAST_INTERVAL = 10


@dataclass(frozen=True, slots=True)
class Watched:
    """One source: an address or a path, seconds between two looks, pages to follow, hours after which to look again."""

    place: str
    is_url: bool
    interval: int
    name: str = ""
    follow: int = 0
    revisit_hours: float = 24.0
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What to watch. `delay` is the seconds between two requests to one host."""

    store: Path
    sources: tuple[Watched, ...]
    delay: float = 1.0
    allow_private: bool = False


KINDS: dict[str, tuple[type, ...]] = {
    "store": (str,), "interval": (int,), "delay": (int, float), "allow_private": (bool,), "source": (list,),
}  # fmt: skip
SOURCE_KINDS: dict[str, tuple[type, ...]] = {
    "url": (str,), "path": (str,), "interval": (int,), "name": (str,), "follow": (int,), "encoding": (str,),
    "revisit_hours": (int, float),
}  # fmt: skip


def load_watchlist(path: Path) -> Watchlist:
    """The list in a file. Raises WaqaiError, with the place in it, for what it may not say."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WaqaiError(f"cannot be read ({error.strerror}); check its path", where=str(path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WaqaiError(f"is not TOML: {error}; see `waqai watch --help`", where=str(path)) from None
    _check(data, KINDS, str(path))
    rows = data.get("source") or []
    if not rows:
        raise WaqaiError("has no [[source]]; give at least one, with a `url` or a `path`", where=str(path))
    interval = data.get("interval", 900)
    sources = tuple(_watched(row, interval, path, number) for number, row in enumerate(rows, 1))
    if len({each.place for each in sources}) < len(sources):
        raise WaqaiError("names one source twice; name each once", where=str(path))
    store = path.parent / data.get("store", "waqai.db")
    return Watchlist(store, sources, float(data.get("delay", 1.0)), data.get("allow_private", False))


def _watched(row: object, interval: int, path: Path, number: int) -> Watched:
    where = f"{path}: source {number}"
    if not isinstance(row, dict):
        raise WaqaiError("must be a table: [[source]]", where=where)
    _check(row, SOURCE_KINDS, where)
    if ("url" in row) == ("path" in row):
        raise WaqaiError("needs either a `url` or a `path`", where=where)
    seconds = row.get("interval", interval)
    if seconds < LEAST_INTERVAL or row.get("follow", 0) < 0:
        raise WaqaiError(
            f"`interval` must be at least {LEAST_INTERVAL} seconds, `follow` no less than 0", where=where
        )
    is_url = "url" in row
    place = checked_url(row["url"]) if is_url else str(path.parent / row["path"])
    return Watched(
        place, is_url, seconds, row.get("name", ""), row.get("follow", 0), float(row.get("revisit_hours", 24.0)),
        row.get("encoding"),
    )  # fmt: skip


def _check(data: Mapping[str, Any], kinds: Mapping[str, tuple[type, ...]], where: str) -> None:
    for name, value in data.items():
        if name not in kinds:
            raise WaqaiError(f"`{name}` is not known; allowed are {', '.join(kinds)}", where=where)
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name]):
            allowed = " or ".join(kind.__name__ for kind in kinds[name])
            raise WaqaiError(f"`{name}` must be of kind {allowed}", where=where)
