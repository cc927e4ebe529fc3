"""HTML among blocks, as the hybrid dialect has it.

A line of nothing but tags is a block of its own, and what stands between such lines is Markdown, blank lines or not. A table, a
section of footnotes and a comment reach to their ends. Anything else that begins with a tag is a paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.blocks.draft import Draft
from wikiparse.blocks.steps import LEAF, NONE
from wikiparse.tags import BLOCK_TAGS, CLOSE_TAG, OPEN_TAG

if TYPE_CHECKING:
    from wikiparse.blocks.lines import Lines

TAG = rf"(?:{OPEN_TAG}|{CLOSE_TAG})"
TAG_LINE = re.compile(rf"{TAG}(?>(?:[ \t]*{TAG})*)[ \t]*(?=\n)")
TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
TABLE_TAG = re.compile(r"<(/?)table(?=[\s/>])", re.I)
SECTION = re.compile(r'<section\b[^>]*\bclass="footnotes[^>]*>')
WITHIN_LINES = frozenset("a abbr br cite code em img kbd math nowiki q ref s strong sub sup tt var wbr".split())
INTERRUPTING = frozenset(BLOCK_TAGS) | {"gallery", "poem", "references", "noinclude", "includeonly", "onlyinclude"}


def start_html(lines: Lines, at: int) -> int:
    """A comment, a table, a section of footnotes, or a line of tags."""
    text = lines.text
    if text.startswith("<!--", at):
        return _comment(lines, at)
    name = TAG_NAME.match(text, at)
    if name is None:
        return NONE
    tag = name[1].lower()
    if tag == "table" and lines.dialect.html_tables and not lines.quotes and (stop := table_ends(lines).get(at)) is not None:
        return _region(lines, "html_table", at, stop)
    if tag == "section" and not lines.quotes and SECTION.match(text, at) and (last := lines.find("</section>", at)) >= 0:
        return _region(lines, "html_footnotes", at, last + len("</section>"))
    if tag in WITHIN_LINES or (lines.interrupts and tag not in INTERRUPTING):
        return NONE
    match = TAG_LINE.match(text, at, lines.end)
    if match is None:
        return NONE
    lines.add(Draft("html_block", at, at + len(match[0].rstrip(" \t"))))
    lines.at = match.end() + 1
    return LEAF


def _comment(lines: Lines, at: int) -> int:
    """A comment that nothing but white space follows on its last line."""
    text = lines.text
    stop = lines.find("-->", at + 4)
    if stop < 0:
        return NONE
    stop += 3
    line_end = text.index("\n", stop)
    if text[stop:line_end].strip(" \t") or (lines.quotes and "\n" in text[at:stop]):
        return NONE
    lines.add(Draft("comment", at, stop))
    lines.at = line_end + 1
    return LEAF


def _region(lines: Lines, kind: str, at: int, stop: int) -> int:
    """A block that reaches to its end tag. What stands behind that on its line begins another block."""
    lines.add(Draft(kind, at, stop))
    text = lines.text
    line_end = text.index("\n", stop)
    lines.at = line_end + 1 if not text[stop:line_end].strip(" \t") else stop
    return LEAF


def table_ends(lines: Lines) -> dict[int, int]:
    """The offset behind the end tag by the offset of the `<table>` it closes; found once for the whole page."""
    if lines.tables is None:
        lines.tables = {}
        opened: list[int] = []
        for match in TABLE_TAG.finditer(lines.text, lines.line, lines.end):
            if not match[1]:
                opened.append(match.start())
            elif opened:
                stop = lines.text.find(">", match.end() - 1, lines.end) + 1
                lines.tables[opened.pop()] = stop or match.end()
    return lines.tables
