"""GeoNames' dumps: from a file, packed or not, and by a country's code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from download_server import Server, Shop

from waqai.commands.main import main
from waqai.gazetteer import load_gazetteer
from waqai.gazetteers.shelf import tables

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("suffix", ["txt", "zip"])
def test_a_dump_from_a_file(tmp_path: Path, capsys: Captured, dump: str, packed: bytes, suffix: str) -> None:
    """Places with an Arabic name come in with their kind and their units by name; the others are counted."""
    path = tmp_path / f"SY.{suffix}"
    path.write_bytes(packed if suffix == "zip" else dump.encode())
    assert main(["gazetteer", "add", str(path)]) == 0
    out = capsys.readouterr().out
    assert "Added SY: 5 places" in out and "Left out: 1 places without a name in Arabic script" in out
    rows = [line.split("\t") for line in tables()[0].read_text("utf-8").splitlines()[1:]]
    kinds = {row[1]: (row[4], row[5], row[6]) for row in rows}
    assert kinds["قرية النهر"] == ("ppl", "حلب", "ناحية النهر")
    assert kinds["حي الزيزفون"][0] == "nbhd" and kinds["تل الزيزفون"][0] == "natural"
    assert kinds["مطار الزيزفون"][0] == "facility" and kinds["ناحية النهر"][0] == "admin2"


def test_the_kind_word_within_a_name_may_be_left_off(tmp_path: Path, dump: str) -> None:
    """A place that the dump calls by its kind word and its name is found by its name alone."""
    (tmp_path / "SY.txt").write_text(dump, "utf-8")
    main(["gazetteer", "add", str(tmp_path / "SY.txt")])
    found = load_gazetteer(tables()).candidates("النهر")
    assert "geonames:1" in {place.id for place in found}


def test_broken_lines_of_a_dump(tmp_path: Path, capsys: Captured, dump: str) -> None:
    """They are told with their line; a place outside the earth is one of them."""
    far = dump.splitlines()[0].replace("36.4", "96.4").replace("1\t", "9\t", 1)
    (tmp_path / "SY.txt").write_text(dump + "12\tx\n" + far + "\n", "utf-8")
    assert main(["gazetteer", "add", str(tmp_path / "SY.txt")]) == 1
    told = capsys.readouterr().err
    assert "SY.txt:8: 2 columns for 19" in told and "coordinates outside the earth" in told
    assert "2 lines were left out" in told


def test_a_country_by_its_code(
    capsys: Captured, serve: Callable[[Shop], Server], packed: bytes, data_folder: Path
) -> None:
    """The dump is fetched from the mirror, added, and not kept twice."""
    server = serve(Shop(packed))
    assert main(["gazetteer", "add", "sy", "--mirror", server.url]) == 0
    assert "Added SY: 5 places" in capsys.readouterr().out
    assert list((data_folder / "downloads").iterdir()) == []


def test_a_country_whose_download_stops(
    capsys: Captured, serve: Callable[[Shop], Server], packed: bytes
) -> None:
    """The first call says that it stopped, the same call again goes on."""
    server = serve(Shop(packed, cut=[100]))
    assert main(["gazetteer", "add", "SY", "--mirror", server.url]) == 1
    assert "stopped after 100 of" in capsys.readouterr().err
    assert main(["gazetteer", "add", "SY", "--mirror", server.url]) == 0
    assert server.shop.ranges == [None, "bytes=100-"]


@pytest.mark.parametrize("told", [300, None], ids=["told too small", "spoilt"])
def test_a_damaged_download_is_not_added(
    capsys: Captured, serve: Callable[[Shop], Server], packed: bytes, told: int | None
) -> None:
    """A server that tells too small a size, or sends rubbish, leaves an error and nothing half."""
    spoilt = packed[:200] + b"\0" * 60 + packed[260:]
    server = serve(Shop(packed if told else spoilt, told=told))
    assert main(["gazetteer", "add", "SY", "--mirror", server.url]) == 1
    assert "is damaged" in capsys.readouterr().err
    assert tables() == ()


def test_no_network(capsys: Captured) -> None:
    """It is said at once, with what to do."""
    server = Server(Shop(b""))
    server.close()
    assert main(["gazetteer", "add", "SY", "--mirror", server.url]) == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_a_mirror_must_be_secure(capsys: Captured) -> None:
    """Nothing is fetched over plain HTTP."""
    assert main(["gazetteer", "add", "SY", "--mirror", "http://example.org"]) == 1
    assert "https://" in capsys.readouterr().err
