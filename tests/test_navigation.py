"""From a node to what is around it, from a name to a node, and what a page says of itself."""

from __future__ import annotations

import pytest

import wikiparse
from wikiparse import parse

PAGE = """\
Lead [[a]].

== One ==
* {{Cite_web|title=x {{small|y}}}}
<span id="here">z</span>

=== Two ===
text {{anchor|there}} {{Vorlage:cite web}} {{citeweb}}

== One ==
[[File:A.jpg|thumb|cap]]

[[de:Eins]]
[[:fr:Un]]
[[fr:Un]]
{{DISPLAYTITLE:''One'' x}}{{DEFAULTSORT:Key}}
[[Category:Disambiguation pages]]
"""


@pytest.mark.parametrize("wrong", [3, None, []])
@pytest.mark.parametrize(
    "method",
    [
        *("parent", "ancestors", "section_of", "source_of", "cited", "footnote", "references"),
        *("section", "anchor", "find_templates"),
    ],
)
def test_a_value_of_another_type_is_named(method: str, wrong: object) -> None:
    doc = parse(PAGE, dialect="wikitext", lang="en")
    with pytest.raises(TypeError, match=f"not {type(wrong).__name__}"):
        getattr(doc, method)(wrong)


def test_parents_and_sections() -> None:
    doc = parse(PAGE, dialect="wikitext", lang="en")
    for node in doc.walk():
        for child in node.children:
            assert doc.parent(child) is node
            assert doc.ancestors(child)[0] is node
        if node.span is not None:
            assert doc.source_of(node) == PAGE[node.span.start : node.span.end]
    assert doc.parent(doc) is None
    assert doc.ancestors(doc) == ()
    first, second = doc.sections
    assert doc.section_of(doc.wikilinks[0]) is None
    assert doc.section_of(first) is None
    assert doc.section_of(first.sections[0]) is first
    assert doc.section_of(doc.images[0]) is second
    small = doc.find_templates("small")[0]
    assert [node.kind for node in doc.ancestors(small)] == [
        *("template_argument", "template", "paragraph", "list_item", "list", "section"),
        "document",
    ]


@pytest.mark.parametrize("ask", ["parent", "ancestors", "section_of", "source_of"])
def test_a_node_of_another_document(ask: str) -> None:
    doc, other = parse(PAGE), parse(PAGE)
    with pytest.raises(ValueError, match="not a node of this document"):
        getattr(doc, ask)(other.children[0])


def test_templates_by_name() -> None:
    doc = parse(PAGE, dialect="wikitext", lang="en")
    assert [t.name for t in doc.find_templates("cite web")] == ["Cite web", "Vorlage:cite web"]
    assert doc.find_templates("Template:Cite_web") == doc.find_templates("cite web")
    redirects = {"Citeweb": "Cite web"}
    assert len(doc.find_templates("cite web", redirects=redirects)) == 3
    assert len(doc.find_templates("citeweb", redirects=redirects)) == 3
    assert doc.find_templates("Cite Web") == ()


def test_anchors() -> None:
    doc = parse(PAGE, dialect="wikitext", lang="en")
    first, second = doc.sections
    assert doc.anchor("One") is first
    assert doc.anchor("#One_2") is second
    assert doc.anchor("Two") is first.sections[0]
    assert doc.anchor("here") is next(doc.find_all(wikiparse.HtmlElement))
    assert doc.anchor("there") is doc.find_templates("anchor")[0]
    assert doc.anchor("nowhere") is None
    other = parse("== Ä b ==\n", dialect="wikitext")
    for name in ("Ä b", "Ä_b", "%C3%84_b", ".C3.84_b"):
        assert other.anchor(name) is other.sections[0]


def test_what_a_page_says_of_itself() -> None:
    doc = parse(PAGE, dialect="wikitext", lang="en")
    assert [(link.interwiki, link.title) for link in doc.interlanguage_links] == [
        ("de", "Eins"),
        ("fr", "Un"),
    ]
    assert (doc.display_title, doc.default_sort_key) == ("One x", "Key")
    assert doc.is_disambiguation
    assert doc.disambiguation_evidence == (("category", "Disambiguation pages"),)
    german = parse("{{SORTIERUNG:Ort}}\n{{Begriffsklärung}}", dialect="wikitext", lang="de")
    assert german.default_sort_key == "Ort"
    assert german.is_disambiguation
    plain = parse("a", dialect="wikitext")
    assert (plain.display_title, plain.default_sort_key) == (None, None)
    assert not plain.is_disambiguation


@pytest.mark.parametrize(
    ("lang", "source"),
    [
        ("en", "{{disambig}}"),
        ("en", "{{Human name disambiguation}}"),
        ("fr", "{{Homonymie}}"),
        ("es", "{{Desambiguación}}"),
        ("it", "{{Disambigua}}"),
        ("ja", "{{aimai}}"),
        ("zh", "{{消歧义}}"),
        ("ru", "{{неоднозначность}}"),
        ("pt", "{{desambiguação}}"),
        ("nl", "{{dp}}"),
        ("pl", "{{ujednoznacznienie}}"),
        ("ar", "{{توضيح}}"),
        ("ko", "{{동음이의}}"),
        ("sv", "{{förgrening}}"),
        ("en", "__DISAMBIG__"),
    ],
)
def test_disambiguation_pages(lang: str, source: str) -> None:
    assert parse(source, dialect="wikitext", lang=lang).is_disambiguation


def test_interlanguage_links_of_a_converted_page() -> None:
    source = '[de:Eins](de:Eins "wikilink") [x](de:Zwei "wikilink") [a](A "wikilink")'
    doc = parse(source, dialect="hybrid", lang="en")
    assert [link.title for link in doc.interlanguage_links] == ["Eins"]
