"""MediaWiki's vocabulary has one home, `mediawiki.py`: what uses it follows it."""

from __future__ import annotations

import pytest

import wikiparse
from wikiparse.mediawiki import OPAQUE_SCHEMES, SLASHED_SCHEMES
from wikiparse.render.html import sanitize

URLS = [f"{scheme}://a.b/c" for scheme in SLASHED_SCHEMES] + [
    f"{scheme}:a@b.c" for scheme in OPAQUE_SCHEMES
]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("form", ["x {} y", "({})", "{}, z", "{{{{t|{}}}}}", "[{} x]"])
def test_schemes_are_links(url: str, form: str) -> None:
    for spelled in (url, url.capitalize()):
        doc = wikiparse.parse(form.format(spelled), dialect="wikitext")
        assert [link.url for link in doc.external_links] == [spelled.rstrip(",")]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("form", ["a{}", "_{}", "é{}", "9{}"])
def test_schemes_at_the_end_of_a_word_are_text(url: str, form: str) -> None:
    doc = wikiparse.parse(form.format(url), dialect="wikitext")
    assert not doc.external_links
    assert doc.to_text().strip() == form.format(url)


@pytest.mark.parametrize("url", URLS)
def test_schemes_are_written_back(url: str) -> None:
    doc = wikiparse.parse(f"[{url}](<{url}>) and \\{url}", dialect="hybrid")
    links = [link.url for link in doc.external_links]
    again = wikiparse.parse(doc.to_wikitext(), dialect="wikitext")
    assert [link.url for link in again.external_links] == links


def test_safe_schemes_are_schemes_of_mediawiki() -> None:
    assert sanitize.SCHEMES.issubset(SLASHED_SCHEMES + OPAQUE_SCHEMES)
