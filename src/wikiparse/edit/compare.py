"""The changes in the blocks of a section: text, links, templates, tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from wikiparse.edit.alignment import align, gaps, same_occurrences
from wikiparse.edit.changes import Change
from wikiparse.edit.outline import row_key
from wikiparse.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.edit.changes import Path
    from wikiparse.edit.outline import Block
    from wikiparse.edit.parts import Part, Parts
    from wikiparse.nodes.base import Node

# A character of a script that is written without spaces, a run of other letters, or a character
# that is neither a letter nor white space.
_SPACELESS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD: Final = re.compile(rf"[{_SPACELESS}]|[^\W{_SPACELESS}]+|[^\w\s]")


def text_changes(old: Block, new: Block, path: Path, kind: str = "text-changed") -> list[Change]:
    """The ranges in which the texts of two blocks differ. Text of a link on both sides
    is left to the link.
    """
    left = list(WORD.finditer(old.text))
    right = list(WORD.finditer(new.text))
    pairs = align([word[0] for word in left], [word[0] for word in right])
    found: list[Change] = []
    old_links, new_links = _in_links(old.content), _in_links(new.content)
    for start, end, new_start, new_end in gaps(pairs, len(left), len(right)):
        ranges = [
            (tokens[first].start(), tokens[last - 1].end()) if first < last else None
            for tokens, first, last in ((left, start, end), (right, new_start, new_end))
        ]
        a, b = ranges
        if a and b and _covers(old_links, a) and _covers(new_links, b):
            continue
        found.append(
            Change(
                kind,
                old.text[slice(*a)] if a else "",
                new.text[slice(*b)] if b else "",
                path,
                _source_span(old.content, a),
                _source_span(new.content, b),
            )
        )
    return found


def _in_links(content: Parts) -> bytearray:
    flags = bytearray(len(content.text))
    for start, end in content.links:
        flags[start:end] = b"\1" * (end - start)
    return flags


def _covers(flags: bytearray, found: tuple[int, int]) -> bool:
    return 0 not in flags[found[0] : found[1]]


def _source_span(content: Parts, found: tuple[int, int] | None) -> Span | None:
    """Where a range of the text is in the source: exact where the source has the text as it is,
    otherwise the texts that hold it.
    """
    if found is None or not content.pieces:
        return None
    ends: list[int] = []
    for offset, is_end in ((found[0], False), (found[1] - 1, True)):
        begin, node = content.pieces[bisect_right(content.starts, offset) - 1]
        if node._start < 0:
            return None
        own = node.own_text() or " "
        if node.kind == "text" and len(own) == node._end - node._start:
            ends.append(node._start + offset - begin + is_end)
        else:
            ends.append(node._end if is_end else node._start)
    return Span(ends[0], ends[1]) if ends[0] <= ends[1] else None


def span_of(nodes: Sequence[Node]) -> Span | None:
    """From the first node to the last; None of nodes without a span."""
    if not nodes or nodes[0]._start < 0:
        return None
    return Span(nodes[0]._start, max(node._end for node in nodes))


# --- links, images, templates, footnote references


def part_changes(old: Sequence[Part], new: Sequence[Part], path: Path) -> list[Change]:
    """The changes of the parts of a section's blocks."""
    found: list[Change] = []
    for group in ("link", "external-link", "image", "template", "reference"):
        left = [part for part in old if part.group == group]
        right = [part for part in new if part.group == group]
        if left or right:
            found += _group_changes(left, right, path)
    return found


def _group_changes(old: list[Part], new: list[Part], path: Path) -> list[Change]:
    # Parts that are elsewhere in the section are not changed.
    pairs = align([part.key for part in old], [part.key for part in new])
    kept, new_kept = {a for a, _ in pairs}, {b for _, b in pairs}
    moved = same_occurrences(
        [(index, part.key) for index, part in enumerate(old) if index not in kept],
        [(index, part.key) for index, part in enumerate(new) if index not in new_kept],
    )
    gone, come = {a for a, _ in moved}, {b for _, b in moved}
    found: list[Change] = []
    removed: list[Part] = []
    added: list[Part] = []
    for gap in gaps(pairs, len(old), len(new)):
        left = [old[i] for i in range(gap.old_start, gap.old_end) if i not in gone]
        right = [new[i] for i in range(gap.new_start, gap.new_end) if i not in come]
        matched = _pair(left, right)
        ids = {id(part) for pair in matched for part in pair}
        removed += [part for part in left if id(part) not in ids]
        added += [part for part in right if id(part) not in ids]
        for a, b in matched:
            found += _changed(a, b, path)
    found += [
        Change(f"{p.group}-removed", _value(p), None, (*path, p.block), p.node.span)
        for p in removed
    ]
    found += [
        Change(f"{p.group}-added", None, _value(p), (*path, p.block), None, p.node.span)
        for p in added
    ]
    return found


def _pair(old: list[Part], new: list[Part]) -> list[tuple[Part, Part]]:
    """Parts of a gap that are versions of one: by label or argument values, by target, and by
    position if there is one each.
    """
    if not old or not new or old[0].group == "reference":
        return []
    pairs: list[tuple[Part, Part]] = []
    for name in ("target", "label"):
        if not old or not new or (name == "label" and old[0].group == "template"):
            continue
        found = same_occurrences(
            [(i, getattr(p, name)) for i, p in enumerate(old) if getattr(p, name)],
            [(i, getattr(p, name)) for i, p in enumerate(new) if getattr(p, name)],
        )
        pairs += [(old[a], new[b]) for a, b in found]
        taken, new_taken = {a for a, _ in found}, {b for _, b in found}
        old = [part for index, part in enumerate(old) if index not in taken]
        new = [part for index, part in enumerate(new) if index not in new_taken]
    if len(old) == 1 and len(new) == 1 and (old[0].group != "template" or _same_values(old, new)):
        pairs.append((old[0], new[0]))
    return pairs


def _same_values(old: list[Part], new: list[Part]) -> bool:
    values = [[value for _, value, _ in part.arguments] for part in (old[0], new[0])]
    return bool(values[0]) and values[0] == values[1]


def _changed(old: Part, new: Part, path: Path) -> list[Change]:
    where = (*path, new.block)
    spans = (old.node.span, new.node.span)
    if new.group == "template":
        if old.target != new.target:
            return [Change("template-renamed", old.target, new.target, where, *spans)]
        return _argument_changes(old, new, (*where, f"template {new.target}"))
    if new.group == "image":
        return [Change("image-changed", _value(old), _value(new), where, *spans)]
    if old.target[:1].upper() + old.target[1:] != new.target[:1].upper() + new.target[1:]:
        return [Change(f"{new.group}-retargeted", old.target, new.target, where, *spans)]
    return [Change(f"{new.group}-relabeled", old.label, new.label, where, *spans)]


def _argument_changes(old: Part, new: Part, path: Path) -> list[Change]:
    # Of arguments that are given twice the last one counts.
    before = {name: (value, node) for name, value, node in old.arguments}
    after = {name: (value, node) for name, value, node in new.arguments}
    found: list[Change] = []
    for name, (value, node) in before.items():
        where = (*path, f"argument {name}")
        if name not in after:
            found.append(Change("argument-removed", value, None, where, node.span))
        elif after[name][0] != value:
            new_value, new_node = after[name]
            found.append(
                Change("argument-changed", value, new_value, where, node.span, new_node.span)
            )
    for name, (value, node) in after.items():
        if name not in before:
            where = (*path, f"argument {name}")
            found.append(Change("argument-added", None, value, where, None, node.span))
    return found


def _value(part: Part) -> str:
    """The value of a part as a change has it."""
    if part.group in ("link", "external-link", "image"):
        is_shown = part.label and part.label != part.target
        return f"{part.target}|{part.label}" if is_shown else part.target
    return part.target


# --- tables


def table_changes(
    old: Block, new: Block, path: Path
) -> tuple[list[Change], list[Part], list[Part]]:
    """The changes of the rows and cells of a table, and the parts of cells that changed."""
    before, after = old.rows or [], new.rows or []
    pairs = align([row_key(row) for row in before], [row_key(row) for row in after])
    found: list[Change] = []
    old_parts, new_parts = [*old.parts], [*new.parts]
    where = (*path, new.name)
    for gap in gaps(pairs, len(before), len(after)):
        left = before[gap.old_start : gap.old_end]
        right = after[gap.new_start : gap.new_end]
        if len(left) == len(right):
            matched = [(index, index) for index in range(len(left))]
        else:
            matched = _match_rows(left, right)
        taken, new_taken = {a for a, _ in matched}, {b for _, b in matched}
        for index, row in enumerate(left):
            if index not in taken:
                name = f"row {gap.old_start + index + 1}"
                found.append(
                    Change("row-removed", _row(row), None, (*path, old.name, name), _row_span(row))
                )
        for a, b in matched:
            changes, gone, come = _cell_changes(left[a], right[b], where)
            found += changes
            old_parts += gone
            new_parts += come
        for index, row in enumerate(right):
            if index not in new_taken:
                name = f"row {gap.new_start + index + 1}"
                found.append(
                    Change("row-added", None, _row(row), (*where, name), None, _row_span(row))
                )
    for part in old_parts + new_parts:
        part.block = part.block or new.name
    return found, old_parts, new_parts


def _match_rows(old: list[list[Block]], new: list[list[Block]]) -> list[tuple[int, int]]:
    """Rows that share half of their cells, each compared with a few."""
    pairs: list[tuple[int, int]] = []
    start = 0
    for index, row in enumerate(old):
        keys = Counter([cell.key for cell in row])
        for at in range(start, min(start + 8, len(new))):
            common = (keys & Counter([cell.key for cell in new[at]])).total()
            if 2 * common >= max(len(row), len(new[at])):
                pairs.append((index, at))
                start = at + 1
                break
    return pairs


def _cell_changes(
    old: list[Block], new: list[Block], path: Path
) -> tuple[list[Change], list[Part], list[Part]]:
    pairs = align([cell.key for cell in old], [cell.key for cell in new])
    found: list[Change] = []
    gone: list[Part] = []
    come: list[Part] = []
    for gap in gaps(pairs, len(old), len(new)):
        left, right = old[gap.old_start : gap.old_end], new[gap.new_start : gap.new_end]
        both = min(len(left), len(right))
        for a, b in zip(left[:both], right[:both], strict=True):
            gone += a.parts
            come += b.parts
            if a.text.split() != b.text.split():
                spans = (a.nodes[0].span, b.nodes[0].span)
                values = (a.text.strip(), b.text.strip())
                found.append(Change("cell-changed", *values, (*path, b.name), *spans))
        found += [
            Change("cell-removed", c.text.strip(), None, (*path, c.name), c.nodes[0].span)
            for c in left[both:]
        ]
        found += [
            Change("cell-added", None, c.text.strip(), (*path, c.name), None, c.nodes[0].span)
            for c in right[both:]
        ]
    return found, gone, come


def _row(row: list[Block]) -> str:
    return " | ".join([cell.text.strip() for cell in row])


def _row_span(row: list[Block]) -> Span | None:
    return span_of([node for cell in row for node in cell.nodes])
