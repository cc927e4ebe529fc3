"""Which items of two sequences belong together: those that are equal, in the same order.

Patience diff (Bram Cohen): items that both sequences have once are the anchors, and their longest
increasing run is kept; each range between two anchors is a smaller problem of the same kind. Where
nothing is unique, a small window is compared pair by pair, and a large one by the number of each
occurrence, so that ten thousand equal items take no quadratic step.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

WINDOW: Final = 1024
"""Pairs of items up to which a window is compared pair by pair."""
ROUNDS: Final = 12
"""How often a window is divided at its anchors."""


class Gap(NamedTuple):
    """The range between two matches: ranges of both sequences, one of them perhaps empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of indices of equal items, increasing in both."""
    pairs: list[tuple[int, int]] = []
    stack = [(0, len(old), 0, len(new), 0)]
    while stack:
        start, end, new_start, new_end, depth = stack.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            pairs.append((start, new_start))
            start += 1
            new_start += 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end -= 1
            new_end -= 1
            pairs.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        anchors = _unique(old, new, Gap(start, end, new_start, new_end))
        if not anchors or depth == ROUNDS:
            pairs += _without_anchors(old, new, Gap(start, end, new_start, new_end))
            continue
        pairs += anchors
        left, new_left = start, new_start
        for at, new_at in (*anchors, (end, new_end)):
            if left < at and new_left < new_at:
                stack.append((left, at, new_left, new_at, depth + 1))
            left, new_left = at + 1, new_at + 1
    pairs.sort()
    return pairs


def gaps(pairs: Iterable[tuple[int, int]], old_length: int, new_length: int) -> list[Gap]:
    """The gaps between the pairs of `align`, those that are empty on both sides left out."""
    found: list[Gap] = []
    left, new_left = 0, 0
    for at, new_at in (*pairs, (old_length, new_length)):
        if left < at or new_left < new_at:
            found.append(Gap(left, at, new_left, new_at))
        left, new_left = at + 1, new_at + 1
    return found


def increasing(values: Sequence[int]) -> list[int]:
    """The indices of a longest increasing subsequence of different numbers (patience sorting)."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_left(tails, value)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(value)
            last.append(index)
        else:
            tails[pile] = value
            last[pile] = index
    found: list[int] = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def same_occurrences(
    old: Iterable[tuple[int, Hashable]], new: Iterable[tuple[int, Hashable]]
) -> list[tuple[int, int]]:
    """Pairs of indices: the first occurrence of a key with the first, the second with the second;
    in the order of the old ones, and not increasing in the new ones.
    """
    waiting: dict[Hashable, list[int]] = {}
    for index, key in new:
        waiting.setdefault(key, []).append(index)
    for indices in waiting.values():
        indices.reverse()
    return [(index, waiting[key].pop()) for index, key in old if waiting.get(key)]


def _unique(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> list[tuple[int, int]]:
    """The anchors of a gap: items that are unique in both, as many as keep their order."""
    counts: dict[Hashable, int] = {}
    for index in range(gap.old_start, gap.old_end):
        key = old[index]
        counts[key] = -1 if key in counts else index
    positions: dict[Hashable, int] = {}
    for index in range(gap.new_start, gap.new_end):
        key = new[index]
        if key in counts:
            positions[key] = -1 if key in positions else index
    pairs = [
        (at, positions[key])
        for key, at in counts.items()
        if at >= 0 and positions.get(key, -1) >= 0
    ]
    pairs.sort()
    return [pairs[index] for index in increasing([new_at for _, new_at in pairs])]


def _without_anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap
) -> list[tuple[int, int]]:
    start, end, new_start, new_end = gap
    if (end - start) * (new_end - new_start) > WINDOW:
        pairs = same_occurrences(
            ((index, old[index]) for index in range(start, end)),
            ((index, new[index]) for index in range(new_start, new_end)),
        )
        return [pairs[index] for index in increasing([new_at for _, new_at in pairs])]
    # The longest common subsequence, by its length for each pair of ends.
    width = new_end - new_start
    rows = [[0] * (width + 1)]
    for at in range(end - 1, start - 1, -1):
        below, row = rows[-1], [0] * (width + 1)
        for column in range(width - 1, -1, -1):
            row[column] = (
                below[column + 1] + 1
                if old[at] == new[new_start + column]
                else max(below[column], row[column + 1])
            )
        rows.append(row)
    rows.reverse()
    pairs = []
    line = column = 0
    while line < end - start and column < width:
        if old[start + line] == new[new_start + column]:
            pairs.append((start + line, new_start + column))
            line += 1
            column += 1
        elif rows[line + 1][column] >= rows[line][column + 1]:
            line += 1
        else:
            column += 1
    return pairs
