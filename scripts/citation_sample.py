"""Draw citation templates from a corpus, to be read by hand.

    python scripts/citation_sample.py CORPUS --seed 18 --count 200 > sample.txt

CORPUS is a folder with folders of pages, `LANGUAGE-TITLE-….md` or `.wikitext`. Prints for each
template drawn its page, its offset in code points and its source, to read title,
first author, URL and year from; `tests/fixtures/citations.tsv` has the readings. The program
is not asked what it reads.

The draw is by language, so that the Wikipedia with the most pages is not all of it: in the order
that the seed gives, a template is taken unless its language already has its share. A template whose
text was drawn before is not drawn again. `--without FILE` leaves out what is in a file of readings.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from pathlib import Path

import wikiparse
from wikiparse.nodes.citation_names import family_of
from wikiparse.nodes.template_text import fold_name

FOLDERS = ("dev", "today")
LARGE = {"en": 0.35, "it": 0.15, "ja": 0.125}
"""The share of a language in the sample, at most."""
OTHER = 0.05


def citations_of(path: Path) -> list[tuple[int, str]]:
    """The offset and the source of each citation template of a page."""
    text = path.read_text(encoding="utf-8", errors="replace")
    dialect = "wikitext" if path.suffix == ".wikitext" else "auto"
    doc = wikiparse.parse(text, dialect=dialect, lang=path.name.partition("-")[0])
    return [
        (template.span.start, text[slice(*template.span)])
        for template in doc.templates
        if template.span is not None and family_of(fold_name(template.name))
    ]


def places_in(readings: Path) -> set[tuple[str, int]]:
    """Page and offset of the templates in a file of readings."""
    rows = [line.split("\t") for line in readings.read_text("utf-8").splitlines()]
    return {(row[0], int(row[1])) for row in rows}


def sample(
    corpus: Path, seed: int, count: int, without: set[tuple[str, int]]
) -> list[tuple[str, int, str]]:
    """Page, offset and source of the templates that are drawn, by page and offset."""
    found = [
        (f"{folder}/{path.name}", offset, source)
        for folder in FOLDERS
        for path in sorted((corpus / folder).iterdir())
        if path.suffix in (".md", ".wikitext")
        for offset, source in citations_of(path)
    ]
    random.Random(seed).shuffle(found)  # a draw that can be drawn again
    drawn: list[tuple[str, int, str]] = []
    seen: set[str] = set()
    taken: Counter[str] = Counter()
    for page, offset, source in found:
        lang = page.partition("/")[2].partition("-")[0]
        text = re.sub(r"\s", "", source)
        if (page, offset) in without:
            seen.add(text)
            continue
        if text in seen or taken[lang] >= count * LARGE.get(lang, OTHER):
            continue
        seen.add(text)
        taken[lang] += 1
        drawn.append((page, offset, source))
        if len(drawn) == count:
            break
    return sorted(drawn)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--without", type=Path)
    options = parser.parse_args()
    without = places_in(options.without) if options.without else set()
    for page, offset, source in sample(options.corpus, options.seed, options.count, without):
        print(f"{page}\t{offset}\t{' '.join(source.split())}")


if __name__ == "__main__":
    main()
