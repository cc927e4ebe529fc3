"""Expansion of templates against MediaWiki's answers, and its limits."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

import wikiparse
from expansion_files import expanded, read_cases
from wikiparse import TemplateStore

CASES = [
    pytest.param(file, case, id=f"{file.path.stem}: {case.name}")
    for file in read_cases()
    for case in file.cases
]


@pytest.mark.parametrize(("file", "case"), CASES)
def test_a_case_is_as_mediawiki_has_it(file, case):
    expected = case.here if case.reason else case.expected
    assert expanded(file, case).text == expected


def test_differences_are_few_and_have_reasons():
    cases = [case for file in read_cases() for case in file.cases]
    missing = "a template that the store does not have stays as a call"
    others = [case for case in cases if case.reason and case.reason != missing]
    assert len(cases) >= 300
    assert len(others) <= len(cases) // 100


# ------------------------------------------------------------------------------------ hostile

LEVELS = 40
HOSTILE = {
    "a loop": ({"A": "{{A}}"}, "{{A}}"),
    "a loop of two": ({"A": "{{B}}", "B": "{{A}}{{A}}"}, "{{A}}" * 100),
    "a loop by arguments": ({"A": "{{A|{{{1}}}{{{1}}}}}"}, "{{A|x}}"),
    "doubled calls": (
        {f"T{n}": f"{{{{T{n + 1}|{{{{{{1}}}}}}}}}}" * 2 for n in range(LEVELS)},
        "{{T0|x}}",
    ),
    "doubled calls without arguments": (
        {f"T{n}": f"{{{{T{n + 1}}}}}" * 2 for n in range(LEVELS)} | {f"T{LEVELS}": "x"},
        "{{T0}}",
    ),
    "doubled arguments": (
        {f"T{n}": f"{{{{T{n + 1}|{'{{{1}}}' * 2}}}}}" for n in range(LEVELS)}
        | {f"T{LEVELS}": "{{{1}}}"},
        "{{T0|x}}",
    ),
    "doubled tags": (
        {f"T{n}": f"{{{{#tag:ref|{f'{{{{T{n + 1}}}}}' * 2}}}}}" for n in range(LEVELS)}
        | {f"T{LEVELS}": "x"},
        "{{T0}}",
    ),
    "a long text a thousand times": ({"L": "x" * 100_000}, "{{L}}" * 1_000),
    "many calls": ({"A": "a{{{1|}}}"}, "{{A|b}}" * 20_000),
    "deep calls": ({"A": "{{{1}}}"}, "{{A|" * 3_000 + "x" + "}}" * 3_000),
    "deep conditions": ({}, "{{#if:1|" * 3_000 + "x" + "}}" * 3_000),
    "deep defaults": ({}, "{{{a|" * 3_000 + "x" + "}}}" * 3_000),
    "deep expression": ({}, "{{#expr:" + "(" * 5_000 + "1" + ")" * 5_000 + "}}"),
    "deep names": ({"A": "A"}, "{{" * 3_000 + "A" + "}}" * 3_000),
    "unclosed": ({}, "{{a|" * 20_000),
    "unclosed parameters": ({}, "{{{" * 20_000),
    "unclosed links": ({}, "[[{{" * 20_000),
    "closing": ({}, "}}" * 20_000),
    "headings": ({}, "{{a|\n==" * 10_000),
    "comments": ({}, "a" + "<!--b-->" * 20_000),
    "open comments": ({}, "<!-- " * 20_000),
    "open tags": ({}, "<ref>" * 20_000 + "{{a}}"),
    "open tags without an end": ({}, "<ref " * 20_000 + "{{a}}"),
    "error classes": ({}, "{{#iferror:" + "<span " * 20_000 + "|a|b}}"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("is_page", [False, True])
def test_hostile_templates_are_bounded(name, is_page):
    templates, text = HOSTILE[name]
    store = TemplateStore(templates, max_size=300_000, max_steps=100_000)
    expansion = store.expand(text, is_page=is_page)
    assert expansion.steps <= store.max_steps + 1
    assert len(expansion.text) <= store.max_size + len(text)


def test_steps_grow_with_the_calls():
    store = TemplateStore({"A": "{{#if:{{{1|}}}|{{{1}}}}}"})
    few, many = (store.expand("{{A|b}}" * count).steps for count in (100, 800))
    assert many == few * 8


def test_a_large_switch_costs_a_lookup():
    cases = "|".join(f"{number}={{{{Long}}}}" for number in range(5_000))
    store = TemplateStore({"S": "{{#switch:{{{1}}}|" + cases + "}}", "Long": "x"})
    assert store.expand("{{S|4321}}" * 200).text == "x" * 200
    assert store.expand("{{S|4321}}" * 200).steps < 2_000


def test_a_limit_leaves_calls_and_says_so():
    store = TemplateStore({"L": "x" * 600}, max_size=1_000)
    expansion = store.expand("{{L}} {{L}} {{L}}")
    assert expansion.text == "x" * 600 + " {{L}} {{L}}"
    assert [d.code for d in expansion.diagnostics] == ["expansion-too-large"]
    assert tuple(expansion.diagnostics[0].span) == (6, 11)


def test_a_loop_is_reported():
    expansion = TemplateStore({"A": "{{B}}", "B": "{{A}}"}).expand("x {{A}}")
    assert "Template loop detected: [[Template:A]]" in expansion.text
    assert [d.code for d in expansion.diagnostics] == ["template-loop"]


# ------------------------------------------------------------------------------------ the unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{#invoke:M|f|{{A}}}}", "{{#invoke:M|f|a}}"),
        ("{{#if:{{#invoke:M|f}}|y|n}}", "{{#if:{{#invoke:M|f}}|y|n}}"),
        ("{{#if:x{{#invoke:M|f}}|y|n}}", "y"),
        ("{{#switch:{{Other}}|a=1}}", "{{#switch:{{Other}}|a=1}}"),
        ("{{lc:{{Other}}}}", "{{lc:{{Other}}}}"),
        ("{{W|{{Other}}}}", "[{{Other}}]"),
        ("{{CURRENTYEAR}}", "{{CURRENTYEAR}}"),
        ("{{#ifexist:A|y|n}}", "{{#ifexist:A|y|n}}"),
        ("{{DEFAULTSORT:{{A}}}}", "{{DEFAULTSORT:a}}"),
    ],
)
def test_what_is_not_known_stays(text, expected):
    store = TemplateStore({"A": "a", "W": "[{{{1}}}]"})
    assert store.expand(text).text == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2001-02-03", "3 Feb 2001"),
        ("3 February 2001 +1 day", "4 Feb 2001"),
        ("@0", "1 Jan 1970"),
        ("2001-13-41", "Error"),
        ("", None),
        ("now", None),
        ("yesterday", None),
        ("+1 day", None),
        ("2001", None),
        ("3 February", None),
    ],
)
def test_whole_dates_need_no_moment(date, expected):
    text = f"{{{{#time:j M Y|{date}}}}}"
    found = TemplateStore({}, lang="en").expand(text).text
    assert found == text if expected is None else expected in found


def test_missing_calls_are_counted():
    store = TemplateStore({"A": "{{B}}{{#invoke:M}}"})
    assert store.expand("{{A}}{{b}}").missing == {"Template:B": 2, "#invoke:": 1}


def test_a_moment_is_the_callers():
    store = TemplateStore({}, moment=datetime(2020, 5, 6, tzinfo=UTC))
    assert store.expand("{{CURRENTYEAR}} {{#time:j F|+1 day}}").text == "2020 7 May"


def test_a_page_keeps_all_but_its_calls():
    store = TemplateStore({"A": "a{{{1|}}}"})
    text = "<!-- {{A}} -->{{A}}<ref>b {{A|c}}</ref><nowiki>{{A}}</nowiki> {{Other}} [[x|{{A}}]]"
    expansion = store.expand(text, is_page=True)
    assert expansion.text == (
        "<!-- {{A}} -->a<ref>b ac</ref><nowiki>{{A}}</nowiki> {{Other}} [[x|a]]"
    )
    assert [text[start:end] for _, _, start, end in expansion.replaced] == [
        "{{A}}", "{{A|c}}", "{{A}}",
    ]  # fmt: skip
    assert [expansion.text[start:end] for start, end, _, _ in expansion.replaced] == [
        "a", "ac", "a",
    ]  # fmt: skip


def test_titles_are_those_of_the_language():
    store = TemplateStore(
        {"Vorlage:mühle": "m", "Weiter": "#WEITERLEITUNG [[Vorlage:Mühle]]"}, lang="de"
    )
    assert store.expand("{{mühle}}{{Vorlage:Mühle}}{{weiter}}").text == "mmm"
    assert "Mühle" in store
    assert "mÜHLE" not in store


def test_a_site_may_keep_the_case():
    site = wikiparse.Site(lang="en", case="case-sensitive")
    store = TemplateStore({"a": "1", "A": "2"}, site=site)
    assert store.expand("{{a}}{{A}}").text == "12"


def test_a_store_can_be_pickled():
    store = pickle.loads(pickle.dumps(TemplateStore({"A": "a"}, lang="en")))
    assert store.expand("{{A}}").text == "a"
