"""What can be asked of a page: its frame, its sections, its notes, its tables, and what it holds in
document order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import pytest

import wikiparse
from wikiparse import Document, Node, Table, parse

if TYPE_CHECKING:
    from pathlib import Path

PAGE = r"""Lead with [a link](A "wikilink")\[1\] and <http://x.example/>.

## First

[A.png](File:A.png "fig:A.png") {{T|x={{U}}}}

### Inner

| a | b |
| - | - |
| [c](C "wikilink") | \[2\] |

```py
x
```

## [Second](../Page/Second.md "wikilink")

  - in *a* list

    ## Hidden

## First

[Category:B](Category:B "wikilink")

1.  see [d](http://d.example/)
2.
"""


@pytest.fixture(scope="module")
def doc() -> Document:
    """A page with some of everything."""
    return parse(PAGE, dialect="hybrid", title="Page", lang="en")


# --------------------------------------------------------------------------------------------------
# frame


def test_frame(doc: Document) -> None:
    assert (doc.title, doc.lang, doc.dialect, doc.kind) == ("Page", "en", "hybrid", "document")
    assert (doc.redirect, doc.diagnostics) == (None, ())
    assert str(doc) == doc.source == PAGE
    assert doc.children == (*doc.lead, *doc.sections)
    assert doc.span == (0, len(PAGE))


def test_lead_and_sections(doc: Document) -> None:
    assert [block.text for block in doc.lead] == ["Lead with a link and http://x.example/."]
    assert [s.title for s in doc.sections] == ["First", "Second", "First"]
    assert [s.level for s in doc.sections] == [2, 2, 2]
    assert [s.title for s in doc.sections[0].sections] == ["Inner"]
    assert all(s.children[0] is s.heading for s in doc.find_all(wikiparse.Section))


def test_a_section_by_its_title(doc: Document) -> None:
    assert doc.section("First") is doc.sections[0]
    assert doc.section("Inner") is doc.sections[0].sections[0]
    assert doc.section("Second") is doc.sections[1]
    hidden = doc.section("Hidden")
    assert hidden is not None
    assert hidden not in doc.sections
    assert doc.section("first") is None
    assert doc.section("") is None


def test_a_section_whose_heading_has_a_marker() -> None:
    doc = parse('## [Lakeⓦ](https://en.wikipedia.org/wiki/Lake "wikilink")\n', dialect="hybrid")
    assert doc.section("Lake") is doc.sections[0]
    assert doc.section("Lakeⓦ") is doc.sections[0]


def test_page_without_headings() -> None:
    doc = parse("a\n\nb", dialect="hybrid")
    assert (len(doc.lead), doc.sections, doc.section("a")) == (2, (), None)


def test_redirect() -> None:
    doc = parse('1.  REDIRECT [Path Traversal](Path_Traversal#How "wikilink")', dialect="hybrid")
    assert doc.redirect is not None
    assert (doc.redirect.title, doc.redirect.fragment) == ("Path Traversal", "How")
    assert doc.redirect is doc.children[0]
    assert [link.title for link in doc.wikilinks] == ["Path Traversal"]


def test_notice_is_a_field_and_no_link() -> None:
    doc = parse(
        "> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。\n\n乙",
        dialect="hybrid",
        lang="zh",
    )
    notice = doc.lead[0]
    assert isinstance(notice, wikiparse.ConversionNotice)
    assert (notice.page_title, notice.url) == ("甲", "https://zh.wikipedia.org/wiki/甲")
    assert (doc.external_links, doc.wikilinks) == ((), ())


def test_read_takes_the_title_from_the_name(tmp_path: Path) -> None:
    path = tmp_path / "Green_Lake.md"
    path.write_bytes("# 甲\r\n".encode())
    assert wikiparse.read(path).title == "Green Lake"
    assert wikiparse.read(str(path), title="Other").title == "Other"
    assert str(wikiparse.read(path)) == "# 甲\r\n"


# --------------------------------------------------------------------------------------------------
# in document order


def test_collections(doc: Document) -> None:
    assert [n.title for n in doc.wikilinks] == ["A", "C", "Second"]
    assert [n.url for n in doc.external_links] == ["http://x.example/", "http://d.example/"]
    assert [n.name for n in doc.categories] == ["B"]
    assert [n.name for n in doc.images] == ["A.png"]
    assert [n.name for n in doc.templates] == ["T", "U"]
    assert [n.value for n in doc.code_blocks] == ["x\n"]
    assert len(doc.tables) == 1
    assert [n.identifier for n in doc.footnote_references] == ["1", "2"]
    assert [n.identifier for n in doc.footnotes] == ["1", "2"]


def test_collections_are_those_of_walk(doc: Document) -> None:
    for cls, found in (
        (wikiparse.Wikilink, doc.wikilinks),
        (wikiparse.ExternalLink, doc.external_links),
        (wikiparse.Table, doc.tables),
    ):
        assert tuple(doc.find_all(cls)) == found
        assert all(any(node is known for known in doc.walk()) for node in found)
    assert doc.wikilinks is doc.wikilinks or doc.wikilinks == tuple(doc.wikilinks)


def test_walk_is_in_pre_order(doc: Document) -> None:
    def recursive(node: Node) -> list[Node]:
        return [node, *(below for child in node.children for below in recursive(child))]

    assert [id(node) for node in doc.walk()] == [id(node) for node in recursive(doc)]
    assert next(doc.walk()) is doc


def test_find_all_takes_several_classes(doc: Document) -> None:
    found = list(doc.find_all((wikiparse.Category, wikiparse.Image)))
    assert [node.kind for node in found] == ["image", "category"]


def test_links_within_links_are_both_found() -> None:
    doc = parse('[a [b](B "wikilink")](A "wikilink")', dialect="hybrid")
    assert [n.title for n in doc.wikilinks] == ["A", "B"]


def test_nested_tables_are_all_found() -> None:
    doc = parse(
        "<table><tbody><tr><td><table><tr><td>a</td></tr></table></td></tr></tbody></table>",
        dialect="hybrid",
    )
    assert [table.text for table in doc.tables] == ["a", "a"]


@pytest.mark.xfail(reason="a table behind words in a cell is an HtmlElement", strict=True)
def test_a_nested_table_behind_words() -> None:
    doc = parse(
        "<table><tbody><tr><td>b <table><tr><td>a</td></tr></table></td></tr></tbody></table>",
        dialect="hybrid",
    )
    assert len(doc.tables) == 2


@pytest.mark.xfail(reason="an HTML table in a quotation is no Table", strict=True)
def test_an_html_table_in_a_quotation() -> None:
    doc = parse("> <table>\n> <tr><td>a</td></tr>\n> </table>", dialect="hybrid")
    assert [[cell.text for cell in row.cells] for table in doc.tables for row in table.rows] == [
        ["a"]
    ]


def test_an_evolved_document_holds_what_it_holds(doc: Document) -> None:
    assert len(doc.wikilinks) == 3
    less = attrs.evolve(doc, children=doc.children[:1])
    assert [n.title for n in less.wikilinks] == ["A"]
    assert len(doc.wikilinks) == 3
    assert less != doc


def test_equal_documents() -> None:
    assert parse("*a*", dialect="hybrid") == parse("*a*\n", dialect="hybrid")
    assert parse("*a*", dialect="hybrid") != parse("a", dialect="hybrid")
    assert parse("a", dialect="hybrid", title="A") != parse("a", dialect="hybrid")
    assert parse("a", dialect="hybrid") != parse("a", dialect="markdown")


# --------------------------------------------------------------------------------------------------
# notes


def test_marks_and_notes_are_tied(doc: Document) -> None:
    for mark, note in zip(doc.footnote_references, doc.footnotes, strict=True):
        assert doc.footnote(mark) is note
        assert doc.references(note) == (mark,)
    assert [note.is_empty for note in doc.footnotes] == [False, True]


def test_several_marks_of_a_note() -> None:
    doc = parse("a[^n] b[^n]\n\n[^n]: c", dialect="hybrid")
    assert doc.references(doc.footnotes[0]) == doc.footnote_references
    assert len(doc.footnote_references) == 2


def test_a_ref_holds_its_note() -> None:
    doc = parse('a<ref name="x">b</ref> c<ref name="x"/>', dialect="hybrid")
    first, second = doc.footnote_references
    (note,) = doc.footnotes
    assert doc.footnote(first) is note
    assert doc.footnote(second) is note
    assert first.children == (note,)
    assert doc.references(note) == (first, second)


def test_a_mark_without_a_note_and_a_note_without_a_mark() -> None:
    doc = parse("a[^1] b[^2]\n\n[^1]: c\n\n[^3]: d", dialect="hybrid")
    assert [doc.footnote(mark) is None for mark in doc.footnote_references] == [False, True]
    assert [len(doc.references(note)) for note in doc.footnotes] == [1, 0]


def test_each_table_has_numbers_of_its_own() -> None:
    table = (
        '<table><tbody><tr><td>{0}<a href="#fn1" class="footnote-ref">'
        "<sup>1</sup></a></td></tr></tbody></table>\n"
        '<section class="footnotes"><ol><li id="fn1"><p>of {0}</p></li></ol></section>\n\n'
    )
    doc = parse(table.format("a") + table.format("b"), dialect="hybrid")
    assert [note.text for mark in doc.footnote_references if (note := doc.footnote(mark))] == [
        "of a",
        "of b",
    ]


def test_equal_marks_are_told_apart() -> None:
    doc = parse("<ref>a</ref> <ref>a</ref>", dialect="hybrid")
    first, second = doc.footnote_references
    assert first == second
    assert doc.footnote(first) is first.children[0]
    assert doc.footnote(second) is second.children[0]
    assert doc.references(doc.footnotes[0]) == (first,)
    assert doc.references(doc.footnotes[0])[0] is first


def test_nodes_of_another_document_are_refused(doc: Document) -> None:
    other = parse(PAGE, dialect="hybrid", title="Page", lang="en")
    assert other == doc
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.footnote(other.footnote_references[0])
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.references(other.footnotes[0])


# --------------------------------------------------------------------------------------------------
# tables


def _table(html: str) -> Table:
    (table,) = parse(f"<table>{html}</table>", dialect="hybrid").tables
    return table


def _words(table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.text for cell in row] for row in table.grid()]


def test_pipe_table(doc: Document) -> None:
    (table,) = doc.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a", "b"], ["c", ""]]
    assert [[cell.is_header for cell in row.cells] for row in table.rows] == [
        [True, True],
        [False, False],
    ]
    assert table.caption is None
    assert table.to_records() == [{"a": "c", "b": ""}]


@pytest.mark.parametrize(
    ("html", "grid"),
    [
        ("<tr><td>a</td><td>b</td></tr>", [["a", "b"]]),
        ('<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>', [["a", "b"], ["a", "c"]]),
        ('<tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr>', [["a", "a"], ["b", "c"]]),
        ("<tr><td>a</td></tr><tr><td>b</td><td>c</td></tr>", [["a", None], ["b", "c"]]),
        ('<tr><td rowspan="9">a</td><td>b</td></tr>', [["a", "b"]]),
        ('<tr><td rowspan="0" colspan="0">a</td><td>b</td></tr>', [["a", "b"]]),
        (
            (
                '<tr><td rowspan="2" colspan="2">a</td><td>b</td></tr><tr><td>c</td>'
                "</tr><tr><td>d</td><td>e</td><td>f</td></tr>"
            ),
            [["a", "a", "b"], ["a", "a", "c"], ["d", "e", "f"]],
        ),
        (
            '<tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>',
            [["a", "b", None], ["c", "b", "d"]],
        ),
        ("", []),
    ],
)
def test_grid(html: str, grid: list[list[str | None]]) -> None:
    assert _words(_table(html)) == grid


def test_a_grid_far_from_a_rectangle_is_not_filled_up() -> None:
    wide = "<tr>" + "<td>a</td>" * 200 + '<td rowspan="999">b</td></tr>'
    table = _table(wide + "<tr><td>c</td></tr>" * 400)
    grid = table.grid()
    assert [len(row) for row in grid] == [201, *[1] * 400]
    assert grid[7][0].text == "c"
    assert table.to_records()[-1] == {"1": "c"}


def test_the_text_of_a_spanning_cell_is_repeated_within_bounds() -> None:
    text = "long " * 200
    few = _table(f'<tr><td rowspan="9">{text}</td></tr>' + "<tr><td>b</td></tr>" * 8)
    assert {record["1"] for record in few.to_records()} == {text.strip()}
    many = _table(f'<tr><td rowspan="999">{text}</td></tr>' + "<tr><td>b</td></tr>" * 998)
    texts = [record["1"] for record in many.to_records()]
    assert texts[:60] == [text.strip()] * 60
    assert texts[-1] == ""
    assert {record["2"] for record in many.to_records()[1:]} == {"b"}


def test_spans_out_of_proportion_are_clamped() -> None:
    grid = _table(
        '<tr><td rowspan="65000" colspan="999999">a</td></tr>' + "<tr><td>b</td></tr>" * 100
    ).grid()
    assert len(grid) == 101
    assert len({len(row) for row in grid}) == 1
    assert sum(cell is not None for row in grid for cell in row) < 20_000
    assert all("b" in {cell.text for cell in row if cell is not None} for row in grid[1:])


def test_a_cell_stands_in_all_its_places() -> None:
    grid = _table('<tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr>').grid()
    assert grid[0][0] is grid[0][1]


@pytest.mark.parametrize(
    ("source", "records"),
    [
        ("| a | b |\n| - | - |\n| 1 | 2 |\n| 3 |", [{"a": "1", "b": "2"}, {"a": "3", "b": ""}]),
        ("| a | a |   |\n| - | - | - |\n| 1 | 2 | 3 |", [{"a": "1", "a 2": "2", "3": "3"}]),
        ("| a | a 2 | a |\n| - | - | - |\n| 1 | 2 | 3 |", [{"a": "1", "a 2": "2", "a 3": "3"}]),
        ("|   |   |\n| - | - |\n| 1 | 2 |", [{"1": "1", "2": "2"}]),
        ("| 1 | 2 |\n| 3 | 4 |", [{"1": "1", "2": "2"}, {"1": "3", "2": "4"}]),
        ("| a |\n| - |", []),
        ("<table><tr><th>a</th></tr><tr><th>b</th></tr><tr><td>1</td></tr></table>", [{"b": "1"}]),
        ("<table></table>", []),
    ],
)
def test_records(source: str, records: list[dict[str, str]]) -> None:
    assert parse(source, dialect="hybrid").tables[0].to_records() == records


def test_caption_and_cells() -> None:
    table = _table(
        '<caption>*A*</caption><tr><th align="right">a</th>'
        '<td style="text-align: center" rowspan=2>b</td></tr>'
    )
    assert table.caption is not None
    assert table.caption.text == "A"
    (row,) = table.rows
    assert [(c.is_header, c.align, c.rowspan, c.colspan) for c in row.cells] == [
        (True, "right", 1, 1),
        (False, "center", 2, 1),
    ]


# --------------------------------------------------------------------------------------------------
# links


@pytest.mark.parametrize(
    ("href", "title", "namespace", "fragment", "interwiki", "is_local"),
    [
        ("https://zh.wikipedia.org/wiki/湖", "湖", "", "", "", False),
        ("../Page/湖.md", "湖", "", "", "", True),
        ("../Page/A#b.md", "A", "", "b", "", True),
        ("Green_Lake", "Green Lake", "", "", "", True),
        ("#here", "", "", "here", "", True),
        ("https://zh.wikipedia.org/wiki/#湖2009", "", "", "湖2009", "", False),
        ("https://zh.wikipedia.org/wiki/Template:x", "Template:x", "Template", "", "", False),
        ("https://zh.wikipedia.org/wiki/en:Talk:A_b#c_d", "Talk:A b", "Talk", "c d", "en", False),
        ("https://zh.wikipedia.org/wiki/Re:Zero", "Re:Zero", "", "", "", False),
        ("../Page/M%C3%B6we.md", "Möwe", "", "", "", True),
        ("../Page/100%25.md", "100%", "", "", "", True),
        ("../Page/%FF.md", "%FF", "", "", "", True),
        ("../Page/A/B.md", "A/B", "", "", "", True),
    ],
)
def test_what_a_wikilink_leads_to(
    href: str, title: str, namespace: str, fragment: str, interwiki: str, *, is_local: bool
) -> None:
    (link,) = parse(f'[x]({href} "wikilink")', dialect="hybrid", lang="zh").wikilinks
    assert (link.title, link.namespace, link.fragment, link.interwiki) == (
        title,
        namespace,
        fragment,
        interwiki,
    )
    assert (link.is_local, link.href, link.text, link.label, link.trail, link.trail_certain) == (
        is_local,
        href,
        "x",
        "x",
        "",
        True,
    )


@pytest.mark.parametrize(
    ("source", "certain"),
    [
        ('[湖の](../Page/湖.md "wikilink")', True),
        ('[湖の](../Page/湖.md "wikilink")、[山](../Page/山.md "wikilink")。', True),
        ('[湖の](../Page/湖.md "wikilink")、[山](../Page/山.md "wikilink")の', False),
        (
            '[湖の](../Page/湖.md "wikilink")、[山](https://ja.wikipedia.org/wiki/山 "wikilink")の',
            True,
        ),
    ],
)
def test_how_certain_a_trail_is(source: str, *, certain: bool) -> None:
    link = parse(source, dialect="hybrid", lang="ja").wikilinks[0]
    assert (link.label, link.trail, link.trail_certain) == ("湖", "の", certain)


@pytest.mark.parametrize(
    ("url", "archive"),
    [
        (
            "https://web.archive.org/web/20150203040506/http://a.example/",
            ("http://a.example/", "2015-02-03T04:05:06+00:00", "wayback"),
        ),
        (
            "http://web.archive.org/web/2015/http://a.example/",
            ("http://a.example/", "2015-01-01T00:00:00+00:00", "wayback"),
        ),
        (
            "https://web.archive.org/web/20150203040506id_/a.example",
            ("http://a.example", "2015-02-03T04:05:06+00:00", "wayback"),
        ),
        (
            "https://web.archive.org/web/20159903040506/http://a.example/",
            ("http://a.example/", None, "wayback"),
        ),
        (
            "https://archive.today/20120722033013/http://a.example/",
            ("http://a.example/", "2012-07-22T03:30:13+00:00", "archive.today"),
        ),
        (
            "http://www.webcitation.org/5x?url=http://a.example/",
            ("http://a.example/", None, "webcite"),
        ),
        ("http://archive.example/web/20150203040506/http://a.example/", None),
        ("http://a.example/", None),
    ],
)
def test_archives(url: str, archive: tuple[str, str | None, str] | None) -> None:
    (link,) = parse(f"[x]({url})", dialect="hybrid").external_links
    found = link.archived
    assert (
        found
        and (found.original_url, found.timestamp and found.timestamp.isoformat(), found.service)
    ) == archive


def test_a_destination_is_read_alike_whatever_the_words() -> None:
    plain, formatted = parse(
        "[a](http://x.example/?b&amp;c) [*a*](http://x.example/?b&amp;c)", dialect="hybrid"
    ).external_links
    assert plain.url == formatted.url == "http://x.example/?b&c"


def test_template_arguments() -> None:
    (template,) = parse("{{T|a|2=b|c|k=1|k=*2*}}", dialect="hybrid").templates
    assert template.name == "T"
    assert [(a.name, a.text, a.is_positional) for a in template.arguments] == [
        ("1", "a", True),
        ("2", "b", False),
        ("2", "c", True),
        ("k", "1", False),
        ("k", "2", False),
    ]
    first, last = template.get(1), template.get("k")
    assert first is template.arguments[0]
    assert last is template.arguments[-1]
    assert template.get(2) is template.arguments[2]
    assert template.get("x") is None


def test_pairs_are_found_by_name() -> None:
    (element,) = parse('<span Style="a" style="b">x</span>', dialect="hybrid").find_all(
        wikiparse.HtmlElement
    )
    assert element.attributes == (("Style", "a"), ("style", "b"))
    assert (element.get("STYLE"), element.get("id"), element.get("id", "none")) == (
        "a",
        None,
        "none",
    )
    (image,) = parse('[thumb](File:A.png "wikilink")', dialect="hybrid", lang="en").images
    assert (image.get("thumb"), image.get("left")) == ("", None)


# --------------------------------------------------------------------------------------------------
# dumps


def test_tree_has_a_line_for_each_node(doc: Document) -> None:
    lines = doc.tree().splitlines()
    assert len(lines) == len(list(doc.walk()))
    for line, node in zip(lines, doc.walk(), strict=True):
        assert node.span is not None
        assert re.match(rf" *{node.kind} {node.span.start}:{node.span.end}\b", line)
    assert not re.search(r"(?m)^ *\w+ \d+:\d+", doc.tree(spans=False))


def test_dictionaries(doc: Document) -> None:
    data = doc.to_dict()
    assert (data["version"], data["kind"], data["source"]) == (1, "document", PAGE)
    assert Document.from_dict(data) == doc
    with pytest.raises(ValueError, match="version"):
        Document.from_dict({**data, "version": 99})
    with pytest.raises(ValueError):  # noqa: PT011  # what is wrong is said, in whatever words
        Document.from_dict({"version": 1})


@pytest.mark.parametrize("target", ["A", "Category:A", "https://en.wikipedia.org/wiki/A"])
def test_the_title_makes_a_wikilink_in_the_hybrid_dialect_alone(target: str) -> None:
    text = f'[A]({target} "wikilink")'
    assert wikiparse.parse(text, dialect="markdown").wikilinks == ()
    assert wikiparse.parse(text, dialect="markdown").categories == ()
    hybrid = wikiparse.parse(text, dialect="hybrid")
    found = hybrid.categories if target.startswith("Category") else hybrid.wikilinks
    assert len(found) == 1
