"""What is in deploy/ works: the list is valid, the unit and the container call verbs that there are."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from waqai.commands.main import VERBS
from waqai.commands.watchlist import load_watchlist

DEPLOY = Path(__file__).parents[1] / "deploy"


def test_the_list_is_valid() -> None:
    """The sample watches a folder, and its commented source is one too."""
    assert [Path(each.place).name for each in load_watchlist(DEPLOY / "watch.toml").sources] == ["inbox"]


def test_the_commented_source_is_valid(tmp_path: Path) -> None:
    """Who takes the comments away has a list that loads."""
    text = (DEPLOY / "watch.toml").read_text(encoding="utf-8")
    path = tmp_path / "watch.toml"
    path.write_text(re.sub(r"^# (?=\[\[|\w+ = )", "", text, flags=re.M), encoding="utf-8")
    (_, source) = load_watchlist(path).sources
    assert source.is_url and source.follow == 30


def test_the_unit_and_the_container_call_verbs_that_there_are() -> None:
    """`waqai VERB` stands in both, and the unit is locked in."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "waqai-watch.service", encoding="utf-8")
    called = unit["Service"]["ExecStart"].split()
    assert called[0].endswith("/waqai") and called[1] in VERBS
    assert unit["Service"]["ProtectSystem"] == "strict" and unit["Service"]["NoNewPrivileges"] == "true"
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert 'CMD ["watch"' in container and "USER 10001" in container


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """systemd finds nothing wrong in the unit but that the program is not installed."""
    done = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / "waqai-watch.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [
        line
        for line in done.stderr.splitlines()
        if "waqai-watch.service" in line and "not executable" not in line
    ]
    assert not faults
