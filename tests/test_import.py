"""What `import wikiparse` loads: a worker that starts for one page should not wait for what the
page does not hold."""

from __future__ import annotations

import subprocess
import sys

import pytest

FORBIDDEN = frozenset(
    (
        # Heavy, and needed by few pages or none.
        *(
            "regex",
            "mwparserfromhell",
            "rich",
            "html.entities",
            "html.parser",
            "urllib.parse",
            "ipaddress",
            "datetime",
            "pathlib",
        ),
        *(
            "json",
            "importlib.resources",
            "dataclasses",
            "decimal",
            "logging",
            "argparse",
            "subprocess",
            "socket",
            "asyncio",
        ),
        # Ours: the table of names, the ways out, the other grammar.
        *(
            "wikiparse.sites._table",
            "wikiparse.console",
            "wikiparse.wikitext",
            "wikiparse.wikitext.tree",
            "wikiparse.wikicode",
        ),
        *(
            "wikiparse.render.json",
            "wikiparse.render.html",
            "wikiparse.reading.text",
            "wikiparse.render.dump",
        ),
    )
)

LOADED_BY_PAGES = frozenset(
    (
        *("wikiparse.detect", "wikiparse.html.entities", "wikiparse.sites.magic_words"),
        *("wikiparse.nodes.function_text", "wikiparse.nodes.archives", "wikiparse.sites.numbers"),
    )
)
"""What a page may load, and the import of the package does not."""

PAGE = '# A\n\n**B** [c](../Page/C.md "wikilink") `d`\n\n- e\n\n| f | g |\n|---|---|\n| h | i |\n'


def loaded_by(statements: str) -> set[str]:
    """The modules that statements load, in a process that has loaded attrs."""
    script = (
        f"import sys, attrs\nbefore = set(sys.modules)\n{statements}\n"
        "loaded = set(sys.modules) - before\nprint(*sorted(loaded), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_import_loads_nothing_that_a_page_may_do_without() -> None:
    loaded = loaded_by("import wikiparse")
    assert loaded & FORBIDDEN == set()
    # Neither grammar, nor the functions that make nodes: the first page of each loads them.
    assert not [
        name for name in loaded if name.startswith(("wikiparse.markdown", "wikiparse.wikitext"))
    ]
    assert "wikiparse.nodes.make" not in loaded
    assert loaded & LOADED_BY_PAGES == set()


def test_nor_does_a_page_that_has_no_need_of_it() -> None:
    loaded = loaded_by(f"import wikiparse\nwikiparse.parse({PAGE!r})")
    assert loaded & FORBIDDEN == set()


@pytest.mark.parametrize(
    ("statement", "module"),
    [
        ("wikiparse.parse('&eacute;')", "html.entities"),
        ("wikiparse.parse('[[a]]', dialect='wikitext')", "wikiparse.wikitext"),
        ("wikiparse.parse('a')", "wikiparse.markdown"),
        ("wikiparse.parse('', lang='ja')", "wikiparse.sites._table"),
        ("wikiparse.parse('a').to_json()", "wikiparse.render.json"),
    ],
)
def test_but_what_is_needed_is_loaded(statement: str, module: str) -> None:
    assert module in loaded_by("import wikiparse\n" + statement)


def test_import_takes_few_modules() -> None:
    """A bound for what nobody thought of: modules of the standard library that attrs has not loaded
    already."""
    loaded = {name for name in loaded_by("import wikiparse") if not name.startswith("wikiparse")}
    # `unicodedata`: old versions of attrs do not load it themselves.
    assert loaded <= {"bisect", "_bisect", "errno", "gc", "unicodedata"}, sorted(loaded)


def test_import_compiles_few_patterns() -> None:
    """One with a set of all Chinese characters takes a tenth as long as all of the import."""
    script = (
        "import attrs, re\nfound = []\nown = re._compiler.compile\n"
        "def note(*given):\n    found.append(given[0])\n    return own(*given)\n"
        "re._compiler.compile = note\nimport wikiparse\nprint(len(found))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert int(done.stdout) <= 3
