"""An address -> what its server answers: bounded in time and size, robots respected, private networks refused.

The name is resolved once, every address that it has is looked at, and the connection goes to the one looked at: a name
cannot point elsewhere in between. Each redirect is looked at in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.robotparser
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from waqai import __version__
from waqai.errors import SourceError

AGENT = f"waqai/{__version__}"
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
LONGEST_DELAY = 60.0
DROPPED_HEADERS = {"set-cookie", "set-cookie2"}  # they may name the reader, and prove nothing of the page


@dataclass(frozen=True, slots=True)
class Policy:
    """How to fetch: seconds to wait, bytes to take, seconds between two requests to one host.

    `allow_private` lets through addresses of private networks, for a server of one's own.
    """

    timeout: float = 30.0
    most_bytes: int = 64 * 1024 * 1024
    delay: float = 1.0
    allow_private: bool = False
    agent: str = AGENT


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: the last address, all addresses on the way, the status, headers and body, and when (unix)."""

    url: str
    way: tuple[str, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: int

    def header(self, name: str) -> str | None:
        """A header's value by its name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages one after another, politely. Its methods raise SourceError, with the address and what to do."""

    policy: Policy = field(default_factory=Policy)
    _robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """The answer for an address, redirects followed; a status of 304 where nothing changed since `etag`."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        way: list[str] = []
        while len(way) <= MOST_REDIRECTS:
            url = checked_url(url)
            way.append(url)
            self._ask_robots(url)
            answer = self._request(url, headers, tuple(way))
            target = answer.header("location")
            if answer.status not in REDIRECTS or not target:
                return answer
            url = urljoin(url, target)
        raise SourceError(
            f"redirects more than {MOST_REDIRECTS} times; give the page's own address", where=way[0]
        )

    def post(self, url: str, body: bytes, content_type: str) -> Answer:
        """The answer to bytes that are sent; redirects are not followed."""
        return self._request(checked_url(url), {"Content-Type": content_type}, (url,), body)

    def _ask_robots(self, url: str) -> None:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            rules = urllib.robotparser.RobotFileParser()
            rules.parse(self._robots_lines(root))
            self._robots[root] = rules
        if not self._robots[root].can_fetch(self.policy.agent, url):
            raise SourceError(
                "its site asks not to be fetched (robots.txt); save the page and read the file", where=url
            )

    def _robots_lines(self, root: str) -> list[str]:
        """The lines of a site's robots.txt. As RFC 9309 asks: none there allows all, a failing server forbids all."""
        url = f"{root}/robots.txt"
        for _ in range(MOST_REDIRECTS):
            answer = self._request(url, {}, (url,))
            target = answer.header("location")
            if answer.status in REDIRECTS and target:
                url = checked_url(urljoin(url, target))
                continue
            if answer.status >= 500:
                return ["User-agent: *", "Disallow: /"]
            return (
                answer.body[: 512 * 1024].decode("utf-8", "replace").splitlines()
                if answer.status == 200
                else []
            )
        return []

    def _request(
        self, url: str, headers: Mapping[str, str], way: tuple[str, ...], body: bytes | None = None
    ) -> Answer:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        self._wait(host)
        address = self._address(host, port, url)
        connection = _connection(parts.scheme, host, port, address, self.policy.timeout)
        sent = {"User-Agent": self.policy.agent, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        try:
            connection.request("GET" if body is None else "POST", path, body, sent)
            response = connection.getresponse()
            data = self._body(response, url)
            kept = tuple((n, v) for n, v in response.getheaders() if n.lower() not in DROPPED_HEADERS)
            return Answer(url, way, response.status, kept, data, int(time.time()))
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = (
                "took too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
            )
            raise SourceError(f"could not be fetched ({reason}); try again later", where=url) from None
        finally:
            connection.close()

    def _body(self, response: http.client.HTTPResponse, url: str) -> bytes:
        """The body, within bounds of size and of time as a whole: a server may send a byte a minute."""
        end = time.monotonic() + self.policy.timeout * 4
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(1 << 16):
            pieces.append(piece)
            size += len(piece)
            if size > self.policy.most_bytes:
                raise SourceError(
                    f"is longer than {self.policy.most_bytes:,} bytes; save it and read the file", where=url
                )
            if time.monotonic() > end:
                raise TimeoutError
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) != size and response.status == 200:
            raise http.client.IncompleteRead(b"", int(length) - size)
        return b"".join(pieces)

    def _wait(self, host: str) -> None:
        """Leave a server the time that it asks for between two requests, a minute at most."""
        delays = [
            float(rules.crawl_delay(self.policy.agent) or 0)
            for root, rules in self._robots.items()
            if host in root
        ]
        delay = min(max([self.policy.delay, *delays]), LONGEST_DELAY)
        now = time.monotonic()
        start = max(now, self._last.get(host, now - delay) + delay)
        time.sleep(start - now)
        self._last[host] = start

    def _address(self, host: str, port: int, url: str) -> str:
        """An address of a host. Raises SourceError where it has none, or one that is not of the open network."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise SourceError("its host has no address; check it, or the network", where=url) from None
        addresses = [str(row[4][0]) for row in found]
        private = [each for each in addresses if not is_public(each)]
        if private and not self.policy.allow_private:
            raise SourceError(
                f"its host is in a private network ({private[0]}); `--allow-private` lets it through",
                where=url,
            )
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is of the open network, also where it hides another one."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        hidden = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in ipaddress.ip_network("64:ff9b::/96"):
            hidden = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if hidden is not None and not is_public(str(hidden)):
            return False
    return found.is_global and not found.is_multicast


def checked_url(url: str) -> str:
    """An address as it is sent, letters beyond ASCII escaped. Raises SourceError for one that is not of the web."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        raise SourceError("is no address of a page; check it", where=url[:200]) from None
    if parts.scheme not in ("http", "https") or not host:
        raise SourceError("is no address of a page; it must begin with http:// or https://", where=url[:200])
    if parts.username or parts.password:
        raise SourceError(
            "has a name or password in it; those would be kept in the log", where=f"{parts.scheme}://{host}"
        )
    safe = "/%:=&?~#+!$,;'@()*[]"
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    return urlunsplit((parts.scheme, netloc, quote(parts.path, safe=safe), quote(parts.query, safe=safe), ""))


def _connection(
    scheme: str, host: str, port: int, address: str, timeout: float
) -> http.client.HTTPConnection:
    """A connection to an address that was looked at, for a host whose certificate must fit."""
    context = ssl.create_default_context() if scheme == "https" else None

    class Pinned(http.client.HTTPConnection):
        def connect(self) -> None:
            self.sock = socket.create_connection((address, port), timeout)
            if context is not None:
                self.sock = context.wrap_socket(self.sock, server_hostname=host)

    connection = Pinned(host, port, timeout=timeout)
    connection.default_port = 443 if scheme == "https" else 80
    return connection
