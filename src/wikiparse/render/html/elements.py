"""Writing elements so that every one is closed in its turn, whatever tags a page holds.

Elements of the tree's own are closed by the tree alone. Elements of raw tags are closed by raw tags
that stand in the same element of the tree, or with that; an end tag that closes nothing is left
out, and a tag that cannot stand where it is leaves its words alone. So a browser reads what was
written: no tag of one part of a page reaches into another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.render.html.sanitize import BLOCKS, HEADINGS, PARTS, PHRASING, TAGS, escape

if TYPE_CHECKING:
    from collections.abc import Collection

_TABLE = frozenset(("table", "thead", "tbody", "tfoot"))
_RUBY, _LISTS = frozenset(("ruby",)), frozenset(("ul", "ol"))
NEEDS = {
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot"), frozenset(("table",))),
    "tr": _TABLE,
    **dict.fromkeys(("td", "th"), _TABLE | {"tr"}),
    "li": _LISTS,
    **dict.fromkeys(("dt", "dd"), frozenset(("dl",))),
    "summary": frozenset(("details",)),
    "figcaption": frozenset(("figure",)),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), _RUBY),
}
"""What a tag must stand in. What is still open within that one then ends, as HTML has it:
`<li>a<li>b`."""

_CELLS = frozenset(("td", "th"))
HOLDS = {
    "table": (frozenset(("caption", "thead", "tbody", "tfoot", "tr")), "tr"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset(("tr",)), "tr")),
    "tr": (_CELLS, "td"),
    **dict.fromkeys(("ul", "ol"), (frozenset(("li",)), "li")),
    "dl": (frozenset(("dt", "dd")), "dd"),
}
"""The tags that hold nothing but certain others, and the one that is opened in them for whatever
else comes."""

ONE_LINE = HEADINGS | {"pre"}
"""Tags in which no blocks stand."""
ENDS_LINE = BLOCKS | PARTS
SPACED = frozenset(
    "blockquote details div dl figure footer ol section table tbody tfoot thead ul".split()
)
"""Tags behind which a line ends."""

MAX_RAW = 100
"""How many elements of raw tags may be open at once."""


class _Element:
    """An open element: its name in the page, the tag that is written, where that stands in the
    output, and whether it is a raw one.
    """

    __slots__ = ("is_raw", "name", "place", "tag")

    def __init__(self, name: str, tag: str, place: int, is_raw: bool) -> None:
        self.name = name
        self.tag = tag
        self.place = place
        self.is_raw = is_raw


class Elements:
    """The output so far, and the elements that are open in it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open = [_Element("", "", -1, is_raw=False)]
        self._raw = self._links = self._lines = (
            0  # open raw elements, open links, open elements of one line
        )

    @property
    def in_link(self) -> bool:
        """Whether a link is open: none may stand in it."""
        return self._links > 0

    @property
    def at_top(self) -> bool:
        """Whether no element is open."""
        return len(self._open) == 1

    @property
    def in_line(self) -> bool:
        """Whether an element is open in which no block can stand."""
        return self._lines > 0

    # --- what the tree
    # writes

    def start(self, tag: str, attributes: str = "") -> None:
        """Open an element of the tree's own."""
        if tag in NEEDS:
            self._reach(NEEDS[tag])
        elif tag in HEADINGS and self._lines:
            self._close_raw_in(ONE_LINE)
        self._make_room(tag)
        self._push(tag, tag, attributes, is_raw=False)

    def end(self) -> None:
        """Close the innermost element of the tree's own, and what raw tags left open in it."""
        self.close_raw()
        self._pop()

    def close_raw(self) -> None:
        """Close what raw tags left open."""
        while self._open[-1].is_raw:
            self._pop()

    def text(self, value: str) -> None:
        """Write words."""
        top = self._open[-1]
        if top.tag in HOLDS:
            if not value.strip():
                return
            self._make_room("")
        elif top.tag == "pre" and top.place == len(self.out) - 1:
            value = value.lstrip("\n")  # a browser takes the first line ending for the tag's own
        if value:
            self.out.append(escape(value))

    def write(self, markup: str, tag: str = "") -> None:
        """Write markup that is whole in itself; `tag` is that of its outermost element."""
        self._make_room(tag)
        self.out.append(markup)

    # --- what raw tags
    # write

    def start_raw(self, name: str, tag: str, attributes: str, *, paired: bool = False) -> bool:
        """Open an element of a raw tag, if it may stand here.

        A `paired` one is closed by the tree.
        """
        if self._raw >= MAX_RAW or tag not in TAGS or (tag == "a" and self._links):
            return False
        if tag in NEEDS:
            if not self._reach(NEEDS[tag]):
                return False
        elif tag in BLOCKS and self._lines:
            return False
        elif tag == "p":
            self.end_raw("p")
        self._make_room(tag)
        self._push(name, tag, attributes, is_raw=not paired)
        return True

    def end_raw(self, name: str) -> None:
        """Close the element of a raw tag of this name, and what is open in it, if it stands in the
        same element of the tree.
        """
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if not element.is_raw or (element.tag == "table" and name != "table"):
                return
            if element.name == name:
                self._close_from(index)
                return

    # --- places

    def _reach(self, parents: Collection[str]) -> bool:
        """Close raw elements up to one that is among `parents`, if there is such a one around."""
        for index in range(len(self._open) - 1, -1, -1):
            element = self._open[index]
            if element.tag in parents:
                self._close_from(index + 1)
                return True
            if not element.is_raw or element.tag == "table":
                break
        return False

    def _make_room(self, tag: str) -> None:
        """Open what must stand between an element and the one around it; make a paragraph that is
        to hold a block a division.
        """
        while (held := HOLDS.get(self._open[-1].tag)) is not None and tag not in held[0]:
            self._push(held[1], held[1], "", is_raw=True)
        if tag in BLOCKS:
            self._widen()

    def _widen(self) -> None:
        for element in reversed(self._open):
            if element.tag == "p":
                element.tag = "div"
                self.out[element.place] = "<div" + self.out[element.place][2:]
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
