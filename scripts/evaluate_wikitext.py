"""Say what galleries, and what a conversion dropped, take from the scores of the wikitext dialect.

    python scripts/evaluate_wikitext.py ../shared/corpus/dev

The folder holds articles as `NAME.wikitext`, the page that was made of each as `NAME.md`, and the
truth of both as `NAME.truth.json`. The truth of the wikitext was read by a parser to which
`<gallery>` is opaque; so images and links are counted with the content of galleries and without it.
The truth of the page and that of its source are compared with each other as the two trees are: what
the conversion dropped is missing in both comparisons.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import wikiparse
from wikiparse.nodes.links import page_part, title_of

Pairs = list[tuple[Counter[str], Counter[str]]]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    measured: dict[str, Pairs] = {}
    for path in sorted(parser.parse_args().folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        stem = str(path).removesuffix(".truth.json")
        source, page = (
            Path(stem + suffix).read_text(encoding="utf-8") for suffix in (".wikitext", ".md")
        )
        _measure(truth, source, page, measured)
    for name, pairs in measured.items():
        print(f"{name:42} {f1(pairs):7.2f}")


def _measure(truth: dict[str, Any], source: str, page: str, measured: dict[str, Pairs]) -> None:
    """Add the pairs of bags, what should be found and what was, of one article."""
    lang = truth["lang"]
    doc = wikiparse.parse(source, dialect="wikitext", lang=lang)
    converted = wikiparse.parse(page, dialect="hybrid", lang=lang)
    in_galleries = {
        id(node) for gallery in doc.find_all(wikiparse.Gallery) for node in gallery.walk()
    }
    written = [link["target"] for link in truth["wikitext"]["wikilinks"]]
    files = Counter(name_of(target.partition(":")[2]) for target in files_of(truth, written, lang))
    links = Counter(name_of(target) for target in written if not is_file_or_category(target, lang))
    kept = Counter(
        name_of(link["target"])
        for link in truth["wikitext"]["wikilinks"]
        if "template" not in link.get("in", ())
    )
    shown = Counter(name_of(page_part(link["href"])) for link in truth["converted"]["wikilinks"])
    found = {
        "images": (files, Counter(name_of(image.name) for image in doc.images)),
        "images without galleries": (
            files,
            Counter(name_of(i.name) for i in doc.images if id(i) not in in_galleries),
        ),
        "links": (links, Counter(map(_target, doc.wikilinks))),
        "links without galleries": (
            links,
            Counter(_target(w) for w in doc.wikilinks if id(w) not in in_galleries),
        ),
        "links of source and page: the two trees": (
            Counter(map(_target, doc.wikilinks)) - (links - kept),
            Counter(map(_target, converted.wikilinks)),
        ),
        "links of source and page: the two truths": (kept, shown),
    }
    for name, pair in found.items():
        measured.setdefault(name, []).append(pair)


def files_of(truth: dict[str, Any], written: list[str], lang: str) -> list[str]:
    """The files of an article: those that the truth has as such, and links in the language's own
    name of the namespace.
    """
    return [file["target"] for file in truth["wikitext"]["files"]] + [
        t for t in written if _space(t, lang) == "File"
    ]


def is_file_or_category(target: str, lang: str) -> bool:
    """Whether a link is a file or a category, and does not lead to either."""
    return _space(target, lang) in ("File", "Category")


def _space(target: str, lang: str) -> str:
    """The namespace that a link shows something of or makes a member of; "" where it only leads
    somewhere.
    """
    return "" if target.startswith(":") else title_of(target, lang, is_wikitext=True).namespace


def _target(link: wikiparse.Wikilink) -> str:
    return name_of(f"{link.interwiki}:{link.title}" if link.interwiki else link.title)


def name_of(title: str) -> str:
    """A title in one form: no fragment, no colon in front, blanks, the first letter upper case."""
    title = " ".join(title.partition("#")[0].replace("_", " ").split()).removeprefix(":").strip()
    return title[:1].upper() + title[1:]


def f1(pairs: Pairs) -> float:
    """F1 in per cent over all pairs of bags."""
    both = sum((want & got).total() for want, got in pairs)
    return 200 * both / sum(want.total() + got.total() for want, got in pairs)


if __name__ == "__main__":
    main()
