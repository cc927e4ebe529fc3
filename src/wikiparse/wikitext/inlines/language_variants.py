"""Language variants, `-{…}-` (MediaWiki: `LanguageConverter`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode_wikitext
from wikiparse.mediawiki import VARIANT_FLAGS
from wikiparse.nodes.inlines import LanguageVariant
from wikiparse.wikitext.preprocessor import VARIANT

if TYPE_CHECKING:
    from wikiparse.wikitext.inlines.state import Scan
    from wikiparse.wikitext.preprocessor import Island


def variant(scan: Scan, start: int, end: int) -> int:
    """`-{…}-`: text by language variant. Templates and links in it are text here."""
    text = scan.text
    found = scan.context.islands.get(start)
    if found is None or found.kind != VARIANT or found.end > scan.stop:
        scan.add_text(text[start:end], start, end)
        return end
    begin = found.at
    flags: tuple[str, ...] = ()
    if match := VARIANT_FLAGS.match(text, begin, found.to):
        flags = tuple([flag.strip() for flag in match[1].split(";")])
        begin = match.end()
    content = text[begin : found.to]
    # zh-hans:a; zh-hant:b;     a semicolon ends a rule only before another rule, or at the end
    # H|big => zh-cn:small      the text before `=>` is converted, but not shown
    rules = [RULE.fullmatch(part) for part in RULE_END.split(content)]
    variants = tuple([(rule[1], _words(rule[2])) for rule in rules if rule])
    if not variants and content.strip():
        if not flags and ("[[" in content or "{{" in content):
            return found.end if scan.too_deep(1, start, found.end) else _transparent(scan, found)
        variants = (("", _words(content)),)
    scan.nodes.append(
        LanguageVariant(flags, variants, lang=scan.context.lang, span=(start, found.end))
    )
    return found.end


def _transparent(scan: Scan, found: Island) -> int:
    """`-{text}-` only keeps text from being converted: its content is read as if the brackets were
    not there.
    """
    # It counts as a level, though it makes no node: it nests all the same.
    scan.nodes += scan.context.parse(scan.context, found.at, found.to, scan.depth + 1)
    return found.end


_TAG = r"[a-z]{2,3}(?:-[a-z0-9]+)*"

RULE = re.compile(rf"\s*+(?:[^:=>]*+=>\s*+)?({_TAG})\s*+:(.*)", re.S)

RULE_END = re.compile(rf";(?=\s*+(?:[^;:=>]*+=>\s*+)?{_TAG}\s*+:|\s*+\Z)")
"""Where a rule ends: a semicolon within text does not end it (MediaWiki:
`ConverterRule::parseRules`)."""

MARKUP = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|'{2,}|<[^<>]*>|\{\{[^{}]*\}\}")


def _words(value: str) -> str:
    """The text of a rule without its markup."""
    return decode_wikitext(MARKUP.sub(lambda match: match[1] or "", value).strip())
