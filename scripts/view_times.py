"""How long the view of a page takes: `python scripts/view_times.py [PAGE] --size 500000`.

Parsing, writing the file, and loading it in a headless Chromium until its first picture is painted;
then how long the browser is busy with some actions. PAGE, or else the reference article, is
repeated up to the size. Needs Chromium, its driver and the extra `browser`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import browsing  # noqa: E402
import wikiparse  # noqa: E402

ACTIONS = {
    "unfold all": "for (const pane of panes) { pane.open.fill(1); pane.update(); }",
    "to the last node": "choose(panes[0], trees[0].count - 1)",
    "point at it": "light(panes[0], trees[0].count - 1, $('source'))",
    "filter by text": "wanted.text = 'in'; filter()",
    "filter by kind": "wanted.text = ''; wanted.kinds.add('wikilink'); filter()",
    "no filter": "wanted.kinds.clear(); filter()",
    "the text": "selectTab('text')",
}


def loaded(driver: Any, path: Path) -> tuple[float, int]:
    """Seconds until the first picture of a file, and how many elements it then has."""
    driver.get(path.as_uri())
    painted = (
        "const done = arguments[0]; requestAnimationFrame(() => setTimeout(() =>"
        " done([performance.now(), document.querySelectorAll('*').length])))"
    )
    milliseconds, elements = driver.execute_async_script(painted)
    return milliseconds / 1_000, elements


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("page", nargs="?", type=Path, default=ROOT / "tests/fixtures/pml.md")
    parser.add_argument("--size", type=int, default=500_000, help="bytes of the page")
    parser.add_argument("--dialect", default="auto")
    options = parser.parse_args()
    if reason := browsing.missing():
        parser.error(reason)
    one = options.page.read_bytes() + b"\n\n"
    source = (one * (options.size // len(one) + 1))[: options.size].decode("utf-8", "ignore")
    start = time.perf_counter()
    doc = wikiparse.parse(source, dialect=options.dialect)
    parsed = time.perf_counter()
    page = doc.to_view()
    written = time.perf_counter()
    nodes = sum(1 for _ in doc.walk())
    print(
        f"{len(source.encode()):,} bytes, {nodes:,} nodes, a file of {len(page.encode()):,} bytes"
    )
    print(f"{'parse':20}{parsed - start:8.2f} s\n{'write the file':20}{written - parsed:8.2f} s")
    with browsing.browser() as driver, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_bytes(page.encode())
        loaded(driver, path)  # the browser itself is read from the disk the first time
        seconds, elements = loaded(driver, path)
        print(f"{'load':20}{seconds:8.2f} s, {elements:,} elements")
        for name, script in ACTIONS.items():
            took = driver.execute_script(
                f"const start = performance.now(); {script}; return performance.now() - start"
            )
            print(f"{name:20}{took / 1_000:8.2f} s")
        for message in browsing.errors(driver):
            print(message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
