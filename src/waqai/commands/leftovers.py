"""`waqai leftovers`: documents -> the entries of the lexicon that were seen in them and that no claim used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import click

from waqai.commands.messages import tell
from waqai.commands.options import check_date, check_encoding
from waqai.publish.cells import one_line
from waqai.records import Leftover

_EXAMPLE = 60  # code points around an entry's words, in all


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--published", metavar="DATE", callback=check_date, help="The day that reports without one came out."
)
@click.option("--encoding", callback=check_encoding, help="Read the files in this encoding.")
@click.option("-n", "--number", default=50, show_default=True, metavar="N", help="List the N most frequent.")
@click.pass_context
def leftovers(
    context: click.Context, paths: tuple[Path, ...], published: str | None, encoding: str | None, number: int
) -> None:
    """List the entries of acts, harm, weapons and actors that stand in PATH and that no claim used.

    They show what the reader may be missing, most frequent first: how often, the words, the line of the
    pack that knew them, and one place where they stand. Nothing is kept.
    """
    from waqai.commands.reader import load_reader, read_one
    from waqai.errors import SourceError
    from waqai.sources.folder import load_paths
    from waqai.sources.loaded import LoadOptions, Skipped, Unchanged

    reader = load_reader()
    found = _Found()
    failed = 0
    for item in load_paths(paths, LoadOptions(published, encoding=encoding)):
        try:
            if isinstance(item, SourceError):
                raise item
            if isinstance(item, Skipped | Unchanged):
                continue
            found.add(item.document.text, read_one(reader, item.document, item.where).leftovers)
        except SourceError as error:
            failed += 1
            tell("error", error)
    for row in found.rows(number):
        click.echo(row)
    click.echo(f"{found.total:,} leftovers of {len(found.counts):,} entries in {found.documents:,} documents")
    if failed:
        context.exit(1)


class _Found:
    """Leftovers counted by entry, each entry with its commonest words and its first example."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        self.examples: dict[str, str] = {}
        self.documents = 0

    @property
    def total(self) -> int:
        return self.counts.total()

    def add(self, text: str, leftovers: Iterable[Leftover]) -> None:
        """Count one document's."""
        self.documents += 1
        for each in leftovers:
            self.counts[each.entry] += 1
            self.words[each.entry][each.text] += 1
            if each.entry not in self.examples:
                around = max(0, _EXAMPLE - len(each.text)) // 2
                self.examples[each.entry] = text[max(0, each.start - around) : each.end + around]

    def rows(self, number: int) -> Iterable[str]:
        """The most frequent, one line each."""
        for entry, count in sorted(self.counts.items(), key=lambda row: (-row[1], row[0]))[:number]:
            words = one_line(self.words[entry].most_common(1)[0][0])
            yield f"{count:6,}  {words}  {entry}  … {one_line(self.examples[entry])} …"
