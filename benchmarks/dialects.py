"""The instructions that a parse takes, by dialect: of each byte, and of each node.

    python benchmarks/dialects.py FOLDER --dialects web,hybrid,markdown

Every `.md` file below the folder is a page, and each dialect reads all that are chosen. So one
folder tells the dialects apart, and two folders the texts: pages have more or less markup in a
byte. Instructions are those of a second pass, counted by valgrind's cachegrind; titles that the
first one remembered are forgotten before it.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
from pathlib import Path

from rows import FEW, LARGEST, instructions

import wikiparse
from wikiparse.nodes.links import page_at, title_of


def work(texts: list[str], dialect: str) -> None:
    """Parse some texts, none of whose titles has been met before."""
    page_at.cache_clear()
    title_of.cache_clear()
    for text in texts:
        wikiparse.parse(text, dialect=dialect)


def main() -> None:
    """Print a line for each dialect."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="folder")
    parser.add_argument("--dialects", default="hybrid,web,markdown")
    parser.add_argument("--pages", type=int, default=FEW, help=f"pages (default: {FEW})")
    parser.add_argument("--passes", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    gc.disable()
    if arguments.work:
        texts = [path.read_text(encoding="utf-8") for path in arguments.paths]
        for _ in range(arguments.passes):
            work(texts, arguments.work)
        return
    if shutil.which("valgrind") is None:
        parser.error("valgrind is not installed")
    for folder in arguments.paths:
        paths = [path for path in sorted(folder.rglob("*.md")) if path.stat().st_size <= LARGEST]
        some = random.Random(1).sample(paths, min(arguments.pages, len(paths)))  # no secret
        size = sum(path.stat().st_size for path in some)
        for dialect in arguments.dialects.split(","):
            nodes = sum(
                1
                for path in some
                for _ in wikiparse.parse(path.read_text(encoding="utf-8"), dialect=dialect).walk()
            )
            count = instructions(__file__, some, dialect)
            print(
                f"{folder.name}: as {dialect} {count / size:.0f} instructions a byte,"
                f" {count / nodes:,.0f} a node ({len(some)} pages, {size:,} bytes)"
            )


if __name__ == "__main__":
    main()
