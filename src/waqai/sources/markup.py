"""A piece of HTML, such as an entry of a feed -> its text, a line for each paragraph."""

from __future__ import annotations

import re
from typing import Any

BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
    "article", "pre", "hr", "figure", "figcaption", "td",
}  # fmt: skip
SILENT = {"script", "style", "noscript", "iframe", "svg", "template"}


def text_of(fragment: str) -> str:
    """The text of a fragment; one without markup is its own text."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml import etree, html

    try:
        element = html.fragment_fromstring(fragment.replace("\0", ""), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", fragment).strip()
    return element_text(element)


def element_text(element: Any) -> str:
    """The text of an element of lxml."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:  # without recursion: markup may be nested as deep as it likes
        node, left = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if left:
            pieces.append("\n" if tag in BLOCKS else "")
            pieces.append(node.tail or "" if node is not element else "")
            continue
        stack.append((node, True))
        if tag and tag not in SILENT:
            pieces.append("\n" if tag in BLOCKS else "")
            pieces.append(re.sub(r"[ \t\r\n]+", " ", node.text or ""))
            stack.extend((child, False) for child in reversed(node))
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
