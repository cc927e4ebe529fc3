"""Text, URLs, titles and attributes as wikitext, with nothing in them that would be markup.

A character that would be markup is written as a character reference, which MediaWiki shows as the
character, or percent-encoded in URLs and titles. So the output for a text does not depend on what
is beside it, but for a link's trail (`walk`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.mediawiki import (
    DRAWN_TAGS,
    HTML_TAGS,
    INCLUSION_TAGS,
    OPAQUE,
    PROTOCOLS,
    SLASHED,
    VOID_TAGS,
)
from wikiparse.sites.trails import trail_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wikiparse.html.attributes import Attributes
    from wikiparse.nodes.links import Wikilink

PROTOCOL = re.compile(rf"{PROTOCOLS}(?=\S)")
"""How an external link begins."""
# All of it: MediaWiki cuts punctuation at the end of a free link, so a URL with some needs
# brackets.
BARE = re.compile(rf"(?:{SLASHED}://|{OPAQUE}:).*[^,;.:!?)]\Z", re.I | re.S)
"""A URL that is a link without brackets, all of it."""

# The characters that are markup, or end the construct, by construct. An "&" is markup only where
# it begins a character reference, or may begin one together with the text after this one.
REFERENCE = r"&(?=#?\w+;|#?\w*\Z)"
LINE_START = re.compile(r"[*#:;=]|----")
# White space of any kind ends a URL in wikitext; two apostrophes begin italic.
IN_URL = re.compile(
    r"(&(?=#?\w+;))"
    r"|[\[\]<>\"{}\x00-\x20\x7f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|'(?=')"
)
# One level of nesting: deeper templates in a URL are escaped, which no page needs.
CALL = r"\{\{(?>(?:[^{}\n]++|\{\{[^{}\n]*+\}\})*)\}\}"
"""A template, which may hold templates."""
IN_WIKITEXT_URL = re.compile(rf"({CALL})|{IN_URL.pattern}")
IN_TITLE = re.compile(rf"({REFERENCE}|{CALL})|[\[\]{{}}|<>\x00-\x1f]|~(?=~~)")
IN_DECODED_TITLE = re.compile(
    rf"({REFERENCE})|[\[\]{{}}|<>\x00-\x1f]|~(?=~~)|%(?=[0-9A-Fa-f]{{2}})"
)
IN_SORT_KEY = re.compile(r"[\[\]\n]|&(?=#?\w+;)")
# `~~~` would be a signature when the page is saved, and `://` a free link.
IN_ATTRIBUTE = re.compile(r"[\"<>{}|\[\]\x00\r]|&(?=#?\w+;)|~(?=~~)|'(?=')|:(?=//)")
IN_WIKITEXT_ATTRIBUTE = re.compile(rf"({CALL})|{IN_ATTRIBUTE.pattern}")

TAGS = (HTML_TAGS - VOID_TAGS - {"pre"}) | INCLUSION_TAGS | {"poem", "indicator", "section"}
"""The tags that MediaWiki allows and that hold markup."""
VOID = (VOID_TAGS - {"link", "meta"}) | {"nowiki", "section"}
"""The tags that MediaWiki allows on their own."""
RAW = re.compile(rf"<({'|'.join(sorted(DRAWN_TAGS))})[\s/>]", re.I)
"""How an extension begins whose content is not wikitext."""


@cache
def _special(extra: str) -> re.Pattern[str]:
    """The characters that are markup in text; `extra` are further ones."""
    return re.compile(
        # The colon of "mailto:x", and all that opens a construct, here or with the next text.
        # `\Z` in each alternative: the next text may complete what this one begins.
        rf"((?<![^\W_])(?i:{OPAQUE})):(?=\S)|{REFERENCE}|<(?=[A-Za-z/!]|\Z)"
        rf"|[{{}}\r\0{re.escape(extra)}]|\[(?=\[|\Z|{PROTOCOL.pattern})"
        # The end of a link; quotes that touch another one or the text beside this one; "__TOC__",
        # "~~~" and the colon of "https://x".
        r"|\](?=\])|'(?=')|(?<=')'|\A'|'\Z|_(?=_)|~(?=~~)|:(?=//)",
    )


def _as_reference(match: re.Match[str]) -> str:
    before = match[1] if match.lastindex else ""
    return f"{before}{character_reference(match[0][-1])}"


NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"}


def character_reference(character: str) -> str:
    """The reference of a character; of NUL, which has none, U+FFFD."""
    return NAMED.get(character) or f"&#{ord(character)};"


def text(value: str, extra: str = "", *, starts_line: bool = False) -> str:
    """Text as wikitext; `extra` are characters that are markup where it is written."""
    made = _special(extra).sub(_as_reference, value)
    # Only the first character: `*` within a line is text.
    if starts_line and LINE_START.match(made):
        made = character_reference(made[0]) + made[1:]
    return made


def _percent(match: re.Match[str]) -> str:
    """A character percent-encoded; a template in a URL as it is."""
    if match.lastindex:
        return "&amp;" if match[0] == "&" else match[0]
    return "".join([f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")])


def url(value: str, extra: str = "", *, may_hold_templates: bool = False) -> str:
    """The URL of an external link. Braces are a template only in a URL of wikitext."""
    made = (IN_WIKITEXT_URL if may_hold_templates else IN_URL).sub(_percent, value)
    if "|" in extra:
        # In an argument or a cell the bar would end the URL's part of it.
        made = made.replace("|", "%7C")
    return made.replace("=", "&#61;") if "=" in extra else made


def title(value: str, *, is_decoded: bool) -> str:
    """The target of a link. `is_decoded`: a percent sign in it is one, and encodes nothing, and
    braces are no template.
    """
    return (IN_DECODED_TITLE if is_decoded else IN_TITLE).sub(_percent, value)


def sort_key(value: str, *, may_hold_templates: bool = False) -> str:
    """The sort key of a category, whose character references MediaWiki decodes."""
    if may_hold_templates:  # as the source has it, comments too
        return IN_SORT_KEY.sub(_as_reference, value)
    return text(value, "[]<>").replace("\n", "&#10;")


def target(link: Wikilink) -> str:
    """The target of a wikilink before `title`: with a colon where the link would not be shown
    otherwise.
    """
    # It was a target in wikitext before, and needs nothing.
    if link._context.is_wikitext:
        return link.href
    whole = f"{link.interwiki}:{link.title}" if link.interwiki else link.title
    if link.interwiki or link.namespace in ("Category", "File") or PROTOCOL.match(whole):
        whole = ":" + whole
    return f"{whole}#{link.fragment}" if link.fragment else whole


def attributes(pairs: Iterable[tuple[str, str]], *, may_hold_templates: bool = False) -> str:
    """The attributes of a tag, a space before each. Those without a valid name are left out.

    Braces are a template only in attributes of wikitext.
    """
    return "".join(
        [
            f' {name}="{attribute_value(value, may_hold_templates=may_hold_templates)}"'
            for name, value in pairs
            if re.fullmatch(r"[A-Za-z_:][\w:.-]*", name)
        ]
    )


def attribute_value(value: str, *, may_hold_templates: bool = False) -> str:
    """The text between the quotation marks of an attribute."""
    return (IN_WIKITEXT_ATTRIBUTE if may_hold_templates else IN_ATTRIBUTE).sub(
        lambda match: match[0] if match.lastindex else character_reference(match[0]),
        " ".join(value.split()),
    )


def footnote_attributes(identifier: str | None, group: str) -> str:
    """The attributes of a `<ref>`.

    MediaWiki allows no number as a name, so one gets a colon before it, as by its own editor.
    """
    pairs: Attributes = ()
    if identifier is not None:
        pairs += (("name", f":{identifier}" if identifier.isdigit() else identifier),)
    if group:
        pairs += (("group", group),)
    return attributes(pairs)


@cache
def link_trail(lang: str | None) -> re.Pattern[str]:
    """The letters after a link that become part of it on a wiki of this language."""
    return re.compile(trail_pattern(lang) or "(?!)")


def opaque(value: str) -> str:
    """The content of a tag whose content is not markup."""
    return value.replace("\0", "\ufffd").replace("\r", "&#13;")


def formula(tex: str) -> str:
    """TeX as the content of `<math>`."""
    # TeX ignores the space; the end tag would end the formula.
    return re.sub(r"</(?=math)", "< /", opaque(tex), flags=re.I)
