"""Saved pages, feeds, sitemaps and web archives: the article, its outlet and its day, and every fault by name."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from pages import STORY, archive, documents, page, rss, zipped

from waqai.errors import SourceError
from waqai.sources.folder import load_paths
from waqai.sources.loaded import LoadOptions, Result, Skipped


def load(path: Path, data: bytes | str, options: LoadOptions | None = None) -> list[Result]:
    """What is in a file of this name and content."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(load_paths([path], options or LoadOptions(published="2024-01-01")))


def old_page(charset: str | None) -> str:
    """The page as it was written before UTF-8: Latin digits, and its encoding named or not."""
    meta = f'<meta charset="{charset}">' if charset else ""
    return page().replace('<meta charset="utf-8">', meta).replace("١٢", "12")


def test_a_saved_page(tmp_path: Path) -> None:
    """The article without menu and footer; title, outlet, day and address are the page's own words."""
    (found,) = documents(load(tmp_path / "a.html", page()))
    document = found.document
    assert all(sentence in document.text for sentence in STORY)
    assert "الرئيسية" not in document.text and "الحقوق" not in document.text
    assert (document.title, document.source, document.published, document.url) == (
        "قصف على سوق الزربة", "وكالة الاختبار", "2024-03-25", "https://news.example/1",
    )  # fmt: skip
    assert "trafilatura" in found.capture.tool and not found.notes


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (old_page("windows-1256").encode("windows-1256"), LoadOptions()),
        (page().encode("utf-16"), LoadOptions()),
        (old_page(None).encode("windows-1256"), LoadOptions(encoding="windows-1256")),
        (("From: <Saved by Blink>\nMIME-Version: 1.0\nSnapshot-Content-Location: https://news.example/1\n"
          "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n"
          "Content-Transfer-Encoding: 8bit\n\n" + page() + "\n--b--\n").encode(), LoadOptions()),
    ],
    ids=["meta", "mark", "option", "mhtml"],
)  # fmt: skip
def test_encodings_of_pages(tmp_path: Path, data: bytes, options: LoadOptions) -> None:
    """A page in the encoding that it names, that its first bytes show, or that the user names."""
    name = "a.mhtml" if data.startswith(b"From") else "a.html"
    (found,) = documents(load(tmp_path / name, data, options))
    assert STORY[1] in found.document.text


def test_the_same_article_saved_twice_is_one_document(tmp_path: Path) -> None:
    """Another advertisement around it makes other bytes and no other document."""
    first, second = (
        documents(load(tmp_path / "a.html", page().replace("</footer>", f"{advert}</footer>")))[0]
        for advert in ("شامبو", "صابون")
    )
    assert first.document == second.document and first.sha256 != second.sha256


def test_a_page_without_a_day_takes_the_users_or_the_files(tmp_path: Path) -> None:
    """What the page does not say is filled in, and a guess is said."""
    plain = page().replace("2024-03-25T09:10:00+03:00", "")
    (given,) = documents(load(tmp_path / "a.html", plain))
    assert given.document.published == "2024-01-01" and not given.notes
    (guessed,) = documents(load(tmp_path / "b.html", plain, LoadOptions()))
    assert guessed.date_is_guess and "file's own date" in guessed.notes[0]


# a feed whose entities unfold to terabytes
NESTED = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 20}">' for n in range(12))
ENTITIES = f'<!DOCTYPE r [<!ENTITY a "{"x" * 1000}">{NESTED}]><rss><channel>&m;</channel></rss>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.html", "<html><body><form><input></form></body></html>", "without an article"),
        ("a.html", old_page(None).encode("cp1256"), "--encoding windows-1256"),
        ("a.html", "<html>" + "<div>" * 200_000, ""),
        ("a.mhtml", "MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "without HTML"),
        ("a.xml", "<rss version='2.0'><chan", "is no feed"),
        ("a.xml", ENTITIES, ""),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: resp", ""),
        ("a.wacz", zipped({"archive/a.warc.gz": b"nothing"}), "damaged"),
    ],
    ids=["form", "encoding", "nested", "mhtml", "feed", "entities", "warc", "wacz"],
)  # fmt: skip
def test_a_bad_page_is_an_error(tmp_path: Path, name: str, data: bytes | str, words: str) -> None:
    """Whatever is wrong is one typed error that names the file; none of it holds up the next."""
    results = load(tmp_path / name, data)
    assert all(isinstance(each, SourceError | Skipped) for each in results)
    for error in results:
        assert isinstance(error, Skipped) or (
            str(error.where).startswith(str(tmp_path)) and words in error.message
        )


def test_a_feed(tmp_path: Path) -> None:
    """Each entry is a document of its own, in the day of its own time zone; broken dates are said."""
    items = [
        {"title": "أولا", "description": f"&lt;p&gt;{STORY[0]}&lt;/p&gt;&lt;p&gt;ثانيا&lt;/p&gt;", "link": "https://n.example/1",
         "pubDate": "Tue, 26 Mar 2024 00:30:00 +0300", "guid": "g1"},
        {"title": STORY[1], "pubDate": "32 مارس", "guid": "g2"},
        {"link": "https://n.example/3"},
    ]  # fmt: skip
    results = load(tmp_path / "a.rss", rss(items))
    first, second = documents(results)
    assert first.document.text == f"{STORY[0]}\nثانيا"
    assert (first.document.published, first.document.source) == ("2024-03-26", "وكالة الخلاصة")
    assert (first.document.title, first.document.url) == ("أولا", "https://n.example/1")
    assert second.document.text == STORY[1] and "is none" in second.notes[0]
    assert isinstance(results[2], Skipped)
    edited = documents(load(tmp_path / "a.rss", rss([items[0] | {"description": STORY[2]}])))[0]
    assert edited.document.id == first.document.id and edited.may_be_edited
    assert edited.document.text == STORY[2]


def test_a_sitemap_says_what_to_do(tmp_path: Path) -> None:
    """A list of pages is no document."""
    text = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://n.example/1</loc></url></urlset>'
    (skipped,) = load(tmp_path / "sitemap.xml", text)
    assert isinstance(skipped, Skipped) and "1 pages" in skipped.reason and "--follow" in skipped.reason


PAGES = {
    "https://news.example/1": page().encode(),
    "https://news.example/2": page(reversed(STORY), "عنوان آخر", "https://news.example/2").encode(),
}


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive(tmp_path: Path, packed: bool) -> None:
    """Each page of a WARC, with its address and the record that it came from."""
    found = documents(load(tmp_path / ("a.warc.gz" if packed else "a.warc"), archive(PAGES, packed)))
    assert [each.document.url for each in found] == list(PAGES)
    details = json.loads(found[0].origin.details)
    assert found[0].origin.place == "https://news.example/1" and details["fetched"] == "2024-03-26T08:00:00Z"
    assert details["record"].startswith("<urn:uuid:") and details["digest"].startswith("sha1:")
    assert sum(each.size for each in found) <= len(archive(PAGES, packed)) + 16


def test_what_is_wrong_in_a_web_archive_is_left_out_and_named(tmp_path: Path) -> None:
    """A changed record fails by its digest, other kinds are skipped, a cut archive gives what came before."""
    plain = archive(PAGES, packed=False)
    changed = plain.replace("١٢".encode(), "٢١".encode(), 1)
    results = load(tmp_path / "a.warc", changed)
    assert isinstance(results[0], SourceError) and "digest" in results[0].message
    assert len(documents(results)) == 1
    (skipped,) = load(tmp_path / "b.warc", archive({"https://n.example/i": b"png"}, False, "image/png"))
    assert isinstance(skipped, Skipped) and "image/png" in skipped.reason
    results = load(tmp_path / "c.warc.gz", archive(PAGES)[:-300])
    assert len(documents(results)) == 1 and isinstance(results[-1], SourceError)
    assert "cut short" in results[-1].message


def test_packed_web_archives(tmp_path: Path) -> None:
    """A WACZ gives the pages of its archives; one whose hash does not fit is refused."""
    data = archive(PAGES)
    resources = [{"path": "archive/a.warc.gz", "hash": "sha256:" + hashlib.sha256(data).hexdigest()}]
    package = json.dumps({"resources": resources}).encode()
    good = zipped({"datapackage.json": package, "archive/a.warc.gz": data, "pages/pages.jsonl": b"{}"})
    assert len(documents(load(tmp_path / "a.wacz", good))) == 2
    bad = zipped(
        {"datapackage.json": package, "archive/a.warc.gz": archive(PAGES | {"https://x.example/": b"x"})}
    )
    (error,) = load(tmp_path / "b.wacz", bad)
    assert isinstance(error, SourceError) and "changed since it was packed" in error.message


def test_a_sent_packing_is_undone(tmp_path: Path) -> None:
    """A record whose body was sent packed keeps its bytes as they are and is read all the same."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "a.warc"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=False)
        fields = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
        headers = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
        import io

        body = io.BytesIO(gzip.compress(page().encode()))
        writer.write_record(
            writer.create_warc_record(
                "https://n.example/",
                "response",
                payload=body,
                length=len(body.getvalue()),
                http_headers=headers,
            )
        )
    (found,) = documents(list(load_paths([path], LoadOptions())))
    assert STORY[0] in found.document.text and found.capture.raw.startswith(b"\x1f\x8b")
