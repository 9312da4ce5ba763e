"""`waqai publish`: what might be a leak in a store's events -> findings, and a person's decisions on them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waqai.commands.options import store_option
from waqai.errors import WaqaiError

if TYPE_CHECKING:
    from waqai.publish.profiles import Finding, ProfileName
    from waqai.store import Store

PROFILES = ("public", "partner", "court")
profile_option = click.option(
    "--profile", type=click.Choice(PROFILES), required=True, help="For whom the events are to be."
)


@click.group()
def publish() -> None:
    """Look for what might endanger somebody before events leave, and decide on it.

    `waqai export --profile NAME` writes nothing while a finding is undecided.
    """


@publish.command()
@profile_option
@click.option("--all", "everything", is_flag=True, help="List decided findings too.")
@store_option
def check(profile: ProfileName, everything: bool, store: Path) -> None:
    """List what may be a leak: its id, kind, verdict, words, and the words around.

    Phones, e-mails, handles, names of private persons, homes and shelters, coordinates in texts, hidden direction marks,
    paths and keys. The search is by patterns and lists of words: a name alone that no list has, a nickname, or a hint
    that only neighbours understand is NOT found. Read what leaves. Status 1 while anything is undecided.
    """
    from waqai.publish.cells import one_line
    from waqai.store import open_store

    with open_store(store, readonly=True) as opened:
        found, verdicts = _findings(opened, profile)
    open_ones = [one for one in found if one.id not in verdicts]
    for one in found if everything else open_ones:
        verdict = verdicts.get(one.id, "undecided")
        words = _visible(one.words) if one.kind == "hidden text" else one_line(one.words)
        click.echo(
            f"{one.id}  {one.kind:<11}  {verdict:<9}  {words}  ({len(one.events)} events)  … {one_line(one.around)} …"
        )
    click.echo(f"{len(found):,} findings, {len(open_ones):,} undecided for the profile {profile}")
    if open_ones:
        raise click.exceptions.Exit(1)


@publish.command()
@click.argument("verdict", type=click.Choice(["keep", "hide"]))
@click.argument("findings", metavar="ID...", nargs=-1)
@profile_option
@click.option("--rest", is_flag=True, help="Decide all that is undecided; for public only to hide it.")
@click.option("--by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", default="", help="Why.")
@store_option
def decide(
    verdict: str,
    findings: tuple[str, ...],
    profile: ProfileName,
    rest: bool,
    by: str,
    reason: str,
    store: Path,
) -> None:
    """Decide that findings are kept or hidden in what leaves; ids are those of `waqai publish check`.

    Each decision goes into the store's log, with its author; a later one on the same finding counts instead. What is to
    be kept in public has to be named one by one, with a reason: there is no way past that.
    """
    from waqai.publish.profiles import PROFILES as KNOWN
    from waqai.store import open_store
    from waqai.store.releases import LeakDecision, Releases

    author = " ".join(by.split())
    if not author:
        raise WaqaiError("a decision needs the name of who takes it; give one with `--by`")
    if bool(findings) == rest:
        raise WaqaiError("name findings by their ids, or give `--rest`")
    if verdict == "keep" and not KNOWN[profile].keep_all and (rest or not reason.strip()):
        raise WaqaiError("what is kept in public is named one by one, with a reason; give ids and `--reason`")
    with open_store(store) as opened:
        found, verdicts = _findings(opened, profile)
        chosen = [one for one in found if one.id not in verdicts] if rest else _chosen(found, findings)
        at = int(time.time())
        with opened.transaction():
            for one in chosen:
                Releases(opened).decide(LeakDecision(one.id, one.kind, profile, verdict, author, at, reason))
    click.echo(f"{verdict}: {len(chosen):,} findings for the profile {profile}, by {author}")


def undecided(store: Store, profile: ProfileName) -> int:
    """How many findings nobody has decided on."""
    found, verdicts = _findings(store, profile)
    return sum(one.id not in verdicts for one in found)


def _findings(store: Store, profile: ProfileName) -> tuple[list[Finding], dict[str, str]]:
    from waqai.commands.export import book_of, rows_of
    from waqai.publish.profiles import findings
    from waqai.store.releases import Releases

    return findings(rows_of(book_of(store), "acled"), profile), Releases(store).verdicts(profile)


def _chosen(found: list[Finding], names: tuple[str, ...]) -> list[Finding]:
    by_id = {one.id: one for one in found}
    for name in names:
        if name not in by_id:
            raise WaqaiError(f"no finding has the id {name}; `waqai publish check --all` lists them")
    return [by_id[name] for name in dict.fromkeys(names)]


def _visible(marks: str) -> str:
    return " ".join(f"U+{ord(mark):04X}" for mark in marks)
