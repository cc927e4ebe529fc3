"""Tags: of HTML, of extensions, and comments (MediaWiki: `Sanitizer`,
`Parser::extensionSubstitution`).

    tag       = "<" name attributes ["/"] ">" | "</" name ">"
    extension = "<" name attributes ">" … "</" name ">"
    gallery   = "<gallery>" line-ending (file ("|" (option | inline*))* line-ending)* "</gallery>"

A tag that MediaWiki does not know is text, and so is that of an extension without its end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.attributes import get
from wikiparse.html.entities import decode_wikitext
from wikiparse.mediawiki import (
    CODE_TAGS,
    EXTENSION_TAGS,
    FORMULA_TAGS,
    KNOWN_TAGS,
    MICRODATA_TAGS,
    VOID_TAGS,
)
from wikiparse.nodes.blocks import CodeBlock, Gallery
from wikiparse.nodes.inlines import HtmlInline
from wikiparse.nodes.links import title_of
from wikiparse.nodes.make import (
    make_comment,
    make_html_element,
    make_html_tag,
    make_inline_code,
    make_line_break,
    make_math,
    make_text,
)
from wikiparse.source import trim
from wikiparse.wikitext.inlines.enclosed import templates_in
from wikiparse.wikitext.inlines.footnotes import attributes_in, footnote, footnote_list
from wikiparse.wikitext.inlines.links import PLAIN, before_pipe, image
from wikiparse.wikitext.inlines.state import Tag
from wikiparse.wikitext.preprocessor import COMMENT, PIPE_WORD, TAG, find_tag

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import Image
    from wikiparse.wikitext.inlines.state import Scan
    from wikiparse.wikitext.preprocessor import Extent

SEPARATORS = re.compile(r"\||\[\[|\{\{|-\{(?!\{)|<")


def angle(scan: Scan, start: int, end: int) -> int:
    """The construct that begins with `<`: a comment, an extension, a tag, or just that
    character.
    """
    text, context = scan.text, scan.context
    # The preprocessor has seen comments and extension tags, and where they end; all other tags are
    # read here.
    extent = context.extents.get(start)
    if extent is not None and extent.end <= scan.stop:
        if extent.kind == COMMENT:
            scan.nodes.append(make_comment(text[extent.at : extent.to], (start, extent.end)))
        elif extent.kind == TAG and (
            # Two: a reference, and the definition in it. The comparison saves the call where there
            # is room.
            scan.depth + 2 < context.max_depth or not scan.too_deep(2, start, extent.end)
        ):
            scan.nodes.append(extension(scan, start, extent))
        return extent.end
    tag = find_tag(text, context.extents, start, scan.stop)
    if tag is None and text.startswith("<!--", start):
        context.report("unclosed-comment", (start, start + 4))
        scan.add_text("<!--", start, start + 4)
        return start + 4
    is_closing, name, written, tag_end = tag or (False, "", "", end)
    if name not in KNOWN_TAGS:
        if name in EXTENSION_TAGS:  # it has no end, or is one
            context.report("unpaired-tag", (start, tag_end))
        scan.add_text("<", start, end)
        return end
    attributes = attributes_in(written) if written else ()
    # MediaWiki: `<meta>` and `<link>` are markup only with the attributes of microdata.
    if name in MICRODATA_TAGS and (
        get(attributes, "itemprop") is None or get(attributes, MICRODATA_TAGS[name]) is None
    ):
        scan.add_text("<", start, end)
        return end
    end = tag_end
    if name == "br":
        scan.nodes.append(make_line_break((start, end)))
        return end
    # MediaWiki: `<div />` is closed at once, as in XML.
    is_void = name in VOID_TAGS or written[-1:] == "/"
    if is_void and not is_closing:
        scan.nodes.append(make_html_tag(name, attributes, False, (start, end)))
    else:
        inner = templates_in(context, start, end, scan.depth + 1) if "{{" in written else ()
        scan.nodes.append(Tag(start, end, name, attributes, is_closing, inner))  # type: ignore[arg-type]  # gone when the scan ends
        scan.noted = True
    return end


def tag_attributes(text: str, start: int, extent: Extent) -> Attributes:
    """The attributes of an extension's start tag."""
    return attributes_in(text[start + 1 + len(extent.name) : extent.at - 1])


def extension(
    scan: Scan,
    start: int,
    extent: Extent,
    attributes: Attributes | None = None,
    inner: tuple[Node, ...] = (),
) -> Node:
    """The node of an extension's tag, which stands within a line or alone.

    `attributes` are given where no tag has them, and `inner` are the templates in them.
    """
    text, name, span = scan.text, extent.name, (start, extent.end)
    if name == "ref":
        return footnote(scan, start, extent, attributes, inner)
    if attributes is None:
        attributes = tag_attributes(text, start, extent)
        inner = templates_in(scan.context, start + 1, extent.at, scan.depth + 1)
    if name == "references":
        return footnote_list(scan, extent, attributes, inner, start)
    value = text[extent.at : extent.to]
    if extent.at == extent.end:
        return make_html_tag(name, attributes, False, span)
    # From here on the tag has content and an end tag: raw content first, then content that is
    # wikitext.
    if name in FORMULA_TAGS:
        return make_math(value, get(attributes, "display") == "block", span)
    if name == "nowiki":
        return make_html_element(
            (make_text(decode_wikitext(value), (extent.at, extent.to)),) if value else (),
            name,
            attributes,
            span,
        )
    if name in CODE_TAGS:
        if name != "pre" and (
            get(attributes, "inline") is not None or get(attributes, "enclose") == "none"
        ):
            return make_inline_code(value, span)
        # The paragraph must be split: its builder is told, since only the scan sees it.
        scan.context.has_code_blocks = True
        return code_block(name, value, attributes, span)
    if name == "gallery":
        return gallery(scan, extent, attributes, span)
    if name in ("poem", "indicator"):
        return make_html_element(
            scan.context.content(extent.at, extent.to, scan.depth + 1, extent.to),
            name,
            attributes,
            span,
        )
    return HtmlInline(text[start : extent.end], span=span)


# The inner `<nowiki>` of a `<pre>` is dropped: people write both to be sure.
NOWIKI = re.compile(r"<nowiki>((?>(?:(?!</?nowiki>).)*))</nowiki>", re.I | re.A | re.S)


def code_block(name: str, value: str, attributes: Attributes, span: tuple[int, int]) -> CodeBlock:
    """`<pre>` or `<syntaxhighlight>`, wherever it is (MediaWiki: `CoreTagHooks::pre`)."""
    # A line ending directly after `<pre>` is not content (HTML).
    value = value.removeprefix("\n")
    if name == "pre":
        value = decode_wikitext(NOWIKI.sub(r"\1", value) if "<" in value else value)
    if value and not value.endswith("\n"):
        value += "\n"
    return CodeBlock(value, get(attributes, "lang") or "", span=span)


def gallery(scan: Scan, extent: Extent, attributes: Attributes, span: tuple[int, int]) -> Node:
    """A gallery: a file on each line, with or without the name of its namespace."""
    text, wiki = scan.text, scan.context.wiki
    images: list[Image] = []
    pos = extent.at
    scan = scan.below()
    while pos < extent.to:
        stop = scan.context.lines.line_end(text, pos, extent.to)
        pipes = _pipes(scan, pos, stop)
        name = decode_wikitext(text[pos : before_pipe(text, pipes[0])].strip())
        begin, end = trim(text, pos, stop, " \t")
        if name and not name.startswith("<!--") and begin < end:
            title = title_of(name, wiki, is_wikitext=True)
            file = (
                title.title.partition(":")[2].strip()
                if title.namespace in ("File", "Media")
                else title.title
            )
            pipes[-1] = end
            images.append(
                image(scan, file, name, [pipe for pipe in pipes if pipe <= end], (begin, end))
            )
        pos = stop + 1
    return Gallery(tuple(images), attributes, span=span)


def _pipes(scan: Scan, pos: int, end: int) -> list[int]:
    """The pipes of a line that are in no link and no template, and the end of the line."""
    text, extents = scan.text, scan.context.extents
    pipes, skip = [], pos
    for match in SEPARATORS.finditer(text, pos, end):
        start = match.start()
        if start < skip:
            continue
        if match[0] == "|":
            pipes.append(start)
        elif (extent := extents.get(start)) is not None:
            skip = extent.end
            if text.startswith(PIPE_WORD, start):
                pipes.append(skip - 1)
        elif plain := PLAIN.match(text, start, end):
            skip = plain.end()
    return [*pipes, end]
