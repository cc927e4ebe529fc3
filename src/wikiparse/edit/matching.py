"""Which sections of two versions of a page are the same one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from wikiparse.edit.alignment import increasing, same_occurrences

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from wikiparse.edit.outline import Block, Division

CANDIDATES: Final = 8
"""Blocks that are compared with one: the next ones that have no match yet."""
ALIKE: Final = 0.4
"""The share of common text from which two texts are versions of one."""

Pairs = dict[int, int]
"""The index of the new section by that of the old one."""


def match_divisions(old: Sequence[Division], new: Sequence[Division]) -> Pairs:
    """The same sections: by title and content, by titles down to them, by content, by title, and
    those that are alike between the same neighbors.
    """
    pairs: Pairs = {0: 0}
    taken: set[int] = {0}
    old_paths, new_paths = _paths(old), _paths(new)
    contents = [{id(d): _content(d) for d in side} for side in (old, new)]

    def add(found: list[tuple[int, int]]) -> None:
        pairs.update(found)
        taken.update([index for _, index in found])

    def by(old_key: Callable[[int], Hashable], new_key: Callable[[int], Hashable]) -> None:
        # None is no key.
        left = [(n, old_key(n)) for n in range(1, len(old)) if n not in pairs]
        right = [(n, new_key(n)) for n in range(1, len(new)) if n not in taken]
        add(
            same_occurrences(
                [p for p in left if p[1] is not None], [p for p in right if p[1] is not None]
            )
        )

    def content(side: int, division: Division) -> Hashable:
        return contents[side][id(division)]

    by(
        lambda n: (old_paths[n], content(0, old[n])),
        lambda n: (new_paths[n], content(1, new[n])),
    )
    by(
        lambda n: (old[n].title, content(0, old[n])) if old[n].blocks else None,
        lambda n: (new[n].title, content(1, new[n])) if new[n].blocks else None,
    )
    by(lambda n: content(0, old[n]), lambda n: content(1, new[n]))
    by(lambda n: old_paths[n], lambda n: new_paths[n])
    _by_children(old, new, pairs, taken)
    by(lambda n: old[n].title, lambda n: new[n].title)
    # Subsections without any text match by their titles alone.
    _by_children(old, new, pairs, taken)
    _by_likeness(old, new, pairs, taken)
    return pairs


def _paths(divisions: Sequence[Division]) -> list[Hashable]:
    """The path of titles of each section: six levels at most."""
    found: list[Hashable] = []
    of: dict[int, tuple[object, ...]] = {}
    for division in divisions:
        above = () if division.parent is None else of[id(division.parent)]
        of[id(division)] = path = (*above, division.title)
        found.append(path)
    return found


def _content(division: Division) -> Hashable:
    """The keys of the blocks; None of a section without blocks."""
    return tuple([block.key for block in division.blocks]) or None


def _by_children(
    old: Sequence[Division], new: Sequence[Division], pairs: Pairs, taken: set[int]
) -> None:
    """Sections without a match whose first subsections are the same."""
    numbers = {id(division): index for index, division in enumerate(old)}
    new_numbers = {id(division): index for index, division in enumerate(new)}
    for index in range(len(old) - 1, 0, -1):
        if index in pairs or not old[index].children:
            continue
        child = pairs.get(numbers[id(old[index].children[0])])
        parent = new[child].parent if child is not None else None
        other = new_numbers[id(parent)] if parent is not None else 0
        if other and other not in taken:
            pairs[index] = other
            taken.add(other)


def _by_likeness(
    old: Sequence[Division], new: Sequence[Division], pairs: Pairs, taken: set[int]
) -> None:
    """Sections without a match after the same section, if they share enough tokens."""
    for index in range(1, len(old)):
        before = pairs.get(index - 1)
        if index in pairs or before is None:
            continue
        other = before + 1
        if other < len(new) and other not in taken and _alike(old[index], new[other]):
            pairs[index] = other
            taken.add(other)


def _alike(old: Division, new: Division) -> bool:
    if not old.blocks and not new.blocks:
        return not old.children and not new.children
    tokens = [Counter([w for b in d.blocks for w in b.text.split()]) for d in (old, new)]
    return likeness(*tokens) >= ALIKE


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """The share that two texts have in common, from 0 to 1."""
    most = max(old.total(), new.total())
    return (old & new).total() / most if most else 1.0


def moved_divisions(old: Sequence[Division], new: Sequence[Division], pairs: Pairs) -> set[int]:
    """The new sections that are in another section, or not in the order that the others keep."""
    numbers = {id(division): index for index, division in enumerate(old)}
    new_numbers = {id(division): index for index, division in enumerate(new)}
    old_of = {index: number for number, index in pairs.items()}
    moved: set[int] = set()
    for division in new:
        stayed: list[int] = []
        parent = old_of.get(new_numbers[id(division)])
        for child in division.children:
            index = new_numbers[id(child)]
            number = old_of.get(index)
            if number is None:
                continue
            above = old[number].parent
            if above is not None and numbers[id(above)] == parent:
                stayed.append(index)
            elif parent is not None or (above is not None and numbers[id(above)] in pairs):
                moved.add(index)
        kept = increasing([old_of[index] for index in stayed])
        moved.update(set(stayed) - {stayed[position] for position in kept})
    return moved


def match_alike(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Pairs of blocks of a gap that are versions of one, increasing in both.

    Each is compared with a few at most.
    """
    if len(old) == 1 and len(new) == 1:
        return [(0, 0)] if (old[0].rows is None) == (new[0].rows is None) else []
    old_tokens = [_tokens(block) for block in old]
    new_tokens = [_tokens(block) for block in new]
    pairs: list[tuple[int, int]] = []
    start = 0
    for index, block in enumerate(old):
        best, best_at = ALIKE, -1
        for at in range(start, min(start + CANDIDATES, len(new))):
            if (block.rows is None) == (new[at].rows is None):
                share = likeness(old_tokens[index], new_tokens[at])
                if share > best:
                    best, best_at = share, at
        if best_at >= 0:
            pairs.append((index, best_at))
            start = best_at + 1
    return pairs


def _tokens(block: Block) -> Counter[str]:
    cells = [word for row in block.rows or () for cell in row for word in cell.text.split()]
    names = [part.target for part in block.parts]
    return Counter([*block.text.split(), *names, *cells])
