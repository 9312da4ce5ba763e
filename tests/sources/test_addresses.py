"""Addresses: fetched where asked, politely, never from a private network; whatever comes back is bounded."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import STORY, page, rss
from server import Reply, Site, serving

from waqai.commands.main import main
from waqai.errors import SourceError
from waqai.sources.fetch import Fetcher, Policy, checked_url, is_public
from waqai.store import open_store

POLICY = Policy(delay=0.0, timeout=3.0, allow_private=True, most_bytes=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with one page."""
    with serving() as running:
        running.replies["/1"] = Reply(page().encode())
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No delay between requests, and an empty folder to work in."""
    monkeypatch.setattr(Fetcher, "_wait", lambda self, host: None)
    monkeypatch.chdir(tmp_path)


def test_a_page_is_read_and_kept_with_its_way_here(
    site: Site, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The article is read; address, redirects, status and headers are kept; cookies are not."""
    headers = (("Location", "/1"),)
    site.replies["/old"] = Reply(b"", 302, headers)
    site.replies["/1"] = Reply(
        page().encode(), 200, (("Content-Type", "text/html"), ("Set-Cookie", "me=1"), ("X-A", "b"))
    )
    assert main(["read", f"{site.root}/old", "--allow-private"]) == 0
    assert "1 kept" in capsys.readouterr().out
    with open_store("waqai.db", readonly=True) as store:
        (document,) = store.documents()
        (extraction,) = store.evidence.extractions(document.id)
        (origin,) = store.evidence.origins(extraction.raw)
        assert store.evidence.raw(extraction.raw) == page().encode()
        assert [(each.status, each.error) for each in store.evidence.fetches()] == [(200, None)]
    details = json.loads(origin.details)
    assert origin.place == f"{site.root}/old" and details["redirects"] == [f"{site.root}/1"]
    assert ["X-A", "b"] in details["headers"] and "me=1" not in origin.details
    assert STORY[0] in document.text and document.url == f"{site.root}/old"
    assert main(["verify"]) == 0
    agent = site.requests[-1][1]["User-Agent"]
    assert agent.startswith("waqai/") and site.asked("/robots.txt") == 1


def test_what_has_not_changed_is_not_taken_again(
    site: Site, quick: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second request asks for changes alone; a changed page is a later version with the claims of both kept."""
    tagged = (("Content-Type", "text/html"), ("ETag", '"1"'))
    site.replies["/1"] = Reply(page().encode(), 200, tagged)
    arguments = ["read", f"{site.root}/1", "--allow-private"]
    assert [main(arguments) for _ in range(2)] == [0, 0]
    assert site.requests[-1][1]["If-None-Match"] == '"1"'
    changed = page((STORY[1], STORY[2], STORY[0].replace("١٢", "١٥")))
    site.replies["/1"] = Reply(changed.encode(), 200, (("Content-Type", "text/html"), ("ETag", '"2"')))
    capsys.readouterr()
    assert main(arguments) == 0
    assert "1 document kept in a later version" in capsys.readouterr().out
    with open_store("waqai.db", readonly=True) as store:
        versions = [kept for _, kept in store.versions()]
        assert len({kept.document.id for kept in versions}) == 1 and len(versions) == 2
        assert all(kept.reading and kept.reading.claims for kept in versions)
        assert [each.status for each in store.evidence.fetches()] == [200, 304, 200]


def test_a_feed_and_its_pages(site: Site, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--follow` the entries are documents, with it the pages that they name; these are not fetched twice."""
    items = [
        {"title": "أولا", "description": STORY[1], "link": f"{site.root}/{number}", "guid": str(number)}
        for number in (1, 2)
    ]
    site.replies["/feed"] = Reply(rss(items).encode(), 200, (("Content-Type", "application/rss+xml"),))
    site.replies["/2"] = Reply(page(reversed(STORY), "آخر").encode())
    assert main(["read", f"{site.root}/feed", "--allow-private"]) == 0
    assert "2 kept" in capsys.readouterr().out and site.asked("/1") == 0
    for _ in range(2):
        assert main(["read", f"{site.root}/feed", "--allow-private", "--follow", "5", "--store", "b.db"]) == 0
    assert site.asked("/1") == site.asked("/2") == 1
    with open_store("b.db", readonly=True) as store:
        assert {document.url for document in store.documents()} == {f"{site.root}/1", f"{site.root}/2"}


def test_a_sitemap_and_its_pages(site: Site, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of lists leads to the pages, as many as were asked for."""
    xml = (("Content-Type", "application/xml"),)
    places = "".join(f"<url><loc>{site.root}/{number}</loc></url>" for number in (1, 2, 3))
    site.replies["/map"] = Reply(
        f"<sitemapindex><sitemap><loc>{site.root}/part</loc></sitemap></sitemapindex>".encode(), 200, xml
    )
    site.replies["/part"] = Reply(f"<?xml version='1.0'?><urlset>{places}</urlset>".encode(), 200, xml)
    assert main(["read", f"{site.root}/part", "--allow-private"]) == 0
    assert "a sitemap of 3 pages" in capsys.readouterr().out
    assert main(["read", f"{site.root}/map", "--allow-private", "--follow", "1"]) == 0
    assert "1 kept" in capsys.readouterr().out and site.asked("/2") == 0


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({"/1": Reply(b"", 302, (("Location", "/1"),))}, "redirects more than"),
        ({"/1": Reply(b"", 302, (("Location", "file:///etc/passwd"),))}, "must begin with http"),
        ({"/1": Reply(b"x" * 200_000)}, "is longer than"),
        ({"/1": Reply(b"x" * 100, pause=0.2)}, "took too long"),
        ({"/1": Reply(b"x", 200, (("Content-Length", "50"),))}, "could not be fetched"),
        ({"/robots.txt": Reply(b"User-agent: *\nDisallow: /1")}, "robots.txt"),
        ({"/robots.txt": Reply(b"", 503)}, "robots.txt"),
    ],
    ids=["loop", "file", "long", "slow", "half", "robots", "robots down"],
)
def test_what_a_server_may_not_do(site: Site, replies: dict[str, Reply], words: str) -> None:
    """Each is a typed error with the address."""
    site.replies |= replies
    with pytest.raises(SourceError, match=words):
        Fetcher(POLICY).get(f"{site.root}/1")


def test_private_networks_are_refused(site: Site, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Unless it is allowed, nothing is sent to an address of a private network, nor after a redirect to one."""
    assert main(["read", f"{site.root}/1"]) == 1
    assert "private network" in capsys.readouterr().err and not site.requests


def test_a_name_cannot_point_elsewhere_in_between(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name that resolves to a private address is refused, and so is a redirect to it."""
    port = int(site.root.rpartition(":")[2])
    rows = {"good.example": "93.184.216.34", "bad.example": "127.0.0.1", "mixed.example": "10.0.0.1"}

    def resolve(host: str, *arguments: object, **more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (rows[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    fetcher = Fetcher(Policy(delay=0.0, timeout=1.0))
    for host in ("bad.example", "mixed.example"):
        with pytest.raises(SourceError, match="private network"):
            fetcher.get(f"http://{host}:{port}/1")
    assert not site.requests


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("::1", False),
        ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("224.0.0.1", False), ("255.255.255.255", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    """Private, local and reserved addresses are not, nor are those that hide one."""
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://a.example/خبر?q=حلب", "http://a.example/%D8%AE%D8%A8%D8%B1?q=%D8%AD%D9%84%D8%A8"),
        ("https://A.example:8443", "https://a.example:8443"),
        ("http://a.example/x%20y#part", "http://a.example/x%20y"),
        ("ftp://a.example/", None), ("http:///x", None), ("http://me:secret@a.example/", None),
        ("http://a.example:99999/", None), ("http://" + "a" * 400 + ".example/", None), ("http://[::1", None),
    ],
)  # fmt: skip
def test_addresses_are_checked(url: str, sent: str | None) -> None:
    """An address of the web is escaped, anything else is refused; a password is never shown."""
    if sent is not None:
        assert checked_url(url) == sent
        return
    with pytest.raises(SourceError) as caught:
        checked_url(url)
    assert "secret" not in str(caught.value)


def test_requests_to_one_host_are_spaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The delay of the policy lies between two requests, or the longer one that robots.txt asks for."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7\n")
    fetcher = Fetcher(Policy(delay=2.0, timeout=2.0, allow_private=True))
    fetcher.get(f"{site.root}/1")
    fetcher.get(f"{site.root}/1")
    waits = [round(each) for each in slept if each > 0.5]
    assert waits[-1] in (13, 14) or waits[-1] == 7
