r"""Leftovers of wikitext in a converted page: templates, parser functions, parameters, language
variants, behavior switches.

    template         = "{{" name ("|" argument)* "}}"       argument = [name "="] inline*
    parser_function  = "{{" ["#"] name ":" argument ("|" argument)* "}}"
    parameter        = "{{{" name ["|" inline*] "}}}"
    language_variant = "-{" [flags "|"] (text | (tag ":" text ";")*) "}-"
    behavior_switch  = "__" word "__"

Braces are matched once for each block (`match_braces`), so that a page of unclosed braces costs no
more than any other.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines.state import MatchedBraces
from wikiparse.mediawiki import PARSER_FUNCTIONS
from wikiparse.nodes.footnote_template_names import form_of
from wikiparse.nodes.inlines import LanguageVariant, MagicWord, TemplateArgument
from wikiparse.nodes.make import make_parser_function, make_template, make_template_parameter
from wikiparse.resolve.footnote_templates import LEVELS, footnote_of
from wikiparse.sites.magic_words import is_variable, match_switch

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.footnote_template_names import Form
    from wikiparse.nodes.inlines import Template

# `\\.` so that an escaped bracket or bar counts for nothing, `\n\n` since a blank line ends it all.
TOKEN = re.compile(
    r"[^{}\[\]|\\\n]++"  # text
    r"|\\.|\{{2,}|\}{2,}|\[\[|\]\]|\[|\]|\|"
    r"|\n\n|.",
    re.S,
)

BARE_TEMPLATE = re.compile(r"[ \t]*+([^{}\[\]|<>\n:#\\\s][^{}\[\]|<>\n:#\\]*+)\}\}(?!\})")
"""After the braces of a template without arguments: a name without a character that could make it
something else."""

NAME = re.compile(r"\s*[^{}\[\]|<>\n]*")

FUNCTION_NAME = re.compile(r"\\?#?[A-Za-z][A-Za-z0-9_ ]*(?=:)")

# -{H|…}-  -{zh-hans;zh-hant|…}-       flags are capital letters, or language variants
VARIANT_FLAGS = re.compile(
    r"\s*([A-Z+\-](?:;[A-Z+\-])*|[a-z]{2,3}(?:-[a-z]+)+(?:;[a-z]{2,3}(?:-[a-z]+)+)*)\s*\|"
)

VARIANT_RULE = re.compile(
    r"(?<![^;])\s*+"
    r"(?:[^;:=>]*+=>\s*+)?"  # a one-way rule, "from =>", whose left side is not shown
    r"([a-z]{2,3}(?:-[a-z0-9]+)*)\s*+:([^;]*)(?:;|$)"
)

NOT_IN_NAME = ("[", "]", "<", ">", "](")

# --------------------------------------------------------------------------------------------------
# braces


class OpenBraces:
    """A run of opening braces: where it begins and how many of them still wait; for those, the
    pipes after them and how many brackets are open.
    """

    __slots__ = ("brackets", "left", "pipes", "start")

    def __init__(self, start: int, left: int) -> None:
        self.start: int = start
        self.left: int = left
        self.pipes: list[int] = []
        self.brackets: int = 0


def match_braces(text: str, start: int, end: int) -> dict[int, MatchedBraces]:
    """All matched braces between two offsets, by where they open.

    A blank line closes all open braces: no template spans paragraphs. A pipe within brackets is
    that of a link.
    """
    found: dict[int, MatchedBraces] = {}
    opened: list[OpenBraces] = []
    for match in TOKEN.finditer(text, start, end):
        token = match[0]
        first = token[0]
        if first == "{" and len(token) > 1:
            # The whole run waits as one: how many of it belong together is known at its end.
            opened.append(OpenBraces(match.start(), len(token)))
        # Outside of braces nothing else matters: text without templates costs a comparison for each
        # token.
        elif not opened:
            continue
        elif first == "}" and len(token) > 1:
            _close_run(found, opened, match.start(), match.end())
        elif first == "|":
            if not opened[-1].brackets:
                opened[-1].pipes.append(match.start())
        elif first == "[":
            opened[-1].brackets += 1
        elif first == "]":
            # A `]` without `[` must not make up for a later `[`.
            opened[-1].brackets = max(opened[-1].brackets - 1, 0)
        elif first == "\n" and len(token) > 1:
            opened.clear()
    return found


def _close_run(
    found: dict[int, MatchedBraces], opened: list[OpenBraces], pos: int, end: int
) -> None:
    """Match a run of closing braces with the innermost open ones: three with three, otherwise two
    with two (MediaWiki: Preprocessor_Hash).
    """
    while opened and end - pos >= 2:
        run = opened[-1]
        # {{{{{a}}}}}      three with three first, from the inside: a parameter as a template's name
        #   └─ 3 ─┘
        width = 3 if run.left >= 3 and end - pos >= 3 else 2
        pos += width
        run.left -= width
        # The rightmost braces of the run are the inner ones, so the rest of it begins at its
        # start.
        found[run.start + run.left] = MatchedBraces(pos, width, run.pipes)
        run.pipes, run.brackets = [], 0
        # A single brace that is left is text.
        if run.left < 2:
            opened.pop()


def open_braces(scan: Scan, start: int, end: int) -> int:
    """The template, parser function or parameter that begins in a run of braces; braces before it
    are text.
    """
    context = scan.context
    if end - start >= 2 and context.dialect.embedded_wikitext:
        # Most templates have neither arguments nor anything nested, and need no matching.
        if (
            end - start == 2
            and (bare := BARE_TEMPLATE.match(context.text, end, scan.end))
            and not scan.too_deep(2, start)
        ):
            return _add_bare_template(scan, start, bare)
        if start >= context.braces_end:  # braces nested in this stretch are matched with it
            context.braces = match_braces(context.text, start, scan.end)
            context.braces_end = scan.end
        # Five are a parameter as the name of a template; of more, only the innermost are read.
        # From the left: the longest construct first. If none begins there, the next brace may begin
        # one.
        for opening in range(start, end - 1) if end - start <= 5 else (end - 3, end - 2):
            braces = context.braces.get(opening)
            if braces is None or braces.end > scan.end:
                continue
            if scan.too_deep(2, opening):
                break
            before = context.usage.enter(scan.depth)
            make = _parameter if braces.width == 3 else _template_or_function
            node = make(scan, opening, braces)
            # Two: a template, its argument.
            scan.height = max(scan.height, 2, context.usage.leave(before) - scan.depth)
            if node is None:
                continue
            if opening > start:
                scan.add_text(scan.text[start:opening], start, opening)
            scan.nodes.append(node)
            return braces.end
        else:
            context.report("unclosed-template", (start, end))
    scan.add_text(scan.text[start:end], start, end)
    return end


def close_braces(scan: Scan, start: int, end: int) -> int:
    """Braces that close nothing: those that do are part of a construct of `open_braces`."""
    if end - start == 2 and scan.context.dialect.embedded_wikitext:
        scan.context.report("stray-template-end", (start, end))
    scan.add_text(scan.text[start:end], start, end)
    return end


# --------------------------------------------------------------------------------------------------
# templates, parser functions, parameters


def _add_bare_template(scan: Scan, start: int, match: re.Match[str]) -> int:
    """Add a template that has no arguments, or a variable."""
    end = match.end()
    name = match[1].strip()
    if is_variable(name, scan.context.lang):
        scan.nodes.append(MagicWord(name, span=(start, end)))
    else:
        # White space of any kind is one space in a title.
        name = " ".join(name.split())
        context = scan.context
        texts = context.link_context.texts
        scan.nodes.append(make_template((), name, (start, end), context.source, texts=texts))
    return end


def _parameter(scan: Scan, start: int, braces: MatchedBraces) -> Node:
    """A parameter. MediaWiki ignores everything after a second pipe."""
    end = braces.end - 3
    name_end = braces.pipes[0] if braces.pipes else end
    children: tuple[Node, ...] = ()
    if braces.pipes:
        default_end = braces.pipes[1] if len(braces.pipes) > 1 else end
        # Not `scan.parse_inlines`: `open_braces` asks how deep this is, and a frame less at each
        # level lets 200 levels fit the recursion limit of a caller that is deep itself.
        children = scan.context.parse(scan.context, name_end + 1, default_end, scan.depth + 1)
    name = scan.text[start + 3 : name_end].strip()
    return make_template_parameter(children, name, (start, braces.end), scan.context.source)


def _template_or_function(scan: Scan, start: int, braces: MatchedBraces) -> Node | None:
    """A template, a parser function or a variable; None where there is no name, so that the braces
    are text.
    """
    text, source = scan.text, scan.context.source
    texts = scan.context.link_context.texts
    span = (start, braces.end)
    end = braces.end - 2
    first_part = text[start + 2 : braces.pipes[0] if braces.pipes else end]
    # `\#if`: a converter escaped the number sign at the start of a line.
    function = FUNCTION_NAME.match(first_part.lstrip())
    if function is not None:
        name = function[0].lstrip("\\").strip()
        if name.startswith("#") or name.lower() in PARSER_FUNCTIONS:
            colon = start + 2 + first_part.index(":")
            arguments = _arguments(scan, [colon, *braces.pipes], end)
            return make_parser_function(arguments, name, span, source, texts=texts)
    if not braces.pipes and is_variable(first_part.strip(), scan.context.lang):
        return MagicWord(first_part.strip(), span=span)
    # After functions: `{{lc:A}}` has a colon, and so has `{{Template:A}}`.
    name = " ".join(first_part.split())
    if not name or any(char in name for char in NOT_IN_NAME):
        return None
    form = form_of(name, scan.context.lang) if scan.context.dialect.footnote_templates else None
    is_footnote = form is not None and scan.depth + LEVELS < scan.context.max_depth
    # The text of a footnote has the reference and the definition above it besides.
    arguments = _arguments(scan, braces.pipes, end, LEVELS if is_footnote else 2)
    template = make_template(arguments, name, span, source, texts=texts)
    return _footnote(scan, template, form) if is_footnote and form is not None else template


def _footnote(scan: Scan, template: Template, form: Form) -> Node:
    """A template that is a footnote, with the nodes that it makes."""
    context = scan.context
    made = footnote_of(template, form, context.short_citations)
    context.footnote_references += made.references
    context.footnote_definitions += made.definitions
    scan.height = max(scan.height, LEVELS)
    return made.node


def _arguments(
    scan: Scan, pipes: list[int], end: int, levels: int = 2
) -> tuple[TemplateArgument, ...]:
    """The arguments after each of the pipes.

    `levels` of nodes are above their values. A name ends at the first `=` that is not within
    markup. Only named values are trimmed (MediaWiki: Help:Templates).
    """
    text = scan.text
    arguments = []
    position = 0
    for pipe, argument_end in pairwise([*pipes, end]):
        start = pipe + 1
        match = NAME.match(text, start, argument_end)
        # `NAME` ends before brackets, braces and tags: `=` in a URL of a link is not that of a
        # name.
        equals = text.find("=", start, match.end() if match else start)
        if equals >= 0:
            name = text[start:equals].strip()
            value_start, value_end = equals + 1, argument_end
            while value_start < value_end and text[value_start].isspace():
                value_start += 1
            while value_end > value_start and text[value_end - 1].isspace():
                value_end -= 1
        else:
            # Counted by positional arguments alone, as in MediaWiki: `{{a|x=1|b}}` has "b" as "1".
            position += 1
            name, value_start, value_end = str(position), start, argument_end
        children = (
            scan.context.parse(scan.context, value_start, value_end, scan.depth + levels)
            if value_start < value_end
            else ()
        )
        span = (start, argument_end)
        arguments.append(TemplateArgument(children, name, is_positional=equals < 0, span=span))
    return tuple(arguments)


# --------------------------------------------------------------------------------------------------
# language variants and behavior switches


def language_variant(scan: Scan, start: int, end: int) -> int:
    r"""A language variant without another one in it.

    At the start of a line a converter escaped its hyphen, `\-{…}-`; then the token begins there.
    """
    text = scan.text
    content_end = None
    if text.startswith("{", end - 1) and scan.context.dialect.embedded_wikitext:
        content_end = scan.context.find("}-", end, scan.end)
    # Nested variants are MediaWiki's own business; here they are text with their markup.
    if content_end is None or text.find("-{", end, content_end) >= 0:
        scan.add_text(text[start:end], start, end)
        return end
    content_start = end
    flags: tuple[str, ...] = ()
    if match := VARIANT_FLAGS.match(text, content_start, content_end):
        flags = tuple([flag.strip() for flag in match[1].split(";")])
        content_start = match.end()
    content = text[content_start:content_end]
    variants = tuple([(rule[1], rule[2].strip()) for rule in VARIANT_RULE.finditer(content)])
    # `-{text}-` without a rule: the same for all variants, and not converted.
    if not variants and content.strip():
        variants = (("", content),)
    span = (start, content_end + len("}-"))
    scan.nodes.append(LanguageVariant(flags, variants, lang=scan.context.lang, span=span))
    return span[1]


def behavior_switch(scan: Scan, start: int, end: int) -> int:
    """`__NOTOC__` and its kind."""
    match = None
    if scan.context.dialect.embedded_wikitext:
        match = match_switch(scan.text, start, scan.end, scan.context.lang)
    if match is None:
        scan.add_text(scan.text[start:end], start, end)
        return end
    scan.nodes.append(MagicWord(match[1], span=match.span()))
    return match.end()
