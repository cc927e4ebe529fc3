"""Edits as values, before they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from typing import TypeAlias

    from mwparserfromhell.nodes import Node as WikicodeNode
    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import Section
    from wikiparse.nodes.inlines import Template

    Replacement: TypeAlias = str | Node | Wikicode | WikicodeNode


@attrs.frozen
class Edit:
    r"""An edit that is still to be made: a verb, the node it is about, and its further arguments.

    `doc.replace_all` makes several at once. Each function here has the name and the arguments of a
    method of `Document`, which makes this one edit.

    >>> doc = wikiparse.parse("{{Lake|depth=7}} by [[Aberg]] [[Wend]].", dialect="wikitext")
    >>> edits = [wikiparse.Edit.set_argument(doc.templates[0], "depth", "9")]
    >>> edits += [wikiparse.Edit.remove(link) for link in doc.wikilinks[:1]]
    >>> [edit.verb for edit in edits]
    ['set_argument', 'remove']
    >>> str(doc.replace_all(edits))
    '{{Lake|depth=9}} by [[Wend]].'
    """

    verb: str
    """The name of the method of `Document`; "rewrite" of a leftover within a link or a text, which
    has no method: its values are ranges of the source, each with the text instead of it."""
    node: Node | None
    """The node that it is about; None of `append`."""
    values: tuple[Any, ...] = ()
    """The further arguments of the method."""

    @classmethod
    def replace(cls, node: Node, new: Replacement) -> Edit:
        """A node replaced by `new`, as `doc.replace`."""
        return cls("replace", node, (new,))

    @classmethod
    def insert_before(cls, node: Node, new: Replacement) -> Edit:
        """`new` before a node, as `doc.insert_before`."""
        return cls("insert_before", node, (new,))

    @classmethod
    def insert_after(cls, node: Node, new: Replacement) -> Edit:
        """`new` after a node, as `doc.insert_after`."""
        return cls("insert_after", node, (new,))

    @classmethod
    def append(cls, new: Replacement) -> Edit:
        """`new` at the end of the page, as `doc.append`."""
        return cls("append", None, (new,))

    @classmethod
    def remove(cls, node: Node) -> Edit:
        """The page without a node, as `doc.remove`."""
        return cls("remove", node)

    @classmethod
    def rename_section(cls, section: Section, title: str) -> Edit:
        """Another title for a section, as `doc.rename_section`."""
        return cls("rename_section", section, (title,))

    @classmethod
    def set_section(cls, section: Section, new: Replacement) -> Edit:
        """`new` below the heading of a section, as `doc.set_section`."""
        return cls("set_section", section, (new,))

    @classmethod
    def set_argument(cls, template: Template, name: str | int, value: Replacement) -> Edit:
        """A value for an argument of a template, as `doc.set_argument`."""
        return cls("set_argument", template, (name, value))

    @classmethod
    def remove_argument(cls, template: Template, name: str | int) -> Edit:
        """A template without an argument, as `doc.remove_argument`."""
        return cls("remove_argument", template, (name,))
