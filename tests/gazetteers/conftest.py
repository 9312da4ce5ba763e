"""What tests of gazetteers share: made-up dumps and a server that gives them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from download_server import Server, Shop


def dump_line(number: int, latin: str, others: str, cls: str = "P", code: str = "PPL", **more: str) -> str:
    """A line of a GeoNames dump in Syria's governorate of Aleppo (09), unless told otherwise."""
    cells = [str(number), latin, latin, others, more.get("lat", "36.4"), more.get("lon", "37.1"), cls, code]
    cells += [more.get("country", "SY"), "", more.get("admin1", "09"), more.get("admin2", ""), "", ""]
    return "\t".join([*cells, more.get("population", "0"), "", "300", "Asia/Damascus", "2020-01-01"])


LINES = (
    dump_line(1, "Qarya", "قرية النهر,Qaryat an Nahr", population="1200", admin2="0901"),
    dump_line(2, "District", "ناحية النهر", "A", "ADM2", admin2="0901"),
    dump_line(3, "Hayy", "حي الزيزفون", code="PPLX"),
    dump_line(4, "Latinville", "Latin,Ville"),
    dump_line(5, "Tell", "تل الزيزفون", "T", "HLL"),
    dump_line(6, "Stream", "وادي", "H", "WADI"),
    dump_line(7, "Airport", "مطار الزيزفون", "S", "AIRP"),
)


@pytest.fixture
def dump() -> str:
    """A dump of seven places: five that reports may name, one without an Arabic name, one stream."""
    return "\n".join(LINES) + "\n"


@pytest.fixture
def packed(dump: str) -> bytes:
    """The dump as GeoNames packs it, with its readme."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr("SY.txt", dump)
    return stream.getvalue()


@pytest.fixture
def serve() -> Iterator[Callable[[Shop], Server]]:
    """Starts servers that end with the test."""
    servers: list[Server] = []

    def start(shop: Shop) -> Server:
        servers.append(Server(shop))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
