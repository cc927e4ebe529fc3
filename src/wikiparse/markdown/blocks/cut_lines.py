"""Lines that a writer cut because a cell is too narrow for them (pandoc up to 3.5).

What has no space to break at, as a link's destination, is cut from its end into pieces as wide as
the cell; what is left over comes first. So every piece but the first fills its line.

    | -   [Oak](River |
    |  Oak "wikilink" |    the cell is 15 wide
    | ){.x} of 1982   |
"""

from __future__ import annotations

import re

from wikiparse.markdown.blocks.columns import FILLER

MARKER = re.compile(r" *+(?:[-*+]|\(?[0-9A-Za-z#]{1,4}[.)])(?: ++|\Z)")
"""The marker of a list item, with what follows it up to its text."""

BREAKABLE = re.compile(r"`[^`]*+`?|\]\([^()]*+(?>(?:\([^()]*+\)[^()]*+)*)\)?|( )")
"""Code and destinations, in which no line is broken; or white space."""

PLAIN_LINK = re.compile(r"\]\([^()\"]*+\)")
"""The end of a link without a title: one that was not cut fills its line too, now and then."""

KEPT = 1000
"""How much of a line that was cut is looked at, so that the work stays linear."""

INDENT = 4
"""How far text in an item is indented by the writers that cut lines."""


def find_cuts(lines: list[str], width: int) -> dict[int, int]:
    """Which lines of a cell go on with the one before: by their index, how wide that is at least,
    with the white space at its end.

    A line has a character for each column, and no white space at its end; none is wider than
    `width`.
    """
    cuts: dict[int, int] = {}
    indent = 0  # of the item that the line may be in
    whole = ""  # the line before, with what it goes on with
    is_raw = False  # whether the line is in a block of raw wikitext
    brackets = 0  # that are open in the lines before
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        following = lines[index + 1] if index + 1 < len(lines) else ""
        column = -1
        if (
            index
            and _is_full(whole, line, before, following, width, is_raw=is_raw)
            and not _is_fence(whole)
            and (is_raw or _has_no_break(whole + line))
        ):
            if indent:
                column = _column_in_item(line, before, following, indent)
            elif before and line[0] != " " and (is_raw or _is_divided(whole, line, brackets)):
                column = 0
        if column >= 0:
            # A space at the end of a piece is one in code, or before a title.
            if len(before) < width and (
                (line[0] == '"' and _is_open(whole))
                or (
                    index - 1 in cuts
                    and len(before) == width - 1
                    and not lines[index - 2].endswith(FILLER)
                )
            ):
                column = len(before) + 1
            cuts[index] = column
            whole = (whole.ljust(column) + line)[-KEPT:]
            continue
        if _is_fence(whole):
            is_raw = not is_raw and "{=mediawiki}" in whole
        brackets = max(brackets + whole.count("[") - whole.count("]"), 0) if line else 0
        marker = MARKER.match(line)
        whole = line[marker.end() :] if marker else line
        if marker:
            indent = marker.end() if whole else marker.end() - len(marker[0].strip()) + INDENT
        elif line and line[0] != " ":
            indent = 0
    return cuts


def _is_full(
    whole: str, line: str, before: str, following: str, width: int, *, is_raw: bool
) -> bool:
    """Whether a line is as wide as the cell, or would be with the space at its end, or a wide
    character more would have been too wide.
    """
    if len(line) != width - 1:
        return len(line) == width
    return (
        before.endswith(FILLER)
        or following.startswith('"')
        or (len(following) == width and (is_raw or (whole + line).count("`") % 2 == 1))
    )


def _column_in_item(line: str, before: str, following: str, indent: int) -> int:
    """How wide the line before is where this one goes on with it, -1 where it does not.

    A line of an item is indented, and so is the first piece of one that was cut.
    """
    if _is_indented(line, indent):
        return -1
    if before and not MARKER.fullmatch(before):
        return 0
    start = len(line) - len(line.lstrip(" "))
    # Of a line that begins with white space its first piece may hold nothing else; or the list ends
    # with a blank line.
    if before or start or line[0] in "[`!*<(" or not _is_indented(following, indent):
        return indent - start
    return -1


def _is_indented(line: str, indent: int) -> bool:
    """Whether a line is where those of an item begin, or begins one, or there is none."""
    return not line or line.startswith(" " * indent) or MARKER.match(line) is not None


def _has_no_break(whole: str) -> bool:
    """Whether a line of text has no space to break at."""
    return not any(match[1] for match in BREAKABLE.finditer(whole.lstrip(" ")))


def _is_divided(whole: str, line: str, brackets: int) -> bool:
    """Whether there is something between two lines of text that may not be divided."""
    return (
        whole.endswith(FILLER)
        or whole.count("`") % 2 == 1
        or (whole.count("[") + brackets > whole.count("]") and not PLAIN_LINK.search(line))
        or whole.count("{") > whole.count("}")
        or (whole.endswith("]") and line[0] == "(")
        or _is_open(whole)
    )


def _is_fence(line: str) -> bool:
    """Whether a line is a fence, all of it."""
    return line.lstrip(" ").startswith(("```", "~~~")) and line.count("{") == line.count("}")


def _is_open(whole: str) -> bool:
    """Whether a line ends inside of a link's destination."""
    start = whole.rfind("](")
    return start >= 0 and whole.count("(", start) > whole.count(")", start)
