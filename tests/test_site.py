"""`Site`: the namespaces and prefixes of a wiki that is no Wikipedia rule the parse, and nothing is
otherwise without one."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

import wikiparse
from wikiparse import Document, Site, parse
from wikiparse.sites import split_title
from wikiparse.sites.prefixes import names_of, vocabulary_of
from wikiparse.sites.site import CORE, Namespace

THEMA = Site(lang="de", namespaces={100: ("Thema", "TH"), 101: "Thema Diskussion"})
OWN = Site(
    lang="de",
    namespaces={4: "Stadtwiki", 14: ("Rubrik",), 828: "Modul", 100: "Thema"},
    interwikis=("stadt", "W"),
)
DIALECTS = ("wikitext", "hybrid", "markdown")


def parts(target: str, site: Site | None, lang: str | None = None) -> tuple[str, str]:
    """Namespace and interwiki prefix of a link."""
    (link,) = parse(f"[[:{target}]]", dialect="wikitext", site=site, lang=lang).wikilinks
    return link.namespace, link.interwiki


@pytest.mark.parametrize(
    ("target", "site", "expected"),
    [
        # A namespace of its own, by name and alias, in any case.
        ("Thema:X", THEMA, ("Thema", "")),
        ("thema :X", THEMA, ("Thema", "")),
        ("th:X", THEMA, ("Thema", "")),
        ("Thema_Diskussion:X", THEMA, ("Thema Diskussion", "")),
        ("Thema:X", None, ("", "")),
        # MediaWiki's own, in the language and in English.
        ("Kategorie:X", THEMA, ("Category", "")),
        ("Category:X", THEMA, ("Category", "")),
        ("Datei:X", THEMA, ("File", "")),
        ("Rubrik:X", OWN, ("Category", "")),
        ("Kategorie:X", OWN, ("Category", "")),
        # Those that only Wikipedia has are not there, unless they are given.
        ("Portal:X", THEMA, ("", "")),
        ("Modul:X", THEMA, ("", "")),
        ("Modul:X", OWN, ("Module", "")),
        ("Module:X", OWN, ("Module", "")),
        # The project's namespace is called as the project.
        ("Wikipedia:X", THEMA, ("Project", "")),
        ("WP:X", THEMA, ("Project", "")),
        ("Stadtwiki:X", OWN, ("Project", "")),
        ("Project:X", OWN, ("Project", "")),
        ("Wikipedia:X", OWN, ("", "")),
        # Prefixes that are given replace Wikimedia's.
        ("en:X", THEMA, ("", "en")),
        ("en:X", OWN, ("", "")),
        ("stadt:X", OWN, ("", "stadt")),
        ("w:Portal:X", OWN, ("Portal", "w")),
    ],
)
def test_namespaces_and_prefixes(target: str, site: Site | None, expected: tuple[str, str]) -> None:
    assert parts(target, site, "de") == expected


def test_a_namespace_that_is_given_wins() -> None:
    site = Site(lang="en", namespaces={100: "Help", 102: "de", 104: ("File",)})
    assert parts("Help:X", site) == ("Help", "")
    assert vocabulary_of(site).names["help"] == "Help"
    assert parts("de:X", site) == ("de", "")
    assert vocabulary_of(site).names["file"] == "File"


def test_a_wikipedia_by_its_header_reads_as_by_its_language() -> None:
    """All namespaces as the header of its dump has them, without aliases."""
    wiki = names_of("de")
    given = {100: "Portal", 101: "Portal Diskussion", 828: "Modul", 829: "Modul Diskussion"}
    core = {"Project": "Wikipedia", "Project talk": "Wikipedia Diskussion"}
    by_name = {name: key for key, name in wiki.items()}
    site = Site(
        lang="de",
        namespaces={**{n: core.get(c, by_name[c]) for n, c in CORE.items()}, **given},
    )
    names = vocabulary_of(site).names
    others = {key for key in wiki if key not in names}
    # Gadgets and the like were not given.
    assert {wiki[key] for key in others}.isdisjoint({*CORE.values(), "Portal", "Module"})
    assert {key: names[key] for key in names if key in wiki} == {
        key: name for key, name in wiki.items() if key in names
    }


@pytest.mark.parametrize("dialect", DIALECTS)
def test_links_categories_and_files(dialect: str) -> None:
    text = "[[Thema:X]] [[Rubrik:A|b]] [[Kategorie:B]] [[Datei:C.jpg|mini|d]]"
    doc = parse(text, dialect=dialect, site=OWN)
    assert [(link.title, link.namespace) for link in doc.wikilinks] == [("Thema:X", "Thema")]
    assert [(one.name, one.sort_key) for one in doc.categories] == [("A", "b"), ("B", None)]
    assert [image.name for image in doc.images] == ["C.jpg"]
    assert (doc.lang, doc.site) == ("de", OWN)
    assert parse(text, dialect=dialect, lang="de").site is None


def test_the_hybrid_dialect_too() -> None:
    text = '[x](../Page/Thema:X.md "wikilink") [Rubrik:A](Rubrik:A "wikilink")'
    doc = parse(text, dialect="hybrid", site=OWN)
    assert [link.namespace for link in doc.wikilinks] == ["Thema"]
    assert [one.name for one in doc.categories] == ["A"]


def test_fragments_of_wikitext_and_trails_too() -> None:
    doc = parse(
        "[[Thema:X]]en <ref>[[Thema:Y]]</ref>\n{{a|[[Thema:Z]]}}", dialect="wikitext", site=OWN
    )
    assert [link.namespace for link in doc.find_all(wikiparse.Wikilink)] == ["Thema"] * 3
    doc = parse("{|\n| [[Thema:Z]]\n|}\n", dialect="hybrid", site=OWN)
    assert [link.namespace for link in doc.find_all(wikiparse.Wikilink)] == ["Thema"]


def test_the_language_may_be_another() -> None:
    assert parse("a", site=OWN).lang == "de"
    assert parse("a", site=OWN, lang="en").lang == "en"
    doc = parse("a", site=Site(lang="xx-unknown"))
    assert (doc.lang, [d.code for d in doc.diagnostics]) == (None, ["unknown-language"])


def test_read_takes_one(tmp_path: Any) -> None:
    path = tmp_path / "A.wikitext"
    path.write_text("[[Thema:X]]", encoding="utf-8")
    (link,) = wikiparse.read(path, dialect="wikitext", site=THEMA).wikilinks
    assert link.namespace == "Thema"


def namespaces(doc: Document) -> list[str]:
    return [link.namespace for link in doc.find_all(wikiparse.Wikilink)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_goes_with_the_document(dialect: str) -> None:
    doc = parse("a [[Thema:X]]s [[Portal:Y]]", dialect=dialect, site=THEMA)
    assert namespaces(doc) == ["Thema", ""]
    data = doc.to_dict()
    assert json.loads(doc.to_json()) == data
    for other in (
        Document.from_dict(data),
        Document.from_dict(json.loads(doc.to_json())),
        pickle.loads(pickle.dumps(doc)),
        doc.replace(doc.wikilinks[1], "[[Portal:Y]]"),
    ):
        assert (namespaces(other), other.site, other) == (["Thema", ""], THEMA, doc)
        assert other.wikilinks == doc.wikilinks
    assert "site" not in parse("a [[Thema:X]]", dialect=dialect, lang="de").to_dict()


def test_html_leads_to_the_page() -> None:
    html = parse("[[Thema:X]] [[Rubrik:A]]", dialect="wikitext", site=OWN).to_html()
    assert 'href="./Thema:X"' in html
    assert 'href="./Rubrik:A"' in html


def test_wikitext_is_written_with_names_that_every_wiki_knows() -> None:
    doc = parse('[Rubrik:A](Rubrik:A "wikilink")', dialect="hybrid", site=OWN)
    assert doc.to_wikitext() == "[[Category:A]]\n"


# --- values


SITES = [
    Site(),
    THEMA,
    OWN,
    Site(name="w", url="http://a.example/", case="case-sensitive", interwikis=()),
    Site(namespaces=[Namespace(100, "A", ("B",), "case-sensitive")]),
]


@pytest.mark.parametrize("site", SITES)
def test_a_site_is_a_value(site: Site) -> None:
    data = json.loads(json.dumps(site.to_dict()))
    for other in (Site.from_dict(data), pickle.loads(pickle.dumps(site))):
        assert other == site
        assert hash(other) == hash(site)
    assert Site().to_dict() == {}


@pytest.mark.parametrize(
    "values",
    [
        {"lang": 5},
        {"name": None},
        {"namespaces": {"100": "A"}},
        {"namespaces": {100: 5}},
        {"namespaces": {100: ("A", 5)}},
        {"namespaces": {True: "A"}},
        {"namespaces": ["A"]},
        {"namespaces": {100: Namespace("100", "A")}},  # type: ignore[arg-type]
        {"interwikis": 5},
        {"interwikis": (5,)},
    ],
)
def test_values_of_another_type(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Site(**values)


def test_a_site_that_is_none() -> None:
    with pytest.raises(TypeError, match=r"must be a wikiparse\.Site or None, not str"):
        parse("a", site="de")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the namespace 100 has no name"):
        Site(namespaces={100: ()})
    with pytest.raises(ValueError, match="case"):
        Site(case="upper")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="case of a namespace"):
        Site(namespaces=[Namespace(1, "A", (), "upper")])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"namespaces": [{}]},
        {"namespaces": 5},
        {"namespaces": [{"number": "a", "name": "b"}]},
        {"lang": []},
        {"case": "upper"},
        {"interwikis": [5]},
    ],
)
def test_json_that_is_no_site(data: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        Site.from_dict(data)
    document = {**parse("a").to_dict(), "site": data}
    with pytest.raises(ValueError, match=r"."):
        Document.from_dict(document)


def test_the_number_of_a_namespace() -> None:
    assert [THEMA.number_of(name) for name in (" thema", "TH", "Thema_Diskussion", "Portal")] == [
        100,
        100,
        101,
        None,
    ]


def test_any_name_may_be_given() -> None:
    hostile = "\ud800", "", " ", ":", "a:b", "#", "\u200e", "İ", "x" * 100_000, "_"
    site = Site(lang="de", namespaces={100 + n: name for n, name in enumerate(hostile)})
    for name in hostile:
        split_title(f"{name}:X", vocabulary_of(site))
        doc = parse(f"[[{name}:X]]", dialect="wikitext", site=site)
        assert Document.from_dict(doc.to_dict()) == doc


def test_a_site_of_no_language_that_names_its_namespaces_knows_no_foreign_ones() -> None:
    assert parts("Kategorie:X", Site()) == ("Category", "")
    assert parts("Kategorie:X", Site(namespaces={14: "Rubrik"})) == ("", "")
