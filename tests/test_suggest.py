"""Errors name the nearest right name, and the `repr` of a node is a line that says which it is."""

from __future__ import annotations

import inspect
import re
import sys
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import wikiparse
from cases import read_cases, stems
from wikiparse import Document, Limits, Site, etl, iter_pages, parse, read
from wikiparse.nodes.summary import LINE, summary
from wikiparse.suggest import did_you_mean, suggests_keywords

if TYPE_CHECKING:
    from collections.abc import Callable

DOC = parse("# A\n\n[b](c)")
FUNCTIONS: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (parse, ("a",)),
    (read, ("a.md",)),
    (iter_pages, ("a.md",)),
    (etl.map_pages, (len, "a.md")),
    (Limits, ()),
    (Site, ()),
    (etl.Options, ()),
    *[
        (getattr(DOC, name), ())
        for name in ("tree", "to_text", "plain_text", "chunks", "to_html", "to_json", "to_dict")
    ],
    (DOC.children[0].plain_text, ()),
    (DOC.find_templates, ("a",)),
]


@pytest.mark.parametrize(("function", "arguments"), FUNCTIONS)
def test_a_mistyped_keyword(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    keywords = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is not parameter.POSITIONAL_ONLY
    ]
    for name in keywords[len(arguments) :]:
        typed = name[:-2] + name[-1] + name[-2] if len(name) > 4 else name + "s"
        with pytest.raises(TypeError, match=f"{typed!r}; did you mean '{name}'"):
            function(*arguments, **{typed: None})
    with pytest.raises(TypeError, match="argument 'qqqqqq'; there are "):
        function(*arguments, qqqqqq=1)


SAID = [
    (lambda: parse("a", dialect="hibrid"), "wikitext; did you mean 'hybrid'?"),
    (lambda: parse("a", dialect="Wikitext"), "did you mean 'wikitext'?"),
    (lambda: parse("a", dialect="x"), "there are auto, hybrid, .*, wikitext$"),
    (lambda: parse("a", dialect="x" * 10**6), "unknown dialect"),
    (lambda: parse("a", dialect=3), "unknown dialect 3"),
    (lambda: DOC.to_text(footnotes="marks"), "not 'marks'; did you mean 'mark'?"),
    (lambda: DOC.plain_text(tables="cell"), "not 'cell'; did you mean 'cells'?"),
    (lambda: wikiparse.prase, "no attribute 'prase'; did you mean 'parse'?"),
    (lambda: wikiparse.wikilink, "did you mean 'Wikilink'?"),
    (lambda: wikiparse.qqqqqq, "no attribute 'qqqqqq'$"),
    (parse, "missing 1 required positional argument: 'text'"),
    (lambda: parse("a", "hybrid"), "takes 1 positional argument but 2 were given"),
]


@pytest.mark.parametrize(("call", "said"), SAID)
def test_a_mistyped_value(call: Callable[[], object], said: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError), match=said):
        call()


def test_errors_within_a_function_are_its_own() -> None:
    @suggests_keywords
    def function(**keywords: Any) -> None:
        raise TypeError(", ".join(keywords))

    with pytest.raises(TypeError, match=r"^one, two$"):
        function(one=1, two=2)


def test_functions_are_as_they_are_written() -> None:
    for function, _ in FUNCTIONS:
        assert function.__doc__ or sys.flags.optimize > 1
    assert str(inspect.signature(parse)).startswith("(text: 'str | bytes', *, dialect:")
    assert attrs.evolve(Limits(), max_depth=3) == Limits(max_depth=3)


def test_all_names_are_listed_in_a_console() -> None:
    assert set(wikiparse.__all__) <= set(dir(wikiparse))


def test_nothing_near() -> None:
    assert did_you_mean("zzz", ("abc",)) == ""
    assert did_you_mean("", ("abc",)) == ""
    assert did_you_mean(None, ()) == ""


# --- repr

CLASSES = {
    cls.__name__: cls
    for name in wikiparse.__all__
    if isinstance(cls := getattr(wikiparse, name), type) and issubclass(cls, wikiparse.Node)
}
MADE = {name: cls for name, cls in CLASSES.items() if name not in ("Node", "Parent")}
VALUES = {"str": "x", "int": 3, "bool": True, "tuple": (("a", "b"),)}


def nodes_of(cls: type[wikiparse.Node], text: str) -> wikiparse.Node:
    """A node of a class whose texts are all one text."""
    values: dict[str, Any] = {}
    for field in attrs.fields(cls):
        kind = str(field.type)
        if field.name == "children":
            values["children"] = (wikiparse.Paragraph((wikiparse.Text(text),)),) * 3
        elif field.init and field.default is attrs.NOTHING:
            values[field.alias] = text if "str" in kind else 2
    return cls(span=(10**6, 2 * 10**6), **values)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("text", ["", "A", "long text " * 1_000, "\n\t\x1b'\"" * 1_000, "風" * 500])
def test_the_repr_of_every_class_is_a_line(name: str, text: str) -> None:
    node = nodes_of(MADE[name], text)
    shown = repr(node)
    assert shown.startswith(f"{name}(")
    assert shown.endswith(")")
    assert len(shown) <= LINE
    assert shown.isprintable()
    if text == "A" and ("children" in attrs.fields_dict(MADE[name]) or shown.count("=") > 1):
        assert re.search(r"'A\b", shown), "it says which one it is"


def test_the_repr_of_all_fixtures_is_a_line() -> None:
    seen = set()
    for case in [case for stem in stems() for case in read_cases(stem)[1]]:
        for node in case.parse().walk():
            shown = repr(node)
            seen.add(type(node).__name__)
            assert len(shown) <= LINE
            assert shown.isprintable()
    assert len(seen) > 30


SHOWN = [
    ("== A ==\ntext", 1, "Section(level=2, text='A text', children=<2>, span=0:12)"),
    ("== A ==\ntext", 2, "Heading(level=2, text='A', children=<1>, span=0:7)"),
    ("[[A#B|c]]", 2, "Wikilink(title='A', fragment='B', href='A#B', text='c'"),
    ("{{lang|de|Eiche}}", 1, "Template(name='lang', text='de Eiche', children=<2>, span=0:17)"),
    ("* a\n* b", 1, "List(text='a b', children=<2>, span=0:7)"),
    ("a", 0, "Document(dialect='wikitext', text='a', children=<1>, span=0:1)"),
    ("a <b>", 0, "Document(dialect='wikitext', diagnostics=<1>, text='a'"),
]


@pytest.mark.parametrize(("text", "number", "shown"), SHOWN)
def test_what_is_shown(text: str, number: int, shown: str) -> None:
    assert repr(list(parse(text, dialect="wikitext").walk())[number]).startswith(shown)


def test_the_repr_of_a_large_page_looks_at_its_beginning() -> None:
    """It visits nodes as the page begins, and never all of them."""
    doc = parse("*a* " * 10_000, dialect="commonmark")
    seen = []

    class Counted(Document):
        __slots__ = ()

        def walk(self):
            for node in super().walk():
                seen.append(node)
                yield node

    counted = Counted(doc.children, source=doc.source)
    assert summary(counted, [("title", "title")]).startswith("Counted(text='a a a")
    assert len(seen) < 100
