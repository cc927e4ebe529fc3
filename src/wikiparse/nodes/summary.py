"""A node in one line, for people: the `repr` of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE: Final = 100
"""Characters of a line at most."""
LONGEST: Final = 60
SHORTEST: Final = 8
"""Characters of a value at most, and of one that is cut at least."""
TEXT: Final = 40
"""Characters of the text that is looked for, and shown if there is room."""
LOOKED_AT: Final = 64
"""Nodes that are looked at for it: a node may hold the whole page."""
APART: Final = frozenset(("template_argument", "variant_text", "line_break"))
"""Kinds of nodes whose text is no continuation of the text before them, besides blocks."""
FEW: Final = 8
"""Items of a tuple that are shown, and not counted."""


def summary(node: Any, names: Sequence[tuple[str, str]], *, has_defaults: bool = True) -> str:
    """The class of a node, its values, the beginning of its text, how many children, and its span,
    all in one line.

    `names` are attributes, each with its name in the line. A value that is empty is left out, with
    `has_defaults` one that is the default of its field, and the text if a value says it.
    """
    parts = [
        (parameter, _shown(value))
        for name, parameter in names
        if not _says_nothing(node, name, value := getattr(node, name), has_defaults=has_defaults)
    ]
    if node.children and (text := _text_in(node.walk())) and repr(text) not in dict(parts).values():
        parts.append(("text", repr(text)))
    if node.children:
        parts.append(("children", f"<{len(node.children)}>"))
    if node.span is not None:
        parts.append(("span", repr(node.span)))
    return _fitted(node.__class__.__name__, parts)


def _fitted(name: str, parts: list[tuple[str, str]]) -> str:
    """The line with values as long as it has room for; without the last ones if there are too
    many.
    """
    for longest in range(LONGEST, SHORTEST - 1, -1):
        cut = [f"{parameter}={_cut(value, longest)}" for parameter, value in parts]
        line = f"{name}({', '.join(cut)})"
        if len(line) <= LINE:
            return line
    return line[: LINE - 4] + "...)"


def _cut(value: str, longest: int) -> str:
    # A text keeps its last character, which closes it.
    end = value[-1] if value[-1] in "'\"" else ""
    return value if len(value) <= longest else value[: longest - 3 - len(end)] + "..." + end


def _shown(value: object) -> str:
    """A value in code; of a long one the beginning, and of many items their number."""
    if isinstance(value, str):
        return repr(value[: LINE + 1])
    if isinstance(value, tuple):
        is_plain = len(value) <= FEW and all(isinstance(item, (str, tuple)) for item in value)
        return repr(value) if is_plain else f"<{len(value)}>"
    return repr(value)


def _says_nothing(node: Any, name: str, value: object, *, has_defaults: bool) -> bool:
    if not has_defaults:
        return value in ("", None, ())
    default = attrs.fields_dict(node.__class__)[name].default
    return type(value) is type(default) and value == default


def _text_in(nodes: Iterable[Any]) -> str:
    """The beginning of the text in some nodes, in one line."""
    text = ""
    for node in _first(nodes):
        if node.kind in ("text", "inline_code"):
            text += str(node.value)[:LINE]  # made by hand, it may be anything
        elif node.is_block or node.kind in APART:
            text += " "
        if len(text) > LINE:
            break
    text = " ".join(text.split())
    return text if len(text) <= TEXT else text[: TEXT - 3] + "..."


def _first(nodes: Iterable[Any]) -> Iterator[Any]:
    for number, node in enumerate(nodes):
        if number == LOOKED_AT:
            return
        yield node
