"""Lists of HTML at the start of a line: the same blocks as those of wikitext.

    list = "<ul>" | "<ol>" | "<dl>", items, the end tag of that name
    item = "<li>" | "<dt>" | "<dd>", content with lists in it, up to its end tag or the next item

A list that holds anything but items is left to the tags it is made of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse.drafts import HtmlItemDraft, HtmlListDraft
from wikiparse.html.attributes import get
from wikiparse.html.start_tags import attributes_of
from wikiparse.mediawiki import HIDDEN_TAG, RAW_TAGS
from wikiparse.wikitext.preprocessor import COMMENT, TAG, ListTags

if TYPE_CHECKING:
    from wikiparse.wikitext.preprocessor import Extents

LISTS: Final = frozenset(("dl", "ol", "ul"))

NEVER: Final = 1 << 62
"""The end of a list that holds more than items: no stretch of a page reaches so far."""

# <ul class="a">    </li>    {{    -{    [[ and the tags of extensions, which may enclose a list
TOKEN = re.compile(r"\{\{|-\{(?!\{)|\[\[|<(?:(/?)((?ai:ul|ol|dl|li|dt|dd))(?=[\s/>])([^<>]*)>)?")


def html_list(text: str, lines: Extents, start: int, end: int, levels: int) -> HtmlListDraft | None:
    """The list that begins at an offset; None where none does, or it has no end before `end`."""
    pairs = lines.html_lists
    if pairs is None:
        pairs = lines.html_lists = _paired(text, lines)
    pair = pairs.get(start)
    if pair is None or pair.end > end or not levels:
        return None
    tag = text[start + 1 : start + 3].lower()
    start_tag = text[start : pair.content_start]
    attributes = attributes_of(start_tag)
    if "{{" in start_tag:
        return None
    first = get(attributes, "start", "") or ""
    number = int(first) if re.fullmatch(r"\d{1,9}", first, re.A) else 1
    found = HtmlListDraft(start, pair.end, tag, number if tag == "ol" else None)
    if _add_items(text, lines, found, pair, levels):
        return found
    pairs[start] = pair._replace(end=NEVER)  # it is not tried again
    return None


def _add_items(
    text: str, lines: Extents, found: HtmlListDraft, pair: ListTags, levels: int
) -> bool:
    """Add the items between the tags of a list; False where there is anything else between them."""
    pos, end, _ = pair
    next_token = pos
    item: HtmlItemDraft | None = None
    while match := TOKEN.search(text, next_token, end):
        start, next_token = match.span()
        extent = lines.found.get(start)
        name = (match[2] or "").lower()
        if extent is not None:
            next_token = extent.end
        elif name in LISTS and not match[1]:
            if item is None:
                return False
            nested = html_list(text, lines, start, end, levels - 1)
            if nested is not None:
                item.add(pos, start)
                item.parts.append(nested)
                next_token = pos = nested.end
            elif (inner := (lines.html_lists or {}).get(start)) is not None:
                next_token = max(inner.content_end, next_token)
        elif name and name not in LISTS:
            if item is not None:
                item.add(pos, start)
                item.end = next_token if match[1] else start
            elif text[pos:start].strip():
                return False
            pos = next_token
            item = None
            if not match[1]:
                if "{{" in match[3]:
                    return False
                item = HtmlItemDraft(start, end, name)
                found.items.append(item)
    if item is not None:
        item.add(pos, end)
    elif text[pos:end].strip():
        return False
    return bool(found.items)


def _paired(text: str, lines: Extents) -> dict[int, ListTags]:
    """The tags of each list by its start. Both are in the same template, link or tag of an
    extension, or in none.
    """
    extents, outermost = lines.found, lines.outermost
    pairs: dict[int, ListTags] = {}
    opened: list[tuple[str, int, int]] = []
    around: list[tuple[int, int]] = [(len(text) + 1, 0)]  # their ends, and how many were open
    skip = 0
    for match in TOKEN.finditer(text):
        start = match.start()
        if start < skip:
            continue
        while start >= around[-1][0]:
            del opened[around.pop()[1] :]
        extent = extents.get(start) or extents.get(outermost.get(start, -1))
        if extent is not None:
            if extent.kind == COMMENT or (
                extent.kind == TAG and (extent.name in RAW_TAGS or extent.name == HIDDEN_TAG)
            ):
                skip = extent.end
            else:
                around.append((extent.end, len(opened)))
        elif (name := (match[2] or "").lower()) in LISTS:
            if not match[1]:
                opened.append((name, start, match.end()))
            elif len(opened) > around[-1][1] and opened[-1][0] == name:
                _, begin, content_start = opened.pop()
                pairs[begin] = ListTags(content_start, start, match.end())
    return pairs
