"""A page without its leftovers, which otherwise reads as before.

Edits that would change more than they say are left out, and so are those of link titles where the
page without them would be detected as another dialect that reads it in another way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wikiparse.detect import detect
from wikiparse.edit.leftovers import leftovers_of
from wikiparse.edit.replace import dialect_of
from wikiparse.nodes.blocks import CodeBlock, ListItem, MathBlock, Section, TableCell
from wikiparse.nodes.inlines import Math
from wikiparse.nodes.links import ExternalLink, Link, Wikilink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wikiparse.edit.leftovers import Leftover
    from wikiparse.nodes.page import Page

    P = TypeVar("P", bound=Page)

ROUNDS: Final = 3
"""How often leftovers are looked for: those in others are found in the next round."""
TRIALS: Final = 24
"""How many smaller groups of edits are tried in a round, where all of them at once are refused."""
TITLES: Final = "link-title"


def tidied(
    doc: P,
    codes: Iterable[str] | None,
    make: Callable[[P, list[Leftover]], P],
    read_as: Callable[[P, str], P],
) -> P:
    """The page without the leftovers of some codes.

    `make` makes edits, or raises ValueError; `read_as` parses the source of a page in a dialect.
    """
    wanted = None if codes is None else frozenset(codes)
    page = _without(doc, wanted, make)
    if not _keeps_dialect(doc, page, read_as):
        found = leftovers_of(doc, dialect_of(doc), wanted)
        page = _without(doc, frozenset(one.code for one in found) - {TITLES}, make)
    return page


def _without(doc: P, codes: frozenset[str] | None, make: Callable[[P, list[Leftover]], P]) -> P:
    for _ in range(ROUNDS):
        found = leftovers_of(doc, dialect_of(doc), codes)
        if not found:
            break
        made = _made(doc, found, make)
        if made is doc:
            break
        doc = made
    return doc


def _made(doc: P, found: list[Leftover], make: Callable[[P, list[Leftover]], P]) -> P:
    """The page after as many of some edits as can be made together."""
    kept: list[Leftover] = []
    page = doc
    # The larger groups first: halves of those that are refused.
    groups = [found]
    for _ in range(TRIALS):
        if not groups:
            break
        group = groups.pop(0)
        try:
            page = make(doc, kept + group)
        except ValueError:
            if len(group) > 1:
                groups += _parts(group)
        else:
            kept += group
    return page


def _parts(group: list[Leftover]) -> list[list[Leftover]]:
    """A group by its codes, or in halves; edits of one node stay together."""
    by_code: dict[str, list[Leftover]] = {}
    for one in group:
        by_code.setdefault(one.code, []).append(one)
    if len(by_code) > 1:
        return list(by_code.values())
    half = len(group) // 2
    return [group[:half], group[half:]]


def _keeps_dialect(old: P, new: P, read_as: Callable[[P, str], P]) -> bool:
    """Whether the new page is still detected as the dialect of the old one, or another one that
    reads the same.
    """
    name = detect(str(new)).dialect
    if name in (old.dialect, detect(str(old)).dialect):
        return True
    return _reading(read_as(new, name)) == _reading(new)


def _reading(page: Page) -> tuple[Any, ...]:
    """The content of a page: its text, links, sections, footnotes and parts."""
    links: list[tuple[str, str]] = []
    parts: list[tuple[str, str]] = []
    for node in page.walk():
        if isinstance(node, Wikilink):
            links.append((node.href, node.text))
        elif isinstance(node, (Link, ExternalLink)):
            links.append((node.url, node.text))
        elif isinstance(node, Section):
            parts.append((str(node.level), node.title))
        elif isinstance(node, (CodeBlock, Math, MathBlock)):
            parts.append((node.kind, node.value))
        elif isinstance(node, (ListItem, TableCell)):
            parts.append((node.kind, ""))
    footnotes = [
        "" if definition is None else _dense(definition.text)
        for definition in map(page.footnote, page.footnote_references)
    ]
    files = [(image.name, image.href) for image in page.images]
    categories = [category.name for category in page.categories]
    return _dense(page.text), links, parts, footnotes, files, categories


def _dense(text: str) -> str:
    return re.sub(r"\s+", "", text)
