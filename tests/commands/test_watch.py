"""`waqai watch`, `archive` and `stamp`: what is new is kept once, a kill loses nothing, what fails is tried later."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from pages import STORY, page, rss
from server import Reply, Site, serving

from waqai.commands.main import main
from waqai.commands.watching import LONGEST_WAIT, wait_after
from waqai.commands.watchlist import load_watchlist
from waqai.errors import WaqaiError
from waqai.store import open_store

ROOT = Path(__file__).parents[2]
TAGGED = (("Content-Type", "text/html"), ("ETag", '"1"'))


@pytest.fixture
def site() -> Iterator[Site]:
    """A server with a feed of two pages."""
    with serving() as running:
        items = [
            {
                "title": f"خبر {number}",
                "description": STORY[number],
                "link": f"{running.root}/{number}",
                "guid": str(number),
            }
            for number in (1, 2)
        ]
        running.replies["/feed"] = Reply(
            rss(items).encode(), 200, (("Content-Type", "application/rss+xml"), ("ETag", '"f"'))
        )
        for number in (1, 2):
            text = page(STORY[number:] + STORY[:number], f"خبر {number}", f"{running.root}/{number}")
            running.replies[f"/{number}"] = Reply(text.encode(), 200, TAGGED)
        yield running


def config(folder: Path, *sources: str, **more: object) -> Path:
    """A list of sources, written into a folder."""
    head = {"delay": 0, "allow_private": True} | more
    lines = [f"{name} = {json.dumps(value)}" for name, value in head.items()]
    path = folder / "watch.toml"
    path.write_text("\n".join([*lines, *(f"[[source]]\n{each}" for each in sources)]), encoding="utf-8")
    return path


def events(err: str) -> list[dict[str, object]]:
    """The log's lines, each a JSON object with its time."""
    rows = [json.loads(line) for line in err.splitlines()]
    assert all(row["at"].endswith("+00:00") for row in rows)
    return rows


def test_feeds_and_folders(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New pages and files are kept and read; the second look takes nothing twice; the log says both."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "2024-05-01.txt").write_text(STORY[0], encoding="utf-8")
    os.utime(inbox / "2024-05-01.txt", (1_714_560_000, 1_714_560_000))
    (inbox / "2024-05-02.txt").write_text("half wri", encoding="utf-8")
    os.utime(inbox / "2024-05-02.txt", (time.time() + 60,) * 2)  # changed just now: not yet
    path = config(tmp_path, f'url = "{site.root}/feed"\nfollow = 5', 'path = "inbox"')
    assert main(["watch", str(path), "--once"]) == 0
    polled = [row for row in events(capsys.readouterr().err) if row["event"] == "polled"]
    assert [row["kept"] for row in polled] == [2, 1] and all(row["failed"] == 0 for row in polled)
    assert main(["watch", str(path), "--once"]) == 0
    polled = [row for row in events(capsys.readouterr().err) if row["event"] == "polled"]
    assert [row["kept"] for row in polled] == [0, 0]
    assert site.asked("/1") == site.asked("/2") == 1
    assert main(["watch", str(path), "--once"]) == 0
    assert site.requests[-1][1].get("If-None-Match") == '"f"'
    with open_store(tmp_path / "waqai.db", readonly=True) as store:
        assert store.count() == 3 and all(kept.reading for kept in store.kept())
    assert main(["verify", "--store", str(tmp_path / "waqai.db")]) == 0


def test_failures_are_counted_and_waited_for(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source that fails is told, the others go on; the wait doubles, also after a restart; the status shows it."""
    path = config(tmp_path, f'url = "{site.root}/gone"\ninterval = 100', f'url = "{site.root}/1"')
    for _ in range(2):
        assert main(["watch", str(path), "--once"]) == 1
    rows = events(capsys.readouterr().err)
    errors = [row for row in rows if row["event"] == "error"]
    assert errors and "status 404" in str(errors[0]["message"])
    assert main(["watch", str(path), "--status"]) == 0
    out = capsys.readouterr().out
    line = next(line for line in out.splitlines() if "/gone" in line)
    assert " 2 " in line and re.search("in [67] min", line)
    assert [wait_after(100, failures) for failures in (0, 1, 3, 60)] == [100, 200, 800, LONGEST_WAIT]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no"), ("x = 1", "`x` is not known"), ("[[source]]\nurl = 1", "`url` must be of kind str"),
        ("[[source]]\nname = 'a'", "needs either"), ("[[source]]\nurl = 'http://a.b'\ninterval = 1", "at least 10"),
        ("[[source]]\nurl = 'ftp://a.b'", "must begin with http"), ("[[source]\n", "is not TOML"),
        ("[[source]]\npath = 'a'\n[[source]]\npath = 'a'", "twice"), ("source = [1]", "must be a table"),
        ("interval = true\n[[source]]\npath='a'", "of kind int"),
    ],
)  # fmt: skip
def test_a_list_is_checked(tmp_path: Path, text: str, words: str) -> None:
    """Each fault of the file is one line that says where and what is allowed."""
    path = tmp_path / "watch.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WaqaiError, match=words):
        load_watchlist(path)


def watching(path: Path) -> subprocess.Popen[bytes]:
    """A watch in a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); from waqai.commands.main import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, "watch", str(path)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_it_may_be_killed_at_any_point(site: Site, tmp_path: Path) -> None:
    """After kills at random moments every page is kept once and read, and all holds."""
    items = []
    for number in range(10, 34):
        site.replies[f"/{number}"] = Reply(
            page([f"{number} {each}" for each in STORY], f"خبر {number}").encode(), 200, TAGGED
        )
        items.append({"title": str(number), "link": f"{site.root}/{number}", "guid": str(number)})
    site.replies["/feed"] = Reply(
        rss(items).encode(), 200, (("Content-Type", "application/rss+xml"), ("ETag", '"g"'))
    )
    path = config(tmp_path, f'url = "{site.root}/feed"\nfollow = 50\ninterval = 10')
    rng = random.Random(5)
    for _ in range(5):
        process = watching(path)
        time.sleep(0.7 + rng.random() * 0.9)
        process.kill()
        process.communicate()
        with open_store(tmp_path / "waqai.db") as store:  # what was due counts from the last look
            store.count()
    assert main(["watch", str(path), "--once"]) == 0
    with open_store(tmp_path / "waqai.db", readonly=True) as store:
        assert store.count() == 24 and len(list(store.versions())) == 24
        assert all(kept.reading for kept in store.kept())
    assert main(["verify", "--store", str(tmp_path / "waqai.db"), "--quick"]) == 0


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_it_ends_when_it_is_asked_to(site: Site, tmp_path: Path) -> None:
    """A terminate signal ends it after the batch at hand, with status 0 and a last line in the log."""
    process = watching(config(tmp_path, f'url = "{site.root}/1"'))
    assert process.stderr is not None
    for line in process.stderr:
        if b'"polled"' in line:
            break
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and b'"stopped"' in err and b"Traceback" not in err


@pytest.mark.parametrize("name", ["a.warc.gz", "a.wacz"])
def test_what_was_fetched_becomes_a_web_archive(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """The archive holds the pages with their headers and reads back to the same documents."""
    main(["watch", str(config(tmp_path, f'url = "{site.root}/1"', f'url = "{site.root}/2"')), "--once"])
    store, output = str(tmp_path / "waqai.db"), tmp_path / name
    assert main(["archive", "-o", str(output), "--store", store]) == 0
    assert "2 pages" in capsys.readouterr().out
    assert main(["archive", "-o", str(output), "--store", store]) == 1
    assert main(["archive", "-o", str(tmp_path / "a.zip"), "--store", store]) == 1
    assert main(["read", str(output), "--store", str(tmp_path / "again.db")]) == 0
    texts = []
    for each in (store, str(tmp_path / "again.db")):
        with open_store(each, readonly=True) as opened:
            texts.append({(document.id, document.url, document.text) for document in opened.documents()})
    assert texts[0] == texts[1] and len(texts[0]) == 2
    assert main(["verify", "--store", str(tmp_path / "again.db")]) == 0


def authority(folder: Path) -> None:
    """Keys and settings of a timestamp authority, by openssl."""
    settings = (
        "[tsa]\ndefault_tsa = t\n[t]\nserial = ./serial\nsigner_cert = ./tsa.pem\nsigner_key = ./tsa.key\n"
        "default_policy = 1.2.3.4\ndigests = sha256, sha512\nordering = no\ntsa_name = no\ness_cert_id_chain = no\n"
        "signer_digest = sha256\ncerts = ./tsa.pem\n"
    )
    (folder / "tsa.cnf").write_text(settings)
    (folder / "serial").write_text("01\n")
    (folder / "ext.cnf").write_text(
        "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
    )
    for command in (
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=root -days 30 "
        "-addext keyUsage=critical,keyCertSign",
        "req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=authority",
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30 -extfile ext.cnf",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


def test_a_timestamp_is_kept_and_checked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An authority signs the log's last hash; the token holds under its root, and under no other."""
    from waqai.sources import fetch, timestamps

    monkeypatch.chdir(tmp_path)
    try:
        authority(tmp_path)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl that makes an authority")
    Path("2024-05-01.txt").write_text(STORY[0], encoding="utf-8")
    assert main(["read", "2024-05-01.txt"]) == 0
    with open_store("waqai.db", readonly=True) as store:
        Path("query.tsq").write_bytes(timestamps.build_request(store.evidence.chain.head()))
    command = "ts -reply -config tsa.cnf -section t -queryfile query.tsq -out reply.tsr"
    subprocess.run(["openssl", *command.split()], check=True, capture_output=True)
    kind = (("Content-Type", "application/timestamp-reply"),)
    site.replies["/tsa"] = Reply(Path("reply.tsr").read_bytes(), 200, kind)
    monkeypatch.setattr(fetch.Fetcher, "_wait", lambda self, host: None)
    assert main(["stamp", f"{site.root}/tsa", "--allow-private"]) == 0
    assert main(["stamp", f"{site.root}/none", "--allow-private"]) == 1
    capsys.readouterr()
    assert main(["verify", "--quick"]) == 0 and "not checked: timestamps" in capsys.readouterr().out
    assert main(["verify", "--quick", "--certificates", "ca.pem"]) == 0
    assert "1 timestamps checked" in capsys.readouterr().out
    other = tmp_path / "other"
    other.mkdir()
    authority(other)
    assert main(["verify", "--quick", "--certificates", str(other / "ca.pem")]) == 1
    assert "timestamp of" in capsys.readouterr().err
