"""The text of a tree in fragments, and which fragments each of its parts is made of.

A place in the text is the index of a fragment. Cutting white space, putting cells in one line and
indenting lines change fragments and move no index; offsets come at the end, from the lengths of the
fragments. Running offsets would have to be corrected with each cut, which is quadratic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wikiparse.nodes.base import CELL_SPACE, LINE_SPACE
from wikiparse.nodes.soft_breaks import WrappedText, is_cjk, without_soft_breaks

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import FootnoteReference

NOWHERE: Final = -1
"""The source of a fragment that is not in the source: the text of a template, the number of
a footnote."""
GLUE: Final = -2
"""The source of a fragment between blocks: line endings, markers of lists, indentation."""


class Fragments:
    """The findings of one walk.

    `fragments` are the text; `sources` says of each where in the source it begins, or `NOWHERE` or
    `GLUE`. `nodes` are the blocks and sections with text, in pre-order, `firsts` and `lasts` their
    fragments, half open. `mentions` are the links, `references` the footnote references. A link is
    one fragment, unless `mention_lasts` says where it ends.
    """

    def __init__(self) -> None:
        self.fragments: list[str] = []
        self.sources: list[int] = []
        self.nodes: list[Node] = []
        self.firsts: list[int] = []
        self.lasts: list[int] = []
        self.containers: list[int] = []  # the numbers of nodes that have others in them
        self.mentions: list[Node] = []
        self.mention_firsts: list[int] = []
        self.mention_lasts: dict[int, int] = {}  # by the number of the link
        self.references: list[FootnoteReference] = []
        self.reference_at: list[int] = []
        self.has_edges: bool = (
            False  # whether there are edges of blocks in the block that is written
        )
        self.soft: list[int] = []  # the fragments of this block with soft line breaks at their ends

    def add(self, text: str, source: int) -> None:
        """Add a fragment, and where it begins in the source."""
        self.fragments.append(text)
        self.sources.append(source)

    def begin_node(self, node: Node) -> int:
        """Keep a node that begins here; its number."""
        number, first = len(self.nodes), len(self.fragments)
        self.nodes.append(node)
        self.firsts.append(first)
        self.lasts.append(first)
        return number

    def take_back(self, base: int, number: int) -> None:
        """Take back a block without text. Links in it are at its start."""
        del self.fragments[base:], self.sources[base:]
        del self.nodes[number:], self.firsts[number:], self.lasts[number:]
        while self.containers and self.containers[-1] >= number:
            self.containers.pop()
        firsts, places = self.mention_firsts, self.reference_at
        for index in range(len(firsts) - 1, -1, -1):
            if firsts[index] < base:
                break
            firsts[index] = self.mention_lasts[index] = base
        for index in range(len(places) - 1, -1, -1):
            if places[index] <= base:
                break
            places[index] = base

    def end_node(self, number: int) -> None:
        """Keep where a node ends that has others in it."""
        self.lasts[number] = len(self.fragments)
        self.containers.append(number)

    def first_texts(self) -> list[int]:
        """The fragments that the nodes begin with, after the line endings and the marker that set
        the first block in them apart.
        """
        firsts, lasts, sources = self.firsts.copy(), self.lasts, self.sources
        for number in self.containers:
            first, last = firsts[number], lasts[number]
            while first < last and sources[first] == GLUE:
                first += 1
            firsts[number] = first
        return firsts

    def has_text(self, at: int) -> bool:
        """Whether the fragments from one on have anything but white space."""
        fragments = self.fragments
        for index in range(at, len(fragments)):
            if (fragment := fragments[index]) and not fragment.isspace():
                return True
        return False

    def is_cut(self, at: int) -> bool:
        """Whether there are fragments from one on, with no white space at both ends."""
        fragments = self.fragments
        if len(fragments) == at:
            return False
        first, last = fragments[at], fragments[-1]
        return bool(first and last and not (first[0].isspace() or last[-1].isspace()))

    def strip(self, at: int) -> None:
        """Cut characters at both ends of the fragments from one on."""
        fragments, sources = self.fragments, self.sources
        for index in range(at, len(fragments)):
            fragment = fragments[index]
            text = fragment.lstrip(LINE_SPACE)
            if text != fragment:
                fragments[index] = text
                if sources[index] >= 0:
                    sources[index] += len(fragment) - len(text)
            if text:
                break
        for index in range(len(fragments) - 1, at - 1, -1):
            text = fragments[index] = fragments[index].rstrip(LINE_SPACE)
            if text:
                break

    def strip_end(self, at: int) -> None:
        """Cut white space at the end of the fragments from one on."""
        fragments = self.fragments
        for index in range(len(fragments) - 1, at - 1, -1):
            text = fragments[index] = fragments[index].rstrip(LINE_SPACE)
            if text:
                break

    def tidy(self, at: int) -> None:
        """Decide on the soft line breaks between fragments, and cut the lines at the edges of
        blocks among inlines.
        """
        fragments = self.fragments
        if self.soft:
            for index in self.soft:
                self.mend(index, at)
            self.soft = []
        if self.has_edges:
            is_start = False
            for index in range(at, len(fragments)):
                if self.sources[index] == GLUE:
                    is_start = True
                elif is_start and fragments[index]:
                    text = fragments[index].lstrip(LINE_SPACE)
                    if self.sources[index] >= 0:
                        self.sources[index] += len(fragments[index]) - len(text)
                    fragments[index] = text
                    is_start = not text

    def mend(self, index: int, at: int) -> None:
        """A soft line break at the end of a fragment is a space, unless Chinese or Japanese is on
        both sides of it.
        """
        fragments = self.fragments
        fragment = fragments[index]
        text = fragment.strip("\n")
        # The fast path: nothing in it is Chinese or Japanese.
        if text and fragment.isascii():
            fragments[index] = fragment.replace("\n", " ")
            return
        # Four at most: empty ones are rare, and a run of them must not make this quadratic.
        before = next((p[-1] for p in reversed(fragments[max(at, index - 4) : index]) if p), "")
        # There may be further line breaks between, which are decided on alike.
        after = next((q[0] for p in fragments[index + 1 : index + 5] if (q := p.lstrip("\n"))), "")
        if not text:
            fragments[index] = "" if is_cjk(before) and is_cjk(after) else " " * len(fragment)
            return
        first = len(fragment) - len(fragment.lstrip("\n"))
        last = len(fragment) - first - len(text)
        head = "" if is_cjk(before) and is_cjk(text[0]) else " " * first
        tail = "" if is_cjk(after) and is_cjk(text[-1]) else " " * last
        if not head and self.sources[index] >= 0:
            self.sources[index] += first
        fragments[index] = head + text + tail

    def soft_text(self, value: str) -> str:
        """The text of a value with soft line breaks; those at its ends are decided on later."""
        text = value.strip("\n")
        if len(text) == len(value) or value.__class__ is WrappedText:
            return without_soft_breaks(value)
        self.soft.append(len(self.fragments))
        if not text:
            return value
        start = len(value) - len(value.lstrip("\n"))
        end = start + len(text)
        return value[:start] + without_soft_breaks(text) + value[end:]

    def flatten(self, at: int) -> None:
        """Characters that may end a line or a cell, in the fragments from one on, become spaces."""
        fragments, sources = self.fragments, self.sources
        # Most cells have no such character: one search for all of their fragments.
        if CELL_SPACE.search("".join(fragments[at:])) is None:
            self.strip(at)
            return
        is_after = False  # what became a space
        for index in range(at, len(fragments)):
            fragment = fragments[index]
            text = CELL_SPACE.sub(" ", fragment)
            if is_after and text[:1] == " ":
                text = text.lstrip(" ")
                if sources[index] >= 0:
                    sources[index] += len(fragment) - len(text)
            if text:
                is_after = text[-1] == " " != fragment[-1] or (is_after and text.isspace())
            fragments[index] = text
        self.strip(at)
