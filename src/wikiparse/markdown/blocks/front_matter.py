"""Front matter, before or after the body of a page, and the converter's notice.

front matter = "---" line* "---" | "+++" line* "+++"      at the start of the file, or at its end
notice       = "> " text "[" title "](" URL ")" text      the first line
"""

from __future__ import annotations

import re

from wikiparse.drafts import ConversionNoticeDraft, FrontMatterDraft
from wikiparse.source import trim

# The first line that equals the opening one ends it; no line of YAML or TOML does that by itself.
# The body is lazy, one line at a time: each is compared with the fence, and none is read twice.
FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n((?:(?!\1[ \t]*\n)[^\n]*\n)*?)\1[ \t]*\n")
# key: value   "key": value   key = value
KEY = re.compile(r"(?m)^[ \t]*[\w.\"'-]+[ \t]*[:=]")
# > 本文内容由[柏林](https://zh.wikipedia.org/wiki/柏林)转换而来。
NOTICE = re.compile(
    r"> (?:本文内容由|この記事は|이 문서는 |이 글은 "
    r"|This article is converted from Wikipedia: ) ?"
    r"\[(?P<title>(?:[^\[\]\\\n]|\\[^\n])*)\]"
    # No space in a URL, and parentheses in it are balanced, one level deep.
    r"\((?P<url>(?:[^\s()\\]|\\[^\s]|\((?:[^\s()\\]|\\[^\s])*\))*)\)"
    r"[^\n\[\]]{0,40}(?=\n)"
)


def front_matter(
    text: str, start: int, end: int, at_end: bool
) -> tuple[FrontMatterDraft | None, FrontMatterDraft | None]:
    """The front matter at the start of a page and, if `at_end`, at its end, where there is any: it
    must hold a line that begins with a key.
    """
    first = last = None
    match = FRONT.match(text, start, end)
    # Otherwise it is text between two thematic breaks.
    if match and (KEY.search(match[2]) or not match[2].strip()):
        first_end = trim(text, start, match.end() - 1, " \t")[1]
        first = FrontMatterDraft(start, first_end, *match.span(2))
    # Every line of the last one must look like metadata: a page may end with a thematic break.
    for fence in ("---", "+++") if at_end else ():
        body_end = len(text[:end].rstrip())
        if not text.endswith("\n" + fence, start, body_end):
            continue
        # From the end: the nearest line of the same fence.
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
    if match is None:
        return None
    return ConversionNoticeDraft(start, match.end(), match["title"], match["url"])
