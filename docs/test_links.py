"""The checker of links finds those that lead nowhere."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def checker() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "check_links.py"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Two pages."""
    folder = tmp_path / "built"
    (folder / "sub").mkdir(parents=True)
    page = '<h1 id="top">A</h1><a href="sub/b.html#there">b</a><img src="c.svg">'
    (folder / "index.html").write_text(page)
    (folder / "sub" / "b.html").write_text('<p id="there"></p><a href="../#top">a</a>')
    (folder / "c.svg").write_text("<svg/>")
    return folder


def found(broken: Any) -> list[tuple[str, str, str]]:
    return [tuple(one) for one in broken]


def test_a_whole_site_has_no_broken_link(checker: dict[str, Any], built: Path) -> None:
    assert found(checker["broken_in_html"](built)) == []


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("gone.html", "no such file"),
        ("sub/b.html#nowhere", "no such anchor"),
        ("#nowhere", "no such anchor"),
        ("https://wikiparse-tree.readthedocs.io/en/stable/gone.html", "no such file"),
        ("https://wikiparse-tree.readthedocs.io/en/stable/sub/b.html#no", "no such anchor"),
        ("https://example.org/gone.html", ""),
    ],
)
def test_a_broken_link_is_found(checker: dict[str, Any], built: Path, link: str, why: str) -> None:
    (built / "c.html").write_text(f'<a href="{link}">c</a>')
    wanted = [("c.html", link, why)] if why else []
    assert found(checker["broken_in_html"](built)) == wanted


def test_links_of_markdown_files(checker: dict[str, Any], built: Path) -> None:
    root = built.parent
    (root / "README.md").write_text(
        "# A\n\n## The `b` & [c](NEWS.md)\n\n[x](NEWS.md#c-1) [x](#the-b--c) [x](gone.md)\n"
        "`[x](no.md)`\n"
        "\n```\n[x](no.md)\n```\n[x](NEWS.md#d)\n"
    )
    (root / "NEWS.md").write_text("# c\n\n# c\n")
    assert found(checker["broken_in_markdown"](root, built)) == [
        ("README.md", "gone.md", "no such file"),
        ("README.md", "NEWS.md#d", "no such heading"),
    ]


def test_a_relative_link_of_the_long_description_is_found(
    checker: dict[str, Any], built: Path
) -> None:
    text = "[a](docs/a.md) [b](https://wikiparse-tree.readthedocs.io/en/stable/sub/b.html#there)"
    assert found(checker["broken_in_description"](text, built)) == [
        ("long description", "docs/a.md", "is relative")
    ]


def test_links_between_the_pages_name_files() -> None:
    """A forge shows the pages as they are in the folder."""
    for page in sorted((ROOT / "docs").rglob("*.md")):
        text = re.sub(r"(?ms)^(`{3,}).*?^\1`*$", "", page.read_text(encoding="utf-8"))
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", re.sub(r"(`+).+?\1", "", text)):
            assert (page.parent / link).exists(), f"{page.name} links to {link}"
