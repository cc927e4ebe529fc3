"""The expansion of a whole text: of its calls one by one, so that one that is too much costs no
other its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from wikiparse.expand.expander import Expander
from wikiparse.expand.markers import TooMuchError
from wikiparse.expand.syntax import Call, Tag, parse_calls
from wikiparse.mediawiki import PARSED_TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.expand.state import Templates
    from wikiparse.expand.syntax import Content
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


class _Text:
    """One text in the making."""

    def __init__(self, store: Templates, page: PageTitle, *, is_page: bool) -> None:
        self.expander = Expander(store, page, is_page=is_page)
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
            text = expander.markers.replaced(text)
        # A caller may be so deep that not even the levels that are allowed are left.
        except (TooMuchError, RecursionError) as error:
            expander.depth = 0
            self.is_full = isinstance(error, TooMuchError)
            code = "expansion-too-large" if self.is_full else "expansion-too-deep"
            expander.report(code, "")
            text = written
        if expander.problems:
            self.diagnostics += expander.diagnostics(span)
        return text

    def result(self, text: str, replaced: tuple[tuple[int, int, int, int], ...] = ()) -> Expansion:
        expander = self.expander
        return Expansion(
            text, dict(expander.missing), tuple(self.diagnostics), expander.steps, replaced
        )


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


def expand_page(store: Templates, source: str, page: PageTitle) -> Expansion:
    """A page to be parsed: its text with all that is no call as it is, comments too, and with the
    calls in tags whose content is wikitext.
    """
    work = _Text(store, page, is_page=True)
    out: list[str] = []
    replaced: list[tuple[int, int, int, int]] = []
    pos = size = 0
    for call, text_of, offset in _calls(source, parse_calls(source, is_included=False), 0):
        start, end = offset + call.start, offset + call.end
        text = work.call(call, text_of, offset)
        if text == source[start:end]:
            continue
        out += [source[pos:start], text]
        size += start - pos
        replaced.append((size, size + len(text), start, end))
        size += len(text)
        pos = end
    out.append(source[pos:])
    return work.result("".join(out), tuple(replaced))


def _calls(source: str, content: Content, offset: int) -> list[tuple[Call, str, int]]:
    """The calls of a page that are in no other call, in order, each with the text that it is in and
    where that begins.
    """
    out: list[tuple[Call, str, int]] = []
    for part in content:
        if isinstance(part, Call):
            out.append((part, source, offset))
        elif isinstance(part, Tag) and part.inner and "{{" in part.inner:
            if part.name.lower() not in PARSED_TAGS:
                continue
            # Tags of one name are never in each other here, so this goes only a few levels deep.
            start = part.end - len(part.close) - len(part.inner)
            inner = parse_calls(part.inner, is_included=False)
            out += _calls(part.inner, inner, offset + start)
    return out
