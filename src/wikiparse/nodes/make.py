"""Fast constructors of the classes that a page has many of: for the parser only, everyone else
calls the class.

The arguments are those of the class, all by position, then `span`; `make.pyi` has the signatures.
It is written by `scripts/generate_make.py`, and a test compares.
"""

from __future__ import annotations

from wikiparse.nodes import blocks, inlines, links
from wikiparse.nodes.unfrozen import constructor, unfrozen

# The scanners fill the slots of these themselves: where a page has ten thousand of a class, the
# call of a constructor is a fifth of the cost of a node.
UnfrozenText = unfrozen(inlines.Text)
UnfrozenWikilink = unfrozen(links.Wikilink)
UnfrozenParagraph = unfrozen(blocks.Paragraph)
UnfrozenArgument = unfrozen(inlines.TemplateArgument)

make_text = constructor(inlines.Text)
make_strong = constructor(inlines.Strong)
make_emphasis = constructor(inlines.Emphasis)
make_strikethrough = constructor(inlines.Strikethrough)
make_inline_code = constructor(inlines.InlineCode)
make_line_break = constructor(inlines.LineBreak)
make_html_element = constructor(inlines.HtmlElement)
make_html_tag = constructor(inlines.HtmlTag)
make_template = constructor(inlines.Template)
make_parser_function = constructor(inlines.ParserFunction)
make_template_parameter = constructor(inlines.TemplateParameter)
make_template_argument = constructor(inlines.TemplateArgument)
make_comment = constructor(inlines.Comment)
make_math = constructor(inlines.Math)

make_wikilink = constructor(links.Wikilink)
make_external_link = constructor(links.ExternalLink)
make_image = constructor(links.Image)
make_category = constructor(links.Category)
make_footnote_reference = constructor(links.FootnoteReference)

make_heading = constructor(blocks.Heading)
make_boilerplate = constructor(blocks.Boilerplate)
make_section = constructor(blocks.Section)
make_paragraph = constructor(blocks.Paragraph)
make_list = constructor(blocks.List)
make_list_item = constructor(blocks.ListItem)
make_description_details = constructor(blocks.DescriptionDetails)
make_table_row = constructor(blocks.TableRow)
make_table_cell = constructor(blocks.TableCell)
make_code_block = constructor(blocks.CodeBlock)
make_table = constructor(blocks.Table)
make_footnote_definition = constructor(blocks.FootnoteDefinition)
make_footnote_list = constructor(blocks.FootnoteList)
make_html_block = constructor(blocks.HtmlBlock)
