"""Are there dead links in a wiki that was converted? Converts it, and reads it as GitHub, Obsidian
or a browser would.

    python scripts/converted_links.py INPUT … [--to gfm obsidian html] [--keep FOLDER] [--faults 5]

Every internal link is looked up among the files and the anchors of their headings, which are found
in what cmark-gfm makes of the files (of HTML in the files), not in our tree. A page with a file
`NAME.truth.json` beside it has the title and language that are in there. The exit status is 1 if a
link is dead.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import unquote

from wikiparse.etl.convert.run import Settings, convert
from wikiparse.etl.convert.settings import Writing
from wikiparse.etl.map import processors

WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n]+?)\\?(?:\|[^\[\]]*)?\]\]")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")


class Seen(NamedTuple):
    """What a reader sees of a file: the links in it, and where links to it may lead."""

    links: list[str]
    notes: list[str]
    headings: list[tuple[int, str]]
    ids: set[str]


class Reader(HTMLParser):
    """Links, headings and ids of a page of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen([], [], [], set())
        self._heading: list[str] | None = None
        self._code = 0
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that begins an element."""
        values = dict(attrs)
        if values.get("id"):
            self.seen.ids.add(values["id"] or "")
        is_footnote = "footnote" in (values.get("class") or "") or "data-footnote-ref" in values
        if tag == "a" and values.get("href") and not is_footnote:
            self.seen.links.append(values["href"] or "")
        if tag in HEADINGS:
            self._heading = []
        self._code += tag in ("code", "pre")
        if tag not in ("em", "strong", "del", "a"):
            self._end_text()

    def handle_endtag(self, tag: str) -> None:
        """A tag that ends one."""
        if tag in HEADINGS and self._heading is not None:
            self.seen.headings.append((int(tag[1]), "".join(self._heading)))
            self._heading = None
        self._code -= tag in ("code", "pre")
        if tag not in ("em", "strong", "del", "a"):
            self._end_text()

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._heading is not None:
            self._heading.append(data)
        if not self._code:
            self._text.append(data)

    def close(self) -> None:
        """The end of the page."""
        super().close()
        self._end_text()

    def _end_text(self) -> None:
        for mark, target in WIKILINK.findall("".join(self._text)):
            if not mark:
                self.seen.notes.append(target.strip())
        self._text.clear()


def seen_in(text: str, form: str) -> Seen:
    """What a reader sees of a file."""
    if form != "html":
        from cmarkgfm import github_flavored_markdown_to_html
        from cmarkgfm.cmark import Options

        # `\\[` begins no link in Obsidian, and is `[` in HTML.
        text = FRONT_MATTER.sub("", text).replace("\\[", "\ue000")
        options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
        html = github_flavored_markdown_to_html(text, options=options)
    else:
        html = text
    reader = Reader()
    reader.feed(html)
    reader.close()
    if form == "obsidian":
        reader.seen.headings[:] = raw_headings(text)
    return reader.seen


def raw_headings(text: str) -> list[tuple[int, str]]:
    """The headings as they are written, outside of code."""
    found, fence = [], ""
    for line in text.split("\n"):
        if match := re.match(r"\s*(`{3,}|~{3,})", line):
            fence = match[1] if not fence else "" if line.strip().startswith(fence) else fence
        elif not fence and (match := re.match(r"(?:> ?|[-*] +|\d+[.)] +| +)*(#{1,6}) +(.*)", line)):
            found.append((len(match[1]), match[2]))
    return found


def github_anchors(headings: list[tuple[int, str]]) -> set[str]:
    """The anchors that GitHub makes of headings."""
    counts: Counter[str] = Counter()
    found = set()
    for _, text in headings:
        kept = [c for c in text.strip().lower() if c in " -" or is_word(c)]
        slug = "".join(kept).replace(" ", "-")
        found.add(f"{slug}-{counts[slug]}" if counts[slug] else slug)
        counts[slug] += 1
    return found


def is_word(character: str) -> bool:
    """Whether a character is one of Unicode's words (UTS #18, annex C)."""
    kind = unicodedata.category(character)
    return kind[0] in "LM" or kind in ("Nd", "Nl", "Pc") or character in "\u200c\u200d"


def stripped(heading: str) -> str:
    """A heading as Obsidian compares it."""
    return " ".join(re.sub(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]', " ", heading).split()).lower()


def has_heading(headings: list[tuple[int, str]], place: str) -> bool:
    """Whether Obsidian finds `Heading`, or `Parent#Heading`."""
    wanted = [stripped(part) for part in place.split("#") if stripped(part)]
    level, position = 0, 0
    for own, text in headings:
        if position < len(wanted) and own > level and stripped(text) == wanted[position]:
            level, position = own, position + 1
    return bool(wanted) and position == len(wanted)


def check(folder: Path, form: str, faults: int) -> tuple[Counter[str], list[str]]:
    """Counts of links, and what is wrong."""
    suffix = ".html" if form == "html" else ".md"
    files = {str(p.relative_to(folder).as_posix()): p for p in sorted(folder.rglob(f"*{suffix}"))}
    seen = {name: seen_in(path.read_text("utf-8"), form) for name, path in files.items()}
    counts: Counter[str] = Counter(files=len(files))
    wrong = []
    folded = Counter(name.upper().casefold() for name in files)
    wrong += [f"two files are one in any case: {name}" for name, n in folded.items() if n > 1]
    for name in files:
        for part in name.split("/"):
            if DEVICES.match(part) or part[-1] in ". " or len(part.encode()) > 255:
                wrong.append(f"no name for every file system: {name}")
            if (
                re.search(r'[<>:"\\|?*\x00-\x1f]', part)
                or unicodedata.normalize("NFC", part) != part
            ):
                wrong.append(f"no name for every file system: {name}")
    anchors = {
        name: found.ids if form == "html" else github_anchors(found.headings)
        for name, found in seen.items()
    }
    for name, found in seen.items():
        targets = [(link, True) for link in found.links]
        if form == "obsidian":
            targets += [(note, False) for note in found.notes]
        for link, is_url in targets:
            if is_url and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", link):
                continue
            target, _, place = (unquote(link) if is_url else link).partition("#")
            counts["links"] += 1
            if form == "obsidian":
                path = name if not target else target.removesuffix(suffix) + suffix
            else:
                path = normpath(join(dirname(name), target)) if target else name
            if path not in files:
                if not re.match(r"(?:\./)?[^/]+:", target):  # of files and categories
                    wrong.append(f"{name}: no file for {link}")
                else:
                    counts["titles"] += 1
            elif place:
                counts["places"] += 1
                is_there = (
                    has_heading(seen[path].headings, place)
                    if form == "obsidian"
                    else place in anchors[path] or place in seen[path].ids
                )
                if not is_there:
                    wrong.append(f"{name}: no heading for {link}")
    for line in wrong[:faults]:
        print(f"  {line}")
    return counts, wrong


def with_titles(inputs: list[str], scratch: Path) -> list[str]:
    """The inputs; of folders with titles beside the pages a file of JSON Lines."""
    found = []
    for number, given in enumerate(inputs):
        truths = sorted(Path(given).glob("*.truth.json"))
        if not truths:
            found.append(given)
            continue
        path = scratch / f"pages-{number}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for truth in truths:
                values = json.loads(truth.read_text("utf-8"))
                page = truth.with_name(truth.name.replace(".truth.json", ".wikitext"))
                record = {
                    "id": page.stem,
                    "title": values["title"],
                    "language": values["lang"],
                    "dialect": "wikitext",
                    "text": page.read_text("utf-8"),
                }
                out.write(json.dumps(record) + "\n")
        found.append(str(path))
    return found


def main() -> int:
    """Convert, check and report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    parser.add_argument("--to", nargs="+", default=["gfm", "obsidian", "html"])
    parser.add_argument("--faults", type=int, default=5, help="dead links that are shown")
    parser.add_argument("--keep", type=Path, help="the folder to write to")
    arguments = parser.parse_args()
    is_wrong = False
    with TemporaryDirectory() as scratch:
        inputs = with_titles(arguments.inputs, Path(scratch))
        for form in arguments.to:
            folder = (arguments.keep or Path(scratch)) / form
            began = time.perf_counter()
            settings = Settings(writing=Writing(to=form), workers=processors())
            summary = convert(inputs, folder, settings)
            seconds = time.perf_counter() - began
            counts, wrong = check(folder, form, arguments.faults)
            is_wrong |= bool(wrong)
            print(
                f"{form}: {summary.written} pages in {seconds:.0f} s, {summary.clashes} clashes, "
                f"{summary.dead} failed; {counts['links']} internal links, {counts['places']} to "
                f"sections, {counts['titles']} to images and categories; {len(wrong)} dead"
            )
    return int(is_wrong)


if __name__ == "__main__":
    sys.exit(main())
