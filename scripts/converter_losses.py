"""What do converters of HTML leave of a wiki's pages, and how much of that is read?

    python scripts/converter_losses.py ../shared/corpus/html

The folder holds pages, `.md`, each with a `.truth.json` beside it that was read from the HTML: its
converter, its footnotes and whether the text has them, its tables and the form that they are in.
Prints a row for each converter, as docs/from-html.md has it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import wikiparse

COLUMNS = ("linked references", "definitions", "whole tables", "footnotes read", "links read")


def losses_of(truth: dict[str, Any], doc: wikiparse.Document) -> dict[str, tuple[int, int]]:
    """By column: how many the text has, or were read, and of how many."""
    notes = truth["notes"]
    has_links = notes["marks_form"] == "link"
    marks, listed = notes["marks"], notes["definitions"]
    required = [mark for mark in marks if mark["written"] is True and has_links]
    tied = sum(doc.footnote(reference) is not None for reference in doc.footnote_references)
    tables = truth["tables"]
    links = [link for link in truth["wikilinks"] if not link.get("optional")]
    return {
        "linked references": (len(required), len(marks)),
        "definitions": (sum(one["written"] is True for one in listed), len(listed)),
        "whole tables": (sum(one["form"] != "broken" for one in tables), len(tables)),
        "footnotes read": (min(tied, len(required)), len(required)),
        "links read": (min(len(doc.wikilinks), len(links)), len(links)),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    pages: Counter[str] = Counter()
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        source = path.with_name(path.name.removesuffix(".truth.json") + ".md").read_bytes()
        doc = wikiparse.parse(source, lang=truth["lang"], title=truth["title"])
        tool = truth["tool"]
        pages[tool] += 1
        for column, (found, of) in losses_of(truth, doc).items():
            sums[tool][column] += found
            sums[tool][column + " of"] += of
    if not pages:
        sys.exit(f"{folder} has no pages with their truth beside them")
    print("| converter | pages |", " | ".join(COLUMNS), "|")
    print("|" + "---|" * (len(COLUMNS) + 2))
    for tool in sorted(pages):
        cells = [f"{sums[tool][column]} of {sums[tool][column + ' of']}" for column in COLUMNS]
        print(f"| {tool} | {pages[tool]} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
