"""A web archive (WARC, or WACZ, which holds WARCs) -> the pages in it as Documents, one record in memory at a time.

A record whose digest does not fit its bytes is an error. A later capture of one address is a later version of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from waqai.errors import SourceError
from waqai.records import Provenance
from waqai.sources.apart import extract_apart
from waqai.sources.loaded import (
    Extract,
    Loaded,
    LoadOptions,
    Result,
    Skipped,
    Unchanged,
    as_json,
    digest,
    file_error,
    is_date,
    loaded,
)

PAGES = {"text/html", "application/xhtml+xml"}
PIECE = 1 << 20
MEMBERS = (".warc", ".warc.gz")


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The pages of a WARC file; a WACZ file's archives, one after another."""
    try:
        with path.open("rb") as file:
            if file.read(4).startswith(b"PK"):
                yield from _load_wacz(path, options)
            else:
                file.seek(0)
                yield from load_stream(file, str(path), options)
    except OSError as error:
        yield file_error(str(path), error)
    except SourceError as error:
        yield error


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The page in a record's bytes."""
    return extract_apart("html", _unpacked(raw, context), context, "record")[0]


def load_stream(file: IO[bytes], where: str, options: LoadOptions) -> Iterator[Result]:
    """The pages of a stream of records, packed or not."""
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(file, check_digests=True)
    number, start = 0, 0
    while True:
        number += 1
        place = f"{where}#{number}"
        try:
            record = next(records, None)
            if record is None:
                return
            item = _record(record, place, where, options)
            while record.raw_stream.read(PIECE):  # what was not read has to be, before the length is known
                pass
            here = records.get_record_offset() + records.get_record_length()
        except SourceError as error:
            yield error
            continue
        except Exception as error:  # warcio lets through whatever a damaged archive does to it
            reason = str(error).strip().splitlines()[0][:120] if str(error).strip() else type(error).__name__
            yield SourceError(
                f"is cut short or damaged from here on ({reason}); what came before is read", where=place
            )
            return
        if item is not None:
            size = max(here - start, 0)
            start = here
            if isinstance(item, Loaded):
                yield replace(item, size=size)
            else:
                yield replace(item, size=size) if isinstance(item, Unchanged) else item


def _record(record: Any, place: str, container: str, options: LoadOptions) -> Result | None:
    """What is in a record: a page, nothing (a request, the archive's own words), or a skipped kind."""
    if record.rec_type not in ("response", "resource"):
        return None
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if status != "200" or kind not in PAGES:
        what = f"status {status}" if status != "200" else kind or "no kind"
        return Skipped(place, f"records of {what} in web archives")
    raw = record.raw_stream.read(options.most_bytes + 1)
    if len(raw) > options.most_bytes:
        raise SourceError(f"a page of more than {options.most_bytes:,} bytes; it is left out", where=place)
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise SourceError("its page is cut short: the archive is half written; get it again", where=place)
    if record.digest_checker and record.digest_checker.passed is False:
        raise SourceError(
            "its bytes do not fit the digest in its record: the archive was changed", where=place
        )
    named = record.rec_headers.get_header
    url, date = named("WARC-Target-URI") or "", named("WARC-Date") or ""
    context = _context(record, url.strip("<>"), date, options)
    if options.is_known(digest(raw), "warc", context):
        return Unchanged(place, 0)
    details = {
        "archive": container, "record": named("WARC-Record-ID"), "fetched": date, "digest": named("WARC-Payload-Digest"),
        "status": int(status), "headers": [list(pair) for pair in headers.headers] if record.http_headers else None,
    }  # fmt: skip
    try:
        made = extract_apart("html", _unpacked(raw, context), context, place)[0]
    except SourceError as error:
        if "without an article" in error.message:
            return Skipped(place, "pages without an article in web archives")
        raise
    return loaded(made, raw, "warc", context, Provenance(url or container, as_json(details)), place)


def _context(record: Any, url: str, date: str, options: LoadOptions) -> dict[str, Any]:
    headers = record.http_headers
    header = headers.get_header if headers else lambda name: None
    charset = (header("Content-Type") or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    day = options.published or (date[:10] if is_date(date[:10]) else "1970-01-01")
    from waqai.sources.decode import known_encoding

    return {
        "published": day,
        "source": options.source or None,
        "encoding": options.encoding or (charset if charset and known_encoding(charset) else None),
        "url": url,
        "packed": (header("Content-Encoding") or "").strip().lower() or None,
        "chunked": (header("Transfer-Encoding") or "").strip().lower() == "chunked" or None,
    }


def _unpacked(raw: bytes, context: Mapping[str, Any]) -> bytes:
    """A record's body without the packing that it was sent in."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    packed = context.get("packed")
    kind = ChunkedDataReader if context.get("chunked") else BufferedReader
    most = max(64 << 20, 20 * len(raw))
    try:
        data = (
            kind(io.BytesIO(raw), decomp_type=packed).read(most + 1)
            if packed or context.get("chunked")
            else raw
        )
    except Exception as error:
        raise SourceError(
            f"its body is not packed as it says ({type(error).__name__}); it is left out"
        ) from None
    if len(data) > most:
        raise SourceError("unpacks to far more than its size; it may be made to fill the memory")
    return bytes(data)


def _load_wacz(path: Path, options: LoadOptions) -> Iterator[Result]:
    try:
        with zipfile.ZipFile(path) as archive:
            hashes = _hashes(archive)
            for member in archive.infolist():
                name = member.filename
                if not (name.startswith("archive/") and name.lower().endswith(MEMBERS)):
                    continue
                where = f"{path}/{name}"
                if member.flag_bits & 1:
                    yield SourceError("is protected by a password; save it without one", where=where)
                elif name in hashes and _sha256(archive, name) != hashes[name]:
                    yield SourceError("was changed since it was packed: its hash is another one", where=where)
                else:
                    with archive.open(name) as file:
                        yield from load_stream(file, where, options)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError) as error:
        raise SourceError(f"is a damaged WACZ file ({error}); get it again", where=str(path)) from None


def _hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    """The SHA-256 of each member that the package's own list names."""
    try:
        with archive.open("datapackage.json") as file:
            rows = json.loads(file.read(16 << 20))["resources"]
        pairs = {str(row["path"]): str(row["hash"]) for row in rows}
    except (KeyError, TypeError, ValueError, RecursionError):
        return {}
    return {
        path: value.removeprefix("sha256:") for path, value in pairs.items() if value.startswith("sha256:")
    }


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    whole = hashlib.sha256()
    with archive.open(name) as file:
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()
