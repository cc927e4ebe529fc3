r"""Links that a converter wrote of wikilinks, rewritten as plain links.

    link  = "[" label trail? marker? "](" destination SP "\"wikilink\"" ")"
          | "[" label trail? "](" destination SP title ")" "{.wikilink}"          pandoc's Markdown
          | "<a href=" destination " class=\"wikilink\"" title? ">" label trail? "</a>"

Each rewrite is some changes: ranges of the source, and the texts instead of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.edit.ranges import Range, refuse
from wikiparse.edit.remove import with_space
from wikiparse.html.entities import unescape
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import ExternalLink, Link, Wikilink
from wikiparse.reading.mentions import trail_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.dialect import Dialect
    from wikiparse.edit.ranges import Outcome, Surroundings
    from wikiparse.nodes.base import Node

Change = tuple[int, int, str]

# The end of a link up to 2024, and one with attributes; a line may be broken before either. White
# space is looked at once, from its first character on.
_TITLE = re.compile(r'(?<![ \t\r\n])[ \t\r\n]++"wikilink"(?=\)\Z)')
_ATTRIBUTES = re.compile(
    r'(?:(?<![ \t\r\n])[ \t\r\n]++"(?>(?:[^"\\]|\\.)*)")?\)\{\.wikilink\}\Z', re.S
)
_TAG = re.compile(r'<a\s++href="([^"<>]*+)"\s++class="wikilink"(?:\s++title="[^"<>]*+")?\s*+>')
# A destination that CommonMark and all dialects read alike: without spaces, `"` and angle
# brackets, its parentheses escaped or in pairs.
_DESTINATION = re.compile(r"\]\((?>(?:[^\s()<>\"\\]|\\[()_*!&~,'.-]|\([^\s()<>\"\\]*+\))+)\Z")
# A namespace would be read as the scheme of a URL.
_SCHEME = re.compile(r"\]\((?!https?:)[A-Za-z][A-Za-z0-9+.-]*+:")
_BARE = re.compile(r"(?>(?:[^\s()<>\"\\&`\[\]]|\([^\s()<>\"\\&`\[\]]*+\))+)")
_PLAIN = re.compile(r"[^\[\]<>\\`!|\r\n]++")


class _Form(NamedTuple):
    """How a link is written: the changes to write it without a title, and where its text ends."""

    changes: tuple[Change, ...]
    text_end: int


def link_rewrites(
    source: str, dialect: Dialect, link: Wikilink, *, is_html: bool
) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The codes of the leftovers of a link, and the changes without them."""
    form = _form(source, dialect, link, is_html=is_html)
    if form is None:
        return
    if form.changes:
        yield "link-title", form.changes
    end = form.text_end
    if link.marker and source[end - 1 : end] == link.marker:
        yield "link-marker", ((end - 1, end, ""),)
        end -= 1
    if length := _surplus(source, link, end):
        trail = source[end - length : end]
        yield "link-trail", ((end - length, end, ""), (link._end, link._end, trail))


def _form(source: str, dialect: Dialect, link: Wikilink, *, is_html: bool) -> _Form | None:
    """How a link is written; None if in no way that is known here."""
    start, end = link._start, link._end
    own = source[start:end]
    if own.startswith("<"):
        return _form_of_tag(source, link, own, is_html=is_html)
    # `![a](b "wikilink")` is a link after an exclamation mark, and would be an image.
    if not own.startswith("[") or own.startswith(("[[", "[^")) or source[start - 1 : start] == "!":
        return None
    found = _TITLE.search(own, max(0, len(own) - 40))
    if found is None and dialect.attributes and own.endswith("{.wikilink}"):
        # From the last parenthesis before a title: a title has no line of its own.
        found = _ATTRIBUTES.search(own, own.rfind("](") + 2)
    if found is None:
        return None
    text_end = own.rfind("](", 0, found.start())
    changes: tuple[Change, ...] = ()
    if _DESTINATION.match(own, text_end, found.start()) and not _SCHEME.match(own, text_end):
        closing = ")" if own.endswith("}") else ""
        changes = ((start + found.start(), start + found.end(), closing),)
    return _Form(changes, start + text_end)


def _form_of_tag(source: str, link: Wikilink, own: str, *, is_html: bool) -> _Form | None:
    found = _TAG.match(own)
    if found is None or not own.endswith("</a>"):
        return None
    start, text_end = link._start, link._end - len("</a>")
    href, text = found[1], source[link._start + found.end() : text_end]
    if _SCHEME.match(f"]({href}"):
        return _Form((), text_end)
    bare = unescape(href)
    if not is_html and text and _BARE.fullmatch(bare) and _PLAIN.fullmatch(text):
        opening, closing = (start, start + found.end(), "["), (text_end, link._end, f"]({bare})")
        return _Form((opening, closing), text_end)
    return _Form(((start, start + found.end(), f'<a href="{href}">'),), text_end)


def _surplus(source: str, link: Wikilink, end: int) -> int:
    """How many letters at the end of the text are no part of the link on the wiki, where that is
    certain and they are the last of the text in the source.
    """
    trail = link.trail if link.children else ""
    if not trail or not link.trail_certain:
        return 0
    length = len(trail) - trail_end(link, trail)
    last: Node = link.children[-1]
    is_last = isinstance(last, Text) and last.value.endswith(trail[len(trail) - length :])
    return length if length and is_last and source.endswith(trail[-length:], 0, end) else 0


def rewrite(page: Surroundings, node: Node, changes: list[Change]) -> None:
    """Make changes within a text or a link, which leads to the same destination after it."""
    if not isinstance(node, Wikilink):
        for start, end, text in changes:
            at = with_space(page, page.parent(node), start, end) if not text else (start, end)
            page.ranges.append(Range(*at, text, core=(start, end), removes=True))
        return
    source, pos = page.source, node._start
    parts: list[str] = []
    trail = "".join([text for start, end, text in changes if start == end == node._end])
    for start, end, text in sorted(changes):
        if start < pos:
            refuse(f"two changes of the link at {node._start} overlap")
        parts += (source[pos:start], text)
        pos = end
    parts.append(source[pos : node._end])
    written = "".join(parts)
    made = Range(node._start, node._end, written)
    page.ranges.append(made)
    shown = node.text.removesuffix(trail)

    def check(outcome: Outcome) -> None:
        start = outcome.after(node._start)
        for kind in ("wikilink", "link", "external_link"):
            new = outcome.nodes.get((kind, start))
            if (
                isinstance(new, (Wikilink, Link, ExternalLink))
                and (new.href if isinstance(new, Wikilink) else new.url) == node.href
                and new.text == shown
                and new._end == start + len(written) - len(trail)
            ):
                return
        refuse(f"the link at {node._start} would be read in another way")

    page.findings.append(check)
