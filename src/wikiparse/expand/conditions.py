"""Conditions: only the branch that is taken is expanded (MediaWiki: the extension
ParserFunctions).

Where a condition depends on a call that is not expanded, the result is None: not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wikiparse.expand.expressions import ExpressionError, evaluate, is_true
from wikiparse.expand.frames import SPACE
from wikiparse.expand.markers import has_unknown, without_markers
from wikiparse.html.entities import decode_wikitext
from wikiparse.sites.words import words_of

if TYPE_CHECKING:
    from wikiparse.expand.expander import Expander
    from wikiparse.expand.frames import Frame
    from wikiparse.expand.syntax import Call

# Possessive: digits that end in a letter would otherwise be split in two at each of them.
NUMERIC: Final = re.compile(
    r"[ \t\n\r\v\f]*+[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?[ \t\n\r\v\f]*+", re.A
)
_ERROR_TAG: Final = re.compile(r"<(?:strong|span|p|div)(\s[^>]*+)")
_CLASS: Final = re.compile(r'\sclass="([^">]*+)"')


def branch(expander: Expander, call: Call, index: int, frame: Frame) -> str:
    """The text of an argument without the white space around it; "" for one not given."""
    if index >= len(call.arguments):
        return ""
    return expander.trimmed(call.arguments[index].whole, frame)


def if_(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#if: test | then | else}}`: whether the test has text."""
    if has_unknown(first) and not without_markers(first).strip(SPACE):
        return None
    return branch(expander, call, 0 if first else 1, frame)


def ifeq(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#ifeq: a | b | then | else}}`."""
    second = branch(expander, call, 0, frame)
    if has_unknown(first) or has_unknown(second):
        return None
    same = compared(first) == compared(second)
    return branch(expander, call, 1 if same else 2, frame)


def compared(text: str) -> object:
    """What PHP compares of a text with `==`: a number by its value, another text by its
    characters. Character references are what they stand for.
    """
    text = decode_wikitext(text).strip(SPACE)
    if text[-1:].isdigit() or text[-1:] == ".":
        if NUMERIC.fullmatch(text) is None:
            return text
        # PHP: whole numbers of 64 bits are compared as such, all others as floats.
        if text.lstrip("+-").isdigit() and len(text) < len(str(1 << 63)):
            return int(text)
        return float(text)
    return text


def iferror(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#iferror: test | then | else}}`: whether the test has an element of class "error"."""
    is_error = any(
        "error" in value.split()
        for tag in _ERROR_TAG.finditer(first)
        for value in _CLASS.findall(tag[1])
    )
    if is_error:
        return branch(expander, call, 0, frame)
    if has_unknown(first):
        return None
    return branch(expander, call, 1, frame) if len(call.arguments) > 1 else first


def ifexist(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#ifexist: title | then | else}}`, by the titles that the store was given."""
    if has_unknown(first):
        return None
    exists = expander.store.exists(first)
    return None if exists is None else branch(expander, call, 0 if exists else 1, frame)


def ifexpr(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#ifexpr: expression | then | else}}`."""
    if has_unknown(first):
        return None
    try:
        result = is_true(evaluate(without_markers(first)))
    except ExpressionError as error:
        return error.shown
    return branch(expander, call, 0 if result else 1, frame)


def expr(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:  # noqa: ARG001
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
        words = words_of("default", None)
        last = len(call.arguments) - 1
        for index, (name, value) in enumerate(call.arguments):
            label = _label(value if name is None else name)
            if name is None:
                waiting.append(compared(label))
                default_waits = default_waits or label.strip(SPACE).lower() in words
                continue
            for key in (*waiting, compared(label)):
                self.by_label.setdefault(key, index)
            waiting.clear()
            if default_waits or label.strip(SPACE).lower() in words:
                self.default, default_waits = index, False
        if last >= 0 and call.arguments[last].name is None:
            # The last case has no equals sign: it is the default, and has no value of its own.
            self.default = last


def _label(content: object) -> str:
    return content[0] if content else ""  # type: ignore[index,no-any-return]


def _is_text(content: tuple[object, ...]) -> bool:
    return not content or (len(content) == 1 and isinstance(content[0], str))


def switch(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    """`{{#switch: subject | label = value | …}}`. Labels without a value have that of the next."""
    if has_unknown(first):
        return None
    if call.cases is None:
        labels = [value if name is None else name for name, value in call.arguments]
        call.cases = Cases(call) if all(map(_is_text, labels)) else False
    if not isinstance(call.cases, Cases):
        return _switch_by_steps(expander, call, first, frame)
    index = call.cases.by_label.get(compared(first), call.cases.default)
    return "" if index < 0 else expander.trimmed(call.arguments[index].value, frame)


def _switch_by_steps(expander: Expander, call: Call, first: str, frame: Frame) -> str | None:
    subject = compared(first)
    words = words_of("default", None)
    found = default_waits = False
    default = None
    last = ""
    for name, value in call.arguments:
        if name is not None and found:
            return expander.trimmed(value, frame)
        label = expander.trimmed(value if name is None else name, frame)
        if has_unknown(label):
            if not found:
                return None
            continue
        if name is None:
            last = label
            if compared(label) == subject:
                found = True
            elif label.lower() in words:
                default_waits = True
        elif compared(label) == subject:
            return expander.trimmed(value, frame)
        elif default_waits or label.lower() in words:
            default, default_waits = value, False
    if call.arguments and call.arguments[-1].name is None:
        return last
    return "" if default is None else expander.trimmed(default, frame)
