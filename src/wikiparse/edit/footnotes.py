r"""The footnotes of removed text: a definition that only a removed reference called is removed, one
that others call is moved to the next of them, and numbers in a hybrid are those of the list again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from wikiparse.edit.ranges import Range, is_closing_list, refuse
from wikiparse.edit.remove import definition_range, range_of
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.footnotes import own_definition
from wikiparse.nodes.inlines import TemplateArgument
from wikiparse.nodes.links import FootnoteReference

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Surroundings
    from wikiparse.nodes.base import Node

_OPENING = re.compile(r"<ref\b([^<>]*+)>", re.I)
_REFERENCE = re.compile(r"(\\?\[)(\d+)")
_NUMBER = re.compile(r"\d+")


def settle(page: Surroundings) -> None:
    """Add the ranges that the footnotes in the removed ranges need."""
    doc = page.doc
    removing = [made for made in page.ranges if made.removes]
    if not removing or not doc.footnote_references:
        return
    gone = _gone(page, removing)
    if not gone:
        return
    alive = {id(d): [r for r in doc.references(d) if id(r) not in gone] for d in doc.footnotes}
    owner = {}
    for reference in doc.footnote_references:
        own = own_definition(reference)
        if own is not None:
            owner[id(own)] = reference
    covered = set(gone)
    dropped: list[FootnoteDefinition] = []
    queue = [
        d
        for d in doc.footnotes
        if id(d) not in gone and not alive[id(d)] and doc.references(d) and id(d) not in owner
    ]
    while queue:
        definition = queue.pop()
        dropped.append(definition)
        gone.add(id(definition))
        # A footnote in a footnote.
        for node in definition.walk():
            if isinstance(node, FootnoteReference) and id(node) not in gone:
                gone.add(id(node))
                called = doc.footnote(node)
                if called is not None:
                    left = alive[id(called)]
                    left[:] = [r for r in left if r is not node]
                    if not left and id(called) not in gone and id(called) not in owner:
                        queue.append(called)
    for definition in doc.footnotes:
        if id(definition) in gone and alive[id(definition)]:
            callers = [r for r in alive[id(definition)] if id(r) not in gone]
            if callers:
                _move(page, definition, owner.get(id(definition)), callers[0])
    closing = next((n for n in doc.find_all(FootnoteList) if is_closing_list(page, n)), None)
    numbered = set(map(id, closing.children)) if closing is not None else set()
    for definition in dropped:
        if id(definition) not in numbered and not _is_argument(page, definition):
            page.ranges.append(definition_range(page, definition))
    if closing is not None and any(id(d) in gone for d in closing.children):
        _renumber(page, closing, gone, covered, alive)


def _gone(page: Surroundings, removing: list[Range]) -> set[int]:
    """The identities of references and definitions in removed ranges."""
    made = sorted(removing, key=lambda r: r.core)
    starts = [r.core[0] for r in made]
    gone = set()
    for node in (*page.doc.footnote_references, *page.doc.footnotes):
        at = bisect_right(starts, node._start) - 1
        if at >= 0 and node._end <= made[at].core[1] and node._end > node._start >= 0:
            gone.add(id(node))
    return gone


def _is_argument(page: Surroundings, definition: Node) -> bool:
    """Whether a definition is in the arguments of a template, which keeps it."""
    return isinstance(page.parent(definition), TemplateArgument)


def _move(
    page: Surroundings,
    definition: FootnoteDefinition,
    owner: FootnoteReference | None,
    caller: FootnoteReference,
) -> None:
    """Move a definition into the next reference that calls it."""
    source = page.source
    if owner is not None:
        text = source[owner._start : owner._end]
    else:
        text = source[definition._start : definition._end]
    if text.startswith("[^"):
        _keep(page, definition)
        return
    old = source[caller._start : caller._end]
    opening, first = _OPENING.match(old), _OPENING.match(text)
    end = text.lower().rfind("</ref")
    if opening and first and end >= first.end() and not _content(old, opening):
        attributes = opening[1].rstrip().removesuffix("/").rstrip()
        new = f"<ref{attributes}>{text[first.end() : end]}</ref>"
        page.ranges.append(Range(caller._start, caller._end, new, inside=page.holders(caller)))
        return
    if owner is not None and text.startswith("{{") and old.startswith("{{") and owner.kind == (
        caller.kind
    ):  # fmt: skip
        page.ranges.append(Range(caller._start, caller._end, text, inside=page.holders(caller)))
        return
    name = f" {definition.identifier!r}" if definition.identifier else ""
    refuse(
        f"the footnote{name} is defined in the removed text, and {old!r}, which calls it too, "
        "cannot hold its definition"
    )


def _content(source: str, opening: re.Match[str]) -> str:
    """The text between the tags of a reference."""
    rest = source[opening.end() :]
    return rest[: rest.lower().rfind("</ref")].strip() if rest else ""


def _keep(page: Surroundings, definition: FootnoteDefinition) -> None:
    """Leave a definition that is a block where it is, within the removed text."""
    for index, made in enumerate(page.ranges):
        if made.removes and made.start <= definition._start and definition._end <= made.end:
            if made.core == (definition._start, definition._end):
                break
            start = page.line_start(definition._start)
            end = page.next_line(definition._end)
            after = max(end, page.after_empty_lines(end))
            text = made.text + page.eol * 2 if made.text.strip() else made.text
            halves = [
                Range(made.start, start, text, inside=made.inside, removes=True),
                Range(min(after, made.end), made.end, inside=made.inside, removes=True),
            ]
            page.ranges[index : index + 1] = halves
            return
    refuse(f"the footnote {definition.identifier!r} is called from elsewhere")


def _renumber(
    page: Surroundings,
    closing: FootnoteList,
    gone: set[int],
    covered: set[int],
    alive: dict[int, list[FootnoteReference]],
) -> None:
    r"""Remove items of the numbered list, and count on: `\[3\]` is `\[2\]` where 2 is removed."""
    source = page.source
    left = [d for d in closing.children if id(d) not in gone]
    callers = {
        id(d): [r for r in alive.get(id(d), ()) if id(r) not in gone] for d in closing.children
    }
    if not left:
        page.ranges.append(range_of(page, closing))
        return
    if not any(callers[id(d)] for d in left):
        refuse(
            "without a reference the numbered list at the end would be no list of footnotes: "
            "remove the list too"
        )
    for definition in closing.children:
        if id(definition) in gone and id(definition) not in covered:
            made = definition_range(page, definition)  # type: ignore[arg-type]  # its children
            page.ranges.append(made)
    for number, definition in enumerate(left, 1):
        if str(number) == getattr(definition, "identifier", None):
            continue
        digits = _NUMBER.match(source, definition._start)
        if digits is None:
            refuse("an item of the list of footnotes has no number in the source")
        at, end = digits.span()
        page.ranges.append(Range(at, end, str(number), inside=page.holders(definition)))
        for reference in callers[id(definition)]:
            found = _REFERENCE.match(source, reference._start)
            if found is None:
                refuse(
                    f"the reference {source[reference._start : reference._end]!r} cannot get "
                    f"the number {number}"
                )
            page.ranges.append(
                Range(found.start(2), found.end(2), str(number), inside=page.holders(reference))
            )
