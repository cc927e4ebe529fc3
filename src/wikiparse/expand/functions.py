"""The parser functions that are computed, by MediaWiki's identifiers."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from wikiparse.expand import conditions
from wikiparse.expand.frames import SPACE
from wikiparse.expand.markers import has_unknown
from wikiparse.expand.moments import INVALID, formatted, read_date
from wikiparse.expand.pages import OF_TITLES, TITLES
from wikiparse.expand.strings import TEXTS
from wikiparse.mediawiki import EXTENSION_TAGS
from wikiparse.sites.languages import resolve_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.expand.expander import Expander
    from wikiparse.expand.frames import Frame
    from wikiparse.expand.strings import TextsFunction
    from wikiparse.expand.syntax import Call

    Function = Callable[[Expander, Call, str, Frame], str | None]
    """A function of the text after the colon and of the other arguments; None: not known."""

_QUOTED: Final = re.compile(r"""(["'])(.+)["']|""|''""", re.S)


def _of_texts(function: TextsFunction) -> Function:
    """A function of the texts of all its arguments."""

    def compute(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
        texts = [first]
        texts += [expander.trimmed(argument.whole, frame) for argument in call.arguments]
        return None if any(map(has_unknown, texts)) else function(expander, texts)

    return compute


def _of_title(name: str) -> Function:
    def compute(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:  # noqa: ARG001
        if has_unknown(first):
            return None
        title = expander.store.title(first)
        return "" if title is None else OF_TITLES[name](expander, title)

    return compute


def tag(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#tag: name | content | attribute=value}}`: a tag, whose content is expanded."""
    if has_unknown(first):
        return None
    name = first.lower()
    inner = expander.expand(call.arguments[0].whole, frame) if call.arguments else None
    attributes = ""
    values: dict[str, str] = {}
    for key, content in call.arguments[1:]:
        if key is not None:
            value = expander.trimmed(content, frame)
            if match := _QUOTED.fullmatch(value):
                value = match[2] or ""
            values[expander.trimmed(key, frame)] = value
    for key_text, value in values.items():
        attributes += f' {_escaped(key_text)}="{_escaped(value)}"'
    if inner is None:
        text = f"<{name}{attributes}/>"
    else:
        text = f"<{name}{attributes}>{inner}</{name}>"
    return expander.markers.add(text, "tag") if name in EXTENSION_TAGS else text


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")


def time(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#time: format | date | language}}`, in UTC."""
    date, language = (conditions.branch(expander, call, index, frame) for index in range(2))
    if expander.moment is None or any(map(has_unknown, (first, date, language))):
        # Without a moment only whole dates could be read: the rest would depend on a clock.
        return None
    moment = read_date(date, expander.moment)
    if moment is None or moment == INVALID:
        return moment  # type: ignore[return-value]
    lang = resolve_language(language) if language else expander.lang
    return formatted(first, moment, lang)  # type: ignore[arg-type]


def gender(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:  # noqa: ARG001
    """`{{gender: user | his | her | their}}`: known where it has one form."""
    if len(call.arguments) > 1:
        return None
    return conditions.branch(expander, call, 0, frame)


def kept(expander: Expander, call: Call, first: str, frame: Frame) -> str:
    """A function that sets something for the page: it stays in the text, where it is read."""
    title = expander.expand(call.title, frame)
    parts = [title, *(expander.expand(argument.whole, frame) for argument in call.arguments)]
    del first
    return expander.markers.add("{{" + "|".join(parts).strip(SPACE) + "}}", "tag")


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
    **{name: _of_texts(function) for name, function in {**TEXTS, **TITLES}.items()},
    **{name: _of_title(name) for name in OF_TITLES},
}
