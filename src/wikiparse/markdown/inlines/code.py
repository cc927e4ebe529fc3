r"""Code spans (CommonMark 6.1).

    code_span = "`"{n} … "`"{n}

pandoc writes each preformatted line as spans of its own, and where two are adjacent their backticks
touch: ``[`in``vitro`]``. In the hybrid dialect two backticks inside a span of one are its end and
the next one's start (docs/dialects.md, trap 34).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import InlineCode, Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.make import make_inline_code, make_line_break

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

RUN = re.compile("`+")

LINE_END = re.compile(r"[ \t]*+(?:\n|\Z)")

INDENTED_LINE = re.compile(r"\n[ \t]*")
"""A line ending with the indentation of the next line. CommonMark keeps the spaces before it; in
hybrids wrapping left them."""


def code_span(scan: Scan, start: int, end: int) -> int:
    """code_span. Without a closing run the backticks are text."""
    text = scan.text
    # A run is nothing but backticks; with something else after the first it is a whole span.
    if end - start > 2 and text[start + 1] != "`":
        length, content_start, content_end = 1, start + 1, end - 1
    else:
        length, content_start = end - start, end
        closing = _find_closing_run(scan, end, length)
        if closing is None:
            scan.add_text(text[start:end], start, end)
            return end
        content_end = closing
    value = text[content_start:content_end]
    if "\n" in value:
        # CommonMark 6.1: line endings are spaces; none is collapsed, since code may be of columns.
        value = (INDENTED_LINE if scan.context.dialect.flanking else SOFT_BREAK).sub(" ", value)
    # One space on both sides is there for the sake of a backtick in the code; only spaces are left
    # alone. Not `.isspace()`: CommonMark means U+0020.
    if len(value) > 1 and value[0] == value[-1] == " " and value.strip(" "):
        value = value[1:-1]
    after = content_end + length
    if scan.context.dialect.code_lines and start > scan.start and text[start - 1] == "\n":
        _keep_lines(scan, start, after)
    scan.nodes.append(make_inline_code(value, (start, after)))
    return after


def _keep_lines(scan: Scan, start: int, end: int) -> None:
    """Make the line ending before a span a line break, where this span and the one before it are
    all there is on their lines.
    """
    text, nodes = scan.text, scan.nodes
    # `first line`       node −2
    # ⏎                  node −1, a text of its own
    # `second line`      the span at hand
    if len(nodes) < 2 or not LINE_END.match(text, end, scan.end):
        return
    code, line_ending = nodes[-2:]
    if (
        code.__class__ is InlineCode
        and line_ending.__class__ is Text
        and line_ending._start == code._end == start - 1
        and (code._start == scan.start or text[code._start - 1] == "\n")
    ):
        nodes[-1] = make_line_break((start - 1, start))


def _find_closing_run(scan: Scan, pos: int, length: int) -> int | None:
    """The start of the next run that closes a span of `length` backticks.

    The runs of a scan are listed once, so that no opening one costs a search to the end.
    """
    if scan.backtick_runs is None:
        scan.backtick_runs = {}
        for run in RUN.finditer(scan.text, pos, scan.end):
            scan.backtick_runs.setdefault(run.end() - run.start(), []).append(run.start())
    # Two backticks end a span of one, and the second of them begins the next span.
    lengths = (1, 2) if length == 1 and scan.context.dialect.adjacent_code_spans else (length,)
    found = None
    for candidate in lengths:
        starts = scan.backtick_runs.get(candidate, ())
        index = bisect_left(starts, pos)
        if index < len(starts) and (found is None or starts[index] < found):
            found = starts[index]
    return found
