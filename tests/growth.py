"""How does each public method grow with the page? `python tests/growth.py` measures all of them.

Every public attribute and method of every node, of a document and of its source is asked, by
reflection: one that is added later is in it, and one that cannot be called without arguments must
be told how (`ARGUMENTS`). What is measured is the work of

* asking a document once, and the first, middle and last node of each class; and
* for what looks something up (`section(title)`, `references(definition)`, …), asking once for each
  thing there is to look up on the page.

Work is steps of the interpreter, one for each instruction of Python code: the same on every
machine, and no loop hides in a comprehension. The size of what comes out counts too, so that a list
that is repeated is seen. What a built-in does in one go (`max` of a list) is not: `--seconds`
measures CPU time at larger sizes beside it. A page four times as long may take four times the work;
the exponent printed is log4 of the ratio, 1.0 for linear."""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import math
import sys
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import wikiparse
from reading_checks import HAS_SENTENCES, OPTIONS
from wikiparse import etl

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    Tracer = Callable[[FrameType, str, Any], "Tracer | None"]

EXPONENT = 1.2
SIZES = (1_500, 6_000)
"""Code points of the two pages that are compared. The shorter one nests as deep as the limit lets
it."""
FLOOR = 3_000
"""Steps that both pages may take besides: what is set up once."""
OUTPUT_FLOOR = 10_000
"""Characters that both pages may put out besides. Diagnostics begin where a limit is passed, which
the shorter page may only just do."""
LARGEST = 30_000_000
"""Steps after which a call is given up: it is no longer linear."""

SKIPPED = {
    "reader": "what .plain_text() is made of",
    "default_texts": "what .text of a template is made of",
    "bridge": "what .to_wikicode() is made of",
    "to_wikicode": "the bridge has a bound of its own (tests/test_wikicode.py)",
    "from_dict": "takes what to_dict returns; measured as the way back of to_dict",
    "words": "what .text is made of",
    "framer": "what .to_frame() is made of",
    "to_frame": "grid() and the texts of its cells, handed to a package that is optional",
}
if not HAS_SENTENCES:
    SKIPPED["sentences"] = "needs the package sentencex"
ARGUMENTS: dict[str, Callable[[wikiparse.Document, Any], Iterable[tuple[Any, ...]]]] = {
    "find_all": lambda _doc, _node: [(wikiparse.Text,)],
    "to_source": lambda _doc, plain: [(offset,) for offset in range(0, len(plain), 50)],
    "from_source": lambda doc, _plain: [(offset,) for offset in range(0, len(doc.source), 50)],
    "footnote": lambda doc, _node: [(reference,) for reference in doc.footnote_references],
    "references": lambda doc, _node: [(definition,) for definition in doc.footnotes],
    "parent": lambda doc, _node: [(node,) for node in doc.walk()],
    "ancestors": lambda doc, _node: [(node,) for node in doc.walk()],
    "section_of": lambda doc, _node: [(node,) for node in doc.walk()],
    "source_of": lambda doc, _node: [(node,) for node in doc.find_all(wikiparse.Text)],
    "find_templates": lambda doc, _node: [(name,) for name in {t.name for t in doc.templates}],
    "anchor": lambda doc, _node: [(title,) for title in _titles(doc)],
    "call_of": lambda doc, _node: [(node,) for node in doc.find_all(wikiparse.Text)],
    "expand": lambda doc, _node: [(template,) for template in doc.templates[:1]],
    "cited": lambda doc, _node: [(n,) for n in (*doc.footnote_references, *doc.templates)],
    "section": lambda doc, _node: [(title,) for title in _titles(doc)],
    "get": lambda _doc, node: [(name,) for name in _names(node)],
    "replace": lambda doc, _node: [(next(_inlines(doc)), "x")] if any(_inlines(doc)) else [],
    "replace_all": lambda doc, _node: [([(node, "x") for node in _outermost(doc)],)],
    "append": lambda _doc, _node: [("x",)],
    "insert_before": lambda doc, _node: [(node, "x") for node in _outermost(doc)[:1]],
    "insert_after": lambda doc, _node: [(node, "x") for node in _outermost(doc)[-1:]],
    "remove": lambda doc, _node: [(node,) for node in _outermost(doc)[:1]],
    "rename_section": lambda doc, _node: [(section, "x") for section in _some_section(doc)],
    "set_section": lambda doc, _node: [(section, "x") for section in _some_section(doc)],
    "set_argument": lambda doc, _node: [(template, "x", "y") for template in doc.templates[:1]],
    "remove_argument": lambda doc, _node: [
        (template, argument.name)
        for template in doc.templates[:1]
        for argument in template.arguments[:1]
    ],
    "map": lambda _doc, _node: [(lambda node: node,), (lambda _: None,)],
    "position": lambda doc, _node: [(offset,) for offset in range(0, len(doc.source), 50)],
    "utf8": lambda doc, _node: [(offset,) for offset in range(0, len(doc.source), 50)],
    "utf16": lambda doc, _node: [(offset,) for offset in range(0, len(doc.source), 50)],
    "offset": lambda doc, _node: [(line, 1) for line in range(1, doc.source.count("\n") + 1)],
}
"""How to call what takes arguments: for each name the calls to make on a document or node."""
VERBS = frozenset(
    "append expand insert_before insert_after remove rename_section set_section set_argument "
    "remove_argument".split()
)
"""Edits, which may be refused, and `expand`, which takes a page with a store."""


class Grown(NamedTuple):
    """A method that was asked on two pages of a family."""

    family: str
    dialect: str
    method: str
    work: tuple[float, float]
    size: tuple[int, int]
    floor: float = FLOOR

    @property
    def exponent(self) -> float:
        """The larger of both exponents: of the work, and of the size of what came out."""
        ratio = math.log(SIZES[1] / SIZES[0])
        small, large = (self.floor + work for work in self.work)
        out = (OUTPUT_FLOOR + self.size[1]) / (OUTPUT_FLOOR + self.size[0])
        return max(math.log(large / small) / ratio, math.log(out) / ratio)


def _titles(doc: wikiparse.Document) -> list[str]:
    return [section.title for section in doc.find_all(wikiparse.Section)]


def _some_section(doc: wikiparse.Document) -> list[wikiparse.Section]:
    return list(doc.find_all(wikiparse.Section))[:1]


def _names(node: Any) -> list[str]:
    pairs = getattr(node, "attributes", None) or getattr(node, "options", None)
    if pairs is not None:  # pairs are looked through: one question is linear in their number
        return [name for name, _ in (*pairs[:1], *pairs[-1:])]
    return [argument.name for argument in getattr(node, "arguments", ())]


def _inlines(doc: wikiparse.Document) -> Iterator[wikiparse.Node]:
    return (node for node in doc.find_all(wikiparse.Text) if node.span is not None)


def _outermost(doc: wikiparse.Document) -> list[wikiparse.Node]:
    return [
        node for node in doc.children if node.span is not None and node.span.start < node.span.end
    ]


class TooManySteps(Exception):  # noqa: N818  # no error of the library
    """Raised where a call has taken more steps than any linear one would."""


def steps_of(work: Callable[[], Any]) -> tuple[int, Any]:
    """How many instructions of Python code some work takes, and what it returns."""
    steps = 0
    # What is called for each instruction is the cost of these tests: it does one thing.

    def instruction(*_event: Any) -> None:
        nonlocal steps
        steps += 1
        if steps > LARGEST:
            raise TooManySteps

    def opcode(_frame: FrameType, event: str, _value: Any) -> Tracer:
        nonlocal steps
        if event == "opcode":
            steps += 1
            if steps > LARGEST:
                raise TooManySteps
        return opcode

    with _monitored(instruction) if sys.version_info >= (3, 12) else _traced(opcode):
        try:
            done = work()
        except TooManySteps:
            done = None
    return steps, done


@contextmanager
def _monitored(step: Callable[..., None]) -> Iterator[None]:
    """Python 3.12 and later. Tracing stands on the same events there, but a function that is
    entered for the first time is instrumented too late, and counts less than at its next call."""
    monitoring = sys.monitoring
    tool = next(tool for tool in range(6) if monitoring.get_tool(tool) is None)
    monitoring.use_tool_id(tool, "growth")
    monitoring.register_callback(tool, monitoring.events.INSTRUCTION, step)
    monitoring.set_events(tool, monitoring.events.INSTRUCTION)
    try:
        yield
    finally:
        monitoring.set_events(tool, monitoring.events.NO_EVENTS)
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, None)
        monitoring.free_tool_id(tool)


@contextmanager
def _traced(opcode: Tracer) -> Iterator[None]:
    """Python 3.11."""

    def entered(frame: FrameType, _event: str, _value: Any) -> Tracer:
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return opcode

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        yield
    finally:
        sys.settrace(before)


def seconds_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU time that some work takes, in microseconds so that it can stand beside steps."""
    start = time.thread_time()
    done = work()
    return 1e6 * (time.thread_time() - start), done


def size_of(value: Any, depth: int = 0) -> int:
    """The size of what came out: characters of text, items of what holds others. A node is one."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return len(value) + sum(size_of(item, depth + 1) for item in value.values() if depth < 3)
    if isinstance(value, (list, tuple)):
        return len(value) + sum(size_of(item, depth + 1) for item in value if depth < 3)
    return len(value) if isinstance(value, Sized) and not isinstance(value, wikiparse.Node) else 1


def public_names(cls: type) -> list[str]:
    """The public attributes and methods of a class, those of `str` apart."""
    return [
        name
        for name in dir(cls)
        if not name.startswith("_") and name not in SKIPPED and not hasattr(str, name)
    ]


def questions(doc: wikiparse.Document) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What can be asked of a document and of its nodes: the name of the method, and all its
    calls."""
    by_class: dict[type, list[Any]] = {type(doc): [doc], type(doc.source): [doc.source]}
    plain = doc.plain_text()
    by_class[type(plain)] = [plain]
    for node in doc.walk():
        by_class.setdefault(type(node), []).append(node)
    for cls, found in by_class.items():
        some = list(
            {id(node): node for node in (found[0], found[len(found) // 2], found[-1])}.values()
        )
        if cls is not type(doc):
            some.sort(key=_arguments, reverse=True)
        for name in public_names(cls):
            yield f"{cls.__name__}.{name}", partial(_ask, doc, some, name)


def _arguments(node: Any) -> int:
    return len(getattr(node, "children", ()) or ())


def _ask(doc: wikiparse.Document, nodes: list[Any], name: str) -> list[Any]:
    """Ask some nodes one thing: everything that comes out."""
    out = []
    for node in nodes:
        value = getattr(node, name)
        if not callable(value) or isinstance(value, type):
            out.append(value)
        elif name in ARGUMENTS:
            for arguments in ARGUMENTS[name](doc, node):
                with suppress(ValueError) if name in VERBS else nullcontext():
                    out.append(_taken(value(*arguments)))
        else:
            out.append(_taken(value()))
    return out


def _with_parts(doc: wikiparse.Document, options: dict[str, Any]) -> list[Any]:
    """The text by some options, with everything in it."""
    plain = doc.plain_text(**options)
    return [plain.text, plain.mentions, plain.footnote_references, plain.sections, plain.blocks]


def _taken(value: Any) -> Any:
    return list(value) if isinstance(value, Iterator) else value


def missing_arguments() -> list[str]:
    """Methods that need arguments and are not told how to be called."""
    missing = []
    classes = [
        cls
        for cls in vars(wikiparse).values()
        if isinstance(cls, type) and issubclass(cls, wikiparse.Node)
    ]
    doc = wikiparse.parse("")
    for cls in [*classes, type(doc.source), type(doc.plain_text())]:
        for name in public_names(cls):
            method = inspect.getattr_static(cls, name)
            if not inspect.isfunction(method) or name in ARGUMENTS:
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            if any(p.default is p.empty and p.kind is not p.VAR_KEYWORD for p in parameters):
                missing.append(f"{cls.__name__}.{name}")
    return missing


def grown(
    family: str,
    make: Callable[[int], str],
    dialect: str,
    measure: Callable[[Callable[[], Any]], tuple[float, Any]] = steps_of,
    scale: int = 1,
) -> Iterator[Grown]:
    """How everything that can be asked grows between two pages of a family."""
    texts = [make(size * scale) for size in SIZES]
    docs = [wikiparse.parse(text, dialect=dialect) for text in texts]
    small, large = (dict(questions(doc)) for doc in docs)
    asked: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        (name, small[name], large[name]) for name in large if name in small
    ]
    for options in OPTIONS[1:]:
        values = ", ".join(f"{name}={value!r}" for name, value in options.items())
        works = [partial(_with_parts, doc, options) for doc in docs]
        asked.append((f"plain_text({values})", works[0], works[1]))
    records = [{"text": text, "dialect": dialect} for text in texts]
    asked.append(
        (
            "etl.parse_record",
            partial(etl.parse_record, records[0]),
            partial(etl.parse_record, records[1]),
        )
    )
    asked.append(
        (
            "parse(bytes)",
            *(
                partial(wikiparse.parse, text.encode("utf-8", "replace") + b"\xff")
                for text in texts
            ),
        )
    )
    for name, first, second in asked:
        works, sizes = zip(*(measure(work) for work in (first, second)), strict=True)
        yield Grown(family, dialect, name, works, (size_of(sizes[0]), size_of(sizes[1])))


def families() -> dict[str, Callable[[int], str]]:
    """The hostile families of the tests, and tables, footnotes and arguments by the thousand."""
    from test_linear import UNITS
    from test_wikitext_any_text import UNITS as WIKITEXT_UNITS

    found: dict[str, Callable[[int], str]] = dict(MANY)
    found |= {
        ascii(unit): partial(_repeated, unit) for unit in dict.fromkeys((*UNITS, *WIKITEXT_UNITS))
    }
    hostile = Path(__file__).parent.parent.parent / "shared" / "tools" / "hostile.py"
    if hostile.exists():
        spec = importlib.util.spec_from_file_location("hostile", hostile)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found |= module.CASES
    return found


def _repeated(unit: str, size: int) -> str:
    return unit * max(size // len(unit), 1)


def _numbered(pattern: str, size: int) -> str:
    return "".join(pattern.format(number) for number in range(max(size // (len(pattern) + 2), 1)))


def _in_two(before: str, after: str, between: str, size: int) -> str:
    half = size // 2
    return _numbered(before, half) + between + _numbered(after, half)


MANY: dict[str, Callable[[int], str]] = {
    "sections": partial(_numbered, "# a{0}\n\nx\n\n"),
    "sections of one title": partial(_numbered, "# a\n\nx\n\n"),
    "footnotes": lambda size: _in_two("a[^{0}] ", "[^{0}]: b\n\n", "\n\n", size),
    "one footnote": lambda size: _numbered("a[^1] ", size) + "\n\n[^1]: b\n",
    "named references": partial(_numbered, "a<ref name=n{0}>b</ref><ref name=n{0} /> "),
    "arguments": lambda size: "{{t" + _numbered("|a{0}=b", size) + "}}",
    "arguments of one name": lambda size: "{{t" + _numbered("|a=b", size) + "}}",
    "cells in a row": lambda size: "|a|\n|-|\n|" + "b|" * size,
    "columns": lambda size: (
        "|"
        + _numbered("a{0}|", size // 3)
        + "\n|"
        + "-|" * (size // 9)
        + "\n|"
        + "b|" * (size // 9)
    ),
    "wikitext cells": lambda size: "{|\n|" + "a||" * (size // 3) + "\n|}",
    "a ragged table": lambda size: (
        "<table><tr>" + "<td>" * (size // 10) + "</tr>" + "<tr><td>" * (size // 20) + "</table>"
    ),
    "one cell over all rows": lambda size: (
        '<table><tr><td rowspan="1000" colspan="1000">'
        + "''a'' " * (size // 20)
        + "</td></tr>"
        + "<tr><td>" * (size // 20)
        + "</table>"
    ),
    "attributes": lambda size: "<b " + _numbered('a{0}="b" ', size) + ">x</b>",
    "image options": lambda size: "[[File:A.jpg" + _numbered("|a{0}", size) + "]]",
    "categories": partial(_numbered, "[[Category:a{0}]]\n"),
    "links": partial(_numbered, '[a](../Page/a{0}.md "wikilink") '),
    "links by URL": partial(_numbered, '[a](/wiki/A{0} "A{0}") [a](/wiki/File:A{0}) '),
    "links to other wikis": partial(_numbered, "- [a](https://de.wikipedia.org/wiki/A{0})\n"),
    "footnotes by anchors": lambda size: _in_two(
        "[[{0}]](#cite_note-a-{0}) ", "{0}. [^](#cite_ref-a_{0}-0) b\n", "\n\n", size
    ),
    "calls of one footnote": lambda size: (
        _numbered("[[1]](#cite_note-a-1) ", size // 2)
        + "\n\n1. ^ "
        + _numbered("[a](#cite_ref-a_1-{0}) ", size // 2)
        + "b\n"
    ),
    "table of contents": lambda size: _in_two(
        "- [{0} a{0}](#a{0})\n", "# a{0}[[b](?action=edit&section={0})]\n\n", "\n\n", size
    ),
    "coordinates": partial(_numbered, "{{{{coord|1|{0}|N|2|E}}}} {{{{dts|{0}|1|2}}}} "),
    "microformats": partial(
        _numbered, '<span class="geo">1; 2</span> <span class="bday">1900-01-0{0}</span> '
    ),
    "positions of one template": lambda size: "{{x" + _numbered("|lat{0}=1|long{0}=2", size) + "}}",
    "infoboxes in infoboxes": lambda size: "{{Infobox x|a=b|c=" * (size // 20),
    "infobox": lambda size: "{{Infobox x\n" + _numbered("| a{0} = [[b]]\n", size) + "}}",
    "citations": partial(_numbered, "<ref>{{{{cite web|title=a{0}|url=http://b.c/{0}}}}}</ref>\n"),
    "authors": lambda size: "{{cite book|title=a" + _numbered("|last{0}=b", size) + "}}",
    "plain footnotes": partial(_numbered, "<ref>[http://b.c/{0} d] 1 May 2010</ref>\n"),
    "lines": partial(_repeated, "a\n\n"),
}
"""Many things of one kind, for what looks things up."""


def main() -> int:
    """Measure, and print what grows fastest."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", default="", help="only families whose name holds this")
    parser.add_argument("--dialects", default=",".join(wikiparse.DIALECTS))
    parser.add_argument(
        "--seconds",
        action="store_true",
        help="CPU time on pages sixteen times as long, instead of steps",
    )
    options = parser.parse_args()
    results: list[Grown] = []
    for family, make in families().items():
        if options.family in family:
            for dialect in options.dialects.split(","):
                if options.seconds:
                    some = grown(family, make, dialect, seconds_of, 16)
                    results += [one._replace(floor=20_000) for one in some]
                else:
                    results += grown(family, make, dialect)
    results.sort(key=lambda one: -one.exponent)
    for one in results[:25]:
        what = f"{one.method} of {one.family[:40]!a} as {one.dialect}"
        print(f"{one.exponent:.2f}  {what}: {one.work[0]:,.0f} and {one.work[1]:,.0f}")
    worst = sum(one.exponent > EXPONENT for one in results)
    print(f"{len(results):,} questions, {worst} grow faster than by {EXPONENT}")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
