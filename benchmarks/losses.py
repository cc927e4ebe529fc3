"""What a pipeline keeps of a page: links, URLs, and the words of paragraphs, list items, table
cells, footnotes and templates.

A page is held against a reference: wikiparse's own tree, or the HTML that MediaWiki makes of the
page. A link is kept if the output has a link to the same page, a URL if it is anywhere in the
output. An item of any other kind counts if it has words of its own, of three letters or more, which
occur on the page nowhere but in items of its kind; it is kept if at least half of these are
anywhere in the output. So it does not matter in which form an output has them.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import unquote

from converting import page_name

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WORD = re.compile(r"\w{3,}")
HREF = re.compile(r'href="([^"]*)"')
URL = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:)?//")
ITEMS = ("paragraphs", "list items", "table cells", "footnotes", "templates")
KINDS = ("links", "external links", *ITEMS)

Span = tuple[int, int]


class Reference(NamedTuple):
    """What a page holds: its links by the page they lead to, its URLs, and the own words of the
    items of each kind.
    """

    links: Counter[str]
    urls: list[str]
    items: dict[str, list[frozenset[str]]]

    def sizes(self) -> Counter[str]:
        """How many of each kind there are."""
        counts = {kind: len(items) for kind, items in self.items.items()}
        return Counter({"links": self.links.total(), "external links": len(self.urls), **counts})


class Output(NamedTuple):
    """What a pipeline made of a page."""

    whole: str
    words: frozenset[str]
    links: Counter[str]


def words_of(text: str) -> list[str]:
    """The words of a text, of three letters or more, without regard to case."""
    return WORD.findall(text.lower())


# --- the references


def of_tree(text: str, dialect: str) -> Reference:
    """The content of a page by our own tree."""
    doc = wikiparse.parse(text, dialect=dialect)
    found: dict[str, list[tuple[Span, str]]] = {kind: [] for kind in ITEMS}
    _collect(doc, found, inside=False)
    everywhere = Counter(words_of(str(doc)))
    links = [link.href for link in doc.wikilinks if not link.interwiki and link.title]
    return Reference(
        Counter(map(page_name, links)),
        [link.url for link in doc.external_links if link.url],
        {
            kind: _own(
                everywhere,
                Counter(words_of(" ".join([str(doc)[a:b] for a, b in _outermost(items)]))),
                [shown for _, shown in items],
            )
            for kind, items in found.items()
        },
    )


def _collect(node: Any, found: dict[str, list[tuple[Span, str]]], *, inside: bool) -> None:
    """The items below a node. In a template nothing counts but the template itself; a paragraph
    counts outside of lists, tables and footnotes.
    """
    stack = [(node, inside)]
    while stack:
        parent, inside = stack.pop()
        for child in parent.children:
            kind = _kind(child)
            if kind == "paragraphs" and inside:
                kind = None
            if kind == "templates":
                values = [argument.text for argument in child.children]
                found[kind].append((tuple(child.span), " ".join(values)))
                # Footnotes in it are footnotes like all others.
                stack += [(note, True) for note in child.find_all(wikiparse.FootnoteReference)]
                continue
            if kind is not None:
                found[kind].append((tuple(child.span), child.text))
            stack.append((child, inside or kind not in (None, "paragraphs")))


def _kind(node: Any) -> str | None:
    match node:
        case wikiparse.Paragraph():
            return "paragraphs"
        case wikiparse.ListItem() | wikiparse.DescriptionDetails():
            return "list items"
        case wikiparse.TableCell():
            return "table cells"
        case wikiparse.FootnoteDefinition():
            return "footnotes"
        case wikiparse.Template():
            return "templates"
    return None


def _outermost(items: list[tuple[Span, str]]) -> Iterator[Span]:
    """The spans that are in no other."""
    end = -1
    for start, stop in sorted((span for span, _ in items), key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _own(
    everywhere: Counter[str], in_kind: Counter[str], shown: Iterable[str]
) -> list[frozenset[str]]:
    """The own words of each item that has any."""
    own = frozenset(word for word, count in in_kind.items() if everywhere[word] <= count)
    return [words for text in shown if (words := own.intersection(words_of(text)))]


class Shown(HTMLParser):
    """The items of MediaWiki's HTML: their texts by kind, the links and the URLs."""

    KINDS: ClassVar = {
        "li": "list items",
        "dd": "list items",
        "td": "table cells",
        "th": "table cells",
    }
    VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr", "col"))

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: Counter[str] = Counter()
        self.urls: list[str] = []
        self.texts: dict[str, list[list[str]]] = {kind: [] for kind in ITEMS}
        self.text: list[str] = []
        self.open: list[tuple[str, str | None]] = []
        self.targets: dict[str, list[list[str]]] = {kind: [] for kind in ITEMS}
        self.within: dict[str, list[str]] = {kind: [] for kind in ITEMS}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an item, or count a link."""
        found = {name: value or "" for name, value in attrs}
        href = found.get("href", "")
        names = found.get("class", "").split()
        if "mw-file-description" in names or "extiw" in names:
            pass  # neither an image nor a link to another wiki is a link to a page
        elif tag == "a" and href.startswith("/wiki/"):
            self.links[page_name(href.removeprefix("/wiki/"))] += 1
        elif tag == "a" and URL.match(href):
            self.urls.append(href)
        kind = self.KINDS.get(tag)
        if tag == "li" and found.get("id", "").startswith("cite_note"):
            kind = "footnotes"
        elif tag == "p" and not any(self.targets.values()):
            kind = "paragraphs"
        if kind:
            text: list[str] = []
            self.texts[kind].append(text)
            self.targets[kind].append(text)
        if tag not in self.VOID:
            self.open.append((tag, kind))
        self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close an item."""
        if any(name == tag for name, _ in self.open):
            while True:
                name, kind = self.open.pop()
                if kind:
                    self.targets[kind].pop()
                if name == tag:
                    break
        self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        """Text belongs to every open item."""
        self.text.append(data)
        for kind, texts in self.targets.items():
            if texts:
                self.within[kind].append(data)
            for text in texts:
                text.append(data)


def of_html(page: str) -> Reference:
    """The content of a page by the HTML that MediaWiki made of it; templates are no part of it."""
    shown = Shown(page)
    everywhere = Counter(words_of("".join(shown.text)))
    items = {
        kind: _own(everywhere, Counter(words_of("".join(shown.within[kind]))), map("".join, texts))
        for kind, texts in shown.texts.items()
    }
    return Reference(shown.links, shown.urls, items)


def of_pages(texts: Iterable[str], folder: Path) -> list[Reference]:
    """The references of some texts by the HTML of the same pages in a folder: `NAME.html` beside
    `NAME.wikitext`. A text without a page there has nothing; none at all if that is so for each.
    """
    pages = {
        path.read_bytes().decode("utf-8", "replace"): path.with_suffix(".html")
        for path in folder.rglob("*.wikitext")
    }
    found = [
        of_html(page.read_text(encoding="utf-8")) if page is not None and page.exists() else None
        for page in map(pages.get, texts)
    ]
    nothing = Reference(Counter(), [], {})
    return [page or nothing for page in found] if any(found) else []


# --- the outputs


def outputs(path: Path) -> dict[str, Output]:
    """What a pipeline wrote, by the titles of the pages: a file of JSON Lines, or a folder."""
    files = (
        sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
    )
    made = {}
    for file in files:
        if file.name.startswith("_"):
            continue
        for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
            if not line:
                continue
            page = json.loads(line)
            title, _ = page.pop("title"), page.pop("id")
            made[title] = output_of(page)
    return made


def output_of(page: Any) -> Output:
    """Everything that a record of a page has."""
    texts, links = list[str](), list[str]()
    stack = [(page, "")]
    while stack:
        value, key = stack.pop()
        if isinstance(value, dict):
            if key == "links":
                links += [value.get("href") or value.get("page") or ""]
            stack += [(part, name) for name, part in value.items()]
        elif isinstance(value, list):
            stack += [(part, key) for part in value]
        elif isinstance(value, str):
            if key == "links":
                links.append(value)
            else:
                # WikiExtractor writes its links as escaped tags.
                text = html.unescape(value)
                links += map(unquote, HREF.findall(text))
            texts.append(value)
    whole = html.unescape("\n".join(texts))
    return Output(whole, frozenset(words_of(whole)), Counter(map(page_name, links)))


def kept(reference: Reference, output: Output | None) -> Counter[str]:
    """How many of each kind an output has."""
    if output is None:
        return Counter()
    return Counter(
        {
            "links": (reference.links & output.links).total(),
            "external links": sum(url in output.whole for url in reference.urls),
            **{
                kind: sum(2 * len(own & output.words) >= len(own) for own in items)
                for kind, items in reference.items.items()
            },
        }
    )
