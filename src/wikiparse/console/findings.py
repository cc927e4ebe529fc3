"""The diagnostics of a page with their lines and columns, as records that a worker can send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.console.inputs import origin_of
from wikiparse.diagnostics import Diagnostic

if TYPE_CHECKING:
    from wikiparse.diagnostics import Severity
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


class Fix(NamedTuple):
    """A page before and after its leftovers were taken out."""

    file: str
    old: str
    new: str


class PageFindings(NamedTuple):
    """The findings of one page, its size in code points, and the fix, if it needs one."""

    size: int
    findings: list[Finding]
    fix: Fix | None = None


def findings_of(
    doc: Document,
    page: SourcePage,
    *,
    codes: frozenset[str],
    leftovers: frozenset[str] = frozenset(),
    with_context: bool,
    with_fix: bool = False,
) -> PageFindings:
    """The findings of a page that have one of the codes, and its leftovers that do; with a fix,
    those of the fixed page.
    """
    file, name = origin_of(page)
    size, fix = len(doc.source), None
    if with_fix and _has_exact_text(doc, page):
        new = doc.tidy(leftovers)
        if new is not doc:
            fix, doc = Fix(file, str(doc), str(new)), new
    diagnostics = [found for found in doc.diagnostics if found.code in codes]
    if leftovers:
        diagnostics += [
            Diagnostic(left.code, "info", left.message, left.span)
            for left in doc.leftovers(leftovers)
        ]
    found = [
        _finding(diagnostic, doc.source, file, name, with_context=with_context)
        for diagnostic in diagnostics
    ]
    # As an editor goes through them; those about no part of the text come first.
    found.sort(key=lambda finding: finding.start)
    return PageFindings(size, found, fix)


def _has_exact_text(doc: Document, page: SourcePage) -> bool:
    """Whether the text of a page is the one of its file: bytes that are not UTF-8 are not."""
    return isinstance(page.raw, str) or str(doc).encode("utf-8", "surrogatepass") == page.raw


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
