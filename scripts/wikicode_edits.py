"""The edits of `random_edits.py` by mwparserfromhell, as its users make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mwparserfromhell
from mwparserfromhell.nodes import ExternalLink, Heading, Tag, Template, Wikilink

if TYPE_CHECKING:
    from mwparserfromhell.wikicode import Wikicode

    from wikiparse import Document, Node

CLASSES = {
    "wikilink": Wikilink,
    "category": Wikilink,
    "image": Wikilink,
    "template": Template,
    "emphasis": Tag,
    "table": Tag,
    "table_row": Tag,
    "footnote_reference": Tag,
    "external_link": ExternalLink,
}
"""The classes of its nodes for those of this library. It has none of paragraphs, and of lists and
their items only the markers."""


class CannotError(Exception):
    """It has no node for the edit, or no method."""


def edited(doc: Document, verb: str, node: Node, values: tuple[Any, ...]) -> str:
    """The source of a page of wikitext after an edit by mwparserfromhell.

    Raises CannotError where it has no such node, and whatever its methods raise.
    """
    code = mwparserfromhell.parse(str(doc))
    if verb == "append":
        code.append(f"\n\n{values[0]}")
    elif verb in ("rename_section", "set_section"):
        _section(code, doc, node, verb, values[0])
    elif node.kind == "section":
        section = _section_of(code, doc, node)
        if verb == "remove":
            code.remove(section)
        elif verb == "insert_before":
            code.insert_before(section, f"{values[0]}\n\n")
        else:
            code.insert_after(section, f"\n\n{values[0]}\n\n")
    else:
        found = _find(code, doc, node)
        if verb == "set_argument":
            found.add(*values)
        elif verb == "remove_argument":
            found.remove(values[0])
        elif verb == "remove":
            code.remove(found)
        else:
            is_row = node.kind == "table_row"
            getattr(code, verb)(found, f"|-\n{values[0]}\n" if is_row else values[0])
    return str(code)


def _find(code: Wikicode, doc: Document, node: Node) -> Any:
    """The node of mwparserfromhell that is as often in the page before as the one of ours."""
    cls = CLASSES.get(node.kind)
    if cls is None:
        raise CannotError
    source = doc.source_of(node)
    if node.kind == "wikilink":
        # Its links do not have the trail.
        source = source[: source.rindex("]]") + 2] if "]]" in source else source
    same = [n for n in doc.find_all(type(node)) if n.span and doc.source_of(n).startswith(source)]
    index = next(i for i, n in enumerate(same) if n is node)
    found = [n for n in code.ifilter(forcetype=cls) if str(n).strip() == source.strip()]
    if index >= len(found):
        raise CannotError
    return found[index]


def _section_of(code: Wikicode, doc: Document, node: Node) -> Wikicode:
    """The section with the same heading, the first, second … of these."""
    heading = doc.source_of(node.children[0]).strip()
    same = [s for s in doc.find_all(type(node)) if doc.source_of(s.children[0]).strip() == heading]
    index = next(i for i, n in enumerate(same) if n is node)
    sections = code.get_sections(include_lead=False, flat=False)
    found = [s for s in sections if str(s.get(0)).strip() == heading]
    if index >= len(found):
        raise CannotError
    section: Wikicode = found[index]
    return section


def _section(code: Wikicode, doc: Document, node: Node, verb: str, value: str) -> None:
    section = _section_of(code, doc, node)
    heading = section.get(0)
    if not isinstance(heading, Heading):
        raise CannotError
    if verb == "rename_section":
        heading.title = f" {value} "
        return
    code.replace(section, f"{heading}\n{value}\n\n")
