"""What a parse cannot do without: to match the inlines of a page once, and to create as many nodes.

Both are measured alone, to be held against the whole parse: the scanner's own matches over all
stretches of inline content, and the quickest way there is to make a node, as often as the tree has
nodes. All else is to decide what a match means and where it belongs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from wikiparse.markdown import build
from wikiparse.nodes.make import make_text

Run = Callable[[str], Any]
PARTS = ("matches", "nodes", "both")


def floor_parsers(run: Run, texts: list[str]) -> dict[str, Run]:
    """The functions to measure beside the parse, by the names of `PARTS`."""
    calls = {text: stretches(run, text) for text in texts}
    counts = {text: sum(1 for _ in run(text).walk()) for text in texts}

    def matches(text: str) -> object:
        found = None
        for call in calls[text]:
            found = call()
        return found

    def nodes(text: str) -> object:
        return [make_text("", (0, 1)) for _ in range(counts[text])]

    return dict(
        zip(PARTS, (matches, nodes, lambda text: (matches(text), nodes(text))), strict=True)
    )


def stretches(run: Run, text: str) -> list[Callable[[], object]]:
    """A call for each stretch of inline content in a page: it finds all matches there, and does
    nothing with them.
    """
    calls: list[Callable[[], object]] = []
    scan = build.parse_inlines

    def noted(context: Any, at: int, stop: int, depth: int) -> Any:
        calls.append(partial(context.findall, context.text, at, stop))
        return scan(context, at, stop, depth)

    build.parse_inlines = noted
    try:
        run(text)
    finally:
        build.parse_inlines = scan
    return calls
