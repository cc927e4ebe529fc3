"""The text of parser functions whose arguments are constant: `{{#if:a|yes|no}}` is read as "yes".

MediaWiki computes them where the page is read, so nothing has to be known of the wiki but its
language. What depends on a template, a parameter or a variable is not known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.html.entities import decode
from wikiparse.nodes.inlines import BraceParent, Comment, Text
from wikiparse.sites.magic_words import function_of
from wikiparse.sites.numbers import format_numbers, plain_number, plural_form
from wikiparse.sites.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from wikiparse.nodes.inlines import ParserFunction, TemplateArgument

SPACE: Final = " \t\n\r\0\x0b"
"""The characters that PHP trims."""
# Possessive: digits that end in a letter would otherwise be split in two at each of them.
NUMERIC = re.compile(
    r"[ \t\n\r\v\f]*+[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?[ \t\n\r\v\f]*+", re.A
)
INTEGER = re.compile(r"\s*([+-]?\d{1,9})", re.A)
LONGEST_PADDING: Final = 500
"""Code points up to which a text is padded (MediaWiki: `CoreParserFunctions::pad`)."""
EXPLICIT_FORM = re.compile(r"(\d{1,9})=(.*)", re.S | re.A)
"""A form of `{{plural:…}}` for one number: `0=none`."""


class Result(NamedTuple):
    """The text of a function, and whether all of it is known."""

    text: str
    is_known: bool = True


NOT_KNOWN = Result("", is_known=False)


class Arguments:
    """The arguments of a call, in which calls are text already.

    `unknown` has the identities of the arguments and of their children whose text is not known.
    """

    __slots__ = ("lang", "nodes", "unknown")

    def __init__(
        self, nodes: tuple[TemplateArgument, ...], unknown: Container[int], lang: str | None
    ) -> None:
        self.nodes: tuple[TemplateArgument, ...] = nodes
        self.unknown: Container[int] = unknown
        self.lang: str | None = lang

    def result(self, index: int) -> Result:
        """The text of an argument; of one that is not given "" is known."""
        if index >= len(self.nodes):
            return Result("")
        node = self.nodes[index]
        return Result(node.text.strip(SPACE), id(node) not in self.unknown)

    def is_empty(self, index: int) -> bool | None:
        """Whether an argument is white space and comments; None where that is not known."""
        # Comments and templates in markup show nothing; an unknown child makes the answer unknown
        # only if no known one has text.
        is_known = True
        for child in self.nodes[index].children if index < len(self.nodes) else ():
            if isinstance(child, Comment) or (isinstance(child, BraceParent) and child.is_markup):
                continue
            if id(child) in self.unknown:
                is_known = False
            elif not isinstance(child, Text) or child.value.strip(SPACE):
                return False
        return True if is_known else None


def constant_text(
    function: ParserFunction,
    arguments: tuple[TemplateArgument, ...],
    unknown: Container[int],
    lang: str | None,
) -> Result:
    """The text of a parser function on a wiki of a language."""
    # By MediaWiki's identifier: the name may be in any language.
    compute = FUNCTIONS.get(function_of(function.name, None))
    return NOT_KNOWN if compute is None else compute(Arguments(arguments, unknown, lang))


# ------------------------------------------------------------------------------------ conditions


def _if(arguments: Arguments) -> Result:
    is_empty = arguments.is_empty(0)
    return NOT_KNOWN if is_empty is None else arguments.result(2 if is_empty else 1)


def _ifeq(arguments: Arguments) -> Result:
    left, right = arguments.result(0), arguments.result(1)
    if not (left.is_known and right.is_known):
        return NOT_KNOWN
    return arguments.result(2 if _are_equal(left.text, right.text) else 3)


def _switch(arguments: Arguments) -> Result:
    """MediaWiki: `ParserFunctions::switch`. Cases without a value have that of the next one."""
    subject = arguments.result(0)
    if not subject.is_known:
        return NOT_KNOWN
    found = default_follows = ends_without_equals = False
    default = -1
    # In `{{#switch: b | a | b = x | #default = y | z}}` the case "a" has the value of the next case
    # with one, "x", and the last case, which has no equals sign, is the default.
    for index, node in enumerate(arguments.nodes[1:], 1):
        ends_without_equals = node.is_positional
        if node.is_positional:
            case = arguments.result(index)
        elif found:
            return arguments.result(index)
        else:
            # A template in the name of a case: the name is not known.
            has_templates = any(isinstance(c, BraceParent) and c.is_markup for c in node.children)
            case = Result(node.name, not has_templates)
        if not case.is_known and not found:
            return NOT_KNOWN
        if _are_equal(decode(case.text), subject.text):
            if not node.is_positional:
                return arguments.result(index)
            found = True
        elif default_follows and not node.is_positional:
            default, default_follows = index, False
        elif case.text.lower() in words_of("default", None):
            default, default_follows = (-1, True) if node.is_positional else (index, False)
    if ends_without_equals:
        return arguments.result(len(arguments.nodes) - 1)
    return Result("") if default < 0 else arguments.result(default)


def _are_equal(left: str, right: str) -> bool:
    """Whether PHP takes two texts for equal: numbers by their value."""
    if left == right:
        return True
    if not (NUMERIC.fullmatch(left) and NUMERIC.fullmatch(right)):
        return False
    # PHP: `01` and `1.0` are equal to `1`; `1e3` and `1000` too.
    return float(left) == float(right)


# ------------------------------------------------------------------------------------ strings


def _changed(change: Callable[[str], str]) -> Callable[[Arguments], Result]:
    """A function of its first argument alone."""

    def text(arguments: Arguments) -> Result:
        value, is_known = arguments.result(0)
        return Result(change(value), is_known)

    return text


def _formatnum(arguments: Arguments) -> Result:
    number, option = arguments.result(0), arguments.result(1)
    if not (number.is_known and option.is_known):
        return NOT_KNOWN
    if option.text in words_of("rawsuffix", arguments.lang):
        return Result(plain_number(number.text, arguments.lang))
    is_grouped = option.text not in words_of("nocommafysuffix", arguments.lang)
    return Result(format_numbers(number.text, arguments.lang, is_grouped=is_grouped))


def _padded(*, is_left: bool) -> Callable[[Arguments], Result]:
    def text(arguments: Arguments) -> Result:
        value, length, padding = [arguments.result(index) for index in range(3)]
        if not (value.is_known and length.is_known and padding.is_known):
            return NOT_KNOWN
        # PHP: `intval` reads as many digits as there are, and takes anything else for 0.
        match = INTEGER.match(length.text)
        missing = min(int(match[1]) if match else 0, LONGEST_PADDING) - len(value.text)
        filler = padding.text if len(arguments.nodes) > 2 else "0"
        # The padding is repeated and cut: `{{padleft:7|3|ab}}` is "ab7".
        added = (filler * missing)[:missing] if filler and missing > 0 else ""
        return Result(added + value.text if is_left else value.text + added)

    return text


def _plural(arguments: Arguments) -> Result:
    number = arguments.result(0)
    forms = [arguments.result(index) for index in range(1, len(arguments.nodes))]
    value = plain_number(number.text, arguments.lang)
    match = INTEGER.fullmatch(value)
    if not number.is_known or (match is None and NUMERIC.fullmatch(value)):
        return NOT_KNOWN  # fractions have rules of their own
    count = int(match[1]) if match else 0
    kept = []
    for form in forms:
        explicit = EXPLICIT_FORM.fullmatch(form.text)
        if explicit is None:
            kept.append(form)
        elif int(explicit[1]) == count:
            return Result(explicit[2], form.is_known)
    return kept[min(plural_form(count, arguments.lang), len(kept) - 1)] if kept else Result("")


FUNCTIONS: Final[dict[str, Callable[[Arguments], Result]]] = {
    "if": _if,
    "ifeq": _ifeq,
    "switch": _switch,
    "lc": _changed(str.lower),
    "uc": _changed(str.upper),
    "lcfirst": _changed(lambda text: text[:1].lower() + text[1:]),
    "ucfirst": _changed(lambda text: text[:1].upper() + text[1:]),
    "formatnum": _formatnum,
    "padleft": _padded(is_left=True),
    "padright": _padded(is_left=False),
    "plural": _plural,
}
"""The functions by MediaWiki's identifiers."""
