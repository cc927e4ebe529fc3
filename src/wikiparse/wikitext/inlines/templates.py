"""Templates, parser functions, parameters and language variants (MediaWiki:
`Parser::braceSubstitution`, `LanguageConverter`).

    template  = "{{" name ("|" argument)* "}}"        argument = [name "="] content
    function  = "{{" ["#"] name ":" argument ("|" argument)* "}}"
    parameter = "{{{" name ["|" content] "}}}"
    variant   = "-{" [flags "|"] (text | (tag ":" text ";")*) "}-"

Arguments may hold blocks. The result of a template is not known here: it is kept as a node.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.mediawiki import (
    DRAWN_TAGS,
    EXTENSION_TAGS,
    NAMED_FUNCTIONS,
    PLAIN_COLON,
    RAW_TAGS,
)
from wikiparse.nodes.footnote_template_names import form_of
from wikiparse.nodes.inlines import MagicWord, TemplateArgument, Text
from wikiparse.nodes.make import (
    UnfrozenArgument,
    UnfrozenText,
    make_parser_function,
    make_template,
    make_template_argument,
    make_template_parameter,
    make_text,
)
from wikiparse.resolve.footnote_templates import LEVELS, footnote_of
from wikiparse.sites.magic_words import function_of, is_variable
from wikiparse.source import WHITE
from wikiparse.text_cache import text_cache
from wikiparse.wikitext.inlines.enclosed import templates_in
from wikiparse.wikitext.inlines.footnotes import defined_in_template
from wikiparse.wikitext.inlines.state import make_scan
from wikiparse.wikitext.inlines.tags import extension
from wikiparse.wikitext.preprocessor import TAG, make_extent, without_comments

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Context, Scan
    from wikiparse.wikitext.preprocessor import Extent

_COMPANY = rf"'(?!')|-(?!{{)|_(?!_)|{PLAIN_COLON}"

_UNNAMED = rf"[^\[{{<|'&:\-_\n=]*+(?>(?:(?:{_COMPANY})[^\[{{<|'&:\-_\n=]*+)*)"

_VALUE = rf"[^\[{{<|'&:\-_\n]*+(?>(?:(?:{_COMPANY})[^\[{{<|'&:\-_\n]*+)*)"

# `(?![^|])`: a pipe or the end, which takes the engine one step less than the two.
_PARTS = rf"(?:([^=|\[{{<]*+)(=[ \t]*+)(?:({_VALUE})([ \t\n]*+)(?![^|])|)|({_UNNAMED})(?![^|]))"

ARGUMENT = re.compile(_PARTS)
"""A name, `=` with the white space after it, and a value with the white space after that; or a
value without a name. A value is plain text on one line."""

# {{name|a = b |c}}
#        ^ name, `= `, value, white space
#               ^ value without a name
ARGUMENTS = re.compile(rf"\|(?>{_PARTS}|)([^|]*+)")
"""The arguments of a template with nothing nested in it, each with the rest of its text where the
value is not so plain."""

OPENING = re.compile(r"\{\{|\{\||\[\[|<")

RUN = re.compile(r"\{+")


def braces(scan: Scan, pos: int, _end: int) -> int:
    """The construct that begins in a run of braces; braces before it are text."""
    text, extents = scan.text, scan.context.extents
    start = pos
    # Where the whole run of braces is not the opening, the outermost one in it is looked up.
    found = extents.get(pos)
    if found is None:
        start = scan.context.lines.outermost.get(pos, -1)
        found = extents.get(start)
    if found is None or found.end > scan.stop:
        run = RUN.match(text, pos, scan.stop).end()  # type: ignore[union-attr]
        if run - pos >= 2:
            scan.context.report("unclosed-template", (pos, run))
        scan.add_text(text[pos:run], pos, run)
        return run
    if start > pos:
        scan.add_text(text[pos:start], pos, start)
    # Two: the template and its argument.
    if scan.depth + 2 >= scan.context.max_depth and scan.too_deep(2, start, found.end):
        return found.end
    # Three braces on each side: the extent says how many the preprocessor has matched.
    node = _parameter(scan, start, found) if found.at == start + 3 else _call(scan, start, found)
    if node is None:
        scan.add_text("{{", start, start + 2)
        return start + 2
    scan.nodes.append(node)
    scan.dirty = scan.dirty or node.__class__ is Text
    return found.end


def _parameter(scan: Scan, start: int, found: Extent) -> Node:
    context = scan.context
    pipes = found.pipes or []
    name_end = pipes[0] if pipes else found.to
    children: tuple[Node, ...] = ()
    if pipes:
        end = pipes[1] if len(pipes) > 1 else found.to
        if context.text.find("\n", name_end, end) < 0:
            children = context.parse(context, name_end + 1, end, scan.depth + 1)
        else:
            children = context.content(name_end + 1, end, scan.depth + 1, name_end + 1)
    name = without_comments(context.text[found.at : name_end]).strip()
    if "{{" in name:
        children = (*templates_in(context, found.at, name_end, scan.depth + 1), *children)
    return make_template_parameter(children, name, (start, found.end), context.source)


def _call(scan: Scan, start: int, found: Extent) -> Node | None:
    """A template, a parser function or a variable; None where there is no name, so that the braces
    are text.
    """
    text, context, pipes = scan.text, scan.context, found.pipes
    source, texts = context.source, context.links.texts
    if pipes is None:  # nothing is nested in it, so they were not looked for
        written = text[found.at : found.to].partition("|")[0]
        head = found.at + len(written)
    else:
        head = pipes[0] if pipes else found.to
        written = text[found.at : head]
    kind, name, colon = kinds_of(context.lang)(written)
    span = (start, found.end)
    if kind == "template":
        if pipes is None:  # no reference is in it, and no template in its name
            arguments = _arguments(scan, found, head, 0) if head < found.to else []
            # By position: a call with names takes longer, and a page has many.
            return make_template(tuple(arguments), name, span, source, False, False, texts)
        children: tuple[Node, ...] = ()
        if head < found.to:
            # `{{reflist|refs=<ref name="a">…</ref>}}`: references in the list of a template are
            # definitions.
            before = len(context.marks), len(context.definitions)
            arguments = _arguments(scan, found, head, 0)
            if before[0] < len(context.marks):
                arguments = defined_in_template(context, name, arguments, before)
            children = tuple(arguments)
        if "{{" in name:
            children = (*templates_in(context, found.at, head, scan.depth + 1), *children)
        return make_template(children, name, span, source, False, False, texts)
    if kind == "footnote":
        return _footnote(scan, start, found, head, name)
    if kind == "tag":
        node = _tag(scan, start, found, (found.at + colon + 1, head))
        if node is not None:
            return node
        kind = "function"
    if kind in (
        "function",
        "plain function",
    ):  # the argument after the colon has no name, whatever is in it
        first = _argument(scan, found.at + colon + 1, -1, head, 1)
        rest = (
            _arguments(scan, found, head, 1) if kind == "function" else _unnamed(scan, found, head)
        )
        return make_parser_function((first, *rest), name, span, source, texts=texts)
    if kind == "variable":
        return (
            make_template(tuple(_arguments(scan, found, head, 0)), name, span, source, texts=texts)
            if head < found.to
            else MagicWord(name, span=span)
        )
    if kind == "character":
        return (
            make_template(tuple(_arguments(scan, found, head, 0)), name, span, source, texts=texts)
            if head < found.to
            else make_text(CHARACTERS[name], span)
        )
    return None


def _footnote(scan: Scan, start: int, found: Extent, head: int, name: str) -> Node:
    """A template that is a footnote: with the nodes that it makes, unless these are too deep, or
    it is in the markup of another node.
    """
    context, form = scan.context, form_of(name, scan.context.lang)
    is_footnote = context.footnote_templates and scan.depth + LEVELS < context.max_depth
    # The text of a footnote has the reference and the definition above it besides.
    inner = make_scan(context, [], scan.stop, scan.depth + LEVELS - 2) if is_footnote else scan
    arguments = _arguments(inner, found, head, 0) if head < found.to else []
    span, texts = (start, found.end), context.links.texts
    template = make_template(tuple(arguments), name, span, context.source, texts=texts)
    if not is_footnote or form is None:
        return template
    made = footnote_of(template, form, context.short_citations)
    context.usage.deepest = max(context.usage.deepest, scan.depth + LEVELS)
    context.marks += made.references
    context.definitions += made.definitions
    return made.node


def _tag(scan: Scan, start: int, found: Extent, bounds: tuple[int, int]) -> Node | None:
    """`{{#tag:name|content|attribute=value}}` as the tag of an extension; None where it is none, or
    where templates are in its name or in content that is no wikitext (MediaWiki:
    `CoreParserFunctions::tagObj`).
    """
    text, context = scan.text, scan.context
    name = without_comments(text[bounds[0] : bounds[1]]).strip().lower()
    if name not in EXTENSION_TAGS or name in DRAWN_TAGS:
        return None
    pipes = found.pipes
    if pipes is None:
        pipes = [pos for pos in range(bounds[1], found.to) if text[pos] == "|"]
    ends = [*pipes[1:], found.to]
    extent = make_extent(TAG, found.end, found.end, found.end, None, name)
    if pipes:
        extent.at, extent.to = pipes[0] + 1, ends[0]
        if name in RAW_TAGS and text.find("{{", extent.at, extent.to) >= 0:
            return None
    attributes = []
    for pipe, end in pairwise(ends):
        equals = _equals(context, pipe + 1, end)
        if equals >= 0:
            value = text[equals + 1 : end].strip()
            # MediaWiki: `CoreParserFunctions::tagObj` strips one pair of quotation marks.
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            attributes.append((text[pipe + 1 : equals].strip(), value))
    inner = templates_in(context, ends[0], found.to, scan.depth + 1)
    return extension(scan, start, extent, tuple(attributes), inner)


CHARACTERS = {"!": "|", "=": "="}
"""Variables whose value is a character; where one of them is markup, it is found there."""


@cache
def kinds_of(lang: str | None) -> Callable[[str], tuple[str, str, int]]:
    """`_kind_of` on the wikis of a language. It is remembered: a page calls the same templates
    again and again.
    """

    @text_cache(2048)
    def kind_of(written: str) -> tuple[str, str, int]:
        return _kind_of(written, lang)

    return kind_of


def _kind_of(written: str, lang: str | None) -> tuple[str, str, int]:
    """The kind of call by the text before the first pipe: "template", "footnote" (a template),
    "function", "plain function" (whose arguments have no names), "tag", "variable" or "character",
    its name, and where a colon ends that.

    A function is detected by its `#`, or by a name that MediaWiki knows; a variable by its name.
    """
    bare = without_comments(written) if "<" in written else written
    # As in `Parser::braceSubstitution`, functions and variables come before templates.
    if ":" in bare:
        name = bare.partition(":")[0].lstrip()
        known = function_of(name, lang)
        if known or name.startswith("#"):
            kind = "function" if known in ("", *NAMED_FUNCTIONS) else "plain function"
            return "tag" if known == "tag" else kind, name, written.index(":")
    elif is_variable(name := bare.strip(), lang):
        return "variable", name, 0
    elif name in CHARACTERS:
        return "character", name, 0
    # Spaces and underscores are the same in a title.
    name = " ".join(bare.replace("_", " ").split())
    if (
        not name
        or "[" in name
        or "]" in name
        or (("<" in name or ">" in name) and "{{" not in name)
    ):
        return "", "", 0
    return "template" if form_of(name, lang) is None else "footnote", name, 0


def _arguments(scan: Scan, found: Extent, head: int, position: int) -> list[TemplateArgument]:
    """The arguments after the name of a template; `position` of them, which are in it, had no
    name.
    """
    text, pipes = scan.text, found.pipes
    arguments: list[TemplateArgument] = []
    if pipes is None:
        end = head
        for name, before, value, behind, unnamed, rest in ARGUMENTS.findall(text, head, found.to):
            begin = end + 1
            if rest:
                pos = begin + len(name) + len(before)
                end = pos + len(unnamed or value) + len(behind) + len(rest)
                position += not before
                arguments.append(
                    _argument(scan, begin, pos - len(before) if before else -1, end, position)
                )
            elif before:
                pos = begin + len(name) + len(before)
                end = pos + len(value) + len(behind)
                arguments.append(_named(name, value, pos, begin, end))
            else:
                end = begin + len(unnamed)
                position += 1
                arguments.append(_positional(position, unnamed, begin, end))
        return arguments
    argument_at = ARGUMENT.match
    for pipe, end in pairwise([*pipes, found.to]):
        begin = pipe + 1
        match = argument_at(text, begin, end)
        if match is not None and match.end() == end:
            name, before, value, _, unnamed = match.groups("")
            if before:
                pos = begin + len(name) + len(before)
                arguments.append(_named(name, value, pos, begin, end))
            else:
                position += 1
                arguments.append(_positional(position, unnamed, begin, end))
        else:
            equals = _equals(scan.context, begin, end) if match is None else match.end(1)
            position += equals < 0
            arguments.append(_argument(scan, begin, equals, end, position))
    return arguments


def _unnamed(scan: Scan, found: Extent, head: int) -> list[TemplateArgument]:
    """The arguments of a parser function after its first one, in which an `=` is text."""
    pipes, text = found.pipes, scan.text
    if pipes is None:
        pipes = (
            [pos for pos in range(head, found.to) if text[pos] == "|"] if head < found.to else []
        )
    return [
        _argument(scan, pipe + 1, -1, end, position)
        for position, (pipe, end) in enumerate(pairwise([*pipes, found.to]), 2)
    ]


def _named(name: str, value: str, start: int, begin: int, end: int) -> TemplateArgument:
    """A named argument of plain text, made as `nodes.make` would make it; most are."""
    argument = UnfrozenArgument()
    argument.name = name.strip()
    argument.is_positional = False
    # Named values are trimmed, positional ones are not (MediaWiki: Help:Templates).
    if value := value.rstrip(" \t"):
        node = UnfrozenText()
        node.value = value
        node._start = start
        node._end = start + len(value)
        node.__class__ = Text
        argument.children = (node,)
    else:
        argument.children = ()
    argument._start = begin
    argument._end = end
    argument.__class__ = TemplateArgument
    return argument  # type: ignore[no-any-return]


def _positional(position: int, value: str, begin: int, end: int) -> TemplateArgument:
    """The same for an argument without a name."""
    argument = UnfrozenArgument()
    argument.name = str(position)
    argument.is_positional = True
    if value:
        node = UnfrozenText()
        node.value = value
        node._start = begin
        node._end = end
        node.__class__ = Text
        argument.children = (node,)
    else:
        argument.children = ()
    argument._start = begin
    argument._end = end
    argument.__class__ = TemplateArgument
    return argument  # type: ignore[no-any-return]


def _argument(scan: Scan, begin: int, equals: int, end: int, position: int) -> TemplateArgument:
    """An argument with markup in it.

    `equals` is where its name ends, or -1; a named value is trimmed.
    """
    context, text, depth = scan.context, scan.text, scan.depth + 2
    name, first, left, right = str(position), begin, begin, end
    if equals >= 0:
        name = text[begin:equals]
        name = (without_comments(name) if "<" in name else name).strip()
        first = equals + 1
        left = first
        # As `trim`, without its call: most values with markup have white space around them.
        while right > left and text[right - 1] in WHITE:
            right -= 1
        while left < right and text[left] in WHITE:
            left += 1
    children: tuple[Node, ...] = ()
    if left < right:
        if text.find("\n", first, right) < 0:
            children = context.parse(context, left, right, depth)
        else:
            children = context.content(left, right, depth, first)
    if equals >= 0 and "{{" in name:
        children = (*templates_in(context, begin, equals, depth), *children)
    return make_template_argument(children, name, equals < 0, (begin, end))


def _equals(context: Context, begin: int, end: int) -> int:
    """The first `=` that is within no brackets, or -1."""
    text, extents = context.text, context.extents
    equals = text.find("=", begin, end)
    pos = begin
    while equals >= 0:
        nested = OPENING.search(text, pos, equals)
        if nested is None:
            return equals
        start = nested.start()
        extent = extents.get(start) or extents.get(context.lines.outermost.get(start, -1))
        if extent is not None:
            pos = extent.end
        elif nested[0] == "[[":
            closing = text.find("]]", start, end)
            pos = closing + 2 if closing >= 0 else start + 2
        else:
            pos = nested.end()
        if pos > equals:
            equals = text.find("=", pos, end)
    return -1
