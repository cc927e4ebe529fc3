"""Infoboxes: their fields with nodes, lists and links; infoboxes in infoboxes; tables."""

from __future__ import annotations

import attrs
import pytest

import wikiparse
from growth import steps_of


def parse(source: str, dialect: str = "wikitext", lang: str = "en") -> wikiparse.Document:
    return wikiparse.parse(source, dialect=dialect, lang=lang)


def fields(source: str) -> tuple[wikiparse.InfoboxField, ...]:
    box = parse(source).infobox
    assert box is not None
    return box.fields


def values(value: str) -> tuple[str, ...]:
    return fields("{{Infobox x\n| a = " + value + "\n| b = c\n}}")[0].values


def test_fields_are_in_source_order_with_their_nodes() -> None:
    doc = parse("{{Infobox_town \n| a = [[A]]<ref>[[B]]</ref>\n| b = \n| a = c\n| d\n}}\nText.")
    box = doc.infobox
    assert box is not None
    assert box.name == "Infobox town"
    assert [(f.name, f.text) for f in box.fields] == [("a", "A"), ("b", ""), ("a", "c")]
    assert dict(box) == {"a": "c", "b": ""}
    assert [f.node for f in box.fields] == [a for a in doc.templates[0].arguments if a.name != "1"]
    assert [link.title for link in box.fields[0].links] == ["A"]  # none of its footnote
    assert [f.values for f in box.fields] == [("A",), (), ("c",)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ()),
        ("one, two and three", ("one, two and three",)),
        ("\n* one\n* [[two]]<ref>x</ref>\n", ("one", "two")),
        ("first\n* one\n* two", ("first", "one", "two")),
        ("one<br>two<br />[[three]]<br/>", ("one", "two", "three")),
        ("{{plainlist|\n* one\n* two {{lang|de|drei}}\n}}", ("one", "two drei")),
        ("{{plainlist}}\n* one\n* two\n{{endplainlist}}", ("one", "two")),
        ("{{flatlist|\n* one\n* two\n}}", ("one", "two")),
        ("{{ubl|one|[[two]]|class=x}}", ("one", "two")),
        ("{{unbulleted list|1=one|2=two}}", ("one", "two")),
        ("{{hlist|one|two}}", ("one", "two")),
        ("{{hlist|one|two}} and three", ("one", "two", "and three")),
        ("{{ubl|one|{{hlist|two|three}}}}", ("one", "two", "three")),
        ("{{collapsible list|title=t|one|two}}", ("one", "two")),
        ("<ul><li>one</li><li>two</li></ul>", ("one", "two")),
        ("<small>one<br>two</small>", ("one", "two")),
        ("<small>one</small> <small>two</small>", ("one two",)),
        ("<div>one</div><div>two<br>three</div>", ("one", "two", "three")),
        ("[[File:A.jpg]]", ("A.jpg",)),
        ("{{unknown|one}}", ("one",)),
        ("one <!-- two<br>three -->", ("one",)),
    ],
)
def test_the_items_of_a_value(value: str, expected: tuple[str, ...]) -> None:
    assert values(value) == expected


def test_a_value_that_is_no_list_has_its_text() -> None:
    for value in ("a", "[[a|b]] ''c''", "{{x|y|z}}", "{{x}}", "{{lang|de|a}}", "&nbsp;", "a\n\nb"):
        (first, _) = fields("{{Infobox x\n| a = " + value + "\n| b = c\n}}")
        assert "\n".join(first.values) == first.text


@pytest.mark.parametrize(
    "name", ["Infobox x", "Taxobox", "Speciesbox", "Automatic taxobox", "Tassobox", "生物分類表",
             "Subspeciesbox", "Hybridbox", "Virusbox", "Таксон", "Ficha de taxón"]
)  # fmt: skip
def test_one_argument_is_enough_where_the_name_is_clear(name: str) -> None:
    box = parse("{{" + name + "|a=b}}").infobox
    assert box is not None
    assert box.name == name
    assert box.evidence[0][0] == "name"


NESTED = """{{Infobox a
| x = 1
| module = {{Infobox b|embed=yes
 | y = 2
 | module2 = {{nowrap|{{Infobox c|child=yes|z=3}}}}
 }}
| other = {{Infobox d|w=4}}
}}
{{Infobox e|v=5}}
{{wrapper|{{Infobox f|u=6}}}}"""


def test_infoboxes_in_infoboxes() -> None:
    doc = parse(NESTED)
    box = doc.infobox
    assert box is not None
    assert [b.name[-1] for b in doc.infoboxes] == ["a", "b", "c", "d", "e"]
    assert [b.name[-1] for b in box.nested] == ["b", "d"]
    assert [f.infobox and f.infobox.name for f in box.fields] == [None, "Infobox b", "Infobox d"]
    assert dict(box.nested[0].nested[0]) == {"child": "yes", "z": "3"}


TABLES = {
    "wikitext": """{| class="infobox vcard"
! colspan=2 | Town
|-
! Name
| A<br>B
|-
! Mayor
| [[C]]
|}
Text.""",
    "hybrid": """<table class="infobox vcard">
<tbody>
<tr class="odd"><th colspan="2">Town</th></tr>
<tr><th>Name</th><td>A<br />B</td></tr>
<tr><th>Mayor</th><td><a href="C" title="wikilink">C</a></td></tr>
</tbody>
</table>

Text.""",
}


@pytest.mark.parametrize("dialect", TABLES)
def test_a_table_of_the_class(dialect: str) -> None:
    doc = parse(TABLES[dialect], dialect)
    box = doc.infobox
    assert box is not None
    assert box.template is None
    assert box.node is doc.tables[0]
    assert box.name == ""
    assert box.evidence == (("class", "infobox"), ("rows of a header and a value", "2"))
    assert list(box.items()) == [("Name", "A B"), ("Mayor", "C")]
    assert box.fields[0].values == ("A", "B")
    assert [link.title for link in box.fields[1].links] == ["C"]
    assert repr(box) == "Infobox(table, 2 arguments)"


@pytest.mark.parametrize("name", ["wikitable", "infoboxes", "noinfobox", "x-infobox"])
def test_a_table_of_another_class(name: str) -> None:
    assert parse(f'{{| class="{name}"\n! A\n| b\n|}}').infobox is None


def test_a_table_of_the_class_without_headers() -> None:
    assert parse('{| class="infobox"\n| A\n| b\n|}').infobox is None


def ask(doc: wikiparse.Document) -> list[object]:
    out: list[object] = []
    for box in doc.infoboxes:
        out += [box.nested, dict(box)]
        out += [(f.text, f.values, f.links, f.infobox) for f in box.fields]
    return [*out, doc.coordinates, doc.dates]


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        ("{{Infobox x", "|a=b<br>[[c]]\n", "}}"),
        ("{{Infobox x|a=", "{{ubl|", ""),
        ("{{Infobox x|a=", "{{hlist|a|b}}", "}}"),
        ("{{Infobox x|a=", "<div>", ""),
        ("{{Infobox x|a=", "<small>b<br></small>", "}}"),
        ("{{Infobox x|a=", "\n* b", "}}"),
        ("", "{{Infobox x|a=b|c=", ""),
        ("", "{{Infobox x|latd=1|longd=2}}", ""),
        ("{{Infobox x", "|latd=1|longd=2|lat_deg=3|lon_deg=4", "}}"),
        ("{{coord", "|1", "}}"),
        ("", "{{coord|1|N|2|E}}", ""),
        ("", "{{coord|", ""),
        ("", '<span class="geo">1; 2</span>', ""),
        ("", '<span class="geo"><span class="latitude">', ""),
        ("", '<span class="bday">', ""),
        ("{{birth date", "|1900", "}}"),
        ("{{birth date|", "a", "}}"),
        ("{{film date", "|1900|1|2|x", "}}"),
        ("{{dts|", "[[1 May]] ", "}}"),
        ("", "{{dts|{{dts|", ""),
        ("{{Bio", "|AnnoNascita=1900", "}}"),
        ("[https://a/geohack?", "params=1_", " x]"),
    ],
)
def test_the_work_is_linear(before: str, unit: str, after: str) -> None:
    steps = []
    for size in (2_000, 8_000):
        doc = parse(before + unit * (size // len(unit)) + after)
        steps.append(steps_of(lambda doc=doc: ask(doc))[0])  # type: ignore[misc]
    assert steps[1] <= 5 * steps[0] + 20_000


WITHIN = (
    "{{Infobox a|x={{Infobox b|y=1}}|z={{small|{{Infobox c|w=2}}}}}} {{small|{{Infobox d|v=3}}}}",
    "{{Box\n|a=1\n|b=2\n|c=3\n|d=4\n|e={{Box\n|a=1\n|b=2\n|c=3\n|d=4\n|e=5\n}}\n}}",
    "== A ==\n{{Box\n|a=1\n|b=2\n|c=3\n|d=4\n|e=5\n}}\n{{Infobox}}{{Infobox e|f=1}}",
    "<ref>{{Infobox a|b=1}}</ref> {{efn|{{Infobox c|d=2}}}}",
    '{| class="infobox"\n! a\n| {{Infobox b|c=1}}\n|}',
)


@pytest.mark.parametrize("source", WITHIN)
def test_spans_find_the_infoboxes_that_a_walk_finds(source: str) -> None:
    doc = wikiparse.parse(source, dialect="wikitext", lang="en")
    walked = attrs.evolve(doc, children=(*doc.children,))
    assert walked.is_edited
    found = [[(box.name, box.evidence) for box in page.infoboxes] for page in (doc, walked)]
    assert found[0] == found[1]
