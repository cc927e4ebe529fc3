# Written by scripts/generate_make.py: the signatures of make.py.

from typing import Any

from wikiparse.html.attributes import Attributes
from wikiparse.nodes.base import Node
from wikiparse.nodes.blocks import (
    Boilerplate,
    CodeBlock,
    DescriptionDetails,
    FootnoteDefinition,
    FootnoteList,
    Heading,
    HtmlBlock,
    List,
    ListItem,
    Paragraph,
    Section,
    Table,
    TableCell,
    TableRow,
)
from wikiparse.nodes.inlines import (
    Comment,
    Emphasis,
    HtmlElement,
    HtmlTag,
    InlineCode,
    LineBreak,
    Math,
    ParserFunction,
    Strikethrough,
    Strong,
    Template,
    TemplateArgument,
    TemplateParameter,
    Text,
)
from wikiparse.nodes.links import (
    Category,
    ExternalLink,
    FootnoteReference,
    Image,
    LinkContext,
    Wikilink,
)

UnfrozenText: Any
UnfrozenWikilink: Any
UnfrozenParagraph: Any
UnfrozenArgument: Any

def make_text(value: str, span: tuple[int, int] = (-1, -1)) -> Text: ...
def make_strong(children: tuple[Node, ...], span: tuple[int, int] = (-1, -1)) -> Strong: ...
def make_emphasis(children: tuple[Node, ...], span: tuple[int, int] = (-1, -1)) -> Emphasis: ...
def make_strikethrough(
    children: tuple[Node, ...],
    span: tuple[int, int] = (-1, -1),
) -> Strikethrough: ...
def make_inline_code(value: str, span: tuple[int, int] = (-1, -1)) -> InlineCode: ...
def make_line_break(span: tuple[int, int] = (-1, -1)) -> LineBreak: ...
def make_html_element(
    children: tuple[Node, ...],
    tag: str,
    attributes: Attributes = (),
    span: tuple[int, int] = (-1, -1),
) -> HtmlElement: ...
def make_html_tag(
    tag: str,
    attributes: Attributes = (),
    is_closing: bool = False,
    span: tuple[int, int] = (-1, -1),
) -> HtmlTag: ...
def make_template(
    children: tuple[Node, ...],
    name: str,
    span: tuple[int, int] = (-1, -1),
    source: str | None = None,
    is_raw: bool = False,
    is_markup: bool = False,
    texts: Any = None,
) -> Template: ...
def make_parser_function(
    children: tuple[Node, ...],
    name: str,
    span: tuple[int, int] = (-1, -1),
    source: str | None = None,
    is_raw: bool = False,
    is_markup: bool = False,
    texts: Any = None,
) -> ParserFunction: ...
def make_template_parameter(
    children: tuple[Node, ...],
    name: str,
    span: tuple[int, int] = (-1, -1),
    source: str | None = None,
    is_raw: bool = False,
    is_markup: bool = False,
    texts: Any = None,
) -> TemplateParameter: ...
def make_template_argument(
    children: tuple[Node, ...],
    name: str,
    is_positional: bool = False,
    span: tuple[int, int] = (-1, -1),
) -> TemplateArgument: ...
def make_comment(value: str, span: tuple[int, int] = (-1, -1)) -> Comment: ...
def make_math(value: str, is_display: bool = False, span: tuple[int, int] = (-1, -1)) -> Math: ...
def make_wikilink(
    children: tuple[Node, ...],
    href: str,
    marker: str = "",
    context: LinkContext = ...,
    span: tuple[int, int] = (-1, -1),
) -> Wikilink: ...
def make_external_link(
    children: tuple[Node, ...],
    url: str,
    tooltip: str = "",
    is_bare: bool = False,
    span: tuple[int, int] = (-1, -1),
) -> ExternalLink: ...
def make_image(
    children: tuple[Node, ...],
    name: str,
    href: str,
    alt: str = "",
    tooltip: str = "",
    options: Attributes = (),
    span: tuple[int, int] = (-1, -1),
) -> Image: ...
def make_category(
    children: tuple[Node, ...],
    name: str,
    sort_key: str | None = None,
    href: str = "",
    span: tuple[int, int] = (-1, -1),
) -> Category: ...
def make_footnote_reference(
    children: tuple[Node, ...],
    identifier: str | None,
    group: str = "",
    label: str = "",
    span: tuple[int, int] = (-1, -1),
) -> FootnoteReference: ...
def make_heading(
    children: tuple[Node, ...],
    level: int,
    span: tuple[int, int] = (-1, -1),
) -> Heading: ...
def make_boilerplate(
    children: tuple[Node, ...],
    role: str,
    span: tuple[int, int] = (-1, -1),
) -> Boilerplate: ...
def make_section(
    children: tuple[Node, ...],
    level: int,
    span: tuple[int, int] = (-1, -1),
) -> Section: ...
def make_paragraph(children: tuple[Node, ...], span: tuple[int, int] = (-1, -1)) -> Paragraph: ...
def make_list(
    children: tuple[Node, ...],
    start: int | None = None,
    is_tight: bool = True,
    span: tuple[int, int] = (-1, -1),
) -> List: ...
def make_list_item(
    children: tuple[Node, ...],
    checked: bool | None = None,
    span: tuple[int, int] = (-1, -1),
) -> ListItem: ...
def make_description_details(
    children: tuple[Node, ...],
    span: tuple[int, int] = (-1, -1),
) -> DescriptionDetails: ...
def make_table_row(
    children: tuple[Node, ...],
    span: tuple[int, int] = (-1, -1),
    attributes: Attributes = (),
) -> TableRow: ...
def make_table_cell(
    children: tuple[Node, ...],
    is_header: bool = False,
    rowspan: int = 1,
    colspan: int = 1,
    align: str | None = None,
    span: tuple[int, int] = (-1, -1),
    attributes: Attributes = (),
) -> TableCell: ...
def make_code_block(
    value: str,
    language: str = "",
    meta: str = "",
    span: tuple[int, int] = (-1, -1),
) -> CodeBlock: ...
def make_table(
    children: tuple[Node, ...],
    span: tuple[int, int] = (-1, -1),
    attributes: Attributes = (),
) -> Table: ...
def make_footnote_definition(
    children: tuple[Node, ...],
    identifier: str | None,
    group: str = "",
    span: tuple[int, int] = (-1, -1),
) -> FootnoteDefinition: ...
def make_footnote_list(
    children: tuple[Node, ...],
    group: str = "",
    span: tuple[int, int] = (-1, -1),
) -> FootnoteList: ...
def make_html_block(value: str, span: tuple[int, int] = (-1, -1)) -> HtmlBlock: ...
