"""Language variants, `-{…}-` (MediaWiki: `ConverterRule`).

variant = "-{" [flags "|"] (rule (";" rule)* [";"] | text) "}-"
rule    = [from "=>"] tag ":" text
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.html.entities import decode
from wikiparse.nodes.inlines import LanguageVariant, VariantText
from wikiparse.sites.words import variant_tags
from wikiparse.source import trim
from wikiparse.wikitext.preprocessor import VARIANT

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Scan
    from wikiparse.wikitext.preprocessor import Extent

FLAGS = frozenset("ASRDNHTL+-")
"""The letters before the first pipe that MediaWiki knows; whole tags of variants are flags too."""

# zh-hans:a; zh-hant:b;     a semicolon ends a rule only before another rule, or at the end
# H|big => zh-cn:small      the text before `=>` is converted, but not shown
_TAG = r"[a-z]{2,3}(?:-[a-z0-9]+)*"

RULE = re.compile(rf"\s*+(?:[^:=>]*+=>\s*+)?({_TAG})\s*+:", re.I)

RULE_END = re.compile(rf";(?=\s*+(?:[^;:=>]*+=>\s*+)?{_TAG}\s*+:|\s*+\Z)", re.I)
"""Where a rule ends: a semicolon within a text ends none (MediaWiki:
`LanguageConverter::getVarSeparatorPattern`)."""

MARKUP = re.compile(r"[\[{<_]|''|://")
"""Markup in the text of a rule."""


def variant(scan: Scan, start: int, end: int) -> int:
    """`-{…}-`: text by language variant."""
    text, context = scan.text, scan.context
    found = context.extents.get(start)
    if found is None or found.kind != VARIANT or found.end > scan.stop:
        scan.add_text(text[start:end], start, end)
        return end
    flags, begin = _flags(scan, found)
    # Raw text, the name of a variant, or a text that is converted for some variants: no rules.
    is_one = any(flag in ("R", "N") or flag not in FLAGS for flag in flags)
    rules = [] if is_one else _rules(scan, begin, found.to)
    # Offsets, not slices: variants nest, and each level would copy all that is below it.
    content = trim(text, begin, found.to)
    if not rules and content[0] < content[1]:
        if not flags and (text.find("[[", *content) >= 0 or text.find("{{", *content) >= 0):
            return (
                found.end
                if scan.too_deep(1, start, found.end)
                else _transparent(scan, begin, found)
            )
        rules = [("", *content)]
    # Nearly all variants are plain text, and then no scan is made.
    has_markup = MARKUP.search(text, begin, found.to) is not None
    if has_markup and scan.too_deep(2, start, found.end):
        return found.end
    children: tuple[Node, ...] = ()
    if has_markup:
        children = tuple(
            [
                VariantText(
                    context.parse(context, pos, stop, scan.depth + 2) if pos < stop else (),
                    tag,
                    span=(pos, stop),
                )
                for tag, pos, stop in rules
            ]
        )
        variants = tuple([(child.tag, child.text) for child in children])  # type: ignore[attr-defined]
    else:
        variants = tuple([(tag, decode(text[pos:stop])) for tag, pos, stop in rules])
    scan.nodes.append(
        LanguageVariant(
            flags, variants, children=children, lang=context.lang, span=(start, found.end)
        )
    )
    return found.end


def _flags(scan: Scan, found: Extent) -> tuple[tuple[str, ...], int]:
    """The flags, and where the text after them begins: after the first pipe that is in no link and
    no template. Other words before it are ignored.
    """
    if not found.pipes:
        return (), found.at
    pipe = found.pipes[0]
    tags = variant_tags(scan.context.lang)
    words = [word.strip() for word in scan.text[found.at : pipe].split(";")]
    return tuple([word for word in words if word in FLAGS or word.lower() in tags]), pipe + 1


def _rules(scan: Scan, start: int, end: int) -> list[tuple[str, int, int]]:
    """The rules, each with its tag and where its text is; none where one of them has a tag that is
    no variant of the language: then all is one text.
    """
    text, tags = scan.text, variant_tags(scan.context.lang)
    rules: list[tuple[str, int, int]] = []
    if text.find(":", start, end) < 0:
        return rules  # one search instead of two patterns that go to the end for nothing
    pos = start
    while pos < end:
        after = RULE_END.search(text, pos, end)
        stop = after.start() if after else end
        match = RULE.match(text, pos, stop)
        if match is not None:
            tag = match[1].lower()
            # MediaWiki: `ConverterRule::parseRules`; one rule with a foreign tag, and the whole is
            # text.
            if tags and tag not in tags:
                return []
            rules.append((tag, *trim(text, match.end(), stop)))
        elif text[pos:stop].strip() and not rules:
            return []
        pos = stop + 1
    return rules


def _transparent(scan: Scan, begin: int, found: Extent) -> int:
    """`-{text}-` only keeps text from being converted: what is in it is as if the brackets were
    not there.
    """
    # It counts as a level, though it makes no node: it nests all the same.
    scan.nodes += scan.context.parse(scan.context, begin, found.to, scan.depth + 1)
    return found.end
