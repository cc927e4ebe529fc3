"""Which notes of a page are shown where, under which numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.links import FootnoteReference
from wikiparse.render.html.ids import MARK, NOTE

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

MAX_BACK_LINKS = 26
"""Marks of one note that it leads back to: as many as there are letters."""


class _Note(NamedTuple):
    """A note's number on the page, and the one that it is shown under, which counts within its
    list.
    """

    key: int
    number: int


class Notes:
    """The notes of a page.

    Those that stand in a list are shown there, all others at its end, in the order of their marks.

    An empty `<references />` shows the notes whose marks stand in front of it.
    """

    def __init__(self, page: Page, nodes: list[Node]) -> None:
        self._page = page
        self._lists: dict[int, list[FootnoteDefinition]] = {}
        self._notes: dict[int, _Note] = {}
        self._marks: dict[
            int, list[int]
        ] = {}  # by definition the marks, which are known by their identity
        self._definitions: dict[int, FootnoteDefinition | None] = {}
        self.rest = self._place(nodes)
        for entries in (*self._lists.values(), self.rest):
            for number, definition in enumerate(entries, 1):
                self._notes.setdefault(id(definition), _Note(len(self._notes) + 1, number))
        self._order = {
            mark: number
            for marks in self._marks.values()
            for number, mark in enumerate(marks[:MAX_BACK_LINKS], 1)
        }

    def _place(self, nodes: list[Node]) -> list[FootnoteDefinition]:
        """Give each list its definitions; what is left stands at the end of the page."""
        placed = {
            id(child)
            for node in nodes
            if isinstance(node, FootnoteList)
            for child in node.definitions
        }
        waiting: dict[str, list[FootnoteDefinition]] = {}
        for node in nodes:
            if isinstance(node, FootnoteReference):
                definition = self._definitions[id(node)] = self._page.footnote(node)
                if definition is not None:
                    self._marks.setdefault(id(definition), []).append(id(node))
                    if id(definition) not in placed:
                        placed.add(id(definition))
                        waiting.setdefault(definition.group, []).append(definition)
            elif isinstance(node, FootnoteList):
                collected = waiting.pop(node.group, []) if self._collects(node) else []
                self._lists[id(node)] = [*node.definitions, *collected]
        unused = [
            node
            for node in nodes
            if isinstance(node, FootnoteDefinition) and id(node) not in placed
        ]
        return [definition for group in waiting.values() for definition in group] + unused

    def _collects(self, node: FootnoteList) -> bool:
        """Whether a list is the place for notes that are written in their marks."""
        return not node.children or (
            node._span is not None and self._page.source.startswith("<references", node._span[0])
        )

    def of_list(self, node: FootnoteList) -> list[FootnoteDefinition]:
        """The definitions that a list shows."""
        return self._lists.get(id(node), [])

    def id_of(self, definition: FootnoteDefinition) -> str:
        """The id of a note."""
        return f"{NOTE}{self._notes[id(definition)].key}"

    def mark(self, mark: FootnoteReference) -> tuple[str, str, str]:
        """What a mark shows, the id of its note, and its own; "" for ids that it has not."""
        definition = self._definitions.get(id(mark))
        note = None if definition is None else self._notes.get(id(definition))
        if definition is None or note is None:
            return mark.label or mark.identifier or "", "", ""
        shown = f"{definition.group} {note.number}" if definition.group else str(note.number)
        order = self._order.get(id(mark))
        return shown, f"{NOTE}{note.key}", f"{MARK}{note.key}-{order}" if order else ""

    def marks_of(self, definition: FootnoteDefinition) -> list[str]:
        """The ids of the marks that a note leads back to."""
        key = self._notes[id(definition)].key
        count = min(len(self._marks.get(id(definition), ())), MAX_BACK_LINKS)
        return [f"{MARK}{key}-{order}" for order in range(1, count + 1)]
