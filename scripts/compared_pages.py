"""Hold the list of pages that MediaWiki shows differently to a comparison.

    python scripts/compared_pages.py COMPARISON.json

The comparison is a list of pages, each with its `name` and its `kinds`: for each kind of item
(words, links, tables …) `first`, the first that differs, or null. `compared_pages.txt` beside the
tests says of each page that differs in which kinds, and why. Pages that differ and are not on the
list, and those that are on it and agree, are printed; then the exit code is 1.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LIST = Path(__file__).resolve().parents[1] / "tests" / "compared_pages.txt"


def listed() -> dict[str, tuple[set[str], str]]:
    """Kinds and reason by the name of the page."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {name: (set(kinds.split(", ")), reason) for name, kinds, reason in rows}


def main() -> int:
    """Print what the list and the comparison do not share."""
    known = listed()
    differ: dict[str, dict[str, object]] = {}
    for page in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        first = {kind: found["first"] for kind, found in page.get("kinds", {}).items()}
        if found := {kind: value for kind, value in first.items() if value is not None}:
            differ[page["name"]] = found
    trouble = 0
    for name, found in differ.items():
        for kind in found.keys() - known.get(name, (set(), ""))[0]:
            print(f"not listed: {name}\t{kind}\t{json.dumps(found[kind], ensure_ascii=False)}")
            trouble += 1
    for name, (kinds, _) in known.items():
        for kind in kinds - differ.get(name, {}).keys():
            print(f"agrees: {name}\t{kind}")
            trouble += 1
    print(f"{len(differ)} pages differ, {trouble} entries to be mended")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
