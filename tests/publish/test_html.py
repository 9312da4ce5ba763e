"""The report: one page, whole in itself, that lets nothing run but its own and ties cells to words."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

from samples import TEXT, sample_claim

from waqai.publish.html import pieces
from waqai.records import Attribution, Count, Document, Reading
from waqai.store import Kept

DOCUMENT = Document("a", TEXT, "2024-05-01", "وكالة", "http://x.example/?a=1&b=2", "عنوان")


def page(*documents: Document) -> str:
    """The report of documents with the sample claim each."""
    kept = (
        Kept(document, "f" * 64, Reading(document.id, "1", (sample_claim(document),)), 0)
        for document in documents
    )
    return "".join(pieces(kept, {"ru": "Military forces of Russia"}))


class Page(HTMLParser):
    """What a browser would make of the page, as far as the tests ask."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.buttons: list[list[str]] = []  # words, keys
        self.marks: list[list[str]] = []  # text, classes, keys
        self.sources: list[str] = []
        self.text = ""
        self._open: list[str] | None = None
        self._in_text = self._in_small = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.sources += [
            value for name, value in given.items() if name in ("src", "href", "srcset", "action")
        ]
        self.sources += [name for name in given if name.startswith("on") or name == "style"]
        if given.get("class") == "text":
            self._in_text = True
        if tag == "button":
            self._open = ["", given["data-keys"]]
            self.buttons.append(self._open)
        if tag == "mark":
            self._open = ["", given["class"], given["data-keys"]]
            self.marks.append(self._open)
        self._in_small = tag == "small"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("button", "mark"):
            self._open = None
        if tag == "div":
            self._in_text = False

    def handle_data(self, data: str) -> None:
        if self._open is not None and not self._in_small:
            self._open[0] += data
        if self._in_text:
            self.text += data


def test_every_cell_leads_to_its_words() -> None:
    """The marks that a cell points to are its span's words; the text is the document's."""
    parsed = Page(page(DOCUMENT))
    assert parsed.text == TEXT
    found = {
        words.strip(): "".join(
            text for text, _, there in parsed.marks if set(keys.split()) & set(there.split())
        )
        for words, keys in parsed.buttons
    }
    assert found == {
        "2024-05-01": "اليوم",
        "Air/drone strike": "قصف",
        "بلدة مارع": "بلدة مارع",
        "الطيران الروسي (?)": "الطيران الروسي",
        "مدنيين": "مدنيين",
        "≥3 civilians": "ثلاثة مدنيين",
        "5": "خمسة",
        "مصادر محلية": "مصادر محلية",
    }


def test_nested_spans_show_both_slots() -> None:
    """A word that is in two spans has the ground of the shorter and the line of the longer."""
    marks = {mark[0]: mark[1] for mark in Page(page(DOCUMENT)).marks}
    assert marks["مدنيين"] == "s-actor2 u-fatalities" and marks["ثلاثة "] == "s-fatalities"


def test_the_page_is_whole_in_itself() -> None:
    """Nothing is loaded, no handler or style stands in a tag, and the policy knows exactly its two blocks."""
    source = page(DOCUMENT)
    assert Page(source).sources == []
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy and policy[1].startswith("default-src 'none'; ") and "unsafe" not in policy[1]
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (block,) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.S)
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy[1]
    assert not re.search(
        r"(?<![-\w])(left|right)\s*:|margin-(left|right)|padding-(left|right)|url\(|@import", source
    )


def test_documents_cannot_break_out() -> None:
    """Markup, quotes and control codes in a document are text."""
    evil = '</div><script>alert(1)</script>\x00\x1b" onclick="x '
    document = dataclasses.replace(
        DOCUMENT, id="<b>", title=evil, source=evil, url="javascript:alert(1)", text=TEXT + evil
    )
    source = page(document)
    assert source.count("<script>") == 1 and "\x00" not in source and "\x1b" not in source
    assert Page(source).sources == []
    assert Page(source).text == TEXT + evil.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")


def test_joint_figures_have_their_column_where_there_are_any() -> None:
    """Killed-or-injured has a column only where it is used; the unnamed outlet points to the evidence."""
    joint = (Count("unspecified", None, 15, 15, "خمسة", TEXT.index("خمسة"), TEXT.index("خمسة") + 4),)
    claim = dataclasses.replace(
        sample_claim(DOCUMENT), casualties_joint=joint, attribution=(Attribution("outlet"),)
    )
    source = "".join(pieces([Kept(DOCUMENT, "f", Reading("a", "1", (claim,)), 0)], {}))
    assert "h-casualties_joint" in source and 'class="h-casualties_joint"' not in page(DOCUMENT)
    parsed = Page(source)
    (keys,) = [button[1] for button in parsed.buttons if button[0] == "the outlet itself"]
    assert "".join(mark[0] for mark in parsed.marks if keys in mark[2].split()) == TEXT[:-1]


def test_notes_and_gaps_are_said() -> None:
    """A document without claims says so with its notes; a store without documents is a page too."""
    reading = Reading("a", "1", notes=("no claims: not Arabic",))
    source = "".join(pieces([Kept(DOCUMENT, "f", reading, 0), Kept(DOCUMENT, "f", None, None)], {}))
    assert "no claims: not Arabic" in source and "No claims." in source and source.count("<article") == 1
    assert "No documents." in "".join(pieces([], {}))
