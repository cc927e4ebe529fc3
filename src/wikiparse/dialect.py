"""Dialects: records of rules that the block and inline phases read.

A dialect is data. What two dialects do differently is a field here, not a branch on a name. Rules that only the full grammars of
Markdown and wikitext will need have no field yet: until then those dialects are read by the rules that all share.
"""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True, cache_hash=True)
class Dialect:
    """The rules of one markup. `attrs.evolve` makes a variant."""

    name: str
    front_matter: bool = False
    """`---` or `+++` metadata at the start or the end of the file."""
    conversion_notice: bool = False
    """The converter's quotation in the first line that names the page."""
    blank_start_items: bool = False
    """An item that begins with a blank line may begin with several: dropped templates leave such items."""
    closing_parenthesis: bool = True
    """`1)` begins a list item beside `1.`."""
    leading_zeros: bool = True
    """`007.` begins a list item."""
    indented_code: bool = True
    """Lines indented by four blanks are code."""
    tables_without_rule: bool = False
    """Two lines or more that begin and end with `|` are a table even without a line of dashes."""
    html_tables: bool = False
    """`<table>` becomes a Table."""
    footnote_definitions: bool = False
    """`[^n]: text` (GitHub's footnotes)."""
    closing_list: bool = False
    """The last numbered list defines the `\\[n\\]` marks."""
    description_lists: bool = False
    """A list whose items begin with an empty or a broken line is a description list."""
    glued_code: bool = False
    """Two backticks inside a span of one are its end and the next one's start."""
    wikilink_titles: bool = False
    """A link with the Markdown title `wikilink` is a wikilink, one with `fig:…` an image."""
    marks: bool = False
    """`\\[1\\]` may be the mark of a footnote, and in HTML `[1]` too."""
    math: bool = False
    r"""`\(…\)`, `\[…\]`, `$…$` and `$$…$$`."""
    islands: bool = False
    """Leftovers of wikitext: `{{…}}`, `{{{…}}}`, `[[…]]`, `-{…}-`, `__WORD__`, `<ref>`."""

    wikitext: bool = False
    """MediaWiki's own grammar, for blocks and inlines alike, instead of Markdown's."""


HYBRID = Dialect(
    name="hybrid",
    front_matter=True,
    conversion_notice=True,
    blank_start_items=True,
    closing_parenthesis=False,
    leading_zeros=False,
    tables_without_rule=True,
    html_tables=True,
    footnote_definitions=True,
    closing_list=True,
    description_lists=True,
    glued_code=True,
    wikilink_titles=True,
    marks=True,
    math=True,
    islands=True,
)

COMMONMARK = Dialect(name="commonmark")
MARKDOWN = Dialect(name="markdown", footnote_definitions=True)
WIKITEXT = Dialect(name="wikitext", islands=True, wikitext=True)

DIALECTS = {dialect.name: dialect for dialect in (HYBRID, MARKDOWN, COMMONMARK, WIKITEXT)}
"""The dialects by name."""
