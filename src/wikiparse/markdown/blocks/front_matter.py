"""What stands around the body of a page: front matter, and the converter's notice.

front = "---" line* "---" | "+++" line* "+++"      at the start of the file, or at its end
notice = "> " words "[" title "](" address ")" words      the first line
"""

from __future__ import annotations

import re

from wikiparse.drafts import Draft

FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n((?:(?!\1[ \t]*\n)[^\n]*\n)*?)\1[ \t]*\n")
KEY = re.compile(r"(?m)^[ \t]*[\w.\"'-]+[ \t]*[:=]")
NOTICE = re.compile(
    r"> (?:本文内容由|この記事は|이 문서는 |이 글은 |This article is converted from Wikipedia: )[ ]?"
    r"\[((?:[^\[\]\\\n]|\\[^\n])*)\]\(((?:[^\s()\\]|\\[^\s]|\((?:[^\s()\\]|\\[^\s])*\))*)\)[^\n\[\]]{0,40}(?=\n)"
)


def front_matter(text: str, start: int, end: int) -> tuple[Draft | None, Draft | None]:
    """The front matter at the start and at the end of a page, where there is any: it must hold a
    line that begins with a key.
    """
    first = last = None
    match = FRONT.match(text, start, end)
    if match and (KEY.search(match[2]) or not match[2].strip()):
        first = _front(match.start(), match.end() - 1, match.span(2), text)
    for fence in ("---", "+++"):
        body_end = len(text[:end].rstrip())
        if not text.endswith("\n" + fence, start, body_end):
            continue
        opening = text.rfind(f"\n{fence}\n", start, body_end - len(fence))
        if opening >= 0 and (first is None or opening >= first.end):
            begin = opening + 1 + len(fence) + 1
            stop = body_end - len(fence)
            value = text[begin:stop]
            if value.strip() and all(
                KEY.match(line) or line[:1] in " \t-#]}"
                for line in value.splitlines()
                if line.strip()
            ):
                last = _front(opening + 1, body_end, (begin, stop), text)
    return first, last


def _front(start: int, end: int, value: tuple[int, int], text: str) -> Draft:
    while end > start and text[end - 1] in " \t":
        end -= 1
    return Draft("front_matter", start, end, *value)


def notice(text: str, start: int, end: int) -> Draft | None:
    """The converter's line, if the page begins with it; `info` is the title and the address as they
    are written.
    """
    match = NOTICE.match(text, start, end)
    return (
        None
        if match is None
        else Draft("conversion_notice", start, match.end(), info=(match[1], match[2]))
    )
