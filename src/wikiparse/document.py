"""The document: a page's tree with the ways out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.dialect import DIALECTS
from wikiparse.limits import DEFAULT_LIMITS
from wikiparse.nodes.base import frozen
from wikiparse.nodes.inlines import BraceParent, Template
from wikiparse.nodes.links import LinkContext
from wikiparse.nodes.page import Page
from wikiparse.tree import parse_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.diagnostics import Diagnostic
    from wikiparse.dialect import Dialect
    from wikiparse.edit.replace import Replacement
    from wikiparse.limits import Limits
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.links import Image, Wikilink
    from wikiparse.nodes.page import Detection
    from wikiparse.reading.infobox import Infobox


def document_of(
    source: str,
    rules: Dialect,
    detection: Detection,
    title: str | None,
    lang: str | None,
    limits: Limits,
    diagnostics: list[Diagnostic],
) -> Document:
    """The document of a source that is read by some rules; `diagnostics` are those of reading it so
    far.
    """
    links = LinkContext(lang, is_wikitext=rules.wikitext, source=None if rules.wikitext else source)
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
        rules=None if DIALECTS.get(rules.name) is rules else rules,
        limits=None if limits is DEFAULT_LIMITS else limits,
        parsed=children,
        span=(0, len(source)),
    )


@frozen
class Document(Page):
    """A parsed page. `children` are the blocks of the lead, then the top-level sections.

    `str(doc)` is the source, character for character.
    """

    def tree(self, *, spans: bool = True) -> str:
        """The tree for people: a line for each node, with its values and, unless switched off, its
        span.
        """
        from wikiparse.render.dump import render_tree

        return render_tree(self, spans=spans)

    def to_text(self, *, templates: Mapping[str, Callable[[Template], str]] | None = None) -> str:
        """The words of the article: blocks apart by blank lines; no notes, no categories, no
        markup.

        Templates that carry words (`{{lang|de|Wort}}`) keep them. `templates` has functions from a
        template to its words, by the template's name; they take the place of those that are known
        already (`wikiparse.render.templates.DEFAULTS`).
        """
        from wikiparse.reading.text import render_text

        return render_text(self, templates)

    def to_html(
        self,
        *,
        safe: bool = True,
        page: bool = False,
        link_resolver: Callable[[Wikilink], str | None] | None = None,
        image_resolver: Callable[[Image], str | None] | None = None,
    ) -> str:
        """The article as HTML: a fragment, or with `page` a whole page.

        The output is safe to show, whoever wrote the source: tags, attributes and addresses are
        those of a list, every `id` has a prefix. With `safe=False` it is bare: what cmark and
        cmark-gfm print, raw HTML and all addresses as they are written.

        `link_resolver` gives the address of the page that a wikilink leads to, None for words
        without a link. `image_resolver` gives the address of a picture, None for a link to the page
        about it. Without them addresses are as the source has them.
        """
        from wikiparse.render.html.page import render_html

        return render_html(
            self, safe=safe, whole=page, link_resolver=link_resolver, image_resolver=image_resolver
        )

    def _repr_html_(self) -> str:
        """The article in a notebook: safe HTML."""
        return self.to_html()

    def to_wikitext(self) -> str:
        """The page as MediaWiki wikitext: one that was parsed as wikitext character for character,
        any other written from its tree.

        What wikitext has no words for is left out: docs/editing.md lists it.
        """
        rules = self._rules or DIALECTS.get(self.dialect)
        if rules is not None and rules.wikitext and not self.is_edited:
            return str(self)
        from wikiparse.render.wikitext.write import render_wikitext

        return render_wikitext(self)

    @property
    def infobox(self) -> Infobox | None:
        """The first template that looks like an infobox, as a mapping from names to words; None if
        none does.
        """
        from wikiparse.reading.infobox import find_infobox

        if "infobox" not in self._found:
            self._all(Template)
            self._found["infobox"] = find_infobox(self, str(self._source))
        return self._found["infobox"]  # type: ignore[no-any-return]

    # -------------------------------------------------------------------------------- edits

    def to_wikicode(self, node: Node | None = None) -> Wikicode:
        """A node of the document, or the whole page, as mwparserfromhell reads its source, to be
        edited and handed to `replace`.

        Raises ValueError for a node of another document, and where mwparserfromhell cannot be
        trusted with the text (`wikiparse.wikicode`); ImportError where that package is missing.
        """
        from wikiparse.wikicode import parse_wikicode

        return parse_wikicode(self._wikitext_of(self if node is None else node))

    def _wikitext_of(self, node: Node) -> str:
        """The source of a node of this document, or its wikitext written anew where the tree is not
        that of the source.
        """
        from wikiparse.render.wikitext.write import render_wikitext, wikitext_of

        if not self._holds(node):
            message = f"the {node.kind} is not a node of this document"
            raise ValueError(message)
        if not self.is_edited and node.span is not None:
            return str(self)[node.span.start : node.span.end]
        if isinstance(node, BraceParent):
            return wikitext_of(node)
        return render_wikitext(node)

    def replace(self, node: Node, new: Replacement) -> Document:
        """A new document, in whose source `new` stands in the place of a node; all else is as it
        was, character for character.

        `new` is a text, a node, or wikicode of mwparserfromhell. The new document is parsed by the
        same rules, title, language and limits, and its nodes are new ones. The node is looked for
        by identity: ValueError for one of another document, though it be equal to one of this.
        ValueError also for a node that cannot be written in the page's dialect; TypeError for
        anything else.
        """
        return self.replace_all([(node, new)])

    def replace_all(self, edits: Iterable[tuple[Node, Replacement]]) -> Document:
        """As `replace`, for several nodes at once.

        Raises ValueError also where one of them stands in another.
        """
        from wikiparse.edit.replace import dialect_of
        from wikiparse.edit.replace import replaced_source as replace_all

        rules, source = dialect_of(self), replace_all(self, edits)
        return document_of(
            source, rules, self.detection, self.title, self.lang, self._limits or DEFAULT_LIMITS, []
        )

    # -------------------------------------------------------------------------------- as values

    def to_dict(self, *, derived: bool = False) -> dict[str, Any]:
        """The tree as plain values, in the form of the published JSON Schema.

        With `derived`, wikilinks and external links also carry what follows from their addresses
        and words.
        """
        from wikiparse.render.json import document_to_dict

        return document_to_dict(self, derived=derived)

    def to_json(self, *, derived: bool = False, indent: int | None = None) -> str:
        """`to_dict` as JSON.

        Characters beyond ASCII stand as they are, lone surrogates as escapes.
        """
        from wikiparse.render.json import document_to_json

        return document_to_json(self, derived=derived, indent=indent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """The document that `to_dict` (or the JSON of `to_json`, read again) came from.

        Raises ValueError for another version of the form, or for what has not this form.
        """
        from wikiparse.render.json import document_from_dict

        return document_from_dict(data, cls)
