"""The parts of a figure.

    figure = "<figure>" [caption] ["<a>"] "<img>" ["</a>"] [caption] "</figure>"

This is how pandoc writes an image with a caption since 3.0. A figure that holds anything else is
not one image.
"""

from __future__ import annotations

import re

from wikiparse.drafts import HtmlFigureDraft

# A `>` within quotation marks does not end the tag.
_ATTRIBUTES = r"(?=[\s/>])(?>(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*)>"

_CAPTION = rf"<figcaption{_ATTRIBUTES}((?>(?:[^<]++|<(?!/figcaption>))*))</figcaption>\s*+"

FIGURE = re.compile(
    rf"<figure{_ATTRIBUTES}\s*+(?:{_CAPTION})?(?:<a{_ATTRIBUTES}\s*+)?"
    rf"(<img{_ATTRIBUTES})\s*+(?:</a>\s*+)?(?:{_CAPTION})?</figure>",
    re.I,
)


def html_figure(text: str, start: int, end: int) -> HtmlFigureDraft | None:
    """The figure between two offsets, which its tags enclose; None where it is not one image."""
    match = FIGURE.fullmatch(text, start, end)
    if match is None:
        return None
    # Above the image or below it; a group that took no part has the span (−1, −1).
    caption = match.span(3) if match[1] is None else match.span(1)
    return HtmlFigureDraft(start, end, match.span(2), *(caption if caption[0] >= 0 else (0, 0)))
