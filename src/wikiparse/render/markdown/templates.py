"""Templates and parser functions as Markdown: their text, or their wikitext in a flavor that keeps
it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse import nodes
from wikiparse.nodes.footnotes import named_references
from wikiparse.render.markdown import escape
from wikiparse.render.markdown.content import is_block
from wikiparse.render.wikitext.write import wikitext_of

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import BraceParent
    from wikiparse.render.markdown.walk import Context, Handlers, Item, Writer

_IN_NAME = re.compile(r"(\{\{[^|{}<>]*+)<!--[^<>]*->")
"""A comment after the name of a template, which the hybrid dialect reads no template with."""


def one_line(markup: str) -> str:
    """Wikitext on one line, as the hybrid dialect reads it."""
    return _IN_NAME.sub(r"\1", " ".join(escape.readable(markup).split("\n")))


def call_items(writer: Writer, node: Node, context: Context) -> list[Item]:
    """The content that a reader sees in place of a template or parser function."""
    if isinstance(node, nodes.Template) and (references := named_references(node)):
        return [(reference, context) for reference in references]
    parts = node.shown_parts()
    texts = [nodes.Text(part) if isinstance(part, str) else part for part in parts]
    if context.in_line or not any(is_block(part) for part in texts):
        return writer.flow(texts, context)
    return [writer.separate, *writer.blocks(texts, context), writer.separate]


def _call(writer: Writer, node: nodes.Template, context: Context) -> None:
    if node.is_markup:
        return
    if writer.flavor.embedded_wikitext:
        if not context.in_link or not context.in_image:
            writer.write(one_line(_wikitext(writer, node)))
    else:
        writer.push(*call_items(writer, node, context))


def _parameter(writer: Writer, node: nodes.TemplateParameter, context: Context) -> None:
    if writer.flavor.embedded_wikitext:
        writer.write(one_line(_wikitext(writer, node)))


def _wikitext(writer: Writer, node: BraceParent) -> str:
    """The wikitext of a node in braces, in which references have the numbers of the page."""
    source = node._source
    if source is None or node._start < 0:
        return wikitext_of(node)
    page = writer.page
    parts = []
    end = node._start
    for reference in node.find_all(nodes.FootnoteReference):
        if isinstance(reference, nodes.FootnoteTemplate) or reference._start < end:
            continue
        # Footnotes that are defined in a template stay there.
        definition = page.footnotes.definition(reference)
        if definition is not None and page.is_written(definition):
            parts += [source[end : reference._start], page.call(reference)]
            end = reference._end
    return "".join([*parts, source[end : node._end]])


TEMPLATES: Final[Handlers] = {
    nodes.Template: _call,
    nodes.ParserFunction: _call,
    nodes.TemplateParameter: _parameter,
}
