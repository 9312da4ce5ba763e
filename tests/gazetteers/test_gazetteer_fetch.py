"""Downloads: whole, resumed, cut short, of another size than told, refused, without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from download_server import Server, Shop

from waqai.errors import GazetteerError
from waqai.gazetteers.fetch import check_address, fetch

BODY = bytes(range(256)) * 400
Serve = Callable[[Shop], Server]


def test_a_file_comes_whole(serve: Serve, tmp_path: Path) -> None:
    """What was sent is what is kept, with nothing beside it, and progress ends at the file's size."""
    told: list[tuple[int, int | None]] = []
    target = fetch(serve(Shop(BODY)).url + "/SY.zip", tmp_path / "SY.zip", lambda *done: told.append(done))
    assert target.read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["SY.zip"]
    assert told[0] == (0, len(BODY)) and told[-1] == (len(BODY), len(BODY))


def test_a_download_that_stops_goes_on_where_it_was(serve: Serve, tmp_path: Path) -> None:
    """The second call asks for the rest alone, and puts it behind what has come."""
    server = serve(Shop(BODY, cut=[70_000]))
    with pytest.raises(GazetteerError, match=r"stopped after 70,000 of 102,400 bytes.*run this again"):
        fetch(server.url, tmp_path / "x")
    assert not (tmp_path / "x").exists()
    assert fetch(server.url, tmp_path / "x").read_bytes() == BODY
    assert server.shop.ranges == [None, "bytes=70000-"]


def test_another_file_by_now_is_fetched_anew(serve: Serve, tmp_path: Path) -> None:
    """A part of one version is never put together with the rest of another."""
    server = serve(Shop(BODY, cut=[70_000]))
    with pytest.raises(GazetteerError):
        fetch(server.url, tmp_path / "x")
    server.shop.body, server.shop.tag = BODY[::-1], '"two"'
    assert fetch(server.url, tmp_path / "x").read_bytes() == BODY[::-1]


def test_without_a_tag_nothing_is_resumed(serve: Serve, tmp_path: Path) -> None:
    """Where the server does not name the version, the whole file is fetched again."""
    server = serve(Shop(BODY, cut=[70_000], tag=None))
    with pytest.raises(GazetteerError, match="run this again"):
        fetch(server.url, tmp_path / "x")
    assert fetch(server.url, tmp_path / "x").read_bytes() == BODY
    assert server.shop.ranges == [None, None]


@pytest.mark.parametrize(
    ("shop", "message"),
    [
        (Shop(BODY, told=len(BODY) + 9), "stopped after 102,400 of 102,409 bytes"),
        (Shop(BODY, told=2 << 30), "more than the 1,073,741,824 that are fetched"),
        (Shop(BODY, status=404), "no such file"),
        (Shop(BODY, status=503), "run this again later"),
        (Shop(BODY, status=403), "refuses it"),
        (Shop(BODY, redirect="http://example.org/SY.zip"), "begin with https://"),
        (Shop(BODY, redirect="file:///etc/hostname"), "refuses it"),
    ],
    ids=["too few bytes", "too many bytes", "not found", "busy", "forbidden", "not secure", "a file of this machine"],
)  # fmt: skip
def test_what_a_server_may_do_wrong(serve: Serve, tmp_path: Path, shop: Shop, message: str) -> None:
    """Each is an error that says what to do, and no file appears."""
    with pytest.raises(GazetteerError, match=message):
        fetch(serve(shop).url, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_another_part_than_asked_for_is_refused(serve: Serve, tmp_path: Path) -> None:
    """A server that answers with other bytes spoils nothing."""
    server = serve(Shop(BODY, cut=[70_000], shift=5))
    with pytest.raises(GazetteerError):
        fetch(server.url, tmp_path / "x")
    with pytest.raises(GazetteerError, match="another part"):
        fetch(server.url, tmp_path / "x")


def test_no_network_is_said_at_once(tmp_path: Path) -> None:
    """The message names the address and the way without a network."""
    server = Server(Shop(BODY))
    server.close()
    with pytest.raises(GazetteerError, match=r"cannot be reached.*waqai gazetteer add FILE"):
        fetch(server.url, tmp_path / "x")


@pytest.mark.parametrize("url", ["http://example.org/a", "ftp://example.org/a", "file:///a", "https://", "a"])
def test_only_secure_addresses_are_taken(url: str) -> None:
    """Nothing is asked of an address that is not HTTPS."""
    with pytest.raises(GazetteerError, match="https://"):
        check_address(url)
