"""Write `src/wikiparse/render/json/schema.json`: the JSON Schema of what `Document.to_dict` and
`to_json` give.

    python scripts/generate_schema.py

Classes, values, types and descriptions come from the node classes. What types cannot say stands in
`BOUNDS` here. The same classes give the same bytes; a test holds the committed file to that.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import attrs

from wikiparse.diagnostics import CODES, Diagnostic
from wikiparse.document import Document
from wikiparse.nodes import (
    Detection,
    ExternalLink,
    Heading,
    Node,
    Parent,
    Section,
    Wikilink,
)
from wikiparse.nodes.archives import Archive
from wikiparse.nodes.base import fields_of
from wikiparse.nodes.inlines import BraceParent
from wikiparse.render.json import VERSION, node_classes
from wikiparse.sites.site import CASES, Namespace, Site

TARGET = (
    Path(__file__).resolve().parents[1] / "src" / "wikiparse" / "render" / "json" / "schema.json"
)

Schema = dict[str, Any]

BOUNDS: dict[tuple[str, str], Schema] = {
    ("heading", "level"): {"minimum": 1, "maximum": 6},
    ("section", "level"): {"minimum": 1, "maximum": 6},
    ("list", "start"): {"minimum": 0},
    ("table_cell", "rowspan"): {"minimum": 1},
    ("table_cell", "colspan"): {"minimum": 1},
    ("table_cell", "align"): {"enum": ["left", "center", "right", None]},
}
"""By kind and value, what is not in the type."""

PLAIN = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}

STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
EDITED: Schema = {
    "description": "Whether the tree is another than the source at its span says.",
    "type": "boolean",
    "default": False,
}


def main() -> None:
    """Write the file."""
    TARGET.write_text(schema_text(), encoding="utf-8")


def schema_text() -> str:
    """The content of the file."""
    return json.dumps(_schema(), ensure_ascii=False, indent=2) + "\n"


def _schema() -> Schema:
    definitions = {kind: _node(cls) for kind, cls in sorted(node_classes().items())}
    shared = {
        "span": _span(),
        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        "archive": _archive(),
        "diagnostic": _diagnostic(),
        "detection": _detection(),
        "site": _site(),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:wikiparse-tree:document:{VERSION}",
        "title": f"A document of wikiparse, version {VERSION} of the form",
        "description": (
            "Offsets are code points of `source`, half open. A "
            "value that is absent is at its default."
        ),
        "$ref": "#/$defs/document",
        "$defs": {
            "document": _document(),
            "node": _any_node(list(definitions)),
            **shared,
            **definitions,
        },
    }


def _any_node(kinds: list[str]) -> Schema:
    """A node of any kind.

    The kind picks the one definition that counts, so that a validator's message is about that one.
    """
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": kinds}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}}
            for kind in kinds
        ],
    }


def _node(cls: type[Node]) -> Schema:
    own, required = _values(cls)
    properties = {"kind": {"const": cls.kind}, "span": {"$ref": "#/$defs/span"}, **own}
    if issubclass(cls, Parent):
        properties["children"] = {"$ref": "#/$defs/children"}
    if cls is Section:
        # All that is asked of where a node stands: what reads a section relies on its heading.
        first = {"type": "object", "properties": {"kind": {"const": Heading.kind}}}
        properties["children"] |= {"minItems": 1, "prefixItems": [first]}
        required.append("children")
    return _closed(cls, properties | _derived(cls), ["kind", *required])


def _values(cls: type[Node]) -> tuple[Schema, list[str]]:
    """What a class holds by itself, and which of it is always there."""
    hints, defaults = get_type_hints(cls), {f.name: f.default for f in attrs.fields(cls)}
    names = [
        (name, key) for name, key in zip(*fields_of(cls), strict=True) if not name.startswith("_")
    ]
    own = {
        key: _type(hints[name]) | BOUNDS.get((cls.kind, key), {}) | _default(defaults[name])
        for name, key in names
    }
    return own, [key for name, key in names if defaults[name] is attrs.NOTHING]


def _default(value: Any) -> Schema:
    """What is meant where a value is absent."""
    return (
        {}
        if value is attrs.NOTHING
        else {"default": list(value) if isinstance(value, tuple) else value}
    )


def _type(hint: Any) -> Schema:
    """The schema of the values of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return {"type": [PLAIN[argument] for argument in arguments]}
    if origin is not tuple:
        return {"type": PLAIN[hint]}
    if ... in arguments:
        return {"type": "array", "items": _type(arguments[0])}
    return _row(*[_type(argument) for argument in arguments])


def _row(*items: Schema) -> Schema:
    """A list of exactly these items."""
    return {"type": "array", "prefixItems": list(items), "items": False, "minItems": len(items)}


def _closed(cls: type, properties: Schema, required: list[str]) -> Schema:
    """An object that holds nothing else."""
    words = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    described = {"description": words} if words else {}
    return {
        **described,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _derived(cls: type[Node]) -> Schema:
    """What follows from other values; `derived=True` writes it, and a reader may pass it over."""
    if cls is Wikilink:
        words = dict.fromkeys(
            ("title", "namespace", "fragment", "interwiki", "text", "label", "trail"), STRING
        )
        return {
            "is_wikitext": {"const": True},
            "knows_trail": {"const": True},
            **words,
            "trail_certain": BOOLEAN,
            "is_local": {"type": ["boolean", "null"]},
        }
    if issubclass(cls, BraceParent):
        return {"is_edited": EDITED}
    return {"archived": {"$ref": "#/$defs/archive"}} if cls is ExternalLink else {}


def _document() -> Schema:
    pairs = (
        "By what kind of wikilink (is it remote, are its words one word) the page "
        "leaves letters outside: `trail_certain` needs it. "
        "Only for an edited page, since else it follows from the source."
    )
    properties = {
        "version": {"const": VERSION},
        "kind": {"const": Document.kind},
        "span": {"$ref": "#/$defs/span"},
        "title": {"type": ["string", "null"]},
        "lang": {"type": ["string", "null"]},
        "dialect": STRING,
        "site": {"$ref": "#/$defs/site"},
        "home": {
            "description": "Project, language, host and page that the URLs of a page converted "
            "from HTML belong to.",
            "type": "array",
            "items": {"type": "string"},
            "minItems": 4,
            "maxItems": 4,
        },
        "source": STRING,
        "is_edited": EDITED,
        "left_out": {"description": pairs, "type": "array", "items": _row(BOOLEAN, BOOLEAN)},
        "detection": {"$ref": "#/$defs/detection"},
        "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
        "children": {"$ref": "#/$defs/children"},
    }
    required = ["version", "kind", "dialect", "source", "detection", "diagnostics"]
    return _closed(Document, properties, required)


def _span() -> Schema:
    offset = {"type": "integer", "minimum": 0}
    return {
        "description": "Start and end in code points of the source, half open.",
        **_row(offset, offset),
    }


def _archive() -> Schema:
    stamp = {"type": ["string", "null"], "format": "date-time"}
    return _closed(
        Archive,
        {"original_url": STRING, "timestamp": stamp, "service": STRING},
        list(Archive._fields),
    )


def _diagnostic() -> Schema:
    severities = sorted({severity for severity, _ in CODES.values()})
    span = {"oneOf": [{"$ref": "#/$defs/span"}, {"type": "null"}]}
    properties = {
        "code": {"enum": list(CODES)},
        "severity": {"enum": severities},
        "message": STRING,
        "span": span,
    }
    return _closed(Diagnostic, properties, list(properties))


def _detection() -> Schema:
    evidence = {"type": "array", "items": _row(STRING, {"type": "integer"})}
    values = {"dialect": STRING, "evidence": evidence, "writer": STRING}
    return _closed(Detection, values, ["dialect", "evidence"])


def _site() -> Schema:
    strings = {"type": "array", "items": STRING}
    case = {"enum": list(CASES), "default": CASES[0]}
    space = _closed(
        Namespace,
        {"number": {"type": "integer"}, "name": STRING, "aliases": strings, "case": case},
        ["number", "name"],
    )
    values = {
        "lang": STRING,
        "name": STRING,
        "url": STRING,
        "case": case,
        "namespaces": {"type": "array", "items": space},
        "interwikis": strings,
    }
    return _closed(Site, values, [])


if __name__ == "__main__":
    main()
