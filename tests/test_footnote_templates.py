"""Templates that are footnotes: what the document answers about them, and how they are written."""

from __future__ import annotations

import attrs
import pytest

import wikiparse
import wikiparse.etl
from checks import all_faults
from lengths import long_but
from wikiparse import Document, FootnoteReference, FootnoteTemplate, Template
from wikiparse.nodes.footnote_template_names import cites, form_of, group_listed

PAGE = """Oaks{{efn|name=a|A ''note'' on [[Beech|beeches]].}} are{{efn|name=a}}
tall{{sfn|Smith|2005|p=3}} and{{sfn|Smith|2005|p=3}} green{{r|b|c}}.
<ref name="b">See {{harvnb|Jones|Roe|1999}}.</ref>

{{notelist}}
{{reflist|refs=<ref name="c">Text of c.</ref>}}

* {{cite book|last=Smith|first=Ann|date=4 May 2005|title=Oaks}}
* {{citation|author=Jones|last2=Roe|year=1999|title=Beeches}}
"""


def read(text: str, lang: str | None = "en") -> Document:
    doc = wikiparse.parse(text, dialect="wikitext", lang=lang)
    assert not all_faults(doc, text)
    return doc


def test_references_and_definitions_are_in_source_order() -> None:
    doc = read(PAGE)
    assert [(r.identifier, r.group) for r in doc.footnote_references] == [
        ("a", "lower-alpha"),
        ("a", "lower-alpha"),
        ("FOOTNOTESmith20053", ""),
        ("FOOTNOTESmith20053", ""),
        ("b", ""),
        ("c", ""),
        ("b", ""),
    ]
    starts = [r.span.start for r in doc.footnote_references if r.span]
    assert starts == sorted(starts)
    assert [d.text for d in doc.footnotes] == [
        "A note on beeches.",
        "Smith, 2005, 3",
        "See .",
        "Text of c.",
    ]
    assert not doc.diagnostics


def test_each_reference_has_its_definition() -> None:
    doc = read(PAGE)
    found = [doc.footnote(r) for r in doc.footnote_references]
    first, again, short, short_again, b, c, own = found
    assert first is again is doc.footnotes[0]
    assert short is short_again is doc.footnotes[1]
    assert b is own is doc.footnotes[2]
    assert c is doc.footnotes[3]
    assert [len(doc.references(d)) for d in doc.footnotes] == [2, 2, 2, 1]


def test_the_template_is_still_there() -> None:
    doc = read(PAGE)
    template = doc.templates[0]
    assert (template.name, template.get("name").text, template.get(1).text) == (
        "efn",
        "a",
        "A note on beeches.",
    )
    assert template.get(1).plain_text().text == "A note on beeches."
    assert doc.find_templates("sfn")[0].get("p").text == "3"
    assert [a.text for a in doc.find_templates("r")[0].arguments] == ["b", "c"]
    assert isinstance(doc.parent(template), FootnoteTemplate)
    assert doc.parent(template).template is template
    assert [w.title for w in doc.footnotes[0].find_all(wikiparse.Wikilink)] == ["Beech"]
    assert template.text == ""


def test_a_node_without_a_template() -> None:
    assert FootnoteTemplate((), "a").template is None
    assert [r.identifier for r in FootnoteTemplate((), "a").find_all(FootnoteReference)] == ["a"]


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("drop", "a b c d\n"),
        ("mark", "a[1] b[2] c[3][1] d[2]\n"),
        ("inline", "a (x) b (Smith, 2005) c (y) d\n"),
    ],
)
def test_plain_text(option: str, text: str) -> None:
    page = (
        "a{{refn|name=q|x}} b{{sfn|Smith|2005}} c{{r|z|q}} d{{sfn|Smith|2005}}"
        '\n{{reflist|refs=<ref name="z">y</ref>}}'
    )
    doc = read(page)
    assert doc.to_text(footnotes=option) == text  # type: ignore[arg-type]
    plain = doc.plain_text()
    assert [r.reference for r in plain.footnote_references] == list(doc.footnote_references)


def test_safe_html_links_them() -> None:
    html = read(PAGE).to_html()
    assert html.count('<sup><a href="#note-') == len(read(PAGE).footnote_references)
    # The notes are where their lists are, before the citations.
    order = ("A <em>note</em>", "Smith, 2005, 3", "Text of c.", "<ul>")
    found = [html.index(text) for text in order]
    assert found == sorted(found)


def test_written_as_wikitext() -> None:
    text = "a{{efn|name=a|b ''c''}} d{{sfn|E|2005}} f{{r|g}}\n\n{{reflist}}\n"
    doc = read(text)
    changed = attrs.evolve(doc, title="other", children=(*doc.children,))
    assert changed.is_edited
    assert changed.to_wikitext() == text


def test_an_edited_footnote_is_written() -> None:
    doc = read("a{{efn|b}}")
    (reference,) = doc.footnote_references
    (argument,) = doc.templates[0].arguments
    footnote = attrs.evolve(doc.footnotes[0], children=(wikiparse.Text("new"),))
    template = attrs.evolve(
        doc.templates[0], children=(attrs.evolve(argument, children=(footnote,)),)
    )
    made = attrs.evolve(reference, children=(template,))
    assert template.get(1).text == "new"
    assert str(doc.replace(reference, made)) == "a{{efn|new}}"


def test_an_edit_of_a_definition_is_one_of_the_argument() -> None:
    doc = read("a{{efn|name=x|b}} c{{r|x}}")
    assert str(doc.replace(doc.footnotes[0], "new")) == "a{{efn|name=x|new}} c{{r|x}}"
    assert str(doc.replace(doc.footnote_references[1], "y")) == "a{{efn|name=x|b}} c{{r|y}}"


def test_round_trips() -> None:
    doc = read(PAGE)
    assert Document.from_dict(doc.to_dict()) == doc
    assert str(doc) == PAGE


def titles(doc: Document, node: wikiparse.Node) -> list[str]:
    return [cited.get("title").text for cited in doc.cited(node)]


def test_cited_by_references() -> None:
    doc = read(PAGE)
    assert [titles(doc, r) for r in doc.footnote_references] == [
        [],
        [],
        ["Oaks"],
        ["Oaks"],
        ["Beeches"],
        [],
        ["Beeches"],
    ]
    assert titles(doc, doc.find_templates("harvnb")[0]) == ["Beeches"]
    assert doc.cited(doc.children[0]) == ()


@pytest.mark.parametrize(
    ("short", "citation"),
    [
        ("{{sfn|Smith|2005a}}", "{{cite web|last1=Smith|date=May 2005a}}"),
        ("{{sfn|Smith|2005}}", "{{cite web|surname=Smith|date=2005-03-04}}"),
        ("{{sfn|Smith|n.d.}}", "{{cite web|last=Smith|date=n.d.}}"),
        ("{{sfn|A|B|C|D|2005}}", "{{cite web|last=A|last2=B|last3=C|last4=D|last5=E|year=2005}}"),
        ("{{harvnb|Ed|2005}}", "{{cite book|editor-last=Ed|year=2005}}"),
        ("{{harvnb|Ed|Two|2005}}", "{{cite book|editor1-last=Ed|editor2-last=Two|year=2005}}"),
        ("{{harv|Acme|2005}}", "{{cite web|ref={{harvid|Acme|2005}}|title=x}}"),
        ("{{harv|Acme|2005}}", "{{cite web|ref=CITEREFAcme2005|title=x}}"),
        ("{{sfn|De Vries|2005}}", "{{cite web|last=De_Vries|year=2005}}"),
        ("{{sfn|Title}}", "{{cite web|ref={{sfnref|Title}}}}"),
        ("{{sfn|X|2005|ref=own}}", "{{cite web|ref=own}}"),
        ("{{harvs|nb|last=Smith|year=2005}}", "{{cite web|last=Smith|year=2005}}"),
        ("{{sfnm|1a1=A|1a2=B|1y=2005}}", "{{cite web|last=A|last2=B|year=2005}}"),
    ],
)
def test_anchors(short: str, citation: str) -> None:
    doc = read(f"a{short}\n\n{citation}")
    assert doc.cited(doc.templates[0]) == (doc.templates[1],)
    assert doc.cited(doc.templates[0])[0] is doc.templates[1]


@pytest.mark.parametrize(
    ("short", "citation"),
    [
        ("{{sfn|Smith|2006}}", "{{cite web|last=Smith|year=2005}}"),
        ("{{sfn|Smith|2005}}", "{{cite web|last=Smith|last2=Roe|year=2005}}"),
        ("{{sfn|Smith|2005}}", "{{cite web|last=Smith|year=2005|ref=none}}"),
        ("{{sfn|Smith|2005|ref=none}}", "{{cite web|last=Smith|year=2005}}"),
        ("{{lang|Smith|2005}}", "{{cite web|last=Smith|year=2005}}"),
    ],
)
def test_no_citation_of_that_anchor(short: str, citation: str) -> None:
    doc = read(f"a{short}\n\n{citation}")
    assert doc.cited(doc.templates[0]) == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("it", "{{cita|Rossi 2005|p. 3|Rossi}} {{cita libro|titolo=x|cid=Rossi}}"),
        ("it", "{{cita|Rossi}} {{cita libro|titolo=x|cid=Rossi}}"),
        ("it", "{{sfn|Rossi|2005}} {{cita libro|cognome=Rossi|anno=2005}}"),
        ("fr", "{{sfn|Petit|2005}} {{Ouvrage|nom1=Petit|année=2005}}"),
        ("fr", "{{Harvsp|Petit|2005|id=P}} {{Ouvrage|titre=x|id=P}}"),
        ("es", "{{harvnp|Ruiz|2005}} {{cita libro|apellidos=Ruiz|año=2005}}"),
        ("pl", "{{odn|Nowak|2005|s=3}} {{cytuj książkę|nazwisko=Nowak|rok=2005}}"),
        ("ru", "{{sfn|Иванов|2005|с=3}} {{книга|автор=Иванов И. И.|год=2005|ref=Иванов}}"),
        ("ja", "{{Sfn|山田|2005}} {{cite book|和書|author=山田|year=2005}}"),
        ("zh", "{{sfn|王|2005}} {{cite book|last=王|year=2005}}"),
        ("en", "{{ref label|a|1}} {{note label|a|1}}"),
    ],
)
def test_citations_by_language(lang: str, text: str) -> None:
    doc = read(text, lang)
    assert doc.cited(doc.templates[0]) == (doc.templates[1],)


def test_a_node_of_another_document() -> None:
    doc, other = read(PAGE), read(PAGE)
    for node in (other.footnote_references[0], other.templates[0]):
        with pytest.raises(ValueError, match="not a node of this document"):
            doc.cited(node)


def test_names_by_language() -> None:
    assert form_of("Efn", None) == form_of("template:EFN", "sv") == ("styled text", "lower-alpha")
    assert form_of("r", "zh-tw") is not None
    assert form_of("r", None) is form_of("r", "sv") is form_of("note", "sv") is None
    assert group_listed("NoteFoot", "zh") == "註"
    assert group_listed("cite web", "en") is None
    assert (cites("cita", "it"), cites("cita", "es"), cites("Harvnb", "fi")) == (
        "text",
        None,
        "names",
    )


@pytest.mark.parametrize("dialect", long_but(["wikitext"], ["hybrid", "wikitext"]))
@pytest.mark.parametrize(
    "text",
    [
        "{{efn|" * 200 + "}}" * 200,
        "{{sfn|" * 200 + "}}" * 200,
        "{{r|" * 200 + "a" + "}}" * 200,
        "{{efn|name={{efn|name={{efn|name=" * 30 + "}}" * 90,
        "{{sfn|a|" + "b|" * 3000 + "}}",
        "{{r|" + "b|" * 3000 + "}}",
        "{{notelist|refs=" * 40 + "{{efn|name=a|b}}" + "}}" * 40,
        "{{efn|name=a|b}}" * 1000,
    ],
)
def test_hostile_pages(dialect: str, text: str) -> None:
    doc = wikiparse.parse(text, dialect=dialect, lang="en")
    assert not all_faults(doc, text)
    for node in (*doc.footnote_references, *doc.find_all(Template)):
        doc.cited(node)
    assert len(doc.to_json()) < 400 * len(text) + 10_000
    doc.to_html()
    doc.to_text(footnotes="inline")


def test_a_footnote_that_is_too_deep_is_a_template() -> None:
    limits = wikiparse.Limits(max_depth=5)
    doc = wikiparse.parse("''a{{efn|b}}''", dialect="wikitext", lang="en", limits=limits)
    assert not doc.footnotes
    assert [t.get(1).text for t in doc.templates] == ["b"]


def test_a_reference_may_call_a_definition_in_a_raw_template() -> None:
    """Raw templates are data, and their nodes are not among those of the page."""
    text = "a`{{efn|name=s}}`{=mediawiki}\n\n```{=mediawiki}\n{{t|{{efn|name=s|x}}}}\n```\n"
    doc = wikiparse.parse(text, dialect="pandoc", lang="en")
    (reference,) = doc.footnote_references
    definition = doc.footnote(reference)
    assert definition is not None
    assert definition.text == "x"
    assert doc.references(definition) == (reference,)
    assert wikiparse.etl.parse_record({"text": text, "dialect": "pandoc"})["error"] is None
