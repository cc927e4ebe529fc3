"""Writing elements so that every one is closed in its turn, whatever tags a page holds.

Elements of the tree are closed by the tree alone. Elements of raw tags are closed by raw tags in
the same element of the tree, or together with that element; an unmatched end tag is left out, and
of a tag that is not allowed where it is only the content is written. So a browser reads the
elements that were written: no tag of one part of a page reaches into another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wikiparse.render.html.sanitize import BLOCKS, HEADINGS, PARTS, PHRASING, TAGS, escape

if TYPE_CHECKING:
    from collections.abc import Collection

_TABLE = frozenset(("table", "thead", "tbody", "tfoot"))
_RUBY, _LISTS = frozenset(("ruby",)), frozenset(("ul", "ol"))
NEEDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot"), frozenset(("table",))),
    "tr": _TABLE,
    **dict.fromkeys(("td", "th"), _TABLE | {"tr"}),
    "li": _LISTS,
    **dict.fromkeys(("dt", "dd"), frozenset(("dl",))),
    "summary": frozenset(("details",)),
    "figcaption": frozenset(("figure",)),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), _RUBY),
}
"""The tags that a tag must be in, one of them. Elements that are still open within that one then
end, as in HTML: `<li>a<li>b`."""


class _Content(NamedTuple):
    """The only tags that an element may hold, and the one that is opened in it for other
    content.
    """

    allowed: frozenset[str]
    default: str


HOLDS = {
    "table": _Content(frozenset(("caption", "thead", "tbody", "tfoot", "tr")), "tr"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _Content(frozenset(("tr",)), "tr")),
    "tr": _Content(frozenset(("td", "th")), "td"),
    **dict.fromkeys(("ul", "ol"), _Content(frozenset(("li",)), "li")),
    "dl": _Content(frozenset(("dt", "dd")), "dd"),
}

ONE_LINE = HEADINGS | {"pre"}
"""Tags that may hold no blocks."""
ENDS_LINE = BLOCKS | PARTS
SPACED = frozenset(
    "blockquote details div dl figure footer ol section table tbody tfoot thead ul".split()
)
"""Tags with a line ending after them."""

MAX_RAW = 100
"""How many elements of raw tags may be open at once."""


class _Element:
    """An open element: its name in the page, the tag that is written, the index of that in the
    output, and whether it is a raw one.
    """

    __slots__ = ("index", "is_raw", "name", "tag")

    def __init__(self, name: str, tag: str, index: int, is_raw: bool) -> None:
        self.name = name
        self.tag = tag
        self.index = index
        self.is_raw = is_raw


class Elements:
    """The output so far, and the elements that are open in it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open = [_Element("", "", -1, is_raw=False)]
        # How many are open: raw elements, links, elements of one line.
        self._raw = self._links = self._lines = 0

    @property
    def in_link(self) -> bool:
        """Whether a link is open: it may hold no other."""
        return self._links > 0

    @property
    def at_top(self) -> bool:
        """Whether no element is open."""
        return len(self._open) == 1

    @property
    def in_line(self) -> bool:
        """Whether an element is open that may hold no block."""
        return self._lines > 0

    # --- elements of the tree

    def start(self, tag: str, attributes: str = "") -> None:
        """Open an element of the tree."""
        # As a browser's parser does it: a cell closes the raw elements since its row.
        if tag in NEEDS:
            self._reach(NEEDS[tag])
        elif tag in HEADINGS and self._lines:
            self._close_raw_in(ONE_LINE)
        self._make_room(tag)
        self._push(tag, tag, attributes, is_raw=False)

    def end(self) -> None:
        """Close the innermost element of the tree, and the raw elements that are open in it."""
        self.close_raw()
        self._pop()

    def close_raw(self) -> None:
        """Close the raw elements that are open."""
        while self._open[-1].is_raw:
            self._pop()

    def text(self, value: str) -> None:
        """Write text."""
        # Text directly in a table or list would be moved out of it by a browser: a cell or item is
        # opened for it.
        top = self._open[-1]
        if top.tag in HOLDS:
            if not value.strip():
                return
            self._make_room("")
        # The index of its start tag is that of the last output: nothing is in it yet.
        elif top.tag == "pre" and top.index == len(self.out) - 1:
            value = value.lstrip("\n")  # a browser drops the first line ending after the tag
        if value:
            self.out.append(escape(value))

    def write(self, markup: str, tag: str = "") -> None:
        """Write markup that closes its own elements; `tag` is that of the outermost one."""
        self._make_room(tag)
        self.out.append(markup)

    # --- raw elements

    def start_raw(self, name: str, tag: str, attributes: str, *, paired: bool = False) -> bool:
        """Open a raw element, if it is allowed here; return whether it is.

        A `paired` one is closed by the tree.
        """
        # A browser closes a link where another begins, and so the tree would no longer be that of
        # the page.
        if self._raw >= MAX_RAW or tag not in TAGS or (tag == "a" and self._links):
            return False
        if tag in NEEDS:
            if not self._reach(NEEDS[tag]):
                return False
        elif tag in BLOCKS and self._lines:
            return False
        # `<p>` ends an open `<p>` (HTML standard, "in body").
        elif tag == "p":
            self.end_raw("p")
        self._make_room(tag)
        self._push(name, tag, attributes, is_raw=not paired)
        return True

    def end_raw(self, name: str) -> None:
        """Close the raw element of this name, and the elements that are open in it, if it is in
        the same element of the tree.
        """
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            # Never beyond an element of the tree, or out of a table: the tag is of another part of
            # the page.
            if not element.is_raw or (element.tag == "table" and name != "table"):
                return
            if element.name == name:
                self._close_from(index)
                return

    # --- where an element is allowed

    def _reach(self, parents: Collection[str]) -> bool:
        """Close raw elements up to one with a tag of `parents`, if one is open; return whether one
        is.
        """
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.tag in parents:
                self._close_from(index + 1)
                return True
            if not element.is_raw or element.tag == "table":
                break
        return False

    def _make_room(self, tag: str) -> None:
        """Open the elements that must be between an element and the one around it; make a
        paragraph that is to hold a block a `<div>`.
        """
        # A loop: `<table>` around text needs a row, and the row a cell.
        while (held := HOLDS.get(self._open[-1].tag)) is not None and tag not in held.allowed:
            self._push(held.default, held.default, "", is_raw=True)
        if tag in BLOCKS:
            self._widen()

    def _widen(self) -> None:
        for element in reversed(self._open):
            if element.tag == "p":
                # The start tag is already in the output: it is replaced there, so that both tags
                # agree.
                element.tag = "div"
                self.out[element.index] = "<div" + self.out[element.index][2:]
                return
            if element.tag not in PHRASING:
                return

    def _close_raw_in(self, tags: Collection[str]) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if not self._open[index].is_raw:
                return
            if self._open[index].tag in tags:
                self._close_from(index)
                return

    def _close_from(self, index: int) -> None:
        while len(self._open) > index:
            self._pop()

    def _push(self, name: str, tag: str, attributes: str, *, is_raw: bool) -> None:
        self._open.append(_Element(name, tag, len(self.out), is_raw))
        self.out.append(f"<{tag}{attributes}>\n" if tag in SPACED else f"<{tag}{attributes}>")
        self._count(tag, is_raw, 1)

    def _pop(self) -> None:
        element = self._open.pop()
        self.out.append(f"</{element.tag}>\n" if element.tag in ENDS_LINE else f"</{element.tag}>")
        self._count(element.tag, element.is_raw, -1)

    def _count(self, tag: str, is_raw: bool, step: int) -> None:
        if is_raw:
            self._raw += step
        if tag == "a":
            self._links += step
        elif tag in ONE_LINE:
            self._lines += step
