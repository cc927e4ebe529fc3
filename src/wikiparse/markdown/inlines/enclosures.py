"""Emphasis as pandoc's Markdown has it: the last that was opened is closed first.

    emphasis  = "*" inline* "*" | "_" inline* "_"      strong = two of them, both = three
    strikeout = "~~" inline* "~~"
    script    = "^" inline* "^" | "~" inline* "~"      without white space in their text

A run opens if no space follows it, an underscore only if no letter or digit is before it. It closes
the last open run, if that is of the same character and not wider. Since the characters beside a run
do not matter otherwise, it works in scripts that have no spaces, where CommonMark's flanking fails.
An unclosed run is text.

Strikeout and scripts give way to the emphasis around them: where that ends first, they are text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.markdown.inlines import raw_html
from wikiparse.markdown.inlines.state import Delimiter
from wikiparse.nodes.inlines import LineBreak, Text
from wikiparse.nodes.join import join_texts
from wikiparse.nodes.make import (
    make_emphasis,
    make_html_element,
    make_strikethrough,
    make_strong,
    make_text,
)

if TYPE_CHECKING:
    from wikiparse.markdown.inlines.state import Scan
    from wikiparse.nodes.base import Node

SCRIPTS = {"^": "sup", "~": "sub"}


def note_run(scan: Scan, start: int, end: int) -> int:
    """Record a run of asterisks, underscores, tildes or carets."""
    text = scan.text
    width = end - start
    # Not `.isspace()`: pandoc's `whitespace` has no line endings, and a run before one may open.
    is_space_after = end >= scan.end or text[end] in " \t"
    can_open = not is_space_after
    can_close = start > scan.start
    if text[start] in "*_":
        # pandoc: `enclosure` takes one, two or three; four asterisks are text.
        can_open = can_open and width <= 3
        # pandoc: the extension intraword_underscores.
        if text[start] == "_" and start > scan.start and text[start - 1].isalnum():
            can_open = False
    elif width > 2 or not _is_markup(scan, text[start], width):
        can_open = can_close = False
    # pandoc: `strikeStart`, and scripts hold no line ending.
    elif end < scan.end and text[end] == "\n":
        can_open = False
    if can_open or can_close:
        # `~` and `~~` are different delimiters; asterisks and underscores are split later, by
        # `add_run`.
        name = text[start] if width == 1 or text[start] in "*_" else "~~"
        scan.delimiters.append(Delimiter(len(scan.nodes), start, end, name, can_open, can_close))
        scan.nodes.append(make_text(text[start:end], (start, end)))  # its placeholder
    else:
        scan.add_text(text[start:end], start, end)
    return end


def _is_markup(scan: Scan, character: str, width: int) -> bool:
    """Whether a run of `width` tildes or carets may mean anything."""
    dialect = scan.context.dialect
    if width == 2:
        return character == "~" and dialect.strikethrough
    return dialect.scripts or (character == "^" and dialect.inline_footnotes)


class Opener:
    """A delimiter that waits for its end: `width` characters, whose placeholder is the last node
    before `index`.
    """

    __slots__ = ("index", "name", "start", "width")

    def __init__(self, name: str, width: int, start: int, index: int) -> None:
        self.name: str = name
        self.width: int = width
        self.start: int = start
        self.index: int = index


class Pairing:
    """One walk over the nodes and delimiters of a scan from a node on."""

    __slots__ = ("deepest", "levels", "nodes", "opened", "scan")

    def __init__(self, scan: Scan) -> None:
        self.scan: Scan = scan
        self.nodes: list[Node] = []
        self.opened: list[Opener] = []
        self.levels: int = 0
        self.deepest: int = 0

    def open(self, name: str, start: int, width: int) -> None:
        """Let a delimiter wait for its partner; until then it is text."""
        # The placeholder is text, which is joined with its neighbors if no partner comes.
        self.add_text(start, start + width)
        # Three make strong emphasis around emphasis: two levels.
        levels = self.levels + (2 if width == 3 else 1)
        if not self.scan.too_deep(levels + self.scan.height, start):
            self.levels = levels
            self.deepest = max(self.deepest, levels)
            self.opened.append(Opener(name, width, start, len(self.nodes)))

    def leave(self, count: int) -> None:
        """Leave all openers but the first `count` as text."""
        for opener in self.opened[count:]:
            self.levels -= 2 if opener.width == 3 else 1
        del self.opened[count:]

    def add_text(self, start: int, end: int) -> None:
        """Add a part of the source as text."""
        self.scan.must_join = True
        self.nodes.append(make_text(self.scan.text[start:end], (start, end)))

    def take(self) -> tuple[Opener, tuple[Node, ...]]:
        """The last opener, and the nodes since then as the children of a node; its placeholder is
        gone.
        """
        opener = self.opened[-1]
        self.leave(len(self.opened) - 1)
        children = self.nodes[opener.index :]
        # With the placeholder, which is the node before `index`.
        del self.nodes[opener.index - 1 :]
        return opener, self.settle(children)

    def settle(self, nodes: list[Node]) -> tuple[Node, ...]:
        """Nodes as the children of one, their tags paired and neighboring texts joined."""
        scan = self.scan
        if scan.has_tags:
            levels = self.levels + scan.height
            nodes, height = raw_html.pair_tags(scan, nodes, within_link=False, levels=levels)
            self.deepest = max(self.deepest, self.levels + height + 1)
        return tuple(join_texts(nodes) if scan.must_join else nodes)

    def emphasis_index(self) -> int:
        """The index of the innermost opener of emphasis, -1 if there is none."""
        index = len(self.opened) - 1
        # Strikeout and scripts on top of it do not count: emphasis closes over them.
        while index >= 0 and self.opened[index].name not in "*_":
            index -= 1
        return index

    def add_run(self, delimiter: Delimiter) -> None:
        """A run of asterisks or underscores: its parts close and open."""
        name, end = delimiter.name, delimiter.end
        pos = delimiter.start
        has_closed = False
        while pos < end:
            width = self._closing_width(name, pos, end) if delimiter.can_close else 0
            if width:
                pos = self._close(name, pos, width)
                has_closed = True
                continue
            index = self.emphasis_index()
            outer = self.opened[index] if index >= 0 else None
            # pandoc: `one`, which within `*` takes `**` as the start of strong emphasis.
            if outer is not None and outer.name == name and outer.width == 1 and end - pos == 2:
                # "*a **b** c*": two of them in emphasis are strong emphasis in it.
                self.open(name, pos, 2)
            elif delimiter.can_open and end - pos <= 3 and not (name == "_" and has_closed):
                self.open(name, pos, end - pos)
            else:
                self.add_text(pos, end)
            return

    def _closing_width(self, name: str, pos: int, end: int) -> int:
        """How many characters of a run close the innermost emphasis, 0 if none do."""
        index = self.emphasis_index()
        if index < 0 or self.opened[index].name != name:
            return 0
        width, length = self.opened[index].width, end - pos
        text, limit = self.scan.text, self.scan.end
        is_in_word = name == "_" and end < limit and text[end].isalnum()
        # pandoc: `ender`. `_a_b_` closes at its last underscore.
        most = length - 1 if is_in_word else length  # an underscore before a letter closes nothing
        # Three may be closed by three, or in two steps: by two and one, in either order.
        if width == 3:
            return min(most, 3)
        # Two within one emphasis begin strong emphasis instead of ending it: `*a **b** c*`.
        if width == 1 and length == 2 and not is_in_word:
            return 0
        return width if most >= width else 0

    def _close(self, name: str, pos: int, width: int) -> int:
        """Close the innermost emphasis with `width` characters; returns where the run goes on."""
        # Strikeout and scripts that began within the emphasis give way to it.
        self.leave(self.emphasis_index() + 1)
        opener, children = self.take()
        start, end = opener.start, pos + width
        if opener.width == 3 and width < 3:
            # "***a* b**": the part that closes first is the inner one, the other one still waits.
            left = 3 - width
            self.open(name, start, left)
            start += left
        elif opener.width == 3:
            # The strong emphasis is the outer one: `***a***` is `**` around `*a*`.
            children = (make_emphasis(children, (start + 2, end - 2)),)
        make = make_emphasis if width == 1 else make_strong
        self.nodes.append(make(children, (start, end)))
        return end

    def add_other(self, delimiter: Delimiter) -> None:
        """Tildes or a caret: strikeout or a script ends, or begins."""
        name, start, end = delimiter.name, delimiter.start, delimiter.end
        opener = self.opened[-1] if self.opened else None
        # An empty one does not exist: `~~~~` and `^^` are text.
        if opener is not None and opener.name == name and start > opener.start + len(name):
            if self._may_close(opener, start):
                _, children = self.take()
                span = (opener.start, end)
                if name == "~~":
                    self.nodes.append(make_strikethrough(children, span))
                else:
                    self.nodes.append(make_html_element(children, SCRIPTS[name], (), span))
                return
            # The opener is text; the run at hand may be a better one.
            self.leave(len(self.opened) - 1)
        if delimiter.can_open:
            self.open(name, start, len(name))
        else:
            self.add_text(start, end)

    def _may_close(self, opener: Opener, start: int) -> bool:
        """Whether strikeout or a script may end here."""
        if opener.name == "~~":
            # pandoc: `inlinesBetween`, whose inner white space is not before its end.
            return not self.scan.text[start - 1].isspace()
        # pandoc: `superscript` and `subscript` take no space; an escaped one is a no-break space by
        # now.
        return not any(
            node.__class__ is LineBreak
            or (node.__class__ is Text and (" " in node.value or "\n" in node.value))
            for node in self.nodes[opener.index :]
        )


def pair(scan: Scan, index: int) -> None:
    """Pair the delimiters of a scan from a node on, and fold the nodes between them."""
    # As `Scan.take_delimiters`, but for the early return: most texts have nothing to pair.
    first = len(scan.delimiters)
    while first and scan.delimiters[first - 1].index >= index:
        first -= 1
    delimiters = scan.delimiters[first:]
    if not (delimiters or scan.must_join or scan.has_tags):
        return
    del scan.delimiters[first:]
    pairing = Pairing(scan)
    pos = index
    for delimiter in delimiters:
        pairing.nodes += scan.nodes[pos : delimiter.index]
        pos = delimiter.index + 1
        if delimiter.name in "*_":
            pairing.add_run(delimiter)
        else:
            pairing.add_other(delimiter)
    pairing.nodes += scan.nodes[pos:]
    pairing.leave(0)
    scan.nodes[index:] = pairing.settle(pairing.nodes)
    scan.height += pairing.deepest
