"""The places of a text's parts: offsets in code points, half open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import ExternalLink, FootnoteReference, Link, Wikilink


class Mention(NamedTuple):
    """A link in a text: all that MediaWiki shows as the link, from `start` to `end`."""

    start: int
    end: int
    link: Wikilink | ExternalLink | Link


class TextReference(NamedTuple):
    """Where in a text a footnote is referenced."""

    offset: int
    reference: FootnoteReference


class TextPart(NamedTuple):
    """Where in a text a block or a section is."""

    start: int
    end: int
    node: Node
