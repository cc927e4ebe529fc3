r"""The one pattern that finds the next token, made for the features of a page.

Each match is a run of plain text, perhaps an empty one, and the token that ends it. So the pattern
matches at once wherever it is tried, and a link costs no match of its own:

    The [town](../Page/Aberg.md "wikilink") has *two* rivers\[1\] & `one` lake.
    └──────────────────1──────────────────┘└───2────┘└────3─────┘└4└─5──┘└─6──┘
    1  plain "The ", label "town", page "../Page/Aberg.md"
    2  plain " has ", whole "*two*"
    3  plain " rivers", whole "\[1\]"
    4  plain " ", token "&"
    5  plain " ", token "`one`"
    6  plain " lake."

A construct that is one token here, such as a link of plain text, is only the commonest form of it.
Any other form comes as its first character, and the handler of that character reads it by the
general rules, with the same result.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.source import has_pattern

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect

Groups = tuple[str, str, str, str, str, str, str, str, str, str]
"""The groups of a match, "" for those without one, in the order of `GROUPS`. Together they hold
every character of the match but brackets and quotation marks, so that the offsets follow from the
lengths."""

# The order of `Groups` above, and of the loop's unpacking in `parser.py`: `findall` knows no names.
GROUPS = (
    "plain",  # text without any markup, before all else
    # a link of plain text, in the one form or the other
    "label",
    "marker",  # ⓦ or Ⓡ at the end of the label
    "page",  # of a wikilink: a destination without anything to decode
    "target",  # of any other link: all between the parentheses,
    "destination",
    "title",
    "close",  # and the parenthesis
    # emphasis of plain text, a footnote reference, \[1\] or [^1], or a wikilink of plain text that
    # is a tag: one group for all, distinguished by the first character, since `findall` cuts every
    # group out of every match of a page
    "whole",
    "token",  # anything else, distinguished by its first character
)

# --------------------------------------------------------------------------------------------------
# parts of links

PUNCTUATION = r"!-/:-@\[-`{-~"
"""ASCII punctuation, as the inside of a class of characters: a backslash escapes these (CommonMark
2.4)."""

# Repeated groups are atomic, `(?>(?:…)*)`, not possessive, `(?:…)*+`: the latter backtrack before
# Python 3.11.5 (gh-106052).
_RUN = r"[^\s()\\<>]*+"
_ESCAPED = rf"\\[{PUNCTUATION}]|\\(?=[^\s{PUNCTUATION}])"


def _runs(between: str) -> str:
    """Runs of plain characters, with something else between each two; the group is not entered for
    one of nothing else.
    """
    return f"{_RUN}(?>(?:(?:{between}){_RUN})*)"


# Two levels of parentheses, which names of pages have; more are a matter of `links.ODD_TARGET`.
_PARENTHESES = rf"\({_runs(rf'{_ESCAPED}|[(]{_runs(_ESCAPED)}[)]')}\)"

DESTINATION = _runs(f"{_ESCAPED}|{_PARENTHESES}")
"""A destination of the hybrid dialect: anything but white space, parentheses escaped or
balanced."""

# A destination with a colon after the scheme may have a namespace, which its node depends on; one
# with a backslash or an ampersand must be decoded.
PLAIN_PAGE = r"(?:https?://[^\s()\\<>:/&]++/)?[^\s()\\<>:&]++"
"""The destination of a wikilink that is the page's name as it is written. It is not empty: whether
it took part says whether a match is a wikilink."""

# The URL of a page of a Wikimedia project, in which no namespace, query or escape is to be found: a
# link with it is a wikilink, whatever its other parts are. Not `#cite_note-1`, a footnote. A colon
# may still be `%3A`: a group for each percent sign would cost more than the loop's question for it.
_PLAIN_URL_PART = r"[^\s()\\<>:?&#]*+(?>(?:#(?!cite_)[^\s()\\<>:?&#]*+)*)"
PLAIN_PAGE_URL = (
    r"(?:/wiki/|\./|https://[a-z-]{2,20}\.(?:m\.)?"
    r"(?:wikipedia|wiktionary|wikibooks|wikinews|wikiquote|wikisource|wikiversity|wikivoyage)"
    r"\.org/wiki/)(?=[^\s_#.)%]|%[89A-F])"
    rf"{_PLAIN_URL_PART}(?>(?:\({_PLAIN_URL_PART}\){_PLAIN_URL_PART})*)(?=[ )]|\n(?<!-\n))"
)
"""The destination of such a link."""

# A title may hold a few raw quotation marks. Without a bound every opening one could make the
# scanner read to the end of the line.
TITLE = r'"((?>(?:[^"\n\\]++|\\[^\n])*)(?:"(?![ ]*\))(?>(?:[^"\n\\]++|\\[^\n])*)){0,8})"'
"""A title of the hybrid dialect; its text is the group."""

# html2text breaks lines also in URLs, after a hyphen, and in titles.
WRAPPED_DESTINATION = _runs(rf"{_ESCAPED}|\n(?<=-\n)[ \t]*+(?=[^\s()])|{_PARENTHESES}")
_TITLE_PART = r'[^"\\\n]*+(?>(?:(?:\\[^\n]|\n(?![ \t]*\n))[^"\\\n]*+)*)'
WRAPPED_TITLE = rf'"({_TITLE_PART}(?:"(?![ ]*\)){_TITLE_PART}){{0,8}})"'

# By CommonMark's rules only the simplest destinations and titles are taken in the one match:
# `link_syntax` has the rest.
_STRICT_DESTINATION = rf"(?>(?:[^\s\x00-\x20\x7f()\\<>]++|\\[{PUNCTUATION}])*)"
_STRICT_TITLE = r'"((?>(?:[^"\n\\]++|\\[^\n])*))"'

_TAG_PAGE = r'[^\s"&:<>]*+'
_TAG_CLASS = r'[ \n]++class="wikilink"[ \n]++'  # the tag may be broken over lines
_TAG_TITLE = r'[^"&<>\n]*+'

PLAIN_CITATION = r"\[\\?\[[\w ]{1,20}+\\?\]\]\(#cite_note-[^\s()\\\"%&]++\)"
"""A footnote reference of plain text on a page converted from HTML."""

_PLAIN_TAG = r"</?(?!br|http)[a-z][a-z0-9]*+(?:[ \n][^<>]*+)?>"
"""A tag that is neither a line break nor a URL; one with angle brackets in an attribute is found by
its handler."""

WIKILINK_CLASS = "{.wikilink}"
"""The attributes after a wikilink of pandoc's Markdown."""

_NEVER = "(?!)"

_NOT_EMPTY = "(?<!>)"
"""After a label: it is not the end of the tag that is before it."""

# --------------------------------------------------------------------------------------------------
# features of a page

STOPS = {
    "braces": "{}",
    "dollars": "$",
    "underscores": "_",
    "tildes": "~",
    "carets": "^",
}
"""The features of a page whose characters end a run of plain text wherever they are."""

# Each exception is tried right where its character has ended a run: `(?!…)` looks at the next one,
# `(?<=…)` at the one before.
#
#     -(?!\{)       a hyphen, but not that of `-{`
#     w(?!ww\.)     a w, but not that of `www.`
#     _(?<=[^\W_]_)(?=[^\W_])      an underscore between two letters or digits
PAIRS = (
    ("variants", r"\-", r"-(?!\{)"),
    ("switches", "_", "_(?!_)"),
    ("strikes", "~", "~(?!~)"),
    ("hosts", "w", r"w(?!ww\.)"),
    ("urls", ":", ":(?!//)"),
    ("words", "_", r"_(?<=[^\W_]_)(?=[^\W_])"),
)
"""The features whose character is markup only before another: the feature, the character in a
class, and where it is still plain text."""

BARE_URL = re.compile(r"http(?<!\]\(http)(?<![\w<\"'/=%]http)s?://")
"""A URL that is no destination, no attribute of a tag and no part of another URL."""

OPENING_BRACES, CLOSING_BRACES = re.compile(r"\{[{|]"), re.compile("}(?<=}})")
VARIANT = re.compile(r"\{(?<=-\{)")
BEHAVIOR_SWITCH = re.compile("_(?<=__)")

CLASS = re.compile(r'=(?<=class=)"wikilink"')
"""Of a wikilink as pandoc writes it since 2025."""


def features_of(text: str, dialect: Dialect) -> tuple[str, ...]:
    """The rarer constructs that a text may hold; the scanner looks for no others.

    Searching for one character is forty times faster than for two, so of each string its rarest
    character is searched for.
    """
    found = []
    if dialect.embedded_wikitext:
        if has_pattern(text, "{", OPENING_BRACES) or has_pattern(text, "}", CLOSING_BRACES):
            found.append("braces")
        # A hyphen is in almost every text and `{` in few, so the brace is looked for.
        if has_pattern(text, "{", VARIANT):
            found.append("variants")
        if has_pattern(text, "_", BEHAVIOR_SWITCH):
            found.append("switches")
    if "$" in text and _has_dollar_math(dialect):
        found.append("dollars")
    # The three rules of emphasis exclude each other; `grammar_for` chooses in the same order.
    if dialect.flanking:
        if "_" in text:
            found.append("underscores")
        if dialect.strikethrough and "~" in text:
            found.append("tildes")
    elif dialect.enclosures:
        found += _features_of_enclosures(text, dialect)
    else:
        if dialect.strikethrough and "~" in text and "~~" in text:
            found.append("strikes")
        if dialect.underscores and "_" in text:
            found.append("words")
    # Not one set of features for all dialects: `:` or `_` as a stop costs a match for each one of a
    # page, and in hybrids underscores mean nothing.
    found += _features_of_addresses(text, dialect)
    if dialect.wikilink_titles and ("ⓦ" in text or "Ⓡ" in text):
        found.append("markers")
    if dialect.wikilink_titles and not dialect.flanking and has_pattern(text, "=", CLASS):
        found.append("classes")
    return tuple(found)


def _has_dollar_math(dialect: Dialect) -> bool:
    return dialect.math or dialect.code_math or dialect.dollar_math or dialect.tex_math_dollars


def _features_of_addresses(text: str, dialect: Dialect) -> list[str]:
    """Those of URLs without any markup."""
    if dialect.autolinks:
        return [name for name, sign in (("hosts", "www."), ("urls", "://")) if sign in text]
    return ["urls"] if dialect.bare_urls and BARE_URL.search(text) else []


def _features_of_enclosures(text: str, dialect: Dialect) -> list[str]:
    """Those of pandoc's emphasis."""
    found = ["words"] if "_" in text else []
    if (dialect.strikethrough or dialect.scripts) and "~" in text:
        found.append("tildes")
    if (dialect.scripts or dialect.inline_footnotes) and "^" in text:
        found.append("carets")
    return found


# --------------------------------------------------------------------------------------------------
# the pattern


class _PlainText(NamedTuple):
    """The characters that end a run of plain text, for a class, and, as alternatives that begin
    with `|`, where some of them do not.
    """

    stops: str
    exceptions: str

    def run(self, stops: str = "") -> str:
        """A run of plain text, with further characters that end it."""
        # Where any stop ends the run, one possessive class is faster than a group.
        # Sample, with "-" as a stop that has an exception:   a well-known -{a;b}-
        #                                                     └─────┬────┘ └ stop
        #                                          run: class, exception, class
        if not self.exceptions:
            return f"[^{self.stops}{stops}]*+"
        return f"(?>(?:[^{self.stops}{stops}]++{self.exceptions})*)"

    def some(self) -> str:
        """A run that is not empty."""
        return f"(?>(?:[^{self.stops}]++{self.exceptions})+)"


@cache
def pattern_for(features: tuple[str, ...], dialect: Dialect) -> re.Pattern[str]:
    """The scanner for a page with these features. Its groups are `GROUPS`."""
    pairs = [(char, exception) for name, char, exception in PAIRS if name in features]
    # Compiled once for each set of features that pages of a dialect have.
    stops = "".join([chars for name, chars in STOPS.items() if name in features])
    plain = _PlainText(
        r"\[\]\\*`<&" + stops + "".join([char for char, _ in pairs]),
        "".join(["|" + exception for _, exception in pairs]),
    )
    # Label and marker apart; by CommonMark's rules a line ending in a label may be more than that.
    label = plain.run(("ⓦⓇ" if "markers" in features else "") + (r"\n" if dialect.flanking else ""))
    has_classes = "classes" in features
    underscores = "words" in features and not dialect.enclosures
    whole = _footnote(dialect)
    if has_classes:
        whole += "|" + _tag_link(label + _NOT_EMPTY)
    return re.compile(
        # `(?=.)`: without it every text would end with one more match, an empty one. `\Z` is for
        # plain text that nothing ends. Emphasis is tried after links, since an asterisk begins no
        # link, and the token last, since its `.` takes anything.
        rf"(?=.)(?P<plain>{plain.run()})(?:"
        rf"{_link(label, dialect)}|(?P<whole>{whole}|{_emphasis(plain, underscores)})"
        rf"|{_token(label, dialect, has_classes)}|\Z)",
        re.S,
    )


def _link(label: str, dialect: Dialect) -> str:
    """`[label](page "wikilink")` or `[label](destination "title")`, where no `!` is before it."""
    page = PLAIN_PAGE if dialect.wikilink_titles else _NEVER
    after, close = "", r"\)"
    if dialect.page_urls:
        destination, title, footnote = WRAPPED_DESTINATION, WRAPPED_TITLE, r"\^[0-9]+\]"
    elif dialect.flanking:
        destination, title, footnote = _STRICT_DESTINATION, _STRICT_TITLE, r"\^"
    elif dialect.attributes:
        # Other attributes than the class of a wikilink are read by `attributed_links`.
        destination, title, footnote = DESTINATION, _STRICT_TITLE, r"\^"
        after, close = r"(?!\{)", rf"\)(?:{re.escape(WIKILINK_CLASS)}|(?!\{{))"
    else:
        destination, title, footnote = DESTINATION, TITLE, r"\^[0-9]+\]"
    space = r"(?:[ \n][ \t]*+)" if dialect.page_urls else r"[ \n]"
    # All after a page is fixed, ` "wikilink")`, and the loop adds its length (`AROUND_PAGE`); after
    # a URL it is the target, where the destination is empty then.
    link = rf'(?P<page>{page}) "wikilink"\){after}|'
    if dialect.page_urls:
        link = rf"(?>(?P<page>{PLAIN_PAGE_URL})?)"
        destination = f"(?(page)|{destination})"
    # The group of `TITLE` gets its name only here: the pattern of `links.TARGET` names it too.
    title = title.replace("(", "(?P<title>", 1)
    return (
        # [Åbergⓦ](../Page/Aberg.md "wikilink")
        #  ^ label ^ marker  ^ page
        #
        # `(?<!!\[)`: images are made at their `]`. `footnote`: `[^1](x)` is a reference with a
        # parenthesis after it.
        rf"\[(?<!!\[)(?!{footnote})(?P<label>{label})(?P<marker>[ⓦⓇ]?)\]\("
        rf"(?:{link}(?P<target>(?P<destination>{destination})(?:{space}{title})?)(?P<close>{close}))"
    )


def _without_group(title: str) -> str:
    """The pattern of a title, but with no group for its text."""
    return title.replace("(", "(?:", 1)


def _tag_link(label: str) -> str:
    """`<a href="page" class="wikilink" title="title">label</a>`."""
    return rf'<a[ \n]href="{_TAG_PAGE}"{_TAG_CLASS}title="{_TAG_TITLE}">{label}</a>'


def _footnote(dialect: Dialect) -> str:
    r"""`\[1\]` of old writers and `[^1]` of newer ones."""
    forms = []
    if dialect.numbered_footnotes:
        # Nine digits are more than any list of footnotes needs, and keep `int` cheap.
        forms.append(r"\\\[[0-9]{1,9}\\\]")
    # Where labels of links are defined, those of footnotes are looked up too, at the `]`.
    if dialect.footnote_definitions and not dialect.reference_definitions:
        forms.append(r"\[\^[0-9]{1,9}\]")
    return "|".join(forms) or _NEVER


def _emphasis(plain: _PlainText, underscores: bool) -> str:
    """`*emphasized*`, `**emphasized**` or `_emphasized_`, of plain text."""
    # A run of exactly one or two asterisks on either side. Three, or unequal ones, come as tokens
    # and are paired by the dialect's rule.
    text = rf"(?![\s*]){plain.some()}(?<!\s)"
    emphasis = rf"\*(?<!\*\*)(?:{text}\*|\*{text}\*\*)(?!\*)"
    if underscores:
        emphasis += rf"|_(?<!\w_)(?![\s_]){plain.some()}(?<!\s)_(?!\w)"
    return emphasis


def _token(label: str, dialect: Dialect, has_classes: bool) -> str:
    """Anything else: runs of a character, short constructs, an escape, or one character."""
    # A run is one token, since its length and both of its neighbors decide whether it opens or
    # closes.
    runs = r"\*+|_+|~+" if dialect.flanking else r"\*+|\{+|\}\}|-\{(?!\{)|__|~~+"
    if dialect.enclosures:
        runs = r"\*+|_+|~+"
    elif dialect.underscores:
        runs = r"\*+|_+|~~+"
        if dialect.cite_notes and dialect.page_urls:
            # [[1]](#cite_note-a-1), the commonest link that is not of plain text; the end of any
            # other, with its target; a tag.
            runs = rf"{PLAIN_CITATION}|{_PLAIN_TAG}|{runs}"
            if not (dialect.reference_definitions or dialect.attributes):
                title = _without_group(WRAPPED_TITLE)
                end = rf"\]\({WRAPPED_DESTINATION}(?:[ \n][ \t]*+{title})?\)"
                # ![text](url), an image; *[text](url "title")*
                link = rf"\[{label}\]\({PLAIN_PAGE_URL}(?: {title})?\)"
                emphasized = rf"\*(?<!\*\*)(?:{link}\*|\*{link}\*\*)(?!\*)"
                runs = rf"{end}|\[(?<=!\[){label}{end}|{emphasized}|{runs}"
    elif dialect.wikilink_titles and not dialect.flanking:
        # Emphasis of a plain wikilink, the commonest that is not of plain text.
        link = rf'\[{label}[ⓦⓇ]?\]\({PLAIN_PAGE} "wikilink"\)'
        if has_classes:
            tag = rf'<a[ \n]href="{_TAG_PAGE}"{_TAG_CLASS}title="{_TAG_TITLE}">'
            link = f"{tag}{label}{_NOT_EMPTY}</a>"
        runs = rf"\*(?<!\*\*)(?:{link}\*|\*{link}\*\*)(?!\*)|{runs}"
    # The commonest code span in one token; `code_span` knows the one from the other by its second
    # character.
    code = r"`[^`\n]++`(?!`)|`+"
    escape = rf"\\[{PUNCTUATION}\n{' ' if dialect.attributes else ''}]"
    # `.` is last: it would cut a run, an escape or a tag after its first character.
    return rf"(?P<token>{runs}|{code}|{escape}|<https?://[^\s<>]*+>|<br ?/?>|.)"


def _html(tag_link: str) -> str:
    return (
        # plain text, up to a possible tag, character reference, number in brackets or brace
        r"(?=.)(?P<plain>[^<&\[{}]*+)(?:"
        r"(?!)(?P<label>)(?P<marker>)(?P<page>)"
        # <sup>text</sup>: the name of the tag and its text are in the groups of a link
        r"|(?P<target>)<(?P<destination>p|small|sup|sub|strong|em|li|span|b|i|u)>"
        r"(?P<title>[^<&\[{}]*+)</(?P=destination)(?P<close>>)"
        rf"|(?P<whole>{tag_link})"
        rf"|(?P<token><br ?/?>|{_PLAIN_TAG}|\{{+|\}}\}}|.)|\Z)"
    )


HTML_PATTERN = re.compile(
    _html(r'<a href="(?:https?://[^\s"&:/<>]++/)?[^\s"&:<>]*+" title="wikilink">[^<&\[{}]*+</a>'),
    re.S,
)
"""The scanner for content that is HTML, with the same groups: nothing but tags, character
references, numbers in brackets and braces is markup. A wikilink and an element of plain text are
one match."""

HTML_CLASSES_PATTERN = re.compile(_html(_tag_link(r"[^<&\[{}]++")), re.S)
"""The same for a page whose wikilinks have a class."""
