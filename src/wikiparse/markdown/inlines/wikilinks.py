r"""`[[page]]` and `[[page|text]]` in Markdown.

    wikilink = "[[" page "]]" | "[[" page bar text "]]" | "[[" text bar page "]]"
             | "[[" file (bar option)* [bar caption] "]]"
    embed    = "!" wikilink
    bar      = "|" | "\|"

The dialect says whether the page is before the bar or after it (`Dialect.wikilinks`); in wikitext
that a converter left it comes first. Brackets do not nest in it. In the cell of a table the bar is
escaped. An embed is an image if its name has the extension of one, otherwise a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.links import title_of
from wikiparse.nodes.make import make_category, make_image, make_text, make_wikilink
from wikiparse.sites.image_options import option_of, sole_option_of

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

# [[Page#Part|some text]]
#   └ before┘ └ after ┘
# [[Page\|text]]            in a cell the bar is escaped: `before` ends with the backslash
#
# `\n(?![ \t]*\n)`: no link spans paragraphs. `(?!\()`: `[[1]](url)` is a link with brackets in its
# text; after a bar that is so if a URL, a path or a fragment follows: `[[page|text]](remark)`.
WIKILINK = re.compile(
    r"\[\[(?P<before>[^\[\]|\n{}<>]+)"
    r"(?:\|(?P<after>(?>(?:[^\[\]\n]++|\n(?![ \t]*\n))*)))?\]\]"
    r"(?(after)(?!\((?:[#/.]|[a-zA-Z][\w+.-]*+:))|(?!\())"
)

MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp|mp3|ogg|wav|flac|m4a|mp4|mov|ogv|webm|pdf)\Z", re.I
)
"""The end of the name of a file that is shown where it is embedded."""

SIZE = re.compile(r"[0-9]{1,5}(?:x[0-9]{1,5})?")


class _Parts(NamedTuple):
    """The page of a link, and the range of its text."""

    page: str
    start: int
    end: int


def _parts_of(match: re.Match[str], dialect: Dialect) -> _Parts:
    start, end = match.span(1)
    before, after = match.groups()
    if after is None:
        return _Parts(before.strip(), start, end)
    if before.endswith("\\"):  # the bar is escaped
        before = before[:-1]
        end -= 1
    if dialect.wikilinks == "title_before_pipe":
        return _Parts(after.strip(), start, end)
    return _Parts(before.strip(), *match.span(2))


def wikilink(scan: Scan, start: int, is_embedded: bool = False) -> int | None:
    """Add the node of the link that begins here, if there is one; return where it ends.

    `is_embedded`: it has a `!` before it, which is part of its span.
    """
    match = WIKILINK.match(scan.text, start, scan.end)
    if match is None:
        return None
    context = scan.context
    if (
        context.dialect.wikilinks
        and (
            match["before"][0] == " "  # a condition of a shell
            or (
                context.link_definitions is not None
                and context.link_definitions.defines(match[0][2:-2])
            )
        )
    ):
        return None
    page, text_start, text_end = _parts_of(match, context.dialect)
    if ":" not in page and not is_embedded:
        # No namespace, no interwiki prefix, as most: the same node as below.
        children = _label(scan, text_start, text_end)
        span = match.span()
        scan.nodes.append(make_wikilink(children, page, "", context.links_to_titles(), span))
        return match.end()
    # The target is a title, not a path.
    title = title_of(page, context.wiki, is_wikitext=True)
    if is_embedded and title.namespace != "File" and not title.interwiki:
        return _embed(scan, page, title.title, match, (text_start, text_end))
    options: Attributes = ()
    if match["after"] is not None and title.namespace == "File":
        # As in MediaWiki, the last part that is no option is the caption; here only the last may be
        # one.
        *parts, caption = match["after"].replace("\\|", "|").split("|")
        find_option = option_of if parts else sole_option_of
        if find_option(caption, context.lang):
            parts, caption = [*parts, caption], ""
        options = tuple(
            [
                (name.strip(), value.strip())
                for name, _, value in (part.partition("=") for part in parts)
            ]
        )
        text_start = text_end - len(caption)
    # A bool is 0 or 1: the `!` before the brackets.
    span = match.start() - is_embedded, match.end()
    children = _label(scan, text_start, text_end)
    # An initial colon asks for a link to the category or file page.
    if not page.startswith(":") and not title.interwiki and title.namespace in ("Category", "File"):
        name = title.title.partition(":")[2].strip()
        if title.namespace == "Category":
            scan.nodes.append(make_category((), name, match["after"], page, span=span))
        else:
            children = children if match["after"] else ()
            scan.nodes.append(make_image(children, name, page, "", "", options, span))
    else:
        links = context.links_to_titles()
        scan.nodes.append(make_wikilink(children, page, context=links, span=span))
    return match.end()


def _label(scan: Scan, start: int, end: int) -> tuple[Node, ...]:
    label = scan.text[start:end]
    # Letters, digits and spaces are text in every dialect, and most labels are nothing else.
    if label.replace(" ", "a").isalnum():
        scan.height = max(scan.height, 1)
        return (make_text(label, (start, end)),)
    return scan.parse_inlines(start, end) if label else ()


def _embed(
    scan: Scan, page: str, title: str, match: re.Match[str], text_range: tuple[int, int]
) -> int:
    """Add an embed: an image with its size and its caption, or a link to the page."""
    span = match.start() - 1, match.end()
    is_media = MEDIA.search(title) is not None
    options: Attributes = ()
    has_text = match["after"] is not None
    if is_media and has_text:
        caption = scan.text[slice(*text_range)]
        before, bar, size = caption.rpartition("|")
        # ![[a.png|A caption|120x80]]     Obsidian has the size last, and alone it is no caption
        # ![[a.png|120]]
        if SIZE.fullmatch(size):
            width, _, height = size.partition("x")
            options = (("width", width), ("height", height)) if height else (("width", width),)
            caption = before.removesuffix("\\") if bar else ""
        text_range = text_range[0], text_range[0] + len(caption)
        has_text = bool(caption)
    children = scan.parse_inlines(*text_range) if has_text or not is_media else ()
    if is_media:
        name = title.rpartition("/")[2]
        alt = "".join([child.text for child in children])
        scan.nodes.append(make_image(children, name, page, alt, "", options, span))
    else:
        links = scan.context.links_to_titles()
        scan.nodes.append(make_wikilink(children, page, context=links, span=span))
    return match.end()
