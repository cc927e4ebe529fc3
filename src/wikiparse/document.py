"""The document: a page's tree with its output formats and its edits.

Each output format, and the editor, is loaded when it is first asked for: a worker that writes rows
never loads the writers of HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs

from wikiparse.dialect import DIALECTS
from wikiparse.limits import DEFAULT_LIMITS
from wikiparse.nodes.base import Node
from wikiparse.nodes.blocks import Boilerplate, Table
from wikiparse.nodes.inlines import BraceParent, MagicWord, Template
from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.page import Page
from wikiparse.nodes.template_text import Registry
from wikiparse.suggest import suggests_keywords
from wikiparse.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.dialect import Dialect
    from wikiparse.edit.edits import Edit, Replacement
    from wikiparse.edit.leftovers import Leftover
    from wikiparse.expand.store import TemplateStore
    from wikiparse.limits import Limits
    from wikiparse.nodes.blocks import Section
    from wikiparse.nodes.links import Image, Wikilink
    from wikiparse.nodes.page import Detection
    from wikiparse.nodes.template_text import TextFunction
    from wikiparse.reading.bibliography import Citation
    from wikiparse.reading.chunks import Chunk
    from wikiparse.reading.coordinates import Coordinates
    from wikiparse.reading.dates import StatedDate
    from wikiparse.reading.infobox import Infobox
    from wikiparse.reading.navigation import Navigation
    from wikiparse.reading.text import PlainText
    from wikiparse.render.markdown.flavors import Flavor
    from wikiparse.sites.site import Site
    from wikiparse.sites.urls import Home


def document_of(  # noqa: PLR0913  # all that decides how a page is read
    source: str,
    rules: Dialect,
    detection: Detection,
    title: str | None,
    texts: Registry,
    limits: Limits,
    diagnostics: list[Diagnostic],
    *,
    site: Site | None = None,
    store: TemplateStore | None = None,
) -> Document:
    """The document of a source that is parsed by some rules; `diagnostics` are those that there
    are so far, `texts` knows the wiki's language and the text of its templates, `site` its
    namespaces and prefixes, `store` its templates.
    """
    lang = texts.lang
    links = LinkContext(
        lang,
        is_wikitext=rules.wikitext,
        texts=texts,
        site=site,
        home=_home(rules, source, lang, title),
        source=None if rules.wikitext or rules.page_urls else source,
    )
    expanded = None
    if store is not None and rules.wikitext:
        from wikiparse.expanded import expanded_tree  # noqa: PLC0415  # few callers have a store

        made, expanded = expanded_tree(
            source, rules, links, limits, diagnostics, store=store, title=title
        )
        children = tuple(made)
    else:
        children = tuple(parse_tree(source, rules, links, limits, diagnostics))
    return Document(
        children,
        source=source,
        title=title,
        lang=lang,
        dialect=rules.name,
        detection=detection,
        diagnostics=tuple(diagnostics),
        links=links,
        # None for a record that its name identifies: a pickle of a page then holds no record.
        rules=None if DIALECTS.get(rules.name) is rules else rules,
        limits=None if limits is DEFAULT_LIMITS else limits,
        parsed=children,
        expanded=expanded,
        span=(0, len(source)),
    )


def _home(rules: Dialect, source: str, lang: str | None, title: str | None) -> Home | None:
    """The wiki and the page that the URLs of a page are relative to, None where no link is one."""
    if not rules.page_urls or rules.wikitext:
        return None
    from wikiparse.sites.urls import home_of  # noqa: PLC0415  # of one dialect

    return home_of(source, lang, title)


class Document(Page):
    r"""A parsed page. `children` are the blocks of the lead, then the top-level sections.

    `str(doc)` is the source, character for character.

    >>> doc = wikiparse.parse("Lead.\n\n## History\n\nA [[mill]].", dialect="markdown")
    >>> doc.lead[0].text, [section.title for section in doc.sections]
    ('Lead.', ['History'])
    >>> [link.title for link in doc.wikilinks]
    ['mill']
    """

    __slots__ = ()

    @suggests_keywords
    def tree(self, *, spans: bool = True) -> str:
        """The tree for people: a line for each node, with its values and, unless switched off, its
        span.
        """
        from wikiparse.render.dump import render_tree  # noqa: PLC0415  # a writer

        return render_tree(self, spans=spans)

    @suggests_keywords
    def to_text(
        self,
        *,
        footnotes: Literal["drop", "mark", "inline"] = "drop",
        tables: Literal["cells", "tsv", "markdown", "drop"] = "cells",
        images: Literal["drop", "caption"] = "drop",
        headings: bool = True,
        list_markers: bool = True,
        templates: Mapping[str, TextFunction] | None = None,
    ) -> str:
        """The text of the article: blocks separated by blank lines; no categories, no markup, and
        unless the options say so no footnotes.

        It is the text of `plain_text()` with the same options. Templates that carry text
        (`{{lang|de|Wort}}`) keep it. `templates` has functions from a template to its text, by the
        template's name; they replace the known ones of that name.

        Raises ValueError for a value that an option does not have.
        """
        return self.plain_text(
            footnotes=footnotes,
            tables=tables,
            images=images,
            headings=headings,
            list_markers=list_markers,
            templates=templates,
        ).text

    @suggests_keywords
    def plain_text(
        self,
        *,
        footnotes: Literal["drop", "mark", "inline"] = "drop",
        tables: Literal["cells", "tsv", "markdown", "drop"] = "cells",
        images: Literal["drop", "caption"] = "drop",
        headings: bool = True,
        list_markers: bool = True,
        templates: Mapping[str, TextFunction] | None = None,
    ) -> PlainText:
        """The text of the article, as `to_text()` has it with the same options, with the offsets of
        its links, footnote references, sections and blocks, and the way to the source and back.

        Raises ValueError for a value that an option does not have.
        """
        return _read(self, (footnotes, tables, images, headings, list_markers), templates)

    @suggests_keywords
    def chunks(
        self, max_size: int = 1000, overlap: int = 0, measure: Callable[[str], int] = len
    ) -> Iterator[Chunk]:
        """The text of the article in chunks of at most `max_size`, each in one section.

        `measure` says how large a text is: its characters, or its tokens. No sentence, row, item or
        block of code is split unless it alone is larger; a table that is split repeats its header.
        With `overlap` a chunk begins with as much of the one before it; without, all text is in one
        chunk, once. Sentences are those of `sentencex` where that is installed, otherwise they end
        at full stops. Raises ValueError unless 0 <= overlap < max_size.
        """
        from wikiparse.reading.chunks import chunks_of  # noqa: PLC0415  # few pages are split

        return chunks_of(self, max_size, overlap, measure)

    @suggests_keywords
    def to_html(
        self,
        *,
        safe: bool = True,
        page: bool = False,
        link_resolver: Callable[[Wikilink], str | None] | None = None,
        image_resolver: Callable[[Image], str | None] | None = None,
    ) -> str:
        """The article as HTML: a fragment, or with `page` a whole page.

        The output is safe to show, whoever wrote the source: tags, attributes and URLs are those of
        allow lists, every `id` has a prefix. With `safe=False` it is bare: the output of cmark and
        cmark-gfm, raw HTML and all URLs as they are written.

        `link_resolver` returns the URL of the page that a wikilink leads to, or None for its text
        without a link. `image_resolver` returns the URL of an image, or None for a link to the page
        about it. Without them URLs are as the source has them.
        """
        from wikiparse.render.html.page import render_html  # noqa: PLC0415  # a writer

        return render_html(
            self, safe=safe, whole=page, link_resolver=link_resolver, image_resolver=image_resolver
        )

    @suggests_keywords
    def to_view(self, *, beside: Iterable[Document] = ()) -> str:
        """The page to look at: one HTML file with its source, its text and its tree side by side,
        which needs no network.

        `beside` are documents of the same source, parsed in other dialects: their trees are shown
        beside this one. Raises ValueError for a document of another source. docs/view.md
        describes the file.
        """
        from wikiparse.render.view.page import render_view  # noqa: PLC0415  # a writer

        return render_view(self, tuple(beside))

    def _repr_html_(self) -> str:
        """The page in a notebook: the view of a small one, otherwise its facts."""
        from wikiparse.render.view.notebook import document_html  # noqa: PLC0415  # a writer

        return document_html(self)

    def to_wikitext(self) -> str:
        """The page as MediaWiki wikitext: one that was parsed as wikitext character for character,
        any other written from its tree.

        Nodes without a form in wikitext are left out: docs/editing.md lists them.
        """
        if self._is_wikitext and not self.is_edited:
            return str(self)
        from wikiparse.render.wikitext.write import render_wikitext  # noqa: PLC0415  # a writer

        return render_wikitext(self, is_wikitext=self._is_wikitext)

    def to_markdown(
        self,
        flavor: str | Flavor = "gfm",
        link_resolver: Callable[[Wikilink], str | None] | None = None,
    ) -> str:
        """The page as Markdown: "gfm" as GitHub shows it, "obsidian", or "hybrid" as the dialect of
        that name reads it; a `Flavor` is a variant of one.

        `link_resolver` returns the URL of the page that a wikilink leads to (for Obsidian a page of
        the vault, or a URL), or None for its text without a link. Raises ValueError for an unknown
        flavor. docs/markdown-output.md lists nodes that a flavor has no form for.
        """
        from wikiparse.render.markdown.write import render_markdown  # noqa: PLC0415  # a writer

        return render_markdown(self, flavor, link_resolver)

    @property
    def _is_wikitext(self) -> bool:
        rules = self._rules or DIALECTS.get(self.dialect)
        return rules is not None and rules.wikitext

    @property
    def infobox(self) -> Infobox | None:
        """The first infobox of the page, a template that looks like one or a table of that class,
        as a mapping from names to texts; None if the page has none.
        """
        from wikiparse.reading.infobox import find_infobox  # noqa: PLC0415  # few pages are asked

        return self._stated("infobox", find_infobox)  # type: ignore[no-any-return]

    @property
    def infoboxes(self) -> tuple[Infobox, ...]:
        """All infoboxes of the page in document order, each before those within it. Infoboxes in
        other templates are not among them.
        """
        from wikiparse.reading.infobox import find_infoboxes  # noqa: PLC0415  # as above

        return self._stated("infoboxes", find_infoboxes)  # type: ignore[no-any-return]

    @property
    def coordinates(self) -> tuple[Coordinates, ...]:
        """The positions that the page states in templates, arguments of infoboxes, microformats and
        links to GeoHack, in document order, in decimal degrees.
        """
        from wikiparse.reading.coordinates import find_coordinates  # noqa: PLC0415  # as above

        return self._stated("coordinates", find_coordinates)  # type: ignore[no-any-return]

    @property
    def dates(self) -> tuple[StatedDate, ...]:
        """The dates that the page states in templates and microformats, in document order."""
        from wikiparse.reading.dates import find_dates  # noqa: PLC0415  # as above

        return self._stated("dates", find_dates)  # type: ignore[no-any-return]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources that the page cites, in source order, as items of CSL-JSON: those of citation
        templates wherever they are, and of footnotes that name one source in their plain text.

        docs/citations.md says which templates are known, and which arguments are read.
        """
        from wikiparse.reading.bibliography import find_citations  # noqa: PLC0415  # as above

        return self._stated("citations", find_citations)  # type: ignore[no-any-return]

    # --- expanded templates

    @property
    def unexpanded(self) -> Document:
        """The page as it is written, with its calls as nodes: the document itself, unless
        it was parsed with a `TemplateStore`.
        """
        if self._expanded is None or not self._expanded.calls:
            return self
        return self._property("unexpanded", _unexpanded)  # type: ignore[no-any-return]

    @property
    def templates(self) -> tuple[Template, ...]:
        """All templates that the page calls, nested ones too, also those that are expanded."""
        return self._all(Template) if self._expanded is None else self.unexpanded._all(Template)

    def call_of(self, node: Node) -> Node | None:
        """The call in the page that a node comes from, a node of `doc.unexpanded`: of a node that
        a template made, and of one in its arguments; None of all others.

        Raises ValueError for a node of another document.
        """
        self._navigation().check(node)
        if self._expanded is None or node._start < 0:
            return None
        call = self._expanded.call_at(node._start, node._end)
        if call is None:
            return None
        return self.unexpanded._property("calls by span", _calls_by_span).get(call)  # type: ignore[no-any-return]

    @suggests_keywords
    def expand(self, node: Node, *, templates: TemplateStore | None = None) -> Document:
        """The content that a call becomes, as a document: `node` is a template, a parser function,
        a variable or a parameter of this page in any dialect, `templates` the store, which is that
        of the document unless given.

        Its nodes have the spans of this page: those of arguments their own, all others that of the
        call. Raises ValueError for a node of another document, for one that is no call, and
        without a store.
        """
        from wikiparse.expanded import expanded_call  # noqa: PLC0415  # few callers have a store

        owner = self._owner_of(node)
        owner._navigation().check(node)
        store = templates
        if store is None:
            texts = self._links.texts
            store = self._expanded.store if self._expanded else getattr(texts, "store", None)
        if store is None:
            message = "the document was parsed without a TemplateStore: expand(node, templates=…)"
            raise ValueError(message)
        return expanded_call(self, node, store, Document)  # type: ignore[no-any-return]

    def _owner_of(self, node: Node) -> Document:
        """The document that a node is of: this one, or the one that has the calls."""
        if self._expanded is None or self._holds(node):
            return self
        page = self.unexpanded
        return page if page._holds(node) else self

    # --- edits

    def to_wikicode(self, node: Node | None = None) -> Wikicode:
        """A node of the document, or the whole page, as mwparserfromhell reads its source, to be
        edited and handed to `replace`.

        Raises ValueError for a node of another document, and where mwparserfromhell cannot be
        trusted with the text (`wikiparse.wikicode`); ImportError where that package is missing.
        """
        from wikiparse.wikicode import parse_wikicode  # noqa: PLC0415  # an optional package

        return parse_wikicode(self._wikitext_of(self if node is None else node))

    def _wikitext_of(self, node: Node) -> str:
        """The source of a node of this document; its wikitext, written from the tree, where that is
        not the tree of the source.
        """
        from wikiparse.render.wikitext.write import (  # noqa: PLC0415  # a writer
            render_wikitext,
            wikitext_of,
        )

        if not isinstance(node, Node):
            message = f"to_wikicode() takes a node of the document, not {type(node).__name__}"
            raise TypeError(message)
        if not self._holds(node):
            message = f"the {node.kind} is not a node of this document"
            raise ValueError(message)
        if not self.is_edited and node.span is not None:
            return str(self)[node.span.start : node.span.end]
        if isinstance(node, BraceParent):
            return wikitext_of(node)
        return render_wikitext(node, is_wikitext=self._is_wikitext)

    def replace(self, node: Node, new: Replacement) -> Document:
        """A new document, in whose source `new` replaces a node; everything else is as it was,
        character for character.

        `new` is a text, a node, or wikicode of mwparserfromhell. The new document is parsed by the
        same rules, title, language and limits, and all its nodes are new. The node is looked up by
        identity: ValueError for one of another document, even if it is equal to one of this
        document. ValueError also for a node that cannot be written in the page's dialect; TypeError
        for anything else.
        """
        return self.replace_all([(node, new)])

    def replace_all(self, edits: Iterable[Edit | tuple[Node, Replacement]]) -> Document:
        """A new document after several edits, each a pair of a node and its replacement, or an
        `Edit`, which names any verb.

        Edits at one offset are made in the order in which they are given. Raises ValueError where
        two of them overlap, as they do where one of their nodes is inside another, and as the
        verbs do.
        """
        from wikiparse.edit.replace import (  # noqa: PLC0415  # the editor: few documents are edited
            dialect_of,
            edited_source,
        )

        if self._expanded is not None and self._expanded.calls and not self.is_edited:
            from wikiparse.expanded import written_edits  # noqa: PLC0415  # as above

            page = self.unexpanded
            made = page.replace_all(written_edits(self, page, edits))
            return self._parsed_again(str(made), dialect_of(self))
        rules, edited = dialect_of(self), edited_source(self, edits)
        new = self._parsed_again(edited.source, rules)
        if edited.check is not None:
            edited.check(new)
        return new

    def _parsed_again(self, source: str, rules: Dialect) -> Document:
        """Another source as a document with the title, language and limits of this one."""
        return document_of(
            source,
            rules,
            self.detection,
            self.title,
            self._links.texts or Registry.of(self.lang),
            self._limits or DEFAULT_LIMITS,
            [],
            site=self.site,
            store=self._expanded and self._expanded.store,
        )

    def _edit(self, verb: str, node: Node | None, *values: Any) -> Document:
        from wikiparse.edit.edits import Edit  # noqa: PLC0415  # as above

        return self.replace_all([Edit(verb, node, values)])

    def insert_before(self, node: Node, new: Replacement) -> Document:
        """A new document with `new` before a node: an item before an item, with the marker of its
        neighbor; a block before a block, with a blank line between; otherwise text in the line.

        `new` is as in `replace`. Raises ValueError where the rest of the page would be read in
        another way, as each of the verbs does.
        """
        return self._edit("insert_before", node, new)

    def insert_after(self, node: Node, new: Replacement) -> Document:
        """As `insert_before`, after the node."""
        return self._edit("insert_after", node, new)

    def append(self, new: Replacement) -> Document:
        """A new document with `new` as its last blocks: in hybrids before the numbered list of the
        footnotes, which must be last, and before metadata at the end of the file.
        """
        return self._edit("append", None, new)

    def remove(self, node: Node) -> Document:
        r"""A new document without a node, and without all that only it needs: the line of an item
        and the items in it, the blank line after a block, the content of a section, the
        definition of a footnote that no other reference calls.

        A definition that others call goes into the next of these; in hybrids with `\[n\]` the
        footnotes after it are numbered again. Raises ValueError where that is not possible.
        """
        return self._edit("remove", node)

    def rename_section(self, section: Section, title: str) -> Document:
        """A new document with another title of a section, a line of text without markup.

        Links to the section are left as they are.
        """
        return self._edit("rename_section", section, title)

    def set_section(self, section: Section, new: Replacement) -> Document:
        """A new document with `new` below the heading of a section instead of all that is there,
        subsections too.

        Categories and other metadata at the end of the page stay. Raises ValueError if `new` has a
        heading that would end the section.
        """
        return self._edit("set_section", section, new)

    def set_argument(self, template: Template, name: str | int, value: Replacement) -> Document:
        """A new document in which a template has an argument of a name or position with a value.

        One that it has gets the value instead of its own, the last if it has several; a new one is
        written as its neighbors are. A `|` in the value becomes `&#124;`. Raises ValueError where
        braces or brackets in it are not balanced.
        """
        return self._edit("set_argument", template, name, value)

    def remove_argument(self, template: Template, name: str | int) -> Document:
        """A new document in which a template does not have an argument.

        Positional arguments after it keep their positions, by names. Raises ValueError if there is
        no such argument.
        """
        return self._edit("remove_argument", template, name)

    # --- leftovers

    def leftovers(self, codes: Iterable[str] | None = None) -> tuple[Leftover, ...]:
        """The parts of the page that only the converter explains which made it of wikitext, in
        source order, each with the edit that takes it out: titles of links, empty footnotes,
        remains of templates.

        `codes` are keys of `wikiparse.LEFTOVERS`, all without it; ValueError for any other. Pages
        of dialects without pandoc's wikilinks have none.
        """
        from wikiparse.edit.leftovers import leftovers_of  # noqa: PLC0415  # as above
        from wikiparse.edit.replace import dialect_of  # noqa: PLC0415  # as above

        return tuple(leftovers_of(self, dialect_of(self), codes))

    def tidy(self, codes: Iterable[str] | None = None) -> Document:
        """A new document without the `leftovers` of these codes, that reads as this one; this one
        if there are none.

        Left are those whose edit would change more than it says, and link titles if the page
        without them would be detected as another dialect that does not read the same.
        """
        from wikiparse.edit.tidy import tidied  # noqa: PLC0415  # as above

        def read_as(page: Document, name: str) -> Document:
            return page._parsed_again(str(page), DIALECTS[name])

        return tidied(
            self, codes, lambda page, found: page.replace_all(x.edit for x in found), read_as
        )

    # --- another tree

    def map(self, function: Callable[[Node], Node | Sequence[Node] | None]) -> Document:
        """A new document whose tree is this one with `function(node)` instead of each node below
        the document: the node itself to keep it, another, several, or None to drop it.

        Children come before their parent, so a function sees a node with its new children. It is
        not asked about the nodes that it returns. A section whose heading is dropped leaves its
        other blocks. The new document `is_edited`, unless all nodes were kept: its writers take the
        new tree, its source is the old one. Raises TypeError for anything else that is returned.
        """
        from wikiparse.nodes.mapping import mapped_children  # noqa: PLC0415  # as above

        children = mapped_children(self, function)
        return self if children is self.children else attrs.evolve(self, children=children)

    # --- finding one's way

    def _navigation(self) -> Navigation:
        from wikiparse.reading.navigation import Navigation  # noqa: PLC0415  # few pages need it

        self._all(Template)
        if "navigation" not in self._found:
            self._found["navigation"] = Navigation(self)
        return self._found["navigation"]  # type: ignore[no-any-return]

    def parent(self, node: Node) -> Node | None:
        """The node that holds a node of this document; None of the document itself.

        Like all that look a node up, it goes by identity, and raises ValueError for a node of
        another document.
        """
        return self._owner_of(node)._navigation().parent(node)

    def ancestors(self, node: Node) -> tuple[Node, ...]:
        """The nodes that hold a node, the nearest first, the document last.

        Raises ValueError for a node of another document.
        """
        return self._owner_of(node)._navigation().ancestors(node)

    def section_of(self, node: Node) -> Section | None:
        """The innermost section that holds a node; None in the lead, and of a top-level section.

        Raises ValueError for a node of another document.
        """
        return self._owner_of(node)._navigation().section_of(node)

    def source_of(self, node: Node) -> str:
        """The text of a node in the source; "" of a node that the source does not hold.

        Raises ValueError for a node of another document.
        """
        self._owner_of(node)._navigation().check(node)
        return "" if node._start < 0 else str(self._source)[node._start : node._end]

    @suggests_keywords
    def find_templates(
        self, name: str, *, redirects: Mapping[str, str] | None = None
    ) -> tuple[Template, ...]:
        """The templates of a name, in document order.

        Names are compared as titles: underscores are spaces, the case of the first letter does not
        count, nor does the prefix of templates in any language. `redirects` has names of templates
        and those that they lead to: templates by either name are found.
        """
        return self._navigation().templates(name, redirects or {})

    def anchor(self, name: str) -> Node | None:
        """The section or node that `#name` leads to, or None.

        Sections by their titles, the second of a title as `title_2`; otherwise an element with that
        `id`, or a template that names a place. Spaces, underscores and percent-encoding are alike.
        """
        return self._navigation().anchor(name)

    def cited(self, node: Node) -> tuple[Template, ...]:
        """The citation templates that a footnote reference or a short citation leads to.

        Of `{{sfn|Smith|2005}}` and `{{harvnb|Smith|2005}}` the citation with these last names and
        this year, or with this `ref=`; of a reference, those that are named in its footnote; of
        `{{ref label|a}}` the template `{{note label|a}}`. Empty where the page has none. Raises
        ValueError for a node of another document.
        """
        from wikiparse.reading.cited import Citations  # noqa: PLC0415  # few pages are asked

        owner = self._owner_of(node)
        owner._navigation().check(node)
        if "cited" not in owner._found:
            owner._found["cited"] = Citations(owner)
        return owner._found["cited"].of(node)  # type: ignore[no-any-return]

    @property
    def interlanguage_links(self) -> tuple[Wikilink, ...]:
        """The links to the article in other languages, which MediaWiki shows beside it: those that
        wikitext has at its end, or the list of languages of a page from HTML.
        """
        from wikiparse.reading.navigation import (  # noqa: PLC0415  # as above
            interlanguage_links,
            language_menu,
        )

        if self._links.home is not None:
            return language_menu(self._all(Boilerplate))
        return interlanguage_links(self.wikilinks, self.lang)

    def _stated(self, name: str, find: Callable[[Document], Any]) -> Any:
        """A property that is read from calls; without any, from their expansion."""
        if self._expanded is not None and (found := self.unexpanded._property(name, find)):
            return found
        return self._property(name, find)

    def _property(self, name: str, find: Callable[[Document], Any]) -> Any:
        self._all(Template)
        if name not in self._found:
            self._found[name] = find(self)
        return self._found[name]

    @property
    def display_title(self) -> str | None:
        """The title that the page asks to be shown by, without markup: `{{DISPLAYTITLE:…}}`; None
        if it asks for none.
        """
        from wikiparse.reading.properties import function_argument  # noqa: PLC0415  # as above

        return self._property("display title", lambda d: function_argument(d, "displaytitle"))  # type: ignore[no-any-return]

    @property
    def default_sort_key(self) -> str | None:
        """The key that sorts the page in categories without a key of their own:
        `{{DEFAULTSORT:…}}`; None if it does not say.
        """
        from wikiparse.reading.properties import function_argument  # noqa: PLC0415  # as above

        return self._property("sort key", lambda d: function_argument(d, "defaultsort"))  # type: ignore[no-any-return]

    @property
    def is_disambiguation(self) -> bool:
        """Whether the page is a disambiguation page: `disambiguation_evidence` says why."""
        return bool(self.disambiguation_evidence)

    @property
    def disambiguation_evidence(self) -> tuple[tuple[str, str], ...]:
        """The evidence that the page is a disambiguation page: pairs of "template", "category" or
        "magic word" and a name. Known are those of some forty Wikipedias.
        """
        from wikiparse.reading.properties import (  # noqa: PLC0415  # as above
            disambiguation_evidence,
        )

        return self._property("disambiguation", disambiguation_evidence)  # type: ignore[no-any-return]

    # --- as values

    @suggests_keywords
    def to_dict(self, *, derived: bool = False) -> dict[str, Any]:
        """The tree as plain values, in the form of the published JSON Schema.

        With `derived`, wikilinks and external links also carry the values that follow from their
        destination and text.
        """
        from wikiparse.render.json import document_to_dict  # noqa: PLC0415  # a writer

        return document_to_dict(self, derived=derived)

    @suggests_keywords
    def to_json(self, *, derived: bool = False, indent: int | None = None) -> str:
        """`to_dict` as JSON.

        Characters beyond ASCII are written as they are, lone surrogates as escapes.
        """
        from wikiparse.render.json import document_to_json  # noqa: PLC0415  # a writer

        return document_to_json(self, derived=derived, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """The document that `to_dict` (or the JSON of `to_json`, read again) came from.

        Raises ValueError for another version of the form, and for values that do not fit it.
        """
        from wikiparse.render.json import document_from_dict  # noqa: PLC0415  # a writer

        return document_from_dict(data, cls)


def _unexpanded(doc: Document) -> Document:
    if doc._expanded.unexpanded is not None:
        return doc._expanded.unexpanded  # type: ignore[no-any-return]
    return document_of(
        str(doc),
        doc._rules or DIALECTS[doc.dialect],
        doc.detection,
        doc.title,
        doc._links.texts or Registry.of(doc.lang),
        doc._limits or DEFAULT_LIMITS,
        [],
        site=doc.site,
    )


def _calls_by_span(doc: Document) -> dict[tuple[int, int], Node]:
    """The calls of a page by their spans, of two with one the outer one."""
    found: dict[tuple[int, int], Node] = {}
    for node in doc.walk():
        if isinstance(node, BraceParent | MagicWord):
            found.setdefault((node._start, node._end), node)
    return found


def _wikicode_of(node: BraceParent) -> Wikicode:
    from wikiparse.wikicode import wikicode_of  # noqa: PLC0415  # an optional package

    return wikicode_of(node)


def _read(
    node: Node, options: tuple[Any, ...], templates: Mapping[str, TextFunction] | None
) -> PlainText:
    from wikiparse.reading.options import TextOptions  # noqa: PLC0415  # as above
    from wikiparse.reading.text import plain_text_of  # noqa: PLC0415  # a writer

    return plain_text_of(node, TextOptions(*options), templates)


def _frame(table: Table) -> Any:
    from wikiparse.reading.frames import frame_of  # noqa: PLC0415  # an optional package

    return frame_of(table)


def _html_of(node: Node) -> str:
    from wikiparse.render.view.notebook import node_html  # noqa: PLC0415  # a writer

    return node_html(node)


# Nodes know neither writer nor bridge; whoever imports a node has imported this module too.
BraceParent.bridge = _wikicode_of
Node.reader = _read
Node.html_writer = _html_of
Table.framer = _frame
