"""The parts of pages from HTML that are no part of the article: by the order of MediaWiki's skins
and by their links, and nothing else of an article.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import wikiparse
from wikiparse import Boilerplate
from wikiparse.etl import parse_record

# Vector of 2022, as markdownify writes it.
VECTOR_2022 = """\
Ulmenau - Wikipedia

[Jump to content](#bodyContent)

Main menu

Main menu

move to sidebar
hide

Navigation

* [Main page](/wiki/Main_Page "Visit the main page [z]")
* [Contents](/wiki/Wikipedia:Contents "Guides")
* [Random article](/wiki/Special:Random "Load a random article [x]")

[![](/static/images/icons/wikipedia.png)![Wikipedia](/static/images/a.svg)](/wiki/Main_Page)

[Search](/wiki/Special:Search "Search Wikipedia [f]")

* [Donate](https://donate.wikimedia.org/?a=b)
* [Log in](/w/index.php?title=Special:UserLogin&returnto=Ulmenau "Log in [o]")

## Contents

move to sidebar
hide

* [(Top)](#)
* [1
  Sights](#Sights)
  Toggle Sights subsection
  + [1.1
    Mill](#Mill)
* [2
  Notes](#Notes)

Toggle the table of contents

# Ulmenau

2 languages

* [Deutsch](https://de.wikipedia.org/wiki/Ulmenau "Ulmenau – German")
* [Svenska](https://sv.wikipedia.org/wiki/Almby "Almby – Swedish")

[Edit links](https://www.wikidata.org/wiki/Special:EntityPage/Q1#sitelinks-wikipedia "Edit")

* [Article](/wiki/Ulmenau "View the content page [c]")
* [Talk](/wiki/Talk:Ulmenau "Discuss [t]")

English

* [Read](/wiki/Ulmenau)
* [Edit](/w/index.php?title=Ulmenau&action=edit "Edit this page [e]")
* [View history](/w/index.php?title=Ulmenau&action=history "Past revisions [h]")

Tools

Tools

move to sidebar
hide

General

* [What links here](/wiki/Special:WhatLinksHere/Ulmenau "All pages that link here")
* [Permanent link](/w/index.php?title=Ulmenau&oldid=12 "This revision")
* [Cite this page](/w/index.php?title=Special:CiteThisPage&page=Ulmenau&id=12 "How to")

In other projects

* [Wikimedia Commons](https://commons.wikimedia.org/wiki/Category:Ulmenau)
* [Wikidata item](https://www.wikidata.org/wiki/Special:EntityPage/Q1 "Structured data")

Appearance

move to sidebar
hide

From Wikipedia, the free encyclopedia

**Ulmenau** is a village on the [Wend](/wiki/Wend "Wend").[[1]](#cite_note-1)

## Sights

[[edit](/w/index.php?title=Ulmenau&action=edit&section=1 "Edit section: Sights")]

* [Old bridge](/wiki/Old_bridge "Old bridge")
* [Elm](/wiki/Elm "Elm")

### Mill

[[edit](/w/index.php?title=Ulmenau&action=edit&section=2 "Edit section: Mill")]

The mill is at [48°10′N 9°3′E](https://geohack.toolforge.org/geohack.php?params=48_10_N_9_3_E).

## Notes

[[edit](/w/index.php?title=Ulmenau&action=edit&section=3 "Edit section: Notes")]

1. **[^](#cite_ref-1)** A map.

Retrieved from "<https://en.wikipedia.org/w/index.php?title=Ulmenau&oldid=12>"

[Category](/wiki/Help:Category "Help:Category"): [Villages](/wiki/Category:Villages "Category:V")

* This page was last edited on 2 May 2025, at 10:00 (UTC).
* Text is available under the [License](https://creativecommons.org/licenses/by-sa/4.0/deed.en).

* [Privacy policy](https://foundation.wikimedia.org/wiki/Special:MyLanguage/Policy:Privacy_policy)
* [About Wikipedia](/wiki/Wikipedia:About)
* [Mobile view](//en.m.wikipedia.org/w/index.php?title=Ulmenau&mobileaction=toggle_view_mobile)

Search

Toggle the table of contents

Ulmenau

2 languages

[Add topic](#)
"""
VECTOR_2022_TEXT = """\
Ulmenau

Ulmenau is a village on the Wend.

Sights

- Old bridge
- Elm

Mill

The mill is at 48°10′N 9°3′E.

Notes
"""

# Vector of 2010, in German, as turndown writes it; menus are after the article.
VECTOR_2010 = """\
# Ulmenau

aus Wikipedia, der freien Enzyklopädie

(Weitergeleitet von [Ulmau](/w/index.php?title=Ulmau&redirect=no "Ulmau"))

[Zur Navigation springen](#mw-head) [Zur Suche springen](#searchInput)

**Ulmenau** ist ein Dorf.

## Inhaltsverzeichnis

-   [1 Lage](#Lage)
    -   [1.1 Fluss](#Fluss)
-   [2 Weblinks](#Weblinks)

## Lage\\[[Bearbeiten](/w/index.php?title=Ulmenau&action=edit&section=1 "Abschnitt bearbeiten")\\]

Am [Wend](/wiki/Wend "Wend").

### Fluss\\[[Bearbeiten](/w/index.php?title=Ulmenau&action=edit&section=2 "Abschnitt")\\]

Lang.

## Weblinks\\[[Bearbeiten](/w/index.php?title=Ulmenau&action=edit&section=3 "Abschnitt")\\]

-   [Karte](https://maps.example/)

Abgerufen von „[https://de.wikipedia.org/w/index.php?title=Ulmenau&oldid=9](https://de.wikipedia.org/w/index.php?title=Ulmenau&oldid=9)“

[Kategorie](/wiki/Wikipedia:Kategorien "Wikipedia:Kategorien"):

-   [Ort](/wiki/Kategorie:Ort "Kategorie:Ort")

## Navigationsmenü

### Meine Werkzeuge

-   Nicht angemeldet
-   [Beiträge](/wiki/Spezial:Meine_Beitr%C3%A4ge "Beiträge")

### Suche

### In anderen Sprachen

-   [English](https://en.wikipedia.org/wiki/Ulmenau "Ulmenau – Englisch")
-   [Links bearbeiten](https://www.wikidata.org/wiki/Special:EntityPage/Q1#sitelinks-wikipedia)

-   Diese Seite wurde zuletzt am 2. Mai 2019 bearbeitet.
-   [Datenschutz](https://foundation.wikimedia.org/wiki/Privacy_policy)
"""
VECTOR_2010_TEXT = """\
Ulmenau

Ulmenau ist ein Dorf.

Lage

Am Wend.

Fluss

Lang.

Weblinks

- Karte
"""


@pytest.mark.parametrize(
    ("source", "lang", "text", "roles", "languages"),
    [
        (
            VECTOR_2022,
            "en",
            VECTOR_2022_TEXT,
            ["header", "header", "footer", "footer"],
            [("de", "Ulmenau"), ("sv", "Almby")],
        ),
        (
            VECTOR_2010,
            "de",
            VECTOR_2010_TEXT,
            ["header", "contents", "footer", "footer"],
            [("en", "Ulmenau")],
        ),
    ],
)
def test_a_whole_page(
    source: str, lang: str, text: str, roles: list[str], languages: list[tuple[str, str]]
) -> None:
    doc = wikiparse.parse(source, dialect="web", lang=lang)
    assert doc.to_text() == text
    assert [part.role for part in doc.find_all(Boilerplate)] == roles
    assert [(link.interwiki, link.title) for link in doc.interlanguage_links] == languages
    assert len(doc.categories) == 1
    # Nothing is lost: the tree has it, and the source is the same.
    assert str(doc) == source
    assert any(link.namespace == "Special" for link in doc.wikilinks)
    assert wikiparse.Document.from_dict(json.loads(doc.to_json())) == doc


def test_rows_and_output_have_the_article_alone() -> None:
    row = parse_record({"text": VECTOR_2022, "dialect": "web", "language": "en"})
    assert [link["title"] for link in row["links"]] == ["Wend", "Old bridge", "Elm"]
    assert [link["url"][:16] for link in row["external_links"]] == ["https://geohack."]
    assert [part["title"] for part in row["sections"]] == ["Ulmenau", "Sights", "Mill", "Notes"]
    assert [c["name"] for c in row["categories"]] == ["Villages"]
    (position,) = row["coordinates"]
    assert round(position["latitude"], 2) == 48.17
    doc = wikiparse.parse(VECTOR_2022, dialect="web", lang="en")
    for output in (doc.to_html(), doc.to_html(safe=False), doc.to_markdown(), doc.to_wikitext()):
        assert "Old bridge" in output
        assert "Random article" not in output
        assert "last edited" not in output
    assert "Category:Villages" in doc.to_wikitext()


ARTICLES = [
    # Lists of links, without any of the user interface.
    "# Elm\n\n- [Wych elm](/wiki/Wych_elm)\n- [Field elm](/wiki/Field_elm)\n\nTrees.",
    # A link to the search of a book; a list of sections in other words.
    "# Elm\n\n[0306406152](/wiki/Special:BookSources/0306406152)\n\nTrees.",
    "# Elm\n\nTrees.\n\n- [Bark and wood of it](#Bark)\n- [Leaf](/wiki/Leaf)\n\n## Bark\n\nThin.",
    # A short line below the title is a sentence, or names another thing.
    "# Elm\n\nThe elm is a tree of which Wikipedia has an article.\n\nTall.",
    "# Elm\n\nA tree\n\nTall.",
    # Items that are sections, without links and without numbers.
    "# Elm\n\nThree kinds:\n\n- Wych\n- Field\n- White\n\n## Wych\n\n## Field\n\n## White\n\na",
    # Numbers, but not all of them are sections.
    "# Elm\n\n- 1 Bark\n- 2 Leaf\n- 3 Root\n\n## Bark\n\na\n\n## Leaf\n\nb\n\n## Seed\n\nc",
    # Licenses as a subject.
    "# Elm\n\nText.\n\n- [CC BY](https://creativecommons.org/licenses/by/4.0/)",
    # The end of an article that links to a page of the project.
    "# Elm\n\nText.\n\n- [About trees](/wiki/Wikipedia:WikiProject_Trees)",
    # A lead before a heading of level 1 that is not the title.
    "A lead of [trees](/wiki/Tree).\n\n# Bark\n\nThin.",
    # Languages in a sentence; a link to another wiki in a paragraph.
    "# Elm\n\n[Ulme](https://de.wikipedia.org/wiki/Ulme)\n\nTrees.",
]


@pytest.mark.parametrize("source", ARTICLES)
def test_articles_have_none(source: str) -> None:
    doc = wikiparse.parse(source, dialect="web", lang="en", title="Elm")
    assert not list(doc.find_all(Boilerplate))


CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "html"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the pages are not here")
def test_no_words_of_an_article_are_left_out() -> None:
    """Of the words that only the article has, by the HTML of each page, none is in boilerplate."""
    wrong = []
    for path in sorted(CORPUS.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        around = set(truth["around"].split())
        text = path.with_name(path.name.replace(".truth.json", ".md")).read_text(encoding="utf-8")
        doc = wikiparse.parse(text, lang=truth["lang"], title=truth["title"])
        parts = [part.text for part in doc.find_all(Boilerplate)]
        own = set(truth["text"].split()) - around - set(truth["title"].split())
        titles = {word for part in truth["sections"] for word in part["title"].split()}
        found = {word for part in parts for word in part.split()} & own - titles
        if found:
            wrong.append((path.name, sorted(found)))
    assert not wrong
