"""Titles and contents of sections.

The metadata at the end of a page (categories, links to other languages, the numbered list of the
footnotes of a hybrid) follow its last section, and an edit of the section is not about them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.edit.ranges import EOL, Range, is_closing_list, refuse
from wikiparse.nodes.blocks import (
    FootnoteDefinition,
    FrontMatter,
    Heading,
    Paragraph,
    Section,
)
from wikiparse.nodes.inlines import Comment, LineBreak, ParserFunction, Text
from wikiparse.nodes.links import Category, Wikilink
from wikiparse.reading.navigation import interlanguage_links
from wikiparse.render.wikitext import escape

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Outcome, Surroundings
    from wikiparse.nodes.base import Node

_ATX = re.compile(r"#{1,6}")
# All ASCII punctuation can be escaped (CommonMark 2.4); these may begin or end markup.
_MARKUP = re.compile(r"[\\`*\[\]<>&$~^|{}!:]")
_UNDERSCORE = re.compile(r"_")


def content_end(page: Surroundings, section: Section) -> int:
    """Where the content of a section ends: before the metadata of the page, if it is the last."""
    node: Node = section
    while isinstance(node, Section):
        node = node.children[-1]
    if page.neighbor(section, 1) is not None:
        return max(section._end, page.extent(node)[1])
    found: Node | None = node
    while found is not None and found._start > section.heading._start:
        if not is_metadata(page, found):
            return page.extent(found)[1]
        found = page.neighbor(found, -1)
    return section.heading._end


def is_metadata(page: Surroundings, block: Node) -> bool:
    """Whether a block at the end of a page is about the page."""
    if isinstance(block, (FrontMatter, Category, FootnoteDefinition)) or (
        is_closing_list(page, block)
    ):
        return True
    if isinstance(block, ParserFunction):
        return block.name.upper() in ("DEFAULTSORT", "DISPLAYTITLE")
    if isinstance(block, Wikilink):
        return bool(interlanguage_links((block,), page.doc.lang))
    if isinstance(block, Paragraph):
        parts = [
            c
            for c in block.children
            if not isinstance(c, (LineBreak, Comment))
            and not (isinstance(c, Text) and not c.value.strip())
        ]
        return bool(parts) and all(is_metadata(page, part) for part in parts)
    return False


def rename(page: Surroundings, section: Section, title: str) -> None:
    """Write another title into a heading."""
    if not isinstance(title, str):
        message = f"a title is a str, not a {type(title).__name__}"
        raise TypeError(message)
    wanted = " ".join(title.split())
    if not wanted or EOL.search(title):
        refuse("a title is one line that is not blank")
    heading, source = section.heading, page.source
    written = _escaped(page, wanted)
    start, end = _title_range(page, heading)
    gap = "" if start < end or source[start - 1 : start] in (" ", "=", ">") else " "
    inside = page.holders(heading)
    page.ranges.append(Range(start, end, gap + written, inside=inside, removes=True))
    own = source[heading._start : heading._end]
    below = own[page.line_start(heading._end) - heading._start :] if EOL.search(own) else ""
    delimiter = below.strip()[:1]
    if (
        delimiter
        and delimiter in "=-"
        and not below.strip().strip(delimiter)
        and not page.dialect.wikitext
    ):
        # As long as the title, as converters write it: some dialects ask for that.
        line = delimiter * max(len(written), 1 if page.dialect.exact_underlines else 2)
        at = heading._end - len(below.lstrip())
        page.ranges.append(Range(at, at + len(below.strip()), line, inside=inside))

    def check(outcome: Outcome) -> None:
        new = outcome.nodes.get(("section", outcome.after(section._start)))
        if not isinstance(new, Section) or new.title != wanted:
            got = new.title if isinstance(new, Section) else None
            refuse(f"the heading would be read as {got!r}, not as {wanted!r}")

    page.findings.append(check)


def _title_range(page: Surroundings, heading: Heading) -> tuple[int, int]:
    """Where the title of a heading is in the source."""
    if heading.children:
        start, end = heading.children[0]._start, heading.children[-1]._end
        if start < 0 or end < 0:
            refuse("the title of the heading is not in the source")
        return start, end
    own = page.source[heading._start : heading._end]
    marker = _ATX.match(own)
    if marker is None or page.dialect.wikitext:
        refuse("the heading has no title that could be replaced")
    pos = heading._start + marker.end()
    return pos, pos


def _escaped(page: Surroundings, title: str) -> str:
    """A title as source text with no markup in it."""
    if page.dialect.wikitext:
        # An `=` would be one of the heading where it is at its ends.
        return escape.text(title, "=" if "=" in (title[0], title[-1]) else "")
    text = _MARKUP.sub(r"\\\g<0>", title)
    if page.dialect.flanking or page.dialect.enclosures:
        text = _UNDERSCORE.sub(r"\\_", text)
    bare = text.rstrip("#")
    if bare != text:
        text = f"{bare}\\{text[len(bare) :]}"
    return text.replace("\\:", ":") if "//" not in text else text


def _gap_below(page: Surroundings, end: int) -> str:
    """The line ending that a content ending there has itself, and another one where the text in
    the next line would be part of it.
    """
    source, eol = page.source, page.eol
    is_ended = source[end - 1 : end] in ("\n", "\r") and end < len(source)
    below = end if is_ended else page.next_line(end)
    is_near = below < len(source) and page.after_empty_lines(below) == below
    is_heading = source.startswith("=" if page.dialect.wikitext else "#", below)
    return eol * (is_ended + (is_near and not is_heading))


def set_content(page: Surroundings, section: Section, text: str) -> None:
    """Write another content below a heading: its subsections are part of the old one."""
    heading, source, eol = section.heading, page.source, page.eol
    end = content_end(page, section)
    new = eol.join(EOL.split(text.strip("\r\n")))
    children = section.children
    first = children[1] if len(children) > 1 and children[1]._start < end else None
    inside = page.holders(section)
    if first is None:
        pos = page.line_end(heading._end)
        if source[heading._end - 1 : heading._end] in ("\n", "\r"):
            pos = heading._end
        gap = eol if page.dialect.wikitext else eol + eol
        tail = "" if page.after_empty_lines(page.next_line(pos)) > page.next_line(pos) else eol
        written = gap + new + ("" if pos >= len(source) else tail) if new.strip() else ""
        made = Range(pos, pos, written, inside=inside)
    else:
        start = page.line_start(page.extent(first)[0])
        if start < heading._end:
            refuse("the content shares a line with its heading")
        if not new.strip():
            start = page.before_empty_lines(start)
        if new.strip():
            new += _gap_below(page, end)
        made = Range(start, end, new if new.strip() else "", inside=inside, removes=True)
    page.ranges.append(made)

    def check(outcome: Outcome) -> None:
        stop = outcome.after(made.end)
        stack = list(outcome.doc.sections)
        while stack:
            found = stack.pop()
            stack += found.sections
            if found.level <= section.level and stop - len(made.text) <= found._start < stop:
                refuse(
                    f"the new text has a heading of level {found.level}, which would end the "
                    f"section of level {section.level}"
                )

    page.findings.append(check)
