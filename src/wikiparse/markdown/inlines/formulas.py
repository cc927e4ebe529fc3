r"""Formulas that MediaWiki rendered as images.

    formula = "![" tex "](" url-of-a-rendered-formula [title] ")"

The alternative text of such an image is its TeX, in which brackets need not pair. Some converters
escape it as any text, others leave it as it is, where `\,` is TeX and no escape: each page is of
one kind, and where a backslash is single before punctuation it is the latter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines import links
from wikiparse.markdown.inlines.url_nodes import tex_of
from wikiparse.nodes.inlines import Math

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

# {\displaystyle x}](https://wikimedia.org/api/rest_v1/media/math/render/svg/…)
IMAGE = re.compile(
    r"(?P<tex>\{(?>(?:[^\]\n]++|\n(?![ \t]*\n)|\](?!\())*))"
    r"\]\((?:https?:)?//[^\s()/]++/(?>[^\s()]*)(?<=[0-9a-f])(?:[ \n][ \t]*\"[^\"\n]*\")?\)"
)

# ![{\displaystyle a\,b}         a backslash before punctuation, and none before it
BARE = re.compile(r"!\[\{\\(?:display|text)style(?>(?:[^\]\\\n]|\\[A-Za-z]|\\\\)*)\\[^A-Za-z\\\n]")


def open_bracket(scan: Scan, start: int, end: int) -> int:
    """As `links.open_bracket`, but for the image of a formula."""
    text = scan.text
    if text.startswith("{\\", end) and text.startswith("!", start - 1):
        match = IMAGE.match(text, end, scan.end)
        if match is not None and "/math/" in match[0]:
            nodes = scan.nodes
            if nodes and nodes[-1].text.endswith("!"):
                links._cut_exclamation_mark(scan, len(nodes) - 1, start - 1)  # noqa: SLF001
            tex = match["tex"]
            if not _is_bare(scan):
                tex = unescape(tex)
            scan.nodes.append(Math(tex_of(tex), span=(start - 1, match.end())))
            return match.end()
    return links.open_bracket(scan, start, end)


def _is_bare(scan: Scan) -> bool:
    """Whether this page has its TeX unescaped."""
    source = scan.context.source
    return BARE.search(source) is not None
