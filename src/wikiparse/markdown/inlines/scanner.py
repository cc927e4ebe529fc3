"""The one pattern that finds the next token, made for what a page may hold."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect

# ----------------------------------------------------------------------------------------------------
# the pattern

PUNCTUATION = r"!-/:-@\[-`{-~"

# Repeated groups are atomic, `(?>(?:…)*)`, not possessive, `(?:…)*+`: the latter backtrack before
# Python 3.11.5 (gh-106052).
_PLAIN = rf"[^\s()\\<>]++|\\[{PUNCTUATION}]|\\(?=[^\s{PUNCTUATION}])"

_NESTED = rf"\((?>(?:{_PLAIN}|\((?>(?:{_PLAIN})*)\))*)\)"

DESTINATION = rf"(?>(?:{_PLAIN}|{_NESTED})*)"

# The destination of a wikilink without anything to decode, and without a colon that could part a
# namespace from a title.
PLAIN_PAGE = r"(?:https?://[^\s()\\<>:/&]++/)?[^\s()\\<>:&]*+"

# A title may hold a few raw quotes; without a bound every opening one could make the scanner read
# to the end of the line.
TITLE = r'"((?>(?:[^"\n\\]++|\\[^\n])*)(?:"(?![ ]*\))(?>(?:[^"\n\\]++|\\[^\n])*)){0,8})"'

STRICT_DESTINATION = rf"(?>(?:[^\s\x00-\x20\x7f()\\<>]++|\\[{PUNCTUATION}])*)"

STRICT_TITLE = r'"((?>(?:[^"\n\\]++|\\[^\n])*))"'

Found = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]
"""What a match of the scanner holds, "" for what is not there:

plain text; of a link its text, its marker, the page and a letter of the title `wikilink`, or
otherwise all within the parentheses, the destination, the title and the closing parenthesis; a
footnote reference, `\\[1\\]` or `[^1]`; of emphasis its asterisks and its text; any other token, to
be distinguished by its first character.

On a page whose wikilinks have a class the four groups of a wikilink are its page, what is around
its class, its title and its text; and what is within the parentheses of another link has its text
before it. """

STOPS = {"braces": "{}", "dollars": "$", "underscores": "_", "tildes": "~"}
"""The features of a page whose characters end a run of plain text wherever they stand."""

COMPANY = (
    ("variants", r"\-", r"-(?!\{)"),
    ("switches", "_", "_(?!_)"),
    ("strikes", "~", "~(?!~)"),
    ("hosts", "w", r"w(?!ww\.)"),
    ("addresses", ":", ":(?!//)"),
)
"""Feature, character, and where that character is plain text still."""

BEHAVIOR_SWITCH = re.compile("__")

CLASS = 'class="wikilink"'

TAG_PAGE = r'[^\s"&:<>]*+'
TAG_TITLE = r'[^"&<>\n]*+'
TAG_CLASS = r'[ \n]++class="wikilink"[ \n]++'
"""Of a wikilink since 2025, with nothing to decode: `<a href="PAGE" class="wikilink" title="TITLE">`,
perhaps broken over lines."""


def features_of(text: str, dialect: Dialect) -> tuple[str, ...]:
    """The rarer constructs that a text may hold.

    One character is sought forty times faster than two, so the pairs are sought only where their
    rarer half is there; of two that are alike, a pattern finds the first in half the time.
    """
    found = []
    if dialect.embedded_wikitext:
        opening = "{" in text
        if (opening and ("{{" in text or "{|" in text)) or ("}" in text and "}}" in text):
            found.append("braces")
        if opening and "-{" in text:
            found.append("variants")
        if "_" in text and BEHAVIOR_SWITCH.search(text):
            found.append("switches")
    if dialect.math and "$" in text:
        found.append("dollars")
    if dialect.flanking:
        found += [
            name
            for name, sign in (
                ("underscores", "_"),
                ("tildes", "~" if dialect.strikethrough else ""),
            )
            if sign and sign in text
        ]
    elif dialect.strikethrough and "~" in text and "~~" in text:
        found.append("strikes")
    if dialect.autolinks:
        found += [name for name, sign in (("hosts", "www."), ("addresses", "://")) if sign in text]
    if dialect.wikilink_titles and ("ⓦ" in text or "Ⓡ" in text):
        found.append("markers")
    if dialect.wikilink_titles and not dialect.flanking and CLASS in text:
        found.append("classes")
    return tuple(found)


@cache
def pattern_for(features: tuple[str, ...], dialect: Dialect) -> re.Pattern[str]:
    """The scanner for a page with these features.

    Each match is a run of plain text, perhaps an empty one, and what ends it: so no place is tried
    in vain, and a link costs no match of its own. The groups are those of `Found`; between them
    they hold every character but the brackets, so that lengths give the places.
    """
    stops = r"\[\]\\*`<&" + "".join([end for name, end in STOPS.items() if name in features])
    # A character that is markup only in company ends a run of plain text only there.
    rare = [(char, pattern) for name, char, pattern in COMPANY if name in features]
    outside = stops + "".join([char for char, _ in rare])
    company = "".join(["|" + pattern for _, pattern in rare])
    run = rf"(?>(?:[^{outside}]++{company})*)" if rare else rf"[^{outside}]*+"
    # A link of plain words. CommonMark's rules are stricter; what they take besides these is left
    # to the general way.
    within = outside + ("ⓦⓇ" if "markers" in features else "") + (r"\n" if dialect.flanking else "")
    words = rf"(?>(?:[^{within}]++{company})*)" if rare else rf"[^{within}]*+"
    page = f"({PLAIN_PAGE})" if dialect.wikilink_titles else "((?!))"
    has_classes = "classes" in features
    destination, title, mark = (
        (STRICT_DESTINATION, STRICT_TITLE, r"\^")
        if dialect.flanking
        else (DESTINATION, TITLE, r"\^[0-9]+\]")
    )
    marks = [r"\\\[[0-9]{1,9}\\\]"] if dialect.numbered_footnotes else []
    marks += (
        [r"\[\^[0-9]{1,9}\]"]
        if dialect.footnote_definitions and not dialect.reference_definitions
        else []
    )
    number = f"({'|'.join(marks)})" if marks else "((?!))"
    tokens = r"\*+|_+|~+" if dialect.flanking else r"\*+|\{+|\}\}|-\{|__|~~+"
    if dialect.wikilink_titles and not dialect.flanking:
        link = rf'\[{words}[ⓦⓇ]?\]\({PLAIN_PAGE} "wikilink"\)'
        if has_classes:
            link = rf'<a[ \n]href="{TAG_PAGE}"{TAG_CLASS}title="{TAG_TITLE}">{words}(?<!>)</a>'
        tokens = rf"(?<!\*)(?:\*{link}\*|\*\*{link}\*\*)(?!\*)|{tokens}"
    links = (
        rf"(?<!!)\[(?!{mark})({words})([ⓦⓇ]?)\]\("
        rf'(?:{page} "(w)ikilink"\)|(({destination})(?:[ \n]{title})?)(\)))'
    )
    if has_classes:
        links = (
            rf'<a[ \n]href="({TAG_PAGE})"({TAG_CLASS})title="({TAG_TITLE})">({words})(?<!>)</a>'
            rf"|(?<!!)\[(?!{mark})({words}\]\(({destination})(?:[ \n]{title})?)(\))"
        )
    return re.compile(
        rf"(?=.)({run})(?:{links}"
        rf"|{number}|(?<!\*)(\*\*?)(?![\s*])((?>(?:[^{outside}]++{company})+))(?<!\s)\11(?!\*)"
        rf"|({tokens}|`[^`\n]++`(?!`)|`+|\\[{PUNCTUATION}\n]|<https?://[^\s<>]*+>|<br ?/?>|.)|\Z)",
        re.S,
    )


HTML_PATTERN = re.compile(
    r"(?=.)([^<&\[{}]*+)(?:"
    r'(?=<a [^<>]*>([^<&\[{}]*+)()</a>)<a href="((?:https?://[^\s"&:/]++/)?[^\s"&:]*+)" title="wikilink(")>[^<]*</a>'
    r"|()<(p|small|sup|sub|strong|em|li|span|b|i|u)>([^<&\[{}]*+)</\7(>)"
    r"|(?!)()()()|(<br ?/?>|\{+|\}\}|.)|\Z)",
    re.S,
)
"""The same groups for content that is HTML: tags, entities, numbers in brackets, braces; nothing
else is markup.

A wikilink and an element of plain words are taken in one match; the latter has the groups of a
Markdown link: its tag and its words. """

HTML_CLASSES = re.compile(
    r"(?=.)([^<&\[{}]*+)(?:"
    rf'<a[ \n]href="({TAG_PAGE})"({TAG_CLASS})title="({TAG_TITLE})">([^<&\[{{}}]++)</a>'
    + HTML_PATTERN.pattern[HTML_PATTERN.pattern.index(r"|()<(p|") :],
    re.S,
)
"""The same for a page whose wikilinks have a class."""
