"""The nodes of a page as JSON text, without dictionaries in between: the same characters as
`json.dumps` of `node_to_dict`, in less than half the time.

For each class a function is compiled that writes the values of a node, since its keys, their order
and their defaults are known beforehand. The two classes that a page has most of are written in the
loop itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

import attrs

from wikiparse.nodes.base import Node, fields_of
from wikiparse.nodes.inlines import BraceParent, Text
from wikiparse.nodes.links import Wikilink

if TYPE_CHECKING:
    from collections.abc import Iterator

Numbers = Sequence[int | str]
Head = Callable[[Any, Numbers], str]

quoted: Callable[[str], str] = encode_basestring
"""A text as JSON, characters beyond ASCII as they are."""

_encode = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

LIMIT = 1 << 14
"""Pages up to this length take the digits of their spans from a table: making them is half the work
of writing a text."""


@cache
def _digits() -> tuple[str, ...]:
    return tuple(map(str, range(LIMIT)))


def numbers_up_to(last: int) -> Numbers:
    """The digits of each offset of a page, by the offset."""
    return _digits() if last < LIMIT else range(last + 1)


def written(value: Any) -> str:
    """A plain value as JSON; tuples are lists."""
    cls = value.__class__
    if cls is str:
        return quoted(value)
    if cls is int:
        return str(value)
    if value is None or cls is bool:
        return _CONSTANTS[value]
    if isinstance(value, (tuple, list)):
        return f"[{','.join([written(item) for item in value])}]"
    if cls is dict:
        return f"{{{','.join([f'{quoted(key)}:{written(item)}' for key, item in value.items()])}}}"
    return _encode(value)


_CONSTANTS = {None: "null", True: "true", False: "false"}


def write_nodes(nodes: Sequence[Node], numbers: Numbers) -> list[str]:
    """The text, in parts, of nodes with all below them, separated by commas.

    Raises TypeError for values of other types than the classes have, and IndexError for spans
    outside of `numbers`.
    """
    parts: list[str] = []
    stack: list[Iterator[Any]] = []
    siblings: Iterator[Any] = iter(nodes)
    comma = ""
    while True:
        for node in siblings:
            cls = node.__class__
            # First, since half of all nodes are texts.
            if cls is Text:
                parts.append(
                    f'{comma}{{"kind":"text","span":[{numbers[start]},{numbers[node._end]}],"value":{quoted(node.value)}}}'
                    if (start := node._start) >= 0
                    else f'{comma}{{"kind":"text","value":{quoted(node.value)}}}'
                )
                comma = ","
                continue
            children = node.children
            if (
                # A link with plain text and nothing unusual, as nearly all are: one string instead
                # of two calls.
                cls is Wikilink
                and len(children) == 1
                and (only := children[0]).__class__ is Text
                and not node.marker
                and not node._context.is_wikitext
                and not node._context.knows_trail
                and (start := node._start) >= 0 <= (inner := only._start)
            ):
                parts.append(
                    f'{comma}{{"kind":"wikilink","span":[{numbers[start]},{numbers[node._end]}],"href":{quoted(node.href)},"children":['
                    f'{{"kind":"text","span":[{numbers[inner]},{numbers[only._end]}],"value":{quoted(only.value)}}}]}}'
                )
                comma = ","
                continue
            head = (_HEADS.get(cls) or _head(cls))(node, numbers)
            if not children:
                parts.append(f"{comma}{head}}}")
                comma = ","
            elif (
                len(children) == 1
                and (only := children[0]).__class__ is Text
                and (start := only._start) >= 0
            ):
                parts.append(
                    f'{comma}{head},"children":[{{"kind":"text","span":[{numbers[start]},{numbers[only._end]}]'
                    f',"value":{quoted(only.value)}}}]}}'
                )
                comma = ","
            else:
                parts.append(f'{comma}{head},"children":[')
                stack.append(siblings)
                siblings = iter(children)
                comma = ""
                break
        else:
            if not stack:
                return parts
            parts.append("]}")
            siblings = stack.pop()
            comma = ","


_HEADS: dict[type[Node], Head] = {}


def _head(cls: type[Node]) -> Head:
    """The function that writes a node of a class, all but its children and the last brace."""
    if cls not in _HEADS:
        _HEADS[cls] = _compiled(cls)
    return _HEADS[cls]


def _compiled(cls: type[Node]) -> Head:
    fields = attrs.fields_dict(cls)
    scope: dict[str, Any] = {"quoted": quoted, "written": written}
    always, sometimes = "", ""
    for name, key in zip(*fields_of(cls), strict=True):
        if name.startswith("_"):
            continue
        field = fields[name]
        write = "quoted" if field.type in ("str", str) else "written"
        # Required values come first in a class, and are written without a question.
        if field.default is attrs.NOTHING and not sometimes:
            always += f',"{key}":{{{write}(node.{name})}}'
        else:
            scope[f"default_{name}"] = field.default
            sometimes += (
                f"    if (value := node.{name}) != default_{name}:\n"
                f"        made += f',\"{key}\":{{{write}(value)}}'\n"
            )
    if issubclass(cls, BraceParent):
        sometimes += (
            "    if node._source is None and start >= 0:\n        made += ',\"is_edited\":true'\n"
        )
    if cls is Wikilink:
        sometimes += (
            "    if (context := node._context).is_wikitext:\n"
            "        made += ',\"is_wikitext\":true'\n"
            "        if context.trail:\n            made += f',\"trail\":{quoted(context.trail)}'\n"
            "    elif context.knows_trail:\n"
            '        made += f\',"knows_trail":true,"trail":{quoted(context.trail)}\'\n'
        )
    kind = f'{{{{"kind":"{cls.kind}"'
    # The source is put together from the names of fields alone, as attrs does it for `__init__`.
    exec(  # noqa: S102
        "def head(node, numbers):\n"
        f"    if (start := node._start) >= 0:\n"
        f"        made = f'{kind},\"span\":[{{numbers[start]}},{{numbers[node._end]}}]{always}'\n"
        f"    else:\n        made = f'{kind}{always}'\n{sometimes}    return made\n",
        scope,
    )
    return scope["head"]  # type: ignore[no-any-return]
