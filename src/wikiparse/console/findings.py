"""The diagnostics of a page with their lines and columns, as records that a worker can send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.console.inputs import origin_of

if TYPE_CHECKING:
    from wikiparse.diagnostics import Diagnostic, Severity
    from wikiparse.document import Document
    from wikiparse.etl.pages import SourcePage
    from wikiparse.source import Source

AROUND: Final = 200
"""Code points of a line that are kept before, in and after a finding: a paragraph may be one line
of megabytes."""


class Context(NamedTuple):
    """The line that a finding begins in, as far as it can be shown: `marked` is the finding.

    `is_cut_before` and `is_cut_after` say that the line has more.
    """

    before: str
    marked: str
    after: str
    is_cut_before: bool
    is_cut_after: bool


class Finding(NamedTuple):
    """A diagnostic, and where it is.

    `file` and `page` are those of `origin_of`. Lines and columns count from 1, columns in code
    points; the end is exclusive. All four are 0, and `start` and `end` are -1, where it is about no
    part of the text.
    """

    file: str
    page: str
    code: str
    severity: Severity
    message: str
    start: int = -1
    end: int = -1
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    context: Context | None = None


class PageFindings(NamedTuple):
    """The findings of one page, and its size in code points."""

    size: int
    findings: list[Finding]


def findings_of(
    doc: Document, page: SourcePage, *, codes: frozenset[str], with_context: bool
) -> PageFindings:
    """The findings of a page that have one of the codes."""
    file, name = origin_of(page)
    found = [
        _finding(diagnostic, doc.source, file, name, with_context=with_context)
        for diagnostic in doc.diagnostics
        if diagnostic.code in codes
    ]
    # As an editor goes through them; those about no part of the text come first.
    found.sort(key=lambda finding: finding.start)
    return PageFindings(len(doc.source), found)


def _finding(
    diagnostic: Diagnostic, source: Source, file: str, page: str, *, with_context: bool
) -> Finding:
    code, severity, message, span = (
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        diagnostic.span,
    )
    if span is None:
        return Finding(file, page, code, severity, message)
    line, column = source.position(span.start)
    end = source.position(span.end)
    context = _context(source, span.start, span.end, column) if with_context else None
    return Finding(
        *(file, page, code, severity, message, span.start, span.end, line, column),
        *(end.line, end.column, context),
    )


def _context(source: str, start: int, end: int, column: int) -> Context:
    first = start - column + 1
    left = max(first, start - AROUND)
    # Never a search through the rest of the page: a line may be all of it.
    far = min(len(source), max(start, min(end, start + AROUND)) + AROUND + 1)
    last = min([pos for ending in "\n\r" if (pos := source.find(ending, start, far)) >= 0] + [far])
    stop = min(end, start + AROUND, last)
    right = min(last, stop + AROUND)
    return Context(
        str(source[left:start]),
        str(source[start:stop]),
        str(source[stop:right]),
        is_cut_before=left > first,
        is_cut_after=right < last,
    )
