"""Variables: the page's title, the moment that the caller gives, and what is the same everywhere
(MediaWiki: `CoreMagicVariables::expand`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.expand.moments import formatted
from wikiparse.expand.pages import OF_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.expand.expander import Expander
    from wikiparse.expand.titles import PageTitle

_FORMATS: Final = {
    "month": "xnm", "month1": "xnn", "monthname": "F", "monthnamegen": "xg", "monthabbrev": "M",
    "day": "xnj", "day2": "xnd", "dayname": "l", "year": "xnY", "time": "H:i", "hour": "xnH",
    "week": "V", "dow": "w", "timestamp": "xnYxnmxndxnHxnixns",
}  # fmt: skip
"""Variables of time as `#time` formats, without "current" or "local"."""


def _of_moment(pattern: str) -> Callable[[Expander, PageTitle], str | None]:
    def compute(expander: Expander, page: PageTitle) -> str | None:  # noqa: ARG001
        moment = expander.moment
        return None if moment is None else formatted(pattern, moment, expander.lang)

    return compute


def _language(expander: Expander, page: PageTitle) -> str | None:  # noqa: ARG001
    return expander.lang


def _site_name(expander: Expander, page: PageTitle) -> str | None:  # noqa: ARG001
    site = expander.store.site
    if site is None:
        return None
    # A dump names the wiki's database and its main page; the project's namespace is called as it.
    return next((space.name for space in site.namespaces if space.number == 4), None)


VARIABLES: Final[dict[str, Callable[[Expander, PageTitle], str | None]]] = {
    "!": lambda expander, page: "|",  # noqa: ARG005
    "=": lambda expander, page: "=",  # noqa: ARG005
    **OF_TITLES,
    **{f"current{name}": _of_moment(pattern) for name, pattern in _FORMATS.items()},
    **{f"local{name}": _of_moment(pattern) for name, pattern in _FORMATS.items()},
    "contentlanguage": _language,
    "pagelanguage": _language,
    "sitename": _site_name,
}
"""Those whose values are known, by MediaWiki's identifiers."""
