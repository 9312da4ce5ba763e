"""Every parser on bytes that nobody meant for it: only typed errors, within two seconds a megabyte."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
NAMES = (
    "pdf", "docx", "xlsx", "html", "telegram-html", "feed", "telegram", "csv", "jsonl", "text", "warc", "sitemap", "bidi",
)  # fmt: skip


@pytest.fixture(scope="module")
def fuzz(load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """fuzz/targets.py as a module."""
    return load_script(ROOT / "fuzz" / "targets.py")


@st.composite
def spoilt(draw: st.DrawFn, seed: bytes) -> bytes:
    """A good input with pieces cut out, doubled, overwritten or put in."""
    data = seed
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 64)))
        piece = draw(st.one_of(st.binary(max_size=24), st.just(data[start:end] * 2), st.sampled_from(TOKENS)))
        data = data[:start] + piece + data[end:]
    return data


TOKENS = [
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"<", b">", b'"', b"'", b"&#0;", b"&#xD800;", b"<![CDATA[", b"<!DOCTYPE x [",
    b"]]>",    b"99999999999999999999", b"-1", b"1e400", b"NaN", b"{", b"[", b"\r\n", b"\x1a",
    "\u202e".encode(), "\u0640".encode() * 20,
        b"/Length -1", b"endobj", b"stream\n", b"Content-Length: 9999999", b"2024-02-30", b"%%EOF", b"\\ud800", b"null",
    b"true",
]  # fmt: skip


def test_there_is_a_target_for_each_parser(fuzz: ModuleType) -> None:
    """None is forgotten: every format has a target here and in fuzz/, and good input passes it."""
    from waqai.sources.formats import FORMATS

    assert set(fuzz.TARGETS) == set(NAMES) and set(fuzz.seeds()) == set(NAMES)
    assert set(FORMATS) - {"wacz"} <= set(NAMES)
    for name, seeds in fuzz.seeds().items():
        for seed in seeds:
            fuzz.TARGETS[name](seed)


@pytest.mark.parametrize("name", NAMES)
def test_spoilt_input_gives_typed_errors(fuzz: ModuleType, name: str) -> None:
    """Whatever is done to a good input, the target lets nothing through but what it may, in time."""
    target, seeds = fuzz.timed(fuzz.TARGETS[name]), fuzz.seeds()[name]

    @settings(
        max_examples=100,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.one_of(*map(spoilt, seeds), st.binary(max_size=400)))
    def run(data: bytes) -> None:
        target(data)

    run()


LARGE: dict[str, Callable[[], bytes]] = {
    "html": lambda: b"<html><body>" + b"<div><p>x" * 220_000,
    "feed": lambda: b"<rss><channel>" + b"<item><title>x</title></item>" * 19_000 + b"</channel></rss>",
    "telegram": lambda: b'{"messages": [' + b'{"id": 1, "text": "' + b"x" * 2_000_000 + b'"}]}',
    "csv": lambda: b"text,date\r\n" + b"x" * 2_000_000 + b'"' * 101,
    "jsonl": lambda: b"[" * 2_000_000,
    "text": lambda: "\u0640".encode() * 1_000_000,
    "sitemap": lambda: b"<urlset>" + b"<url><loc>http://x</loc>" * 80_000,
    "telegram-html": lambda: b'<div class="message default" id="message1">' * 20_000,
    "bidi": lambda: "12 ٥- ".encode() * 100_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_large_input_takes_two_seconds_a_megabyte(fuzz: ModuleType, name: str) -> None:
    """Repetition does not make a parser slow beyond its bounds (the least allowance is four seconds)."""
    data = LARGE[name]()
    start = time.process_time()
    fuzz.TARGETS[name](data)
    assert time.process_time() - start < max(4.0, 2.0 * len(data) / 1e6)
