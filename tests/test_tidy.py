"""Leftovers of a converter: which are found, and that a page without them reads as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wikiparse
from lengths import long_but
from wikiparse.console import main
from wikiparse.edit.tidy import _reading

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = [
    *sorted((CORPUS / "real").glob("*.md"))[::40],
    *sorted((CORPUS / "dev").glob("*.md"))[::20],
    *sorted((CORPUS / "today").glob("*.md"))[::20],
]


@pytest.mark.parametrize(
    ("dialect", "source", "codes", "expected"),
    [
        ("hybrid", 'A [b](C.md "wikilink").', ["link-title"], "A [b](C.md)."),
        ("hybrid", '[b](Talk:C "wikilink") ![d](E "wikilink")', [], None),
        ("hybrid", '[b](Category:C "wikilink") [d](E "fig:E")', [], None),
        ("hybrid", '<a href="C" class="wikilink" title="b">b</a>', ["link-title"], "[b](C)"),
        ("hybrid", '[化疗药](化疗 "wikilink")', ["link-title", "link-trail"], "[化疗](化疗)药"),
        ("hybrid", '[bⓦ](C "wikilink")', ["link-title", "link-marker"], "[b](C)"),
        ("pandoc", 'A [b](C "b"){.wikilink}.', ["link-title"], "A [b](C)."),
        ("hybrid", "> 本文内容由[X](https://zh.wikipedia.org/wiki/X)转换而来。\n\n\nA.",
         ["conversion-notice"], "A."),
        ("hybrid", "a\\[1\\] b\\[2\\]\n\n1.\n2.  c", ["empty-footnote"], "a b\\[1\\]\n\n1.  c"),
        ("hybrid", "a[^1].\n\n[^1]:", ["empty-footnote"], "a."),
        ("hybrid", "a ****。", ["empty-emphasis"], "a 。"),
        ("hybrid", "- a\n-\n- b", ["empty-item"], "- a\n- b"),
        ("hybrid", "a {{-}} b", ["empty-template"], "a b"),
        ("hybrid", "{{ site.url }} {{% hint %}} {{< a >}} {{foo}} {{-|b}}", [], None),
        ("hybrid", "}}a }}\nb", ["template-end"] * 2, "a\nb"),
        ("hybrid", "a {{ [b](c) }} d", [], None),
        ("hybrid", "__NOTOC__\n\na", ["behavior-switch"], "a"),
        ("hybrid", "a\n\n<references />", ["references-tag"], "a"),
        ("wikitext", "a {{-}} __NOTOC__ <ref></ref>", [], None),
        ("markdown", '[a](b "wikilink")', [], None),
        ("hybrid", "", [], None),
    ],
)  # fmt: skip
def test_leftovers(dialect: str, source: str, codes: list[str], expected: str | None) -> None:
    doc = wikiparse.parse(source, dialect=dialect, lang="zh")
    assert [found.code for found in doc.leftovers()] == codes
    new = doc.tidy()
    assert str(new) == (source if expected is None else expected)
    assert new.tidy() is new
    assert str(doc) == source
    assert str(doc.replace_all([found.edit for found in doc.leftovers()])) == str(new)


def test_codes() -> None:
    doc = wikiparse.parse('a ****[b](c "wikilink")', dialect="hybrid")
    assert str(doc.tidy(["empty-emphasis"])) == 'a [b](c "wikilink")'
    with pytest.raises(ValueError, match="unknown code 'link-titel'"):
        doc.leftovers(["link-titel"])


def test_titles_stay_where_the_page_would_be_read_in_another_way() -> None:
    doc = wikiparse.parse('**「a」**の [b](c "wikilink")')
    assert doc.dialect == "hybrid"
    assert doc.tidy() is doc or str(doc.tidy()) == str(doc)


@pytest.mark.skipif(not PAGES, reason="no corpus beside the checkout")
@pytest.mark.parametrize("chunk", long_but(range(2), range(10)))
def test_real_pages_read_as_before(chunk: int) -> None:
    for path in PAGES[chunk::10]:
        doc = wikiparse.parse(path.read_bytes())
        new = doc.tidy()
        old, now = _reading(doc), _reading(new)
        text = [re.sub(r"\}\}|[ⓦⓇ]", "", page[0]) for page in (old, now)]
        assert text[0] == text[1], path.name
        assert [href for href, _ in old[1]] == [href for href, _ in now[1]], path.name
        parts = [
            [re.sub("[ⓦⓇ]", "", "".join(part)) for part in page[2] if part[0] != "list_item"]
            for page in (old, now)
        ]
        assert parts[0] == parts[1], path.name
        assert [t for t in old[3] if t] == [t for t in now[3] if t], path.name
        assert old[4:] == now[4:], path.name
        # As it is detected afterwards, too.
        assert _reading(wikiparse.parse(str(new), lang=doc.lang)) == now, path.name


def test_check_fixes_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "A.md"
    old = b'\xef\xbb\xbfA [b](c "wikilink").\r\n\r\n__NOTOC__\r\n'
    page.write_bytes(old)
    page.chmod(0o640)
    assert main(["check", "."]) == 0
    assert main(["check", ".", "--diff"]) == 1
    assert "-__NOTOC__" in capsys.readouterr().out
    assert page.read_bytes() == old
    assert main(["check", ".", "--fix"]) == 0
    assert page.read_bytes() == b"\xef\xbb\xbfA [b](c).\r\n"
    assert page.stat().st_mode & 0o777 == 0o640
    assert main(["check", ".", "--diff"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["A.md"]
    assert main(["check", "-", "--fix"]) == 2
