"""The chart of the README, made from what `run.py` has measured.

    python benchmarks/chart.py benchmarks/results.json > docs/benchmarks.svg

Nothing in it depends on anything but the file. It follows the reader's light or dark mode.
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

WIDTH = 760
LABELS = 150
"""Where the bars begin."""
BARS = 380
"""The length of the longest bar."""
ROW = 24
BAR = 14
TOP = 58
OURS = "wikiparse"

STYLE = """\
text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
  fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 }
.head { font-weight: 600 }
.soft { fill: #59636e }
.ours { font-weight: 600 }
rect { fill: #b6bfc9 }
rect.ours { fill: #0969da }
line { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .soft { fill: #9198a1 }
  rect { fill: #545d68 }
  rect.ours { fill: #4493f8 }
  line { stroke: #3d444d }
}"""


def chart(results: dict[str, Any]) -> str:
    """The SVG: a panel for each input, a bar for each parser, as long as the text that it reads in
    a second.
    """
    body: list[str] = []
    y = TOP
    for name, found in results["inputs"].items():
        y = _panel(body, y, name, found)
    note = (
        f"Python {results['python']}, {results['machine']}, CPU "
        f"time, median of {results['rounds']} rounds"
    )
    body.append(f'<text class="soft" x="16" y="{y + 6}">{escape(note)}</text>')
    height = y + 22
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title">\n'
        f"<style>\n{STYLE}\n</style>\n"
        '<text id="title" class="title" x="16" y="28">Megabytes of text '
        "that a parser reads in a second</text>\n" + "\n".join(body) + "\n</svg>\n"
    )


def _panel(body: list[str], y: int, name: str, found: dict[str, Any]) -> int:
    """Add a panel below `y`; gives where the next one begins."""
    rows = sorted(found["parsers"].items(), key=lambda row: -row[1]["median_mb_s"])
    longest = rows[0][1]["median_mb_s"]
    pages = "1 page" if found["pages"] == 1 else f"{found['pages']} pages"
    body.append(f'<text class="head" x="16" y="{y}">{escape(name)}</text>')
    body.append(
        f'<text class="soft" x="{WIDTH - 16}" y="{y}" text-anchor="end">'
        f"{pages}, {found['bytes'] / 1000:.1f} kB</text>"
    )
    body.append(f'<line x1="16" x2="{WIDTH - 16}" y1="{y + 8}" y2="{y + 8}"/>')
    y += 18
    for parser, row in rows:
        mine = ' class="ours"' if parser == OURS else ""
        width = max(2, round(BARS * row["median_mb_s"] / longest, 1))
        shown = f"{row['median_mb_s']:.2f} MB/s" + (
            "" if mine else f'<tspan class="soft" dx="8">{_compared(row["times"])}</tspan>'
        )
        body.append(
            f'<text{mine} x="{LABELS - 8}" y="{y + BAR - 2}" '
            f'text-anchor="end">{escape(parser)}</text>'
        )
        body.append(f'<rect{mine} x="{LABELS}" y="{y}" width="{width}" height="{BAR}" rx="2"/>')
        body.append(f'<text{mine} x="{LABELS + width + 8:g}" y="{y + BAR - 2}">{shown}</text>')
        y += ROW
    return y + 24


def _compared(times: float) -> str:
    """How much longer a parser takes than ours."""
    return f"{times:.1f} × the time"


if __name__ == "__main__":
    sys.stdout.write(chart(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
