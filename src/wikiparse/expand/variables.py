"""Variables: the page's title, the given moment, and those with one value everywhere
(MediaWiki: `CoreMagicVariables::expand`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.expand.moments import formatted
from wikiparse.expand.pages import OF_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.expand.state import State
    from wikiparse.expand.titles import PageTitle

_FORMATS: Final = {
    "month": "xnm", "month1": "xnn", "monthname": "F", "monthnamegen": "xg", "monthabbrev": "M",
    "day": "xnj", "day2": "xnd", "dayname": "l", "year": "xnY", "time": "H:i", "hour": "xnH",
    "week": "V", "dow": "w", "timestamp": "xnYxnmxndxnHxnixns",
}  # fmt: skip
"""Variables of time as `#time` formats, without "current" or "local"."""


def _of_moment(pattern: str) -> Callable[[State, PageTitle], str | None]:
    def compute(state: State, page: PageTitle) -> str | None:  # noqa: ARG001
        moment = state.moment
        return None if moment is None else formatted(pattern, moment, state.lang)

    return compute


def _language(state: State, page: PageTitle) -> str | None:  # noqa: ARG001
    return state.lang


def _site_name(state: State, page: PageTitle) -> str | None:  # noqa: ARG001
    site = state.store.site
    if site is None:
        return None
    # A dump names the wiki's database and its main page; the project's namespace is called as it.
    return next((space.name for space in site.namespaces if space.number == 4), None)


VARIABLES: Final[dict[str, Callable[[State, PageTitle], str | None]]] = {
    "!": lambda state, page: "|",  # noqa: ARG005
    "=": lambda state, page: "=",  # noqa: ARG005
    **OF_TITLES,
    **{f"current{name}": _of_moment(pattern) for name, pattern in _FORMATS.items()},
    **{f"local{name}": _of_moment(pattern) for name, pattern in _FORMATS.items()},
    "contentlanguage": _language,
    "pagelanguage": _language,
    "sitename": _site_name,
}
"""Those whose values are known, by MediaWiki's identifiers."""
