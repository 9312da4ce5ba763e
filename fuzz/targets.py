"""What the parsers do with bytes from outside: a target for each, fuzzed by Atheris.

    python fuzz/targets.py TARGET [SECONDS] [CORPUS...]      (pip install atheris; without a target: the names)

A target takes bytes and lets only a SourceError through; more than two seconds a megabyte (ten at least) or ten times
the input in memory (beyond 384 MB) is a fault too, and so is a crash of the interpreter. Parsers that `sources/apart.py`
runs in a process of their own are called directly here.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "sources")]

if __name__ == "__main__" and len(sys.argv) > 1:
    import atheris

    watched: contextlib.AbstractContextManager[object] = atheris.instrument_imports(
        include=["waqai", "pdfminer"]
    )
else:
    watched = contextlib.nullcontext()
with watched:  # what is imported here is what the fuzzer sees into
    from waqai.errors import SourceError
    from waqai.sources import (  # noqa: F401  # noqa: F401
        apart,
        csv,
        docx,
        feed,
        html,
        jsonl,
        pdf,
        pdf_lines,
        sitemap,
        telegram,
        telegram_html,
        text,
        warc,
        xlsx,
    )
    from waqai.sources.bidi import logical, with_brackets
    from waqai.sources.loaded import Extract, Loaded, LoadOptions, Result, Skipped, Unchanged

CONTEXT = {"published": "2024-01-01", "source": "", "url": None}
OPTIONS = LoadOptions(published="2024-01-01", choose_columns=lambda preview: preview.guess)
KINDS = (Loaded, Skipped, Unchanged, SourceError)


def inside(form: str) -> Callable[[bytes], None]:
    """The target of a parser that is otherwise run apart: its answer is extracts that can be kept, or an error."""

    def target(data: bytes) -> None:
        answer = apart._answer({"form": form, "context": CONTEXT, "size": len(data)}, data)
        line = json.dumps(answer).encode()
        for row in json.loads(line).get("extracts", ()):
            extract: Extract = apart._extract(row)
            extract.document.text.encode("utf-8")

    return target


def streamed(load: Callable[[Path], Iterator[Result]], suffix: str) -> Callable[[bytes], None]:
    """The target of a parser that reads a file: it yields documents and errors, and raises nothing."""

    def target(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"a{suffix}")
            path.write_bytes(data)
            for item in load(path):
                assert isinstance(item, KINDS), item
                if isinstance(item, Loaded):
                    item.document.text.encode("utf-8")

    return target


def _targets() -> dict[str, Callable[[bytes], None]]:
    def addresses(data: bytes) -> None:
        with contextlib.suppress(SourceError):
            sitemap.addresses(data, "a")

    def bidi(data: bytes) -> None:
        units = list(data.decode("utf-8", "replace"))
        assert sorted(logical(units)) == sorted(units) and len(with_brackets("".join(units))) == len(units)

    def records(data: bytes) -> None:
        for item in warc.load_stream(io.BytesIO(data), "a", OPTIONS):
            assert isinstance(item, KINDS)

    return {
        "pdf": inside("pdf"),
        "docx": inside("docx"),
        "xlsx": inside("xlsx"),
        "html": inside("html"),
        "telegram-html": inside("telegram-html"),
        "feed": inside("feed"),
        "telegram": streamed(lambda path: telegram.load(path, OPTIONS), ".json"),
        "csv": streamed(lambda path: csv.load(path, OPTIONS), ".csv"),
        "jsonl": streamed(lambda path: jsonl.load(path, OPTIONS), ".jsonl"),
        "text": streamed(lambda path: text.load(path, OPTIONS), ".txt"),
        "warc": records,
        "sitemap": addresses,
        "bidi": bidi,
    }


TARGETS = _targets()


def seeds() -> dict[str, list[bytes]]:
    """A few good inputs for each target, to begin from."""
    import pages

    golden = ROOT / "tests" / "golden" / "pdf"
    rows = [["text", "date"], [pages.STORY[0], "2024-03-25"]]
    item = {
        "title": "t",
        "description": "&lt;p&gt;x&lt;/p&gt;",
        "link": "https://n.example/1",
        "guid": "g",
        "pubDate": "Tue, 26 Mar 2024",
    }
    return {
        "pdf": [(golden / f"{name}.pdf").read_bytes() for name in ("fpdf2", "reportlab", "image")],
        "docx": [pages.word_file(pages.STORY, [["a", "b"]])],
        "xlsx": [pages.workbook(rows)],
        "html": [pages.page().encode()],
        "telegram-html": [pages.telegram_html(["<div class='text'>x</div>"]).encode()],
        "feed": [pages.rss([item]).encode()],
        "telegram": [
            pages.telegram([pages.post(1, "x"), pages.post(2, ["y", {"type": "bold", "text": "z"}])]).encode()
        ],
        "csv": [b'"text","date"\r\n"a\nb","2024-03-25"\r\n'],
        "jsonl": [b'{"id": "a", "published": "2024-03-25", "text": "x"}\n'],
        "text": [pages.STORY[0].encode()],
        "warc": [
            pages.archive({"https://n.example/1": pages.page().encode()}, packed) for packed in (True, False)
        ],
        "sitemap": [b"<urlset><url><loc>https://n.example/1</loc></url></urlset>"],
        "bidi": [pages.STORY[0].encode()],
    }


def timed(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """A target that fails where it takes too long, in processor time."""

    def run(data: bytes) -> None:
        start = time.process_time()
        target(data)
        seconds = time.process_time() - start
        assert seconds < max(10.0, 2.0 * len(data) / 1e6), f"{seconds:.1f} s for {len(data):,} bytes"

    return run


def main() -> None:
    """Fuzz one target."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.stdout.write("\n".join(TARGETS) + "\n")
        raise SystemExit(2)
    name, seconds = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "60"
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()[name]):
            Path(folder, f"seed{number}").write_bytes(seed)
        bounds = [
            "-rss_limit_mb=3000",
            "-timeout=60",
            "-max_len=65536",
            f"-artifact_prefix={tempfile.gettempdir()}/",
        ]
        arguments = [sys.argv[0], f"-max_total_time={seconds}", "-print_final_stats=1", *bounds]
        atheris.Setup([*arguments, folder, *sys.argv[3:]], timed(TARGETS[name]))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
