"""Nothing is lost: leaves and the markup between them cover the source exactly, so every word
stands in one leaf, in order.

`test_written_back.py` holds spans to their order and the document to its source; here it is the
words between pieces of markup that are looked for in the leaves. A word is of letters that no
construct is made of, so that none of them can be markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from cases import read_cases, stems
from test_any_text import ATOMS, of_both
from test_wikitext_any_text import ATOMS as WIKITEXT_ATOMS

WORD = re.compile(r"[ωψ][ξζ]+[0-9]+")
DIALECTS = ("auto", *wikiparse.DIALECTS)
PAGES = Path(__file__).parent.parent.parent / "shared" / "corpus" / "real"

pieces = st.one_of(st.sampled_from(ATOMS), st.sampled_from(WIKITEXT_ATOMS))


def _with_words(parts: list[str]) -> str:
    return "".join(
        f"{part} ωξ{number} " if number % 3 else f"{part}ωξ{number}"
        for number, part in enumerate(parts)
    )


with_words = st.lists(pieces, min_size=1, max_size=30).map(_with_words)


def lost(doc: wikiparse.Document) -> list[str]:
    """The words of the source that no leaf's span, or more than one, takes in; and leaves out of
    order."""
    source = str(doc)
    held = bytearray(len(source) + 1)
    faults = []
    before = 0
    for node in doc.walk():
        if node.span is None or _holds(node):
            continue
        start, end = node.span
        if start < before:
            faults.append(f"{node!r} begins before {before}")
        before = max(before, end)
        for at in range(start, end):
            held[at] += held[at] < 2
    for match in WORD.finditer(source):
        # What a construct keeps in values of its own (names, addresses, attributes) is in the span
        # of the node that has them.
        counts = set(held[match.start() : match.end()])
        if 2 in counts:
            faults.append(f"{match[0]} is in two leaves")
        elif counts != {1} and not _in_values(doc, match):
            faults.append(f"{match[0]} is in no leaf")
    return faults


def _holds(node: wikiparse.Node) -> bool:
    return bool(node.children)


def _in_values(doc: wikiparse.Document, match: re.Match[str]) -> bool:
    """Whether a word stands in a node that holds others, outside of them: in its name, address or
    attributes, or in markup's gap."""
    innermost: wikiparse.Node = doc
    while True:
        inside = [
            child
            for child in innermost.children
            if child.span and child.span.start < match.end() and match.start() < child.span.end
        ]
        if not inside:
            break
        innermost = inside[0]
    return isinstance(innermost, KEEPERS)


KEEPERS = (
    *(
        wikiparse.Wikilink,
        wikiparse.ExternalLink,
        wikiparse.Link,
        wikiparse.Image,
        wikiparse.Category,
        wikiparse.FootnoteReference,
    ),
    *(
        wikiparse.FootnoteDefinition,
        wikiparse.Template,
        wikiparse.TemplateArgument,
        wikiparse.TemplateParameter,
        wikiparse.ParserFunction,
    ),
    *(
        wikiparse.HtmlElement,
        wikiparse.Table,
        wikiparse.TableRow,
        wikiparse.TableCell,
        wikiparse.TableCaption,
        wikiparse.Gallery,
    ),
    *(wikiparse.FootnoteList, wikiparse.Redirect),
)
"""The classes that keep words in values: names, addresses, titles, attributes. A table drops what
stands outside of its cells."""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_word_stands_in_one_leaf(dialect: str) -> None:
    @given(with_words)
    def holds(text: str) -> None:
        assert not lost(wikiparse.parse(text, dialect=dialect, lang="zh"))

    holds()


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=of_both)
def test_leaves_stand_in_order(dialect: str, text: str) -> None:
    assert not lost(wikiparse.parse(text, dialect=dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("stem", stems())
def test_words_in_the_fixtures(stem: str, dialect: str) -> None:
    """A word in front of every line ending, and behind it."""
    faults = {}
    for case in read_cases(stem)[1]:
        lines = case.source.split("\n")
        text = "\n".join(
            f"{line} ωξ{number}" if number % 2 else line for number, line in enumerate(lines, 1)
        )
        if found := lost(wikiparse.parse(text, dialect=dialect, lang=case.option("lang"))):
            faults[case.line] = found
    assert not faults


@pytest.mark.skipif(not PAGES.exists(), reason="the evaluation corpus is not here")
def test_words_in_real_pages_edited_and_cut() -> None:
    faults = {}
    for path in sorted(PAGES.rglob("*"))[::25]:
        if path.suffix in (".md", ".wikitext", ".txt"):
            source = path.read_bytes().decode("utf-8", "replace")
            lines = source.split("\n")
            edited = "\n".join(
                f"{line} ωξ{number}" if number % 7 == 3 else line
                for number, line in enumerate(lines)
            )
            for name, text in (
                ("edited", edited),
                ("cut", edited[: len(edited) * 2 // 3]),
                ("without its head", edited[len(edited) // 3 :]),
            ):
                doc = wikiparse.parse(text)
                if str(doc) != text or (found := lost(doc)):
                    faults[path.name, name] = found
    assert not faults


def test_the_check_finds_what_is_lost() -> None:
    paragraph = wikiparse.Paragraph((wikiparse.Text("a ", span=(0, 2)),), span=(0, 5))
    assert lost(wikiparse.Document((paragraph,), source="a ωξ1", span=(0, 5)))
    assert not lost(wikiparse.parse("a ωξ1"))
