"""JSON lines -> Documents: one object a line, with the codebook's fields; one line in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from waqai.errors import SourceError
from waqai.records import Document, Provenance
from waqai.sources.columns import columns_of, document_of
from waqai.sources.decode import decode, splits_lines
from waqai.sources.file import file_origin
from waqai.sources.loaded import Extract, LoadOptions, Result, file_error, is_date, loaded, too_long

SHAPE = '{"id": "…", "published": "YYYY-MM-DD", "text": "…"}'


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The documents of a file, a SourceError (yielded, not raised) for each line that is none."""
    try:
        with path.open("rb") as file:
            nothing = True
            modified = path.stat().st_mtime
            for result in load_lines(file, str(path), options, file_origin(path, modified)):
                nothing = False
                yield result
    except OSError as error:
        yield file_error(str(path), error)
        return
    if nothing:
        yield SourceError(f"is empty; give one JSON object a line: {SHAPE}", where=str(path))


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in a line's bytes; `context` has what the user said about lines that do not say it."""
    return _extract(raw, "line", context)


def load_lines(
    stream: BinaryIO, name: str, options: LoadOptions, origin: Provenance | None = None
) -> Iterator[Result]:
    """The documents of a stream of bytes; errors say `name:line`. Blank lines are passed over."""
    if not splits_lines(options.encoding):
        yield SourceError(
            f"JSON lines cannot be cut in {options.encoding}; save the file again as UTF-8", where=name
        )
        return
    number = 0
    context: dict[str, Any] = {
        "published": options.published, "source": options.source or None, "encoding": options.encoding,
    }  # fmt: skip
    while line := stream.readline(options.most_bytes + 1):
        number += 1
        where = f"{name}:{number}"
        if len(line) > options.most_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            yield too_long(where, options.most_bytes)
        elif line.strip():
            raw = line.rstrip(b"\r\n")
            try:
                if number == 1:
                    context["columns"] = _columns(raw, where, options)
                made = _extract(raw, where, context)
            except SourceError as error:
                yield error
                continue
            yield loaded(made, raw, "jsonl", context, origin or Provenance(name), where, may_be_edited=False)


def _skip_line(stream: BinaryIO) -> None:
    while (piece := stream.readline(1 << 16)) and not piece.endswith(b"\n"):
        pass


def _columns(line: bytes, where: str, options: LoadOptions) -> dict[str, str] | None:
    """Which members are which fields, if the first line has no `text` and someone can be asked; else null."""
    if options.choose_columns is None:
        return None
    try:
        data = _parse(decode(line, where, options.encoding), where)
    except SourceError:
        return None  # the line is told as an error where it is read
    if "text" in data or not data:
        return None
    return columns_of(list(data), [list(map(_cell, data.values()))], where, options)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def _extract(line: bytes, where: str, context: Mapping[str, Any]) -> Extract:
    data = _parse(decode(line, where, context.get("encoding")), where)
    if context.get("columns"):
        return document_of({name: _cell(value) for name, value in data.items()}, context, where)
    published = data.get("published") or context.get("published")
    if not is_date(published):
        raise SourceError(
            f"`published` is {_shown(data.get('published'))}; "
            "it must be a day of the calendar such as 2024-05-01 "
            "(`--published` fills it in where it is missing)",
            where=where,
        )
    document = Document(
        id=_string(data, "id", where),
        text=_string(data, "text", where),
        published=str(published),
        source=_string_or_null(data, "source", where) or context.get("source") or "",
        url=_string_or_null(data, "url", where),
        title=_string_or_null(data, "title", where),
    )
    if not document.id.strip():
        raise SourceError("`id` is empty; give each document an id of its own", where=where)
    return Extract(document)


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}"
        raise SourceError(f"is not JSON ({error.msg}, {place}); expected {SHAPE}", where=where) from None
    except (ValueError, RecursionError):
        raise SourceError(
            f"is JSON nested or numbered beyond bounds; expected {SHAPE}", where=where
        ) from None
    if not isinstance(data, dict):
        raise SourceError(f"is {_kind(data)}, not a JSON object; expected {SHAPE}", where=where)
    return data


def _string(data: dict[str, Any], name: str, where: str) -> str:
    if name not in data:
        raise SourceError(f"`{name}` is missing; expected {SHAPE}", where=where)
    value = data[name]
    if not isinstance(value, str):
        raise SourceError(f"`{name}` is {_kind(value)}; it must be a string", where=where)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(
            f"`{name}` has half a character (a lone surrogate, \\u{ord(value[error.start]):04x}) "
            f"at offset {error.start}; write it again from its source as UTF-8",
            where=where,
        ) from None
    return value


def _string_or_null(data: dict[str, Any], name: str, where: str) -> str | None:
    return None if data.get(name) is None else _string(data, name, where)


def _kind(value: object) -> str:
    kinds: dict[type, str] = {str: "a string", list: "a list", dict: "an object", bool: "true or false"}
    return "null" if value is None else kinds.get(type(value), "a number")


def _shown(value: object) -> str:
    if value is None:
        return "missing"
    return json.dumps(value[:40], ensure_ascii=True) if isinstance(value, str) else _kind(value)
