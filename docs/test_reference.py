"""The reference is complete, by reflection: every public name is in it, has a docstring with an
example that runs, and so has each of its members a docstring.
"""

from __future__ import annotations

import doctest
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from public_names import PublicName, member_doc, member_docs, members, public_names

import wikiparse

REFERENCE = Path(__file__).parent / "reference"
DIRECTIVE = re.compile(
    r"^\.\. (?:(?P<module>currentmodule)|auto(?P<kind>\w+)|py:data):: (?P<name>\S+)$", re.M
)
# Members by which parts of the library speak to each other, and an earlier name (docs/extensions).
INTERNAL = {"bridge", "default_texts", "framer", "own_text", "reader", "shown_parts", "words"}
NAMES = public_names()
HAS_DOCSTRINGS = pytest.mark.skipif(sys.flags.optimize > 1, reason="-OO leaves docstrings out")
CALLABLE = {name: public for name, public in NAMES.items() if callable(public.value)}


def pages() -> dict[str, str]:
    return {page.stem: page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md")}


def listed() -> list[str]:
    """The qualified names that the pages of the reference have."""
    found = []
    for text in pages().values():
        module = ""
        for match in DIRECTIVE.finditer(text):
            if match["module"]:
                module = match["name"] + "."
            elif match["kind"]:
                found.append(module + match["name"])
            else:
                found.append(match["name"])
    return found


def missing_docs(public: PublicName) -> list[str]:
    """What a class or function lacks: a docstring, an example, docstrings of its members."""
    doc = public.value.__doc__ or ""
    lacks = []
    if not doc.strip():
        lacks.append(f"{public.qualified}: a docstring")
    if ">>> " not in doc:
        lacks.append(f"{public.qualified}: an example")
    if inspect.isclass(public.value):
        lacks += [
            f"{public.qualified}.{member}: a docstring"
            for member in members(public.value)
            if member not in INTERNAL and not member_doc(public.value, member)
        ]
    return lacks


def run_examples(value: Any, name: str) -> list[str]:
    """The failures of the examples in a docstring and in those of a class's own members."""
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.FAIL_FAST)
    texts = [value.__doc__ or ""]
    if inspect.isclass(value):
        texts += member_docs(value.__module__, value.__name__).values()
    failures: list[str] = []
    for text in texts:
        test = doctest.DocTestParser().get_doctest(
            inspect.cleandoc(text), {"wikiparse": wikiparse}, name, None, None
        )
        runner.run(test, out=failures.append)
    return failures


def test_every_public_name_is_in_the_reference_once() -> None:
    names = [name for name in listed() if name in NAMES]
    assert sorted(names) == sorted(NAMES)


def test_the_reference_has_no_other_names() -> None:
    """A name that is gone; members are those of a class that is there."""
    owners = [name if name in NAMES else name.rpartition(".")[0] for name in listed()]
    assert [owner for owner in owners if owner not in NAMES] == []


def test_members_that_are_elsewhere_are_there() -> None:
    """A class that leaves members out names those that another group, or page, has."""
    for text in pages().values():
        for match in re.finditer(r"autoclass:: (\w+)\n   :exclude-members: ((?:.+\n)+)", text):
            left_out = {f"wikiparse.{match[1]}.{name.strip()}" for name in match[2].split(",")}
            apart = {name for name in listed() if name.startswith(f"wikiparse.{match[1]}.")}
            assert left_out == apart


@HAS_DOCSTRINGS
@pytest.mark.parametrize("name", sorted(CALLABLE))
def test_docstrings_are_complete(name: str) -> None:
    assert missing_docs(CALLABLE[name]) == []


@pytest.mark.parametrize("name", sorted(CALLABLE))
def test_examples_run(name: str, in_root: None) -> None:
    assert run_examples(inspect.unwrap(CALLABLE[name].value), name) == []


@pytest.mark.parametrize("name", sorted(NAMES.keys() - CALLABLE))
def test_data_has_a_text_and_an_example(name: str) -> None:
    """Its example is a block of the page, which the tests of the pages run."""
    text = next(text for text in pages().values() if f".. py:data:: {name}\n" in text)
    entry = text.split(f".. py:data:: {name}\n")[1].split("\n.. ")[0]
    assert re.search(r"(?m)^   [A-Z]", entry), "say what it is"
    example = re.compile(rf"(?m)^>>> .*\b{name.rpartition('.')[2]}\b")
    assert example.search(text), "add an example"


@HAS_DOCSTRINGS
def test_what_is_missing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks above can fail."""

    def wrong() -> None:
        """Wrong.

        >>> 1 + 1
        3
        """

    assert len(run_examples(wrong, "wrong")) == 1
    bare = PublicName("wikiparse", "bare", lambda: None)
    assert missing_docs(bare) == ["wikiparse.bare: a docstring", "wikiparse.bare: an example"]
    monkeypatch.setitem(globals(), "member_doc", lambda cls, name: "")
    assert missing_docs(NAMES["wikiparse.Span"]) == [
        "wikiparse.Span.end: a docstring",
        "wikiparse.Span.start: a docstring",
    ]
