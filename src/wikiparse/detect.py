"""Which dialect is a text written in, and which program wrote it?

Detected by signs that one writer leaves and others do not. A sign is data: the dialect or writer it
speaks for, the weight of an occurrence, how many count. All of them together decide, never one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from wikiparse.nodes.page import Detection
from wikiparse.source import has_pattern

# -------------------------------------------------------------------------------------------------
# the signs


class Sign(NamedTuple):
    """A sign that is looked for, and the dialect or writer that it speaks for."""

    speaks_for: str
    """A dialect, or the writers that leave it."""
    name: str
    weight: int
    """The weight of one occurrence."""
    most: int
    """How many count at most: a sign that two dialects share, such as `[[…]]`, cannot decide by its
    number."""
    needle: str
    """A string in every occurrence: it is found much faster than the pattern."""
    pattern: str
    """Every line begins with a line feed; before the first there are two. Patterns that begin with
    characters to find are by far the fastest."""


MANY = 50

WIKI_URL = r"<?(?:/wiki/|https?://[a-z-]{2,12}(?:\.m)?\.wikipedia\.org/wiki/)"
PAGE_URL = WIKI_URL.replace("/wiki/|", r"/wiki/|\./|", 1)
"""How the URL of a page begins in the output of converters of a wiki's HTML; Parsoid's begin with a
dot."""

SIGNS = (
    # pandoc's wikilinks: a title, since 2025 a class.
    Sign("hybrid", "wikilink titles", 10, MANY, '"wikilink"', r'"wikilink"\)|title="wikilink"'),
    Sign("hybrid", "wikilink classes", 10, MANY, 'class="w', 'class="wikilink"'),
    Sign(
        "hybrid",
        "wikilink definitions",
        10,
        MANY,
        '"wikilink"\n',
        r'\n {0,3}\[[^\]\n]+\]: \S+ "wikilink"(?=\n)',
    ),
    Sign("hybrid", "image titles", 10, MANY, ' "fig:', r'\]\([^\s]{1,400} "fig:'),
    Sign(
        "hybrid",
        "conversion notice",
        20,
        1,
        "\n> ",
        r"\A\n\n> (?:本文内容由|この記事は\[|This article is converted from Wikipedia: )",
    ),
    Sign(
        "hybrid",
        "classes of table rows",
        3,
        5,
        '<tr class="',
        r'<tr class="(?:header|odd|even)">',
    ),
    Sign("pandoc", "class attributes", 20, MANY, "{.wikilink}", r"\{\.wikilink\}"),
    Sign("pandoc", "raw wikitext", 20, MANY, "{=mediawiki}", r"\{=mediawiki\}"),
    Sign("pandoc", "raw HTML", 8, MANY, "{=html}", r"\{=html\}"),
    Sign(
        "pandoc", "heading identifiers", 6, MANY, "{#", r"\n#{1,6} [^\n]{1,300}\{#[^\s{}]+\}(?=\n)"
    ),
    Sign("pandoc", "image sizes", 6, MANY, "){", r'\)\{(?:width|height)="'),
    Sign("pandoc", "spans", 6, MANY, "]{", r"\]\{[.#][^\n{}]+\}"),
    Sign("pandoc", "fenced divs", 4, 5, "\n:::", r"\n:{3,} *(?:\{|\w+\n)"),
    Sign("pandoc", "grid tables", 4, 2, "+\n", r"\n *\+(?:[-=:]+\+)+(?=\n)"),
    Sign("pandoc", "escaped quotes", 1, 3, "\\", r"\\['\"]"),
    Sign(
        "web",
        "titled page URLs",
        5,
        MANY,
        "](",
        rf'\]\({PAGE_URL}[^\s"\]]{{0,400}}+[ \n]"(?!wikilink"|fig:)',
    ),
    Sign(
        "web",
        "page URLs in tags",
        5,
        MANY,
        "<a ",
        rf'<a (?>(?:[^<>h]|h(?!ref=)){{0,400}})href="{PAGE_URL}',
    ),
    Sign("web", "paths of pages", 1, MANY, "](", r"\]\(<?/wiki/"),
    # Anybody links to Wikipedia: alone these never decide.
    Sign(
        "web",
        "page URLs",
        1,
        9,
        "wikipedia.org/wiki/",
        rf"\]\({WIKI_URL}(?<!\]\(/wiki/)(?<!</wiki/)",
    ),
    Sign("web", "Parsoid URLs", 1, MANY, "](./", r"\]\(\./[^\sa-z()./][^\s()./]*\)"),
    Sign("web", "footnote anchors", 5, MANY, "#cite_", r"#cite_(?:note|ref)-"),
    Sign("web", "edit links", 5, MANY, "action=edit", r"action=edit&(?:amp;)?(?:section|redlink)="),
    Sign("web", "thumbnails", 5, MANY, "//upload.", r"//upload\.wikimedia\.org/"),
    Sign("web", "back links", 3, MANY, ". ", r"\n *[0-9]+\. +(?:\[?\*\*\[?|\[)?[\^↑]"),
    Sign("web", "bracketed superscripts", 3, 5, "<sup>", r"<sup>\\\[[0-9]{1,4}\\\]</sup>"),
    Sign(
        "web",
        "spaces after rows but the delimiter row",
        10,
        5,
        "|---|\n|",
        r"\| \n\|(?:---\|)+\n\|[^\n]*\| (?=\n)",
    ),
    Sign("markdown", "ATX headings", 3, MANY, "\n#", r"\n\n#{1,6} [^\n]+(?=\n[^#]|\n?\Z)"),
    Sign(
        "markdown",
        "underlined headings",
        3,
        MANY,
        "\n",
        r"\n(?:={3,}|-{5,})(?=\n)(?<=[^\n|=#-]\n[=-]{3})",
    ),
    Sign("markdown", "inline links", 2, MANY, "](", r"\]\("),
    Sign("markdown", "fences", 3, MANY, "\n", r"\n {0,3}(?:```|~~~)"),
    Sign("markdown", "code spans", 1, 10, "`", r"`(?<!``)[^`\n]+`(?!`)"),
    Sign("markdown", "strong asterisks", 2, MANY, "**", r"\*\*[^\s*][^*\n]{0,300}\*\*"),
    Sign("markdown", "footnotes", 3, MANY, "\n[^", r"\n\[\^[^\]\s]+\]:"),
    Sign("markdown", "link definitions", 2, MANY, "]: ", r"\n {0,3}\[[^\]\n^][^\]\n]*\]: \S"),
    Sign("markdown", "delimiter rows", 4, MANY, "--", r"\n\|? *:?-+:? *\|[-: |]*(?=\n)"),
    Sign("markdown", "hyphen bullets", 2, 5, "- ", r"\n *- +\S"),
    Sign("markdown", "numbered items", 1, 5, ". ", r"\n *[0-9]{1,3}\. +\S"),
    Sign("markdown", "block quotes", 1, 5, "\n> ", "\n> "),
    Sign("markdown", "front matter", 4, 1, "\n---\n", r"\A\n\n---\n"),
    Sign("markdown", "escaped brackets", 4, 5, "\\[", r"\\\[[^\n\\]{1,80}\\\]"),
    Sign("wikitext", "internal links", 1, 2, "[[", r"\[\[[^\[\]\n]{1,300}\]\](?!\()"),
    Sign("wikitext", "templates", 2, 10, "{{", r"\{\{(?![ %<>&])[^{}\n]{1,300}(?:\}\}|\||\n)"),
    Sign("wikitext", "headings", 4, MANY, "=\n", r"\n(={1,6})[^=\n][^\n]{0,300}\1[ \t]*(?=\n)"),
    Sign("wikitext", "bold or italic quotes", 2, MANY, "''", r"''[^'\n]{1,300}''"),
    Sign("wikitext", "tables", 4, MANY, "{|", r"\n:*\{\|"),
    Sign("wikitext", "references", 2, MANY, "<", r"<[rR][eE][fF][\s>/]"),
    Sign("wikitext", "redirect", 20, 1, "[[", r"\A\s*#[^\W\d_]{4,30}:?[ \t]*\[\["),
    Sign(
        "wikitext",
        "labeled URLs",
        3,
        MANY,
        "[http",
        r"\[http(?<!\[\[http)s?://[^\s\[\]]+ [^\[\]\n]+\](?![(\[])",
    ),
    Sign("wikitext", "image options", 1, 5, "|", r"\|(?:thumb|[0-9]{2,4}px)(?:\||\]\])"),
    Sign("wikitext", "numbered lists", 2, MANY, "\n#", r"\n#[^#\n][^\n]*(?=\n#[^#\n]|\n#[*:#])"),
    Sign("wikitext", "indented lines", 1, 5, "\n", r"\n[;:]+ *[^\s:;]"),
)
"""All signs of dialects. Those of `hybrid`, `pandoc` and `web` say besides that the page is
Markdown."""

MARKDOWNIFY, PANDOC = "markdownify markitdown", "pandoc-gfm pandoc-gfm-raw_html"

WRITERS = (
    Sign(
        "html-to-markdown",
        "front matter",
        20,
        1,
        "title: ",
        r"\A\n\n---\n(?:[a-z-]+: [^\n]*\n){0,99}title: ",
    ),
    Sign("html-to-markdown", "added arrows", 2, 5, "[↑]", r"\n[0-9]+\. \[↑\]\(#cite_ref"),
    Sign("html-to-markdown", "padded rows", 1, 5, "  |\n", r"[^ |\n]   +\|(?=\n)"),
    Sign("html2text", "indented markers", 2, 5, "\n  ", r"\n  (?:\*|[0-9]+\.) \S"),
    Sign("html2text", "rows without outer bars", 3, 5, "---  \n", r"\n-{3}(?:\|-{3})*  (?=\n)"),
    Sign(
        "markitdown",
        "quoted colons and parentheses",
        3,
        5,
        "%",
        r"\]\([^\s)%\]]++(?>(?:%(?!28|2C|3A)[^\s)%\]]*+)*)%",
    ),
    Sign(
        "pandoc-gfm",
        "spans and divisions",
        4,
        5,
        "\n",
        r"\n(?:<div (?:id|class)=[^<>\n]*>(?=\n)|#+ <span |[0-9]+\. +<span )",
    ),
    Sign("pandoc-gfm", "tags", 1, 3, "<", r"<(?:a|div|img|span|sup)[\s>]"),
    Sign("pandoc-gfm-raw_html", "no tags", 1, 1, "", r"\A(?!(?s:.*)<(?:a|div|img|span|sup)[\s>])"),
    Sign("pandoc-gfm-raw_html", "parentheses for superscripts", 4, 5, "^([", r"\^\(\["),
    Sign("pandoc-gfm-raw_html", "left out tables", 5, 5, "[TABLE]", r"\n\[TABLE\](?=\n)"),
    Sign("trafilatura", "spaces after rows", 5, 5, "| \n", r"\n\|[^\n]*\| (?=\n)"),
    Sign("trafilatura", "starred back links", 5, 5, "**", r"\n[0-9]+\. \*\*(?:\[[\^↑]\]|\^)"),
    Sign("turndown", "wide bullets", 2, 5, "   ", r"\n[*-]   \S"),
    Sign(
        f"{MARKDOWNIFY} html-to-markdown html2text {PANDOC} turndown",
        "titles",
        5,
        1,
        '"',
        rf'\]\({PAGE_URL}[^\s"\]]{{1,400}}+[ \n]"',
    ),
    Sign(
        f"{MARKDOWNIFY} html2text pandoc-gfm-raw_html turndown",
        "carets of back links",
        1,
        5,
        "[^](",
        r"\[\^\]\([^\s()#]{0,400}+#cite_ref",
    ),
    Sign(MARKDOWNIFY, "starred bullets", 1, 5, "* ", r"\n\* \S"),
    Sign(
        f"markdownify html-to-markdown {PANDOC} trafilatura",
        "hyphen bullets",
        1,
        5,
        "- ",
        r"\n- \S",
    ),
    Sign(f"{PANDOC} turndown", "wide numbers", 1, 5, ".  ", r"\n[0-9]\.  \S"),
    Sign(
        f"{MARKDOWNIFY} html-to-markdown trafilatura",
        "narrow numbers",
        1,
        5,
        ". ",
        r"\n[0-9]+\. \S",
    ),
    Sign(
        "markdownify turndown",
        "underlined headings",
        2,
        5,
        "\n",
        r"\n(?:==+|-{5,})(?=\n)(?<=[^\n|=#-]\n[=-]{2})",
    ),
    Sign("html2text turndown", "underscores", 2, 5, "_", r"_(?<![\w/]_)[^\s_/][^_\n]*_(?![\w/])"),
    Sign(
        f"{MARKDOWNIFY} html-to-markdown {PANDOC} trafilatura",
        "asterisks",
        1,
        5,
        "*",
        r"\*(?<![\w\\*]\*)[^\s*][^*\n]*\*(?![\w*])",
    ),
    Sign(
        "html2text turndown",
        "escaped parentheses",
        1,
        5,
        "\\(",
        r"\]\(<?[^\s()<>\\\]]++(?>(?:\\(?!\()[^\s()<>\\\]]*+)*)\\",
    ),
    Sign(
        f"markdownify html-to-markdown {PANDOC}",
        "bare colons and parentheses",
        1,
        5,
        "](",
        r"\]\((?:https?:)?[^\s()<>:\\]{1,400}+[(:]",
    ),
    Sign(
        f"{MARKDOWNIFY} html-to-markdown html2text",
        "bare brackets",
        1,
        5,
        "[[",
        r"\[\[[^\[\]\n]{1,30}\]\]?\(",
    ),
    Sign(
        f"{PANDOC} trafilatura turndown",
        "escaped brackets",
        1,
        5,
        "\\[",
        r"\[\\\[[^\[\]\n]{1,30}\\\]\]\(|\\\[\[[^\[\]\n]{1,30}\]\(",
    ),
)
"""Signs of the programs that make Markdown of a wiki's HTML; one may speak for several."""

NAMES = (
    "",
    "pandoc-gfm",
    "pandoc-markdown",
    "pandoc-gfm-raw_html",
    "markdownify",
    "markitdown",
    "html-to-markdown",
    "html2text",
    "turndown",
    "trafilatura",
)
"""The values of `Detection.writer`: writers of pandoc with their extensions, libraries that convert
HTML."""

# -------------------------------------------------------------------------------------------------
# the decision

TITLE, CLASS = '"wikilink")', 'class="wikilink"'
"""The end of a link that only pandoc makes, and the attribute in its tag."""
HEAD = 12_000
"""Code points in which signs are looked for; the wikilinks of a hybrid count wherever they are."""
TRIED = ((1_000, 5), (3_000, 5), (HEAD, 1), (None, 1))
"""In how many code points wikilinks are looked for, one after the other, and how many must be
there, if that is not the whole text: most hybrid pages show at once that they are such."""
GLANCE, CLEAR, LEAST = 3_000, 4, 20
"""In how many code points of a longer page all signs are looked for first, and how many times the
weight of all others wikitext's must be, and by how much more, to decide at once: 48 signs in
12,000 code points of Japanese take a tenth of the time of the parse."""
ATTRIBUTE = re.compile(r"\{(?:[=.#]|(?<=\)\{))")
"""A sign that a page of pandoc's own Markdown with wikilinks always has."""
ENOUGH = 6
"""The weight of pandoc's attributes that makes a page with wikilinks one of its own Markdown;
without any twice that, since other Markdown has identifiers of headings too."""


def detect(text: str) -> Detection:
    """The dialect that the signs in a text speak for, the signs with how often they were seen (up
    to a limit), and the program that left them.

    One wikilink of pandoc's is enough for a hybrid, since no other writer makes them, unless
    wikitext's signs outweigh it. A text without any sign is Markdown.
    """
    text = text.removeprefix("\ufeff")
    # A thousand code points first: most hybrids have five wikilinks in them, and the rest of a
    # megabyte is never searched.
    for size, least in TRIED:
        part = text[:size]
        is_whole = len(part) == len(text)
        needed = 1 if is_whole else least
        name, needle = "titles", TITLE
        links = part.count(TITLE)
        if links < needed:
            name, needle = "classes", CLASS
            links = part.count(CLASS)
        # The weights of `SIGNS`, without patterns: wikilinks against `[[`, headings and templates
        # of wikitext.
        if links >= needed and 10 * links > 3 * part.count("[[") + 3 * part.count(
            "\n="
        ) + 2 * part.count("{{"):
            head = text[:HEAD]
            if has_pattern(head, "{", ATTRIBUTE):
                break
            # The common case: links that no other writer makes, and more of them than there is
            # wikitext. No need to look for all the signs.
            count = min(max(links, head.count(needle)), MANY)
            return Detection("hybrid", ((f"wikilink {name}", count),), "pandoc-gfm")
        if is_whole:
            break
    return _weigh(text)


@cache
def _patterns(signs: tuple[Sign, ...]) -> list[tuple[Sign, re.Pattern[str]]]:
    """The signs, compiled when the first text is met that has to be weighed."""
    return [(sign, re.compile(sign.pattern)) for sign in signs]


def _weigh(text: str) -> Detection:
    """The dialect whose signs weigh most."""
    if len(text) > 2 * GLANCE:
        _, evidence, scores = _look(text, GLANCE)
        wikitext = scores["wikitext"]
        if wikitext >= LEAST + CLEAR * (sum(scores.values()) - wikitext):
            evidence += _far_down(text, scores)
            if scores["wikitext"] > CLEAR * (sum(scores.values()) - wikitext):
                return Detection("wikitext", tuple(evidence), "")
    head, evidence, scores = _look(text, HEAD)
    if not scores["hybrid"] and scores["pandoc"] < ENOUGH:
        evidence += _far_down(text, scores) or _weak_signs(text, head, scores)
    dialect = _heaviest(scores)
    return Detection(dialect, tuple(evidence), _writer(dialect, head))


def _look(text: str, size: int) -> tuple[str, list[tuple[str, int]], dict[str, int]]:
    """The first code points of a text as the patterns want them, the signs in them, and the weights
    by dialect.
    """
    # Two line feeds: patterns for the start of a line, and those for the start of the page, need no
    # other form.
    head = "\n\n" + text[:size].replace("\r\n", "\n")
    if len(text) <= size and not head.endswith("\n"):
        head += "\n"
    # Pages about wikitext show it in fenced code.
    prose = _without_fences(head)
    scores = dict.fromkeys(("hybrid", "pandoc", "web", "markdown", "wikitext"), 0)
    evidence = []
    for sign, pattern in _patterns(SIGNS):
        # Text in a fence is no wikitext of the page.
        count = _count(sign, pattern, prose if sign.speaks_for == "wikitext" else head)
        if count:
            evidence.append((sign.name, count))
            scores[sign.speaks_for] += sign.weight * count
    return head, evidence, scores


def _heaviest(scores: dict[str, int]) -> str:
    """The dialect that the weights speak for."""
    # More than all others together: templates that a converter left are wikitext too.
    if scores["wikitext"] > sum(scores.values()) - scores["wikitext"]:
        return "wikitext"
    if scores["pandoc"] >= (ENOUGH if scores["hybrid"] else 2 * ENOUGH):
        return "pandoc"
    if scores["web"] >= 10 and scores["web"] > scores["hybrid"]:
        return "web"
    return "hybrid" if scores["hybrid"] else "markdown"


def _far_down(text: str, scores: dict[str, int]) -> list[tuple[str, int]]:
    """The wikilinks of a page without any in its first part."""
    found = []
    for name, needle, dialect in (
        ("wikilink titles", TITLE, "hybrid"),
        ("wikilink titles", 'title="wikilink"', "hybrid"),
        ("wikilink classes", CLASS, "hybrid"),
        ("class attributes", "{.wikilink}", "pandoc"),
        ("raw wikitext", "{=mediawiki}", "pandoc"),
    ):
        if count := min(text.count(needle), MANY):
            found.append((name, count))
            scores[dialect] += (10 if dialect == "hybrid" else 20) * count
    return found


NOTE_MARK = re.compile(r"(?<!\[)\\\[[0-9]{1,3}\\\](?!\])")
IMAGE_TAG = re.compile(
    r"<img src=\"[^\"\n]{1,400}\" title=\"[^\"\n]{0,1000}\""
    r"(?: width=\"[0-9.]+(?:px|%)?\" alt=\"| />\n<figcaption)"
)
"""An image as pandoc writes it in GFM where Markdown cannot say its size or its caption."""

RELATIVE_URL = re.compile(r"\]\((?!#|/|\.|[a-z]{1,9}:)")
"""The beginning of the destination of `RELATIVE_LINK`."""
RELATIVE_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,300})\]"
    r'\((?!#|/|\.|[a-z]{1,9}:)([^\s()]{1,300})(?: "([^"\n]{1,300})")?\)'
)


def _weak_signs(text: str, head: str, scores: dict[str, int]) -> list[tuple[str, int]]:
    """Signs that only together with others are any: numbers in escaped brackets where a numbered
    list ends the page, titles with which the labels of nearly all relative links begin, pandoc's
    images beside wikilinks in brackets.
    """
    found = []
    if "<img src=" in head and "[[" in head and (images := len(IMAGE_TAG.findall(head))):
        found.append(("image tags", min(images, MANY)))
        scores["hybrid"] += 5 * min(images, MANY)
    if "\\[" in head and (marks := len(NOTE_MARK.findall(head))):
        items = _closing_list(text)
        if items:
            found.append(("escaped note marks", marks))
            scores["hybrid"] += 3 * min(marks, items)
    links = titled = 0
    for label, url, title in _relative_links(head):
        links += 1
        titled += bool(title) and label.startswith(title) and not url.endswith(EXTENSIONS)
    if titled and titled >= 0.8 * links:
        found.append(("titles that repeat labels", titled))
        scores["hybrid"] += 5 * titled
    return found


def _relative_links(text: str) -> list[tuple[str, str, str]]:
    """Label, URL and title of the first relative links."""
    # Pages from HTML have thousands of links, and none of these.
    return RELATIVE_LINK.findall(text)[:MANY] if RELATIVE_URL.search(text) else []


EXTENSIONS = (".md", ".html", ".htm", ".txt", ".rst", ".pdf", ".png", ".jpg", ".svg")
ITEM = re.compile(r"[0-9]{1,4}\.(?: |$)|[ \t]|$")


def _closing_list(text: str) -> int:
    """How many items the numbered list has that begins at 1 and ends the page; 0 without one."""
    start = text.rfind("\n1.")
    if start < 0 or not text.startswith(("  ", "\n", " \n"), start + 3):
        return 0
    items = 0
    for line in text[start + 1 :].split("\n"):
        if not ITEM.match(line):
            return 0
        items += line[:1].isdigit()
    return items


def _count(sign: Sign, pattern: re.Pattern[str], text: str) -> int:
    """How often a sign is in a text, up to the number that counts."""
    if sign.needle not in text:
        return 0
    # No further than counts: a page of nothing but one sign costs no more than fifty of it.
    return sum(1 for _ in islice(pattern.finditer(text), sign.most))


FENCE = re.compile(r"\n {0,3}(```+|~~~+)[^\n]*")


def _without_fences(text: str) -> str:
    """A text that begins with a line feed without its fenced code."""
    if "```" not in text and "~~~" not in text:
        return text
    parts, start, fence = [], 0, ""
    for match in FENCE.finditer(text):
        if not fence:
            parts.append(text[start : match.start() + 1])
            fence = match[1]
        elif match[1].startswith(fence):
            start, fence = match.end(), ""
    return "".join(parts if fence else [*parts, text[start:]])


def _writer(dialect: str, head: str) -> str:
    """The program that wrote a page of this dialect, "" where its text does not show it."""
    if dialect == "hybrid":
        return "pandoc-gfm"
    if dialect == "pandoc":
        return "pandoc-markdown"
    if dialect != "web":
        return ""
    weights = dict.fromkeys(NAMES, 0)
    for sign, pattern in _patterns(WRITERS):
        if count := _count(sign, pattern, head):
            for writer in sign.speaks_for.split():
                weights[writer] += sign.weight * count
    # Of equals the first in `NAMES`.
    return max(weights, key=weights.__getitem__)
