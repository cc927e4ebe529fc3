r"""Numbered footnotes: which `\[n\]` are references, and which list holds their definitions.

The list is the last numbered list of the page, if it starts at 1 and nothing but metadata follows
it. Old writers number their references strictly 1..N in reading order, so where the references of
that run are all there, other `\[n\]` are text; otherwise every number that is no larger than the
list counts (docs/dialects.md, traps 1, 14, 29).
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList, FrontMatter, List
from wikiparse.nodes.footnotes import match_footnotes
from wikiparse.nodes.inlines import Comment
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.links import FootnoteReference
from wikiparse.nodes.make import make_footnote_definition, make_footnote_list, make_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.footnotes import FootnoteKey

    Definition = FootnoteDefinition | FootnoteList


class Footnotes(NamedTuple):
    """The footnotes of a page in reading order: all nodes that may be references, the definitions,
    and the lists of definitions.
    """

    references: list[FootnoteReference]
    definitions: list[Definition]


def footnotes_in(nodes: list[Node]) -> Footnotes:
    """The footnotes of a tree."""
    footnotes = Footnotes([], [])
    for top in nodes:
        for node in top.walk():
            if isinstance(node, FootnoteReference):
                footnotes.references.append(node)
            elif isinstance(node, (FootnoteDefinition, FootnoteList)):
                footnotes.definitions.append(node)
    return footnotes


# --- references and the list that defines them


def resolve_footnotes(nodes: list[Node], footnotes: Footnotes, source: str) -> list[Node]:
    """The blocks of a page with the last numbered list made a list of footnotes, and with text in
    place of the references that are none.

    Of `footnotes` it leaves what `report_footnotes` has to look at: without these references, with
    the definitions of the list.
    """
    references, definitions = footnotes
    if not references:
        return nodes
    github: list[FootnoteReference] = []
    numbered: list[FootnoteReference] = []
    for ref in references:
        # By their source: both forms may be on one page.
        if source.startswith("[^", ref._start):
            github.append(ref)
        elif source.startswith(("\\[", "["), ref._start) and (ref.identifier or "0").isdecimal():
            numbered.append(ref)  # others are links to a footnote, which have a definition
    index = _last_list(nodes)
    size = len(nodes[index].children) if index is not None else 0
    numbers = [int(ref.identifier or 0) for ref in numbered]
    # The commonest case: one list, and each of its footnotes is called once, in order. Nothing is
    # left to decide, nor to report.
    if (
        index is not None
        and len(numbered) == len(references)
        and not definitions
        and numbers == list(range(1, size + 1))
    ):
        references.clear()
        return [*nodes[:index], _footnote_list(nodes[index]), *nodes[index + 1 :]]
    rejected = _undefined(github, definitions)
    accepted = _accepted(numbers, size)
    rejected += [ref for ref, good in zip(numbered, accepted, strict=True) if not good]
    if index is not None and any(accepted):
        made = _footnote_list(nodes[index])
        definitions += (made, *made.definitions)
        nodes = [*nodes[:index], made, *nodes[index + 1 :]]
    if rejected:
        # By identity: two references of one number are equal values.
        identities = {id(ref) for ref in rejected}
        references[:] = [ref for ref in references if id(ref) not in identities]
        nodes = _as_text(nodes, identities, source)
    return nodes


def _undefined(
    references: list[FootnoteReference], definitions: list[Definition]
) -> list[FootnoteReference]:
    """The references in GitHub's form (`[^n]`) that are not references: without a number they are
    only if the page defines them, since "[^a-z]" is prose.
    """
    named = [ref for ref in references if not (ref.identifier or "").isdecimal()]
    if not named:
        return []
    defined = {d.identifier for d in definitions if isinstance(d, FootnoteDefinition)}
    return [ref for ref in named if ref.identifier not in defined]


def _last_list(nodes: list[Node]) -> int | None:
    """The index of the numbered list that ends the page and starts at 1, or None."""
    for index in range(len(nodes) - 1, -1, -1):
        node = nodes[index]
        if isinstance(node, (FrontMatter, Comment)):
            continue
        return index if isinstance(node, List) and node.start == 1 else None
    return None


def _footnote_list(node: Node) -> FootnoteList:
    """A numbered list as a list of footnotes."""
    definitions = [
        make_footnote_definition(item.children, str(number), span=(item._start, item._end))
        for number, item in enumerate(node.children, 1)
    ]
    return make_footnote_list(tuple(definitions), span=(node._start, node._end))


def _accepted(numbers: list[int], size: int) -> list[bool]:
    """Which numbers, in reading order, are references to a list of `size` footnotes."""
    fitting = [1 <= number <= size for number in numbers]
    run = _longest_run(
        [number if fits else 0 for number, fits in zip(numbers, fitting, strict=True)]
    )
    # References 1 2 3 3 4 and a list of four: the longest rising run is 1 2 3 4, one 3 is text.
    if len(run) == size:
        return [index in run for index in range(len(numbers))]
    return fitting


def _longest_run(numbers: list[int]) -> set[int]:
    """The indices of the longest strictly increasing run, zeros ignored."""
    # Patience sorting. `tails[k]`: the least number that a run of k + 1 can end with;
    # `ends[k]`: its index; `before`: the index that comes before an index in its run.
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for index, number in enumerate(numbers):
        if not number:
            continue
        length = bisect_left(tails, number)
        before[index] = ends[length - 1] if length else None
        # A slice: it replaces the tail of this length, or adds one.
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [index]
    run: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _as_text(nodes: list[Node], rejected: set[int], source: str) -> list[Node]:
    """The nodes with the text of rejected references in their place; escapes in it are undone."""
    done: dict[int, Node] = {}
    for top in nodes:
        for node in post_order(top):
            if id(node) in rejected:
                start, end = node._start, node._end
                text = source[start:end].replace("\\[", "[").replace("\\]", "]")
                done[id(node)] = make_text(text, (start, end))
            elif any(id(child) in done for child in node.children):
                children = join_texts([done.get(id(child), child) for child in node.children])
                done[id(node)] = with_children(node, tuple(children), node._span)
    return [done.get(id(node), node) for node in nodes]


# --- diagnostics


def report_footnotes(footnotes: Footnotes, report: Callable[[str, tuple[int, int]], None]) -> None:
    """Report references without a definition, definitions without a reference, and names that are
    defined twice.
    """
    if not (footnotes.references or footnotes.definitions):
        return
    listed = {
        id(child)
        for node in footnotes.definitions
        if node.__class__ is FootnoteList
        for child in node.children
    }
    # A `<ref>` without a name holds its own definition: nothing can be wrong with either.
    references = [r for r in footnotes.references if r.identifier is not None or not r.children]
    definitions = [
        d
        for d in footnotes.definitions
        if isinstance(d, FootnoteDefinition) and (d.identifier is not None or id(d) in listed)
    ]
    called_keys = {(ref.group, ref.identifier) for ref in references}
    keys = [(definition.group, definition.identifier) for definition in definitions]
    # Nothing to report: no matching by position is needed.
    if len(keys) == len(called_keys) and called_keys == set(keys):
        return  # each is defined once and called
    lists = [node for node in footnotes.definitions if isinstance(node, FootnoteList)]
    nodes: list[FootnoteReference | Definition] = [*references, *definitions, *lists]
    nodes.sort(key=attrgetter("_start", "_end"))
    calls = match_footnotes(nodes)
    called = {id(definition) for definition in calls.values()}
    seen: dict[FootnoteKey, FootnoteDefinition] = {}
    for node in nodes:
        if isinstance(node, FootnoteReference):
            if calls[id(node)] is None:
                report("undefined-footnote", (node._start, node._end))
        elif isinstance(node, FootnoteDefinition):
            first = seen.setdefault((node.group, node.identifier), node)
            if first is not node and id(node) not in listed:
                # Cite takes two for one that hold the same.
                if id(node) not in called or node.children != first.children:
                    report("duplicate-footnote", (node._start, node._end))
            elif id(node) not in called:
                report("unused-footnote", (node._start, node._end))
