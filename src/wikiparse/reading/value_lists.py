"""The items of a value that is a list.

A list in the argument of a template or in a cell is written in one of these ways:

    * one                       one<br>two          {{ubl|one|two}}     {{plainlist|
    * two                                           {{hlist|one|two}}   * one
    <ul><li>one</li>…</ul>                                              }}

Commas and the like separate nothing: they may be in a name.
"""

from __future__ import annotations

from typing import Final

from wikiparse.mediawiki import BLOCK_TAGS
from wikiparse.nodes.base import Node, values_of_calls
from wikiparse.nodes.blocks import List, Paragraph
from wikiparse.nodes.coordinate_text import NAMES as COORDINATES
from wikiparse.nodes.coordinate_text import text_of_coordinates
from wikiparse.nodes.inlines import (
    HtmlElement,
    HtmlTag,
    LineBreak,
    Template,
    TemplateArgument,
    Text,
)
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.nodes.template_names import JOINED
from wikiparse.nodes.template_text import fold_name

LISTS: Final = frozenset(JOINED.replace("\n", "").split("|")) - {""}
"""Templates whose positional arguments are items, or hold a list."""
BREAKS: Final = frozenset(
    ("br", "break", "crlf", "clear", "سخ", "-", "line break", "endplainlist", "endflatlist")
)
"""Templates that end a line or a list; those that begin one have no arguments then."""
TRANSPARENT: Final = frozenset(("div", "span", "small", "big", "center", "p", "font", "nobr"))
"""Elements that may be around the lines of a list."""
_END: Final = object()


def items_of(value: Node) -> tuple[str, ...]:
    """The texts of a value's items in order, without those that have none; one text if the value is
    no list, () if it has no text.
    """
    return tuple([text for run in _runs(value) if (text := text_of(run))])


def text_of(children: tuple[Node, ...]) -> str:
    """The text of some nodes as that of a value, which is no running text: an image, or a template
    that is not known, is a value too.
    """
    if len(children) == 1 and type(only := children[0]) is Text:
        return without_soft_breaks(only.value).strip()
    if not children:
        return ""
    run = TemplateArgument(children, "")
    return run.text.strip() or _positions(children) or values_of_calls(run, names=True)


def _positions(children: tuple[Node, ...]) -> str:
    """The text of coordinates that are shown beside the page's title: they are the value too. ""
    where another template is a part of it.
    """
    templates = [child for child in children if isinstance(child, Template)]
    if not all(fold_name(template.name) in COORDINATES for template in templates):
        return ""
    return ", ".join(filter(None, map(text_of_coordinates, templates)))


def _runs(value: Node) -> list[tuple[Node, ...]]:
    """The nodes of each item."""
    runs: list[tuple[Node, ...]] = []
    run: list[Node] = []

    def end() -> None:
        if run:
            runs.append(tuple(run))
            run.clear()

    stack: list[Node | object] = list(value.children[::-1])
    while stack:
        node = stack.pop()
        if node is _END or isinstance(node, LineBreak):
            end()
        elif isinstance(node, List):
            end()
            runs += [(item,) for item in node.children]
        elif isinstance(node, Paragraph):
            stack += [_END, *node.children[::-1], _END]
        elif isinstance(node, HtmlElement) and node.tag in ("ul", "ol", "li"):
            end()
            if node.tag == "li":
                runs.append((node,))
            else:
                stack += node.children[::-1]
        elif isinstance(node, HtmlElement) and node.tag in TRANSPARENT and _holds_lines(node):
            edges = [_END] if node.tag in BLOCK_TAGS else []
            stack += [*edges, *node.children[::-1], *edges]
        elif isinstance(node, Template) and fold_name(node.name) in LISTS:
            end()
            for argument in reversed(node.arguments):
                if argument.name.isdecimal():
                    stack += [_END, *argument.children[::-1], _END]
        elif (isinstance(node, Template) and fold_name(node.name) in BREAKS) or (
            isinstance(node, HtmlTag) and node.is_separator
        ):
            end()
        elif isinstance(node, Node):
            run.append(node)
    end()
    return runs


def _holds_lines(element: HtmlElement) -> bool:
    """Whether lines or lists are right below an element."""
    return any(
        isinstance(child, LineBreak | List | Paragraph)
        or (isinstance(child, HtmlElement) and child.tag in ("ul", "ol", *TRANSPARENT))
        or isinstance(child, Template)
        for child in element.children
    )
