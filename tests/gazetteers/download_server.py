"""A small server for downloads: it gives one file, and may stop, lie about its size or refuse."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Shop:
    """What the server does: the file, how many bytes it really sends a request, the size that it tells."""

    body: bytes
    cut: list[int] = field(
        default_factory=list
    )  # bytes sent in each request; all where the list is at its end
    told: int | None = None
    status: int = 200
    tag: str | None = '"one"'
    ranges: list[str | None] = field(default_factory=list)
    redirect: str | None = None
    shift: int = 0


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        shop: Shop = self.server.shop  # type: ignore[attr-defined]
        asked = self.headers.get("Range")
        shop.ranges.append(asked)
        if shop.redirect:
            self.send_response(302)
            self.send_header("Location", shop.redirect)
            self.end_headers()
            return
        if shop.status != 200:
            self.send_error(shop.status)
            return
        start, body = 0, shop.body
        if asked and self.headers.get("If-Range") == shop.tag:
            start = int(re.findall(r"\d+", asked)[0])
            self.send_response(206)
            first = start + shop.shift
            self.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
        else:
            self.send_response(200)
        body = body[start:]
        self.send_header("Content-Length", str(len(body) if shop.told is None else shop.told))
        if shop.tag:
            self.send_header("ETag", shop.tag)
        self.end_headers()
        self.wfile.write(body[: shop.cut.pop(0)] if shop.cut else body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Server:
    """A running server with its shop; `url` is its address."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.http.shop = shop  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop it."""
        self.http.shutdown()
        self.http.server_close()
