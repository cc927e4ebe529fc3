"""What parser functions with constant arguments say, held to MediaWiki 1.39's answers."""

from __future__ import annotations

import pytest

import wikiparse
from wikiparse.sites.numbers import format_numbers, plain_number, plural_form


def text(source: str, lang: str = "en") -> str:
    return wikiparse.parse(source, dialect="wikitext", lang=lang).to_text().strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{#if:a|[[Oak]]|no}} {{#if: |no|yes}} {{#if:<!-- c -->|no|yes}}", "Oak yes yes"),
        ("{{#if:[[File:A.jpg]]|yes|no}} {{#if:{{{1|}}}|yes|no}} {{#if:a}}", "yes no"),
        ("{{#if:x{{t}}|a|b}} {{#if:{{t}}|a|b}} {{#if:{{#if:a}}|c|d}}", "a  d"),
        ("{{#ifeq:01|1|j|n}} {{#ifeq: A |a|j|n}} {{#ifeq:1e2|100.0|j|n}}", "j n j"),
        ("{{#ifeq:{{t}}|a|j|n}}|{{#ifeq:&#65;|A|j}}|{{#ifeq:a|b|c}}", "|j|"),
        ("{{#switch:c|a|b=1|#default=d|e=3}} {{#switch:b|a|b|c=1}}", "d 1"),
        ("{{#switch:z|a=1|last}} {{#switch:z|#default|a=1}}", "last 1"),
        ("{{#switch:z|#default=1|2}} {{#switch:q|a=1}} {{#switch:{{t}}|a=1}}", "2"),
        ("{{#switch:a|{{t}}=1|a=2}}|{{#switch:a|a=2|{{t}}=1}}", "|2"),
        ("{{lc:AbC}} {{uc:abc}} {{ucfirst:abc}} {{lcfirst:ABC}}", "abc ABC Abc aBC"),
        ("{{uc:{{lc:AB}}c}} {{lc:A {{t}} B}} {{LC:ABC}}", "ABC a  b abc"),
        ("{{padleft:7|3}} {{padleft:xyz|5|_}} {{padright:xyz|6|ab}}", "007 __xyz xyzaba"),
        ("{{padleft:x|3|}} {{padleft:x|zz}} {{padleft:x|{{t}}}}", "x x"),
        ("{{plural:1|day|days}} {{plural:2|day|days}} {{plural:5|only}}", "day days only"),
        ("{{plural:0|0=none|one|more}} {{plural:1,000|a|b}} {{plural:x|a|b}}", "none b b"),
        ("{{plural:{{t}}|a|b}}|{{plural:1.5|a|b}}|{{plural:1}}", "||"),
        (
            "{{formatnum:1300.5}} {{formatnum:1234|NOSEP}} {{formatnum:1,234|R}}",
            "1,300.5 1234 1234",
        ),
        ("{{formatnum:abc 1234}} {{formatnum:-5}} {{formatnum:{{t}}}}", "abc 1,234 −5"),
        ("{{#expr:1+1}} {{int:edit}} {{PAGENAME}} a", "a"),
    ],
)
def test_constant_arguments(source: str, expected: str) -> None:
    assert text(source) == expected


def test_html_has_the_text() -> None:
    doc = wikiparse.parse("a {{uc:b}} {{#if:|c}}", dialect="wikitext", lang="en")
    assert doc.to_html() == "<p>a B </p>\n"


def test_functions_of_the_caller_come_first() -> None:
    doc = wikiparse.parse("{{uc:b}}", dialect="wikitext", lang="en")
    assert doc.to_text(templates={"uc": lambda call: f"<{call.arguments[0].text}>"}) == "<b>\n"


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "1,234,567.5 1,300 −7"),
        ("de", "1.234.567,5 1.300 −7"),
        ("pl", "1\xa0234\xa0567,5 1300 −7"),
        ("hi", "१२,३४,५६७.५ १,३०० −७"),
        ("fa", "۱٬۲۳۴٬۵۶۷٫۵ ۱٬۳۰۰ −۷"),
        ("zh-classical", "一二三四五六七點五 一三〇〇 −七"),
        (None, "1,234,567.5 1,300 −7"),
    ],
)
def test_numbers_by_language(lang: str | None, written: str) -> None:
    assert format_numbers("1234567.5 1300 -7", lang) == written
    assert plain_number(written.split(" ", maxsplit=1)[0], lang) == "1234567.5"
    assert format_numbers("12345", lang, is_grouped=False) == (
        format_numbers("1", lang) + format_numbers("2345", lang, is_grouped=False)
    )


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", "babbbbbbbbbbbbbbbbbbbbbb"),
        ("fr", "aabbbbbbbbbbbbbbbbbbbbbb"),
        ("ru", "cabbbccccccccccccccccabb"),
        ("pl", "cabbbcccccccccccccccccbb"),
        ("ar", "abcddddddddeeeeeeeeeeeee"),
        ("cs", "dabbbddddddddddddddddddd"),
        ("sl", "dabccddddddddddddddddddd"),
        ("lv", "abccccccccaaaaaaaaaaabcc"),
        ("lt", "dabbbbbbbbdddddddddddabb"),
        ("ro", "babbbbbbbbbbbbbbbbbbcccc"),
        ("he", "dabdddddddddddddddddcddd"),
        ("cy", "abcdffefffffffffffffffff"),
        ("ga", "eabccccddddeeeeeeeeeeeee"),
        ("gd", "dabccccccccabcccccccdddd"),
        ("mt", "babbbbbbbbbcccccccccdddd"),
        ("is", "babbbbbbbbbbbbbbbbbbbabb"),
        ("mk", "babbbbbbbbbabbbbbbbbbabb"),
        ("tl", "aaaababaabaaaababaabaaaa"),
    ],
)
def test_the_form_of_a_number(lang: str, forms: str) -> None:
    assert "".join(["abcdef"[plural_form(n, lang)] for n in range(24)]) == forms
