"""What stands in wikitext as it is, and what must be written otherwise to be no markup: words,
addresses, titles, attributes.

A character that would be markup is written as a character reference, which MediaWiki shows as the
character.
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
"""What an external link begins with."""
BARE = re.compile(rf"{SLASHED}://.*[^,;.:!?)]\Z|mailto:.*[^,;.:!?)]\Z", re.I | re.S)
"""An address that is a link without brackets, all of it."""
REFERENCE = r"&(?=#?\w+;|#?\w*\Z)"
LINE_START = re.compile(r"[*#:;=]|----")
URL_SIGNS = re.compile(
    r"(\{\{[^{}\n]*\}\})|(&(?=#?\w+;))|[\[\]<>\"{}\x00-\x20\x7f\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|'(?=')"
)
TITLE_SIGNS = re.compile(rf"({REFERENCE})|[\[\]{{}}|<>\x00-\x1f]|~(?=~~)")
ESCAPED_TITLE_SIGNS = re.compile(
    rf"({REFERENCE})|[\[\]{{}}|<>\x00-\x1f]|~(?=~~)|%(?=[0-9A-Fa-f]{{2}})"
)
ATTRIBUTE_SIGNS = re.compile(r"[\"<>{}|\[\]\x00\r]|&(?=#?\w+;)|~(?=~~)|'(?=')|:(?=//)")

TAGS = (HTML_TAGS - VOID_TAGS - {"pre"}) | INCLUSION_TAGS | {"poem", "indicator", "section"}
"""The tags that MediaWiki knows and that hold markup."""
VOID = (VOID_TAGS - {"link", "meta"}) | {"nowiki", "section"}
"""Those of MediaWiki's that stand alone."""
RAW = re.compile(rf"<({'|'.join(sorted(DRAWN_TAGS))})[\s/>]", re.I)
"""What begins an extension whose content is no wikitext."""


@cache
def _special(extra: str) -> re.Pattern[str]:
    """What must not stand in words as it is; `extra` are further characters."""
    return re.compile(
        rf"((?<![^\W_])(?i:{OPAQUE})):(?=\S)|{REFERENCE}|<(?=[A-Za-z/!]|\Z)|[{{}}\r\0{re.escape(extra)}]|\[(?=\[|\Z|{PROTOCOL.pattern})"
        r"|\](?=\])|'(?=')|(?<=')'|\A'|'\Z|_(?=_)|~(?=~~)|:(?=//)",
    )


def _as_reference(match: re.Match[str]) -> str:
    return f"{match[1] or ''}{reference(match[0][-1])}"


def reference(character: str) -> str:
    """A character reference."""
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd"}.get(
        character
    ) or f"&#{ord(character)};"


def words(value: str, extra: str = "", *, starts_line: bool = False) -> str:
    """Words as wikitext; `extra` are characters that are markup where they stand."""
    made = _special(extra).sub(_as_reference, value)
    if starts_line and LINE_START.match(made):
        made = reference(made[0]) + made[1:]
    return made


def _percent(match: re.Match[str]) -> str:
    """A character as percent signs; a template in an address as it is."""
    if match.lastindex:
        return "&amp;" if match[0] == "&" else match[0]
    return "".join([f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")])


def address(url: str, extra: str = "") -> str:
    """The address of an external link."""
    made = URL_SIGNS.sub(_percent, url)
    for sign in extra:
        if sign in "|=":
            made = made.replace(sign, "%7C" if sign == "|" else "&#61;")
    return made


def title(value: str, *, is_decoded: bool) -> str:
    """The target of a link. `is_decoded`: a percent sign in it is one."""
    return (ESCAPED_TITLE_SIGNS if is_decoded else TITLE_SIGNS).sub(_percent, value)


def target(link: Wikilink) -> str:
    """Where a wikilink leads, as wikitext has it but for `title`: with a colon where it would else
    show nothing.
    """
    if link._context.is_wikitext:
        return link.href
    whole = f"{link.interwiki}:{link.title}" if link.interwiki else link.title
    if link.interwiki or link.namespace in ("Category", "File") or PROTOCOL.match(whole):
        whole = ":" + whole
    return f"{whole}#{link.fragment}" if link.fragment else whole


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """Attributes of a tag."""
    return "".join(
        [
            f' {name}="{attribute_value(value)}"'
            for name, value in pairs
            if re.fullmatch(r"[A-Za-z_:][\w:.-]*", name)
        ]
    )


def attribute_value(value: str) -> str:
    """What stands between the quotes of an attribute."""
    return ATTRIBUTE_SIGNS.sub(lambda match: reference(match[0]), " ".join(value.split()))


def note_attributes(identifier: str | None, group: str) -> str:
    """The attributes of a note.

    MediaWiki takes no number for a name, so one gets a colon in front of it, as its own editor
    does.
    """
    pairs: Attributes = ()
    if identifier is not None:
        pairs += (("name", f":{identifier}" if identifier.isdigit() else identifier),)
    if group:
        pairs += (("group", group),)
    return attributes(pairs)


@cache
def trail(lang: str | None) -> re.Pattern[str]:
    """The letters that a link of a wiki takes in."""
    return re.compile(trail_pattern(lang) or "(?!)")


def clean(value: str) -> str:
    """What stands in a tag whose content is no markup."""
    return value.replace("\0", "\ufffd").replace("\r", "&#13;")


def formula(tex: str) -> str:
    """TeX between the tags of a formula."""
    return re.sub(r"</(?=math)", "< /", clean(tex), flags=re.I)
