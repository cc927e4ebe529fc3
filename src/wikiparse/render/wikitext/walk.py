"""The writer of wikitext: a walk over a tree with a stack of its own, and the contexts that decide
which characters are markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from wikiparse import nodes
from wikiparse.nodes.base import Node, post_order
from wikiparse.nodes.inlines import shown
from wikiparse.render.wikitext import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Context(NamedTuple):
    """Where in a page a node is written, which decides which characters are markup there."""

    list_markers: str = ""
    """The markers of the lists around it, such as `*#`."""
    in_line: bool = False
    """No new line may begin: blocks are written as HTML."""
    special: str = ""
    """Characters that are markup here, besides those that are everywhere."""
    headings_as_tags: bool = False
    """A heading with `=` would begin a section of the page, which it does not in the tree."""
    in_argument: bool = False
    in_link: bool = False
    """In the text of a link, which may hold no other."""
    in_external_link: bool = False
    """In the text of an external link, which may hold only wikilinks."""
    in_footnote: bool = False
    is_bold: bool = False
    is_italic: bool = False

    def line(self, special: str = "") -> Context:
        """Within one line, with further characters that are markup."""
        return self._replace(list_markers="", in_line=True, special=self.special + special)

    def inside(self, special: str = "") -> Context:
        """In brackets or tags, which have lines of their own.

        A colon in those in a term may still end the term.
        """
        kept = ":]" if ":" in self.special else ""
        return self._replace(
            list_markers="", in_line=False, special=special + kept, is_bold=False, is_italic=False
        )


Item = tuple[Node, Context] | str | Callable[[], None]
"""Something to write: a node and where it is, markup, or a call."""
Handlers = dict[type[Node], Callable[[Any, Any, Context], None]]
NEVER = re.compile(r"(?!)")
LINE_ENDING = nodes.Text("\n")
SEPARATOR = "<nowiki />"
"""Written between two pieces of markup that would be read as one."""
LINE_NODES = (
    nodes.Template,
    nodes.ParserFunction,
    nodes.TemplateParameter,
    nodes.MagicWord,
    nodes.Comment,
)
"""Nodes that make no paragraph of a line that holds only them."""
ENCLOSED = (
    nodes.Template,
    nodes.ParserFunction,
    nodes.TemplateParameter,
    nodes.FootnoteReference,
    nodes.Wikilink,
    nodes.Image,
)
"""Nodes that enclose an `=` in their markup: it does not separate an argument's name and value."""


class Writer:
    """Writes a tree. `todo` holds the items that are still to be written, the next one last."""

    def __init__(self, root: Node, handlers: Handlers, *, is_wikitext: bool) -> None:
        self.handlers = handlers
        self.is_wikitext = is_wikitext
        """Whether the tree is one of wikitext: URLs and sort keys may hold templates."""
        self.out: list[str] = []
        self.todo: list[Item] = []
        self.endings: int = 2
        """Line endings at the end of the output."""
        self.starts_line: bool = True
        self.link_trail: re.Pattern[str] = NEVER
        """The letters that the link just written would take in."""
        self.after_bracket: bool = False
        """Whether the link just written would take in a `]`."""
        self.after_url: bool = False
        self.opens_quotes: bool = False
        """Whether the output ends with quotes that open bold or italic."""
        # Before writing: whether a positional argument needs a name depends on everything in it.
        self.with_equals_sign: frozenset[int] = _with_equals_sign(root)

    def run(self) -> None:
        """Write the items of `todo`."""
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

    def write(self, markup: str) -> None:
        """Write markup, or text whose markup characters are escaped."""
        if not markup:
            return
        # [[town]]s     the "s" of the next text would become part of the link: `<nowiki />` is
        # between
        if (
            ((match := self.link_trail.match(markup)) and match[0])
            or (self.after_url and markup[0] not in ' \t\n<[]"')
            or (self.after_bracket and markup[0] == "]")
        ):
            self.out.append(SEPARATOR)
        self.out.append(markup)
        self.link_trail, self.after_url, self.after_bracket = NEVER, False, False
        self.opens_quotes, self.starts_line = False, False
        self.endings = len(markup) - len(markup.rstrip("\n"))

    def end_url(self) -> None:
        """A URL ends here: no `<nowiki />` is needed before what separates two arguments."""
        self.after_url = False

    def start_line(self, count: int = 1) -> None:
        """Begin a line, after at least `count` line endings."""
        if self.endings < count:
            self.write("\n" * (count - self.endings))
            self.endings = count
        self.starts_line = True

    def text(self, value: str, context: Context) -> None:
        """Write text."""
        # A soft line break: on a new line the next word might begin a block.
        value = value.replace("\n", " ")
        if self.starts_line:
            value = value.lstrip(" \t")
        special = context.special
        # "!" begins a header cell where a line begins in a table, and is text everywhere else.
        if self.starts_line and value.startswith("!") and "|" in special and "!" not in special:
            special += "!"
        self.write(escape.text(value, special, starts_line=self.starts_line))

    # --- the items of children

    def inlines(self, children: Iterable[Node], context: Context) -> list[Item]:
        """Inlines, one after the other."""
        return [(child, context) for child in shown(children)]

    def blocks(self, children: Sequence[Node], context: Context) -> list[Item]:
        """Blocks, blank lines between them; inlines among them are paragraphs, or lines of
        `LINE_NODES`.
        """
        if context.in_line:
            return self.on_one_line(children, context)
        items: list[Item] = []
        definitions: list[Node] = []
        before: Node | None = None
        for child in shown(children):
            # Collected, and written as one `<references>` before the next block.
            if isinstance(child, nodes.FootnoteDefinition):
                definitions.append(child)
                continue
            items += self._footnote_list(definitions, context)
            if child.is_block:
                # Two line endings: a blank line between blocks, and no third one, since
                # `start_line` counts.
                items.append(partial(self.start_line, 2))
                before = None
            elif before is None:
                items.append(partial(self.start_line, 2))
                before = child
            else:
                if isinstance(child, LINE_NODES) or isinstance(before, LINE_NODES):
                    items.append(partial(self.start_line, 1))
                before = child
            items += (
                self.inlines(child.children, context)
                if _is_paragraph(child)
                else [(child, context)]
            )
        return items + self._footnote_list(definitions, context)

    def _footnote_list(self, definitions: list[Node], context: Context) -> list[Item]:
        """A list of footnotes for definitions that are among blocks. The list is emptied."""
        if not definitions:
            return []
        made = nodes.FootnoteList(tuple(definitions), getattr(definitions[0], "group", ""))
        definitions.clear()
        return [partial(self.start_line, 2), (made, context)]

    def on_one_line(self, children: Sequence[Node], context: Context) -> list[Item]:
        """Blocks within a line, as HTML."""
        children = shown(children)
        if len(children) == 1 and isinstance(children[0], nodes.Paragraph):
            return self.inlines(children[0].children, context)
        items: list[Item] = []
        for child in children:
            if isinstance(child, nodes.Paragraph):
                items += ["<p>", *self.inlines(child.children, context), "</p>"]
            elif isinstance(child, nodes.FootnoteDefinition):
                items += self._footnote_list([child], context)[1:]
            else:
                items.append((child, context))
        return items

    def content(self, children: Sequence[Node], context: Context) -> list[Item]:
        """The content of a cell, a footnote or an argument: inlines right there, blocks on lines
        below.
        """
        children = shown(children)
        if len(children) == 1 and (
            isinstance(children[0], nodes.Paragraph) or _is_paragraph(children[0])
        ):
            return self.inlines(children[0].children, context)
        if any(child.is_block for child in children):
            return [
                *self.blocks(children, context),
                *([] if context.in_line else [self.start_line]),
            ]
        return self.inlines(children, context)

    def enclose(
        self, tag: str, items: Iterable[Item], pairs: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Write an element."""
        self.push(f"<{tag}{self.attributes(pairs)}>", *items, f"</{tag}>")

    def attributes(self, pairs: Iterable[tuple[str, str]]) -> str:
        """The attributes of a tag, a space before each."""
        return escape.attributes(pairs, may_hold_templates=self.is_wikitext)


def _is_paragraph(node: Node) -> bool:
    """Whether this is a paragraph that the source has as a tag."""
    return isinstance(node, nodes.HtmlElement) and node.tag == "p" and not node.attributes


def _with_equals_sign(root: Node) -> frozenset[int]:
    """The nodes, by identity, whose wikitext has an `=` of an attribute that is not enclosed."""
    found: set[int] = set()
    # Children before their parent: what a child has is known when its parent asks.
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
            or any(id(c) in found and not isinstance(c, ENCLOSED) for c in node.children)
        ):
            found.add(id(node))
    return frozenset(found)
