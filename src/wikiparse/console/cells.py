"""Characters as a terminal shows them, and how many columns they take."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAB: Final = "    "
"""A tab: as wide wherever it is, so that the carets are under the same characters."""
JOINERS: Final = frozenset("\u200c\u200d")
"""Joiners of letters, which Persian and emoji need; other controls of format may reorder the
line."""

Cell = tuple[str, int]
"""A character as it is shown, and how many columns that takes."""


def cells_of(text: Iterable[str], encoding: str = "utf-8") -> Iterator[Cell]:
    """The characters of a text as they can be shown: escapes for controls, and for those that an
    encoding does not have.
    """
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


def first_cells(cells: Iterable[Cell], room: int) -> tuple[list[Cell], bool]:
    """The first cells that fit into so many columns, and whether there are more."""
    taken: list[Cell] = []
    for cell in cells:
        room -= cell[1]
        if room < 0:
            return taken, True
        taken.append(cell)
    return taken, False


def width_of(cells: Iterable[Cell]) -> int:
    """The columns that some cells take."""
    return sum([cell[1] for cell in cells])


def text_of(cells: Iterable[Cell]) -> str:
    """The cells as they are shown."""
    return "".join([cell[0] for cell in cells])
