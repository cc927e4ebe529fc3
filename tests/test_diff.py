"""`wikiparse.diff` names the changes between two versions of a page, and no others."""

from __future__ import annotations

import importlib.util
import json
import pickle
import random
import sys
from pathlib import Path

import pytest

import wikiparse
from wikiparse.console import main
from wikiparse.edit.alignment import align, increasing
from wikiparse.edit.changes import KINDS

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"

PAGE = """Intro [[Wend|a river]] here.<ref>First source</ref>

== History ==
{{Infobox|name=A|area=5}}
Text of the history with many words in it.

=== Early ===
Some early text.

== Geography ==
{|
! a !! b
|-
| 1 || 2
|-
| 3 || 4
|}
* item one
* item two

[[File:Mill.jpg|thumb|The mill]]
[https://example.org site]

== End ==
Bye.

[[Category:Mills]]
"""

# The text that is replaced, the new one, and the changes: kind, old, new.
CASES = [
    ("== History ==", "== Past ==", [("section-renamed", "History", "Past")]),
    ("=== Early ===\nSome early text.\n", "", [("section-removed", "Early", None)]),
    ("== End ==", "== More ==\nNew.\n\n== End ==", [("section-added", None, "More")]),
    ("=== Early ===", "==== Early ====", [("section-leveled", "3", "4")]),
    ("[[Wend|", "[[Aber|", [("link-retargeted", "Wend", "Aber")]),
    ("|a river]]", "|the river]]", [("link-relabeled", "a river", "the river")]),
    ("[[Wend|a river]]", "a river", [("link-removed", "Wend|a river", None)]),
    ("early text", "[[early]] text", [("link-added", None, "early")]),
    ("area=5", "area=6", [("argument-changed", "5", "6")]),
    ("|area=5", "", [("argument-removed", "5", None)]),
    ("area=5", "area=5|b=2", [("argument-added", None, "2")]),
    ("{{Infobox", "{{Infobox mill", [("template-renamed", "Infobox", "Infobox mill")]),
    ("|| 4", "|| 5", [("cell-changed", "4", "5")]),
    ("|| 4", "|| 4 || 5", [("cell-added", None, "5")]),
    ("|-\n| 1 || 2\n", "", [("row-removed", "1 | 2", None)]),
    ("|-\n| 3", "|-\n| 8 || 9\n|-\n| 3", [("row-added", None, "8 | 9")]),
    ("many words", "few words", [("text-changed", "many", "few")]),
    ("* item one\n* item two", "* item two\n* item one", [("text-moved", "item one", "item one")]),
    (
        "Category:Mills",
        "Category:Rivers",
        [("category-removed", "Mills", None), ("category-added", None, "Rivers")],
    ),
    ("Mills]]", "Mills|x]]", [("category-changed", "", "x")]),
    ("First source", "First book", [("footnote-changed", "source", "book")]),
    (
        "<ref>First source</ref>",
        "",
        [("reference-removed", "", None), ("footnote-removed", "First source", None)],
    ),
    ("The mill", "A mill", [("image-changed", "Mill.jpg|The mill", "Mill.jpg|A mill")]),
    (
        "//example.org",
        "//example.net",
        [("external-link-retargeted", "https://example.org", "https://example.net")],
    ),
    ("org site", "org page", [("external-link-relabeled", "site", "page")]),
    ("''", "", []),
    ("Some early", "Some ''early''", []),
    ("Some early", "Some <!-- not so --> early", []),
]


def read(source: str, dialect: str = "wikitext") -> wikiparse.Document:
    return wikiparse.parse(source, dialect=dialect, lang="en")


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_an_edit_is_named(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    edited = read(PAGE.replace(old, new, 1))
    found = wikiparse.diff(read(PAGE), edited)
    assert [(change.kind, change.old, change.new) for change in found] == expected
    assert {change.kind for change in found} <= set(KINDS)


def test_a_section_moves() -> None:
    starts = [PAGE.index(f"== {title}") for title in ("History", "Geography", "End")]
    lead, history, geography, end = (
        PAGE[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True)
    )
    found = wikiparse.diff(read(PAGE), read(lead + geography + history + end))
    assert [(change.kind, change.path) for change in found] == [("section-moved", ("Geography",))]


def test_paths_and_spans() -> None:
    new = read(PAGE.replace("many words", "few words").replace("|| 4", "|| 5"))
    words, cell = wikiparse.diff(read(PAGE), new)
    assert words.path == ("History", "paragraph 2")
    assert cell.path == ("Geography", "table 1", "row 3, cell 2")
    assert PAGE[slice(*words.old_span)] == "many"
    assert str(new)[slice(*words.new_span)] == "few"


def test_dialects_are_compared_by_meaning() -> None:
    old = read("== Mill ==\nA '''mill''' on the [[Wend]].<ref>A source.</ref>\n\n* one\n* two")
    source = '## Mill\n\nA **mill** on the [Wend](Wend "wikilink").[^1]\n\n- one\n- two\n\n'
    source += "[^1]: A source.\n"
    assert wikiparse.diff(old, read(source, "hybrid")) == []
    changed = wikiparse.diff(old, read(source.replace("on the", "by the"), "hybrid"))
    assert [(c.kind, c.old, c.new) for c in changed] == [("text-changed", "on", "by")]


def test_numbers_of_footnotes_do_not_count() -> None:
    old = read("a[^1] b[^2]\n\n[^1]: x\n\n[^2]: y", "markdown")
    assert wikiparse.diff(old, read("a[^7] b[^3]\n\n[^3]: y\n\n[^7]: x", "markdown")) == []


def test_values() -> None:
    change = wikiparse.diff(read(PAGE), read(PAGE.replace("area=5", "area=6")))[0]
    assert pickle.loads(pickle.dumps(change)) == change
    assert len({change, change}) == 1
    assert "\n" not in repr(change)
    assert json.loads(json.dumps(change.to_dict()))["path"][-1] == "argument area"
    with pytest.raises(TypeError, match="two documents"):
        wikiparse.diff(read(PAGE), PAGE)


def test_increasing_and_align() -> None:
    draw = random.Random(3)
    for _ in range(300):
        old, new = (draw.choices("abcde", k=draw.randrange(9)) for _ in range(2))
        pairs = align(old, new)
        assert all(old[a] == new[b] for a, b in pairs)
        assert pairs == sorted(pairs)
        assert len({b for _, b in pairs}) == len(pairs)
        assert [b for _, b in pairs] == sorted(b for _, b in pairs)
        assert align(old, old) == [(i, i) for i in range(len(old))]
    assert increasing([3, 1, 2, 0]) == [1, 2]


# Two versions of a page of `n` parts, which are hard to compare.
HOSTILE = {
    "equal paragraphs": lambda n: ("a\n\n" * n, "b\n\n" + "a\n\n" * (n // 2) + "c\n\n" * n),
    "all different": lambda n: (
        "\n\n".join(f"a{i}" for i in range(n)),
        "\n\n".join(f"b{i}" for i in range(n)),
    ),
    "reversed list": lambda n: (
        "\n".join(f"* a{i}" for i in range(n)),
        "\n".join(f"* a{i}" for i in range(n, 0, -1)),
    ),
    "two words": lambda n: ("a b b " * n, "b a a b " * n),
    "reversed words": lambda n: (
        " ".join(f"a{i}" for i in range(n)),
        " ".join(f"a{i}" for i in range(n, 0, -1)),
    ),
    "reversed sections": lambda n: (
        "\n".join(f"== {i} ==\na{i}" for i in range(n)),
        "\n".join(f"== {i} ==\na{i}" for i in range(n, 0, -1)),
    ),
    "equal sections": lambda n: ("== a ==\n" * n, "== a ==\nb\n" * n),
    "footnotes": lambda n: ("<ref>x</ref> " * n, "a <ref>y</ref>" * (n - 1)),
    "rows": lambda n: (
        "{|\n" + "|-\n| a || b\n" * n + "|}",
        "{|\n" + "|-\n| a || c\n|-\n| d\n" * n + "|}",
    ),
    "templates": lambda n: ("{{a}}" * n, "{{b}}" + "{{a|1}}" * n),
    "links": lambda n: ("[[a]] " * n, "".join(f"[[b{i}|a]] " for i in range(n))),
}


def lines_of(old: wikiparse.Document, new: wikiparse.Document) -> int:
    """How many lines of the library a comparison runs, those of loops each time."""
    count = 0

    def trace(frame, event, _value):
        nonlocal count
        if "wikiparse" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        wikiparse.diff(old, new)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_no_quadratic_step(name: str) -> None:
    small, large = (
        lines_of(*(read(source) for source in HOSTILE[name](size))) for size in (60, 480)
    )
    # Eight times the page: a logarithm is allowed for, and a window that is full; no square.
    assert large < 24 * small


def test_the_lines_of_a_square_are_seen() -> None:
    pages = [read("a") for _ in range(2)]
    assert 10 < lines_of(*pages) < 2_000


def test_any_two_pages_have_changes() -> None:
    draw = random.Random(5)
    marks = [
        "[[",
        "]]",
        "{{",
        "}}",
        "|",
        "\n",
        "==",
        "a",
        "<ref>",
        "</ref>",
        "{|",
        "|}",
        "* ",
        "\0",
    ]
    for _ in range(25):
        for dialect in wikiparse.DIALECTS:
            pages = [read("".join(draw.choices(marks, k=30)), dialect) for _ in range(2)]
            wikiparse.diff(*pages)
            assert wikiparse.diff(pages[0], read(str(pages[0]), dialect)) == []


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.wikitext", tmp_path / "new.wikitext"
    old.write_text(PAGE, encoding="utf-8")
    new.write_text(PAGE.replace("area=5", "area=6"), encoding="utf-8")
    assert main(["diff", str(old), str(old)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", str(old), str(new)]) == 1
    line = "argument-changed History > paragraph 1 > template Infobox > argument area: -[5] +[6]\n"
    assert capsys.readouterr().out == line
    assert main(["diff", "--json", str(old), str(new)]) == 1
    assert json.loads(capsys.readouterr().out)[0]["new"] == "6"
    assert main(["diff", str(old), str(tmp_path / "none.md")]) == 2
    assert main(["diff", "-", "-"]) == 2


def _trials():
    path = ROOT / "scripts" / "diff_trials.py"
    spec = importlib.util.spec_from_file_location("diff_trials", path)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus beside the checkout")
def test_trials_on_real_pages() -> None:
    trials = _trials()
    draw = random.Random(2)
    right = tried = 0
    for path in trials.pages([CORPUS / "dev"], 12, draw):
        doc = wikiparse.read(path)
        for edit in (trials.rename, trials.words, trials.retarget, trials.argument):
            if (trial := edit(doc, draw)) is not None:
                new = wikiparse.parse(trial.source, dialect=doc.dialect, title=doc.title)
                tried += 1
                right += trials.agrees(wikiparse.diff(doc, new), trial.expected)
    assert tried > 20
    assert right >= 0.95 * tried
