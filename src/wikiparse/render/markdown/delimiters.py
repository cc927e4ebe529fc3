"""Delimiters of emphasis, chosen when all that is beside them is known.

Asterisks, or underscores where other asterisks are beside them; tags where neither would be read as
such: CommonMark's rules of delimiter runs ask for the characters on both sides, and
neighboring runs of one character are one run.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from wikiparse.nodes.soft_breaks import CJK

if TYPE_CHECKING:
    from collections.abc import Callable

FORMS = {"em": ("*", "_"), "strong": ("**", "__"), "del": ("~~",)}
"""The delimiters of a kind, the preferred first; its tag is the last resort."""


class Opener:
    """The start of emphasis."""

    __slots__ = ("closer", "form", "has_tags", "kind")

    def __init__(self, kind: str, *, has_tags: bool) -> None:
        self.kind = kind
        self.has_tags = has_tags
        self.form = ""
        self.closer = -1

    def __str__(self) -> str:
        return self.form or (f"<{self.kind}>" if self.has_tags else "")


class Closer:
    """The end of emphasis."""

    __slots__ = ("opener",)

    def __init__(self, opener: Opener) -> None:
        self.opener = opener

    def __str__(self) -> str:
        opener = self.opener
        return opener.form or (f"</{opener.kind}>" if opener.has_tags else "")


class Choice:
    """Markup that cannot have a letter, a digit or a backslash beside it: the other form, or a
    separator, is written where it has.
    """

    __slots__ = ("other", "preferred", "separator")

    def __init__(self, preferred: str, other: str = "", separator: str = "") -> None:
        self.preferred = preferred
        self.other = other
        self.separator = separator

    def __str__(self) -> str:
        return self.preferred

    def between(self, before: str, after: str) -> str:
        """The form that is written between two characters."""
        if self.other:
            return self.other if _is_word(before) or _is_word(after) else self.preferred
        return (
            (self.separator if _is_word(before) else "")
            + self.preferred
            # Of two formulas the second one separates them.
            + (self.separator if _is_word(after) and after != "$" else "")
        )


class SoftBreak(str):
    """The space of a line ending within a paragraph, after a character of Chinese or Japanese:
    there is none before another such character, whatever markup it is in.
    """

    __slots__ = ()


class CaptionText(str):
    """Text of an image's caption, where delimiters may be left out: texts that are neighbors then
    are escaped as one, as they are read.
    """

    __slots__ = ("escape", "value")
    escape: Callable[[str], str]
    value: str

    @classmethod
    def of(cls, value: str, escape: Callable[[str], str]) -> CaptionText:
        """A text, and the function that escapes it."""
        made = cls(escape(value))
        made.value = value
        made.escape = escape
        return made


@cache
def _begins_with_cjk() -> re.Pattern[str]:
    # 国   [国](…)   [[Page|国]]   **国**   <sub>国</sub>   [^1]国
    return re.compile(rf"(?:\[\^[0-9]+\])?(?:\[\[[^\[\]|]*+\|)?[*\[_`~(]*+(?:<[^<>]*+>)?[{CJK}]")


def _without_soft_breaks(out: list[Any]) -> list[Any]:
    """The output, with those soft breaks left out that are no spaces."""
    made = []
    for index, part in enumerate(out):
        if part.__class__ is not SoftBreak:
            made.append(part)
            continue
        following = [p for p in out[index + 1 : index + 6] if isinstance(p, str)]
        if not _begins_with_cjk().match("".join(following)):
            made.append(" ")
    return made


def settle(out: list[Any], *, is_flanking: bool) -> str:
    """The output, with all delimiters chosen."""
    if SoftBreak in set(map(type, out)):
        out = _without_soft_breaks(out)
    delimiters = [index for index, part in enumerate(out) if part.__class__ is not str]
    if not delimiters:
        return "".join(out)
    for index in delimiters:
        if isinstance(closer := out[index], Closer):
            closer.opener.closer = index
    enclosing: list[Opener] = []
    for index in delimiters:
        part = out[index]
        if isinstance(part, Opener):
            while enclosing and enclosing[-1].closer < index:
                enclosing.pop()
            _choose(out, index, enclosing, is_flanking=is_flanking)
            # Only the innermost few are looked at: deeper ones of a kind are tags.
            enclosing.append(part)
    parts: list[str] = []
    caption: list[CaptionText | str] = []
    for index, part in enumerate(out):
        if part.__class__ is CaptionText or (
            caption and part.__class__ is str and not part.strip(" \t")
        ):
            caption.append(part)
            continue
        if caption and str(part):
            parts += _as_one(caption)
            caption = []
        if part.__class__ is str and part[:1] == "`" and _ends_code(parts):
            parts.append(" ")  # delimiters between two code spans were left out
        if isinstance(part, Choice):
            before, after = _written(out, index - 1, -1)[-1:], _written(out, index + 1, 1)[:1]
            parts.append(part.between(before, after))
        else:
            parts.append(str(part))
    return "".join(parts + _as_one(caption))


def _as_one(caption: list[CaptionText | str]) -> list[str]:
    """The texts of a caption, and the spaces between and after them, escaped as one."""
    count = len(caption)
    while count and caption[count - 1].__class__ is str:
        count -= 1
    first = caption[0] if count > 1 else ""
    if not isinstance(first, CaptionText):
        return list(caption)
    values = [part.value if isinstance(part, CaptionText) else part for part in caption[:count]]
    return [first.escape("".join(values)), *caption[count:]]


def _choose(out: list[Any], index: int, enclosing: list[Opener], *, is_flanking: bool) -> None:
    """Choose the form of the delimiters that begin at this index."""
    opener: Opener = out[index]
    end = opener.closer
    if end < 0:
        return
    # The runs that touch: before and after the opening one, before and after the closing one.
    touching = {
        form[0]
        for neighbor in (index - 1, index + 1, end - 1, end + 1)
        if (form := _form(out, neighbor))
    }
    # The same kind within itself, and whatever is too deep, is written with tags or the other form.
    used = {other.form for other in enclosing[-8:] if other.kind == opener.kind}
    if len(enclosing) > 8:
        return
    # cmark-gfm looks for the character beyond neighboring tildes.
    ends = [
        (
            _before(out, index, beyond),
            _after(out, index, beyond),
            _before(out, end, beyond),
            _after(out, end, beyond),
        )
        for beyond in (False, True)
    ]
    for form in FORMS[opener.kind]:
        if form[0] in touching or form in used:
            continue
        if not is_flanking:
            if form[0] == "_" or _touches(out, index, end):
                continue
            # Asterisks alone between brackets are read as those of a template that was dropped.
            if form == "**" and (_encloses(*ends[0][:2]) or _encloses(*ends[0][2:])):
                continue
            # By position, too, white space is not beside the content.
            if " " in (_class(ends[0][1], "!"), _class(ends[0][2], "!")):
                continue
        elif not all(
            _pairs(form[0], *[_class(char, symbols) for char in four])
            for four in ends
            for symbols in ("!", "a")
        ):
            continue
        opener.form = form
        return


def _form(out: list[Any], index: int) -> str:
    """The delimiters at an index, as far as they are chosen."""
    if not 0 <= index < len(out):
        return ""
    part = out[index]
    if isinstance(part, Opener):
        return part.form
    return part.opener.form if isinstance(part, Closer) else ""


def _touches(out: list[Any], index: int, end: int) -> bool:
    """Whether delimiters of any kind are beside these."""
    return any(
        0 <= i < len(out) and isinstance(out[i], (Opener, Closer))
        for i in (index - 1, index + 1, end - 1, end + 1)
    )


def _before(out: list[Any], index: int, beyond: bool) -> str:
    """The character before an index; a line ending where there is none."""
    index = _beyond(out, index - 1, -1) if beyond else index - 1
    if index < 0:
        return "\n"
    part = out[index]
    return part[-1] if isinstance(part, str) else "*" if not isinstance(part, Choice) else "$"


def _after(out: list[Any], index: int, beyond: bool) -> str:
    """The character after an index; a line ending where there is none."""
    index = _beyond(out, index + 1, 1) if beyond else index + 1
    if index >= len(out):
        return "\n"
    part = out[index]
    return part[0] if isinstance(part, str) else "*" if not isinstance(part, Choice) else "$"


def _beyond(out: list[Any], index: int, step: int) -> int:
    """The next index that has neither tildes nor delimiters that may be left out, or one some way
    on.
    """
    for _ in range(4):
        if not 0 <= index < len(out):
            break
        part = out[index]
        opener = part.opener if isinstance(part, Closer) else part
        # Those in the text of an image have no tags, and may be left out.
        if not isinstance(opener, Opener) or (opener.kind != "del" and opener.has_tags):
            break
        index += step
    return index


def _written(out: list[Any], index: int, step: int) -> str:
    """The next part that is not empty; delimiters in the text of an image may be."""
    for _ in range(8):
        if not 0 <= index < len(out):
            break
        if part := str(out[index]):
            return part
        index += step
    return ""


def _ends_code(parts: list[str]) -> bool:
    """Whether a code span is the last that was written, with nothing but "" after it."""
    if not parts or parts[-1]:
        return False
    last = next((part for part in reversed(parts[-4:]) if part), "")
    return last[:1] == last[-1:] == "`"


def _encloses(before: str, after: str) -> bool:
    """Whether a bracket opens before, and one closes after."""
    return unicodedata.category(before) in ("Ps", "Pi") and (
        unicodedata.category(after) in ("Pe", "Pf")
    )


def _is_word(char: str) -> bool:
    return char.isalnum() or char in ("_", "$", "\\")


def _class(char: str, symbols: str) -> str:
    """White space (" "), punctuation ("!") or a letter ("a").

    Symbols beyond ASCII are punctuation since CommonMark 0.31; GitHub reads by an earlier version.
    """
    if char in " \t\n\f\r" or (category := unicodedata.category(char)) == "Zs":
        return " "
    if char.isascii():
        return "a" if char.isalnum() or char < " " or char == "\x7f" else "!"
    if category[0] == "S":
        return symbols
    return "!" if category[0] == "P" else "a"


def _pairs(char: str, before: str, first: str, last: str, after: str) -> bool:
    """Whether two runs open and close emphasis around a content, by the classes of the characters
    before and after them (CommonMark 6.2).
    """
    opens = first != " " and (first != "!" or before != "a")
    closes = last != " " and (last != "!" or after != "a")
    if char == "_":
        # Within a word an underscore is text.
        return opens and closes and before != "a" and after != "a"
    return opens and closes
