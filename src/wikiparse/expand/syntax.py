"""The calls of a text of wikitext, as MediaWiki's preprocessor finds them before it expands them.

    content = (text | call | parameter | tag)*
    call = "{{" content ("|" (content "=")? content)* "}}"
    parameter = "{{{" content ("|" content)* "}}}"

One scan with a stack of open brackets (MediaWiki: `Preprocessor_Hash::preprocessToObj`). It follows
MediaWiki to the letter, where `wikitext.preprocessor` is kinder to unclosed brackets: other
pages rely on the text that a template becomes. Comments, and the parts of a page that are not
transcluded, are gone here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.expand.placed import joined, part_of
from wikiparse.mediawiki import EXTENSION_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    Content = tuple["str | Call | Tag", ...]
    """A text with the calls in it. Two texts are never neighbors."""


class Argument(NamedTuple):
    """A part after a pipe: its name, None for a positional one, and its value."""

    name: Content | None
    value: Content
    equals: str = "="

    @property
    def whole(self) -> Content:
        """The part as it is written."""
        return self.value if self.name is None else (*self.name, self.equals, *self.value)


class Call:
    """A call in two braces, or with `is_parameter` a parameter in three.

    `start` and `end` are offsets in the text. `begins_line`: it is the first of a line.
    """

    __slots__ = (
        "arguments", "begins_line", "cases", "end", "is_parameter", "meaning", "start", "title",
    )  # fmt: skip

    def __init__(
        self,
        title: Content,
        arguments: tuple[Argument, ...],
        span: tuple[int, int],
        *,
        is_parameter: bool,
        begins_line: bool,
    ) -> None:
        self.title: Content = title
        self.arguments: tuple[Argument, ...] = arguments
        self.start, self.end = span
        self.is_parameter: bool = is_parameter
        self.begins_line: bool = begins_line
        self.meaning: Any = None  # of its title, once it was called (`Expander.meaning_of`)
        self.cases: object = None  # of a `#switch` whose labels are texts, once it was asked for


class Tag(NamedTuple):
    """The tag of an extension with all up to its end tag. `inner` is None where it has none."""

    name: str
    attributes: str
    inner: str | None
    close: str
    start: int
    end: int
    source: str
    """The tag as it is written."""

    def with_inner(self, inner: str) -> str:
        """The tag with another content."""
        source = self.source
        end = len(source) - len(self.close)
        before = part_of(source, 0, end - len(self.inner or ""))
        return joined([before, inner, part_of(source, end, len(source))])


class _Part:
    __slots__ = ("equals", "out")

    def __init__(self, first: str = "") -> None:
        self.out: list[str | Call | Tag] = [first] if first else []
        self.equals = -1  # the index of the `=` between name and value


class _Opened:
    """Brackets that wait for their end; a line of a heading is one too."""

    __slots__ = ("begins_line", "close", "count", "opening", "parts", "prefix", "start")

    def __init__(self, opening: str, start: int, count: int) -> None:
        self.opening = opening
        self.close = _CLOSE[opening]
        self.start = start
        self.count = count
        self.prefix = ""
        self.begins_line = False
        self.parts = [_Part()]

    def as_text(self, text: str, count: int) -> list[str | Call | Tag]:
        """Its text without its end: the last of its opening brackets, and its parts with pipes
        between.
        """
        if self.opening == "\n":
            return self.parts[0].out
        end = self.start + self.count
        out: list[str | Call | Tag] = [text[end - count - len(self.prefix) : end]]
        for index, part in enumerate(self.parts):
            if index:
                out.append("|")
            out += part.out
        return out


_CLOSE: Final = {"{": "}", "[": "]", "-{": "}-", "\n": "\n"}

_LEAST: Final = 2
"""Brackets that begin a link, a call or a variant."""

_MOST: Final = {"{": 3, "[": 2, "-{": 2}

_TERMINATOR: Final = r"(?:\s|/>|>)"


@cache
def _until(close: str, separators: str) -> re.Pattern[str]:
    """A run of text up to the first character that may mean something: in open brackets, and with
    `close` "" outside of all, where only calls, tags and comments count.
    """
    if not close:
        return re.compile(r"(?:[^{<]++|\{(?!\{))*+")
    stops = "[{<\n-" + close + separators
    # One bracket of a pair, a hyphen before another character, and a line that is no heading mean
    # nothing. In a heading its line ending does.
    singles = [r"\[(?!\[)", r"\{(?!\{)", r"-(?!\{)"]
    if close == "\n":
        pass
    elif close == "}-":
        singles += [r"\}(?!-)", r"\n(?!=)"]
    else:
        singles += [rf"\{close}(?!\{close})", r"\n(?!=)"]
    return re.compile(f"(?:[^{re.escape(stops)}]++|{'|'.join(singles)})*+")


@cache
def _tags(is_included: bool) -> re.Pattern[str]:
    """A comment, or a tag that this phase knows, after its `<`."""
    hidden = "noinclude|/?includeonly" if is_included else "includeonly|/?(?:noinclude|onlyinclude)"
    return re.compile(rf"(!--)|((?ai:{hidden}|{'|'.join(sorted(EXTENSION_TAGS))})){_TERMINATOR}")


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</(?ai:{name})\s*>")


_HIDDEN_WHERE: Final = {True: "noinclude", False: "includeonly"}
"""The tag whose content is not read, by whether the page is transcluded."""

_RUNS_OUT: Final = frozenset(("includeonly", "noinclude", "onlyinclude"))
"""Tags that reach to the end of the text where they have no end; in lower case alone."""

_SPACES: Final = re.compile(r"[ \t]*+")
_EQUALS: Final = re.compile(r"={0,6}+")
ONLY, ONLY_END = "<onlyinclude>", "</onlyinclude>"


def parse_calls(text: str, *, is_included: bool) -> Content:
    """The content of a page that is read itself, or with `is_included` called as a template."""
    scan = _Scan(text, is_included=is_included)
    scan.run()
    return scan.result()


class _Scan:
    """One scan over a text."""

    def __init__(self, text: str, *, is_included: bool) -> None:
        self.source = text
        self.text = str(text)  # a slice of a page's source is slow, and knows where it is
        self.is_included = is_included
        self.tags = _tags(is_included)
        self.root = _Part()
        self.stack: list[_Opened] = []
        self.part = self.root
        self.pos = 0
        self.finds_equals = self.in_heading = self.at_line_start = False
        self.until, self.close_with = _until("", ""), ""
        self.has_only = is_included and ONLY in text and ONLY_END in text
        self.seeks_only = self.has_only
        self.no_more: set[str] = set()  # names that have no end tag from here on
        self.chain_end = 0  # where a run of comments ends that was looked at

    def result(self) -> Content:
        out = self.root.out
        for opened in self.stack:
            out += opened.as_text(self.source, opened.count)
        return merged(out)

    def enter(self) -> None:
        """Go on in the brackets on top of the stack."""
        if not self.stack:
            self.part = self.root
            self.in_heading = False
            self.until, self.close_with = _until("", ""), ""
            return
        top = self.stack[-1]
        self.part = top.parts[-1]
        self.in_heading = top.opening == "\n"
        self.close_with = top.close
        self.finds_equals = False
        separators = ""
        if top.opening not in "\n[":
            self.finds_equals = len(top.parts) > 1 and self.part.equals < 0
            separators = "|=" if self.finds_equals else "|"
        self.until = _until(top.close, separators)

    def run(self) -> None:
        text, length = self.text, len(self.text)
        while True:
            if self.seeks_only:
                start = text.find(ONLY, self.pos)
                if start < 0:
                    return
                self.pos = start + len(ONLY)
                self.seeks_only = False
            if self.at_line_start:
                self.at_line_start = False
                self.line_start()
                continue
            start = self.pos
            pos = self.until.match(text, start).end()  # type: ignore[union-attr]
            if not self.stack and 0 < pos < length and text[pos] == "{" and text[pos - 1] == "-":
                # -{{{x}}}  a call after a hyphen, or a variant
                pos -= pos > start
            self.pos = pos
            if pos > start:
                self.part.out.append((self.source if self.stack else text)[start:pos])
            if pos >= length:
                if not self.in_heading:
                    return
                self.line_end()
                continue
            self.token(text[pos], self.close_with)

    def token(self, char: str, close: str) -> None:
        """The character that ended a run of text."""
        text, pos = self.text, self.pos
        if char == "|":
            self.stack[-1].parts.append(_Part())
            self.enter()
            self.pos += 1
        elif char == "=":
            self.part.equals = len(self.part.out)
            self.part.out.append(self.source[pos : pos + 1])
            self.enter()
            self.pos += 1
        elif char == "<":
            self.angle()
        elif char == "\n":
            if self.in_heading:
                self.line_end()
            else:
                self.part.out.append(self.source[pos : pos + 1])
                self.pos += 1
                self.line_start()
        elif close and text.startswith(close, pos):
            self.close(close)
        elif char in "{[" or text.startswith("-{", pos):
            self.open("-{" if char == "-" else char)
        else:
            self.part.out.append(self.source[pos : pos + 1])
            self.pos += 1

    # --- lines

    def line_start(self) -> None:
        if not self.stack:
            return  # a heading matters to the brackets around it alone
        count = _EQUALS.match(self.text, self.pos).end() - self.pos  # type: ignore[union-attr]
        # MediaWiki: one `=` is taken for that of an argument.
        if count and not (count == 1 and self.finds_equals):
            self.stack.append(_Opened("\n", self.pos, count))
            self.enter()
            self.part.out.append(self.source[self.pos : self.pos + count])
            self.pos += count

    def line_end(self) -> None:
        """The end of a line that may be a heading: no bracket around it was looked for in it."""
        opened = self.stack.pop()
        self.enter()
        self.part.out += opened.parts[0].out

    # --- brackets

    def open(self, opening: str) -> None:
        text, pos = self.text, self.pos
        begins_line = pos > 0 and text[pos - 1] == "\n"
        count = _run(text, pos + len(opening) - 1, opening[-1]) + len(opening) - 1
        prefix = ""
        if opening == "-{" and count > _LEAST:
            # -{{{x}}}  the rightmost braces win
            prefix, opening = "-", "{"
            self.pos = pos = pos + 1
            count -= 1
        if count >= _LEAST:
            opened = _Opened(opening, pos, count)
            opened.prefix, opened.begins_line = prefix, begins_line
            self.stack.append(opened)
            self.enter()
        else:
            self.part.out.append(self.source[pos - len(prefix) : pos + count])
        self.pos += count

    def close(self, close: str) -> None:
        opened = self.stack[-1]
        if close == "}-":
            count = len(close)
        else:
            count = min(_run(self.text, self.pos, close, opened.count), _MOST[opened.opening])
        if count < _LEAST:
            self.part.out.append(self.source[self.pos : self.pos + count])
            self.pos += count
            return
        start = self.pos
        self.pos += count
        self.stack.pop()
        made: list[str | Call | Tag]
        if opened.opening == "{":
            made = [_call(opened, count, self.pos)]
        else:
            made = [*opened.as_text(self.source, count), self.source[start : self.pos]]
        self.enter()
        if count < opened.count:
            self.reopen(opened, count)
        elif opened.prefix and opened.opening == "{":
            self.part.out.append(self.source[opened.start - 1 : opened.start])
        self.part.out += made

    def reopen(self, opened: _Opened, count: int) -> None:
        """Go on with the opening brackets of a run that its first end did not use."""
        opened.parts = [_Part()]
        opened.count -= count
        if opened.count >= _LEAST:
            self.stack.append(opened)
        elif opened.count == 1 and opened.opening == "{" and opened.prefix == "-":
            opened.prefix, opened.opening, opened.count, opened.close = "", "-{", 2, "}-"
            opened.start -= 1
            self.stack.append(opened)
        else:
            before = opened.start - len(opened.prefix)
            self.part.out.append(self.source[before : opened.start + opened.count])
            return
        self.enter()

    # --- tags and comments

    def angle(self) -> None:
        text, pos = self.text, self.pos
        if self.has_only and text.startswith(ONLY_END, pos):
            self.seeks_only = True
            return
        match = self.tags.match(text, pos + 1)
        if match is None:
            self.part.out.append(self.source[pos : pos + 1])
            self.pos += 1
        elif match[1]:
            self.comment()
        else:
            self.tag(match[2])

    def comment(self) -> None:
        text, start = self.text, self.pos
        end = text.find("-->", start + 4)
        if end < 0:
            self.pos = len(text)
            return
        end += 3
        self.pos = end
        if start < self.chain_end:
            return  # one of a run of comments whose line has other text
        # A line of nothing but comments is gone, with its line ending.
        before = start
        while before and text[before - 1] in " \t":
            before -= 1
        while True:
            after = _SPACES.match(text, end).end()  # type: ignore[union-attr]
            if not text.startswith("<!--", after) or (end := text.find("-->", after + 3)) < 0:
                break
            end += 3
        self.chain_end = after
        if before and text[before - 1] == "\n" and text.startswith("\n", after):
            out = self.part.out
            spaces = start - before
            if spaces and out and isinstance(out[-1], str) and out[-1].endswith(text[before:start]):
                out[-1] = out[-1][:-spaces]
            self.pos = after + 1
            self.at_line_start = True

    def tag(self, name: str) -> None:
        text, start = self.text, self.pos
        after = start + 1 + len(name)
        end = text.find(">", after) + 1
        if not end:
            self.part.out.append(self.source[start : start + 1])
            self.pos += 1
            return
        lower = name.lower()
        hidden = _HIDDEN_WHERE[self.is_included]
        if lower.removeprefix("/") in _RUNS_OUT and lower != hidden:
            self.pos = end
            return
        self.pos = end
        if text[end - 2] == "/":
            attributes, inner, close = self.source[after : end - 2], None, ""
        else:
            found = None if lower in self.no_more else _end_tag(lower).search(text, end)
            attributes = self.source[after : end - 1]
            if found is not None:
                inner, close, self.pos = self.source[end : found.start()], found[0], found.end()
            elif name in _RUNS_OUT:
                inner, close, self.pos = self.source[end:], "", len(text)
            else:
                # Each name is searched for in vain once.
                self.no_more.add(lower)
                self.part.out.append(self.source[start:end])
                return
        if lower != hidden:
            source = self.source[start : self.pos]
            self.part.out.append(Tag(name, attributes, inner, close, start, self.pos, source))


def _run(text: str, pos: int, char: str, most: int = 1 << 62) -> int:
    """How often a character is repeated at an offset."""
    end = pos
    stop = min(len(text), pos + most)
    while end < stop and text[end] == char:
        end += 1
    return end - pos


def _call(opened: _Opened, count: int, end: int) -> Call:
    title, *parts = opened.parts
    arguments = [
        Argument(None, merged(part.out))
        if part.equals < 0
        else Argument(
            merged(part.out[: part.equals]),
            merged(part.out[part.equals + 1 :]),
            part.out[part.equals],  # type: ignore[arg-type]  # the text that was put there
        )
        for part in parts
    ]
    return Call(
        merged(title.out),
        tuple(arguments),
        (opened.start + opened.count - count, end),
        is_parameter=count > _LEAST,
        begins_line=opened.begins_line and count == opened.count and not opened.prefix,
    )


def merged(parts: Sequence[str | Call | Tag]) -> Content:
    """Content whose neighboring texts are one."""
    if len(parts) < 2:
        return tuple(parts)
    out: list[str | Call | Tag] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if texts:
            out.append(joined(texts))
            texts = []
        out.append(part)
    if texts:
        out.append(joined(texts))
    return tuple(out)
