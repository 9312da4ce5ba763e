"""The program `waqai`: the user's words -> a verb's module, loaded only then; errors -> a line and a status.

Status 0: all done. 1: something failed, the rest was done. 2: the command line is wrong. 130: interrupted.
141: whoever read the output has closed it.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from waqai import __version__
from waqai.commands.messages import tell
from waqai.errors import WaqaiError

# verb -> its line in the help; the module waqai.commands.<verb> holds a click command of that name
VERBS = {
    "read": "Read documents into claims and keep both in a store.",
    "sources": "List the formats that are read.",
    "extract": "JSON lines of documents in, their claims out; keeps nothing.",
    "locate": "Find the places that texts name, and where they are.",
    "explain": "Say why a claim is what it is, slot by slot.",
    "resolve": "Find which claims tell one event; print what changed and why.",
    "events": "List the events of a store, or what changed since.",
    "event": "Show one event: values, contradictions, origins.",
    "decide": "Say that two claims tell one event, or not; take it back.",
    "report": "Write the store's documents and claims as one HTML file.",
    "export": "Write the store's claims or events in others' formats.",
    "publish": "Look for what might endanger somebody before events leave.",
    "leftovers": "List words that the lexicon knew and no claim used, by frequency.",
    "gazetteer": "Add places of your own, list and search them, take them away.",
    "actors": "Search and show the register of actors, and add your own.",
    "watch": "Look at feeds, pages and folders again and again.",
    "archive": "Write what was fetched as a web archive.",
    "stamp": "Have a timestamp authority sign the log's last hash.",
    "history": "Tell where a document came from and its versions.",
    "verify": "Check that hashes, log, texts and claims still hold.",
    "evaluate": "Compare what is read with gold claims.",
}
INTERRUPTED = 130
BROKEN_PIPE = 141


class Verbs(click.Group):
    """A group that knows its verbs by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command; null where there is none of that name."""
        if cmd_name not in VERBS:
            return None
        command = getattr(importlib.import_module(f"waqai.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with their lines, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="waqai")
def waqai() -> None:
    """Read Arabic reporting on armed conflict into claims: who did what to whom, where and when."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program on `arguments` (those of the process by default) and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except OSError as error:
        _abandon_output()
        tell("error", f"{error.filename or 'output'}: {error.strerror or error}")
        return 1
    return status


def _run(arguments: list[str]) -> int:
    try:
        with waqai.make_context("waqai", arguments) as context:
            waqai.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except WaqaiError as error:
        tell("error", error)
        return 1
    return 0


def _abandon_output() -> None:
    """Let what is still buffered go nowhere, so that Python does not fail on it once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
