"""How many of gold's figures and dates reading finds: `python scripts/recall.py GOLD [--misses SLOT] [-n 40] [--skip 0]`.

A gold figure is found if a figure of its slot shares a character with it; right if low and high agree, exact if the
group does too. False figures share a character with no gold figure of their slot. A gold date is found if some time
starts on it; dates of publication count for nothing, since they need no words.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from train import overlaps, read_pages
from written import load_any

from waqai.evaluate.gold import GoldDocument
from waqai.mentions import Page

SLOTS = ("fatalities", "injuries", "casualties_joint")
AROUND = 90


def shown(page: Page, start: int, end: int) -> str:
    """A span between its neighbours, in one line."""
    text = page.document.text
    left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{left}⟦{text[start:end]}⟧{right}".replace("\n", " / ")


def figures(item: GoldDocument, page: Page, slot: str, told: Counter[str], misses: list[str]) -> None:
    """Compare the figures of one slot of one document."""
    ours = [(f, *page.tokens.raw(f.first, f.last)) for f in page.counts if f.slot == slot]
    everything = [g for claim in item.claims for g in getattr(claim, slot) if g.start is not None]
    seen: set[Any] = set()
    for number, claim in enumerate(item.claims):
        for gold in () if number in item.optional else getattr(claim, slot):
            key = (gold.start, gold.end, gold.low, gold.high, gold.group)
            if gold.start is None or key in seen:
                continue
            seen.add(key)
            near = [f for f, start, end in ours if start < gold.end and gold.start < end]
            right = [f for f in near if (f.low, f.high) == (gold.low, gold.high)]
            exact = [f for f in right if f.group == gold.group]
            told.update(gold=1, found=bool(near), right=bool(right), exact=bool(exact))
            if not exact:
                rows = ", ".join(f"{f.group} {f.low}-{f.high} {f.rule}" for f in near)
                misses.append(
                    f"MISS {item.document.id} gold {gold.group} {gold.low}-{gold.high} ours [{rows}]\n"
                    f"     {shown(page, gold.start, gold.end)}"
                )
    for figure, start, end in ours:
        told["ours"] += 1
        if not overlaps((start, end), everything):
            told["false"] += 1
            misses.append(
                f"FALSE {item.document.id} {figure.group} {figure.low}-{figure.high} {figure.rule}\n"
                f"     {shown(page, start, end)}"
            )


def dates(item: GoldDocument, page: Page, told: Counter[str], misses: list[str]) -> None:
    """Compare the dates of one document."""
    ours = {t.start.isoformat() for t in page.times}
    everything = {c.event_date for c in item.claims} | {item.document.published}
    wanted = {c.event_date for n, c in enumerate(item.claims) if n not in item.optional}
    for day in sorted(wanted - {item.document.published, ""}):
        told.update(gold=1, found=day in ours)
        if day not in ours:
            claim = next(c for c in item.claims if c.event_date == day)
            words = " // ".join(e.text for e in claim.evidence)[:300]
            times = [f"{t.start} «{page.span(t.first, t.last)[2]}»" for t in page.times]
            misses.append(
                f"MISS {item.document.id} published {page.published:%F %a} gold {day} "
                f"{date.fromisoformat(day):%a} ours {times}\n     {words}"
            )
    for time in page.times:
        told["ours"] += 1
        if time.sense == "past" and time.start.isoformat() not in everything:
            told["false"] += 1
            misses.append(
                f"FALSE {item.document.id} published {page.published:%F %a} {time.start} {time.rule}\n"
                f"     {shown(page, *page.tokens.raw(time.first, time.last))}"
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--misses", choices=(*SLOTS, "date"))
    parser.add_argument("-n", "--number", type=int, default=40)
    parser.add_argument("--skip", type=int, default=0)
    options = parser.parse_args()
    pages = read_pages(list(load_any(options.gold)))
    for slot in (*SLOTS, "date"):
        told: Counter[str] = Counter()
        misses: list[str] = []
        for item, page in pages:
            if slot == "date":
                dates(item, page, told, misses)
            else:
                figures(item, page, slot, told, misses)
        parts = [f"{name} {told[name] / max(1, told['gold']):.3f}" for name in ("found", "right", "exact")]
        line = " ".join(parts if slot != "date" else parts[:1])
        print(f"{slot}: gold {told['gold']} {line}; ours {told['ours']} false {told['false']}")
        if slot == options.misses:
            rows = sorted(misses, key=lambda m: m.startswith("FALSE"))
            print("\n".join(rows[options.skip : options.skip + options.number]))


if __name__ == "__main__":
    main()
