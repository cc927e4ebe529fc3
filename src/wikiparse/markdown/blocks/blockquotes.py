"""Block quotations (CommonMark 5.1).

quotation = (">" [blank] line)+, with lazy continuation of paragraphs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.drafts import Container
from wikiparse.markdown.blocks.state import CONTAINER, NONE

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State


def use_marker(lines: State) -> None:
    """Use up a `>` and the blank behind it."""
    lines.use(lines.nonspace + 1, lines.indent + 1)
    if lines.indent:
        lines.column += 1  # of a tab, one column only
        lines.indent -= 1


def start_quote(lines: State, at: int) -> int:
    """A quotation opens."""
    if lines.too_deep(at, 1):
        return NONE
    parent = lines.settle()
    use_marker(lines)
    lines.push(Container("blockquote", at, at + 1, -1), parent.children)
    return CONTAINER
