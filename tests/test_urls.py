"""URLs of a wiki: which page does one name, and whose page is the text?"""

from __future__ import annotations

import pytest

import wikiparse
from wikiparse.etl import parse_record
from wikiparse.sites import Title
from wikiparse.sites.urls import Home, home_of, page_of, wiki_of

HOME = Home("wikipedia", "en", "en.wikipedia.org", "Rowan Hill")


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/wiki/Oak_(tree)", ("", "", "Oak (tree)", "")),
        ("./Oak#Bark_and_wood", ("", "", "Oak", "Bark and wood")),
        ("/w/index.php?title=Oak&redirect=no", ("", "", "Oak", "")),
        ("/w/index.php?title=Elm_Hill&action=edit&redlink=1", ("", "", "Elm Hill", "")),
        ("/w/index.php/Oak", ("", "", "Oak", "")),
        ("//en.m.wikipedia.org/wiki/Oak", ("", "", "Oak", "")),
        ("https://de.wikipedia.org/wiki/Hilfe:Eiche", ("de", "Help", "Hilfe:Eiche", "")),
        ("https://en.wiktionary.org/wiki/oak", ("wiktionary", "", "oak", "")),
        ("https://fr.wiktionary.org/wiki/oak", ("wiktionary:fr", "", "oak", "")),
        ("https://www.wikidata.org/wiki/Q1", ("wikidata", "", "Q1", "")),
        ("/wiki/Rowan_Hill#Paths", ("", "", "", "Paths")),
        ("#Paths", ("", "", "", "Paths")),
        ("/wiki/File%3AOak.jpg", ("", "File", "File:Oak.jpg", "")),
        ("/wiki/C%23", ("", "", "C%23", "")),
    ],
)
def test_a_page_of_a_url(url: str, title: tuple[str, str, str, str]) -> None:
    assert page_of(url, HOME, "en") == Title(*title)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/",
        "/wiki/",
        "oak.html",
        "https://a.example/wiki/Oak",
        "https://upload.wikimedia.org/wikipedia/en/a/ab/Oak.jpg",
        "/w/index.php?title=Oak&action=edit&section=1",
        "/w/index.php?title=Oak&veaction=edit",
        "/w/index.php?title=Oak&diff=2&oldid=1",
        "mailto:a@b.example",
    ],
)
def test_no_page_of_a_url(url: str) -> None:
    assert page_of(url, HOME, "en") is None


@pytest.mark.parametrize(
    ("source", "home"),
    [
        ("Text.", ("wikipedia", "", "", "")),
        ("a[[1]](./Rowan_Hill#cite_note-1)", ("wikipedia", "", "", "Rowan Hill")),
        (
            "a[[1]](https://de.m.wikipedia.org/wiki/Vogelberg#cite_note-1)",
            ("wikipedia", "de", "de.m.wikipedia.org", "Vogelberg"),
        ),
        (
            "# A[[e](https://fr.wiktionary.org/w/index.php?title=a&action=edit&section=1)]",
            ("wiktionary", "fr", "fr.wiktionary.org", "a"),
        ),
        (
            "---\ncanonical: https://it.wikipedia.org/wiki/Colle\ntitle: Colle\n---\n",
            ("wikipedia", "it", "it.wikipedia.org", "Colle"),
        ),
        ("[a](https://sv.wikipedia.org/wiki/A)", ("wikipedia", "sv", "sv.wikipedia.org", "")),
    ],
)
def test_the_page_of_a_text(source: str, home: tuple[str, str, str, str]) -> None:
    assert home_of(source, None, None) == Home(*home)


def test_hosts() -> None:
    assert wiki_of("simple.wikipedia.org") == ("wikipedia", "simple")
    assert wiki_of("species.wikimedia.org") == ("species", "")
    assert wiki_of("upload.wikimedia.org") is None
    assert wiki_of("wikipedia.org.a.example") is None


def test_a_link_without_a_title_of_its_own_keeps_its_url() -> None:
    doc = wikiparse.parse("[a](https://a.example/wiki/B) [c](/w/index.php?curid=1)", dialect="web")
    assert not doc.wikilinks
    assert [link.url for link in doc.external_links] == ["https://a.example/wiki/B"]


@pytest.mark.parametrize(
    ("source", "title", "interwiki", "shown"),
    [
        ("[Oaks](/w/index.php?title=Oak&redlink=1) x", "Oak", "", "Oaks"),
        ("[oak](https://en.m.wikipedia.org/wiki/Oak_%28tree%29)", "Oak (tree)", "", "oak"),
        ("[path](/wiki/Rowan_Hill#Paths)", "", "", "path"),
        ("[Oaks](/wiki/Oak)like", "Oak", "", "Oaks"),
    ],
)
def test_rows_and_mentions_know_pages_by_their_urls(
    source: str, title: str, interwiki: str, shown: str
) -> None:
    record = {"text": source, "dialect": "web", "language": "en", "title": "Rowan Hill"}
    (link,) = parse_record(record)["links"]
    assert (link["title"], link["interwiki"], link["trail"]) == (title, interwiki, "")
    plain = wikiparse.parse(source, dialect="web", lang="en").plain_text()
    (mention,) = plain.mentions
    assert plain.text[mention.start : mention.end] == shown
