"""How fast and how lean sources are read, kept and coded: saved pages, a web archive, a Telegram export.

python benchmarks/sources.py pages [NUMBER]       (1,000 saved pages unless told; one core)
python benchmarks/sources.py archive [MEGABYTES]  (2,000 unless told; killed once on its way, then resumed)
python benchmarks/sources.py telegram [NUMBER]    (100,000 posts unless told)

Each runs `waqai read` in a process of its own, in an empty folder. CPU seconds count the parsers' process too; memory is
the peak of the larger process. What is made is made anew on each run, from the articles of `articles.py`.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles import articles

ROOT = Path(__file__).resolve().parent.parent
PEAK = "peak.txt"
# It writes its own peak: what its parent is told includes the memory that the parent had when it forked.
CODE = f"""
import atexit, pathlib, resource, sys
sys.path.insert(0, {str(ROOT / "src")!r})
def peak():
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    parsers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    pathlib.Path({PEAK!r}).write_text(str(max(own, parsers)))
atexit.register(peak)
from waqai.commands.main import main
sys.exit(main())
"""
CHROME = 400  # links of menus and lists around an article: about 60 kB, as saved pages have


def page(row: dict[str, Any], number: int) -> bytes:
    """An article as a saved page, with menus, scripts and styles around it."""
    links = "".join(
        f'<li class="menu-item"><a href="/category/{n}?page={number}">قسم الأخبار {n}</a></li>'
        for n in range(CHROME)
    )
    script = "var data = {" + ",".join(f'"key{n}": "{n * number}"' for n in range(600)) + "};"
    paragraphs = "".join(f"<p>{each}</p>" for each in row["text"].split("\n"))
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>خبر {number}</title>'
        f'<meta property="og:site_name" content="وكالة">'
        f'<meta property="article:published_time" content="{row["published"]}">'
        f"<script>{script}</script><style>{'.a{color:red}' * 400}</style></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>خبر {number}</h1>{paragraphs}</article><aside><ul>{links[:8000]}</ul></aside></body></html>"
    ).encode()


def make_pages(folder: Path, number: int) -> int:
    """That many saved pages in a folder; their bytes."""
    folder.mkdir()
    size = 0
    for place, row in enumerate(articles(number, 1)):
        size += (folder / f"{place:06}.html").write_bytes(page(row, place))
    return size


def make_archive(path: Path, megabytes: int) -> int:
    """A WARC of that size: one page to four images, as crawls have; its pages."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    rng, pages = random.Random(1), 0
    rows = list(articles(200, 2))
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)

        def write(url: str, kind: str, body: bytes) -> None:
            headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers
            )
            writer.write_record(record)

        while out.tell() < megabytes * 1_000_000:
            pages += 1
            row = dict(rows[pages % len(rows)])
            row["text"] = f"{row['text']}\nرقم الخبر {pages}"
            write(f"https://news.example/{pages}", "text/html; charset=utf-8", page(row, pages))
            for image in range(4):
                write(f"https://news.example/{pages}-{image}.jpg", "image/jpeg", rng.randbytes(200_000))
    return pages


def make_telegram(path: Path, number: int) -> int:
    """An export of one channel with that many posts of 150 to 500 characters; its bytes."""
    rows = list(articles(400, 3))

    def posts() -> Iterator[str]:
        for place in range(number):
            row = rows[place % len(rows)]
            start = (place * 37) % max(len(row["text"]) - 500, 1)
            text = f"{place}: {row['text'][start : start + 150 + place % 350]}"
            post = {"id": place, "type": "message", "date": "2024-03-25T10:00:00",
                    "date_unixtime": str(1_711_000_000 + place), "from": "قناة", "from_id": "channel1",
                    "text": [text, {"type": "bold", "text": "عاجل"}],
                    "text_entities": [{"type": "plain", "text": text}, {"type": "bold", "text": "عاجل"}]}  # fmt: skip
            yield json.dumps(post, ensure_ascii=False, indent=1)

    with path.open("w", encoding="utf-8") as out:
        out.write('{"name": "قناة", "type": "public_channel", "id": 1, "messages": [\n')
        for place, post in enumerate(posts()):
            out.write((",\n" if place else "") + post)
        out.write("\n]}")
    return path.stat().st_size


def run(
    folder: Path, name: str, kill_after: float | None = None, one_core: bool = False
) -> dict[str, float | str]:
    """`waqai read NAME` in a folder: seconds, CPU seconds, peak memory in MB, and the last line that it says."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    cores = {max(os.sched_getaffinity(0))} if one_core and hasattr(os, "sched_setaffinity") else None
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, "read", name, "--quiet"], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )  # fmt: skip
    if kill_after is not None:
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = [line for line in said.splitlines() if " failed; " in line]
    return {
        "seconds": round(time.monotonic() - start, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mb": round(int((folder / PEAK).read_text()) / 1024) if (folder / PEAK).exists() else 0,
        "said": lines[-1].strip() if lines else "",
    }


def main() -> None:
    """Print the figures as JSON."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    number = (
        int(sys.argv[2])
        if len(sys.argv) > 2
        else {"pages": 1_000, "archive": 2_000, "telegram": 100_000}.get(what, 0)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results: dict[str, object] = {"what": what, "number": number}
        if what == "pages":
            results["bytes"] = make_pages(folder / "pages", number)
            results["read"] = measured = run(folder, "pages", one_core=True)
            results["pages_a_minute"] = round(number / float(measured["cpu_seconds"]) * 60)
        elif what == "archive":
            results["pages"] = make_archive(folder / "a.warc.gz", number)
            results["bytes"] = (folder / "a.warc.gz").stat().st_size
            results["killed"] = run(folder, "a.warc.gz", kill_after=max(4.0, number / 40))
            results["resumed"] = run(folder, "a.warc.gz")
        elif what == "telegram":
            results["bytes"] = make_telegram(folder / "result.json", number)
            results["read"] = run(folder, "result.json")
        else:
            raise SystemExit(__doc__)
        sys.stdout.write(json.dumps(results, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
