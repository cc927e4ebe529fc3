"""Check the links of the documentation, without a network.

    pip install -e '.[docs]'
    sphinx-build -W --keep-going docs build/docs
    python scripts/check_links.py build/docs

Three kinds are checked: links between the built pages with their anchors; links of the Markdown
files that a forge shows (README, CHANGELOG, …) to files and headings; and links of the README as
a package index shows it, which have to be absolute. A link to the published documentation is
looked up in the built one. Other sites are not asked.

The exit status is 1 if a link leads nowhere.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent
SITE = re.compile(r"https://wikiparse-tree\.readthedocs\.io/en/(?:stable|latest)/")
"""The published documentation."""

LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)")
CODE = re.compile(r"^(`{3,}).*?^\1`*$|(`+).+?\2", re.M | re.S)
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.M)


class Broken(NamedTuple):
    """A link that leads nowhere: the file it is in, and why."""

    page: str
    link: str
    why: str

    def __str__(self) -> str:
        return f"{self.page}: {self.link}: {self.why}"


class Page(HTMLParser):
    """The anchors and the links of a page of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the `id`, and what the tag loads or leads to."""
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")
            elif name in {"href", "src"} and value:
                self.links.append(value)


@cache
def page_of(path: Path) -> Page:
    """A built page, read once."""
    return Page(path.read_text(encoding="utf-8"))


def broken_in_html(folder: Path) -> Iterator[Broken]:
    """Links between the built pages."""
    for path in sorted(folder.rglob("*.html")):
        for link in page_of(path).links:
            if why := _wrong_in_html(folder, path, link):
                yield Broken(str(path.relative_to(folder)), link, why)


def broken_in_markdown(root: Path, built: Path) -> Iterator[Broken]:
    """Links of the Markdown files that a forge shows. The documentation itself is checked as HTML,
    where links may name no file.
    """
    for path in sorted({*root.glob("*.md"), *root.glob("*/**/*.md")}):
        name = str(path.relative_to(root))
        if name.startswith((".", "docs/", "build/", "tests/fixtures/pml")):
            continue
        text = path.read_text(encoding="utf-8")
        for link in links_of(text):
            if why := _wrong_in_markdown(path, link, built):
                yield Broken(name, link, why)


def broken_in_description(text: str, built: Path) -> Iterator[Broken]:
    """Links of the long description: a package index has no files beside it."""
    for link in links_of(text):
        if not urlsplit(link).scheme:
            yield Broken("long description", link, "is relative")
        elif why := _wrong_on_the_site(link, built):
            yield Broken("long description", link, why)


def links_of(text: str) -> list[str]:
    """The destinations of the links of a Markdown text, those in code aside."""
    return LINK.findall(CODE.sub("", text))


def slugs_of(text: str) -> set[str]:
    """The anchors that a forge gives the headings of a Markdown text."""
    found: set[str] = set()
    for heading in HEADING.findall(re.sub(r"(?ms)^(`{3,}).*?^\1`*$", "", text)):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        number, anchor = 0, slug
        while anchor in found:
            number += 1
            anchor = f"{slug}-{number}"
        found.add(anchor)
    return found


def long_description(root: Path) -> str:
    """The README as it is published: hatchling builds the metadata of the package."""
    command = [sys.executable, "-m", "hatchling", "metadata"]
    metadata = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True)
    return str(json.loads(metadata.stdout)["readme"]["text"])


def _wrong_in_html(folder: Path, path: Path, link: str) -> str:
    url, fragment = urldefrag(link)
    if urlsplit(url).scheme or url.startswith("//"):
        return _wrong_on_the_site(link, folder)
    target = (path.parent / unquote(urlsplit(url).path)).resolve() if url else path
    return _wrong_target(target, unquote(fragment))


def _wrong_on_the_site(link: str, built: Path) -> str:
    match = SITE.match(link)
    if match is None:
        return ""
    path, fragment = urldefrag(link[match.end() :])
    return _wrong_target(built / (unquote(path) or "index.html"), unquote(fragment))


def _wrong_target(target: Path, fragment: str) -> str:
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "no such file"
    if fragment and target.suffix == ".html" and fragment not in page_of(target).anchors:
        return "no such anchor"
    return ""


def _wrong_in_markdown(path: Path, link: str, built: Path) -> str:
    url, fragment = urldefrag(link)
    if urlsplit(url).scheme:
        return _wrong_on_the_site(link, built)
    target = path.parent / unquote(url) if url else path
    if not target.exists():
        return "no such file"
    if fragment and target.suffix == ".md":
        anchors = slugs_of(target.read_text(encoding="utf-8"))
        if unquote(fragment) not in anchors:
            return "no such heading"
    return ""


def report(found: Iterable[Broken]) -> int:
    """Print what is broken; the exit status."""
    lines = [str(broken) for broken in found]
    print("\n".join(lines) or "all links lead somewhere")
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    """Check a folder of built pages, and the Markdown files of the project."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "index.html").is_file():
        print(__doc__, file=sys.stderr)
        return 2
    built = Path(arguments[0]).resolve()
    return report(
        [
            *broken_in_html(built),
            *broken_in_markdown(ROOT, built),
            *broken_in_description(long_description(ROOT), built),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
