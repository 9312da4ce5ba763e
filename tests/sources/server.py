"""A web server on this machine for tests: pages by path, with what was asked of it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Reply(NamedTuple):
    """What the server says to a path; `pause` seconds between the pieces of the body."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    pause: float = 0.0


class Site:
    """Replies by path, and the requests that came: (path, headers)."""

    def __init__(self, address: str) -> None:
        """A site at an address (host:port), without pages."""
        self.root = f"http://{address}"
        self.replies: dict[str, Reply] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(each == path for each, _ in self.requests)


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A running server with its site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requests.append((self.path, dict(self.headers)))
            reply = site.replies.get(self.path, Reply(b"nothing here", 404))
            etag = dict(reply.headers).get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                reply = Reply(b"", 304, reply.headers)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if not any(name == "Content-Length" for name, _ in reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            with contextlib.suppress(OSError):
                for piece in (
                    (reply.body,)
                    if not reply.pause
                    else (reply.body[n : n + 1] for n in range(len(reply.body)))
                ):
                    self.wfile.write(piece)
                    time.sleep(reply.pause)

        do_POST = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
