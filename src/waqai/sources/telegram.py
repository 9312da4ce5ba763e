"""An export of Telegram Desktop in JSON -> its posts as Documents, read as a stream.

An edited post is a later version of one document. Who forwarded what, the post answered and the pictures of an album are
kept with its origin. Names of people in private chats become no source.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from waqai.errors import SourceError
from waqai.records import Document, Provenance
from waqai.sources.file import file_origin
from waqai.sources.loaded import (
    ID_LENGTH,
    Extract,
    LoadOptions,
    Result,
    Skipped,
    as_json,
    digest,
    file_error,
    is_date,
    loaded,
)

PIECE = 1 << 20
MESSAGES = re.compile(r'"messages"\s*:\s*\[')
# scalar members of a chat before its messages
MEMBER = re.compile(r'"(name|type|id)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')
SPACES = re.compile(r"[\s,]*")
CHANNELS = {"public_channel", "private_channel", "public_supergroup"}
KEPT = (
    "forwarded_from",
    "forwarded_from_id",
    "saved_from",
    "reply_to_message_id",
    "edited",
    "media_type",
    "author",
)
DECODER = json.JSONDecoder()


def load(path: Path, options: LoadOptions) -> Iterator[Result]:
    """The posts of an export; a fault of one post is yielded as a SourceError, one that ends the file too."""
    where = str(path)
    try:
        with path.open("rb") as file:
            origin = file_origin(path, path.stat().st_mtime)
            yield from _posts(_Stream(file, options.most_bytes), where, options, origin)
    except OSError as error:
        yield file_error(where, error)
    except SourceError as error:
        yield SourceError(error.message, where=error.where or where)


def extract(raw: bytes, part: str, context: Mapping[str, Any]) -> Extract:
    """The document in the bytes of one post."""
    return _extract(_parsed(raw), context)


class _Stream:
    """The characters of a file, a window of them in memory."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self.most = file, most
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.text, self.at, self.ended = "", 0, False

    def more(self) -> bool:
        """Read on; false at the end. Raises SourceError for bytes that are not UTF-8."""
        if self.ended:
            return False
        data = self._file.read(PIECE)
        self.ended = not data
        try:
            self.text = self.text[self.at :] + self._decoder.decode(data, self.ended)
        except UnicodeDecodeError:
            raise SourceError("is not UTF-8: a damaged export; export the chat again") from None
        self.at = 0
        return not self.ended

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The next match; what stands before it stays readable as `skipped`. Null at the end."""
        start = self.at
        while (match := pattern.search(self.text, start)) is None:
            if len(self.text) - self.at > self.most:
                self.at = len(self.text) - 4096  # a chat's name stands near its messages
            start = max(0, len(self.text) - self.at - 64)
            if not self.more():
                return None
        return match

    def next_value(self) -> tuple[str, bool]:
        """The JSON of the next member of an array, and whether there is one. Raises SourceError."""
        while True:
            match = SPACES.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                break
            if not self.more():
                raise SourceError("is cut short; what came before is read. Export the chat again")
        if self.text[self.at] == "]":
            self.at += 1
            return "", False
        end = _end_of_object(self.text, self.at)
        while end < 0:
            if len(self.text) - self.at > self.most:
                raise SourceError(f"has a post of more than {self.most:,} characters; export the chat again")
            if not self.more():
                raise SourceError("is cut short; what came before is read. Export the chat again")
            end = _end_of_object(self.text, self.at)
        value = self.text[self.at : end]
        self.at = end
        return value, True


def _end_of_object(text: str, start: int) -> int:
    """Where the JSON value that begins at `start` ends; -1 where it goes on beyond the text. Raises SourceError."""
    try:
        return DECODER.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        # a value may only be unfinished near the end of what was read; elsewhere it is broken
        if error.pos >= len(text) - 16 or error.msg.startswith("Unterminated string"):
            return -1
        raise SourceError(
            f"is not JSON ({error.msg}); what came before is read. Export the chat again"
        ) from None
    except RecursionError:
        raise SourceError("is JSON nested beyond bounds; export the chat again") from None


@dataclass(slots=True)
class _Waiting:
    """A post that waits for the pictures of its album."""

    raw: bytes
    context: dict[str, Any]
    where: str
    key: tuple[object, object]
    album: list[int] = field(default_factory=list)


def _posts(stream: _Stream, where: str, options: LoadOptions, origin: Provenance) -> Iterator[Result]:
    found = False
    while (match := stream.find(MESSAGES)) is not None:
        found = True
        head = dict(MEMBER.findall(stream.text[max(stream.at, match.start() - 4096) : match.start()]))
        chat = {name: _member(value) for name, value in head.items()}
        stream.at = match.end()
        yield from _chat(stream, chat, where, options, origin)
    if not found:
        raise SourceError("has no messages; is it an export of Telegram Desktop in JSON?", where=where)


def _member(value: str) -> Any:
    """A chat's name, kind or number; null where it is broken: its posts may be whole all the same."""
    try:
        found = json.loads(value)
        return found if isinstance(found, int) or found.encode("utf-8") else None
    except (ValueError, AttributeError):
        return None


def _chat(
    stream: _Stream, chat: Mapping[str, Any], where: str, options: LoadOptions, origin: Provenance
) -> Iterator[Result]:
    context = _context(chat, options)
    waiting: _Waiting | None = None
    number = 0
    while True:
        try:
            value, more = stream.next_value()
        except SourceError as error:
            if waiting:
                yield _made(waiting, origin)
            raise SourceError(error.message, where=f"{where}#{number + 1}") from None
        if not more:
            break
        number += 1
        raw = value.encode("utf-8", "surrogatepass")
        place = f"{where}#{number}"
        try:
            post = _parsed(raw)
            kind = _kind(post)
        except SourceError as error:
            yield SourceError(error.message, where=place)
            continue
        key = (post.get("date_unixtime") or post.get("date"), post.get("from_id"))
        if waiting and key == waiting.key and not kind[0] and _has_media(post):
            waiting.album.append(int(post["id"]))
            continue
        if waiting:
            yield _made(waiting, origin)
            waiting = None
        if kind[0]:
            waiting = _Waiting(raw, context, place, key)
        else:
            yield Skipped(place, kind[1])
    if waiting:
        yield _made(waiting, origin)


def _kind(post: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether a post is a document, and if not, what it is."""
    if post.get("type", "message") != "message":
        return False, "service messages of Telegram"
    return (True, "") if text_of(post).strip() else (False, "Telegram posts without words")


def _made(waiting: _Waiting, origin: Provenance) -> Result:
    try:
        made = _extract(_parsed(waiting.raw), waiting.context)
    except SourceError as error:
        return SourceError(error.message, where=waiting.where)
    post = _parsed(waiting.raw)
    details = {name: post.get(name) for name in KEPT} | {"album": waiting.album or None}
    known = json.loads(origin.details)
    origin = Provenance(
        origin.place, as_json(known | {"post": post["id"], "chat": waiting.context["chat_id"]} | details)
    )
    return loaded(made, waiting.raw, "telegram", waiting.context, origin, waiting.where)


def _context(chat: Mapping[str, Any], options: LoadOptions) -> dict[str, Any]:
    name = chat.get("name") if isinstance(chat.get("name"), str) else ""
    open_chat = chat.get("type") in CHANNELS
    return {
        "chat_id": chat.get("id") if chat.get("id") is not None else name,
        "source": options.source or (name if open_chat else "") or "Telegram",
    }


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        post = json.loads(raw)
    except (ValueError, RecursionError):
        raise SourceError("is not JSON; export the chat again") from None
    if not isinstance(post, dict):
        raise SourceError("is not a post; export the chat again")
    return post


def _extract(post: Mapping[str, Any], context: Mapping[str, Any]) -> Extract:
    number, day = post.get("id"), str(post.get("date"))[:10]
    if not isinstance(number, int) or isinstance(number, bool):
        raise SourceError(f"its `id` is {str(number)[:40]!r} and must be a number; export the chat again")
    if not is_date(day):
        raise SourceError(f"its `date` is {day!r}, which is no day; export the chat again")
    try:
        text = text_of(post)
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError("has half a character in it (a lone surrogate); export the chat again") from None
    document_id = digest(f"telegram {context['chat_id']} {number}".encode())[:ID_LENGTH]
    return Extract(Document(document_id, text, day, str(context["source"])))


def text_of(post: Mapping[str, Any]) -> str:
    """The text of a post: a string, or a list of strings and of pieces with a kind (bold, a link, a tag)."""
    text = post.get("text")
    pieces = text if isinstance(text, list) else [text]
    words = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(word for word in words if isinstance(word, str))


def _has_media(post: Mapping[str, Any]) -> bool:
    return any(name in post for name in ("photo", "file", "media_type"))
