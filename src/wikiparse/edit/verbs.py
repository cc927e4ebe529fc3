"""The verbs, each as ranges of the edited page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.edit import footnotes, insert, links, remove, sections, templates
from wikiparse.edit.ranges import Surroundings, refuse
from wikiparse.nodes.base import Node
from wikiparse.nodes.blocks import Section
from wikiparse.nodes.inlines import BraceParent, Template, TemplateArgument

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.dialect import Dialect
    from wikiparse.edit.edits import Edit, Replacement
    from wikiparse.nodes.page import Page

    Write = Callable[[Page, Dialect, Replacement], str]


def plan(doc: Page, dialect: Dialect, edits: list[Edit], write: Write) -> Surroundings:
    """The ranges of some edits, those of their footnotes among them, and the results to look for
    in the new page.
    """
    page = Surroundings(doc, dialect)
    remove.remove_all(page, [_removed(page, edit) for edit in edits if _is_removal(edit)])
    rewrites: dict[int, list[Edit]] = {}
    for edit in edits:
        if edit.verb == "rewrite":
            rewrites.setdefault(id(edit.node), []).append(edit)
        elif not _is_removal(edit):
            _make(page, edit, write)
    # A link is one range, whatever is changed in it.
    for same in rewrites.values():
        node = _node_of(page, same[0])
        links.rewrite(page, node, [change for edit in same for change in edit.values])
    footnotes.settle(page)
    return page


def _make(page: Surroundings, edit: Edit, write: Write) -> None:
    def text() -> str:
        return write(page.doc, page.dialect, edit.values[-1])

    if edit.verb == "append":
        insert.append(page, text())
        return
    node = _node_of(page, edit)
    if edit.verb in ("insert_before", "insert_after"):
        insert.insert(page, node, text(), is_after=edit.verb == "insert_after")
    elif edit.verb == "remove":
        _remove_argument(page, node)
    elif edit.verb in ("rename_section", "set_section"):
        if not isinstance(node, Section):
            message = f"{edit.verb} takes a section, not a {type(node).__name__}"
            raise TypeError(message)
        if edit.verb == "rename_section":
            sections.rename(page, node, edit.values[0])
        else:
            sections.set_content(page, node, text())
    elif edit.verb == "set_argument":
        templates.set_argument(page, node, edit.values[0], text())  # type: ignore[arg-type]  # it looks
    elif edit.verb == "remove_argument":
        templates.remove_argument(page, node, edit.values[0])  # type: ignore[arg-type]  # likewise
    else:
        refuse(f"there is no verb {edit.verb!r}")


def _is_removal(edit: Edit) -> bool:
    """Whether an edit removes a node that is no argument; those are removed together."""
    return edit.verb == "remove" and not isinstance(edit.node, TemplateArgument)


def _removed(page: Surroundings, edit: Edit) -> Node:
    node = _node_of(page, edit)
    if node is page.doc:
        refuse("the page itself cannot be removed from the page")
    return node


def _remove_argument(page: Surroundings, node: Node) -> None:
    parent = page.parent(node)
    if not isinstance(parent, Template):
        refuse("an argument of a parser function is known by its position: replace the call")
    assert isinstance(node, TemplateArgument)  # the others are removed together
    templates.remove_argument(page, parent, node.name)


def _node_of(page: Surroundings, edit: Edit) -> Node:
    node = edit.node
    if not isinstance(node, Node):
        message = f"{edit.verb} takes a node of the document, not a {type(node).__name__}"
        raise TypeError(message)
    if not page.doc._holds(node):
        refuse(f"the {node.kind} is not a node of this document")
    if node.span is None:
        refuse(f"the {node.kind} has no span: the source does not hold it")
    if isinstance(node, BraceParent) and node.is_markup and "argument" not in edit.verb:
        refuse(f"the {node.kind} is in the markup of its parent: replace that")
    return node
