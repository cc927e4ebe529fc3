"""The examples of the CommonMark and GFM specifications, where they lie beside the checkout: bare
HTML, and what holds of every tree."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import wikiparse
from checks import all_faults
from wikiparse.html.tags import BLOCK_TAGS

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "commonmark"
FILES = {"commonmark-0.31.2.json": "commonmark", "gfm-extensions.json": "markdown"}


def _examples() -> list[object]:
    params: list[object] = []
    for name, dialect in FILES.items():
        path = FOLDER / name
        for example in json.loads(path.read_text(encoding="utf-8")) if path.exists() else ():
            title = f"{dialect} {example['example']}: {example['section']}"
            params.append(pytest.param(dialect, example["markdown"], example["html"], id=title))
    return params or [
        pytest.param("", "", "", marks=pytest.mark.skip(reason="no examples beside the checkout"))
    ]


class _Normal(HTMLParser):
    """HTML without what carries no meaning: the order and quotes of attributes, white space around
    blocks and in runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(
            tag,
            f"<{tag}"
            + "".join([f" {name}={html.escape(value or '')!r}" for name, value in sorted(attrs)])
            + ">",
        )
        self.in_code += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.in_code -= tag == "pre"
        self._tag(tag, f"</{tag}>")

    def _tag(self, tag: str, shown: str) -> None:
        is_block = tag in BLOCK_TAGS or tag == "pre"
        self.parts.append(f"\0{shown}\0" if is_block and not self.in_code else shown)

    def handle_data(self, data: str) -> None:
        self.parts.append(
            html.escape(data) if self.in_code else re.sub(r"\s+", " ", html.escape(data))
        )

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.parts.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.parts.append(f"<?{data}>")


def _normal(text: str) -> str:
    reader = _Normal()
    reader.feed(text)
    reader.close()
    return re.sub(r"\s*\0\s*", "", "".join(reader.parts)).strip()


@pytest.mark.parametrize(("dialect", "markdown", "expected"), _examples())
def test_example(dialect: str, markdown: str, expected: str) -> None:
    doc = wikiparse.parse(markdown, dialect=dialect)
    assert _normal(doc.to_html(safe=False)) == _normal(expected)
    assert not all_faults(doc, markdown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<b>a</b> c", "<b>a</b>c"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ('<a b="c">', '<a b="d">'),
        ("a<!--b-->", "a"),
    ],
)
def test_what_has_a_meaning_is_compared(one: str, other: str) -> None:
    assert _normal(one) != _normal(other)


def test_what_has_no_meaning_is_not_compared() -> None:
    assert _normal('<p> a\nb</p>\n<br c="d" e>') == _normal("<p>a b</p><br e='' c='d' />")
