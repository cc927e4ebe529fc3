"""Quotes and tags, once all of a stretch is scanned: pairs become nodes, with the nodes between as
their children.

    element = "<" name attributes ">" inline* "</" name ">"

A tag pairs with the nearest open one of its name; tags in between have no partner. Quotes that are
open where a tag ends are closed there and open again after it, as browsers do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.mediawiki import INCLUSION_TAGS
from wikiparse.nodes.inlines import Emphasis, HtmlElement, Strong, Text
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.make import (
    make_emphasis,
    make_external_link,
    make_html_element,
    make_html_tag,
    make_inline_code,
    make_strong,
    make_text,
)
from wikiparse.wikitext.inlines.quotes import balance, widths
from wikiparse.wikitext.inlines.state import LINK_TAG, QuoteRun, Tag

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.wikitext.inlines.state import Scan

if TYPE_CHECKING:
    Item = Node | QuoteRun | Tag


class _Frame:
    """An element that is open: a letter of quotes, or "<" for a tag.

    `is_over`: its end came within a tag that is still open.
    """

    __slots__ = ("is_again", "is_over", "kind", "out", "start", "tag")

    def __init__(
        self, kind: str, start: int, tag: Tag | None = None, *, is_again: bool = False
    ) -> None:
        self.kind = kind
        self.start = start
        self.tag = tag
        self.is_again = is_again
        self.is_over = False
        self.out: list[Node] = []


QUOTED = (Strong, Emphasis)


def fold(scan: Scan) -> list[Node]:
    """The nodes of a scan, quotes and tags paired."""
    items: list[Item] = list(scan.nodes)
    # The fast path. Otherwise: quotes get their meaning by line, tags their partners, and one walk
    # folds both.
    if (simple := in_pairs(items, is_dirty=scan.dirty)) is not None:
        scan.levels = 1
        return simple
    if QuoteRun in map(type, items):
        items = _expanded(items)
        _balance_lines(scan.text, items)
    _pair_tags(scan, items)
    folding = _Folding(scan.text)
    nodes = folding.run(items)
    scan.levels = folding.deepest
    return nodes


def in_pairs(items: list[Item], *, is_dirty: bool) -> list[Node] | None:
    """The nodes, if there are only quotes that follow each other in pairs, as they nearly always
    do; otherwise None. Neighboring texts are joined if there may be any: `is_dirty`.
    """
    out: list[Node] = []
    inner: list[Node] = []
    opened: QuoteRun | None = None
    for item in items:
        if type(item) is QuoteRun:
            size = item.end - item.start
            # Two or three; four and more have text or a second meaning in them.
            if opened is None and size < 4:
                opened, inner = item, []
            elif opened is None or size != opened.end - opened.start:
                return None
            else:
                make = make_emphasis if size == 2 else make_strong
                inner = join_texts(inner) if is_dirty else inner
                out.append(make(tuple(inner), (opened.start, item.end)))
                opened = None
        # A tag or the end of a line within quotes: the walk has to decide.
        elif type(item) is Tag:
            return None
        elif opened is None:
            out.append(item)  # type: ignore[arg-type]  # a node
        elif type(item) is Text:
            if "\n" in item.value:
                return None
            inner.append(item)
        elif isinstance(item, QUOTED):
            # Quotes taken in one match end the open ones, and open again:   ''[[A]]'' b ''c'' d
            #                                                          matched: ^^^^^^^
            if len(item.children) != 1 or not isinstance(words := item.children[0], Text):
                return None
            size = opened.end - opened.start
            if size != words._start - item._start:
                return None
            make = make_emphasis if size == 2 else make_strong
            inner = join_texts(inner) if is_dirty else inner
            out += (make(tuple(inner), (opened.start, words._start)), words)
            opened, inner = QuoteRun(words._end, item._end), []
        else:
            inner.append(item)  # type: ignore[arg-type]  # a node
    if opened is not None:
        return None
    return join_texts(out) if is_dirty else out


def _expanded(items: list[Item]) -> list[Item]:
    """Quotes that were taken in one match, separated again: where others are in the line,
    they may mean something else.
    """
    out: list[Item] = []
    for item in items:
        if (
            item.__class__ in QUOTED
            and len(item.children) == 1
            and isinstance(words := item.children[0], Text)
        ):
            out += (QuoteRun(item._start, words._start), words, QuoteRun(words._end, item._end))
        else:
            out.append(item)
    return out


def _balance_lines(text: str, items: list[Item]) -> None:
    """Assign each run of apostrophes its meaning, line by line; a line ends in a text."""
    line: list[QuoteRun] = []
    for item in items:
        if type(item) is QuoteRun:
            line.append(item)
        elif type(item) is Text and line and "\n" in item.value:
            _balance(text, line)
            line = []
    if line:
        _balance(text, line)


def _balance(text: str, line: list[QuoteRun]) -> None:
    """Assign the runs of a line their meaning."""
    lengths = [mark.end - mark.start for mark in line]
    # `before` is the text of the line alone: characters of the line above are no word before a
    # quote.
    before, last = [], text.rfind("\n", 0, line[0].start) + 1
    for mark, size in zip(line, widths(lengths), strict=True):
        pos = mark.end - size
        before.append(text[max(pos - 2, last) : pos])
        last = mark.end
    for mark, size, mine in zip(line, *balance(lengths, before), strict=True):
        mark.size, mark.events = size, mine


def _pair_tags(scan: Scan, items: list[Item]) -> None:
    """Find the partners of tags; pairs that would be too deep are left out."""
    opened: list[Tag] = []
    # Counted, so that an end tag without a partner costs no search.
    names: dict[str, int] = {}
    tags = [item for item in items if type(item) is Tag]
    for item in tags:
        if not item.is_closing:
            opened.append(item)
            names[item.name] = names.get(item.name, 0) + 1
        elif names.get(item.name):
            while True:
                top = opened.pop()
                names[top.name] -= 1
                if top.name == item.name:
                    break
            top.partner, item.partner = item, top
    _part_deep_ones(scan, tags)


def _part_deep_ones(scan: Scan, tags: list[Tag]) -> None:
    """Report tags without a partner, and take their partners from those that nest too deep."""
    # Depth is known only here: all inlines of the stretch are nodes by now, and any of them may be
    # within these tags.
    depth, room = 0, scan.context.max_depth - scan.context.usage.deepest - 3
    for tag in tags:
        partner = tag.partner
        if partner is None:
            if tag.name not in INCLUSION_TAGS:  # those need none
                scan.context.report("unpaired-tag", (tag.start, tag.end))
        elif tag.is_closing:
            depth -= 1
        elif depth < room:
            depth += 1
        else:
            scan.context.report("nesting-too-deep", (tag.start, tag.end))
            tag.partner = partner.partner = None


class _Folding:
    """One walk over the items with a stack of open elements."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack = [_Frame("", 0)]
        self.deepest = 0  # how many elements were open at once

    def run(self, items: list[Item]) -> list[Node]:
        """The nodes."""
        stack = self.stack
        for item in items:
            if type(item) is QuoteRun:
                self._mark(item)
            elif type(item) is Tag:
                self._tag(item)
            elif type(item) is Text and len(stack) > 1 and "\n" in item.value:
                self._end_line(item)
            else:
                stack[-1].out.append(item)  # type: ignore[arg-type]  # a node
        end = last.end if isinstance(last := items[-1], (QuoteRun, Tag)) else last._end
        while len(self.stack) > 1:
            self._pop(end, is_forced=True)
        return join_texts(self.stack[0].out)

    def _mark(self, mark: QuoteRun) -> None:
        """Apostrophes: text, then the quotes that they close and open."""
        pos = mark.end - mark.size
        if mark.start < pos:
            self.stack[-1].out.append(make_text(self.text[mark.start : pos], (mark.start, pos)))
        for sign, letter in mark.events:
            width = min(2 if letter == "i" else 3, mark.end - pos)
            if sign == "+":
                self.stack.append(_Frame(letter, pos))
                pos += width
            else:
                pos += width
                self._close(letter, pos)

    def _close(self, letter: str, end: int) -> None:
        """Close quotes; where a tag is open inside of them, they end with that."""
        for frame in reversed(self.stack):
            if frame.kind == letter and not frame.is_over:
                # ''a <b>c'' d</b>     italic ends at its quotes, but the tag in it is still open
                if any(above.kind == "<" for above in self.stack[self.stack.index(frame) + 1 :]):
                    frame.is_over = True
                    return
                while self.stack[-1] is not frame:
                    self._pop(end)
                self._pop(end)
                return

    def _tag(self, tag: Tag) -> None:
        """A tag that opens an element, closes one, or is alone."""
        if tag.partner is None and tag.name == LINK_TAG:  # it would be too deep
            value = self.text[tag.start : tag.end]
            self.stack[-1].out.append(make_text(value, (tag.start, tag.end)))
        elif tag.partner is None:
            self.stack[-1].out.append(
                make_html_tag(tag.name, tag.attributes, tag.is_closing, (tag.start, tag.end))
            )
        elif not tag.is_closing:
            self.stack.append(_Frame("<", tag.start, tag))
        else:
            tag.partner = None  # two that know each other would stay until the collector comes
            # <b>''a</b> b''        italic is closed with the tag, and opened again after it
            again = []
            while self.stack[-1].kind != "<":
                again.append(self.stack[-1].kind)
                self._pop(tag.start, is_forced=True)
            self._pop(tag.end)
            while self.stack[-1].is_over:
                self._pop(tag.end)
            self.stack += [_Frame(letter, tag.end, is_again=True) for letter in reversed(again)]

    def _end_line(self, text: Text) -> None:
        """A text with a line ending in it: quotes end there."""
        end = self.text.find("\n", text._start, text._end)
        head, _, _ = text.value.partition("\n")
        if self.stack[-1].kind == "<" or end < 0:
            self.stack[-1].out.append(text)
            return
        if head:
            self.stack[-1].out.append(make_text(head, (text._start, text._start + len(head))))
        while self.stack[-1].kind in ("i", "b"):
            self._pop(text._start + len(head), is_forced=True)
        start = text._start + len(head)
        self.stack[-1].out.append(make_text(text.value[len(head) :], (start, text._end)))

    def _pop(self, end: int, *, is_forced: bool = False) -> None:
        """End the innermost element.

        One that is empty, and was not ended by quotes of its own, is left out.
        """
        if self.deepest < len(self.stack):  # noqa: PLR1730  # no call
            self.deepest = len(self.stack)
        frame = self.stack.pop()
        children = tuple(join_texts(frame.out))
        out = self.stack[-1].out
        if frame.tag is not None:
            out.append(element(frame.tag, children, (frame.start, end)))
        elif children or not (is_forced or frame.is_again):
            out.append(
                (make_emphasis if frame.kind == "i" else make_strong)(children, (frame.start, end))
            )


def element(tag: Tag, children: tuple[Node, ...], span: tuple[int, int]) -> Node:
    """The node of a tag with its end tag; `<code>` around nothing but text is a code span."""
    if tag.templates:
        children = (*tag.templates, *children)
    if tag.name == LINK_TAG:
        return make_external_link(children, tag.attributes[0][1], "", False, span)
    if tag.name in ("code", "tt") and all(
        isinstance(child, Text) or (isinstance(child, HtmlElement) and child.tag == "nowiki")
        for child in children
    ):
        return make_inline_code("".join([child.text for child in children]), span)
    return make_html_element(children, tag.name, tag.attributes, span)
