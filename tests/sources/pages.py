"""Pages, feeds, exports and archives written for the tests; all texts are about things that did not happen."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from waqai.sources.formats import extract
from waqai.sources.loaded import Loaded, Result

STORY = (
    "قصفت طائرات حربية مجهولة سوق بلدة الزربة صباح اليوم، ما أدى إلى مقتل ١٢ مدنيا وإصابة 30 آخرين، بحسب الدفاع المدني.",
    "وقال مصدر طبي إن المشفى الميداني استقبل الجرحى، ولا إصابات بين أفراد الطاقم حتى الآن.",
    "وأضاف أن فرق الإنقاذ ما زالت تبحث عن مفقودين تحت الأنقاض في الحي الغربي من البلدة.",
)
PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} - وكالة الاختبار</title>
<meta property="og:site_name" content="وكالة الاختبار"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="2024-03-25T09:10:00+03:00">
<link rel="canonical" href="{url}"></head><body><nav><a href="/">الرئيسية</a> <a href="/x">أخبار</a></nav>
<article><h1>{title}</h1>{body}</article><footer>جميع الحقوق محفوظة للوكالة</footer></body></html>"""


def page(
    paragraphs: Iterable[str] = STORY, title: str = "قصف على سوق الزربة", url: str = "https://news.example/1"
) -> str:
    """A page with an article."""
    return PAGE.format(title=title, url=url, body="".join(f"<p>{each}</p>" for each in paragraphs))


def rss(items: Iterable[Mapping[str, str]]) -> str:
    """An RSS feed; each item's members as they are given."""
    rows = "".join(
        "<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in item.items()) + "</item>" for item in items
    )
    channel = f"<channel><title>وكالة الخلاصة</title>{rows}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'


def telegram(posts: Iterable[Mapping[str, object]], **chat: object) -> str:
    """An export of one channel."""
    head = {"name": "قناة الاختبار", "type": "public_channel", "id": 77} | chat
    return json.dumps(head | {"messages": list(posts)}, ensure_ascii=False, indent=1)


def post(number: int, text: object, **more: object) -> dict[str, object]:
    """A post of the channel."""
    when = {"date": "2024-03-25T23:50:00", "date_unixtime": str(1711399800 + number)}
    return {
        "id": number,
        "type": "message",
        **when,
        "from": "قناة الاختبار",
        "from_id": "channel77",
        "text": text,
        **more,
    }


def archive(pages: Mapping[str, bytes], packed: bool = True, kind: str = "text/html; charset=utf-8") -> bytes:
    """A WARC with a response for each address."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("t.warc", {"software": "tests"}))
    for url, body in pages.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2024-03-26T08:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(rows: Iterable[Iterable[object]]) -> bytes:
    """An XLSX file with one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_file(paragraphs: Iterable[str], table: Iterable[Iterable[str]] = ()) -> bytes:
    """A DOCX file."""
    import docx

    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    rows = [list(row) for row in table]
    if rows:
        grid = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                grid.cell(number, place).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


TELEGRAM_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head>
<body onload="CheckLocation();"><div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
قناة الاختبار</div></div></div><div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">25 March 2024</div></div>
{posts}</div></div></div></body></html>"""
TELEGRAM_POST = """<div class="message default clearfix" id="message{number}"><div class="body">
<div class="pull_right date details" title="25.03.2024 23:50:00 UTC+03:00">23:50</div>
<div class="from_name">قناة الاختبار</div>{body}</div></div>"""


def telegram_html(bodies: Iterable[str]) -> str:
    """An HTML export with a post for each body."""
    posts = "".join(TELEGRAM_POST.format(number=number, body=body) for number, body in enumerate(bodies, 1))
    return TELEGRAM_HTML.format(posts=posts)


def documents(results: Iterable[Result]) -> list[Loaded]:
    """The documents among results; the bytes have their hash, and each can be made of them again."""
    found = [each for each in results if isinstance(each, Loaded)]
    for each in found:
        assert hashlib.sha256(each.capture.raw).hexdigest() == each.sha256
        context = json.loads(each.capture.context)
        made = extract(each.capture.format, each.capture.raw, each.capture.part, context)
        assert made.document == each.document
    return found
