"""The front door: help, versions, statuses, and faults of the output, each without a traceback."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from samples import Reader

from waqai import __version__
from waqai.commands.main import VERBS, main, waqai


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """The help lists the verbs with their lines."""
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for verb, words in VERBS.items():
        assert verb in out and words in out
    assert main(["--version"]) == 0 and __version__ in capsys.readouterr().out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_module_and_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A verb's module holds a command of its name that explains itself without the pack."""
    assert importlib.util.find_spec(f"waqai.commands.{verb}")
    assert main([verb, "--help"]) == 0
    assert f"waqai {verb}" in capsys.readouterr().out


def test_the_help_is_quick_to_load() -> None:
    """Help and import load neither the tables, the templates nor the store."""
    code = (
        "import sys, waqai; from waqai.commands.main import main; main(['--help']);"
        "sys.exit(any(name in sys.modules for name in"
        " ('rich', 'jinja2', 'sqlite3', 'yaml', 'numpy', 'charset_normalizer')))"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such"], "No such command"),
        (["read"], "Missing argument"),
        (["read", "a.txt", "--published", "2024-02-30"], "no day of the calendar"),
        (["read", "a.txt", "--encoding", "rot13"], "no known encoding"),
        (["export", "-o", "x"], "--format"),
        (["export", "--format", "xml", "-o", "x"], "xml"),
    ],
)
def test_a_wrong_command_line_is_status_2(
    arguments: list[str], words: str, reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the user typed is named, with the usage."""
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (BrokenPipeError(), 141, ""),
        (OSError(28, "No space left on device"), 1, "No space left on device"),
    ],
)
def test_faults_end_with_a_status_and_a_line(
    fault: BaseException,
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Interrupts, closed pipes and full disks end without a traceback."""

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(waqai, "invoke", fail)
    assert main(["extract"]) == status
    err = capsys.readouterr().err
    assert words in err and err.count("\n") <= 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_under_the_output_is_one_line() -> None:
    """Output that cannot be written is an error of one line, also when it fails only at the end."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "waqai", "--help"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.decode().strip() == "error: output: No space left on device"


def test_a_closed_pipe_is_silent() -> None:
    """Who reads the output may stop reading."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run([sys.executable, "-m", "waqai", "--help"], stdout=write_end, stderr=subprocess.PIPE)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (141, b"")
