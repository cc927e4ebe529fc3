"""Variables and functions of titles: `{{PAGENAME}}`, `{{NAMESPACE:…}}`, `{{#titleparts:…}}`
(MediaWiki: `CoreMagicVariables`, `CoreParserFunctions`).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from wikiparse.expand.strings import at, integer, wiki_encoded
from wikiparse.expand.titles import (
    NUMBERS,
    PageTitle,
    shown_name,
    subject_of,
    talk_of,
)
from wikiparse.mediawiki import OPAQUE_SCHEMES
from wikiparse.sites.prefixes import namespace_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wikiparse.expand.state import State

_ESCAPED: Final = {
    **{c: f"&#{ord(c)};" for c in "\"&'<=>[]{|};"},
    **{f"\n{c}": f"\n&#{ord(c)};" for c in "#*: \t"},
    "__": "_&#95;",
    "://": "&#58;//",
}
_TO_ESCAPE: Final = re.compile("|".join(map(re.escape, sorted(_ESCAPED, key=len, reverse=True))))
_OPAQUE: Final = re.compile(rf"\b({'|'.join(OPAQUE_SCHEMES)}):", re.I)


def escaped(text: str) -> str:
    """A text whose characters are no markup (MediaWiki: `wfEscapeWikiText`)."""
    text = _TO_ESCAPE.sub(lambda match: _ESCAPED[match[0]], "\n" + text)[1:]
    return _OPAQUE.sub(r"\1&#58;", text)


def _root(page: str) -> str:
    return page.split("/", 1)[0]


def _base(page: str) -> str:
    return page.rpartition("/")[0] or page


def _part(state: State, title: PageTitle, name: str) -> str | None:
    """A part of a title by the name of its variable, without the final "e"."""
    page = title.page
    if name == "pagename":
        return page
    if name == "fullpagename":
        return title.full
    if name in ("rootpagename", "basepagename", "subpagename"):
        if not title.has_subpages:
            return page
        if name == "rootpagename":
            return _root(page)
        return _base(page) if name == "basepagename" else page.rpartition("/")[2]
    wiki, site = state.store.wiki, state.store.site
    if name == "namespace":
        return title.shown
    if name.startswith("talk") and title.namespace in ("Special", "Media"):
        return ""
    other = talk_of(title.namespace) if name.startswith("talk") else subject_of(title.namespace)
    if other == title.namespace:
        shown = title.shown
    elif site is None and isinstance(wiki, str) and wiki != "en" and other:
        return None  # the wiki's own name of it is not known
    else:
        shown = shown_name(other, wiki, site)
    if name in ("talkspace", "subjectspace"):
        return shown
    return title._replace(shown=shown).full


NAMES: Final = tuple(
    "pagename fullpagename rootpagename basepagename subpagename namespace talkspace "
    "subjectspace talkpagename subjectpagename".split()
)


def _variable(name: str) -> dict[str, Callable[[State, PageTitle], str | None]]:
    is_space = name.endswith("space")

    def plain(state: State, title: PageTitle) -> str | None:
        text = _part(state, title, name)
        return text if text is None or is_space else escaped(text)

    def encoded(state: State, title: PageTitle) -> str | None:
        text = _part(state, title, name)
        if text is None:
            return None
        return wiki_encoded(text) if is_space else escaped(wiki_encoded(text))

    return {name: plain, f"{name}e": encoded}


def _number(_: State, title: PageTitle) -> str | None:
    number = NUMBERS.get(title.namespace)
    return None if number is None else str(number)


OF_TITLES: Final[dict[str, Callable[[State, PageTitle], str | None]]] = {
    **{key: value for name in NAMES for key, value in _variable(name).items()},
    "namespace": lambda state, title: _part(state, title, "namespace"),
    "namespacee": lambda state, title: wiki_encoded(title.shown),  # noqa: ARG005
    "namespacenumber": _number,
}
"""Variables of the page; with a title after a colon they are functions of that."""


def titleparts(state: State, texts: Sequence[str]) -> str:
    """`{{#titleparts: title | number | first}}`."""
    text = at(texts, 0)
    title = state.store.title(text)
    if title is None:
        return text
    # MediaWiki splits at 24 slashes at most.
    bits = title.full.split("/", 24)
    number, offset = integer(at(texts, 1)), integer(at(texts, 2))
    bits = bits[offset - 1 if offset > 0 else offset :]
    return "/".join(bits if not number else bits[:number])


def rel2abs(state: State, texts: Sequence[str]) -> str:
    """`{{#rel2abs: path | base}}`."""
    path, base = at(texts, 0).rstrip(" /"), at(texts, 1) or state.page.full
    if path in ("", "."):
        return base
    if not (path.startswith(("/", "./", "../")) or path == ".."):
        base = ""
    whole = re.sub(r"/{2,}", "/", re.sub(r"/(\./)+", "/", f"/{base}/{path}/")).strip("/")
    out: list[str] = []
    for part in whole.split("/"):
        if part != "..":
            out.append(part)
        elif out:
            out.pop()
        else:
            reason = "tried to access a node above the root node"
            message = f"Error: Invalid depth in path: &quot;{escape(whole)}&quot; ({reason})."
            return f'<strong class="error">{message}</strong>'
    return "/".join(out)


def ns(state: State, texts: Sequence[str]) -> str | None:
    """`{{ns: number or name}}`: the wiki's name of a namespace."""
    text = at(texts, 0)
    store = state.store
    name: str | None
    number = integer(text)
    if not number and text and not text.strip("0"):
        return ""
    if number:
        name = next((name for name, known in NUMBERS.items() if known == number), None)
    else:
        name = namespace_of(text, store.wiki)
    if name is None or (store.site is None and store.wiki not in (None, "en")):
        return None
    return shown_name(name, store.wiki, store.site)


def nse(state: State, texts: Sequence[str]) -> str | None:
    """`{{nse: number or name}}`: the same for a URL."""
    name = ns(state, texts)
    return None if name is None else wiki_encoded(name)


TITLES: Final = {"titleparts": titleparts, "rel2abs": rel2abs, "ns": ns, "nse": nse}
"""The functions by MediaWiki's identifiers."""
