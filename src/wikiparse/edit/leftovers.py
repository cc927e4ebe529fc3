r"""Leftovers of a converter: which parts of a page are there only because a program made it of
wikitext?

Found are those of pandoc (docs/dialects.md), in the dialects that read its wikilinks. Each comes
with the edit that takes it out of the page.

    [buses](bus "wikilink")         [buses](bus)         the title is of pandoc's filters
    [化疗药物](化疗 "wikilink")      [化疗](化疗)药物      the trail is no part of the link there
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import attrs

from wikiparse.diagnostics import LEFTOVERS
from wikiparse.edit.edits import Edit
from wikiparse.edit.links import link_rewrites
from wikiparse.nodes.blocks import ConversionNotice, HtmlBlock, List, ListItem, TableCell
from wikiparse.nodes.inlines import Emphasis, HtmlTag, MagicWord, Strong, Template, Text
from wikiparse.nodes.links import FootnoteReference, Wikilink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.dialect import Dialect
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page
    from wikiparse.source import Span

# pandoc reads as a template only braces with a letter, a digit or a colon after them, and drops it;
# the other characters here begin the expressions of Jekyll, Hugo, Go and Mustache:
#     {{ site.url }}  {{< ref >}}  {{% hint %}}  {{.Title}}  {{#list}}  {{/list}}  {{^list}}  {{&a}}
_KNOWN_NAME = re.compile(r"\{\{(?:[^\W_]|[\s:{%<>.#/^&$@~])")
_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t>]*+(?=\r|\n)")
_REFERENCES = re.compile(r"\s*</?references\b[^<>]*+>\s*", re.I)


@attrs.frozen
class Leftover:
    r"""A part of a page that only its converter explains, and the edit that takes it out.

    >>> doc = wikiparse.parse('Two [buses](bus "wikilink").\\[1\\]\n\n1.', dialect="hybrid")
    >>> [(found.code, found.span) for found in doc.leftovers()]
    [('link-title', 4:27), ('empty-footnote', 28:33)]
    >>> str(doc.replace_all([found.edit for found in doc.leftovers()]))
    'Two [buses](bus).'
    """

    code: str
    """A key of `wikiparse.LEFTOVERS`; once released it keeps its meaning."""
    edit: Edit
    """The edit for `replace_all`."""

    @property
    def span(self) -> Span:
        """Where it is, in code points of the source."""
        node = self.edit.node
        assert node is not None  # no leftover is about the page as a whole
        assert node.span is not None  # as `leftovers_of` has found it
        return node.span

    @property
    def message(self) -> str:
        """A sentence in English."""
        return LEFTOVERS[self.code]


def leftovers_of(doc: Page, dialect: Dialect, codes: Iterable[str] | None) -> list[Leftover]:
    """The leftovers of a page that have one of the codes (all without any), in source order.

    One in another, such as empty bold in a link that has a title, is found when that is gone.
    """
    wanted = frozenset(LEFTOVERS if codes is None else codes)
    if unknown := sorted(wanted - LEFTOVERS.keys()):
        message = f"unknown code {unknown[0]!r}: there are {', '.join(LEFTOVERS)}"
        raise ValueError(message)
    if not dialect.wikilink_titles:
        return []
    ends = _template_ends(doc) if "template-end" in wanted else []
    found: list[Leftover] = []
    covered = 0
    for seen in _nodes(doc):
        node = seen.node
        # One in another: two edits cannot overlap.
        if node._start < covered or node._start >= node._end:
            continue
        if isinstance(node, Wikilink):
            made = [
                Leftover(code, Edit("rewrite", node, changes))
                for code, changes in link_rewrites(str(doc), dialect, node, is_html=seen.is_html)
                if code in wanted
            ]
        elif isinstance(node, Text):
            made = _ends_in(node, ends)
        else:
            code = _code_of(doc, seen)
            made = [Leftover(code, Edit.remove(node))] if code in wanted else []
        if made:
            found += made
            covered = node._end
    return found


class _Found(NamedTuple):
    """A node and its surroundings."""

    node: Node
    is_html: bool
    """It is in HTML, where Markdown is not read."""
    has_bullet: bool
    """Its parent is a list without numbers."""


def _nodes(doc: Page) -> Iterator[_Found]:
    """The nodes of a page in source order."""
    source = str(doc)
    stack = [_Found(child, False, False) for child in reversed(doc.children)]
    while stack:
        seen = stack.pop()
        yield seen
        node = seen.node
        is_html = seen.is_html or (
            isinstance(node, TableCell) and source.startswith("<", node._start)
        )
        has_bullet = isinstance(node, List) and node.start is None
        stack += [_Found(child, is_html, has_bullet) for child in reversed(node.children)]


def _code_of(doc: Page, seen: _Found) -> str:
    """The code of a node that is a leftover as a whole; "" if it is not."""
    node = seen.node
    code = ""
    if isinstance(node, FootnoteReference):
        definition = doc.footnote(node)
        is_empty = definition is not None and definition.is_empty and not node.children
        code = "empty-footnote" if is_empty else ""
    elif isinstance(node, (Strong, Emphasis)):
        code = "" if node.children else "empty-emphasis"
    elif isinstance(node, ListItem):
        # Not an item with a number, which may be referred to.
        is_empty = not node.children and node.checked is None
        code = "empty-item" if is_empty and seen.has_bullet else ""
    elif isinstance(node, Template):
        says_something = node.arguments or node.is_markup or node.is_raw or node.text
        code = (
            "" if says_something or _KNOWN_NAME.match(str(doc), node._start) else "empty-template"
        )
    elif isinstance(node, MagicWord):
        code = "behavior-switch" if str(doc).startswith("__", node._start) else ""
    elif (isinstance(node, HtmlTag) and node.tag == "references") or (
        isinstance(node, HtmlBlock) and _REFERENCES.fullmatch(node.value)
    ):
        code = "references-tag"
    elif isinstance(node, ConversionNotice):
        code = "conversion-notice"
    return code


def _template_ends(doc: Page) -> list[int]:
    """Where `}}` closes nothing, in blocks that have no `{{` which could be its own: a link in a
    template may have kept the two from being one.
    """
    opened = [d.span.start for d in doc.diagnostics if d.code == "unclosed-template" and d.span]
    ends = [d.span.start for d in doc.diagnostics if d.code == "stray-template-end" and d.span]
    if not ends:
        return []
    opened.sort()
    gaps = [found.start() for found in _EMPTY_LINE.finditer(str(doc))] if opened else []
    found = []
    for end in sorted(ends):
        index = bisect_left(opened, end)
        if index and bisect_left(gaps, opened[index - 1]) == bisect_left(gaps, end):
            continue
        found.append(end)
    return found


def _ends_in(text: Text, ends: list[int]) -> list[Leftover]:
    """The `}}` in a text."""
    found = []
    for pos in ends[bisect_left(ends, text._start) : bisect_left(ends, text._end)]:
        if text.value.strip() == "}}":
            return [Leftover("template-end", Edit.remove(text))]
        found.append(Leftover("template-end", Edit("rewrite", text, ((pos, pos + 2, ""),))))
    return found
