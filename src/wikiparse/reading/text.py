"""The text of a tree, and the offsets of its parts in it."""

from __future__ import annotations

from functools import partial
from itertools import accumulate, compress, repeat
from operator import and_, eq, gt, is_, lt
from typing import TYPE_CHECKING, cast

from wikiparse.nodes.base import footnote_in
from wikiparse.nodes.blocks import CodeBlock, MathBlock, Section
from wikiparse.nodes.links import Wikilink
from wikiparse.nodes.page import Page
from wikiparse.reading.fragments import GLUE, NOWHERE
from wikiparse.reading.mentions import has_initial_colon, surplus, trail_end
from wikiparse.reading.options import TextOptions
from wikiparse.reading.places import Mention, TextPart, TextReference
from wikiparse.reading.source_offsets import SourceOffsets
from wikiparse.reading.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wikiparse.nodes.base import Node, Texts
    from wikiparse.nodes.links import FootnoteReference
    from wikiparse.nodes.template_text import TextFunction
    from wikiparse.reading.sentences import Sentence, Split
    from wikiparse.reading.source_offsets import Stretch


class PlainText:
    """The text of a page or a node, with the positions of its parts: all offsets count code points.

    `str()` of it is its `text`. It is made in one walk; offsets are worked out when they are first
    asked for.

    >>> plain = wikiparse.parse("A [[mill|water mill]].", dialect="wikitext").plain_text()
    >>> plain.text.strip(), plain.text[slice(*plain.mentions[0][:2])]
    ('A water mill.', 'water mill')
    >>> plain.to_source(2), plain.from_source(9)
    (9, 2)
    """

    __slots__ = ("_mapped", "_mentions", "_parts", "_places", "_root", "_walk", "text")

    text: str
    """The text."""

    def __init__(self, root: Node, walk: Walk) -> None:
        self._root = root
        self._walk = walk
        self._places: list[int] | None = None
        self._mapped: SourceOffsets | None = None
        self._mentions: tuple[Mention, ...] | None = None
        self._parts: tuple[tuple[TextPart, ...], tuple[TextPart, ...]] | None = None
        if walk.fragments and isinstance(root, Page):
            walk.fragments.append("\n")
            walk.sources.append(GLUE)
        self.text = "".join(walk.fragments)

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"PlainText({len(self.text)} code points of a {self._root.kind})"

    def _offsets(self) -> list[int]:
        """Where each fragment begins, and where the last one ends."""
        if self._places is None:
            # One pass over the lengths, when the first offset is asked for: many callers want the
            # text alone.
            self._places = [0, *accumulate(map(len, self._walk.fragments))]
        return self._places

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The links, in order: what MediaWiki shows as the link.

        That is the label, with the letters after it that the link trail of the page's language
        takes. Old pandoc took in more, and does not say where the label ended: it is taken to be
        the page's title, the title without its parentheses, or the end of it, whichever the text
        begins with; otherwise all of the text.
        """
        if self._mentions is None:
            self._mentions = self._find_mentions()
        return self._mentions

    def _find_mentions(self) -> tuple[Mention, ...]:
        walk, text = self._walk, self.text
        starts, ends = self._mention_offsets()
        links = enumerate(zip(walk.mentions, starts, ends, strict=True))
        for index, (link, start, end) in links:
            if link.__class__ is Wikilink:
                context = link._context
                # In HTML a link ends where MediaWiki ended it.
                if context.is_wikitext or context.knows_trail or context.home is not None:
                    continue
                shown = text[start:end]
                written = shown.replace(" ", "_")
                # Most texts are the title, which is the end of the destination.
                if "/" in shown or not link.href.endswith((written, written + ".md")):
                    ends[index] = end - surplus(link, shown)
        self._amend(starts, ends)
        # As `Mention(start, end, link)` for each, but without a call of Python.
        return tuple(map(_new_mention, zip(starts, ends, walk.mentions, strict=True)))

    def _amend(self, starts: list[int], ends: list[int]) -> None:
        """Take in the letters right after links of hybrids, and leave out initial colons."""
        links = self._walk.mentions
        # Few links are followed by a letter, or begin with a colon: found without a step for each.
        at = (self.text + " ").__getitem__
        for index in compress(range(len(ends)), map(str.isalpha, map(at, ends))):
            if (link := links[index]).__class__ is Wikilink and not link._context.is_wikitext:
                ends[index] += self._trail_after(index, link, ends[index])
        for index in compress(range(len(starts)), map(eq, map(at, starts), repeat(":"))):
            if (
                (link := links[index]).__class__ is Wikilink
                and not link._context.is_wikitext
                and has_initial_colon(link)
            ):
                starts[index] += 1

    def _trail_after(self, index: int, link: Wikilink, end: int) -> int:
        """How many letters right after a link are its trail: some writers put it there."""
        walk = self._walk
        after = walk.mention_lasts.get(index, walk.mention_firsts[index] + 1)
        # Within another node, or after one that is not shown, they are no trail.
        is_next = after < len(walk.sources) and walk.sources[after] == link._end >= 0
        # Where letters at the end of its text are not shown as the link, none after it are.
        context = link._context
        if (
            is_next
            and end == self._offsets()[after]
            and not context.knows_trail
            and context.home is None
        ):
            return trail_end(link, walk.fragments[after])
        return 0

    def _mention_offsets(self) -> tuple[list[int], list[int]]:
        """Where each link begins and ends."""
        walk = self._walk
        offsets = self._offsets()
        firsts = walk.mention_firsts
        starts = [offsets[first] for first in firsts]
        # A link without text may be after the last fragment, as all of them on a page without text.
        after = [*offsets[1:], offsets[-1]]
        ends = [after[first] for first in firsts]
        for index, last in walk.mention_lasts.items():
            ends[index] = offsets[last]
        return starts, ends

    @property
    def footnote_references(self) -> tuple[TextReference, ...]:
        """The footnote references, in order, each with its offset."""
        walk = self._walk
        places = map(self._offsets().__getitem__, walk.reference_at)
        return tuple(map(_new_reference, zip(places, walk.references, strict=True)))

    @property
    def sections(self) -> tuple[TextPart, ...]:
        """The sections with text, in order, those in a section after it. One begins with its
        heading.
        """
        return self._sections_and_blocks()[0]

    @property
    def blocks(self) -> tuple[TextPart, ...]:
        """The blocks with text, in order, those in a block after it; without markers of lists."""
        return self._sections_and_blocks()[1]

    def ranges(self) -> dict[int, tuple[int, int]]:
        """Where in the text each section, block, cell and link is, by the identity of its node; of
        a node that is shown twice, the first.

        A link is all of its text here, also the letters that old pandoc took in; a section begins
        with its heading, a block without its marker.
        """
        return self._block_ranges(frozenset(map(type, self._walk.nodes))) | self._link_ranges()

    def _block_ranges(self, classes: frozenset[type[Node]]) -> dict[int, tuple[int, int]]:
        """The `ranges` of the nodes of some classes."""
        walk, offsets = self._walk, self._offsets()
        # Most are paragraphs and items: left out without a step for each.
        numbered = compress(
            zip(walk.nodes, walk.firsts, walk.lasts, strict=True),
            map(classes.__contains__, map(type, walk.nodes)),
        )
        # From the end, so that the first of two stays.
        return {
            id(node): (offsets[first], offsets[last]) for node, first, last in [*numbered][::-1]
        }

    def _link_ranges(self) -> dict[int, tuple[int, int]]:
        """The `ranges` of the links."""
        # From the end, as above.
        ranges = zip(*map(reversed, self._mention_offsets()), strict=True)
        return dict(zip(map(id, reversed(self._walk.mentions)), ranges, strict=True))

    def _sections_and_blocks(self) -> tuple[tuple[TextPart, ...], tuple[TextPart, ...]]:
        if self._parts is None:
            walk = self._walk
            at = self._offsets().__getitem__
            starts, ends = list(map(at, walk.first_texts())), list(map(at, walk.lasts))
            # As a loop over all of them, but without a step of Python for each.
            parts = list(map(_new_part, zip(starts, ends, walk.nodes, strict=True)))
            have_text = list(map(lt, starts, ends))
            are_sections = list(map(is_, map(type, walk.nodes), repeat(Section)))
            are_blocks = map(gt, have_text, are_sections)
            self._parts = (
                tuple(compress(parts, map(and_, have_text, are_sections))),
                tuple(compress(parts, are_blocks)),
            )
        return self._parts

    def to_source(self, offset: int) -> int:
        """The offset in the source of the character at an offset of the text.

        Of what is not in the source (the text of a template, the marker of a list), the offset
        after the character before it. Raises IndexError for an offset that is not from 0 to the
        length of the text.
        """
        return self._source_offsets().to_source(offset)

    def from_source(self, offset: int) -> int:
        """The offset in the text of the character at an offset of the source; of what is not in
        the text, the offset of the next character that is in both.

        Raises IndexError for a negative offset.
        """
        return self._source_offsets().from_source(offset)

    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of the text that are in the source as they are, in order: offset in the
        text, offset in the source, length. What is between them is not in the source.
        """
        return self._source_offsets().stretches()

    def sentences(self, lang: str | None = None) -> Iterator[Sentence]:
        """The sentences, in order; none goes beyond a block, a cell or an item.

        `lang` is the language of the text, that of the page unless given. They are found by
        `sentencex`. Raises ImportError where that is missing (the extra `sentences`).
        """
        # Few callers ask for them.
        from wikiparse.reading.sentences import sentences_of, split_by_sentencex  # noqa: PLC0415

        known = self._root.lang if isinstance(self._root, Page) else None
        spans = self._sentence_spans(split_by_sentencex(lang or known))
        return sentences_of(self.text, spans, self.mentions, self.footnote_references)

    def _sentence_spans(self, split: Split) -> Iterator[tuple[int, int]]:
        """Where the sentences begin and end, as a function finds them in the text of a block."""
        from wikiparse.reading.sentences import sentence_spans  # noqa: PLC0415  # as above

        whole = {part.start for part in self.blocks if isinstance(part.node, CodeBlock | MathBlock)}
        return sentence_spans(self.text, self._walk.fragments, self._walk.sources, whole, split)

    def _source_offsets(self) -> SourceOffsets:
        if self._mapped is None:
            source, sources = None, self._walk.sources
            if isinstance(page := self._root, Page):
                source = page._source
                if page._expanded is not None:
                    # No text that a template made is in the source. Those of arguments begin after
                    # the braces of their call.
                    calls = {start for start, _ in page._expanded.calls}
                    sources = [NOWHERE if start in calls else start for start in sources]
            self._mapped = SourceOffsets(self._walk.fragments, sources, source)
        return self._mapped


# As the classes themselves, but without a call of Python.
_new_mention = cast("Callable[[tuple[int, int, Node]], Mention]", partial(tuple.__new__, Mention))
_new_part = cast("Callable[[tuple[int, int, Node]], TextPart]", partial(tuple.__new__, TextPart))
_new_reference = cast(
    "Callable[[tuple[int, FootnoteReference]], TextReference]",
    partial(tuple.__new__, TextReference),
)


def plain_text_of(
    root: Node, options: TextOptions, templates: Mapping[str, TextFunction] | None = None
) -> PlainText:
    """The text of a page or a node by options.

    `templates` has functions from a template to its text, by name, beside those of the page.
    """
    options.check()
    root = footnote_in(root)
    texts = None if templates is None else _texts_of(root, templates)
    find_definition = root.footnote if isinstance(root, Page) else None
    return PlainText(root, Walk(root, options, texts, find_definition))


def _texts_of(root: Node, templates: Mapping[str, TextFunction]) -> Texts:
    """The registry of a page with functions of the caller."""
    from wikiparse.nodes.template_text import Registry  # noqa: PLC0415  # few callers bring theirs

    known = root._links.texts if isinstance(root, Page) else None
    return (known or Registry()).with_templates(templates)


def render_text(root: Node, templates: Mapping[str, TextFunction] | None = None) -> str:
    """The text of a tree by the default options.

    Blocks are separated by blank lines, items of a list on lines of their own, rows on lines, their
    cells separated by tabs. A hard line break stays one. Of a page, it ends with a line ending
    unless it is empty.
    """
    return plain_text_of(root, TextOptions(), templates).text
