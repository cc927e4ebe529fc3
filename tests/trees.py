"""Trees of any shape, whose texts are made of markup characters.

A tree is made by a `random.Random`: one with a seed of Hypothesis in tests (`strategy`), and one
with a seed in `scripts/markdown_trees.py`, which needs no more than milliseconds for a tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from hypothesis import strategies as st

import wikiparse
from wikiparse import nodes
from wikiparse.nodes.links import LinkContext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from wikiparse import Node


def apart(children: Sequence[Node]) -> tuple[Node, ...]:
    """No text beside another, as the parser has it."""
    out: list[Node] = []
    for child in children:
        if not (out and isinstance(child, nodes.Text) and isinstance(out[-1], nodes.Text)):
            out.append(child)
    return tuple(out)


class Trees:
    """The trees of one `random.Random`. Subclasses add to the kinds of nodes."""

    TOKENS: ClassVar[Sequence[str]] = ()
    URLS: ClassVar[Sequence[str]] = ()
    EMPHASIS: ClassVar[Sequence[type[Any]]] = (nodes.Strong, nodes.Emphasis, nodes.Strikethrough)

    def __init__(self, random: Random) -> None:
        self.random = random

    @classmethod
    def strategy(cls, make: Callable[[Any], Any], **options: bool) -> st.SearchStrategy[Any]:
        """The results of a function of trees by chance.

        Hypothesis chooses the seeds alone: trees by its own choices are less varied, and it would
        shrink one that fails for minutes.
        """
        return st.randoms(use_true_random=True).map(lambda random: make(cls(random, **options)))

    def value(self) -> str:
        """A text made of tokens."""
        count = self.random.randint(1, 7)
        return "".join([self.random.choice(self.TOKENS) for _ in range(count)])

    def text_value(self) -> str:
        """A text that is more than white space."""
        value = self.value()
        return value if value.strip() else value + "a"

    def some(self, make: Callable[[], Any], least: int, most: int) -> tuple[Any, ...]:
        """Some results of a function."""
        return tuple([make() for _ in range(self.random.randint(least, most))])

    # --- inlines

    def inlines(self, *, links: bool = True, depth: int = 2) -> tuple[Node, ...]:
        """Inlines, with links only where `links`."""
        kinds = self.leaves()
        if links:
            kinds = [*kinds, *self.links(lambda: self.inlines(links=False, depth=1))]
        if depth:
            kinds = [*kinds, *self.wrappers(lambda: self.inlines(links=links, depth=depth - 1))]
        return apart(self.some(lambda: self.random.choice(kinds)(), 1, 4))  # noqa: PLW0108  # a choice for each

    def leaves(self) -> list[Callable[[], Node]]:
        """The kinds without children."""
        return []

    def links(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        """The kinds that no link holds."""
        return []

    def wrappers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        """The kinds that hold inlines."""
        return [lambda kind=kind: kind(below()) for kind in self.EMPHASIS]  # type: ignore[misc]

    # --- blocks

    def block(self, depth: int = 2) -> Node:
        """A block."""
        kinds = [lambda: nodes.Paragraph(self.inlines()), *self.leaf_blocks()]
        if depth:
            kinds += self.containers(lambda: self.blocks(depth - 1))
        return self.random.choice(kinds)()

    def blocks(self, depth: int = 2, least: int = 0) -> tuple[Node, ...]:
        """Blocks."""
        return self.some(lambda: self.block(depth), least, 3)

    def leaf_blocks(self) -> list[Callable[[], Node]]:
        """The kinds of blocks without others in them."""
        return []

    def containers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        """The kinds of blocks that hold others."""
        return []


class MarkdownTrees(Trees):
    """Trees to be written as Markdown; `plain` ones have neither formulas nor footnotes."""

    TOKENS = (
        "a b s é 甲 乙 . , ' \" ! # ## + - -- --- * ** *** _ __ ` `` ``` ~ ~~ ~~~ = == === "
        "> | || --|-- :-: : :: [ [[ ] ]] ]( ![ [x] [^1] [^1]: [a]: ( ) { } {{ }} {| |} < > "
        "</b> <b> <!-- --> <br> & &amp; &lt; &#65; $ $$ \\ \\\\ \\( \\) \\[ \\] 1. 2) 10. "
        "12 http:// https://x.y www. www.a.b a@b.c @ %% % ^ ^a #tag // / x.y € （ ） 「 」 "
        "° ½ \u00a0 \u3000 ⓦ !important __TOC__ -{ }- {{a}} [[B]] ftp:// mailto:a@b.c "
        "REDIRECT"
    ).split(" ") + [" "] * 60
    URLS = (
        "http://a.example/",
        "https://b.example/x?y=1&z=2",
        "//c.example/(d)",
        "http://e.example/a|b",
        "http://e.example/a b",
        "http://f.example/a_b*c_(d",
        "http://g.example/&copy;",
        "mailto:f@g.example",
    )
    TITLES = ("A", "B c", "Talk:D", "E#F", "Ä (x)", "G's", "H&I", "J/K", "L_m", "N)(o")
    FORMULAS = ("x", "a^b", "a_b + c_d", r"\frac{a}{b}", "a < b", r"\text{a b}")
    CONTEXT = LinkContext("en", is_wikitext=True)

    def __init__(self, random: Random, *, plain: bool = False) -> None:
        super().__init__(random)
        self.plain = plain

    def leaves(self) -> list[Callable[[], Node]]:
        choice = self.random.choice
        kinds: list[Callable[[], Node]] = [
            lambda: nodes.Text(self.text_value()),
            lambda: nodes.Text(self.text_value()),
            lambda: nodes.InlineCode(self.text_value()),
            nodes.LineBreak,
        ]
        if not self.plain:
            kinds += [lambda: nodes.Math(choice(self.FORMULAS)), self._reference]
        return kinds

    def _reference(self) -> Node:
        number = self.random.choice("12")
        return nodes.FootnoteReference((), number, "", number)

    def links(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        choice = self.random.choice
        return [
            lambda: nodes.Wikilink(below(), choice(self.TITLES), context=self.CONTEXT),
            lambda: nodes.ExternalLink(below(), choice(self.URLS)),
            lambda: nodes.ExternalLink((nodes.Text(url := choice(self.URLS)),), url, is_bare=True),
            lambda: nodes.Link(below(), choice(("a/b", "#c", "d e"))),
            lambda: nodes.Image(below(), "A b.png", "./A_b.png"),
        ]

    def wrappers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        return [*super().wrappers(below), lambda: nodes.HtmlElement(below(), "sub")]

    def leaf_blocks(self) -> list[Callable[[], Node]]:
        choice = self.random.choice
        kinds: list[Callable[[], Node]] = [
            lambda: nodes.Paragraph(self.inlines()),
            lambda: nodes.CodeBlock(self.value() + "\n", choice(("", "python"))),
            nodes.ThematicBreak,
        ]
        if not self.plain:
            kinds.append(lambda: nodes.MathBlock(choice(self.FORMULAS)))
        return kinds

    def containers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        choice, some = self.random.choice, self.some

        def cell() -> Node:
            content = choice((below, self.inlines))()
            return nodes.TableCell(content, choice((True, False)), colspan=choice((1, 1, 1, 2)))

        def table(make: Callable[[], Node]) -> Node:
            return nodes.Table(some(lambda: nodes.TableRow(some(make, 1, 2)), 1, 2))

        def description_list() -> Node:
            term = nodes.DescriptionTerm(self.inlines())
            return nodes.DescriptionList((term, nodes.DescriptionDetails(below())))

        return [
            lambda: nodes.List(
                some(lambda: nodes.ListItem(below()), 1, 3),
                choice((None, None, 1, 7)),
                choice((True, False)),
            ),
            lambda: nodes.Blockquote(below()),
            lambda: table(cell),
            lambda: table(lambda: nodes.TableCell(self.inlines())),
            description_list,
        ]

    def page(self) -> wikiparse.Document:
        """A page with two footnotes."""
        footnotes = [
            nodes.FootnoteDefinition((nodes.Paragraph(self.inlines()),), number) for number in "12"
        ]
        heading = nodes.Heading(self.inlines(depth=1), 2)
        section = nodes.Section((heading, *self.blocks()[:2], *footnotes), 2)
        return wikiparse.Document((*self.blocks(), section), dialect="markdown", lang="en")


class WikitextTrees(Trees):
    """Trees to be written as wikitext."""

    TOKENS = (
        "a b s é 甲 . , ' '' ''' = == * # : ; - ---- | || ! !! [ [[ ] ]] { {{ {{{ } }} "
        "}}} {| |} < > <b> </b> <ref> </ref> <nowiki> <!-- --> "
        "& &amp; &lt; __TOC__ __ ~~~~ http:// http://x.y mailto:a // \\ "
        '" % %41 [http://a ;a:b -{ }- </math> REDIRECT'
    ).split(" ") + [" "] * 45
    URLS = (
        "http://a.example/",
        "https://b.example/x?y=1&z=2",
        "//c.example/(d)",
        "http://e.example/a|b",
        "mailto:f@g.example",
    )
    TITLES = ("A", "B c", "Talk:D", "E#F", "Ä (x)", "G's", "H&I", "J/K")
    CONTEXT = LinkContext("en")

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.in_footnote = False

    def leaves(self) -> list[Callable[[], Node]]:
        return [
            lambda: nodes.Text(self.text_value()),
            lambda: nodes.InlineCode(self.value()),
            nodes.LineBreak,
            lambda: nodes.Comment(" x "),
            lambda: nodes.Math("a^b"),
        ]

    def links(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        choice = self.random.choice
        return [
            lambda: nodes.Wikilink(
                below(), f"../Page/{choice(self.TITLES)}.md", context=self.CONTEXT
            ),
            lambda: nodes.ExternalLink(below(), choice(self.URLS)),
            lambda: nodes.ExternalLink((nodes.Text(url := choice(self.URLS)),), url, is_bare=True),
        ]

    def wrappers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        choice = self.random.choice

        def template() -> Node:
            placed = nodes.TemplateArgument(below(), "1", is_positional=True)
            named = nodes.TemplateArgument(below(), choice(("x", "y z")))
            return nodes.Template((placed, named), choice(("t", "u v")))

        # A footnote in a footnote is a call of `#tag`.
        footnotes = [] if self.in_footnote else [lambda: self._footnote(below)]
        return [*super().wrappers(below), template, *footnotes]

    def _footnote(self, below: Callable[[], tuple[Node, ...]]) -> Node:
        self.in_footnote = True
        content = below()
        self.in_footnote = False
        return nodes.FootnoteReference((nodes.FootnoteDefinition(content, None),), None)

    def leaf_blocks(self) -> list[Callable[[], Node]]:
        return [
            lambda: nodes.Paragraph(self.inlines()),
            lambda: nodes.CodeBlock("x = '''y'''\n", "python"),
            lambda: nodes.CodeBlock(self.value() + "\n"),
        ]

    def containers(self, below: Callable[[], tuple[Node, ...]]) -> list[Callable[[], Node]]:
        choice, some = self.random.choice, self.some

        def content() -> tuple[Node, ...]:
            return below() or (nodes.Paragraph(self.inlines()),)

        def cell() -> Node:
            return nodes.TableCell(choice((content, self.inlines))(), choice((True, False)))

        return [
            lambda: nodes.List(some(lambda: nodes.ListItem(content()), 1, 2), choice((None, 1))),
            lambda: nodes.Blockquote(content()),
            lambda: nodes.Table(some(lambda: nodes.TableRow(some(cell, 1, 2)), 1, 2)),
            lambda: nodes.DescriptionList((nodes.DescriptionTerm(self.inlines()),)),
        ]

    def page(self) -> wikiparse.Document:
        """A page with a category."""
        heading = nodes.Heading(self.inlines(depth=1), 2)
        section = nodes.Section((heading, *self.blocks()[:2]), 2)
        category = nodes.Paragraph((nodes.Category((), "C"),))
        children = (*self.blocks(), section, category)
        return wikiparse.Document(children, dialect="markdown", lang="en")
