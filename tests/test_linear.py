"""Work and output grow as the input does: counted in calls, nodes and characters, never in seconds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

import wikiparse

if TYPE_CHECKING:
    from types import FrameType

UNITS = (
    *(
        "[",
        "]",
        "![",
        "[a",
        "](",
        "[a](",
        "[a](b",
        '[a](b "c',
        '[a](b "wikilink',
        "[[",
        "[[a",
        "[[a|",
        "]]",
        "[^",
        "[^1",
        "[1]",
        "\\[",
        "\\]",
    ),
    *(
        "\\[1\\]",
        "\\(",
        "\\)",
        "\\[a=",
        "\\]\\]",
        "*",
        "**",
        "***",
        "*a",
        "**a ",
        "*a **b ",
        "a*",
        "_",
        "~~",
        "~~a",
        "`",
        "`a``b```",
        "$",
        "$a",
    ),
    *(
        "{{",
        "{{a|",
        "{{a",
        "}}",
        "{{{",
        "{{{a|",
        "}}}",
        "{|",
        "-{",
        "-{a",
        "}-",
        "__",
        "__A",
        "<",
        "<a",
        "<a ",
        '<a href="',
        "</a>",
        "<b>",
        "</b>",
    ),
    *(
        "<ref>",
        "</ref>",
        "<!--",
        "-->",
        "<!-- a -->",
        "<math>",
        "<nowiki>",
        "<http://",
        "<http://a",
        "&",
        "&a",
        "&amp;",
        "&#",
        "\\",
        "\\\\",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        " \n",
        "  \n",
        "\t",
        "\r",
        "\r\n",
        "\0",
        "\ud800",
        "-\n",
        "- \n",
        "- a\n",
        "- a\n\n",
        "-\na\n",
        "- ",
        "1. ",
        "1.\n",
    ),
    *(
        "1. a\n",
        "> ",
        ">\n",
        "> a\n",
        "> > a\n",
        "> - ",
        "#\n",
        "# a\n",
        "###### a\n# b\n",
        "```\n",
        "~~~\n\n",
        "    a\n",
        "|",
        "|\n",
        "| a |\n",
    ),
    *(
        "|-|\n",
        "a|b\n-|-\n",
        "| a |\n| - |\n",
        "<table>",
        "<table>\n",
        "</table>",
        "<tr>",
        "<td>",
        "<table><tr><td>",
        "<div>\n",
        "<p>a</p>\n",
    ),
    *("<caption>", '<section class="footnotes">', '<li id="fn1">', "[^1]: a\n", "[^1]: a\n\n", "---\n", "+++\n", "---\na: b\n", "a\n-\n"),
    *(
        '[a](../Page/a.md "wikilink")',
        '[A.png](A.png "fig:A.png")',
        '[A.png](A.png "fig:A.png")a\\]\\]',
        "[Category:a](Category:a",
        "甲",
        "a",
        "a\n",
    ),
    *(
        '"',
        '[a](b "c" ',
        '[a](b"',
        "(",
        ")",
        "[a](((",
        "[a](\\(",
        "[a](b\\",
        "a  b",
        "<br>",
        "ⓦ",
        "[aⓦ](a",
        "1.  REDIRECT [a](b",
        "  - a  \n    b\n",
    ),
)
"""What is repeated: pieces of markup that open, close, or look for their partner far away."""

SIZE = 4_000
"""Characters of the smaller input, about; the larger one is four times as long."""


def calls_of(text: str, dialect: str = "hybrid") -> tuple[int, wikiparse.Document]:
    """How many functions are called to parse a text, built-in ones among them."""
    count = 0

    def note(_frame: FrameType, event: str, _value: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        doc = wikiparse.parse(text, dialect=dialect)
    finally:
        sys.setprofile(before)
    return count, doc


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_four_times_the_input(unit: str) -> None:
    times = max(SIZE // len(unit), 1)
    few, small = calls_of(unit * times)
    many, large = calls_of(unit * (4 * times))
    assert many <= 5 * few + 2_000
    for doc, length in ((small, len(unit) * times), (large, len(unit) * times * 4)):
        assert len(list(doc.walk())) <= 4 * length + 100
        assert len(doc.diagnostics) <= length + 1
        assert len(doc.to_text()) <= 8 * length + 100
    assert len(large.to_json()) <= 5 * len(small.to_json()) + 10_000
