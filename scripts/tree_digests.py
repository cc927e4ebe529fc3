"""Digests of the trees and rows of all pages of some folders, to show that a change moves none of
them.

    python scripts/tree_digests.py FOLDER... > before.txt
    python scripts/tree_digests.py FOLDER... > after.txt
    python scripts/tree_digests.py --compare before.txt after.txt

A line is a page: its name, the dialect it was read as, the SHA-256 of its JSON and of its row.
Every `.md` and `.wikitext` file below the folders is read once by detection and once as `hybrid`,
`markdown` or `wikitext`, by its name. Columns of the rows that one version alone has can be left
out with `--without`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import wikiparse
from wikiparse import etl

DIALECTS = {".md": ("auto", "hybrid", "markdown"), ".wikitext": ("auto", "wikitext")}


def main() -> int:
    """Print the digests, or compare two lists of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("BEFORE", "AFTER"))
    parser.add_argument(
        "--without",
        nargs="*",
        default=[],
        metavar="COLUMN",
        help="columns of the rows to leave out",
    )
    options = parser.parse_args()
    if options.compare:
        return compare(*options.compare)
    for folder in options.folders:
        for path in sorted(folder.rglob("*")):
            for dialect in DIALECTS.get(path.suffix, ()):
                name = f"{folder.name}/{path.relative_to(folder)}"
                print(name, dialect, digests(path, dialect, options.without), sep="\t")
    return 0


def digests(path: Path, dialect: str, without: list[str]) -> str:
    """The digests of a page's tree and row, separated by a tab."""
    text = path.read_text(encoding="utf-8")
    doc = wikiparse.parse(text, dialect=dialect)
    row = etl.parse_record({"text": text, "id": path.name, "dialect": dialect})
    kept = {name: value for name, value in row.items() if name not in without}
    return f"{sha(doc.to_json())}\t{sha(json.dumps(kept, sort_keys=True, default=str))}"


def sha(text: str) -> str:
    """The first half of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def compare(before: Path, after: Path) -> int:
    """Print each page whose tree or row differs, and the sum."""
    old, new = (
        dict(split(line) for line in path.read_text().splitlines()) for path in (before, after)
    )
    trees = rows = 0
    for page in sorted(old.keys() | new.keys()):
        was, now = old.get(page, ("", "")), new.get(page, ("", ""))
        if was != now:
            trees += was[0] != now[0]
            rows += was[1] != now[1]
            kinds = [kind for kind, a, b in zip(("tree", "row"), was, now, strict=True) if a != b]
            print(f"{page}: {' and '.join(kinds)}")
    print(f"{len(old)} and {len(new)} pages: {trees} trees and {rows} rows differ")
    return int(trees + rows > 0)


def split(line: str) -> tuple[str, tuple[str, str]]:
    """The page and dialect of a line, and its digests."""
    page, dialect, tree, row = line.split("\t")
    return f"{page} as {dialect}", (tree, row)


if __name__ == "__main__":
    sys.exit(main())
