"""What is reported, where, and in which words; and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import wikiparse
from wikiparse import CODES, Limits, Span, parse

# Code, input, options of `parse`, and the span of the finding.
FINDINGS: list[tuple[str, str | bytes, dict[str, Any], Span | None]] = [
    ("invalid-utf8", b"a\xffb", {}, Span(1, 2)),
    ("unknown-language", "a", {"lang": "tlh"}, None),
    ("nesting-too-deep", "> > > > a", {"limits": Limits(max_depth=3)}, Span(4, 5)),
    ("page-too-long", "a\n\nb\nc", {"limits": Limits(max_size=5)}, Span(5, 6)),
    ("too-many-nodes", "a\n\nb *c*\n\nd", {"limits": Limits(max_nodes=4)}, Span(3, 11)),
    (
        "table-too-large",
        "<table><tr><td colspan=3>a</td></tr></table>",
        {"limits": Limits(max_cells=2)},
        Span(0, 44),
    ),
    ("undefined-footnote", "a[^1] b[^2]\n\n[^1]: c", {}, Span(7, 11)),
    ("unused-footnote", "a[^1]\n\n[^1]: b\n\n[^2]: c", {}, Span(16, 23)),
    ("duplicate-footnote", "a[^1]\n\n[^1]: b\n\n[^1]: c", {}, Span(16, 23)),
    ("invalid-footnote", "a<ref b=c>d</ref>", {"dialect": "wikitext"}, Span(1, 17)),
    ("unclosed-code", "a\n\n```\nb", {}, Span(3, 8)),
    ("unclosed-comment", "a <!-- b", {}, Span(2, 6)),
    ("unpaired-tag", "a <b> c", {}, Span(2, 5)),
    ("unpaired-tag", "a </b> c", {}, Span(2, 6)),
    ("unclosed-table", "a\n{|\n| b", {"dialect": "wikitext"}, Span(2, 4)),
    ("unclosed-template", "a {{b", {}, Span(2, 4)),
    ("stray-template-end", "a }} b", {}, Span(2, 4)),
    (
        "reference-expansion",
        "[a]: /" + "u" * 9_000 + "\n\n" + "[a] " * 20,
        {"dialect": "commonmark"},
        Span(9040, 9043),
    ),
]


@pytest.mark.parametrize(
    ("code", "text", "options", "span"),
    FINDINGS,
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else None,
)
def test_found_at_its_place(
    code: str, text: str | bytes, options: dict[str, Any], span: Span | None
) -> None:
    found = parse(text, **{"dialect": "hybrid", **options}).diagnostics
    assert [(d.code, d.span) for d in found] == [(code, span)]
    assert found[0].severity == CODES[code][0]
    assert found[0].message.endswith(".")


def test_every_code_is_found_here() -> None:
    # Those of templates that are expanded: tests/test_expansion.py, tests/test_expanded.py.
    expansion = {"template-loop", "expansion-too-deep", "expansion-too-large", "unknown-call"}
    assert {code for code, *_ in FINDINGS} | expansion == set(CODES)


def test_codes_are_documented() -> None:
    for code, (severity, meaning) in CODES.items():
        assert code == code.lower().strip()
        assert severity in ("error", "warning", "info")
        assert meaning.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        (
            'A [b](../Page/B.md "wikilink")\\[1\\] {{-}} <br> <http://a.example/>'
            " <sup>2</sup> `c`\n\n  -\n  - d\n\n1."
        ),
        "a[^1]\n\n[^1]:",
        "```\na\n```\n\n<!-- b -->\n\n<div>\n\nc\n\n</div>",
        "<table>\n<tbody>\n<tr><td><p>a</p><br /></td></tr>\n</tbody>\n</table>",
    ],
)
def test_nothing_to_say(text: str) -> None:
    assert parse(text, dialect="hybrid").diagnostics == ()


# --------------------------------------------------------------------------------------------------
# bytes


@pytest.mark.parametrize(
    ("data", "text", "places"),
    [
        (b"a\xffb", "a\ufffdb", [(1, 2, Span(1, 2))]),
        (b"\xff\xfe", "\ufffd\ufffd", [(0, 1, Span(0, 1)), (1, 2, Span(1, 2))]),
        ("甲".encode() + b"\xe4\xbd", "甲\ufffd", [(3, 5, Span(1, 2))]),
        (
            b"\xed\xa0\x80",
            "\ufffd\ufffd\ufffd",
            [(0, 1, Span(0, 1)), (1, 2, Span(1, 2)), (2, 3, Span(2, 3))],
        ),
        ("é🐟".encode("latin-1", errors="ignore") + b" x", "\ufffd x", [(0, 1, Span(0, 1))]),
        ("甲🐟".encode(), "甲🐟", []),
        (b"", "", []),
    ],
)
def test_bad_bytes_are_replaced_and_reported_with_their_offsets(
    data: bytes, text: str, places: list[tuple[int, int, Span]]
) -> None:
    doc = parse(data)
    assert str(doc) == text
    assert [d.code for d in doc.diagnostics] == ["invalid-utf8"] * len(places)
    for found, (first, last, span) in zip(doc.diagnostics, places, strict=True):
        assert found.message.startswith(f"Bytes {first} to {last} ")
        assert found.span == span


def test_many_bad_bytes_between_good_ones() -> None:
    doc = parse(b"ab\xff" * 1_000)
    assert len(doc.diagnostics) == 1_000
    assert "Bytes 2999 to 3000 " in doc.diagnostics[-1].message
    assert doc.diagnostics[-1].span == Span(2_999, 3_000)


# --------------------------------------------------------------------------------------------------
# languages


@pytest.mark.parametrize(
    ("tag", "lang", "reported"),
    [
        ("zh", "zh", False),
        (None, None, False),
        ("pt-BR", "pt", True),
        ("zh_TW", "zh-tw", False),
        ("zh-Hant-HK", "zh", True),
        ("tlh", None, True),
        ("x" * 10_000, None, True),
    ],
)
def test_languages(tag: str | None, lang: str | None, *, reported: bool) -> None:
    doc = parse("a", lang=tag)
    assert doc.lang == lang
    assert [d.code for d in doc.diagnostics] == ["unknown-language"] * reported
    if reported:
        assert repr(tag)[:20] in doc.diagnostics[0].message


# --------------------------------------------------------------------------------------------------
# what is refused


@pytest.mark.parametrize("bad", [None, 1, ["a"], Path("a.md"), object()])
def test_what_is_no_text(bad: object) -> None:
    with pytest.raises(TypeError, match=f"str or bytes.*{type(bad).__name__}"):
        parse(bad)  # type: ignore[arg-type]


def test_what_is_no_dialect() -> None:
    with pytest.raises(ValueError, match=r"'rst'.*hybrid.*markdown"):
        parse("a", dialect="rst")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        wikiparse.read(tmp_path / "none.md")


def test_nothing_is_printed_or_logged(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for _, text, options, _ in FINDINGS:
        parse(text, **{"dialect": "hybrid", **options}).to_text()
    assert capfd.readouterr() == ("", "")
    assert not caplog.records
