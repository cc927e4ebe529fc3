"""Edits of a page: its source with some ranges replaced, parsed again.

The source outside of the ranges stays as it is, byte for byte, so that a diff shows the edit and
nothing else. A tree is not edited in place and written again: that would write the whole page in
one style.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.dialect import DIALECTS
from wikiparse.edit.edits import Edit
from wikiparse.edit.ranges import Range
from wikiparse.nodes.base import Node
from wikiparse.nodes.inlines import BraceParent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.dialect import Dialect
    from wikiparse.edit.edits import Replacement
    from wikiparse.nodes.page import Page
    from wikiparse.source import Span


class Edited(NamedTuple):
    """The source of a page after some edits, and the check that the page parsed of it must pass."""

    source: str
    check: Callable[[Page], None] | None
    """Raises ValueError; None where nodes are replaced and nothing else, by any text."""


def edited_source(doc: Page, edits: Iterable[Edit | tuple[Node, Replacement]]) -> Edited:
    """The source of a document after some edits."""
    # Spans of such a tree are those of a source that it no longer has.
    if doc.is_edited:
        message = (
            "the tree of this document was changed or made by hand, and is not that of its source: "
            "parse its text first"
        )
        raise ValueError(message)
    dialect = dialect_of(doc)
    # All texts are made before any is placed: an error leaves nothing half done.
    made = [_as_edit(edit) for edit in edits]
    verbs = [edit for edit in made if edit.verb != "replace"]
    page = None
    if verbs:
        from wikiparse.edit.verbs import plan  # noqa: PLC0415  # most edits replace a node

        page = plan(doc, dialect, verbs, _text)
    ranges = page.ranges if page is not None else []
    for edit in made:
        if edit.verb == "replace":
            ranges.append(Range(*_span_of(doc, edit.node), _text(doc, dialect, edit.values[0])))
    ranges.sort(key=attrgetter("start", "end"))
    source = _placed(str(doc), ranges)
    if page is None:
        return Edited(source, None)
    from wikiparse.edit.check import Comparison  # noqa: PLC0415  # as above

    return Edited(source, Comparison(page, ranges).check)


def _as_edit(edit: Edit | tuple[Node, Replacement]) -> Edit:
    return edit if isinstance(edit, Edit) else Edit.replace(*edit)


def _placed(source: str, ranges: list[Range]) -> str:
    """The source with the texts instead of their ranges, which are sorted; of two that want the
    same white space the second gets the rest.
    """
    parts: list[str] = []
    pos = 0
    for made in ranges:
        # A range that is empty, at the end of another, does not overlap.
        if made.start < pos:
            if made.core[0] < pos or not made.removes:
                message = (
                    f"two of the edits overlap at {made.start}: make the inner one first, and "
                    "find the other node in the new document"
                )
                raise ValueError(message)
            made.start = pos
        made.end = max(made.start, made.end)
        parts += (source[pos : made.start], made.text)
        pos = made.end
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


def _span_of(doc: Page, node: Node | None) -> Span:
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
