"""Every compiled pattern of the library is on a list, and takes a megabyte of its worst text within
a bounded time.

The list is `patterns.txt`: where the pattern stands, how it is used, and the text that costs it
most: a beginning, what is repeated behind it, and an ending. `scripts/worst_texts.py` finds them,
by trying some four thousand for each pattern, and adds what is new to the list.

Steps within a match cannot be counted from outside (`steps.py`), and no test measures seconds. So
the patterns are driven in a process that may use a minute of processor time for all of them, of
which they take a few seconds; one that needs steps in proportion to the square of a megabyte would
need hours, and be killed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest

import wikiparse
from lengths import long_but
from steps import PATTERNS, modules

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = Path(__file__).with_name("patterns.txt")
MEGABYTE = 1_000_000
MINUTE = 60
AT_THE_PLACE = (
    "re.match",
    "re.search",
    "re.fullmatch",
    "re.split",
    "re.findall",
    "re.finditer",
    "re.sub",
    "re.subn",
)
SMALLER = 200_000
PAGES = (
    *(
        "[a]({}x",
        "[a](b{}x",
        '[a]({}"b c" "',
        "a\n\n|a|\n|-{}x",
        "a <br{}>",
        "a <span a{}.",
        "a <span a{}>b</span>",
        '<section{}class="footnotes',
        "[[a{}b|]]",
    ),
    *(
        "[[{}(a)|]]",
        "-{{a:b;{}x}}-",
        "-{{a:b;{}}}-",
        "-{{{}a:b}}-",
        "<table><tr><td rowspan={}>a</td></tr></table>",
        "<table><tr><td align={}>a</td></table>",
    ),
)
"""Where white space stands that a pattern may give back, character by character. Each took minutes
or hours once."""
REPEATED = ("<section a\n", '<section class="footnotes\n', 'class="footnotes ')
DIGITS = ('[{}](a.png "fig:a")', "[[File:a.jpg|{}x|b]]")
EVERYTHING = "{{ -{ __ $ ~~ www. :// ⓦ _"
"""A text with the signs of all rarer constructs, for the patterns that are made for a page."""


Found = dict[tuple[str, str, int], tuple[str, Any]]
"""By the text of a pattern: its label, and itself."""


@cache
def patterns() -> dict[str, Any]:
    """All patterns by where they stand: of modules, within tables, and those made by functions."""
    found: Found = {}
    for module in modules():
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                _collect(f"{module.__name__.removeprefix('wikiparse.')}.{name}", value, found, 0)
    return dict(found.values()) | _made() | _at_the_place()


def _collect(label: str, value: Any, found: Found, depth: int) -> None:
    if isinstance(value, PATTERNS):
        # A pattern that several modules have is listed where it comes first. It may be one object
        # or two: `re` remembers some hundreds.
        key = (type(value).__module__, value.pattern, value.flags)
        if key not in found or label < found[key][0]:
            found[key] = (label, value)
    elif isinstance(getattr(value, "__self__", None), PATTERNS):
        _collect(label, value.__self__, found, depth)
    elif depth < 3 and isinstance(value, dict) and len(value) < 200:
        for key, item in value.items():
            _collect(f"{label}[{key}]", item, found, depth + 1)
    elif depth < 3 and isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            _collect(f"{label}[{index}]", item, found, depth + 1)


def _made() -> dict[str, Any]:
    """The patterns that functions make, for each dialect."""
    from wikiparse import detect
    from wikiparse.markdown.blocks import lists
    from wikiparse.markdown.blocks import parser as lines
    from wikiparse.markdown.inlines import scanner
    from wikiparse.nodes import links, soft_breaks, wrapped
    from wikiparse.reading import infobox
    from wikiparse.render.html import bare as html_bare
    from wikiparse.render.html import sanitize
    from wikiparse.render.markdown import delimiters
    from wikiparse.render.markdown import escape as markdown_escape
    from wikiparse.render.wikitext import escape as wikitext_words
    from wikiparse.sites.trails import trail_pattern
    from wikiparse.wikitext import preprocessor
    from wikiparse.wikitext.inlines import scanner as wikitext

    made: dict[str, Any] = {}
    for name, dialect in wikiparse.DIALECTS.items():
        made[f"markdown.inlines.scanner.pattern_for({name})"] = scanner.pattern_for(
            scanner.features_of(EVERYTHING, dialect), dialect
        )
        for index, pattern in enumerate(lines._patterns(dialect)):
            made[f"markdown.blocks.parser._patterns({name})[{index}]"] = pattern
        made[f"markdown.blocks.lists.plain_item({name})"] = lists.plain_item(dialect)
    for variants in (False, True):
        made[f"wikitext.preprocessor._pattern({variants})"] = preprocessor._pattern(variants)
        made[f"wikitext.inlines.scanner.pattern_for({variants})"] = wikitext.pattern_for(
            trail_pattern("de"), variants
        )
    for lang in ("zh", "de", "en", "ar", "fr"):
        made[f"sites.trails.trail_pattern({lang})"] = re.compile(trail_pattern(lang))
    made["render.html.sanitize._end_of"] = sanitize._end_of("script")
    for table in ("SIGNS", "WRITERS"):
        for sign, pattern in detect._patterns(getattr(detect, table)):
            made[f"detect.{table}[{sign.name}]"] = pattern
    made["nodes.links._prefix"] = links._prefix()
    made["nodes.soft_breaks._between_cjk"] = soft_breaks._between_cjk()
    made["render.markdown.delimiters._begins_with_cjk"] = delimiters._begins_with_cjk()
    made["nodes.soft_breaks._is_cjk"] = soft_breaks._is_cjk()
    made["nodes.wrapped._wrapped"] = wrapped._wrapped()
    made["reading.infobox.NAME"] = infobox._names()
    made["render.wikitext.escape._special"] = wikitext_words._special("")
    for name, flavor in wikiparse.FLAVORS.items():
        made[f"render.markdown.escape._special({name})"] = markdown_escape._special(flavor, "|")
    made["render.html.bare._line_prefix"] = html_bare._line_prefix(3)
    return made


def _at_the_place() -> dict[str, Any]:
    """The patterns that are written where they are used, as in `re.sub("a", …)`."""
    package = Path(wikiparse.__file__).parent
    found: dict[str, Any] = {}
    for path in package.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and ast.unparse(call.func) in AT_THE_PLACE
            ):
                source = call.args[0]
                assert isinstance(source, ast.Constant), ast.unparse(call)
                flags = [
                    re.RegexFlag[ast.unparse(item.value).removeprefix("re.")]
                    for item in call.keywords
                    if item.arg == "flags"
                ]
                module = ".".join(path.relative_to(package).with_suffix("").parts)
                found[f"{module}.{ast.unparse(call.func)}({source.value!a})"] = re.compile(
                    source.value, *flags
                )
    return found


def listed() -> dict[str, tuple[str, str, str, str]]:
    """The list: by where a pattern stands, the method, the beginning, what is repeated, and the
    ending."""
    rows = [
        line.split("\t")
        for line in LIST.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return {label: (method, *map(ast.literal_eval, text)) for label, method, *text in rows}


def drive(pattern: Any, method: str, text: str) -> None:
    """Use a pattern as the library does."""
    if method == "finditer":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)


def test_every_pattern_is_listed() -> None:
    assert set(patterns()) - set(listed()) == set(), "run scripts/worst_texts.py"
    assert set(listed()) - set(patterns()) == set(), "not there any more: take it from patterns.txt"


def test_no_group_is_repeated_possessively() -> None:
    """Such groups are miscompiled before Python 3.11.5 (gh-106052): they are atomic ones."""
    assert [
        label
        for label, pattern in patterns().items()
        if isinstance(pattern, re.Pattern) and _repeats_possessively(pattern)
    ] == []
    assert _repeats_possessively(re.compile("(?:ab|c)*+"))
    assert not _repeats_possessively(re.compile("(?>(?:ab|c)*)d*+[ef]++"))


def _repeats_possessively(pattern: re.Pattern[str]) -> bool:
    """Whether more than a single character is repeated without going back."""
    todo: list[Any] = [parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple) and len(item) == 2 and item[0] is op.POSSESSIVE_REPEAT:
            repeated = item[1][2]
            if len(repeated) != 1 or repeated[0][0] not in (
                op.ANY,
                op.IN,
                op.LITERAL,
                op.NOT_LITERAL,
            ):
                return True
        elif isinstance(item, (tuple, list, parser.SubPattern)):
            todo += list(item)
    return False


def test_functions_that_make_patterns_are_known() -> None:
    """Elsewhere patterns are compiled once, with their module."""
    making = set()
    for path in Path(wikiparse.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body if "re.compile(" in source else ():
            for function in ast.walk(node):
                if isinstance(function, ast.FunctionDef) and "re.compile(" in ast.unparse(function):
                    making.add(f"{path.stem}.{function.name}")
    assert making == {
        *("scanner.pattern_for", "parser._patterns", "preprocessor._pattern", "sanitize._end_of"),
        *("bare._line_prefix", "escape._special"),
        *("links._prefix", "soft_breaks._between_cjk", "soft_breaks._is_cjk", "wrapped._wrapped"),
        "delimiters._begins_with_cjk",
        *("state.__init__", "escape.link_trail", "mentions._trail"),  # the trail of a language
        "lists.plain_item",  # of a dialect
        "written_dates._patterns",  # once
        *("syntax._until", "syntax._tags", "syntax._end_tag"),  # each once, when first needed
        *(
            "detect._patterns",
            "infobox._names",
        ),  # compiled when first needed: of a page's head, and of a template's name
    }


@pytest.mark.long
def test_a_megabyte_of_the_worst_text() -> None:
    done = subprocess.run(
        [sys.executable, __file__],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    assert done.returncode == 0, f"{done.stdout[-400:]}{done.stderr[-400:]}"
    assert done.stdout.split()[-1] == str(len(listed()))


@pytest.mark.parametrize("dialect", long_but(["hybrid", "wikitext"], wikiparse.DIALECTS))
def test_pages_that_hold_little_else_than_white_space(dialect: str) -> None:
    """A match that fails is one step to the counter of `steps.py`, however far it read and went
    back."""
    done = subprocess.run(
        [sys.executable, __file__, "--pages", dialect],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    assert done.returncode == 0, f"{done.stdout[-400:]}{done.stderr[-400:]}"


def pages() -> Iterator[str]:
    """Texts that patterns met in pages, when they were found."""
    for page in PAGES:
        yield from (page.format(white * SMALLER) + "\n" for white in (" ", "\t", " \n"))
    yield from (page.format("0" * SMALLER) for page in DIGITS)
    yield from (
        start + unit * (SMALLER // len(unit)) + end
        for unit in REPEATED
        for start in ("", "<section ")
        for end in ("\n", ">\n")
    )


def main() -> None:
    """Drive all patterns, or parse the pages."""
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_CPU, (MINUTE, MINUTE))
    if "--pages" in sys.argv:
        for page in pages():
            print(ascii(page[:20]), flush=True)  # the last one printed is the one that was too slow
            wikiparse.parse(page, dialect=sys.argv[-1]).to_html()
        return
    here = patterns()
    for label, (method, first, unit, last) in listed().items():
        print(label, flush=True)  # the last one printed is the one that was too slow
        drive(here[label], method, first + unit * (MEGABYTE // len(unit)) + last)
    print(len(here))


if __name__ == "__main__":
    main()
