"""The allow lists of the safe output: which tags, attributes, URLs and characters of a stranger's
HTML are shown.

Everything else is left out, never repaired: of a tag that is not on the list the content is shown,
of a URL the text of its link.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from wikiparse.html.tags import CLOSE_TAG, OPEN_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.html.attributes import Attributes

PHRASING = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rb rp rt rtc ruby s samp small span "
    "strike strong sub sup time tt u var".split()
)
"""Tags among text."""
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS = HEADINGS | frozenset(
    "article aside blockquote details div dl figure footer header hr nav ol p pre section table "
    "ul".split()
)
"""Tags among blocks."""
PARTS = frozenset("caption dd dt figcaption li summary tbody td tfoot th thead tr".split())
"""Tags that are allowed only in certain others."""
VOID = frozenset("br hr img wbr".split())
TAGS = PHRASING | BLOCKS | PARTS | VOID
"""All tags of a page's own HTML that are shown. Not `col`: without a style it has no effect."""

DROPPED = frozenset(
    "applet audio canvas embed frameset head iframe math noembed noframes noscript object "
    "plaintext script select style svg template textarea title video xmp".split()
)
"""Tags whose content is not text of the page."""

SCHEMES = frozenset("http https mailto tel ftp irc ircs news xmpp sip sips geo magnet urn".split())
"""The schemes of URLs that may be linked to; a URL without a scheme leads to the same site."""

MAX_SPAN = 1_000
"""Columns, and rows, that a cell may span."""

# --- characters

_MARKUP = re.compile('[&<>"\x00-\x08\x0b-\x1f\ud800-\udfff]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escape(text: str) -> str:
    """Text as the content of an element or the value of an attribute.

    Characters that HTML does not allow, controls and lone surrogates, become U+FFFD.
    """
    # `search` first: most texts have nothing to escape, and are returned without a copy.
    return _MARKUP.sub(_escaped, text) if _MARKUP.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], "\ufffd")


# --- URLs

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# C0 controls and the space, as the URL standard strips them.
_ENDS = "".join(map(chr, range(33)))
_LINES = str.maketrans("", "", "\t\n\r")
# The second set: controls of the writing direction, which make one URL look like another, and lone
# surrogates.
_UNSAFE = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\"'<>\\`]"
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def safe_url(url: str) -> str | None:
    """A URL as it may be linked to, or None where a browser would find a scheme that is not on the
    list.

    Characters that a browser removes before it looks for the scheme are removed here (WHATWG URL,
    4.4): spaces and controls at the ends, tabs and line endings everywhere. Letters beyond ASCII
    are left as they are.
    """
    # java⏎script:…    a browser removes the line ending before it looks for a scheme
    url = url.strip(_ENDS).translate(_LINES)
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() not in SCHEMES:
        return None
    return _UNSAFE.sub(_percent, url) if _UNSAFE.search(url) else url


def _percent(match: re.Match[str]) -> str:
    # A lone surrogate has no UTF-8.
    if "\ud800" <= match[0] <= "\udfff":
        return "\ufffd"
    return "".join([f"%{byte:02X}" for byte in match[0].encode()])


# --- attributes

EVERYWHERE = frozenset(("title", "lang", "dir", "id", "name"))
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset(("href",)),
    "img": frozenset(("src", "alt", "width", "height")),
    "td": frozenset(("colspan", "rowspan", "align")),
    "th": frozenset(("colspan", "rowspan", "align")),
    "ol": frozenset(("start", "reversed")),
    "li": frozenset(("value",)),
    "time": frozenset(("datetime",)),
    "del": frozenset(("datetime",)),
    "ins": frozenset(("datetime",)),
}
"""The attributes of a page's own HTML that are shown, by tag. `style`, `class`, `target`, `cite`
and all that begin with `on` are on no list."""
_FORMS = {
    "lang": re.compile(r"[A-Za-z0-9-]{1,35}"),
    "dir": re.compile(r"ltr|rtl|auto", re.I),
    "width": re.compile(r"\d{1,4}"),
    "height": re.compile(r"\d{1,4}"),
    "colspan": re.compile(r"\d{1,6}"),
    "rowspan": re.compile(r"\d{1,6}"),
    "align": re.compile(r"left|center|right", re.I),
    "start": re.compile(r"-?\d{1,9}"),
    "value": re.compile(r"-?\d{1,9}"),
    "datetime": re.compile(r"[0-9A-Za-z:+. -]{1,40}"),
}


def safe_attributes(tag: str, pairs: Attributes) -> dict[str, str]:
    """The attributes that are shown, each once.

    The `id` is as the page has it: it still needs a prefix.
    """
    found: dict[str, str] = {}
    for key, value in pairs:
        name = key.lower()
        # An allow list: an attribute that a browser learns tomorrow is not let through.
        if name not in EVERYWHERE and name not in ATTRIBUTES.get(tag, ()):
            continue
        form = _FORMS.get(name)
        if form is None or form.fullmatch(value.strip()):
            _add_attribute(found, name, value if form is None else value.strip())
    return found


def _add_attribute(found: dict[str, str], name: str, value: str) -> None:
    """Add an attribute in the form in which it is shown, unless it is there already (the first one
    counts, as in HTML).
    """
    if name in ("href", "src"):
        url = safe_url(value)
        if url is not None:
            found.setdefault(name, url)
    elif name in ("colspan", "rowspan"):
        found.setdefault(name, str(min(max(int(value), 1), MAX_SPAN)))
    elif name == "align":
        # Only with one of three words, by its form: no other style can come of it.
        found.setdefault("style", f"text-align:{value.lower()}")
    elif name == "name":
        found.setdefault("id", value)
    else:
        found.setdefault(name, "" if name == "reversed" else value)


def attributes_markup(attributes: dict[str, str]) -> str:
    """Attributes as they are written in a tag, with a space before each."""
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()])


# --- raw HTML

_TOKEN = re.compile(
    # An unclosed comment or declaration takes the rest, as in a browser: none of it becomes a tag.
    r"(?P<text>[^<]+)|<!--(?>(?:(?!-->).)*)(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
    rf"|(?P<close>{CLOSE_TAG})|(?P<open>{OPEN_TAG})|(?P<less_than><)",
    re.S,
)
_DROPPED_TAG = re.compile(rf"<(/?)({'|'.join(sorted(DROPPED - {'embed'}))})(?=[\s/>])", re.I)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z_:][\w:.-]*)(?:[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
)
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")


class Token(NamedTuple):
    """A token of raw HTML; `value` is its text or its tag, in lower case.

    An "empty" tag is one that is closed at once.
    """

    kind: Literal["text", "open", "close", "empty"]
    value: str
    attributes: Attributes = ()


def tokens(html: str) -> Iterator[Token]:
    """The text and the tags of raw HTML.

    Comments, declarations and instructions are left out, and so is the content of tags whose
    content is not text.
    """
    pos, end = 0, len(html)
    while pos < end and (match := _TOKEN.match(html, pos)):
        pos = match.end()
        kind, token = match.lastgroup, match[0]
        if kind in ("text", "less_than"):
            yield Token("text", decode(token))
        elif kind is not None:
            name = _NAME.match(token)
            assert name is not None  # as the pattern of a tag begins
            tag = name[1].lower()
            is_empty = token.endswith("/>") or tag in VOID
            if kind == "close":
                if tag not in DROPPED:
                    yield Token("close", tag)
            elif tag not in DROPPED:
                yield Token("empty" if is_empty else "open", tag, _attributes(token, name.end()))
            # To its end tag, or to the end: a browser would not show it either.
            elif not is_empty:
                found = _end_of(tag).search(html, pos)
                pos = found.end() if found else end


class LooseEnds(NamedTuple):
    """Elements without text, such as `<script>`, that are only in part in some HTML."""

    opened: str
    """The tag of the one that starts in it and does not end in it, or ""."""
    closed: frozenset[str]
    """The tags of those that only end in it."""


def loose_ends(html: str) -> LooseEnds:
    """The elements without text that start or end elsewhere."""
    opened, closed = "", set()
    for match in _DROPPED_TAG.finditer(html):
        tag = match[2].lower()
        if not match[1]:
            opened = opened or tag
        # The content of a raw element is text: within `<script>` no other tag opens or closes.
        elif opened == tag:
            opened = ""
        elif not opened:
            closed.add(tag)
    return LooseEnds(opened, frozenset(closed))


def _attributes(tag: str, start: int) -> Attributes:
    pairs = []
    for match in _ATTRIBUTE.finditer(tag, start):
        value = next((found for found in match.groups()[1:] if found is not None), "")
        pairs.append((match[1], decode(value)))
    return tuple(pairs)


@cache
def _end_of(tag: str) -> re.Pattern[str]:
    """The end tag of an element that holds no text."""
    return re.compile(rf"</{tag}(?=[\s/>])[^>]*>?", re.I)


def decode(text: str) -> str:
    """Text with its character references as the characters they are."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    return unescape(match[0])
