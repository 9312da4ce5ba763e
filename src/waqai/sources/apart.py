"""Bytes from outside -> extracts, made in a process of its own with bounds on time and memory.

A file can be made to fill the memory or to never end; whatever it does to its parser, it ends as a SourceError and the
next file is read. The other process is started once, asked again and again, and started anew when it had to be ended.
It gives JSON back, so that a parser that was taken over can say nothing but text.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from waqai.errors import SourceError
from waqai.records import Document, Mark, to_json
from waqai.sources.loaded import Extract

SECONDS = 10.0  # of processor time, and for each megabyte:
SECONDS_A_MEGABYTE = 2.0
PDF_SECONDS_A_MEGABYTE = (
    30.0  # a megabyte of packed text is five hundred pages, and pdfminer takes 30 ms for each
)
SLACK = 6.0  # times as much on the clock, for a machine that has other things to do
MEMORY = 384 << 20  # bytes beyond what the process has, and for each byte of input:
MEMORY_TIMES = 10
MODULES = {
    "pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "html": "html", "telegram-html": "telegram_html", "feed": "feed",
}  # fmt: skip
_child: subprocess.Popen[bytes] | None = None
_lock = threading.Lock()


def extract_apart(form: str, raw: bytes, context: Mapping[str, Any], where: str) -> list[Extract]:
    """All extracts that a format's `extract_all` makes of bytes. Raises SourceError where it makes none."""
    request = {"form": form, "context": dict(context), "size": len(raw)}
    with _lock:
        answer = _ask(json.dumps(request).encode() + b"\n", raw, where)
    if "error" in answer:
        raise SourceError(str(answer["error"]), where=where)
    return [_extract(row) for row in answer["extracts"]]


def _ask(head: bytes, raw: bytes, where: str) -> dict[str, Any]:
    child = _started()
    seconds = SLACK * _allowance(json.loads(head)["form"], len(raw))
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    line = b""
    try:
        assert child.stdin and child.stdout
        child.stdin.write(head)
        child.stdin.write(raw)
        child.stdin.flush()
        line = child.stdout.readline()
    except OSError:
        pass  # it has ended; the next lines say so
    except BaseException:
        child.kill()  # an interrupt leaves half an answer in the pipe
        raise
    finally:
        timer.cancel()
    if not line.endswith(b"\n"):
        _end(child)
        raise SourceError(
            f"made its parser fail or took longer than {seconds:.0f} seconds; it may be damaged or made to do so; "
            "save it again from the program that it came from",
            where=where,
        )
    answer: dict[str, Any] = json.loads(line)
    return answer


def _allowance(form: str, size: int) -> float:
    """Seconds of processor time that a file of so many bytes may take."""
    return SECONDS + (PDF_SECONDS_A_MEGABYTE if form == "pdf" else SECONDS_A_MEGABYTE) * size / 1e6


def _started() -> subprocess.Popen[bytes]:
    global _child
    if _child is None or _child.poll() is not None:
        command = [sys.executable, "-c", "import sys; sys.path[:0] = " + repr(sys.path) + "; "
                   "from waqai.sources.apart import serve; serve()"]  # fmt: skip
        _child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(),
            start_new_session=True,
        )  # fmt: skip
        atexit.register(_end, _child)
    return _child


def _environment() -> dict[str, str]:
    """What the parser needs of the environment: no keys and no proxies that a file could be made to tell."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "HOME", "USERPROFILE")
    return {name: value for name, value in os.environ.items() if name in kept}


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        child.kill()
        child.wait(5)
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()


def serve() -> None:
    """Answer requests from standard input until it closes; the other side of `extract_apart`."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    logging.disable(logging.CRITICAL)  # what is wrong with a file is said by its error
    sys.stdout = sys.stderr  # a library that prints must not spoil the answer
    while line := stdin.readline():
        request = json.loads(line)
        raw = stdin.read(request["size"])
        stdout.write(json.dumps(_answer(request, raw)).encode() + b"\n")
        stdout.flush()


def _answer(request: Mapping[str, Any], raw: bytes) -> dict[str, Any]:
    seconds = _allowance(request["form"], len(raw))
    try:
        module = importlib.import_module(f"waqai.sources.{MODULES[request['form']]}")
        with _bounds(seconds, MEMORY + MEMORY_TIMES * len(raw)):
            return {"extracts": [_row(each) for each in module.extract_all(raw, request["context"])]}
    except SourceError as error:
        return {"error": error.message}
    except MemoryError:
        return {
            "error": "needs more memory than a file of its size may; it may be made to do so. Save it again"
        }
    except _Late:
        return {
            "error": f"takes longer than {seconds:.0f} seconds to parse; it may be made to do so. Save it again"
        }
    except RecursionError:
        return {"error": "is nested beyond bounds; it may be made so. Save it again"}
    except Exception as error:
        return {"error": f"cannot be parsed ({type(error).__name__}); it may be damaged. Save it again"}


class _Late(BaseException):
    """The time is up; no parser may catch it."""


@contextlib.contextmanager
def _bounds(seconds: float, memory: int) -> Iterator[None]:
    """Bounds on processor time and memory inside; where the system knows none, the clock alone."""
    if os.name != "posix":
        yield
        return
    import resource

    def late(number: int, frame: object) -> None:
        raise _Late

    signal.signal(signal.SIGPROF, late)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_size_now() + memory, hard))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _size_now() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4 << 30  # other systems do not tell; their libraries are large


def _row(extract: Extract) -> dict[str, Any]:
    document = {name: _safe(value) for name, value in to_json(extract.document).items()}
    return {
        "document": document, "part": extract.part, "marks": to_json(extract.marks), "notes": list(extract.notes),
        "date_is_guess": extract.date_is_guess,
    }  # fmt: skip


def _safe(value: str | None) -> str | None:
    """Text that can be kept: half characters, which some parsers let through, become the replacement character."""
    return None if value is None else value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _extract(row: Mapping[str, Any]) -> Extract:
    marks = tuple(Mark(**mark) for mark in row["marks"])
    return Extract(Document(**row["document"]), row["part"], marks, tuple(row["notes"]), row["date_is_guess"])
