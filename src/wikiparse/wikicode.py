"""The bridge to mwparserfromhell, for those who edit wikicode with it.

No other file knows that package (`lint-imports`).

Its parser tries again, from each opening that nothing closes, all that follows: 32 kB of `{{a|`
take it 20 seconds. It loses what stands behind a NUL, and from some depth on it leaves the
outermost templates as text. What would meet one of these is refused here, in linear time. Beyond
that its steps are counted, since quotes and tags that nothing closes cost it as much as braces do.

Only its tokenizer in Python is used: the one in C cannot be counted, and frees memory with the
wrong allocator wherever an `&` begins no entity (version 0.7.2: `calloc` with `PyObject_Free` in
`Tokenizer_really_parse_entity`), which aborts the interpreter under `python -X dev`,
`PYTHONMALLOC=debug` and every other allocator than the ordinary one. It takes twice the time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from wikiparse.mediawiki import RAW_TAGS
from wikiparse.render.wikitext.write import wikitext_of
from wikiparse.wikitext.preprocessor import COMMENT, TAG, find_islands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mwparserfromhell.parser.tokenizer import Tokenizer
    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.nodes.inlines import BraceParent

MAX_LENGTH = 200_000
"""Code points that are handed over at most."""
MAX_DEPTH = 30
"""How deep braces and links may nest. From 34 templates on mwparserfromhell 0.7.2 leaves the
outermost as text."""
MAX_STEPS = 40
"""Tokens that may be read for each code point, besides `FREE_STEPS`. Real pages take 0.4; the worst
of 531 took between 20 and 40."""
FREE_STEPS = 10_000
MOST_STEPS = 1_000_000
"""What no text may take more of."""

BRACKETS = re.compile(r"\{\{+|\}\}+|\[\[|\]\]")


def wikicode_of(node: BraceParent) -> Wikicode:
    """A node in braces as mwparserfromhell reads its wikitext."""
    return parse_wikicode(wikitext_of(node))


def parse_wikicode(text: str) -> Wikicode:
    """A text as mwparserfromhell reads it: a list of nodes that can be changed, and `str()` of it
    is the text.

    Raises ValueError for what mwparserfromhell cannot be trusted with: a NUL, more than
    `MAX_LENGTH` code points, `{{`, `{{{` or `[[` that nothing closes, nesting deeper than
    `MAX_DEPTH`, and whatever takes it more steps than its length allows. Raises ImportError where
    the package is not installed.
    """
    _check(text)
    try:
        # An optional package.
        from mwparserfromhell.parser.builder import Builder  # noqa: PLC0415
        from mwparserfromhell.parser.tokenizer import Tokenizer  # noqa: PLC0415
    except ImportError as error:
        message = "to_wikicode() needs mwparserfromhell, which is not installed: pip install 'wikiparse-tree[wikicode]'"
        raise ImportError(message, name="mwparserfromhell") from error
    tokenizer, builder = _counted(Tokenizer)(), _untyped(Builder)()
    tokenizer.steps_left = FREE_STEPS + min(MAX_STEPS * len(text), MOST_STEPS)
    try:
        made: Wikicode = builder.build(tokenizer.tokenize(text))
    except (_TooManyStepsError, RecursionError):
        message = "mwparserfromhell would take too long: quotes, tags or links in this have no end; close them, or take a smaller part"
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


# --- what is
# refused


def _check(text: str) -> None:
    """Raise ValueError for what mwparserfromhell is not to see."""
    message = ""
    if (pos := text.find("\0")) >= 0:
        message = f"there is a NUL at {pos}, behind which mwparserfromhell would lose everything: replace it by U+FFFD"
    elif len(text) > MAX_LENGTH:
        message = f"{len(text)} code points are too many for mwparserfromhell (at most {MAX_LENGTH}): take a part, such as a template"
    else:
        brackets = _Brackets(text)
        if opened := brackets.opened:
            sign = text[opened[0].start : opened[0].start + 2]
            message = f"{sign!r} at {opened[0].start} has no end, over which mwparserfromhell takes too long: close it, or take a smaller part"
        elif brackets.deepest > MAX_DEPTH:
            message = f"brackets nest {brackets.deepest} levels deep, mwparserfromhell can do {MAX_DEPTH}: take one of the inner templates"
    if message:
        raise ValueError(message)


class _Open:
    """A run of braces, or a link: where it begins, and how many brackets wait for their end."""

    __slots__ = ("left", "sign", "start")

    def __init__(self, start: int, left: int, sign: str) -> None:
        self.start = start
        self.left = left
        self.sign = sign

    @property
    def levels(self) -> int:
        return self.left // 2


class _Brackets:
    """The brackets of a text: what nothing closes is left in `opened`, `deepest` is how deep they
    nest.

    A closing one without a partner is text, for mwparserfromhell too, and costs it nothing; 8 of
    531 real pages hold such.
    """

    def __init__(self, text: str) -> None:
        self.opened: list[_Open] = []
        self.depth = self.deepest = 0
        for pos, end in _outside(text):
            for match in BRACKETS.finditer(text, pos, end):
                token = match[0]
                if token[0] in "{[":
                    self.opened.append(_Open(match.start(), len(token), token[0]))
                    self.depth += self.opened[-1].levels
                    self.deepest = max(self.deepest, self.depth)
                else:
                    self._close(len(token), "{" if token[0] == "}" else "[")
        self.opened = [run for run in self.opened if run.levels]

    def _close(self, count: int, sign: str) -> None:
        """Closing brackets: three braces close three, else two close two, the innermost first
        (MediaWiki: `Preprocessor`).
        """
        while count >= 2 and self.opened and self.opened[-1].sign == sign:
            run = self.opened[-1]
            width = 3 if count >= 3 and run.left >= 3 else 2
            count -= width
            self.depth -= run.levels
            run.left -= width
            self.depth += run.levels
            if not run.levels:
                self.opened.pop()


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches outside of comments and of tags such as `<nowiki>`."""
    pos = 0
    if "<" in text:
        found = find_islands(text, has_variants=False).found
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
