"""Flavors: records of how Markdown is written for those who read it.

A flavor is data, as a dialect is. Where two flavors differ there is a field here, not a branch on a
name.
"""

from __future__ import annotations

from typing import Literal

import attrs

INLINE_TAGS = frozenset("abbr bdo ins kbd q rb rp rt rtc ruby samp sub sup var".split())
"""Tags that GitHub and Obsidian show, and that Markdown has no markup for."""


@attrs.frozen(kw_only=True)
class Flavor:
    r"""How Markdown is written. `attrs.evolve` makes a variant.

    >>> import attrs
    >>> asterisks = attrs.evolve(wikiparse.FLAVORS["gfm"], name="asterisks", bullets=("*", "-"))
    >>> wikiparse.parse("- One.").to_markdown(asterisks)
    '* One.\n'
    """

    name: str
    """The name it goes by, in messages."""
    dialect: str = "markdown"
    """The dialect that reads it."""
    wikilinks: Literal["url", "brackets", "title"] = "url"
    """A link to a page is written with its URL, as `[[Page|text]]`, or with the Markdown title
    `wikilink`."""
    hard_break: str = "\\\n"
    """A hard line break within a paragraph."""
    math: Literal["github", "dollars"] = "github"
    """Formulas that single dollars cannot hold are written between dollars and backticks, and
    display formulas as code blocks of the language `math`; or between dollars alone."""
    html_tables: bool = True
    """A table with spans, or with blocks in its cells, is written as HTML. Otherwise its cells are
    written in one line each, and spans are lost."""
    description_lists: Literal["html", "items", "breaks"] = "html"
    """A description list is written as `<dl>`, as items of a list with bold terms, or as items that
    begin with an empty or a broken line."""
    tags: frozenset[str] = INLINE_TAGS
    """Inline tags that are written; of other elements only the content is."""
    embedded_wikitext: bool = False
    """Templates, behavior switches and categories are written; otherwise only the text of templates
    is."""
    comments: bool = False
    """Comments are written."""
    front_matter: bool = False
    """Title and categories are written as front matter, unless the page has them there."""
    category_tags: bool = False
    """In the front matter categories are tags."""
    flanking: bool = True
    """Asterisks pair by CommonMark's rules, otherwise by position."""
    indent: int = 0
    """The least number of columns before the content of list items."""
    bullets: tuple[str, str] | None = ("-", "*")
    """Bullets of neighboring lists, and so of numbers; None: a comment separates the lists."""
    obsidian: bool = False
    """Obsidian's own markup is escaped: `==`, `%%`, `#tag`, `^block`."""
    numbered_footnotes: bool = False
    r"""Footnotes are written as `\[1\]` and a list at the end, if each is called once."""


GFM = Flavor(name="gfm")
OBSIDIAN = Flavor(
    name="obsidian",
    wikilinks="brackets",
    hard_break="  \n",
    math="dollars",
    html_tables=False,
    description_lists="items",
    front_matter=True,
    obsidian=True,
)
HYBRID = Flavor(
    name="hybrid",
    dialect="hybrid",
    wikilinks="title",
    hard_break="<br />",
    description_lists="breaks",
    tags=INLINE_TAGS | frozenset("big cite dfn font mark s small span tt u code i b".split()),
    embedded_wikitext=True,
    comments=True,
    flanking=False,
    indent=4,
    bullets=None,
    numbered_footnotes=True,
)

FLAVORS = {flavor.name: flavor for flavor in (GFM, HYBRID, OBSIDIAN)}
"""The flavors by name."""
