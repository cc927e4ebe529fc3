"""A line of a page with carets under a part of it, as wide as a terminal shows it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.console.findings import Context

TAB: Final = "    "
"""A tab: as wide wherever it is, so that the carets are under the same characters."""
ELLIPSIS: Final = "..."
JOINERS: Final = frozenset("\u200c\u200d")
"""Joiners of letters, which Persian and emoji need; other controls of format may reorder the
line."""

Cell = tuple[str, int]
"""A character as it is shown, and how many columns that takes."""


def lines_of(context: Context, width: int, encoding: str) -> tuple[str, str]:
    """The line and, below it, the carets; each takes at most so many columns.

    A part that is empty has one caret, where it begins. Of a line that is too long the part is
    shown, with as much as there is room for before and after it.
    """
    # … before │ marked │ after …     the marked part first, then before, then after
    room = width - 2 * len(ELLIPSIS)
    marked, is_cut = _taken(_cells(context.marked, encoding), room)
    used = _width(marked) or 1
    left, is_cut_before = _taken(_cells(reversed(context.before), encoding), (room - used) // 2)
    rest = room - used - _width(left)
    right, is_cut_after = ([], True) if is_cut else _taken(_cells(context.after, encoding), rest)
    # What the end of the line does not need is for its beginning.
    left, is_cut_before = _taken(
        _cells(reversed(context.before), encoding), room - used - _width(right)
    )
    before = ELLIPSIS if is_cut_before or context.is_cut_before else ""
    after = ELLIPSIS if is_cut_after or context.is_cut_after else ""
    line = before + _text(reversed(left)) + _text(marked) + _text(right) + after
    return line.rstrip(), " " * (len(before) + _width(left)) + "^" * used


def _cells(text: Iterable[str], encoding: str) -> Iterator[Cell]:
    """The characters of a text as they can be shown."""
    for character in text:
        if "\x20" <= character < "\x7f":
            yield character, 1
        else:
            yield _cell(character, encoding)


def _cell(character: str, encoding: str) -> Cell:
    if character == "\t":
        return TAB, len(TAB)
    category = unicodedata.category(character)
    # Controls, formats, surrogates, characters without a meaning, and ends of lines.
    if (category[0] == "C" and character not in JOINERS) or category in ("Zl", "Zp"):
        return _escaped(character)
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return _escaped(character)
    if category in ("Mn", "Me") or character in JOINERS:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _escaped(character: str) -> Cell:
    shown = character.encode("unicode_escape").decode("ascii")
    return shown, len(shown)


def _taken(cells: Iterable[Cell], room: int) -> tuple[list[Cell], bool]:
    """The first cells that fit, and whether there are more."""
    taken: list[Cell] = []
    for cell in cells:
        room -= cell[1]
        if room < 0:
            return taken, True
        taken.append(cell)
    return taken, False


def _width(cells: Iterable[Cell]) -> int:
    return sum([cell[1] for cell in cells])


def _text(cells: Iterable[Cell]) -> str:
    return "".join([cell[0] for cell in cells])
