"""Edits of a page: its source with some ranges replaced, parsed again.

The source outside of the ranges stays as it is, byte for byte, so that a diff shows the edit and
nothing else. A tree is not edited in place and written again: that would write the whole page in
one style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.dialect import DIALECTS
from wikiparse.nodes.base import Node
from wikiparse.nodes.inlines import BraceParent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from mwparserfromhell.nodes import Node as WikicodeNode
    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.dialect import Dialect
    from wikiparse.nodes.page import Page
    from wikiparse.source import Span

    Replacement: TypeAlias = str | Node | Wikicode | WikicodeNode


class _Edit(NamedTuple):
    """A range of the source and the text that replaces it. Edits sort by their ranges."""

    start: int
    end: int
    text: str


def replaced_source(doc: Page, edits: Iterable[tuple[Node, Replacement]]) -> str:
    """The source of a document with other text in place of some nodes."""
    # Spans of such a tree are those of a source that it no longer has.
    if doc.is_edited:
        message = (
            "the tree of this document was changed or made by hand, and is not that of its source: "
            "parse its text first"
        )
        raise ValueError(message)
    dialect = dialect_of(doc)
    # All texts are made before any is placed: an error leaves nothing half done.
    ranges = sorted([_Edit(*_span_of(doc, node), _text(doc, dialect, new)) for node, new in edits])
    source = str(doc)
    parts: list[str] = []
    pos = 0
    for start, end, text in ranges:
        # A range that is empty, at the end of another, does not overlap.
        if start < pos:
            message = (
                f"two of the edits overlap at {start}: make the inner one first, and find the "
                "other node in the new document"
            )
            raise ValueError(message)
        parts += (source[pos:start], text)
        pos = end
    parts.append(source[pos:])
    return "".join(parts)


def dialect_of(doc: Page) -> Dialect:
    """The rules that a document was parsed by.

    Raises ValueError where only a name is left of them, and `wikiparse.DIALECTS` has none of that
    name.
    """
    dialect = doc._rules or DIALECTS.get(doc.dialect)
    if dialect is None:
        message = (
            f"only the name of the dialect {doc.dialect!r} is known, and it is not one of "
            f"{', '.join(DIALECTS)}: parse the source again"
        )
        raise ValueError(message)
    return dialect


def _span_of(doc: Page, node: Node) -> Span:
    """The span of a node of the document."""
    if not isinstance(node, Node):
        message = f"a node of the document can be replaced, not a {type(node).__name__}"
        raise TypeError(message)
    if not doc._holds(node):
        message = f"the {node.kind} is not a node of this document"
        raise ValueError(message)
    if node.span is None:
        message = f"the {node.kind} has no span: the source does not hold it"
        raise ValueError(message)
    return node.span


def _text(doc: Page, dialect: Dialect, new: Replacement) -> str:
    """The source text of a replacement."""
    if isinstance(new, str):
        return str(new)
    if isinstance(new, Node):
        return _text_of_node(doc, dialect, new)
    # By the name of its module: the package is not imported for pages that do not use it.
    if any(cls.__module__.partition(".")[0] == "mwparserfromhell" for cls in type(new).__mro__):
        return str(new)
    message = (
        "a node can be replaced by a text, a node, or wikicode of mwparserfromhell, "
        f"not by a {type(new).__name__}"
    )
    raise TypeError(message)


def _text_of_node(doc: Page, dialect: Dialect, node: Node) -> str:
    from wikiparse.render.wikitext.write import (  # noqa: PLC0415  # a writer, for few edits
        render_wikitext,
        wikitext_of,
    )

    # A node of this page is copied as the source has it, character for character.
    if node.span is not None and doc._holds(node):
        return str(doc)[node.span.start : node.span.end]
    if isinstance(node, BraceParent) and (
        dialect.wikitext or dialect.embedded_wikitext or node._source is not None
    ):
        return wikitext_of(node)
    if not dialect.wikitext:
        message = (
            f"a {node.kind} that is in no document cannot be written in the dialect "
            f"{dialect.name!r}: give its text"
        )
        raise ValueError(message)
    return render_wikitext(node, is_wikitext=True)
