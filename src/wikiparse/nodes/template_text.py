"""The text of templates that carry text: `{{lang|de|Wort}}` is read as "Wort".

A template's page is not known here, so the text of one is found in its arguments, by a function.
`wikiparse.nodes.template_tables` has functions for frequent templates; `parse(templates=…)` and
`doc.to_text(templates=…)` add others or replace them. A template without a function has no text.
Parser functions have theirs where their arguments are constant (`function_text`).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes.base import Node, post_order, with_children
from wikiparse.nodes.inlines import (
    BraceParent,
    MagicWord,
    ParserFunction,
    Template,
    TemplateArgument,
    TemplateParameter,
    Text,
)
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.nodes.base import Parts

    Shown = str | Node | tuple[str | Node, ...]
    """What a reader sees of a template: a text, a node whose text is shown, or several of them."""
    TextFunction = Callable[[Template], Shown]
    """A function from a template to what a reader sees of it."""


@text_cache(4096)
def fold_name(name: str) -> str:
    """A template's name as the registry has it: lower case, spaces for underscores, no
    namespace.
    """
    # Lower case as a whole: MediaWiki has only the first letter free, but functions are for names
    # that no two templates share.
    folded = " ".join(name.replace("_", " ").split()).lower()
    return folded.removeprefix("template:").lstrip() if folded.startswith("template:") else folded


@cache
def _functions_of(lang: str | None) -> Callable[[str], TextFunction | None]:
    """The functions of the tables on the wikis of a language, by the names of templates as they are
    written.
    """
    # Tables of some thousand names: loaded with the first template that is asked for text.
    from wikiparse.nodes import template_tables  # noqa: PLC0415

    functions = template_tables.functions_of(lang)

    @text_cache(4096)
    def function_of(name: str) -> TextFunction | None:
        folded = fold_name(name)
        return functions.get(folded) or template_tables.function_of_family(folded, lang)

    return function_of


class Registry:
    """The text of templates on the pages of a wiki in one language, with functions of the caller
    by name.
    """

    __slots__ = ("lang", "templates")

    def __init__(
        self, lang: str | None = None, templates: Mapping[str, TextFunction] | None = None
    ) -> None:
        self.lang: str | None = lang
        self.templates: dict[str, TextFunction] = {
            fold_name(name): own for name, own in (templates or {}).items()
        }

    @staticmethod
    @lru_cache(maxsize=512)
    def of(lang: str | None) -> Registry:
        """The registry of a language without functions of the caller."""
        return Registry(lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return Registry, (self.lang, self.templates)

    def with_templates(self, templates: Mapping[str, TextFunction] | None) -> Registry | Override:
        """The registry with further functions, for one text."""
        return Override(Registry(self.lang, {**self.templates, **(templates or {})}))

    def function(self, name: str) -> TextFunction | None:
        """The function for a template's name, or None."""
        # The caller's functions replace those of the tables.
        if self.templates and (own := self.templates.get(fold_name(name))) is not None:
            return own
        return _functions_of(self.lang)(name)

    def parts(self, node: Node) -> Parts:
        """The content shown in place of a template or parser function; () of every other node.

        `Unknown` where that depends on more than the page.
        """
        if not isinstance(node, _CALLED):
            return ()
        function = self.function(node.name) if isinstance(node, Template) else None
        if function is None and isinstance(node, Template):
            return UNKNOWN
        # From the inside out, so that a function that asks for a text never waits for another.
        for inner in _calls_in(node):
            # None until it is asked for.
            if not (inner.is_markup or inner._shown is not None):
                object.__setattr__(inner, "_shown", self._evaluate(inner))
        return self._evaluate(node) if function is None else _parts(node, function(node))  # type: ignore[arg-type]

    def _evaluate(self, node: Template | ParserFunction) -> Parts:
        """The same where it is known of the calls in the arguments."""
        if isinstance(node, Template):
            function = self.function(node.name)
            return UNKNOWN if function is None else _parts(node, function(node))
        if (own := self.templates.get(fold_name(node.name))) is not None:
            return _parts(node, own(node))  # type: ignore[arg-type]  # it has arguments too
        current, unknown = with_texts(node, lambda call: call.shown_parts())
        return _constant(current, unknown, self.lang)


_CALLED: Final = (Template, ParserFunction)
# A tuple: the union of two classes is made anew each time, which takes longer than to ask.


_CALLED_CLASSES: Final = frozenset(_CALLED)


def _calls_in(node: Template | ParserFunction) -> list[Template | ParserFunction]:
    """The templates and parser functions in the arguments of a call, inner ones first."""
    found: list[Any] = []
    # Level by level, and without the texts: most arguments hold nothing else.
    below = [c for argument in node.children for c in argument.children if type(c) is not Text]
    while below:
        found += [inner for inner in below if type(inner) in _CALLED_CLASSES]
        below = [c for inner in below for c in inner.children if type(c) is not Text]
    found.reverse()
    return found


BraceParent.default_texts = Registry()


class Unknown(tuple["str | Node", ...]):
    """The content shown of a call as far as it is known: it depends on more than the page."""

    __slots__ = ()


UNKNOWN: Final = Unknown()


class Override:
    """A registry for one text, in place of the one that the page was parsed with.

    Nodes remember what the page's registry says of them, so the calls in an argument are made texts
    and nodes before a function sees it.
    """

    __slots__ = ("_known", "_registry")

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[
            int, tuple[Node, Parts]
        ] = {}  # with the node, so that its id stays its own

    def parts(self, node: Node) -> Parts:
        """As `Registry.parts`."""
        if not isinstance(node, _CALLED) or node.is_markup:
            return ()
        if id(node) not in self._known:
            function = self._registry.function(node.name)
            if function is None and isinstance(node, Template):
                return UNKNOWN
            for inner in post_order(node):
                if isinstance(inner, _CALLED) and id(inner) not in self._known:
                    self._known[id(inner)] = inner, self._evaluate(inner)
        return self._known[id(node)][1]

    def _evaluate(self, node: Template | ParserFunction) -> Parts:
        current, unknown = with_texts(node, lambda call: self._known[id(call)][1])
        registry = self._registry
        own = registry.templates.get(fold_name(node.name))
        if own is None and isinstance(node, ParserFunction):
            return _constant(current, unknown, registry.lang)
        function = own or registry.function(node.name)
        return UNKNOWN if function is None else _parts(node, function(current))  # type: ignore[arg-type]


def with_texts(root: Node, parts_of: Callable[[Node], Parts]) -> tuple[Node, set[int]]:
    """A call with the shown content in place of the calls in its arguments; and the identities of
    the nodes in it whose text is not known.
    """
    order: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        order.append(node)
        if node is root or not isinstance(node, CALLS):
            stack += node.children
    made: dict[int, tuple[Node, ...]] = {}
    unknown: set[int] = set()
    for node in reversed(order):
        if node is not root and isinstance(node, CALLS):
            if getattr(node, "is_markup", False):
                continue  # it has no text
            parts = _known_parts(node, parts_of)
            texts = [Text(p, span=node._span) if isinstance(p, str) else p for p in parts]
            if isinstance(parts, Unknown):
                texts.append(Text("", span=node._span))
                unknown.add(id(texts[-1]))
            made[id(node)] = tuple(texts)
            continue
        current = node
        if any(id(child) in made for child in node.children):
            below = [part for child in node.children for part in made.get(id(child), (child,))]
            current = with_children(node, tuple(below), node._span)
            made[id(node)] = (current,)
        if not unknown.isdisjoint(map(id, current.children)):
            unknown.add(id(current))
    return made.get(id(root), (root,))[0], unknown


CALLS: Final = (Template, ParserFunction, TemplateParameter, MagicWord)
"""The nodes whose text depends on more than the page."""


def _known_parts(node: Node, parts_of: Callable[[Node], Parts]) -> Parts:
    if isinstance(node, MagicWord):
        # Its module brings the words of every language.
        from wikiparse.sites.magic_words import is_switch  # noqa: PLC0415

        return () if is_switch(node.name, None) else UNKNOWN
    if isinstance(node, TemplateParameter):
        # A page is called without arguments: the default is shown.
        has_default = "|" in (node._source or "")[node._start : node._end]
        parts = (node.text,)
        return parts if has_default else Unknown(parts)
    return parts_of(node)


def _constant(node: Node, unknown: set[int], lang: str | None) -> Parts:
    """The content shown of a parser function whose arguments are constant."""
    # Few pages call one, and its module brings the rules for numbers of every language.
    from wikiparse.nodes.function_text import constant_text  # noqa: PLC0415

    assert isinstance(node, ParserFunction)  # `with_texts` returns one for one
    text, is_known = constant_text(node, node.arguments, unknown, lang)
    parts = (text,) if text else ()
    return parts if is_known else Unknown(parts)


def _parts(node: Node, shown: object) -> Parts:
    """The result of a function, as parts; arguments without the white space around them."""
    parts = shown if isinstance(shown, (tuple, list)) else (shown,)
    out: list[str | Node] = []
    for part in parts:
        if type(part) is str:
            if part:
                out.append(part)
        elif isinstance(part, TemplateArgument):
            children = part.children
            # Most hold one text, without white space at its ends.
            if (
                len(children) == 1
                and type(only := children[0]) is Text
                and (value := only.value)
                and value[0] not in WHITE
                and value[-1] not in WHITE
            ):
                out.append(only)
            else:
                out += trimmed(children)
        elif isinstance(part, str):
            if part:
                out.append(part)
        elif isinstance(part, Node):
            out.append(part)
        else:
            message = (
                f"the function for the template {node.name!r} must return a str, "  # type: ignore[attr-defined]
                f"not {type(part).__name__}"
            )
            raise TypeError(message)
    return tuple(out)


WHITE = " \t\n"


def trimmed(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Inlines without the white space at both ends."""
    if children and (first := children[0]).__class__ is Text:
        value: str = first.value
        # `"" in WHITE` is true as well: an empty text is dropped by the same branch.
        if value[:1] in WHITE:
            text = value.lstrip(WHITE)
            start = -1 if first._start < 0 else first._start + len(value) - len(text)
            end = max(first._end, start)
            rest = children[1:]
            if not text:
                return trimmed_end(rest)
            children = (Text(text, span=None if start < 0 else (start, end)), *rest)
    return trimmed_end(children)


def trimmed_end(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Inlines without the white space at their end."""
    if children and (last := children[-1]).__class__ is Text:
        value: str = last.value
        if value[-1:] in WHITE:
            text = value.rstrip(WHITE)
            if not text:
                return children[:-1]
            return (*children[:-1], Text(text, span=last._span))
    return children


def template_text(node: Node) -> str:
    """The text of a template or parser function; "" of every other node."""
    return node.text if node.is_call else ""
