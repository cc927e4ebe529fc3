"""mistune: the tree of a page of Markdown, walked for its text and its links."""

from __future__ import annotations

from typing import Any

import mistune
from reader import Page, loop

PARSE = mistune.create_markdown(renderer="ast", plugins=["table", "footnotes"])


def walk(page: Page) -> dict[str, Any]:
    """The text and the links of a page."""
    words: list[str] = []
    links: list[str] = []
    stack: list[Any] = [*reversed(PARSE(page.text))]
    while stack:
        token = stack.pop()
        if token["type"] == "link":
            links.append(token["attrs"]["url"])
        if "raw" in token:
            words.append(token["raw"])
        if "children" in token:
            stack += reversed(token["children"])
        elif token["type"] in ("softbreak", "linebreak", "blank_line"):
            words.append("\n")
    return {"text": "".join(words), "links": links}


loop(walk)
