"""The anchors of headings, as those who show Markdown make them, and the names that lead there.

A link of a wiki names a section as MediaWiki does (`#Life_and_work`, the second of a name as
`#Life_2`), or an element by its `id`. GitHub makes its own anchors of the headings, and Obsidian
compares their texts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from wikiparse import nodes
from wikiparse.reading.navigation import fragment_names, named_sections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.base import Node


def github_slug(text: str) -> str:
    r"""The anchor of the first heading with a text: letters, marks and digits in lower case,
    underscores, and a hyphen for each space and hyphen.

    GitHub: all but `\\p{Word}`, hyphens and spaces is left out.
    """
    return "".join([c for c in text.lower() if _is_in_slug(c)]).replace(" ", "-")


def _is_in_slug(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in " -_"
    # A letter, a mark, a digit, a connector, or a joiner. Not `²`, which `isalnum` takes too.
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind in ("Nd", "Nl", "Pc") or character in "\u200c\u200d"


def github_anchors(root: Node) -> dict[int, str]:
    """The anchor of each section on GitHub, percent-encoded, by the identity of the section."""
    found: dict[int, str] = {}
    counts: dict[str, int] = {}
    for section in root.find_all(nodes.Section):
        slug = github_slug(section.heading.text.replace("\n", " ").strip())
        count = counts[slug] = counts.get(slug, -1) + 1
        # A footnote reference adds a number that only the page as a whole tells.
        if slug and not _has_reference(section.heading):
            found[id(section)] = quote(f"{slug}-{count}" if count else slug)
    return found


def _has_reference(heading: Node) -> bool:
    return any(isinstance(node, nodes.FootnoteReference) for node in heading.walk())


_PLAIN = (nodes.Text, nodes.Emphasis, nodes.Strong, nodes.Strikethrough, nodes.InlineCode)
"""Nodes in a heading whose markup Obsidian leaves out when it compares."""
_NOT_IN_LINKS = re.compile(r"[#|^:\\%\[\]{}<>\s]+")
_NOT_COMPARED = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


def obsidian_key(heading: str) -> str:
    """The form in which Obsidian compares headings: lower case, a space for punctuation."""
    return _NOT_COMPARED.sub(" ", heading).strip().lower()


def obsidian_anchors(root: Node) -> dict[int, str]:
    """How a link in Obsidian names each section, by the identity of the section: the text of the
    heading, or of two with one text `Parent#Heading`.

    A heading that no link can name is left out: Obsidian takes the first with a text, and compares
    the headings as they are written, links and HTML with them.
    """
    found: dict[int, str] = {}
    seen: set[tuple[str, str]] = set()
    open_sections: list[tuple[int, str, str]] = []
    for section in root.find_all(nodes.Section):
        while open_sections and open_sections[-1][0] >= section.level:
            open_sections.pop()
        heading = section.heading
        text = _NOT_IN_LINKS.sub(" ", heading.text).strip()
        key = obsidian_key(text)
        is_plain = bool(key) and all(n is heading or isinstance(n, _PLAIN) for n in heading.walk())
        parent, parent_key = open_sections[-1][1:] if open_sections else ("", "")
        own = text if is_plain and ("", key) not in seen else ""
        if own:
            found[id(section)] = own
        elif is_plain and parent and (parent_key, key) not in seen:
            found[id(section)] = f"{parent}#{text}"
        # A heading is a candidate for the links to it below each heading that is open.
        seen.add(("", key))
        seen.update((above, key) for _, _, above in open_sections)
        open_sections.append((section.level, own, key))
    return found


ANCHORS: Mapping[str, Callable[[Node], dict[int, str]]] = {
    "url": github_anchors,
    "brackets": obsidian_anchors,
}
"""By how a flavor writes wikilinks."""


def anchor_names(root: Node, anchors: Mapping[int, str]) -> dict[str, str]:
    """The anchor that each name on a page leads to: that of the section, or of the section that
    the named element is in; "" where it is in the lead, or where the section has none.
    """
    return {
        name: "" if section is None else anchors.get(id(section), "")
        for name, section in named_sections(root).items()
    }


def find_anchor(names: Mapping[str, str], fragment: str) -> str | None:
    """The anchor that a fragment leads to; None where there is none of the name."""
    for name in fragment_names(fragment):
        if name in names:
            return names[name]
    return None
