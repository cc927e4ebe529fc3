"""Code spans (CommonMark 6.1).

    code = "`"{n} ... "`"{n}

pandoc writes each preformatted line as spans of its own, and two that touch are glued: ``[`in``
``vitro`]``. In the hybrid dialect two backticks inside a span of one are its end and the next one's
start (docs/dialects.md, trap 34).
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
"""A line ending with the indentation of the next line. CommonMark keeps the blanks before it; in
hybrids they are what wrapping left."""


def code_span(scan: Scan, start: int, begin: int) -> int:
    """A span up to the next run of as many backticks, or the backticks themselves."""
    text = scan.text
    if begin - start > 2 and text[start + 1] != "`":  # the scanner saw the whole of it
        length, begin, end = 1, start + 1, begin - 1
    else:
        length = begin - start
        end = _closing(scan, begin, length)
        if end < 0:
            scan.add_text(text[start:begin], start, begin)
            return begin
    value = text[begin:end]
    if "\n" in value:
        value = (INDENTED_LINE if scan.context.dialect.flanking else SOFT_BREAK).sub(" ", value)
    if len(value) > 1 and value[0] == value[-1] == " " and value.strip(" "):
        value = value[1:-1]
    scan.nodes.append(make_inline_code(value, span=(start, end + length)))
    return end + length


def _closing(scan: Scan, start: int, length: int) -> int:
    """The start of the run that closes a span of `length` backticks, or -1.

    The runs of a scan are listed once.
    """
    if scan.backtick_runs is None:
        scan.backtick_runs = {}
        for run in RUN.finditer(scan.text, start, scan.end):
            scan.backtick_runs.setdefault(run.end() - run.start(), []).append(run.start())
    lengths = (1, 2) if length == 1 and scan.context.dialect.adjacent_code_spans else (length,)
    found = -1
    for candidate in lengths:
        starts = scan.backtick_runs.get(candidate, ())
        index = bisect_left(starts, start)
        if index < len(starts) and (found < 0 or starts[index] < found):
            found = starts[index]
    return found
