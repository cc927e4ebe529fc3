"""Does Markdown that is written of wikitext keep what a truth of the wikitext asks of the tree?

    python scripts/evaluate_markdown.py ../shared/corpus/dev [--every 10] [--flavor gfm]

The folder is that of `evaluate_wikitext.py`. Each article is parsed, written in each flavor and
read again, and both trees are held to the truth. The figures are F1 in per cent over all articles:
sections with their levels, the pages that links lead to, images, external URLs, the number of
footnote references, and categories.

In the lines that end in "(shown)" the Markdown may lack whatever the page does not show, such as
links in the arguments of templates without text: clean Markdown says what a reader sees. What is in
galleries, which the truth does not hold, is added to it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from evaluate_wikitext import f1, files_of, is_file_or_category, name_of

import wikiparse
from wikiparse import nodes
from wikiparse.nodes.links import title_of
from wikiparse.render.html.common import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evaluate_wikitext import Pairs

    from wikiparse.nodes.base import Node

NOT_SAID = {"gfm": {"categories"}, "obsidian": {"categories"}}
"""Kinds that are no nodes of a flavor: the categories of Obsidian are in the front matter, which
`markdown_round_trips.py` counts."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--flavor", action="append", choices=list(wikiparse.FLAVORS))
    parser.add_argument("--faults", type=int, default=0)
    arguments = parser.parse_args()
    measured: dict[tuple[str, str], Pairs] = {}
    faults: Counter[tuple[str, str]] = Counter()
    for path in sorted(arguments.folder.glob("*.truth.json"))[:: arguments.every]:
        truth = json.loads(path.read_text(encoding="utf-8"))
        source = Path(str(path).removesuffix(".truth.json") + ".wikitext")
        text = source.read_bytes().decode("utf-8")
        doc = wikiparse.parse(text, dialect="wikitext", lang=truth["lang"], title=truth["title"])
        everything, visible = content(doc, doc.walk()), content(doc, shown(doc))
        galleries = content(doc, (n for g in doc.find_all(nodes.Gallery) for n in g.walk()))
        wanted = {kind: bag + galleries[kind] for kind, bag in wanted_of(truth).items()}
        measured_trees = {"the tree": everything}
        for flavor in arguments.flavor or wikiparse.FLAVORS:
            written = doc.to_markdown(flavor)
            dialect = wikiparse.FLAVORS[flavor].dialect
            read = wikiparse.parse(written, dialect=dialect, lang=doc.lang, title=doc.title)
            measured_trees[flavor] = content(read, read.walk())
        for name, found in measured_trees.items():
            for kind, want in wanted.items():
                if kind in NOT_SAID.get(name, ()):
                    continue
                hidden = everything[kind] - visible[kind]
                measured.setdefault((kind, name), []).append((want, found[kind]))
                if name != "the tree" and not wikiparse.FLAVORS[name].embedded_wikitext:
                    pair = want & (found[kind] | (want - hidden)), found[kind]
                    measured.setdefault((f"{kind} (shown)", name), []).append(pair)
                    for item in pair[0] - pair[1]:
                        faults[kind, name] += 1
                        if faults[kind, name] <= arguments.faults:
                            print(source.name, name, kind, repr(item)[:150])
    _print(measured)


def _print(measured: dict[tuple[str, str], Pairs]) -> None:
    kinds = list(dict.fromkeys(kind for kind, _ in measured))
    names = list(dict.fromkeys(name for _, name in measured))
    print(f"{'':26}" + "".join([f"{name:>10}" for name in names]))
    for kind in kinds:
        pairs = [measured.get((kind, name)) for name in names]
        shares = [f"{f1(found):10.2f}" if found else f"{'':10}" for found in pairs]
        print(f"{kind:26}" + "".join(shares))


def wanted_of(truth: dict[str, Any]) -> dict[str, Counter[Any]]:
    """The content of an article by its truth."""
    wikitext, lang = truth["wikitext"], truth["lang"]
    targets = [unescape(link["target"]) for link in wikitext["wikilinks"]]
    other = {name_of(i["target"] if isinstance(i, dict) else i) for i in wikitext["interlanguage"]}
    links = [name_of(t) for t in targets if not is_file_or_category(t, lang)]
    return {
        "sections": Counter(
            [
                (s["level"], letters(s["title"]))
                for s in wikitext["sections"]
                if "{{" not in s["title"]
            ]
        ),
        "links": Counter([link for link in links if link not in other]),
        "images": Counter([name_of(t.partition(":")[2]) for t in files_of(truth, targets, lang)]),
        "external links": Counter([unquote(unescape(e["url"])) for e in wikitext["external"]]),
        "references": Counter({"reference": len(wikitext["refs"])}),
        "categories": Counter(
            [name_of(c["name"]) for c in wikitext["categories"]]
            + [name_of(t.partition(":")[2]) for t in targets if is_category(t, lang)]
        ),
    }


def is_category(target: str, lang: str) -> bool:
    """Whether a link makes the page a member of a category."""
    known = title_of(target, lang, is_wikitext=True)
    return not target.startswith(":") and known.namespace == "Category"


def letters(text: str) -> str:
    """The letters and digits of a text."""
    return "".join([char for char in text if char.isalnum()])


def content(doc: wikiparse.Document, found: Iterable[Node]) -> dict[str, Counter[Any]]:
    """The content of some nodes, by kind."""
    bags: dict[str, Counter[Any]] = {
        kind: Counter()
        for kind in ("sections", "links", "images", "external links", "references", "categories")
    }
    for node in found:
        if isinstance(node, nodes.Section):
            bags["sections"][node.level, letters(node.title)] += 1
        elif isinstance(node, nodes.Wikilink):
            prefix = f"{node.interwiki}:" if node.interwiki else ""
            bags["links"][name_of(prefix + node.title)] += 1
        elif isinstance(node, nodes.Link):
            known = title_of(node.url.removeprefix("./"), doc.lang)
            prefix = f"{known.interwiki}:" if known.interwiki else ""
            bags["links"][name_of(prefix + known.title)] += 1
        elif isinstance(node, nodes.Image):
            bags["images"][name_of(node.name)] += 1
        elif isinstance(node, nodes.ExternalLink):
            bags["external links"][unquote(node.url)] += 1
        elif isinstance(node, nodes.FootnoteReference):
            bags["references"]["reference"] += 1
        elif isinstance(node, nodes.Category):
            bags["categories"][name_of(node.name)] += 1
    return bags


if __name__ == "__main__":
    main()
