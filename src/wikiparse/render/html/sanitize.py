"""What of a stranger's HTML may be shown: tags, attributes, addresses, characters.

Every allow list of the safe output is here.

What is not allowed is left out, never repaired: of a tag that is not on the list the words stay, of
an address the words of its link.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from wikiparse.html.tags import CLOSE_TAG, OPEN_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.html.attributes import Attributes

PHRASING = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rb rp rt rtc ruby s samp small span strike strong sub sup time tt u var".split()
)
"""Tags that stand within words."""
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
BLOCKS = HEADINGS | frozenset(
    "article aside blockquote details div dl figure footer header hr nav ol p pre section table ul".split()
)
"""Tags that stand among blocks."""
PARTS = frozenset("caption dd dt figcaption li summary tbody td tfoot th thead tr".split())
"""Tags that stand in others only."""
VOID = frozenset("br hr img wbr".split())
TAGS = PHRASING | BLOCKS | PARTS | VOID
"""All tags of a page's own HTML that may be shown. `col` is none of them: without a style it says
nothing."""

DROPPED = frozenset(
    "applet audio canvas embed frameset head iframe math noembed noframes noscript object plaintext script select style svg template "
    "textarea title video xmp".split()
)
"""Tags whose content is no words of the page."""

SCHEMES = frozenset("http https mailto tel ftp irc ircs news xmpp sip sips geo magnet urn".split())
"""What an address may begin with; an address without a scheme stays within the site."""

MAX_SPAN = 1_000
"""Columns, and rows, that a cell may span."""

# --- characters

_MARKUP = re.compile('[&<>"\x00-\x08\x0b-\x1f\ud800-\udfff]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escape(text: str) -> str:
    """Words as text or as the value of an attribute.

    What no page may hold, controls and lone surrogates, is U+FFFD.
    """
    return _MARKUP.sub(_escaped, text) if _MARKUP.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], "\ufffd")


# --- addresses

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ENDS = "".join(map(chr, range(33)))
_LINES = str.maketrans("", "", "\t\n\r")
_UNSAFE = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\"'<>\\`]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    # the second set: controls of the direction of writing, which make an address look like another;
    # lone surrogates
)


def safe_url(url: str) -> str | None:
    """An address as it may be linked to, or None where a browser would find a scheme that is not on
    the list.

    What a browser takes away before it looks for the scheme is taken away here (WHATWG URL, 4.4):
    blanks and controls at the ends, tabs and line endings everywhere. Letters beyond ASCII stay as
    they are.
    """
    url = url.strip(_ENDS).translate(_LINES)
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() not in SCHEMES:
        return None
    return _UNSAFE.sub(_percent, url) if _UNSAFE.search(url) else url


def _percent(match: re.Match[str]) -> str:
    if "\ud800" <= match[0] <= "\udfff":
        return "\ufffd"
    return "".join([f"%{byte:02X}" for byte in match[0].encode()])


# --- attributes

EVERYWHERE = frozenset(("title", "lang", "dir", "id", "name"))
ATTRIBUTES = {
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
"""The attributes of a page's own HTML, by tag. `style`, `class`, `target`, `cite` and all that
begins with `on` are nowhere."""
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
    """The attributes that may be shown, each once.

    The `id` is as the page has it: it needs a prefix of its own.
    """
    found: dict[str, str] = {}
    for key, value in pairs:
        name = key.lower()
        if name not in EVERYWHERE and name not in ATTRIBUTES.get(tag, ()):
            continue
        form = _FORMS.get(name)
        if form is None or form.fullmatch(value.strip()):
            _add_attribute(found, name, value if form is None else value.strip())
    return found


def _add_attribute(found: dict[str, str], name: str, value: str) -> None:
    """Note an attribute in the form in which it is shown, unless it was there before (the first one
    counts, as in HTML).
    """
    if name in ("href", "src"):
        url = safe_url(value)
        if url is not None:
            found.setdefault(name, url)
    elif name in ("colspan", "rowspan"):
        found.setdefault(name, str(min(max(int(value), 1), MAX_SPAN)))
    elif name == "align":
        found.setdefault("style", f"text-align:{value.lower()}")
    elif name == "name":
        found.setdefault("id", value)
    else:
        found.setdefault(name, "" if name == "reversed" else value)


def written(attributes: dict[str, str]) -> str:
    """Attributes as they stand in a tag."""
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()])


# --- raw HTML

_TOKEN = re.compile(
    rf"(?P<text>[^<]+)|<!--(?>(?:(?!-->).)*)(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)|(?P<close>{CLOSE_TAG})|(?P<open>{OPEN_TAG})|(?P<sign><)",
    re.S,
)
_DROPPED_TAG = re.compile(rf"<(/?)({'|'.join(sorted(DROPPED - {'embed'}))})(?=[\s/>])", re.I)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z_:][\w:.-]*)(?:[ \t\n]*=[ \t\n]*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
)
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")


def tokens(html: str) -> Iterator[tuple[str, str, Attributes]]:
    """Raw HTML as pairs of what a piece is and its words or its tag, with the attributes of a tag.

    A piece is "text", "open", "close", or "empty": a tag that is closed at once. Comments,
    declarations and instructions are left out, and so is what the tags hold whose content is no
    words.
    """
    pos, end = 0, len(html)
    while pos < end and (match := _TOKEN.match(html, pos)):
        pos = match.end()
        kind, piece = match.lastgroup, match[0]
        if kind in ("text", "sign"):
            yield "text", decode(piece), ()
        elif kind is not None:
            name = _NAME.match(piece)
            assert name is not None  # as the pattern of a tag begins
            tag = name[1].lower()
            is_empty = piece.endswith("/>") or tag in VOID
            if tag not in DROPPED:
                yield (
                    kind if kind == "close" or not is_empty else "empty",
                    tag,
                    _attributes(piece, name.end()) if kind == "open" else (),
                )
            elif kind == "open" and not is_empty:
                found = _end_of(tag).search(html, pos)
                pos = found.end() if found else end


def loose_ends(html: str) -> tuple[str, frozenset[str]]:
    """The tag of an element without words that begins in this piece of HTML and does not end in it,
    or ""; those that only end in it.
    """
    opened, closed = "", set()
    for match in _DROPPED_TAG.finditer(html):
        tag = match[2].lower()
        if not match[1]:
            opened = opened or tag
        elif opened == tag:
            opened = ""
        elif not opened:
            closed.add(tag)
    return opened, frozenset(closed)


def _attributes(tag: str, start: int) -> Attributes:
    pairs = []
    for match in _ATTRIBUTE.finditer(tag, start):
        value = next((found for found in match.groups()[1:] if found is not None), "")
        pairs.append((match[1], decode(value)))
    return tuple(pairs)


@cache
def _end_of(tag: str) -> re.Pattern[str]:
    """The end tag of an element that holds no words."""
    return re.compile(rf"</{tag}(?=[\s/>])[^>]*>?", re.I)


def decode(text: str) -> str:
    """Text with its character references as the characters they are."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    return unescape(match[0])
