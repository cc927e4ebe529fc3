"""The data of a view: trees as lists of numbers, in JSON that is safe within a `<script>`.

All offsets are code points, as everywhere; the script of the view counts in UTF-16 units and
converts them. A node is one number in each of a few lists, so that a tree of a million nodes stays
a text of some megabytes that a browser reads in one go.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from wikiparse.nodes.blocks import Heading
from wikiparse.reading.options import TextOptions
from wikiparse.reading.text import plain_text_of
from wikiparse.render.dump import shown_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

LONGEST = 300
"""Characters of a value that are handed on: the source beside the tree has all of it."""
MOST = 50
"""Items of a value that are handed on, such as the attributes of an element."""

_UNSAFE = re.compile(
    "[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that are written as escapes: those that could end the element or begin another,
controls, among them those of the writing direction, line endings of JavaScript, and lone
surrogates, which UTF-8 does not have."""
_SPLIT = re.compile("[\ud800-\udbff](?=[\udc00-\udfff])")
"""A surrogate before its other half: two code points here, one character to a script."""


def view_data(page: Page, beside: Sequence[Page] = ()) -> str:
    """A page and others of the same source as JSON.

    The form is that which `assets/model.js` reads.
    """
    source = str(page)
    data = {
        "source": source,
        "split": _splits(source),
        "views": [_view(shown, source) for shown in (page, *beside)],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), check_circular=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _splits(text: str) -> list[int]:
    """Where a text holds the two halves of a character as two code points."""
    return [match.start() for match in _SPLIT.finditer(text)]


def _view(page: Page, source: str) -> dict[str, Any]:
    """One document: its tree, its diagnostics and its text."""
    tree, numbers = _tree(page, source)
    return {
        "dialect": page.dialect,
        "title": page.title or "",
        "lang": page.lang or "",
        "writer": page.detection.writer,
        "evidence": [list(pair) for pair in page.detection.evidence],
        **tree,
        "diagnostics": [
            [found.code, found.severity, found.message, *(found.span or (-1, -1))]
            for found in page.diagnostics
        ],
        "text": _text(page, numbers),
    }


def _tree(page: Page, source: str) -> tuple[dict[str, Any], dict[int, int]]:
    """The nodes in pre-order, and the number of each by its identity.

    `kind` and `depth` are of each node; `start` counts from the start of the node before it, and
    `size` is -1 for a node that the source does not hold. `values` has the nodes that have any:
    number, the names of its values, then the values.
    """
    names: dict[str, int] = {}
    kinds: list[int] = []
    depths: list[int] = []
    starts: list[int] = []
    sizes: list[int] = []
    keys: dict[tuple[str, ...], int] = {}
    values: list[list[Any]] = []
    numbers: dict[int, int] = {}
    last = 0
    stack: list[tuple[Node, int]] = [(page, 0)]
    pop, push = stack.pop, stack.append
    while stack:
        node, depth = pop()
        number = len(kinds)
        # A node that is in the tree twice is found at its first position.
        numbers.setdefault(id(node), number)
        kinds.append(names.setdefault(node.kind, len(names)))
        depths.append(depth)
        start, end = node._start, node._end
        if start < 0:
            starts.append(0)
            sizes.append(-1)
        else:
            starts.append(start - last)
            sizes.append(end - start)
            last = start
        # The value of most texts is the source as it is written.
        shown = [
            (name, value)
            for name, value in (() if node is page else shown_values(node))
            if not (name == "value" and start >= 0 and value == source[start:end])
        ]
        if isinstance(node, Heading):
            shown.append(("text", node.text))
        if shown:
            key = keys.setdefault(tuple([name for name, _ in shown]), len(keys))
            values.append([number, key, *[_plain(value) for _, value in shown]])
        for child in reversed(node.children):
            push((child, depth + 1))
    tree = {
        "kinds": list(names),
        "kind": kinds,
        "depth": depths,
        "start": starts,
        "size": sizes,
        "keys": [list(names) for names in keys],
        "values": values,
    }
    return tree, numbers


def _plain(value: object) -> Any:
    """A value of a node as one of JSON, cut to a length for people."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
    if value is None or isinstance(value, int):  # a bool too
        return value
    if isinstance(value, tuple) and not hasattr(value, "_asdict"):
        return [_plain(item) for item in value[:MOST]] + ["…"] * (len(value) > MOST)
    return _plain(str(value))


def _text(page: Page, numbers: dict[int, int]) -> dict[str, Any]:
    """The plain text, the stretches of it that are in the source, and its mentions.

    Both are flat lists, of three numbers each: offset in the text, offset in the source, length;
    start, end, number of the link (-1 for a link that is not in the tree).
    """
    plain = plain_text_of(page, TextOptions())
    return {
        "text": plain.text,
        "split": _splits(plain.text),
        "stretches": [number for stretch in plain.stretches() for number in stretch],
        "mentions": [
            number
            for start, end, link in plain.mentions
            for number in (start, end, numbers.get(id(link), -1))
        ],
    }
