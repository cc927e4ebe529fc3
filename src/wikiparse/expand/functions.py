"""The parser functions that are computed, by MediaWiki's identifiers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Final

from wikiparse.expand import conditions
from wikiparse.expand.anchors import anchorencode
from wikiparse.expand.markers import has_unknown
from wikiparse.expand.moments import INVALID, formatted, read_date
from wikiparse.expand.pages import OF_TITLES, TITLES
from wikiparse.expand.placed import joined
from wikiparse.expand.scopes import SPACE
from wikiparse.expand.strings import TEXTS
from wikiparse.expand.written_dates import formatdate
from wikiparse.mediawiki import EXTENSION_TAGS
from wikiparse.sites.languages import resolve_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.expand.scopes import Scope
    from wikiparse.expand.state import State
    from wikiparse.expand.strings import TextsFunction
    from wikiparse.expand.syntax import Call

    Function = Callable[[State, Call, str, Scope], str | None]
    """A function of the text after the colon and of the other arguments; None: not known."""

_VALUE: Final = re.compile(r"""(["'])(.+)["']|""|''""", re.S)


def _of_texts(function: TextsFunction) -> Function:
    """A function of the texts of all its arguments."""

    def compute(state: State, call: Call, first: str, scope: Scope) -> str | None:
        texts = [first]
        texts += [state.trimmed(argument.whole, scope) for argument in call.arguments]
        return None if any(map(has_unknown, texts)) else function(state, texts)

    return compute


def _of_title(name: str) -> Function:
    def compute(state: State, call: Call, first: str, scope: Scope) -> str | None:  # noqa: ARG001
        if has_unknown(first):
            return None
        title = state.store.title(first)
        return "" if title is None else OF_TITLES[name](state, title)

    return compute


def tag(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#tag: name | content | attribute=value}}`: a tag, whose content is expanded."""
    if has_unknown(first):
        return None
    name = first.lower()
    inner = state.expand(call.arguments[0].whole, scope) if call.arguments else None
    attributes = ""
    values: dict[str, str] = {}
    for key, content, _ in call.arguments[1:]:
        if key is not None:
            value = state.trimmed(content, scope)
            if match := _VALUE.fullmatch(value):
                value = match[2] or ""
            values[state.trimmed(key, scope)] = value
    for key_text, value in values.items():
        attributes += f' {_escaped(key_text)}="{_escaped(value)}"'
    end = ["/>"] if inner is None else [">", inner, f"</{name}>"]
    text = joined([f"<{name}{attributes}", *end])
    return state.markers.add(text, "tag") if name in EXTENSION_TAGS else text


def _escaped(text: str) -> str:
    return escape(text).replace("&#x27;", "'")


PROBES: Final = (
    datetime(2003, 5, 9, 11, 22, 33, tzinfo=UTC),
    datetime(1996, 8, 28, 20, 41, 50, tzinfo=UTC),
)
"""Two moments that have nothing in common: a date that is the same on both says all of itself."""


def time(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#time: format | date | language}}`, in UTC; without a moment that of whole dates."""
    date, language = (conditions.branch(state, call, index, scope) for index in range(2))
    if any(map(has_unknown, (first, date, language))):
        return None
    moment = read_date(date, state.moment or PROBES[0])
    if state.moment is None and moment != read_date(date, PROBES[1]):
        return None  # it depends on a clock
    if moment is None or moment == INVALID:
        return moment  # type: ignore[return-value]
    lang = resolve_language(language) if language else state.lang
    return formatted(first, moment, lang)  # type: ignore[arg-type]


def gender(state: State, call: Call, first: str, scope: Scope) -> str | None:  # noqa: ARG001
    """`{{gender: user | his | her | their}}`: known where it has one form."""
    if len(call.arguments) > 1:
        return None
    return conditions.branch(state, call, 0, scope)


def kept(state: State, call: Call, first: str, scope: Scope) -> str:
    """A function that sets something for the page: it stays in the text, where it is read."""
    title = state.expand(call.title, scope)
    parts = [title, *(state.expand(argument.whole, scope) for argument in call.arguments)]
    del first
    return state.markers.add("{{" + "|".join(parts).strip(SPACE) + "}}", "tag")


FUNCTIONS: Final[dict[str, Function]] = {
    "if": conditions.if_,
    "ifeq": conditions.ifeq,
    "iferror": conditions.iferror,
    "ifexist": conditions.ifexist,
    "ifexpr": conditions.ifexpr,
    "switch": conditions.switch,
    "expr": conditions.expr,
    "tag": tag,
    "time": time,
    "timel": time,
    "gender": gender,
    "defaultsort": kept,
    "displaytitle": kept,
    "anchorencode": _of_texts(anchorencode),
    "formatdate": _of_texts(formatdate),
    **{name: _of_texts(function) for name, function in {**TEXTS, **TITLES}.items()},
    **{name: _of_title(name) for name in OF_TITLES},
}
