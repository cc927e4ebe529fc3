"""Templates, parser functions, parameters and language variants (MediaWiki: `Parser::braceSubstitution`, `LanguageConverter`).

    template  = "{{" name ("|" argument)* "}}"        argument = [name "="] content
    function  = "{{" ["#"] name ":" argument ("|" argument)* "}}"
    parameter = "{{{" name ["|" content] "}}}"
    variant   = "-{" [flags "|"] (text | (tag ":" text ";")*) "}-"

Arguments may hold blocks. What a template would become nobody knows here: it is kept as a node.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from wikiparse.inlines.entities import decode
from wikiparse.inlines.islands import CALLS, FLAGS, FUNCTION, VARIABLE
from wikiparse.nodes.inlines import LanguageVariant, MagicWord
from wikiparse.nodes.make import make_parser_function, make_template, make_template_argument, make_template_parameter
from wikiparse.preprocessor import VARIANT

if TYPE_CHECKING:
    from wikiparse.inlines.wikitext import Scan, WikitextContext
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import TemplateArgument
    from wikiparse.preprocessor import Island

RUN = re.compile(r"\{+")
COMMENT = re.compile(r"<!--(?:(?!-->).)*-->", re.S)
NAMED_FUNCTION = re.compile(r"[^\W\d_][\w ]*(?=:)")
WORDS = frozenset(
    "defaultsort defaultsortkey defaultcategorysort displaytitle sortierung seitentitel clefdetri clédetri títol ordenar "
    "predefinidoparaordenar sortuj デフォルトソート standaardsortering sortering ordenamiento default_sort ключ_сортировки сортировка "
    "сортировать 기본정렬 默认排序 預設排序 "
    "اولویت_پیش‌فرض ترتیب_پیش‌فرض ترتيب_افتراضي رتب padrao_de_ordenação cat_sort lglb numberofarticles plural grammar lcfirst ucfirst "
    "fullurle filepath pagesincategory protectionlevel namespacenumber cascadingsources".split()
)
"""Names of functions without `#` in other languages, and further English ones."""


def braces(scan: Scan, at: int, _end: int) -> int:
    """What begins with a run of braces; braces in front of it are text."""
    text, islands = scan.text, scan.context.islands
    run = RUN.match(text, at, scan.stop).end()  # type: ignore[union-attr]
    start = at
    found = islands.get(at)
    if found is None:
        start = scan.context.lines.outermost.get(at, -1)
        found = islands.get(start)
    if found is None or found.end > scan.stop or start >= run:
        if run - at >= 2:
            scan.context.report("unclosed-template", (at, run))
        scan.add_text(text[at:run], at, run)
        return run
    if start > at:
        scan.add_text(text[at:start], at, start)
    if scan.too_deep(2, start, found.end):
        return found.end
    node = _parameter(scan, start, found) if text.startswith("{{{", start) and found.at == start + 3 else _call(scan, start, found)
    if node is None:
        scan.add_text("{{", start, start + 2)
        return start + 2
    scan.nodes.append(node)
    return found.end


def _parameter(scan: Scan, start: int, found: Island) -> Node:
    context = scan.context
    pipes = pipes_of(context, found)
    name_end = pipes[0] if pipes else found.to
    children: tuple[Node, ...] = ()
    if pipes:
        children = context.content(name_end + 1, pipes[1] if len(pipes) > 1 else found.to, scan.depth + 1, name_end + 1)
    return make_template_parameter(children, COMMENT.sub("", context.text[found.at : name_end]).strip(), (start, found.end), context.source)


def pipes_of(context: WikitextContext, found: Island) -> list[int]:
    """The pipes of a template. Of one that nothing is nested in they were not looked for."""
    if found.pipes is not None:
        return found.pipes
    text, pipes = context.text, []
    at = text.find("|", found.at, found.to)
    while at >= 0:
        pipes.append(at)
        at = text.find("|", at + 1, found.to)
    return pipes


def _call(scan: Scan, start: int, found: Island) -> Node | None:
    """A template, a parser function or a variable; None where there is no name, so that the braces are text."""
    context = scan.context
    text = context.text
    pipes = pipes_of(context, found)
    first_end = pipes[0] if pipes else found.to
    head = text[found.at : first_end]
    span = (start, found.end)
    if ":" in head:
        bare = head.lstrip()
        function = FUNCTION.match(bare) or NAMED_FUNCTION.match(bare)
        name = function[0].strip() if function else ""
        if name and (name[0] == "#" or (folded := name.lower().replace(" ", "_")) in CALLS or folded in WORDS):
            colon = found.at + head.index(":")
            return make_parser_function(_arguments(scan, [colon, *pipes], found.to), name, span, context.source)
    elif not pipes and head.isupper() and VARIABLE.fullmatch(head.strip()):
        return MagicWord(head.strip(), span=span)
    if "<" in head:
        head = COMMENT.sub("", head)
    if head.lstrip().startswith("#") and ":" in head:
        colon = text.index(":", found.at)
        return make_parser_function(_arguments(scan, [colon, *pipes], found.to), head.partition(":")[0].strip(), span, context.source)
    name = " ".join(head.replace("_", " ").split())
    if not name or "[" in name or "]" in name or (("<" in name or ">" in name) and "{{" not in name):
        return None
    return make_template(_arguments(scan, pipes, found.to), name, span, context.source)


def _arguments(scan: Scan, pipes: list[int], stop: int) -> tuple[TemplateArgument, ...]:
    """The arguments between pipes. A name ends at the first `=` outside of all brackets; what is named is trimmed."""
    if not pipes:
        return ()
    context = scan.context
    text, content, depth = context.text, context.content, scan.depth + 2
    arguments = []
    position = 0
    for pipe, end in pairwise([*pipes, stop]):
        begin = left = pipe + 1
        right = end
        equals = text.find("=", begin, end)
        if equals >= 0:
            equals = _equals(context, begin, equals, end)
        if equals >= 0:
            name = text[begin:equals].strip()
            if "<!--" in name:
                name = COMMENT.sub("", name).strip()
            left = equals + 1
            while left < right and text[left] in " \t\n":
                left += 1
            while right > left and text[right - 1] in " \t\n":
                right -= 1
        else:
            position += 1
            name = str(position)
        children = content(left, right, depth, equals + 1 if equals >= 0 else begin) if left < right else ()
        arguments.append(make_template_argument(children, name, equals < 0, (begin, end)))
    return tuple(arguments)


def _equals(context: WikitextContext, begin: int, equals: int, end: int) -> int:
    """The first `=` that stands in no brackets, or -1."""
    text, islands = context.text, context.islands
    at = begin
    while equals >= 0:
        nested = min([place for place in (text.find(sign, at, equals) for sign in ("{{", "<", "[[", "{|")) if place >= 0], default=-1)
        if nested < 0:
            return equals
        island = islands.get(nested)
        if island is None and text.startswith("{{{", nested):
            island = islands.get(context.lines.outermost.get(nested, -1))
        if island is not None:
            at = island.end
        elif text.startswith("[[", nested):
            closing = text.find("]]", nested, end)
            at = closing + 2 if closing >= 0 else nested + 2
        else:
            at = nested + 1
        if at > equals:
            equals = text.find("=", at, end)
    return -1


def variant(scan: Scan, at: int, end: int) -> int:
    """`-{…}-`: words by language variant. Templates and links in them are words here."""
    text = scan.text
    found = scan.context.islands.get(at)
    if found is None or found.kind != VARIANT or found.end > scan.stop:
        scan.add_text(text[at:end], at, end)
        return end
    begin = found.at
    flags: tuple[str, ...] = ()
    if match := FLAGS.match(text, begin, found.to):
        flags = tuple([flag.strip() for flag in match[1].split(";")])
        begin = match.end()
    content = text[begin : found.to]
    rules = [RULE.fullmatch(part) for part in RULE_END.split(content)]
    variants = tuple([(rule[1], _words(rule[2])) for rule in rules if rule])
    if not variants and content.strip():
        if not flags and ("[[" in content or "{{" in content) and not scan.too_deep(1, at, found.end):
            return _transparent(scan, found)
        variants = (("", _words(content)),)
    scan.nodes.append(LanguageVariant(flags, variants, lang=scan.context.lang, span=(at, found.end)))
    return found.end


def _transparent(scan: Scan, found: Island) -> int:
    """`-{words}-` only keeps words from being converted: what is in it is as if the brackets were not there."""
    from wikiparse.inlines.wikitext import parse_wikitext

    scan.nodes += parse_wikitext(scan.context, found.at, found.to, scan.depth)
    return found.end


_TAG = r"[a-z]{2,3}(?:-[a-z0-9]+)*"
RULE = re.compile(rf"\s*(?:[^:=>]*=>\s*)?({_TAG})\s*:(.*)", re.S)
RULE_END = re.compile(rf";(?=\s*(?:[^;:=>]*=>\s*)?{_TAG}\s*:|\s*\Z)")
"""Where a rule ends: a semicolon within words ends none (MediaWiki: `ConverterRule::parseRules`)."""
MARKUP = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|'{2,}|<[^<>]*>|\{\{[^{}]*\}\}")


def _words(value: str) -> str:
    """The words of a rule without its markup."""
    return decode(MARKUP.sub(lambda match: match[1] or "", value).strip())
