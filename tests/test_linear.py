"""Work and output grow as the input does: counted in calls, nodes and characters, never in
seconds."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

import wikiparse
from lengths import long_but

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

T = TypeVar("T")

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
    *(
        "<caption>",
        '<section class="footnotes">',
        '<li id="fn1">',
        "[^1]: a\n",
        "[^1]: a\n\n",
        "---\n",
        "+++\n",
        "---\na: b\n",
        "a\n-\n",
    ),
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
    *(
        "[a]: u\n",
        "[a]:",
        '[a]: u "\n',
        "[a]",
        "[a][b]",
        "![[]()",
        "[](",
        "[a](<b",
        "[a](b '",
        "[^a]",
        "[^a]:",
        "a\n=\n",
        "===\n",
    ),
    *(
        "_a ",
        "_a*",
        "a_ ",
        "*_* _ ",
        "**_* ",
        "~a",
        "a~b~~",
        "?c_",
        "<?",
        "<!A ",
        "<![CDATA[",
        "<a\n",
        "<b><i></b></i>",
        "<pre>\n",
        "<b>\n\n",
    ),
    *(
        "www.",
        "z_www.",
        "www.a.b)",
        "http://a.",
        "x://",
        "a@b.",
        "a@b.c ",
        "mailto:",
        "- [ ] a\n",
        "- [ ]\n",
        "|-\nt>|-\n",
    ),
    *(  # attributes
        "{",
        "[a]{.b",
        "[a]{.b ",
        '[a]{b="c',
        '[a](b "c"){.wikilink',
        "`a`{=mediawiki",
        "`{{a}}`{=mediawiki}",
        "`<b>`{=html}",
        "# a {.b\n",
        '# a {b="{',
    ),
    *(  # divs and raw blocks
        ":::\n",
        "::: a\n",
        "::: {.a\n",
        "::: a\n- ",
        "::: a\n\n:::\n",
        "```{=mediawiki}\n",
        "```{=mediawiki}\n{{a\n",
        "```{=html}\n<b>\n```\n\n",
    ),
    *(  # tables drawn as text
        "+--",
        "+--+\n",
        "+--+\n|  |\n",
        "+--+--+\n|a |  |\n",
        "| +--+ |",
        "-- --\n",
        "a  b\n-- --\n",
        "-- --\na  b\n\n",
        "\n: a\n",
        "Table: a\n\n",
    ),
    *(  # definition lists, markers, line blocks
        "a\n: b\n",
        ":   ",
        "a\n\n:   b\n\n",
        "(@a) ",
        "i. a\n",
        "(a) b\n\n",
        "| a\n",
    ),
    *(  # of pages converted from HTML
        '[a](/wiki/B "c',
        "[a](b-\n",
        '[a](b "c\n',
        "[[1]](#cite_note-a-1)",
        "[1](#cite_note-",
        "1. ^ [*a*](#cite_ref-a_1-0) [",
        "1. [^](#cite_ref-1)\n",
        "1. ^ a\n[1]",
        "**[^](#cite_ref-1)**",
        "![{\\displaystyle a",
        "![{\\displaystyle a}](//w/media/math/render/svg/1) ",
        "a{\\displaystyle a}![{\\displaystyle a}](//w/media/math/render/svg/1)",
        '<img alt="{\\displaystyle a}">',
        "$`{\\displaystyle a}`$",
        "[![a](//b/thumb/c/d/e.jpg/9px-e.jpg)](/wiki/File:E.jpg)",
        "## a[[b](?action=edit&section=",
        "## a[[b](?action=edit&section=1)]\n",
        "# a\nb\n\n  * c\n\n",
        "a  \n---  \n",
        "a| b  \n---|---  \n",
        "| a\n| - |\n| b\n",
        "| a | \n|---|\n| a | \n",
        "* a  \n---  \n",
        "    a\n\n  * b\n\n",
        "[a](/wiki/Category:B)|",
        "_a ",
        "_a_b",
        "a _",
        ":   a\n",
        "](a ",
        "<a\n",
        '<a b="c" ',
        '*[a](/wiki/B "c")',
        "![a](b",
        '![a](b "c',
        "[a](https://en.wikipedia.org/wiki/B%3A",
        "[a](/wiki/B(c",
        "[a](/wiki/B#",
    ),
    *(  # around the article of such a page
        "[a](/wiki/Special:B)\n\n",
        "- [a](/wiki/Special:B)\n\n# a\n\n",
        "- [de](https://de.wikipedia.org/wiki/A)\n\n",
        "a\n\n# a\n\n[a](#mw-head)\n\n",
        "- [a](#a)\n\n# a\n\n",
        "- [1 a](#a)\n",
        "- 1 a\n- 2 b\n- 3 c\n\n# a\n\n# b\n\n# c\n\n",
        "  - [1](#a)\n",
        "[a](/wiki/Help:C): [b](/wiki/Category:B) ",
        "- [b](/wiki/Category:B)\n",
        '"<https://en.wikipedia.org/w/index.php?title=A&oldid=1>"\n\n',
        "- [a](https://foundation.wikimedia.org/)\n\n",
        "[[a](?action=edit&section=1)]\n\n",
    ),
    *(  # nested brackets and enclosures
        "^[",
        "^[a]",
        "[[a]{.b}",
        "[a [b](c){.d} ",
        "~a^b",
        "^a~b^",
        "***a** ",
        "~~a ^b~~ ",
    ),
)
"""What is repeated: pieces of markup that open, close, or look for their partner far away."""

SIZE = 4_000
"""Characters of the smaller input, about; the larger one is four times as long."""


DIALECTS = ("hybrid", "pandoc", "web", "markdown", "commonmark")


def calls_of(work: Callable[[], T]) -> tuple[int, T]:
    """How many functions are called in some work, built-in ones among them, and what it gives."""
    count = 0

    def note(_frame: FrameType, event: str, _value: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        done = work()
    finally:
        sys.setprofile(before)
    return count, done


@pytest.mark.parametrize("dialect", long_but(["hybrid"], DIALECTS))
@pytest.mark.parametrize("unit", long_but(UNITS[::3], UNITS), ids=ascii)
def test_four_times_the_input(unit: str, dialect: str) -> None:
    times = max(SIZE // len(unit), 1)
    few, small = calls_of(partial(wikiparse.parse, unit * times, dialect=dialect))
    many, large = calls_of(partial(wikiparse.parse, unit * (4 * times), dialect=dialect))
    assert many <= 5 * few + 2_000
    for safe in (False, True):
        few, short_html = calls_of(partial(small.to_html, safe=safe))
        many, long_html = calls_of(partial(large.to_html, safe=safe))
        assert many <= 5 * few + 2_000
    few, short_wikitext = calls_of(small.to_wikitext)
    many, long_wikitext = calls_of(large.to_wikitext)
    assert many <= 5 * few + 2_000
    for doc, length, html, wikitext in (
        (small, len(unit) * times, short_html, short_wikitext),
        (large, len(unit) * times * 4, long_html, long_wikitext),
    ):
        assert len(list(doc.walk())) <= 4 * length + 100
        assert len(doc.diagnostics) <= length + 1
        assert len(doc.to_text()) <= 8 * length + 100
        assert len(html) <= 20 * length + 4_096
        assert len(wikitext) <= 20 * length + 4_096
    assert len(large.to_json()) <= 5 * len(small.to_json()) + 10_000


def test_short_references_to_a_long_definition() -> None:
    """What references stand for is bounded by the size of the page, not by how often they stand
    there."""
    for size in (2_000, 8_000, 32_000):
        text = "[a]: /" + "u" * (size // 2) + "\n\n" + "[a]" * (size // 6)
        doc = wikiparse.parse(text, dialect="markdown")
        assert sum(len(link.url) for link in doc.find_all(wikiparse.Link)) <= 8 * len(text) + 2_000
        assert [found.code for found in doc.diagnostics] == ["reference-expansion"]
        assert len(doc.to_html()) <= 20 * len(text) + 4_096
        assert len(doc.to_json()) <= 30 * len(text)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        (">" * 2_000 + "a*" * 2_000, "markdown"),  # emphasis that is too deep becomes text again
        (
            "".join([f"\\[{number}\\]" for number in range(10, 2_000)]),
            "hybrid",
        ),  # marks that nothing defines, too
    ],
)
def test_texts_are_joined_in_one_go(
    text: str, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that is joined with one neighbour after the other is copied for each of them."""
    made = []
    for module in [
        module
        for name, module in sys.modules.items()
        if name.startswith("wikiparse.") and hasattr(module, "make_text")
    ]:
        monkeypatch.setattr(module, "make_text", partial(_noted, made, module.make_text))
    doc = wikiparse.parse(text, dialect=dialect)
    assert str(doc) == text
    assert len(text) // 4 < sum(made) <= 8 * len(text)


def _noted(
    made: list[int], make: Callable[..., Any], value: str, *arguments: Any, **named: Any
) -> Any:
    made.append(len(value))
    return make(value, *arguments, **named)
