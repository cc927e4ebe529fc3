"""Wikitext as Markdown, beside pandoc: the share of a page that each keeps, and the CPU time.

    pip install -r benchmarks/requirements.txt
    python benchmarks/converting.py FOLDER [--pages 200] [--pandoc PATH]

The pages are a sample of the `*.wikitext` of the folder. Neither program counts itself: the source
is read by mwparserfromhell, and the Markdown, which cmark-gfm makes HTML of, by Python's parser of
HTML. Counted are, page by page,

* links to pages, by the page that they lead to;
* external links, by their URL;
* footnotes: the references, as many as the source has `<ref>`;
* tables: as many as the source has `{|`, with pipes or in tags;
* templates: those with a word of three letters or more that the page has nowhere outside of
  templates; one is kept if the output has such a word of it.

More than the source has does not count. pandoc converts all pages in one
process, from a script in Lua with its own `pandoc.read` and `pandoc.write`, as wikiparse does: the
start of either counts once, and so does the import. CPU time is that of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from wikiparse.nodes.links import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED = 1
LINKS = ("links", "links outside of templates")
URLS = ("external links", "external links outside of templates")
KINDS = (*LINKS, *URLS, "footnotes", "tables", "templates")

PANDOC = """
local texts = pandoc.json.decode(io.read('a'))
local out = {}
for i, text in ipairs(texts) do
  local ok, made = pcall(function() return pandoc.write(pandoc.read(text, 'mediawiki'), 'gfm') end)
  out[i] = ok and made or ''
end
io.write(pandoc.json.encode(out))
"""

OURS = """
import json, sys
import wikiparse
pages = json.load(sys.stdin)
made = [
    wikiparse.parse(text, dialect="wikitext").to_markdown(sys.argv[1]) for text in pages
]
json.dump(made, sys.stdout)
"""


def converted(command: list[str], texts: list[str]) -> tuple[list[str], float]:
    """The Markdown of all pages, and seconds of CPU time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, input=json.dumps(texts).encode(), stdout=-1, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(run.stdout), spent


# --- counts


def page_name(target: str) -> str:
    """The page of a link target, in one form."""
    name = re.sub(r"^\./", "", unquote(target)).partition("#")[0].replace("_", " ")
    name = unicodedata.normalize("NFC", " ".join(name.split()).removeprefix(":").strip())
    return name[:1].upper() + name[1:]


def in_source(text: str) -> dict[str, Any]:
    """The content of a page of wikitext, as mwparserfromhell reads it."""
    import mwparserfromhell

    code = mwparserfromhell.parse(text)
    templates = code.filter_templates(recursive=code.RECURSE_OTHERS)
    in_templates = Counter[str]()
    for template in templates:
        in_templates.update(_words(str(template)))
    everywhere = Counter(_words(text))
    own = {word for word, count in in_templates.items() if everywhere[word] == count}
    values = [" ".join([str(argument.value) for argument in found.params]) for found in templates]
    links, urls = _links(code), _urls(code)
    tags = [str(tag.tag).strip().lower() for tag in code.filter_tags()]
    return {
        "links": links,
        "links outside of templates": links - _sum(map(_links, templates)),
        "external links": urls,
        "external links outside of templates": urls - _sum(map(_urls, templates)),
        "footnotes": tags.count("ref"),
        "tables": tags.count("table"),
        "templates": [found for value in values if (found := own.intersection(_words(value)))],
    }


def _links(part: Any) -> Counter[str]:
    targets = [str(link.title).strip() for link in _as_code(part).filter_wikilinks()]
    return Counter([name for t in targets if _only_leads(t) and (name := page_name(t))])


def _urls(part: Any) -> Counter[str]:
    return Counter([_url(str(link.url)) for link in _as_code(part).filter_external_links()])


def _as_code(part: Any) -> Any:
    import mwparserfromhell

    return mwparserfromhell.utils.parse_anything(part)


def _sum(counters: Iterable[Counter[str]]) -> Counter[str]:
    return sum(counters, Counter[str]())


def _only_leads(target: str) -> bool:
    """Whether a link only leads to a page, and is neither a file nor a category."""
    title = title_of(target, None, is_wikitext=True)
    return target.startswith(":") or title.namespace not in ("Category", "File")


def _url(url: str) -> str:
    return unquote(url.strip()).rstrip("/")


def _words(text: str) -> list[str]:
    """The words of a text, of three letters or more."""
    return re.findall(r"\w{3,}", text)


class Shown(HTMLParser):
    """The content of HTML: links by destination, footnote references, tables, words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: Counter[str] = Counter()
        self.external: Counter[str] = Counter()
        self.references = 0
        self.tables = 0
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag."""
        found = {name: value or "" for name, value in attrs}
        self.tables += tag == "table"
        if tag == "a" and (href := found.get("href")):
            names = found.get("class", "").split()
            # cmark-gfm has a link for each reference; pandoc writes its own in tables in tags.
            if "data-footnote-ref" in found or "footnote-ref" in names:
                self.references += 1
            elif re.match(r"(?i)[a-z][a-z0-9+.-]*://|//|mailto:", href):
                self.external[_url(href)] += 1
            else:
                self.links[page_name(href)] += 1
        self.text += [found.get("alt", ""), " "]

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text.append(data)


def kept(source: dict[str, Any], markdown: str) -> dict[str, int]:
    """How many of each kind the Markdown has."""
    import cmarkgfm
    from cmarkgfm.cmark import Options

    html = cmarkgfm.github_flavored_markdown_to_html(
        markdown, Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE
    )
    shown = Shown(html)
    found = set(_words("".join(shown.text)))
    return {
        **{name: (source[name] & shown.links).total() for name in LINKS},
        **{name: (source[name] & shown.external).total() for name in URLS},
        "footnotes": min(source["footnotes"], shown.references),
        "tables": min(source["tables"], shown.tables),
        "templates": sum(not own.isdisjoint(found) for own in source["templates"]),
    }


def sample(folder: Path, number: int) -> list[str]:
    """The texts of some pages of a folder, the same ones each time."""
    paths = sorted(folder.glob("*.wikitext"))
    random.Random(SEED).shuffle(paths)
    return [path.read_bytes().decode("utf-8", "replace") for path in sorted(paths[:number])]


def table(texts: list[str], pandoc: str) -> str:
    """The figures, as a table of Markdown."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(PANDOC)
        script.flush()
        programs = {
            "pandoc": [pandoc, "lua", script.name],
            "`gfm`": [sys.executable, "-c", OURS, "gfm"],
            "`hybrid`": [sys.executable, "-c", OURS, "hybrid"],
        }
        made = {name: converted(command, texts) for name, command in programs.items()}
    sources = [in_source(text) for text in texts]
    total = Counter[str]()
    for source in sources:
        for kind in KINDS:
            value = source[kind]
            total[kind] += (
                value
                if isinstance(value, int)
                else value.total()
                if isinstance(value, Counter)
                else len(value)
            )
    counts = {name: Counter[str]() for name in made}
    for name, (pages, _) in made.items():
        for source, markdown in zip(sources, pages, strict=True):
            counts[name].update(kept(source, markdown))
    lines = [f"|  | in the source | {' | '.join(made)} |", "| --- | --: |" + " --: |" * len(made)]
    for kind in KINDS:
        shares = [
            # cmark-gfm knows no `\\[1\\]`.
            "" if (name, kind) == ("`hybrid`", "footnotes") else f"{found[kind] / total[kind]:.1%}"
            for name, found in counts.items()
        ]
        lines.append(f"| {kind} | {total[kind]:,} | {' | '.join(shares)} |")
    times = [f"{seconds:.1f}" for _, seconds in made.values()]
    lines.append(f"| seconds of CPU |  | {' | '.join(times)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--pandoc", help="the program (default: on the path, or of pypandoc)")
    arguments = parser.parse_args()
    pandoc = arguments.pandoc or shutil.which("pandoc")
    if not pandoc:
        import pypandoc

        pandoc = pypandoc.get_pandoc_path()
    texts = sample(arguments.folder, arguments.pages)
    if not texts:
        parser.error(f"no *.wikitext in {arguments.folder}")
    version = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True)
    size = sum(len(text.encode()) for text in texts)
    print(f"{version.stdout.splitlines()[0]}, {len(texts)} pages, {size:,} bytes\n")
    print(table(texts, pandoc))


if __name__ == "__main__":
    main()
