"""Templates that are footnotes: which nodes are made of one, where it stands.

    {{efn|text}}            FootnoteTemplate(Template(TemplateArgument(FootnoteDefinition(text))))
    {{efn|name=a}}          FootnoteTemplate(Template(…)), as of `<ref name="a" />`
    {{sfn|Smith|2005}}      FootnoteTemplate(FootnoteDefinition(Template(…))); without the
                            definition where the page has had the same before
    {{r|a|b}}               Template(TemplateArgument(FootnoteReference), …)
    {{ref label|a|1}}       FootnoteTemplate(Template(…))
    {{FNZ|a|text}}          Template(…, TemplateArgument(FootnoteDefinition(text)))
    {{notelist}}            FootnoteList(Template(…)), where it is a line

The template is still there with all of its arguments, and every node is in the tree once. A
template that does not make a footnote, as `{{efn}}` without a text or a name, is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.nodes.blocks import FootnoteDefinition, FootnoteList
from wikiparse.nodes.footnote_template_names import STYLES, group_listed
from wikiparse.nodes.links import FootnoteReference, FootnoteTemplate
from wikiparse.nodes.make import (
    make_footnote_definition,
    make_footnote_reference,
    make_template,
    make_template_argument,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.base import Node
    from wikiparse.nodes.footnote_template_names import Form
    from wikiparse.nodes.inlines import Template, TemplateArgument

LEVELS = 4
"""Levels of nodes above the text of a footnote: reference, template, argument, definition."""

TEXTS = frozenset(
    ("1", "reference", "content", "text", "texte", "libellé", "תוכן", "texto", "текст")
)
GROUPS = frozenset(
    ("group", "groupe", "grupo", "gruppe", "gruppo", "grupa", "группа", "grp", "קבוצה")
)
FOOTNOTE_NAMES = frozenset(("name", "nom", "nome", "nombre", "nazwa", "имя", "שם"))
FIRST_AUTHOR: Final = "1a1"
"""The argument of Template:Sfnm with the first author of the first work."""


class Made(NamedTuple):
    """The node that replaces a template, and the footnotes that it adds to the page."""

    node: Node
    references: tuple[FootnoteReference, ...] = ()
    definitions: tuple[FootnoteDefinition, ...] = ()


def footnote_of(template: Template, form: Form, known: set[str]) -> Made:
    """The footnote that a template makes. `known` are the short citations that the page had so far,
    as `short_name` has them; this one is added.
    """
    if form.kind in ("text", "styled text"):
        return _text(template, form)
    if form.kind == "names":
        return _names(template, form)
    if form.kind == "short citation":
        return _short(template, known)
    if form.kind == "label":
        return _label(template, form)
    return _labeled(template, form)


def _text(template: Template, form: Form) -> Made:
    group = _value(template, GROUPS) or form.group
    if form.kind == "styled text" and group not in STYLES:
        group = form.group
    name = _value(template, FOOTNOTE_NAMES) or None
    text = _last(template, TEXTS)
    if text is None or not text.children:
        if name is None:
            return Made(template)  # Cite shows an error
        reference = _reference((template,), name, group, template)
        return Made(reference, (reference,))
    template, definition = _with_definition(template, text, name, group)
    reference = _reference((template,), name, group, template)
    return Made(reference, (reference,), (definition,))


def _names(template: Template, form: Form) -> Made:
    group = _value(template, GROUPS) or form.group
    arguments: list[TemplateArgument] = []
    references: list[FootnoteReference] = []
    for argument in template.arguments:
        made = argument
        if argument.is_positional and (name := _plain(argument)):
            first, last = argument.children[0], argument.children[-1]
            reference = make_footnote_reference(
                argument.children, name, group, "", (first._start, last._end)
            )
            references.append(reference)
            made = make_template_argument(
                (reference,), argument.name, True, (argument._start, argument._end)
            )
        arguments.append(made)
    if not references:
        return Made(template)
    return Made(_with_arguments(template, arguments), tuple(references))


def _short(template: Template, known: set[str]) -> Made:
    # `{{sfnm|1a1=Smith|1y=2005}}` names its works otherwise.
    if not any(
        argument.children and (argument.is_positional or argument.name == FIRST_AUTHOR)
        for argument in template.arguments
    ):
        return Made(template)
    name = short_name(template)
    if name is not None:
        if name in known:
            reference = _reference((template,), name, "", template)
            return Made(reference, (reference,))
        known.add(name)
    span = (template._start, template._end)
    definition = make_footnote_definition((template,), name, "", span)
    reference = _reference((definition,), name, "", template)
    return Made(reference, (reference,), (definition,))


def short_name(template: Template) -> str | None:
    """The name of the footnote of a short citation, made of its arguments: two with the same are
    one footnote (English Module:Footnotes). None where templates are in them, whose text is not
    known here.
    """
    parts = ["FOOTNOTE"]
    for argument in template.arguments:
        # Module:Footnotes leaves the text after the citation out of the name.
        if argument.name in ("ps", "postscript", "ref"):
            continue
        value = _literal(argument)
        if value is None:
            return None
        parts.append(value)
    return "".join(parts)


def _label(template: Template, form: Form) -> Made:
    name = _value(template, frozenset("1"))
    if not name:
        return Made(template)
    # The label of English templates; in German the name is the label.
    label = _value(template, frozenset("2")) if not form.group else ""
    group = _value(template, GROUPS) or form.group
    identifier = name if form.group else None
    reference = _reference((template,), identifier, group, template, label or name)
    return Made(reference, (reference,))


def _labeled(template: Template, form: Form) -> Made:
    name = _value(template, frozenset("1"))
    text = template.get(2)
    # Without a group, it has no text: that is after it, and ends anywhere.
    if not form.group or not name or text is None or not text.children:
        return Made(template)
    group = _value(template, GROUPS) or form.group
    template, definition = _with_definition(template, text, name, group)
    return Made(template, (), (definition,))


def list_of(template: Template, lang: str | None) -> Node:
    """The list of footnotes that a template is; the template where it is none."""
    group = group_listed(template.name, lang)
    if group is None:
        return template
    own = _value(template, GROUPS) or group
    return FootnoteList((template,), own, span=(template._start, template._end))


# --- arguments


def _last(template: Template, names: frozenset[str]) -> TemplateArgument | None:
    """The last argument of one of these names."""
    for argument in reversed(template.arguments):
        if argument.name.lower() in names:
            return argument
    return None


def _value(template: Template, names: frozenset[str]) -> str:
    argument = _last(template, names)
    return "" if argument is None else _literal(argument) or ""


def _literal(argument: TemplateArgument) -> str | None:
    """The text of an argument, as Cite would have it as an attribute; None where calls are in it.

    Not `argument.text`: that of the calls is found when somebody asks, and remembered.
    """
    parts: list[str] = []
    stack = list(argument.children[::-1])
    while stack:
        node = stack.pop()
        if node.kind == "comment":
            continue
        if node.is_call or node.is_silent:
            return None
        if (own := node.own_text()) is None:
            stack += node.children[::-1]
        else:
            parts.append(own)
    value = " ".join("".join(parts).split())
    # MediaWiki: `CoreParserFunctions::tagObj` strips one pair of quotation marks.
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    return value


def _plain(argument: TemplateArgument) -> str:
    """The text of an argument that is text alone."""
    is_plain = argument.children and all(child.kind == "text" for child in argument.children)
    return _literal(argument) or "" if is_plain else ""


# --- nodes


def _reference(
    children: tuple[Node, ...], name: str | None, group: str, template: Template, label: str = ""
) -> FootnoteTemplate:
    return FootnoteTemplate(children, name, group, label, span=(template._start, template._end))


def _with_definition(
    template: Template, text: TemplateArgument, name: str | None, group: str
) -> tuple[Template, FootnoteDefinition]:
    """The template with the text of a footnote as the definition of it."""
    first, last = text.children[0], text.children[-1]
    definition = make_footnote_definition(text.children, name, group, (first._start, last._end))
    made = make_template_argument(
        (definition,), text.name, text.is_positional, (text._start, text._end)
    )
    arguments = [made if argument is text else argument for argument in template.arguments]
    return _with_arguments(template, arguments), definition


def _with_arguments(template: Template, arguments: Sequence[TemplateArgument]) -> Template:
    # Not `attrs.evolve`, which takes the source for changed.
    return make_template(
        tuple(arguments),
        template.name,
        (template._start, template._end),
        template._source,
        template.is_raw,
        template.is_markup,
        template._texts,  # noqa: SLF001  # only a parser hands it on
    )
