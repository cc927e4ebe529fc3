"""Which footnotes of a page are shown where, under which numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.inlines import Template
from wikiparse.nodes.links import FootnoteReference
from wikiparse.render.html.ids import FOOTNOTE, REFERENCE

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

MAX_BACK_LINKS = 26
"""References that a footnote links back to: as many as there are letters."""


class _Numbers(NamedTuple):
    """A footnote's number on the page, which its id has, and the one that it is shown under, which
    counts within its list.
    """

    key: int
    shown: int


class ShownReference(NamedTuple):
    """The text of a footnote reference, the id of its footnote, and its own id; "" for an id that
    it has not.
    """

    text: str
    footnote_id: str
    own_id: str


class Footnotes:
    """The footnotes of a page.

    Those of a list are shown there, all others at the end of the page, in the order of their
    references. An empty `<references />` shows the footnotes whose references are before it.
    """

    def __init__(self, page: Page, nodes: list[Node]) -> None:
        self._page = page
        # All by the identity of a node.
        self._lists: dict[int, list[FootnoteDefinition]] = {}
        self._numbers: dict[int, _Numbers] = {}
        self._references: dict[int, list[int]] = {}  # by definition
        self._definitions: dict[int, FootnoteDefinition | None] = {}  # by reference
        self.rest: list[FootnoteDefinition] = self._distribute(nodes)
        for definitions in (*self._lists.values(), self.rest):
            for shown, definition in enumerate(definitions, 1):
                # `key` counts through the page and makes ids unique; `shown` begins again in each
                # list.
                numbers = _Numbers(len(self._numbers) + 1, shown)
                self._numbers.setdefault(id(definition), numbers)
        self._order = {
            reference: number
            for references in self._references.values()
            for number, reference in enumerate(references[:MAX_BACK_LINKS], 1)
        }

    def _distribute(self, nodes: list[Node]) -> list[FootnoteDefinition]:
        """Give each list its definitions; return those for the end of the page."""
        # Definitions in lists first, wherever these are: a reference before its list must not move
        # them.
        placed = {
            id(child) for node in nodes if isinstance(node, FootnoteList) for child in _listed(node)
        }
        waiting: dict[str, list[FootnoteDefinition]] = {}
        for node in nodes:
            if isinstance(node, FootnoteReference):
                definition = self._definitions[id(node)] = self._page.footnote(node)
                if definition is not None:
                    self._references.setdefault(id(definition), []).append(id(node))
                    # The first reference decides where a definition is shown.
                    if id(definition) not in placed:
                        placed.add(id(definition))
                        waiting.setdefault(definition.group, []).append(definition)
            elif isinstance(node, FootnoteList):
                collected = waiting.pop(node.group, []) if self._collects(node) else []
                self._lists[id(node)] = [*_listed(node), *collected]
        unused = [
            node
            for node in nodes
            if isinstance(node, FootnoteDefinition) and id(node) not in placed
        ]
        return [definition for group in waiting.values() for definition in group] + unused

    def _collects(self, node: FootnoteList) -> bool:
        """Whether a list shows footnotes that are written in their references."""
        return (
            not node.children
            or any(isinstance(child, Template) and not child.is_markup for child in node.children)
            or (
                node._span is not None
                and self._page.source.startswith("<references", node._span[0])
            )
        )

    def of_list(self, node: FootnoteList) -> list[FootnoteDefinition]:
        """The definitions that a list shows."""
        return self._lists.get(id(node), [])

    def id_of(self, definition: FootnoteDefinition) -> str:
        """The id of a footnote."""
        return f"{FOOTNOTE}{self._numbers[id(definition)].key}"

    def reference(self, node: FootnoteReference) -> ShownReference:
        """How a reference is shown."""
        definition = self._definitions.get(id(node))
        numbers = None if definition is None else self._numbers.get(id(definition))
        if definition is None or numbers is None:
            return ShownReference(node.label or node.identifier or "", "", "")
        number = str(numbers.shown)
        order = self._order.get(id(node))
        return ShownReference(
            f"{definition.group} {number}" if definition.group else number,
            f"{FOOTNOTE}{numbers.key}",
            f"{REFERENCE}{numbers.key}-{order}" if order else "",
        )

    def references_of(self, definition: FootnoteDefinition) -> list[str]:
        """The ids of the references that a footnote links back to."""
        key = self._numbers[id(definition)].key
        # A footnote that is referred to from a thousand cells would have as many links.
        count = min(len(self._references.get(id(definition), ())), MAX_BACK_LINKS)
        return [f"{REFERENCE}{key}-{order}" for order in range(1, count + 1)]


def _listed(node: FootnoteList) -> list[FootnoteDefinition]:
    """The definitions right in a list. Those in the argument of a template are shown in the order
    of their references, as Cite shows them.
    """
    return [child for child in node.children if isinstance(child, FootnoteDefinition)]
