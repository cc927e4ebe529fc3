"""Writing wikitext: where something is written, what is markup there, and the walk over a tree that
writes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse import nodes
from wikiparse.nodes.base import Node, post_order
from wikiparse.render.wikitext import escape as write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Place(NamedTuple):
    """Where something is written, and what is markup there.

    `prefix`: the markers of the list. `in_line`: no line may begin. `extra`: characters that are
    markup here alone. `is_apart`: a heading would be one of the page, where it is none in the tree.
    `is_value`: in the argument of a template. `in_link`: in the words of a link, where no other may
    stand; `in_address`: in those of an external one, where only wikilinks may.
    """

    prefix: str = ""
    in_line: bool = False
    extra: str = ""
    is_apart: bool = False
    is_value: bool = False
    in_link: bool = False
    in_address: bool = False
    in_note: bool = False
    is_bold: bool = False
    is_italic: bool = False

    def line(self, extra: str = "") -> Place:
        """Within a line, with further characters that are markup."""
        return self._replace(prefix="", in_line=True, extra=self.extra + extra)

    def inside(self, extra: str = "") -> Place:
        """In brackets or tags, within which lines begin anew.

        A colon within those in a term may still end it.
        """
        kept = ":]" if ":" in self.extra else ""
        return self._replace(
            prefix="", in_line=False, extra=extra + kept, is_bold=False, is_italic=False
        )


Item = tuple[Node, Place] | str | Callable[[], None]
Handlers = dict[type[Node], Callable[[Any, Any, Place], None]]
NEVER = re.compile(r"(?!)")
LINE_ENDING = nodes.Text("\n")
NOTHING = "<nowiki />"
"""What keeps two things apart."""
QUIET = (
    nodes.Template,
    nodes.ParserFunction,
    nodes.TemplateParameter,
    nodes.MagicWord,
    nodes.Comment,
)
"""What may stand on a line of its own without being a paragraph."""
SHUT_IN = (
    nodes.Template,
    nodes.ParserFunction,
    nodes.TemplateParameter,
    nodes.FootnoteReference,
    nodes.Wikilink,
    nodes.Image,
)
"""What keeps an `=` in it from parting the name of an argument from its value."""


class Walk:
    """One walk over a tree. `todo` holds what is still to be written, the next last."""

    def __init__(self, root: Node, handlers: Handlers) -> None:
        self.handlers = handlers
        self.out: list[str] = []
        self.todo: list[Item] = []
        self.endings = 2
        """Line endings at the end of what is written."""
        self.starts_line = True
        self.trail = NEVER
        """The letters that the link just written would take in."""
        self.after_url = False
        self.opens_quotes = False
        """Whether the last that was written are apostrophes that open something."""
        self.equals = _with_equals(root)

    def run(self) -> None:
        """Write what is to be written."""
        todo, handlers = self.todo, self.handlers
        while todo:
            top = todo.pop()
            if isinstance(top, str):
                self.write(top)
            elif isinstance(top, tuple):
                handlers[top[0].__class__](self, *top)
            else:
                top()

    def push(self, *items: Item) -> None:
        """Write these next, in this order."""
        self.todo += items[::-1]

    def write(self, piece: str) -> None:
        """Write markup, or words that were made so that they are none."""
        if not piece:
            return
        if ((match := self.trail.match(piece)) and match[0]) or (
            self.after_url and piece[0] not in ' \t\n<[]"'
        ):
            self.out.append(NOTHING)
        self.out.append(piece)
        self.trail, self.after_url, self.opens_quotes, self.starts_line = NEVER, False, False, False
        self.endings = len(piece) - len(piece.rstrip("\n"))

    def fresh(self, count: int = 1) -> None:
        """Begin a line, behind so many line endings at least."""
        if self.endings < count:
            self.write("\n" * (count - self.endings))
            self.endings = count
        self.starts_line = True

    def text(self, value: str, place: Place) -> None:
        """Write words."""
        value = value.replace("\n", " ")
        if self.starts_line:
            value = value.lstrip(" \t")
        extra = place.extra + (
            "!" if self.starts_line and "!" not in place.extra and "|" in place.extra else ""
        )
        self.write(
            write.words(
                value, extra if value.startswith("!") else place.extra, starts_line=self.starts_line
            )
        )

    # --- content

    def inline(self, children: Iterable[Node], place: Place) -> list[Item]:
        """Inlines, one behind the other."""
        return [(child, place) for child in children]

    def blocks(self, children: Sequence[Node], place: Place) -> list[Item]:
        """Blocks, blank lines between them; inlines among them are paragraphs, or quiet lines."""
        if place.in_line:
            return self.flat(children, place)
        items: list[Item] = []
        notes: list[Node] = []
        before: Node | None = None
        for child in children:
            if isinstance(child, nodes.FootnoteDefinition):
                notes.append(child)
                continue
            items += self._collected(notes, place)
            if child.is_block:
                items.append(partial(self.fresh, 2))
                before = None
            elif before is None:
                items.append(partial(self.fresh, 2))
                before = child
            else:
                if isinstance(child, QUIET) or isinstance(before, QUIET):
                    items.append(partial(self.fresh, 1))
                before = child
            items += (
                self.inline(child.children, place) if _is_paragraph(child) else [(child, place)]
            )
        return items + self._collected(notes, place)

    def _collected(self, notes: list[Node], place: Place) -> list[Item]:
        """Definitions that stand among blocks, in a list of notes."""
        if not notes:
            return []
        made = nodes.FootnoteList(tuple(notes), getattr(notes[0], "group", ""))
        notes.clear()
        return [partial(self.fresh, 2), (made, place)]

    def flat(self, children: Sequence[Node], place: Place) -> list[Item]:
        """Blocks within a line, as HTML."""
        if len(children) == 1 and isinstance(children[0], nodes.Paragraph):
            return self.inline(children[0].children, place)
        items: list[Item] = []
        for child in children:
            if isinstance(child, nodes.Paragraph):
                items += ["<p>", *self.inline(child.children, place), "</p>"]
            elif isinstance(child, nodes.FootnoteDefinition):
                items += self._collected([child], place)[1:]
            else:
                items.append((child, place))
        return items

    def content(self, children: Sequence[Node], place: Place) -> list[Item]:
        """What a cell, a note or an argument holds: inlines where it stands, blocks on lines
        below.
        """
        if len(children) == 1 and (
            isinstance(children[0], nodes.Paragraph) or _is_paragraph(children[0])
        ):
            return self.inline(children[0].children, place)
        if any(child.is_block for child in children):
            return [*self.blocks(children, place), *([] if place.in_line else [self.fresh])]
        return self.inline(children, place)

    def enclose(
        self, tag: str, items: Iterable[Item], pairs: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Write an element."""
        self.push(f"<{tag}{write.attributes(pairs)}>", *items, f"</{tag}>")


def _is_paragraph(node: Node) -> bool:
    """Whether this is a paragraph that was written as a tag."""
    return isinstance(node, nodes.HtmlElement) and node.tag == "p" and not node.attributes


def _with_equals(root: Node) -> frozenset[int]:
    """The nodes, by identity, whose wikitext holds an `=` that nothing encloses: that of an
    attribute.
    """
    found: set[int] = set()
    order = post_order(root)
    if not any(isinstance(node, nodes.TemplateArgument) for node in order):
        return frozenset()
    for node in order:
        own = isinstance(node, (nodes.HtmlElement, nodes.HtmlTag)) and node.attributes
        spans = isinstance(node, nodes.TableCell) and (
            node.rowspan > 1 or node.colspan > 1 or node.align
        )
        if (
            own
            or spans
            or isinstance(node, nodes.HtmlBlock)
            or any(id(c) in found and not isinstance(c, SHUT_IN) for c in node.children)
        ):
            found.add(id(node))
    return frozenset(found)
