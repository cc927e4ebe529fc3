"""What `parse` is given: bytes in whatever encoding, and values of the wrong type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import wikiparse
from growth import seconds_of
from lengths import long_but
from wikiparse import Limits, parse

FRENCH = "Le cœur a ses raisons que la raison ne connaît point : élève, garçon, où, être.\n"


OTHER_BYTES = [FRENCH.encode("cp1252"), b"\xff", b"\xe2\x82", b"a\xf0\x9f"]


@pytest.mark.parametrize("data", long_but([FRENCH.encode("cp1252")], OTHER_BYTES))
def test_bytes_of_another_encoding_take_time_in_proportion(data: bytes) -> None:
    # The decoder is a built-in, whose steps cannot be counted; quadratic it takes 16 times as long.
    small, large = (data * (size // len(data)) for size in (50_000, 800_000))
    first, again = (seconds_of(lambda data=data: parse(data))[0] for data in (small, large))
    assert again < 60 * first


@pytest.mark.parametrize(
    ("data", "spans"),
    [
        (b"a\xe2\x82", [(1, 2, "1 to 3")]),
        (b"\xc3\xa9\xe9\xe9", [(1, 2, "2 to 3"), (2, 3, "3 to 4")]),
        (
            b"\xed\xa0\x80x\xff",
            [(0, 1, "0 to 1"), (1, 2, "1 to 2"), (2, 3, "2 to 3"), (4, 5, "4 to 5")],
        ),
        ("\ufffdé".encode() + b"\xf0\x9f\x98", [(2, 3, "5 to 8")]),
    ],
)
def test_bad_sequences(data: bytes, spans: list[tuple[int, int, str]]) -> None:
    doc = parse(data)
    assert str(doc) == data.decode("utf-8", "replace")
    assert [
        (*d.span, d.message.split("Bytes ")[1].split(" are")[0]) for d in doc.diagnostics
    ] == spans


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_said_once(encoding: str) -> None:
    doc = parse(("# Title\n\n" + FRENCH * 9).encode(encoding))
    (found,) = doc.diagnostics
    assert found.code == "invalid-utf8"
    assert "UTF-16" in found.message
    assert found.span == (0, len(doc.source))


def test_text_with_zeros_is_not_utf16() -> None:
    assert parse(b"a\0b\0c").diagnostics == ()
    assert parse(b"\0" * 99).diagnostics == ()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"limits": None}, "limits must be a wikiparse.Limits, not NoneType"),
        ({"lang": 5}, "lang must be a str or None, not int"),
        ({"title": 5}, "title must be a str or None, not int"),
        ({"title": b"a"}, "title must be a str or None, not bytes"),
    ],
)
def test_values_of_the_wrong_type(values: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        parse("a", **values)


@pytest.mark.parametrize("dialect", [5, None, [], "Hybrid"])
def test_what_is_no_dialect(dialect: Any) -> None:
    with pytest.raises(ValueError, match="unknown dialect"):
        parse("a", dialect=dialect)


def test_limits_are_given_by_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        Limits(5, 6, 7)  # type: ignore[misc]


@pytest.mark.parametrize("url", [b"x", Path("x"), 5])
@pytest.mark.parametrize("safe", [True, False])
def test_a_resolver_returns_text(url: Any, safe: bool) -> None:
    doc = parse("[[A]] [[File:A.png|alt=b]]", dialect="wikitext")
    for name in ("link_resolver", "image_resolver"):
        with pytest.raises(TypeError, match=f"{name} must return a str or None, not "):
            doc.to_html(safe=safe, **{name: lambda _: url})


def test_the_function_of_a_template_returns_text() -> None:
    for text in ("{{a}}", "{{lang|de|{{a}}}}"):
        with pytest.raises(TypeError, match="the function for the template 'a' must return a str"):
            parse(text, dialect="wikitext").to_text(templates={"a": lambda _: 5})  # type: ignore[dict-item,return-value]


def test_wikicode_of_no_node() -> None:
    with pytest.raises(TypeError, match=r"to_wikicode\(\) takes a node of the document, not str"):
        parse("a").to_wikicode("x")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a node of this document"):
        parse("a").to_wikicode(wikiparse.Text("x"))
