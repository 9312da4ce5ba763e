"""Rows of events -> W3C Web Annotations, one JSON object a line: each quotation, by its words and by its position.

A TextQuoteSelector finds the words again in a page that was extracted anew; the TextPositionSelector counts Unicode code
points, as the recommendation does; words that a leak profile hid are given by position alone. The body names the
event that the words tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent

from waqai.publish.columns import moment
from waqai.publish.leaks import HIDDEN
from waqai.publish.rows import EventRow, Quote

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def pieces(rows: Iterable[EventRow]) -> Iterator[str]:
    """The file, an annotation a line."""
    for row in rows:
        for quote in row.quotes:
            yield json.dumps(annotation(row, quote), ensure_ascii=False) + "\n"


def annotation(row: EventRow, quote: Quote) -> dict[str, Any]:
    """A quotation as an annotation of its report; one without an address goes by its document's id as a URN."""
    url = next(
        (source.url for source in row.sources if source.document == quote.document and source.url), None
    )
    selectors: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": quote.text, "prefix": quote.before, "suffix": quote.behind},
        {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
    ]
    return {
        "@context": CONTEXT,
        "id": f"{_urn('claim', quote.claim)}:{quote.start}-{quote.end}",
        "type": "Annotation",
        "motivation": "classifying",
        "created": moment(row.updated),
        "body": [
            {"type": "SpecificResource", "source": _urn("event", row.key), "purpose": "linking"},
            {"type": "TextualBody", "value": row.sub_event_type, "language": "en", "purpose": "tagging"},
        ],
        "target": {
            "source": url or _urn("document", quote.document),
            "selector": selectors[1:] if HIDDEN in quote.text else selectors,
        },
    }


def _urn(kind: str, name: str) -> str:
    return f"urn:waqai:{kind}:{percent(name, safe='')}"
