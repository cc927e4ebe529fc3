"""The items of `<section class="footnotes">`, as newer writers put them after a table."""

from __future__ import annotations

import re

from wikiparse.drafts import Draft

ITEM = re.compile(r"<(/?)li(?=[\s>])([^<>]*)>", re.I)

IDENTIFIER = re.compile(r'\bid="(fn[^"\s]*)"')


def html_footnotes(text: str, start: int, end: int) -> Draft:
    """A section of footnotes: the items with an `id` of the form `fn…`."""
    section = Draft("footnote_list", start, end)
    depth = 0
    item: Draft | None = None
    for match in ITEM.finditer(text, start, end):
        if match[1]:
            depth = max(depth - 1, 0)
            if depth == 0 and item is not None:
                item.to, item.end = match.span()
                item = None
            continue
        depth += 1
        identifier = IDENTIFIER.search(match[2])
        if depth == 1 and identifier is not None:
            item = Draft(
                "footnote_definition",
                match.start(),
                match.end(),
                match.end(),
                match.end(),
                identifier[1],
            )
            section.children.append(item)
    if item is not None:
        item.to = item.end = text.rfind("<", item.at, end) if "<" in text[item.at : end] else end
    return section
