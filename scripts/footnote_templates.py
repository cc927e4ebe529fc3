"""Templates that are footnotes on real pages: how many there are by language and name, how many
lead to a definition or a citation, and why the others do not.

    python scripts/footnote_templates.py FOLDER [--show 20]

Every `.wikitext` and `.md` file of the folder is read; the language of a page is that of a
`.truth.json` file beside it, or the start of its name. A short citation is tied if it leads to
a citation template of the page, any other reference if it has a definition.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import wikiparse
from wikiparse.nodes.footnote_template_names import cites, form_of, group_listed
from wikiparse.reading.cited import named_by

if TYPE_CHECKING:
    from collections.abc import Iterator

TIED = "tied"


def main() -> int:
    """Print the counts, and samples of those that lead nowhere."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="samples of each reason")
    options = parser.parse_args()
    counts: Counter[tuple[str, str, str, str]] = Counter()
    samples: dict[str, list[str]] = {}
    for path in sorted([*options.folder.glob("*.wikitext"), *options.folder.glob("*.md")]):
        lang = language_of(path)
        dialect = "wikitext" if path.suffix == ".wikitext" else "hybrid"
        doc = wikiparse.parse(path.read_text("utf-8"), dialect=dialect, lang=lang)
        for template, result in results_of(doc, lang):
            name = template.name[:1].lower() + template.name[1:]
            counts[dialect, lang, name, result] += 1
            if result != TIED:
                sample = f"{path.name}: {doc.source_of(template)[:90]!r}"
                samples.setdefault(result, []).append(sample)
    for dialect in ("wikitext", "hybrid"):
        print_counts(dialect, counts)
    for result, found in samples.items():
        for sample in found[: options.show]:
            print(f"{result}: {sample}")
    return 0


def language_of(path: Path) -> str:
    """The language of a page."""
    truth = path.with_name(path.name.removesuffix(path.suffix) + ".truth.json")
    if truth.exists():
        return str(json.loads(truth.read_text("utf-8"))["lang"])
    return path.name.partition("-")[0]


def results_of(doc: wikiparse.Document, lang: str) -> Iterator[tuple[wikiparse.Template, str]]:
    """The templates that have to do with footnotes, each with its result."""
    for template in doc.templates:
        form, how = form_of(template.name, lang), cites(template.name, lang)
        if group_listed(template.name, lang) is not None:
            parent = doc.parent(template)
            is_list = isinstance(parent, wikiparse.FootnoteList)
            yield template, TIED if is_list else "list within a line"
        elif how is not None:
            yield template, cited_by(doc, template, lang)
        elif form is not None:
            yield template, called_by(doc, template)


def cited_by(doc: wikiparse.Document, template: wikiparse.Template, lang: str) -> str:
    """Whether a short citation leads to a citation."""
    if doc.cited(template):
        return TIED
    if template.is_markup:
        return "within other markup"
    if not named_by(template, lang):
        return "names nothing"
    return "no citation of this anchor"


def called_by(doc: wikiparse.Document, template: wikiparse.Template) -> str:
    """Whether a footnote, or the name of one, leads to a definition."""
    references = [r for r in template.find_all(wikiparse.FootnoteReference) if r.children]
    parent = doc.parent(template)
    if isinstance(parent, wikiparse.FootnoteTemplate):
        references = [parent]
    if references:
        tied = all(doc.footnote(r) is not None or doc.cited(r) for r in references[:1])
        return TIED if tied else "no footnote of this name"
    if any(
        isinstance(c, wikiparse.FootnoteDefinition) for a in template.arguments for c in a.children
    ):
        return TIED
    return "within other markup" if template.is_markup else "a label, or neither text nor name"


def print_counts(dialect: str, counts: Counter[tuple[str, str, str, str]]) -> None:
    """Print a line for each language and name."""
    names: dict[tuple[str, str], Counter[str]] = {}
    for (of, lang, name, result), count in counts.items():
        if of == dialect:
            names.setdefault((lang, name), Counter())[result] += count
    total: Counter[str] = Counter()
    for (lang, name), found in sorted(names.items(), key=lambda item: -item[1].total()):
        total += found
        rest = ", ".join(f"{result} {count}" for result, count in found.items() if result != TIED)
        print(f"{dialect:9} {lang:7} {name:20} {found.total():5} tied {found[TIED]:5}  {rest}")
    print(f"{dialect:9} all {total.total()}: {dict(total)}")


if __name__ == "__main__":
    raise SystemExit(main())
