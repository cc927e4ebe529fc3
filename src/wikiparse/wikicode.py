"""The bridge to mwparserfromhell, for those who edit wikicode with it.

No other file knows that package (`lint-imports`).

Its parser reads again, from each opening that is not closed, everything that follows: 32 kB of
`{{a|` take it 20 seconds. It loses everything after a NUL, and from some depth on it leaves the
outermost templates as text. A text with one of these is refused here, in linear time. Beyond that
its steps are counted, since unclosed quotes and tags cost it as much as braces do.

Only its tokenizer in Python is used: the one in C cannot be counted, and frees memory with the
wrong allocator at every `&` that begins no character reference (version 0.7.2: `calloc` with
`PyObject_Free` in `Tokenizer_really_parse_entity`), which aborts the interpreter under
`python -X dev`, `PYTHONMALLOC=debug` and every allocator other than the usual one. The one in
Python takes twice the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from wikiparse.mediawiki import RAW_TAGS
from wikiparse.render.wikitext.write import wikitext_of
from wikiparse.wikitext.preprocessor import COMMENT, TAG, find_extents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mwparserfromhell.parser.tokenizer import Tokenizer
    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.nodes.inlines import BraceParent

MAX_LENGTH = 200_000
"""Code points of the longest text that is handed over."""
MAX_DEPTH = 30
"""How deep braces and links may nest. From 34 templates on mwparserfromhell 0.7.2 leaves the
outermost as text."""
MAX_STEPS = 40
"""Tokens that may be read for each code point, besides `FREE_STEPS`. Real pages take 0.4; the worst
of 531 took between 20 and 40."""
FREE_STEPS = 10_000
MOST_STEPS = 1_000_000
"""The most steps for a text of any length, besides `FREE_STEPS`."""

# Pairs only: a single brace or bracket is text to mwparserfromhell as well.
BRACKETS = re.compile(r"\{\{+|\}\}+|\[\[|\]\]")


def wikicode_of(node: BraceParent) -> Wikicode:
    """A node in braces as mwparserfromhell reads its wikitext."""
    return parse_wikicode(wikitext_of(node))


def parse_wikicode(text: str) -> Wikicode:
    """A text as mwparserfromhell reads it: a list of nodes that can be changed, and `str()` of it
    is the text.

    Raises ValueError for a text that mwparserfromhell cannot be trusted with: one with a NUL, with
    more than `MAX_LENGTH` code points, with unclosed `{{`, `{{{` or `[[`, with nesting deeper than
    `MAX_DEPTH`, and one that takes it more steps than its length allows. Raises ImportError where
    the package is not installed.
    """
    _check(text)
    try:
        # An optional package.
        from mwparserfromhell.parser.builder import Builder  # noqa: PLC0415
        from mwparserfromhell.parser.tokenizer import Tokenizer  # noqa: PLC0415
    except ImportError as error:
        message = (
            "to_wikicode() needs mwparserfromhell, which is not installed: "
            "pip install 'wikiparse-tree[wikicode]'"
        )
        raise ImportError(message, name="mwparserfromhell") from error
    tokenizer, builder = _counted(Tokenizer)(), _untyped(Builder)()
    # Linear, with a free part for short texts and a bound for long ones.
    tokenizer.steps_left = FREE_STEPS + min(MAX_STEPS * len(text), MOST_STEPS)
    try:
        made: Wikicode = builder.build(tokenizer.tokenize(text))
    except (_TooManyStepsError, RecursionError):
        message = (
            "mwparserfromhell would take too long: quotes, tags or links in this have no end; "
            "close them, or take a smaller part"
        )
        raise ValueError(message) from None
    return made


def _untyped(cls: Any) -> Any:
    """A class without annotations."""
    return cls


class _TooManyStepsError(Exception):
    """The tokenizer has used up its steps."""


@cache
def _counted(base: type[Tokenizer]) -> Any:
    """The tokenizer with a limit: to read a token is its step."""

    class Counted(base):  # type: ignore[misc,valid-type]  # the class is known only when the package is
        steps_left = 0

        def _read(self, *arguments: Any, **options: Any) -> Any:
            self.steps_left -= 1
            if self.steps_left < 0:
                raise _TooManyStepsError
            return super()._read(*arguments, **options)

    return Counted


# --- texts that are refused


def _check(text: str) -> None:
    """Raise ValueError for a text that mwparserfromhell must not get."""
    if message := _refusal(text):
        raise ValueError(message)


def _refusal(text: str) -> str:
    """Why a text is refused, with advice; "" if it is not."""
    if (pos := text.find("\0")) >= 0:
        return (
            f"there is a NUL at {pos}, after which mwparserfromhell would lose everything: "
            "replace it by U+FFFD"
        )
    if len(text) > MAX_LENGTH:
        return (
            f"{len(text)} code points are too many for mwparserfromhell (at most {MAX_LENGTH}): "
            "take a part, such as a template"
        )
    brackets = _Brackets(text)
    if brackets.unclosed:
        start = brackets.unclosed[0].start
        return (
            f"{text[start : start + 2]!r} at {start} has no end, which takes mwparserfromhell too "
            "long: close it, or take a smaller part"
        )
    if brackets.deepest > MAX_DEPTH:
        return (
            f"brackets nest {brackets.deepest} levels deep, mwparserfromhell can do {MAX_DEPTH}: "
            "take one of the inner templates"
        )
    return ""


class _Opener:
    """A run of opening brackets: where it starts, how many are still unclosed, and which."""

    __slots__ = ("character", "left", "start")

    def __init__(self, start: int, left: int, character: str) -> None:
        self.start = start
        self.left = left
        self.character = character

    @property
    def levels(self) -> int:
        return self.left // 2


class _Brackets:
    """The brackets of a text: which are `unclosed`, and how deep they nest (`deepest`).

    An unmatched closing one is text, for mwparserfromhell too, and costs it nothing; 8 of 531 real
    pages have one.
    """

    def __init__(self, text: str) -> None:
        openers: list[_Opener] = []
        self.depth = self.deepest = 0
        for start, end in _outside(text):
            for match in BRACKETS.finditer(text, start, end):
                token = match[0]
                if token[0] in "{[":
                    openers.append(_Opener(match.start(), len(token), token[0]))
                    self.depth += openers[-1].levels
                    self.deepest = max(self.deepest, self.depth)
                else:
                    self._close(openers, len(token), "{" if token[0] == "}" else "[")
        self.unclosed = [opener for opener in openers if opener.levels]

    def _close(self, openers: list[_Opener], count: int, character: str) -> None:
        """Closing brackets: three braces close three, otherwise two close two, the innermost first
        (MediaWiki: `Preprocessor`).
        """
        while count >= 2 and openers and openers[-1].character == character:
            opener = openers[-1]
            width = 3 if count >= 3 and opener.left >= 3 else 2
            count -= width
            # Before and after: of three braces that lose two, one is left, which is no level.
            self.depth -= opener.levels
            opener.left -= width
            self.depth += opener.levels
            if not opener.levels:
                openers.pop()


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The ranges outside of comments and of tags such as `<nowiki>`."""
    pos = 0
    if "<" in text:
        found = find_extents(text, has_variants=False).found
        opaque = [
            (start, i.end)
            for start, i in found.items()
            if i.kind == COMMENT or (i.kind == TAG and i.name in RAW_TAGS)
        ]
        for start, end in sorted(opaque):
            if start >= pos:
                yield pos, start
                pos = end
    yield pos, len(text)
