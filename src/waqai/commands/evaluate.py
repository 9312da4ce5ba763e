"""`waqai evaluate`: a gold folder -> how well its documents are read, and where that goes wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from waqai.evaluate.alignment import Alignment
    from waqai.evaluate.gold import GoldDocument
    from waqai.evaluate.mistakes import Mistakes
    from waqai.evaluate.scores import Scores
    from waqai.records import Claim

_CONFUSIONS = 15


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--worst", default=5, show_default=True, metavar="N", help="List the N documents that lose most."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON object.")
@click.option("--by", type=click.Choice(["source"]), help="Also print the figures of each outlet.")
@click.option(
    "--predicted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge the claims in this file (JSON lines, as `waqai extract` writes) and read nothing.",
)
def evaluate(folder: Path, worst: int, as_json: bool, by: str | None, predicted: Path | None) -> None:
    """Compare what is read from the documents in DIR with the gold claims beside them.

    DIR holds docs.jsonl (documents, one a line) and claims.jsonl (their claims, in the codebook's record).
    Prints detection, typed and claim F1, the agreement of each slot, false claims in documents without
    events, the mistakes by cause, and the documents that lose most.
    """
    from waqai.evaluate.alignment import align_all
    from waqai.evaluate.gold import load_gold, load_predictions

    gold = load_gold(folder)
    claims = load_predictions(predicted) if predicted else _read(gold, show_progress=not as_json)
    alignments = align_all(gold, claims)
    if as_json:
        click.echo(json.dumps(_plain(alignments, worst, by), ensure_ascii=False))
    else:
        _show(alignments, worst, by)


def _read(gold: Sequence[GoldDocument], show_progress: bool) -> Mapping[str, Sequence[Claim]]:
    from rich.console import Console
    from rich.progress import track

    from waqai.commands.reader import load_reading_pack
    from waqai.pipeline import read

    pack = load_reading_pack()
    rows = track(
        gold,
        "Reading",
        console=Console(stderr=True),
        transient=True,
        disable=not show_progress,
    )
    return {each.document.id: read(each.document, pack).claims for each in rows}


def _plain(alignments: Sequence[Alignment], number: int, by: str | None) -> dict[str, object]:
    from waqai.evaluate.mistakes import find_mistakes, mistakes_figures
    from waqai.evaluate.scores import by_source, figures, score, worst

    result = figures(score(alignments)) | {
        "mistakes": mistakes_figures(find_mistakes(alignments)),
        "worst": [
            {
                "id": a.document.id,
                "gold": a.gold_claims,
                "predicted": a.predicted_claims,
                "value": round(a.value, 4),
            }
            for a in worst(alignments, number)
        ],
    }
    if by == "source":
        result["by_source"] = {source: figures(scores) for source, scores in by_source(alignments).items()}
    return result


def _show(alignments: Sequence[Alignment], number: int, by: str | None) -> None:
    from rich.console import Console

    from waqai.evaluate.mistakes import find_mistakes
    from waqai.evaluate.scores import by_source, score, worst

    scores, mistakes = score(alignments), find_mistakes(alignments)
    claims = f"{scores.gold_claims} gold claims, {scores.predicted_claims} predicted"
    false = f"{scores.false_claims} false in {scores.negatives} documents without events"
    click.echo(f"{scores.documents} documents, {claims}, {false}")
    tables = [
        _rates_table(scores),
        _slots_table(scores, mistakes),
        _claims_table(mistakes),
        _confusions_table(mistakes),
    ]
    if by == "source":
        tables.append(_sources_table(by_source(alignments)))
    tables.append(_worst_table(worst(alignments, number)))
    console = Console()
    for table in tables:
        if table.row_count:
            console.print(table)


def _table(title: str, texts: Sequence[str], numbers: Sequence[str]) -> Table:
    """An empty table: columns of text, then columns of numbers set right."""
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in texts:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _rates_table(scores: Scores) -> Table:
    table = _table("Claims", ["figure"], ["precision", "recall", "F1"])
    for name, rates in (("detection", scores.detection), ("typed", scores.typed), ("claim", scores.claim)):
        table.add_row(name, *(f"{value:.3f}" for value in rates))
    return table


def _slots_table(scores: Scores, mistakes: Mistakes) -> Table:
    numbers = ["agreement", "judged", "missing", "spurious", "wrong", "lost"]
    table = _table("Slots of paired claims", ["slot"], numbers)
    for slot, counts in mistakes.slots.items():
        if slot in scores.slots:
            judged = (counts.judged, counts.missing, counts.spurious, counts.wrong)
            table.add_row(slot, f"{scores.slots[slot]:.2f}", *map(str, judged), f"{counts.lost:.1f}")
    return table


def _claims_table(mistakes: Mistakes) -> Table:
    table = _table("Claims without a pair", ["sub_event_type"], ["unseen", "other type", "false"])
    for name, _ in (mistakes.unseen + mistakes.mistyped + mistakes.false).most_common():
        counts = (mistakes.unseen[name], mistakes.mistyped[name], mistakes.false[name])
        table.add_row(name, *map(str, counts))
    return table


def _confusions_table(mistakes: Mistakes) -> Table:
    from rich.text import Text

    from waqai.evaluate.mistakes import top_confusions

    table = _table("Most confused", ["slot", "gold", "predicted", "for example in"], ["times"])
    for confusion, times in top_confusions(mistakes, _CONFUSIONS):
        cells = (*confusion, mistakes.examples[confusion][0], str(times))
        table.add_row(*map(Text, cells))
    return table


def _sources_table(sources: Mapping[str, Scores]) -> Table:
    from rich.text import Text

    numbers = ["docs", "gold", "predicted", "detection", "claim F1", "false"]
    table = _table("By outlet", ["source"], numbers)
    for source, scores in sources.items():
        counts = (scores.documents, scores.gold_claims, scores.predicted_claims)
        rates = (f"{scores.detection.f1:.2f}", f"{scores.claim.f1:.2f}")
        table.add_row(Text(source or "(none)"), *map(str, counts), *rates, str(scores.false_claims))
    return table


def _worst_table(rows: Sequence[Alignment]) -> Table:
    from rich.text import Text

    table = _table("Worst documents", ["document", "source"], ["gold", "predicted", "value"])
    for row in rows:
        counts = (str(row.gold_claims), str(row.predicted_claims), f"{row.value:.2f}")
        table.add_row(Text(row.document.id), Text(row.document.source), *counts)
    return table
