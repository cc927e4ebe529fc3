r"""Formulas that MediaWiki rendered as images.

    formula = "![" tex "](" url-of-a-rendered-formula [title] ")"

The alternative text of such an image is its TeX, in which brackets need not pair. Some converters
escape it as any text, others leave it as it is, where `\,` is TeX and no escape: each page is of
one kind, and where a backslash is single before punctuation it is the latter.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from wikiparse.html.entities import unescape
from wikiparse.markdown.inlines import escapes, links
from wikiparse.markdown.inlines.url_nodes import (
    FORMULA_URL,
    NO_TEX,
    is_repeated,
    reference_of,
    tex_of,
)
from wikiparse.nodes.inlines import Math, Text
from wikiparse.nodes.make import make_footnote_reference, make_html_tag, make_text

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan

# {\displaystyle x}](https://wikimedia.org/api/rest_v1/media/math/render/svg/…)
IMAGE = re.compile(
    r"(?P<tex>\{(?>(?:[^\]\n]++|\n(?![ \t]*\n)|\](?!\())*))"
    r"\]\((?:https?:)?//[^\s()/]++/(?>[^\s()]*)(?<=[0-9a-f])(?:[ \n][ \t]*\"[^\"\n]*\")?\)"
)

# ![{\displaystyle a\,b}         a backslash before punctuation, and none before it
BARE = re.compile(
    r"!\[\{\\(?:display|text)style"
    r"(?>(?:[^\]\\\n!]|!(?!\[)|\\[A-Za-z]|\\\\)*)\\[^A-Za-z\\\n]"
)


# The annotation of MathML: the same TeX, escaped as text is.
STYLES = ("{\\displaystyle", "{\\textstyle", "{\\\\displaystyle", "{\\\\textstyle")


def open_bracket(scan: Scan, start: int, end: int) -> int:
    """As `links.open_bracket`, but for the image of a formula."""
    text = scan.text
    if end > start + 1:  # the token is a whole image or footnote reference
        if text[start - 1] == "!" and start > scan.start:
            return links.plain_image(scan, start)
        label, _, anchor = text[start + 2 : end - 1].partition("](#")
        label = label.strip("[]\\")
        scan.nodes.append(reference_of(scan, label, anchor, (start, end)))
        return end
    if text.startswith("{\\", end) and text.startswith("!", start - 1):
        match = IMAGE.match(text, end, scan.end)
        if match is not None and FORMULA_URL in match[0]:
            tex = match["tex"] if _is_bare(scan) else unescape(match["tex"])
            span = (start - 1, match.end())
            if is_repeated(text, start - 1, tex):
                _cut(scan, start - 1)
                scan.nodes.append(make_html_tag("img", (("alt", tex),), span=span))
            else:
                begin = _before(text, scan.start, start - 1, tex)
                begin = start - 1 if _is_torn(scan, begin) else begin
                _cut(scan, begin)
                scan.nodes.append(Math(tex_of(tex), span=(begin, match.end())))
            return match.end()
    elif (
        text[end : end + 1].isdigit()
        and (number := PLAIN.match(text, start, scan.end)) is not None
        and number[1] in numbered_items(scan)
    ):
        return _add_reference(scan, number)
    return links.open_bracket(scan, start, end)


def escape(scan: Scan, start: int, end: int) -> int:
    """As `escapes.escape`, but for a footnote reference without a link."""
    if end - start == 2 and scan.text[start + 1] == "[":  # an escape
        number = ESCAPED.match(scan.text, start, scan.end)
        if number is not None and number[1] in numbered_items(scan):
            return _add_reference(scan, number)
    return escapes.escape(scan, start, end)


def _add_reference(scan: Scan, number: re.Match[str]) -> int:
    scan.add_footnote_reference(
        make_footnote_reference((), number[1], "", number[1], number.span())
    )
    return number.end()


# [1]   \[1\]       of a footnote, where the converter left out links within the page
PLAIN = re.compile(r"\[([0-9]{1,4})\](?!\(|\]\()")
ESCAPED = re.compile(r"\\\[([0-9]{1,4})\\\](?![(\]])")

# 1. ^ Text      2. **^** Text      with links back, there is an anchor in the line
NUMBERED = re.compile(r"^ *([0-9]{1,4})\. +(?:\*\*)?[\^↑](?!\S*#cite_)", re.M)


def numbered_items(scan: Scan) -> frozenset[str]:
    """The numbers of items that begin as a footnote does whose links back were left out."""
    context = scan.context
    if context.numbered_items is None:
        source = context.source
        found = NUMBERED.findall(source) if "#cite_ref-" not in source else ()
        context.numbered_items = frozenset(found)
    return context.numbered_items


def _is_bare(scan: Scan) -> bool:
    """Whether this page has its TeX unescaped; asked once."""
    context = scan.context
    if context.has_bare_tex is None:
        context.has_bare_tex = BARE.search(context.source) is not None
    return context.has_bare_tex


def _before(text: str, start: int, pos: int, tex: str) -> int:
    """Where a formula begins that is written before its image too, as the text of its MathML: its
    characters one after the other, and its TeX.
    """
    wanted = _squeezed(tex)
    least = max(pos - 3 * len(tex) - 9, start)
    begin = pos
    for _ in range(STYLES_WITHIN):
        begin = max(text.rfind(style, least, begin) for style in STYLES)
        if begin < 0:
            return pos
        if _squeezed(text[begin:pos]) == wanted:
            return _before_letters(text, start, begin, tex)
    return pos


STYLES_WITHIN = 8
"""Formulas in the display style that may be within one."""


def _squeezed(tex: str) -> str:
    return NO_TEX.sub("", tex)


def _before_letters(text: str, start: int, pos: int, tex: str) -> int:
    """Where the characters of a formula begin that end at `pos`: letters, digits and symbols that
    its TeX has, and symbols that TeX has commands for.
    """
    left = Counter(unicodedata.normalize("NFKC", COMMAND.sub("", tex)))
    while pos > start and not text[pos - 1].isspace():
        char = text[pos - 1]
        plain = unicodedata.normalize("NFKC", char)
        if left[plain] > 0:
            left[plain] -= 1
        elif char == "\\":
            pass  # of an escape
        elif not _is_mathematical(char):
            break
        pos -= 1
    return pos


# \\sin is shown as its name
COMMAND = re.compile(
    r"\\(?!(?:arc)?(?:sin|cos|tan|cot)|log|ln|lg|exp|lim|max|min|sup|inf|det|dim|ker|deg|gcd|arg|Pr)"
    r"[A-Za-z]+"
)


def _is_mathematical(char: str) -> bool:
    """Whether TeX has a command for a character rather than the character itself."""
    return not char.isascii() and (
        unicodedata.category(char) in ("Sm", "So", "Sk", "Mn", "Cf")
        or "GREEK" in unicodedata.name(char, "")
        or char in "⋯…′″‴∗⟨⟩⌈⌉⌊⌋‖"
    )


def _is_torn(scan: Scan, begin: int) -> bool:
    """Whether an offset is within a node that is no text."""
    for node in reversed(scan.nodes):
        if node._start < begin:
            return node._end > begin and not isinstance(node, Text)
    return False


def _cut(scan: Scan, begin: int) -> None:
    """Take the nodes from an offset on out of the scan, with the openers among them."""
    nodes = scan.nodes
    while nodes and nodes[-1]._start >= begin:
        nodes.pop()
    if nodes and nodes[-1]._end > begin and isinstance(last := nodes[-1], Text):
        value = (
            last.value[: begin - last._end]
            if len(last.value) == last._end - last._start
            else (unescape(scan.text[last._start : begin]))
        )
        nodes.pop()
        if value:
            nodes.append(make_text(value, (last._start, begin)))
    while scan.delimiters and scan.delimiters[-1].index >= len(nodes):
        scan.delimiters.pop()
    while scan.brackets and scan.brackets[-1].index >= len(nodes):
        scan.brackets.pop()
    scan.inactive_brackets = min(scan.inactive_brackets, len(scan.brackets))
    scan.must_join = True
