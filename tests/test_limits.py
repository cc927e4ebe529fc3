"""What is beyond a limit stays as text and is reported: never an exception, never silently, and no
character is lost."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from checks import all_faults
from lengths import long_but
from test_any_text import of_both
from test_nesting import _depth, _in_a_small_stack
from wikiparse import Document, Limits, parse

DIALECTS = ("auto", *wikiparse.DIALECTS)


@pytest.mark.parametrize(
    "name", ["max_depth", "max_size", "max_nodes", "max_cells", "max_expansion"]
)
@pytest.mark.parametrize("bad", [-1, 1 << 60, 1.5, "9", None, True])
def test_what_is_no_limit(name: str, bad: Any) -> None:
    with pytest.raises(
        TypeError if isinstance(bad, bool) or not isinstance(bad, int) else ValueError, match=name
    ):
        Limits(**{name: bad})


limits = st.builds(
    Limits,
    max_depth=st.integers(1, 12),
    max_size=st.integers(1, 200),
    max_nodes=st.integers(1, 60),
    max_cells=st.integers(1, 10),
    max_expansion=st.integers(0, 3),
)


@given(of_both, limits, st.sampled_from(DIALECTS))
def test_any_text_with_any_limits(text: str, given_limits: Limits, dialect: str) -> None:
    doc = parse(text, dialect=dialect, lang="zh", limits=given_limits)
    assert not all_faults(doc, text)
    assert _depth(doc) <= given_limits.max_depth


# --------------------------------------------------------------------------------------------------
# size


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("size", range(1, 40))
def test_a_page_that_is_too_long(dialect: str, size: int) -> None:
    text = "# a\n\nb *c*\r\n\r\n## d\n\ne [f](g)\n\n  \n\nh\n"
    doc = parse(text, dialect=dialect, limits=Limits(max_size=size))
    assert not all_faults(doc, text)
    found = [d for d in doc.diagnostics if d.code == "page-too-long"]
    assert len(found) == (size < len(text))
    if found:
        assert found[0].span
        assert found[0].span.end == len(text)
        assert found[0].span.start <= size
        assert "h" in doc.to_text()


def test_the_rest_of_a_page_is_one_text_in_its_last_section() -> None:
    doc = parse(
        "# a\n\n## b\n\nc\n\n# *d*\n\n- e\n", dialect="markdown", limits=Limits(max_size=13)
    )
    assert [section.title for section in doc.sections] == ["a"]
    last = doc.sections[0].sections[0].children[-1]
    assert isinstance(last, wikiparse.Paragraph)
    assert last.children == (wikiparse.Text("# *d*\n\n- e"),)
    assert doc.sections[0].span == (0, len(doc.source) - 1)


def test_a_line_that_is_too_long_is_cut_where_it_is() -> None:
    doc = parse("*a* " * 100, dialect="markdown", limits=Limits(max_size=8))
    assert len(list(doc.find_all(wikiparse.Emphasis))) == 2


# --------------------------------------------------------------------------------------------------
# nodes


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_page_of_too_many_nodes(dialect: str) -> None:
    text = "a [b](c) [[d]] {{e}}\n\n" * 50
    whole = len(list(parse(text, dialect=dialect).walk())) - 1
    for most in (1, 7, whole // 2, whole - 1, whole):
        doc = parse(text, dialect=dialect, limits=Limits(max_nodes=most))
        assert not all_faults(doc, text)
        assert len(list(doc.walk())) <= most + 3  # the document, and the paragraph with the rest
        assert [d.code for d in doc.diagnostics if d.code == "too-many-nodes"] == [
            "too-many-nodes"
        ] * (most < whole)


def test_footnotes_that_are_cut_off_are_none() -> None:
    doc = parse("a[^1]\n\nb\n\n[^1]: c\n", dialect="hybrid", limits=Limits(max_nodes=5))
    assert [d.code for d in doc.diagnostics] == ["too-many-nodes", "undefined-footnote"]
    assert not doc.footnotes


# --------------------------------------------------------------------------------------------------
# cells


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (
            "hybrid",
            (
                "<table><tr><td colspan=3>a</td><td rowspan=9>b</td></tr></table>\n"
                "\n<table><tr><td colspan=2>c</td></tr></table>"
            ),
        ),
        ("wikitext", "{|\n| colspan=3 | a || rowspan=9 | b\n|}\n\n{|\n| colspan=2 | c\n|}"),
        (
            "wikitext",
            (
                "<table><tr><td colspan=3>a</td><td rowspan=9>b</td></tr></table>\n"
                "\n{|\n| colspan=2 | c\n|}"
            ),
        ),
    ],
)
def test_cells_that_take_up_too_many_places(dialect: str, text: str) -> None:
    def spans(most: int) -> list[tuple[int, int]]:
        doc = parse(text, dialect=dialect, limits=Limits(max_cells=most))
        assert not all_faults(doc, text)
        cells = [cell for cell in doc.find_all(wikiparse.TableCell) if cell.text.strip()]
        codes = [d.code for d in doc.diagnostics if d.code == "table-too-large"]
        assert bool(codes) == (most < 14)
        return [(cell.rowspan, cell.colspan) for cell in cells]

    assert spans(14) == [(1, 3), (9, 1), (1, 2)]
    assert spans(5) == [(1, 3), (1, 1), (1, 2)]
    assert spans(2) == [(1, 1), (1, 1), (1, 2)]


def test_huge_spans_count_as_far_as_they_reach() -> None:
    text = '<table><tr><td colspan="999999" rowspan="999999">a</td></tr></table>'
    assert parse(text, dialect="hybrid").diagnostics == ()
    assert [d.code for d in parse(text * 2, dialect="hybrid").diagnostics] in (
        ["table-too-large"],
        [],
    )


# --------------------------------------------------------------------------------------------------
# expansion


def test_references_that_stand_for_too_much() -> None:
    text = "[a]: /" + "u" * 1_000 + "\n\n" + "[a] " * 100
    counts = [
        len(
            list(
                parse(text, dialect="commonmark", limits=Limits(max_expansion=most)).find_all(
                    wikiparse.Link
                )
            )
        )
        for most in (0, 2, 8, 100)
    ]
    assert counts == sorted(counts)
    assert counts[0] < 3 < counts[1] < counts[2] < counts[3] == 100


# --------------------------------------------------------------------------------------------------
# depth, of mixtures

OPENING: dict[str, tuple[str, str]] = {
    "quotation": ("> ", ""),
    "bullet": ("- ", ""),
    "link": ("[", "](b)"),
    "image": ("![", "](b)"),
    "star": ("*(", ")*"),
    "stars": ("**(", ")**"),
    "tag": ("<b>", "</b>"),
    "anchor": ('<a href="../Page/a.md" title="wikilink">', "</a>"),
    "template": ("{{a|", "}}"),
    "lines of a template": ("{{a|\n* x\n", "\n}}"),
    "parameter": ("{{{a|", "}}}"),
    "function": ("{{#if:a|", "}}"),
    "table": ("<table><tr><td>", "</td></tr></table>"),
    "table of blocks": ("<table><tr><td>\n\n- x\n\n# y\n\n", "\n\n</td></tr></table>"),
    "ref": ("<ref>", "</ref>"),
    "file": ("[[File:a|", "]]"),
    "wikilink": ("[[a|", "]]"),
    "table of wikitext": ("{|\n|\n", "\n|}\n"),
    "quotes": ("''", "''"),
    "poem": ("\n<poem>\n", "\n</poem>\n"),
    "list": ("\n* a\n*:;# ", "\n"),
    "references": ("\n<references>\n", "\n</references>\n"),
    "variant": ("-{", "}-"),
    "heading": ("\n# y\n\n> ## z\n> ", "\n"),
}


@pytest.mark.parametrize("dialect", long_but(["hybrid", "wikitext"], wikiparse.DIALECTS))
@pytest.mark.parametrize("limit", [4, 11])
def test_pairs_and_triples_are_no_deeper_than_the_limit(dialect: str, limit: int) -> None:
    """Whatever nests into what: tags around templates around tags are as deep as they are, not as
    deep as the templates alone."""
    wrong = []
    combinations = [
        *itertools.product(OPENING, repeat=2),
        *list(itertools.product(OPENING, repeat=3))[limit::29],
    ]
    for names in combinations:
        times = max(2 * limit // len(names), 3)
        before, behind = (
            "".join(OPENING[name][0] for name in names),
            "".join(OPENING[name][1] for name in reversed(names)),
        )
        text = before * times + "x" + behind * times
        doc = parse(text, dialect=dialect, lang="zh", limits=Limits(max_depth=limit))
        if _depth(doc) > limit or str(doc) != text:
            wrong.append(names)
        elif _depth(doc) == limit and len(names) == 2:
            wrong += [names for fault in all_faults(doc, text) if fault]
    assert not wrong


@pytest.mark.parametrize("depth", long_but([100], [100, 200]))
@pytest.mark.parametrize("dialect", long_but(["hybrid"], wikiparse.DIALECTS))
@pytest.mark.parametrize("many", long_but([20], [1, 20, 190]))
@pytest.mark.parametrize("size", long_but([20_000], [20_000, 40_000]))
def test_mixtures_in_a_small_stack(size: int, many: int, dialect: str, depth: int) -> None:
    """256 KiB of stack, with all that is asked of a document; and a caller that used up 300 frames
    before."""
    from test_values import ask_everything

    def work() -> None:
        for opens, closes in (
            ("{{a|", "}}"),
            ("{{{a|", "}}}"),
            ("[[File:a|", "]]"),
            ("[", "](b)"),
            ("> ", ""),
            ("<table><tr><td>", "</table>"),
        ):
            times = 4_000 // many
            text = ("<b>" * many + opens) * times + "x" + (closes + "</b>" * many) * times
            text = text[:size]
            ask_everything(
                lambda text=text: parse(text, dialect=dialect, limits=Limits(max_depth=depth))
            )  # type: ignore[misc]

    def deeper(frames: int) -> None:
        if frames:
            deeper(frames - 1)
        else:
            work()

    _in_a_small_stack(lambda: deeper(300))


def test_siblings_are_not_nested() -> None:
    """Many short elements in one paragraph are no deep ones."""
    doc = parse("*<b>x</b>* [<i>*y*</i>](z) " * 300, dialect="markdown")
    assert not doc.diagnostics
    assert len(list(doc.find_all(wikiparse.HtmlElement))) == 600


def test_a_document_is_what_the_limits_say() -> None:
    assert isinstance(
        parse(
            "a", limits=Limits(max_depth=1, max_size=1, max_nodes=2, max_cells=1, max_expansion=0)
        ),
        Document,
    )
