"""The links of a page as rows.

A page has more wikilinks than items of all other columns: one loop, without a call for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import (
    archive_of,
    is_prefix,
    is_remote,
    read_title,
    title_of_url,
    trail_length,
)
from wikiparse.nodes.soft_breaks import without_soft_breaks
from wikiparse.sites import Title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import ExternalLink, Wikilink
    from wikiparse.sites.prefixes import Wiki

    Ranges = Iterable[tuple[int, int] | None]
    """Where each link is in the page's text; None of one that is not in it."""
    Numbers = Sequence[int | None]
    """The number of the section that each link is in."""

Item = tuple[Any, ...]
_NOWHERE: Final = (None, None)
_NO_COPY: Final = (None, None, None)


def link_rows(
    links: Sequence[Wikilink], text: str, ranges: Ranges, sections: Numbers
) -> list[Item]:
    """The wikilinks of a page whose text is `text`."""
    for link in links:
        if not link._context.is_wikitext:
            return _rows_of_paths(links, text, ranges, sections)
    titles = _titles([link.href for link in links], links[0]._context.wiki) if links else {}
    rows: list[Item] = []
    for link, section, found in zip(links, sections, ranges, strict=True):
        href = link.href
        if found is None:
            start, end, shown = None, None, _text_of(link)
        else:
            start, end = found
            shown = text[start:end]
        if href in titles:
            interwiki, namespace, name, fragment = titles[href]
        else:
            interwiki = namespace = fragment = ""
            name = href
        rows.append(
            (
                name,
                namespace,
                fragment,
                interwiki,
                shown,
                link._context.trail,
                href,
                None,
                start,
                end,
                section,
                link._start,
                link._end,
            )
        )
    return rows


def _titles(hrefs: list[str], wiki: Wiki) -> dict[str, Title]:
    """The titles of those destinations of wikitext that are no page's name as they are written."""
    joined = " | ".join(["", *hrefs, ""])
    # As `split_title` would find it: any other name has nothing to decide.
    if "  " in joined or joined.count("|") != len(hrefs) + 1 or not joined.isprintable():
        return {href: read_title(href, wiki, True) for href in set(hrefs)}
    titles: dict[str, Title] = {}
    for sign in ":#%_":
        at = joined.find(sign)
        while at >= 0:
            end = joined.index("|", at)
            href = joined[joined.rindex("|", 0, at) + 2 : end - 1]
            if href not in titles:
                titles[href] = read_title(href, wiki, True)
            at = joined.find(sign, end)
    return titles


def _text_of(link: Node) -> str:
    """The text of a link that is not in the page's text."""
    children = link.children
    # As `link.text` would find it: most hold one text.
    if len(children) == 1 and type(only := children[0]) is Text:
        return without_soft_breaks(only.value)
    return link.text


def _rows_of_paths(
    links: Sequence[Wikilink], text: str, ranges: Ranges, sections: Numbers
) -> list[Item]:
    """As `link_rows`, where destinations are paths or URLs, at least some of them."""
    titles: dict[str, Title] = {}
    folders: dict[str, tuple[bool, bool]] = {}
    rows: list[Item] = []
    for link, section, found in zip(links, sections, ranges, strict=True):
        href, context = link.href, link._context
        if is_wikitext := context.is_wikitext:
            page, is_local, is_page = href, None, True
        else:
            # As `read_title` would: most destinations are a page's name in one of few folders.
            cut = href.rfind("/") + 1
            page, folder = href[cut:], href[:cut]
            if (known := folders.get(folder)) is None:
                known = folders[folder] = not is_remote(href), is_prefix(folder)
            is_local, is_page = known
            if is_local and page[-3:] == ".md":
                page = page[:-3]
            is_page = (
                is_page
                and context.home is None
                and not ("?" in page or "{" in page or ".html" in page)
            )
        # The fast path: as `split_title` would find it, for a name with nothing to decide.
        name = page.replace("_", " ") if "_" in page else page
        if (
            is_page
            and not (":" in name or "#" in name or "%" in name or "  " in name)
            and name.isprintable()
        ):
            name, interwiki, namespace, fragment = name.strip(" "), "", "", ""
        else:
            if (title := titles.get(href)) is None:
                home = None if is_wikitext else context.home
                title = titles[href] = (
                    read_title(href, context.wiki, is_wikitext)
                    if home is None
                    else title_of_url(href, home, context.wiki)
                )
            interwiki, namespace, name, fragment = title
        if found is None:
            start, end, shown = None, None, _text_of(link)
        else:
            start, end = found
            shown = text[start:end]
        if is_wikitext or context.knows_trail or context.home is not None:
            trail = context.trail
        elif len(shown) > len(name) and (
            length := trail_length(shown, Title(interwiki, namespace, name, fragment))
        ):
            trail = shown[len(shown) - length :]
        else:
            trail = ""
        rows.append(
            (
                name,
                namespace,
                fragment,
                interwiki,
                shown,
                trail,
                href,
                is_local,
                start,
                end,
                section,
                link._start,
                link._end,
            )
        )
    return rows


def external_link_rows(
    links: Sequence[ExternalLink], text: str, ranges: Ranges, sections: Numbers
) -> list[Item]:
    """The external links of a page whose text is `text`."""
    rows: list[Item] = []
    for link, section, found in zip(links, sections, ranges, strict=True):
        start, end = found or _NOWHERE
        shown = _text_of(link) if found is None else text[start:end]
        archive = archive_of(link.url) or _NO_COPY
        rows.append(
            (
                link.url,
                shown,
                link.is_bare,
                *archive,
                start,
                end,
                section,
                link._start,
                link._end,
            )
        )
    return rows
