"""Places in lines and columns, UTF-8 bytes and UTF-16 units, against counting by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from wikiparse import Position, Source

texts = st.text(st.sampled_from("ab甲é🐟\n\r\u2028\u0085\x0b\ud800\t"), max_size=40)


def _position(text: str, offset: int) -> Position:
    """Line and column by walking over the characters."""
    line = column = 1
    for at in range(offset):
        ends = text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    return Position(line, column)


def _utf8(text: str) -> int:
    return sum(
        1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text
    )


def _utf16(text: str) -> int:
    return sum(2 if c > "\uffff" else 1 for c in text)


@given(texts)
def test_every_offset(text: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        assert source.position(offset) == _position(text, offset)
        assert source.utf8(offset) == _utf8(text[:offset])
        assert source.utf16(offset) == _utf16(text[:offset])


@given(texts)
def test_offset_is_the_way_back(text: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        assert source.offset(*source.position(offset)) == offset


@pytest.mark.parametrize(
    ("text", "offset", "line", "column", "utf8", "utf16"),
    [
        ("", 0, 1, 1, 0, 0),
        ("ab", 2, 1, 3, 2, 2),
        ("a\nb", 2, 2, 1, 2, 2),
        ("a\n", 2, 2, 1, 2, 2),
        ("a\r\nb", 3, 2, 1, 3, 3),
        ("a\rb", 2, 2, 1, 2, 2),
        ("脑炎\n甲", 3, 2, 1, 7, 3),
        ("🐟é", 2, 1, 3, 6, 3),
        ("a\u2028b", 2, 1, 3, 4, 2),
    ],
)
def test_by_value(text: str, offset: int, line: int, column: int, utf8: int, utf16: int) -> None:
    source = wikiparse.parse(text).source
    assert source.position(offset) == (line, column)
    assert (source.position(offset).line, source.position(offset).column) == (line, column)
    assert (source.utf8(offset), source.utf16(offset)) == (utf8, utf16)


@pytest.mark.parametrize("offset", [-1, 3])
def test_outside(offset: int) -> None:
    source = Source("ab")
    for way in (source.position, source.utf8, source.utf16):
        with pytest.raises(IndexError, match="2 code points"):
            way(offset)


@pytest.mark.parametrize(("line", "column"), [(0, 1), (3, 1), (1, 0), (1, 3), (2, 3)])
def test_no_such_line_or_column(line: int, column: int) -> None:
    with pytest.raises(IndexError, match=str(line)):
        Source("a\nb").offset(line, column)


def test_long_texts() -> None:
    """Longer than the stretch between two remembered places."""
    text = "甲🐟b\n" * 5_000
    source = Source(text)
    for offset in (0, 1, 4_095, 4_096, 4_097, 8_192, 12_345, len(text) - 1, len(text)):
        assert source.utf8(offset) == _utf8(text[:offset])
        assert source.utf16(offset) == _utf16(text[:offset])
        assert source.position(offset) == (offset // 4 + 1, offset % 4 + 1)


def test_the_source_is_a_str() -> None:
    doc = wikiparse.parse("# 甲\n\nb")
    assert isinstance(doc.source, str)
    assert doc.source == "# 甲\n\nb"
    assert doc.source is doc.source
    span = doc.sections[0].heading.span
    assert span is not None
    assert doc.source[span.start : span.end] == "# 甲"
