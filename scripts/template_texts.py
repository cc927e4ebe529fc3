"""What templates show on real pages: footnotes and infobox values without text, and the commonest
templates in running text that show nothing.

    python scripts/template_texts.py FOLDER [--top 200]

Every `.wikitext` file of the folder is read; the language of a page is that of a `.truth.json` file
beside it, or what its name begins with.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import wikiparse
from wikiparse.nodes.template_reasons import reason_of
from wikiparse.nodes.template_text import Registry, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = ("en", "de", "fr", "ja", "zh")


def main() -> int:
    """Print the shares and the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--top", type=int, default=200)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    silent: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], str] = {}
    for path in sorted(options.folder.glob("*.wikitext")):
        lang = language_of(path)
        doc = wikiparse.parse(path.read_text("utf-8"), dialect="wikitext", lang=lang)
        count_footnotes(doc, lang, counts)
        for infobox in doc.infoboxes:
            count_infobox(doc, infobox, counts)
        for template in in_running_text(doc):
            counts["templates in running text"] += 1
            if template.arguments:
                counts["with arguments"] += 1
                if not template.text:
                    key = (lang, fold_name(template.name))
                    silent[key] += 1
                    samples.setdefault(key, doc.source_of(template)[:70].replace("\n", " "))
    for name, value in counts.items():
        print(f"{value:6} {name}")
    print(f"{sum(silent.values()):6} of these show nothing\n")
    unexplained = 0
    for (lang, name), count in silent.most_common(options.top):
        reason = reason_of(name)
        if not reason and Registry.of(lang).function(name) is not None:
            reason = "no argument that it shows has text"
        unexplained += not reason
        print(f"{count:5}  {lang:4} {name[:36]:36} {reason or '?':40} {samples[lang, name]}")
    print(f"\n{unexplained} of the {min(options.top, len(silent))} commonest without a reason")
    return 0


def language_of(path: Path) -> str:
    """The language of a page."""
    truth = path.with_name(path.stem + ".truth.json")
    if truth.exists():
        return str(json.loads(truth.read_text("utf-8"))["lang"])
    return path.name.partition("-")[0]


def count_footnotes(doc: wikiparse.Document, lang: str, counts: Counter[str]) -> None:
    """Count the footnotes that hold a template, and those of them that have no text."""
    for footnote in doc.footnotes:
        if next(footnote.find_all(wikiparse.Template), None) is None:
            continue
        where = "in the large five" if lang in LARGE else "in other languages"
        counts[f"footnotes with a template {where}"] += 1
        counts[f"footnotes with a template {where}, without text"] += not footnote.text.strip()


def count_infobox(
    doc: wikiparse.Document, infobox: wikiparse.Infobox, counts: Counter[str]
) -> None:
    """Count the values of an infobox that are not blank in the source, and those without text."""
    for field in infobox.fields:
        source = doc.source_of(field.node)
        value = source.partition("=")[2].strip() if infobox.template else source.strip()
        if value:
            counts["infobox values"] += 1
            if not field.text:
                is_comment = all(
                    isinstance(child, wikiparse.Comment) or not doc.source_of(child).strip()
                    for child in field.node.children
                )
                counts["infobox values of comments alone"] += is_comment
                counts["infobox values without text"] += not is_comment


def in_running_text(doc: wikiparse.Document) -> Iterator[wikiparse.Template]:
    """The templates in paragraphs, those in templates and in footnotes aside."""
    for paragraph in doc.find_all(wikiparse.Paragraph):
        stack = list(paragraph.children[::-1])
        while stack:
            node = stack.pop()
            if isinstance(node, wikiparse.Template):
                yield node
            elif not isinstance(node, wikiparse.FootnoteReference):
                stack += node.children[::-1]


if __name__ == "__main__":
    sys.exit(main())
