"""Written reports: each is coded in words of its text; what is not is an error that names the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

HEAD = "- id: one\n  published: 2020-01-02\n  text: قصفت المدفعية بلدة الأتارب\n  claims:\n"
CLAIM = (
    "  - {kind: Shelling/artillery/missile attack, date: 2020-01-02, evidence: [قصفت المدفعية بلدة الأتارب]"
)


@pytest.fixture(scope="module")
def written(root: Path, load_script: Callable[[Path], ModuleType]) -> ModuleType:
    """The script, loaded as a module."""
    return load_script(root / "scripts" / "written.py")


def test_all_written_reports_hold(written: ModuleType, root: Path) -> None:
    """Every report of the repository loads; each span is a slice of its text."""
    reports = written.load_written(root / "training" / "ar")
    assert len(reports) > 400
    for report in reports:
        text = report.document.text
        for claim in report.claims:
            spans = (*claim.evidence, *claim.locations, *claim.actor1, *claim.actor2, *claim.fatalities)
            assert all(text[s.start : s.end] == s.text for s in spans), claim.claim_id


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (CLAIM + ', places: ["بلدة سراقب = سراقب / إدلب / SY"]}', "not in the text"),
        (CLAIM + ', actor1: ["nobody: المدفعية"]}', "no such actor"),
        (CLAIM + ', killed: ["people 1 1: بلدة"]}', "no such group"),
        (CLAIM + ', said: ["rumour: المدفعية"]}', "no such kind of speaker"),
        (CLAIM + ", where: []}", "no such field"),
        (CLAIM.replace("Shelling/artillery/missile attack", "War") + "}", "no such kind"),
    ],
)
def test_what_is_wrong_is_named(written: ModuleType, tmp_path: Path, claim: str, said: str) -> None:
    """The error names the file, the report and what is wrong in it."""
    (tmp_path / "a.yaml").write_text(HEAD + claim + "\n", encoding="utf-8")
    with pytest.raises(written.WrittenError, match=f"a.yaml, one: .*{said}"):
        written.load_written(tmp_path)
