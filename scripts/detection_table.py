"""Which dialect are pages of a known dialect taken for? Right and wrong by corpus, and the wrong
ones by name.

    python scripts/detection_table.py ../shared/corpus

The folder holds corpora by name. `dev` has a hybrid page, `.md`, beside its wikitext, `.wikitext`;
`real` hybrid pages; `html` pages that a converter made of a wiki's HTML; `today` pages of several
writers of pandoc, named in the `.truth.json` beside each page, as is the converter in `html`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from wikiparse.detect import detect

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITERS = {
    "gfm": ("hybrid",),
    # Links in double brackets are read in both; what else it says decides.
    "gfm+wikilinks_title_after_pipe": ("markdown", "hybrid"),
    "markdown": ("pandoc",),
    "commonmark_x": ("pandoc",),
    "commonmark_x+wikilinks_title_after_pipe": ("pandoc",),
}
"""The dialects that are right for a page of a writer of pandoc."""

PROGRAMS = {"gfm": "pandoc-gfm", "gfm+wikilinks_title_after_pipe": "|pandoc-gfm"}
"""What detection calls a writer of pandoc, where it is not the one of its own Markdown; `[[…]]` may
be written by anybody, unless images show the writer."""

GOAL = 99.5
"""Per cent of each corpus."""


def pages(folder: Path) -> Iterator[tuple[str, Path, tuple[str, ...], str]]:
    """The corpus, the page, the dialects that are right, and the writer that is, "" if unknown."""
    for path in sorted((folder / "dev").glob("*.md")):
        yield "dev, .md", path, ("hybrid",), "pandoc-gfm"
    for path in sorted((folder / "dev").glob("*.wikitext")):
        yield "dev, .wikitext", path, ("wikitext",), ""
    for path in sorted((folder / "real").glob("*.md")):
        yield "real", path, ("hybrid",), "pandoc-gfm"
    for path in sorted((folder / "today").glob("*.md")):
        writer = truth(path)["writer"]
        yield "today", path, WRITERS[writer], PROGRAMS.get(writer, "pandoc-markdown")
    for path in sorted((folder / "html").glob("*.md")):
        yield "html", path, ("web",), truth(path)["tool"]


def truth(path: Path) -> dict[str, str]:
    """What is known of a page."""
    return json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def main() -> int:
    """Print the table; fail where a corpus falls short of the goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    right: Counter[str] = Counter()
    writers: Counter[str] = Counter()
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    seconds: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for corpus, path, dialects, writer in pages(options.folder):
        text = path.read_bytes().decode("utf-8", "replace")
        start = time.process_time()
        found = detect(text)
        seconds[corpus] += time.process_time() - start
        total[corpus] += 1
        is_right = found.dialect in dialects
        right[corpus] += is_right
        is_writer = found.writer in writer.split("|")
        writers[corpus] += is_writer
        if not (is_right and is_writer):
            wrong[corpus].append(
                f"{path.name}: {found.dialect} by {found.writer or '?'}, "
                f"not {dialects[0]} by {writer or '?'}: {found.evidence}"
            )
    print("| corpus | pages | dialect right | per cent | writer right | microseconds a page |")
    print("|---|---|---|---|---|---|")
    for corpus, pages_read in total.items():
        share = f"{100 * right[corpus] / pages_read:.2f}"
        cost = f"{1e6 * seconds[corpus] / pages_read:.0f}"
        cells = (corpus, pages_read, right[corpus], share, writers[corpus], cost)
        print(f"| {' | '.join([str(cell) for cell in cells])} |")
    for corpus, lines in wrong.items():
        print(f"\n{corpus}:")
        for line in lines:
            print(" ", line)
    return int(any(100 * right[corpus] < GOAL * total[corpus] for corpus in total))


if __name__ == "__main__":
    sys.exit(main())
