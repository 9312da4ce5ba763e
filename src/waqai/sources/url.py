"""An address that the user asked for -> what is there: a page, a feed, a PDF; with `follow`, the pages that it lists."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from waqai.errors import SourceError
from waqai.records import Fetch, Provenance
from waqai.sources import feed, sitemap
from waqai.sources.apart import extract_apart
from waqai.sources.fetch import Answer, Fetcher
from waqai.sources.formats import FORMATS, load_file, module_of, recognise
from waqai.sources.loaded import LoadOptions, Result, Skipped, Unchanged, as_json, digest, loaded

SUFFIXES = {
    "application/pdf": ".pdf", "text/plain": ".txt", "text/csv": ".csv", "application/json": ".json",
    "application/rss+xml": ".rss", "application/atom+xml": ".atom", "text/xml": ".xml", "application/xml": ".xml",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """How to fetch: with which fetcher, what the last request for an address gave, and whom to tell of each.

    `last` gives a request whose answer is kept, so that a run that was killed fetches again what it had not kept.
    Of the pages that a feed or sitemap lists, `follow` are fetched, each again after `revisit` seconds.
    """

    fetcher: Fetcher
    last: Callable[[str], Fetch | None]
    tell: Callable[[Fetch], None]
    follow: int = 0
    revisit: float = 86_400.0


def load(url: str, options: LoadOptions, visit: Visit) -> Iterator[Result]:
    """What is at an address; a fault is yielded as a SourceError. Nothing is taken again that has not changed."""
    try:
        answer = _fetched(url, visit)
        if answer is None:
            yield Unchanged(url, 0)
            return
        pages = _pages(answer, visit, url)
        if not pages:
            visit.tell(_fetch_of(answer, url, digest(answer.body)))
        yield from _documents(answer, url, options, followed=bool(pages))
    except SourceError as error:
        yield error if error.where else SourceError(error.message, where=url)
        return
    if pages and (yield from _follow(pages, options, visit)):
        # only now may the list itself be passed over while it stays the same: all its pages are kept
        visit.tell(_fetch_of(answer, url, None))


def _follow(pages: Iterable[str], options: LoadOptions, visit: Visit) -> Generator[Result, None, bool]:
    """What is at the pages of a list; gives back whether all of it was kept before."""
    nothing_new = True
    for page in pages:
        last = visit.last(page)
        if last is not None and _now() - last.at < visit.revisit:
            yield Unchanged(page, 0)
            continue
        for item in load(page, options, replace(visit, follow=0)):
            nothing_new = nothing_new and isinstance(item, Unchanged)
            yield item
    return nothing_new


def _fetch_of(answer: Answer, url: str, sha256: str | None) -> Fetch:
    return Fetch(url, answer.at, answer.status, sha256, answer.header("etag"), answer.header("last-modified"))


def _fetched(url: str, visit: Visit) -> Answer | None:
    """The answer, or null where the page is as it was. What fails and what has not changed is told."""
    last = visit.last(url)
    try:
        answer = visit.fetcher.get(url, last.etag if last else None, last.modified if last else None)
    except SourceError as error:
        visit.tell(Fetch(url, _now(), 0, error=error.message))
        raise
    if answer.status == 304 and last:
        visit.tell(Fetch(url, answer.at, 304, last.sha256, last.etag, last.modified))
        return None
    if answer.status != 200 or not answer.body:
        reason = f"answers with status {answer.status}" if answer.status != 200 else "answers with nothing"
        visit.tell(Fetch(url, answer.at, answer.status, error=reason))
        raise SourceError(f"{reason}; check it in a browser", where=url)
    return answer


def _pages(answer: Answer, visit: Visit, url: str) -> list[str]:
    """The pages that a feed or sitemap lists, as many as are to be followed."""
    if not visit.follow:
        return []
    name = _format_name(answer)
    found: list[str] = []
    if name == "feed":
        found = feed.links(answer.body, url)
    elif name == "sitemap":
        found = sitemap.addresses(answer.body, url)
        if sitemap.is_index(answer.body):
            maps = [part for each in found[:20] if (part := _fetched(each, visit)) is not None]
            found = [page for part in maps for page in sitemap.addresses(part.body, part.url)]
    return list(dict.fromkeys(found))[: visit.follow]


def _documents(answer: Answer, url: str, options: LoadOptions, followed: bool) -> Iterator[Result]:
    name = _format_name(answer)
    day = options.published or _server_day(answer)
    origin = origin_of(answer, url)
    if name == "feed":
        if not followed:
            yield from feed.load_bytes(answer.body, options, origin, url, day, url=url)
    elif name == "sitemap":
        if not followed:
            pages = len(sitemap.addresses(answer.body, url))
            yield Skipped(url, f"a sitemap of {pages:,} pages; `--follow N` fetches N of them")
    elif name == "html":
        charset = _charset(answer)
        context = {
            "published": day, "source": options.source or None, "encoding": options.encoding or charset, "url": url,
        }  # fmt: skip
        note = f"published on {day}? That is the day on which it was fetched; give the right one with `--published`"
        (made,) = extract_apart("html", answer.body, context, url)
        made = replace(
            made, notes=(*((note,) if made.date_is_guess and not options.published else ()), *made.notes)
        )
        yield loaded(made, answer.body, "html", context, origin, url)
    else:
        yield from _as_file(answer, url, replace(options, published=day), origin)


def _as_file(answer: Answer, url: str, options: LoadOptions, origin: Provenance) -> Iterator[Result]:
    """A PDF, a table, a text: as if it had been saved."""
    kind = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    name = Path(url.partition("?")[0]).name or "page"
    suffix = Path(name).suffix or SUFFIXES.get(kind, "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"page{suffix}")
        path.write_bytes(answer.body)
        for item in load_file(path, options):
            where = item.where or ""
            place = where.replace(str(path), url)
            if isinstance(item, SourceError):
                yield SourceError(item.message, where=place)
            elif isinstance(item, Skipped | Unchanged):
                yield replace(item, where=place)
            else:
                yield replace(item, where=place, origin=origin)


def _format_name(answer: Answer) -> str:
    """The format of an answer, by its first bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page" + ("" if b"\0" in answer.body[:64] else ".html"))
        path.write_bytes(answer.body[: 1 << 16])
        kind = (answer.header("content-type") or "").lower()
        if answer.body.startswith(b"PK"):
            return "file"
        form = recognise(path)
    name = form.name if form else "file"
    if name == "html" and "html" not in kind and kind and b"<" not in answer.body[:512]:
        return "file"
    if name in FORMATS:
        module_of(FORMATS[name], answer.url)
    return name


def origin_of(answer: Answer, url: str) -> Provenance:
    """Where an answer's bytes came from: the address, the way there, the status, the headers."""
    fetched = datetime.datetime.fromtimestamp(answer.at, datetime.UTC).isoformat()
    way = list(answer.way[1:]) or None
    headers = [list(pair) for pair in answer.headers]
    return Provenance(
        url, as_json({"fetched": fetched, "redirects": way, "status": answer.status, "headers": headers})
    )


def _charset(answer: Answer) -> str | None:
    from waqai.sources.decode import known_encoding

    _, _, name = (answer.header("content-type") or "").lower().partition("charset=")
    name = name.split(";")[0].strip(" \"'")
    return name if name and known_encoding(name) else None


def _server_day(answer: Answer) -> str:
    return datetime.datetime.fromtimestamp(answer.at, datetime.UTC).date().isoformat()


def _now() -> int:
    return int(datetime.datetime.now(datetime.UTC).timestamp())
