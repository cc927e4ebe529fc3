"""The tree as plain values and as JSON: the way there and back, and the published schema."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
import typing
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

import wikiparse
from wikiparse import Document
from wikiparse.nodes.base import fields_of
from wikiparse.render.json import VERSION, node_classes, schema

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "corpus" / "real"
SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)

PAGE = r"""---
title: x
---
> 本文内容由[风](https://zh.wikipedia.org/wiki/风)转换而来。

**Strong** *emphasis* ~~gone~~ `code` $x^2$ [Winds](Wind.md "wikilink")
[en](https://en.wikipedia.org/wiki/Air#Top "wikilink")
[old](https://web.archive.org/web/20150102030405/http://a.example/ "tip") [path](b.txt) <http://c.example>\
![caption](p.png "fig:caption") [Category:Air](Category:Air "wikilink") \[1\]
{{T|a|k=v}} {{#if:a|b}} {{{p|d}}}
__NOTOC__ -{zh-hans:a;zh-hant:b}- <span class="k">s</span> <hr /> <!-- c -->

# One

- a
-

1. x

```py
code
```

> quote

-----

| a | b |
|---|:-:|
| 1 | 2 |

<table><caption>c</caption><tr><td rowspan="2">x</td></tr></table>

<div>

[^n]

[^n]: note

## Two

  - term  
    details

1.  end
"""  # noqa: W291  # a hard line break

TEXTS = {
    "page": PAGE,
    "redirect": '1.  REDIRECT [风](风.md#源 "wikilink")\n',
    "empty": "",
    "line endings": "a\r\nb\rc\n\n- d\r\n",
    "surrogates": 'a \ud800 b\n\n[\udfff](x\udc00.md "wikilink")\n',
    "controls": "\0 \x1b \x7f \x9b \u2028 \ufeff\n",
    "beyond ASCII": "é 🧪 **風** \U0010ffff\n",
    "trouble": "[^lost]\n\n```\nopen",
}

BY_HAND: dict[str, list[dict[str, typing.Any]]] = {
    "boilerplate": [
        {
            "kind": "boilerplate",
            "role": "footer",
            "children": [{"kind": "paragraph", "children": [{"kind": "text", "value": "a"}]}],
        }
    ],
    "redirect": [
        {
            "kind": "redirect",
            "title": "A",
            "fragment": "b",
            "children": [{"kind": "wikilink", "href": "A"}],
        }
    ],
    "gallery": [
        {
            "kind": "gallery",
            "attributes": [["mode", "packed"]],
            "children": [{"kind": "image", "name": "a", "href": "a"}],
        }
    ],
    "math_block": [{"kind": "math_block", "span": [0, 0], "value": "x"}],
    "link_reference_definition": [
        {"kind": "link_reference_definition", "label": "l", "url": "u", "tooltip": "t"}
    ],
    "html_inline": [{"kind": "html_inline", "value": "<?x?>"}],
    "description_list": [
        {"kind": "description_list", "children": [{"kind": "description_term", "children": []}]}
    ],
    "image": [
        {
            "kind": "image",
            "name": "n",
            "href": "h",
            "alt": "a",
            "tooltip": "t",
            "options": [["thumb", ""], ["width", "9"]],
        }
    ],
    "language_variant": [
        {"kind": "language_variant", "flags": ["H", "A"], "variants": [["zh-hans", "a"], ["", "b"]]}
    ],
    "variant_text": [
        {
            "kind": "language_variant",
            "variants": [["zh", "a"]],
            "children": [{"kind": "variant_text", "tag": "zh"}],
        }
    ],
    "footnote_reference": [
        {"kind": "footnote_reference", "identifier": None, "group": "g", "label": "1"}
    ],
    "footnote_template": [
        {
            "kind": "footnote_template",
            "identifier": "a",
            "group": "lower-alpha",
            "children": [{"kind": "template", "name": "efn"}],
        }
    ],
    "list": [
        {
            "kind": "list",
            "start": 0,
            "is_tight": False,
            "children": [{"kind": "list_item", "checked": False}],
        }
    ],
    "table_cell": [
        {"kind": "table_cell", "is_header": True, "rowspan": 2, "colspan": 3, "align": "right"}
    ],
    "wikilink": [{"kind": "wikilink", "href": "File:A_b#c", "is_wikitext": True, "marker": "ⓦ"}],
}

ODD_VALUES = (
    None,
    True,
    -1,
    1.5,
    "x",
    [],
    ["x"],
    [[]],
    {},
    {"kind": "text"},
    {"kind": "node"},
    [0, 1],
    [1, 0],
    ["a", "b"],
    float("nan"),
)


def form_of(*children: typing.Any, **more: typing.Any) -> dict[str, typing.Any]:
    """A document made by hand."""
    frame = {
        "version": VERSION,
        "kind": "document",
        "dialect": "hybrid",
        "source": "",
        "diagnostics": [],
    }
    return {
        **frame,
        "detection": {"dialect": "hybrid", "evidence": []},
        "children": list(children),
        **more,
    }


def document(name: str) -> Document:
    return (
        wikiparse.parse(TEXTS[name], dialect="hybrid", lang="zh", title="风")
        if name in TEXTS
        else Document.from_dict(form_of(*BY_HAND[name]))
    )


def spans(doc: Document) -> list[tuple[str, wikiparse.Span | None]]:
    return [(node.kind, node.span) for node in doc.walk()]


def assert_same(again: Document, doc: Document) -> None:
    """All that a document holds, and what follows from it, is the same."""
    assert again == doc
    assert spans(again) == spans(doc)
    assert (again.source, again.detection, again.diagnostics) == (
        doc.source,
        doc.detection,
        doc.diagnostics,
    )
    assert again.to_dict(derived=True) == doc.to_dict(derived=True)
    assert (again.tree(), again.to_text()) == (doc.tree(), doc.to_text())


# --- there and back


@pytest.mark.parametrize("name", [*TEXTS, *BY_HAND])
def test_round_trip(name: str) -> None:
    doc = document(name)
    assert_same(Document.from_dict(doc.to_dict()), doc)
    assert_same(Document.from_dict(json.loads(doc.to_json())), doc)


@pytest.mark.parametrize("name", [*TEXTS, *BY_HAND])
@pytest.mark.parametrize("derived", [False, True])
def test_is_valid(name: str, derived: bool) -> None:
    doc = document(name)
    VALIDATOR.validate(doc.to_dict(derived=derived))
    VALIDATOR.validate(json.loads(doc.to_json(derived=derived)))


def test_every_kind_is_among_the_samples() -> None:
    seen = {node.kind for name in (*TEXTS, *BY_HAND) for node in document(name).walk()}
    missing = {*node_classes(), "document"} - seen
    assert not missing, "write one in TEXTS or BY_HAND of tests/test_json.py"


def test_values_by_hand_come_back_as_they_were() -> None:
    for nodes in BY_HAND.values():
        written = Document.from_dict(form_of(*nodes)).to_dict()["children"]
        assert without_empty_children(written) == without_empty_children(nodes)


def without_empty_children(nodes: list[dict[str, typing.Any]]) -> list[dict[str, typing.Any]]:
    return [
        {**node, "children": without_empty_children(node.get("children", []))} for node in nodes
    ]


@pytest.mark.parametrize("derived", [False, True])
def test_the_dictionary_is_what_the_json_says(derived: bool) -> None:
    doc = document("page")
    assert json.loads(doc.to_json(derived=derived)) == doc.to_dict(derived=derived)
    assert json.loads(doc.to_json(derived=derived, indent=2)) == doc.to_dict(derived=derived)


def test_derived_values() -> None:
    nodes = list(plain_nodes(document("page").to_dict(derived=True)))
    winds = next(node for node in nodes if node.get("href") == "Wind.md")
    named = {
        "title": "Wind",
        "text": "Winds",
        "label": "Wind",
        "trail": "s",
        "trail_certain": True,
        "is_local": True,
    }
    assert {key: winds[key] for key in named} == named
    archived = [node["archived"] for node in nodes if "archived" in node]
    assert archived == [
        {
            "original_url": "http://a.example/",
            "timestamp": "2015-01-02T03:04:05+00:00",
            "service": "wayback",
        }
    ]


def test_wikitext_links_stay_wikitext() -> None:
    link = next(document("wikilink").find_all(wikiparse.Wikilink))
    assert (link.title, link.namespace, link.fragment, link.is_local) == (
        "File:A b",
        "File",
        "c",
        None,
    )


def test_lone_surrogates_survive_and_the_json_has_an_encoding() -> None:
    doc = document("surrogates")
    made = doc.to_json()
    assert json.loads(made.encode("utf-8"))["source"] == TEXTS["surrogates"]


def test_json_is_not_escaped_without_need() -> None:
    assert "é 🧪 " in document("beyond ASCII").to_json()


def test_the_words_of_a_variant_depend_on_the_language_again() -> None:
    node = {"kind": "language_variant", "variants": [["zh-hans", "a"], ["zh-hant", "b"]]}
    assert [Document.from_dict(form_of(node, lang=lang)).to_text() for lang in (None, "zh-tw")] == [
        "a\n",
        "b\n",
    ]


def test_spans_are_left_out_where_there_are_none() -> None:
    assert "span" not in Document.from_dict(form_of({"kind": "paragraph"})).to_dict()["children"][0]


def test_the_habits_of_the_writer_come_back() -> None:
    text = '[Winds](Wind.md "wikilink") and [Wind](Wind.md "wikilink")s\n'
    doc = wikiparse.parse(text, dialect="hybrid")
    again = Document.from_dict(json.loads(doc.to_json()))
    assert [link.trail_certain for link in doc.wikilinks] == [False, True]
    assert [link.trail_certain for link in again.wikilinks] == [False, True]


@pytest.mark.parametrize("depth", [1, 5_000])
def test_a_deep_tree_is_read_without_a_deep_stack(depth: int) -> None:
    data: dict[str, typing.Any] = {"kind": "text", "value": "x"}
    for _ in range(depth):
        data = {"kind": "emphasis", "children": [data]}
    doc = Document.from_dict(form_of(data))
    assert sum(1 for _ in doc.walk()) == depth + 2
    assert Document.from_dict(doc.to_dict()) == doc


# --- what has not the form


@pytest.mark.parametrize("version", [0, VERSION + 1, "1", None])
def test_another_version(version: object) -> None:
    with pytest.raises(ValueError, match="version"):
        Document.from_dict(form_of(version=version))


MALFORMED = {
    "nothing": {},
    "a list": [],
    "JSON that nobody read": "{}",
    "no version": {"kind": "document"},
    "no source": {key: value for key, value in form_of().items() if key != "source"},
    "a source that is no text": form_of(source=1),
    "a title that is no text": form_of(title=1),
    "an unknown kind": form_of({"kind": "nothing"}),
    "no kind": form_of({"value": "x"}),
    "a kind that is no text": form_of({"kind": ["text"]}),
    "a kind that only others build on": form_of({"kind": "parent"}),
    "a document in a document": form_of(form_of()),
    "no value": form_of({"kind": "text"}),
    "a value of another type": form_of({"kind": "text", "value": 1}),
    "a value that cannot be hashed": form_of({"kind": "heading", "level": {}}),
    "true for a number": form_of({"kind": "heading", "level": True}),
    "half a pair": form_of({"kind": "html_tag", "tag": "a", "attributes": [["x"]]}),
    "pairs that are texts": form_of({"kind": "html_tag", "tag": "a", "attributes": ["xy"]}),
    "half a span": form_of({"kind": "text", "value": "", "span": [0]}),
    "a span of three": form_of({"kind": "text", "value": "", "span": [0, 1, 2]}),
    "a span from behind": form_of({"kind": "text", "value": "", "span": [2, 1]}),
    "a span before the source": form_of({"kind": "text", "value": "", "span": [-1, 1]}),
    "a span of texts": form_of({"kind": "text", "value": "", "span": "01"}),
    "children that are a mapping": form_of(children={"kind": "text"}),
    "children that are a text": form_of({"kind": "paragraph", "children": "text"}),
    "a child that is a text": form_of({"kind": "paragraph", "children": ["text"]}),
    "children of a text": form_of(
        {"kind": "text", "value": "", "children": [{"kind": "line_break"}]}
    ),
    "a section without a heading": form_of({"kind": "section", "level": 1}),
    "a section that begins with a text": form_of(
        {"kind": "section", "level": 1, "children": [{"kind": "text", "value": ""}]}
    ),
    "an unknown diagnostic": form_of(
        diagnostics=[{"code": "nothing", "severity": "info", "message": "", "span": None}]
    ),
    "evidence that is no pair": form_of(detection={"dialect": "hybrid", "evidence": ["x"]}),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed(name: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Document.from_dict(MALFORMED[name])  # type: ignore[arg-type]
    if name != "a span from behind":  # no schema compares two numbers
        assert not VALIDATOR.is_valid(MALFORMED[name])


def test_the_message_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match=r"\[1\] cannot be the value of 'value' in 'text'"):
        Document.from_dict(form_of({"kind": "text", "value": [1]}))


@given(st.data())
def test_any_damage_is_a_value_error_or_a_sound_document(data: st.DataObject) -> None:
    form = copy.deepcopy(document("page").to_dict())
    holders = [thing for thing in containers(form) if thing]
    holder = data.draw(st.sampled_from(holders))
    key = data.draw(
        st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
    )
    value = data.draw(st.sampled_from(ODD_VALUES))
    holder[key] = value
    try:
        doc = Document.from_dict(form)
    except ValueError:
        return
    assert Document.from_dict(doc.to_dict()) == doc
    assert hash(doc) == hash(copy.copy(doc))
    assert doc.tree()
    assert isinstance(doc.to_text(), str)


def containers(thing: typing.Any) -> list[typing.Any]:
    """The dictionaries and lists within plain values."""
    below = (
        thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else None
    )
    return (
        [] if below is None else [thing, *(found for item in below for found in containers(item))]
    )


# --- the schema


@pytest.mark.skipif(sys.flags.optimize > 1, reason="the schema holds docstrings")
def test_the_schema_is_what_the_script_writes() -> None:
    path = ROOT / "scripts" / "generate_schema.py"
    spec = importlib.util.spec_from_file_location("generate_schema", path)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = (ROOT / "src" / "wikiparse" / "render" / "json" / "schema.json").read_text("utf-8")
    assert written == script.schema_text(), "run scripts/generate_schema.py"


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_schema_is_read_anew_each_time() -> None:
    schema()["$defs"].clear()
    assert schema() == SCHEMA


def public_classes() -> list[type[wikiparse.Node]]:
    things = [getattr(wikiparse, name) for name in wikiparse.__all__]
    classes = [
        thing for thing in things if isinstance(thing, type) and issubclass(thing, wikiparse.Node)
    ]
    return [cls for cls in classes if cls not in (wikiparse.Node, wikiparse.Parent, Document)]


DERIVED = {
    "wikilink": {
        "is_wikitext",
        "knows_trail",
        "title",
        "namespace",
        "fragment",
        "interwiki",
        "text",
        "label",
        "trail",
        "trail_certain",
        "is_local",
    },
    "external_link": {"archived"},
    "template": {"is_edited"},
    "parser_function": {"is_edited"},
    "template_parameter": {"is_edited"},
}


def test_the_schema_knows_the_public_classes_and_no_others() -> None:
    kinds = {cls.kind for cls in public_classes()}
    assert set(node_classes()) == kinds
    assert set(SCHEMA["$defs"]["node"]["properties"]["kind"]["enum"]) == kinds
    assert {branch["then"]["$ref"] for branch in SCHEMA["$defs"]["node"]["allOf"]} == {
        f"#/$defs/{kind}" for kind in kinds
    }


@pytest.mark.parametrize("cls", public_classes(), ids=lambda cls: cls.kind)
def test_a_definition_has_the_fields_of_its_class(cls: type[wikiparse.Node]) -> None:
    defined = SCHEMA["$defs"][cls.kind]
    fields = {f.name: f for f in attrs.fields(cls) if f.init and not f.name.startswith("_")}
    assert set(defined["properties"]) == {"kind", "span", *fields} | DERIVED.get(cls.kind, set())
    assert defined["additionalProperties"] is False
    always = {
        name
        for name, field in fields.items()
        if field.default is attrs.NOTHING and name != "children"
    }
    assert set(defined["required"]) - {"children"} == {"kind", *always}
    for name in set(fields) - always - {"children"}:
        default = fields[name].default
        assert defined["properties"][name]["default"] == (
            list(default) if default == () else default
        )


@pytest.mark.parametrize("cls", public_classes(), ids=lambda cls: cls.kind)
def test_a_definition_takes_the_defaults_and_no_strange_types(cls: type[wikiparse.Node]) -> None:
    good = {
        "kind": cls.kind,
        **{
            key: example(cls, name)
            for name, key in zip(*fields_of(cls), strict=True)
            if not name.startswith("_")
        },
    }
    if cls is wikiparse.Section:
        good["children"] = [{"kind": "heading", "level": 1}]
    VALIDATOR.validate(form_of(good))
    doc = Document.from_dict(form_of(good))
    VALIDATOR.validate(doc.to_dict())
    for key in set(good) - {"children"}:
        assert not VALIDATOR.is_valid(form_of({**good, key: {"strange": 1}})), key
    assert not VALIDATOR.is_valid(form_of({**good, "strange": 1}))


def example(cls: type[wikiparse.Node], name: str) -> typing.Any:
    """A plain value of the type of a field."""
    field = attrs.fields_dict(cls)[name]
    if field.default is not attrs.NOTHING:
        return list(field.default) if field.default == () else field.default
    return {str: "x", int: 1}.get(typing.get_type_hints(cls)[name])


@pytest.mark.parametrize(
    "node",
    [
        {"kind": "heading", "level": 7},
        {"kind": "table_cell", "rowspan": 0},
        {"kind": "table_cell", "align": "justify"},
        {"kind": "list", "start": -1},
        {"kind": "list", "is_ordered": True},
    ],
)
def test_the_schema_has_bounds(node: dict[str, typing.Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(form_of(node))


def test_the_schema_ships_with_the_codes() -> None:
    assert set(SCHEMA["$defs"]["diagnostic"]["properties"]["code"]["enum"]) == set(wikiparse.CODES)


# --- real pages


def real_pages() -> list[Path]:
    return sorted(REAL.glob("*.md"))[:60] if REAL.is_dir() else []


def plain_nodes(data: dict[str, typing.Any]) -> typing.Iterator[dict[str, typing.Any]]:
    stack = [data]
    while stack:
        node = stack.pop()
        yield node
        stack += node.get("children", [])


BY_KIND = {
    kind: Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{kind}"})
    for kind in ("document", *node_classes())
}


@pytest.mark.skipif(not REAL.is_dir(), reason="the pages are not part of the repository")
@pytest.mark.parametrize("path", real_pages(), ids=lambda path: path.stem)
def test_real_pages(path: Path) -> None:
    doc = wikiparse.read(path, dialect="hybrid")
    assert_same(Document.from_dict(json.loads(doc.to_json())), doc)
    for node in plain_nodes(doc.to_dict(derived=True)):
        # Each node by itself, without what is below it: the whole schema tries every kind on every
        # node, which takes long.
        below = node.get("children", [])[:1] if node["kind"] == "section" else []
        BY_KIND[node["kind"]].validate({**node, "children": below} if "children" in node else node)
