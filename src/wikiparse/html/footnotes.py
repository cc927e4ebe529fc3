"""The items of `<section class="footnotes">`, as newer writers put them after a table."""

from __future__ import annotations

import re

from wikiparse.drafts import HtmlFootnoteDraft

ITEM = re.compile(r"<(/?)(?ai:li)(?=[\s>])([^<>]*)>")

IDENTIFIER = re.compile(r'\bid="(fn[^"\s]*)"')


def html_footnotes(text: str, start: int, end: int) -> list[HtmlFootnoteDraft]:
    """The footnotes of a section: the items of its outermost lists with an `id` of the form
    `fn…`.
    """
    found: list[HtmlFootnoteDraft] = []
    depth = 0
    item: HtmlFootnoteDraft | None = None
    for match in ITEM.finditer(text, start, end):
        if match[1]:
            # Unmatched end tags do not make a later item seem nested.
            depth = max(depth - 1, 0)
            if depth == 0 and item is not None:
                item.content_end, item.end = match.span()
                item = None
            continue
        depth += 1  # a footnote may hold a list: its items are no footnotes
        identifier = IDENTIFIER.search(match[2])
        if depth == 1 and identifier is not None:
            item = HtmlFootnoteDraft(match.start(), match.end(), identifier[1])
            found.append(item)
    if item is not None:  # without an end tag it reaches to the next tag, the section's own
        last_tag = text.rfind("<", item.content_start, end)
        item.content_end = item.end = last_tag if last_tag >= 0 else end
    return found
