"""A line of a page with carets under a part of it, as wide as a terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.console.cells import cells_of, first_cells, text_of, width_of

if TYPE_CHECKING:
    from wikiparse.console.findings import Context

ELLIPSIS: Final = "..."


def lines_of(context: Context, width: int, encoding: str) -> tuple[str, str]:
    """The line and, below it, the carets; each takes at most so many columns.

    A part that is empty has one caret, where it begins. Of a line that is too long the part is
    shown, with as much as there is room for before and after it.
    """
    # ...before│marked│after...     the marked part first; the others share the rest
    room = width - 2 * len(ELLIPSIS)
    marked, is_cut = first_cells(cells_of(context.marked, encoding), room)
    used = width_of(marked) or 1
    before = list(cells_of(reversed(context.before), encoding))
    left, _ = first_cells(before, max((room - used) // 2, 0))
    after = () if is_cut else cells_of(context.after, encoding)
    right, is_cut_after = first_cells(after, room - used - width_of(left))
    # The columns that the end of the line does not need are for its beginning.
    left, is_cut_before = first_cells(before, room - used - width_of(right))
    first = ELLIPSIS if is_cut_before or context.is_cut_before else ""
    last = ELLIPSIS if is_cut or is_cut_after or context.is_cut_after else ""
    line = first + text_of(reversed(left)) + text_of(marked) + text_of(right) + last
    return line.rstrip(), " " * (len(first) + width_of(left)) + "^" * used
