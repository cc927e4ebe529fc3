"""Wikitext: what fixtures cannot say."""

from __future__ import annotations

import pytest

import wikiparse
from checks import all_faults
from wikiparse.sites.image_options import option_of
from wikiparse.wikitext.inlines.quotes import balance

PAGE = """{{Infobox town
| name = Aberg
| area = {{convert|12|km2}}
| note = A<ref name="n">Source</ref>
| leader = [[Ada Berg|Berg]]
| name = Bberg
}}
'''Aberg''' is a [[town]]s.
"""


def parse(text: str, lang: str | None = "en") -> wikiparse.Document:
    return wikiparse.parse(text, dialect="wikitext", lang=lang)


# --------------------------------------------------------------------------------------------------
# quotes


@pytest.mark.parametrize(
    ("lengths", "before", "events"),
    [
        ([2, 2], ["", "a"], "+i -i"),
        ([3, 3], ["", "a"], "+b -b"),
        ([5, 5], ["", "a"], "+i +b  -b -i"),
        ([5, 2, 3], ["", "a", "b"], "+b +i -i -b"),
        ([5, 3, 2], ["", "a", "b"], "+i +b -b -i"),
        ([5], [""], "+i +b"),
        ([2, 3, 5], ["", "a", "b"], "+i +b -b -i"),
        ([3, 2, 5], ["", "a", "b"], "+b +i -i -b"),
        ([2, 5], ["", "a"], "+i -i +b"),
        ([3, 5], ["", "a"], "+b -b +i"),
        ([2, 3, 2, 3], ["", "a", "b", "c"], "+i +b -b -i +b -b"),
        ([3, 2, 3, 2], ["", "a", "b", "c"], "+b +i -i -b +i -i"),
        ([4, 4], ["'", "b'"], "+b -b"),
        ([7, 5], ["''", "ab"], "+i +b -b -i"),
        ([3, 2], [" l", "b"], "+i -i"),
        ([3, 2], ["ll", "b"], "+i -i"),
        ([3, 2], ["l ", "b"], "+i -i"),
    ],
    ids=str,
)
def test_what_marks_open_and_close(lengths: list[int], before: list[str], events: str) -> None:
    _, found = balance(lengths, before)
    assert [sign + letter for mark in found for sign, letter in mark] == events.split()


@pytest.mark.parametrize(
    ("before", "changed"),
    [
        (["ab", " c", "d ", "e"], 1),  # behind a word of one letter
        (["ab", "cd", "d ", "e"], 0),  # behind the first longer word
        (["b ", "d ", "c ", "e"], 0),  # behind the first blank
    ],
)
def test_which_bold_mark_is_an_apostrophe(before: list[str], changed: int) -> None:
    sizes, _ = balance([3, 3, 3, 2], before)
    assert sizes == [2 if index == changed else size for index, size in enumerate([3, 3, 3, 2])]


# --------------------------------------------------------------------------------------------------
# trails and options


@pytest.mark.parametrize(
    ("lang", "text", "trail"),
    [
        ("en", "[[bus]]es", "es"),
        ("en", "[[bus]]És", ""),
        ("de", "[[Haus]]übergang", "übergang"),
        ("fr", "[[élève]]s", "s"),
        ("ru", "[[автобус]]ы", "ы"),
        ("uk", "[[дім]]”", ""),
        ("zh", "[[巴士]]es", ""),
        ("ja", "[[バス]]es", "es"),
        ("ko", "[[버스]]를", ""),
        ("he", "[[אוטובוס]]ים", "ים"),
        ("ca", "[[bus]]'n", "'n"),
        ("ca", "''[[bus]]''", ""),
        ("pt-BR", "[[ônibus]]ões", "ões"),
        (None, "[[bus]]es", "es"),
        ("tlh", "[[bus]]es", "es"),
    ],
)
def test_trails_by_language(lang: str | None, text: str, trail: str) -> None:
    link = parse(text, lang).wikilinks[0]
    assert link.trail == trail
    assert link.label + link.trail == link.text
    assert link.trail_certain
    assert link.is_local is None


def test_a_trail_survives_copies() -> None:
    doc = parse("[[bus]]es [[town]]")
    copy = wikiparse.Document.from_dict(doc.to_dict())
    assert [link.trail for link in copy.wikilinks] == ["es", ""]
    assert copy == doc
    assert parse("[[bus]]es").wikilinks[0] != parse("[[bus|buses]]").wikilinks[0]


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("thumb", "thumbnail"),
        ("缩略图", "thumbnail"),
        ("サムネイル", "thumbnail"),
        ("thumb=B.jpg", "manualthumb"),
        ("200px", "width"),
        ("x100px", "width"),
        ("200x100 px", "width"),
        ("upright 1.2", "upright"),
        ("upright=1.2", "upright"),
        ("upright=a", None),
        ("px", None),
        ("alt=a", "alt"),
        ("Thumb", None),
        ("A thumb", None),
        ("a = b", None),
        ("", None),
        ("x" * 1000, None),
    ],
)
def test_options_of_images(part: str, kind: str | None) -> None:
    option = option_of(part, None)
    assert (option and option.kind) == kind


def test_options_are_those_of_the_language() -> None:
    assert option_of("gerahmt", "de")
    assert option_of("frame", "de")
    assert option_of("gerahmt", "en") is None
    assert [option_of(part, "af") for part in ("senter", "Links")] == [
        ("center", "senter", ""),
        None,
    ]


# --------------------------------------------------------------------------------------------------
# infobox


def test_an_infobox_is_a_mapping() -> None:
    box = parse(PAGE).infobox
    assert box is not None
    assert dict(box) == {"name": "Bberg", "area": "12 km²", "note": "A", "leader": "Berg"}
    assert box.template.name == "Infobox town"
    assert box.evidence == (("name", "Infobox"), ("named arguments", "5"))
    assert repr(box) == "Infobox('Infobox town', 4 arguments)"
    assert "population" not in box
    with pytest.raises(KeyError):
        box["population"]


def test_an_infobox_told_by_its_shape() -> None:
    arguments = "".join(f"| k{n} = v{n}\n" for n in range(6))
    box = parse("{{Town facts\n" + arguments + "}}\nWords.").infobox
    assert box is not None
    assert box["k3"] == "v3"
    assert box.evidence[0][0] == "shape"
    assert parse("Words.\n== A ==\n{{Town facts\n" + arguments + "}}").infobox is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{{cite web|url=http://a.b|title=c}}",
        "{{Infobox}}",
        "{{a|{{Infobox b|c=d|e=f}}}}",
        "== Infobox ==",
    ],
)
def test_no_infobox(text: str) -> None:
    assert parse(text).infobox is None


def test_an_infobox_of_a_converted_page() -> None:
    doc = wikiparse.parse("{{Infobox town |name=A |area=B}}\n\nWords.", dialect="hybrid")
    assert doc.infobox is not None
    assert doc.infobox["name"] == "A"


# --------------------------------------------------------------------------------------------------
# words of templates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a {{lang|de|Wort}} b", "a Wort b"),
        ("a {{Lang|de|text=Wort}} b", "a Wort b"),
        ("{{convert|5|km|mi}}", "5 km"),
        ("{{convert|5|to|10|km}}", "5 to 10 km"),
        ("{{nowrap|{{lang|de|Wort}} b}}", "Wort b"),
        ("{{仮リンク|町|en|Town}}", "町"),
        ("{{仮リンク|町|en|Town|label=まち}}", "まち"),
        ("{{birth date and age|1879|3|14}}", "March 14, 1879"),
        ("{{frac|1|2}} {{frac|3|1|2}}", "1/2 3 1/2"),
        ("a{{!}}b{{snd}}c", "a|b – c"),
        ("{{hlist|a|b|[[c]]}}", "a, b, c"),
        ("{{nowrap|a<ref>b</ref>}}", "a"),
        ("a {{cite web|url=http://b.c}}", "a"),
        ("* {{flag|Aland}}\n* b", "- Aland\n- b"),
        ("{{quote|To be}}\n\nb", "To be\n\nb"),
        ("{|\n| {{nowrap|a b}} || c\n|}", "a b\tc"),
    ],
)
def test_templates_that_carry_words(text: str, words: str) -> None:
    assert parse(text).to_text() == words + "\n"


def test_functions_of_ones_own() -> None:
    doc = parse("{{my unit|5}} {{lang|de|Wort}} {{nowrap|{{my unit|6}}}}")
    own = {"My_unit": lambda template: template.get(1).text + " u", "lang": lambda _: "?"}
    assert doc.to_text(templates=own) == "5 u ? 6 u\n"
    assert doc.to_text() == "Wort\n"


def test_nodes_know_the_words_of_templates() -> None:
    assert parse("a {{lang|de|Wort}} b").children[0].text == "a Wort b"


# --------------------------------------------------------------------------------------------------
# depth and size


def test_templates_nest_up_to_the_limit() -> None:
    text = "{{a|" * 200 + "b" + "}}" * 200
    doc = parse(text)
    assert str(doc) == text
    assert len(doc.templates) < 100
    assert [d.code for d in doc.diagnostics] == ["nesting-too-deep"]
    deep = wikiparse.parse(text, dialect="wikitext", limits=wikiparse.Limits(max_depth=200))
    assert len(doc.templates) < len(deep.templates) <= 100
    assert not all_faults(deep, text)


@pytest.mark.parametrize(
    "text",
    [
        "*" * 5_000 + "a",
        "".join("*" * n + "a\n" for n in range(300)),
        "#*:;" * 1_000 + "a",
        "{|\n|\n" * 300 + "a\n" + "|}\n" * 300,
        "[[File:a.jpg|thumb|" * 300 + "b" + "]]" * 300,
        "<ref>" * 300 + "</ref>" * 300,
        "<div>" * 300 + "</div>" * 300,
        "{{{a|" * 300 + "}}}" * 300,
        "-{" * 300 + "}-" * 300,
        "{{#if:a|" * 300 + "}}" * 300,
        ":" * 300 + "{|\n|a\n|}",
        "<table><tr><td>" * 300 + "</td></tr></table>" * 300,
        "[http://a " * 300 + "]" * 300,
        "<ref>{{a|" * 100 + "}}</ref>" * 100,
        "{{a|\n* b {{c|\n" * 100 + "}}}}" * 100,
        "{{{a|\nb\n\n" * 300 + "}}}" * 300,
        "-{[[File:a|" * 300 + "]]}-" * 300,
        "[[a|" * 300 + "b" + "]]" * 300,
    ],
    ids=lambda text: ascii(text[:16]),
)
@pytest.mark.parametrize("max_depth", [3, 100, 200])
def test_what_nests_deep(text: str, max_depth: int) -> None:
    doc = wikiparse.parse(text, dialect="wikitext", limits=wikiparse.Limits(max_depth=max_depth))
    assert not all_faults(doc, text)
    depth, level = 0, [doc]
    while level:
        level = [child for node in level for child in node.children]
        depth += 1
    assert depth <= max_depth + 3


def test_a_page_of_deep_bullets() -> None:
    text = "".join("*" * (1 + n % 94) + f" item {n}\n" for n in range(6_600))
    assert len(text) > 360_000
    doc = parse(text)
    assert len(list(doc.find_all(wikiparse.Paragraph))) == 6_600
    assert str(doc) == text


# --------------------------------------------------------------------------------------------------
# one tree from two dialects


def test_one_tree_from_two_dialects() -> None:
    source = (
        "'''Aberg''' is a [[town]] in [[Bland|the north]].<ref>A source.</ref>\n\n"
        "== History ==\n* [[1900]]\n* b\n\n=== Later ===\nEnd.\n\n"
        "[[Category:Towns]]\n"
    )
    converted = (
        '**Aberg** is a [town](../Page/town.md "wikilink") in [the north](../Page/Bland.md '
        '"wikilink").\\[1\\]\n\n## History\n\n'
        '  - [1900](../Page/1900.md "wikilink")\n  - b\n\n### Later\n\nEnd.\n\n'
        '[Category:Towns](Category:Towns "wikilink")\n\n1.  A source.\n'
    )
    wikitext, hybrid = parse(source), wikiparse.parse(converted, dialect="hybrid", lang="en")
    for doc in (wikitext, hybrid):
        assert [(s.level, s.title) for s in doc.find_all(wikiparse.Section)] == [
            (2, "History"),
            (3, "Later"),
        ]
        assert [(link.title, link.label) for link in doc.wikilinks] == [
            ("town", "town"),
            ("Bland", "the north"),
            ("1900", "1900"),
        ]
        assert [category.name for category in doc.categories] == ["Towns"]
        assert [note.text for note in doc.footnotes] == ["A source."]
        assert [doc.footnote(mark) for mark in doc.footnote_references] == list(doc.footnotes)
        kinds = [child.kind for child in doc.sections[0].children]
        assert kinds[:2] == ["heading", "list"]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_endings(newline: str) -> None:
    text = PAGE.replace("\n", newline)
    doc = parse(text)
    assert not all_faults(doc, text)
    assert doc.infobox is not None
    assert dict(doc.infobox) == dict(parse(PAGE).infobox or {})
