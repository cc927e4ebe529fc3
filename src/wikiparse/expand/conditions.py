"""Conditions: only the branch that is taken is expanded (MediaWiki: the extension
ParserFunctions).

Where a condition depends on a call that is not expanded, the result is None: not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse.expand.expressions import ExpressionError, evaluate, is_true
from wikiparse.expand.markers import has_unknown, without_markers
from wikiparse.expand.names import spellings
from wikiparse.expand.scopes import SPACE
from wikiparse.html.entities import decode_wikitext

if TYPE_CHECKING:
    from wikiparse.expand.scopes import Scope
    from wikiparse.expand.state import State
    from wikiparse.expand.syntax import Call, Content

# Possessive: digits that end in a letter would otherwise be split in two at each of them.
NUMERIC: Final = re.compile(
    r"[ \t\n\r\v\f]*+[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?[ \t\n\r\v\f]*+", re.A
)
_ERROR_TAG: Final = re.compile(r"<(?:strong|span|p|div)(\s[^>]*+)")
_CLASS: Final = re.compile(r'\sclass="([^">]*+)"')


def branch(state: State, call: Call, index: int, scope: Scope) -> str:
    """The text of an argument without the white space around it; "" for one not given."""
    if index >= len(call.arguments):
        return ""
    return state.trimmed(call.arguments[index].whole, scope)


def if_(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#if: test | then | else}}`: whether the test has text."""
    if has_unknown(first) and not without_markers(first).strip(SPACE):
        return None
    return branch(state, call, 0 if first else 1, scope)


def ifeq(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#ifeq: a | b | then | else}}`."""
    second = branch(state, call, 0, scope)
    if has_unknown(first) or has_unknown(second):
        return None
    same = compared(first) == compared(second)
    return branch(state, call, 1 if same else 2, scope)


def compared(text: str) -> object:
    """The value that PHP compares with `==`: a number for a text that is one, otherwise the text.
    Character references are read.
    """
    text = decode_wikitext(text).strip(SPACE)
    if text[-1:].isdigit() or text[-1:] == ".":
        if NUMERIC.fullmatch(text) is None:
            return text
        # PHP: whole numbers are compared as such, longer ones as texts, all others as floats.
        if text.lstrip("+-").isdigit():
            return int(text) if len(text) < len(str(1 << 63)) else text
        return float(text)
    return text


def iferror(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#iferror: test | then | else}}`: whether the test has an element of class "error"."""
    is_error = any(
        "error" in value.split()
        for tag in _ERROR_TAG.finditer(first)
        for value in _CLASS.findall(tag[1])
    )
    if is_error:
        return branch(state, call, 0, scope)
    if has_unknown(first):
        return None
    return branch(state, call, 1, scope) if len(call.arguments) > 1 else first


def ifexist(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#ifexist: title | then | else}}`, by the titles that the store was given."""
    if has_unknown(first):
        return None
    exists = state.store.exists(first)
    return None if exists is None else branch(state, call, 0 if exists else 1, scope)


def ifexpr(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#ifexpr: expression | then | else}}`."""
    if has_unknown(first):
        return None
    try:
        result = is_true(evaluate(without_markers(first)))
    except ExpressionError as error:
        return error.shown
    return branch(state, call, 0 if result else 1, scope)


def expr(state: State, call: Call, first: str, scope: Scope) -> str | None:  # noqa: ARG001
    """`{{#expr: expression}}`."""
    if has_unknown(first):
        return None
    try:
        return evaluate(without_markers(first))
    except ExpressionError as error:
        return error.shown


# ------------------------------------------------------------------------------------ #switch


class Cases:
    """The cases of a `#switch` whose labels are all texts: looked up, and not gone through.

    `by_label` has for each label the index of the argument with its value, `default` that of the
    default (-1 for none).
    """

    __slots__ = ("by_label", "default")

    def __init__(self, call: Call) -> None:
        self.by_label: dict[object, int] = {}
        self.default = -1
        waiting: list[object] = []
        default_waits = False
        defaults = spellings("default", None)
        last = len(call.arguments) - 1
        for index, (name, value, _) in enumerate(call.arguments):
            label = _label(value if name is None else name)
            if name is None:
                waiting.append(compared(label))
                default_waits = default_waits or label.strip(SPACE).lower() in defaults
                continue
            for key in (*waiting, compared(label)):
                self.by_label.setdefault(key, index)
            waiting.clear()
            if default_waits or label.strip(SPACE).lower() in defaults:
                self.default, default_waits = index, False
        if last >= 0 and call.arguments[last].name is None:
            # The last case has no equals sign: it is the default, and has no value of its own.
            self.default = last


def _label(content: Content) -> str:
    first = content[0] if content else ""
    return first if isinstance(first, str) else ""


def _is_text(content: Content) -> bool:
    return not content or (len(content) == 1 and isinstance(content[0], str))


def switch(state: State, call: Call, first: str, scope: Scope) -> str | None:
    """`{{#switch: subject | label = value | …}}`. Labels without a value have that of the next."""
    if has_unknown(first):
        return None
    if call.cases is None:
        labels = [value if name is None else name for name, value, _ in call.arguments]
        call.cases = Cases(call) if all(map(_is_text, labels)) else False
    if not isinstance(call.cases, Cases):
        return _switch_by_steps(state, call, first, scope)
    index = call.cases.by_label.get(compared(first), call.cases.default)
    return "" if index < 0 else state.trimmed(call.arguments[index].value, scope)


def _switch_by_steps(state: State, call: Call, first: str, scope: Scope) -> str | None:
    subject = compared(first)
    defaults = spellings("default", None)
    found = default_waits = False
    default = None
    last = ""
    for name, value, _ in call.arguments:
        if name is not None and found:
            return state.trimmed(value, scope)
        label = state.trimmed(value if name is None else name, scope)
        if has_unknown(label):
            if not found:
                return None
            continue
        if name is None:
            last = label
            if compared(label) == subject:
                found = True
            elif label.lower() in defaults:
                default_waits = True
        elif compared(label) == subject:
            return state.trimmed(value, scope)
        elif default_waits or label.lower() in defaults:
            default, default_waits = value, False
    if call.arguments and call.arguments[-1].name is None:
        return last
    return "" if default is None else state.trimmed(default, scope)
