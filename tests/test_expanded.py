"""Pages whose templates are expanded: their trees, and the spans of these in the page."""

from __future__ import annotations

import pickle

import pytest

import wikiparse
from steps import CountedText, counting, steps_of
from test_expansion import HOSTILE
from wikiparse import TemplateStore

STORE = TemplateStore(
    {
        "Bold": "<b>{{{1}}}</b>",
        "Two": "{{Bold|{{{1}}}}} and {{Bold|{{{2}}}}}",
        "Row": "|-\n| {{{1}}} || {{{2|}}}",
        "Empty": "",
        "Chapter": "== {{{1}}} ==\nFirst line.\n\n== Other ==\n",
        "Note": "{{#tag:ref|{{{1}}}}}",
        "Open": "{{",
        "Missing argument": "[{{{1}}}]",
        "Box": '{| class="infobox"\n! Name\n| {{{name}}}\n|-\n! Size\n| {{{size}}}\n|}',
        "Lang": "{{#invoke:Lang|lang}}",
        "Own": "{{#invoke:Own|own}}",
        "Loop": "{{Loop}}",
        "In category": "[[Category:{{{1}}}]]",
    },
    lang="en",
)


def parsed(text, store=STORE, **options):
    return wikiparse.parse(text, **{"dialect": "wikitext", "templates": store, **options})


def spans(doc, cls):
    return [(node.text, doc.source_of(node)) for node in doc.find_all(cls)]


def test_text_links_and_sections_see_through_templates():
    page = "Of {{Two|[[oak]]|ash}} wood.\n{{Chapter|Trees}}\n{{In category|Wood}}"
    doc = parsed(page)
    assert doc.text == "Of oak and ash wood.\nTrees\nFirst line.\nOther"
    assert [section.title for section in doc.sections] == ["Trees", "Other"]
    assert [category.name for category in doc.categories] == ["Wood"]
    assert str(doc) == page
    assert doc.to_wikitext() == page
    assert doc.to_markdown().startswith("Of **[oak]")


def test_a_table_may_have_templates_for_rows():
    page = "{|\n! a !! b\n{{Row|1|[[x]]}}\n{{Row|2|y}}\n|}"
    doc = parsed(page)
    (table,) = doc.tables
    assert [[cell.text for cell in row.children] for row in table.rows] == [
        ["a", "b"],
        ["1", "x"],
        ["2", "y"],
    ]
    assert table.span == (0, len(page))
    assert [doc.source_of(row) for row in table.rows[1:]] == ["{{Row|1|[[x]]}}", "{{Row|2|y}}"]
    assert doc.source_of(doc.wikilinks[0]) == "[[x]]"


def test_nodes_of_arguments_have_their_own_spans_and_all_others_that_of_the_call():
    doc = parsed("a {{Two|[[oak]] <!-- c -->tree|'''ash'''}} b")
    call = "{{Two|[[oak]] <!-- c -->tree|'''ash'''}}"
    assert spans(doc, wikiparse.Wikilink) == [("oak", "[[oak]]")]
    assert spans(doc, wikiparse.Strong) == [("ash", "'''ash'''")]
    assert spans(doc, wikiparse.HtmlElement) == [("oak tree", call), ("ash", call)]
    assert spans(doc, wikiparse.Text) == [
        ("a ", "a "),
        ("oak", "oak"),
        (" ", " "),
        ("tree", "tree"),
        (" and ", call),
        ("ash", "ash"),
        (" b", " b"),
    ]


def test_nodes_are_within_their_parents():
    doc = parsed("x{{Empty}}y {{Two|{{Bold|[[a]]}}|b}}{{Row|c}}\n{|\n{{Row|d|{{Note|e}}}}\n|}\n")
    for node in doc.walk():
        for child in node.children:
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end


def test_a_node_knows_its_call():
    doc = parsed("a {{Two|[[oak]]|b}} [[c]]")
    (call,) = doc.templates
    bold = next(doc.find_all(wikiparse.HtmlElement))
    oak, outside = doc.wikilinks
    assert doc.call_of(bold) is call
    assert doc.call_of(oak) is call
    assert doc.call_of(outside) is None
    assert doc.call_of(doc.children[0]) is None
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.call_of(parsed("a").children[0])


def test_the_calls_are_still_there():
    doc = parsed("{{Two|{{Bold|x}}|{{Q}}}} {{Q|y}}")
    assert [call.name for call in doc.templates] == ["Two", "Bold", "Q", "Q"]
    assert doc.find_templates("two") == doc.templates[:1]
    assert doc.unexpanded.templates == doc.templates
    assert doc.source_of(doc.templates[1]) == "{{Bold|x}}"
    assert doc.parent(doc.templates[1]).kind == "template_argument"
    assert doc.unexpanded.unexpanded is doc.unexpanded


def test_a_page_without_calls_is_its_own_page():
    doc = parsed("a [[b]]")
    assert doc.unexpanded is doc
    assert doc == wikiparse.parse("a [[b]]", dialect="wikitext", lang="en")


def test_unknown_calls_stay_and_are_reported():
    doc = parsed("a {{Q|[[x]]}} {{Q}} {{Bold|{{Z|1}}}} {{#nosuch:1}}")
    found = [
        (d.code, d.message.rpartition("(")[2], str(doc)[slice(*d.span)]) for d in doc.diagnostics
    ]
    assert found == [
        ("unknown-call", "Template:Q)", "{{Q|[[x]]}}"),
        ("unknown-call", "Template:Q)", "{{Q}}"),
        ("unknown-call", "Template:Z)", "{{Bold|{{Z|1}}}}"),
        ("unknown-call", "#nosuch:)", "{{#nosuch:1}}"),
    ]
    left = [(node.name, doc.source_of(node)) for node in doc.find_all(wikiparse.Template)]
    assert left == [("Q", "{{Q|[[x]]}}"), ("Q", "{{Q}}"), ("Z", "{{Z|1}}")]


def test_each_call_that_is_left_counts():
    store = TemplateStore({"A": "{{B}}", "B": "x {{Q}} {{R}}"})
    page = "{{A}} {{A}} {{B}} {{C}} {{S|{{T|{{U}}}}}}"
    doc = parsed(page, store)
    names = [d.message.rpartition("(")[2] for d in doc.diagnostics]
    qr = "Template:Q, Template:R)"
    assert names[:4] == [qr, qr, qr, "Template:C)"]
    assert len(names) == 5
    assert "and 1 others" in parsed("{{S|{{T|{{U|{{V}}}}}}}}", store).diagnostics[0].message


def test_braces_that_are_left_are_no_calls():
    doc = parsed("{{Open}}Bold|x}} {{Missing argument}}")
    assert doc.text == "{{Bold|x}} [{{{1}}}]"
    assert list(doc.find_all(wikiparse.Template)) == []


def test_what_needs_lua_is_left_to_the_registry():
    doc = parsed("{{lang|de|Wort}} {{own|x}}")
    assert doc.text == "Wort"
    kinds = [
        (node.kind, node.name)
        for node in doc.find_all((wikiparse.Template, wikiparse.ParserFunction))
    ]
    assert kinds == [("template", "lang"), ("parser_function", "#invoke")]


def test_the_registry_wins_where_the_caller_says_so():
    texts = {"Lang": "in {{{1}}}: {{{2}}}", "Bold": "<b>{{{1}}}</b>"}
    page = "{{lang|de|Wort}} {{bold|x}}"
    assert parsed(page, TemplateStore(texts, lang="en")).text == "in de: Wort x"
    assert parsed(page, TemplateStore(texts, lang="en", keep=["Lang"])).text == "Wort x"
    own = {"bold": lambda call: call.get(1).text.upper()}
    assert parsed(page, TemplateStore(texts, lang="en", keep=own)).text == "in de: Wort X"


def test_what_the_store_knows_counts_unless_it_is_given():
    doc = wikiparse.parse("{{Bold|x}}", dialect="wikitext", templates=STORE)
    assert doc.lang == "en"
    assert parsed("{{Bold|x}}", lang="de").lang == "de"
    with pytest.raises(TypeError, match="templates must be a mapping, a"):
        parsed("a", store=3)


def test_pages_of_markdown_keep_their_calls_and_show_their_text():
    page = "a {{Two|[[oak]]|{{Bold|x}}}} and {{lang|de|Wort}} {{Q|y}}{{Empty}}."
    doc = wikiparse.parse(page, dialect="hybrid", templates=STORE, title="T")
    assert doc.templates == tuple(doc.find_all(wikiparse.Template))
    assert [call.name for call in doc.templates] == ["Two", "Bold", "lang", "Q", "Empty"]
    assert doc.text == "a oak and x and Wort ."
    assert doc.to_text() == "a oak and x and Wort .\n"
    assert doc.to_text(templates={"two": lambda _: "2"}) == "a 2 and Wort .\n"
    again = pickle.loads(pickle.dumps(doc))
    assert again.text == doc.text
    assert doc.expand(doc.templates[0]).text == "oak and x"
    assert str(doc.replace(doc.templates[0], "b")).startswith("a b and")
    assert doc.replace(doc.templates[-1], "{{Bold|z}}").text.endswith("z.")


def test_calls_in_markdown_are_bounded_together():
    templates, _ = HOSTILE["doubled arguments"]
    store = TemplateStore(templates, lang="en", max_size=10_000, max_steps=1_000)
    doc = wikiparse.parse("{{T0|x}} " * 300, dialect="hybrid", templates=store)
    assert len(doc.text) < 100_000


def test_a_call_as_a_document():
    doc = wikiparse.parse("a {{Two|[[oak]]|b}} c", dialect="wikitext", lang="en")
    (call,) = doc.templates
    with pytest.raises(ValueError, match="without a TemplateStore"):
        doc.expand(call)
    part = doc.expand(call, templates=STORE)
    assert part.text == "oak and b"
    assert part.span == call.span
    assert part.source_of(part.wikilinks[0]) == "[[oak]]"
    assert part.source_of(next(part.find_all(wikiparse.HtmlElement))) == "{{Two|[[oak]]|b}}"
    assert part.templates == (call,)
    expanded = parsed("a {{Two|[[oak]]|b}} c")
    assert expanded.expand(expanded.templates[0]) == part
    with pytest.raises(ValueError, match="not a node of this document"):
        expanded.expand(call)
    with pytest.raises(TypeError, match="is not expanded"):
        doc.expand(doc.children[0], templates=STORE)
    table = wikiparse.parse("{{Box|name=n|size=3}}", dialect="wikitext", lang="en")
    assert table.expand(table.templates[0], templates=STORE).tables[0].text == "Name\nn\nSize\n3"
    assert doc.map(lambda node: node).expand(call, templates=STORE) == part


def test_a_call_that_the_source_does_not_hold():
    import attrs

    doc = wikiparse.parse("a {{Bold|x}}", dialect="wikitext", lang="en")
    call = doc.templates[0]
    changed = doc.map(lambda node: attrs.evolve(node, name="Two") if node is call else node)
    part = changed.expand(changed.templates[0], templates=STORE)
    assert part.text == "x and {{{2}}}"
    assert all(node.span is None for node in part.walk())


def test_a_call_that_a_template_made():
    store = TemplateStore({"A": "see {{Q|1}} {{CURRENTYEAR}}"}, lang="en")
    doc = parsed("{{A}}", store)
    (left,) = doc.find_all(wikiparse.Template)
    assert doc.source_of(left) == "{{A}}"
    part = doc.expand(left, templates=TemplateStore({"Q": "q{{{1}}}", "A": "a"}, lang="en"))
    assert part.text == "q1"
    year = next(doc.find_all(wikiparse.MagicWord))
    assert doc.expand(year).text == ""
    assert doc.expand(doc.templates[0], templates=TemplateStore()).text == ""


def test_what_is_made_of_a_document_is_made_of_an_expanded_one():
    page = "{{Two|[[oak]]|{{Note|n}}}} b.\n{|\n{{Row|a|b}}\n|}\n{{Chapter|C}}{{disambiguation}}"
    doc, other = parsed(page), parsed(page.replace("oak", "ash"))
    assert "oak" in doc.to_view()
    assert "oak" in doc._repr_html_()
    assert "oak" in doc.tree()
    chunks = list(doc.chunks(20))
    assert chunks[0].text.startswith("oak and")
    assert all(0 <= chunk.start <= chunk.end for chunk in chunks)
    assert [change.kind for change in wikiparse.diff(doc, other)] != []
    assert wikiparse.diff(doc, parsed(page)) == []
    assert doc.is_disambiguation
    assert doc.anchor("C").kind == "section"
    assert str(doc.append("End.")).endswith("End.\n") or str(doc.append("End.")).endswith("End.")
    assert doc.append("End.").text.endswith("End.")
    assert doc.map(lambda node: node) is doc
    dropped = doc.map(lambda node: None if isinstance(node, wikiparse.Table) else node)
    assert dropped.tables == ()
    assert wikiparse.Document.from_dict(dropped.to_dict()) == dropped


def test_text_of_templates_has_no_offset_in_the_source():
    page = "Of {{Two|oak|ash}} and {{Two|Two|o}}."
    doc = parsed(page)
    plain = doc.plain_text()
    assert plain.text == "Of oak and ash and Two and o.\n"
    for offset, character in enumerate(plain.text[:-1]):
        at = plain.to_source(offset)
        if plain.from_source(at) == offset:
            assert page[at] == character
    assert plain.from_source(page.index("oak")) == plain.text.index("oak")
    assert page[plain.to_source(plain.text.index("ash"))] == "a"
    assert [page[source : source + length] for _, source, length in plain.stretches()] == [
        "Of ", "oak", "ash", " and ", "Two", "o", "."
    ]  # fmt: skip


def test_edits_are_of_the_page_as_it_is_written():
    doc = parsed("a {{Two|[[oak]]|b}} [[c]]\n{|\n{{Row|1}}\n|}")
    link = doc.wikilinks[1]
    edited = doc.replace(link, "[[d]]")
    assert str(edited) == "a {{Two|[[oak]]|b}} [[d]]\n{|\n{{Row|1}}\n|}"
    assert edited.text.startswith("a oak and b d")
    changed = doc.set_argument(doc.templates[0], 2, "{{Bold|e}}")
    assert changed.text.startswith("a oak and e c")
    for node in (
        doc.wikilinks[0],
        doc.tables[0].rows[0],
        next(doc.find_all(wikiparse.HtmlElement)),
    ):
        with pytest.raises(ValueError, match="is not written in the page"):
            doc.remove(node)
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.remove(edited.wikilinks[0])


def test_what_templates_state_is_read_from_their_calls():
    page = "{{Infobox lake|name=Wend|depth=7}} {{coord|1|2}} {{cite web|title=T|url=http://a.b}}"
    store = TemplateStore(
        {"Infobox lake": "{{{name}}}", "Coord": "somewhere", "Cite web": "{{{title}}}"}, lang="en"
    )
    doc, plain = parsed(page, store), wikiparse.parse(page, dialect="wikitext", lang="en")
    assert doc.text == "Wend somewhere T"
    assert dict(doc.infobox) == dict(plain.infobox) == {"name": "Wend", "depth": "7"}
    assert doc.coordinates[0].latitude == 1
    assert doc.citations[0].data["title"] == "T"
    # Templates that nobody knows may become what everybody knows.
    box = parsed("{{Box|name=n|size=3}}")
    assert dict(box.infobox) == {"Name": "n", "Size": "3"}


def test_footnotes_of_templates():
    doc = parsed("a{{Note|see [[b]]}} c<ref>{{Bold|d}}</ref>\n<references />")
    assert [note.text for note in doc.footnotes] == ["see b", "d"]
    assert doc.source_of(doc.footnote_references[0]) == "{{Note|see [[b]]}}"
    assert doc.source_of(doc.wikilinks[0]) == "[[b]]"


def test_line_endings_and_bytes_order_marks():
    doc = parsed("\ufeffa\r\n{{Two|[[x]]\r\ny|z}}\r\n\r\n[[b]]")
    assert [doc.source_of(link) for link in doc.wikilinks] == ["[[x]]", "[[b]]"]


def test_values_survive():
    doc = parsed("a {{Two|[[oak]]|b}} {{Q|{{Bold|x}}}}")
    again = pickle.loads(pickle.dumps(doc))
    assert again == doc
    assert [node.span for node in again.walk()] == [node.span for node in doc.walk()]
    assert again.templates == doc.templates
    assert again.expand(again.templates[0]).text == "oak and b"
    data = wikiparse.Document.from_dict(doc.to_dict())
    assert data == doc
    assert data.is_edited
    assert data.to_wikitext() != ""


def test_a_loop_is_reported_with_its_call():
    doc = parsed("a {{Loop}}")
    assert [(d.code, str(doc)[slice(*d.span)]) for d in doc.diagnostics] == [
        ("template-loop", "{{Loop}}")
    ]


def test_an_argument_that_is_shown_twice_has_one_span():
    doc = parsed("{{D|[[x]]}}", TemplateStore({"D": "{{{1}}} {{{1}}}"}))
    assert [doc.source_of(link) for link in doc.wikilinks] == ["[[x]]", "[[x]]"]


def test_an_argument_that_is_changed_is_the_calls():
    doc = parsed("{{U|[[x]]}}", TemplateStore({"U": "{{uc:{{{1}}}}}"}))
    assert [(link.href, doc.source_of(link)) for link in doc.wikilinks] == [("X", "{{U|[[x]]}}")]


def test_pages_without_a_store_load_nothing():
    import subprocess
    import sys

    code = (
        "import sys, wikiparse; d = wikiparse.parse('{{A|b}}', dialect='wikitext'); d.text;"
        "d.templates; d.parent(d.templates[0]);"
        "print([m for m in sys.modules if 'expand' in m or 'sqlite' in m])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


# ------------------------------------------------------------------------------------ hostile


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_templates_are_bounded(name):
    templates, text = HOSTILE[name]
    store = TemplateStore(templates, lang="en", max_size=100_000, max_steps=20_000)
    doc = parsed(text, store)
    size = len(text) + store.max_size
    nodes = list(doc.walk())
    assert len(nodes) < size
    assert str(doc) == text
    assert len(doc.text) <= size
    assert len(doc.to_html()) < 20 * size
    for node in nodes:
        for child in node.children:
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end


FAMILIES = {
    "calls": ({"A": "a{{{1|}}}"}, "{{A|b}}"),
    "unknown calls": ({}, "{{A|b}}"),
    "rows": ({"R": "|-\n| {{{1}}}\n"}, "{{R|[[a]]}}\n"),
    "text between empty calls": ({"E": ""}, "x{{E}}"),
    "sections": ({"S": "\n== {{{1}}} ==\n"}, "{{S|a}}"),
    "lists in lists": ({"L": "\n* {{{1}}}"}, "{{L|a}}"),
    "calls in references": ({"A": "[[{{{1}}}]]"}, "<ref>{{A|b}}</ref>"),
    "calls in links": ({"A": "{{{1}}}"}, "[[a|{{A|b}}"),
    "unclosed": ({"A": "{{{1}}}"}, "{{A|b"),
    "closed by a template": ({"O": "<b>", "C": "</b>"}, "{{O}}a{{C}}"),
    "opened by a template": ({"O": "<div>"}, "{{O}}a"),
    "tables opened by a template": ({"T": "\n{|\n|"}, "{{T}}"),
}
INSIDE = {
    "comments in an argument": ({"A": "{{B|{{{1}}}}}", "B": "{{{1}}}"}, "{{A|", "a<!--b-->", "}}"),
    "calls in an argument": ({"A": "{{{1}}}", "B": "{{{1}}}"}, "{{A|", "{{B|c}} ", "}}"),
    "arguments": ({"A": "{{{1}}}{{{9|}}}"}, "{{A", "|b", "}}"),
    "links in an argument": ({"A": "<b>{{{1}}}</b>"}, "{{A|", "[[a]] ", "}}"),
}
STEPS = 100
"""Steps for each code point of the page and of the text that it becomes. The worst take 33: a call
for every seven characters."""


@pytest.mark.parametrize(
    ("texts", "first", "unit", "last"),
    [*((texts, "", unit, "") for texts, unit in FAMILIES.values()), *INSIDE.values()],
    ids=[*FAMILIES, *INSIDE],
)
def test_work_is_linear(texts, first, unit, last):
    """A bound at one size: quadratic work takes thousands of steps for each character."""
    store = TemplateStore(texts, lang="en")
    text = first + unit * (4_000 // len(unit)) + last
    size = len(text) + len(store.expand(text, is_page=True).text)
    with counting():
        steps, doc = steps_of(lambda: parsed(CountedText(text), store))
        assert steps < STEPS * size
        steps, _ = steps_of(lambda: (doc.text, doc.templates, doc.plain_text().stretches()))
        assert steps < STEPS * size
