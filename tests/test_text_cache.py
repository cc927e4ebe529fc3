"""No page stays in memory: only results for short texts are remembered."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from wikiparse.etl import parse_record
from wikiparse.text_cache import LONGEST, text_cache

LENGTH = 20_000
PAGES = 12

WIKITEXT = [
    "{{%s}}",
    "{{%s|a=b}}",
    "{{%s:a}}",
    "{{#%s:a}}",
    "{{infobox %s|a=b}}",
    "{{coord %s|1|2}}",
    "{{coord|1|2|%s=3}}",
    "{{cite web|%s=x}}",
    "{{cite web|title=x|date=%s}}",
    "{{cite web|title=x|author=%s, B. and C. D.}}",
    "{{cite web|title=x|url=http://%s}}",
    "{{lang|%s|x}}",
    "{{cite %s|title=x}}",
    "{{sfn|%s|2001}}",
    "[[%s]]",
    "[[User:%s]]",
    "[[%s:A]]",
    "[[Category:%s|x]]",
    "[[File:%s.png|thumb|x]]",
    "[[File:A.png|%s|x]]",
    '<span class="%s">x</span>',
    '<ref name="%s">x</ref>',
    '{| class="%s"\n| x\n|}',
    "[http://%s x]",
    "__%s__",
    "&%s;",
    "== %s ==",
]
HYBRID = [
    '[x](../Page/%s.md "wikilink")',
    '[x](../Page/User:%s.md "wikilink")',
    '[x](../%s/A.md "wikilink")',
    '[%s](../Page/Category:A.md "wikilink")',
    '[x](../Page/Category:%s.md "wikilink")',
    "[x](https://en.wikipedia.org/wiki/%s)",
    "[x](http://%s/wiki/A)",
    "![x](%s.png)",
    '<span class="%s">x</span>',
    "{{%s}}",
    "x[^%s]",
    "# x {#%s}",
]
FORMS = [("wikitext", form) for form in WIKITEXT] + [("hybrid", form) for form in HYBRID]


@pytest.mark.parametrize(("dialect", "form"), FORMS)
def test_long_texts_are_not_kept(dialect: str, form: str) -> None:
    def read(text: str) -> None:
        parse_record({"text": form.replace("%s", text), "dialect": dialect, "language": "en"})

    # Spaces, so that a text may be a title; no two pages have the same.
    read("A b 0 " * (LENGTH // 6))
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(PAGES):
            read(f"A b {number} " * (LENGTH // 6))
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held < PAGES * LENGTH // 10


def test_results_of_short_texts_are_kept_up_to_a_number() -> None:
    asked = []

    @text_cache(3)
    def doubled(text: str) -> str:
        asked.append(text)
        return 2 * text

    assert [doubled(text) for text in ("a", "b", "a")] == ["aa", "bb", "aa"]
    assert asked == ["a", "b"]
    long = "x" * (LONGEST + 1)
    assert doubled(long) == doubled(long) == 2 * long
    assert asked == ["a", "b", long, long]
    doubled("c")
    doubled("d")
    assert doubled("a") == "aa"
    assert asked[4:] == ["c", "d", "a"]


def test_results_by_several_arguments_are_kept() -> None:
    asked = []

    @text_cache(3)
    def repeated(text: str, times: int, *, upper: bool = False) -> str:
        asked.append(text)
        return text.upper() * times if upper else text * times

    assert repeated("a", 2) == repeated("a", 2) == "aa"
    assert repeated("a", 2, upper=True) == "AA"
    assert len(asked) == 2
    long = "x" * (LONGEST + 1)
    assert repeated(long, 1) == repeated(long, 1) == long
    assert len(asked) == 4
