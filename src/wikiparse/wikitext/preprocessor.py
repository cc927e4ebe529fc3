"""The extents of brackets, braces, tags and comments in a page of wikitext, whatever lines they
span.

    extent = "{{" … "}}" | "{{{" … "}}}" | "[[" … "]]" | "-{" … "}-" | "<!--" … "-->" | "<ref>" …
    "</ref>" | "{|" … "|}"

MediaWiki finds these before it looks at a line or at a word (`Preprocessor_Hash`), and so do we:
one scan over the page with a stack of open brackets. A line that begins within an extent begins no
block, and a pipe within one separates nothing outside of it. Unclosed brackets have no extent.

Two things differ from MediaWiki, where one slip would take away much of a page: an unclosed `[[`
does not keep the template around it open, and a comment without end is four characters of text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.mediawiki import EXTENSION_TAGS, HIDDEN_TAG, INCLUSION_TAGS, KNOWN_TAGS, RAW_TAGS
from wikiparse.source import trim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BRACES: Final = 0

LINK: Final = 1

VARIANT: Final = 2

TAG: Final = 3

COMMENT: Final = 4

TABLE: Final = 5


def in_any_case(names: Iterable[str]) -> str:
    """A pattern for names in any case, of which white space, `/` or `>` ends the one that is meant
    (`ref`, `references`).

    `(?ai:…)`: to MediaWiki, whose patterns read bytes, `ſ` is no `s`, and U+212A no `k`.
    The engine passes over the alternatives whose first letter is another one, but only where that
    is a set: with `(?ai:…)` around it, each name would be tried.
    """
    rests: dict[str, list[str]] = {}
    for name in sorted(names):
        rests.setdefault(name[0], []).append(name[1:])
    return "|".join(
        f"[{first}{first.upper()}](?ai:{'|'.join(rest)})" for first, rest in rests.items()
    )


_NAMES = f"(?:{in_any_case([*EXTENSION_TAGS, HIDDEN_TAG])})"

PLAIN_LINK = r"\[\[[^\[\]{}|<>\n]++(?:\|[^\[\]{}|<\n]*+|)\]\]"
"""A link with nothing nested in it; it is not recorded, since its end is seen at once.

`(?:…|)` and not `(?:…)?`: the engine passes over an alternative by its first character, and sets a
repetition up.
"""

LINK_TITLE = re.compile(r"[^\[\]{}|<>\n#]*+(?:#[^\[\]{}|\n]*+)?(?=\||\]\]|\{|<!--)")
"""How the target of a link begins, with the characters that may follow it."""


def other_than(characters: str) -> str:
    """A set of all characters but these, for the runs that most of a page is made of.

    The engine has one table for it, and tests a negated set in three steps, which takes twice as
    long. But the table takes milliseconds to compile: it is not for patterns that few texts need.
    """
    ranges, start = [], 0
    for end in [*sorted(map(ord, characters)), sys.maxunicode + 1]:
        if start < end:
            ranges.append(rf"\U{start:08x}-\U{end - 1:08x}")
        start = end + 1
    return f"[{''.join(ranges)}]"


def run_of(plain: str, company: Sequence[str]) -> str:
    """A pattern for a run of text, perhaps an empty one: characters of the set `plain`, and others
    in `company`.

    Each of `company` begins with the character that it is about: so the engine passes over those
    that it cannot be without trying them.
    """
    #     plain text { more text [ and more {{template
    #     └─ text ──┘└── more ────────────┘└ the token
    text = f"{plain}*+"
    one = f"(?:{'|'.join(company)}){text}"
    # The first character in company is tried outside of the loop: most runs have none, and then the
    # engine enters no loop.
    return f"{text}(?:{one}(?>(?:{one})*)|)"


@cache
def _pattern(has_variants: bool) -> re.Pattern[str]:
    """The scanner: a run of plain text, then a token.

    Its groups are the constants below.
    """
    stops, variant, end = "[]{}|<", "(?!)", r"\}\}++"
    # Each is a character of `stops` that is only a character here: one bracket, one brace, a `<`
    # that begins no comment and no extension.
    company = [
        PLAIN_LINK,
        r"\[(?!\[(?!\[))",
        r"\](?!\])",
        r"\{(?![{|])",
        rf"<(?!!--|{_NAMES}[\s/>])",
    ]
    if has_variants:
        stops, variant = stops + "-", r"-\{(?!\{)|\}-"
        company += [r"\}(?![}\-])", r"-(?!\{)"]
    else:
        company.append(r"\}(?!\})")
    # The pipes of one template are often near each other: one match takes a pipe and the text after
    # it, other pipes included, and `find` separates them.
    beyond = other_than(stops.replace("|", ""))
    simple = other_than("[]{}<")
    return re.compile(
        # Second: a whole template with nothing in it that could nest, as most are. Its pipes are
        # looked for only when it is built.
        rf"{run_of(other_than(stops), company)}"
        rf"(?:(\|{beyond}*+)|(\{{\{{(?!\{{){simple}*+\}}\}}(?!\}}))"
        rf"|(\{{\{{++)|({end})|(\[\[)|(\]\])|(<!--)"
        rf"|<({_NAMES})(?=[\s/>])([^<>]*+>)?|({variant})|(\{{(?=\|))|\Z|.)",
        re.S,
    )


_PIPES, _SIMPLE, _OPEN, _CLOSE, _LINK, _LINK_END, _COMMENT, _NAME, _TAG, _VARIANT, _TABLE = range(
    1, 12
)

_TAGS_OF_PARTS = "|".join(sorted(INCLUSION_TAGS - {HIDDEN_TAG}))

# Any line that may begin or end a table; comments and inclusion tags may be before the braces.
_TABLE_LINE = (
    rf"(?:<(?:!--|(?ai:{HIDDEN_TAG}|/?(?:{_TAGS_OF_PARTS})))"
    r"|[ \t:]*+(?:\{\||\|\}(?!\})|\{\{\{?!\}\}|<!--))"
)
FIRST_TABLE_LINE = re.compile(_TABLE_LINE)
# With `\A` as an alternative to the line ending, the engine would try each character of a page.
TABLE_LINE = re.compile(rf"\n{_TABLE_LINE}")

QUOTE_TAG = re.compile(r"<(/?)(?ai:blockquote)(?=[\s>])")

INDENT = re.compile(r"[ \t:]*+")

TABLE_EDGE = re.compile(r"[ \t:]*+(?:(\{\||\{\{\{!\}\}(?!\}))|(\|\}(?!\})|\{\{!\}\}\}(?!\})))")
"""What begins or ends a table; its pipe may be written as `{{!}}`."""

PART_TAG = re.compile(rf"</?(?ai:{_TAGS_OF_PARTS})(?=[\s/>])[^<>]*>")
"""A tag around a part of the page that is transcluded, or is not."""

ANY_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)(?=[\s/>])([^<>]*+)(>?)")

_IN_TAG = re.compile(r"[^<>]*+([<>])")

TAG_END = {
    name: re.compile(rf"</(?ai:{name})[ \t\n]*>") for name in (*EXTENSION_TAGS, HIDDEN_TAG)
} | {s: re.compile(s) for s in (">", "-->")}

PIPE_WORD: Final = "{{!}}"
"""A pipe in a page: it separates the parts of a link and the cells of a table, but not the
arguments of a template."""

BEYOND: Final = 1 << 62
"""An offset beyond every text."""

FAR: Final = 100
"""How many open brackets are looked at for the one that an end may belong to, at most."""


def without_comments(text: str) -> str:
    """A name without the comments in it."""
    parts, pos = [], 0
    while (start := text.find("<!--", pos)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[pos:start])
        pos = end + 3
    return "".join(parts) + text[pos:]


def after_hidden(text: str, found: dict[int, Extent], pos: int, end: int) -> int:
    """Where the first character of a line is that MediaWiki sees: comments and inclusion tags
    before it are gone when the blocks are read.
    """
    # <!-- c --><noinclude>* item
    #                      ^ MediaWiki has removed all before it when it looks at lines
    while text.startswith("<", pos, end):
        extent = found.get(pos)
        if extent is not None:
            if extent.end > end or (extent.kind != COMMENT and extent.name != HIDDEN_TAG):
                break
            pos = extent.end
        elif match := PART_TAG.match(text, pos, end):
            pos = match.end()
        else:
            break
    return pos


class FoundTag(NamedTuple):
    """A tag as it is written: its name in lower case, the text between that and `>`, and where it
    ends.
    """

    is_closing: bool
    name: str
    inner: str
    end: int


class ListTags(NamedTuple):
    """The tags of a list of HTML: the ends of its content, which they enclose, and its own end."""

    content_start: int
    content_end: int
    end: int


def find_tag(text: str, found: dict[int, Extent], start: int, end: int) -> FoundTag | None:
    """The tag that begins with the `<` at `start`, of whichever name (MediaWiki:
    `Sanitizer::internalRemoveHtmlTags`).

    Comments and inclusion tags in it are gone by then, and so is the content of `<nowiki>`.
    """
    match = ANY_TAG.match(text, start, end)
    if match is None:
        return None
    slash, name, inner, closing = match.groups()
    pos = match.end()
    if not closing:
        parts = [inner]
        while True:
            if not text.startswith("<", pos, end):
                return None
            after = after_hidden(text, found, pos, end)
            if after == pos:
                extent = found.get(pos)
                if extent is None or extent.kind != TAG or extent.end > end:
                    return None
                if extent.name == "nowiki":
                    parts.append(text[extent.at : extent.to])
                after = extent.end
            stop = _IN_TAG.match(text, after, end)
            if stop is None:
                return None
            pos = stop.start(1)
            parts.append(text[after:pos])
            if stop[1] == ">":
                pos += 1
                break
        inner = "".join(parts)
    return FoundTag(slash == "/", name.lower(), inner, pos)


def known_tag_end(text: str, found: dict[int, Extent], start: int, end: int) -> int:
    """Where a scan for brackets or pipes goes on from the `<` at `start`: those in the attributes
    of a tag are not markup (MediaWiki: `Sanitizer::safeEncodeTagAttributes`).
    """
    tag = find_tag(text, found, start, end)
    return tag.end if tag is not None and tag.name in KNOWN_TAGS else start + 1


class Extent:
    """A stretch of the page that belongs together, up to `end`.

    `at` and `to` enclose the text between its brackets or tags; `pipes` are the offsets of its
    own `|`, None where they were not looked for. `name` is the tag's.
    """

    __slots__ = ("at", "end", "kind", "name", "pipes", "to")

    kind: int
    end: int
    at: int
    to: int
    pipes: list[int] | None
    name: str


def make_extent(
    kind: int, end: int, start: int, to: int, pipes: list[int] | None = None, name: str = ""
) -> Extent:
    """An extent, made without an `__init__`: a page has many."""
    extent = Extent()
    extent.kind = kind
    extent.end = end
    extent.at = start
    extent.to = to
    extent.pipes = pipes
    extent.name = name
    return extent


class Extents:
    """The extents of a page by where they begin, and where those of several lines begin and end.

    `order` is where a scan may meet one that is no table, from left to right; `starts` and `ends`
    are of those of several lines. Each ends with an offset beyond every text: a search always finds
    one; and `order` begins with one before every text. `outermost` says, by the start of a run of
    braces, where the outermost extent in it begins, if not there.
    """

    __slots__ = ("ends", "found", "html_lists", "order", "outermost", "quotes", "starts")

    def __init__(self, text: str, found: dict[int, Extent], outermost: dict[int, int]) -> None:
        self.found: dict[int, Extent] = found
        self.outermost: dict[int, int] = outermost
        self.quotes: list[tuple[int, bool]] | None = None  # tags of block quotes, once asked for
        # By the start of a list of HTML, once a line begins with one (blocks.html_lists).
        self.html_lists: dict[int, ListTags] | None = None
        self.starts: list[int] = []
        self.ends: list[int] = []
        order = sorted(found)
        line = -1
        for start in order:
            # The next line ending is looked for only when the last one is passed: one walk over the
            # page, however many extents a line has.
            if line < start and (line := text.find("\n", start)) < 0:
                break
            if line < (end := found[start].end):
                self.starts.append(start)
                self.ends.append(end)
        self.order: list[int] = [-1, *(sorted({*order, *outermost}) if outermost else order)]
        for offsets in (self.order, self.starts, self.ends):
            offsets.append(BEYOND)

    def add(self, tables: dict[int, Extent]) -> None:
        """Add tables, which all span lines."""
        self.found |= tables
        places = sorted(
            [
                *zip(self.starts, self.ends, strict=True),
                *[(start, extent.end) for start, extent in tables.items()],
            ]
        )
        self.starts, self.ends = [start for start, _ in places], [end for _, end in places]

    def is_in_quote(self, text: str, pos: int) -> bool:
        """Whether the last tag of a block quote before a place opens one."""
        if self.quotes is None:
            self.quotes = []
            order = iter(self.order)
            start, skip = next(order), 0
            for tag in QUOTE_TAG.finditer(text):
                while start < tag.start():
                    extent = self.found.get(start)
                    if extent is not None and extent.kind in (COMMENT, TAG):
                        skip = max(skip, extent.end)
                    start = next(order)
                if tag.start() >= skip:
                    self.quotes.append((tag.start(), not tag[1]))
        index = bisect_left(self.quotes, (pos, False))
        return index > 0 and self.quotes[index - 1][1]

    def next_start(self, start: int) -> int:
        """Where the next extent of several lines begins, from `start` on; beyond every text if
        there is none.
        """
        return self.starts[bisect_left(self.starts, start)]

    def line_end(self, text: str, pos: int, end: int) -> int:
        """The offset of the line ending that ends the line at `pos`, or `end`: one within an extent
        ends no line.
        """
        starts, ends = self.starts, self.ends
        while True:
            stop = text.find("\n", pos, end)
            if stop < 0:
                stop = end
            index = bisect_left(starts, pos)
            # An extent that reaches beyond the stretch is not in it, and does not hide its line
            # endings.
            if starts[index] >= stop or ends[index] > end:
                return stop
            pos = ends[index]


class _Open:
    """Brackets that wait for their end.

    `left`: how many braces of the run still do. `limit`: where the tag around them ends.
    """

    __slots__ = ("kind", "left", "limit", "pipes", "start")

    def __init__(self, kind: int, start: int, left: int, limit: int) -> None:
        self.kind = kind
        self.start = start
        self.left = left
        self.limit = limit
        self.pipes: list[int] = []


class _Stack:
    """The open brackets, and the extents that were found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[int, Extent] = {}
        self.outermost: dict[int, int] = {}
        self.opened: list[_Open] = []
        self.limits: list[int] = [len(text) + 1]
        self.sought: dict[str, tuple[int, int, int]] = {}
        self.has_table = False  # `{|` was met
        self.has_long_run = False  # three opening braces or more were met

    def find(self, name: str, pos: int) -> tuple[int, int] | None:
        """Where `>`, `-->` or the end tag of a name is next.

        Each is searched once for, found or not.
        """
        # MediaWiki: `$noMoreClosingTag`, for names that have no end tag any more; here also for the
        # found ones.
        asked, start, end = self.sought.get(name, (0, -1, -1))
        if not asked <= pos <= start:
            start, end = self._search(name, pos)
            self.sought[name] = (pos, start, end)
        return None if end < 0 else (start, end)

    def _search(self, name: str, pos: int) -> tuple[int, int]:
        """Where the next end is, if any; otherwise the end of the text, and -1."""
        text, word = self.text, name if name in (">", "-->") else f"</{name}>"
        # Most end tags are written this way, and are the next one of any name: a pattern that is
        # searched for in any case takes ten times as long.
        if (start := text.find(word[:2], pos)) >= 0 and text.startswith(word, start):
            return start, start + len(word)
        match = TAG_END[name].search(text, pos)
        return match.span() if match else (len(text), -1)

    def bracket(self, kind: int, start: int, end: int) -> None:
        """Brackets that open or close something, or begin a table."""
        if kind == _OPEN:
            # The whole run: `{{{{{` may become a parameter in a template, which its ends decide.
            self.opened.append(_Open(BRACES, start, end - start, self.limits[-1]))
            if end - start > 2:
                self.has_long_run = True
        elif kind == _LINK:
            # Without a title there is no link, and its brackets would only hide others.
            if LINK_TITLE.match(self.text, end):
                self.opened.append(_Open(LINK, start, 2, self.limits[-1]))
        elif kind == _VARIANT and self.text[start] == "-":
            self.opened.append(_Open(VARIANT, start, 2, self.limits[-1]))
        elif kind == _TABLE:
            self.has_table = True
        elif self.opened:
            if kind == _CLOSE:
                rest = self.close_braces(start, end)
                # The last of three braces may end a variant: -{zh:{{a}}}-
                if self.opened and rest == end - 1 and self.text.startswith("-", end):
                    self.close(VARIANT, rest)
            else:
                self.close(LINK if kind == _LINK_END else VARIANT, start)

    def comment(self, start: int, end: int) -> int:
        """A comment; returns the offset to go on from."""
        closing = self.find("-->", end)
        if closing is None:
            return end
        self.found[start] = make_extent(COMMENT, closing[1], end, closing[0])
        return closing[1]

    def close_braces(self, pos: int, end: int) -> int:
        """A run of closing braces: three match three, otherwise two match two, the innermost
        first.

        Returns where those begin that close nothing.
        """
        opened, limit = self.opened, self.limits[-1]
        while end - pos >= 2:
            # Over open links: an unclosed `[[` does not keep a template open (see above).
            index = len(opened) - 1
            last = max(index - FAR, 0)
            while index > last and opened[index].kind == LINK and opened[index].limit == limit:
                index -= 1
            if index < 0 or opened[index].kind != BRACES or opened[index].limit != limit:
                return pos
            del opened[index + 1 :]
            run = opened[index]
            # MediaWiki: `$matchingCount`, the most that both runs have, but no more than three.
            width = 3 if run.left >= 3 and end - pos >= 3 else 2
            run.left -= width
            start = run.start + run.left
            self.found[start] = make_extent(BRACES, pos + width, start + width, pos, run.pipes)
            pos += width
            # The rest may be matched by later braces, or be text; where the run begins, the
            # scan of inlines comes first.
            if run.left:
                self.outermost[run.start] = start
            run.pipes = []
            if run.left < 2:
                opened.pop()
        return pos

    def close_at_end(self) -> None:
        """End the braces that the text begins with where it ends.

        pandoc knows no template whose name begins with a mark of punctuation: it takes the end of
        `{{!}}` for that of the template around it.
        """
        first = self.opened[0] if self.opened else None
        if first is None or first.kind != BRACES or first.start or first.left != 2:
            return
        end = trim(self.text, 0, len(self.text))[1]
        if self.text.endswith("}}", 0, end):
            self.found[0] = make_extent(BRACES, end, 2, end, first.pipes)

    def close(self, kind: int, start: int) -> None:
        """`]]` or `}-`: it closes the innermost link or variant; braces that are open inside of it
        never close.
        """
        opened, limit = self.opened, self.limits[-1]
        index = len(opened) - 1
        last = max(index - FAR, 0)
        while index > last and opened[index].limit == limit and opened[index].kind != kind:
            index -= 1
        if opened[index].kind != kind or opened[index].limit != limit:
            return
        inner = opened[index]
        # Braces that are open inside of a link are given up only if the link ends on its own line.
        if (
            kind == LINK
            and index < len(opened) - 1
            and self.text.find("\n", inner.start, start) >= 0
        ):
            return
        del opened[index:]
        self.found[inner.start] = make_extent(kind, start + 2, inner.start + 2, start, inner.pipes)

    def long_tag(self, start: int, name: str) -> int:
        """The tag of an extension with angle brackets within it; returns the offset to go on
        from.
        """
        closing = self.find(">", start)
        if closing is None or closing[0] >= self.limits[-1]:
            return start + 1
        return self.tag(start, name, closing[1])

    def tag(self, start: int, name: str, begin: int) -> int:
        """The tag of an extension, up to `begin`; returns the offset to go on from.

        Its end tag is the next one, whatever is between.
        """
        name = name.lower()
        if self.text.find("{", start, begin) >= 0:
            self.has_table = self.has_long_run = True  # there may be one in it
            if self.text.find("{{", start, begin) >= 0:
                self._add_inner(start + 1, begin - 1)
        if self.text[begin - 2] == "/":
            self.found[start] = make_extent(TAG, begin, begin, begin, None, name)
            return begin
        ends = self.find(name, begin)
        if ends is None or ends[1] > self.limits[-1]:
            # MediaWiki: `$xmlishAllowMissingEndTag`, by which an unclosed `<includeonly>` hides the
            # rest.
            if name != HIDDEN_TAG:
                return begin
            ends = (trim(self.text, begin, min(self.limits[-1], len(self.text)))[1],) * 2
        self.found[start] = make_extent(TAG, ends[1], begin, ends[0], None, name)
        # Nothing nests in `<nowiki>`: the scan goes on after it.
        if name in RAW_TAGS or name == HIDDEN_TAG:
            return ends[1]
        # Its content is a room of its own: brackets that open in it do not close after it.
        self.limits.append(ends[0])
        return begin

    def _add_inner(self, start: int, end: int) -> None:
        """Add the templates in the attributes of a tag."""
        inner = find_extents(self.text[start:end], has_variants=False)
        for pos, extent in inner.found.items():
            extent.at += start
            extent.to += start
            extent.end += start
            if extent.pipes:
                extent.pipes = [pipe + start for pipe in extent.pipes]
            self.found[pos + start] = extent
        self.outermost |= {first + start: pos + start for first, pos in inner.outermost.items()}

    def leave(self, start: int) -> None:
        """Leave the tags that end before `start`; brackets that are open in them are never
        closed.
        """
        while start >= self.limits[-1]:
            limit = self.limits.pop()
            while self.opened and self.opened[-1].limit == limit:
                self.opened.pop()


def find_extents(text: str, *, has_variants: bool, is_template: bool = False) -> Extents:
    """All extents of a page.

    `has_variants`: whether `-{…}-` is markup, as on wikis in several scripts; False where no `-{`
    stands. `is_template`: the text is what a converter took for a template, which goes to its end
    even where its braces do not.
    """
    stack = _Stack(text)
    pattern = _pattern(has_variants)
    found, opened, limits = stack.found, stack.opened, stack.limits
    pos = 0
    while True:
        # `finditer` as long as a token ends where its match does; after a comment, a raw tag or a
        # long one the rest is matched from a new place (`break`).
        for match in pattern.finditer(text, pos):
            kind = match.lastindex
            if kind is None:
                continue
            start, end = match.span(kind)
            if start >= limits[-1]:
                stack.leave(start)
            if kind == _PIPES:
                # A pipe belongs to the innermost open brackets of the same tag; outside of all
                # brackets it is a character.
                if opened and opened[-1].limit == limits[-1]:
                    pipes = opened[-1].pipes
                    for part in text[start + 1 : end].split("|"):
                        pipes.append(start)
                        start += len(part) + 1
            elif kind == _SIMPLE:
                # As `make_extent`, without its call: most extents are these.
                found[start] = extent = Extent()
                extent.kind = BRACES
                extent.end = end
                extent.at = start + 2
                extent.to = end - 2
                extent.pipes = None
                extent.name = ""
                if opened and opened[-1].kind == LINK and text.startswith(PIPE_WORD, start, end):
                    opened[-1].pipes.append(end - 1)
            elif kind == _TAG:
                pos = stack.tag(match.start(_NAME) - 1, match[_NAME], end)
                if pos != end:
                    break
            elif kind == _COMMENT:
                pos = stack.comment(start, end)
                if pos != end:
                    break
            # The name alone: an angle bracket is within the tag, as in `<ref name="a>b">` or around
            # a template.
            elif kind == _NAME:
                pos = stack.long_tag(start - 1, match[_NAME])
                break
            else:
                stack.bracket(kind, start, end)
        else:
            break
    return _extents(stack, is_template=is_template)


def _extents(stack: _Stack, *, is_template: bool) -> Extents:
    """What the scan found, and the tables."""
    if is_template:
        stack.close_at_end()
    text = stack.text
    extents = Extents(text, stack.found, stack.outermost)
    # The search goes over the whole page: most have no such run outside of raw tags and comments,
    # where a table would be none.
    if stack.has_table or (stack.has_long_run and "{{{!}}" in text):
        _find_tables(text, extents)
    return extents


def _find_tables(text: str, lines: Extents) -> None:
    """Add the tables. Both ends of one are in the same extent, or in none.

    The pipes of a table in a template's argument are the table's. MediaWiki takes them for the
    template's, so that nobody writes them.
    """
    found = lines.found
    page = make_extent(TAG, len(text) + 1, 0, len(text))
    around = [page]  # the extents around the position
    opened: list[tuple[int, int, Extent]] = []
    inside: dict[
        int, tuple[Extent, list[tuple[int, int]]]
    ] = {}  # the tables of an extent that has pipes
    tables: dict[int, Extent] = {}
    index = 0
    first = FIRST_TABLE_LINE.match(text)
    for match in chain([first] if first else [], TABLE_LINE.finditer(text)):
        line = match.start() + text.startswith("\n", match.start())
        indent = INDENT.match(text, line).end()  # type: ignore[union-attr]  # it may be empty
        edge = TABLE_EDGE.match(text, after_hidden(text, found, indent, len(text)))
        if edge is None:
            continue
        pos, after = edge.span(edge.lastindex or 0)
        while lines.starts[index] <= match.start():
            while lines.starts[index] >= around[-1].end:
                around.pop()
            around.append(found[lines.starts[index]])
            index += 1
        while pos >= around[-1].end:
            around.pop()
        while opened and opened[-1][2].end < around[-1].end:
            opened.pop()
        if edge[1]:
            opened.append((pos, after, around[-1]))
        elif opened and opened[-1][2] is around[-1]:
            start, begin, extent = opened.pop()
            tables[start] = make_extent(TABLE, after, begin, pos)
            if extent.pipes:
                inside.setdefault(id(extent), (extent, []))[1].append((start, after))
    for extent, places in inside.values():
        extent.pipes = _outside(extent.pipes or [], sorted(places))
    lines.add(tables)


def _outside(pipes: list[int], tables: list[tuple[int, int]]) -> list[int]:
    """The pipes outside of all tables; both are in order, and of two tables one may be within the
    other.
    """
    kept: list[int] = []
    first = end = 0
    for start, stop in tables:
        if start >= end:
            last = bisect_left(pipes, start, first)
            kept += pipes[first:last]
            first, end = bisect_left(pipes, stop, last), stop
    return kept + pipes[first:]
