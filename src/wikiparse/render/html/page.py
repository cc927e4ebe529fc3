"""HTML: a fragment or a whole page, safe for showing strangers' pages or bare as the reference
implementations write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import Heading
from wikiparse.render.html.bare import BareWriter
from wikiparse.render.html.links import Urls
from wikiparse.render.html.safe import SafeWriter
from wikiparse.render.html.sanitize import escape

if TYPE_CHECKING:
    from wikiparse.nodes.page import Page
    from wikiparse.render.html.links import ImageResolver, LinkResolver

STYLE = (
    "body{max-width:50em;margin:auto;padding:1em;line-height:1.5;overflow-wrap:break-word}"
    "img{max-width:100%;height:auto}pre{overflow-x:auto}table{border-collapse:collapse}"
    "td,th{border:1px solid;padding:.2em .5em}"
)
"""The least that makes a page readable."""


def render_html(
    page: Page,
    *,
    safe: bool = True,
    whole: bool = False,
    link_resolver: LinkResolver | None = None,
    image_resolver: ImageResolver | None = None,
) -> str:
    """A page's tree as HTML: a fragment, or a `whole` page with head and body.

    Unless `safe`, the output is that of cmark and cmark-gfm: raw HTML and all URLs pass.
    """
    urls = Urls(page, link_resolver, image_resolver)
    body = SafeWriter(page, urls).render() if safe else BareWriter(page, urls).render()
    return _whole(page, body) if whole else body


def _whole(page: Page, body: str) -> str:
    lang = f' lang="{escape(page.lang)}"' if page.lang else ""
    first = next(page.find_all(Heading), None)
    # HTML asks for a title that is not empty.
    title = page.title or (first.text.strip() if first is not None else "") or "Untitled"
    # A page that begins with its own title does not get it twice.
    has_own = first is not None and first.level == 1 and first.text.strip() == page.title
    heading = f"<h1>{escape(page.title)}</h1>\n" if page.title and not has_own else ""
    return (
        f'<!DOCTYPE html>\n<html{lang}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n"
        f'</head>\n<body dir="auto">\n<main>\n{heading}{body}</main>\n</body>\n</html>\n'
    )
