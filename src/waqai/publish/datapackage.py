"""Rows of events -> a Frictionless Data Package: a zip of events.csv, tombstones.csv and datapackage.json.

The descriptor says what a stranger needs: each column's type, meaning and bounds, licence, method, policy, the packs
and program that read, and the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from waqai.publish import table
from waqai.publish.columns import COLUMNS, Column
from waqai.publish.rows import EventRow, Tombstone

LONG_AGO = (1980, 1, 1, 0, 0, 0)
SCHEMA_URL = "https://datapackage.org/profiles/2.0/datapackage.json"
METHOD = (
    "Claims are read out of Arabic reports by rules and models, with the words that each rests on; claims that tell one"
    " event are put together; figures follow from the claims by the named policy. Nothing is added up over reports."
    " `waqai explain` and `waqai event` say why each value is what it is."
)


class About(NamedTuple):
    """What a package says of itself: title, licence (a name as in Open Definition or SPDX), policy, who read it.

    `profile` is the leak profile that it was written under, empty where it is for one's own use.
    """

    title: str
    licence: str
    policy: str
    packs: tuple[str, ...]
    program: str
    profile: str = ""


def write(path: Path, rows: Iterable[EventRow], gone: Iterable[Tombstone], about: About) -> None:
    """Write the package; the same rows give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        resources = [
            _events(_add(package, "events.csv", table.pieces(rows, mark=False))),
            _tombstones(_add(package, "tombstones.csv", table.gone_pieces(gone, mark=False))),
        ]
        text = json.dumps(descriptor(about, resources), ensure_ascii=False, indent=1) + "\n"
        _add(package, "datapackage.json", iter([text]))


def descriptor(about: About, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """datapackage.json."""
    said = {
        "$schema": SCHEMA_URL,
        "name": "waqai-events",
        "title": about.title,
        "description": METHOD,
        "licenses": [{"name": about.licence}] if about.licence else None,
        "waqai": {
            "program": about.program, "packs": list(about.packs), "policy": about.policy, "profile": about.profile,
        },
        "resources": resources,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def schema() -> dict[str, Any]:
    """The Table Schema of events."""
    fields = [_field(column) for column in COLUMNS]
    return {"fields": fields, "primaryKey": ["event_key"], "missingValues": [""]}


def _field(column: Column) -> dict[str, Any]:
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    limits: dict[str, Any] = {name: bound for name, bound in bounds.items() if bound is not None}
    if column.name == "event_key":
        limits |= {"required": True, "unique": True}
    field = {"name": column.name, "type": column.kind, "description": column.description}
    return field | ({"constraints": limits} if limits else {})


def _events(file: dict[str, Any]) -> dict[str, Any]:
    return file | {"name": "events", "schema": schema()}


def _tombstones(file: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": name, "type": "datetime" if name == "at" else "string"} for name in table.GONE]
    return file | {"name": "tombstones", "schema": {"fields": fields, "primaryKey": ["event_key"]}}


def _add(package: zipfile.ZipFile, name: str, pieces: Iterator[str]) -> dict[str, Any]:
    """Stream a file into the package; what the descriptor says of it."""
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with package.open(info, "w") as file:
        for piece in pieces:
            data = piece.encode("utf-8")
            digest.update(data)
            size += len(data)
            file.write(data)
    media = {"path": name, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": size}
    return media | {
        "hash": f"sha256:{digest.hexdigest()}",
        "profile": "tabular-data-resource",
        "type": "table",
    }
