"""Exports of Telegram Desktop, JSON and HTML: posts, edits, forwards, replies, albums; and what is broken in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pages import STORY, documents, post, telegram, telegram_html

from waqai.errors import SourceError
from waqai.sources.folder import load_paths
from waqai.sources.loaded import Loaded, LoadOptions, Result, Skipped


def load(path: Path, data: bytes | str, options: LoadOptions | None = None) -> list[Result]:
    """What is in an export of this content."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(load_paths([path], options or LoadOptions()))


def details(loaded: Loaded) -> dict[str, object]:
    """What is known of where a post came from."""
    found: dict[str, object] = json.loads(loaded.origin.details)
    return found


def test_posts_of_a_channel(tmp_path: Path) -> None:
    """Text of all pieces, the day of the export's own clock, the channel as the source; the bytes are the post's own."""
    pieces = ["عاجل: ", {"type": "bold", "text": STORY[0]}, " ", {"type": "hashtag", "text": "#حلب"}]
    posts = [{"id": 1, "type": "service", "date": "2024-03-25T10:00:00", "action": "create_channel"},
             post(2, pieces), post(3, ""), post(4, STORY[1])]  # fmt: skip
    data = telegram(posts)
    results = load(tmp_path / "result.json", data)
    first, second = documents(results)
    assert first.document.text == f"عاجل: {STORY[0]} #حلب"
    assert (first.document.published, first.document.source) == ("2024-03-25", "قناة الاختبار")
    assert first.capture.raw in data.encode() and json.loads(first.capture.raw)["id"] == 2
    assert second.document.text == STORY[1]
    reasons = [each.reason for each in results if isinstance(each, Skipped)]
    assert reasons == ["service messages of Telegram", "Telegram posts without words"]


def test_an_edited_post_is_the_same_document(tmp_path: Path) -> None:
    """Its id stays, its text and the time of the edit are new."""
    first, second = (
        documents(load(tmp_path / "result.json", telegram([post(5, text, **more)])))[0]
        for text, more in ((STORY[0], {}), (STORY[1], {"edited": "2024-03-26T01:00:00"}))
    )
    assert first.document.id == second.document.id and first.may_be_edited
    assert second.document.text == STORY[1] and details(second)["edited"] == "2024-03-26T01:00:00"


def test_forwards_replies_and_albums(tmp_path: Path) -> None:
    """Where a post came from, what it answers and its pictures are kept with its origin."""
    posts = [post(1, STORY[0], forwarded_from="قناة أخرى", reply_to_message_id=9),
             post(2, STORY[1], photo="a.jpg", date_unixtime="7"), post(3, "", photo="b.jpg", date_unixtime="7"),
             post(4, "", photo="c.jpg", date_unixtime="7"), post(5, "", photo="d.jpg", date_unixtime="8")]  # fmt: skip
    results = load(tmp_path / "result.json", telegram(posts))
    first, second = documents(results)
    assert (details(first)["forwarded_from"], details(first)["reply_to_message_id"]) == ("قناة أخرى", 9)
    assert details(second)["album"] == [3, 4] and details(second)["post"] == 2
    assert sum(isinstance(each, Skipped) for each in results) == 1


def test_an_export_of_all_chats_names_no_private_people(tmp_path: Path) -> None:
    """Each chat's posts are its own; the name of a private chat becomes no source."""
    chats = [
        json.loads(telegram([post(1, STORY[0])])),
        json.loads(telegram([post(1, STORY[1])], name="فلان", type="personal_chat", id=8)),
    ]
    data = json.dumps({"about": "x", "chats": {"about": "y", "list": chats}}, ensure_ascii=False)
    first, second = documents(load(tmp_path / "result.json", data))
    assert (first.document.source, second.document.source) == ("قناة الاختبار", "Telegram")
    assert first.document.id != second.document.id
    (named,) = documents(load(tmp_path / "result.json", telegram([post(1, "x")]), LoadOptions(source="me")))
    assert named.document.source == "me"


def test_a_post_that_looks_like_the_export_itself(tmp_path: Path) -> None:
    """Words of JSON inside a post are its text and nothing else."""
    text = '"messages": [ {"id": 1} ]'
    (found,) = documents(load(tmp_path / "result.json", telegram([post(1, text)], name=text)))
    assert found.document.text == text and found.document.source == text


@pytest.mark.parametrize(
    ("data", "words", "kept"),
    [
        (telegram([post(1, STORY[0]), post(2, STORY[1])])[:-60], "cut short", 1),
        (telegram([post(1, STORY[0]) | {"date": "2024-02-31T10:00:00"}, post(2, STORY[1])]), "is no day", 1),
        (telegram([post(1, STORY[0]) | {"id": "x"}, post(2, STORY[1])]), "must be a number", 1),
        (telegram([post(1, STORY[0])]).replace(STORY[0], "\\ud800"), "half a character", 0),
        ('{"name": "x", "messages": [1, [2], null]}', "is not a post", 0),
        ('{"name": "x", "messages": [{"id": 1 "x"}]}' + " " * 400, "is not JSON", 0),
        ('{"name": "x", "other": [1]}', "has no messages", 0),
        ('{"name": "x", "messages": [' + '{"a":' * 100_000, "", 0),
        (telegram([post(1, STORY[0])]).encode("cp1256", "replace"), "not UTF-8", 0),
    ],
    ids=["cut", "day", "id", "surrogate", "kinds", "json", "none", "nested", "encoding"],
)
def test_a_broken_export_gives_what_is_whole(
    tmp_path: Path, data: str | bytes, words: str, kept: int
) -> None:
    """What came before a fault is read, the fault is named."""
    results = load(tmp_path / "result.json", data)
    errors = [each for each in results if isinstance(each, SourceError)]
    assert errors and all(words in each.message for each in errors[:1])
    assert len(documents(results)) == kept


def test_a_long_export_is_read_in_a_window(tmp_path: Path) -> None:
    """Posts are found wherever the pieces of the file are cut."""
    posts = [post(number, f"{number} {STORY[number % 3]}") for number in range(6000)]
    found = documents(load(tmp_path / "result.json", telegram(posts)))
    assert [int(each.document.text.split()[0]) for each in found] == list(range(6000))


def test_an_export_in_html(tmp_path: Path) -> None:
    """Posts with their day, who forwarded them, what they answer; line ends are kept, skipped ones are said."""
    forward = (
        '<div class="forwarded body"><div class="from_name">قناة أخرى '
        '<span class="date details" title="24.03.2024 10:00:00">'
        f'24.03.2024</span></div><div class="text">{STORY[0]}<br>سطر ثان &amp; أخير</div></div>'
    )
    reply = '<div class="reply_to details">In reply to <a href="#go_to_message1">this</a></div>'
    reply += f'<div class="text">{STORY[1]}</div>'
    results = load(
        tmp_path / "messages.html", telegram_html([forward, reply, '<div class="media_wrap"></div>'])
    )
    first, second = documents(results)
    assert first.document.text == f"{STORY[0]}\nسطر ثان & أخير"
    assert (first.document.published, first.document.source) == ("2024-03-25", "قناة الاختبار")
    assert details(first)["forwarded_from"].startswith("قناة أخرى")  # type: ignore[attr-defined]
    assert details(second)["reply_to_message_id"] == "1" and isinstance(results[2], Skipped)
