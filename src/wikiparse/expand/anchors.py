"""`{{anchorencode: heading}}`: the anchor of a heading (MediaWiki:
`Parser::guessSectionNameFromWikiText`, `Sanitizer::safeEncodeAttribute`).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from wikiparse.expand.markers import without_markers
from wikiparse.html.entities import decode_wikitext
from wikiparse.mediawiki import PROTOCOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.expand.state import State

LONGEST: Final = 1024
"""Code points of an anchor at most."""

_LABELED: Final = re.compile(r"\[\[:?([^\[|]++)\|([^\[\]]++)\]\]")
_PLAIN: Final = re.compile(r"\[\[:?([^\[\]|]++)\|?\]\]")
_EXTERNAL: Final = re.compile(rf"\[{PROTOCOLS}([^ \[\]]++) ([^\[\]]++)\]")
_TAG: Final = re.compile(r"<[^<>]*+>")
_RUNS: Final = re.compile("''++")
_SPACES: Final = re.compile("[ _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]++")
_HIDDEN: Final = re.compile("[\u200e\u200f\u202a-\u202e]++")
_ESCAPED_BYTE: Final = re.compile("%(?=[0-9A-Fa-f]{2})")
_PROTOCOL: Final = re.compile(PROTOCOLS)

_ENCODED: Final = str.maketrans(
    {
        "\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "{": "&#123;", "}": "&#125;", "[": "&#91;",
        "]": "&#93;", "|": "&#124;", "＿": "&#xFF3F;",
    }
)  # fmt: skip
_WORDS: Final = (("ISBN", "&#73;SBN"), ("RFC", "&#82;FC"), ("PMID", "&#80;MID"))


def anchorencode(_: State, texts: Sequence[str]) -> str | None:
    """The anchor; None for markup that no rule here reads."""
    text = without_markers(texts[0])
    if "[" in text:
        text = _LABELED.sub(r"\2", text)
        text = _PLAIN.sub(r"\1", text)
        text = _EXTERNAL.sub(r"\2", text)
    if "''" in text:
        sizes = [len(run) for run in _RUNS.findall(text)]
        bold, italic = (sum(size in sums for size in sizes) for sums in ((3, 5), (2, 5)))
        if bold % 2 or italic % 2 or max(sizes) > 5 or 4 in sizes:
            return None  # some apostrophes are text
        text = _RUNS.sub("", text)
    text = _TAG.sub("", text)
    if "<" in text and ">" in text:
        return None
    return encoded(anchor_of(text))


def anchor_of(text: str) -> str:
    """The anchor of a heading without markup."""
    text = decode_wikitext(_SPACES.sub(" ", text).strip())
    text = _SPACES.sub(" ", _HIDDEN.sub("", text)).strip()[:LONGEST]
    text = re.sub("[\t\n\f\r ]", "_", text)
    return _ESCAPED_BYTE.sub("%25", text)


def encoded(text: str) -> str:
    """A text as an attribute in which there is no markup."""
    text = escape(text).replace("&#x27;", "&#039;").translate(_ENCODED)
    for word, replacement in _WORDS:
        text = text.replace(word, replacement)
    return _PROTOCOL.sub(lambda match: match[0].replace(":", "&#58;"), text)
