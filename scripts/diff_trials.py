"""Random edits of pages, and whether `wikiparse.diff` names exactly these.

    python scripts/diff_trials.py FOLDER… [--pages 500] [--seed 1] [--show KIND]

Each page gets one edit of each kind that it has room for; printed is for each kind how often the
changes are those of the edit, no more and no less.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse import Document, Node


class Trial(NamedTuple):
    """An edited source, and the changes that it has to have: pairs of kind and new value."""

    source: str
    expected: frozenset[tuple[str, str | None]]
    titles: tuple[str, ...] | None = None
    """The titles that the edited page has to have, where the edit might have merged blocks."""


NEW = "Zqxv"
"""A word that no page has."""


def cut(doc: Document, start: int, end: int, text: str) -> str:
    """The source with another text in a range."""
    source = str(doc)
    return source[:start] + text + source[end:]


def part(doc: Document, node: Node, old: str, draw: random.Random) -> tuple[int, int] | None:
    """Where a text is in a node, if it is there once."""
    del draw
    if node.span is None or not old:
        return None
    source = str(doc)[node.span.start : node.span.end]
    if source.count(old) != 1:
        return None
    start = node.span.start + source.index(old)
    return start, start + len(old)


def rename(doc: Document, draw: random.Random) -> Trial | None:
    """Another title of a section."""
    headings = [s for s in doc.find_all(wikiparse.Section) if s in doc.sections and s.title]
    section = draw.choice(headings) if headings else None
    at = section and part(doc, section.heading, section.title, draw)
    if not section or not at or {c.kind for c in section.heading.children} != {"text"}:
        return None
    title = f"{NEW} title"
    # An underline is as long as its title in hybrids.
    if "\n" in str(doc)[section.heading.span.start : section.heading.span.end].strip():
        return None
    return Trial(cut(doc, *at, title), frozenset({("section-renamed", title)}))


def drop(doc: Document, draw: random.Random) -> Trial | None:
    """A section without footnotes and categories less."""
    kinds = (wikiparse.Category, wikiparse.FootnoteReference, wikiparse.FootnoteDefinition)
    found = [
        s
        for s in doc.sections
        if not any(True for _ in s.find_all((*kinds, wikiparse.FootnoteList)))
    ]
    if not found:
        return None
    section = draw.choice(found)
    expected = frozenset({("section-removed", None)})
    gone = {id(s) for s in section.find_all(wikiparse.Section)}
    left = tuple(s.title for s in doc.find_all(wikiparse.Section) if id(s) not in gone)
    return Trial(cut(doc, *section.span, ""), expected, left)


def move(doc: Document, draw: random.Random) -> Trial | None:
    """A section after the one that follows it."""
    found = [(a, b) for a, b in zip(doc.sections, doc.sections[1:], strict=False)]
    kinds = (wikiparse.FootnoteReference, wikiparse.FootnoteDefinition, wikiparse.FootnoteList)
    found = [
        (a, b)
        for a, b in found
        if a.level == b.level
        and a.title != b.title
        and not any(True for s in (a, b) for _ in s.find_all(kinds))
    ]
    if not found:
        return None
    a, b = draw.choice(found)
    source = str(doc)
    first, second = source[a.span.start : b.span.start], source[b.span.start : b.span.end]
    text = second.rstrip("\n") + "\n\n" + first
    edited = cut(doc, a.span.start, b.span.end, text)
    titles = [tuple(t.title for t in s.find_all(wikiparse.Section)) for s in doc.sections]
    at = next(i for i, s in enumerate(doc.sections) if s is a)
    titles[at], titles[at + 1] = titles[at + 1], titles[at]
    expected = frozenset({("section-moved", "*")})
    return Trial(edited, expected, tuple(title for one in titles for title in one))


def retarget(doc: Document, draw: random.Random) -> Trial | None:
    """Another target of a link with a label of its own."""
    links = [
        x
        for x in doc.wikilinks
        if x.title and x.label != x.title and not x.namespace and not x.interwiki
    ]
    link = draw.choice(links) if links else None
    at = link and part(doc, link, link.href, draw)
    if not at:
        return None
    return Trial(cut(doc, *at, NEW), frozenset({("link-retargeted", NEW)}))


def argument(doc: Document, draw: random.Random) -> Trial | None:
    """Another value of an argument."""
    found = [
        (t, a)
        for t in doc.templates
        for a in t.arguments
        if len(a.children) == 1 and a.children[0].kind == "text" and a.text.strip().isalnum()
    ]
    found = [(t, a) for t, a in found if t.get(a.name) is a]
    if not found:
        return None
    _, given = draw.choice(found)
    at = part(doc, given.children[0], given.text.strip(), draw)
    return at and Trial(cut(doc, *at, NEW), frozenset({("argument-changed", NEW)}))


def cell(doc: Document, draw: random.Random) -> Trial | None:
    """Another text of a cell."""
    found = [
        c
        for t in doc.tables
        for c in t.find_all(wikiparse.TableCell)
        if c.text.strip().isalnum() and len(c.children) == 1
    ]
    found = [c for c in found if not any(x.kind != "text" for x in list(c.walk())[1:])]
    one = draw.choice(found) if found else None
    at = one and part(doc, one.children[0], one.text.strip(), draw)
    return Trial(cut(doc, *at, NEW), frozenset({("cell-changed", NEW)})) if at else None


def category(doc: Document, draw: random.Random) -> Trial | None:
    """Another category."""
    found = [c for c in doc.categories if c.name and ":" not in c.name]
    one = draw.choice(found) if found else None
    # In Markdown the name is in the text and in the destination, which counts.
    at = one and part(doc, one, one.href, draw)
    ending = one and re.search(r"(?<=:)[^:]+$", one.href)
    at = at and ending and (at[0] + ending.start(), at[1])
    if not at or Counter(c.name for c in found)[one.name] > 1:
        return None
    expected = frozenset({("category-removed", None), ("category-added", NEW)})
    return Trial(cut(doc, *at, NEW), expected)


def words(doc: Document, draw: random.Random) -> Trial | None:
    """Another word of a paragraph."""
    found = [
        child
        for p in [*doc.lead, *(b for s in doc.sections for b in s.children)]
        if p.kind == "paragraph"
        for child in p.children
        if child.kind == "text" and re.search(r" [a-z]{3,} ", child.value)
    ]
    if not found:
        return None
    text = draw.choice(found)
    word = re.search(r" ([a-z]{3,}) ", text.value)
    at = part(doc, text, word[0], draw)
    return at and Trial(cut(doc, *at, f" {NEW} "), frozenset({("text-changed", NEW)}))


EDITS: dict[str, Callable[[Document, random.Random], Trial | None]] = {
    "rename a section": rename,
    "drop a section": drop,
    "move a section": move,
    "retarget a link": retarget,
    "change an argument": argument,
    "change a cell": cell,
    "change a category": category,
    "change a word": words,
}


def pages(folders: list[Path], most: int, draw: random.Random) -> Iterator[Path]:
    """A sample of the pages of some folders."""
    found = sorted(p for f in folders for p in f.iterdir() if p.suffix in (".md", ".wikitext"))
    yield from draw.sample(found, min(most, len(found)))


def agrees(found: list[wikiparse.Change], expected: frozenset[tuple[str, str | None]]) -> bool:
    """Whether the changes are those of the edit, and no others."""
    return len(found) == len(expected) and all(
        any(c.kind == kind and value in ("*", c.new) for c in found) for kind, value in expected
    )


def main() -> int:
    """Run the trials and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    right: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    merged: Counter[str] = Counter()
    for path in pages(arguments.folders, arguments.pages, draw):
        doc = wikiparse.read(path)
        again = wikiparse.parse(str(doc), dialect=doc.dialect, title=doc.title)
        tried["no edit"] += 1
        right["no edit"] += not wikiparse.diff(doc, again)
        for name, edit in EDITS.items():
            trial = edit(doc, draw)
            if trial is None:
                continue
            new = wikiparse.parse(trial.source, dialect=doc.dialect, title=doc.title)
            titles = tuple(s.title for s in new.find_all(wikiparse.Section))
            is_same = name != "change a cell" or len(new.tables) == len(doc.tables)
            if (trial.titles or titles) != titles or not is_same:
                merged[name] += 1
                continue
            found = wikiparse.diff(doc, new)
            tried[name] += 1
            if agrees(found, trial.expected):
                right[name] += 1
            elif arguments.show and arguments.show in name:
                print(path.name, sorted(trial.expected, key=str))
                for change in found[:6]:
                    print("   ", str(change)[:300])
    for name, count in tried.items():
        print(f"{name:20} {right[name]:5} of {count:5}  {right[name] / count:7.2%}")
    print(f"not tried, since the edited source has other blocks: {merged.total()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
