"""Code spans with attributes (pandoc): some are markup of another format.

code = code-span [attributes | "{=" format "}"]
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.markdown.attribute_syntax import find_attributes, find_raw_format
from wikiparse.markdown.inlines import raw_html
from wikiparse.markdown.inlines.code import code_span
from wikiparse.nodes.inlines import HtmlInline, InlineCode
from wikiparse.source import trim
from wikiparse.source_map import SourceMap

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import ReadWikitext, Scan

BACKTICKS = re.compile("`+")

HTML = frozenset(("html", "html4", "html5"))


def attributed_code(scan: Scan, start: int, end: int) -> int:
    """A code span, with the braces after it; or the backticks themselves."""
    count = len(scan.nodes)
    # Whether `code_span` made a code span or text is seen in the nodes: both return an offset.
    after = code_span(scan, start, end)
    text = scan.text
    if (
        not text.startswith("{", after)
        or len(scan.nodes) == count
        or scan.nodes[-1].__class__ is not InlineCode
    ):
        return after
    # `{=html}` before `{.class}`: an equals sign directly after the brace begins no attribute.
    raw = find_raw_format(text, after, scan.end)
    if raw is None:
        found = find_attributes(text, after, scan.end)
        # Attributes of code, such as a language for highlighting, are left out: `InlineCode` has
        # none.
        return after if found is None else found[1]
    name, stop = raw
    width = BACKTICKS.match(text, start).end() - start  # type: ignore[union-attr]  # the caller saw them
    # Without the backticks on both sides; `code_span` knew their number only for itself.
    begin, limit = trim(text, start + width, after - width)
    if name == "mediawiki" and scan.context.read_wikitext is not None:
        scan.nodes.pop()
        _add_wikitext(scan, scan.context.read_wikitext, begin, limit)
    elif name in HTML:
        scan.nodes.pop()
        _add_html(scan, begin, limit)
    return stop


def _add_wikitext(scan: Scan, read: ReadWikitext, start: int, end: int) -> None:
    """Add the nodes of a range of wikitext."""
    context = scan.context
    before = context.usage.enter(scan.depth)
    # One fragment: offset 0 there is `start` here.
    source_map = SourceMap([0], [start])
    scan.nodes += read(context, scan.text[start:end], source_map, scan.depth, False)
    scan.height = max(scan.height, context.usage.leave(before) - scan.depth)
    scan.must_join = True


def _add_html(scan: Scan, start: int, end: int) -> None:
    """Add the tags of a range of HTML, which pair with others of the scan."""
    text = scan.text
    # The patterns look no further than `scan.end`: a tag must end within the span.
    outer_end, scan.end = scan.end, end
    pos = start
    while pos < end:
        if text[pos] == "<":
            count = len(scan.nodes)
            after = raw_html.angle_bracket(scan, pos, pos + 1)
            if after > pos + 1:
                pos = after
                continue
            del scan.nodes[count:]  # a character of text: it is HTML too
        stop = text.find("<", pos + 1, end)
        stop = end if stop < 0 else stop
        scan.nodes.append(HtmlInline(text[pos:stop], span=(pos, stop)))
        pos = stop
    scan.end = outer_end
