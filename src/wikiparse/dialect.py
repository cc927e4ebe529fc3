"""Dialects: records of rules that the block and inline phases read.

A dialect is data. Where two dialects differ there is a field here, not a branch on a name. The
defaults are CommonMark's rules.
"""

from __future__ import annotations

from typing import Literal

import attrs


# `cache_hash`: a dialect is the key of the caches of patterns and tables, and has fifty fields.
@attrs.frozen(kw_only=True, cache_hash=True)
class Dialect:
    r"""The rules of one markup. `attrs.evolve` makes a variant.

    >>> import attrs
    >>> rules = attrs.evolve(wikiparse.DIALECTS["commonmark"], name="mine", tables=True)
    >>> len(wikiparse.parse("| a |\n| - |\n| b |", dialect=rules).tables)
    1
    """

    name: str
    """The name that `doc.dialect` has."""
    front_matter: bool = False
    """`---` or `+++` metadata at the start of the file."""
    front_matter_at_end: bool = False
    """The same at its end."""
    conversion_notice: bool = False
    """The converter's block quote in the first line that names the page."""
    blank_start_items: bool = False
    """An item that begins with a blank line may begin with several: dropped templates leave such
    items."""
    closing_parenthesis: bool = True
    """`1)` begins a list item beside `1.`."""
    leading_zeros: bool = True
    """`007.` begins a list item."""
    indented_code: bool = True
    """Lines indented by four spaces are code."""
    setext_headings: bool = True
    """A line of `=` or `-` below a paragraph makes it a heading."""
    exact_underlines: bool = False
    """It does only below a paragraph of one line that is as long, as pandoc wrote it before 2020;
    other lines of dashes are the remains of dropped templates."""
    reference_definitions: bool = True
    """`[label]: url "title"` defines where `[text][label]`, `[label][]` and `[label]` lead."""
    wikilink_definitions: bool = False
    """Where a definition has the title `wikilink`, all definitions of the page count, as pandoc
    writes them with `--reference-links`."""
    html_blocks: bool = True
    """CommonMark's seven kinds of HTML block, with no Markdown in them; otherwise a block is a line
    of nothing but tags."""
    flanking: bool = True
    """`*` and `_` pair by CommonMark's rules of delimiter runs; otherwise `*` pairs by position,
    and `_` is never markup."""
    nested_links: bool = False
    """Links may hold links."""
    tables: bool = False
    """Pipe tables (GFM)."""
    alerts: bool = False
    """`> [!NOTE]` begins a block quote of that kind (GitHub, Obsidian)."""
    task_lists: bool = False
    """`[ ]` and `[x]` at the start of an item make it a task (GFM)."""
    strikethrough: bool = False
    """One or two tildes strike out (GFM); without `flanking` two do, by position."""
    autolinks: bool = False
    """URLs and email addresses without any markup are links (GFM)."""
    bare_urls: bool = False
    """URLs without any markup are links; `autolinks` includes them."""
    tag_filter: bool = False
    """Bare HTML output disarms the tags that GFM disallows."""
    wikilinks: Literal["title_after_pipe", "title_before_pipe"] | None = None
    """`[[page|title]]` or `[[title|page]]`, in pandoc's terms. `embedded_wikitext` includes the
    first form."""
    tables_without_delimiter_row: bool = False
    """Two lines or more that begin and end with `|` are a table even without a delimiter row."""
    unknown_tags: bool = True
    """A tag may have any name; otherwise one that HTML, MediaWiki and its extensions do not know is
    text."""
    html_tables: bool = False
    """`<table>` becomes a Table."""
    footnote_definitions: bool = False
    """`[^n]: text` (GitHub's footnotes)."""
    footnotes_in_last_list: bool = False
    """The last numbered list holds the definitions of the footnotes that `\\[n\\]` refers to."""
    description_lists: bool = False
    """A list whose items begin with an empty or a broken line is a description list."""
    adjacent_code_spans: bool = False
    """Two backticks inside a span of one are its end and the next one's start."""
    code_lines: bool = False
    """Code spans that fill their lines, one after the other, keep these: they were a block of code
    with hard line breaks, and filters cut the spaces at the ends of lines."""
    wrapped_at_spaces: bool = False
    """Lines are broken where a space was: a soft line break is one, also in Chinese and
    Japanese."""
    wikilink_titles: bool = False
    """A link with the Markdown title `wikilink` is a wikilink, one with `fig:…` an image."""
    numbered_footnotes: bool = False
    """`\\[1\\]` may be a footnote reference, and in HTML `[1]` too."""
    math: bool = False
    r"""`\(…\)`, `\[…\]`, `$…$` and `$$…$$`."""
    code_math: bool = False
    """`` $`…`$ `` and code blocks of the language `math` are math (GitHub, pandoc since 2022)."""
    dollar_math: bool = False
    """`$…$` and `$$…$$` by GitHub's rule, instead of the one of `math`."""
    embedded_wikitext: bool = False
    """Leftovers of wikitext: `{{…}}`, `{{{…}}}`, `[[…]]`, `-{…}-`, `__WORD__`, `<ref>`."""
    footnote_templates: bool = False
    """Templates that are footnotes on the wikis of the page's language (`{{efn|text}}`,
    `{{sfn|Smith|2005}}`) are footnote references; needs `embedded_wikitext`, `attributes` or
    `wikitext`."""
    page_urls: bool = False
    """A link is a wikilink if its URL is that of a wiki's page, an image the file that its URL or
    its link names, and a formula if its URL is that of a rendered one."""
    cite_notes: bool = False
    """Footnotes by the anchors of MediaWiki's HTML, `#cite_note-…` and `#cite_ref-…`; links that
    edit a section are no part of its heading."""
    spaced_rows: bool = False
    """`---` and two spaces, below a line that ends with two, makes that the header row of a table;
    indented lines are the description of a term where lists are indented too (html2text)."""
    underscores: bool = False
    """`_` pairs by position as `*` does, but not between letters."""

    blank_before_blocks: bool = False
    """Only fences, items of a list within a list, and lines that change the paragraph above (an
    underline, a delimiter row) may follow it without a blank line."""
    closed_fences: bool = False
    """An unclosed fence is text."""
    attributes: bool = False
    """`{#id .class key=value}` may follow links, images, code, headings and brackets; after code
    `{=format}` says that it is markup of another format, such as `mediawiki` or `html`."""
    fenced_divs: bool = False
    """`::: {.class}` … `:::` is a part of the page."""
    definition_lists: bool = False
    """A term on a line, and `:` before each of its definitions."""
    line_blocks: bool = False
    """Lines after `| ` are kept apart."""
    fancy_lists: bool = False
    """`a.`, `(iv)`, `#.` and `(@)` begin items too, and one list may have several bullets."""
    enclosures: bool = False
    """`*` and `_` pair by pandoc's rule, the last that was opened first."""
    scripts: bool = False
    """`^x^` and `~x~` are super- and subscripts; needs `enclosures`."""
    inline_footnotes: bool = False
    """`^[text]` is a footnote; needs `attributes`."""
    tex_math_dollars: bool = False
    """`$…$` and `$$…$$` by pandoc's rule alone, whatever they hold."""
    text_tables: bool = False
    """Simple, multiline and grid tables, and captions of these and of pipe tables."""

    wikitext: bool = False
    """MediaWiki's own grammar, for blocks and inlines alike, instead of Markdown's."""


# The output of old pandoc, with leftovers of wikitext. Definitions of links count only where one
# has the title `wikilink`, and `_` is never markup.
HYBRID = Dialect(
    name="hybrid",
    front_matter=True,
    front_matter_at_end=True,
    conversion_notice=True,
    blank_start_items=True,
    closing_parenthesis=False,
    leading_zeros=False,
    exact_underlines=True,
    reference_definitions=False,
    wikilink_definitions=True,
    html_blocks=False,
    unknown_tags=False,
    flanking=False,
    nested_links=True,
    tables=True,
    strikethrough=True,
    bare_urls=True,
    tables_without_delimiter_row=True,
    html_tables=True,
    footnote_definitions=True,
    footnotes_in_last_list=True,
    description_lists=True,
    adjacent_code_spans=True,
    code_lines=True,
    wrapped_at_spaces=True,
    wikilink_titles=True,
    numbered_footnotes=True,
    math=True,
    code_math=True,
    embedded_wikitext=True,
    footnote_templates=True,
)

# pandoc's defaults for its own Markdown (extensions of the format `markdown`), wikilinks besides.
PANDOC = Dialect(
    name="pandoc",
    front_matter=True,
    blank_start_items=True,
    html_blocks=False,
    flanking=False,
    nested_links=True,
    tables=True,
    task_lists=True,
    strikethrough=True,
    wikilinks="title_after_pipe",
    html_tables=True,
    footnote_definitions=True,
    wrapped_at_spaces=True,
    wikilink_titles=True,
    blank_before_blocks=True,
    closed_fences=True,
    attributes=True,
    fenced_divs=True,
    definition_lists=True,
    line_blocks=True,
    fancy_lists=True,
    enclosures=True,
    scripts=True,
    inline_footnotes=True,
    tex_math_dollars=True,
    text_tables=True,
    footnote_templates=True,
)

# The output of converters of a wiki's HTML. No wikitext is left in it.
WEB = Dialect(
    name="web",
    front_matter=True,
    blank_start_items=True,
    closing_parenthesis=False,
    leading_zeros=False,
    reference_definitions=False,
    html_blocks=False,
    unknown_tags=False,
    flanking=False,
    underscores=True,
    nested_links=True,
    tables=True,
    strikethrough=True,
    bare_urls=True,
    tables_without_delimiter_row=True,
    html_tables=True,
    definition_lists=True,
    wrapped_at_spaces=True,
    code_math=True,
    page_urls=True,
    cite_notes=True,
    spaced_rows=True,
)

# All defaults: the record of CommonMark is the empty one.
COMMONMARK = Dialect(name="commonmark")
MARKDOWN = Dialect(
    name="markdown",
    front_matter=True,
    alerts=True,
    html_tables=True,
    code_math=True,
    dollar_math=True,
    wikilinks="title_after_pipe",
    footnote_definitions=True,
    tables=True,
    task_lists=True,
    strikethrough=True,
    autolinks=True,
    tag_filter=True,
)
WIKITEXT = Dialect(
    name="wikitext",
    setext_headings=False,
    reference_definitions=False,
    html_blocks=False,
    flanking=False,
    nested_links=True,
    tables=True,
    strikethrough=True,
    embedded_wikitext=True,
    footnote_templates=True,
    wikitext=True,
)

DIALECTS = {
    dialect.name: dialect for dialect in (HYBRID, PANDOC, WEB, MARKDOWN, COMMONMARK, WIKITEXT)
}
"""The dialects by name."""
