"""`doc.citations`: what citation templates and plain footnotes say, as CSL-JSON."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import wikiparse
from citation_readings import differences, parsed, readings
from csl_schema import SCHEMA, TYPES
from lengths import long_but
from steps import CountedText, counting, steps_of
from wikiparse.nodes.citation_names import NAMES, family_of, meaning_of
from wikiparse.nodes.citation_types import PARTS
from wikiparse.reading.citation_dates import date_of
from wikiparse.reading.identifiers import doi_in, is_isbn, isbn_in
from wikiparse.reading.people import names_of, vancouver

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "citations.jsonl")
    .read_text("utf-8")
    .splitlines()
]
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = [p for folder in ("dev", "real", "today") for p in sorted((CORPUS / folder).glob("*.md"))]
PAGES += sorted((CORPUS / "dev").glob("*.wikitext"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)

has_corpus = pytest.mark.skipif(not PAGES, reason="no corpus beside the checkout")


def cited(source: str, lang: str | None = "en") -> tuple[wikiparse.Citation, ...]:
    return wikiparse.parse(source, dialect="wikitext", lang=lang).citations


def data_of(source: str, lang: str | None = "en") -> list[dict[str, Any]]:
    found = [citation.data for citation in cited(source, lang)]
    VALIDATOR.validate(found)
    return found


# --- templates


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']} {case['source'][2:30]}")
def test_a_template(case: dict[str, Any]) -> None:
    """What the case says is read; the item may say more."""
    (data,) = data_of(case["source"], case["lang"])
    for name, expected in case["data"].items():
        found = data.get(name)
        if name in ("issued", "accessed"):
            found = found["date-parts"][0]
        assert found == expected, name


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']} {case['source'][2:30]}")
def test_a_template_in_an_unknown_language(case: dict[str, Any]) -> None:
    """Names of arguments do not depend on the language of the page."""
    (data,) = data_of(case["source"], None)
    for name in case["data"].keys() & {"title", "author", "URL", "publisher", "container-title"}:
        assert data[name] == case["data"][name], name


def test_the_reading_says_how_it_was_read() -> None:
    source = "{{cite book|title=A}} {{Citation|title=B}} {{cite oak|url=https://oak.example}}"
    assert [citation.evidence for citation in cited(source)] == [
        (("template", "cite book"), ("type", "name")),
        (("template", "Citation"), ("type", "arguments")),
        (("family", "cite "), ("type", "arguments")),
    ]
    assert [citation.node.kind for citation in cited(source)] == ["template"] * 3
    assert [citation.data["id"] for citation in cited(source)] == [
        "citation-1",
        "citation-2",
        "citation-3",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{{cite book}}",
        "{{cite book|page=3}}",
        "{{citation needed|date=May 2010}}",
        "{{cita requerida|título=A}}",
        "{{webarchive|url=https://web.archive.org/web/2010/http://oak.example}}",
        "{{Infobox tree|title=Oak|url=https://oak.example}}",
        "{{lang|de|Eiche}}",
    ],
)
def test_templates_that_cite_nothing(source: str) -> None:
    assert not cited(source)


def test_citations_wherever_they_are() -> None:
    cite = "{{{{cite web|title={}|url=https://oak.example/{}}}}}"
    one, two, three, four, five = (cite.format(name, name) for name in "abcde")
    source = (
        f"{{{{Infobox tree|name=Oak<ref>{one}</ref>}}}}\nText.<ref name=x>See {two}</ref>\n"
        f"== Further reading ==\n* {three}\n{{|\n| {four}\n|}}\n"
        f"<references><ref name=y>{five}</ref></references>"
    )
    assert [data["title"] for data in data_of(source)] == list("abcde")


def test_a_citation_in_a_citation_counts_if_it_is_one() -> None:
    source = "{{cite book|title=A|id={{cite web|title=B|url=https://oak.example}}|page={{p|3}}}}"
    assert [data["title"] for data in data_of(source)] == ["A", "B"]


def test_citations_of_a_hybrid() -> None:
    source = 'Oaks[a](a.md "wikilink")[^1].\n\n[^1]: {{cite web|title=A|url=https://oak.example}}\n'
    doc = wikiparse.parse(source, dialect="hybrid", lang="en")
    assert [citation.data["title"] for citation in doc.citations] == ["A"]
    assert doc.citations is doc.citations


def test_arguments_of_one_meaning() -> None:
    # As in MediaWiki the last of two arguments with one name counts.
    (data,) = data_of("{{cite book|title=A|title=B|trans-title=C|script-title=D}}")
    assert data["title"] == "B"
    (data,) = data_of("{{cite book|title=|titre=E|date=|year=2001}}")
    assert (data["title"], data["issued"]) == ("E", {"date-parts": [[2001]]})


def test_people_in_order_of_their_numbers() -> None:
    (data,) = data_of("{{cite book|title=A|last2=B|last10=D|author3=C|last=A|first10=E}}")
    assert data["author"] == [
        {"family": "A"},
        {"family": "B"},
        {"literal": "C"},
        {"family": "D", "given": "E"},
    ]


def test_a_url_that_is_none() -> None:
    (data,) = data_of("{{cite web|title=A|url=see below|doi=none|isbn=12|pmc=PMC7}}")
    assert data == {"id": "citation-1", "type": "webpage", "title": "A", "PMCID": "PMC7"}


# --- footnotes without a template


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[https://oak.example/a Oaks]", {"URL": "https://oak.example/a", "title": "Oaks"}),
        ("https://oak.example/a", {"URL": "https://oak.example/a"}),
        (
            "Eich: [https://oak.example Oaks], 3 May 2010, retrieved 1 June 2011.",
            {
                "URL": "https://oak.example",
                "title": "Oaks",
                "issued": {"date-parts": [[2010, 5, 3]]},
                "accessed": {"date-parts": [[2011, 6, 1]]},
            },
        ),
        (
            "[https://oak.example 樫の木]（2010年5月3日）2011年6月1日閲覧",
            {
                "URL": "https://oak.example",
                "title": "樫の木",
                "issued": {"date-parts": [[2010, 5, 3]]},
                "accessed": {"date-parts": [[2011, 6, 1]]},
            },
        ),
        (
            "Eich (2007). ''Oaks''. ISBN 978-0-306-40615-7.",
            {
                "type": "book",
                "title": "Oaks",
                "ISBN": "978-0-306-40615-7",
                "issued": {"date-parts": [[2007]]},
            },
        ),
        ("Eich: Oaks. doi:10.1000/x.(1).", {"type": "document", "DOI": "10.1000/x.(1)"}),
        ("Eich. [https://doi.org/10.1000/x doi]", {"type": "document", "DOI": "10.1000/x"}),
        (
            "[http://web.archive.org/web/2010/http://oak.example/a Oaks]",
            {"URL": "http://oak.example/a", "title": "Oaks"},
        ),
        (
            "{{Webarchiv|url=http://oak.example|text=Oaks|wayback=2010}}",
            {"URL": "http://oak.example", "title": "Oaks"},
        ),
        ("[https://oak.example Archived]", {"URL": "https://oak.example"}),
    ],
)
def test_a_plain_footnote(text: str, expected: dict[str, Any]) -> None:
    (citation,) = cited(f"A<ref>{text}</ref>")
    VALIDATOR.validate([citation.data])
    assert citation.node.kind == "footnote_definition"
    assert citation.evidence[0] == ("footnote", "plain text")
    assert citation.data == {"id": "citation-1", "type": "webpage", **expected}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Eich 2007, p. 3.",
        "ISBN 978-0-306-40615-8",  # the check digit is wrong
        "[https://oak.example A] and [https://elm.example B]",
        "See [[Oak]] and [mailto:a@oak.example mail].",
    ],
)
def test_a_footnote_that_names_no_source(text: str) -> None:
    assert not cited(f"A<ref>{text}</ref>")


def test_a_footnote_with_a_template_is_read_once() -> None:
    text = "A<ref>[https://elm.example Elm] {{cite web|title=A|url=https://oak.example}}</ref>"
    assert [data["URL"] for data in data_of(text)] == ["https://oak.example"]


# --- dates, people, identifiers


@pytest.mark.parametrize(
    ("text", "lang", "parts"),
    [
        ("2010-05-03", None, [[2010, 5, 3]]),
        ("2010-05-03T06:16Z", None, [[2010, 5, 3]]),
        ("3 May 2010", "en", [[2010, 5, 3]]),
        ("Monday, May 3rd, 2010", "en", [[2010, 5, 3]]),
        ("05/13/2010", "en", [[2010, 5, 13]]),
        ("05/06/2010", "fr", [[2010, 6, 5]]),
        ("3. März 2009", "de", [[2009, 3, 3]]),
        ("5 mai 2010", "fr", [[2010, 5, 5]]),
        ("1er mai 2010", "fr", [[2010, 5, 1]]),
        ("6 de maig de 1996", "ca", [[1996, 5, 6]]),
        ("3 d'abril de 2004", "ca", [[2004, 4, 3]]),
        ("2010年5月3日", "zh", [[2010, 5, 3]]),
        ("1990年3月21日（水）", "ja", [[1990, 3, 21]]),
        ("2010년 5월 3일", "ko", [[2010, 5, 3]]),
        ("2010. május 5.", "hu", [[2010, 5, 5]]),
        ("2010 m. gegužės 3 d.", "lt", [[2010, 5, 3]]),
        ("6-fevral 2019", "uz", [[2019, 2, 6]]),
        ("23 באפריל 2009", "he", [[2009, 4, 23]]),
        ("ngày 5 tháng 3 năm 2010", "vi", [[2010, 3, 5]]),
        ("listopad 2010", "pl", [[2010, 11]]),
        ("listopad 2010", "hr", [[2010, 10]]),
        ("٢٠١٠", "ar", [[2010]]),
        ("2007a", "en", [[2007]]),
        ("20111117", None, [[2011, 11, 17]]),
        ("12–15 February 2007", "en", [[2007, 2, 12], [2007, 2, 15]]),
        ("February 12–15, 2007", "en", [[2007, 2, 12], [2007, 2, 15]]),
        ("March–April 2005", "en", [[2005, 3], [2005, 4]]),
        ("28 December 2010 – 3 January 2011", "en", [[2010, 12, 28], [2011, 1, 3]]),
        ("1914–1918", None, [[1914], [1918]]),
        ("1998–99", None, [[1998], [1999]]),
    ],
)
def test_a_date(text: str, lang: str | None, parts: list[list[int]]) -> None:
    assert date_of(text, lang) == {"date-parts": parts}


def test_seasons_and_about() -> None:
    assert date_of("Spring 1960", "en") == {"date-parts": [[1960]], "season": 1}
    assert date_of("Winter 2003/04", "en") == {"date-parts": [[2003]], "season": 4}
    assert date_of("c. 1900", "en") == {"date-parts": [[1900]], "circa": True}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("n.d.", "en"),
        ("1890s", "en"),
        ("350 BC", "en"),
        ("before 1900", "en"),
        ("05/06/2010", "en"),  # May or June
        ("31 April 2010", "en"),
        ("2004, reprinted 2010", "en"),
        ("۱۳۸۹", "fa"),  # a year of the Solar Hijri calendar
        ("พ.ศ. 2549", "th"),
        ("x" * 1_000, None),
    ],
)
def test_a_date_that_is_not_understood_is_kept_as_text(text: str, lang: str | None) -> None:
    assert date_of(text, lang) == {"literal": text}


def test_a_date_may_be_changed() -> None:
    date_of("May 2010", "en")["date-parts"][0].append(1)
    assert date_of("May 2010", "en") == {"date-parts": [[2010, 5]]}


def test_no_date() -> None:
    assert date_of(" \n") == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hans Meier, Eva Klein", ["Hans Meier", "Eva Klein"]),
        ("Ludwig van Elm, Eva Klein and J. D. Roe", ["Ludwig van Elm", "Eva Klein", "J. D. Roe"]),
        ("Meier, H., Klein, E.", ["Meier+H.", "Klein+E."]),
        ("Meier, Hans", ["Meier+Hans"]),
        ("Meier HJ, Klein E", ["Meier+HJ", "Klein+E"]),
        ("Meier, H.; Klein, E.", ["Meier+H.", "Klein+E."]),
        ("Hans Meier et al.", ["Hans Meier", "et al."]),
        ("樫木花、楠木太郎", ["樫木花", "楠木太郎"]),
        # Not sure, so not split.
        ("Simon & Schuster", ["Simon & Schuster"]),
        ("Hans and Eva Meier", ["Hans and Eva Meier"]),
        ("Ministry of Trees, Woods and Lands", ["Ministry of Trees, Woods and Lands"]),
        ("Oak University, Elm University", ["Oak University, Elm University"]),
        ("Meier, Jr.", ["Meier, Jr."]),
        ("NASA", ["NASA"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert ["+".join(name.values()) for name in names_of(text)] == names


def test_two_family_names_in_a_list() -> None:
    assert names_of("Meier, Schulz", several=True) == [{"literal": "Meier, Schulz"}]


def test_vancouver_names() -> None:
    assert vancouver("Elm JA, van Oak B, ((Tree Society, Rome)), et al.") == [
        {"family": "Elm", "given": "JA"},
        {"family": "van Oak", "given": "B"},
        {"literal": "Tree Society, Rome"},
        {"literal": "et al."},
    ]


def test_identifiers() -> None:
    assert doi_in("see doi:10.1000/a(b)c). And") == "10.1000/a(b)c"
    assert doi_in("10.12/no") == ""
    assert is_isbn("0-306-40615-2")
    assert is_isbn("978-0-306-40615-7")
    assert not is_isbn("0-306-40615-3")
    assert isbn_in("ISBN 0-306-40615-3, ISBN 0-306-40615-2") == "0-306-40615-2"


# --- tables


def test_an_argument_has_one_meaning() -> None:
    names = [name for names in NAMES.values() for name in names.replace("_", "-").split()]
    assert len(names) == len(set(names))
    assert set(PARTS) <= set(TYPES)


def test_names_of_arguments() -> None:
    assert meaning_of("Editor2-First") == ("editor-given", 2)
    assert meaning_of("editor-first2") == ("editor-given", 2)
    assert meaning_of("نام خانوادگی۲") == ("family", 2)
    assert meaning_of("access date") == ("accessed", 0)
    assert meaning_of("oaks") == ("", 0)
    assert meaning_of("hrsg", "internetquelle") == ("publisher", 0)
    assert family_of("web manbasi") == " manbasi"
    assert family_of("citation needed") == ""


# --- real pages


@has_corpus
@pytest.mark.parametrize("name", ["citations.tsv", "citations_unseen.tsv"])
def test_readings_by_hand(name: str) -> None:
    """At least 99 of 100 facts; `scripts/citation_report.py` prints the others."""
    found = list(differences(CORPUS, name))
    assert len(found) <= 0.01 * 4 * len(readings(name))


@has_corpus
@pytest.mark.parametrize("chunk", long_but(range(2), range(4)))
def test_every_citation_is_valid(chunk: int) -> None:
    faults = {}
    for path in PAGES[chunk::16]:
        found = [citation.data for citation in parsed(path).citations]
        faults[path.name] = [error.message for error in VALIDATOR.iter_errors(found)]
        json.dumps(found)
    assert not {name: found[:3] for name, found in faults.items() if found}


# --- hostile texts

HOSTILE = {
    "authors": lambda size: (
        "{{cite book|title=a" + "".join(f"|last{n}=b|first{n}=c" for n in range(size // 20)) + "}}"
    ),
    "names": lambda size: "{{cite book|title=a|authors=" + "Bo Elm, " * (size // 8) + "}}",
    "separators": lambda size: "{{cite book|title=a|author=" + "b; " * (size // 3) + "}}",
    "dates": lambda size: "{{cite book|title=a|date=" + "1 May " * (size // 6) + "}}",
    "citations": lambda size: "{{cite web|title=a|url=http://b.c}}" * (size // 35),
    "arguments": lambda size: "{{cite web|title=a" + "|date=b|x=y" * (size // 11) + "}}",
    "nested": lambda size: "{{cite web|title=" * 90 + "a" * size + "}}" * 90,
    "footnotes": lambda size: "<ref>[http://b.c d] 1 May 2010 retrieved</ref>" * (size // 46),
    "links": lambda size: "<ref>" + "[http://b.c d] " * (size // 15) + "</ref>",
    "parentheses": lambda size: "<ref>10.1000/" + "(" * size + "</ref>",
    "closing": lambda size: "<ref>10.1000/a" + ")" * size + "</ref>",
    "digits": lambda size: "<ref>ISBN " + "1 " * (size // 2) + "</ref>",
}


@pytest.mark.parametrize("family", HOSTILE)
def test_steps_grow_as_the_page_does(family: str) -> None:
    steps = []
    with counting():
        for size in (4_000, 16_000):
            text = HOSTILE[family](size)
            doc = wikiparse.parse(CountedText(text), dialect="wikitext", lang="en")
            doc.footnotes  # noqa: B018  # the walk over the page is not counted
            taken, found = steps_of(partial(getattr, doc, "citations"))
            VALIDATOR.validate([citation.data for citation in found])
            steps.append(taken + 3_000)
    assert steps[1] < 5 * steps[0]


def test_a_hundred_thousand_authors() -> None:
    names = "".join(f"|last{n}=b" for n in range(1, 100_001))
    (data,) = data_of("{{cite book|title=a" + names + "}}")
    assert len(data["author"]) == 100_000
    (data,) = data_of("{{cite book|title=a|author=" + "Bo Elm; " * 100_000 + "}}")
    assert data["author"][0]["literal"].startswith("Bo Elm; Bo Elm")


@pytest.mark.parametrize(
    "text", ["\0", "\ud800", "\u2028", "{{!}}", "<!-- -->", "''", "½", "٣", "²"]
)
def test_any_text_in_any_argument(text: str) -> None:
    for name in ("title", "date", "author", "last", "url", "doi", "isbn", "pages", "id", "last²"):
        source = f"{{{{cite book|title=a|{name}={text}|author2={text}{text}}}}}<ref>{text}</ref>"
        for data in data_of(source):
            assert json.dumps(data)
