"""Real pages, where a corpus lies beside the checkout: every tree keeps the invariants, and no
wikilink is missed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wikiparse
from checks import all_faults
from lengths import long_but

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PAGES = {folder: sorted((CORPUS / folder).glob("*.md")) for folder in ("real", "dev")}
SAMPLE = [*PAGES["real"][::6], *PAGES["dev"][::4]]
CHUNKS = 20
"""So many tests, each of a part of the sample."""

MARKED = re.compile(
    r'\]\([^\n]*? "(?:wikilink|fig:[^"\n]*)"\)|<a\b[^>]*\btitle="(?:wikilink|fig:[^"]*)"'
)
CODE = re.compile(r"(?sm)^(```|~~~).*?^\1|<!--.*?-->")

pytestmark = pytest.mark.skipif(not SAMPLE, reason="no corpus beside the checkout")


@pytest.mark.parametrize("dialect", long_but(["hybrid"], ["hybrid", "auto"]))
@pytest.mark.parametrize("chunk", long_but(range(3), range(CHUNKS)))
def test_invariants(chunk: int, dialect: str) -> None:
    faults = {}
    for path in SAMPLE[chunk::CHUNKS]:
        text = path.read_bytes().decode("utf-8", errors="replace")
        faults[path.name] = all_faults(
            wikiparse.parse(text, dialect=dialect, title=path.stem), text
        )
    assert not {name: found[:3] for name, found in faults.items() if found}


def test_marked_links_are_found() -> None:
    marked = found = 0
    for path in SAMPLE:
        text = path.read_text(encoding="utf-8", errors="replace")
        here = len(MARKED.findall(CODE.sub("", text)))
        doc = wikiparse.parse(text, dialect="hybrid")
        marked += here
        found += min(here, len(doc.wikilinks) + len(doc.categories) + len(doc.images))
    assert marked > 10_000
    assert found >= 0.99 * marked


def test_pages_of_the_dialect_are_told_by_their_links() -> None:
    told = [
        wikiparse.parse(text).dialect
        for path in SAMPLE
        if '"wikilink")' in (text := path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert told.count("hybrid") >= 0.99 * len(told)
