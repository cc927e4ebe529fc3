"""Convert a page of HTML by every converter, and write what they make of it into the fixtures.

    pip install markdownify==1.2.3 markitdown==0.1.9 html2text==2025.4.15 html-to-markdown==3.21.2 \
        trafilatura==2.3.1 pypandoc_binary
    npm install --prefix build/node turndown@7.2.5 turndown-plugin-gfm@1.0.2
    NODE_PATH=$PWD/build/node/node_modules python scripts/convert_page.py

reads `tests/fixtures/converters/page.html`, a page of the project's own in the HTML of MediaWiki,
and writes `tests/fixtures/converters.txt`, whose trees `pytest --refresh-fixtures` adds. With
`--print` and a page of HTML it prints what one converter makes of that:

    python scripts/convert_page.py --print markdownify page.html

This is the one place that runs the converters; the library does not know them.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"

TURNDOWN = """
const {gfm} = require('turndown-plugin-gfm')
const service = new (require('turndown'))(JSON.parse(process.argv[1]))
service.use(gfm)
process.stdout.write(service.turndown(require('fs').readFileSync(0, 'utf8')))
"""


def markdownify(html: str) -> str:
    """The page by markdownify, with its own options."""
    import markdownify as tool  # none of the converters need be installed

    return str(tool.markdownify(html))


def markitdown(html: str) -> str:
    """The page by markitdown."""
    from markitdown import MarkItDown, StreamInfo

    page = io.BytesIO(html.encode())
    return str(MarkItDown().convert_stream(page, stream_info=StreamInfo(extension=".html")))


def html2text(html: str, **options: Any) -> str:
    """The page by html2text."""
    import html2text as tool

    maker = tool.HTML2Text()
    for name, value in options.items():
        setattr(maker, name, value)
    return str(maker.handle(html))


def html_to_markdown(html: str) -> str:
    """The page by html-to-markdown."""
    from html_to_markdown import convert

    made = convert(html)
    return str(getattr(made, "content", made))


def turndown(html: str) -> str:
    """The page by turndown with its plugin for GFM."""
    command = ["node", "-e", TURNDOWN, '{"headingStyle": "atx"}']
    done = subprocess.run(command, input=html, capture_output=True, text=True, check=True)
    return done.stdout


def pandoc(html: str, to: str = "gfm") -> str:
    """The page by pandoc."""
    import pypandoc

    return str(pypandoc.convert_text(html, to, "html"))


def trafilatura(html: str) -> str:
    """The page by trafilatura, with links and images."""
    import trafilatura as tool

    options = {"include_links": True, "include_images": True, "include_formatting": True}
    made = tool.extract(html, output_format="markdown", favor_recall=True, **options)
    return str(made or "")


CONVERTERS = {
    "markdownify": markdownify,
    "markitdown": markitdown,
    "html2text, its own options": html2text,
    "html2text, no breaks": lambda html: html2text(html, body_width=0, skip_internal_links=False),
    "html-to-markdown": html_to_markdown,
    "turndown": turndown,
    "pandoc-gfm": pandoc,
    "pandoc-gfm-raw_html": lambda html: pandoc(html, "gfm-raw_html"),
    "trafilatura": trafilatura,
}

HEAD = """What the converters of HTML make of one page (converters/page.html).

The inputs are written by scripts/convert_page.py.
"""


def visible(text: str) -> str:
    """White space at the ends of lines, tabs and no-break spaces as visible characters
    (fixtures/README.md).
    """
    lines = []
    for line in text.replace("\t", "␉").replace("\u00a0", "⍽").split("\n"):
        kept = line.rstrip(" ")
        lines.append(kept + "␠" * (len(line) - len(kept)))
    return "\n".join(lines)


def main() -> None:
    """Write the fixtures, or print one page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--print", choices=CONVERTERS, dest="one", help="the converter to print")
    parser.add_argument("page", nargs="?", type=Path, default=FIXTURES / "converters" / "page.html")
    options = parser.parse_args()
    html = options.page.read_text(encoding="utf-8")
    if options.one:
        sys.stdout.write(CONVERTERS[options.one](html))
        return
    parts = [HEAD]
    for name, convert in CONVERTERS.items():
        text = visible(convert(html)).strip("\n")
        parts.append(f"==== {name}  [dialect=auto; lang=en]\n{text}\n----\n")
    (FIXTURES / "converters.txt").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
