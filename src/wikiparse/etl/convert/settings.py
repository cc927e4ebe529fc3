"""How pages are written in another markup."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

import attrs

from wikiparse.etl.convert.formats import FORMATS, Format
from wikiparse.render.markdown.flavors import FLAVORS, Flavor

Missing = Literal["text", "wiki", "link"]


@attrs.frozen(kw_only=True)
class Writing:
    """How pages are written.

    `to`: one of `FORMATS`. `missing`: of a link to a page that is not written, and to other wikis,
    the "text" is left, or it leads to the "wiki", or it stays a "link" to the title. `wiki`: the
    URL of the wiki's pages, whose title comes at its end or in place of `$1`. `images`: the folder
    of the images, or their URL likewise; None leaves them as they are. `front_matter`: title and
    categories are written as front matter where the form is Markdown; `tags`: categories as tags.
    """

    to: str = attrs.field()
    missing: Missing = "text"
    wiki: str = ""
    images: str = ""
    front_matter: bool = False
    tags: bool = False

    @to.validator
    def _check(self, _: object, value: str) -> None:
        if value not in FORMATS:
            message = f"unknown form {value!r}; there are {', '.join(FORMATS)}"
            raise ValueError(message)

    @property
    def format(self) -> Format:
        """The form."""
        return FORMATS[self.to]

    @property
    def flavor(self) -> Flavor | None:
        """The flavor of Markdown; None for other forms."""
        flavor = FLAVORS.get(self.to)
        if flavor is None:
            return None
        return attrs.evolve(
            flavor,
            front_matter=flavor.front_matter or self.front_matter,
            category_tags=self.tags,
        )

    def url_of(self, title: str, fragment: str) -> str:
        """The URL of a page of the wiki."""
        page = encoded_title(title)
        url = self.wiki.replace("$1", page) if "$1" in self.wiki else self.wiki + page
        return f"{url}#{encoded_title(fragment)}" if fragment else url


def percent_encoded(path: str, safe: str = "/") -> str:
    """A path as part of a URL."""
    return quote(path, safe=safe, errors="replace")


def encoded_title(title: str) -> str:
    """A title as MediaWiki writes it in URLs (`wfUrlencode`)."""
    return percent_encoded(title.replace(" ", "_"), "/:;@$!*(),~")
