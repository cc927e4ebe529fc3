"""Findings of the parser in a text, with their spans: it reports trouble and never raises for it.

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
        "These bytes are not UTF-8; each bad sequence became U+FFFD.",
    ),
    "unknown-language": (
        "warning",
        "The language tag is not known; its base language, or none, is used.",
    ),
    "nesting-too-deep": (
        "warning",
        "The construct is nested deeper than Limits.max_depth; it is left as text.",
    ),
    "page-too-long": (
        "warning",
        "The page is longer than Limits.max_size; the rest is left as one text.",
    ),
    "too-many-nodes": (
        "warning",
        (
            "The tree would have more nodes than Limits.max_nodes; "
            "from here on the page is left as one text."
        ),
    ),
    "table-too-large": (
        "warning",
        "The cells of tables span more slots than Limits.max_cells; spans beyond are cut to one.",
    ),
    "template-loop": (
        "warning",
        "A template calls itself; MediaWiki shows an error instead.",
    ),
    "expansion-too-deep": (
        "warning",
        "Templates are nested deeper than MediaWiki allows; it shows an error instead.",
    ),
    "expansion-too-large": (
        "warning",
        "Expanded templates are larger than the store allows; the rest are left as calls.",
    ),
    "unknown-call": (
        "info",
        (
            "A call, or one that it leads to, is not expanded: it is not in the store, "
            "or needs a module in Lua."
        ),
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
    "invalid-footnote": (
        "warning",
        (
            "MediaWiki shows an error for this footnote: for its name, its attributes, "
            "or what it holds; it is read as it was meant."
        ),
    ),
    "reference-expansion": (
        "warning",
        (
            "The destinations of link references would be out of proportion to the page; "
            "from here on references are left as text."
        ),
    ),
    "unclosed-code": (
        "warning",
        "A fenced code block has no closing fence; it runs to the end of its container.",
    ),
    "unclosed-comment": ("warning", "A comment has no end; its first characters are left as text."),
    "unpaired-tag": (
        "info",
        "A tag has no partner: one of HTML is an HtmlTag, one of an extension is text.",
    ),
    "unclosed-table": (
        "warning",
        "A table has no end; it ends at the next heading, or with the construct that it is in.",
    ),
    "unclosed-template": (
        "info",
        "Two braces open a template that is not closed; they are left as text.",
    ),
    "stray-template-end": (
        "info",
        "Two braces close a template that was not opened; they are left as text.",
    ),
}
"""Severity and meaning of every code."""


LEFTOVERS: Final[dict[str, str]] = {
    "conversion-notice": "A converter's notice says which page this one was made of.",
    "link-title": 'The title or class "wikilink" says nothing to a reader.',
    "link-marker": "A converter put its own marker after the text of a link.",
    "link-trail": "A converter took letters into a link that the wiki shows after it.",
    "empty-footnote": "A converter lost the text of this footnote.",
    "empty-emphasis": "Bold or italic has no text: it was in a template that a converter dropped.",
    "empty-item": "The item of a list is empty: it held a template that a converter dropped.",
    "empty-template": "A template without arguments is left that a converter did not recognize.",
    "template-end": "Two braces are left of a template that a converter dropped.",
    "behavior-switch": "A behavior switch of MediaWiki does nothing in Markdown.",
    "references-tag": "A tag says where MediaWiki shows footnotes; here they have a list.",
}
"""Meaning of every code of a leftover (`wikiparse.Leftover`): parts of a page that only its
converter explains, and that are no trouble to the parser."""


@attrs.frozen
class Diagnostic:
    """One finding: a `code` of `CODES`, its `severity`, a `message` in English, and its `span` in
    code points, or None.

    >>> finding = wikiparse.parse(b"caf" + bytes([233])).diagnostics[0]
    >>> finding.code, finding.severity, finding.span
    ('invalid-utf8', 'error', 3:4)
    """

    code: str
    """A key of `wikiparse.CODES`; once released it keeps its meaning."""
    severity: Severity
    """"error", "warning" or "info"."""
    message: str
    """A sentence in English."""
    span: Span | None = None
    """Where, in code points of the source; None where it is about no part of the text."""

    @classmethod
    def of(cls, code: str, span: tuple[int, int] | None, message: str = "") -> Diagnostic:
        """A finding with the severity of its code, and the code's meaning for a message unless
        there is a better one.
        """
        severity, meaning = CODES[code]
        return cls(code, severity, message or meaning, None if span is None else Span(*span))


DOCUMENTATION: Final = "https://wikiparse-tree.readthedocs.io/en/stable"


def help_url(code: str) -> str:
    """The URL of the section about a code in the documentation: in docs/diagnostics.md, or the one
    on leftovers in docs/editing.md.
    """
    page = f"diagnostics.html#{code}" if code in CODES else "editing.html#tidying"
    return f"{DOCUMENTATION}/{page}"
