"""What is around the body of a page: front matter, and the converter's notice.

front matter = "---" line* "---" | "+++" line* "+++"      at the start of the file, or at its end
notice       = "> " text "[" title "](" URL ")" text      the first line
"""

from __future__ import annotations

import re

from wikiparse.drafts import ConversionNoticeDraft, FrontMatterDraft
from wikiparse.source import trim

FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n((?:(?!\1[ \t]*\n)[^\n]*\n)*?)\1[ \t]*\n")
KEY = re.compile(r"(?m)^[ \t]*[\w.\"'-]+[ \t]*[:=]")
NOTICE = re.compile(
    r"> (?:本文内容由|この記事は|이 문서는 |이 글은 |This article is converted from Wikipedia: )[ ]?"
    r"\[((?:[^\[\]\\\n]|\\[^\n])*)\]\(((?:[^\s()\\]|\\[^\s]|\((?:[^\s()\\]|\\[^\s])*\))*)\)[^\n\[\]]{0,40}(?=\n)"
)


def front_matter(
    text: str, start: int, end: int
) -> tuple[FrontMatterDraft | None, FrontMatterDraft | None]:
    """The front matter at the start and at the end of a page, where there is any: it must hold a
    line that begins with a key.
    """
    first = last = None
    match = FRONT.match(text, start, end)
    if match and (KEY.search(match[2]) or not match[2].strip()):
        first_end = trim(text, start, match.end() - 1, " \t")[1]
        first = FrontMatterDraft(start, first_end, *match.span(2))
    for fence in ("---", "+++"):
        body_end = len(text[:end].rstrip())
        if not text.endswith("\n" + fence, start, body_end):
            continue
        opening = text.rfind(f"\n{fence}\n", start, body_end - len(fence))
        if opening >= 0 and (first is None or opening >= first.end):
            content_start = opening + 1 + len(fence) + 1
            content_end = body_end - len(fence)
            value = text[content_start:content_end]
            if value.strip() and all(
                KEY.match(line) or line[:1] in " \t-#]}"
                for line in value.splitlines()
                if line.strip()
            ):
                last = FrontMatterDraft(opening + 1, body_end, content_start, content_end)
    return first, last


def notice(text: str, start: int, end: int) -> ConversionNoticeDraft | None:
    """The converter's line, if the page begins with it."""
    match = NOTICE.match(text, start, end)
    return None if match is None else ConversionNoticeDraft(start, match.end(), match[1], match[2])
