"""Documents with their claims -> a table in the terminal, one claim a row, grouped by document.

Arabic goes out in the order of its letters; a terminal that knows right-to-left text turns it. There each
line of a cell stands between U+2068 and U+2069, which keep it from turning its neighbours; into pipes
and files nothing is added.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from waqai.publish.cells import one_line
from waqai.publish.values import Value, heading, values_of
from waqai.records import Claim, Document, Reading
from waqai.store import Kept

PIPE_WIDTH = 160
WIDEST = 200
FULL_WORDS_FROM = 130  # columns; narrower tables say civ and com
WRAPPER = Console(width=WIDEST)  # what Text.wrap asks for; nothing is printed to it
SHORT = {"civilians": "civ", "civilian": "civ", "combatants": "com", "combatant": "com"}
HEADINGS = ("claim", "date", "type", "place", "who → whom", "killed", "injured", "said by")
ACTORS = HEADINGS.index("who → whom")


def print_documents(kept: Iterable[Kept]) -> None:
    """Print a heading for each document, then a table of its claims, or why it has none."""
    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, soft_wrap=False)
    width = min(console.width, WIDEST) if terminal else PIPE_WIDTH
    console.width = width
    for one in kept:
        if one.reading is None:
            continue
        console.print()
        _print_heading(console, one.document, one.reading, terminal)
        if one.reading.claims:
            console.print(_table(one.document, one.reading.claims, width, terminal))


def claim_label(document: Document, claim: Claim) -> str:
    """The part of a claim's id that its document's id does not say."""
    return claim.claim_id.removeprefix(document.id) or claim.claim_id


def _print_heading(console: Console, document: Document, reading: Reading, terminal: bool) -> None:
    """The document's id, day, source and title on one line; each part is cut before it is isolated."""
    line = Text(_cut(document.id, console.width), "bold")
    for part in (document.published, document.source, heading(document)):
        room = console.width - line.cell_len - 3
        if part and room > 10:
            line.append(" · ", "not bold").append(_isolated(_cut(part, room), terminal), "not bold")
    console.print(line, no_wrap=True)
    for note in reading.notes or (() if reading.claims else ("no claims",)):
        console.print(Text(f"  {one_line(note)}", "dim"))


def _table(document: Document, claims: Sequence[Claim], width: int, terminal: bool) -> Table:
    widths = _widths(width, max(len(claim_label(document, claim)) for claim in claims))
    table = Table(box=SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for name, column in zip(HEADINGS, widths, strict=True):
        table.add_column(name, width=column, no_wrap=False)
    short = width < FULL_WORDS_FROM
    for claim in claims:
        cells = [[Value(claim_label(document, claim))], *_cells(claim, short)]
        table.add_row(
            *(
                _lines(values, column, terminal, arrow=place == ACTORS)
                for place, (values, column) in enumerate(zip(cells, widths, strict=True))
            )
        )
    return table


def _cells(claim: Claim, short: bool) -> list[list[Value]]:
    joint = [Value(f"{one.words} (or injured)") for one in values_of(claim, "casualties_joint")]
    figures = [[*values_of(claim, "fatalities"), *joint], list(values_of(claim, "injuries"))]
    kind = list(values_of(claim, "sub_event_type"))
    if short:
        figures = [[Value(_shortened(value.words)) for value in values] for values in figures]
        kind = [Value(value.words.replace("/", "/ ")) for value in kind]  # a place to break the line
    actors = [*values_of(claim, "actor1")]
    actors += [Value(f"→ {value.words}") for value in values_of(claim, "actor2")]
    return [
        list(values_of(claim, "event_date")),
        kind,
        list(values_of(claim, "locations")),
        actors,
        *figures,
        list(values_of(claim, "attribution")),
    ]


def _shortened(words: str) -> str:
    for long, short in SHORT.items():
        words = words.replace(long, short)
    return words


def _widths(width: int, label: int) -> list[int]:
    """The width of each column: figures and dates what they need, words a share of the rest."""
    figures = 14 if width >= FULL_WORDS_FROM else 7
    fixed = [max(5, min(label, 12)), 12, 0, 0, 0, figures, figures, 0]
    rest = max(width - sum(fixed) - len(fixed), 36)
    shares = [0, 0, 0.25, 0.2, 0.32, 0, 0, 0.23]
    return [size or int(rest * share) for size, share in zip(fixed, shares, strict=True)]


def _lines(values: Sequence[Value], width: int, terminal: bool, arrow: bool = False) -> Text:
    """The values of a cell, each on lines of its own, cut to the column's width and isolated line by line."""
    lines: list[str] = []
    for value in values:
        words = one_line(value.words)
        mark = "→ " if arrow and words.startswith("→ ") else ""
        wrapped = Text(words.removeprefix(mark)).wrap(WRAPPER, width - len(mark))
        lines += [
            (mark if number == 0 else " " * len(mark)) + _isolated(line.plain.rstrip(), terminal)
            for number, line in enumerate(wrapped)
        ]
    return Text("\n".join(lines), no_wrap=True)


def _cut(words: str, width: int) -> str:
    line = Text(one_line(words))
    line.truncate(width, overflow="ellipsis")
    return line.plain


def _isolated(text: str, terminal: bool) -> str:
    text = one_line(text)
    return f"\u2068{text}\u2069" if terminal and not text.isascii() else text
