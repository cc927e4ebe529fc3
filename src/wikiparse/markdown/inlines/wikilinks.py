"""`[[page]]` and `[[page|text]]` in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines.link_nodes import OPTION
from wikiparse.nodes.links import LinkContext, title_of
from wikiparse.nodes.make import make_category, make_image, make_wikilink

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan

WIKITEXT_LINK = re.compile(r"\[\[([^\[\]|\n{}<>]+)(?:\|([^\[\]\n]*))?\]\](?!\()")


def _page_and_words(match: re.Match[str], dialect: Dialect) -> tuple[str, int, int]:
    """The page of a link in double brackets, and the place of its words."""
    if match[2] is None:
        return match[1].strip(), *match.span(1)
    if dialect.wikilinks == "title_before_pipe":
        return match[2].strip(), *match.span(1)
    return match[1].strip(), *match.span(2)


def wikitext_link(scan: Scan, start: int) -> int | None:
    """`[[page]]` or `[[page|words]]`: add the node, and return where it ends."""
    match = WIKITEXT_LINK.match(scan.text, start, scan.end)
    if match is None:
        return None
    context = scan.context
    page, begin, end = _page_and_words(match, context.dialect)
    options: Attributes = ()
    if match[2] is not None and title_of(page, context.lang, is_wikitext=True).namespace == "File":
        *first, last = match[2].split("|")
        if OPTION.fullmatch(last.strip()):
            first, last = [*first, last], ""
        options = tuple(
            [
                (name.strip(), value.strip())
                for name, _, value in (option.partition("=") for option in first)
            ]
        )
        begin = end - len(last)
    before = context.usage.enter(scan.depth)
    children = context.parse(context, begin, end, scan.depth + 1) if begin < end else ()
    scan.height = max(scan.height, 1, context.usage.leave(before) - scan.depth)
    title = title_of(page, context.lang, is_wikitext=True)
    if not page.startswith(":") and not title.interwiki and title.namespace in ("Category", "File"):
        name = title.title.partition(":")[2].strip()
        if title.namespace == "Category":
            scan.nodes.append(make_category((), name, match[2], page, span=match.span()))
        else:
            scan.nodes.append(
                make_image(children if match[2] else (), name, page, "", "", options, match.span())
            )
    else:
        links = LinkContext(context.lang, is_wikitext=True)
        scan.nodes.append(make_wikilink(children, page, context=links, span=match.span()))
    return match.end()
