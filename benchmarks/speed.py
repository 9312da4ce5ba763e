"""How fast this tree reads, on one core: documents a second, microseconds by stage, memory, start-up.

python benchmarks/speed.py [NUMBER]    (articles a pass, 300 unless told; three passes, each of new articles)
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from statistics import median

from articles import LENGTH, articles
from rich.console import Console
from rich.table import Table

from waqai import pipeline
from waqai.commands.reader import load_reading_pack
from waqai.language.pack import Pack
from waqai.records import Document

_PASSES = 3
_STARTS = 7
_MEGABYTE = 1024


def documents(number: int, seed: int) -> list[Document]:
    """That many articles, others for each seed."""
    return [
        Document(row["id"], row["text"], row["published"], row["source"]) for row in articles(number, seed)
    ]


def documents_a_second(batch: list[Document], pack: Pack) -> float:
    """CPU time alone: the machine's other work does not count."""
    start = time.process_time()
    for document in batch:
        pipeline.read(document, pack)
    return len(batch) / (time.process_time() - start)


def stage_times(batch: list[Document], pack: Pack) -> dict[str, float]:
    """Microseconds a document by stage; empty where the pipeline does not time its stages."""
    read_timed = getattr(pipeline, "read_timed", None)
    if read_timed is None:
        return {}
    sums: dict[str, float] = defaultdict(float)
    for document in batch:
        for stage, seconds in read_timed(document, pack)[1].items():
            sums[stage] += seconds
    return {stage: 1e6 * seconds / len(batch) for stage, seconds in sums.items()}


def peak_memory() -> float:
    """The most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MEGABYTE / (_MEGABYTE if sys.platform == "darwin" else 1)


def fresh_peak_memory(number: int) -> float:
    """The peak of a fresh process that loads the pack and reads that many articles."""
    command = [sys.executable, __file__, "--memory", str(number)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def start_up(code: str) -> float:
    """Median seconds of a fresh interpreter that runs the code."""
    times = []
    for _ in range(_STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return median(times)


def measure(number: int) -> list[tuple[str, str]]:
    """Every figure with its name."""
    start = time.process_time()
    pack = load_reading_pack()
    loading = time.process_time() - start
    documents_a_second(documents(20, 0), pack)
    speeds = [documents_a_second(documents(number, seed), pack) for seed in range(1, _PASSES + 1)]
    rows = [("documents a second", f"{median(speeds):.0f}  ({min(speeds):.0f} to {max(speeds):.0f})")]
    times = stage_times(documents(number, _PASSES + 1), pack)
    rows += [(f"  {stage}, µs a document", f"{microseconds:.0f}") for stage, microseconds in times.items()]
    rows += [
        ("load the pack, s", f"{loading:.2f}"),
        ("peak memory, MB", f"{fresh_peak_memory(number):.0f}"),
        ("python, s", f"{start_up('pass'):.3f}"),
        ("import waqai, s", f"{start_up('import waqai'):.3f}"),
        ("waqai --help, s", f"{start_up(_HELP):.3f}"),
    ]
    return rows


_HELP = "import sys; sys.argv = ['waqai', '--help']; from waqai.commands.main import main; main()"


def main() -> None:
    """Print the table."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if sys.argv[1:2] == ["--memory"]:
        pack = load_reading_pack()
        documents_a_second(documents(int(sys.argv[2]), 1), pack)
        sys.stdout.write(str(peak_memory()))
        return
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    table = Table("figure", f"articles of {LENGTH:,} characters, one core", show_header=True)
    for row in measure(number):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
