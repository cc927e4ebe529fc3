"""The state that the functions and variables of a page share: they know this, and not the loop
that calls them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from wikiparse.expand.markers import Markers, TooMuchError
from wikiparse.expand.placed import stripped
from wikiparse.expand.scopes import SPACE, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wikiparse.expand.syntax import Content
    from wikiparse.expand.titles import PageTitle
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.site import Site


class Templates(Protocol):
    """The templates of a wiki, as the expansion asks for them (`TemplateStore`)."""

    lang: str | None
    site: Site | None
    wiki: Wiki
    moment: datetime | None
    max_size: int
    max_steps: int
    keep: frozenset[str]

    def title(self, name: str, *, default: str = "") -> PageTitle | None:
        """A title by the wiki's rules."""

    def key(self, name: str, page: PageTitle) -> str | None:
        """The title of the template that a name calls in a page."""

    def exists(self, name: str) -> bool | None:
        """Whether a page exists; None where that is not known."""

    def source(self, key: str) -> str | None:
        """The wikitext of a template, after redirects."""

    def content(self, key: str) -> tuple[str, Content] | None:
        """The title after redirects, and the content of a template."""


class State(ABC):
    """The expansion of one page: its title, the limits that are used up, and problems."""

    __slots__ = (
        "depth", "fresh", "is_page", "lang", "markers", "missing", "moment", "page", "problems",
        "root", "shows", "size", "steps", "store",
    )  # fmt: skip

    def __init__(self, store: Templates, page: PageTitle, *, is_page: bool) -> None:
        self.store: Templates = store
        self.lang: str | None = store.lang
        self.page: PageTitle = page
        self.moment: datetime | None = store.moment
        self.is_page: bool = is_page
        self.shows: Callable[[str], bool] | None = None
        self.root: Scope = Scope()
        self.markers: Markers = Markers(store.max_size)
        self.depth: int = 0
        self.steps: int = 0
        self.size: int = 0
        self.missing: Counter[str] = Counter()
        self.fresh: dict[str, None] = {}
        self.problems: list[tuple[str, str]] = []

    @abstractmethod
    def expand(self, content: Content, scope: Scope) -> str:
        """The text of some content."""

    def trimmed(self, content: Content, scope: Scope) -> str:
        """The text without the white space around it."""
        return stripped(self.expand(content, scope), SPACE)

    def take(self, size: int) -> None:
        """Count code points that are made. Raises TooMuchError for more than there may be."""
        self.size += size
        if self.size > self.store.max_size:
            raise TooMuchError

    def miss(self, name: str) -> None:
        """Count a call of a name that is not known. `fresh` are those of one call in the page."""
        self.missing[name] += 1
        self.fresh[name] = None

    def report(self, code: str, name: str) -> None:
        """A problem of a template, for the diagnostics."""
        if (code, name) not in self.problems:
            self.problems.append((code, name))
