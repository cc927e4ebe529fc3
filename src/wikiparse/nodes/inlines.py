"""Inline nodes other than links: text, emphasis, code, math, HTML, and MediaWiki's templates,
parser functions, magic words and language variants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from wikiparse.html.attributes import Attributes, get
from wikiparse.mediawiki import BLOCK_TAGS
from wikiparse.nodes.base import Node, Parent, frozen
from wikiparse.sites.words import variant_fallbacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mwparserfromhell.wikicode import Wikicode

    from wikiparse.nodes.base import Parts, Texts


@frozen
class Text(Node):
    r"""Plain text. Escapes and character references are undone in `value`; a soft line break is
    `\n`.

    >>> wikiparse.parse("AT&amp;T").lead[0].children[0].value
    'AT&T'
    """

    value: str
    """The text, escapes and character references undone."""

    def own_text(self) -> str:
        return self.value


class Strong(Parent):
    """Strongly stressed, usually bold: `**x**` or `'''x'''`.

    It may be empty where a converter dropped a template.

    >>> next(wikiparse.parse("**x**").find_all(wikiparse.Strong)).text
    'x'
    """

    __slots__ = ()


class Emphasis(Parent):
    """Stressed, usually italic: `*x*` or `''x''`.

    >>> next(wikiparse.parse("*x*").find_all(wikiparse.Emphasis)).text
    'x'
    """

    __slots__ = ()


class Strikethrough(Parent):
    """Struck out: `~~x~~` (GFM).

    >>> next(wikiparse.parse("~~x~~").find_all(wikiparse.Strikethrough)).text
    'x'
    """

    __slots__ = ()


@frozen
class InlineCode(Node):
    """A code span; `value` is the text between the backticks, line endings as spaces.

    >>> next(wikiparse.parse("Run `make`.").find_all(wikiparse.InlineCode)).value
    'make'
    """

    value: str
    """The code, without backticks."""

    def own_text(self) -> str:
        return self.value


@frozen
class Math(Node):
    """A formula within a line; `value` is its TeX source.

    >>> next(wikiparse.parse("So $a+b$.", dialect="markdown").find_all(wikiparse.Math)).value
    'a+b'
    """

    value: str
    """The TeX source, without delimiters."""
    is_display: bool = False
    """Whether it is shown on a line of its own."""

    def own_text(self) -> str:
        return self.value


class LineBreak(Node):
    r"""A hard line break: two spaces or a backslash before the line ending, or `<br>`.

    >>> doc = wikiparse.parse("one<br>two", dialect="wikitext")
    >>> [node.kind for node in doc.lead[0].children], doc.text
    (['text', 'line_break', 'text'], 'one\ntwo')
    """

    __slots__ = ()

    def own_text(self) -> str:
        return " "


@frozen
class Comment(Node):
    """`<!-- value -->`, among blocks or inlines.

    >>> next(wikiparse.parse("a <!-- b --> c").find_all(wikiparse.Comment)).value
    ' b '
    """

    value: str
    """The text between `<!--` and `-->`."""
    is_silent: ClassVar[bool] = True


@frozen
class HtmlElement(Parent):
    """An HTML element with its end tag.

    `tag` is lower case; `attributes` are pairs in source order, character references decoded.

    >>> doc = wikiparse.parse('<small class="x">a</small>')
    >>> small = next(doc.find_all(wikiparse.HtmlElement))
    >>> small.tag, small.get("class"), small.text
    ('small', 'x', 'a')
    """

    tag: str
    """The name of the tag, in lower case."""
    attributes: Attributes = ()
    """Pairs of name and value, in source order."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return get(self.attributes, name, default)

    @property
    def is_block(self) -> bool:  # type: ignore[override]
        return self.tag in _BLOCK_TAGS


_BLOCK_TAGS = (BLOCK_TAGS - {"caption", "hr"}) | {"poem", "section"}


@frozen
class HtmlTag(Node):
    """An HTML tag on its own: void (`<hr />`), unclosed, or an unmatched end tag (`is_closing`).

    >>> next(wikiparse.parse("a<wbr>b").find_all(wikiparse.HtmlTag)).tag
    'wbr'
    """

    tag: str
    """The name of the tag, in lower case."""
    attributes: Attributes = ()
    """Pairs of name and value, in source order."""
    is_closing: bool = False
    """Whether it is an end tag."""
    is_silent: ClassVar[bool] = True

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of an attribute."""
        return get(self.attributes, name, default)

    @property
    def is_separator(self) -> bool:  # type: ignore[override]
        return self.tag in _BLOCK_TAGS or self.tag == "hr"


@frozen
class HtmlInline(Node):
    """Raw HTML in a line, neither a tag nor a comment: `<?…?>`, `<!…>` or `<![CDATA[…]]>`
    (CommonMark 6.6); `value` is its source.

    >>> next(wikiparse.parse("a <?x?> b").find_all(wikiparse.HtmlInline)).value
    '<?x?>'
    """

    value: str
    """The source, angle brackets included."""
    is_silent: ClassVar[bool] = True


@frozen
class TemplateArgument(Parent):
    """One argument of a template or parser function. A positional one is called "1", "2", ….

    >>> template = wikiparse.parse("{{Lake|Aber|depth=7}}", dialect="wikitext").templates[0]
    >>> [(given.name, given.is_positional, given.text) for given in template.arguments]
    [('1', True, 'Aber'), ('depth', False, '7')]
    """

    name: str
    """The name, or the position from "1"."""
    is_positional: bool = False
    """Whether the source has no name for it."""


_ARGUMENTS = frozenset((TemplateArgument,))


@frozen
class BraceParent(Parent):
    """A node in braces, which can be edited with mwparserfromhell.

    The parser leaves the page's source with it. `attrs.evolve` does not take that over: a node that
    was changed must not answer with the text that it was made from.

    `is_raw`: the converter of the page left it as wikitext, as pandoc does in its own Markdown.
    Nodes in its arguments were not converted, and are not among the links, images, footnotes and
    tables of the document; `find_all` finds it.

    `is_markup`: it is in the markup of its parent, in an attribute, a link target, a URL, an option
    or a name, which has it as it is written. It has no text, and is not written by itself.
    """

    is_raw: bool = attrs.field(default=False, kw_only=True, metadata={"is_late": True})
    """Whether the converter left it as wikitext."""
    is_markup: bool = attrs.field(default=False, kw_only=True, metadata={"is_late": True})
    """Whether it is in the markup of its parent."""
    _source: str | None = attrs.field(default=None, init=False, eq=False, repr=False)
    _texts: Any = attrs.field(
        default=None, kw_only=True, eq=False, repr=False, alias="texts", metadata={"is_late": True}
    )
    """The registry of the text of templates in the language of the page (`nodes.base.Texts`)."""

    if TYPE_CHECKING:
        bridge: ClassVar[Callable[[BraceParent], Wikicode]]
        """The function that answers `to_wikicode()`; `wikiparse.document` puts it here. It takes
        the writer of wikitext and mwparserfromhell, which are above the nodes and unknown to them.
        """
        default_texts: ClassVar[Texts]
        """The text of templates that no page has. It imports the nodes, so it is put here too."""

    def to_wikicode(self) -> Wikicode:
        """The node as mwparserfromhell reads its wikitext, to be edited and handed to
        `doc.replace`.

        The wikitext is that of the source, character for character; where the node was changed or
        made by hand, it is written from the tree. Raises ValueError where mwparserfromhell cannot
        be trusted with it (`wikiparse.wikicode`), ImportError where that package is missing.
        """
        return BraceParent.bridge(self)


def shown(children: Iterable[Node]) -> tuple[Node, ...]:
    """The children of a node that are its content: all but the templates in its markup."""
    return tuple([c for c in children if not (isinstance(c, BraceParent) and c.is_markup)])


# None until it is asked for. Not an empty slot: to find it empty would cost an exception, ten times
# as much as to fill it.
_CACHE = attrs.field(default=None, init=False, eq=False, repr=False, metadata={"is_cache": True})


class _Call:
    """Templates and parser functions: both are called with arguments."""

    __slots__ = ()

    if TYPE_CHECKING:
        children: tuple[Node, ...]
        _by_name: dict[str, TemplateArgument] | None
        _shown: Parts | None
        _texts: Texts | None
        is_markup: bool

    @property
    def arguments(self) -> tuple[TemplateArgument, ...]:
        """The arguments in source order."""
        children = self.children
        # Nearly always all of them: found without a step for each.
        if _ARGUMENTS.issuperset(map(type, children)):
            return children  # type: ignore[return-value]  # as just seen
        return tuple([child for child in children if isinstance(child, TemplateArgument)])

    def get(self, name: str | int) -> TemplateArgument | None:
        """The argument of a name or position (from 1), the last one if it is given twice; None if
        it is not given.
        """
        if (by_name := self._by_name) is None:  # the first question
            by_name = {argument.name: argument for argument in self.arguments}
            # A cache in a frozen node: it follows from the children, and is no value of the node.
            object.__setattr__(self, "_by_name", by_name)
        return by_name.get(str(name))

    def shown_parts(self) -> Parts:
        """The content that a reader sees instead, by the registry of template texts."""
        if self.is_markup:
            return ()
        if (shown := self._shown) is None:  # the first question
            texts = self._texts or BraceParent.default_texts
            shown = texts.parts(self)  # type: ignore[arg-type]  # both classes are nodes
            object.__setattr__(self, "_shown", shown)
        return shown


@frozen
class Template(_Call, BraceParent):
    """`{{name|a|k=v}}`, its arguments as children.

    >>> template = wikiparse.parse("{{Lake|Aber|depth=7}}", dialect="wikitext").templates[0]
    >>> template.name, template.get(1).text, template.get("depth").text
    ('Lake', 'Aber', '7')
    """

    name: str
    """The name as it is written, without white space around it."""
    _by_name: dict[str, TemplateArgument] | None = _CACHE
    _shown: Any = _CACHE
    is_silent: ClassVar[bool] = True
    is_call: ClassVar[bool] = True


@frozen
class ParserFunction(_Call, BraceParent):
    """`{{#name:a|b}}`: a call of MediaWiki itself, its arguments as children.

    >>> doc = wikiparse.parse("{{#if:x|yes|no}}", dialect="wikitext")
    >>> function = next(doc.find_all(wikiparse.ParserFunction))
    >>> function.name, [argument.text for argument in function.arguments]
    ('#if', ['x', 'yes', 'no'])
    """

    name: str
    """The name as it is written, such as "#if"."""
    _by_name: dict[str, TemplateArgument] | None = _CACHE
    _shown: Any = _CACHE
    is_silent: ClassVar[bool] = True
    is_call: ClassVar[bool] = True


@frozen
class TemplateParameter(BraceParent):
    """`{{{name|default}}}`: a placeholder for an argument in the text of a template; the children
    are the default.

    >>> doc = wikiparse.parse("{{{size|small}}}", dialect="wikitext")
    >>> parameter = next(doc.find_all(wikiparse.TemplateParameter))
    >>> parameter.name, parameter.children[0].text
    ('size', 'small')
    """

    name: str
    """The name of the parameter."""
    is_silent: ClassVar[bool] = True


@frozen
class MagicWord(Node):
    """A behavior switch such as `__NOTOC__` (`name` "NOTOC"), or a variable such as `{{PAGENAME}}`
    (`name` "PAGENAME").

    >>> doc = wikiparse.parse("__NOTOC__", dialect="wikitext")
    >>> next(doc.find_all(wikiparse.MagicWord)).name
    'NOTOC'
    """

    name: str
    """The canonical English name, without underscores or braces."""
    is_silent: ClassVar[bool] = True


@frozen
class VariantText(Parent):
    """The text of a `LanguageVariant` for one language variant; `tag` is "" for all of them.

    >>> doc = wikiparse.parse("-{zh-hans:[[网络]];zh-hant:[[網路]]}-", dialect="wikitext")
    >>> [(text.tag, text.text) for text in doc.find_all(wikiparse.VariantText)]
    [('zh-hans', '网络'), ('zh-hant', '網路')]
    """

    tag: str
    """The language tag, "" for all variants."""


@frozen
class LanguageVariant(Parent):
    """`-{flags|zh-hans:a;zh-hant:b}-`: a text for each language variant.

    `flags` are MediaWiki's letters, `variants` pairs of language tag and text; a text for all
    variants has the tag "". Where there is markup in them, in wikitext, the children are the same
    texts, as `VariantText`.

    >>> doc = wikiparse.parse("-{zh-hans:网络;zh-hant:網路}-", dialect="wikitext", lang="zh-tw")
    >>> variant = next(doc.find_all(wikiparse.LanguageVariant))
    >>> variant.variants, variant.text
    ((('zh-hans', '网络'), ('zh-hant', '網路')), '網路')
    """

    children: tuple[Node, ...] = attrs.field(default=(), kw_only=True)
    flags: tuple[str, ...] = ()
    """The letters before `|`, such as "H" or "T"."""
    variants: tuple[tuple[str, str], ...] = ()
    """Pairs of language tag and text."""
    _lang: str | None = attrs.field(default=None, kw_only=True, eq=False, alias="lang")

    def own_text(self) -> str:
        """The text for the document's language, or the first."""
        index = self._chosen()
        return "" if index < 0 else self.variants[index][1]

    def words(self) -> str:
        """The earlier name of `text`, which programs still call."""
        return self.own_text()

    @property
    def shown(self) -> tuple[Node, ...]:
        """The nodes of the text for the document's language; none where it has no markup."""
        index = self._chosen()
        return self.children[index].children if 0 <= index < len(self.children) else ()

    def _chosen(self) -> int:
        """The index of the text for the document's language, by the fallbacks of MediaWiki's
        LanguageConverter, or of the first; -1 where none is shown.
        """
        # MediaWiki shows nothing of a rule that is hidden (H), a title (T), or removed (-).
        if not self.variants or any(flag in ("H", "T", "-") for flag in self.flags):
            return -1
        tags: dict[str, int] = {}
        for index, (tag, text) in enumerate(self.variants):
            if text:  # an empty rule is none
                tags.setdefault(tag, index)
        chosen = variant_fallbacks(self._lang) if self._lang else ()
        return next((tags[tag] for tag in chosen if tag in tags), next(iter(tags.values()), 0))
