"""markdown-it-py: the tokens of a page of Markdown, walked for its text and its links."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from reader import Page, loop

PARSER = MarkdownIt("commonmark").enable("table")


def walk(page: Page) -> dict[str, Any]:
    """The text and the links of a page."""
    words: list[str] = []
    links: list[str] = []
    for block in PARSER.parse(page.text):
        if block.type in ("fence", "code_block", "html_block"):
            words.append(block.content)
        for token in block.children or ():
            if token.type == "link_open":
                links.append(str(token.attrs["href"]))
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
            else:
                words.append(token.content)
        if block.type == "inline":
            words.append("\n\n")
    return {"text": "".join(words), "links": links}


loop(walk)
