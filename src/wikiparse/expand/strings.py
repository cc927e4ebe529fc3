"""Functions of texts: letters, padding, numbers, and the string functions of ParserFunctions.

Each takes the texts of its arguments, without the white space around them; None means that the
result is not known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib import parse as urls

from wikiparse.expand.markers import MARKER, without_markers
from wikiparse.expand.names import spellings
from wikiparse.expand.titles import DOTTED_I, first_upper
from wikiparse.sites.numbers import format_numbers, plain_number, plural_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wikiparse.expand.state import State

    Texts = Sequence[str]
    TextsFunction = Callable[[State, Texts], str | None]

LONGEST_PADDING: Final = 500
"""Code points up to which a text is padded (MediaWiki: `CoreParserFunctions::pad`)."""

MOST: Final = 1000
"""Code points below which a text is taken by string functions (`$wgPFStringLengthLimit`)."""

TOO_LONG: Final = '<strong class="error">Error: String exceeds 1,000 character limit.</strong>'

_INTEGER: Final = re.compile(r"[ \t\n\r\v\f]*+([+-]?\d++)", re.A)
_FLOAT: Final = re.compile(r"[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?", re.A)
_EXPLICIT: Final = re.compile(r"(\d{1,9})=(.*)", re.S | re.A)


def integer(text: str) -> int:
    """PHP's `(int)`: the number that a text begins with, otherwise 0."""
    match = _INTEGER.match(text)
    # A long run of digits is no number of a length or an index.
    return 0 if match is None or len(match[1]) > 18 else int(match[1])


def at(texts: Texts, index: int, default: str = "") -> str:
    """An argument, or a default for one not given."""
    return texts[index] if index < len(texts) else default


def outside_markers(text: str, change: Callable[[str], str]) -> str:
    """A text changed but for its markers (MediaWiki: `Parser::markerSkipCallback`)."""
    if "\x7f" not in text:
        return change(text)
    out, pos = [], 0
    for marker in MARKER.finditer(text):
        out += [change(text[pos : marker.start()]), marker[0]]
        pos = marker.end()
    return "".join([*out, change(text[pos:])])


def changed(change: Callable[[str], str]) -> TextsFunction:
    """A function of its first argument."""
    return lambda _, texts: outside_markers(at(texts, 0), change)


def first_changed(change: Callable[[str, str | None], str]) -> TextsFunction:
    """A function of the first letter, and of the language."""
    return lambda state, texts: change(at(texts, 0)[:1], state.lang) + at(texts, 0)[1:]


def _first_lower(letter: str, lang: str | None) -> str:
    if lang in DOTTED_I - {"az"}:
        return {"I": "ı", "İ": "i"}.get(letter) or letter.lower()
    return letter.lower()


def padded(*, is_left: bool) -> TextsFunction:
    """`{{padleft: text | length | padding}}`."""

    def compute(_: State, texts: Texts) -> str:
        text, padding = at(texts, 0), without_markers(at(texts, 2, "0"))
        missing = min(integer(at(texts, 1, "0")), LONGEST_PADDING) - len(text)
        added = (padding * missing)[:missing] if padding and missing > 0 else ""
        return added + text if is_left else text + added

    return compute


def formatnum(state: State, texts: Texts) -> str:
    """`{{formatnum: number | R or NOSEP}}`."""
    lang, option = state.lang, at(texts, 1)
    if option and option in spellings("rawsuffix", lang):
        return outside_markers(texts[0], lambda text: plain_number(text, lang))
    is_grouped = not (option and option in spellings("nocommafysuffix", lang))
    return outside_markers(
        at(texts, 0), lambda text: format_numbers(text, lang, is_grouped=is_grouped)
    )


def plural(state: State, texts: Texts) -> str | None:
    """`{{plural: number | one | many | 12=dozen}}`."""
    value = plain_number(at(texts, 0), state.lang)
    match = _FLOAT.match(value)
    number = float(match[0]) if match else 0.0
    kept = []
    for form in texts[1:]:
        explicit = _EXPLICIT.fullmatch(form)
        if explicit is None:
            kept.append(form)
        elif int(explicit[1]) == number:
            return explicit[2].strip()
    if not kept:
        return ""
    if not number.is_integer():
        # CLDR: of a language with one rule for whole numbers, a fraction has the last form.
        return kept[-1] if state.lang in (None, "en", "de") else None
    return kept[min(plural_form(int(number), state.lang), len(kept) - 1)]


def urlencode(_: State, texts: Texts) -> str:
    """`{{urlencode: text | QUERY or WIKI or PATH}}`."""
    text, kind = without_markers(at(texts, 0)), at(texts, 1)
    if kind in spellings("url_wiki", None):
        return wiki_encoded(text)
    if kind in spellings("url_path", None):
        return urls.quote(text, safe="-_.~")
    return urls.quote_plus(text, safe="-_.").replace("~", "%7E")


def wiki_encoded(text: str) -> str:
    """A title as it is in a URL (MediaWiki: `wfUrlencode`)."""
    return urls.quote(text.replace(" ", "_"), safe="-_.;@$!*(),/~:")


# ------------------------------------------------------------------------------------ strings


def limited(function: Callable[[list[str]], str]) -> TextsFunction:
    """A string function: its texts have no markers, and a length below the limit."""

    def compute(_: State, texts: Texts) -> str:
        plain = [without_markers(text) for text in texts]
        if any(len(text) >= MOST for text in plain):
            return TOO_LONG
        return function(plain)

    return compute


def length(_: State, texts: Texts) -> str:
    """`{{#len: text}}`."""
    return str(len(without_markers(at(texts, 0))))


def pos(texts: list[str]) -> str:
    """`{{#pos: text | needle | offset}}`: "" where it is not found."""
    text, needle, offset = at(texts, 0), at(texts, 1) or " ", integer(at(texts, 2))
    start = min(offset, len(text))
    if start < 0:
        start = max(len(text) + start, 0)
    found = text.find(needle, start)
    return "" if found < 0 else str(found)


def rpos(texts: list[str]) -> str:
    """`{{#rpos: text | needle}}`: -1 where it is not found."""
    return str(at(texts, 0).rfind(at(texts, 1) or " "))


def sub(texts: list[str]) -> str:
    """`{{#sub: text | start | length}}`."""
    text, start, size = at(texts, 0), integer(at(texts, 1)), integer(at(texts, 2))
    if start < 0:
        start = max(len(text) + start, 0)
    if not size:
        return text[start:]
    return text[start : start + size] if size > 0 else text[start : max(len(text) + size, 0)]


def count(texts: list[str]) -> str:
    """`{{#count: text | needle}}`."""
    return str(at(texts, 0).count(at(texts, 1) or " "))


def replace(texts: list[str]) -> str:
    """`{{#replace: text | from | to | limit}}`."""
    text, old, new = at(texts, 0), at(texts, 1) or " ", at(texts, 2)
    most = integer(at(texts, 3, "-1"))
    longer = len(new) - len(old)
    if longer > 0:
        bound = (MOST - len(text)) // longer + 1
        most = bound if most < 0 else min(bound, most)
    elif most < 0:
        most = -1
    result = text.replace(old, new, most)
    return result if len(result) < MOST else TOO_LONG


def explode(texts: list[str]) -> str:
    """`{{#explode: text | delimiter | position | limit}}`."""
    text, delimiter = at(texts, 0), at(texts, 1) or " "
    limit = integer(at(texts, 3))
    parts = text.split(delimiter, limit - 1) if limit > 0 else text.split(delimiter)
    index = integer(at(texts, 2))
    return parts[index] if -len(parts) <= index < len(parts) else ""


def urldecode(texts: list[str]) -> str:
    """`{{#urldecode: text}}`."""
    return urls.unquote_plus(at(texts, 0))


TEXTS: Final[dict[str, TextsFunction]] = {
    "lc": changed(str.lower),
    "uc": changed(str.upper),
    "lcfirst": first_changed(_first_lower),
    "ucfirst": first_changed(first_upper),
    "padleft": padded(is_left=True),
    "padright": padded(is_left=False),
    "formatnum": formatnum,
    "plural": plural,
    "urlencode": urlencode,
    "len": length,
    "pos": limited(pos),
    "rpos": limited(rpos),
    "sub": limited(sub),
    "count": limited(count),
    "replace": limited(replace),
    "explode": limited(explode),
    "urldecode": limited(urldecode),
}
"""The functions by MediaWiki's identifiers."""
