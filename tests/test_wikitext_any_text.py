"""Any text parses as wikitext, and work grows as the text does: counted in calls, nodes and
characters, never in seconds."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from checks import all_faults
from lengths import long_but
from test_linear import calls_of

OPENERS = (
    "{{ {{{ {{a| {{a|b= {{#if: [[ [[a| [[File:a.jpg| [http://a"
    " -{ -{a| <!-- <ref> <nowiki> <gallery> <math> <b> <div> '' ''' ''''' __ ( & {| | ! *"
).split()
CLOSERS = (
    "}} }}} |}} ]] ] }- --> </ref> </nowiki> </gallery> </math>"
    " </b> </div> __ ; |} || !! |- |+ = =="
).split()
LINES = (
    "\n",
    "\n\n",
    "\r\n",
    "\n ",
    "\n*",
    "\n#:",
    "\n;a:b",
    "\n:{|",
    "\n{|\n",
    "\n|}",
    "\n|-\n",
    "\n| a || b",
    "\n! a !! b",
    "\n|+ c",
    "\n==",
    "== \n",
    "\n----",
)
WORDS = (
    "a",
    " ",
    "甲",
    "http://a.b",
    "Category:",
    "File:",
    ":",
    "|",
    "=",
    "'",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "&amp;",
    "~~~~",
    "[[a]]s",
    "{{b}}",
    "<br>",
    "\0",
    "\ud800",
)
ATOMS = (*OPENERS, *CLOSERS, *LINES, *WORDS)


@given(st.lists(st.sampled_from(ATOMS), max_size=40).map("".join))
def test_any_mixture(text: str) -> None:
    assert not all_faults(wikiparse.parse(text, dialect="wikitext"), text)


@given(st.text(max_size=60))
def test_any_characters(text: str) -> None:
    assert not all_faults(wikiparse.parse(text, dialect="wikitext", lang="zh"), text)


UNITS = (
    *OPENERS,
    *CLOSERS,
    *LINES,
    *(
        "* a\n",
        "** a\n*b\n",
        ";a:b\n",
        " a\n",
        "=a=\n",
        "{|\n|",
        "{|\n|a\n|}\n",
        "|-\n|a||b\n",
        "[[a|b]]c ",
        "[[a|[[b]]",
        "''a '''b\n",
        "{{a}}",
    ),
    *(
        "{{a|\n{|\n|}\n}}",
        "<ref>a</ref>",
        "<ref name=a/>",
        "<ref>{{a|",
        "[http://a b] ",
        "http://a.b ",
        "-{a:b;c:d}-",
        "<table><tr><td>",
        "{{a|[[b}}",
    ),
    *(
        "[[a{{",
        "<b>''",
        "<references/>",
        "<gallery>\na.jpg|b\n",
        "__TOC__",
        ":::{|\n",
        "&a",
        "a'''b",
        "{{a|b=c|",
        "<!-- -->\n",
        "*<!-- a -->\n",
    ),
)
SIZE = 3_000


@pytest.mark.parametrize("unit", long_but(UNITS[::2], UNITS), ids=ascii)
def test_four_times_the_input(unit: str) -> None:
    times = max(SIZE // len(unit), 1)
    few, small = calls_of(partial(wikiparse.parse, unit * times, dialect="wikitext"))
    many, large = calls_of(partial(wikiparse.parse, unit * (4 * times), dialect="wikitext"))
    assert many <= 5 * few + 2_000
    few, short_html = calls_of(small.to_html)
    many, long_html = calls_of(large.to_html)
    assert many <= 5 * few + 2_000
    for doc, length, html in (
        (small, len(unit) * times, short_html),
        (large, len(unit) * times * 4, long_html),
    ):
        assert len(list(doc.walk())) <= 4 * length + 100
        assert len(doc.diagnostics) <= length + 1
        assert len(doc.to_text()) <= 8 * length + 100
        assert len(html) <= 20 * length + 4_096
    assert len(large.to_json()) <= 5 * len(small.to_json()) + 10_000


@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [
        ("{{a|", "b", "}}"),
        ("{{{a|", "b", "}}}"),
        ("[[File:a|", "b", "]]"),
        ("{", "b", "}"),
        ("[", "b", "]"),
        ("-{", "b", "}-"),
        ("<ref>", "b", "</ref>"),
        ("<b>", "b", "</b>"),
        ("{|\n|\n", "b\n", "|}\n"),
        ("[[a|\n", "", "}}"),
        ("{{a\n", "", "]]"),
        ("[http://a ", "b", "]"),
        ("{{a|\n{|\n|", "b", "\n|}\n}}"),
        ("<table><tr><td>", "b", "</table>"),
    ],
)
def test_four_times_as_deep(opening: str, middle: str, closing: str) -> None:
    times = SIZE // (len(opening) + len(closing))
    few, _ = calls_of(
        partial(wikiparse.parse, opening * times + middle + closing * times, dialect="wikitext")
    )
    many, _ = calls_of(
        partial(
            wikiparse.parse,
            opening * (4 * times) + middle + closing * (4 * times),
            dialect="wikitext",
        )
    )
    assert many <= 5 * few + 2_000
