"""What might endanger somebody: found in all its spellings, decided by a person, and gone from every file."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from event_samples import PLACES, claim, keep, report, resolve
from hypothesis import given
from hypothesis import strategies as st

from waqai.commands.export import EVENT_FORMATS
from waqai.commands.main import main
from waqai.publish.leaks import leaks_of, name_of
from waqai.records import Span
from waqai.store import open_store
from waqai.store.releases import Releases

PHONE, MAIL, HANDLE, NAME = "+963 944 123 456", "shahid@example.org", "@halab_witness", "خالد محمود الحموي"
TEXT = (
    f"قال الشاهد {NAME} من أمام منزل في الحي: اتصلوا على {PHONE} أو {MAIL} أو {HANDLE}"
    " عند \u202eالنقطة 36.48161, 37.19644"
)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("رقمه +963944123456 الآن", "phone", "+963944123456"),
        ("رقمه ٠٩٤٤ ١٢٣ ٤٥٦ الآن", "phone", "٠٩٤٤ ١٢٣ ٤٥٦"),
        ("راسلوا a.b-c@mail.example.com اليوم", "e-mail", "a.b-c@mail.example.com"),
        ("تابعوا @some_one هنا", "handle", "@some_one"),
        ("https://t.me/some_one/12", "handle", "t.me/some_one/12"),
        ("قُتل المواطن مُحمّد العلي", "name", "مُحمّد العلي"),
        ("طفلة تدعى ريم الخطيب", "name", "ريم الخطيب"),
        ("أحمد بن سعيد الأسعد", "name", "أحمد بن سعيد الأسعد"),
        ("سقطت على المنزل", "home", "المنزل"),
        ("قرب مركز الإيواء", "shelter", "الإيواء"),
        ("عند 36.48161, 37.19644 تماما", "coordinates", "36.48161, 37.19644"),
        ("كلمة\u202eمقلوبة", "hidden text", "\u202e"),
        ("C:\\Users\\someone\\a.txt", "metadata", "C:\\Users\\someone\\a.txt"),
        ("https://a.example/x?token=abc123", "metadata", "?token=abc123"),
    ],
)
def test_leaks_are_found(text: str, kind: str, words: str) -> None:
    """Each kind, with Arabic digits, vowel signs and articles too."""
    assert (kind, words) in [(leak.kind, text[leak.start : leak.end]) for leak in leaks_of(text)]


@pytest.mark.parametrize(
    "text",
    ["قصف الطيران الحربي سوق بلدة مارع في 2024-05-01", "قتل ١٢ مدنيا وأصيب 35 بينهم 3 أطفال", "بين 2011 و 2024",
     "الفرقة 25 واللواء 105", "في 2024/05/01 10 صباحا", "زار محمد مدينته على الحدود"],
)  # fmt: skip
def test_plain_reports_have_none(text: str) -> None:
    """Dates, figures, units and a given name alone are no findings; with a word that begins like a family's it is one."""
    assert leaks_of(text) == []


@given(st.text(alphabet=st.sampled_from("0123456789٠١٢+-() @.aبمحد\u0640\u064b\u202e/:"), max_size=40))
def test_findings_lie_in_the_text_and_apart(text: str) -> None:
    """Whatever the text, findings have words, stand in their order and do not overlap."""
    found = leaks_of(text)
    assert all(0 <= leak.start < leak.end <= len(text) for leak in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_spellings_are_one_finding() -> None:
    """A name with vowel signs and a number in other digits need no second decision."""
    assert name_of("name", "أحْمد العلي") == name_of("name", "احمد العلي")
    assert name_of("phone", "٠٩٤٤") == name_of("phone", "0944")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one event whose report holds one of each, at a point of four decimals."""
    path = tmp_path / "waqai.db"
    place = replace(PLACES["مارع"], latitude=36.4816, longitude=37.1964)
    told = claim("a#1", locations=(place,), evidence=(Span(0, len(TEXT), TEXT),))
    with open_store(path) as opened:
        keep(opened, [report("a", told, text=TEXT, source=f"قناة {HANDLE}")])
        resolve(opened)
    return path


def told(path: Path) -> str:
    """All text of a file, whatever packs it."""
    if path.name.endswith("xlsx"):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        return " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return " ".join(package.read(name).decode() for name in package.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_nothing_leaves_undecided(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export refuses while a finding is undecided; check lists each kind and fails; there is no force."""
    base = ["--profile", "public", "--store", str(store)]
    out = store.with_name("out.csv")
    assert main(["export", "--format", "csv", "-o", str(out), "--by", "editor", *base]) == 1
    assert "undecided for the profile public" in capsys.readouterr().err and not out.exists()
    assert main(["publish", "check", *base]) == 1
    listed = capsys.readouterr().out
    for kind in ("phone", "e-mail", "handle", "name", "home", "coordinates", "hidden text"):
        assert f"  {kind} " in listed
    assert "U+202E" in listed and "\u202e" not in listed
    assert main(["publish", "decide", "keep", "--rest", "--by", "x", "--reason", "y", *base]) == 1
    assert "named one by one" in capsys.readouterr().err
    assert main(["export", "--format", "csv", "-o", str(out), "--force", *base]) == 2


def test_what_was_hidden_is_in_no_file(store: Path) -> None:
    """After a decision to hide, no format has the words, the point is blurred, and the log knows all."""
    base = ["--profile", "public", "--store", str(store)]
    assert main(["publish", "decide", "hide", "--rest", "--by", "editor", *base]) == 0
    assert main(["publish", "check", *base]) == 0
    for form in EVENT_FORMATS:
        out = store.with_name(f"out-{form}.{form.rpartition('-')[2]}")
        assert main(["export", "--format", form, "-o", str(out), "--by", "editor", *base]) == 0
        said = told(out)
        for words in (PHONE, MAIL, HANDLE, NAME, "36.48", "37.19", "\u202e", "منزل"):
            assert words not in said, (form, words)
    with open_store(store) as opened:
        assert not list(opened.evidence.chain.faults())
        left = Releases(opened).releases()
        assert [one.format for one in left] == list(EVENT_FORMATS) and left[0].author == "editor"


def test_a_kept_finding_stays_and_the_last_decision_counts(store: Path) -> None:
    """A person may keep one with a reason; a later decision counts instead; a court has all as it was."""
    base = ["--profile", "public", "--store", str(store)]
    mail = name_of("e-mail", MAIL)
    out = store.with_name("out.csv")
    export = ["export", "--format", "csv", "-o", str(out), "--by", "editor", "--overwrite"]
    assert main(["publish", "decide", "hide", "--rest", "--by", "editor", *base]) == 0
    assert main(["publish", "decide", "keep", mail, "--by", "editor", *base]) == 1  # no reason
    assert main(["publish", "decide", "keep", mail, "--by", "editor", "--reason", "an office", *base]) == 0
    assert main([*export, *base]) == 0 and MAIL in told(out) and PHONE not in told(out)
    court = ["--profile", "court", "--store", str(store)]
    assert main([*export, *court]) == 1
    assert main(["publish", "decide", "keep", "--rest", "--by", "judge", *court]) == 0
    assert main([*export, *court]) == 0 and PHONE in told(out) and "36.4816" in told(out)


def test_tampering_with_decisions_is_seen(store: Path) -> None:
    """Who changes a decision in the file breaks its entry in the log."""
    base = ["--profile", "public", "--store", str(store)]
    assert main(["publish", "decide", "hide", "--rest", "--by", "editor", *base]) == 0
    with open_store(store) as opened:
        opened.write("UPDATE leak_decisions SET verdict = 'keep' WHERE number = 1")
        assert "leak_decision 1: was changed after it was logged" in list(opened.evidence.chain.faults())
