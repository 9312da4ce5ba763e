"""What was fetched -> a web archive (WARC or WACZ) that any tool of web archives opens.

Each kept page is a `resource` record, or a `response` with the headers that came; its bytes are those kept, so its
digest can be checked against the store's.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waqai import __version__
from waqai.errors import WaqaiError


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched: its address, when (ISO 8601), the status and headers that came, and its bytes."""

    url: str
    fetched: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    title: str = ""


def write_warc(path: Path, pages: Iterable[Page]) -> int:
    """Write pages as a WARC file, packed record by record; how many. Raises WaqaiError without warcio."""
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError:
        raise WaqaiError("web archives need more than is installed: pip install 'waqai[web]'") from None
    written = 0
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        info = {"software": f"waqai {__version__}", "format": "WARC File Format 1.0"}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        for page in pages:
            written += 1
            headers = [pair for pair in page.headers if pair[0].lower() != "transfer-encoding"]
            record = writer.create_warc_record(
                page.url, "response", payload=io.BytesIO(page.body), length=len(page.body),
                http_headers=StatusAndHeaders(f"{page.status} OK", headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": _warc_date(page.fetched), "WARC-Payload-Digest": _digest(page.body)},
            )  # fmt: skip
            writer.write_record(record)
    return written


def write_wacz(path: Path, warc: Path, pages: Iterable[Page]) -> None:
    """Pack a WARC file with its list of pages and the SHA-256 of each part (WACZ 1.1.1)."""
    rows = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    rows += [{"url": page.url, "ts": _warc_date(page.fetched), "title": page.title} for page in pages]
    listed = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    name = "archive/data.warc.gz"
    resources: list[dict[str, Any]] = [
        {"name": "data.warc.gz", "path": name, "hash": f"sha256:{_sha256(warc)}", "bytes": warc.stat().st_size},
        {"name": "pages.jsonl", "path": "pages/pages.jsonl", "hash": f"sha256:{hashlib.sha256(listed).hexdigest()}",
         "bytes": len(listed)},
    ]  # fmt: skip
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": f"waqai {__version__}",
        "resources": resources,
    }
    data = json.dumps(package, ensure_ascii=False, indent=1).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.write(warc, name)
        archive.writestr("pages/pages.jsonl", listed)
        archive.writestr("datapackage.json", data)
        archive.writestr("datapackage-digest.json", json.dumps(digest))


def _digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


def _warc_date(fetched: str) -> str:
    return fetched[:19] + "Z"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
