r"""`[[page]]` and `[[page|text]]` in Markdown.

    wikilink = "[[" page "]]" | "[[" page "|" text "]]" | "[[" text "|" page "]]"
             | "[[" file ("|" option)* ["|" caption] "]]"

The dialect says whether the page is before the `|` or after it (`Dialect.wikilinks`); in wikitext
that a converter left it comes first. Brackets do not nest in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.links import LinkContext, title_of
from wikiparse.nodes.make import make_category, make_image, make_wikilink
from wikiparse.sites.image_options import option_of

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan

WIKILINK = re.compile(r"\[\[(?P<before>[^\[\]|\n{}<>]+)(?:\|(?P<after>[^\[\]\n]*))?\]\](?!\()")


class _Parts(NamedTuple):
    """The page of a link, and the range of its text."""

    page: str
    start: int
    end: int


def _parts_of(match: re.Match[str], dialect: Dialect) -> _Parts:
    if match["after"] is None:
        return _Parts(match["before"].strip(), *match.span("before"))
    if dialect.wikilinks == "title_before_pipe":
        return _Parts(match["after"].strip(), *match.span("before"))
    return _Parts(match["before"].strip(), *match.span("after"))


def wikilink(scan: Scan, start: int) -> int | None:
    """Add the node of the link that begins here, if there is one; return where it ends."""
    match = WIKILINK.match(scan.text, start, scan.end)
    if match is None:
        return None
    context = scan.context
    page, text_start, text_end = _parts_of(match, context.dialect)
    title = title_of(page, context.lang, is_wikitext=True)
    options: Attributes = ()
    if match["after"] is not None and title.namespace == "File":
        *parts, caption = match["after"].split("|")
        if option_of(caption, context.lang):
            parts, caption = [*parts, caption], ""
        options = tuple(
            [
                (name.strip(), value.strip())
                for name, _, value in (part.partition("=") for part in parts)
            ]
        )
        text_start = text_end - len(caption)
    children = scan.parse_inlines(text_start, text_end) if text_start < text_end else ()
    if not page.startswith(":") and not title.interwiki and title.namespace in ("Category", "File"):
        name = title.title.partition(":")[2].strip()
        if title.namespace == "Category":
            scan.nodes.append(make_category((), name, match["after"], page, span=match.span()))
        else:
            children = children if match["after"] else ()
            scan.nodes.append(make_image(children, name, page, "", "", options, match.span()))
    else:
        link_context = LinkContext(context.lang, is_wikitext=True)
        scan.nodes.append(make_wikilink(children, page, context=link_context, span=match.span()))
    return match.end()
