"""The arguments of a call, for the parameters in the template that it calls (MediaWiki:
`PPTemplateFrame_Hash`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wikiparse.expand.syntax import Content

SPACE: Final = " \t\n\r\0\x0b"
"""The characters that PHP trims."""


class Scope:
    """The page that a text is expanded in, or the call of a template.

    `titles` are those of the templates around it; `called`: texts of templates that were called in
    it without arguments, each with the unknown names up to its end.
    """

    __slots__ = ("called", "depth", "named", "numbered", "parent", "texts", "titles")

    def __init__(self, parent: Scope | None = None, title: str = "") -> None:
        self.parent: Scope | None = parent
        self.numbered: dict[str, Content] = {}
        self.named: dict[str, Content] = {}
        self.texts: dict[str, str] = {}
        self.called: dict[str, tuple[str, tuple[str, ...]]] = {}
        if parent is None:
            self.depth: int = 0
            self.titles: frozenset[str] = frozenset()
        else:
            self.depth = parent.depth + 1
            self.titles = parent.titles | {title}

    @property
    def is_empty(self) -> bool:
        """Whether it was called without arguments."""
        return not (self.numbered or self.named)
