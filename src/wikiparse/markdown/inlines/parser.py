r"""The inlines of a block: one scan over its text, with a stack of open brackets.

    inline = plain | link | footnote | emphasis | token     (one match of `scanner`)
    token  = "[" open_bracket | "]" close_bracket | "*" asterisks | "~" tildes | "\" escape
           | "<" angle_bracket | "`" code_span | "&" character_reference | "{" open_braces
           | "}" close_braces | "-" language_variant | "_" behavior_switch | "$" dollar_math
           | "w" www_autolink | ":" url_autolink

The scan is local: it never looks at another block, but for the names that the page defines. `[` and
`![` wait on a stack until a `]` folds the nodes after them into one; delimiters (`*`, `~~`, tags)
are only recorded, and paired when the brackets around them are settled: by position (`emphasis.py`)
or by CommonMark's rules (`delimiter_runs.py`).
"""

from __future__ import annotations

from functools import cache
from operator import methodcaller
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines import (
    attributed_code,
    attributed_links,
    autolinks,
    character_references,
    code,
    delimiter_runs,
    emphasis,
    enclosures,
    escapes,
    formulas,
    html,
    links,
    math,
    raw_html,
    reference_links,
    templates,
)
from wikiparse.markdown.inlines.attributed_links import plain_wikilink
from wikiparse.markdown.inlines.link_nodes import context_of_label
from wikiparse.markdown.inlines.scanner import WIKILINK_CLASS
from wikiparse.markdown.inlines.state import Grammar, Scan
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.join import SOFT_BREAK
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.make import (
    UnfrozenText,
    UnfrozenWikilink,
    make_emphasis,
    make_footnote_reference,
    make_html_element,
    make_line_break,
    make_strong,
    make_text,
    make_wikilink,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Mapping

    from wikiparse.dialect import Dialect
    from wikiparse.markdown.inlines.scanner import Groups
    from wikiparse.markdown.inlines.state import Context, Handler
    from wikiparse.nodes.base import Node

# As `findall` has it: "" for a group without a match, in the order of `GROUPS`.
groups_of: Callable[[re.Match[str]], Groups] = methodcaller("groups", "")

# `findall` makes tuples of strings and no match objects: matching one by one costs 7 % more for a
# whole page. But it holds all matches of a text in memory, at each level of nesting.
EAGER = 20_000
"""The code points of a text whose matches are found in one go, at most; half as many for each level
of nesting."""

LINK_BRACKETS = len("[" + "](" + ")")

CLASS_LINK_BRACKETS = LINK_BRACKETS + len(WIKILINK_CLASS)

AROUND_PAGE = len("](" + ' "wikilink")')
"""Around the page of `[label](page "wikilink")`."""

AROUND_URL = len("](" + ")")
"""Around the page and the target of `[label](URL "title")`."""

TAG_BRACKETS = len("<" + ">" + "</" + ">")


def parse_inlines(context: Context, start: int, end: int, depth: int) -> tuple[Node, ...]:  # noqa: C901, PLR0912, PLR0915  # no calls in the loop
    """The nodes between two offsets. `depth` is how many levels of nodes are above them.

    The groups of a match have the names that `scanner.GROUPS` explains. The two commonest things,
    plain text and wikilinks of plain text, are made right here as `make_text` and `make_wikilink`
    would make them, but without the call: most of the cost of a page is theirs.
    """
    text = context.text
    matches: Iterable[Groups]
    # An outer level still holds its matches while an inner one is parsed. Halving keeps the sum of
    # all levels below twice `EAGER`.
    if end - start < EAGER >> depth:
        matches = context.findall(text, start, end)
        if (
            # One match that is as long as the text has no token: nothing can wait for a partner. An
            # email address would be found only at the end (`autolinks.settle`).
            len(matches) == 1
            and len(plain := matches[0][0]) == end - start
            and not context.has_emails
            and "\n" not in plain
        ):
            # Plain text and nothing else, as most cells and items are. To fill the node here and
            # then to freeze it (`nodes/unfrozen.py`) saves the call of `make_text`.
            node = UnfrozenText()
            node.value = plain
            node._start = start
            node._end = end
            node.__class__ = Text
            return (node,)
    else:
        matches = _one_by_one(context, start, end)
    # One search for the block, so that single lines skip all questions about line breaks.
    has_lines = text.find("\n", start, end) >= 0
    if has_lines:
        context.usage.has_lines = True
    link_context, handlers = context.link_context, context.handlers
    pos = start
    nodes: list[Node] = []
    append = nodes.append
    # Made with the first token that needs it: most texts need none.
    scan: Scan | None = None
    # The inner loop goes over matches that follow each other without a gap, so that `pos` follows
    # from the lengths of their groups:
    #
    #     plain   [label](page "wikilink")   plain   *token …
    #     ^ pos + len(plain)                 ^ pos + len(label) + len(page) + AROUND_PAGE
    #
    # Where a construct is longer than its token, the matches after it are stale: `break`, and the
    # outer loop matches again from there.
    while True:
        # The commonest branch first; a match has plain text, perhaps none, and one of the others at
        # most.
        for (
            plain,
            label,
            marker,
            page,
            target,
            destination,
            title,
            close,
            whole,
            token,
        ) in matches:
            if plain:
                begin = pos
                pos += len(plain)
                # A soft line break without white space around it is a line feed in the text.
                # (`_has_space_at_break`, but without the call.)
                if (
                    has_lines
                    and "\n" in plain
                    and ("\n " in plain or " \n" in plain or "\t" in plain)
                ):
                    scan = scan or Scan(context, nodes, start, end, depth)
                    add_lines(scan, begin, pos)
                else:
                    node = UnfrozenText()
                    node.value = plain
                    node._start = begin
                    node._end = pos
                    node.__class__ = Text
                    append(node)
            # In a URL `%3A` is a colon.
            if page and close and "%3" in page:
                scan = scan or Scan(context, nodes, start, end, depth)
                begin = pos
                pos += len(label) + len(marker) + len(page) + len(target) + LINK_BRACKETS
                append(links.plain_link(scan, (begin, pos), label + marker, page, title))
            elif page:
                # `links.plain_link` for a destination with nothing to decide: no colon, no escape.
                link = UnfrozenWikilink()
                link._start = pos
                begin = pos + 1
                pos = begin + len(label)
                # `[](page "wikilink")` has no children, not an empty text.
                if label:
                    node = UnfrozenText()
                    node.value = (
                        SOFT_BREAK.sub("\n", label) if has_lines and "\n" in label else label
                    )
                    node._start = begin
                    node._end = pos
                    node.__class__ = Text
                    link.children = (node,)
                else:
                    link.children = ()
                pos += len(marker) + len(page) + AROUND_PAGE
                if close:
                    pos += len(target) + AROUND_URL - AROUND_PAGE
                link._end = pos
                link.href = page
                link.marker = marker
                link._context = link_context
                link.__class__ = Wikilink
                append(link)
            elif token:
                scan = scan or Scan(context, nodes, start, end, depth)
                begin = pos
                pos += len(token)
                resume = handlers.get(token[0], add_token)(scan, begin, pos)
                if resume != pos:
                    # The construct is longer than its token, and the other matches of the text
                    # are void. From here on they are made one by one, so that nothing is matched
                    # more than twice.
                    pos = resume
                    break
            elif close:
                scan = scan or Scan(context, nodes, start, end, depth)
                begin = pos
                if close == ")":
                    pos += len(label) + len(marker) + len(target) + LINK_BRACKETS
                    # The marker belongs to wikilinks alone; in the label of another link it is a
                    # character.
                    append(links.plain_link(scan, (begin, pos), label + marker, destination, title))
                elif close[0] == ")":
                    pos += len(label) + len(marker) + len(target) + CLASS_LINK_BRACKETS
                    span = (begin, pos)
                    append(plain_wikilink(scan, span, label + marker, destination, title))
                else:
                    pos += 2 * len(destination) + len(title) + TAG_BRACKETS
                    append(_plain_element(destination, title, (begin, pos)))
            elif whole:
                begin = pos
                pos += len(whole)
                first = whole[0]
                if first in "*_":
                    width = 2 if whole[1] == "*" else 1
                    emphasized = whole[width:-width]
                    if (
                        # Open brackets do not matter: both runs are on the same side of them.
                        (scan is None or not scan.delimiters)
                        and _is_settled(context, emphasized)
                        and not (
                            has_lines and "\n" in emphasized and _has_space_at_break(emphasized)
                        )
                    ):
                        # `emphasis.pair` would do the same, since nothing is open that they could
                        # close.
                        make = make_emphasis if width == 1 else make_strong
                        children = (make_text(emphasized, (begin + width, pos - width)),)
                        append(make(children, (begin, pos)))
                        continue
                    scan = scan or Scan(context, nodes, start, end, depth)
                    # The handler takes the opening run alone, and the rest is scanned again: twice
                    # for a character at most.
                    pos = handlers[first](scan, begin, begin + width)
                    break
                if first == "<":
                    append(_plain_tag_link(context, whole, (begin, pos)))
                    continue
                # Both `\[1\]` and `[^1]` begin with two characters of markup.
                number = whole[2:].rstrip("\\]")
                reference = make_footnote_reference((), number, "", number, (begin, pos))
                append(reference)
                context.footnote_references.append(reference)
        else:
            # Email addresses are found in the finished texts, which needs `finish` even for a text
            # without tokens.
            if scan is None and context.has_emails:
                scan = Scan(context, nodes, start, end, depth)
            return tuple(nodes) if scan is None else finish(scan)
        matches = _one_by_one(context, pos, end)


def _one_by_one(context: Context, start: int, end: int) -> Iterable[Groups]:
    """The groups of the matches, each matched when it is asked for."""
    return map(groups_of, context.finditer(context.text, start, end))


def _has_space_at_break(value: str) -> bool:
    """Whether a text may have white space around a line ending: it is left out, or makes it a hard
    line break.
    """
    return "\n " in value or " \n" in value or "\t" in value


def _is_settled(context: Context, emphasized: str) -> bool:
    """Whether asterisks around a plain text pair, whatever is outside of them.

    By CommonMark's rules they do between letters, which make the one run left-flanking and the
    other right-flanking alone. Text with an email address is settled with its neighbors.
    """
    return not context.dialect.flanking or (
        emphasized[0].isalnum()
        and emphasized[-1].isalnum()
        and not (context.has_emails and "@" in emphasized)
    )


def finish(scan: Scan) -> tuple[Node, ...]:
    """The nodes of a scan, with the delimiters that are left paired and neighboring texts
    joined.
    """
    # Brackets that are still open are text, and may touch other texts.
    if scan.brackets:
        scan.must_join = True
    if scan.context.dialect.flanking:
        # Here and below the functions are called by name, not as `scan.context.pair`: this is the
        # outermost level, and only `delimiter_runs` takes `within_link`.
        delimiter_runs.pair(scan, 0, within_link=False)
        nodes = scan.nodes
    elif scan.context.dialect.enclosures:
        enclosures.pair(scan, 0)
        nodes = scan.nodes
    else:
        if scan.delimiters:
            emphasis.pair(scan, 0)
        nodes = autolinks.settle(scan, scan.nodes)
    usage = scan.context.usage
    usage.deepest = max(usage.deepest, scan.depth + scan.height)
    return tuple(nodes)


def add_lines(scan: Scan, start: int, end: int) -> None:
    """Add text of several lines: white space around a line ending is left out; two spaces before it
    make a hard line break (CommonMark 6.7).
    """
    text, nodes = scan.text, scan.nodes
    begin = pos = start
    parts: list[str] = []
    for match in SOFT_BREAK.finditer(text, start, end):
        before, after = match.span()
        # From the first white space to the end of the next line's indentation, "  \n " for example.
        # Two spaces alone are asked for first, then more of them, or two after a tab.
        space = match[0]
        if space.startswith("  \n") or (
            space[0] in " \t" and space[: space.index("\n")].endswith("  ")
        ):
            parts.append(text[pos:before])
            if value := "".join(parts):
                scan.add_text(value, begin, before)
            nodes.append(make_line_break(span=(before, after)))
            parts, begin = [], after
        else:
            # A soft break stays a line feed in the text: a node of its own would cut every
            # paragraph into lines.
            parts += (text[pos:before], "\n")
        pos = after
    parts.append(text[pos:end])
    if value := "".join(parts):
        scan.add_text(value, begin, end)


def _plain_element(tag: str, content: str, span: tuple[int, int]) -> Node:
    """An HTML element of plain text, which the scanner took in one match."""
    start = span[0] + len(tag) + len("<>")
    content_span = (start, start + len(content))
    if "\n" in content:
        content = SOFT_BREAK.sub("\n", content)
    children = (make_text(content, content_span),) if content else ()
    if tag in html.EMPHASIS:
        return html.EMPHASIS[tag](children, span)
    return make_html_element(children, tag, (), span)


def _plain_tag_link(context: Context, tag: str, span: tuple[int, int]) -> Wikilink:
    """A wikilink of plain text that is a tag, which the scanner took in one match.

    Of a page whose wikilinks have a class the tag says the label too.
    """
    # 0        1     2        3         4        5      6
    # <a href="page" class="wikilink" title="label">text</a>
    # <a href="page" title="wikilink">text</a>
    parts = tag.split('"', 6 if context.has_classes else 4)
    text = parts[-1][len(">") : -len("</a>")]
    end = span[1] - len("</a>")
    content = (end - len(text), end)
    children = (make_text(SOFT_BREAK.sub("\n", text), content),) if text else ()
    link_context = context.link_context
    if context.has_classes:
        link_context = context_of_label(context, text, parts[5])
    return make_wikilink(children, parts[1], "", link_context, span)


def add_token(scan: Scan, start: int, end: int) -> int:
    """A token that no construct begins with: text."""
    scan.add_text(scan.text[start:end], start, end)
    return end


HANDLERS: Mapping[str, Handler] = {
    "[": links.open_bracket,
    "]": links.close_bracket,
    "*": emphasis.asterisks,
    "\\": escapes.escape,
    "<": html.angle_bracket,
    "`": code.code_span,
    "&": character_references.character_reference,
    "{": templates.open_braces,
    "}": templates.close_braces,
    "-": templates.language_variant,
    "_": templates.behavior_switch,
    "~": emphasis.tildes,
    "$": math.dollar_math,
}
"""The handlers of the hybrid dialect, by the first character of their tokens. The scanner stops at
a character only where the dialect and the page have a use for it, so the order means nothing."""

FLANKING_HANDLERS: Mapping[str, Handler] = {
    "*": delimiter_runs.delimiter_run,
    "_": delimiter_runs.delimiter_run,
    "~": delimiter_runs.delimiter_run,
    "<": raw_html.angle_bracket,
}
"""Those by CommonMark's rules, in a dialect with `flanking`."""

ENCLOSURE_HANDLERS: Mapping[str, Handler] = {
    "*": enclosures.note_run,
    "_": enclosures.note_run,
    "~": enclosures.note_run,
    "^": enclosures.note_run,
    "<": raw_html.angle_bracket,
}
"""Those by pandoc's rules, in a dialect with `enclosures`."""

ATTRIBUTE_HANDLERS: Mapping[str, Handler] = {
    "]": attributed_links.close_bracket,
    "`": attributed_code.attributed_code,
}

AUTOLINK_HANDLERS: Mapping[str, Handler] = {
    "w": autolinks.www_autolink,
    ":": autolinks.url_autolink,
}


@cache
def grammar_for(dialect: Dialect) -> Grammar:
    """The part of the parser that is handed down to the constructs of a dialect."""
    # Later tables win. `reference_definitions` before `attributes`: both have a `]`, and pandoc's
    # knows definitions itself.
    handlers = dict(HANDLERS)
    if dialect.flanking:
        handlers |= FLANKING_HANDLERS
    if dialect.reference_definitions:
        handlers["]"] = reference_links.close_bracket
    if dialect.autolinks:
        handlers |= AUTOLINK_HANDLERS
    elif dialect.bare_urls:
        handlers[":"] = autolinks.url_autolink
    if dialect.attributes:
        handlers |= ATTRIBUTE_HANDLERS
    if dialect.tex_math_dollars:
        handlers["$"] = math.tex_math
    if dialect.underscores and not (dialect.flanking or dialect.enclosures):
        handlers["_"] = emphasis.underscores
    if dialect.page_urls:
        handlers["["] = formulas.open_bracket
        handlers["\\"] = formulas.escape
    pair = emphasis.pair
    if dialect.flanking:
        pair = delimiter_runs.pair
    elif dialect.enclosures:
        handlers |= ENCLOSURE_HANDLERS
        pair = enclosures.pair
    return Grammar(dialect, handlers, pair, parse_inlines)
