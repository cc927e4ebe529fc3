"""The places of a text's parts: offsets in code points, half open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import ExternalLink, FootnoteReference, Link, Wikilink


class Mention(NamedTuple):
    """A link in a text: all that MediaWiki shows as the link, from `start` to `end`.

    >>> plain = wikiparse.parse("A [[mill|water mill]].", dialect="wikitext").plain_text()
    >>> [(start, end, link.title) for start, end, link in plain.mentions]
    [(2, 12, 'mill')]
    """

    start: int
    """Its first code point in the text."""
    end: int
    """The code point after its last."""
    link: Wikilink | ExternalLink | Link
    """The node of the link."""


class TextReference(NamedTuple):
    """Where in a text a footnote is referenced.

    >>> plain = wikiparse.parse("A mill.<ref>A source.</ref>", dialect="wikitext").plain_text()
    >>> [offset for offset, reference in plain.footnote_references]
    [7]
    """

    offset: int
    """Code points of the text before it."""
    reference: FootnoteReference
    """The node of the reference."""


class TextPart(NamedTuple):
    r"""Where in a text a block or a section is.

    >>> plain = wikiparse.parse("One.\n\nTwo.").plain_text()
    >>> [(start, end, block.kind) for start, end, block in plain.blocks]
    [(0, 4, 'paragraph'), (6, 10, 'paragraph')]
    """

    start: int
    """Its first code point in the text."""
    end: int
    """The code point after its last."""
    node: Node
    """The block or the section."""
