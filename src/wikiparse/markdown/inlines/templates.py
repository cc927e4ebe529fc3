"""Leftovers of wikitext in a converted page: templates, parameters, language variants, behaviour
switches.

    template  = "{{" name ("|" argument)* "}}"        argument = [name "="] inline*
    function  = "{{" ["#"] name ":" argument ("|" argument)* "}}"
    parameter = "{{{" name ["|" inline*] "}}}"
    variant   = "-{" [flags "|"] (text | (tag ":" text ";")*) "}-"
    switch    = "__" WORD "__"

Braces are matched once for each block, so that a page of unclosed braces costs no more than any
other.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.markdown.inlines.state import MatchedBraces
from wikiparse.mediawiki import PARSER_FUNCTIONS, VARIABLE, VARIANT_FLAGS
from wikiparse.nodes.inlines import LanguageVariant, MagicWord, TemplateArgument
from wikiparse.nodes.make import make_parser_function, make_template, make_template_parameter
from wikiparse.sites.magic_words import match_switch

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

TOKEN = re.compile(r"[^{}\[\]|\\\n]++|\\.|\{{2,}|\}{2,}|\[\[|\]\]|\[|\]|\||\n\n|.", re.S)

BARE = re.compile(r"[ \t]*+([^{}\[\]|<>\n:#\\\s][^{}\[\]|<>\n:#\\]*+)\}\}(?!\})")
"""What follows the braces of a template without arguments: a name without a sign that could make it
something else."""

NAME = re.compile(r"\s*[^{}\[\]|<>\n]*")

FUNCTION = re.compile(r"\\?#?[A-Za-z][A-Za-z0-9_ ]*(?=:)")

RULE = re.compile(
    r"(?<![^;])\s*+(?:[^;:=>]*+=>\s*+)?([a-z]{2,3}(?:-[a-z0-9]+)*)\s*+:([^;]*)(?:;|$)"
)


class OpenBraces:
    """A run of opening braces: where it begins, how many of them still wait, and what stands behind
    the last of those.
    """

    __slots__ = ("brackets", "left", "pipes", "start")

    def __init__(self, start: int, left: int) -> None:
        self.start = start
        self.left = left
        self.pipes: list[int] = []
        self.brackets = 0


def match_braces(text: str, start: int, end: int) -> dict[int, MatchedBraces]:
    """All matched braces between two offsets, by where they open.

    A blank line ends what is open: no island spans paragraphs.
    """
    found: dict[int, MatchedBraces] = {}
    opened: list[OpenBraces] = []
    for match in TOKEN.finditer(text, start, end):
        token = match[0]
        first = token[0]
        if first == "{" and len(token) > 1:
            opened.append(OpenBraces(match.start(), len(token)))
        elif not opened:
            continue
        elif first == "}" and len(token) > 1:
            _close_braces(found, opened, match.start(), match.end())
        elif first == "|":
            if not opened[-1].brackets:
                opened[-1].pipes.append(match.start())
        elif first == "[":
            opened[-1].brackets += 1
        elif first == "]":
            opened[-1].brackets = max(opened[-1].brackets - 1, 0)
        elif first == "\n" and len(token) > 1:
            opened.clear()
    return found


def _close_braces(
    found: dict[int, MatchedBraces], opened: list[OpenBraces], pos: int, end: int
) -> None:
    """Match a run of closing braces with the innermost open ones: three with three, else two with
    two.
    """
    while opened and end - pos >= 2:
        run = opened[-1]
        width = 3 if run.left >= 3 and end - pos >= 3 else 2
        pos += width
        run.left -= width
        found[run.start + run.left] = MatchedBraces(pos, width, run.pipes)
        run.pipes, run.brackets = [], 0
        if run.left < 2:
            opened.pop()


def closing_braces(scan: Scan, start: int, end: int) -> int:
    """`}}` that closes nothing."""
    if end - start == 2 and scan.context.dialect.embedded_wikitext:
        scan.context.report("stray-template-end", (start, end))
    scan.add_text(scan.text[start:end], start, end)
    return end


def switch(scan: Scan, start: int, end: int) -> int:
    """`__NOTOC__` and its kind."""
    match = (
        match_switch(scan.text, start, scan.end, scan.context.lang)
        if scan.context.dialect.embedded_wikitext
        else None
    )
    if match is None:
        scan.add_text(scan.text[start:end], start, end)
        return end
    scan.nodes.append(MagicWord(match[1], span=match.span()))
    return match.end()


def variant(scan: Scan, start: int, end: int) -> int:
    r"""`-{…}-` without anything nested in it; at the start of a line a converter escaped its
    hyphen, `\-{…}-`.
    """
    text = scan.text
    stop = (
        scan.context.find("}-", end, scan.end)
        if text.startswith("{", end - 1) and scan.context.dialect.embedded_wikitext
        else None
    )
    if stop is None or text.find("-{", end, stop) >= 0:
        scan.add_text(text[start:end], start, end)
        return end
    begin = end
    flags: tuple[str, ...] = ()
    if match := VARIANT_FLAGS.match(text, begin, stop):
        flags = tuple([flag.strip() for flag in match[1].split(";")])
        begin = match.end()
    content = text[begin:stop]
    variants = tuple([(rule[1], rule[2].strip()) for rule in RULE.finditer(content)])
    if not variants and content.strip():
        variants = (("", content),)
    scan.nodes.append(
        LanguageVariant(flags, variants, lang=scan.context.lang, span=(start, stop + 2))
    )
    return stop + 2


def braces(scan: Scan, pos: int, end: int) -> int:
    """The template, function or parameter that begins in a run of braces; braces in front of it are
    text.
    """
    context = scan.context
    if end - pos >= 2 and context.dialect.embedded_wikitext:
        if (
            end - pos == 2
            and (bare := BARE.match(context.text, end, scan.end))
            and not scan.too_deep(2, pos)
        ):
            return _bare(scan, pos, bare)
        if pos >= context.braces_end:  # what is nested in this stretch is matched with it
            context.braces, context.braces_end = (
                match_braces(context.text, pos, scan.end),
                scan.end,
            )
        for start in range(pos, end - 1) if end - pos <= 5 else (end - 3, end - 2):
            found = context.braces.get(start)
            if found is None or found.end > scan.end:
                continue
            if scan.too_deep(2, start):
                break
            before = context.usage.enter(scan.depth)
            node = _parameter(scan, start, found) if found.width == 3 else _call(scan, start, found)
            scan.height = max(scan.height, 2, context.usage.leave(before) - scan.depth)
            if node is None:
                continue
            if start > pos:
                scan.add_text(scan.text[pos:start], pos, start)
            scan.nodes.append(node)
            return found.end
        else:
            context.report("unclosed-template", (pos, end))
    scan.add_text(scan.text[pos:end], pos, end)
    return end


def _bare(scan: Scan, start: int, match: re.Match[str]) -> int:
    """A template that has no arguments, or a variable."""
    end = match.end()
    name = match[1].strip()
    if VARIABLE.fullmatch(name):
        scan.nodes.append(MagicWord(name, span=(start, end)))
    else:
        scan.nodes.append(
            make_template((), " ".join(name.split()), (start, end), scan.context.source)
        )
    return end


def _parameter(scan: Scan, start: int, found: MatchedBraces) -> Node:
    end = found.end - 3
    name_end = found.pipes[0] if found.pipes else end
    children: tuple[Node, ...] = ()
    if found.pipes:
        default_end = found.pipes[1] if len(found.pipes) > 1 else end
        children = scan.context.parse(scan.context, name_end + 1, default_end, scan.depth + 1)
    return make_template_parameter(
        children, scan.text[start + 3 : name_end].strip(), (start, found.end), scan.context.source
    )


def _call(scan: Scan, start: int, found: MatchedBraces) -> Node | None:
    """A template or a parser function; None where there is no name, so that the braces are text."""
    text = scan.text
    end = found.end - 2
    first_end = found.pipes[0] if found.pipes else end
    head = text[start + 2 : first_end]
    function = FUNCTION.match(head.lstrip())
    if function is not None:
        name = function[0].lstrip("\\").strip()
        if name.startswith("#") or name.lower() in PARSER_FUNCTIONS:
            begin = start + 2 + head.index(":") + 1
            arguments = _arguments(scan, [begin - 1, *found.pipes], end)
            return make_parser_function(arguments, name, (start, found.end), scan.context.source)
    if not found.pipes and VARIABLE.fullmatch(head.strip()):
        return MagicWord(head.strip(), span=(start, found.end))
    name = " ".join(head.split())
    if not name or any(sign in name for sign in ("[", "]", "<", ">", "](")):
        return None
    return make_template(
        _arguments(scan, found.pipes, end), name, (start, found.end), scan.context.source
    )


def _arguments(scan: Scan, pipes: list[int], stop: int) -> tuple[TemplateArgument, ...]:
    """The arguments between pipes; a name ends at the first `=` that stands in no markup (MediaWiki
    trims named values).
    """
    text = scan.text
    arguments = []
    position = 0
    for pipe, end in pairwise([*pipes, stop]):
        begin = pipe + 1
        match = NAME.match(text, begin, end)
        equals = text.find("=", begin, match.end() if match else begin)
        if equals >= 0:
            name = text[begin:equals].strip()
            left, right = equals + 1, end
            while left < right and text[left].isspace():
                left += 1
            while right > left and text[right - 1].isspace():
                right -= 1
        else:
            position += 1
            name, left, right = str(position), begin, end
        children = (
            scan.context.parse(scan.context, left, right, scan.depth + 2) if left < right else ()
        )
        arguments.append(
            TemplateArgument(children, name, is_positional=equals < 0, span=(begin, end))
        )
    return tuple(arguments)
