"""An address -> a file of the user's data folder, over HTTPS: resumed where a download stopped, and checked.

What has come is kept in `NAME.part`, with what the server said of it in `NAME.part.json`. Only a file of the
size that the server told gets its name.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from waqai import __version__
from waqai.errors import GazetteerError

TIMEOUT = 30.0  # seconds without a byte
PIECE = 1 << 16
MOST_BYTES = 1 << 30
_LOCAL = frozenset(("localhost", "127.0.0.1", "::1"))
Told = Callable[[int, int | None], None]  # bytes so far, bytes in all where the server tells


@dataclass(frozen=True, slots=True)
class Promise:
    """What a server said of a file: where from, how large, and what names this version of it."""

    url: str
    total: int | None = None
    tag: str | None = None


class _SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to an address that would have been taken from the user."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_address(url: str) -> None:
    """Raise GazetteerError for an address that is not HTTPS; a server on this machine may do without."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in _LOCAL:
        return
    raise GazetteerError("is not fetched: only addresses that begin with https:// are", where=url)


def fetch(url: str, target: Path, told: Told = lambda done, total: None) -> Path:
    """Fetch `url` into `target` and give its path. What an earlier call had fetched is kept and gone on from.

    Raises GazetteerError, with what to do next, for no network, a refusal, and a file of another size than told.
    """
    check_address(url)
    part, note = target.with_name(target.name + ".part"), target.with_name(target.name + ".part.json")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _fetch_into(url, part, note, told)
        part.replace(target)
        note.unlink(missing_ok=True)
    except OSError as error:
        raise GazetteerError(f"cannot be written ({error.strerror or error}); check the disk and the folder's rights",
                             where=str(target)) from None  # fmt: skip
    return target


def _fetch_into(url: str, part: Path, note: Path, told: Told, again: bool = False) -> None:
    earlier = _earlier(url, part, note)
    start = part.stat().st_size if earlier else 0
    request = urllib.request.Request(
        url, headers={"User-Agent": f"waqai/{__version__}", "Accept-Encoding": "identity"}
    )
    if earlier and start:
        request.add_header("Range", f"bytes={start}-")
        request.add_header("If-Range", earlier.tag or "")
    try:
        with _open(request) as answer:
            promise, start = _promised(url, answer, start, earlier)
            note.write_text(json.dumps(asdict(promise)), encoding="utf-8")
            done = _copy(answer, part, start, promise.total, told)
    except urllib.error.HTTPError as error:
        if error.code == 416 and not again:  # what is kept is no part of what is there now
            part.unlink(missing_ok=True)
            _fetch_into(url, part, note, told, again=True)
            return
        raise GazetteerError(_refusal(error.code), where=url) from None
    _check_size(url, part, promise, done)


def _earlier(url: str, part: Path, note: Path) -> Promise | None:
    """What was promised of a part that is kept; None where it cannot be gone on from."""
    try:
        promise = Promise(**json.loads(note.read_text(encoding="utf-8")))
        size = part.stat().st_size
    except (OSError, ValueError, TypeError):
        return None
    whole = promise.total is not None and size >= promise.total
    return promise if promise.url == url and promise.tag and size and not whole else None


def _open(request: urllib.request.Request) -> http.client.HTTPResponse:
    opener = urllib.request.build_opener(_SecureRedirects)
    try:
        answer = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError:
        raise
    except (OSError, http.client.HTTPException) as error:
        raise _offline(request.full_url, error) from None
    assert isinstance(answer, http.client.HTTPResponse)
    return answer


def _offline(url: str, error: Exception) -> GazetteerError:
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, ssl.SSLError):
        return GazetteerError(
            f"its certificate does not hold ({reason.reason or reason}); nothing was fetched. "
            "Check this machine's clock and whatever stands between it and the network",
            where=url,
        )
    return GazetteerError(
        f"cannot be reached ({reason}). With a network, run this again; without one, fetch the address on another "
        "machine and give the file: `waqai gazetteer add FILE`",
        where=url,
    )


def _promised(
    url: str, answer: http.client.HTTPResponse, start: int, earlier: Promise | None
) -> tuple[Promise, int]:
    """What the server tells now, and from which byte on it sends."""
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and tag.startswith("W/"):
        tag = answer.headers.get("Last-Modified")
    length = answer.headers.get("Content-Length", "")
    size = int(length) if length.isdigit() else None
    if answer.status == 206:
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", answer.headers.get("Content-Range", ""))
        if not match or int(match[1]) != start or earlier is None:
            raise GazetteerError(
                "the server sends another part than was asked for; run this again", where=url
            )
        total = int(match[3]) if match[3] != "*" else None
        return Promise(url, total, tag or earlier.tag), start
    if size is not None and size > MOST_BYTES:
        raise GazetteerError(f"has {size:,} bytes, more than the {MOST_BYTES:,} that are fetched", where=url)
    return Promise(url, size, tag), 0


def _copy(answer: http.client.HTTPResponse, part: Path, start: int, total: int | None, told: Told) -> int:
    """Append what comes to the part, from byte `start` on; gives how much there is, also where it stops early."""
    done = start
    with part.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        told(done, total)
        while done <= MOST_BYTES:
            try:
                piece = answer.read(PIECE)
            except (OSError, http.client.HTTPException) as error:
                piece = getattr(error, "partial", b"")
                file.write(piece)
                done += len(piece)
                break
            if not piece:
                break
            file.write(piece)
            done += len(piece)
            told(done, total)
        file.flush()
        os.fsync(file.fileno())
    return done


def _check_size(url: str, part: Path, promise: Promise, done: int) -> None:
    if promise.total is None and done <= MOST_BYTES:
        return
    if promise.total is not None and done < promise.total:
        kept = (
            "what has come is kept: run this again and it goes on from there"
            if promise.tag
            else "run this again"
        )
        raise GazetteerError(f"stopped after {done:,} of {promise.total:,} bytes; {kept}", where=url)
    if promise.total is None or done > promise.total:
        part.unlink(missing_ok=True)
        raise GazetteerError(
            f"sent {done:,} bytes, more than it told; nothing was kept. Run this again", where=url
        )


def _refusal(status: int) -> str:
    if status in (404, 410):
        return "there is no such file; check the country's two letters (ISO 3166)"
    if status == 429 or status >= 500:
        return f"the server cannot give it now (status {status}); run this again later"
    return f"the server refuses it (status {status})"
