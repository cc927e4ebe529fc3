r"""Marks and notes: which `\[n\]` are marks, and which list defines them.

The closing list is the last numbered list of the page, if it starts at 1 and nothing but metadata
follows it. Old writers number their marks strictly 1..N in reading order, so where the marks of
that run are all there, other `\[n\]` are text; else every number that is no larger than the list
counts (docs/dialects.md, traps 1, 14, 29).
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from wikiparse.nodes.base import with_children
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList, FrontMatter, List
from wikiparse.nodes.footnotes import match_footnotes
from wikiparse.nodes.inlines import Comment
from wikiparse.nodes.join import join_touching
from wikiparse.nodes.links import FootnoteReference
from wikiparse.nodes.make import make_footnote_definition, make_footnote_list, make_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node

    Definition = FootnoteDefinition | FootnoteList


def resolve_footnotes(
    nodes: list[Node], marks: list[FootnoteReference], definitions: list[Definition], source: str
) -> list[Node]:
    """The blocks of a page with the closing list made a list of footnotes, and what is no mark made
    text again.

    `marks` are all the nodes that may be marks, in reading order: those that are none are taken
    out. `definitions` are those that are known so far: the closing list's are added.
    """
    if not marks:
        return nodes
    rejected: list[FootnoteReference] = []
    numbered: list[FootnoteReference] = []
    defined: set[str | None] = set()
    for mark in marks:
        start = mark._start
        if source.startswith("[^", start):
            # A mark of GitHub's form with a word in it is one only if the page defines it: "[^a-z]"
            # is prose.
            if not (mark.identifier or "").isdecimal():
                defined = defined or {
                    d.identifier for d in definitions if isinstance(d, FootnoteDefinition)
                }
                if mark.identifier not in defined:
                    rejected.append(mark)
        elif source.startswith(("\\[", "["), start):
            numbered.append(mark)
    index = _closing_list(nodes)
    accepted = _accepted(
        [int(m.identifier or 0) for m in numbered],
        len(nodes[index].children) if index is not None else 0,
    )
    rejected += [mark for mark, good in zip(numbered, accepted, strict=True) if not good]
    if index is not None and any(accepted):
        closing = nodes[index]
        notes = [
            make_footnote_definition(item.children, str(number), span=(item._start, item._end))
            for number, item in enumerate(closing.children, 1)
        ]
        made = make_footnote_list(tuple(notes), span=(closing._start, closing._end))
        definitions += (made, *notes)
        nodes = [*nodes[:index], made, *nodes[index + 1 :]]
    if rejected:
        gone = {id(mark) for mark in rejected}
        marks[:] = [mark for mark in marks if id(mark) not in gone]
        nodes = _as_text(nodes, gone, source)
    return nodes


def _closing_list(nodes: list[Node]) -> int | None:
    """The place of the list that ends the page and starts at 1, or None."""
    for index in range(len(nodes) - 1, -1, -1):
        node = nodes[index]
        if isinstance(node, (FrontMatter, Comment)):
            continue
        return index if isinstance(node, List) and node.start == 1 else None
    return None


def _accepted(numbers: list[int], size: int) -> list[bool]:
    """Which numbers, in reading order, are marks for a list of `size` notes."""
    if numbers == list(range(1, size + 1)):
        return [True] * size
    fitting = [1 <= number <= size for number in numbers]
    run = _longest_run(
        [number if fits else 0 for number, fits in zip(numbers, fitting, strict=True)]
    )
    if len(run) == size:
        return [place in run for place in range(len(numbers))]
    return fitting


def _longest_run(numbers: list[int]) -> set[int]:
    """The places of the longest strictly increasing run, zeros left out."""
    tails: list[int] = []
    places: list[int] = []
    before: dict[int, int | None] = {}
    for place, number in enumerate(numbers):
        if not number:
            continue
        pos = bisect_left(tails, number)
        before[place] = places[pos - 1] if pos else None
        tails[pos : pos + 1] = [number]
        places[pos : pos + 1] = [place]
    run: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _as_text(nodes: list[Node], rejected: set[int], source: str) -> list[Node]:
    """The nodes with the rejected marks as the words they are written as."""
    done: dict[int, Node] = {}
    for top in nodes:
        order: list[Node] = []
        stack = [top]
        while stack:
            node = stack.pop()
            order.append(node)
            stack += node.children
        for node in reversed(order):
            if id(node) in rejected:
                start, end = node._span or (0, 0)
                done[id(node)] = make_text(
                    source[start:end].replace("\\[", "[").replace("\\]", "]"), span=(start, end)
                )
            elif any(id(child) in done for child in node.children):
                children = tuple(
                    join_touching([done.get(id(child), child) for child in node.children])
                )
                done[id(node)] = with_children(node, children, node._span)
    return [done.get(id(node), node) for node in nodes]


def report_footnotes(
    marks: list[FootnoteReference],
    definitions: list[Definition],
    report: Callable[[str, tuple[int, int]], None],
) -> None:
    """Report marks that nothing defines, definitions that nothing refers to, and names that are
    defined twice.
    """
    called_keys = {(mark.group, mark.identifier) for mark in marks}
    keys = [(d.group, d.identifier) for d in definitions if d.__class__ is FootnoteDefinition]
    if len(keys) == len(called_keys) and called_keys == set(keys):
        return  # each is defined once and called
    notes: list[Node] = [*marks, *definitions]
    notes.sort(key=attrgetter("_start", "_end"))
    calls = match_footnotes(notes)
    called = {id(definition) for definition in calls.values()}
    seen: set[tuple[str, str | None]] = set()
    listed = {
        id(child) for node in notes if isinstance(node, FootnoteList) for child in node.children
    }
    for node in notes:
        if isinstance(node, FootnoteReference):
            if calls[id(node)] is None:
                report("undefined-footnote", _span(node))
        elif isinstance(node, FootnoteDefinition):
            key = (node.group, node.identifier)
            if key in seen and id(node) not in listed:
                report("duplicate-footnote", _span(node))
            elif id(node) not in called:
                report("unused-footnote", _span(node))
            seen.add(key)


def _span(node: Node) -> tuple[int, int]:
    return node._span or (0, 0)
