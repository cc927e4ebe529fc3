"""The expansion of a whole text: of its calls one by one, so that one that is too much costs no
other its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from wikiparse.expand.expander import Expander
from wikiparse.expand.markers import TooMuchError
from wikiparse.expand.placed import Placed, joined, page_text, part_of
from wikiparse.expand.syntax import Call, Tag, parse_calls
from wikiparse.mediawiki import PARSED_TAGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.expand.placed import PageText
    from wikiparse.expand.state import Templates
    from wikiparse.expand.titles import PageTitle


@attrs.frozen
class Expansion:
    """A text whose calls are expanded.

    `missing`: how often each template, function or variable was called that is not known; such a
    call is in `text` as it is written, with its arguments expanded.

    >>> from wikiparse import TemplateStore
    >>> expansion = TemplateStore({"A": "a"}).expand("{{A}} {{B}}")
    >>> expansion.text, dict(expansion.missing)
    ('a {{B}}', {'Template:B': 1})
    """

    text: str
    """The text with the calls expanded."""
    missing: Mapping[str, int]
    """How often each unknown name was called."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Loops, and limits that were reached, with the spans of the calls in the source."""
    steps: int = 0
    """The texts that were expanded for it: a measure of the work."""
    replaced: tuple[tuple[int, int, int, int], ...] = ()
    """The stretches of a page that are not as in the source: start and end in `text`, start and end
    in the source."""
    copies: tuple[tuple[int, int, int], ...] = ()
    """The stretches of arguments in these: start and end in `text`, start in the source."""


class _Text:
    """One text in the making."""

    def __init__(
        self,
        store: Templates,
        page: PageTitle,
        *,
        is_page: bool,
        shows: Callable[[str], bool] | None = None,
    ) -> None:
        self.expander = Expander(store, page, is_page=is_page)
        self.expander.shows = shows
        self.diagnostics: list[Diagnostic] = []
        self.is_full = False

    def call(self, call: Call, source: str, offset: int = 0) -> str:
        """The text of a call; as it is written where a limit is reached."""
        expander = self.expander
        written = source[call.start : call.end]
        span = (offset + call.start, offset + call.end)
        if self.is_full:
            return written
        try:
            if call.is_parameter:
                text = expander.parameter(call, expander.root)
            else:
                text = expander.call(call, expander.root)
            if expander.is_page and "{{" in text and text != written:
                text = _as_text(text)
            text = expander.markers.replaced(text)
        # A caller may be so deep that not even the levels that are allowed are left.
        except (TooMuchError, RecursionError) as error:
            expander.depth = 0
            self.is_full = isinstance(error, TooMuchError)
            code = "expansion-too-large" if self.is_full else "expansion-too-deep"
            expander.report(code, "")
            text = written
        if expander.fresh:
            if expander.is_page:
                expander.report("unknown-call", _shown(expander.fresh))
            expander.fresh.clear()
        if expander.problems:
            self.diagnostics += expander.diagnostics(span)
        return text

    def result(
        self,
        text: str,
        replaced: Sequence[tuple[int, int, int, int]] = (),
        copies: Sequence[tuple[int, int, int]] = (),
    ) -> Expansion:
        expander = self.expander
        return Expansion(
            text,
            {name: count for name, count in expander.missing.items() if count},
            tuple(self.diagnostics),
            expander.steps,
            tuple(replaced),
            tuple(copies),
        )


SHOWN: Final = 3
"""Names in the message of a finding."""


def _shown(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} others" if len(names) > SHOWN else shown


def expand_text(store: Templates, source: str, page: PageTitle) -> Expansion:
    """A text as MediaWiki's `action=expandtemplates` returns it: without comments, and without the
    parts that are only for other pages.
    """
    work = _Text(store, page, is_page=False)
    out = []
    for part in parse_calls(source, is_included=False):
        if isinstance(part, Call):
            out.append(work.call(part, source))
        else:
            out.append(part if isinstance(part, str) else part.source)
    return work.result("".join(out))


def expand_page(
    store: Templates, source: str, page: PageTitle, shows: Callable[[str], bool] | None = None
) -> Expansion:
    """A page to be parsed: its text with all that is no call as it is, comments too, and with the
    calls in tags whose content is wikitext. `shows` says of which templates a text is known
    without their wikitext: their calls stay where that calls a module.
    """
    work = _Text(store, page, is_page=True, shows=shows)
    out: list[str] = []
    replaced: list[tuple[int, int, int, int]] = []
    copies: list[tuple[int, int, int]] = []
    pos = size = 0
    for call, text_of, offset in _calls(page_text(source)) if "{{" in source else ():
        start, end = offset + call.start, offset + call.end
        text = work.call(call, text_of, offset)
        if text == source[start:end]:
            continue
        out += [source[pos:start], text]
        size += start - pos
        replaced.append((size, size + len(text), start, end))
        if type(text) is Placed:
            copies += [
                (size + low, size + high, at) for low, high, at in _joined(text, source, end)
            ]
        size += len(text)
        pos = end
    out.append(source[pos:])
    return work.result("".join(out), replaced, copies)


_BRACES: Final = re.compile(r"\{{2,}")


def _as_text(text: str) -> str:
    """An expanded text in which no call begins: braces that are left are text, as MediaWiki does
    not look for calls twice.
    """
    parts: list[str] = []
    pos = 0
    for match in _BRACES.finditer(text):
        parts += [part_of(text, pos, match.start()), "&#123;" * len(match[0])]
        pos = match.end()
    return joined([*parts, part_of(text, pos, len(text))])


def _joined(text: Placed, source: str, end: int) -> list[tuple[int, int, int]]:
    """The copies of a text; those of a call that is not expanded with its braces and pipes."""
    out: list[tuple[int, int, int]] = []
    for copy in text.copies:
        low, high, at = copy
        if low > 1 and text.startswith("{{", low - 2) and source.startswith("{{", at - 2):
            low, at = low - 2, at - 2
        stop = at + high - low
        if text.startswith("}}", high) and source.startswith("}}", stop) and stop + 2 < end:
            high += 2
        before, after, first = out[-1] if out else (0, 0, -1)
        if first >= 0 and at - low == first - before and low >= after:
            between = first + after - before
            if text[after:low] == source[between:at]:
                out[-1] = before, high, first
                continue
        out.append((low, high, at))
    return out


def _calls(text: PageText) -> list[tuple[Call, str, int]]:
    """The calls of a page that are in no other call, in order, each with the text that it is in and
    where that begins.
    """
    out: list[tuple[Call, str, int]] = []
    plain = str(text)
    for part in parse_calls(text, is_included=False):
        if isinstance(part, Call):
            out.append((part, plain, text.offset))
        elif isinstance(part, Tag) and part.inner and "{{" in part.inner:
            if part.name.lower() not in PARSED_TAGS:
                continue
            # Tags of one name are never in each other here, so this goes only a few levels deep.
            start = part.end - len(part.close) - len(part.inner)
            out += _calls(page_text(str(part.inner), text.offset + start))
    return out
