"""Work is linear: steps, counted exactly (`steps.py`), stay below C for each character, for every
hostile family in every dialect.

The families are pieces of markup repeated and nested, those of `test_linear.py` and
`test_wikitext_any_text.py`, and where the evaluation corpus lies beside the checkout its 364
families. A bound on steps for each character at one size is sharper than a comparison of two: what
is quadratic in 4,000 characters takes thousands of steps for each."""

from __future__ import annotations

import importlib.util
import inspect
import tracemalloc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wikiparse
from lengths import long_but
from steps import CountedText, counting, steps_of
from test_linear import UNITS
from test_wikitext_any_text import UNITS as WIKITEXT_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 4_000
PARSE = 200
"""Steps for each character. The worst take about 130: a construct of a few characters at each of
the 100 levels of nesting looks for its end, or for a line ending, in all that is nested in it. The
median is 12."""
RENDER = 80
STEPS = {
    "to_view": 160,  # it writes the tree, the text and what both have in common
    "to_markdown": 400,  # the worst are lists that go 100 levels in and out again
}
OUTPUT = {
    "to_json": (200, 65_536),
    "to_dict": (200, 65_536),
    "to_view": (100, 131_072),  # 75 kB of it are the same for every page
}
BYTES = 1_400
"""Bytes of memory for each character at the worst moment. A node with its text takes about 200, a
character of text is one at least."""

PAIRS = (
    *(
        ("{{a|", "}}"),
        ("{{{a|", "}}}"),
        ("[[a|", "]]"),
        ("[[File:a|", "]]"),
        ("-{", "}-"),
        ("<ref>", "</ref>"),
        ("<b>{{a|", "}}</b>"),
    ),
    *(
        ("[", "](b)"),
        ("![", "](b)"),
        ("*(", ")*"),
        ("**(", ")**"),
        ("~~(", ")~~"),
        ("<b>", "</b>"),
        ("<table><tr><td>", "</table>"),
    ),
    *(
        ("{|\n|\n", "\n|}\n"),
        ("<table><tr><td>\n\n", "\n\n</td></tr></table>"),
        ("''[http://a ", "]''"),
        ("{{#if:a|", "}}"),
        ("{", "}"),
    ),
)
FAMILIES: dict[str, Callable[[int], str]] = {}
FAMILIES |= {
    ascii(unit): lambda n, unit=unit: unit * max(n // len(unit), 1)
    for unit in dict.fromkeys((*UNITS, *WIKITEXT_UNITS))
}
FAMILIES |= {
    f"{a!a} … {b!a}": lambda n, a=a, b=b: a * (n // len(a + b)) + "x" + b * (n // len(a + b))
    for a, b in PAIRS
}
FAMILIES |= {
    f"{sign!a} on a line": lambda n, sign=sign: sign * (n // len(sign))
    for sign in ("---- ", "x://", "=a=", "__TOC__ ", "~~~~ ")
}

HOSTILE = Path(__file__).parent.parent.parent / "shared" / "tools" / "hostile.py"
if HOSTILE.exists():
    spec = importlib.util.spec_from_file_location("hostile", HOSTILE)
    assert spec
    assert spec.loader
    hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    FAMILIES |= hostile.CASES

# What is handed to mwparserfromhell may be refused (tests/test_wikicode.py).
WAYS = [
    name
    for name, way in inspect.getmembers(wikiparse.Document, inspect.isfunction)
    if ((name.startswith("to_") and name != "to_wikicode") or name == "tree")
    and all(p.default is not p.empty for p in list(inspect.signature(way).parameters.values())[1:])
]
"""Every way out that a document has."""


@pytest.mark.parametrize("dialect", long_but(["hybrid"], wikiparse.DIALECTS))
@pytest.mark.parametrize("half", long_but([0], [0, 1]))
def test_steps_for_each_character(half: int, dialect: str) -> None:
    too_many = {}
    with counting():
        for name, family in list(FAMILIES.items())[half::2]:
            text = family(SIZE)
            steps, _ = steps_of(partial(wikiparse.parse, CountedText(text), dialect=dialect))
            if steps > PARSE * len(text) + 20_000:
                too_many[name] = steps / len(text)
    assert not too_many


@pytest.mark.long
@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
def test_steps_and_size_of_every_way_out(dialect: str) -> None:
    wrong = {}
    with counting():
        for name, family in FAMILIES.items():
            text = family(SIZE)
            doc = wikiparse.parse(text, dialect=dialect)
            for way in WAYS:
                steps, out = steps_of(getattr(doc, way))
                if steps > STEPS.get(way, RENDER) * len(text) + 20_000:
                    wrong[name, way] = f"{steps / len(text)} steps for each character"
                each, more = OUTPUT.get(way, (20, 4_096))
                if isinstance(out, str) and way != "tree" and len(out) > each * len(text) + more:
                    wrong[name, way] = f"{len(out)} characters out of {len(text)}"
    assert not wrong


@pytest.mark.parametrize("dialect", long_but(["hybrid", "wikitext"], wikiparse.DIALECTS))
def test_memory_for_each_character(dialect: str) -> None:
    """At most so many bytes at any moment of a parse; what is built once for a process is built
    before."""
    wikiparse.parse("warm *up* [a](b) {{c}}", dialect=dialect)
    wrong = {}
    for name, family in list(FAMILIES.items())[::2]:
        text = family(SIZE // 2)
        wikiparse.parse(text[:100], dialect=dialect)
        tracemalloc.start()
        try:
            wikiparse.parse(text, dialect=dialect)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        if peak > BYTES * len(text) + 500_000:
            wrong[name] = peak / len(text)
    assert not wrong


def test_the_counter_is_exact_and_sees_what_calls_hide() -> None:
    text = "[a](b) {{c}} *d* " * 20

    def quadratic(page: str) -> None:
        for at in range(0, len(page), 10):
            page.find("nowhere", at)

    with counting():
        work = partial(wikiparse.parse, CountedText(text), dialect="hybrid")
        work()  # what is remembered from page to page is remembered now
        assert steps_of(work)[0] == steps_of(work)[0] > len(text)
        few, _ = steps_of(partial(quadratic, CountedText("a" * 1_000)))
        many, _ = steps_of(partial(quadratic, CountedText("a" * 4_000)))
    assert many > 15 * few


def test_patterns_are_themselves_again() -> None:
    before = wikiparse.parse("[a](b) {{c}} *d*").tree()
    with counting():
        assert wikiparse.parse("[a](b) {{c}} *d*").tree() == before
    assert wikiparse.parse("[a](b) {{c}} *d*").tree() == before
