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

from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.make import make_inline_code

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

RUN = re.compile("`+")

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
        value = (INDENTED_LINE if scan.context.dialect.flanking else SOFT_BREAK).sub(" ", value)
    if len(value) > 1 and value[0] == value[-1] == " " and value.strip(" "):
        value = value[1:-1]
    after = content_end + length
    scan.nodes.append(make_inline_code(value, (start, after)))
    return after


def _find_closing_run(scan: Scan, pos: int, length: int) -> int | None:
    """The start of the next run that closes a span of `length` backticks.

    The runs of a scan are listed once, so that no opening one costs a search to the end.
    """
    if scan.backtick_runs is None:
        scan.backtick_runs = {}
        for run in RUN.finditer(scan.text, pos, scan.end):
            scan.backtick_runs.setdefault(run.end() - run.start(), []).append(run.start())
    lengths = (1, 2) if length == 1 and scan.context.dialect.adjacent_code_spans else (length,)
    found = None
    for candidate in lengths:
        starts = scan.backtick_runs.get(candidate, ())
        index = bisect_left(starts, pos)
        if index < len(starts) and (found is None or starts[index] < found):
            found = starts[index]
    return found
