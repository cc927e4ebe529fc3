"""What does a page of Markdown, written from a real page, still say? Parse, write, and parse again.

    python scripts/markdown_round_trips.py FOLDER … [--flavor gfm] [--every 10] [--faults 5]

For each flavor it prints how many links, footnotes, cells and so on the pages have, how many of
them are not read from the output, and how many pages are written the same a second time.
Nodes that the page does not show are not counted: those in templates that have no text.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import wikiparse
from wikiparse import nodes
from wikiparse.nodes.footnotes import own_definition
from wikiparse.nodes.links import title_of
from wikiparse.render.html.common import shown
from wikiparse.render.markdown.flavors import FLAVORS
from wikiparse.render.markdown.inlines import CONTROL_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse.nodes.base import Node
    from wikiparse.render.markdown.flavors import Flavor

NOT_SAID = {
    "gfm": {"categories"},
    "hybrid": set(),
    "obsidian": set(),
}
"""Kinds that a flavor has no form for (docs/markdown-output.md)."""


LINKS = (nodes.Wikilink, nodes.ExternalLink, nodes.Link)
IN_CELLS = (nodes.Section, nodes.ListItem, nodes.TableCell)
"""Nodes that cannot be in the cell of a pipe table."""


def squeezed(text: str) -> str:
    """Text without its white space."""
    return "".join(text.split())


def without_urls(text: str) -> str:
    """Text without white space and URLs: a link without text is written with its URL."""
    return squeezed(re.sub(r"(?:https?:)?//\S+|''+", "", text))


def page_of(link: Node, doc: wikiparse.Document) -> tuple[str, ...]:
    """The page and the section that a link leads to."""
    if isinstance(link, nodes.Wikilink):
        title, fragment, interwiki = link.title, link.fragment, link.interwiki
    else:
        url = getattr(link, "url", "")
        known = title_of(url.removeprefix("./") if ":" in url else url, doc.lang)
        title, fragment, interwiki = known.title, known.fragment, known.interwiki
    anchor = re.sub(r"[^\w-]", "", unquote(fragment).lower().replace(" ", "-").replace("_", "-"))
    if title in ("", doc.title):
        return ("", re.sub(r"-\d+$", "", anchor))
    return (interwiki.lower(), squeezed(title.replace("_", " ")), anchor)


def own_text(item: Node) -> str:
    """The text of an item without the lists below it."""
    below = (nodes.List, nodes.DescriptionList)
    return without_urls(" ".join([c.text for c in item.children if not isinstance(c, below)]))


def said(  # noqa: C901, PLR0912  # a branch for each kind of node
    doc: wikiparse.Document, flavor: Flavor
) -> dict[str, Counter[Any]]:
    """The content of a page, by kind."""
    found: dict[str, Counter[Any]] = {}

    def add(name: str, value: Any) -> None:
        found.setdefault(name, Counter())[value] += 1

    # In one line there are no blocks: in the cells of some flavors, and in templates.
    within: set[int] = set()
    for top in doc.walk():
        if (isinstance(top, nodes.TableCell) and not flavor.html_tables) or (
            isinstance(top, nodes.FootnoteTemplate) and flavor.embedded_wikitext
        ):
            within |= {id(node) for child in top.children for node in child.walk()}
    in_links: set[int] = set()  # Markdown has no links in links
    if flavor.flanking:
        for top in doc.find_all(LINKS):
            in_links |= {id(node) for child in top.children for node in child.find_all(LINKS)}
    for node in shown(doc):
        if id(node) in in_links:
            continue
        is_within = id(node) in within
        if is_within and (flavor.embedded_wikitext or isinstance(node, IN_CELLS)):
            continue
        # Neighboring code spans are one.
        for is_code, run in groupby(
            node.children, lambda child: isinstance(child, nodes.InlineCode)
        ):
            if is_code and (text := squeezed("".join([child.text for child in run]))):
                add("code", text)
        if isinstance(node, nodes.Section):
            add("sections", (node.level, squeezed(node.heading.text)))
        elif isinstance(node, nodes.Wikilink | nodes.Link):
            if node.children:
                add("links", (page_of(node, doc), squeezed(node.text)))
        elif isinstance(node, nodes.ExternalLink):
            add("external links", (unquote(node.url), squeezed(node.text or node.url)))
            # The page of another site may be a link to a page of the wiki.
            add("links", (page_of(node, doc), squeezed(node.text or node.url)))
        elif isinstance(node, nodes.Category):
            add("categories", node.name)
        elif isinstance(node, nodes.FootnoteReference):
            definition = own_definition(node) or doc._calls().get(id(node))
            text = "" if definition is None else without_urls(definition.text)
            if definition is not None:
                add("footnotes", text)
        elif isinstance(node, nodes.Image):
            add("images", (squeezed(node.name.replace("_", " ")), squeezed(node.text or node.alt)))
        elif isinstance(node, nodes.ListItem):
            add("list items", own_text(node))
        elif isinstance(node, nodes.TableCell) and (text := without_urls(node.text)):
            add("cells", text)
        elif isinstance(node, nodes.CodeBlock) and (text := squeezed(node.value)):
            add("code", text)
        elif isinstance(node, nodes.Math | nodes.MathBlock) and (
            text := squeezed(CONTROL_SPACE.sub(r"\1", node.value.rstrip()))
        ):
            add("math", text)
    _add_front_matter(doc, flavor, found, add)
    found["text"] = Counter(re.findall(r"\w+", doc.text))
    return found


def _add_front_matter(
    doc: wikiparse.Document,
    flavor: Flavor,
    found: dict[str, Counter[Any]],
    add: Callable[[str, Any], None],
) -> None:
    if flavor.front_matter:
        front = "\n".join([node.value for node in doc.find_all(nodes.FrontMatter)])
        values = re.findall(r'"((?:[^"\\]|\\.)*)"|^ *- *(.*)', front, re.M)
        for quoted, plain in values:
            add("categories", quoted.replace('\\"', '"') if quoted else plain.strip('"'))
        # A page may name a category in its front matter and in its text.
        found["categories"] = Counter(list(found.get("categories", ())))


def pages(folders: list[Path], every: int) -> Iterator[tuple[Path, wikiparse.Document]]:
    """The pages of some folders."""
    for folder in folders:
        paths = sorted([*folder.glob("*.md"), *folder.glob("*.wikitext")])
        for path in paths[::every]:
            text = path.read_bytes().decode("utf-8", "replace")
            lang = path.name.partition("-")[0]
            known = folder.name != "real"
            dialect = "wikitext" if path.suffix == ".wikitext" else "hybrid" if known else "auto"
            title = path.stem.partition("-")[2].rpartition("-")[0].replace("_", " ")
            yield (
                path,
                wikiparse.parse(
                    text, dialect=dialect, lang=lang if known else None, title=title or None
                ),
            )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--flavor", action="append", choices=list(FLAVORS))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument(
        "--faults", type=int, default=0, help="how many losses to show of each kind"
    )
    arguments = parser.parse_args()
    for name in arguments.flavor or FLAVORS:
        flavor = FLAVORS[name]
        total: Counter[str] = Counter()
        lost: Counter[str] = Counter()
        shown_faults: Counter[str] = Counter()
        count = same = 0
        seconds = 0.0
        for path, doc in pages(arguments.folders, arguments.every):
            start = time.process_time()
            written = doc.to_markdown(flavor)
            seconds += time.process_time() - start
            again = wikiparse.parse(written, dialect=flavor.dialect, lang=doc.lang, title=doc.title)
            count += 1
            second = again.to_markdown(flavor)
            same += second == written
            if second != written and shown_faults["same"] < arguments.faults:
                shown_faults["same"] += 1
                pair = zip(written.split("\n"), second.split("\n"), strict=False)
                print(
                    path.name,
                    "not the same:",
                    *next((p for p in pair if p[0] != p[1]), ("end",)),
                    sep="\n    ",
                )
            before, after = said(doc, flavor), said(again, flavor)
            for kind, values in before.items():
                if kind in NOT_SAID[name]:
                    continue
                missing = values - after.get(kind, Counter())
                total[kind] += values.total()
                lost[kind] += missing.total()
                for value in missing:
                    if shown_faults[kind] < arguments.faults:
                        shown_faults[kind] += 1
                        print(path.name, kind, repr(value)[:200])
        print(f"{name}: {count} pages in {seconds:.1f} s, {same} written the same again")
        for kind, number in sorted(total.items()):
            kept = 100 * (number - lost[kind]) / number
            print(f"    {kind:15} {number:8,} {lost[kind]:6,} lost  {kept:6.2f} %")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
