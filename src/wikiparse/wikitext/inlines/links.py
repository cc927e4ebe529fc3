"""Internal links (MediaWiki: `Parser::handleInternalLinks`).

    link     = "[[" target ["|" inline*] "]]" trail
    category = "[[" namespace ":" name ["|" sort-key] "]]"
    file     = "[[" namespace ":" name ("|" (option | inline*))* "]]"

A colon before the target makes a link where a category or a file would be. The last part of a file
that is not an option is its caption. A link in the label of another one makes the outer one text;
a caption may hold links.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode_wikitext
from wikiparse.mediawiki import PROTOCOLS, TAGS, URL_CHARACTERS
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import Category, Image, Wikilink, title_of, unquoted
from wikiparse.nodes.make import make_category, make_image, make_text, make_wikilink
from wikiparse.sites import is_language
from wikiparse.sites.folding import fold
from wikiparse.sites.image_options import FORMATS, FRAMED, option_of
from wikiparse.sites.prefixes import names_of
from wikiparse.source import WHITE, trim
from wikiparse.wikitext.inlines.enclosed import in_order, templates_in
from wikiparse.wikitext.inlines.external_links import START, STYLED, without_links
from wikiparse.wikitext.preprocessor import PIPE_WORD, known_tag_end, without_comments

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.sites.prefixes import Wiki
    from wikiparse.sites.titles import Title
    from wikiparse.wikitext.inlines.state import Context, Scan

PLAIN = re.compile(r"\[\[([^\[\]{}|<>\n]++)(?:\|([^\[\]{}|<\n]*+))?\]\]")
TARGET = re.compile(r"[^\[\]<>\n#]*+(?:#[^\n]*+)?")
"""The target of a link; a fragment may hold characters that a title may not."""
TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])")
ADDRESS_START = re.compile(PROTOCOLS)
NO_TITLE = re.compile(
    r"[\x00-\x1f\x7f<>\[\]|{}]|%[0-9A-Fa-f]{2}|&(?:#[0-9]+|#x[0-9A-Fa-f]+|[^\x00-/:-@\[-`{-\x7f]+);"
    r"|~~~|(?:\A|/)\.\.?(?:/|\Z)"
)
"""Characters that no title holds (MediaWiki: `MediaWikiTitleCodec::getTitleInvalidRegex`)."""
URL = re.compile(rf"\[({PROTOCOLS}(?>(?:{URL_CHARACTERS})+))[^\[\]\n]*+\]")
"""An external link, with its URL."""
MAX_URL = 300
"""How far before a pipe the bracket of a link around it is looked for, at most."""
MAX_FILE = 2000
"""Code points of a file whose pipes are looked at together, at most."""
MAX_PREFIX = 100
"""How many letters before a link are looked at, at most."""
MAY_BE_INVALID = re.compile(r"[\x00-\x1f\x7f<>\[\]|{}%&~/]")
"""Characters without which a title that begins with no `.` has nothing of `NO_TITLE`; a search for
one set takes a quarter of the time."""
MAX_TITLE = 255
"""Bytes of a title, in UTF-8."""
_DROPPED = r"(?:\([^()]*\)|（[^（）]*）)$"
# Spaces are taken together, so that the text after them is looked at once; the title begins with
# one of them only if nothing else is left.
TRICK = re.compile(
    r"(?::?[^:|\]]*:)?(?:[ _]*+|(?>[ _]*(?=[ _](?![ _]))))"
    rf"((?>(?:[ _]++(?!{_DROPPED})|(?!{_DROPPED}|,[ _]|，|،[ _])[^ _])+))",
    re.S,
)


def wikilink(scan: Scan, start: int, _end: int) -> int:
    """`[[…]]`, or the brackets as text."""
    text, stop = scan.text, scan.stop
    extent = scan.context.extents.get(start)
    if extent is not None and extent.end <= stop:
        end, pipes = extent.end, extent.pipes or []
    elif match := PLAIN.match(text, start, stop):
        end = match.end()
        pipes = [match.start(2) - 1] if match[2] is not None else []
    else:
        # Brackets are taken by twos, from the left: the one after a pair may begin an external
        # link.
        width = 2 if text.startswith("[", start + 2, stop) else 1
        scan.add_text(text[start : start + width], start, start + width)
        return start + width
    if text[start - 1 : start] == "[" and _is_third(text, start):
        scan.add_text("[[", start, start + 2)
        return start + 2
    # MediaWiki: `[[a|[b]]]`, where the first `]` of three belongs to the label.
    if pipes and end < stop and text[end] == "]" and _has_bracket(scan, pipes[0], end):
        end += 1
    target = (start + 2, before_pipe(text, pipes[0]) if pipes else end - 2)
    href = text[target[0] : target[1]]
    if "<!--" in href:
        href = without_comments(href)
    href = decode_wikitext(href.strip(" \t\n_")) if "&" in href else href.strip(" \t\n_")
    # MediaWiki: no internal link to a URL; the inner bracket may begin an external one.
    if href[:2] == "//" or (":" in href and ADDRESS_START.match(href)):
        scan.add_text("[", start, start + 1)
        return start + 1
    if (
        not href
        # Searches for single characters: a target without these needs no pattern.
        or (
            ("[" in href or "]" in href or "<" in href or ">" in href or "\n" in href)
            and not TARGET.fullmatch(href)
        )
        or ("<" in href and _has_tag(text, *target))
        or (("{" in href or "}" in href) and "{{" not in href and "-{" not in href)
    ):
        scan.add_text("[[", start, start + 2)
        return start + 2
    title = title_of(href, scan.context.wiki, is_wikitext=True)
    if not _is_title(title, href, scan.context.wiki):
        scan.add_text("[[", start, start + 2)
        return start + 2
    # The comparison saves the call where there is room.
    if scan.depth + 1 >= scan.context.max_depth and scan.too_deep(1, start, end):
        return end
    # MediaWiki: `$noforce`; an initial colon makes a plain link.
    if title.namespace in ("Category", "File") and not title.interwiki and href[0] != ":":
        name = title.title.partition(":")[2].strip()
        if title.namespace == "Category":
            # MediaWiki decodes references here: Parser::handleInternalLinks2
            sort_key = decode_wikitext(text[pipes[0] + 1 : end - 2]) if pipes else None
            inner = templates_in(scan.context, target[0], end - 2, scan.depth + 1)
            scan.nodes.append(make_category(inner, name, sort_key, href, (start, end)))
        else:
            inner = templates_in(scan.context, *target, scan.depth + 1)
            scan.nodes.append(image(scan, name, href, [*pipes, end - 2], (start, end), inner))
        return end
    return _link(
        scan,
        start,
        end,
        target,
        pipes,
        href,
        bool(title.interwiki) and href[0] != ":" and is_language(title.interwiki),
    )


def before_pipe(text: str, pipe: int) -> int:
    """Where what a pipe ends has its end: the pipe may be the last character of `{{!}}`."""
    # The whole of it: after the end of a file in `{{#tag:gallery|…}}` there is a brace too.
    if text[pipe] == "}" and text.endswith(PIPE_WORD, 0, pipe + 1):
        return pipe + 1 - len(PIPE_WORD)
    return pipe


def _is_third(text: str, start: int) -> bool:
    """Whether an odd number of brackets is before a `[[`: its first one belongs to the pair
    before then (MediaWiki splits a text at each `[[`, from the left).
    """
    first = start
    while first and text[first - 1] == "[":
        first -= 1
    return (start - first) % 2 == 1


def _has_tag(text: str, start: int, end: int) -> bool:
    """Whether a target holds a tag; any other `<` is text."""
    return any(match[1].lower() in TAGS for match in TAG_NAME.finditer(text, start, end))


_BRACKET = re.compile(r"\[\[?|\{\{|<")


def _has_bracket(scan: Scan, pipe: int, end: int) -> bool:
    """Whether a label has a bracket that may end with the third of `]]]`: `[[a|[b]]]`. Not
    one in a template, an extension or a tag, without which MediaWiki reads links.
    """
    found = False
    extents = scan.context.extents
    pos = pipe
    while match := _BRACKET.search(scan.text, pos, end):
        pos = match.end()
        if match[0] == "[[":
            return False
        if match[0] == "[":
            found = True
        elif (extent := extents.get(match.start())) is not None:
            pos = extent.end
        elif match[0] == "<":
            pos = known_tag_end(scan.text, extents, match.start(), end)
    return found


def _is_title(title: Title, href: str, wiki: Wiki) -> bool:
    """Whether MediaWiki takes a target for the title of a page
    (`MediaWikiTitleCodec::splitTitleString`). Templates and variants in it may stand for anything.
    """
    page = title.title
    if not page:
        return bool(title.interwiki or title.fragment) or "#" in href or "%23" in href
    # One character is found faster than two.
    if "{" in page and ("{{" in page or "-{" in page):
        return True
    if title.namespace:
        page = page.partition(":")[2].lstrip()
    elif page.endswith(":") and fold(page[:-1]) in names_of(wiki):
        return False
    if page[:1] == ":" or "\ufffd" in page:
        return False
    if title.interwiki:
        return True
    if (
        not page.replace(" ", "").isalnum()  # as many are: no pattern for these
        and (MAY_BE_INVALID.search(page) or page[:1] == ".")
        and NO_TITLE.search(page)
    ):
        return False
    # A code point is four bytes at most.
    return len(page) * 4 <= MAX_TITLE or len(page.encode("utf-8", "replace")) <= MAX_TITLE


def _link(
    scan: Scan,
    start: int,
    end: int,
    target: tuple[int, int],
    pipes: list[int],
    href: str,
    is_silent: bool,
) -> int:
    """A link to a page.

    One to the same page in another language is shown beside the page, and has no text in it.
    """
    text, context = scan.text, scan.context
    children: tuple[Node, ...] = ()
    if is_silent:
        pass
    elif not pipes:
        is_plain = "{" not in href and "''" not in href
        children = (
            _words(text, *target) if is_plain else context.parse(context, *target, scan.depth + 1)
        )
    elif pipes[0] + 1 < end - 2:
        children = context.parse(context, pipes[0] + 1, end - 2, scan.depth + 1)
        if len(children) > 1 or children[0].__class__ is not Text:
            if _has_link(children):  # no link in a link: the outer one is text
                scan.add_text(text[start : pipes[0] + 1], start, pipes[0] + 1)
                scan.nodes += children
                scan.add_text("]]", end - 2, end)
                return end
            children = without_links(text, children)
    else:
        children = pipe_trick(text, *target)
    trail = "" if is_silent else context.trail(text, end, scan.stop)[0]  # type: ignore[index]
    if trail:
        children = (*children, make_text(trail, (end, end + len(trail))))
    if "{{" in href and (pipes or is_silent):
        children = (*templates_in(context, *target, scan.depth + 1), *children)
    span = (start, end + len(trail))
    scan.nodes.append(make_wikilink(children, href, "", context.with_trail(trail), span))
    return span[1]


def _has_link(children: tuple[Node, ...]) -> bool:
    """Whether the label of a link holds another one in double brackets."""
    return any(
        isinstance(child, (Wikilink, Category, Image))
        or (isinstance(child, STYLED) and _has_link(child.children))
        for child in children
    )


def _words(text: str, pos: int, end: int) -> tuple[Text, ...]:
    """The text of a link that shows its target, without the colon before it."""
    pos = trim(text, pos, end)[0]
    pos += text.startswith(":", pos, end)
    value = without_comments(text[pos:end])
    # MediaWiki: `rawurldecode`; a result that is not UTF-8 is not used.
    if "%" in value and "\ufffd" not in (plain := unquoted(value)):
        value = plain
    value = decode_wikitext(value)
    return (make_text(value, (pos, end)),) if value else ()


def pipe_trick(text: str, start: int, end: int) -> tuple[Text, ...]:
    """The text of `[[Help:Contents (old)|]]`: the title without its namespace, and without a part
    in parentheses or after a comma.
    """
    match = TRICK.match(text, start, end)
    if match is None:
        return _words(text, start, end)
    return (make_text(match[1], match.span(1)),)


def image(
    scan: Scan,
    name: str,
    href: str,
    pipes: list[int],
    span: tuple[int, int],
    inner: tuple[Node, ...] = (),
) -> Image:
    """A file with its options; the last part that is no option is the caption, and those before it
    are kept as they are written. `inner` are the templates in its name.
    """
    text = scan.text
    options: list[tuple[str, str]] = []
    caption: tuple[int, int] | None = None
    begin = 0  # of the caption, white space included
    alt = ""
    lang = scan.context.lang
    is_formatted = is_framed = False
    for pipe, end in pairwise(_without_pipes_of_urls(text, pipes)):
        pos, to = pipe + 1, before_pipe(text, end) if text[end] == "}" else end
        if pos < to and (text[pos] in WHITE or text[to - 1] in WHITE):
            pos, to = trim(text, pos, to)
        part = text[pos:to]
        option = option_of(part, lang)
        if option is not None:
            # MediaWiki: the first format counts, and any further one is a caption.
            if option.kind in FORMATS:
                is_framed = is_framed or (not is_formatted and option.kind in FRAMED)
                option, is_formatted = None if is_formatted else option, True
            elif option.kind == "link" and not _is_destination(option.value, scan.context.wiki):
                option = None
        if option is None:
            if caption is not None:
                options.append((text[caption[0] : caption[1]], ""))
                inner = (*inner, *templates_in(scan.context, *caption, scan.depth + 1))
            caption, begin = (pos, to), pipe + 1
        else:
            options.append((option.name, option.value))
            if "{{" in part:
                inner = (*inner, *templates_in(scan.context, pos, to, scan.depth + 1))
            alt = option.value if option.kind == "alt" else alt
    children: tuple[Node, ...] = ()
    if caption is not None and caption[0] < caption[1]:
        # A caption that is not shown below the image is text only: the tooltip.
        children = (
            scan.context.content(*caption, scan.depth + 1, begin, is_caption=True)
            if is_framed
            else scan.context.parse(scan.context, *caption, scan.depth + 1)
        )
    if inner:
        children = in_order((*inner, *children))
    return make_image(children, name, href, alt, "", tuple(options), span)


def _is_destination(value: str, wiki: Wiki) -> bool:
    """Whether `link=` names a page or a URL, or nothing (MediaWiki: `Parser::parseLinkParameter`).
    A value with markup in it may name anything.
    """
    if not value or ADDRESS_START.match(value):
        return True
    if "[" in value or "{" in value or "<" in value:
        value = value.removeprefix("[[").removesuffix("]]")
        if "[" in value or "{" in value or "<" in value:
            return True
    href = decode_wikitext(value)
    return _is_title(title_of(href, wiki, is_wikitext=True), href, wiki)


def _without_pipes_of_urls(text: str, pipes: list[int]) -> list[int]:
    """The pipes of a file without those in the URLs of external links: MediaWiki makes links of
    these before it looks for pipes.
    """
    # Most files have no such link: one search in C for all of their pipes. Long ones go the way
    # that looks at each place once, since files may nest.
    first, last = pipes[0] + 1, pipes[-1]
    if (
        len(pipes) < 3
        or text.find("[", first, last) < 0
        or (last - first < MAX_FILE and not START.search(text, first, last))
    ):
        return pipes
    kept = pipes[:1]
    looked = url_end = first
    for pipe in pipes[1:-1]:
        if pipe >= url_end and text[pipe - 1] not in "| \n]":
            start = text.rfind("[", max(looked, pipe - MAX_URL), pipe)
            if start >= 0 and (match := URL.match(text, start, last)):
                url_end = match.end(1)
        looked = pipe
        if pipe >= url_end:
            kept.append(pipe)
    return [*kept, last]


def add_prefixes(context: Context, nodes: list[Node]) -> None:
    """Add to links the letters before them, where the language has them: `ل[[ألمانيا]]` shows one
    word (MediaWiki: `Language::linkPrefixCharset`).
    """
    text, find = context.text, context.prefix
    assert find is not None  # it is not called otherwise
    for index in range(1, len(nodes)):
        link, before = nodes[index], nodes[index - 1]
        if (
            link.__class__ is not Wikilink
            or before.__class__ is not Text
            or before._end != link._start
        ):
            continue
        assert isinstance(before, Text)
        assert isinstance(link, Wikilink)
        found = find(before.value, max(0, len(before.value) - MAX_PREFIX))
        if found is None or not link.children:
            continue
        letters = found[0]
        start = link._start - len(letters)
        # A reference or a comment is in it: the source does not show these letters.
        if text[start : link._start] != letters:
            continue
        prefix = make_text(letters, (start, link._start))
        nodes[index] = make_wikilink(
            (prefix, *link.children), link.href, "", link._context, (start, link._end)
        )
        nodes[index - 1] = make_text(before.value[: -len(letters)], (before._start, start))
    if any(node.__class__ is Text and node._start == node._end for node in nodes):
        nodes[:] = [node for node in nodes if node.__class__ is not Text or node._start < node._end]
