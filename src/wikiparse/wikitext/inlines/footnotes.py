"""Footnotes (the extension Cite): `<ref>`, `<references>`, and the same as `{{#tag:ref|…}}`.

    ref        = "<ref" attributes ("/>" | ">" content "</ref>")
    references = "<references" attributes ("/>" | ">" (ref | …)* "</references>")

A `<ref>` with content holds its definition; in `<references>`, or in an argument `refs` of a
template that shows the list, it is a definition only. One with `follow` goes on with the footnote
of that name. Tags that Cite shows an error for are reported, and read as they were meant.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.html.attributes import get
from wikiparse.html.start_tags import attributes_of
from wikiparse.nodes.base import LIST_ARGUMENTS
from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList, Paragraph
from wikiparse.nodes.footnote_template_names import group_listed
from wikiparse.nodes.footnotes import own_definition
from wikiparse.nodes.inlines import Text
from wikiparse.nodes.links import FootnoteReference, FootnoteTemplate
from wikiparse.nodes.make import (
    make_footnote_definition,
    make_footnote_reference,
    make_paragraph,
    make_template_argument,
)
from wikiparse.source import WHITE, trim
from wikiparse.text_cache import text_cache
from wikiparse.wikitext.inlines.enclosed import in_order, templates_in

if TYPE_CHECKING:
    from wikiparse.html.attributes import Attributes
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import TemplateArgument
    from wikiparse.wikitext.inlines.state import Context, Scan
    from wikiparse.wikitext.preprocessor import Extent

_KNOWN: Final = frozenset(("name", "group", "follow", "dir", "extends", "details"))


class _Attributes(NamedTuple):
    """The meaning of the attributes of a `<ref>`, and whether Cite takes them."""

    name: str | None
    group: str
    follow: str
    is_valid: bool


@text_cache(1024)
def attributes_in(inner: str) -> Attributes:
    """The attributes between the name of a tag and its end."""
    inner = inner.strip().removesuffix("/")
    return attributes_of(f"<a {inner}>") if inner else ()


@text_cache(1024)
def _read(inner: str) -> _Attributes:
    """The attributes in what is between the name of a tag and its end."""
    return _of(attributes_in(inner), has_templates="{{" in inner)


def _of(attributes: Attributes, *, has_templates: bool = False) -> _Attributes:
    name, follow = [
        " ".join((get(attributes, key) or "").split()) or None for key in ("name", "follow")
    ]
    is_valid = (
        # Cite: a number is no name ("cite_error_ref_numeric_key"), since it would look like a
        # footnote's own number.
        not (name or "").isdecimal()
        and not (follow or "").isdecimal()
        and not (follow and name)
        # A template among the attributes may expand to any of them.
        and (has_templates or all(key.lower() in _KNOWN for key, _ in attributes))
    )
    return _Attributes(name, get(attributes, "group") or "", follow or "", is_valid)


def footnote(
    scan: Scan, start: int, extent: Extent, attributes: Attributes | None, inner: tuple[Node, ...]
) -> Node:
    """A reference; with content it holds its definition. `attributes` are given where no tag has
    them, and `inner` are the templates in them.
    """
    context, text = scan.context, scan.text
    if attributes is None:
        # After `<ref`. Cached: a page refers to the same name again and again.
        written = text[start + 4 : extent.at - 1]
        read = _read(written)
        if "{{" in written:
            inner = templates_in(context, start + 1, extent.at, scan.depth + 1)
    else:
        read = _of(attributes)
    name, group, follow, is_valid = read
    children: tuple[Node, ...] = ()
    if extent.at < extent.end:
        begin, end = extent.at, extent.to
        # Most footnotes have no white space at their ends, and are one line: no calls for these.
        if begin < end and (text[begin] in WHITE or text[end - 1] in WHITE):
            begin, end = trim(text, begin, end)
        if begin == end:
            content: tuple[Node, ...] = ()
        elif text.find("\n", extent.at, end) < 0:
            content = context.parse(context, begin, end, scan.depth + 2)
        else:
            content = context.content(begin, end, scan.depth + 2, extent.at)
        if follow and not name and content:
            # It is more of another footnote, and no definition or reference that could be wrong.
            bounds = (extent.at, extent.to)
            return make_footnote_reference(
                in_order((*inner, make_footnote_definition(content, follow, group, bounds))),
                follow,
                group,
                "",
                (start, extent.end),
            )
        # `<ref name="a"></ref>` is a reference to "a"; without a name an empty one is an empty
        # footnote.
        if content or name is None:
            definition = make_footnote_definition(content, name, group, (extent.at, extent.to))
            context.definitions.append(definition)
            children = (definition,)
        is_valid = (
            is_valid
            and (bool(content) or name is not None)
            and (text.find("<ref", begin, end) < 0 or not _holds_ref(text, begin, end))
        )
    if not is_valid:
        context.report("invalid-footnote", (start, extent.end))
    if inner:
        children = in_order((*inner, *children))
    mark = make_footnote_reference(children, name, group, "", (start, extent.end))
    # In the order of the source: the definition within it was added before, while its content was
    # read.
    context.marks.append(mark)
    return mark


def _holds_ref(text: str, start: int, end: int) -> bool:
    """Whether a `<ref>` is in the content of another one: the end tag of that is missing."""
    pos = start
    while (pos := text.find("<ref", pos, end)) >= 0:
        # Not `<references>`.
        if text[pos + 4 : pos + 5] in (">", " ", "\n", "\t"):
            return True
        pos += 4
    return False


def footnote_list(
    scan: Scan, extent: Extent, attributes: Attributes, inner: tuple[Node, ...], start: int
) -> Node:
    """The place where a page collects its footnotes; those that are defined there are its
    children.
    """
    context, group = scan.context, get(attributes, "group") or ""
    children: list[Node] = []
    if extent.at < extent.to:
        # The content is read as anywhere in the page; then the references that were added since are
        # taken back.
        marks, definitions = len(context.marks), len(context.definitions)
        content = context.content(extent.at, extent.to, scan.depth, extent.to)
        children = _as_definitions(context, content, group, (marks, definitions))
    return FootnoteList(in_order((*inner, *children)), group, span=(start, extent.end))


def defined_in_template(
    context: Context, name: str, arguments: list[TemplateArgument], before: tuple[int, int]
) -> list[TemplateArgument]:
    """The arguments of a template, in which references in the argument of a list are definitions.

    `before` is how many references and definitions the page had before them.
    """
    own_group = group_listed(name, context.lang)
    # `{{przypisy|<ref name="a">…</ref>}}`: only of a template that is known to show a list.
    are_lists = [
        argument.name.lower() in LIST_ARGUMENTS
        or (argument.is_positional and own_group is not None)
        for argument in arguments
    ]
    if not any(are_lists):
        return arguments
    group = next((a.text.strip() for a in arguments if a.name.lower() == "group"), own_group or "")
    return [
        _as_list(context, argument, group, before) if is_list else argument
        for argument, is_list in zip(arguments, are_lists, strict=True)
    ]


def _as_list(
    context: Context, argument: TemplateArgument, group: str, before: tuple[int, int]
) -> TemplateArgument:
    children: list[Node] = [*_as_definitions(context, argument.children, group, before)]
    if not children:
        return argument
    children += _without_references(argument.children)
    children.sort(key=attrgetter("_start"))
    return make_template_argument(
        tuple(children), argument.name, argument.is_positional, (argument._start, argument._end)
    )


def _as_definitions(
    context: Context, content: tuple[Node, ...], group: str, before: tuple[int, int]
) -> list[Node]:
    """The definitions that some nodes hold in references, which are none then; and templates with
    definitions in them.
    """
    references = [node for top in content for node in top.find_all(FootnoteReference)]
    found: list[Node] = []
    made: list[FootnoteDefinition] = []
    gone: set[int] = set()
    outer = -1
    for reference in references:
        if reference._start < outer:  # it is in a definition
            continue
        own = own_definition(reference)
        gone.add(id(reference))
        if isinstance(reference, FootnoteTemplate):
            # The template is there without its reference, and has the definition in it.
            found += reference.children
            outer = reference._end
            continue
        gone.add(id(own))
        name = reference.identifier or ""
        # Cite: in a list a footnote needs a name, content, and the list's group.
        if own is None or not name or reference.group not in ("", group):
            context.report("invalid-footnote", (reference._start, reference._end))
        if own is not None:
            outer = reference._end
            made.append(
                make_footnote_definition(
                    own.children,
                    reference.identifier,
                    reference.group or group,
                    (reference._start, reference._end),
                )
            )
            found.append(made[-1])
    marks, definitions = before
    context.marks[marks:] = [r for r in context.marks[marks:] if id(r) not in gone]
    kept = [d for d in context.definitions[definitions:] if id(d) not in gone]
    context.definitions[definitions:] = [*kept, *made]
    return found


def _without_references(content: tuple[Node, ...]) -> list[Node]:
    """Nodes without references, where there is anything else."""
    rest: list[Node] = []
    for node in content:
        if isinstance(node, Paragraph):
            if kept := _without_references(node.children):
                rest.append(make_paragraph(tuple(kept), (kept[0]._start, kept[-1]._end)))
        elif not isinstance(node, FootnoteReference):
            rest.append(node)
    is_white = all(isinstance(node, Text) and not node.value.strip() for node in rest)
    return [] if is_white else rest
