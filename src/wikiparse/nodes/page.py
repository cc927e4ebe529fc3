"""The root of a tree, and the questions that can be asked of a whole page.

`wikiparse.document` adds the output formats and the edits.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import attrs

from wikiparse.nodes.base import (
    Node,
    Parent,
    Row,
    build_tree,
    edited_indices,
    flat_tree,
    frozen,
    post_order,
    set_source,
)
from wikiparse.nodes.blocks import (
    Boilerplate,
    CodeBlock,
    FootnoteDefinition,
    FootnoteList,
    Redirect,
    Section,
    Table,
)
from wikiparse.nodes.footnotes import match_footnotes
from wikiparse.nodes.inlines import (
    HtmlElement,
    ParserFunction,
    Template,
    TemplateArgument,
    TemplateParameter,
    Text,
)
from wikiparse.nodes.links import (
    NO_CONTEXT,
    Category,
    ExternalLink,
    FootnoteReference,
    FootnoteTemplate,
    Image,
    LinkContext,
    Wikilink,
)
from wikiparse.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.dialect import Dialect
    from wikiparse.limits import Limits
    from wikiparse.sites.site import Site

T = TypeVar("T", bound=Node)


_COLLECTED = (
    Wikilink,
    ExternalLink,
    Category,
    Image,
    FootnoteReference,
    FootnoteDefinition,
    Template,
    Table,
    CodeBlock,
    Section,
    FootnoteList,
    Boilerplate,
    HtmlElement,
    ParserFunction,
    TemplateParameter,
    TemplateArgument,
)
_FOOTNOTE_PARTS = frozenset((FootnoteReference, FootnoteTemplate, FootnoteDefinition, FootnoteList))
_BRACES = frozenset((Template, ParserFunction, TemplateParameter))


@attrs.frozen
class Detection:
    r"""Which dialect a text was detected as, and on what evidence: pairs of a sign and how often it
    was found.

    `writer` is the program that wrote the text as far as it shows: a name of
    `wikiparse.detect.NAMES`, "" where it does not show.

    >>> detection = wikiparse.parse("[A](../Page/A.md \"wikilink\")").detection
    >>> detection.dialect, detection.writer
    ('hybrid', 'pandoc-gfm')
    """

    dialect: str
    """The name of a dialect."""
    evidence: tuple[tuple[str, int], ...] = ()
    """Pairs of a feature and how often it was found."""
    writer: str = ""
    """The program that wrote the text, "" where it does not show."""


@frozen
class Page(Parent):
    """A page. `children` are the blocks of the lead, then the top-level sections.

    Two documents are equal if title, language, dialect and trees are; their sources may differ in
    spelling.

    >>> from wikiparse.nodes import Page
    >>> isinstance(wikiparse.parse("Text."), Page)
    True
    """

    _in_repr: ClassVar[tuple[str, ...]] = ("title", "lang", "dialect", "diagnostics")
    _source: str = attrs.field(default="", kw_only=True, eq=False, alias="source")
    title: str | None = attrs.field(default=None, kw_only=True)
    """The title that was given, or that of the file; None if not known."""
    lang: str | None = attrs.field(default=None, kw_only=True)
    """The language tag that was given, by which the page is read."""
    dialect: str = attrs.field(default="hybrid", kw_only=True)
    """The name of the dialect."""
    detection: Detection = attrs.field(factory=lambda: Detection("hybrid"), kw_only=True, eq=False)
    """How the dialect was found."""
    diagnostics: tuple[Diagnostic, ...] = attrs.field(default=(), kw_only=True, eq=False)
    """The findings of the parser, in source order."""
    _links: LinkContext = attrs.field(default=NO_CONTEXT, kw_only=True, eq=False, alias="links")
    _rules: Dialect | None = attrs.field(default=None, kw_only=True, eq=False, alias="rules")
    """The dialect, where it is not the one of that name in `wikiparse.DIALECTS`."""
    _limits: Limits | None = attrs.field(default=None, kw_only=True, eq=False, alias="limits")
    """The limits it was parsed with, where they are not the default."""
    _parsed: tuple[Node, ...] | None = attrs.field(
        default=None, kw_only=True, eq=False, alias="parsed"
    )
    """The children that the parser made: while they are the page's, the tree is that of the
    source."""
    _expanded: Any = attrs.field(default=None, kw_only=True, eq=False, alias="expanded")
    """How the templates of the page were expanded (`expanded.PageExpansion`), if they were."""
    _found: dict[str, Any] = attrs.field(factory=dict, init=False, eq=False)

    def __str__(self) -> str:
        return str(self._source)

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[Any, ...]]:
        return build_page, (flat_tree(self), edited_indices(post_order(self)), self.is_edited)

    @property
    def site(self) -> Site | None:
        """The wiki whose namespaces and prefixes count, where it was given; otherwise None."""
        return self._links.site

    @property
    def is_edited(self) -> bool:
        """Whether the tree is not the one that the parser made of the source: it was changed with
        `attrs.evolve`, or made by hand.
        """
        # By identity: `attrs.evolve` keeps the tuple of the children unless they were given.
        return self._parsed is not self.children

    def _holds(self, node: Node) -> bool:
        """Whether a node is the page itself or in its tree, by identity."""
        self._all(Template)
        # One walk for all questions; `id` is safe while the page is alive, since it holds its
        # nodes.
        if "identities" not in self._found:
            self._found["identities"] = frozenset([id(known) for known in self.walk()])
        return id(node) in self._found["identities"]

    @property
    def source(self) -> Source:
        """The text of the page as it came in, a `str` that also knows lines, bytes and UTF-16
        units.
        """
        if not isinstance(self._source, Source):
            object.__setattr__(self, "_source", Source(self._source))
        return self._source  # type: ignore[return-value]

    # --- parts of the page

    @property
    def lead(self) -> tuple[Node, ...]:
        """The blocks before the first heading."""
        return tuple([child for child in self.children if not isinstance(child, Section)])

    @property
    def sections(self) -> tuple[Section, ...]:
        """The top-level sections."""
        return tuple([child for child in self.children if isinstance(child, Section)])

    def section(self, title: str) -> Section | None:
        """The first section with this title, at any level, with or without the markers of links;
        None if the page has none.
        """
        if not isinstance(title, str):
            message = f"a title must be a str, not {type(title).__name__}"
            raise TypeError(message)
        self._all(Template)
        if "sections by title" not in self._found:
            first: dict[str, Section] = {}
            for section in self._all(Section):
                first.setdefault(section.title, section)
                first.setdefault(section.heading.text.strip(), section)
            self._found["sections by title"] = first
        return self._found["sections by title"].get(title)  # type: ignore[no-any-return]

    @property
    def redirect(self) -> Redirect | None:
        """The redirect, if the page is one."""
        return next((child for child in self.children if isinstance(child, Redirect)), None)

    # --- nodes of a class

    def _all(self, cls: type[T]) -> tuple[T, ...]:
        """The nodes of one class, in document order. The tree is walked once for all classes."""
        # One walk for all classes: to ask for links and then for images costs no second one.
        if not self._found:
            self._collect()
        return self._found[cls.kind]  # type: ignore[no-any-return]

    def _collect(self) -> None:
        # By class, also of those that nobody asks for: that is less than to tell them apart.
        lists: defaultdict[type[Node], list[Node]] = defaultdict(list)
        # In one list, since it depends on their order which footnote a reference calls.
        footnotes: list[Node] = []
        lists.update(dict.fromkeys(_FOOTNOTE_PARTS, footnotes))
        # `walk()` without the texts, which are half of all nodes, and without a generator.
        text = Text
        opened: list[Iterator[Node]] = []
        nodes = iter(self.children)
        while True:
            for node in nodes:
                # Not `node.__class__`, which takes twice as long.
                if (cls := type(node)) is text:
                    continue
                lists[cls].append(node)
                below = node.children
                if len(below) != 1:
                    if not below:
                        continue
                # Most nodes with children have one, which is a text.
                elif type(below[0]) is text:
                    continue
                opened.append(nodes)
                nodes = iter(below)
                break
            else:
                if not opened:
                    break
                nodes = opened.pop()
        lists.update({cls: [] for cls in _FOOTNOTE_PARTS})
        for part in footnotes:
            # A kind of footnote reference: both are in one list.
            cls = part.__class__
            lists[FootnoteReference if cls is FootnoteTemplate else cls].append(part)
        raw = [node for cls in _BRACES for node in lists[cls] if node.is_raw]  # type: ignore[attr-defined]  # all have it
        if raw:
            _leave_out(lists, raw, footnotes)
        self._found.update({cls.kind: tuple(lists[cls]) for cls in _COLLECTED})
        self._found["footnote parts"] = footnotes

    @property
    def wikilinks(self) -> tuple[Wikilink, ...]:
        """All wikilinks."""
        return self._all(Wikilink)

    @property
    def external_links(self) -> tuple[ExternalLink, ...]:
        """All links that have a scheme or begin with `//`."""
        return self._all(ExternalLink)

    @property
    def categories(self) -> tuple[Category, ...]:
        """All memberships in categories."""
        return self._all(Category)

    @property
    def images(self) -> tuple[Image, ...]:
        """All images."""
        return self._all(Image)

    @property
    def templates(self) -> tuple[Template, ...]:
        """All templates, nested ones too."""
        return self._all(Template)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, nested ones too."""
        return self._all(Table)

    @property
    def code_blocks(self) -> tuple[CodeBlock, ...]:
        """All blocks of code."""
        return self._all(CodeBlock)

    # --- footnotes

    @property
    def footnote_references(self) -> tuple[FootnoteReference, ...]:
        """All footnote references, in reading order."""
        return self._all(FootnoteReference)

    @property
    def footnotes(self) -> tuple[FootnoteDefinition, ...]:
        """All footnote definitions, empty ones too."""
        return self._all(FootnoteDefinition)

    def footnote(self, reference: FootnoteReference) -> FootnoteDefinition | None:
        """The definition that a reference calls, or None.

        Raises ValueError for a reference of another document.
        """
        calls = self._calls()
        if id(reference) not in calls:
            raise _not_of_this_document(reference, FootnoteReference)
        return calls[id(reference)]

    def references(self, definition: FootnoteDefinition) -> tuple[FootnoteReference, ...]:
        """The references that call a definition.

        Raises ValueError for a definition of another document.
        """
        callers = self._callers()
        if id(definition) not in callers:
            raise _not_of_this_document(definition, FootnoteDefinition)
        return tuple(callers[id(definition)])

    def _footnote_text(self, definition: FootnoteDefinition) -> str:
        """The text of a definition of this page. It is kept: citations are found in it too."""
        self._all(FootnoteDefinition)
        texts: dict[int, str] = self._found.setdefault("footnote texts", {})
        if (text := texts.get(id(definition))) is None:
            text = texts[id(definition)] = definition.text
        return text

    def _calls(self) -> dict[int, FootnoteDefinition | None]:
        """The definition by the identity of the reference."""
        self._all(FootnoteReference)
        if "calls" not in self._found:
            self._found["calls"] = match_footnotes(self._found["footnote parts"])
        return self._found["calls"]  # type: ignore[no-any-return]

    def _callers(self) -> dict[int, list[FootnoteReference]]:
        """The references by the identity of the definition that they call."""
        calls = self._calls()
        if "callers" not in self._found:
            callers: dict[int, list[FootnoteReference]] = {id(d): [] for d in self.footnotes}
            for reference in self.footnote_references:
                if (definition := calls[id(reference)]) is not None:
                    callers[id(definition)].append(reference)
            self._found["callers"] = callers
        return self._found["callers"]  # type: ignore[no-any-return]


def _not_of_this_document(node: object, kind: type[Node]) -> TypeError | ValueError:
    if not isinstance(node, kind):
        return TypeError(f"this takes a {kind.__name__}, not {type(node).__name__}")
    name = "reference" if kind is FootnoteReference else "definition"
    return ValueError(f"the {name} is not a node of this document")


def _leave_out(lists: dict[type[Node], list[Node]], raw: list[Node], footnotes: list[Node]) -> None:
    """Leave out the nodes in the arguments of raw templates, but for templates and arguments, and
    for definitions that are called from elsewhere: `{{efn|name=a}}` by one in
    `{{notelist|refs=…}}`.
    """
    inside = {id(node) for top in raw for node in top.walk()}
    calls = match_footnotes(footnotes)
    for reference in lists[FootnoteReference]:
        if id(reference) not in inside:
            inside.discard(id(calls[id(reference)]))
    for cls, nodes in lists.items():
        if cls is not Template and cls is not TemplateArgument:
            nodes[:] = [node for node in nodes if id(node) not in inside]


def build_page(rows: list[Row], edited: tuple[int, ...], is_edited: bool) -> Node:
    """The page of `flat_tree`'s rows; `edited` are the `edited_indices`."""
    page = build_tree(rows)
    assert isinstance(page, Page)  # as `Page.__reduce__` writes it
    without_source = frozenset(edited)
    set_source(
        [node for index, node in enumerate(post_order(page)) if index not in without_source],
        page._source,
    )
    # The children of a page that was read again are new, and are those of its source all the same.
    if not is_edited:
        object.__setattr__(page, "_parsed", page.children)
    return page
