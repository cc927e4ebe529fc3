"""What sites call things, held to what MediaWiki says of its languages."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import wikiparse
from wikiparse.mediawiki import FUNCTIONS, HASH_FUNCTIONS, SWITCHES, VARIABLES
from wikiparse.nodes.function_text import FUNCTIONS as COMPUTED
from wikiparse.sites._edit_labels import EDIT_LABELS
from wikiparse.sites.image_options import option_of
from wikiparse.sites.magic_words import (
    function_of,
    is_redirect,
    is_switch,
    is_variable,
    match_switch,
)
from wikiparse.sites.prefixes import namespace_of
from wikiparse.sites.trails import prefix_letters, trail_pattern
from wikiparse.sites.words import is_caseless, mediawiki_code, variant_fallbacks, words_of

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT.parent / "shared" / "sites" / "languages.jsonl"
needs_facts = pytest.mark.skipif(not FACTS.exists(), reason="the facts lie beside the checkout")


def facts() -> dict[str, Any]:
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    return {language["code"]: language for language in map(json.loads, lines)}


def generator(name: str = "generate_words") -> Any:
    path = ROOT / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)  # one script imports another
    spec.loader.exec_module(module)
    return module


@needs_facts
def test_the_table_is_what_its_script_makes() -> None:
    script = generator()
    assert script.words_source(script.read_languages(FACTS)) == script.TARGET.read_text("utf-8")


@needs_facts
def test_every_word_of_every_language() -> None:
    wrong = []
    for code, language in facts().items():
        for name, (is_exact, spellings) in language["words"].items():
            expected = {"".join(word.split("\n")).strip() for word in spellings}
            if mediawiki_code(code) != code or words_of(name, code) != expected:
                wrong.append((code, name))
            assert is_caseless(name) is not is_exact
    assert not wrong


LETTERS = frozenset(map(chr, (*range(0x20, 0x3000), 0xA8E0, 0xA8FF, 0xFEFF)))


@cache
def matched(pattern: str) -> frozenset[str]:
    """The letters that a pattern takes. Many languages have the same one."""
    return frozenset(filter(re.compile(pattern).fullmatch, LETTERS))


@needs_facts
def test_the_letters_of_links() -> None:
    script = generator()
    for code, language in facts().items():
        pattern = script.trail_of(language["trail"])
        assert trail_pattern(code) == pattern
        inside = re.fullmatch(r"/\^\(\[([^\[\]]*)\]\+\)\(\.\*\)\$/\w+", language["trail"])
        if inside and "\\" not in inside[1] and "-" not in inside[1].replace("a-z", ""):
            plain = set(inside[1].replace("a-z", "abcdefghijklmnopqrstuvwxyz"))
            assert matched(pattern) == plain & LETTERS
        assert bool(prefix_letters(code)) is bool(language["prefix"])
        re.compile(f"[{prefix_letters(code)}]" if prefix_letters(code) else "")


@needs_facts
def test_the_fallbacks_of_variants() -> None:
    for language in facts().values():
        for tag, chain in (language["variants"] or {}).items():
            assert variant_fallbacks(tag) == (tag, *chain)


def test_what_is_not_known() -> None:
    assert trail_pattern("xx") == trail_pattern(None) == "[a-z]*+"
    assert prefix_letters(None) == ""
    assert "gerahmt" in words_of("img_framed", None)
    assert "gerahmt" not in words_of("img_framed", "en")
    assert words_of("no such word", "en") == frozenset()
    assert variant_fallbacks("zh_TW") == ("zh-tw", "zh-hant", "zh-hk", "zh-mo")
    assert variant_fallbacks("xx") == ("xx",)


@needs_facts
def test_every_switch_is_known_in_its_language() -> None:
    left_out = set()
    for code, language in facts().items():
        for name in SWITCHES:
            is_exact, forms = language["words"].get(name, (True, ()))
            for form in forms:
                if match_switch(form, 0, len(form), code) is None:
                    left_out.add(form)
                other = form.swapcase()
                if not is_exact and form not in left_out:
                    assert match_switch(other, 0, len(other), code), (code, other)
    # Slips of MediaWiki's lists, and the full-width lines of Japanese.
    assert all(not re.fullmatch(r"__[^\s_](\S*[^\s_])?__", form) for form in left_out), left_out


def test_other_words_are_no_switches() -> None:
    assert is_switch("目次", "ja")
    assert is_switch("目次", None)
    assert not is_switch("目次", "en")
    assert is_switch("ИНДЕКС", "ab")  # from Russian
    assert is_switch("T", "eo")
    assert not is_switch("T", None)  # too short where any language may be meant
    for name in "FILE LINE DATA END START INIT main _ NOTOC_ \ud800".split():
        assert not is_switch(name, None), name
    assert not is_switch("", None)


@needs_facts
def test_every_variable_is_known_in_its_language() -> None:
    for code, language in facts().items():
        for name in VARIABLES:
            for form in language["words"].get(name, (True, ()))[1]:
                assert is_variable("".join(form.split("\n")).strip(), code), (code, form)


def test_other_words_are_no_variables() -> None:
    assert is_variable("SEITENNAME", "de")
    assert is_variable("SEITENNAME", None)
    assert not is_variable("SEITENNAME", "en")
    for name in "USA CO2 TOC pagename ! =".split():
        assert not is_variable(name, None), name


@needs_facts
def test_every_option_of_every_language() -> None:
    wrong = []
    for code, language in facts().items():
        for name, (_, spellings) in language["words"].items():
            if name.startswith("img_"):
                parts = {"".join(word.split("\n")).strip().replace("$1", "2") for word in spellings}
                found = {option_of(part, code) for part in parts}
                wrong += [(code, name)] if None in found else []
    assert not wrong


OWN_NAMES = {
    # MediaWiki has the name of "MediaWiki talk" as an alias of "File talk", by a slip.
    ("bn", "MediaWiki_আলাপ", 7),
    ("bpy", "MediaWiki_আলাপ", 7),
    ("yue", "MediaWiki_傾偈", 7),
}
"""Names of namespaces that mean something else on the wiki itself."""


@needs_facts
def test_every_namespace_of_every_language() -> None:
    generator()
    script = generator("generate_names")
    different = {
        (code, name, number)
        for code, language in facts().items()
        for name, number in script.names_of_language(language)
        if number in script.NUMBERS and namespace_of(name, code) != script.NUMBERS[number]
    }
    assert different == OWN_NAMES


@needs_facts
def test_the_further_names_are_what_their_script_makes() -> None:
    generator()
    script = generator("generate_names")
    assert script.names_source(facts()) == script.TARGET.read_text("utf-8")


@needs_facts
def test_every_redirect_word_and_every_function_of_every_language() -> None:
    wrong = []
    for code, language in facts().items():
        for name, (_, spellings) in language["words"].items():
            words = {"".join(word.split("\n")).strip() for word in spellings}
            if name == "redirect":
                wrong += [(code, word) for word in words if not is_redirect(word.lstrip("#"))]
            elif name in FUNCTIONS or name in HASH_FUNCTIONS:
                sign = "#" if name in HASH_FUNCTIONS else ""
                # Some languages have one word for several functions of the names of pages.
                known = {name} if name in (*COMPUTED, *HASH_FUNCTIONS) else {*FUNCTIONS}
                wrong += [
                    (code, word)
                    for word in words
                    if function_of(sign + word.removesuffix(":"), code) not in known
                ]
    assert {word for _, word in wrong} == set()


def test_the_labels_of_links_that_edit() -> None:
    script = generator("generate_edit_labels")
    text = script.TARGET.read_text("utf-8")
    found = re.search(r"in (\d+) languages.*MediaWiki ([\d.]+);", text, re.S)
    assert found
    assert text == script.module_of(set(EDIT_LABELS), int(found[1]), found[2])
    assert {
        "edit",
        "edit source",
        "bearbeiten",
        "modifier",
        "编辑",
        "編集",
        "править",
    } <= EDIT_LABELS
    assert all(label == label.lower().strip() for label in EDIT_LABELS)


def test_labels_without_links_are_no_part_of_a_heading() -> None:
    source = (
        "# Elm\n\nA tree.[[1]](#cite_note-1)\n\n## Rinde[Bearbeiten]\n\n## Blatt [alt]\n\nGrün."
    )
    doc = wikiparse.parse(source, dialect="web", lang="de")
    assert [part.title for part in doc.sections[0].sections] == ["Rinde", "Blatt [alt]"]
