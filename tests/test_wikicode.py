"""The bridge to mwparserfromhell: what it is given, and what it is kept from."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import attrs
import pytest

import wikiparse
from lengths import long_but
from wikiparse import Document, ParserFunction, Template, TemplateArgument, TemplateParameter, Text
from wikiparse import wikicode as bridge
from wikiparse.wikicode import MAX_DEPTH, MAX_LENGTH, parse_wikicode

if TYPE_CHECKING:
    from types import FrameType

pytest.importorskip("mwparserfromhell")

BRACES = (Template, ParserFunction, TemplateParameter)


@pytest.mark.parametrize("dialect", ["wikitext", "hybrid"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_nodes_answer_with_their_source(dialect: str, ending: str) -> None:
    text = (
        "a {{x|b = {{y| z }}}} {{#if:a|b}}\n\n> {{{p|q}}} <ref>{{n}}</ref>\n"
        "\n| {{c}} | d |\n| --- | --- |\n"
    ).replace("\n", ending)
    doc = wikiparse.parse(text, dialect=dialect)
    found = [str(node.to_wikicode()) for node in doc.find_all(BRACES)]
    assert found == [
        "{{x|b = {{y| z }}}}",
        "{{y| z }}",
        "{{#if:a|b}}",
        "{{{p|q}}}",
        "{{n}}",
        "{{c}}",
    ]
    assert all(
        str(doc.to_wikicode(node)) == doc.source[slice(*node.span)]
        for node in doc.walk()
        if node.span
    )
    assert str(doc.to_wikicode()) == text


def test_wikicode_can_be_edited() -> None:
    code = wikiparse.parse("{{a|b=c}}", dialect="wikitext").templates[0].to_wikicode()
    code.filter_templates()[0].add("b", "d")
    assert str(code) == "{{a|b=d}}"


def test_a_changed_node_does_not_answer_with_its_old_text() -> None:
    doc = wikiparse.parse("{{a|b}} {{{c|d}}}", dialect="wikitext")
    template, parameter = doc.templates[0], next(doc.find_all(TemplateParameter))
    assert str(attrs.evolve(template, name="e").to_wikicode()) == "{{e|b}}"
    assert str(attrs.evolve(template, children=()).to_wikicode()) == "{{a}}"
    assert str(attrs.evolve(parameter, name="e").to_wikicode()) == "{{{e|d}}}"
    made = Template((TemplateArgument((Text("x|y"),), "k"),), "n")
    assert str(made.to_wikicode()) == "{{n|k=x&#124;y}}"


def edited_page() -> Document:
    doc = wikiparse.parse("{{a}}\n\n{{b}}", dialect="wikitext")
    first, second = doc.children
    return attrs.evolve(doc, children=(attrs.evolve(first, name="c"), second))  # type: ignore[call-arg]


@pytest.mark.parametrize("way", ["pickle", "dict"])
def test_pages_that_were_stored(way: str) -> None:
    def stored(doc: Document) -> Document:
        return (
            pickle.loads(pickle.dumps(doc))
            if way == "pickle"
            else Document.from_dict(doc.to_dict())
        )  # type: ignore[no-any-return]

    back = stored(wikiparse.parse("{{a| b }}\r\n{{{c}}}", dialect="wikitext"))
    assert [str(node.to_wikicode()) for node in back.find_all(BRACES)] == ["{{a| b }}", "{{{c}}}"]
    assert not back.is_edited
    back = stored(edited_page())
    assert [str(node.to_wikicode()) for node in back.find_all(BRACES)] == ["{{c}}", "{{b}}"]
    assert [str(back.to_wikicode(node)) for node in back.children] == ["{{c}}", "{{b}}"]
    assert back.is_edited


def test_a_node_of_another_document() -> None:
    doc, other = (
        wikiparse.parse("{{a}}", dialect="wikitext"),
        wikiparse.parse("{{a}}", dialect="wikitext"),
    )
    assert doc.templates[0] == other.templates[0]
    with pytest.raises(ValueError, match="not a node of this document"):
        doc.to_wikicode(other.templates[0])


# ------------------------------------------------------------------------------------ what is
# refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\0b", "NUL at 1"),
        ("a" * (MAX_LENGTH + 1), "too many"),
        ("a {{b", "'{{' at 2 has no end"),
        ("{{a|{{b}}", "'{{' at 0 has no end"),
        ("{{{{a}}", "'{{' at 0 has no end"),
        ("[[a", "'\\[\\[' at 0 has no end"),
        ("{{a|[[b}}", "has no end"),
        ("<!-- {{ -->{{", "at 11 has no end"),
        ("<ref>{{</ref>", "has no end"),
        ("{{a|" * (MAX_DEPTH + 1) + "}}" * (MAX_DEPTH + 1), f"nest {MAX_DEPTH + 1} levels"),
        ("{{a|" * 200 + "}}" * 200, "nest 200 levels"),
        ("{" * 99 + "}" * 99, "levels deep"),
        ("<b>" * 4_000, "too long"),
        ("{{a|'''b}}" * 4_000, "too long"),
        ("{|\n" * 6_000, "too long"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_wikicode(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a ]] b }} c",
        "{a} [b]",
        "{{{a}}",
        "{{{{{{1}}}}}}",
        "<nowiki>{{</nowiki> <math>{{a}</math> <!-- [[ -->",
        "{{a|" * MAX_DEPTH + "}}" * MAX_DEPTH,
        "{{T|p=a & b}}",
        "{{a|b=[[c|d]]}}" * 2_000,
    ],
)
def test_what_is_taken(text: str) -> None:
    assert str(parse_wikicode(text)) == text


def test_all_levels_that_are_allowed_are_read() -> None:
    for start, end in (("{{a|", "}}"), ("{{{a|", "}}}"), ("[[a|", "]]")):
        code = parse_wikicode(start * MAX_DEPTH + "b" + end * MAX_DEPTH)
        assert (
            sum(
                type(node).__name__ in ("Template", "Argument", "Wikilink")
                for node in code.ifilter(recursive=True)
            )
            == MAX_DEPTH
        )


def calls(text: str) -> int:
    """How many calls it takes to refuse a text, or to read it."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        parse_wikicode(text)
    except ValueError:
        pass
    finally:
        sys.setprofile(None)
    return count


BOMBS = [
    "{{a|",
    "{{{a|",
    "[[a|",
    "{{",
    "[[",
    "}}",
    "<!--",
    "<nowiki>",
    "<ref>",
    "<b ",
    "''a'''b ",
    "[http://a ",
    "{|\n",
    "<b>{{a|",
]


@pytest.mark.parametrize("unit", long_but(["{{a|", "<ref>", "{|\n"], BOMBS))
def test_bombs_cost_what_their_length_is(unit: str) -> None:
    parse_wikicode("")
    assert calls(unit * 4_000) < 5 * calls(unit * 1_000) + 20_000


def test_a_bomb_in_a_page() -> None:
    doc = wikiparse.parse("{{a|" * 8_000, dialect="wikitext")
    with pytest.raises(ValueError, match="take a smaller part"):
        doc.to_wikicode()


def test_a_stack_that_is_nearly_used_up() -> None:
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        else:
            parse_wikicode("{{a|" * MAX_DEPTH + "}}" * MAX_DEPTH)

    parse_wikicode("")
    with pytest.raises(ValueError, match="too long"):
        deep(sys.getrecursionlimit() - len(inspect.stack(0)) - 60)


def test_the_tokenizer_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its step the limit would be none."""
    monkeypatch.setattr(bridge, "FREE_STEPS", 0)
    monkeypatch.setattr(bridge, "MAX_STEPS", 0)
    with pytest.raises(ValueError, match="too long"):
        parse_wikicode("a")


# ------------------------------------------------------------------------------------ the package


def test_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "mwparserfromhell"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    doc = wikiparse.parse("{{a}}", dialect="wikitext")
    with pytest.raises(ImportError, match=r"wikiparse-tree\[wikicode\]") as caught:
        doc.templates[0].to_wikicode()
    assert caught.value.name == "mwparserfromhell"
    assert str(doc.replace(doc.templates[0], "{{b}}")) == "{{b}}"


def test_the_package_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, wikiparse; d = wikiparse.parse('{{a}}'); d.replace(d.templates[0], "
        "'b'); print('mwparserfromhell' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        == "False\n"
    )


def test_an_ampersand_under_a_debug_allocator() -> None:
    """The tokenizer in C aborts the interpreter here."""
    code = (
        "import wikiparse.wikicode as w; print(w.parse_wikicode('{{T|p=a & b}}' * 50) is not None)"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", code],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "True\n"
