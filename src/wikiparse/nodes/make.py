"""The quick constructors of the classes that a page has many of; see `quick`."""

from __future__ import annotations

from wikiparse.nodes import blocks, inlines, links
from wikiparse.nodes.quick import draft_of, quick

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
