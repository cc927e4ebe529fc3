"""Fast constructors of the classes that a page has many of.

For the parser only; everyone else calls the class.

A frozen attrs class costs about four times as much to create as a plain one, since its `__init__`
has to go around its own `__setattr__`. Here a node of a hidden subclass without that guard is
filled and then becomes one of the public class: both have the same slots, so `__class__` may be
assigned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from wikiparse.nodes import blocks, inlines, links
from wikiparse.nodes.base import Node

if TYPE_CHECKING:
    from collections.abc import Callable

N = TypeVar("N", bound=Node)


def draft_of(cls: type[N]) -> Any:
    """The hidden subclass: `object.__new__` makes a node of it, whose slots may be filled before it
    becomes one of `cls`.
    """
    plain = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(f"_{cls.__name__}", (cls,), plain)


def quick(cls: type[N]) -> Callable[..., N]:
    """A function that makes nodes of a class: its arguments are those of the class by position,
    keyword-only ones and `span` last.

    Behind them are the hidden fields, which `__init__` does not take.
    """
    fields = [f for f in attrs.fields(cls) if f.init and f.name not in ("_start", "_end")]
    fields.sort(key=lambda f: f.kw_only)
    names = [(f.name, f.alias or f.name, f.default) for f in fields]
    hidden = [(f.name, f.alias or f.name, f.default) for f in attrs.fields(cls) if not f.init]
    parameters = "".join(
        [
            f"{alias}, " if default is attrs.NOTHING else f"{alias}=default_{alias}, "
            for _, alias, default in names
        ]
    )
    last = "".join([f", {alias}=default_{alias}" for _, alias, _ in hidden])
    names += hidden
    body = "".join([f"    node.{name} = {alias}\n" for name, alias, _ in names])
    scope: dict[str, Any] = {f"default_{alias}": default for _, alias, default in names}
    scope |= {"new": object.__new__, "draft": draft_of(cls), "cls": cls}
    # The source is put together from the names of fields alone, as attrs does it for `__init__`.
    exec(  # noqa: S102
        f"def make({parameters}span=(-1, -1){last}):\n    node = new(draft)\n{body}    node._start, node._end = span\n"
        "    node.__class__ = cls\n    return node\n",
        scope,
    )
    return scope["make"]  # type: ignore[no-any-return]


TextDraft = draft_of(inlines.Text)

WikilinkDraft = draft_of(links.Wikilink)

ParagraphDraft = draft_of(blocks.Paragraph)

ArgumentDraft = draft_of(inlines.TemplateArgument)

make_text = quick(inlines.Text)

make_strong = quick(inlines.Strong)

make_emphasis = quick(inlines.Emphasis)

make_strikethrough = quick(inlines.Strikethrough)

make_inline_code = quick(inlines.InlineCode)

make_line_break = quick(inlines.LineBreak)

make_html_element = quick(inlines.HtmlElement)

make_html_tag = quick(inlines.HtmlTag)

make_template = quick(inlines.Template)

make_parser_function = quick(inlines.ParserFunction)

make_template_parameter = quick(inlines.TemplateParameter)

make_template_argument = quick(inlines.TemplateArgument)

make_wikilink = quick(links.Wikilink)

make_external_link = quick(links.ExternalLink)

make_image = quick(links.Image)

make_category = quick(links.Category)

make_footnote_reference = quick(links.FootnoteReference)

make_heading = quick(blocks.Heading)

make_section = quick(blocks.Section)

make_paragraph = quick(blocks.Paragraph)

make_list = quick(blocks.List)

make_list_item = quick(blocks.ListItem)

make_table_row = quick(blocks.TableRow)

make_table_cell = quick(blocks.TableCell)

make_code_block = quick(blocks.CodeBlock)

make_table = quick(blocks.Table)

make_comment = quick(inlines.Comment)

make_footnote_definition = quick(blocks.FootnoteDefinition)

make_footnote_list = quick(blocks.FootnoteList)

make_html_block = quick(blocks.HtmlBlock)
