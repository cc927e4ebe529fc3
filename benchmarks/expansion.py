"""The cost of expanded templates, and what other packages make of the same pages.

    python benchmarks/expansion.py cost [FOLDER]    # parse with a store, in parts of parse without
    python benchmarks/expansion.py store            # a file of 100,000 templates: opening, memory
    python benchmarks/expansion.py others           # the words of 200 pages, beside MediaWiki's

Times are CPU time, the least of five passes. The pages are those of `tests/fixtures/wiki`, which
have a call every forty characters; of a folder, its `*.wikitext`, whose templates all show
their arguments. `others` asks each package that is installed (wikitextprocessor, wikiextractor,
mwparserfromhell) for the text of the pages and compares it with MediaWiki's HTML: how many pages
have exactly its words, and the similarity of the words in order, the mean of all pages. Packages
that expand templates and write no text have their wikitext read by wikiparse.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from statistics import mean
from time import process_time
from typing import TYPE_CHECKING

import wikiparse
from wikiparse import TemplateStore
from wikiparse.etl import write_templates

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
WIKI = ROOT / "tests" / "fixtures" / "wiki"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PASSES = 5


def wiki() -> tuple[dict[str, str], dict[str, str]]:
    """The pages and the templates of the fixture, by title."""
    pages, templates = {}, {}
    for page in wikiparse.iter_pages(WIKI / "dump.xml"):
        title = str(page.title)
        if page.namespace:
            templates[title.removeprefix("Template:")] = page.text
        else:
            pages[title] = page.text
    return pages, templates


# ------------------------------------------------------------------------------------ cost


def seconds(work: Callable[[], object]) -> float:
    """CPU time."""
    times = []
    for _ in range(PASSES):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def cost(folder: Path | None) -> None:
    """Print how long pages take with a store and without."""
    if folder is None:
        pages, templates = wiki()
        store = TemplateStore(templates, lang="en", pages=list(pages), moment=MOMENT)
        texts = list(pages.values())
    else:
        paths = sorted(folder.rglob("*.wikitext"))
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths[:200]]
        names = {
            call.name
            for text in texts
            for call in wikiparse.parse(text, dialect="wikitext").templates
        }
        shows = "<span>{{{1|}}}</span>{{#if:{{{2|}}}|&nbsp;({{{2}}})}}"
        store = TemplateStore(dict.fromkeys(names, shows))
    calls = sum(len(wikiparse.parse(text, dialect="wikitext").templates) for text in texts)
    size = sum(map(len, texts))
    expanded = [store.expand(text, is_page=True).text for text in texts]
    without = seconds(lambda: [wikiparse.parse(text, dialect="wikitext") for text in texts])
    parts = {
        "parse": without,
        "parse of the expanded text": seconds(
            lambda: [wikiparse.parse(text, dialect="wikitext") for text in expanded]
        ),
        "expand": seconds(lambda: [store.expand(text, is_page=True) for text in texts]),
        "parse with the store": seconds(
            lambda: [wikiparse.parse(text, dialect="wikitext", templates=store) for text in texts]
        ),
    }
    grown = sum(map(len, expanded))
    print(f"{len(texts)} pages, {size:,} characters, {calls:,} calls; {grown:,} expanded")
    for name, took in parts.items():
        print(f"{name:28} {took * 1e9 / size:8.0f} ns for a character  {took / without:5.2f}")


# ------------------------------------------------------------------------------------ store

TEMPLATES = 100_000
OPENING = """
import json, resource, sys, time
import sqlite3
from wikiparse import TemplateStore, parse
from wikiparse.expand import template_file
def memory():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / (1 << 20)
parse("{{a}} [[b]]", dialect="wikitext", templates=TemplateStore({"A": "x"})).text
before = memory()
times = []
for _ in range(20):
    start = time.perf_counter()
    store = TemplateStore.open(sys.argv[1])
    len(store)
    times.append(time.perf_counter() - start)
opened = memory()
for number in range(0, 20_000):
    parse("{{T%d|a}} {{T%d|b}}" % (number, number * 5), dialect="wikitext", templates=store).text
print(json.dumps([times[0], sorted(times)[10], opened - before, memory() - before]))
"""


def store() -> None:
    """Print what a file of many templates costs a worker."""
    body = "'''{{{1|}}}''' {{#if:{{{2|}}}|[[{{{2}}}]]|none}} " + "Some text of it. " * 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "templates.sqlite"
        write_templates({f"T{n}": f"{n} {body}" for n in range(TEMPLATES)}, path, lang="en")
        done = subprocess.run(
            [sys.executable, "-c", OPENING, str(path)], capture_output=True, text=True, check=True
        )
        first, median, opened, used = json.loads(done.stdout)
        print(f"{TEMPLATES:,} templates, {path.stat().st_size / (1 << 20):.0f} MiB")
    print(f"opening: {first * 1000:.1f} ms the first time, {median * 1000:.1f} ms later")
    print(f"memory: {opened:.1f} MiB when it is open, {used:.1f} MiB after 40,000 templates of it")


# ------------------------------------------------------------------------------------ others


def by_wikiparse() -> Callable[[str, str], str]:
    """The text by this package."""
    pages, templates = wiki()
    known = TemplateStore(templates, lang="en", pages=list(pages), moment=MOMENT)
    return lambda title, text: (
        wikiparse.parse(text, dialect="wikitext", title=title, templates=known).text
    )


def by_wikiparse_alone() -> Callable[[str, str], str]:
    """The text by this package, without the templates of the wiki."""
    return lambda title, text: (
        wikiparse.parse(text, dialect="wikitext", title=title, lang="en").text
    )


def redirect_of(text: str) -> str:
    """The page that a redirect leads to; "" of any other page."""
    return text.partition("[[")[2].partition("]]")[0] if text.startswith("#REDIRECT") else ""


def by_wikitextprocessor() -> Callable[[str, str], str]:
    """The text of the wikitext that wikitextprocessor makes."""
    from wikitextprocessor import Wtp

    context = Wtp(num_threads=1, quiet=True)
    pages, templates = wiki()
    for name, text in templates.items():
        target = redirect_of(text)
        model = "redirect" if target else "wikitext"
        context.add_page(model, f"Template:{name}", target or text)
    for title, text in pages.items():
        context.add_page("wikitext", title, text)
    context.analyze_templates()

    def text_of(title: str, text: str) -> str:
        context.start_page(title)
        return wikiparse.parse(context.expand(text), dialect="wikitext", lang="en").text

    return text_of


def by_wikiextractor() -> Callable[[str, str], str]:
    """The text of the wikitext that WikiExtractor makes."""
    from wikiextractor import extract

    known: dict[str, str] = {}
    redirects: dict[str, str] = {}
    for name, text in wiki()[1].items():
        extract.define_template(
            f"Template:{name}", text.splitlines(keepends=True), known, redirects
        )

    def text_of(title: str, text: str) -> str:
        page = extract.Extractor(
            "1", "1", "", title, [text], known, redirects, templatePrefix="Template:"
        )
        page.magicWords["PAGENAME"] = title
        return wikiparse.parse(page.expandTemplates(text), dialect="wikitext", lang="en").text

    return text_of


def by_mwparserfromhell() -> Callable[[str, str], str]:
    """The text by mwparserfromhell, which expands nothing."""
    import mwparserfromhell

    return lambda _, text: str(mwparserfromhell.parse(text).strip_code())


OTHERS = {
    "wikiparse with the store": by_wikiparse,
    "wikiparse without": by_wikiparse_alone,
    "wikitextprocessor": by_wikitextprocessor,
    "wikiextractor": by_wikiextractor,
    "mwparserfromhell": by_mwparserfromhell,
}


def version_of(name: str) -> str:
    """The version of a package; "" of this one."""
    try:
        return "" if name.startswith("wikiparse") else importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def others() -> None:
    """Print the table."""
    pages, _ = wiki()
    lines = (WIKI / "mediawiki.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {row["title"]: row["text"].split() for row in map(json.loads, lines)}
    print("| package | pages with MediaWiki's text | similarity | s |\n|---|---|---|---|")
    for name, make in OTHERS.items():
        try:
            text_of = make()
        except ImportError:
            print(f"| {name} | not installed | | |")
            continue
        same, ratios, took = 0, [], 0.0
        for title, text in pages.items():
            start = process_time()
            try:
                found = text_of(title, text).split()
            except Exception as error:  # noqa: BLE001  # any of them, of another package
                found = [type(error).__name__]
            took += process_time() - start
            same += found == answers[title]
            ratios.append(SequenceMatcher(None, found, answers[title], autojunk=False).ratio())
        shown = f"{name} {version_of(name)}".strip()
        similar = 100 * mean(ratios)
        print(f"| {shown} | {same} of {len(pages)} | {similar:.1f} % | {took:.2f} |")


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("cost", "store", "others"))
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    if options.what == "cost":
        cost(options.folder)
    else:
        {"store": store, "others": others}[options.what]()


if __name__ == "__main__":
    main()
