"""Where the links of a page lead when it is written: to the files of other pages, to the wiki, or
nowhere.
"""

from __future__ import annotations

from collections import Counter
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, Any

from wikiparse.etl.clean import clean
from wikiparse.etl.convert.settings import encoded_title, percent_encoded
from wikiparse.etl.convert.titles import key_of_link
from wikiparse.render.markdown.anchors import find_anchor

if TYPE_CHECKING:
    from wikiparse.etl.convert.index import Reader
    from wikiparse.etl.convert.settings import Writing
    from wikiparse.nodes import Image, Wikilink

MOST_NAMED = 50
"""Titles of missing pages that the report names for a page."""


class Links:
    """The resolver of a page's links, and counts of the outcomes.

    `path` is the page's own file. Without an index all pages are missing.
    """

    def __init__(
        self, writing: Writing, title: str, path: str = "", index: Reader | None = None
    ) -> None:
        self._writing = writing
        self._title = title
        self._folder = dirname(path)
        self._index = index
        self.counts: Counter[str] = Counter()
        """"pages", "redirects", "missing", "fragments" (of which only the page is left), "other
        wikis"."""
        self._missing: Counter[str] = Counter()
        self._fragments: Counter[str] = Counter()

    def __call__(self, link: Wikilink) -> str | None:
        """The URL of a page, in Obsidian the path of a page; None for text."""
        if link.interwiki:
            # Without text it is shown beside the page, and not in it.
            if link.children:
                self.counts["other wikis"] += 1
            return self._outside(link)
        index = self._index
        found = None if index is None else index.find(key_of_link(link, self._title))
        if index is None or found is None:
            self.counts["missing"] += 1
            self._missing[clean(link.title)] += 1
            return self._outside(link)
        self.counts["redirects" if found.is_redirect else "pages"] += 1
        fragment = link.fragment or found.fragment
        anchor = ""
        if fragment:
            known = find_anchor(index.anchors(found.number), fragment)
            if known is None:
                self.add_lost_fragment(link.title, fragment)
            anchor = known or ""  # "" is in the lead: the top of the page
        return self._address(found.path, anchor)

    def _address(self, path: str, anchor: str) -> str:
        tail = f"#{anchor}" if anchor else ""
        form = self._writing.format
        if form.links == "vault":
            return path.removesuffix(form.extension) + tail
        return percent_encoded(relpath(path, self._folder or ".")) + tail

    def _outside(self, link: Wikilink) -> str | None:
        """The URL of a page that is not written, as it is asked for."""
        missing = self._writing.missing
        if missing == "text":
            return None
        whole = f"{link.interwiki}:{link.title}" if link.interwiki else link.title
        if missing == "wiki":
            return self._writing.url_of(whole, link.fragment)
        if self._writing.format.links == "vault":
            return f"{whole}#{link.fragment}" if link.fragment else whole
        tail = "#" + encoded_title(link.fragment) if link.fragment else ""
        return f"./{encoded_title(whole)}{tail}"

    def add_lost_fragment(self, title: str, fragment: str) -> None:
        """Count a link to a section that is not there."""
        self.counts["fragments"] += 1
        self._fragments[clean(f"{title}#{fragment}")] += 1

    def image(self, image: Image) -> str | None:
        """The URL of an image of the wiki; None to leave it as it is."""
        base = self._writing.images
        if not base or not image.name:
            return None
        name = encoded_title(image.name[:1].upper() + image.name[1:])
        if "://" in base:
            return base.replace("$1", name) if "$1" in base else base + name
        if self._writing.format.links == "paths":
            path = relpath(base, self._folder or ".")
            base = path if path.startswith("../") else f"./{path}"
        return f"{percent_encoded(base)}/{name}"

    def report(self) -> dict[str, Any]:
        """The counts, and the titles that were missing most often."""
        named = (("missing titles", self._missing), ("missing sections", self._fragments))
        return {
            **self.counts,
            **{name: dict(found.most_common(MOST_NAMED)) for name, found in named if found},
        }
