"""What a parser has to say about a text: never an exception, always a place.

`CODES` is the whole list of codes, and the documentation prints it. A code, once released, keeps
its meaning.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs

from wikiparse.source import Span

Severity = Literal["error", "warning", "info"]

CODES: Final[dict[str, tuple[Severity, str]]] = {
    "invalid-utf8": (
        "error",
        "The bytes at this place are not UTF-8; each bad sequence became U+FFFD.",
    ),
    "unknown-language": (
        "warning",
        "The language tag is not known; its base language, or none, is used.",
    ),
    "nesting-too-deep": (
        "warning",
        "The construct is nested deeper than Limits.max_depth; it stays as text.",
    ),
    "page-too-long": (
        "warning",
        "The page is longer than Limits.max_size; what is beyond stays as one text.",
    ),
    "too-many-nodes": (
        "warning",
        "The tree would have more nodes than Limits.max_nodes; from here on the page stays as one text.",
    ),
    "table-too-large": (
        "warning",
        "The spans of the cells take up more places than Limits.max_cells; those beyond are cut to one.",
    ),
    "undefined-footnote": (
        "warning",
        "A footnote is referred to, but the page does not define it.",
    ),
    "unused-footnote": ("info", "A footnote is defined, but nothing refers to it."),
    "duplicate-footnote": (
        "warning",
        "A footnote of this name was defined before; the first definition counts.",
    ),
    "reference-expansion": (
        "warning",
        "What references stand for would be out of proportion to the page; from here on they stay as text.",
    ),
    "unclosed-code": (
        "warning",
        "A fenced code block has no closing fence; it runs to the end of its container.",
    ),
    "unclosed-comment": ("warning", "A comment has no end; its first characters stay as text."),
    "unpaired-tag": ("info", "An HTML tag has no partner; it is an HtmlTag."),
    "unclosed-table": (
        "warning",
        "A table has no end; it ends at the next heading, or where what it stands in ends.",
    ),
    "unclosed-template": (
        "info",
        "Two braces open a template that nothing closes; they stay as text.",
    ),
    "stray-template-end": (
        "info",
        "Two braces close a template that nothing opened; they stay as text.",
    ),
}
"""Severity and meaning of every code."""


@attrs.frozen
class Diagnostic:
    """One finding: a `code` of `CODES`, its `severity`, a `message` in English, and its `span` in
    code points, or None.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None

    @classmethod
    def of(cls, code: str, span: tuple[int, int] | None, message: str = "") -> Diagnostic:
        """A finding with the severity of its code, and the code's own words unless there are better
        ones.
        """
        severity, meaning = CODES[code]
        return cls(code, severity, message or meaning, None if span is None else Span(*span))
