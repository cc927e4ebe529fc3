"""Any text parses: built from pieces of markup, cut and mixed at random, or of any characters at
all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from cases import read_cases, stems
from checks import all_faults

ATOMS = (
    *(
        "*",
        "**",
        "***",
        "****",
        "~~",
        "_",
        "`",
        "``",
        "```\n",
        "~~~\n",
        "\\",
        "\\\\",
        "\\[",
        "\\]",
        "\\]\\]",
        "\\(",
        "\\)",
        "$",
        "$$",
    ),
    *(
        "[",
        "]",
        "![",
        "](",
        ")",
        "](a)",
        '](../Page/A.md "wikilink")',
        '](x "fig:A.png")',
        "](Category:A",
        ' "wikilink")',
        "[^1]",
        "[^1]: ",
    ),
    *(
        "\\[1\\]",
        "\\[2\\]",
        "[1]",
        "[[",
        "]]",
        "[[A|b]]",
        "{{",
        "}}",
        "{{{",
        "}}}",
        "{|",
        "|}",
        "|",
        "\n| a | b |\n",
        "\n| - | - |\n",
    ),
    *(
        "-{",
        "}-",
        "-{zh-hans:a;zh-hant:b}-",
        "__NOTOC__",
        "__",
        "<ref>",
        "</ref>",
        '<ref name="x"/>',
        "<references/>",
        "<br>",
        "<b>",
        "</b>",
    ),
    *(
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<tbody>",
        "<caption>",
        "<p>",
        "</p>",
        "<math>",
        "</math>",
        "<nowiki>",
    ),
    *(
        '<a href="../Page/A.md" title="wikilink">',
        "</a>",
        '<section class="footnotes">',
        "</section>",
        '<li id="fn1">',
        "</li>",
    ),
    *(
        "<!--",
        "-->",
        "<!-- end list -->",
        "<http://a.example/>",
        "<a@b.example>",
        "<",
        ">",
        "&amp;",
        "&",
        "&#0;",
        "&#x110000;",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\n\n\n",
        " ",
        "  \n",
        "    ",
        "\t",
        "\n  - ",
        "\n      - ",
        "\n-",
        "\n1.  ",
        "\n2.  ",
        "\n10. ",
        "\n> ",
    ),
    *(
        "\n# ",
        "\n## ",
        "\n###### ",
        "\n---\n",
        "\n***\n",
        "\n+++\n",
        "---\na: b\n---\n",
        "> 本文内容由[甲](https://zh.wikipedia.org/wiki/甲)转换而来。\n",
    ),
    *(
        "1.  REDIRECT ",
        "a",
        "甲乙",
        "한국어",
        "かな",
        "ß",
        "İ",
        "🐟",
        "é",
        "ⓦ",
        "Ⓡ",
        "\0",
        "\ud800",
        "\udc00",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\u00a0",
    ),
    *("", "0", "9999999999", "#", "##", ":", "://", "http://", "\x1c", "\x0b", "\x0c"),
)
"""What markup is made of, each construct's pieces apart, and characters that texts seldom hold."""

LINES = tuple(
    line for stem in stems() for case in read_cases(stem)[1] for line in case.source.split("\n")
)
"""The lines of the fixtures, to be shuffled."""

of_atoms = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)
of_lines = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)
of_both = st.lists(st.one_of(st.sampled_from(ATOMS), st.sampled_from(LINES)), max_size=16).map(
    "".join
)
of_characters = st.text(st.characters(exclude_categories=()), max_size=60)
of_punctuation = st.text("\n\r\t\0 *_`~[]()<>{}|\\!#-+=1.:;&$^\"'/a甲\ud800\u2028", max_size=60)

languages = st.sampled_from((None, "zh", "ja", "ko", "en", "de", "it", "tlh", ""))


@pytest.mark.parametrize("dialect", ["hybrid", "auto"])
@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(of_atoms, id="atoms"),
        pytest.param(of_lines, id="lines"),
        pytest.param(of_both, id="atoms and lines"),
        pytest.param(of_characters, id="characters"),
        pytest.param(of_punctuation, id="punctuation"),
    ],
)
def test_any_text(texts: st.SearchStrategy[str], dialect: str) -> None:
    @given(texts, languages)
    def holds(text: str, lang: str | None) -> None:
        assert not all_faults(wikiparse.parse(text, dialect=dialect, lang=lang), text)

    holds()


@pytest.mark.parametrize("dialect", ["markdown", "commonmark", "wikitext"])
@given(text=of_both)
def test_other_dialects(dialect: str, text: str) -> None:
    assert not all_faults(wikiparse.parse(text, dialect=dialect), text)


@given(of_atoms, st.integers(1, 12))
def test_any_limit(text: str, depth: int) -> None:
    assert not all_faults(
        wikiparse.parse(text, dialect="hybrid", limits=wikiparse.Limits(max_depth=depth)), text
    )


@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    doc = wikiparse.parse(data)
    assert str(doc) == data.decode("utf-8", errors="replace")
    assert (len(doc.diagnostics) > 0) >= ("\ufffd" in str(doc) and "\ufffd".encode() not in data)


@given(of_both)
def test_the_same_tree_every_time(text: str) -> None:
    first, second = wikiparse.parse(text), wikiparse.parse(text)
    assert first == second
    assert first.tree() == second.tree()
    assert hash(first) == hash(second)
    assert first.to_json() == second.to_json()


@given(of_both)
def test_what_follows_from_a_tree_answers(text: str) -> None:
    doc = wikiparse.parse(text, dialect="hybrid")
    for link in doc.wikilinks:
        assert link.label + link.trail == link.text
        assert isinstance(
            link.title + link.fragment + link.namespace + link.interwiki + link.marker, str
        )
        assert isinstance(link.is_local, bool) or link.is_local is None
        assert link.trail_certain or link.trail
    for external in doc.external_links:
        assert external.archived is None or external.archived.original_url
    for mark in doc.footnote_references:
        note = doc.footnote(mark)
        assert note is None or mark in doc.references(note)
    for table in doc.tables:
        assert len({len(row) for row in table.grid()}) <= 1
        assert isinstance(table.to_records(), list)
    for section in doc.find_all(wikiparse.Section):
        assert doc.section(section.title) is not None
    assert isinstance(doc.text, str)
    assert isinstance(json.loads(doc.to_json(derived=True)), dict)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "\0",
            "\ud800",
            "\udfff\ud800",
            "\r",
            "\r\n",
            "\n\r\n\r",
            "\u2028\u2029\u0085",
            "\ufeff",
            "\\",
            "&",
            "<",
            "[",
            "*",
            "`",
            "\t",
        ),
        *(
            "a" * 1_000_000,
            "甲" * 300_000,
            "\n" * 300_000,
            " " * 300_000,
            "- " * 50_000,
            "[a](b) " * 30_000,
            "*" * 100_000,
            "\\[" * 50_000,
        ),
    ],
    ids=lambda text: f"{text[:8]!a} {len(text)}",
)
def test_odd_and_long_texts(text: str) -> None:
    doc = wikiparse.parse(text, dialect="hybrid")
    assert str(doc) == text
    assert wikiparse.Document.from_dict(doc.to_dict()) == doc
    assert isinstance(doc.to_text() + doc.tree() + doc.to_json(), str)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_tree_whatever_the_hash_seed(seed: str) -> None:
    text = "".join(ATOMS) + "\n\n" + "\n\n".join(LINES)
    program = (
        "import sys, wikiparse; "
        "sys.stdout.write(ascii(wikiparse.parse(eval(sys.stdin.read())).to_json()))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command,
        input=ascii(text),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout == ascii(wikiparse.parse(text).to_json())
