"""Rows of events -> a Parquet file, typed, for DuckDB, pandas, R and the like. Needs pyarrow (the extra `parquet`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from waqai.errors import WaqaiError
from waqai.publish.columns import COLUMNS, Cell, Kind, flat
from waqai.publish.rows import EventRow

GROUP = 10_000  # rows held at once


def write(path: Path, rows: Iterable[EventRow]) -> None:
    """Write the rows in groups. Raises WaqaiError where pyarrow is missing."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise WaqaiError("Parquet needs more than is installed: pip install 'waqai[parquet]'") from None
    types: dict[Kind, Any] = {
        "string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(),
        "date": pyarrow.date32(), "datetime": pyarrow.timestamp("s", tz="UTC"), "boolean": pyarrow.bool_(),
    }  # fmt: skip
    fields = [
        pyarrow.field(column.name, types[column.kind], metadata={"description": column.description})
        for column in COLUMNS
    ]
    schema = pyarrow.schema(fields)
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        stream = iter(rows)
        while group := list(islice(stream, GROUP)):
            lines = [_typed(flat(row)) for row in group]
            writer.write_table(pyarrow.Table.from_pylist(lines, schema))


def _typed(cells: dict[str, Cell]) -> dict[str, object]:
    """Cells with their days and times as such."""
    out: dict[str, object] = dict(cells)
    for column in COLUMNS:
        words = cells[column.name]
        if words and column.kind == "date":
            out[column.name] = date.fromisoformat(str(words))
        elif words and column.kind == "datetime":
            out[column.name] = datetime.fromisoformat(str(words))
    return out
