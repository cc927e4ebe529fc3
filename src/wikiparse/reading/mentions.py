"""How much of a link's text in a hybrid MediaWiki shows as the link.

Old pandoc took all letters after `[[Page|label]]` into the label: in Chinese, Japanese, Korean and
Thai the rest of the clause, of which MediaWiki shows nothing as the link.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from wikiparse.nodes.links import is_prefix, is_remote, page_part, trail_length
from wikiparse.sites.trails import trail_pattern

if TYPE_CHECKING:
    from wikiparse.nodes.links import Wikilink

LONGEST_TITLE: Final = 255
"""The most characters that a title of MediaWiki can have (it counts bytes)."""


def surplus(link: Wikilink, shown: str) -> int:
    """How many letters at the end of a link's text, `shown`, MediaWiki would show after the link,
    where the page does not say it.
    """
    # The fast path: a trail of small letters, which the wikis of most languages show in the link.
    if (
        shown.isascii()
        and shown.rpartition(" ")[2][1:].islower()
        and _takes_ascii(link._context.lang)
    ):
        return 0
    href = link.href
    # Most answers need no title, which takes the destination apart. After its last slash is the
    # title or the end of it, which the text must hold and go beyond.
    folder, slash, name = href.rpartition("/")
    if "#" not in href:
        extension = name[-3:] if name.endswith(".md") else ""
        page = (name[:-3] if extension else name).replace("_", " ")
        if page == shown:
            return 0
        if not ("%" in name or ":" in name or "&" in name or "=" in name or ".html" in name):
            page, text = " ".join(page.split()), " ".join(shown.split())
            if page not in text or page == text:
                return 0 if shown.isascii() else _surplus_of_label(link, shown)
            if page and is_prefix(folder + slash) and not (extension and is_remote(href)):
                text = text.removeprefix(":")
                trail = text[len(page) :]
                if not (text.startswith(page) and trail.isalpha()):
                    return 0 if shown.isascii() else _surplus_of_label(link, shown)
                return len(trail) - trail_end(link, shown[-len(trail) :])
    title = link._title  # noqa: SLF001  # all parts at once
    # Most link texts are no longer than the title: it is no trail of that.
    length = trail_length(shown, title) if len(shown) > len(title.title) else 0
    if length:
        return length - trail_end(link, shown[-length:])
    return 0 if shown.isascii() else _surplus_of_label(link, shown)


def _surplus_of_label(link: Wikilink, shown: str) -> int:
    """The same where the text does not begin with the title: a label that a writer gave.

    Most of those are the title without its parentheses, as MediaWiki's pipe trick makes them
    ("Mercury" of "Mercury (planet)"), or the end of it: a surname, the last noun.
    """
    lang = link._context.lang
    # In most languages the trail may be any letters: then there is no surplus.
    if not shown[-1:].isalpha() or _takes(lang, shown[-1]):
        return 0
    base = link._title.title  # noqa: SLF001  # all parts at once
    if base[-1:] in (")", "\uff09"):
        base = base[: max(base.rfind("("), base.rfind("\uff08"), 0)].rstrip() or base
    longest = min(len(shown) - 1, len(base), LONGEST_TITLE)
    for length in range(longest, 0, -1):
        # One character is a label only if it is all of the title.
        if base.endswith(shown[:length]) and (length > 1 or length == len(base)):
            trail = shown[length:]
            return len(trail) - trail_end(link, trail) if trail.isalpha() else 0
    return 0


def trail_end(link: Wikilink, trail: str) -> int:
    """How many letters of a trail the wiki of a link shows as part of it."""
    match = _trail(link._context.lang).match(trail)
    return match.end() if match else 0


@cache
def _trail(lang: str | None) -> re.Pattern[str]:
    return re.compile(trail_pattern(lang))


@cache
def _takes_ascii(lang: str | None) -> bool:
    """Whether the trails of a language hold all small letters of ASCII."""
    return _trail(lang).fullmatch(ascii_lowercase) is not None


def _takes(lang: str | None, letter: str) -> bool:
    """Whether the trails of a language hold a letter."""
    match = _trail(lang).match(letter)
    return match is not None and match.end() == 1


def has_initial_colon(link: Wikilink) -> bool:
    """Whether a link is written `[[:en:Page]]`: MediaWiki does not show the colon."""
    return page_part(link.href).startswith(":")
